//! While the vote is open.

use isoloir_crypto::ballot::BallotTracker;
use isoloir_election::message::{CastBallot, Kind, PaperBatch, Revocation, Withdrawal};
use isoloir_encoding::Encode;

use super::{At, at, before, payload};
use crate::election::Input;
use crate::file::Invalid;
use crate::samples::{flipped, incremented, one_byte_long, patched};
use crate::town::{NORTH, SOUTH, paper_batch, reissue, share, voter};

pub(super) fn ballots() -> Vec<Invalid<Input>> {
    // Voters 0, 1 and 2 of the north and 0 of the south have voted; voter 0 is about to vote again.
    let here = at(before(Kind::Ballot, 4));
    let town = &here.town;
    let first = payload(before(Kind::Ballot, 0));
    let again = payload(before(Kind::Ballot, 4));
    let ballot = Kind::Ballot;
    let stranger = voter(NORTH, 50);
    let none = BallotTracker::NONE;
    let parameters = town.voting().parameters(NORTH).unwrap();
    let read = |payload: &[u8]| CastBallot::read(payload, parameters.style()).unwrap();
    let copied = {
        let sealed = read(&first).sealed().clone();
        let mut rng = crate::samples::rng("copy");
        let previous = town.voting().current_tracker(NORTH, voter(NORTH, 0).public()).unwrap();
        CastBallot::cast(parameters, &voter(NORTH, 0), previous, sealed, &mut rng).to_bytes()
    };
    let stolen = {
        let sealed = read(&payload(before(ballot, 1))).sealed().clone();
        let mut rng = crate::samples::rng("copy");
        CastBallot::cast(parameters, &voter(NORTH, 6), none, sealed, &mut rng).to_bytes()
    };
    let spoilt = {
        let good = town.ballot(NORTH, &voter(NORTH, 6), &[1]);
        let cast = read(&good);
        let range = cast.sealed().to_bytes().len() - 32;
        let sealed = incremented(&cast.sealed().to_bytes(), range);
        let mut input = isoloir_encoding::Reader::new(&sealed);
        let style = parameters.style();
        let sealed = isoloir_crypto::ballot::SealedBallot::read(&mut input, style).unwrap();
        let mut rng = crate::samples::rng("spoilt");
        CastBallot::cast(parameters, &voter(NORTH, 6), none, sealed, &mut rng).to_bytes()
    };
    let refuses =
        |name: &str, category: &str, bytes: Vec<u8>| here.refuses(name, category, ballot, bytes);
    let later = at(before(ballot, 5));
    vec![
        refuses("prev_stale", "previous", town.ballot_after(NORTH, &voter(NORTH, 0), &[1], none)),
        refuses("prev_of_another_voter", "previous", {
            let other = town.voting().current_tracker(NORTH, voter(NORTH, 1).public()).unwrap();
            town.ballot_after(NORTH, &voter(NORTH, 0), &[1], other)
        }),
        refuses("ballot_sent_twice", "copy", first.clone()),
        refuses("own_ballot_cast_again", "copy", copied),
        refuses("ballot_of_another_voter_copied", "equation:randomness", stolen),
        refuses("ballot_with_a_wrong_proof", "equation:range", spoilt),
        refuses(
            "ballot_of_a_stranger",
            "credential:unknown",
            town.ballot_after(NORTH, &stranger, &[1], none),
        ),
        refuses("ballot_in_another_district", "credential:unknown", {
            town.ballot_after(SOUTH, &voter(NORTH, 6), &[1], none)
        }),
        refuses("ballot_of_an_unknown_district", "district", patched(&again, 0, &[0, 2])),
        refuses("ballot_for_another_style", "decode", patched(&again, 1, &[1])),
        refuses("cast_signature_changed", "cast", incremented(&again, again.len() - 32)),
        refuses("prev_changed_after_signing", "cast", flipped(&again, 34)),
        refuses("ballot_one_byte_long", "decode", one_byte_long(&again)),
        refuses("ballot_empty", "decode", Vec::new()),
        later.refuses("withheld_ballot_posted_after_its_replacement", "previous", ballot, {
            let previous = town.voting().current_tracker(NORTH, voter(NORTH, 0).public()).unwrap();
            town.ballot_after(NORTH, &voter(NORTH, 0), &[1], previous)
        }),
    ]
}

pub(super) fn standing() -> Vec<Invalid<Input>> {
    let voting = at(before(Kind::Revocation, 0));
    let revoked = at(before(Kind::Reissue, 0));
    let reissued = at(before(Kind::Reissue, 0) + 1);
    let on_paper = at(before(Kind::PaperBatch, 0));
    let counted = at(before(Kind::PaperBatch, 0) + 1);
    let withdrawn = at(before(Kind::Withdrawal, 0) + 1);
    let none = BallotTracker::NONE;
    let gone = voter(NORTH, 3);
    let ballot_of =
        |at: &At, position| at.town.ballot_after(NORTH, &voter(NORTH, position), &[1], none);
    let revocation =
        |position| Revocation { district: NORTH, credential: *voter(NORTH, position).public() };
    let revoke = |at: &At, name: &str, category: &str, position| {
        at.signs(
            name,
            category,
            Kind::Revocation,
            ("registrar", 0),
            &revocation(position).to_bytes(),
        )
    };
    let reissue_of = |at: &At, name: &str, category: &str, position| {
        let message = reissue(&at.town, *voter(NORTH, position).public()).to_bytes();
        at.refuses(
            name,
            category,
            Kind::Reissue,
            at.town.co_sign(Kind::Reissue, "registrar", &message),
        )
    };
    let paper = |name: &str, category: &str, change: &dyn Fn(&mut PaperBatch)| {
        let mut batch = paper_batch();
        change(&mut batch);
        let payload = on_paper.town.co_sign(Kind::PaperBatch, "official", &batch.to_bytes());
        on_paper.refuses(name, category, Kind::PaperBatch, payload)
    };
    let withdraw = |at: &At, name: &str, district, project| {
        let message = Withdrawal { district, project }.to_bytes();
        at.signs(
            name,
            if district > SOUTH { "district" } else { "withdrawal" },
            Kind::Withdrawal,
            ("official", 0),
            &message,
        )
    };
    vec![
        revoke(&voting, "revocation_of_a_stranger", "credential:unknown", 50),
        voting.signs(
            "revocation_by_an_official",
            "signature",
            Kind::Revocation,
            ("official", 0),
            &revocation(3).to_bytes(),
        ),
        revoke(&revoked, "revocation_twice", "credential:revoked", 3),
        revoked.refuses(
            "ballot_of_a_revoked_credential",
            "credential:revoked",
            Kind::Ballot,
            ballot_of(&revoked, 3),
        ),
        reissue_of(&revoked, "reissue_of_a_credential_that_is_not_revoked", "reissue", 2),
        reissue_of(&revoked, "reissue_of_a_stranger", "credential:unknown", 50),
        revoked.refuses("reissue_signed_by_one_registrar_twice", "signer", Kind::Reissue, {
            let message = reissue(&revoked.town, *gone.public()).to_bytes();
            let signed = revoked.town.co_sign(Kind::Reissue, "registrar", &message);
            let first = signed[message.len()..message.len() + 65].to_vec();
            [&message[..], &first, &first].concat()
        }),
        revoked.refuses("reissue_with_a_share_of_unknown_secret", "possession", Kind::Reissue, {
            let mut message = reissue(&revoked.town, *gone.public());
            message.shares[1].0 = *voter(NORTH, 50).public();
            revoked.town.co_sign(Kind::Reissue, "registrar", &message.to_bytes())
        }),
        reissue_of(&reissued, "reissue_twice", "reissue", 3),
        reissued.refuses(
            "ballot_of_a_replaced_credential",
            "credential:revoked",
            Kind::Ballot,
            ballot_of(&reissued, 3),
        ),
        paper("paper_batch_below_the_floor", "paper", &|batch| batch.credentials.truncate(1)),
        paper("paper_batch_uses_a_credential_twice", "paper", &|batch| {
            batch.credentials[1] = batch.credentials[0];
        }),
        paper("paper_batch_out_of_order", "paper", &|batch| batch.credentials.reverse()),
        paper("paper_batch_counts_more_than_its_ballots", "paper", &|batch| batch.counts[0] = 3),
        paper("paper_batch_exceeds_the_budgets_in_sum", "paper", &|batch| {
            batch.counts = vec![2, 0, 2]
        }),
        paper("paper_batch_exceeds_the_choices_in_sum", "paper", &|batch| {
            batch.counts = vec![2, 2, 1]
        }),
        paper("paper_batch_of_a_stranger", "credential:unknown", &|batch| {
            batch.credentials[0] = *voter(NORTH, 50).public();
            batch.credentials.sort_unstable();
        }),
        paper("paper_batch_of_a_revoked_credential", "credential:revoked", &|batch| {
            batch.credentials[0] = *voter(NORTH, 3).public();
            batch.credentials.sort_unstable();
        }),
        paper("paper_batch_of_an_unknown_district", "district", &|batch| batch.district = 2),
        on_paper.refuses("paper_batch_where_the_district_takes_none", "paper", Kind::PaperBatch, {
            let mut credentials = vec![*voter(SOUTH, 0).public(), *voter(SOUTH, 1).public()];
            credentials.sort_unstable();
            let batch = PaperBatch { district: SOUTH, credentials, counts: vec![1, 1] };
            on_paper.town.co_sign(Kind::PaperBatch, "official", &batch.to_bytes())
        }),
        on_paper.refuses("paper_batch_signed_by_registrars", "signature", Kind::PaperBatch, {
            on_paper.town.co_sign(Kind::PaperBatch, "registrar", &paper_batch().to_bytes())
        }),
        counted.refuses("paper_batch_twice", "credential:paper", Kind::PaperBatch, {
            counted.town.co_sign(Kind::PaperBatch, "official", &paper_batch().to_bytes())
        }),
        counted.refuses(
            "ballot_after_paper",
            "credential:paper",
            Kind::Ballot,
            ballot_of(&counted, 4),
        ),
        revoke(&counted, "revocation_after_paper", "credential:paper", 4),
        withdraw(&withdrawn, "withdrawal_twice", NORTH, 2),
        withdraw(&withdrawn, "withdrawal_of_a_project_that_is_not_there", NORTH, 3),
        withdraw(&withdrawn, "withdrawal_in_an_unknown_district", 2, 0),
        reissue_to_a_credential_on_the_roll(&revoked),
    ]
}

/// The registrars give the replacement a credential that another voter has.
fn reissue_to_a_credential_on_the_roll(here: &At) -> Invalid<Input> {
    use isoloir_crypto::credential::ReissuePosition;
    let revoked = *voter(NORTH, 3).public();
    let mut message = reissue(&here.town, revoked);
    for (share, registrar) in message.shares.iter_mut().zip(0..) {
        let fingerprint = here.town.voting().fingerprint().0;
        let position = ReissuePosition { fingerprint, district: NORTH, registrar, revoked };
        let secret = self::share(registrar, NORTH, 6);
        let credential = crate::samples::public(&secret);
        let mut rng = crate::samples::rng("reissue");
        *share = (credential, position.prove(&credential, &secret, &mut rng));
    }
    let payload = here.town.co_sign(Kind::Reissue, "registrar", &message.to_bytes());
    here.refuses("reissue_to_a_credential_on_the_roll", "roll:repeated", Kind::Reissue, payload)
}
