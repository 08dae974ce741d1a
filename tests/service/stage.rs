use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use ed25519_dalek::SigningKey;
use hyper::StatusCode;
use hyper::body::Bytes;
use isoloir_board::entry::Entry;
use isoloir_board::keys::LogSigner;
use isoloir_board::policy::Policy;
use isoloir_election::message::Kind;
use rayon::prelude::*;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::client::Client;
use crate::election::Election;
use crate::kept;
use crate::process::{Running, isoloir, isoloir_verify};
use crate::told::Told;
use crate::witness::Witness;

/// An election whose vote is open, and a ballot of each of its voters.
struct Cast {
    election: Election,
    ballots: Vec<Bytes>,
}

/// The voters of the election that most tests share: to prove their ballots takes longer than to cast them.
const VOTERS: usize = 4_000;

static CAST: LazyLock<Arc<Cast>> =
    LazyLock::new(|| Arc::new(Cast::of(Election::open(VOTERS).unwrap(), VOTERS)));

impl Cast {
    fn of(election: Election, voters: usize) -> Self {
        let ballots = (0..voters).into_par_iter();
        let ballots = ballots.map(|voter| election.ballot(voter).unwrap().into());
        Self { ballots: ballots.collect(), election }
    }
}

/// A board that is kept in a folder, on which a vote is open, and ballots that are to be cast.
pub(crate) struct Stage {
    folder: TempDir,
    cast: Arc<Cast>,
    ballots: usize,
}

impl Stage {
    /// With so many ballots, and the board in the database at a URL, or else in a file.
    pub(crate) fn new(ballots: usize, database: Option<&str>) -> Self {
        Self::of(CAST.clone(), ballots, database)
    }

    /// With three witnesses, of which two have to sign.
    pub(crate) fn witnessed(voters: usize) -> (Self, Vec<Witness>) {
        let mut witnesses = Vec::new();
        let election = Election::witnessed(voters, 2, |log| {
            let witness = |number: u8| {
                let secret = SigningKey::from_bytes(&[number; 32]);
                Witness::start(&format!("witness.example/w{number}"), secret, log)
            };
            witnesses.extend([101, 102, 103].map(witness));
            witnesses.iter().map(|witness| witness.key().clone()).collect()
        });
        let cast = Cast::of(election.unwrap(), voters);
        (Self::of(Arc::new(cast), voters, None), witnesses)
    }

    fn of(cast: Arc<Cast>, ballots: usize, database: Option<&str>) -> Self {
        let stage = Self { folder: tempfile::tempdir().unwrap(), cast, ballots };
        let (signer, secret) = (stage.election().board_signer(), stage.election().board_secret());
        let entries = stage.election().setup();
        kept::make(&stage.board(), signer.key().name(), secret, entries, database);
        stage
    }

    fn election(&self) -> &Election {
        &self.cast.election
    }

    /// How many entries the board has before the first ballot.
    pub(crate) fn setup_entries(&self) -> usize {
        self.election().setup().len()
    }

    /// The ballots that are to be cast.
    pub(crate) fn ballots(&self) -> &[Bytes] {
        &self.cast.ballots[..self.ballots]
    }

    /// The folder of the board.
    pub(crate) fn board(&self) -> PathBuf {
        self.folder.path().join("board")
    }

    /// The signer of its checkpoints.
    pub(crate) fn signer(&self) -> LogSigner {
        let name = self.election().board_signer().key().name().clone();
        LogSigner::new(name, self.election().board_secret().clone()).unwrap()
    }

    /// What is told by servers of this board.
    pub(crate) fn told(&self) -> Told {
        Told::new(self.policy().clone())
    }

    /// Whose signatures its checkpoints need.
    pub(crate) fn policy(&self) -> &Policy {
        self.election().voting().unwrap().election().definition().policy()
    }

    /// `isoloir serve` on this board, on a free port.
    pub(crate) fn serve(&self) -> Command {
        self.serve_folder(&self.board())
    }

    /// The same by a server with this number, which has a folder of its own.
    pub(crate) fn serve_replica(&self, number: u8) -> Command {
        let folder = self.folder.path().join(format!("replica{number}"));
        if !folder.exists() {
            fs::create_dir(&folder).unwrap();
            for file in ["board.key", "board.toml"] {
                fs::copy(self.board().join(file), folder.join(file)).unwrap();
            }
        }
        self.serve_folder(&folder)
    }

    fn serve_folder(&self, folder: &Path) -> Command {
        let mut command = isoloir();
        command.arg("serve").arg(folder).env("ISOLOIR_SERVE_LISTEN", "127.0.0.1:0");
        // Everybody here has one address, and tries again faster than people do.
        command.env("ISOLOIR_SERVE_LIMITS_REQUESTS_PER_MINUTE", "1000000");
        command.env("ISOLOIR_SERVE_LIMITS_CASTS_PER_MINUTE", "1000000");
        command
    }

    /// Checks that the board has each ballot once, has what was promised, and is accepted by the verifier.
    pub(crate) fn is_whole(&self, told: &Told) {
        let board = kept::entries(&self.board());
        told.is_kept_by(&board);
        let mut cast: Vec<&[u8]> = ballots_of(&board).collect();
        let mut all: Vec<&[u8]> = self.ballots().iter().map(|ballot| &ballot[..]).collect();
        cast.sort_unstable();
        all.sort_unstable();
        assert!(cast == all, "{} of {} ballots are on the board", cast.len(), all.len());
        self.is_accepted();
    }

    /// The copy of the board that the verifier has found to be right.
    pub(crate) fn copy(&self) -> PathBuf {
        self.folder.path().join("copy")
    }

    /// Checks that the verifier finds nothing wrong with the board.
    pub(crate) fn is_accepted(&self) {
        let copy = self.copy();
        let mut command = isoloir();
        command.args(["board", "copy"]).arg(self.board()).arg("--out").arg(&copy);
        let copied = Running::start(command).wait();
        assert_eq!(copied.code, Some(0), "{}", copied.stderr);
        let mut command = isoloir_verify();
        command.arg("--in-progress").arg(&copy);
        let verified = Running::start(command).wait();
        assert_eq!(verified.code, Some(0), "{}{}", verified.stdout, verified.stderr);
    }
}

/// The payloads of the ballots on a board.
pub(crate) fn ballots_of(board: &[Entry]) -> impl Iterator<Item = &[u8]> {
    board.iter().filter(|entry| entry.kind() == Kind::Ballot as u8).map(Entry::payload)
}

/// Where a server listens, if it does yet.
pub(crate) fn address_of(server: &Running) -> Option<SocketAddr> {
    let said = server.stdout();
    said.strip_suffix('\n')?.rsplit('/').next()?.parse().ok()
}

/// Where a server listens, once it does.
pub(crate) fn listening(server: &mut Running) -> SocketAddr {
    server.until("it listens", |server| address_of(server).is_some());
    address_of(server).unwrap()
}

/// What a server says of itself, and to somebody who casts the last ballot.
pub(crate) fn ask(stage: &Stage, server: SocketAddr) -> (StatusCode, StatusCode) {
    let mut client = Client::new(server);
    Runtime::new().unwrap().block_on(async {
        let ballot = stage.ballots().last().unwrap().clone();
        let (cast, _) = client.post("/ballots", ballot).await.unwrap();
        let (ready, _) = client.get("/readyz").await.unwrap();
        (cast, ready)
    })
}

/// Neither ready nor taking ballots.
pub(crate) const UNAVAILABLE: (StatusCode, StatusCode) =
    (StatusCode::SERVICE_UNAVAILABLE, StatusCode::SERVICE_UNAVAILABLE);
