//! Before the vote opens: the definition, the rolls and the opening. The ceremony is in
//! `setup/ceremony.rs`.

mod ceremony;

use isoloir_board::ChainHash;
use isoloir_crypto::group::{NonIdentityPoint, Point, SecretScalar};
use isoloir_election::definition::{
    Bound, Definition, DefinitionParts, DistrictParts, Limit, Measure, Scope, Ties,
};
use isoloir_election::message::{Confirmation, Kind, Open, RollChunk, Signed};
use isoloir_encoding::Encode;
use isoloir_verify::report::Report;

use crate::board::{Board, at, before, message, payload, signed};
use crate::definition::district::{sample, write};
use crate::samples::{FIELD_PRIME, patched, public};
use crate::sha3::sha3_256;
use crate::town::{NORTH, SOUTH, key, roll_chunk, roll_of, sample_parts, share};

/// The encoding of the general part of the definition.
fn general() -> Vec<u8> {
    Definition::new(sample_parts()).unwrap().to_bytes()
}

/// The honest board with another general part, signed anew.
fn defined(general: &[u8]) -> Board {
    let id = sha3_256(&[general]);
    let payload = Signed::sign(Kind::Definition, &id, 0, &key("official", 0), general);
    Board::honest().replace(0, payload)
}

/// A board whose definition names this part of its first district.
fn with_district(part: Vec<u8>) -> Board {
    let mut parts = sample_parts();
    parts.districts[0] = sha3_256(&[&part]);
    with_parts(parts).replace(1, part)
}

fn with_parts(parts: DefinitionParts) -> Board {
    defined(&Definition::new(parts).unwrap().to_bytes())
}

/// The steps that fail, and the entry of the first failure.
fn failing(report: &Report) -> (Vec<&'static str>, Option<u64>) {
    assert!(!report.holds());
    let steps: Vec<_> = report.failing_steps().collect();
    let entry = steps.iter().flat_map(|step| &step.failures).find_map(|failure| failure.entry);
    (steps.iter().map(|step| step.id).collect(), entry)
}

#[track_caller]
fn district_is_refused(change: impl FnOnce(&mut DistrictParts)) {
    let mut parts = sample();
    change(&mut parts);
    with_district(write(&parts)).fails("definition", 1);
}

#[test]
fn prices_and_amounts_out_of_bounds_are_refused() {
    for amount in [1 << 53, 1 << 63, u64::MAX, u64::MAX - 99] {
        district_is_refused(|parts| parts.projects[0].cost = amount);
        district_is_refused(|parts| parts.budget = amount);
        district_is_refused(|parts| parts.limits[0].amount = amount);
    }
}

#[test]
fn limits_that_no_ballot_keeps_or_that_name_no_project_are_refused() {
    let limit = |measure, scope, bound, amount| Limit { measure, scope, bound, amount };
    let some = |projects: &[u16]| Scope::Projects(projects.to_vec());
    let limits = [
        limit(Measure::Cost, Scope::All, Bound::AtLeast, 141),
        limit(Measure::Count, Scope::All, Bound::AtLeast, 4),
        limit(Measure::Cost, Scope::All, Bound::AtLeast, (1 << 53) - 1),
        limit(Measure::Count, some(&[0]), Bound::AtLeast, 2),
        limit(Measure::Count, some(&[3]), Bound::AtMost, 1),
        limit(Measure::Count, some(&[1, 1]), Bound::AtMost, 1),
        limit(Measure::Count, some(&[1, 0]), Bound::AtMost, 1),
    ];
    for limit in limits {
        district_is_refused(|parts| parts.limits.push(limit.clone()));
    }
    district_is_refused(|parts| parts.limits = vec![parts.limits[0].clone(); 65]);
}

#[test]
fn districts_that_make_no_sense_are_refused() {
    district_is_refused(|parts| parts.ties = Ties::Listed(vec![1, 0, 0]));
    district_is_refused(|parts| parts.ties = Ties::Listed(vec![1, 0, 3]));
    district_is_refused(|parts| parts.projects[1].id = "p1".into());
    district_is_refused(|parts| parts.projects[1].name = "red \u{202e}herring".into());
    district_is_refused(|parts| parts.projects[1].name = " ".into());
    district_is_refused(|parts| parts.name = String::new());
    district_is_refused(|parts| parts.name = "n".repeat(256));
    with_district([write(&sample()), vec![0]].concat()).fails("definition", 1);
    with_district(Vec::new()).fails("definition", 1);
}

#[test]
fn general_parts_that_make_no_sense_are_refused_at_the_first_entry() {
    let good = general();
    // Below it: the count and the hashes of the districts, the count and the digest of the page.
    let threshold = good.len() - 2 - 32 - 2 * 32 - 2 - 1;
    let official = good.windows(10).position(|bytes| bytes == b"official 1").unwrap();
    let quorum = official - 2 - 2 - 1;
    assert_eq!((good[threshold], good[quorum]), (2, 1));
    let wrong = [
        patched(&good, 0, &[0, 2]),
        patched(&good, threshold, &[0]),
        patched(&good, threshold, &[4]),
        patched(&good, quorum, &[3]),
        patched(&good, official, b"official\n1"),
        good[..good.len() - 1].to_vec(),
        [&good[..], &[0]].concat(),
    ];
    for general in wrong {
        let (steps, entry) = failing(&defined(&general).report());
        assert!(steps.contains(&"definition"), "{steps:?}");
        assert_eq!(entry, Some(0));
    }
}

#[test]
fn a_definition_that_names_other_keys_is_another_election() {
    // Trustee 3 is the attacker's: everything after the definition was signed for another election.
    let mut parts = sample_parts();
    parts.trustees[2].key = key("attacker", 0).verifying_key();
    with_parts(parts).fails("signatures", before(Kind::DealingCommitment, 0));
    // So does a threshold of one, although the keys are the same.
    let mut parts = sample_parts();
    parts.threshold = 1;
    with_parts(parts).fails("signatures", before(Kind::DealingCommitment, 0));
}

/// "p1", "Trees on .." and "p1T", "rees on ..": the same letters, cut elsewhere.
#[test]
fn letters_that_move_from_one_text_to_the_next_make_another_definition() {
    let mut parts = sample();
    parts.projects[0].id = "p1T".into();
    parts.projects[0].name = "rees on the square".into();
    let moved = write(&parts);
    assert_eq!(moved.len(), write(&sample()).len());
    Board::honest().replace(1, moved).fails("definition", 1);
    let mut parts = sample_parts();
    parts.officials[0].name = "official 1o".into();
    assert_ne!(Definition::new(parts).unwrap().election_id().0, sha3_256(&[&general()]));
}

#[test]
fn districts_that_are_missing_swapped_or_too_many_are_refused() {
    let mut swapped = Board::honest();
    swapped.0.swap(1, 2);
    swapped.fails("definition", 1);
    Board::honest().without(2).fails("form", 2);
    let third = write(&sample());
    let report = Board::honest().insert(3, Kind::District, third).report();
    assert_eq!(failing(&report).1, Some(3));
}

/// The board with the n-th part of a roll in another form, signed by its registrar.
fn with_roll(nth: usize, registrar: u8, message: &[u8]) -> (Board, usize) {
    let index = before(Kind::Roll, nth);
    let payload = signed(Kind::Roll, "registrar", registrar, message);
    (Board::honest().replace(index, payload), index)
}

#[test]
fn a_roll_of_credentials_whose_secrets_the_registrar_does_not_know_is_refused() {
    let town = at(before(Kind::Roll, 0));
    // The second registrar subtracts what the first one published: the sum is its own.
    let mut rogue: RollChunk = roll_chunk(&town, NORTH, 1, 0, 7);
    let own = public(&share(1, NORTH, 99));
    let first = public(&share(0, NORTH, 0));
    rogue.credentials[0] =
        NonIdentityPoint::new(Point::new(own.element() - first.element())).unwrap();
    let (board, index) = with_roll(2, 1, &rogue.to_bytes());
    board.fails("rolls", index);
    // A proof for another registrar, district or place.
    for chunk in [roll_chunk(&town, NORTH, 0, 0, 7), roll_chunk(&town, SOUTH, 1, 0, 3)] {
        let moved = RollChunk { district: NORTH, ..chunk };
        let (board, index) = with_roll(2, 1, &moved.to_bytes());
        board.fails("rolls", index);
    }
}

#[test]
fn points_of_a_roll_must_be_canonical_and_not_neutral() {
    let honest = message(before(Kind::Roll, 2));
    for wrong in [[0; 32], FIELD_PRIME, [0xff; 32]] {
        for place in [8, 8 + 6 * 32] {
            let (board, index) = with_roll(2, 1, &patched(&honest, place, &wrong));
            board.fails("rolls", index);
        }
    }
    let (board, index) = with_roll(2, 1, &patched(&honest, honest.len() - 64, &FIELD_PRIME));
    board.fails("rolls", index);
}

#[test]
fn a_roll_in_the_wrong_place_or_signed_by_somebody_else_is_refused() {
    let town = at(before(Kind::Roll, 0));
    let (board, index) = with_roll(1, 0, &roll_chunk(&town, NORTH, 0, 3, 3).to_bytes());
    board.fails("rolls", index);
    let honest = message(before(Kind::Roll, 2));
    let forged = signed(Kind::Roll, "official", 1, &honest);
    Board::honest().replace(index + 1, forged).fails("signatures", index + 1);
}

/// The honest setup with the last rolls changed, opened anew.
fn opened_with(rolls: &[(u8, RollChunk)]) -> (Board, usize) {
    let first = before(Kind::Roll, 3);
    let mut board = Board(Board::honest().0[..first].to_vec());
    for (registrar, chunk) in rolls {
        let payload = signed(Kind::Roll, "registrar", *registrar, &chunk.to_bytes());
        board.0.push((Kind::Roll as u8, payload));
    }
    open(board)
}

/// Opens the vote on a board as it is.
fn open(mut board: Board) -> (Board, usize) {
    let head = board.entries().last().unwrap().chain_hash();
    let payload = signed(Kind::Open, "official", 1, &Open { head }.to_bytes());
    board.0.push((Kind::Open as u8, payload));
    let last = board.0.len() - 1;
    (board, last)
}

#[test]
fn a_credential_that_stands_on_the_roll_twice_is_found_at_the_opening() {
    let town = at(before(Kind::Roll, 3));
    let twice = |registrar| {
        let secrets = [0, 1, 0].map(|position| share(registrar, SOUTH, position));
        (registrar, roll_of(&town, SOUTH, registrar, 0, &secrets))
    };
    let (board, last) = opened_with(&[twice(0), twice(1)]);
    board.fails("opening", last);
}

#[test]
fn credentials_whose_sum_is_neutral_are_found_at_the_opening() {
    let town = at(before(Kind::Roll, 3));
    let secrets = [0, 1, 2].map(|position| share(0, SOUTH, position));
    let negated = secrets.each_ref().map(|secret| SecretScalar::new(-secret.expose()));
    let rolls =
        [(0, roll_of(&town, SOUTH, 0, 0, &secrets)), (1, roll_of(&town, SOUTH, 1, 0, &negated))];
    let (board, last) = opened_with(&rolls);
    board.fails("opening", last);
}

#[test]
fn rolls_of_different_lengths_are_found_at_the_opening() {
    let town = at(before(Kind::Roll, 3));
    for count in [2, 1] {
        let rolls =
            [(0, roll_chunk(&town, SOUTH, 0, 0, 3)), (1, roll_chunk(&town, SOUTH, 1, 0, count))];
        let (board, last) = opened_with(&rolls);
        board.fails("opening", last);
    }
    let (board, last) = opened_with(&[(0, roll_chunk(&town, SOUTH, 0, 0, 3))]);
    board.fails("opening", last);
}

#[test]
fn a_vote_opened_before_all_trustees_confirmed_is_refused() {
    let board = Board::honest().without(before(Kind::Confirmation, 2));
    let open_at = before(Kind::Open, 0) - 1;
    let (board, last) = open(Board(board.0[..open_at].to_vec()));
    board.fails("opening", last);
}

#[test]
fn a_vote_opened_on_another_board_is_refused() {
    let index = before(Kind::Open, 0);
    let wrong = Open { head: ChainHash::new([9; 32]) }.to_bytes();
    let payload = signed(Kind::Open, "official", 1, &wrong);
    Board::honest().replace(index, payload).fails("opening", index);
    // A roll that came after the official signed.
    let extra = before(Kind::Roll, 4);
    Board::honest().without(extra).fails("opening", index - 1);
}

#[test]
fn a_confirmation_of_another_board_is_refused() {
    let index = before(Kind::Confirmation, 1);
    let wrong = Confirmation { head: ChainHash::new([9; 32]) }.to_bytes();
    let payload = signed(Kind::Confirmation, "trustee", 1, &wrong);
    Board::honest().replace(index, payload).fails("ceremony", index);
    let again = crate::board::payload(before(Kind::Confirmation, 0));
    Board::honest().replace(index, again).fails("ceremony", index);
}

#[test]
fn what_is_signed_for_another_role_or_election_is_refused() {
    for (kind, role) in
        [(Kind::Roll, "trustee"), (Kind::Open, "registrar"), (Kind::Deal, "official")]
    {
        let index = before(kind, 0);
        let forged = signed(kind, role, 0, &message(index));
        Board::honest().replace(index, forged).fails("signatures", index);
    }
    let index = before(Kind::Open, 0);
    let other = Signed::sign(Kind::Open, &[9; 32], 1, &key("official", 1), &message(index));
    Board::honest().replace(index, other).fails("signatures", index);
    // What an official signed as an opening, posted as the close.
    let close = before(Kind::Close, 0);
    Board::honest().replace(close, payload(index)).fails("signatures", close);
}
