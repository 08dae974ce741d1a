//! `isoloir-verify shard I/N`: checks one part of the ballots.

use super::Ended;
use super::arguments::Shard;
use super::files::{read_key, write_new};
use crate::engine::{self, PartOf, part_file};
use crate::log::files::LogFiles;
use crate::log::key::KeyType;
use crate::report::progress::Progress;
use crate::report::terminal::{self, Paint};
use crate::source;

/// Checks the part and writes its result, whether it holds or not.
pub(super) fn run(arguments: &Shard) -> anyhow::Result<Ended> {
    let signer = read_key(&arguments.key, KeyType::Log)?;
    let source = source::open(&arguments.source)?;
    let board = match engine::read_setup(&*source)? {
        Ok(board) => board,
        Err(failed) => {
            for step in &failed {
                print!("{}", terminal::step(step, Paint::of_stdout()));
            }
            println!("The board can't be checked up to its opening, so neither can its ballots.");
            return Ok(Ended::Fails);
        }
    };
    let all = LogFiles::new(&*source, board.head).bundles();
    let bundles = engine::bundles_of(arguments.part.number, arguments.part.of, all);
    let part = engine::check_part(&*source, &board, bundles, &Progress::stderr())?;
    let file = part_file::write(&part, &PartOf::from(&board), &signer)?;
    write_new(&arguments.out, file.as_bytes())?;
    println!(
        "Part {} of {}: {} ballots were checked. The result is in {}",
        arguments.part.number,
        arguments.part.of,
        part.ballots,
        arguments.out.display()
    );
    for (step, failure) in &part.failures {
        let entry = failure.entry.unwrap_or_default();
        println!("Step {} ({}), entry {entry}: {}", step.number(), step.name(), failure.what);
    }
    Ok(if part.failures.is_empty() { Ended::Holds } else { Ended::Fails })
}
