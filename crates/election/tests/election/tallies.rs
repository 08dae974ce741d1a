//! The sums over the ballots that count.

use isoloir_election::message::Kind;
use isoloir_election::phase::{Phase, Refusal, Tallies};
use proptest::prelude::*;

use crate::support::{Plan, Town};

fn closed_town() -> Town {
    let mut town = Town::open(&Plan::default());
    town.vote(0, 0, &[0]);
    town.vote(0, 0, &[1]);
    town.vote(0, 1, &[2]);
    town.all_vote(1);
    town.close();
    town
}

/// The first entry whose ballot counts.
fn counted_entry(town: &Town) -> usize {
    *town.closed().counted().first_key_value().unwrap().0 as usize
}

#[test]
fn the_entries_that_count_are_the_last_of_each_resident() {
    let town = closed_town();
    let counted = town.closed().counted();
    assert_eq!(counted.values().filter(|&&district| district == 0).count(), 2);
    assert_eq!(counted.values().filter(|&&district| district == 1).count(), 4);
    let ballots = town.entries.iter().filter(|entry| entry.kind() == Kind::Ballot as u8);
    let replaced = ballots.map(|entry| entry.index()).next().unwrap();
    assert!(!counted.contains_key(&replaced));
}

#[test]
fn sums_that_lack_a_ballot_are_not_finished() {
    let mut town = closed_town();
    let missing = counted_entry(&town);
    town.entries.remove(missing);
    assert_eq!(town.sums().unwrap_err(), Refusal::BallotMissing { index: missing as u64 });
    town.entries.clear();
    assert_eq!(town.sums().unwrap_err(), Refusal::BallotMissing { index: missing as u64 });
}

#[test]
fn an_entry_that_comes_twice_is_added_once() {
    let mut town = closed_town();
    let again = town.entries.clone();
    town.entries.extend(again);
    let sums = town.sums().unwrap();
    assert_eq!((sums.districts()[0].ballots(), sums.districts()[1].ballots()), (2, 4));
}

#[test]
fn a_second_pass_over_other_bytes_than_the_first_is_refused() {
    // Whoever keeps the board shows another valid ballot in the second pass: one that was replaced,
    // which would be summed unchecked.
    let town = closed_town();
    let Phase::Closed(closed) = town.record.phase() else { panic!("not closed") };
    let index = counted_entry(&town);
    let honest = &town.entries[index];
    let ballots = town.entries.iter().filter(|entry| entry.kind() == Kind::Ballot as u8);
    let replaced = ballots.map(|entry| entry.payload()).next().unwrap();
    for payload in [replaced.to_vec(), vec![], honest.payload()[1..].to_vec()] {
        let mut tallies = Tallies::new(closed);
        let (previous, kind) = (honest.previous(), honest.kind());
        let swapped = isoloir_board::entry::Entry::new(index as u64, previous, kind, payload);
        assert!(tallies.add(closed, &swapped.unwrap()).is_err());
        // The refusal has left the ballot missing.
        let others = town.entries.iter().filter(|entry| entry.index() != index as u64);
        others.for_each(|entry| tallies.add(closed, entry).unwrap());
        let missing = Refusal::BallotMissing { index: index as u64 };
        assert_eq!(tallies.finish().unwrap_err(), missing);
    }
}

/// What happens in a small election: resident 0 to 3 of the north does something.
#[derive(Clone, Debug)]
enum Act {
    Vote(usize, Vec<u16>),
    Revoke(usize),
    Paper(usize, usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let choices = prop::sample::subsequence(vec![0_u16, 1, 2], 0..=2)
        .prop_filter("within the budget", |chosen| *chosen != [1, 2]);
    let act = prop_oneof![
        6 => (0..4_usize, choices).prop_map(|(who, chosen)| Act::Vote(who, chosen)),
        1 => (0..4_usize).prop_map(Act::Revoke),
        1 => (0..3_usize, 1..4_usize).prop_map(|(a, b)| Act::Paper(a, (a + b) % 4)),
    ];
    prop::collection::vec(act, 0..10)
}

/// How a resident stands in the plain count.
#[derive(Clone, Debug, PartialEq)]
enum Plain {
    Silent,
    Voted(Vec<u16>),
    Void,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_decrypted_counts_are_those_of_a_plain_count(acts in acts()) {
        let mut plan = Plan::default();
        plan.districts.truncate(1);
        plan.districts[0].floor = 0;
        let mut town = Town::open(&plan);
        let mut plain = vec![Plain::Silent; 4];
        let mut on_paper = [0; 3];
        for act in acts {
            match act {
                Act::Vote(who, chosen) if plain[who] != Plain::Void => {
                    town.vote(0, who, &chosen);
                    plain[who] = Plain::Voted(chosen);
                }
                Act::Revoke(who) if plain[who] != Plain::Void => {
                    town.revoke(0, who);
                    plain[who] = Plain::Void;
                }
                Act::Paper(a, b) if a != b => {
                    let payload = town.signed_batch(&town.batch(0, &[a, b], &[1, 2, 0]));
                    if plain[a] == Plain::Void || plain[b] == Plain::Void {
                        town.refused(Kind::PaperBatch, payload);
                    } else {
                        town.post(Kind::PaperBatch, payload);
                        on_paper = [on_paper[0] + 1, on_paper[1] + 2, 0];
                        plain[a] = Plain::Void;
                        plain[b] = Plain::Void;
                    }
                }
                _ => {}
            }
        }
        let mut counts = [0; 3];
        for resident in &plain {
            if let Plain::Voted(chosen) = resident {
                chosen.iter().for_each(|&project| counts[usize::from(project)] += 1);
            }
        }
        town.finish(&[Some(&counts)]);
        let paper = town.result(0).paper;
        let expected: &[u64] = if paper.ballots == 0 { &[] } else { &on_paper };
        prop_assert_eq!(paper.counts.as_slice(), expected);
    }
}
