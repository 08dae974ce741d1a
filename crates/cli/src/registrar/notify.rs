use std::path::PathBuf;

use crate::clock;
use crate::failure::Failure;
use crate::place::Place;
use crate::registrar::KeyArguments;
use crate::registrar::mailing::{SenderArguments, names};
use crate::registrar::notices::{Notice, Occasion};
use crate::registrar::roll_file::Resident;
use crate::registrar::session::Session;
use crate::safe_file::{self, Access};
use crate::say::say;

/// The arguments of `isoloir registrar notify`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The board: the URL of its server, or a folder.
    #[arg(long, value_name = "BOARD")]
    board: Place,

    /// The table of notices, for a mailing; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// For all ballots since the vote opened, and not only for those since the last notices.
    #[arg(long)]
    since_start: bool,

    #[command(flatten)]
    sender: SenderArguments,
    #[command(flatten)]
    key: KeyArguments,
}

/// A ballot is notified once the table is on the disk: after an interruption rather twice than never.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.key, &arguments.board)?;
    let from = if arguments.since_start { 0 } else { session.held()?.notified };
    let ballots = ballots(&session, from)?;
    let (now, election) = (clock::now()?, session.board.election()?);
    let names = names(election);
    let occasion = Occasion {
        title: &election.definition().title,
        closes: election.definition().closes,
        zone: arguments.sender.zone.clone(),
        districts: &names,
        contact: arguments.sender.contact.as_deref(),
    };
    let notices = ballots.iter().map(|(_, resident, ballot)| Notice {
        resident,
        district: ballot.district,
        tracker: ballot.tracker,
        recorded_before: now,
    });
    let mut table = Vec::new();
    occasion.write_table(&mut table, notices).map_err(Failure::system)?;
    safe_file::create(&arguments.out, &table, Access::Owner)?;
    let size = session.board.record.chain().size();
    session.change(|held| held.notified = size)?;
    say!(
        "{}: {} notices. Send them, and destroy the table: it tells who voted.",
        arguments.out.display(),
        ballots.len()
    );
    Ok(())
}

/// A ballot of a resident.
struct Ballot {
    district: u16,
    tracker: isoloir_crypto::ballot::BallotTracker,
}

/// The ballots in this entry and after it, in the order of the board, with those whose they are: with a code that
/// was revoked since, too.
fn ballots(session: &Session, from: u64) -> Result<Vec<(u64, Resident, Ballot)>, Failure> {
    let voting = session.vote()?;
    let mut ballots = Vec::new();
    for person in &session.held()?.persons {
        for place in &person.places {
            let district = place.district;
            for credential in place.credentials(&session.board)? {
                let voter = voting.voter(district, &credential).map_err(Failure::mismatch)?;
                for recorded in voter.recorded.iter().filter(|it| it.entry >= from) {
                    let ballot = Ballot { district, tracker: recorded.tracker };
                    ballots.push((recorded.entry, person.resident(vec![district]), ballot));
                }
            }
        }
    }
    ballots.sort_by_key(|(entry, ..)| *entry);
    Ok(ballots)
}
