//! Ballots that a server checks together, or reads back from its own log.

use isoloir_crypto::ballot::Equation;
use isoloir_election::message::Kind;
use isoloir_election::phase::{CheckedBallot, Placement, Refusal};

use crate::support::{Plan, Town};

/// Payloads of all sorts: honest ones of both districts, and one for each thing that a check refuses.
fn payloads(town: &mut Town) -> Vec<Vec<u8>> {
    let mut payloads = vec![town.ballot(0, 0, &[0]), town.ballot(1, 0, &[0])];

    let mut cut = payloads[0].clone();
    cut.pop();
    payloads.push(cut);
    payloads.push(Vec::new());

    let mut nowhere = payloads[0].clone();
    nowhere[..2].copy_from_slice(&[9, 9]);
    payloads.push(nowhere);

    let mut stranger = payloads[0].clone();
    stranger[2..34].copy_from_slice(town.credential(1, 1).public().as_bytes());
    payloads.push(stranger);

    let mut elsewhere = payloads[0].clone();
    elsewhere[34] ^= 1;
    payloads.push(elsewhere);

    payloads.push(town.ballot(0, 1, &[1]));
    payloads.push(wrongly_proved(town, 0, 2));
    payloads.push(town.ballot(0, 3, &[2]));
    payloads.push(payloads[0].clone());
    town.revoke(1, 3);
    payloads
}

/// A ballot whose credential has signed a proof that does not hold: Y_1 is that of another ballot.
fn wrongly_proved(town: &mut Town, district: u16, resident: usize) -> Vec<u8> {
    use isoloir_encoding::{Encode, Reader};
    let credential = town.credential(district, resident);
    let mut bytes = town.seal(district, &credential, &[0]).to_bytes();
    let other = town.seal(district, &credential, &[0]).to_bytes();
    bytes[32..64].copy_from_slice(&other[32..64]);
    let style = town.districts[usize::from(district)].style();
    let sealed = isoloir_crypto::ballot::SealedBallot::read(&mut Reader::new(&bytes), style);
    let current = town.current(district, &credential);
    town.cast(district, &credential, current, sealed.unwrap())
}

/// All that can be seen of an outcome.
fn seen(outcome: Result<CheckedBallot, Refusal>) -> String {
    format!("{outcome:?}")
}

#[test]
fn ballots_that_are_checked_together_are_judged_as_each_alone_and_in_order() {
    let mut town = Town::open(&Plan::default());
    let payloads = payloads(&mut town);
    let mut rng = town.rng.clone();
    let voting = town.voting();
    let alone: Vec<_> =
        payloads.iter().map(|payload| seen(voting.check(payload, &mut rng))).collect();
    let refused = |outcome: &Result<CheckedBallot, Refusal>| outcome.as_ref().err().cloned();
    let slices: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
    let together = voting.check_all(&slices, &mut rng);
    assert_eq!(refused(&together[4]), Some(Refusal::UnknownDistrict { district: 0x0909 }));
    assert_eq!(refused(&together[5]), Some(Refusal::NotOnRoll));
    assert_eq!(refused(&together[6]), Some(Refusal::NotCast));
    assert!(
        matches!(refused(&together[8]), Some(Refusal::InvalidBallot(error)) if error.equation == Equation::Randomness)
    );
    let accepted: Vec<bool> = together.iter().map(Result::is_ok).collect();
    let expected = [true, true, false, false, false, false, false, true, false, true, true];
    assert_eq!(accepted, expected);
    assert_eq!(together.into_iter().map(seen).collect::<Vec<_>>(), alone);
    assert!(voting.check_all(&[], &mut rng).is_empty());
}

#[test]
fn ballots_that_were_checked_together_are_recorded_in_order_and_a_copy_among_them_is_recognised() {
    let mut town = Town::open(&Plan::default());
    let first = town.ballot(0, 0, &[0]);
    let second = town.ballot(0, 1, &[1]);
    let slices: [&[u8]; 3] = [&first, &second, &first];
    let checked = town.voting().check_all(&slices, &mut town.rng.clone());
    let [one, two, again] = checked.try_into().unwrap_or_else(|_| panic!("three"));
    let (one, two, again) = (one.unwrap(), two.unwrap(), again.unwrap());
    assert_eq!(one.district(), 0);
    assert_eq!(one.credential(), town.credential(0, 0).public().as_bytes());
    assert_eq!(one.first_component(), &first[66..98]);
    assert_eq!(one.previous(), town.current(0, &town.credential(0, 0)));

    let entry = town.next(Kind::Ballot as u8, first);
    town.record.apply_ballot(&entry, one).unwrap();
    let recorded = entry.index();
    assert_eq!(town.voting().place(&again), Ok(Placement::Recorded { entry: recorded }));
    let entry = town.next(Kind::Ballot as u8, second);
    town.record.apply_ballot(&entry, two).unwrap();
    assert_eq!(town.voting().recorded(0), Ok(2));
}

#[test]
fn a_ballot_is_found_again_after_its_credential_was_revoked_and_no_other_is_taken() {
    let mut town = Town::open(&Plan::default());
    let payload = town.ballot(0, 0, &[0]);
    let checked = town.voting().check(&payload, &mut town.rng.clone()).unwrap();
    let entry = town.next(Kind::Ballot as u8, payload.clone());
    town.record.apply_ballot(&entry, checked).unwrap();
    let another = town.ballot(0, 0, &[1]);
    town.revoke(0, 0);

    let placed = |payload: &[u8]| {
        let checked = town.voting().check(payload, &mut town.rng.clone()).unwrap();
        town.voting().place(&checked)
    };
    assert_eq!(placed(&payload), Ok(Placement::Recorded { entry: entry.index() }));
    assert_eq!(placed(&another), Err(Refusal::Revoked));
}

#[test]
fn a_ballot_read_back_from_the_own_log_is_the_one_that_was_checked() {
    let mut town = Town::open(&Plan::default());
    let payload = town.ballot(0, 0, &[0]);
    let voting = town.voting();
    let checked = voting.check(&payload, &mut town.rng.clone());
    let trusted = voting.trust_own_log(&payload);
    assert_eq!(seen(trusted.clone()), seen(checked));
    let entry = town.next(Kind::Ballot as u8, payload.clone());
    town.record.apply_ballot(&entry, trusted.unwrap()).unwrap();

    // It stands for its own bytes only.
    let other = town.ballot(0, 1, &[0]);
    let trusted = town.voting().trust_own_log(&payload).unwrap();
    let entry = town.next(Kind::Ballot as u8, other);
    assert_eq!(town.record.apply_ballot(&entry, trusted), Err(Refusal::OtherBallot));
}

#[test]
fn a_ballot_read_back_must_have_its_form_and_a_credential_that_can_vote() {
    let mut town = Town::open(&Plan::default());
    let payloads = payloads(&mut town);
    let voting = town.voting();
    for payload in &payloads[2..6] {
        let refused = seen(voting.check(payload, &mut town.rng.clone()));
        assert!(refused.starts_with("Err"));
        assert_eq!(seen(voting.trust_own_log(payload)), refused);
    }
    // What is skipped: a signature and a proof that do not hold. Hence who may use it.
    for payload in [&payloads[6], &payloads[8]] {
        assert!(voting.check(payload, &mut town.rng.clone()).is_err());
        assert!(voting.trust_own_log(payload).is_ok());
    }
    let lost = town.ballot(0, 0, &[0]);
    town.revoke(0, 0);
    let refused = town.voting().trust_own_log(&lost);
    assert_eq!(refused.err(), Some(Refusal::Revoked));
}
