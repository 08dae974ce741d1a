//! The key ceremony on the board.

use isoloir_board::ChainHash;
use isoloir_crypto::dkg::{Deal, DkgError, Round, TrusteeIndex};
use isoloir_election::definition::Ties;
use isoloir_election::message::{Confirmation, Kind};
use isoloir_election::phase::{Ceremony, Refusal};
use isoloir_encoding::{Encode, Reader};

use crate::support::{Plan, Town, projects};

fn trustee(index: u8) -> TrusteeIndex {
    TrusteeIndex::new(index).unwrap()
}

fn defined(plan: &Plan) -> Town {
    let mut town = Town::new(plan);
    town.define();
    town
}

/// Opens and runs an election whose ceremony is over.
fn go_on(mut town: Town) {
    town.enrol();
    town.open_vote();
    town.all_vote(0);
    town.all_vote(1);
    town.finish(&[Some(&[4, 0, 0]), Some(&[4, 0])]);
}

#[test]
fn a_message_signed_by_another_trustee_is_refused_in_every_round() {
    let mut town = defined(&Plan::default());
    let refusal = Refusal::SignedForAnother { signer: 2, named: trustee(1) };
    let dealers = town.start_dealers();
    let commitment = town.by_trustee(Kind::DealingCommitment, 1, &dealers[0].1.to_bytes());
    assert_eq!(town.refused(Kind::DealingCommitment, commitment), refusal);
    town.commit(&dealers);

    let round = town.open_round();
    let mut opened = Vec::new();
    let mut openings = Vec::new();
    for (dealer, _) in dealers {
        let (dealer, parts) = dealer.open(&round).unwrap();
        opened.push(dealer);
        openings.push(parts[0].to_bytes());
    }
    let opening = town.by_trustee(Kind::DealingOpening, 1, &openings[0]);
    assert_eq!(town.refused(Kind::DealingOpening, opening), refusal);
    for (signer, opening) in (0..).zip(&openings) {
        town.post_as_trustee(Kind::DealingOpening, signer, opening);
        let again = town.by_trustee(Kind::DealingOpening, signer, opening);
        // The last one ends the round.
        let refusal = town.refused(Kind::DealingOpening, again);
        let repeated = DkgError::Repeated { trustee: trustee(signer + 1), round: Round::Open };
        assert!(signer == 2 || refusal == Refusal::Ceremony(repeated), "{refusal:?}");
    }

    let Ceremony::Deal(round) = town.ceremony() else { panic!("not in round 2") };
    let round = round.clone();
    let mut recipients = Vec::new();
    for (signer, dealer) in (0..).zip(opened) {
        let (recipient, deals) = dealer.deal(&round).unwrap();
        recipients.push(recipient);
        let other = (signer + 1) % 3;
        let payload = town.by_trustee(Kind::Deal, other, &deals[0].to_bytes());
        let refusal = Refusal::SignedForAnother { signer: other + 1, named: trustee(signer + 1) };
        assert_eq!(town.refused(Kind::Deal, payload), refusal);
        for deal in deals {
            town.post_as_trustee(Kind::Deal, signer, &deal.to_bytes());
        }
    }
    town.confirm(recipients);
    go_on(town);
}

#[test]
fn an_opening_that_was_not_committed_to_is_refused() {
    let mut town = defined(&Plan::default());
    let dealers = town.start_dealers();
    town.commit(&dealers);
    // A rushing trustee draws again once it has seen the others' commitments.
    let mut other = defined(&Plan::default());
    let changed = other.start_dealers().swap_remove(0);
    let changed_again = other.start_dealers().swap_remove(0);
    assert_eq!(changed.1, dealers[0].1);
    other.commit(&[changed_again]);
    let mut rest = other.start_dealers();
    rest.remove(0);
    for (signer, (_, commitment)) in (1..).zip(&rest) {
        other.post_as_trustee(Kind::DealingCommitment, signer, &commitment.to_bytes());
    }
    let round = other.open_round();
    let (_, parts) = rest.swap_remove(0).0.open(&round).unwrap();
    let payload = town.by_trustee(Kind::DealingOpening, 1, &parts[0].to_bytes());
    let wrong = DkgError::WrongOpening { trustee: trustee(2) };
    assert_eq!(town.refused(Kind::DealingOpening, payload), Refusal::Ceremony(wrong));
    let recipients = town.open_and_deal(dealers);
    town.confirm(recipients);
    go_on(town);
}

#[test]
fn a_trustee_commits_once() {
    let mut town = defined(&Plan::default());
    let dealers = town.start_dealers();
    town.post_as_trustee(Kind::DealingCommitment, 0, &dealers[0].1.to_bytes());
    let again = town.by_trustee(Kind::DealingCommitment, 0, &dealers[0].1.to_bytes());
    let repeated = DkgError::Repeated { trustee: trustee(1), round: Round::Commit };
    assert_eq!(town.refused(Kind::DealingCommitment, again), Refusal::Ceremony(repeated));
    for (signer, (_, commitment)) in (1..).zip(&dealers[1..]) {
        town.post_as_trustee(Kind::DealingCommitment, signer, &commitment.to_bytes());
    }
    let recipients = town.open_and_deal(dealers);
    town.confirm(recipients);
    go_on(town);
}

#[test]
fn a_confirmation_of_another_head_is_refused() {
    let mut town = defined(&Plan::default());
    let dealers = town.start_dealers();
    town.commit(&dealers);
    let recipients = town.open_and_deal(dealers);
    for head in [ChainHash::ZERO, town.entries[town.entries.len() - 2].chain_hash()] {
        let message = Confirmation { head }.to_bytes();
        let payload = town.by_trustee(Kind::Confirmation, 1, &message);
        let refusal = Refusal::AnotherBoard { trustee: trustee(2) };
        assert_eq!(town.refused(Kind::Confirmation, payload), refusal);
    }
    let Ceremony::Confirm { head, .. } = town.ceremony() else { panic!("not in round 3") };
    let again = Confirmation { head: *head }.to_bytes();
    town.confirm(recipients);
    let payload = town.by_trustee(Kind::Confirmation, 1, &again);
    let refusal = Refusal::Repeated { trustee: trustee(2) };
    assert_eq!(town.refused(Kind::Confirmation, payload), refusal);
    go_on(town);
}

#[test]
fn the_vote_does_not_open_before_every_trustee_has_confirmed() {
    let mut town = defined(&Plan::default());
    let dealers = town.start_dealers();
    town.commit(&dealers);
    let mut recipients = town.open_and_deal(dealers);
    town.enrol();
    let Ceremony::Confirm { round, head, .. } = town.ceremony() else { panic!("not in round 3") };
    let (round, head) = (round.clone(), *head);
    let last = recipients.pop().unwrap();
    for (signer, recipient) in (0..).zip(recipients) {
        town.shares.push(recipient.confirm(&round, &mut town.rng).unwrap());
        town.post_as_trustee(Kind::Confirmation, signer, &Confirmation { head }.to_bytes());
    }
    let payload = town.opening(town.record.chain().head());
    assert!(matches!(town.refused(Kind::Open, payload), Refusal::OutOfPhase { .. }));
    town.shares.push(last.confirm(&round, &mut town.rng).unwrap());
    town.post_as_trustee(Kind::Confirmation, 2, &Confirmation { head }.to_bytes());
    town.open_vote();
    town.all_vote(0);
    town.all_vote(1);
    town.finish(&[Some(&[4, 0, 0]), Some(&[4, 0])]);
}

#[test]
fn a_justified_complaint_ends_the_ceremony_and_names_the_dealer() {
    let mut town = defined(&Plan::default());
    let dealers = town.start_dealers();
    town.commit(&dealers);
    let (complaint, _) = with_one_deal_broken(&mut town, dealers);
    let named = town.by_trustee(Kind::Complaint, 2, &complaint);
    let refusal = Refusal::SignedForAnother { signer: 3, named: trustee(2) };
    assert_eq!(town.refused(Kind::Complaint, named), refusal);
    town.post_as_trustee(Kind::Complaint, 1, &complaint);
    let culprit = Some(trustee(1));
    assert!(matches!(town.ceremony(), Ceremony::Failed { culprit: found } if *found == culprit));
    failed_for_good(town);
}

#[test]
fn a_false_complaint_ends_the_ceremony_and_names_the_accuser() {
    let mut town = defined(&Plan::default());
    let dealers = town.start_dealers();
    town.commit(&dealers);
    let (mut complaint, _) = with_one_deal_broken(&mut town, dealers);
    // The shared point is replaced by the accuser's liking: the proof fails.
    let other = *town.credential(0, 0).public().as_bytes();
    complaint[34..66].copy_from_slice(&other);
    town.post_as_trustee(Kind::Complaint, 1, &complaint);
    let culprit = Some(trustee(2));
    assert!(matches!(town.ceremony(), Ceremony::Failed { culprit: found } if *found == culprit));
    failed_for_good(town);
}

/// Runs round 1 and 2 with one deal, of trustee 1 to trustee 2, that can't be decrypted. Returns the
/// complaint, and the head that all were to confirm.
fn with_one_deal_broken(
    town: &mut Town,
    dealers: Vec<(isoloir_crypto::dkg::Dealer, isoloir_crypto::dkg::Commitment)>,
) -> (Vec<u8>, ChainHash) {
    let round = town.open_round();
    let mut opened = Vec::new();
    for (signer, (dealer, _)) in (0..).zip(dealers) {
        let (dealer, parts) = dealer.open(&round).unwrap();
        opened.push(dealer);
        parts
            .iter()
            .for_each(|p| town.post_as_trustee(Kind::DealingOpening, signer, &p.to_bytes()));
    }
    let Ceremony::Deal(round) = town.ceremony() else { panic!("not in round 2") };
    let round = round.clone();
    let mut recipients = Vec::new();
    for (signer, dealer) in (0..).zip(opened) {
        let (recipient, deals) = dealer.deal(&round).unwrap();
        recipients.push(recipient);
        for deal in deals {
            let mut message = deal.to_bytes();
            if (deal.dealer, deal.recipient) == (trustee(1), trustee(2)) {
                message[34] ^= 1;
            }
            Deal::read(&mut Reader::new(&message), round.parameters()).unwrap();
            town.post_as_trustee(Kind::Deal, signer, &message);
        }
    }
    let Ceremony::Confirm { round, head, .. } = town.ceremony() else { panic!("not in round 3") };
    let (round, head) = (round.clone(), *head);
    let recipient = recipients.swap_remove(1);
    let isoloir_crypto::dkg::Unconfirmed::Complaint(complaint) =
        recipient.confirm(&round, &mut town.rng).err().unwrap()
    else {
        panic!("no complaint")
    };
    (complaint.to_bytes(), head)
}

/// Rolls may still come, but no confirmation and no opening.
fn failed_for_good(mut town: Town) {
    town.enrol();
    let head = town.record.chain().head();
    let confirmation = town.by_trustee(Kind::Confirmation, 0, &Confirmation { head }.to_bytes());
    assert!(matches!(town.refused(Kind::Confirmation, confirmation), Refusal::OutOfPhase { .. }));
    let opening = town.opening(head);
    assert!(matches!(town.refused(Kind::Open, opening), Refusal::OutOfPhase { .. }));
}

#[test]
fn a_trustee_alone_holds_a_ceremony_without_deals() {
    let mut town = defined(&Plan { trustees: 1, threshold: 1, ..Plan::default() });
    let dealers = town.start_dealers();
    town.commit(&dealers);
    let recipients = town.open_and_deal(dealers);
    assert!(!town.entries.iter().any(|entry| entry.kind() == Kind::Deal as u8));
    town.confirm(recipients);
    go_on(town);
}

#[test]
fn all_trustees_are_needed_when_t_is_n() {
    let mut town = defined(&Plan { trustees: 2, threshold: 2, ..Plan::default() });
    town.hold_ceremony();
    go_on(town);
}

#[test]
fn a_long_opening_comes_in_parts_in_order() {
    let mut plan = Plan { trustees: 5, threshold: 5, voters: 2, ..Plan::default() };
    // 1,900 points a part and 5 a slot: 380 slots and the rest.
    plan.districts[1].projects = projects(&[1; 381]);
    plan.districts[1].ties = Ties::Listed((0..381).collect());
    let mut town = defined(&plan);
    let dealers = town.start_dealers();
    town.commit(&dealers);
    let round = town.open_round();
    for (signer, (dealer, _)) in (0..).zip(dealers) {
        let (_, parts) = dealer.open(&round).unwrap();
        assert_eq!(parts.len(), 2);
        let late = town.by_trustee(Kind::DealingOpening, signer, &parts[1].to_bytes());
        let error = DkgError::PartOutOfPlace { trustee: trustee(signer + 1), slot: 380 };
        assert_eq!(town.refused(Kind::DealingOpening, late), Refusal::Ceremony(error));
        for part in &parts {
            town.post_as_trustee(Kind::DealingOpening, signer, &part.to_bytes());
        }
    }
    assert!(matches!(town.ceremony(), Ceremony::Deal(_)));
}
