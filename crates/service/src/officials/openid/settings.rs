use std::path::PathBuf;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Semaphore;
use url::{Host, Url};
use zeroize::Zeroizing;

use crate::officials::openid::provider::{Claims, agent};

/// Questions to the provider at the same time: more visitors are told to try again.
const MAX_QUESTIONS: usize = 4;

/// How officials log in by a provider of OpenID Connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenIdSettings {
    /// The provider, exactly as it names itself: `https://login.example.org`.
    pub issuer: String,
    /// What this service is called there.
    pub client_id: String,
    /// A file whose first line is the secret that was agreed with the provider.
    pub client_secret_file: PathBuf,
    /// Who may log in: e-mail addresses that the provider has verified.
    #[serde(default)]
    pub emails: Vec<String>,
    /// Who else may: those of whom the provider says this.
    #[serde(default)]
    pub claim: Option<ClaimRule>,
}

/// What the provider must say of somebody: that a claim is this text, or a list that has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimRule {
    /// As `groups`.
    pub name: String,
    /// As `participatory-budget`.
    pub value: String,
}

/// A provider that can be asked.
pub(in crate::officials) struct OpenId {
    settings: OpenIdSettings,
    pub(super) secret: Zeroizing<String>,
    pub(super) agent: ureq::Agent,
    pub(super) questions: Semaphore,
}

impl OpenIdSettings {
    /// Reads the secret.
    ///
    /// # Errors
    /// If it can't be read, or nobody could log in, or everybody could read along.
    pub(in crate::officials) fn open(self) -> anyhow::Result<OpenId> {
        let issuer = Url::parse(&self.issuer)
            .with_context(|| format!("{} is no address of a provider", self.issuer))?;
        ensure!(is_private(&issuer), "{issuer}: a provider is asked over https only");
        ensure!(
            !self.emails.is_empty() || self.claim.is_some(),
            "nobody may log in by {issuer}: name e-mail addresses, or a claim and its value"
        );
        let file = self.client_secret_file.display();
        let text = std::fs::read_to_string(&self.client_secret_file)
            .map(Zeroizing::new)
            .with_context(|| format!("{file} can't be read"))?;
        let secret = text.lines().next().unwrap_or_default().trim().to_owned();
        ensure!(!secret.is_empty(), "{file} has no secret in its first line");
        Ok(OpenId {
            secret: Zeroizing::new(secret),
            agent: agent(),
            questions: Semaphore::new(MAX_QUESTIONS),
            settings: self,
        })
    }
}

impl OpenId {
    pub(super) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// What people know the provider by.
    pub(in crate::officials) fn host(&self) -> &str {
        let issuer = self.issuer();
        issuer.split_once("//").map_or(issuer, |(_, host)| host.trim_end_matches('/'))
    }

    pub(super) fn client_id(&self) -> &str {
        &self.settings.client_id
    }

    /// Whether somebody of whom the provider says this may see the pages.
    pub(super) fn lets_in(&self, claims: &Claims) -> bool {
        let is_listed = |email: &String| {
            self.settings.emails.iter().any(|listed| listed.eq_ignore_ascii_case(email))
        };
        let by_email = claims.email_verified && claims.email.as_ref().is_some_and(is_listed);
        by_email || self.settings.claim.as_ref().is_some_and(|rule| rule.is_kept_by(claims))
    }
}

impl ClaimRule {
    fn is_kept_by(&self, claims: &Claims) -> bool {
        match claims.others.get(&self.name) {
            Some(Value::String(text)) => *text == self.value,
            Some(Value::Array(list)) => list.iter().any(|it| it.as_str() == Some(&*self.value)),
            _ => false,
        }
    }
}

/// Whether nobody reads along: HTTPS, or this very machine.
pub(super) fn is_private(url: &Url) -> bool {
    let is_this_machine = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_this_machine)
}
