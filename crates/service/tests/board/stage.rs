use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use ed25519_dalek::SigningKey;
use isoloir_board::keys::LogSigner;
use isoloir_board::receipt::Receipt;
use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::message::{CastBallot, Kind, Message, Messages};
use isoloir_service::Rejected;
use isoloir_service::board::Board;
use isoloir_service::clock::Clock;
use isoloir_service::store::{self, Store};
use tempfile::TempDir;

use crate::election::Election;
use crate::kept;
use crate::told::Told;

/// Voters of the election.
pub(crate) const VOTERS: usize = 48;

/// When the vote is open: in 2026.
const OPEN: u64 = 1_790_000_000;

static ELECTION: LazyLock<Election> = LazyLock::new(|| Election::open(VOTERS).unwrap());

static BALLOTS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| (0..VOTERS).map(|voter| ELECTION.ballot(voter).unwrap()).collect());

/// An election whose vote is open.
pub(crate) fn election() -> &'static Election {
    &ELECTION
}

/// When its vote ends, in seconds since 1970.
pub(crate) fn closes() -> u64 {
    election().voting().unwrap().election().definition().closes
}

/// The first ballot of each of its voters.
pub(crate) fn ballots() -> &'static [Vec<u8>] {
    &BALLOTS
}

/// Whose ballot it is, and by what the next one refers to it.
pub(crate) fn of_ballot(payload: &[u8]) -> (NonIdentityPoint, BallotTracker) {
    let parameters = election().parameters().unwrap();
    let ballot = CastBallot::read(payload, parameters.style()).unwrap();
    (*ballot.credential(), ballot.tracker(parameters))
}

/// The message with which the official ends the vote.
pub(crate) fn close() -> Messages {
    let message = Message { kind: Kind::Close, payload: election().close().unwrap() };
    let election = election().voting().unwrap().election().id();
    Messages { election, list: vec![message] }
}

/// Casts ballots at the same time; what is said to each, in their order.
pub(crate) async fn cast_all(
    board: &Arc<Board>,
    ballots: &[Vec<u8>],
) -> Vec<Result<Receipt, Rejected>> {
    let cast = |ballot: &Vec<u8>| {
        let (board, ballot) = (board.clone(), ballot.clone());
        tokio::spawn(async move { board.cast(&ballot).await })
    };
    let all: Vec<_> = ballots.iter().map(cast).collect();
    let mut said = Vec::with_capacity(all.len());
    for one in all {
        said.push(one.await.unwrap());
    }
    said
}

/// A database with the board of the election, on which nothing is cast yet.
pub(crate) struct Stage {
    _folder: TempDir,
    url: String,
    time: Arc<AtomicU64>,
    told: Told,
}

impl Stage {
    /// In a file.
    pub(crate) async fn new() -> Self {
        Self::make(None).await
    }

    /// In the database at a URL, or else in a file.
    pub(crate) async fn make(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = || format!("sqlite:{}", folder.path().join("board.db").display());
        let url = url.unwrap_or_else(file);
        let policy = election().voting().unwrap().election().definition().policy().clone();
        let time = Arc::new(AtomicU64::new(OPEN));
        let stage = Self { _folder: folder, url, time, told: Told::new(policy) };
        let store = stage.store().await;
        kept::store_all(&*store, election().board_signer(), election().setup()).await;
        store.close().await;
        stage
    }

    pub(crate) async fn store(&self) -> Arc<dyn Store> {
        store::open(&self.url).await.unwrap()
    }

    /// Opens the board.
    pub(crate) async fn board(&self) -> Arc<Board> {
        self.board_over(self.store().await).await
    }

    /// Opens the board through this database, which is its own.
    pub(crate) async fn board_over(&self, store: Arc<dyn Store>) -> Arc<Board> {
        let secret: SigningKey = election().board_secret().clone();
        let name = election().board_signer().key().name().clone();
        let signer = LogSigner::new(name, secret).unwrap();
        let time = self.time.clone();
        let clock = Clock::new(move || time.load(Ordering::Relaxed));
        Arc::new(Board::open(store, signer, Vec::new(), clock).await.unwrap())
    }

    /// Sets the clock of its boards, in seconds since 1970.
    pub(crate) fn set_time(&self, time: u64) {
        self.time.store(time, Ordering::Relaxed);
    }

    /// Notes the receipt of a ballot, which must be right, and returns the index of its entry.
    pub(crate) fn told(&self, receipt: &Receipt, ballot: &[u8]) -> u64 {
        self.told.receipt(receipt.to_string().as_bytes(), ballot);
        receipt.index()
    }

    /// Checks that the database has exactly these ballots, each once, counts them in the turnout, and keeps what was
    /// told.
    pub(crate) async fn has<'a>(&self, ballots: impl IntoIterator<Item = &'a Vec<u8>>) {
        let store = self.store().await;
        let board = kept::read(&*store).await;
        self.told.is_kept_by(&board);
        let is_ballot = |kind: u8| kind == Kind::Ballot as u8;
        let cast = board.iter().filter(|entry| is_ballot(entry.kind()));
        let mut cast: Vec<_> = cast.map(|entry| entry.payload().to_vec()).collect();
        let mut ballots: Vec<_> = ballots.into_iter().cloned().collect();
        cast.sort_unstable();
        ballots.sort_unstable();
        assert!(cast == ballots, "{} ballots are there, not {}", cast.len(), ballots.len());
        let counted: u64 = store.turnout().await.unwrap().iter().map(|count| count.ballots).sum();
        assert_eq!(cast.len() as u64, counted);
        // Who opens it now finds that the rules allow all of it.
        assert_eq!(self.board().await.size(), board.len() as u64);
    }
}
