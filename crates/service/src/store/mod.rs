//! Where a board is stored: the entries, and the last checkpoint that was signed over them.
//!
//! Everything else that the service knows it computes from the entries. [`Store`] is what a database must be
//! able to do; [`open`] gives a SQLite file or a PostgreSQL database, by its URL. What each must hold is said once, by
//! the tests of the contract, which run on both.

mod postgres;
mod sqlite;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;

/// The last checkpoint of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHead {
    /// How many entries it is over.
    pub size: u64,
    /// The signed note (`spec/board.md`, section 7).
    pub checkpoint: String,
}

/// What extends a board: entries, and the checkpoint over all of them.
#[derive(Clone, Debug)]
pub struct Extension {
    /// How many entries there are before.
    pub from: u64,
    /// How the checkpoint over those begins: its text at least, so that nothing follows a board of the same size and
    /// another history. Signatures may come to it meanwhile.
    pub after: String,
    /// The bytes of the new entries, in their order.
    pub entries: Vec<Arc<[u8]>>,
    /// The signed note over all.
    pub checkpoint: String,
    /// What the ballots among the new entries add to the turnout: one count for a district at most.
    pub turnout: Vec<HourlyCount>,
}

/// Ballots of a district that were recorded in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourlyCount {
    /// The district, as an index into the definition.
    pub district: u16,
    /// The hour, counted from 1970-01-01 00:00 UTC.
    pub hour: u64,
    /// How many, those included that replace others.
    pub ballots: u64,
}

impl Extension {
    /// How many entries there are with it.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.from + self.entries.len() as u64
    }
}

/// Whether something was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is, and it lasts.
    Done,
    /// Somebody else was first: the head is another than the one that this was to follow. Nothing has changed.
    Overtaken,
}

/// A database that keeps one board.
///
/// After an error of [`extend`](Self::extend) it can be either way: [`head`](Self::head) tells.
#[async_trait]
pub trait Store: Send + Sync {
    /// The last checkpoint; none before the first.
    async fn head(&self) -> Result<Option<StoredHead>, StoreError>;

    /// The bytes of up to `count` entries, from position `from` on. They may be fewer: those that there are. Between
    /// them none is missing.
    async fn entries(&self, from: u64, count: u32) -> Result<Vec<Vec<u8>>, StoreError>;

    /// How many ballots were recorded in each hour, of those that are not from a copy of the board: by district, then
    /// hour. Hours without a ballot are left out.
    async fn turnout(&self) -> Result<Vec<HourlyCount>, StoreError>;

    /// Stores the first checkpoint, over no entries.
    async fn begin(&self, checkpoint: &str) -> Result<Stored, StoreError>;

    /// Stores entries, the checkpoint over them and what they add to the turnout, all or nothing, if the board's last
    /// checkpoint is the one that they are to follow. When this returns [`Stored::Done`] it has reached the disk.
    async fn extend(&self, extension: &Extension) -> Result<Stored, StoreError>;

    /// Replaces the last checkpoint by one over the same entries, which has more signatures.
    async fn cosign(&self, old: &StoredHead, checkpoint: &str) -> Result<Stored, StoreError>;

    /// Gives up all connections, once what is under way is done.
    async fn close(&self);
}

/// Opens the database at this URL, `sqlite:FILE` or `postgres://…`, and brings its tables to what this program
/// uses. A SQLite file is made if it is not there.
///
/// # Errors
/// If the URL is of no known kind, or the database can't be opened.
pub async fn open(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    if url.starts_with("sqlite:") {
        Ok(Arc::new(sqlite::Sqlite::open(url).await?))
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        Ok(Arc::new(postgres::Postgres::open(url).await?))
    } else {
        Err(StoreError::UnknownKind)
    }
}

/// Opens a database to read what is there: nothing is made, and no table changed.
///
/// # Errors
/// If the URL is of no known kind, or there is no database that can be opened.
pub async fn open_to_read(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    if url.starts_with("sqlite:") {
        Ok(Arc::new(sqlite::Sqlite::open_to_read(url).await?))
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        Ok(Arc::new(postgres::Postgres::open_to_read(url).await?))
    } else {
        Err(StoreError::UnknownKind)
    }
}

/// What goes wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL is of no database that is known.
    #[error("a database is given as sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME")]
    UnknownKind,
    /// A file is not there.
    #[error("there is no database at {}", .0.display())]
    Absent(PathBuf),
    /// The tables are of another version of this program.
    #[error(
        "the tables of the database can't be brought up to date: was it used by a newer isoloir?"
    )]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// What the database says.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// It says nothing.
    #[error("the database does not answer")]
    Silent,
    /// What it holds can't be.
    #[error(
        "the database is damaged: {0}. Take a backup that isoloir fsck finds right, or restore the board with isoloir \
         board restore"
    )]
    Damaged(&'static str),
    /// An entry that the checkpoint is over, by its index.
    #[error(
        "the database is damaged: entry {0} is missing. Take a backup that isoloir fsck finds right, or restore the \
         board with isoloir board restore"
    )]
    Missing(u64),
}

/// Sizes in the database are signed.
fn signed(size: u64) -> Result<i64, StoreError> {
    i64::try_from(size).map_err(|_| StoreError::Damaged("a size is out of range"))
}

/// Gives a row that [`stored_head`] reads, or none.
const SELECT_HEAD: &str = "SELECT size, checkpoint FROM head";

fn stored_head((size, checkpoint): (i64, String)) -> Result<StoredHead, StoreError> {
    let size = u64::try_from(size).map_err(|_| StoreError::Damaged("a size is negative"))?;
    Ok(StoredHead { size, checkpoint })
}

/// The bytes of rows that follow one another from this position on.
fn successive(from: u64, rows: Vec<(i64, Vec<u8>)>) -> Result<Vec<Vec<u8>>, StoreError> {
    let bytes = (from..).zip(rows).map(|(index, (position, bytes))| {
        if signed(index)? == position { Ok(bytes) } else { Err(StoreError::Missing(index)) }
    });
    bytes.collect()
}

/// Gives rows that [`hourly_count`] reads.
const SELECT_TURNOUT: &str = "SELECT district, hour, ballots FROM turnout ORDER BY district, hour";

fn hourly_count((district, hour, ballots): (i32, i64, i64)) -> Result<HourlyCount, StoreError> {
    let damaged = |_| StoreError::Damaged("a count of the turnout is out of range");
    Ok(HourlyCount {
        district: district.try_into().map_err(damaged)?,
        hour: hour.try_into().map_err(damaged)?,
        ballots: ballots.try_into().map_err(damaged)?,
    })
}

/// What it means that a statement on the one head has changed so many rows.
fn stored(rows: u64) -> Stored {
    if rows == 1 { Stored::Done } else { Stored::Overtaken }
}
