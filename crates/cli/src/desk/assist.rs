use std::io::IsTerminal;
use std::path::Path;

use anyhow::anyhow;
use isoloir_election::phase::Fingerprint;

use crate::failure::Failure;
use crate::place::Place;
use crate::vote::{Dialogue, Journey, Keeping, Poll, welcome};

/// What `isoloir desk assist --help` says.
pub(super) const ABOUT: &str = "\
Let one person after the other vote at this machine.

It is the journey of isoloir vote. Nothing is written unless the person asks for a file, or the server gives a \
receipt that proves nothing: that is kept as evidence, and shows no choice. The screen is cleared between two \
people. Turn the screen so that only the person sees it: whoever looks on sees the vote.";

/// Clears the screen and what was scrolled off it.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

const NEXT: &str = "Next person: press Enter to begin, or type end to stop: ";

const GO: &str = "\nPress Enter: the screen is then cleared. ";

/// Until somebody types "end".
pub(super) fn run(
    dialogue: &mut dyn Dialogue,
    board: &Place,
    fingerprint: Option<Fingerprint>,
    folder: &Path,
) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::input(anyhow!("people vote at a terminal, and there is none")));
    }
    let poll = Poll::open_at_desk(board, fingerprint)?;
    poll.check_open()?;
    serve(dialogue, &poll, fingerprint.is_some(), folder)
}

/// The same on a poll that is open.
pub(super) fn serve(
    dialogue: &mut dyn Dialogue,
    poll: &Poll,
    was_compared: bool,
    folder: &Path,
) -> Result<(), Failure> {
    loop {
        dialogue.say(CLEAR)?;
        dialogue.say(&welcome(poll, was_compared)?)?;
        if dialogue.ask(NEXT)?.eq_ignore_ascii_case("end") {
            return Ok(());
        }
        // Perhaps since the last person.
        poll.check_open()?;
        let keeping = Keeping::IfWished;
        let mut journey = Journey { dialogue: &mut *dialogue, poll, folder, keeping };
        // What goes wrong for one person does not end the desk.
        match journey.run_with_own_codes() {
            Ok(()) => {}
            Err(interrupted @ Failure::Interrupted(_)) => {
                dialogue.say(CLEAR)?;
                return Err(interrupted);
            }
            Err(failure) => dialogue.say(&format!("\n{failure}\n"))?,
        }
        dialogue.ask(GO)?;
    }
}
