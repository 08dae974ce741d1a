//! `isoloir-verify` on whole elections, as separate processes: from a folder, a tar file and a
//! server, and with the work split over several machines.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use common::process::{Finished, Running, isoloir_verify};
use common::{Place, many_voters};
use serde_json::Value;

/// An election of two bundles, held once.
static ELECTION: LazyLock<Place> = LazyLock::new(|| {
    let place = Place::with(many_voters(300));
    let finished = place.simulate(&[]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    place
});

/// How many projects and voters the election has.
const PROJECTS: u64 = 3;
const VOTERS: u64 = 300;

fn verify<S: AsRef<OsStr>>(arguments: &[S]) -> Finished {
    let mut command = isoloir_verify();
    command.args(arguments);
    Running::start(command).wait()
}

/// The JSON report of a source.
fn report(source: impl AsRef<OsStr>) -> (Finished, Value) {
    let finished = verify(&[source.as_ref(), OsStr::new("--json"), OsStr::new("-")]);
    let report = serde_json::from_str(&finished.stdout);
    let report = report.unwrap_or_else(|error| panic!("{error}: {}", finished.stderr));
    (finished, report)
}

fn step<'r>(report: &'r Value, id: &str) -> &'r Value {
    let steps = report["steps"].as_array().unwrap();
    steps.iter().find(|step| step["id"] == id).unwrap_or_else(|| panic!("there is no step {id}"))
}

#[test]
fn a_simulated_election_is_accepted_with_every_step_ended() {
    let (finished, report) = report(&ELECTION.out);
    assert_eq!(finished.code, Some(0), "{}", finished.stdout);
    assert_eq!(report["verdict"], "accept");
    assert_eq!(report["ballots"], VOTERS);
    let steps = report["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 20);
    assert!(steps.iter().all(|step| step["ok"] == true), "{steps:#?}");
    for (id, checked) in [("cast-signatures", VOTERS), ("ballot-proofs", VOTERS), ("rolls", VOTERS)]
    {
        assert_eq!(step(&report, id)["checked"], checked, "{id}");
    }
    assert_eq!(step(&report, "counts")["checked"], PROJECTS);
}

#[test]
fn the_same_is_found_in_a_tar_file_and_over_http() {
    let (_, folder) = report(&ELECTION.out);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("election.tar");
    let packed = Command::new("tar")
        .args(["--exclude=.lock", "-cf"])
        .arg(&file)
        .arg("-C")
        .arg(&ELECTION.out)
        .arg(".")
        .status();
    assert!(packed.unwrap().success(), "tar is on every machine that builds this");
    let url = serve(&ELECTION.out);
    for source in [file.to_str().unwrap(), &url] {
        let (finished, report) = report(source);
        assert_eq!(finished.code, Some(0), "{source}: {}", finished.stdout);
        assert_eq!(report["election"], folder["election"], "{source}");
        assert_eq!(report["log"], folder["log"], "{source}");
    }
}

#[test]
fn the_page_for_people_is_written_beside_the_text() {
    let place = tempfile::tempdir().unwrap();
    let page = place.path().join("report.html");
    let finished = verify(&[ELECTION.out.as_os_str(), OsStr::new("--html"), page.as_os_str()]);
    assert_eq!(finished.code, Some(0));
    assert!(finished.stdout.contains("ACCEPTED"), "{}", finished.stdout);
    assert!(fs::read_to_string(page).unwrap().starts_with("<!doctype html>"));
}

#[test]
fn another_election_than_the_one_that_was_announced_is_rejected() {
    let (_, honest) = report(&ELECTION.out);
    let id = honest["election"]["election_id"].as_str().unwrap();
    let out = ELECTION.out.to_str().unwrap();
    assert_eq!(verify(&[out, "-q", "--election-id", id]).code, Some(0));
    for option in ["--election-id", "--fingerprint"] {
        let finished = verify(&[out, "-q", option, &"5a".repeat(32)]);
        assert_eq!(finished.code, Some(1), "{option}: {}", finished.stdout);
        assert!(finished.stdout.contains("not the one expected"), "{}", finished.stdout);
    }
}

#[test]
fn what_is_no_archive_can_not_be_read() {
    let empty = tempfile::tempdir().unwrap();
    for source in [empty.path(), Path::new("no/such/place"), Path::new("http://127.0.0.1:1/")] {
        let finished = verify(&[source]);
        assert_eq!(finished.code, Some(2), "{}", source.display());
        assert!(finished.stderr.starts_with("isoloir-verify: "), "{}", finished.stderr);
    }
}

/// The files with which machines share the work.
struct Machines {
    folder: tempfile::TempDir,
    /// Their public key.
    trusted: String,
}

impl Machines {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        let made = verify(&["key", "machine.example/1", "--out", key.to_str().unwrap()]);
        assert_eq!(made.code, Some(0), "{}", made.stderr);
        let is_key = |word: &&str| word.starts_with("machine.example/1+");
        let trusted = made.stdout.split_whitespace().find(is_key);
        let trusted = trusted.unwrap_or_else(|| panic!("no key in {}", made.stdout)).to_owned();
        Self { folder, trusted }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Checks a part of an archive; gives the file of its result.
    fn shard(&self, part: &str, archive: &Path) -> (PathBuf, Finished) {
        let out = self.path(&format!("part-{}", part.replace('/', "-of-")));
        let (key, archive) = (self.path("key"), archive.to_str().unwrap());
        let (key, to) = (key.to_str().unwrap(), out.to_str().unwrap());
        let finished = verify(&["shard", part, archive, "--key", key, "--out", to]);
        (out, finished)
    }

    /// The three parts of the election.
    fn parts(&self) -> [PathBuf; 3] {
        ["1/3", "2/3", "3/3"].map(|part| {
            let (file, finished) = self.shard(part, &ELECTION.out);
            assert_eq!(finished.code, Some(0), "{part}: {}", finished.stderr);
            file
        })
    }

    fn merge(&self, parts: &[&PathBuf], archive: &Path) -> Finished {
        let mut arguments = vec!["merge", archive.to_str().unwrap(), "--trust", &self.trusted];
        arguments.extend(parts.iter().map(|part| part.to_str().unwrap()));
        arguments.extend(["--json", "-"]);
        verify(&arguments)
    }
}

#[test]
fn parts_that_several_machines_checked_are_put_together() {
    let machines = Machines::new();
    let [a, b, c] = machines.parts();
    let finished = machines.merge(&[&c, &a, &b], &ELECTION.out);
    assert_eq!(finished.code, Some(0), "{}{}", finished.stdout, finished.stderr);
    let merged: Value = serde_json::from_str(&finished.stdout).unwrap();
    let (_, alone) = report(&ELECTION.out);
    assert_eq!(merged["election"], alone["election"]);
    assert_eq!(step(&merged, "ballot-proofs")["checked"], VOTERS);
}

#[test]
fn gaps_and_overlaps_of_parts_are_refused() {
    let machines = Machines::new();
    let [a, b, c] = machines.parts();
    let (half, finished) = machines.shard("1/2", &ELECTION.out);
    assert_eq!(finished.code, Some(0));
    for (parts, complaint) in [
        (vec![&a, &c], "in no part"),
        (vec![&a, &b], "a part is missing"),
        (vec![&half, &b, &c], "overlaps"),
        (vec![&half, &half, &c], "overlaps"),
    ] {
        let finished = machines.merge(&parts, &ELECTION.out);
        assert_eq!(finished.code, Some(2), "{complaint}: {}", finished.stdout);
        assert!(finished.stderr.contains(complaint), "{complaint}: {}", finished.stderr);
    }
}

#[test]
fn a_part_that_was_changed_or_signed_by_somebody_else_is_refused() {
    let machines = Machines::new();
    let [a, b, c] = machines.parts();
    let others = Machines::new();
    let finished = others.merge(&[&a, &b, &c], &ELECTION.out);
    assert_eq!(finished.code, Some(2), "{}", finished.stdout);
    assert!(finished.stderr.contains("--trust"), "{}", finished.stderr);

    let honest = fs::read(&b).unwrap();
    for at in (0..honest.len()).step_by(251) {
        let mut changed = honest.clone();
        changed[at] ^= 1;
        fs::write(&b, &changed).unwrap();
        let finished = machines.merge(&[&a, &b, &c], &ELECTION.out);
        assert_eq!(finished.code, Some(2), "byte {at}: {}", finished.stdout);
    }
}

#[test]
fn parts_of_another_board_do_not_serve() {
    let machines = Machines::new();
    let other = Place::with(many_voters(20));
    assert_eq!(other.simulate(&[]).code, Some(0));
    let (part, finished) = machines.shard("1/1", &other.out);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let finished = machines.merge(&[&part], &ELECTION.out);
    assert_eq!(finished.code, Some(2));
    assert!(finished.stderr.contains("another board"), "{}", finished.stderr);
}

/// Serves the files of a folder, on this machine alone, until the test ends. Gives the URL.
fn serve(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // Who goes away before the answer is done is no concern of the server.
            let _ = answer(stream, &folder);
        }
    });
    url
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    lines.map_while(Result::ok).find(String::is_empty);
    let path = request.split(' ').nth(1).unwrap_or("/").trim_start_matches('/');
    let (status, body) = match fs::read(folder.join(path)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")?;
    stream.write_all(&body)
}
