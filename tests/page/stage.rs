use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

use crate::process::{Running, isoloir};
use crate::town::{AFTER, DURING, Plan, Town};

/// A vote that is served.
pub(crate) struct Stage {
    /// Its folders go with it.
    _town: Town,
    _server: Running,
    address: String,
    codes: BTreeMap<String, Vec<String>>,
}

/// How many residents may vote.
const RESIDENTS: usize = 48;

/// The resident whose code is revoked, where one is.
const REVOKED: &str = "7";

impl Stage {
    /// The vote is open.
    pub(crate) fn open() -> Self {
        Self::serve(open_town(), DURING)
    }

    /// One resident's code was revoked.
    pub(crate) fn with_a_revoked_code() -> Self {
        let town = open_town();
        town.good(
            "registrar1",
            DURING,
            &["registrar", "revoke", "--person", REVOKED, "KEY", "BOARD"],
        );
        Self::serve(town, DURING)
    }

    /// The vote is closed.
    pub(crate) fn closed() -> Self {
        let town = open_town();
        town.good("clerk", AFTER, &["close", "KEY", "BOARD"]);
        Self::serve(town, AFTER)
    }

    /// The vote is open, on one budget with so many projects.
    #[allow(dead_code, reason = "a benchmark's")]
    pub(crate) fn with_projects(count: usize) -> Self {
        let mut plan = Plan::small(1, 1);
        plan.districts =
            districts().split("[[district]]\nname = \"Harbour\"").next().unwrap().into();
        plan.projects =
            (0..count).fold(String::from("id,name,cost,district\n"), |table, number| {
                table
                    + &format!("P{number},Project {number},{},Whole town\n", 10_000 + 100 * number)
            });
        let town = Town::new(plan);
        town.publish();
        town.ceremony();
        town.issue(&vec![vec!["Whole town"]; RESIDENTS]);
        town.open();
        Self::serve(town, DURING)
    }

    fn serve(town: Town, now: &str) -> Self {
        let codes = town.codes();
        let mut serve = isoloir();
        serve.arg("serve").arg(town.board()).args(["--listen", "127.0.0.1:0"]);
        serve.env("ISOLOIR_NOW", now).env("ISOLOIR_SERVE_LIMITS_REQUESTS_PER_MINUTE", "100000");
        let mut server = Running::start(serve);
        server.until("the board is served", |server| server.stdout().ends_with('\n'));
        let address = server.stdout().trim().rsplit(' ').next().unwrap().to_owned();
        Self { _town: town, _server: server, address, codes }
    }

    /// Where the page is.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The codes of a resident.
    #[allow(dead_code, reason = "a benchmark's")]
    pub(crate) fn first_codes(&self) -> &[String] {
        &self.codes["0"]
    }

    /// Has a script drive the browser; returns what it says, which is shown where it fails.
    pub(crate) fn drive(&self, script: &str, arguments: &[&str]) -> String {
        install();
        let codes: Vec<&Vec<String>> = self.codes.values().collect();
        let mut node = Command::new("node");
        node.arg(here().join(format!("{script}.mjs"))).args(arguments);
        node.env("ISOLOIR_PAGE", &self.address);
        node.env("ISOLOIR_PAGE_CODES", serde_json::to_string(&codes).unwrap());
        node.env("ISOLOIR_PAGE_REVOKED", serde_json::to_string(&self.codes[REVOKED]).unwrap());
        let done = Running::start(node).wait();
        assert_eq!(done.code, Some(0), "{}\n{}", done.stdout, done.stderr);
        done.stdout
    }
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page")
}

/// What the scripts import.
fn install() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(here());
        assert!(npm.status().expect("npm").success(), "npm ci failed in tests/page");
    });
}

fn open_town() -> Town {
    let mut plan = Plan::small(1, 1);
    (plan.districts, plan.projects) = (districts(), projects());
    let town = Town::new(plan);
    town.publish();
    town.ceremony();
    town.issue(&vec![vec!["Whole town", "Harbour"]; RESIDENTS]);
    town.open();
    describe(&town.board().join("content"));
    town
}

fn districts() -> String {
    let district = |name: &str, budget: u32| {
        format!(
            "[[district]]\nname = \"{name}\"\nbudget = {budget}\nrule = \"greedy\"\nties = \"listed\"\nfloor = 0\n\
             [[district.limit]]\nmeasure = \"cost\"\nat_most = {budget}\n"
        )
    };
    district("Whole town", 250_000) + &district("Harbour", 60_000)
}

fn projects() -> String {
    let mut table = String::from("id,name,cost,district\n");
    for (id, name, cost, district) in [
        ("C1", "Cycle path from the station to the school", 120_000, "Whole town"),
        ("C2", "Thirty trees for the market square", 45_000, "Whole town"),
        ("C3", "A roof over the tram stop at the hospital", 38_000, "Whole town"),
        ("C4", "Books and armchairs for the library", 26_500, "Whole town"),
        ("C5", "Playground for all children in the park on the hill", 96_000, "Whole town"),
        ("C6", "Benches every two hundred metres", 18_000, "Whole town"),
        ("C7", "Solar panels on the roof of the swimming pool", 140_000, "Whole town"),
        ("C8", "A workshop where things are mended", 31_000, "Whole town"),
        ("C9", "Drinking fountains", 9_500, "Whole town"),
        ("C10", "Night buses at weekends", 87_000, "Whole town"),
        ("H1", "A jetty for canoes", 35_000, "Harbour"),
        ("H2", "Lights along the quay", 28_000, "Harbour"),
        ("H3", "A stage for music", 22_000, "Harbour"),
    ] {
        table += &format!("{id},{name},{cost},{district}\n");
    }
    table
}

/// What the town says of some projects.
fn describe(folder: &Path) {
    let table = "district,id,category,category.fr,place,description,description.fr,picture,alternative\n\
        Whole town,C2,Nature,Nature,Market square,\"Thirty lime trees, with a bench below each third.\n\nThey \
        are planted in the autumn after the vote.\",\"Trente tilleuls, avec un banc sous un sur trois.\",trees.svg,\
        A row of trees on a square\n\
        Whole town,C9,Nature,Nature,Five places,Five fountains.,Cinq fontaines.,,\n\
        Whole town,C4,Culture,Culture,Library,A corner for reading.,Un coin lecture.,,\n";
    let trees = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 360'><rect width='640' height='360' fill='#dfe9ef'/>\
        <rect y='270' width='640' height='90' fill='#b9a88d'/><g fill='#2f6f4f'><circle cx='130' cy='170' r='75'/>\
        <circle cx='320' cy='150' r='85'/><circle cx='510' cy='170' r='75'/></g><g fill='#5b4636'><rect x='122' y='220' \
        width='16' height='80'/><rect x='311' y='210' width='18' height='90'/><rect x='502' y='220' width='16' height='80'/>\
        </g></svg>";
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("projects.csv"), table).unwrap();
    fs::write(folder.join("trees.svg"), trees).unwrap();
}
