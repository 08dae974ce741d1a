//! `isoloir-verify challenge`: what a challenged ballot contained (`spec/election.md`, section 12;
//! `spec/protocol.md`, section 6.6).

use base64ct::{Base64UrlUnpadded, Encoding as _};

use super::arguments::Challenge as Arguments;
use super::expected::{check_election, identifiers};
use super::files::read_bounded;
use super::stop::{Stop, ended, no, note, yes};
use super::{Ended, print};
use crate::crypto::ballot::Unsealed;
use crate::crypto::group::ReadGroup as _;
use crate::crypto::points::Points;
use crate::election::district::{Bound, Limit, Measure};
use crate::election::message::Kind;
use crate::election::record::Opened;
use crate::election::{Definition, District};
use crate::engine::board::{Board, BoardError};
use crate::engine::{self, OpenBoard};
use crate::log::Hash;
use crate::log::entry::{Entry, chain_hash};
use crate::log::merkle::{Tree, leaf_hash};
use crate::report::format::{counted, grouped, money};
use crate::report::terminal::{self, Paint, labelled};
use crate::source;
use crate::wire::{Reader, WireError};

/// Bytes of a challenge file: the longest challenge takes 336 characters, and a link more.
const MAX_FILE_BYTES: usize = 8_192;

/// Opens the ballot and says what was in it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    ended(check(arguments))
}

fn check(arguments: &Arguments) -> Result<Ended, Stop> {
    let bytes = decode(&read_bounded(&arguments.file, MAX_FILE_BYTES)?)?;
    let challenge = Challenge::read(&bytes).map_err(|error| {
        Stop::Fails(format!("The challenge is not complete or was changed: {error}"))
    })?;
    let board = Board::open(source::open(&arguments.against)?)?;
    check_election(board.definition(), &arguments.expected)?;
    let setup = read_setup(&board)?;
    let fingerprint = setup.opened.fingerprint();
    if arguments.expected.fingerprint.is_some_and(|expected| expected != *fingerprint) {
        return Err(Stop::Fails(format!(
            "The fingerprint of this board is {}, not the one that was expected.",
            hex::encode(fingerprint)
        )));
    }
    if challenge.fingerprint != *fingerprint {
        return Err(Stop::Fails(format!(
            "The challenge is of another election, whose fingerprint is {}.",
            hex::encode(challenge.fingerprint)
        )));
    }
    let (district, unsealed) = challenge.open(&setup.opened)?;
    if !arguments.tracker.is_of(&unsealed.tracker) {
        return Err(Stop::fails(
            "The device opened another ballot than the one whose tracking code was copied. If the \
             code was copied rightly, don't vote with this device, and tell the officials.",
        ));
    }
    let extent = arguments.tracker.extent();
    print(&yes(&format!("This is the ballot whose tracking code was copied ({extent}).")))?;
    print(&contents(&challenge, district, board.definition(), &unsealed))?;
    print(&identifiers(&board.definition().election_id, fingerprint))?;
    match recorded(&board, fingerprint, &setup.opened, &challenge, &unsealed.tracker)? {
        None => {
            print(&yes("This ballot was not cast, and must not be: seal a new one to vote."))?;
            Ok(Ended::Holds)
        }
        Some(entry) => {
            print(&no(&format!(
                "This ballot is on the board, as entry {}: the device cast a ballot that was \
                 challenged. Vote again with another device, and tell the officials.",
                grouped(entry)
            )))?;
            Ok(Ended::Fails)
        }
    }
}

/// The bytes of a line of base64url, or of what follows the `#` of a link.
fn decode(file: &[u8]) -> Result<Vec<u8>, Stop> {
    let text = std::str::from_utf8(file).unwrap_or_default().trim();
    let encoded = text.split_once('#').map_or(text, |(_, after)| after);
    let bytes = Base64UrlUnpadded::decode_vec(encoded).unwrap_or_default();
    if bytes.is_empty() || Base64UrlUnpadded::encode_string(&bytes) != encoded {
        return Err(Stop::fails(
            "A challenge is one line of base64url without padding, or a link that ends in \"#\" and \
             that line. This is something else.",
        ));
    }
    Ok(bytes)
}

/// The board up to its opening.
fn read_setup(board: &Board) -> Result<OpenBoard, Stop> {
    match engine::read_setup(board).map_err(anyhow::Error::from)? {
        Ok(setup) => Ok(setup),
        Err(failed) => {
            for step in &failed {
                print(&terminal::step(step, Paint::of_stdout()))?;
            }
            Err(Stop::fails("The board does not hold up to its opening, so it opens no ballot."))
        }
    }
}

/// fingerprint || u16 district || U || opening
struct Challenge<'a> {
    fingerprint: Hash,
    district: u16,
    credential: Hash,
    opening: &'a [u8],
}

impl<'a> Challenge<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes);
        let fingerprint = reader.array("fingerprint")?;
        let district = reader.u16("district")?;
        let credential = *reader.key("credential")?.bytes();
        Ok(Self { fingerprint, district, credential, opening: reader.remaining() })
    }

    fn open<'o>(&self, opened: &'o Opened) -> Result<(&'o District, Unsealed), Stop> {
        let index = usize::from(self.district);
        let (Some(district), Some(parameters)) =
            (opened.districts().get(index), opened.parameters().get(index))
        else {
            return Err(Stop::Fails(format!("The election has no district {index}.")));
        };
        let unsealed = parameters.unseal(&self.credential, self.opening);
        let unsealed = unsealed.map_err(|error| Stop::Fails(format!("The challenge: {error}")))?;
        Ok((district, unsealed))
    }
}

/// The votes or points of each project in words, and the limits.
fn contents(
    challenge: &Challenge<'_>,
    district: &District,
    definition: &Definition,
    unsealed: &Unsealed,
) -> String {
    let money = |units| money(units, definition.decimals, &definition.currency);
    let mut text = String::new();
    labelled(&mut text, "district", &format!("{} ({})", district.name, challenge.district));
    labelled(&mut text, "credential", &hex::encode(challenge.credential));
    labelled(&mut text, "tracking code", &hex::encode(unsealed.tracker));
    let points = district.points.given(&unsealed.choices);
    if district.points == Points::CHOSEN_OR_NOT {
        text.push_str(&chosen(district, &points, &money));
    } else {
        text.push_str(&given(district, &points, &money));
    }
    for limit in &district.limits {
        let measured = limit.measured(district, &points);
        let allowed = limit.allows(measured, 1);
        // 960 costs below 2^53 and 960 times 255 points fit a u64.
        let measured = u64::try_from(measured).unwrap_or(u64::MAX);
        let amount = |units| match limit.measure {
            Measure::Cost => money(units),
            Measure::Count => counted(units, "projects"),
            Measure::Points => counted(units, "points"),
        };
        let line = in_words(limit, district, &amount);
        text.push_str(&match allowed {
            true => yes(&format!("Limit: {line}. These are {}.", amount(measured))),
            false => no(&format!(
                "Limit: {line}. These are {}: the board would refuse this ballot.",
                amount(measured)
            )),
        });
    }
    text
}

/// The chosen projects, where a project is chosen or not.
fn chosen(district: &District, points: &[u8], money: &dyn Fn(u64) -> String) -> String {
    let chosen = || district.projects.iter().zip(points).filter(|(_, points)| **points > 0);
    let mut text = format!("\nChosen: {}\n", counted(chosen().count() as u64, "projects"));
    for (project, _) in chosen() {
        let line = format!("{} ({}), {}", project.name, project.id, money(project.cost));
        text.push_str(&terminal::hanging("  • ", &line));
    }
    let sum: u64 = chosen().map(|(project, _)| project.cost).sum();
    text.push_str(&note(&format!("Together they cost {}.", money(sum))));
    text
}

/// The projects that were given points, each with its points.
fn given(district: &District, points: &[u8], money: &dyn Fn(u64) -> String) -> String {
    let given = || district.projects.iter().zip(points).filter(|(_, points)| **points > 0);
    let sum: u64 = points.iter().map(|&points| u64::from(points)).sum();
    let projects = counted(given().count() as u64, "projects");
    let mut text = format!("\nGiven: {} to {projects}\n", counted(sum, "points"));
    for (project, &points) in given() {
        let (points, cost) = (counted(points.into(), "points"), money(project.cost));
        let line = format!("{points}: {} ({}), {cost}", project.name, project.id);
        text.push_str(&terminal::hanging("  • ", &line));
    }
    text
}

fn in_words(limit: &Limit, district: &District, amount: &dyn Fn(u64) -> String) -> String {
    let bound = match limit.bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    let name = |position: &u16| Some(district.projects.get(usize::from(*position))?.id.as_str());
    let among: Vec<&str> = limit.projects.iter().filter_map(name).collect();
    let among = match among.as_slice() {
        [] => String::new(),
        ids => format!(" among the projects {}", ids.join(", ")),
    };
    format!("{bound} {}{among}", amount(limit.amount))
}

/// The entry of the board that is the ballot with this tracker, if there is one. The whole board
/// is read, which must have the root of its checkpoint, and be the one that the fingerprint binds.
fn recorded(
    board: &Board,
    fingerprint: &Hash,
    opened: &Opened,
    challenge: &Challenge<'_>,
    tracker: &Hash,
) -> Result<Option<u64>, Stop> {
    let mut tree = Tree::default();
    let mut is_opened = false;
    let mut found = None;
    let is_it = |bytes: &[u8]| {
        let entry = Entry::decode(bytes).ok()?;
        let ballot = (entry.kind == Kind::Ballot.number()).then_some(entry.payload)?;
        let ballot = opened.read_ballot(ballot).ok()?;
        let ours = *ballot.parts.credential == challenge.credential;
        (ours && ballot.tracker == *tracker).then_some(())
    };
    let visited = board.entries_from(0, |index, bytes| {
        tree.push(leaf_hash(bytes));
        if !is_opened {
            is_opened = chain_hash(bytes) == *fingerprint;
        } else if found.is_none() && is_it(bytes).is_some() {
            found = Some(index);
        }
    });
    visited.map_err(BoardError::from)?;
    if tree.root() != board.head().root() || !is_opened {
        return Err(Stop::fails(
            "The entries of the board are not those of its checkpoint, so it can't say whether the \
             ballot was cast.",
        ));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three projects with up to 3 points each, at most 4 points for the last two.
    fn district() -> District {
        let mut part = Vec::new();
        let text = |part: &mut Vec<u8>, text: &str| {
            part.extend((text.len() as u16).to_be_bytes());
            part.extend(text.bytes());
        };
        text(&mut part, "Centre");
        part.extend(90_u64.to_be_bytes());
        part.extend([0, 3]);
        for (id, name) in [("a", "Trees"), ("b", "Benches"), ("c", "Lamps")] {
            text(&mut part, id);
            text(&mut part, name);
            part.extend(90_u64.to_be_bytes());
        }
        part.extend([3, 0, 1, 3, 1]);
        part.extend(4_u64.to_be_bytes());
        part.extend([0, 2, 0, 1, 0, 2]);
        part.extend([0, 0, 1]);
        part.extend(0_u64.to_be_bytes());
        part.push(2);
        part.extend([0; 8]);
        District::read(&part).unwrap()
    }

    #[test]
    fn points_are_shown_for_each_project_and_not_for_each_slot() {
        let choices = [true, true, false, false, true, false];
        let points = district().points.given(&choices);
        let text = given(&district(), &points, &|units| format!("{units} EUR"));
        let lines = "\nGiven: 4 points to 2 projects\n  • 3 points: Trees (a), 90 EUR\n  • 1 point: \
                     Lamps (c), 90 EUR\n";
        assert_eq!(text, lines);
    }

    #[test]
    fn limits_on_points_are_measured_by_points() {
        let (district, limit) = (district(), &district().limits[0]);
        let measured = |points: &[u8]| limit.measured(&district, points);
        assert_eq!(measured(&[3, 2, 2]), 4);
        assert!(limit.allows(measured(&[3, 2, 2]), 1) && !limit.allows(measured(&[0, 3, 2]), 1));
        let words = in_words(limit, &district, &|units| counted(units, "points"));
        assert_eq!(words, "at most 4 points among the projects b, c");
    }

    #[test]
    fn a_challenge_is_read_from_a_line_or_from_a_link_and_in_no_other_form() {
        for text in ["AQID", "AQID\n", "https://vote.example/check#AQID", " AQID \r\n"] {
            assert_eq!(decode(text.as_bytes()).unwrap(), [1, 2, 3], "{text:?}");
        }
        for text in ["", "#", "AQID=", "AQIDA", "AQ ID", "A+ID/", "\u{e9}", "AQ\nID"] {
            assert!(decode(text.as_bytes()).is_err(), "{text:?}");
        }
        assert_eq!(decode(b"AQI").unwrap(), [1, 2]);
        assert!(decode(b"AQJ").is_err(), "unused bits are zero");
    }
}
