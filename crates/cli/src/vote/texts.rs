//! What the voter's program says, in one place.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::points::PointScale;
use isoloir_election::code::CodeError;
use isoloir_election::definition::District;
use isoloir_service::http::{StandingName, VoterStanding};

use crate::clock;
use crate::failure::Failure;
use crate::place::Place;
use crate::vote::ballot::Cast;
use crate::vote::entitlement::Entitlement;
use crate::vote::limits::{counted, keeps, progress};
use crate::vote::receipt::Forked;
use crate::vote::{Money, Naming, Poll, Selection};

/// What stands before a project that is chosen.
const CHOSEN: &str = "* ";
const NOT_CHOSEN: &str = "  ";

/// What stands after a project that was withdrawn.
pub(crate) const WITHDRAWN: &str = " - WITHDRAWN, CAN'T WIN";

/// How many digits of a tracking code stand together.
const GROUP: usize = 4;

/// How many groups stand on a line.
const GROUPS_IN_LINE: usize = 8;

pub(super) const CHOOSE: &str = "\
Type what stands before the projects that you choose, or that you take back, with spaces between them; press
Enter alone when you are done: ";

pub(super) const GIVE: &str = "\
Type what stands before a project, a colon and its points, such as 2:3, with spaces between them; press Enter
alone when you are done: ";

pub(super) const SEAL: &str = "Is this your ballot? It is then sealed, and not cast yet.";

pub(super) const DECIDE: &str = "\
Type \"cast\" to cast this ballot, \"challenge\" to have it opened and checked, \"stop\" to throw it away: ";

pub(super) const DECIDE_AGAIN: &str = "Type one of the three words.\n";

pub(super) const SEAL_ANEW: &str = "Seal a new ballot with the same choices?";

pub(super) const THROWN_AWAY: &str = "The ballot is thrown away. Nothing was cast.\n";

pub(super) const SEND_AGAIN: &str = "Send the very same ballot again?";

pub(super) const START_OVER: &str = "Start over on this district?";

pub(super) const LIMITS_NOT_KEPT: &str = "This is no ballot yet: see the limits marked with !\n";

pub(super) const DONE: &str = "\nThat is all. You can vote again until the close.\n";

pub(super) const WANT_RECEIPT: &str =
    "Write the receipt to a file, which proves that the ballot is recorded?";

pub(super) const WANT_CHALLENGE: &str = "Write the opening to a file? It shows what you chose.";

pub(super) const WANT_BALLOT: &str =
    "Keep the ballot in a file, to send it again later? It is encrypted and shows nothing.";

/// Which election it is, and when one can vote. With `was_compared` its fingerprint is one that was expected.
pub(crate) fn welcome(poll: &Poll, was_compared: bool) -> Result<String, Failure> {
    let election = poll.election()?;
    let definition = election.definition();
    let compare = match was_compared {
        true => "The fingerprint is the one that you gave.",
        false => {
            "Compare the fingerprint with the one that officials and trustees have published elsewhere. If it\n\
             differs, stop."
        }
    };
    Ok(format!(
        "{}\n  election     {}\n  fingerprint  {}\n  vote         {} to {}\n{compare}\n\n",
        definition.title,
        election.id(),
        poll.fingerprint,
        clock::moment(definition.opens),
        clock::moment(definition.closes),
    ))
}

pub(super) fn late(closes: u64) -> String {
    format!(
        "WARNING: by the clock of this machine the vote ended at {}. The board goes by its own clock, and will then \
         take no ballot.\n\n",
        clock::moment(closes)
    )
}

pub(super) fn ask_code(registrar: &str) -> String {
    format!("Voting code from {registrar} (it is not shown): ")
}

pub(super) fn mistyped(error: &CodeError) -> String {
    format!("{error}.\n")
}

/// On what a person can vote, and what is still to do.
pub(super) fn entitlements(poll: &Poll, found: &[Entitlement]) -> Result<String, Failure> {
    let mut text = String::from("You can vote on:\n");
    for entitlement in found {
        let name = &poll.district(entitlement.district)?.name;
        line(&mut text, &format!("  {name}: {}", standing(&entitlement.standing)));
    }
    let mut open = Vec::new();
    for entitlement in found.iter().filter(|one| one.is_active()) {
        if entitlement.standing.ballots.is_empty() {
            open.push(poll.district(entitlement.district)?.name.as_str());
        }
    }
    match open.as_slice() {
        [] => line(&mut text, "You have voted wherever you can.\n"),
        open => line(&mut text, &format!("Still to vote on: {}.\n", open.join(", "))),
    }
    Ok(text)
}

/// How a voting right stands.
pub(super) fn standing(standing: &VoterStanding) -> String {
    match (standing.standing, standing.ballots.len() as u64) {
        (StandingName::Revoked, _) => {
            "your voting code was revoked; ask the registrars for a new one".into()
        }
        (StandingName::Replaced, _) => {
            "your voting code was replaced by a new one; take the new letter".into()
        }
        (StandingName::Paper, _) => "a ballot on paper was cast with your voting code".into(),
        (StandingName::Active, 0) => "no ballot yet".into(),
        (StandingName::Active, ballots) => format!(
            "{} recorded, the last one with the tracking code {}; you can vote again",
            counted(ballots, "ballot"),
            standing.current()
        ),
    }
}

pub(super) fn vote_on(district: &District) -> String {
    format!("Vote on {}?", district.name)
}

/// The projects of a district, each after what people type for it. Those that are `withdrawn` are marked.
pub(crate) fn project_list(
    district: &District,
    naming: Naming,
    points: &[u8],
    withdrawn: &BTreeSet<u16>,
    money: Money<'_>,
) -> String {
    let label = |position: usize| match naming {
        Naming::Ids => district.projects[position].id.clone(),
        Naming::NumbersAndIds => (position + 1).to_string(),
    };
    let labels = 0..district.projects.len();
    let width = labels.map(|position| label(position).chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (position, (project, &points)) in district.projects.iter().zip(points).enumerate() {
        let is_withdrawn = withdrawn.iter().any(|&one| usize::from(one) == position);
        let note = if is_withdrawn { WITHDRAWN } else { "" };
        let mark = if points > 0 { CHOSEN } else { NOT_CHOSEN };
        let label = label(position);
        let id = match naming {
            Naming::Ids => String::new(),
            Naming::NumbersAndIds => format!(" ({})", project.id),
        };
        let given = match district.scale == PointScale::CHOICE {
            true => String::new(),
            false => format!(": {}", counted(points.into(), "point")),
        };
        let cost = money.show(project.cost);
        let name = &project.name;
        line(&mut text, &format!("{mark}{label:>width$}  {name}{id}, {cost}{given}{note}"));
    }
    text
}

/// What was chosen so far, and what is left.
pub(super) fn so_far(district: &District, points: &[u8], money: Money<'_>) -> String {
    let mut text = format!("{}\n", totals(district, points, money));
    for limit in &district.limits {
        let is_broken = !keeps(limit, district, points);
        let mark = if is_broken { "! " } else { "  " };
        line(&mut text, &format!("{mark}{}", progress(limit, district, points, money)));
    }
    text
}

/// How many projects, what they cost, and the points where there are points.
fn totals(district: &District, points: &[u8], money: Money<'_>) -> String {
    let chosen = || district.projects.iter().zip(points).filter(|(_, points)| **points > 0);
    let cost: u64 = chosen().map(|(project, _)| project.cost).sum();
    let projects = counted(chosen().count() as u64, "project");
    if district.scale == PointScale::CHOICE {
        let (cost, budget) = (money.show(cost), money.show(district.budget));
        format!("Chosen: {projects}, which cost {cost}; the budget is {budget}.")
    } else {
        let given: u64 = points.iter().map(|&points| u64::from(points)).sum();
        format!("Given: {} to {projects}.", counted(given, "point"))
    }
}

pub(super) fn district(
    district: &District,
    withdrawn: Option<&BTreeSet<u16>>,
    money: Money<'_>,
) -> String {
    let title = format!("\n{}, a budget of {}\n", district.name, money.show(district.budget));
    title + &withdrawals(district, withdrawn)
}

/// Which projects can't win any more; or, where that is not known, who says it.
pub(super) fn withdrawals(district: &District, withdrawn: Option<&BTreeSet<u16>>) -> String {
    let Some(withdrawn) = withdrawn else {
        return "If a project was withdrawn since the opening, it is not marked here: isoloir status names it.\n"
            .into();
    };
    let projects = withdrawn.iter().filter_map(|&at| district.projects.get(usize::from(at)));
    let names: Vec<String> =
        projects.map(|project| format!("{} ({})", project.name, project.id)).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("Withdrawn on {}, and can't win: {}.\n", district.name, names.join(", ")),
    }
}

/// The ballot as it will be sealed.
pub(super) fn review(district: &District, selection: &Selection, money: Money<'_>) -> String {
    let points = selection.points();
    let mut text = format!("\nYour ballot on {}:\n", district.name);
    for (project, &points) in district.projects.iter().zip(points).filter(|(_, p)| **p > 0) {
        let given = match district.scale == PointScale::CHOICE {
            true => String::new(),
            false => format!("{}: ", counted(points.into(), "point")),
        };
        let cost = money.show(project.cost);
        line(&mut text, &format!("  - {given}{} ({}), {cost}", project.name, project.id));
    }
    if points.iter().all(|&points| points == 0) {
        text.push_str("  - no project: an empty ballot\n");
    }
    line(&mut text, &totals(district, points, money));
    text
}

/// T, to be copied before the decision.
pub(super) fn tracker(district: &str, tracker: &BallotTracker) -> String {
    format!(
        "Your ballot on {district} is sealed, and not cast. Its tracking code:\n\n{}\n\
         Copy it to where this machine can't change it, such as paper: all of it, or at least the first line.\n\n",
        grouped(tracker)
    )
}

fn grouped(tracker: &BallotTracker) -> String {
    let digits = tracker.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position % (GROUP * GROUPS_IN_LINE) == 0 {
            text.push_str(if position == 0 { "  " } else { "\n  " });
        } else if position % GROUP == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text.push('\n');
    text
}

/// After a ballot is recorded: where its receipt is, and how to check it.
pub(super) fn recorded(
    poll: &Poll,
    cast: &Cast,
    entry: u64,
    receipt: Option<&Path>,
) -> Result<String, Failure> {
    let definition = poll.election()?.definition();
    let district = &poll.district(cast.district)?.name;
    let mut text = format!(
        "Your ballot on {district} is recorded: it is entry {entry} of {}, and the receipt holds.\n",
        definition.board.name()
    );
    line(&mut text, &format!("  tracking code  {}", cast.tracker));
    if let Some(receipt) = receipt {
        line(&mut text, &format!("  receipt        {}", receipt.display()));
        text.push_str("Check it with another program, now or after the close:\n");
        line(
            &mut text,
            &format!(
                "  isoloir-verify receipt {} --against {} --fingerprint {} --tracker {}",
                receipt.display(),
                copy_name(poll),
                poll.fingerprint,
                cast.tracker
            ),
        );
        text.push_str(&copy_advice(poll));
    }
    let closes = clock::moment(definition.closes);
    line(&mut text, &format!("Until {closes} you can vote again: the last ballot counts."));
    Ok(text)
}

pub(super) fn recorded_without_file(entry: u64) -> String {
    format!("Your ballot is recorded all the same: it is entry {entry}")
}

/// After a challenge: where the opening is, and how to check it.
pub(super) fn challenged(poll: &Poll, tracker: &BallotTracker, file: &Path) -> String {
    format!(
        "The ballot is opened, and will never be cast. Its opening is in {}, and shows what you chose.\n\
         Take it to another machine, with the tracking code that you copied:\n{}",
        file.display(),
        challenge_command(poll, tracker, &file.display().to_string())
    )
}

/// The same, where nothing is written.
pub(super) fn challenged_on_screen(poll: &Poll, tracker: &BallotTracker, opening: &str) -> String {
    format!(
        "The ballot is opened, and will never be cast. Its opening, which shows what you chose:\n\n{opening}\n\n\
         On another machine, with the tracking code that you copied, and this line as its input:\n{}",
        challenge_command(poll, tracker, "-")
    )
}

fn challenge_command(poll: &Poll, tracker: &BallotTracker, file: &str) -> String {
    format!(
        "  isoloir-verify challenge {file} --tracker {tracker} --against {} --fingerprint {}\n{}",
        copy_name(poll),
        poll.fingerprint,
        copy_advice(poll)
    )
}

/// Where `isoloir-verify` finds the board: here, or in the copy that [`copy_advice`] makes.
fn copy_name(poll: &Poll) -> String {
    poll.place.of_verifier().unwrap_or_else(|| "BOARD-COPY".into())
}

fn copy_advice(poll: &Poll) -> String {
    match poll.place.of_verifier() {
        Some(_) => String::new(),
        None => {
            format!("BOARD-COPY is made by: isoloir board copy {} --out BOARD-COPY\n", poll.place)
        }
    }
}

pub(super) fn resend_advice(place: &Place, file: &Path) -> String {
    format!(
        "Perhaps your ballot is recorded, perhaps not. It is kept, encrypted, in {}; send the very same one \
         again with: isoloir vote {place} --resend {}",
        file.display(),
        file.display()
    )
}

pub(super) fn not_needed_any_more(file: &Path) -> String {
    format!("{} is not needed any more.\n", file.display())
}

pub(super) fn stale(current: &BallotTracker) -> String {
    format!(
        "another ballot with your voting code was recorded in between, and this one is not. The one that \
         counts now has the tracking code {current}; if it is not yours, tell the registrars."
    )
}

pub(super) fn forked(why: &Forked, receipt: &Path, checkpoint: &Path) -> String {
    format!(
        "{why}. Don't vote here any more. Keep {} and {}, which show it together, and give both to the \
         officials and to observers",
        receipt.display(),
        checkpoint.display()
    )
}

pub(super) fn unproven(receipt: &Path, checkpoint: &Path) -> String {
    format!(
        "What the server signed is kept in {}, and what it showed before in {}: they show nobody's choice. If the \
         same ballot gives no receipt that holds when it is sent again, give both to the officials and to \
         observers",
        receipt.display(),
        checkpoint.display()
    )
}

pub(super) fn evidence_lost(failure: &Failure) -> String {
    format!(
        "What shows it can't be kept: {failure}. Copy this text, and tell the officials and observers"
    )
}

pub(super) fn failed(failure: &Failure) -> String {
    format!("{failure}\n")
}

fn line(text: &mut String, content: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{content}");
}
