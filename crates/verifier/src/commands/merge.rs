//! `isoloir-verify merge`: checks all but the ballots' proofs, and takes those from parts.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::Ended;
use super::arguments::Merge;
use super::files::read_bounded;
use super::verify::{progress, write};
use crate::engine::part_file::{self, MAX_PART_BYTES};
use crate::engine::{self, OpenBoard, Options, Part, PartOf, Parts, Work};
use crate::log::files::LogFiles;
use crate::log::key::{KeyType, VerifierKey};
use crate::source;

/// Puts the parts together and writes the reports.
pub(super) fn run(arguments: &Merge) -> anyhow::Result<Ended> {
    let source = source::open(&arguments.source)?;
    let progress = progress(&arguments.output);
    let mut options = Options {
        election_id: arguments.expected.election_id,
        fingerprint: arguments.expected.fingerprint,
        ..Options::new(&progress)
    };
    // If the board does not come to its opening, the whole check says why.
    if let Ok(board) = engine::read_setup(&*source)? {
        let bundles = LogFiles::new(&*source, board.head).bundles();
        let parts = parts(arguments, &board, bundles)?;
        options.work = Work::Given(Parts { of: PartOf::from(&board), parts });
    }
    write(&engine::verify(&*source, options)?.report, &arguments.output)
}

/// The parts in order: they must be all bundles of the board, each once.
fn parts(
    arguments: &Merge,
    board: &OpenBoard,
    bundles: u64,
) -> anyhow::Result<Vec<(String, Part)>> {
    let trusted = arguments.trust.iter().map(|key| {
        let parsed = VerifierKey::parse(KeyType::Log, key);
        parsed.with_context(|| format!("--trust {}", key.escape_debug()))
    });
    let trusted: Vec<VerifierKey> = trusted.collect::<Result<_, _>>()?;
    let of = PartOf::from(board);
    let mut parts = Vec::new();
    for file in &arguments.parts {
        let bytes = read_bounded(file, MAX_PART_BYTES)?;
        let (signer, part) = part_file::read(&bytes, &of, &board.opened, &trusted)
            .with_context(|| format!("{}", file.display()))?;
        parts.push((file, signer, part));
    }
    parts.sort_by_key(|(_, _, part)| (part.bundles.start, part.bundles.end));
    check_partition(&parts, bundles)?;
    Ok(parts.into_iter().map(|(_, signer, part)| (signer, part)).collect())
}

/// Refuses gaps and overlaps.
fn check_partition(parts: &[(&PathBuf, String, Part)], bundles: u64) -> anyhow::Result<()> {
    let mut end = 0;
    for (file, _, part) in parts {
        let file = file.display();
        let range = &part.bundles;
        if range.start > end {
            bail!("bundles {end} to {} are in no part: {file} begins after them", range.start - 1);
        }
        if range.start < end || range.end < range.start {
            bail!("{file} overlaps with another part: it begins with bundle {}", range.start);
        }
        end = range.end;
    }
    if end != bundles {
        bail!("the parts end at bundle {end}, but the board has {bundles}: a part is missing");
    }
    Ok(())
}
