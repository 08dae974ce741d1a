//! Every kind of entry in every phase.

use isoloir_board::ChainHash;
use isoloir_board::chain::ChainError;
use isoloir_board::entry::Entry;
use isoloir_election::message::Kind;
use isoloir_election::phase::{Phase, Record, Refusal};
use proptest::prelude::*;

use crate::support::{Plan, Town, phase_name};

/// Which kinds the phases know; what they make of the payload is another question.
const KNOWN: [(&str, &[u8]); 6] = [
    ("empty", &[1]),
    ("setup", &[2, 3, 4, 5, 6, 7, 8, 9]),
    ("voting", &[10, 11, 12, 13, 14, 15]),
    ("closed", &[16]),
    ("decrypting", &[16, 17, 18]),
    ("decided", &[]),
];

/// A town in each phase, in order.
fn towns() -> Vec<Town> {
    let plan = Plan { voters: 2, ..Plan::default() };
    let mut setup = Town::new(&plan);
    setup.define();
    let mut rest: Vec<Town> = (0..4).map(|_| Town::open(&plan)).collect();
    for town in &mut rest[1..] {
        town.all_vote(0);
        town.all_vote(1);
    }
    rest[1].close();
    rest[2].reach_decryption();
    rest[3].finish(&[Some(&[2, 0, 0]), Some(&[2, 0])]);
    let mut towns = vec![Town::new(&plan), setup];
    towns.append(&mut rest);
    towns
}

#[test]
fn every_kind_of_entry_is_out_of_place_in_every_phase_but_its_own() {
    for (mut town, (phase, known)) in towns().into_iter().zip(KNOWN) {
        assert_eq!(phase_name(&town.record), phase);
        for byte in 0..=255 {
            let entry = town.next(byte, vec![0; 80]);
            let refusal = town.refused_entry(&entry);
            match Kind::from_byte(byte) {
                None => assert_eq!(refusal, Refusal::UnknownKind { kind: byte }),
                Some(kind) => {
                    assert_eq!(kind as u8, byte);
                    let out_of_phase = matches!(refusal, Refusal::OutOfPhase { .. });
                    // In setup the round decides too, and the signature is checked before.
                    assert_eq!(
                        out_of_phase,
                        !known.contains(&byte),
                        "{kind} in {phase}: {refusal:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_honest_entry_of_one_phase_is_refused_in_every_other() {
    // The honest entries of one whole election, each offered to every earlier and later phase.
    let plan = Plan { voters: 2, ..Plan::default() };
    let mut whole = Town::open(&plan);
    whole.all_vote(0);
    whole.all_vote(1);
    whole.finish(&[Some(&[2, 0, 0]), Some(&[2, 0])]);
    for (mut town, (phase, known)) in towns().into_iter().zip(KNOWN) {
        for honest in whole.entries.iter().filter(|entry| !known.contains(&entry.kind())) {
            let entry = town.next(honest.kind(), honest.payload().to_vec());
            let refusal = town.refused_entry(&entry);
            assert!(matches!(refusal, Refusal::OutOfPhase { .. }), "{phase}: {refusal:?}");
        }
    }
}

#[test]
fn an_entry_that_does_not_follow_on_the_last_is_refused() {
    let mut town = Town::open(&Plan::default());
    let payload = town.ballot(0, 0, &[0]);
    let (size, head) = (town.record.chain().size(), town.record.chain().head());
    for (index, previous) in [(size + 1, head), (size - 1, head), (size, ChainHash::ZERO)] {
        let entry = Entry::new(index, previous, Kind::Ballot as u8, payload.clone()).unwrap();
        let refusal = town.refused_entry(&entry);
        assert!(
            matches!(
                refusal,
                Refusal::Chain(ChainError::WrongIndex { .. } | ChainError::WrongPrevious { .. })
            ),
            "{refusal:?}"
        );
    }
    town.post(Kind::Ballot, payload);
}

#[test]
fn a_checked_ballot_is_not_recorded_when_the_vote_is_over() {
    let mut town = Town::open(&Plan::default());
    let payload = town.ballot(0, 0, &[0]);
    let checked = town.voting().check(&payload, &mut town.rng.clone()).unwrap();
    town.close();
    let entry = town.next(Kind::Ballot as u8, payload);
    let before = town.record.head();
    let refusal = town.record.apply_ballot(&entry, checked).unwrap_err();
    assert!(matches!(refusal, Refusal::OutOfPhase { .. }));
    assert_eq!(town.record.head(), before);
    town.state_close(0);
}

#[test]
fn a_ballot_checked_before_its_credential_was_revoked_is_not_recorded() {
    let mut town = Town::open(&Plan::default());
    let payload = town.ballot(0, 0, &[0]);
    let checked = town.voting().check(&payload, &mut town.rng.clone()).unwrap();
    town.revoke(0, 0);
    let entry = town.next(Kind::Ballot as u8, payload);
    assert_eq!(town.record.apply_ballot(&entry, checked), Err(Refusal::Revoked));
    town.vote(0, 1, &[0]);
}

#[test]
fn a_ballot_checked_in_an_election_with_more_districts_is_refused_and_does_not_panic() {
    let mut other = Town::open(&Plan::default());
    let payload = other.ballot(1, 0, &[0]);
    let checked = other.voting().check(&payload, &mut other.rng.clone()).unwrap();
    let mut plan = Plan::default();
    plan.districts.pop();
    let mut town = Town::open(&plan);
    assert_eq!(town.voting().place(&checked), Err(Refusal::OtherBallot));
    let entry = town.next(Kind::Ballot as u8, payload);
    assert_eq!(town.record.apply_ballot(&entry, checked), Err(Refusal::OtherBallot));
    town.vote(0, 1, &[0]);
}

/// Whoever feeds entries to a record checks one ballot and then offers another entry for it.
#[test]
fn a_ballot_is_not_recorded_in_an_entry_that_holds_another() {
    let mut town = Town::open(&Plan::default());
    let checked = town.ballot(0, 0, &[0]);
    let checked = town.voting().check(&checked, &mut town.rng.clone()).unwrap();
    let mut unchecked = town.ballot(0, 1, &[0]);
    *unchecked.last_mut().unwrap() ^= 1;
    let entry = town.next(Kind::Ballot as u8, unchecked);
    let before = town.record.head();
    assert_eq!(town.record.apply_ballot(&entry, checked), Err(Refusal::OtherBallot));
    assert_eq!(town.record.head(), before);
    town.vote(0, 0, &[0]);
}

#[test]
fn sums_before_the_close_or_of_another_close_change_nothing() {
    let mut other = Town::open(&Plan::default());
    other.vote(0, 0, &[0]);
    other.close();
    let mut town = Town::open(&Plan::default());
    let size = town.record.head();
    assert_eq!(town.record.tally(other.sums().unwrap()), Err(Refusal::OtherClose));
    assert_eq!((phase_name(&town.record), town.record.head()), ("voting", size));
    town.vote(0, 1, &[0]);
    town.close();
    assert_eq!(town.record.tally(other.sums().unwrap()), Err(Refusal::OtherClose));
    assert_eq!(phase_name(&town.record), "closed");
    let sums = town.sums().unwrap();
    assert_eq!(town.record.tally(sums), Ok(()));
}

#[test]
fn the_whole_board_replayed_comes_to_the_same_end() {
    let mut town = Town::open(&Plan::default());
    town.all_vote(0);
    town.all_vote(1);
    town.finish(&[Some(&[4, 0, 0]), Some(&[4, 0])]);
    let mut replayed = Record::new();
    for entry in &town.entries {
        replayed.apply(entry, &mut town.rng).unwrap();
        if matches!(replayed.phase(), Phase::Closed(_)) {
            let mut reader = Town::new(&Plan::default());
            reader.record = replayed;
            reader.entries = town.entries.clone();
            reader.tally();
            replayed = reader.record;
        }
    }
    assert_eq!(phase_name(&replayed), "decided");
    assert_eq!(replayed.head(), town.record.head());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_record_panic(
        kind in 0..20_u8,
        payload in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        thread_local! {
            static TOWNS: std::cell::RefCell<Vec<Town>> = std::cell::RefCell::new(towns());
        }
        TOWNS.with_borrow_mut(|towns| {
            for town in towns {
                let entry = town.next(kind, payload.clone());
                town.refused_entry(&entry);
            }
        });
    }
}
