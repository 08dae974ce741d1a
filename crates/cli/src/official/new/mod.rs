//! `isoloir new`: the two files of an election, ready to be edited.

mod example;
mod import;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, anyhow};

use crate::failure::Failure;
use crate::official::files::{ELECTION, PROJECTS};
use crate::result::output::{self, Output};

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
An official holds the files election.toml and projects.csv and, later, a key that opens and closes \
the vote. An official never sees a vote, a voting code, or a trustee's share of the keys: those stay \
with their owners, and only public keys come into election.toml.

Writes the two files into DIR, to be edited.

Without --from it is an example of a small city with three budgets, and a comment explains every \
line. With --from it is what a Pabulib .pb file says of its election: projects, budget, limits, rule, \
least score and points. Projects that were withdrawn are left out. With several files, each is a \
district. Where a key will stand there is a question mark: key = \"?\". When both files are edited, \
run `isoloir check DIR`.

Files that are there are never written over.";

/// The arguments of `isoloir new`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder for the files. It is made if it is not there.
    dir: PathBuf,

    /// Take the election from a Pabulib .pb file; from several, each is a district.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<PathBuf>,
}

/// The texts of the two files.
pub(super) struct Texts {
    pub(super) election: String,
    pub(super) projects: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let texts = match arguments.from.as_slice() {
        [] => example::texts(),
        files => import::texts(files)?,
    };
    let folder = &arguments.dir;
    let paths = [folder.join(ELECTION), folder.join(PROJECTS)];
    if let Some(found) = paths.iter().find(|path| fs::symlink_metadata(path).is_ok()) {
        return Err(Failure::input(anyhow!(
            "{} is there already and is not written over; choose another folder, or move it away",
            found.display()
        )));
    }
    let is_new = !folder.exists();
    if is_new {
        fs::create_dir(folder)
            .with_context(|| {
                format!(
                    "the folder {} can't be made; make the one above it first",
                    folder.display()
                )
            })
            .map_err(Failure::input)?;
    }
    let written = write(&paths, texts);
    if written.is_err() && is_new {
        // Nothing of it stays; the error that is told is the first.
        let _ = fs::remove_dir(folder);
    }
    written?;
    eprintln!("Edit both, then: isoloir check {}", folder.display());
    Ok(())
}

fn write(paths: &[PathBuf; 2], texts: Texts) -> Result<(), Failure> {
    let [election, projects] = paths;
    let output = |path| Output::new(path).map_err(Failure::input);
    output::write_all(&[(output(election)?, texts.election), (output(projects)?, texts.projects)])
}

#[cfg(test)]
mod tests;
