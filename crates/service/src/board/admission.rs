//! What the rules of an election leave to whoever keeps the board: time, and which election it is for.

use isoloir_board::keys::{LogKey, WitnessKey};
use isoloir_election::definition::{Definition, ElectionId};
use isoloir_election::message::Kind;
use isoloir_election::phase::Record;
use isoloir_encoding::{Decode, Reader};
use jiff::Timestamp;

use crate::board::state::election_of;
use crate::rejected::Reason;

/// Messages must be of the election that is here; on an empty board, they begin one.
pub(super) fn check_election(
    record: &Record,
    election: ElectionId,
    kind: Kind,
) -> Result<(), Reason> {
    match election_of(record) {
        Some(here) if here.id() != election => {
            Err(Reason::OtherElection { found: election.to_string(), here: here.id().to_string() })
        }
        None if kind != Kind::Definition => Err(Reason::Empty),
        _ => Ok(()),
    }
}

/// A definition that names another log, or asks for cosignatures that nobody collects, would leave a board that
/// nobody can rely on.
pub(super) fn check_definition(
    payload: &[u8],
    key: &LogKey,
    witnesses: &[WitnessKey],
) -> Result<(), Reason> {
    // What can't be read, the rules refuse.
    let message = payload.get(1..).unwrap_or_default();
    let Ok(definition) = Definition::decode(&mut Reader::new(message)) else { return Ok(()) };
    if definition.board != *key {
        let (found, here) = (definition.board.to_string(), key.to_string());
        return Err(Reason::OtherBoard { found, here });
    }
    let quorum = definition.witness_quorum;
    let known = definition.witnesses.iter().filter(|named| witnesses.contains(named)).count();
    if known < usize::from(quorum) {
        return Err(Reason::Witnesses { quorum, known });
    }
    Ok(())
}

/// The vote does not open before its time, nor close; and no ballot comes after it.
pub(super) fn check_time(record: &Record, kind: Kind, now: u64) -> Result<(), Reason> {
    let Some(election) = election_of(record) else { return Ok(()) };
    let (opens, closes) = (election.definition().opens, election.definition().closes);
    match kind {
        Kind::Open if now < opens => Err(Reason::Early { what: "opens", when: moment(opens) }),
        Kind::Close if now < closes => Err(Reason::Early { what: "closes", when: moment(closes) }),
        Kind::Ballot if now >= closes => Err(Reason::Late { when: moment(closes) }),
        _ => Ok(()),
    }
}

fn moment(seconds: u64) -> String {
    let moment = i64::try_from(seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
    moment.map_or_else(
        || format!("{seconds} s after 1970"),
        |moment| moment.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}
