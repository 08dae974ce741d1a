use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hyper::StatusCode;
use tokio::runtime::Runtime;

use crate::client::Client;
use crate::postgres::Postgres;
use crate::process::{Finished, Running, isoloir};
use crate::stage::{Stage, listening};
use crate::told::Told;

const BALLOTS: usize = 6;

/// A board, backed up and put back as the guide for officials tells.
struct Kept<'a> {
    stage: Stage,
    postgres: Option<&'a Postgres>,
    told: Told,
}

impl<'a> Kept<'a> {
    fn new(postgres: Option<&'a Postgres>) -> Self {
        let database = postgres.map(Postgres::database);
        let stage = Stage::new(BALLOTS, database.as_deref());
        let told = stage.told();
        Self { stage, postgres, told }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.stage.board().join(name)
    }

    /// Sends ballots to a server. Each receipt must fit to all that were given before.
    fn cast(&self, server: &mut Running, ballots: std::ops::Range<usize>) {
        let mut client = Client::new(listening(server));
        Runtime::new().unwrap().block_on(async {
            for ballot in &self.stage.ballots()[ballots] {
                let (status, receipt) = client.post("/ballots", ballot.clone()).await.unwrap();
                assert_eq!(status, StatusCode::OK);
                self.told.receipt(&receipt, ballot);
            }
        });
    }

    /// How many entries the server has noted in `board.head`.
    fn remembered(&self) -> usize {
        let note = fs::read_to_string(self.file("board.head")).unwrap_or_default();
        note.lines().nth(1).map_or(0, |size| size.parse().unwrap())
    }

    /// `sqlite3 board/board.db ".backup FILE"`, or `pg_dump NAME > FILE`.
    fn back_up(&self, name: &str) -> PathBuf {
        let backup = self.stage.board().with_extension(name);
        let done = match self.postgres {
            None => Command::new("sqlite3")
                .arg(self.file("board.db"))
                .arg(format!(".backup '{}'", backup.display()))
                .status(),
            Some(postgres) => {
                let to = File::create(&backup).unwrap();
                postgres.command("pg_dump").arg(self.url()).stdout(to).status()
            }
        };
        assert!(done.unwrap().success());
        backup
    }

    /// In the place of the files, or into a new database.
    fn put_back(&self, backup: &Path) {
        let Some(postgres) = self.postgres else {
            for file in ["board.db", "board.db-wal", "board.db-shm"] {
                let _ = fs::remove_file(self.file(file));
            }
            fs::copy(backup, self.file("board.db")).unwrap();
            return;
        };
        let url = postgres.database();
        let from = File::open(backup).unwrap();
        let mut psql = postgres.command("psql");
        psql.args(["--quiet", "--set=ON_ERROR_STOP=1", &url]).stdin(from).stdout(Stdio::null());
        assert!(psql.status().unwrap().success());
        fs::write(self.file("board.toml"), format!("database = \"{url}\"\n")).unwrap();
    }

    fn url(&self) -> String {
        let settings = fs::read_to_string(self.file("board.toml")).unwrap();
        settings.split('"').nth(1).unwrap().to_owned()
    }

    fn fsck(&self) -> Finished {
        let mut command = isoloir();
        command.arg("fsck").arg(self.stage.board());
        Running::start(command).wait()
    }

    /// Loses its database twice: an early backup is refused, the newest is gone on with.
    fn lose_and_find(self) {
        let mut server = Running::start(self.stage.serve());
        self.cast(&mut server, 0..2);
        let early = self.back_up("early");
        self.cast(&mut server, 2..4);
        let newest = self.back_up("newest");
        let signed = self.stage.setup_entries() + 4;
        server.until("it remembers", |_| self.remembered() == signed);
        // What SQLite has not put into its file yet lies beside it.
        server.kill();

        self.put_back(&early);
        let refused = Running::start(self.stage.serve()).wait();
        assert_eq!(refused.code, Some(3), "{}", refused.stderr);
        let checked = self.fsck();
        assert_eq!(checked.code, Some(1), "{}", checked.stdout);
        for said in [&refused.stderr, &checked.stderr] {
            assert!(said.contains("it is an old copy"), "{said}");
            assert!(said.contains("isoloir board restore"), "{said}");
        }

        self.put_back(&newest);
        let checked = self.fsck();
        assert_eq!(checked.code, Some(0), "{}", checked.stderr);
        let mut server = Running::start(self.stage.serve());
        self.cast(&mut server, 0..BALLOTS);
        server.signal("INT");
        assert_eq!(server.wait().code, Some(0));
        self.stage.is_whole(&self.told);
    }
}

#[test]
fn of_the_backups_of_a_file_only_the_newest_is_gone_on_with() {
    if Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_err() {
        let is_ci = std::env::var_os("CI").is_some();
        assert!(!is_ci, "sqlite3 is not installed: apt-get install sqlite3");
        eprintln!("NOT TESTED: sqlite3 is not installed (apt-get install sqlite3)");
        return;
    }
    Kept::new(None).lose_and_find();
}

#[test]
fn of_the_dumps_of_a_database_only_the_newest_is_gone_on_with() {
    let Some(postgres) = Postgres::start() else { return };
    Kept::new(Some(&postgres)).lose_and_find();
}
