//! From the close to the result.

use anyhow::{Context, anyhow, ensure};
use isoloir_election::message::{CloseStatement, Kind, Signed};
use isoloir_election::phase::{Closed, Decrypting, Outcome, Phase, Record};
use isoloir_encoding::{Encode, Writer};

use crate::failure::Failure;
use crate::progress::Step;
use crate::simulate::parties::{Parties, THRESHOLD};
use crate::simulate::seed::Seed;
use crate::simulate::setup::key_shares;
use crate::simulate::{Board, DISTRICT};

/// Closes the vote, if it is open.
pub(super) fn close(board: &mut Board<'_>, parties: &Parties) -> Result<(), Failure> {
    if let Phase::Voting(voting) = board.record.phase() {
        let context = voting.fingerprint().0;
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
    let slots = election.districts()[usize::from(DISTRICT)].style().slots();
    let shares = key_shares(seed, election.id(), slots).map_err(Failure::mismatch)?;
    let step = Step::begin("Decrypting", THRESHOLD.into());
    for share in shares.iter().rev().take(THRESHOLD.into()) {
        let decrypting = decrypting(&board.record)?;
        let tally = decrypting.tally(DISTRICT).map_err(Failure::mismatch)?;
        let context = decrypting.context(DISTRICT);
        let keys = decrypting.keys();
        let mut rng = seed.rng("decryption", share.index().get().into());
        let contribution = share.decrypt(&context, keys, tally, &mut rng);
        let mut message = Writer::new();
        message.u16(DISTRICT);
        contribution.encode(&mut message);
        let signer = share.index().get() - 1;
        let key = &parties.trustees[usize::from(signer)].key;
        let kind = Kind::Decryption;
        let payload = Signed::sign(kind, &context.fingerprint, signer, key, &message.into_bytes());
        board.append(kind, payload)?;
        step.advance(1);
    }
    step.finish(&format!("{THRESHOLD} of {} trustees", parties.trustees.len()));
    Ok(())
}

fn publish(board: &mut Board<'_>, parties: &Parties) -> Result<(), Failure> {
    let context = closed(&board.record)?.fingerprint().0;
    let message = outcome(&board.record)?.result.to_bytes();
    let kind = Kind::Result;
    board.append(kind, Signed::sign(kind, &context, 0, &parties.official.key, &message))?;
    Ok(())
}

/// What came out.
pub(super) fn outcome(record: &Record) -> Result<Outcome, Failure> {
    let decrypting = decrypting(record)?;
    let check = || {
        let set_aside = decrypting.set_aside(DISTRICT)?;
        ensure!(set_aside.is_empty(), "trustees {set_aside:?} decrypted wrongly");
        decrypting.outcome(DISTRICT).context("the result can't be computed")
    };
    check().map_err(Failure::Mismatch)
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
