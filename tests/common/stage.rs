//! One small election, and how it stood on its way: what tests of single commands are staged in.
//!
//! A town of one trustee, two registrars and two officials. Town: three projects, ballots on paper. Hamlet: one
//! project, and a floor that nobody reaches.

use std::fs;
use std::io::Write;
use std::process::Command;

use age::secrecy::SecretString;

use crate::process::{Finished, Running, isoloir};
use crate::town::{AFTER, COMPLAINTS, DURING, Plan, Town};

/// How far the election is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// The definition is written, and not published.
    Defined,
    /// It is on the board.
    Published,
    /// Two residents of four have voted.
    Voting,
    /// And the trustee has decrypted.
    Closed,
    Decided,
}

/// All of them.
pub(crate) const ALL: [At; 5] = [At::Defined, At::Published, At::Voting, At::Closed, At::Decided];

/// The election at each of these points.
pub(crate) struct Stage(Vec<(At, Town)>);

impl Stage {
    pub(crate) fn new() -> Self {
        let mut points = Vec::new();
        let town = Town::new(plan());
        reseal(&town, "clerk");
        reseal(&town, "mayor");
        points.push((At::Defined, town.copy()));
        town.publish();
        points.push((At::Published, town.copy()));
        town.ceremony();
        let both = vec!["Town", "Hamlet"];
        town.issue(&[both, vec!["Town"], vec!["Town"], vec!["Town"]]);
        town.open();
        let codes = town.codes();
        for (resident, choices) in [("0", "Town=A,B\nHamlet=D"), ("1", "Town=C")] {
            let who = format!("resident{resident}");
            town.write(&who, "choices", choices);
            let more = ["--choose-file", "choices", "--cast"];
            town.votes(&who, "../server/board", &codes[resident], &more);
        }
        points.push((At::Voting, town.copy()));
        town.good("clerk", COMPLAINTS, &["close", "KEY", "BOARD"]);
        for step in ["close-statement", "decrypt"] {
            town.good("trustee1", AFTER, &["trustee", step, "KEY", "BOARD"]);
        }
        points.push((At::Closed, town.copy()));
        town.good("clerk", AFTER, &["publish-result", "KEY", "BOARD"]);
        points.push((At::Decided, town));
        for (_, town) in &points {
            fs::create_dir(town.folder("wrong").join("folder")).unwrap();
        }
        Self(points)
    }

    pub(crate) fn at(&self, at: At) -> &Town {
        &self.0.iter().find(|(point, _)| *point == at).unwrap().1
    }
}

fn plan() -> Plan {
    let mut plan = Plan::small(1, 1);
    let town = plan
        .districts
        .replace("Whole town", "Town")
        .replace("floor = 0", "floor = 0\npaper_floor = 2");
    let hamlet = plan.districts.replace("Whole town", "Hamlet").replace("floor = 0", "floor = 5");
    plan.registrars = 2;
    plan.districts = town + &hamlet;
    plan.projects = plan.projects.replace("Whole town", "Town") + "D,Pond,50,Hamlet\n";
    plan
}

/// Runs a command line in a party's folder. `KEY` stands for the party's file with its passphrase, `BOARD` for
/// the board. Spaces part words.
pub(crate) fn run(town: &Town, who: &str, now: &str, line: &str) -> Finished {
    let mut command: Command = isoloir();
    command.current_dir(town.folder(who)).env("ISOLOIR_NOW", now);
    for word in line.split_whitespace() {
        match word {
            "KEY" => command.args(["--key", "key", "--passphrase-file", "passphrase"]),
            "BOARD" => command.args(["--board", "../server/board"]),
            other => command.arg(other),
        };
    }
    Running::start(command).wait()
}

/// The same; it must succeed.
#[track_caller]
pub(crate) fn good(town: &Town, who: &str, line: &str) -> Finished {
    let done = run(town, who, DURING, line);
    assert_eq!(done.code, Some(0), "{who}: {line}: {}{}", done.stdout, done.stderr);
    done
}

/// Encrypts a party's file anew, so that it opens at once: who tests a hundred refusals waits long enough.
fn reseal(town: &Town, who: &str) {
    let key = town.folder(who).join("key");
    let passphrase = passphrase(town, who);
    let plain = age::decrypt(&age::scrypt::Identity::new(passphrase), &fs::read(&key).unwrap());
    seal(town, who, "key", &plain.unwrap());
}

/// Writes a file under the passphrase of a party.
pub(crate) fn seal(town: &Town, who: &str, file: &str, plain: &[u8]) {
    let mut recipient = age::scrypt::Recipient::new(passphrase(town, who));
    recipient.set_work_factor(4);
    let recipients = [&recipient as &dyn age::Recipient];
    let encryptor = age::Encryptor::with_recipients(recipients.into_iter()).unwrap();
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    fs::write(town.folder(who).join(file), sealed).unwrap();
}

fn passphrase(town: &Town, who: &str) -> SecretString {
    let text = fs::read_to_string(town.folder(who).join("passphrase")).unwrap();
    SecretString::from(text.trim().to_owned())
}
