use std::time::Duration;

use async_trait::async_trait;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Acquire, PgConnection, PgPool};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use crate::store::{
    Extension, HourlyCount, SELECT_HEAD, SELECT_TURNOUT, Store, StoreError, Stored, StoredHead,
    hourly_count, signed, stored, stored_head, successive,
};

/// Connections of one replica.
const CONNECTIONS: u32 = 8;

/// How long to wait for a connection: a request is answered before its client gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a database is waited for in all. A network that swallows everything says nothing for a quarter of an hour.
const ANSWER: Duration = Duration::from_secs(15);

/// What every connection begins with. A commit has reached the disk when it returns, whatever the server's own
/// settings say; and one whose client is gone does not hold the head for ever.
const SETTINGS: [&str; 3] = [
    "SET synchronous_commit = on",
    "SET statement_timeout = '10s'",
    "SET idle_in_transaction_session_timeout = '10s'",
];

/// For one that only reads.
const READ_ONLY: [&str; 2] =
    ["SET default_transaction_read_only = on", "SET statement_timeout = '10s'"];

/// A board in a PostgreSQL database, which several replicas may share.
pub(super) struct Postgres(PgPool);

impl Postgres {
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let pool = connect(url, &SETTINGS).await?;
        sqlx::migrate!("migrations/postgres").run(&pool).await.map_err(StoreError::Migration)?;
        Ok(Self(pool))
    }

    /// Writes to it fail.
    pub(super) async fn open_to_read(url: &str) -> Result<Self, StoreError> {
        connect(url, &READ_ONLY).await.map(Self)
    }
}

async fn connect(url: &str, settings: &'static [&'static str]) -> Result<PgPool, StoreError> {
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                for setting in settings {
                    sqlx::query(setting).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .connect(url);
    Ok(pool.await?)
}

/// What was answered in time. A connection on which nothing was is given up: it may never say anything again.
fn in_time<T>(
    connection: PoolConnection<sqlx::Postgres>,
    answered: Result<Result<T, StoreError>, Elapsed>,
) -> Result<T, StoreError> {
    answered.unwrap_or_else(|_| {
        drop(connection.detach());
        Err(StoreError::Silent)
    })
}

#[async_trait]
impl Store for Postgres {
    async fn head(&self) -> Result<Option<StoredHead>, StoreError> {
        let mut connection = self.0.acquire().await?;
        let head = async {
            let head = sqlx::query_as(SELECT_HEAD).fetch_optional(&mut *connection).await?;
            head.map(stored_head).transpose()
        };
        let head = timeout(ANSWER, head).await;
        in_time(connection, head)
    }

    async fn entries(&self, from: u64, count: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut connection = self.0.acquire().await?;
        let entries = async {
            let select =
                "SELECT position, bytes FROM entry WHERE position >= $1 ORDER BY position LIMIT $2";
            let query = sqlx::query_as(select).bind(signed(from)?).bind(i64::from(count));
            successive(from, query.fetch_all(&mut *connection).await?)
        };
        let entries = timeout(ANSWER, entries).await;
        in_time(connection, entries)
    }

    async fn turnout(&self) -> Result<Vec<HourlyCount>, StoreError> {
        let mut connection = self.0.acquire().await?;
        let counts = async {
            let counts = sqlx::query_as(SELECT_TURNOUT).fetch_all(&mut *connection).await?;
            counts.into_iter().map(hourly_count).collect()
        };
        let counts = timeout(ANSWER, counts).await;
        in_time(connection, counts)
    }

    async fn begin(&self, checkpoint: &str) -> Result<Stored, StoreError> {
        let mut connection = self.0.acquire().await?;
        let begun = async {
            let insert = "INSERT INTO head VALUES (1, 0, $1) ON CONFLICT DO NOTHING";
            let done = sqlx::query(insert).bind(checkpoint).execute(&mut *connection).await?;
            Ok(stored(done.rows_affected()))
        };
        let begun = timeout(ANSWER, begun).await;
        in_time(connection, begun)
    }

    async fn extend(&self, extension: &Extension) -> Result<Stored, StoreError> {
        let mut connection = self.0.acquire().await?;
        let extended = timeout(ANSWER, extend(&mut connection, extension)).await;
        in_time(connection, extended)
    }

    async fn cosign(&self, old: &StoredHead, checkpoint: &str) -> Result<Stored, StoreError> {
        let mut connection = self.0.acquire().await?;
        let cosigned = async {
            let update = "UPDATE head SET checkpoint = $1 WHERE size = $2 AND checkpoint = $3";
            let query = sqlx::query(update).bind(checkpoint);
            let query = query.bind(signed(old.size)?).bind(&old.checkpoint);
            Ok(stored(query.execute(&mut *connection).await?.rows_affected()))
        };
        let cosigned = timeout(ANSWER, cosigned).await;
        in_time(connection, cosigned)
    }

    async fn close(&self) {
        self.0.close().await;
    }
}

async fn extend(
    connection: &mut PgConnection,
    extension: &Extension,
) -> Result<Stored, StoreError> {
    let mut transaction = connection.begin().await?;
    // Whoever changes the row first holds it until the end: the others wait, and then find another size.
    let update = "UPDATE head SET size = $1, checkpoint = $2 WHERE size = $3 AND starts_with(checkpoint, $4)";
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
    let positions = (extension.from..extension.size()).map(signed);
    let positions = positions.collect::<Result<Vec<i64>, _>>()?;
    let entries: Vec<&[u8]> = extension.entries.iter().map(|entry| &entry[..]).collect();
    sqlx::query("INSERT INTO entry SELECT * FROM unnest($1::bigint[], $2::bytea[])")
        .bind(positions)
        .bind(entries)
        .execute(&mut *transaction)
        .await?;
    for count in &extension.turnout {
        let add = "INSERT INTO turnout VALUES ($1, $2, $3) \
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
