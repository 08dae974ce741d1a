//! Dishonest trustees in the ceremony (`spec/protocol.md`, section 5).

use isoloir_crypto::dkg::{CeremonyParameters, DealRound, Dealer, TrusteeIndex, Unconfirmed};
use isoloir_crypto::group::Point;
use isoloir_election::message::Kind;
use isoloir_election::phase::{Ceremony, Phase};
use isoloir_encoding::Encode;

use crate::board::{Board, at, before, message, payload, signed};
use crate::replay::point;
use crate::samples::{FIELD_PRIME, flipped, incremented, patched, plus_order, rng};
use crate::sha3::sha3_256;
use crate::town::{Town, sample_parts};

const ELEMENT: usize = 32;
/// Where the points begin in a part of an opening.
const POINTS: usize = 5;

fn election_id() -> [u8; 32] {
    isoloir_election::definition::Definition::new(sample_parts()).unwrap().election_id().0
}

/// The board with another message of a trustee in place of the n-th of a kind.
fn sent(kind: Kind, nth: usize, message: &[u8]) -> (Board, usize) {
    let index = before(kind, nth);
    let signer = payload(index)[0];
    (Board::honest().replace(index, signed(kind, "trustee", signer, message)), index)
}

#[track_caller]
fn fails(step: &str, kind: Kind, nth: usize, message: &[u8]) {
    let (board, index) = sent(kind, nth, message);
    board.fails(step, index);
}

/// A board on which trustee i commits to this opening, and opens it. The opening is one part.
fn opened(trustee: usize, part: &[u8]) -> (Board, usize) {
    let commit = before(Kind::DealingCommitment, trustee);
    let index = [trustee as u8 + 1];
    let label = b"isoloir/v1 dealing opening";
    let hash = sha3_256(&[label, &election_id(), &index, part]);
    let commitment = patched(&message(commit), 1, &hash);
    let (board, _) = sent(Kind::DealingCommitment, trustee, &commitment);
    let open = before(Kind::DealingOpening, trustee);
    let payload = signed(Kind::DealingOpening, "trustee", trustee as u8, part);
    (board.replace(open, payload), open)
}

fn opening(trustee: usize) -> Vec<u8> {
    message(before(Kind::DealingOpening, trustee))
}

#[test]
fn a_trustee_that_opens_after_it_saw_the_others_and_not_what_it_committed_to_is_refused() {
    let rushed = patched(&opening(2), POINTS, &opening(1)[POINTS..POINTS + 32]);
    // The proof fits the part: the rushing trustee has moved a higher coefficient only.
    let moved = patched(&opening(2), POINTS + ELEMENT, &opening(1)[POINTS + 32..POINTS + 64]);
    fails("ceremony", Kind::DealingOpening, 2, &rushed);
    fails("ceremony", Kind::DealingOpening, 2, &moved);
}

/// C_30 = X - C_10 - C_20 would make X the election's key. Its logarithm is not known, so the proof
/// of possession can't be made.
#[test]
fn a_rogue_key_has_no_proof_of_possession() {
    let constant = |trustee| point(&opening(trustee)[POINTS..POINTS + ELEMENT]).unwrap();
    let wanted = *crate::samples::credential("rogue").public().element();
    let rogue = Point::new(wanted - constant(0) - constant(1));
    let (board, index) = opened(2, &patched(&opening(2), POINTS, rogue.as_bytes()));
    board.fails("ceremony", index);
    // Nor does another trustee's part with its proof do.
    let (board, index) = opened(2, &patched(&opening(1), 0, &[3]));
    board.fails("ceremony", index);
}

#[test]
fn a_polynomial_of_another_degree_is_refused() {
    let honest = opening(2);
    let slot = 2 * ELEMENT;
    let more: Vec<u8> = {
        // Three points a slot: a threshold raised to three.
        let mut part = honest[..POINTS].to_vec();
        for number in 0..3 {
            let at = POINTS + number * slot;
            part.extend(&honest[at..at + slot]);
            part.extend(&honest[at..at + ELEMENT]);
        }
        part.extend(&honest[POINTS + 3 * slot..]);
        part
    };
    let less: Vec<u8> = {
        let mut part = honest[..POINTS].to_vec();
        for number in 0..3 {
            let at = POINTS + number * slot;
            part.extend(&honest[at..at + ELEMENT]);
        }
        part.extend(&honest[POINTS + 3 * slot..]);
        part
    };
    for part in [more, less] {
        let (board, index) = opened(2, &part);
        board.fails("ceremony", index);
    }
}

#[test]
fn an_opening_of_other_slots_than_the_election_has_is_refused() {
    let honest = opening(2);
    let two_slots = [&patched(&honest[..POINTS], 3, &[0, 2])[..], &honest[POINTS + 64..]].concat();
    let later = patched(&honest, 1, &[0, 1]);
    let none = [&patched(&honest[..POINTS], 3, &[0, 0])[..], &honest[POINTS + 192..]].concat();
    for part in [two_slots, later, none] {
        let (board, index) = opened(2, &part);
        let report = board.report();
        assert!(!report.holds());
        let failing: Vec<_> = report.failing_steps().collect();
        let [step] = failing[..] else { panic!("{failing:#?}") };
        assert!(matches!(step.id, "ceremony" | "form"), "{}", step.id);
        assert_eq!(step.failures[0].entry, Some(index as u64));
    }
}

#[test]
fn points_and_scalars_of_the_ceremony_must_be_canonical_and_keys_not_neutral() {
    for wrong in [[0; 32], FIELD_PRIME] {
        let (board, index) = opened(2, &patched(&opening(2), POINTS, &wrong));
        board.fails("ceremony", index);
        let commitment = message(before(Kind::DealingCommitment, 1));
        fails("ceremony", Kind::DealingCommitment, 1, &patched(&commitment, 33, &wrong));
    }
    let honest = opening(2);
    let (board, index) = opened(2, &patched(&honest, POINTS + ELEMENT, &FIELD_PRIME));
    board.fails("ceremony", index);
    let response = honest.len() - ELEMENT;
    let (board, index) = opened(2, &patched(&honest, response, &plus_order(&honest[response..])));
    board.fails("ceremony", index);
    let (board, index) = opened(2, &incremented(&honest, response));
    board.fails("ceremony", index);
}

#[test]
fn an_encryption_key_without_proof_or_of_another_trustee_is_refused() {
    let (one, two) =
        (message(before(Kind::DealingCommitment, 0)), message(before(Kind::DealingCommitment, 1)));
    fails("ceremony", Kind::DealingCommitment, 1, &incremented(&two, two.len() - ELEMENT));
    fails("ceremony", Kind::DealingCommitment, 1, &patched(&two, 33, &one[33..]));
    // With the same randomness both know the secret of one key.
    let parameters = CeremonyParameters::new(election_id(), 3, 2, 4).unwrap();
    let index = TrusteeIndex::new(2).unwrap();
    let shared = Dealer::start(&parameters, index, &mut rng("town dealer 1")).unwrap().1.to_bytes();
    assert_eq!(shared[33..65], one[33..65]);
    fails("ceremony", Kind::DealingCommitment, 1, &shared);
}

#[test]
fn an_index_of_zero_of_another_or_of_nobody_is_refused() {
    for kind in [Kind::DealingCommitment, Kind::DealingOpening, Kind::Deal] {
        let honest = message(before(kind, 0));
        for index in [0, 2, 4, 33, 255] {
            let (board, at) = sent(kind, 0, &patched(&honest, 0, &[index]));
            let report = board.report();
            let failing: Vec<_> = report.failing_steps().collect();
            let [step] = failing[..] else { panic!("{failing:#?}") };
            assert!(matches!(step.id, "form" | "signatures" | "ceremony"), "{}", step.id);
            assert_eq!(step.failures[0].entry, Some(at as u64), "{kind} {index}");
        }
    }
}

#[test]
fn what_a_trustee_sends_twice_in_a_round_is_refused() {
    for kind in [Kind::DealingCommitment, Kind::Deal] {
        let first = before(kind, 0);
        Board::honest().insert(first + 1, kind, payload(first)).fails("ceremony", first + 1);
    }
    let deal = message(before(Kind::Deal, 0));
    fails("ceremony", Kind::Deal, 0, &patched(&deal, 1, &[1]));
    for recipient in [0, 4, 255] {
        let (board, index) = sent(Kind::Deal, 0, &patched(&deal, 1, &[recipient]));
        let report = board.report();
        let entry = report.failing_steps().flat_map(|step| &step.failures).next().unwrap().entry;
        assert_eq!(entry, Some(index as u64));
    }
}

#[test]
fn a_round_that_is_not_complete_lets_nothing_of_the_next_one_in() {
    for (kind, next) in [
        (Kind::DealingCommitment, Kind::DealingOpening),
        (Kind::DealingOpening, Kind::Deal),
        (Kind::Deal, Kind::Confirmation),
    ] {
        let last = before(next, 0) - 1;
        assert_eq!(Board::honest().0[last].0, kind as u8);
        Board::honest().without(last).fails("form", last);
    }
}

/// A wrong deal of trustee 1 to trustee 2, and the complaint of trustee 2 about it.
fn complaint() -> (Vec<u8>, Vec<u8>) {
    let parameters = CeremonyParameters::new(election_id(), 3, 2, 4).unwrap();
    let deals = at(before(Kind::Deal, 0));
    let dealer =
        Dealer::start(&parameters, TrusteeIndex::new(2).unwrap(), &mut rng("town dealer 2"))
            .unwrap()
            .0;
    let opening = at(before(Kind::DealingOpening, 0));
    let Phase::Setup(setup) = opening.record.phase() else { panic!("no setup") };
    let Some(Ceremony::Open(round)) = setup.ceremony() else { panic!("no round 1") };
    let (dealer, _) = dealer.open(round).unwrap();
    let recipient = dealer.deal(&deal_round(&deals)).unwrap().0;
    // The deal of trustee 1 to trustee 2 comes first.
    let deal = message(before(Kind::Deal, 0));
    assert_eq!(deal[..2], [1, 2]);
    let spoilt = signed(Kind::Deal, "trustee", 0, &flipped(&deal, 40));
    let mut town = deals;
    let wrong = town.next(Kind::Deal, spoilt.clone());
    town.take(wrong).unwrap();
    for nth in 1..6 {
        let deal = town.next(Kind::Deal, payload(before(Kind::Deal, nth)));
        town.take(deal).unwrap();
    }
    let round = {
        let Some(Ceremony::Confirm { round, .. }) = town.setup().ceremony() else {
            panic!("no round 3")
        };
        round.clone()
    };
    let Err(Unconfirmed::Complaint(complaint)) = recipient.confirm(&round, &mut rng("complaint"))
    else {
        panic!("trustee 2 must complain")
    };
    (spoilt, signed(Kind::Complaint, "trustee", 1, &complaint.to_bytes()))
}

fn deal_round(town: &Town) -> DealRound {
    let Some(Ceremony::Deal(round)) = town.setup().ceremony() else { panic!("no round 2") };
    round.clone()
}

/// A ceremony that failed opens no vote, whoever is at fault, and the verifier says who.
#[test]
fn after_a_complaint_true_or_false_there_is_no_election() {
    let (spoilt, complaint) = complaint();
    let first = before(Kind::Confirmation, 0);
    for (deal, at_fault) in [(spoilt, "trustee 1"), (payload(before(Kind::Deal, 0)), "trustee 2")] {
        let board = Board::honest().replace(before(Kind::Deal, 0), deal).insert(
            first,
            Kind::Complaint,
            complaint.clone(),
        );
        // The server goes on as if nothing had been said.
        board.fails_in(&[("form", Some(first + 1)), ("ceremony", None)]);
        let report = Board(board.0[..=first].to_vec()).report();
        assert_eq!(report.phase, "failed");
        let ceremony = report.failing_steps().find(|step| step.id == "ceremony").unwrap();
        assert!(ceremony.failures[0].what.contains(at_fault), "{:?}", ceremony.failures);
    }
}

#[test]
fn a_complaint_that_another_signed_or_about_nobody_is_refused() {
    let complaint = complaint().1;
    let message = &complaint[1..complaint.len() - 64];
    let first = before(Kind::Confirmation, 0);
    let moved = [
        signed(Kind::Complaint, "trustee", 0, message),
        signed(Kind::Complaint, "trustee", 1, &patched(message, 1, &[4])),
        signed(Kind::Complaint, "trustee", 1, &patched(message, 1, &[2])),
        signed(Kind::Complaint, "official", 1, message),
    ];
    for payload in moved {
        let report = Board::honest().insert(first, Kind::Complaint, payload).report();
        let failing: Vec<_> = report.failing_steps().collect();
        let [step] = failing[..] else { panic!("{failing:#?}") };
        assert!(matches!(step.id, "form" | "signatures" | "ceremony"), "{}", step.id);
        assert_eq!(step.failures[0].entry, Some(first as u64));
    }
}
