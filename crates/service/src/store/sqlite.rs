use std::str::FromStr;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, QueryBuilder, SqliteConnection, SqlitePool};

use crate::store::{
    Extension, HourlyCount, SELECT_HEAD, SELECT_TURNOUT, Store, StoreError, Stored, StoredHead,
    hourly_count, signed, stored, stored_head, successive,
};

/// How long to wait for another process that is writing to the file.
const PATIENCE: Duration = Duration::from_secs(20);

/// Entries that one statement stores.
const ROWS: usize = 64;

/// Connections that read at once. One more writes.
const READERS: u32 = 4;

/// A board in a SQLite file.
pub(super) struct Sqlite {
    /// One connection: SQLite has one writer at a time.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            // Readers and the writer don't wait for each other; and a commit has reached the disk when it returns.
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE);
        let writer = SqlitePoolOptions::new().max_connections(1);
        let writer = writer.connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&writer).await.map_err(StoreError::Migration)?;
        let readers = readers(options).await?;
        Ok(Self { writer, readers })
    }

    /// Writes to it fail.
    pub(super) async fn open_to_read(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?.busy_timeout(PATIENCE);
        if !options.get_filename().exists() {
            return Err(StoreError::Absent(options.get_filename().to_path_buf()));
        }
        let readers = readers(options).await?;
        Ok(Self { writer: readers.clone(), readers })
    }
}

async fn readers(options: SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
    let readers = SqlitePoolOptions::new().max_connections(READERS);
    Ok(readers.connect_with(options.read_only(true)).await?)
}

#[async_trait]
impl Store for Sqlite {
    async fn head(&self) -> Result<Option<StoredHead>, StoreError> {
        let head = sqlx::query_as(SELECT_HEAD).fetch_optional(&self.readers).await?;
        head.map(stored_head).transpose()
    }

    async fn entries(&self, from: u64, count: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        let select =
            "SELECT position, bytes FROM entry WHERE position >= ? ORDER BY position LIMIT ?";
        let query = sqlx::query_as(select).bind(signed(from)?).bind(count);
        successive(from, query.fetch_all(&self.readers).await?)
    }

    async fn turnout(&self) -> Result<Vec<HourlyCount>, StoreError> {
        let counts = sqlx::query_as(SELECT_TURNOUT).fetch_all(&self.readers).await?;
        counts.into_iter().map(hourly_count).collect()
    }

    async fn begin(&self, checkpoint: &str) -> Result<Stored, StoreError> {
        let insert = "INSERT INTO head VALUES (1, 0, ?) ON CONFLICT DO NOTHING";
        let done = sqlx::query(insert).bind(checkpoint).execute(&self.writer).await?;
        Ok(stored(done.rows_affected()))
    }

    async fn extend(&self, extension: &Extension) -> Result<Stored, StoreError> {
        let mut connection = self.writer.acquire().await?;
        let extended = extend(&mut connection, extension).await;
        if extended.is_err() {
            // SQLite has ended the transaction by itself if the disk was full. sqlx does not know that, and would
            // never begin another one on this connection.
            let _ = connection.detach().close().await;
        }
        extended
    }

    async fn cosign(&self, old: &StoredHead, checkpoint: &str) -> Result<Stored, StoreError> {
        let update = "UPDATE head SET checkpoint = ? WHERE size = ? AND checkpoint = ?";
        let query = sqlx::query(update).bind(checkpoint);
        let query = query.bind(signed(old.size)?).bind(&old.checkpoint);
        Ok(stored(query.execute(&self.writer).await?.rows_affected()))
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

async fn extend(
    connection: &mut SqliteConnection,
    extension: &Extension,
) -> Result<Stored, StoreError> {
    // Another process may have the file open: the lock is taken before anything is read.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let update = "UPDATE head SET size = ?1, checkpoint = ?2 \
         WHERE size = ?3 AND substr(checkpoint, 1, length(?4)) = ?4";
    let done = sqlx::query(update)
        .bind(signed(extension.size())?)
        .bind(&extension.checkpoint)
        .bind(signed(extension.from)?)
        .bind(&extension.after)
        .execute(&mut *transaction)
        .await?;
    if stored(done.rows_affected()) == Stored::Overtaken {
        return Ok(Stored::Overtaken);
    }
    for (part, from) in extension.entries.chunks(ROWS).zip((extension.from..).step_by(ROWS)) {
        // A statement for each would mostly wait: the thread that runs them is another one.
        let mut insert = QueryBuilder::new("INSERT INTO entry ");
        let rows = part.iter().zip(from..).map(|(entry, position)| Ok((signed(position)?, entry)));
        let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
        insert.push_values(rows, |mut row, (position, entry)| {
            row.push_bind(position).push_bind(&entry[..]);
        });
        insert.build().execute(&mut *transaction).await?;
    }
    for count in &extension.turnout {
        let add = "INSERT INTO turnout VALUES (?, ?, ?) \
             ON CONFLICT (district, hour) DO UPDATE SET ballots = turnout.ballots + excluded.ballots";
        sqlx::query(add)
            .bind(i32::from(count.district))
            .bind(signed(count.hour)?)
            .bind(signed(count.ballots)?)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(Stored::Done)
}
