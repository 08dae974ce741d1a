use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::Deserialize;

/// The URL of a database. It may hold a password, so it is not printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct DatabaseUrl(String);

/// A URL of no kind of database that is known. The URL is not repeated: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a database is given as sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME")]
pub struct UnknownDatabase;

const SQLITE: &str = "sqlite:";

impl DatabaseUrl {
    /// The URL, with the password that is in it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// With a relative file made one of a folder.
    pub(super) fn within(self, folder: &Path) -> Self {
        let Some(rest) = self.0.strip_prefix(SQLITE) else { return self };
        let rest = rest.trim_start_matches("//");
        if rest.starts_with(['/', ':', '?']) || rest.is_empty() {
            return self;
        }
        // What follows `sqlite:` is read as a part of a URL.
        let folder = folder.to_string_lossy().replace('%', "%25").replace('?', "%3F");
        let between = if folder.is_empty() || folder.ends_with('/') { "" } else { "/" };
        Self(format!("{SQLITE}{folder}{between}{rest}"))
    }
}

impl Default for DatabaseUrl {
    fn default() -> Self {
        Self("sqlite:board.db".into())
    }
}

impl FromStr for DatabaseUrl {
    type Err = UnknownDatabase;

    fn from_str(text: &str) -> Result<Self, UnknownDatabase> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for DatabaseUrl {
    type Error = UnknownDatabase;

    fn try_from(text: String) -> Result<Self, UnknownDatabase> {
        let is_known =
            ["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| text.starts_with(kind));
        if is_known { Ok(Self(text)) } else { Err(UnknownDatabase) }
    }
}

/// The kind alone.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, _) = self.0.split_once(':').unwrap_or_default();
        write!(f, "{kind}:…")
    }
}
