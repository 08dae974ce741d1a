//! A vote that is left open, for people to try: the board of a simulation in a folder that can be served.

use std::path::Path;

use anyhow::Context;
use csv::Writer as Table;
use isoloir_archive::Writer;
use isoloir_election::phase::Record;
use isoloir_page::content::TABLE;

use crate::clock;
use crate::failure::Failure;
use crate::host::{BoardFolder, fill};
use crate::place::Place;
use crate::safe_file::beside;
use crate::say::say;
use crate::simulate::casting::{self, Voters};
use crate::simulate::parties::Parties;
use crate::simulate::plan::Plan;
use crate::simulate::{Arguments, Board, read_file, seed_of, setup};

pub(super) fn run(arguments: &Arguments, visitors: usize) -> Result<(), Failure> {
    let bytes =
        arguments.files.iter().map(|file| read_file(file)).collect::<Result<Vec<_>, _>>()?;
    let seed = seed_of(arguments);
    let now = clock::seconds(clock::now()?);
    let plan = Plan::read(&arguments.files, &bytes, arguments.limit)?.open_to(visitors, now);
    let parties = Parties::new(&seed, plan.origin()).map_err(Failure::system)?;
    let election = plan.election(&arguments.files[0], &parties)?;

    let folder = BoardFolder::new(&arguments.out);
    folder.adopt(parties.board().key().name(), &parties.board_key)?;
    let archive = beside(&arguments.out, ".archive");
    let mut board = Board {
        writer: Writer::create(&archive, parties.board()).map_err(Failure::input)?,
        record: Record::new(),
        parties: &parties,
        resume_hint: "interrupted; begin again in another folder".into(),
    };
    let issued = Some(setup::hold(&mut board, &seed, &parties, &election, &plan)?);
    casting::cast_all(&mut board, &Voters { seed: &seed, plan: &plan, issued })?;
    drop(board);

    describe(&folder.content(), &plan).map_err(Failure::system)?;
    fill(&arguments.out, &Place::Folder(archive.clone()))?;
    std::fs::remove_dir_all(&archive)
        .with_context(|| format!("{} can't be removed; remove it by hand", archive.display()))
        .map_err(Failure::system)?;
    say!("The vote is open for a week. Voting codes of residents who have not voted:");
    for visitor in plan.visitors() {
        say!("  {}", *setup::code(&seed, visitor).reveal());
    }
    say!("Serve it with: isoloir serve {}", arguments.out.display());
    Ok(())
}

/// Tells the voting page what the files say of the projects: of what kind they are.
fn describe(folder: &Path, plan: &Plan) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut table = Table::from_path(folder.join(TABLE))?;
    table.write_record(["district", "id", "category"])?;
    for contest in plan.contests() {
        for (id, category) in contest.categories() {
            table.write_record([&contest.district().name, id, category])?;
        }
    }
    table.flush()?;
    Ok(())
}
