//! The close, the statements about it, and the quorum of them.

use isoloir_board::MerkleHash;
use isoloir_board::merkle::TreeHead;
use isoloir_crypto::dkg::TrusteeIndex;
use isoloir_election::definition::Definition;
use isoloir_election::message::{CloseStatement, Kind};
use isoloir_election::phase::Refusal;
use isoloir_encoding::Encode;

use crate::support::{Plan, Town, party};

fn trustee(index: u8) -> TrusteeIndex {
    TrusteeIndex::new(index).unwrap()
}

fn voted_town() -> Town {
    let mut town = Town::open(&Plan::default());
    town.all_vote(0);
    town.all_vote(1);
    town
}

#[test]
fn the_vote_closes_once_and_nothing_of_the_vote_comes_after() {
    let mut town = voted_town();
    let late = [
        (Kind::Ballot, town.ballot(0, 0, &[1])),
        (Kind::Withdrawal, town.withdrawal(0, 0)),
        (Kind::Revocation, town.revocation(0, town.credential(0, 0).public())),
        (Kind::PaperBatch, town.signed_batch(&town.batch(0, &[2, 3], &[2, 0, 0]))),
        (Kind::Close, town.by_official(Kind::Close, &[])),
    ];
    town.close();
    for (kind, payload) in late.clone() {
        assert!(matches!(town.refused(kind, payload), Refusal::OutOfPhase { .. }));
    }
    for number in 0..2 {
        town.state_close(number);
    }
    town.tally();
    for (kind, payload) in late {
        assert!(matches!(town.refused(kind, payload), Refusal::OutOfPhase { .. }));
    }
    // A statement may still come between close and decryption.
    town.state_close(2);
    for number in 0..2 {
        town.decrypt(number, 0);
    }
    assert_eq!(town.result(0).counts, Some(vec![4, 0, 0]));
}

#[test]
fn a_statement_about_another_close_is_refused() {
    let mut town = voted_town();
    town.close();
    let head = town.closed().head();
    assert_eq!(head, town.record.head());
    let mut root = *head.root.as_bytes();
    root[31] ^= 1;
    let others = [
        TreeHead { root: MerkleHash::new(root), ..head },
        TreeHead { size: head.size - 1, ..head },
        TreeHead { size: head.size + 1, ..head },
    ];
    for other in others {
        let payload = town.statement(0, other);
        let refusal = Refusal::AnotherBoard { trustee: trustee(1) };
        assert_eq!(town.refused(Kind::CloseStatement, payload), refusal);
    }
    for number in 0..3 {
        town.state_close(number);
    }
    town.tally();
    assert!(town.decrypting().tally(0).is_ok());
}

#[test]
fn two_closes_shown_to_two_trustees_are_both_left_without_a_quorum() {
    // One town, two boards from one opening on: the second lacks the last ballot.
    let [mut full, mut short] = [(); 2].map(|()| {
        let mut town = Town::open(&Plan::default());
        for resident in 0..3 {
            town.vote(0, resident, &[0]);
        }
        town
    });
    assert_eq!(full.fingerprint(), short.fingerprint());
    full.vote(0, 3, &[1]);
    full.close();
    short.close();
    // Trustee 1 is shown the full board and trustee 2 the short one; trustee 3 colludes and states both.
    full.state_close(0);
    full.state_close(2);
    short.state_close(1);
    short.state_close(2);
    // The server has all statements, and they do not fit.
    let elsewhere = short.statement(1, short.closed().head());
    let refusal = Refusal::AnotherBoard { trustee: trustee(2) };
    assert_eq!(full.refused(Kind::CloseStatement, elsewhere), refusal);
    for town in [&mut full, &mut short] {
        town.tally();
        let no_quorum = Refusal::NoQuorum { quorum: 3, found: 2 };
        assert_eq!(town.decrypting().tally(0), Err(no_quorum.clone()));
        assert_eq!(town.decrypting().outcome(0), Err(no_quorum));
    }
}

#[test]
fn a_trustee_states_once() {
    let mut town = voted_town();
    town.close();
    town.state_close(0);
    for number in [0, 1] {
        let payload = town.statement(0, town.closed().head());
        let refusal = Refusal::Repeated { trustee: trustee(1) };
        assert_eq!(town.refused(Kind::CloseStatement, payload), refusal);
        if number == 0 {
            town.tally();
        }
    }
    town.state_close(1);
    town.state_close(2);
    assert!(town.decrypting().tally(0).is_ok());
}

#[test]
fn a_statement_is_forty_bytes_exactly() {
    let mut town = voted_town();
    town.close();
    let message = CloseStatement { head: town.closed().head() }.to_bytes();
    assert_eq!(message.len(), 40);
    for wrong in [&[][..], &message[..39], &[message.as_slice(), &[0]].concat()] {
        let payload = town.by_trustee(Kind::CloseStatement, 0, wrong);
        assert!(matches!(town.refused(Kind::CloseStatement, payload), Refusal::Unreadable { .. }));
    }
    town.state_close(0);
}

#[test]
fn nothing_is_decrypted_and_no_result_taken_before_the_quorum() {
    let mut town = voted_town();
    town.close();
    town.state_close(0);
    town.state_close(1);
    town.tally();
    let no_quorum = Refusal::NoQuorum { quorum: 3, found: 2 };
    assert_eq!(town.decrypting().tally(0), Err(no_quorum.clone()));
    // The message of a trustee that decrypts too early, made on a board that has the quorum.
    let mut ahead = voted_town();
    ahead.reach_decryption();
    let early = ahead.decryption(0, 0);
    let payload = town.by_trustee(Kind::Decryption, 0, &early);
    assert_eq!(town.refused(Kind::Decryption, payload.clone()), no_quorum);
    for number in 0..2 {
        ahead.decrypt(number, 0);
    }
    let result = ahead.signed_result(&ahead.result(0));
    assert_eq!(town.refused(Kind::Result, result), no_quorum);
    town.state_close(2);
    town.post(Kind::Decryption, payload);
}

#[test]
fn two_quorums_share_an_honest_trustee_and_no_smaller_number_does() {
    let mut parts = Plan { voters: 0, ..Plan::default() }.definition_parts();
    for n in 1..=32_u8 {
        parts.trustees = (0..n).map(|number| party("Trustee", 3, number)).collect();
        for t in 1..=n {
            parts.threshold = t;
            let quorum = Definition::new(parts.clone()).unwrap().close_quorum();
            let (n, t) = (usize::from(n), usize::from(t));
            // Q can be had, and two sets of Q out of n have 2Q - n trustees in common: at least t, of
            // whom at most t - 1 are dishonest.
            assert!(quorum <= n, "{t} of {n}");
            assert!(2 * quorum >= n + t, "{t} of {n}");
            assert!(2 * (quorum - 1) < n + t, "{t} of {n}: Q is larger than it need be");
        }
    }
    let quorum = |trustees, threshold| {
        Plan { trustees, threshold, ..Plan::default() }.definition().close_quorum()
    };
    assert_eq!((quorum(1, 1), quorum(3, 2), quorum(5, 3)), (1, 3, 4));
}
