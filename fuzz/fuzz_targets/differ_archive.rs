//! Whole archives of the tiny election: the election crates and the verifier accept the same ones.
//!
//! The first byte says what is changed. The files: the next byte says which, then come the changes
//! of its bytes (`isoloir_fuzz::edits`), or whether it is missing, copied or moved. The entries:
//! the next two bytes say which and how; then chain, tiles and checkpoint are made anew.

#![no_main]

use std::sync::LazyLock;

use isoloir_board::entry::Entry;
use isoloir_encoding::{DecodeError, Reader};
use isoloir_fuzz::archive::Files;
use isoloir_fuzz::edits::edit;
use isoloir_fuzz::tiny_election;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

type Content = (u8, Vec<u8>);

static HONEST: LazyLock<Vec<Content>> = LazyLock::new(|| {
    let content = |entry: Entry| (entry.kind(), entry.into_payload());
    tiny_election().into_iter().map(content).collect()
});

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a folder to write in")
});

/// Names that a file can be copied to: with a place under the checkpoint, and without one.
const NAMES: [&str; 8] = [
    "tile/0/000",
    "tile/0/000.p/9",
    "tile/0/001.p/1",
    "tile/1/000.p/1",
    "tile/entries/000",
    "tile/entries/000.p/9",
    "tile/entries/001",
    "checkpoint.next",
];

fuzz_target!(|bytes: &[u8]| {
    let mut input = Reader::new(bytes);
    let Ok(Some(files)) = changed(&mut input) else { return };
    let report = files.report();
    let verifier = report.as_ref().is_some_and(|report| report.holds());
    let crates = files.judge_by_crates(&FOLDER.path().join("board"));
    if crates.is_ok() != verifier {
        let steps = report.iter().flat_map(|report| report.failing_steps());
        let failing: Vec<_> = steps.map(|step| (step.id, &step.failures)).collect();
        panic!("the crates say {crates:?}, the verifier says {failing:?}");
    }
});

fn changed(input: &mut Reader<'_>) -> Result<Option<Files>, DecodeError> {
    if input.u8("what")? % 2 == 0 { files(input).map(Some) } else { entries(input) }
}

fn files(input: &mut Reader<'_>) -> Result<Files, DecodeError> {
    let mut files = Files::of(HONEST.clone()).expect("the tiny election fits");
    let paths: Vec<String> = files.0.keys().cloned().collect();
    let path = &paths[usize::from(input.u8("file")?) % paths.len()];
    let mut bytes = files.0[path].clone();
    match input.u8("how")? % 8 {
        0 => drop(files.0.remove(path)),
        1 => {
            let name = NAMES[usize::from(input.u8("name")?) % NAMES.len()];
            edit(input, &mut bytes, 0);
            files.0.insert(name.to_owned(), bytes);
        }
        2 => {
            let name = NAMES[usize::from(input.u8("name")?) % NAMES.len()];
            files.0.remove(path);
            files.0.insert(name.to_owned(), bytes);
        }
        3 => {
            // A part of a hash tile or a bundle, as an earlier checkpoint had it.
            let length = usize::from(input.u16("length")?) % (bytes.len() + 1);
            bytes.truncate(length);
            let width = input.u8("width")?;
            let stem = path.rsplit_once("/").map_or("", |(stem, _)| stem);
            files.0.insert(format!("{stem}/{width}"), bytes);
        }
        _ => {
            edit(input, &mut bytes, 0);
            files.0.insert(path.clone(), bytes);
        }
    }
    Ok(files)
}

fn entries(input: &mut Reader<'_>) -> Result<Option<Files>, DecodeError> {
    let mut contents = HONEST.clone();
    let at = usize::from(input.u8("entry")?) % contents.len();
    match input.u8("how")? % 8 {
        0 => drop(contents.remove(at)),
        1 => {
            let other = usize::from(input.u8("other")?) % contents.len();
            contents.swap(at, other);
        }
        2 => {
            let other = usize::from(input.u8("other")?) % contents.len();
            contents.insert(other, contents[at].clone());
        }
        3 => contents.truncate(at),
        4 => contents[at].0 = input.u8("kind")?,
        _ => edit(input, &mut contents[at].1, 0),
    }
    Ok(Files::of(contents))
}
