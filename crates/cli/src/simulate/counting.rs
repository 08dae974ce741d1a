//! From the close to the result.

use anyhow::{Context, anyhow, ensure};
use isoloir_crypto::dkg::KeyShare;
use isoloir_election::message::{CloseStatement, Kind, Signed, Withdrawal};
use isoloir_election::phase::{Closed, Decrypting, Outcome, Phase, Record};
use isoloir_encoding::{Encode, Writer};

use crate::failure::Failure;
use crate::progress::Step;
use crate::simulate::Board;
use crate::simulate::parties::{Parties, THRESHOLD};
use crate::simulate::plan::Plan;
use crate::simulate::seed::Seed;
use crate::simulate::setup::{key_shares, widest};

/// Withdraws what was withdrawn and closes the vote, if it is open. Both become visible at once.
pub(super) fn close(board: &mut Board<'_>, parties: &Parties, plan: &Plan) -> Result<(), Failure> {
    if let Phase::Voting(voting) = board.record.phase() {
        let context = voting.fingerprint().0;
        for (district, contest) in plan.districts() {
            for &project in contest.withdrawn() {
                let kind = Kind::Withdrawal;
                let message = Withdrawal { district, project }.to_bytes();
                let key = &parties.official.key;
                board.append(kind, Signed::sign(kind, &context, 0, key, &message))?;
            }
        }
        let payload = Signed::sign(Kind::Close, &context, 0, &parties.official.key, &[]);
        board.append(Kind::Close, payload)?;
        board.commit()?;
    }
    Ok(())
}

/// Has the trustees state the close and decrypt, and publishes the result, if it is not published.
pub(super) fn decide(board: &mut Board<'_>, seed: &Seed, parties: &Parties) -> Result<(), Failure> {
    if matches!(board.record.phase(), Phase::Decided(_)) {
        return Ok(());
    }
    state_close(board, parties)?;
    decrypt(board, seed, parties)?;
    publish(board, parties)?;
    board.commit()
}

/// As many trustees as it takes state the close that they verified.
fn state_close(board: &mut Board<'_>, parties: &Parties) -> Result<(), Failure> {
    let closed = closed(&board.record)?;
    let quorum = closed.election().definition().close_quorum();
    let context = closed.fingerprint().0;
    let statement = CloseStatement { head: closed.head() }.to_bytes();
    for (signer, trustee) in (0..).zip(parties.trustees.iter().take(quorum)) {
        let kind = Kind::CloseStatement;
        board.append(kind, Signed::sign(kind, &context, signer, &trustee.key, &statement))?;
    }
    Ok(())
}

/// The last t trustees decrypt: others than those that come first, since any t must do.
fn decrypt(board: &mut Board<'_>, seed: &Seed, parties: &Parties) -> Result<(), Failure> {
    let election = closed(&board.record)?.election();
    let (id, districts) = (election.id(), election.districts().len() as u16);
    let slots = widest(election.districts());
    let shares = key_shares(seed, id, slots).map_err(Failure::mismatch)?;
    let step = Step::begin("Decrypting", u64::from(THRESHOLD) * u64::from(districts));
    for district in 0..districts {
        for share in shares.iter().rev().take(THRESHOLD.into()) {
            decrypt_one(board, seed, parties, district, share)?;
            step.advance(1);
        }
    }
    step.finish(&format!("{THRESHOLD} of {} trustees", parties.trustees.len()));
    Ok(())
}

/// One trustee's part of the decryption of one district.
fn decrypt_one(
    board: &mut Board<'_>,
    seed: &Seed,
    parties: &Parties,
    district: u16,
    share: &KeyShare,
) -> Result<(), Failure> {
    let decrypting = decrypting(&board.record)?;
    let tally = decrypting.tally(district).map_err(Failure::mismatch)?;
    let context = decrypting.context(district);
    let trustee = share.index().get();
    let mut rng = seed.rng("decryption", usize::from(district) << 8 | usize::from(trustee));
    let contribution = share.decrypt(&context, decrypting.keys(), tally, &mut rng);
    let mut message = Writer::new();
    message.u16(district);
    contribution.encode(&mut message);
    let signer = trustee - 1;
    let key = &parties.trustees[usize::from(signer)].key;
    let kind = Kind::Decryption;
    let payload = Signed::sign(kind, &context.fingerprint, signer, key, &message.into_bytes());
    board.append(kind, payload)?;
    Ok(())
}

fn publish(board: &mut Board<'_>, parties: &Parties) -> Result<(), Failure> {
    let context = closed(&board.record)?.fingerprint().0;
    for outcome in outcomes(&board.record)? {
        let kind = Kind::Result;
        let message = outcome.result.to_bytes();
        board.append(kind, Signed::sign(kind, &context, 0, &parties.official.key, &message))?;
    }
    Ok(())
}

/// What came out, by district.
pub(super) fn outcomes(record: &Record) -> Result<Vec<Outcome>, Failure> {
    let decrypting = decrypting(record)?;
    let districts = decrypting.closed().election().districts().len() as u16;
    let outcome = |district| {
        let set_aside = decrypting.set_aside(district)?;
        ensure!(set_aside.is_empty(), "trustees {set_aside:?} decrypted wrongly");
        decrypting.outcome(district).context("the result can't be computed")
    };
    (0..districts).map(outcome).collect::<anyhow::Result<_>>().map_err(Failure::Mismatch)
}

fn decrypting(record: &Record) -> Result<&Decrypting, Failure> {
    match record.phase() {
        Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => Ok(decrypting),
        _ => Err(Failure::mismatch(anyhow!("the board is not closed"))),
    }
}

fn closed(record: &Record) -> Result<&Closed, Failure> {
    decrypting(record).map(Decrypting::closed)
}
