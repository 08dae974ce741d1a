//! What a server answers to a ballot, and what becomes of an answer that is lost, wrong or forged.

use std::fs;

use crate::support::process::{Ran, Serving, isoloir, verify, verify_as_told};
use crate::support::proxy::{Exchange, ask, between};
use crate::support::town::Town;
use crate::{cast, copy_folder, files, text};

#[test]
fn when_the_answer_is_lost_the_same_ballot_is_sent_again_and_gives_the_same_receipt() {
    let town = Town::open();
    let server = Serving::start(&town);
    let lose = |exchange: Exchange<'_>| (!exchange.casts()).then_some(exchange.answer);
    let url = between(server.address(), Box::new(|_| {}), Box::new(lose));
    let before = town.size();
    let ran = cast(&town, &url, 0, "North=P0");
    ran.says(3, &["does not answer", "Perhaps your ballot is recorded, perhaps not", "--resend"]);
    // It was sent several times, and is recorded once.
    assert_eq!(town.size(), before + 1);
    let [kept] = &*files(&town, "unsent-0-") else { panic!("no ballot is kept") };

    let again = ["vote", &server.url, "--resend", kept];
    let first = isoloir(&town, &again);
    first.says(0, &["Your ballot on North is recorded", "is not needed any more"]);
    verify_as_told(&town, &first).says(0, &["The ballot is recorded"]);
    let second = isoloir(&town, &again);
    assert_eq!(first.after("tracking code"), second.after("tracking code"));
    let receipts = files(&town, "receipt-0-");
    let [first, second] = &*receipts else { panic!("{receipts:?}") };
    let read = |name: &String| fs::read(town.path(name)).unwrap();
    assert_eq!(read(first), read(second));
    assert_eq!(town.size(), before + 1);
}

#[test]
fn what_is_not_a_kept_ballot_or_is_of_another_election_is_not_sent() {
    let (town, other) = (Town::open(), Town::elsewhere());
    let note = town.write("note", "minutes of the meeting");
    isoloir(&town, &["vote", "board", "--resend", text(&note)]).fails(
        2,
        &format!("{} holds no cast ballot: take the file that ends in .ballot", note.display()),
    );
    let server = Serving::start(&other);
    let lose = |exchange: Exchange<'_>| (!exchange.casts()).then_some(exchange.answer);
    let url = between(server.address(), Box::new(|_| {}), Box::new(lose));
    cast(&other, &url, 0, "North=P0").says(3, &[]);
    let kept = other.path(&files(&other, "unsent-0-")[0]);
    isoloir(&town, &["vote", "board", "--resend", text(&kept)]).fails(
        2,
        &format!(
            "{} holds a ballot of another election: check the address of the board",
            kept.display()
        ),
    );
    let mut bytes = fs::read(&kept).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&kept, bytes).unwrap();
    isoloir(&other, &["vote", &server.url, "--resend", text(&kept)])
        .fails(2, "the ballot in the file is damaged: cast a new one");
}

#[test]
fn the_receipt_of_another_ballot_is_noticed_and_the_ballot_is_kept() {
    let town = Town::open();
    let server = Serving::start(&town);
    let mut first = None;
    let swap = move |exchange: Exchange<'_>| {
        if !exchange.casts() {
            return Some(exchange.answer);
        }
        Some(first.get_or_insert(exchange.answer).clone())
    };
    let url = between(server.address(), Box::new(|_| {}), Box::new(swap));
    cast(&town, &url, 0, "North=P0").says(0, &[]);
    let ran = cast(&town, &url, 1, "North=P0");
    ran.says(1, &["it is the receipt of another ballot, not of the one that was sent"]);
    let own = files(&town, "receipt-");
    assert_eq!(own.len(), 1);
    // What the server signed is kept, and shows somebody else what it was.
    let (receipt, _) = evidence(&town, &ran);
    assert_eq!(receipt, fs::read_to_string(town.path(&own[0])).unwrap());
    let [kept] = &*files(&town, "unsent-0-") else { panic!("no ballot is kept") };
    isoloir(&town, &["vote", &server.url, "--resend", kept]).says(0, &["is recorded"]);
}

/// The receipt and the checkpoint that were kept as evidence, of which the person is told.
#[track_caller]
fn evidence(town: &Town, ran: &Ran) -> (String, String) {
    let kept = files(town, "evidence-0-");
    let [receipt, checkpoint] = &*kept else { panic!("{kept:?}: {ran:?}") };
    assert_eq!(*checkpoint, format!("{receipt}.checkpoint"));
    ran.says(
        ran.code.unwrap(),
        &[
            &format!("What the server signed is kept in ./{receipt}, and"),
            &format!("what it showed before in ./{checkpoint}"),
            "give both to the officials and to observers",
        ],
    );
    let read = |name: &String| fs::read_to_string(town.path(name)).unwrap();
    (read(receipt), read(checkpoint))
}

#[test]
fn a_receipt_whose_board_can_not_be_shown_to_have_grown_is_kept_with_what_was_seen_before() {
    let town = Town::open();
    isoloir(&town, &["board", "copy", "board", "--out", "copy"]).says(0, &[]);
    let seen = fs::read_to_string(town.path("copy/checkpoint")).unwrap();
    let server = Serving::start(&town);
    let mut is_cast = false;
    // After the ballot it shows no tile any more: there is a signed receipt, and nothing to prove the rest.
    let hide = move |exchange: Exchange<'_>| {
        is_cast |= exchange.casts();
        match is_cast && exchange.request.starts_with(b"GET /tile/") {
            true => Some(b"HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n".to_vec()),
            false => Some(exchange.answer),
        }
    };
    let url = between(server.address(), Box::new(|_| {}), Box::new(hide));
    let ran = cast(&town, &url, 0, "North=P0");
    ran.says(3, &["the board has no proof yet that it only grew", "--resend"]);
    assert_eq!(files(&town, "receipt-"), [""; 0]);
    let (receipt, checkpoint) = evidence(&town, &ran);
    assert_eq!(checkpoint, seen);
    // The receipt is one that another program takes: it holds the server to its word.
    let kept = &files(&town, "evidence-0-")[0];
    assert!(receipt.contains("vote.courvelle.example/2127\n"));
    verify(&town, &["receipt", kept, "--against", &server.url])
        .says(0, &["The ballot is recorded"]);
    // Where the server comes to reason the same ballot gets its receipt.
    let [unsent] = &*files(&town, "unsent-0-") else { panic!("no ballot is kept") };
    isoloir(&town, &["vote", &server.url, "--resend", unsent]).says(0, &["is recorded"]);
}

#[test]
fn a_receipt_whose_signature_does_not_hold_is_kept_too() {
    let town = Town::open();
    let server = Serving::start(&town);
    let forge = |exchange: Exchange<'_>| {
        let mut answer = exchange.answer;
        if exchange.request.starts_with(b"POST /ballots ") {
            // The last letters of a receipt are of the log's signature.
            let last = answer.iter().rposition(u8::is_ascii_alphanumeric).unwrap() - 8;
            answer[last] = if answer[last] == b'A' { b'B' } else { b'A' };
        }
        Some(answer)
    };
    let url = between(server.address(), Box::new(|_| {}), Box::new(forge));
    let ran = cast(&town, &url, 0, "North=P0");
    ran.says(1, &["the receipt does not prove that the ballot is on the board"]);
    evidence(&town, &ran);
}

#[test]
fn a_ballot_that_is_recorded_while_the_answer_says_it_is_refused_is_kept() {
    let town = Town::open();
    let server = Serving::start(&town);
    let problem = r#"{"type": "about:blank", "code": "late", "title": "Conflict", "status": 409, "detail": "try again tomorrow"}"#;
    let refuse = move |exchange: Exchange<'_>| match exchange.casts() {
        true => Some(
            format!("HTTP/1.1 409 Conflict\r\nconnection: close\r\n\r\n{problem}").into_bytes(),
        ),
        false => Some(exchange.answer),
    };
    let url = between(server.address(), Box::new(|_| {}), Box::new(refuse));
    cast(&town, &url, 0, "North=P0")
        .says(2, &["try again tomorrow. Perhaps your ballot is recorded"]);
    let [kept] = &*files(&town, "unsent-0-") else { panic!("no ballot is kept") };
    isoloir(&town, &["vote", &server.url, "--resend", kept]).says(0, &["is recorded"]);
}

#[test]
fn an_answer_that_is_no_receipt_is_noticed() {
    let town = Town::open();
    let server = Serving::start(&town);
    let forge = |exchange: Exchange<'_>| match exchange.casts() {
        true => {
            Some(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nThank you for your vote!".to_vec())
        }
        false => Some(exchange.answer),
    };
    let url = between(server.address(), Box::new(|_| {}), Box::new(forge));
    cast(&town, &url, 0, "North=P0")
        .says(1, &["answered something that is no receipt", "--resend"]);
}

#[test]
fn a_ballot_that_another_device_has_overtaken_is_not_recorded() {
    let town = Town::open();
    let server = Serving::start(&town);
    let (codes, direct, folder) =
        (town.codes(0), server.url.clone(), town.folder.path().to_path_buf());
    town.write("others", "North=P2");
    let mut overtaken = false;
    let overtake = move |request: &[u8]| {
        if request.starts_with(b"POST /ballots ") && !overtaken {
            overtaken = true;
            let mut other = std::process::Command::new(env!("CARGO_BIN_EXE_isoloir"));
            other.args(["vote", &direct, "--code-file", text(&codes)]).current_dir(&folder);
            other.args(["--choose-file", "others", "--cast"]);
            assert!(other.output().unwrap().status.success());
        }
    };
    let url = between(server.address(), Box::new(overtake), Box::new(|one| Some(one.answer)));
    let ran = cast(&town, &url, 0, "North=P0");
    let recorded =
        verify(&town, &["receipt", &files(&town, "receipt-")[0], "--against", &server.url]);
    let counts = recorded.says(0, &["The ballot is recorded"]).after("tracking code");
    ran.fails(
        2,
        &format!(
            "another ballot with your voting code was recorded in between, and this one is not. The one that \
             counts now has the tracking code {counts}; if it is not yours, tell the registrars. Run the \
             command again to vote anew"
        ),
    );
    assert_eq!(files(&town, "unsent-"), [""; 0]);
}

/// Resident 0 votes on a board that has so many ballots, and the ballot goes to another one, which had the
/// same opening.
fn vote_on_a_fork(ballots: usize) -> (Town, Ran) {
    let town = Town::open();
    copy_folder(&town.board(), &town.path("twin"));
    for resident in 1..=ballots {
        cast(&town, "board", resident, "North=P0").says(0, &[]);
    }
    let (server, twin) = (Serving::start(&town), Serving::start_board(&town, "twin"));
    let other = twin.address().parse().unwrap();
    let divert = move |exchange: Exchange<'_>| match exchange.casts() {
        true => Some(ask(other, exchange.request)),
        false => Some(exchange.answer),
    };
    let url = between(server.address(), Box::new(|_| {}), Box::new(divert));
    let ran = cast(&town, &url, 0, "North=P0");
    (town, ran)
}

#[test]
fn a_receipt_of_a_rewritten_board_is_kept_as_evidence() {
    let (town, ran) = vote_on_a_fork(1);
    ran.says(
        1,
        &[
            "the board of the receipt does not begin with the entries that this program has read",
            "Keep ",
        ],
    );
    let mut kept = files(&town, "receipt-0-");
    kept.retain(|name| name.ends_with(".checkpoint"));
    let [checkpoint] = &*kept else { panic!("{kept:?}") };
    let receipt = checkpoint.strip_suffix(".checkpoint").unwrap();
    // Another program says the same of the two.
    let seen = fs::read_to_string(town.path(checkpoint)).unwrap();
    assert!(seen.starts_with("vote.courvelle.example/2127\n"), "{seen}");
    isoloir(&town, &["board", "copy", "board", "--out", "copy"]).says(0, &[]);
    verify(&town, &["receipt", receipt, "--against", "copy"])
        .says(1, &["This board was rewritten"]);
}

#[test]
fn a_receipt_of_an_older_board_is_kept_as_evidence() {
    let (town, ran) = vote_on_a_fork(2);
    let (seen, found) = (town.size() - 1, town.size() - 2);
    ran.says(
        1,
        &[&format!(
            "the receipt is of the board with {found} entries, and this program has read {seen} before"
        )],
    );
    assert_eq!(files(&town, "receipt-0-").len(), 2 + 2);
}
