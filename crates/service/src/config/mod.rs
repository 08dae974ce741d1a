//! How the service is set up: a file, variables of the environment, and flags of the command line.
//!
//! The later of the three wins. [`SAMPLE`] is a file with everything that can be set, as it is if nothing is.

mod database;
mod environment;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::Scheme;
use ipnet::IpNet;
use isoloir_board::keys::WitnessKey;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};

use crate::officials::OpenIdSettings;

pub use database::{DatabaseUrl, UnknownDatabase};

/// What `board.toml` is at first: every setting with its default, and what it is for.
pub const SAMPLE: &str = include_str!("board.toml");

/// The variable that names the file, which is whose calls [`Config::load`] to read.
pub const FILE_VARIABLE: &str = "ISOLOIR_SERVE_CONFIG";

/// How the service is set up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the board is: `sqlite:FILE` or `postgres://…`. By default `sqlite:board.db`. A relative file is in the
    /// folder of the board.
    pub database: DatabaseUrl,
    /// Where the board is served. By default 127.0.0.1:8080.
    pub listen: SocketAddr,
    /// Where people find the board: `https://vote.example.org/2027`. By default `https://` and the board's name.
    #[serde(deserialize_with = "some_web_address")]
    pub address: Option<String>,
    /// The zone in which officials are told times, by its name in the IANA database. By default UTC.
    #[serde(deserialize_with = "zone")]
    pub zone: TimeZone,
    /// The folder with what the voting page says of projects beside the definition ([`isoloir_page::content`]). By default
    /// `content` in the folder of the board.
    pub content: PathBuf,
    /// How officials log in by a provider of OpenID Connect. By default by their key files alone.
    pub openid: Option<OpenIdSettings>,
    /// Where `/metrics` is served, over plain HTTP, for those who run the service. By default nowhere: it is never
    /// among the addresses that the public reads.
    pub metrics: Option<SocketAddr>,
    /// The proxies before the service. Only from their addresses is [`Config::proxy_header`] believed: everybody else
    /// could write into it what they like. By default none.
    pub trusted_proxies: Vec<IpNet>,
    /// In which header they say whom they speak for. By default `X-Forwarded-For`.
    pub proxy_header: ProxyHeader,
    /// The certificate. By default none, and plain HTTP is spoken: to a proxy that has one.
    pub tls: Option<Tls>,
    /// How much is taken from one address, one credential, and all.
    pub limits: Limits,
    /// The witnesses that are asked to sign checkpoints. By default none.
    #[serde(rename = "witness")]
    pub witnesses: Vec<Witness>,
}

/// A witness (c2sp.org/tlog-witness) that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Its verifier key.
    #[serde(deserialize_with = "parsed")]
    pub key: WitnessKey,
    /// Where it is: `https://…`, without `/add-checkpoint`.
    #[serde(deserialize_with = "web_address")]
    pub url: String,
}

/// A certificate and its key, each a file in PEM. A relative path is in the folder of the board. When the files
/// change, the service follows within a minute.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate, and those that it stands on.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// The header in which a proxy says whom it speaks for.
///
/// One is believed and not both: a proxy writes the one that it knows, and passes on the other as a client sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ProxyHeader {
    /// What most proxies write.
    #[serde(rename = "X-Forwarded-For")]
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

/// How much is taken from one address, one credential, and all.
///
/// An address is one of IPv4, or a network /64 of IPv6. A whole library or a phone network may share one: what an
/// address may do is meant for hundreds of people. A limit over a minute can be used up at once, and then comes back
/// evenly.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections that are open at once. By default 10,000. When they are, the one that has been idle for longest
    /// makes room for a new one.
    pub connections: NonZeroU32,
    /// Connections of one address that are open at once; proxies that are trusted have no such limit. By default 1,000.
    pub connections_per_address: NonZeroU32,
    /// Requests of one address in a minute. By default 6,000.
    pub requests_per_minute: NonZeroU32,
    /// Ballots of one credential in a minute. By default 10.
    pub casts_per_minute: NonZeroU32,
    /// Ballots from one address in a minute that can't be read or that nobody on the roll has signed. By default 120.
    pub forged_per_minute: NonZeroU32,
    /// Wrong ballots in an hour that a credential has signed, before all its ballots are refused for a while. By default
    /// 5: no program of a voter makes any.
    pub wrong_per_hour: NonZeroU32,
    /// How long the head of a request may take, in seconds, and how long a connection may be idle. By default 15.
    pub head_seconds: NonZeroU32,
    /// How long the body of a request may take, in seconds. By default 30.
    pub body_seconds: NonZeroU32,
    /// How long a request may take in all, in seconds, until its answer is read to the end. By default 120.
    pub request_seconds: NonZeroU32,
    /// Requests that are worked on at once. By default 4,096; more are told to come back.
    pub requests: NonZeroU32,
}

/// What flags of the command line set. They win over everything else.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// [`Config::database`].
    pub database: Option<DatabaseUrl>,
    /// [`Config::listen`].
    pub listen: Option<SocketAddr>,
    /// [`Config::metrics`].
    pub metrics: Option<SocketAddr>,
}

/// A setting that can't be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// In the file.
    #[error("{}:{line}: {message}", file.display())]
    File {
        /// Which file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A variable of the environment. What it holds may be secret and is not said.
    #[error("the variable {name} of the environment: {message}")]
    Variable {
        /// Its name.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// A variable that sets nothing.
    #[error("the variable {name} of the environment sets nothing. Known are: {}", known.join(", "))]
    UnknownVariable {
        /// Its name.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The variables give one of the two, and the file has no `[tls]`.
    #[error(
        "TLS takes both a certificate and a key: one of tls.certificate and tls.key is missing"
    )]
    HalfTls,
    /// The metrics would be public.
    #[error("metrics are not for the public: give them another address than {0}")]
    PublicMetrics(SocketAddr),
    /// A witness that is named twice.
    #[error("the witness {0} is named twice")]
    WitnessTwice(String),
}

impl Config {
    /// Reads the settings of a board that is kept in `folder`: those of `file`, its path and its text; over them those
    /// of the variables `ISOLOIR_SERVE_…` in `environment`; over them those of `flags`.
    ///
    /// # Errors
    /// If something can't be read, or is not known.
    pub fn load(
        folder: &Path,
        file: Option<(&Path, &str)>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: Overrides,
    ) -> Result<Self, ConfigError> {
        let mut config = file.map_or_else(|| Ok(Self::default()), read_file)?;
        environment::apply(&mut config, environment)?;
        config.database = flags.database.unwrap_or(config.database);
        config.listen = flags.listen.unwrap_or(config.listen);
        config.metrics = flags.metrics.or(config.metrics);
        config.check()?;
        Ok(config.within(folder))
    }

    fn check(&self) -> Result<(), ConfigError> {
        let tls = self.tls.iter().flat_map(|tls| [&tls.certificate, &tls.key]);
        if tls.into_iter().any(|path| path.as_os_str().is_empty()) {
            return Err(ConfigError::HalfTls);
        }
        // Port 0 is another one each time.
        if self.metrics == Some(self.listen) && self.listen.port() != 0 {
            return Err(ConfigError::PublicMetrics(self.listen));
        }
        for (position, witness) in self.witnesses.iter().enumerate() {
            if self.witnesses[..position].iter().any(|other| other.key == witness.key) {
                return Err(ConfigError::WitnessTwice(witness.key.name().to_string()));
            }
        }
        Ok(())
    }

    /// With relative paths made those of a folder.
    fn within(mut self, folder: &Path) -> Self {
        self.database = self.database.within(folder);
        self.content = folder.join(&self.content);
        if let Some(tls) = &mut self.tls {
            tls.certificate = folder.join(&tls.certificate);
            tls.key = folder.join(&tls.key);
        }
        if let Some(openid) = &mut self.openid {
            openid.client_secret_file = folder.join(&openid.client_secret_file);
        }
        self
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: DatabaseUrl::default(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            address: None,
            zone: TimeZone::UTC,
            content: PathBuf::from("content"),
            openid: None,
            metrics: None,
            trusted_proxies: Vec::new(),
            proxy_header: ProxyHeader::XForwardedFor,
            tls: None,
            limits: Limits::default(),
            witnesses: Vec::new(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let some = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            connections: some(10_000),
            connections_per_address: some(1_000),
            requests_per_minute: some(6_000),
            casts_per_minute: some(10),
            forged_per_minute: some(120),
            wrong_per_hour: some(5),
            head_seconds: some(15),
            body_seconds: some(30),
            request_seconds: some(120),
            requests: some(4_096),
        }
    }
}

/// What toml shows of a line is not shown: a password may stand in it.
fn read_file((file, text): (&Path, &str)) -> Result<Config, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or(text);
        ConfigError::File {
            file: file.to_path_buf(),
            line: before.matches('\n').count() + 1,
            message: error.message().to_owned(),
        }
    })
}

/// A value that is written as text.
fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: std::fmt::Display>,
{
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

fn web_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    check_web_address(&text).map_err(serde::de::Error::custom)?;
    Ok(text)
}

fn some_web_address<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    web_address(deserializer).map(Some)
}

fn zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeZone, D::Error> {
    zone_of(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

fn zone_of(name: &str) -> Result<TimeZone, String> {
    let unknown = |_| format!("this machine knows no zone {name}: write it as Europe/Paris");
    TimeZone::get(name).map_err(unknown)
}

fn check_web_address(text: &str) -> Result<(), &'static str> {
    let uri: Option<Uri> = text.parse().ok();
    let scheme = uri.as_ref().and_then(Uri::scheme);
    if scheme.is_some_and(|scheme| [Scheme::HTTP, Scheme::HTTPS].contains(scheme)) {
        Ok(())
    } else {
        Err("an address begins with https:// or http://")
    }
}

#[cfg(test)]
mod tests;
