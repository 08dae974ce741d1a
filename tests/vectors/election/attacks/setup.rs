//! Before the vote opens.

use isoloir_board::ChainHash;
use isoloir_crypto::group::SecretScalar;
use isoloir_election::message::{Confirmation, Kind, Open, RollChunk};
use isoloir_encoding::Encode;

use super::{At, at, before, message, payload};
use crate::election::Input;
use crate::file::Invalid;
use crate::samples::{flipped, one_byte_long, patched};
use crate::town::{NORTH, SOUTH, roll_chunk, roll_of, share};

pub(super) fn definition() -> Vec<Invalid<Input>> {
    let (empty, defined, one) = (at(0), at(1), at(2));
    let districts = at(3);
    vec![
        empty.refuses("board_begins_with_a_district", "phase", Kind::District, payload(1)),
        empty.refuses("definition_signed_by_another_key", "signature", Kind::Definition, {
            patched(&payload(0), 0, &[1])
        }),
        empty.refuses("definition_changed_after_signing", "signature", Kind::Definition, {
            flipped(&payload(0), 6)
        }),
        empty.refuses("definition_empty", "decode", Kind::Definition, Vec::new()),
        defined.refuses("definition_twice", "phase", Kind::Definition, payload(0)),
        defined.refuses("districts_out_of_order", "district", Kind::District, payload(2)),
        defined.refuses(
            "district_one_byte_long",
            "decode",
            Kind::District,
            one_byte_long(&payload(1)),
        ),
        one.refuses("ceremony_before_all_districts", "phase", Kind::DealingCommitment, payload(3)),
        districts.refuses("one_district_too_many", "district", Kind::District, payload(2)),
        districts.refuses(
            "ballot_before_the_opening",
            "phase",
            Kind::Ballot,
            payload(before(Kind::Ballot, 0)),
        ),
    ]
}

pub(super) fn ceremony() -> Vec<Invalid<Input>> {
    let commit = before(Kind::DealingCommitment, 0);
    let open = before(Kind::DealingOpening, 0);
    let deal = before(Kind::Deal, 0);
    let confirm = before(Kind::Confirmation, 0);
    let trustee = |number| ("trustee", number);
    let wrong_head = Confirmation { head: ChainHash::new([9; 32]) }.to_bytes();
    let (in_commit, in_open, in_deal, in_confirm) = (at(commit), at(open), at(deal), at(confirm));
    let second = at(confirm + 1);
    let stranger = patched(&message(commit), 0, &[2]);
    vec![
        in_commit.signs(
            "commitment_signed_by_another",
            "signer",
            Kind::DealingCommitment,
            trustee(0),
            &stranger,
        ),
        in_commit.signs(
            "opening_before_all_commitments",
            "phase",
            Kind::DealingOpening,
            trustee(0),
            &message(open),
        ),
        at(commit + 1).signs(
            "commitment_twice",
            "ceremony:repeated",
            Kind::DealingCommitment,
            trustee(0),
            &message(commit),
        ),
        in_open.signs(
            "commitment_after_round_0",
            "phase",
            Kind::DealingCommitment,
            trustee(0),
            &message(commit),
        ),
        in_open.signs(
            "opening_of_another",
            "signer",
            Kind::DealingOpening,
            trustee(1),
            &message(open),
        ),
        in_open.signs(
            "opening_with_a_changed_coefficient",
            "ceremony:opening",
            Kind::DealingOpening,
            trustee(0),
            &patched(&message(open), 37, &message(open)[5..37]),
        ),
        in_deal.signs(
            "deal_to_oneself",
            "ceremony:self",
            Kind::Deal,
            trustee(0),
            &patched(&message(deal), 1, &[1]),
        ),
        in_deal.signs("deal_of_another", "signer", Kind::Deal, trustee(2), &message(deal)),
        in_deal.signs(
            "confirmation_before_all_deals",
            "phase",
            Kind::Confirmation,
            trustee(0),
            &message(confirm),
        ),
        in_confirm.signs(
            "confirmation_of_another_head",
            "head",
            Kind::Confirmation,
            trustee(0),
            &wrong_head,
        ),
        in_confirm.signs("deal_after_round_2", "phase", Kind::Deal, trustee(0), &message(deal)),
        second.signs(
            "confirmation_twice",
            "repeated",
            Kind::Confirmation,
            trustee(0),
            &message(confirm),
        ),
        second.refuses("confirmation_signed_by_an_official", "signature", Kind::Confirmation, {
            second.town.sign(Kind::Confirmation, "official", 1, &message(confirm))
        }),
    ]
}

pub(super) fn rolls() -> Vec<Invalid<Input>> {
    let start = at(before(Kind::Roll, 0));
    let town = &start.town;
    let registrar = |number| ("registrar", number);
    let chunk = |district, number, first, count| {
        roll_chunk(town, district, number, first, count).to_bytes()
    };
    let good = roll_chunk(town, NORTH, 0, 0, 4);
    let rogue: Vec<SecretScalar> = (0..4).map(|n| share(0, NORTH, n + 50)).collect();
    let unproved =
        RollChunk { credentials: roll_of(town, NORTH, 0, 0, &rogue).credentials, ..good.clone() };
    let empty = RollChunk { credentials: Vec::new(), ..good.clone() };
    vec![
        start.signs(
            "roll_begins_at_one",
            "roll:place",
            Kind::Roll,
            registrar(0),
            &chunk(NORTH, 0, 1, 3),
        ),
        start.signs(
            "roll_without_credentials",
            "roll:place",
            Kind::Roll,
            registrar(0),
            &empty.to_bytes(),
        ),
        start.signs(
            "roll_of_another_registrar",
            "possession",
            Kind::Roll,
            registrar(1),
            &good.to_bytes(),
        ),
        start.signs(
            "roll_of_unknown_secrets",
            "possession",
            Kind::Roll,
            registrar(0),
            &unproved.to_bytes(),
        ),
        start.signs(
            "roll_of_an_unknown_district",
            "district",
            Kind::Roll,
            registrar(0),
            &chunk(2, 0, 0, 1),
        ),
        start.signs(
            "roll_signed_by_an_official",
            "signature",
            Kind::Roll,
            ("official", 0),
            &good.to_bytes(),
        ),
        at(before(Kind::Roll, 1)).signs(
            "roll_chunk_repeated",
            "roll:place",
            Kind::Roll,
            registrar(0),
            &good.to_bytes(),
        ),
    ]
}

pub(super) fn opening() -> Vec<Invalid<Input>> {
    let ready = at(before(Kind::Open, 0));
    let opened = at(before(Kind::Ballot, 0));
    let open = Kind::Open;
    let official = ("official", 1);
    let wrong = Open { head: ChainHash::new([9; 32]) }.to_bytes();
    let last_roll = at(before(open, 0) - 1);
    let opens_now = |at: &At| Open { head: at.town.record.chain().head() }.to_bytes();
    let unconfirmed = at(before(Kind::Confirmation, 2));
    vec![
        ready.signs("opened_on_another_head", "head", open, official, &wrong),
        ready.signs("opened_by_a_trustee", "signature", open, ("trustee", 1), &opens_now(&ready)),
        last_roll.signs(
            "opened_before_a_roll_is_complete",
            "roll:incomplete",
            open,
            official,
            &opens_now(&last_roll),
        ),
        unconfirmed.signs(
            "opened_before_all_confirmed",
            "phase",
            open,
            official,
            &opens_now(&unconfirmed),
        ),
        opened.refuses("opened_twice", "phase", open, payload(before(open, 0))),
        roll_repeats_a_credential(),
        opened.refuses(
            "roll_after_the_opening",
            "phase",
            Kind::Roll,
            payload(before(Kind::Roll, 0)),
        ),
    ]
}

/// Both registrars give the south's first credential to its third voter too; the opening finds it.
fn roll_repeats_a_credential() -> Invalid<Input> {
    let here = at(before(Kind::Roll, 3));
    let chunk = |registrar| {
        let secrets = [0, 1, 0].map(|position| share(registrar, SOUTH, position));
        let message = roll_of(&here.town, SOUTH, registrar, 0, &secrets).to_bytes();
        (Kind::Roll, here.town.sign(Kind::Roll, "registrar", registrar, &message))
    };
    let rolls = [chunk(0), chunk(1)];
    let mut chain = here.town.record.chain().clone();
    rolls.iter().for_each(|(kind, payload)| {
        chain.append(*kind as u8, payload.clone()).unwrap();
    });
    let open = Open { head: chain.head() }.to_bytes();
    let open = (Kind::Open, here.town.sign(Kind::Open, "official", 1, &open));
    here.refuses_after(
        "roll_repeats_a_credential",
        "roll:repeated",
        &[&rolls[..], &[open]].concat(),
    )
}
