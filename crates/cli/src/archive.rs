//! `isoloir archive`: the whole election in one file that verifies for ever.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use anyhow::Context;
use isoloir_archive::Reader;
use isoloir_board::tiles::tiles_between;

use crate::failure::Failure;
use crate::place::{Place, failure_of};
use crate::progress::Step;
use crate::replay::replay;
use crate::safe_file::{Access, Unfinished, check_absent, sync_parent};
use crate::say::say;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Copy a whole election into one file that verifies for ever.

The file is an uncompressed tar archive of the board's files, the same bytes for the same board, whoever makes \
it. All of it is read and checked before the file appears: entries, rules, tiles, the signed checkpoint. \
isoloir-verify reads it as it is; `tar -x` makes the folder of it that isoloir result reads.";

/// The arguments of `isoloir archive`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The board: the URL of its server, or a folder.
    #[arg(value_name = "BOARD")]
    board: Place,

    /// The file; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let out = &arguments.out;
    check_absent(out)?;
    let board = arguments.board.reader()?;
    replay(&board, "Checking the board").map_err(failure_of)?;
    let written = Unfinished::begin(out, Access::Usual).map_err(anyhow::Error::new);
    let done = written.and_then(|(unfinished, file)| {
        let files = write(&board, file)?;
        unfinished.take_name()?;
        sync_parent(out)?;
        Ok(files)
    });
    let files = done
        .with_context(|| format!("{} can't be written", out.display()))
        .map_err(Failure::system)?;
    say!("{}: {} entries in {files} files", out.display(), board.size());
    Ok(())
}

/// Writes the tar archive, byte by byte as `spec/board.md`, section 9.3, says. Returns how many files are in it.
fn write(board: &Reader, file: File) -> anyhow::Result<u64> {
    let mut archive = tar::Builder::new(BufWriter::new(file));
    let length = tiles_between(0, board.size()).count() as u64 + 1;
    let step = Step::begin("Writing the archive", length);
    let mut files = 0;
    board.export(|path, bytes| {
        files += 1;
        step.advance(1);
        append(&mut archive, path, bytes)
    })?;
    let file = archive.into_inner()?.into_inner()?;
    file.sync_all()?;
    step.finish(&format!("{files} files"));
    Ok(files)
}

fn append(
    archive: &mut tar::Builder<BufWriter<File>>,
    path: &str,
    bytes: &[u8],
) -> anyhow::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path)?;
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    archive.append(&header, bytes)?;
    Ok(())
}
