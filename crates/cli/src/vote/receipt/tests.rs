#![allow(clippy::unwrap_used, clippy::panic)]

use isoloir_board::entry::Entry;
use isoloir_board::policy::Policy;
use isoloir_board::receipt::ReceiptError;
use isoloir_election::booth::receipt::{Unproven, check};
use isoloir_election::message::Kind;
use isoloir_encoding::{Decode, Encode};

use super::*;
use crate::place::Place;
use crate::vote::ballot::seal;
use crate::vote::codes::Codes;
use crate::vote::testing::Script;
use crate::vote::testing::town::{NORTH, Town};
use crate::vote::{Naming, Selection};

/// A ballot of a resident that the board has recorded, with its receipt.
fn recorded(town: &Town, poll: &Poll, resident: usize) -> (Cast, Receipt) {
    let typed = [town.code(resident, 0), town.code(resident, 1)];
    let mut script = Script::new(typed.iter().map(String::as_str));
    let codes = Codes::ask(&mut script, poll.election().unwrap()).unwrap();
    let credential = codes.credential(NORTH).unwrap();
    let district = poll.district(NORTH).unwrap();
    let selection = Selection::read(district, Naming::Ids, ["P0"].into_iter()).ok().unwrap();
    let sealed = seal(poll, NORTH, &credential, &selection).ok().unwrap();
    let cast = Cast::new(sealed, isoloir_crypto::ballot::BallotTracker::NONE);
    let receipt = poll.place.cast(&cast.payload).unwrap();
    (cast, receipt)
}

fn poll(town: &Town) -> Poll {
    Poll::open(&Place::Folder(town.board()), None).unwrap()
}

fn policy(poll: &Poll) -> &Policy {
    poll.election().unwrap().definition().policy()
}

fn rebuilt(receipt: &Receipt, index: u64, extra: Vec<u8>) -> Receipt {
    let (proof, checkpoint) = (receipt.proof().clone(), receipt.checkpoint().clone());
    Receipt::new(index, proof, checkpoint).with_extra(extra).unwrap()
}

#[test]
fn a_receipt_holds_for_the_ballot_that_was_sent_and_for_no_other() {
    let town = Town::open();
    let poll = poll(&town);
    let (first, of_first) = recorded(&town, &poll, 0);
    let (second, of_second) = recorded(&town, &poll, 1);
    let head = check(&of_second, &second.payload, policy(&poll)).unwrap();
    assert_eq!(head.size, poll.board.head().size + 2);
    check_growth(&poll, &head).unwrap().unwrap();

    let refused = check(&of_first, &second.payload, policy(&poll)).unwrap_err();
    assert!(matches!(refused, Unproven::OtherBallot), "{refused}");
    // The second ballot, under the proof of the first.
    let forged = rebuilt(&of_first, of_first.index(), of_second.extra().unwrap().to_vec());
    let refused = check(&forged, &second.payload, policy(&poll)).unwrap_err();
    assert!(matches!(refused, Unproven::OtherBallot), "{refused}");
    let entry = Entry::from_bytes(of_second.extra().unwrap()).unwrap();
    let moved =
        Entry::new(of_first.index(), entry.previous(), entry.kind(), second.payload.clone());
    let forged = rebuilt(&of_first, of_first.index(), moved.unwrap().to_bytes());
    let refused = check(&forged, &second.payload, policy(&poll)).unwrap_err();
    assert!(matches!(refused, Unproven::Receipt(ReceiptError::BadProof(_))), "{refused}");
    check(&of_first, &first.payload, policy(&poll)).unwrap();
}

#[test]
fn a_receipt_without_the_ballot_in_it_proves_nothing() {
    let town = Town::open();
    let poll = poll(&town);
    let (cast, receipt) = recorded(&town, &poll, 0);
    let (index, policy) = (receipt.index(), policy(&poll));
    let bare = Receipt::new(index, receipt.proof().clone(), receipt.checkpoint().clone());
    assert!(matches!(check(&bare, &cast.payload, policy), Err(Unproven::NoEntry)));
    let junk = rebuilt(&receipt, index, b"thank you".to_vec());
    assert!(matches!(check(&junk, &cast.payload, policy), Err(Unproven::Unreadable(_))));
    let entry = Entry::from_bytes(receipt.extra().unwrap()).unwrap();
    let close = Entry::new(index, entry.previous(), Kind::Close as u8, cast.payload.clone());
    let other_kind = rebuilt(&receipt, index, close.unwrap().to_bytes());
    assert!(matches!(check(&other_kind, &cast.payload, policy), Err(Unproven::OtherBallot)));
    let shifted = rebuilt(&receipt, index - 1, receipt.extra().unwrap().to_vec());
    assert!(matches!(check(&shifted, &cast.payload, policy), Err(Unproven::OtherBallot)));
}

#[test]
fn a_checkpoint_that_the_board_did_not_sign_proves_nothing() {
    let town = Town::open();
    let poll = poll(&town);
    let (cast, receipt) = recorded(&town, &poll, 0);
    let key = ed25519_dalek::SigningKey::from_bytes(&[77; 32]);
    let name = policy(&poll).log().name().clone();
    let stranger = isoloir_board::keys::LogSigner::new(name, key).unwrap();
    let policy = Policy::log_only(stranger.key().clone());
    let refused = check(&receipt, &cast.payload, &policy).unwrap_err();
    assert!(matches!(refused, Unproven::Receipt(ReceiptError::BadCheckpoint(_))), "{refused}");
}

#[test]
fn a_file_is_never_written_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let name = || free_name(folder.path(), "receipt-0-ab", "tlog-proof");
    for expected in
        ["receipt-0-ab.tlog-proof", "receipt-0-ab-2.tlog-proof", "receipt-0-ab-3.tlog-proof"]
    {
        assert_eq!(name(), folder.path().join(expected));
        std::fs::write(name(), "").unwrap();
    }
}
