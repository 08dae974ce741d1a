//! From the close to the winners, with all trustees and officials helping.

use isoloir_crypto::ballot::SealedBallot;
use isoloir_crypto::points::PointScale;
use isoloir_crypto::tally::EncryptedTally;
use isoloir_election::message::{CloseStatement, DistrictResult, Kind, Revocation};
use isoloir_election::rules::Award;
use isoloir_encoding::{Encode, Reader};

use crate::board::{Board, before, payload, signed};
use crate::count::Closing;
use crate::samples::{FIELD_PRIME, incremented, patched, plus_order};
use crate::town::{NORTH, SOUTH, voter};

fn closing() -> Closing {
    Closing::of(Board::honest())
}

/// The board with another result for the north.
fn published(change: impl FnOnce(&mut DistrictResult)) -> Board {
    let mut closing = closing();
    let mut result = closing.result(NORTH);
    change(&mut result);
    closing.state();
    closing.decrypt(NORTH);
    closing.publish(&result);
    closing.board
}

/// Awards of the costs of these projects of the north.
fn awards(projects: &[u16]) -> Vec<Award> {
    let cost = |project| [40, 30, 70].get(usize::from(project)).copied().unwrap_or(0);
    projects.iter().map(|&project| Award { project, amount: cost(project) }).collect()
}

#[track_caller]
fn last_fails(board: &Board, step: &str) {
    board.fails(step, board.0.len() - 1);
}

#[test]
fn wrong_counts_are_refused() {
    let count = |change: &dyn Fn(&mut Vec<u64>)| {
        published(|result| change(result.counts.as_mut().unwrap()))
    };
    last_fails(&count(&|counts| counts[0] += 1), "counts");
    last_fails(&count(&|counts| counts.swap(1, 2)), "counts");
    last_fails(&count(&|counts| counts[1] = u64::MAX), "counts");
    last_fails(&count(&|counts| counts.truncate(2)), "counts");
    last_fails(&count(&|counts| counts.push(0)), "counts");
    last_fails(&count(&|counts| counts.clear()), "counts");
}

#[test]
fn a_wrong_number_of_ballots_or_wrong_sums_on_paper_are_refused() {
    last_fails(&published(|result| result.ballots += 1), "counts");
    last_fails(&published(|result| result.paper.ballots += 1), "counts");
    last_fails(&published(|result| result.paper.counts[2] += 1), "counts");
    last_fails(&published(|result| result.paper.counts.clear()), "counts");
    last_fails(&published(|result| result.counts = None), "counts");
}

#[test]
fn wrong_winners_are_refused() {
    // The honest ones are 1 and 0; project 2 was withdrawn.
    assert_eq!(closing().result(NORTH).winners(), [1, 0]);
    for winners in [&[0, 1][..], &[1], &[], &[1, 0, 2], &[2, 1], &[1, 0, 0], &[1, 3], &[u16::MAX]] {
        last_fails(&published(|result| result.awards = awards(winners)), "winners");
    }
}

#[test]
fn an_award_of_another_amount_is_refused() {
    for (place, by) in [(0, 1), (1, u64::MAX), (1, 1)] {
        let change = |result: &mut DistrictResult| {
            let amount = &mut result.awards[place].amount;
            *amount = amount.wrapping_add(by);
        };
        last_fails(&published(change), "winners");
    }
}

#[test]
fn a_lot_that_was_not_drawn_from_the_decryption_is_refused() {
    let mut closing = closing();
    let mut result = closing.result(SOUTH);
    assert_eq!((&result.counts, result.awards.len()), (&Some(vec![2, 2]), 2), "a tie");
    result.awards.reverse();
    closing.state();
    closing.decrypt(SOUTH);
    closing.publish(&result);
    last_fails(&closing.board, "winners");
}

#[test]
fn counts_that_are_not_those_of_the_points_are_refused() {
    let mut closing = closing();
    let mut result = closing.result(SOUTH);
    // As if every ballot had chosen, and not given two points.
    result.counts = Some(vec![1, 1]);
    closing.state();
    closing.decrypt(SOUTH);
    closing.publish(&result);
    last_fails(&closing.board, "counts");
}

#[test]
fn a_decryption_of_slots_in_place_of_projects_is_refused() {
    let mut closing = closing();
    let slots = EncryptedTally::empty(4, PointScale::CHOICE).seal();
    let message = closing.decryption_of(SOUTH, 0, &slots);
    closing.state();
    closing.append(Kind::Decryption, "trustee", 0, &message);
    last_fails(&closing.board, "form");
}

#[test]
fn a_withdrawn_project_does_not_win_however_many_votes_it_has() {
    // Voters 1 and 2 and the one who got a new code choose project 2 too; it has most votes.
    let mut board = Board::honest();
    for position in [1, 2, 6] {
        let close = board.0.iter().position(|(kind, _)| *kind == Kind::Close as u8).unwrap();
        let who = voter(NORTH, position);
        let sealed = crate::ballots::sealed("withdrawn", NORTH, &who, &[2]);
        let last = match position {
            6 => [0; 32],
            _ => {
                let nth = if position == 1 { 1 } else { 9 };
                let before = payload(before(Kind::Ballot, nth));
                crate::ballots::tracker(NORTH, &who, &before[66..before.len() - 64])
            }
        };
        let ballot = crate::ballots::cast(NORTH, &who, last, &sealed);
        board = board.insert(close, Kind::Ballot, ballot);
    }
    assert!(board.clone().counted_again().report().holds());
    let mut closing = Closing::of(board);
    let mut result = closing.result(NORTH);
    assert_eq!(result.counts, Some(vec![0, 1, 4]));
    result.awards = awards(&[2, 1]);
    closing.state();
    closing.decrypt(NORTH);
    closing.publish(&result);
    last_fails(&closing.board, "winners");
}

#[test]
fn a_missing_result_is_missed() {
    let mut board = Board::honest();
    board.0.pop();
    let report = board.report();
    assert!(!report.holds());
    assert_eq!(report.phase, "closed");
    let failing: Vec<&str> = report.failing_steps().map(|step| step.id).collect();
    assert_eq!(failing, ["winners"], "{report:#?}");
}

#[test]
fn a_result_published_twice_or_of_no_district_is_refused() {
    let first = before(Kind::Result, 0);
    Board::honest().insert(first + 1, Kind::Result, payload(first)).fails("counts", first + 1);
    let end = Board::honest().0.len();
    Board::honest().insert(end, Kind::Result, payload(first)).fails("form", end);
    last_fails(&published(|result| result.district = 2), "counts");
}

/// What trustees decrypt is the sum of what counts: neither more, nor less, nor something else.
fn decrypted(ballots: &[usize]) -> Board {
    let mut closing = closing();
    let style = crate::ballots::parameters(NORTH).style().clone();
    let mut tally = EncryptedTally::empty(style.slots(), PointScale::CHOICE);
    for &nth in ballots {
        let payload = payload(before(Kind::Ballot, nth));
        let mut input = Reader::new(&payload[66..]);
        tally.add(SealedBallot::read(&mut input, &style).unwrap().ciphertext());
    }
    let result = closing.result(NORTH);
    closing.state();
    for trustee in 0..2 {
        let message = closing.decryption_of(NORTH, trustee, &tally.seal());
        closing.append(Kind::Decryption, "trustee", trustee, &message);
    }
    closing.publish(&result);
    closing.board
}

#[test]
fn decryptions_of_another_sum_are_set_aside_and_no_result_stands_on_them() {
    // Of the ballots 0, 1, 3, 4, 5, 6, 7, 9 of the north 1, 4, 6 and 9 count. What is decrypted has
    // one too many, one too few, or is one alone.
    for ballots in [&[0, 1, 4, 6, 9][..], &[1, 4, 6, 9, 9], &[1, 4, 6], &[4], &[]] {
        let board = decrypted(ballots);
        last_fails(&board, "counts");
        assert_eq!(board.report().set_aside.len(), 2);
    }
    let honest = decrypted(&[1, 4, 6, 9]).report();
    assert!(honest.failing_steps().all(|step| step.number > 18) && honest.set_aside.is_empty());
}

#[test]
fn a_decryption_moved_from_another_close_or_another_district_is_set_aside() {
    let mut closing = closing();
    let result = closing.result(SOUTH);
    closing.state();
    closing.decrypt(NORTH);
    let north = closing.result(NORTH);
    closing.publish(&north);
    let head = closing.head;
    closing.head.root = isoloir_board::MerkleHash::new([7; 32]);
    let other_close = closing.decryption(SOUTH, 0);
    closing.head = head;
    // The tally of the south, in the context of the north.
    let tally = closing.tally(SOUTH);
    let other_district = closing.decryption_of(NORTH, 1, &tally);
    for (trustee, message) in [(0, other_close), (1, patched(&other_district, 0, &[0, 1]))] {
        closing.append(Kind::Decryption, "trustee", trustee, &message);
    }
    closing.publish(&result);
    last_fails(&closing.board, "counts");
    assert_eq!(closing.board.report().set_aside.len(), 2);
}

#[test]
fn one_wrong_decryption_is_set_aside_and_named_and_the_others_suffice() {
    let mut closing = closing();
    closing.state();
    let good = closing.decryption(NORTH, 2);
    let wrong = incremented(&good, good.len() - 32);
    closing.append(Kind::Decryption, "trustee", 2, &wrong);
    let at = closing.board.0.len() - 1;
    for district in [NORTH, SOUTH] {
        let result = closing.result(district);
        closing.decrypt(district);
        closing.publish(&result);
    }
    let report = closing.board.report();
    assert!(report.holds(), "{report:#?}");
    let [set_aside] = &report.set_aside[..] else { panic!("{:?}", report.set_aside) };
    assert!(set_aside.contains("trustee 3") && set_aside.contains(&at.to_string()), "{set_aside}");
}

/// The board with one more contribution to the tally of the north, before its result.
fn contributed(signer: u8, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Board {
    let mut closing = closing();
    closing.state();
    closing.decrypt(NORTH);
    let message = change(closing.decryption(NORTH, 2));
    closing.append(Kind::Decryption, "trustee", signer, &message);
    closing.board
}

#[test]
fn a_decryption_that_is_not_canonical_is_refused() {
    // district (2), index (1), three D_ij, T1, T2, z
    for place in [3, 35, 67, 99, 131] {
        last_fails(&contributed(2, |message| patched(&message, place, &FIELD_PRIME)), "form");
    }
    last_fails(&contributed(2, |m| patched(&m, 163, &plus_order(&m[163..195]))), "form");
    last_fails(&contributed(2, |message| [&message[..], &[0]].concat()), "form");
}

#[test]
fn a_neutral_share_is_set_aside() {
    let wrong = contributed(2, |message| patched(&message, 3, &[0; 32]));
    assert_eq!(wrong.report().set_aside.len(), 1);
}

#[test]
fn a_decryption_under_another_index_a_second_one_and_one_of_no_district_are_refused() {
    last_fails(&contributed(1, |message| message), "decryptions");
    for index in [0, 1, 4, 33, 255] {
        last_fails(&contributed(2, |message| patched(&message, 2, &[index])), "decryptions");
    }
    let again = |_| closing().decryption(NORTH, 1);
    last_fails(&contributed(1, again), "decryptions");
    last_fails(&contributed(2, |message| patched(&message, 0, &[0, 2])), "decryptions");
}

/// All but one voter of the north are revoked: the total would be that one's vote.
fn nearly_all_revoked() -> Closing {
    let mut board = Board::honest();
    for position in [0, 1, 2] {
        let close = before(Kind::Close, 0) + position as usize;
        let credential = *voter(NORTH, position).public();
        let message = Revocation { district: NORTH, credential }.to_bytes();
        let payload = signed(Kind::Revocation, "registrar", 0, &message);
        board = board.insert(close, Kind::Revocation, payload);
    }
    Closing::of(board)
}

#[test]
fn a_district_below_its_floor_is_not_decrypted() {
    assert!(nearly_all_revoked().finish().report().holds());
    let mut closing = nearly_all_revoked();
    closing.state();
    closing.decrypt(NORTH);
    let first = closing.board.0.len() - 2;
    closing.board.fails("decryptions", first);
}

#[test]
fn counts_of_a_district_below_its_floor_are_refused() {
    let mut closing = nearly_all_revoked();
    let mut result = closing.result(NORTH);
    assert_eq!((result.ballots, &result.counts), (1, &None));
    result.counts = Some(vec![0, 1, 0]);
    result.awards = awards(&[1, 0]);
    closing.state();
    closing.publish(&result);
    last_fails(&closing.board, "counts");
}

#[test]
fn a_statement_of_another_close_is_refused() {
    let change = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut closing = closing();
        let mut message = CloseStatement { head: closing.head }.to_bytes();
        change(&mut message);
        closing.append(Kind::CloseStatement, "trustee", 1, &message);
        closing.board
    };
    last_fails(&change(&|message| message[7] -= 1), "close");
    last_fails(&change(&|message| message[8] ^= 1), "close");
    last_fails(&change(&|message| message.truncate(39)), "form");
}

/// The server left one ballot out, after trustees 1 and 2 signed the close that they had seen.
#[test]
fn a_ballot_left_out_after_the_trustees_saw_the_close_is_noticed() {
    let dropped = before(Kind::Ballot, 8);
    let mut forged = Closing::of(Board::honest().without(dropped));
    let honest = before(Kind::CloseStatement, 0);
    for nth in 0..2 {
        forged.board.0.push((Kind::CloseStatement as u8, payload(honest + nth)));
    }
    let first = forged.board.0.len() - 2;
    forged.board.fails("close", first);
}

#[test]
fn two_of_three_statements_are_no_quorum_however_often_they_come() {
    let head = closing().head;
    let message = CloseStatement { head }.to_bytes();
    let mut two = closing();
    (0..2).for_each(|trustee| two.append(Kind::CloseStatement, "trustee", trustee, &message));
    let mut decrypted = closing();
    decrypted.board = two.board.clone();
    decrypted.decrypt(NORTH);
    decrypted.board.fails("close", decrypted.board.0.len() - 2);
    two.append(Kind::CloseStatement, "trustee", 1, &message);
    last_fails(&two.board, "close");
}

#[test]
fn a_board_without_enough_statements_has_no_result() {
    let mut closing = closing();
    let result = closing.result(NORTH);
    closing.publish(&result);
    let report = closing.board.report();
    assert!(!report.holds());
    let failing: Vec<&str> = report.failing_steps().map(|step| step.id).collect();
    assert!(failing == ["close"] || failing == ["counts"], "{failing:?}");
}

#[test]
fn what_is_signed_in_the_wrong_role_is_refused() {
    let wrong = [
        (Kind::CloseStatement, "official", 0),
        (Kind::Decryption, "official", 1),
        (Kind::Result, "trustee", 1),
        (Kind::Result, "registrar", 1),
    ];
    for (kind, role, signer) in wrong {
        let index = before(kind, 0);
        let forged = signed(kind, role, signer, &crate::board::message(index));
        Board::honest().replace(index, forged).fails("signatures", index);
    }
}
