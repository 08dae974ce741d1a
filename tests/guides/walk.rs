//! An election by the guides: five trustees, two registrars, two officials, a server, and a handful of residents.

use std::fs;

use crate::stage::{Person, Stage};

/// While the definition is made and the keys are.
const BEFORE: &str = "2027-02-01T12:00:00+01:00";
/// While the vote is open.
const DURING: &str = "2027-03-02T12:00:00+01:00";
/// After the close, while complaints are heard.
const COMPLAINTS: &str = "2027-03-22T09:00:00+01:00";
/// After that.
const AFTER: &str = "2027-03-29T09:00:00+02:00";

const ADA: Person = official("ada", "Ada Lindqvist, town clerk");
const TOMAS: Person = official("tomas", "Tomas Okafor, deputy mayor");
const KEEPER: Person = official("keeper", "whoever keeps the server");
const OFFICE: Person = registrar("office", "Registry office");
const COUNCIL: Person = registrar("council", "Council of residents");
const INES: Person = trustee("ines", "Ines Marchetti, notary");
const JONAS: Person = trustee("jonas", "Jonas Weber, opposition group");
const LIBRARY: Person = trustee("library", "Library association");
const ROSA: Person = trustee("rosa", "Rosa Almeida, student council");
const PER: Person = trustee("per", "Per Holm, retired judge");
/// The library comes last to each step.
const TRUSTEES: [Person; 5] = [INES, JONAS, ROSA, PER, LIBRARY];
const OBSERVER: Person = Person { folder: "observer", guide: "observer", name: ["", ""] };

const fn official(folder: &'static str, name: &'static str) -> Person {
    Person { folder, guide: "official", name: ["Ada Lindqvist, town clerk", name] }
}

const fn registrar(folder: &'static str, name: &'static str) -> Person {
    Person { folder, guide: "registrar", name: ["Registry office", name] }
}

const fn trustee(folder: &'static str, name: &'static str) -> Person {
    Person { folder, guide: "trustee", name: ["Ines Marchetti, notary", name] }
}

const fn resident(id: &'static str) -> Person {
    Person { folder: id, guide: "resident", name: ["", ""] }
}

/// The town's roll: three vote in the city and on the north bank, one on paper, one not at all.
const ROLL: &str = "\
id,name,address,language,districts
1001,Zoé Martin,\"3 Mill Lane
Millbrook\",fr,Whole city;North bank
1002,Ann Archer,,en,Whole city;North bank
1003,Luis Vega,,es,Whole city;North bank
1004,Tom Miller,,en,Whole city;North bank
1005,Eva Novak,,en,Whole city;North bank
1006,Sam Brown,\"9 Mill Lane
Millbrook\",en,Whole city;South bank
";

#[test]
fn an_election_is_held_by_its_guides_and_verifies() {
    let mut stage = Stage::new(BEFORE);
    define(&mut stage);
    prepare(&mut stage);
    stage.it_is(DURING, KEEPER);
    vote(&mut stage);
    replace_a_code(&mut stage);
    vote_on_paper(&mut stage);
    stage.it_is(COMPLAINTS, KEEPER);
    stage.follow(ADA, "11");
    stage.hand(ADA, "closed.tar", OBSERVER);
    stage.follow(OBSERVER, "5");
    stage.it_is(AFTER, KEEPER);
    decrypt(&mut stage);
    stage.follow(ADA, "12");
    stage.follow(ADA, "13");
    stage.hand(ADA, "election.tar", OBSERVER);
    stage.follow(OBSERVER, "6");
    stage.stop_server();
    stage.nothing_is_wrong();
    stage.nothing_is_left();
}

/// From the keys to the definition on the board.
fn define(stage: &mut Stage) {
    let mut tables = vec![];
    for who in [ADA, TOMAS, OFFICE, COUNCIL, INES, JONAS, ROSA, PER, LIBRARY] {
        tables.push((who.name[1], key_in(&stage.follow(who, "1"))));
    }
    let board = stage.follow(KEEPER, "2");
    stage.follow(ADA, "3");
    stage.follow(ADA, "4");
    stage.edit(ADA, "election/election.toml", |mut text| {
        text = put_key(text, "origin = \"vote.example.org/2027\"", &key_in(&board));
        text = text.replace("# page = \"...\"", line_in(&board, "page = "));
        for (name, key) in &tables {
            text = put_key(text, &format!("name = \"{name}\""), key);
        }
        // A rehearsal.
        text.replace("paper_floor = 10", "paper_floor = 2").replace("floor = 10", "floor = 1")
    });
    stage.follow(ADA, "5");
    stage.hand_folder(ADA, "election", TOMAS);
    stage.follow(TOMAS, "5");
    stage.follow(ADA, "6");
    stage.follow(ADA, "7");
}

/// The line with the key that was printed.
fn key_in(said: &str) -> String {
    line_in(said, "key = ").to_owned()
}

fn line_in<'a>(said: &'a str, begins: &str) -> &'a str {
    said.lines().find(|line| line.starts_with(begins)).unwrap()
}

/// Puts a key in the place of the first question mark below a line.
fn put_key(text: String, below: &str, key: &str) -> String {
    let (before, after) = text.split_once(below).unwrap_or_else(|| panic!("no {below}"));
    format!("{before}{below}{}", after.replacen("key = \"?\"", key, 1))
}

/// The ceremony, the codes, the opening.
fn prepare(stage: &mut Stage) {
    all(stage, &TRUSTEES, "2");
    let [first @ .., last] = TRUSTEES;
    all(stage, &first, "3.1");
    stage.follow(last, "3.2");
    all(stage, &first, "4");
    all(stage, &TRUSTEES, "5");
    all(stage, &TRUSTEES, "6");
    stage.edit(OFFICE, "roll.csv", |_| ROLL.into());
    stage.follow(OFFICE, "2");
    stage.hand(OFFICE, "roll.csv", COUNCIL);
    stage.hand(OFFICE, "order", COUNCIL);
    stage.follow(COUNCIL, "3");
    post_letters(stage, "letters");
    stage.follow(ADA, "8.1");
    stage.it_is(DURING, KEEPER);
    stage.follow(ADA, "8.2");
}

/// Each resident gets a letter of each registrar; then the registrars destroy them.
fn post_letters(stage: &mut Stage, folder: &str) {
    let mut codes: std::collections::BTreeMap<String, Vec<String>> = Default::default();
    for registrar in [OFFICE, COUNCIL] {
        let letters = stage.folder(registrar).join(folder);
        let mut table = csv::Reader::from_path(letters.join("codes.csv")).unwrap();
        let headers = table.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
        for row in table.records() {
            let row = row.unwrap();
            codes.entry(row[column("id")].into()).or_default().push(row[column("code")].into());
        }
        fs::remove_dir_all(letters).unwrap();
    }
    stage.codes.extend(codes);
}

fn vote(stage: &mut Stage) {
    let [zoe, others @ ..] = ["1001", "1002", "1004", "1005"].map(resident);
    stage.follow(OBSERVER, "2.1");
    stage.follow(zoe, "2");
    // The second device is an observer's.
    stage.hand_over(zoe, "challenge-0-", OBSERVER);
    stage.follow(OBSERVER, "4");
    stage.follow(zoe, "3");
    stage.follow(zoe, "4");
    stage.hand_over(zoe, "receipt-1-", OBSERVER);
    stage.follow(OBSERVER, "3.1");
    stage.follow(zoe, "5");
    stage.follow(OBSERVER, "3.2");
    all(stage, &others, "3");
    stage.follow(ADA, "9");
    stage.follow(OBSERVER, "2.2");
    stage.follow(OFFICE, "5");
}

/// Several people do the same.
fn all(stage: &mut Stage, people: &[Person], step: &str) {
    for &who in people {
        stage.follow(who, step);
    }
}

/// Eva's letters were lost, after she had voted.
fn replace_a_code(stage: &mut Stage) {
    stage.follow(OFFICE, "6");
    stage.follow(OFFICE, "7.1");
    stage.hand(OFFICE, "request", COUNCIL);
    stage.follow(COUNCIL, "7.2");
    stage.hand(COUNCIL, "request", OFFICE);
    stage.follow(OFFICE, "7.3");
    post_letters(stage, "letter-1005");
    stage.follow(resident("1005"), "3");
}

/// Luis has no computer, and Tom has changed his mind.
fn vote_on_paper(stage: &mut Stage) {
    stage.follow(ADA, "10.1");
    stage.edit(OFFICE, "signed.txt", |_| "1003\n1004\n1006\n".into());
    stage.follow(OFFICE, "8");
    stage.hand(OFFICE, "voters", ADA);
    stage.follow(ADA, "10.2");
    stage.hand(ADA, "batch", TOMAS);
    stage.follow(TOMAS, "10.3");
}

/// The library has lost its file, Per does not come back, and the server is down.
fn decrypt(stage: &mut Stage) {
    stage.stop_server();
    stage.follow(KEEPER, "When something goes wrong.1");
    stage.hand_folder(KEEPER, "board-copy", LIBRARY);
    fs::remove_file(stage.folder(LIBRARY).join("trustee.key")).unwrap();
    stage.follow(LIBRARY, "When something goes wrong");
    stage.hand(LIBRARY, "statement", KEEPER);
    stage.follow(KEEPER, "When something goes wrong.2");
    stage.it_is(AFTER, KEEPER);
    stage.follow(INES, "7");
    stage.follow(INES, "8.1");
    all(stage, &[JONAS, ROSA], "7");
    all(stage, &[INES, JONAS, ROSA], "8.2");
}

#[test]
#[should_panic(expected = "nobody has run:\n")]
fn a_block_that_nobody_runs_is_told() {
    Stage::new(BEFORE).nothing_is_left();
}
