//! The residents: their roll, their letters, and how they vote.

use std::collections::BTreeMap;
use std::fs;

use crate::process::Finished;
use crate::town::{BEFORE, DURING, Town};

/// The address that a command takes for the board: its server, or its folder.
pub(crate) type Address<'a> = &'a str;

impl Town {
    /// Every registrar issues voting codes for residents numbered from 0, each in these districts.
    pub(crate) fn issue(&self, residents: &[Vec<&str>]) {
        let mut roll = String::from("id,name,language,districts\n");
        for (number, districts) in residents.iter().enumerate() {
            let language = ["en", "fr", "es"][number % 3];
            roll += &format!("{number},Resident {number},{language},{}\n", districts.join(";"));
        }
        for registrar in 1..=self.plan.registrars {
            let who = format!("registrar{registrar}");
            fs::write(self.folder(&who).join("roll.csv"), &roll).unwrap();
            let mut arguments = vec![
                "registrar",
                "issue",
                "--roll",
                "roll.csv",
                "--letters",
                "letters",
                "KEY",
                "BOARD",
            ];
            if self.plan.registrars > 1 {
                // The first makes it, and hands it to the others.
                arguments.extend(["--shuffle", "../shuffle"]);
            }
            self.good(&who, BEFORE, &arguments);
        }
    }

    /// The voting codes of all residents, by id: one of each registrar.
    pub(crate) fn codes(&self) -> BTreeMap<String, Vec<String>> {
        let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for registrar in 1..=self.plan.registrars {
            let table = self.folder(&format!("registrar{registrar}")).join("letters/codes.csv");
            let mut reader = csv::Reader::from_path(table).unwrap();
            let column = |name: &str, headers: &csv::StringRecord| {
                headers.iter().position(|header| header == name).unwrap()
            };
            let headers = reader.headers().unwrap().clone();
            let (id, code) = (column("id", &headers), column("code", &headers));
            for row in reader.records() {
                let row = row.unwrap();
                codes.entry(row[id].into()).or_default().push(row[code].into());
            }
        }
        codes
    }

    /// The official opens the vote.
    pub(crate) fn open(&self) {
        self.good("clerk", DURING, &["open", "KEY", "BOARD"]);
    }

    /// A resident votes, in a folder of their own, with codes and choices.
    pub(crate) fn vote(
        &self,
        who: &str,
        board: Address<'_>,
        codes: &[String],
        more: &[&str],
    ) -> Finished {
        let folder = self.folder(who);
        fs::write(folder.join("codes"), codes.join("\n") + "\n").unwrap();
        let arguments =
            [&["vote", board, "--code-file", "codes", "--receipts", "."], more].concat();
        self.run(who, DURING, &arguments)
    }

    /// The same; it must succeed.
    pub(crate) fn votes(&self, who: &str, board: Address<'_>, codes: &[String], more: &[&str]) {
        let done = self.vote(who, board, codes, more);
        assert_eq!(done.code, Some(0), "{who} {more:?}: {}{}", done.stdout, done.stderr);
    }
}
