//! What whoever keeps a board decides: `board.toml`, beside the key of its log.

use std::net::SocketAddr;

use isoloir_board::keys::WitnessKey;
use serde::Deserialize;

/// The settings of a board. What is not set is as it is here; what is not known is refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The database: `sqlite:FILE`, the file beside this one, or `postgres://USER:PASSWORD@HOST/NAME`.
    pub database: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The witnesses that are asked to sign checkpoints.
    #[serde(rename = "witness")]
    pub witnesses: Vec<Witness>,
}

/// A witness of c2sp.org/tlog-witness.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Its key, as the definition of the election has it.
    #[serde(deserialize_with = "witness_key")]
    pub key: WitnessKey,
    /// Where it is: `add-checkpoint` is below.
    pub url: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: "sqlite:board.db".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            witnesses: Vec::new(),
        }
    }
}

fn witness_key<'de, D: serde::Deserializer<'de>>(input: D) -> Result<WitnessKey, D::Error> {
    String::deserialize(input)?.parse().map_err(serde::de::Error::custom)
}
