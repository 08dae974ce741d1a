use std::path::PathBuf;

use anyhow::anyhow;
use isoloir_election::definition::ElectionId;
use isoloir_election::message::{Kind, Messages};
use isoloir_election::phase::{Election, Setup};
use isoloir_encoding::Encode;

use crate::failure::Failure;
use crate::fingerprint::grouped;
use crate::identity::SecretBytes;
use crate::language::Language;
use crate::registrar::file::{Held, Issued};
use crate::registrar::folder::Folder;
use crate::registrar::mailing::{MailingArguments, names};
use crate::registrar::person::{Person, RollPlace};
use crate::registrar::roll_file::{self, Resident};
use crate::registrar::session::Session;
use crate::registrar::{StepArguments, order, roll, roll_count};
use crate::safe_file;
use crate::say::say;

/// The arguments of `isoloir registrar issue`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The table of residents: see docs/registrar.md.
    #[arg(long, value_name = "FILE")]
    roll: PathBuf,

    /// The key of the order that all registrars share. The first to issue names a file that is not there yet, which
    /// is made; the others give a copy of it. Needed if there are several registrars.
    #[arg(long, value_name = "FILE")]
    shuffle: Option<PathBuf>,

    /// The language of letters to residents whose row says none: en, fr or es.
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = language)]
    language: Language,

    #[command(flatten)]
    mailing: MailingArguments,
    #[command(flatten)]
    step: StepArguments,
}

/// Letters first, then the file, then the board: nothing is on the board whose letters are not on the disk. What
/// an interruption leaves before the file is written is worth nothing, and after it the same command goes on.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut session = Session::begin(&arguments.step.key, &arguments.step.post.board)?;
    if session.is_issued() {
        say!("The codes were issued before with this file: no new ones are made.");
    } else {
        let held = issue(&session, arguments)?;
        session.keep_issued(held)?;
    }
    let held = session.held()?;
    held.first_letters().map_or(Ok(()), Folder::publish)?;
    tell(&session, arguments)?;
    session.send(&arguments.step.post, held.kept())
}

fn issue(session: &Session, arguments: &Arguments) -> Result<Held, Failure> {
    let setup = session.setup()?;
    let (election, index) = (setup.election(), session.position()?);
    if election.districts().len() < election.definition().districts.len() {
        return Err(Failure::input(anyhow!(
            "the definition is not complete on the board: the official runs isoloir publish again"
        )));
    }
    let districts = 0..election.districts().len() as u16;
    if districts.clone().any(|district| !setup.roll(district, index).is_empty()) {
        return Err(Failure::input(anyhow!(
            "your roll is on the board, and this file did not issue it: take the file that did. If it is lost, the \
             election begins again on a new board"
        )));
    }
    // Of this election no letters are known yet.
    let folder = Folder::new(&arguments.mailing.letters, session.identity(), [])?;
    let names = names(election);
    let residents = read_residents(arguments, &names)?;
    let order_key = order_key(arguments, setup, index)?;
    let orders: Vec<Vec<usize>> =
        districts.map(|district| order::order(&order_key, district, &residents)).collect();
    check_counts(setup, index, &orders)?;

    let id = election.id();
    let (codes, roots) = roll::draw(&id, residents.len());
    let signer = session.signer()?;
    let mut list = Vec::new();
    for (district, order) in (0..).zip(&orders) {
        for chunk in roll::chunks(id, index, district, order, &roots)? {
            list.push(signer.message(Kind::Roll, &chunk.to_bytes()));
        }
    }
    let counts: Vec<usize> = orders.iter().map(Vec::len).collect();
    let count = roll_count::note(session.identity(), index, election, &counts)?.to_string();
    let letters: Vec<_> = residents.iter().zip(&codes).collect();
    let mailing = arguments.mailing.mailing(election, index, &names);
    folder.clear_others([])?;
    folder.write(&mailing, &letters, Some(&count))?;
    Held::new(Issued {
        id,
        index,
        seen: session.board.head(),
        order_key,
        letters: folder,
        persons: persons(&residents, &orders),
        roll: Messages { election: ElectionId(id.0), list },
    })
}

fn read_residents(arguments: &Arguments, names: &[String]) -> Result<Vec<Resident>, Failure> {
    let bytes = safe_file::read(&arguments.roll, roll_file::MAX_FILE_BYTES as u64)?;
    let file = arguments.roll.display().to_string();
    roll_file::read(&file, &bytes, names, arguments.language).map_err(Failure::input)
}

/// One registrar draws it for itself; several share it.
fn order_key(arguments: &Arguments, setup: &Setup, index: u8) -> Result<SecretBytes, Failure> {
    let registrars = &setup.election().definition().registrars;
    let Some(file) = &arguments.shuffle else {
        if registrars.len() == 1 {
            return Ok(SecretBytes::random());
        }
        return Err(Failure::input(anyhow!(
            "the registrars are {}, and must put residents in the same order: give --shuffle FILE, which the first \
             of them makes and hands to the others",
            registrars.len()
        )));
    };
    if file.exists() {
        return order::read(file);
    }
    let districts = 0..setup.election().districts().len() as u16;
    for (other, party) in (0..).zip(registrars).filter(|&(other, _)| other != index) {
        if districts.clone().any(|district| !setup.roll(district, other).is_empty()) {
            return Err(Failure::input(anyhow!(
                "{} does not exist, and {} has issued already: take the file for --shuffle from them",
                file.display(),
                party.name
            )));
        }
    }
    order::make(file)
}

/// The vote could not open with an empty roll, nor with rolls of different lengths.
fn check_counts(setup: &Setup, index: u8, orders: &[Vec<usize>]) -> Result<(), Failure> {
    let election = setup.election();
    let registrars = &election.definition().registrars;
    for ((district, order), part) in (0..).zip(orders).zip(election.districts()) {
        if order.is_empty() {
            return Err(Failure::input(anyhow!(
                "nobody on the roll votes in {}: the vote could not open; add its residents",
                part.name
            )));
        }
        for (other, party) in (0..).zip(registrars).filter(|&(other, _)| other != index) {
            let theirs = setup.roll(district, other).len();
            if theirs != 0 && theirs != order.len() {
                return Err(Failure::input(anyhow!(
                    "in {} your roll has {} residents and that of {} has {theirs}: use the same table; if theirs is \
                     still being posted, wait",
                    part.name,
                    order.len(),
                    party.name
                )));
            }
        }
    }
    Ok(())
}

fn persons(residents: &[Resident], orders: &[Vec<usize>]) -> Vec<Person> {
    let mut places: Vec<Vec<RollPlace>> = residents.iter().map(|_| Vec::new()).collect();
    for (district, order) in (0..).zip(orders) {
        for (position, &index) in (0..).zip(order) {
            places[index].push(RollPlace { district, position, reissued: Vec::new() });
        }
    }
    residents.iter().zip(places).map(|(resident, places)| Person::new(resident, places)).collect()
}

fn tell(session: &Session, arguments: &Arguments) -> Result<(), Failure> {
    let (held, election) = (session.held()?, session.board.election()?);
    let districts = 0..election.districts().len() as u16;
    let ordered: Vec<Vec<&str>> = districts.map(|district| held.ordered(district)).collect();
    let counts: Vec<usize> = ordered.iter().map(Vec::len).collect();
    say!(
        "The letters are in {}, with the codes as a table and the signed count of residents, roll-count.txt. \
         Destroy letters and table when they are in the post: the codes exist nowhere else.\n",
        held.letters.path().display()
    );
    say!("{}", roll_count::note(session.identity(), held.index, election, &counts)?);
    if election.definition().registrars.len() > 1 {
        let digest = order::digest(&held.order_key, &ordered);
        say!("Fingerprint of the roll: {}", grouped(&digest));
        say!(
            "Read it aloud with the other registrars, before any letter is posted: if one of you has another, you \
             used different tables or orders, and nobody could vote."
        );
        tell_shuffle(arguments, election)?;
    }
    Ok(())
}

fn tell_shuffle(arguments: &Arguments, election: &Election) -> Result<(), Failure> {
    if let Some(file) = &arguments.shuffle {
        let others = election.definition().registrars.len() - 1;
        let who = match others {
            1 => "The other registrar needs".to_owned(),
            _ => format!("The {others} other registrars need"),
        };
        say!(
            "{who} {} and the same table of residents. Hand both over in person, never to those who run the \
             server: they tell who stands where on the roll.\n",
            file.display()
        );
    }
    Ok(())
}

fn language(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| "there are no texts in it; take one of en, fr, es".into())
}
