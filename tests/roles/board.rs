//! Keeping the board: what it takes, what its server answers, and the copy for good.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use crate::attacker::record;
use crate::town::{BEFORE, DURING, Plan, Town};

/// A town of one trustee whose definition is not published.
fn unpublished() -> Town {
    Town::new(Plan::small(1, 1))
}

fn edit(town: &Town, from: &str, to: &str) {
    let path = town.folder("clerk").join("election/election.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

const PUBLISH: [&str; 4] = ["publish", "election", "KEY", "BOARD"];

#[test]
fn a_definition_for_another_board_is_refused_and_this_one_stays_good() {
    let town = unpublished();
    let other = unpublished();
    let board = other.board();
    let elsewhere = ["publish", "election", "KEY", "--board", board.to_str().unwrap()];
    town.refused(
        "clerk",
        BEFORE,
        &elsewhere,
        2,
        "the definition names the board vote.example.org/2027+",
    );
    other.publish();
    town.refused("clerk", BEFORE, &elsewhere, 2, "it is of election ");
    town.publish();
    // Once more: everything is found there.
    assert!(
        town.good("clerk", BEFORE, &PUBLISH).stdout.contains("On the board: 2 entries, 0 to 1.")
    );
}

#[test]
fn a_definition_that_asks_for_cosignatures_is_refused_before_the_board_can_not_be_read() {
    let town = unpublished();
    let key = "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";
    let witness = format!("[witnesses]\nquorum = 1\n[[witness]]\nkey = \"{key}\"\n[trustees]");
    edit(&town, "[trustees]", &witness);
    town.refused(
        "clerk",
        BEFORE,
        &PUBLISH,
        2,
        "the definition asks for the signatures of 1 witnesses",
    );
    edit(&town, "quorum = 1", "quorum = 0");
    town.publish();
}

#[test]
fn two_boards_are_not_made_in_one_folder_and_a_killed_one_is_made_again() {
    let town = unpublished();
    let init = ["board", "init", "board", "--origin", "vote.example.org/2027"];
    town.refused("server", BEFORE, &init, 2, "board holds a board already: choose another folder");
    let board = town.board();
    let key = fs::read(board.join("board.key")).unwrap();
    fs::remove_file(board.join("board.db")).unwrap();
    town.good("server", BEFORE, &init);
    assert_eq!(fs::read(board.join("board.key")).unwrap(), key, "its key is the same");
    let other = ["board", "init", "board", "--origin", "vote.example.org/2028"];
    fs::remove_file(board.join("board.db")).unwrap();
    town.refused("server", BEFORE, &other, 2, "is the key of vote.example.org/2027");
}

#[test]
fn a_board_has_a_folder_of_its_own() {
    let town = unpublished();
    town.write("server", "minutes", "");
    let init = ["board", "init", ".", "--origin", "vote.example.org/2027"];
    town.refused("server", BEFORE, &init, 2, ". holds other files, such as ");
    assert!(!town.folder("server").join("board.key").exists());
}

#[test]
fn the_fingerprint_that_the_official_publishes_is_that_of_the_board() {
    let town = unpublished();
    town.publish();
    town.ceremony();
    town.issue(&[vec!["Whole town"]]);
    let said = town.good("clerk", DURING, &["open", "KEY", "BOARD"]).stdout;
    let fingerprint = said.lines().last().unwrap();
    let status = town.status();
    assert!(status.contains(&format!("Fingerprint {fingerprint}\n")), "{said}{status}");
}

/// What a server answers to a request, as it is sent.
fn ask(address: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    // A server that has heard enough closes; what it said before counts.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_server_shows_the_files_of_the_log_and_nothing_else_and_survives_what_is_sent() {
    let town = unpublished();
    let mut server = town.start("server", BEFORE, &["serve", "board", "--listen", "127.0.0.1:0"]);
    server.until("it listens", |server| server.stdout().contains("http://"));
    let said = server.stdout();
    let address = said.trim().rsplit("//").next().unwrap().to_owned();
    let status = |request: String| {
        let answer = ask(&address, request.as_bytes());
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let get =
        |path: &str| status(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    let post = |path: &str, body: &str| {
        let length = body.len();
        status(format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    };
    assert_eq!(get("/checkpoint"), "200");
    for path in [
        "/board.toml",
        "/board.key",
        "/tile/../board.key",
        "/tile/..%2f..%2fboard.key",
        "/tile/0/000",
        "/tile/entries/999999",
        "/tile/8/000",
        "/standing/0/zz",
        &format!("/standing/0/{}", "00".repeat(32)),
        &format!("/standing/99999/{}", "e2".repeat(32)),
    ] {
        let found = get(path);
        assert!(found == "404" || found == "400", "{path}: {found}");
    }
    assert_eq!(post("/messages", "junk"), "400");
    assert_eq!(post("/ballots", "junk"), "409");
    assert_eq!(post("/ballots", &"x".repeat(70_000)), "413");
    assert_eq!(get("/checkpoint"), "200");
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));
}

#[test]
fn the_copy_for_good_is_the_same_bytes_from_a_folder_and_from_a_copy_of_it() {
    let town = Town::published();
    let archive = |board: &Path, name: &str| {
        town.good("clerk", BEFORE, &["archive", board.to_str().unwrap(), "--out", name]);
        fs::read(town.folder("clerk").join(name)).unwrap()
    };
    let first = archive(&town.board(), "first.tar");
    let copied = town.folder("clerk").join("copied");
    town.copy_board(&copied);
    assert_eq!(archive(&copied, "second.tar"), first);
    let board = town.board();
    let again = ["archive", board.to_str().unwrap(), "--out", "first.tar"];
    town.refused(
        "clerk",
        BEFORE,
        &again,
        2,
        "first.tar is there already: nothing is written over it",
    );
    let unpacked = town.folder("clerk").join("unpacked");
    fs::create_dir(&unpacked).unwrap();
    let tar = town.folder("clerk").join("first.tar");
    let done = Command::new("tar").arg("-xf").arg(tar).arg("-C").arg(&unpacked).status().unwrap();
    assert!(done.success());
    assert_eq!(archive(&unpacked, "third.tar"), first);
    assert_eq!(record(&town.board()).chain().size(), 2);
    // A board that was tampered with gives none.
    let bundle = unpacked.join("tile/entries/000.p/2");
    let mut bytes = fs::read(&bundle).unwrap();
    bytes[60] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let tampered = ["archive", unpacked.to_str().unwrap(), "--out", "fourth.tar"];
    assert_eq!(town.run("clerk", BEFORE, &tampered).code, Some(1));
    assert!(!town.folder("clerk").join("fourth.tar").exists());
}
