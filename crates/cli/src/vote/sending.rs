//! A cast ballot on its way to the board. Until there is a receipt, its bytes are kept: the same ballot is
//! sent again, never another in its place.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use isoloir_board::entry::MAX_PAYLOAD_BYTES;
use isoloir_crypto::ballot::BallotTracker;
use isoloir_election::booth::receipt::check;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::safe_file::{self, Access};
use crate::vote::ballot::Cast;
use crate::vote::evidence::{report_fork, report_unproven};
use crate::vote::receipt::{Proven, check_growth, free_name, short_name};
use crate::vote::{Dialogue, Poll, texts};

/// What a file with a cast ballot begins with; the fingerprint and the payload follow.
const LABEL: &[u8] = b"isoloir/v1 cast ballot\n";

const FINGERPRINT_BYTES: usize = 32;

/// Why there is no receipt.
#[derive(Debug)]
pub(super) enum Unsent {
    /// Another ballot was recorded in between, with this tracker: this one can't be any more.
    Stale(BallotTracker),
    /// The board does not take it.
    Refused(Failure),
    /// Nobody knows whether it is recorded: the same bytes must be sent again.
    Unanswered(Failure),
    /// It is recorded on a board that is not the one that was read.
    Forked(Failure),
}

/// Sends a ballot, and checks the receipt. What the server has signed and can't be proved is kept in files of
/// `folder`, whatever becomes of the ballot: the server may give another answer the next time.
pub(super) fn send(poll: &Poll, cast: &Cast, folder: &Path) -> Result<Proven, Unsent> {
    let receipt = match poll.place.cast(&cast.payload) {
        Ok(receipt) => receipt,
        Err(Failure::Input(error)) => return Err(why_refused(poll, cast, error)),
        Err(failure) => return Err(Unsent::Unanswered(failure)),
    };
    let policy = poll.election().map_err(Unsent::Unanswered)?.definition().policy();
    let unproven = |why| Unsent::Unanswered(report_unproven(poll, folder, cast, &receipt, why));
    let head = check(&receipt, &cast.payload, policy)
        .map_err(|error| unproven(Failure::mismatch(error)))?;
    match check_growth(poll, &head).map_err(unproven)? {
        Ok(()) => Ok(Proven::new(receipt)),
        Err(why) => Err(Unsent::Forked(report_fork(poll, folder, cast, &receipt, &why))),
    }
}

/// Whether the ballot came too late, is not taken, or perhaps is recorded after all.
fn why_refused(poll: &Poll, cast: &Cast, error: anyhow::Error) -> Unsent {
    let Ok(Some(standing)) = poll.place.standing(cast.district, &cast.credential) else {
        return Unsent::Unanswered(Failure::Input(error));
    };
    let is_recorded =
        standing.ballots.iter().any(|ballot| &ballot.tracker == cast.tracker.as_bytes());
    let current = standing.current();
    if is_recorded {
        Unsent::Unanswered(Failure::Input(error))
    } else if current != cast.previous {
        Unsent::Stale(current)
    } else {
        Unsent::Refused(Failure::Input(error))
    }
}

/// Keeps a ballot that may be recorded or not, and says how to go on.
pub(super) fn keep(
    poll: &Poll,
    folder: &Path,
    cast: &Cast,
    because: Failure,
) -> Result<Failure, Failure> {
    let path = free_name(folder, &format!("unsent-{}", short_name(cast)), "ballot");
    let bytes = [LABEL, &poll.fingerprint.0, &cast.payload].concat();
    safe_file::create(&path, &bytes, Access::Usual)?;
    Ok(because.advise(&texts::resend_advice(&poll.place, &path)))
}

/// Sends the ballot in a file again.
pub(super) fn resend(
    dialogue: &mut dyn Dialogue,
    poll: &Poll,
    file: &Path,
    folder: &Path,
) -> Result<(), Failure> {
    let cast = read(poll, file)?;
    match send(poll, &cast, folder) {
        Ok(proven) => {
            let path = proven.write(folder, &cast)?;
            dialogue.say(&texts::recorded(poll, &cast, proven.entry, Some(&path))?)?;
            dialogue.say(&texts::not_needed_any_more(file))
        }
        Err(Unsent::Stale(current)) => Err(Failure::input(anyhow!("{}", texts::stale(&current)))),
        Err(Unsent::Refused(failure) | Unsent::Forked(failure)) => Err(failure),
        Err(Unsent::Unanswered(failure)) => {
            Err(failure.advise(&texts::resend_advice(&poll.place, file)))
        }
    }
}

fn read(poll: &Poll, file: &Path) -> Result<Cast, Failure> {
    let most = LABEL.len() + FINGERPRINT_BYTES + MAX_PAYLOAD_BYTES;
    let bytes = safe_file::read(file, most as u64)?;
    let content = bytes.strip_prefix(LABEL).filter(|content| content.len() > FINGERPRINT_BYTES);
    let Some((fingerprint, payload)) = content.map(|content| content.split_at(FINGERPRINT_BYTES))
    else {
        return Err(Failure::input(anyhow!(
            "{} holds no cast ballot: take the file that ends in .ballot",
            file.display()
        )));
    };
    if fingerprint != poll.fingerprint.0 {
        return Err(Failure::input(anyhow!(
            "{} holds a ballot of another election: check the address of the board",
            file.display()
        )));
    }
    Cast::read(poll, payload.to_vec())
}

/// Writes the opening of a challenged ballot to a file that only its owner can read.
pub(super) fn write_challenge(
    folder: &Path,
    district: u16,
    tracker: &BallotTracker,
    line: &str,
) -> Result<PathBuf, Failure> {
    let stem = format!("challenge-{district}-{}", hex::encode(&tracker.as_bytes()[..4]));
    let path = free_name(folder, &stem, "txt");
    let content = Zeroizing::new(format!("{line}\n"));
    safe_file::create(&path, content.as_bytes(), Access::Owner)?;
    Ok(path)
}
