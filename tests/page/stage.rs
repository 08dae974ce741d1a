use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

use crate::process::{Running, isoloir};
use crate::town::{DURING, Plan, Town};

/// A vote that is open, and served.
pub(crate) struct Stage {
    /// Its folders go with it.
    _town: Town,
    _server: Running,
    address: String,
    codes: BTreeMap<String, Vec<String>>,
}

/// How many residents may vote.
const RESIDENTS: usize = 24;

impl Stage {
    pub(crate) fn open() -> Self {
        let mut plan = Plan::small(1, 1);
        (plan.districts, plan.projects) = (districts(), projects());
        let town = Town::new(plan);
        town.publish();
        town.ceremony();
        town.issue(&vec![vec!["Whole town", "Harbour"]; RESIDENTS]);
        town.open();
        let codes = town.codes();
        let mut serve = isoloir();
        serve.arg("serve").arg(town.board()).args(["--listen", "127.0.0.1:0"]);
        serve.env("ISOLOIR_NOW", DURING).env("ISOLOIR_SERVE_LIMITS_REQUESTS_PER_MINUTE", "100000");
        let mut server = Running::start(serve);
        server.until("the board is served", |server| server.stdout().ends_with('\n'));
        let address = server.stdout().trim().rsplit(' ').next().unwrap().to_owned();
        Self { _town: town, _server: server, address, codes }
    }

    /// Has a script drive the browser. What it says is shown where it fails.
    pub(crate) fn drive(&self, script: &str) {
        install();
        let codes: Vec<&Vec<String>> = self.codes.values().collect();
        let mut node = Command::new("node");
        node.arg(here().join(format!("{script}.mjs"))).env("ISOLOIR_PAGE", &self.address);
        node.env("ISOLOIR_PAGE_CODES", serde_json::to_string(&codes).unwrap());
        let done = Running::start(node).wait();
        assert_eq!(done.code, Some(0), "{}\n{}", done.stdout, done.stderr);
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
