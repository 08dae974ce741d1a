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

/// The choices in words, and the limits.
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
    let chosen = || district.projects.iter().zip(&unsealed.choices).filter(|(_, chosen)| **chosen);
    let number = chosen().count();
    text.push_str(&format!("\nChosen: {}\n", counted(number as u64, "projects")));
    for (project, _) in chosen() {
        let line = format!("{} ({}), {}", project.name, project.id, money(project.cost));
        text.push_str(&terminal::hanging("  • ", &line));
    }
    let sum: u64 = chosen().map(|(project, _)| project.cost).sum();
    text.push_str(&note(&format!("Together they cost {}.", money(sum))));
    for limit in &district.limits {
        let measured = measured(limit, district, &unsealed.choices);
        let amount = |units| match limit.measure {
            Measure::Cost => money(units),
            Measure::Count => counted(units, "projects"),
        };
        let line = in_words(limit, district, &amount);
        text.push_str(&match keeps(limit, measured) {
            true => yes(&format!("Limit: {line}. These are {}.", amount(measured))),
            false => no(&format!(
                "Limit: {line}. These are {}: the board would refuse this ballot.",
                amount(measured)
            )),
        });
    }
    text
}

/// The cost or the number of the chosen projects that a limit speaks of.
fn measured(limit: &Limit, district: &District, choices: &[bool]) -> u64 {
    let projects = (0_u16..).zip(district.projects.iter().zip(choices));
    let of_limit =
        |position| limit.projects.is_empty() || limit.projects.binary_search(&position).is_ok();
    projects
        .filter(|(position, (_, chosen))| **chosen && of_limit(*position))
        .map(|(_, (project, _))| match limit.measure {
            Measure::Cost => project.cost,
            Measure::Count => 1,
        })
        .sum()
}

fn keeps(limit: &Limit, measured: u64) -> bool {
    match limit.bound {
        Bound::AtMost => measured <= limit.amount,
        Bound::AtLeast => measured >= limit.amount,
    }
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
