//! Commands that are killed, and disks that are full: nothing is lost, nothing is half-written.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use isoloir_election::phase::Ceremony;

use crate::attacker::{ceremony, open_file, record};
use crate::process::{Finished, Running, isoloir};
use crate::town::{BEFORE, Town};

/// How often a step is killed; each time some milliseconds later.
const KILLS: u64 = 12;
const LATER: Duration = Duration::from_millis(90);

#[test]
fn a_trustee_who_is_killed_at_any_moment_goes_on_and_signs_nothing_else() {
    let town = Town::published();
    town.trustee(2, "commit");
    town.trustee(3, "commit");
    let mut kept = None;
    for kill in 0..KILLS {
        let running = town.start("trustee1", BEFORE, &["trustee", "commit", "KEY", "BOARD"]);
        thread::sleep(LATER * kill as u32);
        running.kill();
        // The file opens, whatever was going on; once there is a commitment in it, it stays.
        let held = open_file(&town.folder("trustee1"))["content"]["election"]["signed"].clone();
        let commitment = held.get("commitment").cloned();
        if kept.is_some() {
            assert_eq!(commitment, kept);
        }
        kept = commitment;
    }
    town.trustee(1, "commit");
    town.all("share");
    town.trustee(1, "share");
    town.trustee(2, "share");
    town.all("confirm");
    assert!(matches!(ceremony(&record(&town.board())), Ceremony::Confirm { .. }));
}

/// Runs a command in a party's folder, where no file can grow: what a full disk is to a program.
fn on_a_full_disk(town: &Town, who: &str, board: &str, arguments: &[&str]) -> Finished {
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""])
        .arg(isoloir().get_program())
        .args(arguments)
        .args(["--key", "key", "--passphrase-file", "passphrase", "--board"])
        .arg(board)
        .current_dir(town.folder(who))
        .env("ISOLOIR_NOW", BEFORE);
    Running::start(command).wait()
}

#[test]
fn a_full_disk_leaves_file_and_board_as_they_were() {
    let town = Town::published();
    let before = fs::read(town.folder("trustee1").join("key")).unwrap();
    let size = record(&town.board()).chain().size();
    let mut server = town.start("server", BEFORE, &["serve", "board", "--listen", "127.0.0.1:0"]);
    server.until("it listens", |server| server.stdout().contains("http://"));
    let url = server.stdout().trim().rsplit(' ').next().unwrap().to_owned();
    let done = on_a_full_disk(&town, "trustee1", &url, &["trustee", "commit"]);
    assert_eq!(done.code, Some(3), "{}", done.stderr);
    assert!(
        done.stderr.contains("key can't be written; what was there is as it was"),
        "{}",
        done.stderr
    );
    assert_eq!(fs::read(town.folder("trustee1").join("key")).unwrap(), before);
    assert_eq!(record(&town.board()).chain().size(), size);
    let files: Vec<_> = fs::read_dir(town.folder("trustee1")).unwrap().collect();
    assert_eq!(files.len(), 3, "key, its lock and the passphrase: {files:?}");
    town.trustee(1, "commit");
}
