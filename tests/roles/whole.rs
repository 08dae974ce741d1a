//! A whole election by the commands alone: two districts and the city, five trustees of whom one does not come
//! back and one decrypts wrongly, two registrars, 200 residents, on a server.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use isoloir_election::message::Kind;
use isoloir_election::phase::{Phase, Record};

use crate::attacker::{Attacker, messages_file, share_of};
use crate::kept;
use crate::process::{Running, isoloir_verify};
use crate::town::{AFTER, COMPLAINTS, DURING, Plan, Town};

const RESIDENTS: usize = 200;
/// Residents 0 to 11 vote for the city on paper.
const ON_PAPER: usize = 12;
/// Residents 12 to 16 challenge their device before they cast.
const CHALLENGES: std::ops::Range<usize> = 12..17;
/// Residents 20 to 39 vote again.
const AGAIN: std::ops::Range<usize> = 20..40;
/// Residents 50 to 52 have their code revoked after they voted; 50 gets another and votes again.
const REVOKED: std::ops::Range<usize> = 50..53;

fn plan() -> Plan {
    let district = |name: &str, paper: u32, more: &str| {
        format!(
            "[[district]]\nname = \"{name}\"\nbudget = 100\nrule = \"greedy\"\nties = \"listed\"\nfloor = 10\n\
             paper_floor = {paper}\n{more}"
        )
    };
    let within = "[[district.limit]]\nmeasure = \"cost\"\nat_most = 100\n";
    let points = "points = 3\n[[district.limit]]\nmeasure = \"points\"\nat_most = 5\n";
    Plan {
        trustees: 5,
        threshold: 3,
        registrars: 2,
        districts: [
            district("City", 10, within),
            district("North", 0, within),
            district("South", 0, points),
        ]
        .concat(),
        projects: "id,name,cost,district\nC1,Trees,60,City\nC2,Benches,40,City\nC3,Books,30,City\n\
                   N1,Wall,70,North\nN2,Mural,30,North\nS1,Garden,50,South\nS2,Lights,50,South\n"
            .into(),
    }
}

/// Projects, with the points that they are given.
type Points = Vec<(&'static str, u64)>;

/// What a resident chooses, in the city and in the district of their own.
fn choices(resident: usize, again: bool) -> (Vec<&'static str>, (&'static str, Points)) {
    let turn = resident + usize::from(again);
    let city = [vec!["C1", "C2"], vec!["C1"], vec!["C2", "C3"], vec![]][turn % 4].clone();
    let own = if resident.is_multiple_of(2) {
        ("North", [vec![("N1", 1)], vec![("N1", 1), ("N2", 1)], vec![("N2", 1)]][turn % 3].clone())
    } else {
        ("South", [vec![("S1", 3), ("S2", 2)], vec![("S2", 3)], vec![("S1", 1)]][turn % 3].clone())
    };
    (city, own)
}

/// What stands in a resident's file of choices.
fn chosen(resident: usize, again: bool) -> Vec<String> {
    let (city, (district, own)) = choices(resident, again);
    let give = |&(id, points): &(&str, u64)| {
        if district == "South" { format!("{id}:{points}") } else { id.to_owned() }
    };
    let own: Vec<String> = own.iter().map(give).collect();
    let mut choices = vec![format!("{district}={}", own.join(","))];
    if resident >= ON_PAPER {
        choices.push(format!("City={}", city.join(",")));
    }
    choices
}

/// The scores that must come out.
fn expected() -> BTreeMap<&'static str, u64> {
    let mut scores = BTreeMap::new();
    for resident in (0..RESIDENTS).filter(|resident| !(51..53).contains(resident)) {
        let (city, (_, own)) = choices(resident, AGAIN.contains(&resident) || resident == 50);
        for id in city {
            *scores.entry(id).or_default() += 1;
        }
        for (id, points) in own {
            *scores.entry(id).or_default() += points;
        }
    }
    scores
}

#[test]
fn a_whole_election_is_held_by_its_people_and_verifies() {
    let town = Town::new(plan());
    town.publish();
    town.ceremony();
    let own = |resident: usize| if resident.is_multiple_of(2) { "North" } else { "South" };
    let roll: Vec<_> = (0..RESIDENTS).map(|resident| vec!["City", own(resident)]).collect();
    town.issue(&roll);
    town.open();

    let (server, url) = serve(&town);
    let codes = town.codes();
    vote_all(&town, &url, &codes);
    for resident in AGAIN {
        cast(&town, &url, resident, true, &codes[&resident.to_string()]);
    }
    revoke_and_replace(&town, &url);
    vote_on_paper(&town, &url);
    notify(&town, &url);
    server.signal("INT");
    assert_eq!(server.wait().code, Some(0));

    town.good("clerk", COMPLAINTS, &["close", "KEY", "BOARD"]);
    // The fifth does not come back.
    for number in 1..=4 {
        town.good(
            &format!("trustee{number}"),
            AFTER,
            &["trustee", "close-statement", "KEY", "BOARD"],
        );
    }
    decrypt_wrongly(&town, 4);
    for number in 1..=3 {
        town.good(&format!("trustee{number}"), AFTER, &["trustee", "decrypt", "KEY", "BOARD"]);
    }
    let status = town.status();
    assert!(
        status.contains("City: the contribution of Trustee 4 (trustee 4) is wrong and set aside"),
        "{status}"
    );
    town.good("mayor", AFTER, &["publish-result", "KEY", "BOARD"]);

    let board = town.board();
    town.good("clerk", AFTER, &["archive", board.to_str().unwrap(), "--out", "election.tar"]);
    let archive = town.folder("clerk").join("election.tar");
    verify(&archive);
    assert_eq!(scores(&town, &archive), expected());
}

/// Starts the server; its address.
fn serve(town: &Town) -> (Running, String) {
    let mut server = town.start("server", DURING, &["serve", "board", "--listen", "127.0.0.1:0"]);
    server.until("it listens", |server| server.stdout().contains("http://"));
    let said = server.stdout();
    let url = said.trim().rsplit(' ').next().unwrap().to_owned();
    (server, url)
}

/// All residents vote, several at a time.
fn vote_all(town: &Town, url: &str, codes: &BTreeMap<String, Vec<String>>) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let resident = next.fetch_add(1, Ordering::Relaxed);
                    if resident >= RESIDENTS {
                        return;
                    }
                    let codes = &codes[&resident.to_string()];
                    if CHALLENGES.contains(&resident) {
                        challenge(town, url, resident, codes);
                    }
                    cast(town, url, resident, false, codes);
                }
            });
        }
    });
}

fn cast(town: &Town, url: &str, resident: usize, again: bool, codes: &[String]) {
    let choices = chosen(resident, again);
    let who = format!("resident{resident}");
    town.write(&who, "choices", &choices.join("\n"));
    town.votes(&who, url, codes, &["--choose-file", "choices", "--cast"]);
}

fn challenge(town: &Town, url: &str, resident: usize, codes: &[String]) {
    let choices = chosen(resident, false);
    let who = format!("challenger{resident}");
    town.write(&who, "choices", &choices[1]);
    town.votes(&who, url, codes, &["--choose-file", "choices", "--challenge"]);
}

fn revoke_and_replace(town: &Town, url: &str) {
    let board = ["--board", url];
    for resident in REVOKED {
        let person = resident.to_string();
        let arguments = [&["registrar", "revoke", "--person", &person, "KEY"], &board[..]].concat();
        town.good("registrar1", DURING, &arguments);
    }
    // Both registrars in turn, until it says that it is done.
    let reissue = [
        "registrar",
        "reissue",
        "--person",
        "50",
        "--request",
        "../request",
        "--letters",
        "letters50",
        "KEY",
    ];
    let reissue = [&reissue[..], &board[..]].concat();
    for who in ["registrar1", "registrar2", "registrar1"] {
        town.good(who, DURING, &reissue);
    }
    let code = |who: &str| {
        let table = town.folder(who).join("letters50/codes.csv");
        let mut reader = csv::Reader::from_path(table).unwrap();
        let at = reader.headers().unwrap().iter().position(|header| header == "code").unwrap();
        reader.records().next().unwrap().unwrap()[at].to_owned()
    };
    let codes = [code("registrar1"), code("registrar2")];
    let old = town.codes()["50"].clone();
    town.write("resident50", "choices", "City=C1");
    let refused = town.vote("resident50", url, &old, &["--choose-file", "choices", "--cast"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    cast(town, url, 50, true, &codes);
}

fn vote_on_paper(town: &Town, url: &str) {
    let persons: String = (0..ON_PAPER).map(|resident| format!("{resident}\n")).collect();
    fs::write(town.folder("registrar1").join("signed"), persons).unwrap();
    let list = [
        "registrar",
        "paper-list",
        "--district",
        "City",
        "--persons",
        "signed",
        "--out",
        "../used",
        "KEY",
    ];
    town.good("registrar1", DURING, &[&list[..], &["--board", url]].concat());
    let mut ballots = String::new();
    for resident in 0..ON_PAPER {
        let chosen = choices(resident, false).0.join(",");
        ballots += if chosen.is_empty() { "-" } else { &chosen };
        ballots += "\n";
    }
    fs::write(town.folder("clerk").join("ballots.csv"), ballots).unwrap();
    let count = [
        "desk",
        "count",
        "--board",
        url,
        "--district",
        "City",
        "--ballots",
        "ballots.csv",
        "--out",
        "counts",
    ];
    town.good("clerk", DURING, &count);
    let batch = [
        "desk", "batch", "--board", url, "--counts", "counts", "--voters", "../used", "--out",
        "../batch", "KEY",
    ];
    town.good("clerk", DURING, &batch);
    let sign = ["desk", "sign", "--board", url, "--batch", "../batch", "KEY"];
    town.refused("clerk", DURING, &sign, 2, "");
    town.good("mayor", DURING, &sign);
}

fn notify(town: &Town, url: &str) {
    let notify = ["registrar", "notify", "--out", "notices.csv", "--board", url, "KEY"];
    town.good("registrar2", DURING, &notify);
    let notices = csv::Reader::from_path(town.folder("registrar2").join("notices.csv")).unwrap();
    // Two ballots each, of those on paper one; those of the second round, and the one with a new code.
    let expected = RESIDENTS * 2 - ON_PAPER + AGAIN.len() * 2 + 2;
    assert_eq!(notices.into_records().count(), expected);
}

/// A trustee's contribution for the city, made with the right share for another close.
fn decrypt_wrongly(town: &Town, number: usize) {
    let record = closed(town);
    let Phase::Decrypting(decrypting) = record.phase() else { panic!("not closed") };
    let attacker = Attacker::of(town, number);
    let share = share_of(town, number, decrypting.keys());
    let mut context = decrypting.context(0);
    context.close_root[0] ^= 1;
    let tally = decrypting.tally(0).unwrap();
    let contribution = share.decrypt(&context, decrypting.keys(), tally, &mut Attacker::rng());
    let mut message = vec![0, 0];
    message.extend(isoloir_encoding::Encode::to_bytes(&contribution));
    let signed = attacker.signed(&record, Kind::Decryption, &message);
    let id = decrypting.closed().election().id().0;
    let file = messages_file(town, id, &[signed]);
    town.good("server", AFTER, &["post", "BOARD", file.to_str().unwrap()]);
}

/// What the closed board amounts to, with its sums.
fn closed(town: &Town) -> Record {
    use isoloir_election::phase::Tallies;
    let entries = kept::entries(&town.board());
    let mut record = Record::new();
    for entry in &entries {
        record.apply(entry, &mut rand_core::OsRng).unwrap();
        if let Phase::Closed(closed) = record.phase() {
            let mut tallies = Tallies::new(closed);
            for entry in entries.iter().take(closed.head().size as usize) {
                tallies.add(closed, entry).unwrap();
            }
            record.tally(tallies.finish().unwrap()).unwrap();
        }
    }
    record
}

fn verify(archive: &std::path::Path) {
    let mut command = isoloir_verify();
    command.arg(archive);
    let done = Running::start(command).wait();
    assert_eq!(done.code, Some(0), "{}{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("ACCEPTED"), "{}", done.stdout);
}

/// The published scores, paper ballots included, by project.
fn scores(town: &Town, archive: &std::path::Path) -> BTreeMap<&'static str, u64> {
    let folder = town.folder("observer");
    let unpacked = folder.join("archive");
    fs::create_dir(&unpacked).unwrap();
    let tar =
        std::process::Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(&unpacked).status();
    assert!(tar.unwrap().success());
    town.good("observer", AFTER, &["result", "archive", "--json", "result.json"]);
    let result: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("result.json")).unwrap()).unwrap();
    let ids = ["C1", "C2", "C3", "N1", "N2", "S1", "S2"];
    let mut scores = BTreeMap::new();
    for district in result["districts"].as_array().unwrap() {
        for project in district["projects"].as_array().unwrap() {
            let id =
                ids.into_iter().find(|id| *id == project["project"].as_str().unwrap()).unwrap();
            scores.insert(id, project["score"].as_u64().unwrap());
        }
    }
    scores
}
