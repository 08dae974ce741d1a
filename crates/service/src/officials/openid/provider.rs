//! What is asked of the provider, and what is believed of its answers.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use base64ct::{Base64, Encoding};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::officials::openid::OpenId;
use crate::officials::openid::settings::is_private;

/// For one whole answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The longest answer, in bytes.
const MAX_ANSWER_BYTES: u64 = 256 * 1024;

/// The signatures that are believed: all by a key of the provider's, none by a secret that is shared with it, and
/// not none at all.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA];

/// How a service shows a provider who it is, in the header.
const BASIC: &str = "client_secret_basic";

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
#[derive(Deserialize)]
pub(super) struct Provider {
    issuer: String,
    pub(super) authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// What it says of somebody (OpenID Connect Core 1.0, section 2). Issuer, audience and times are checked before.
#[derive(Deserialize)]
pub(super) struct Claims {
    nonce: String,
    aud: Value,
    azp: Option<String>,
    #[serde(rename = "nbf")]
    _not_before: Option<u64>,
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) email_verified: bool,
    #[serde(flatten)]
    pub(super) others: HashMap<String, Value>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// What asks.
pub(super) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .user_agent(concat!("isoloir/", env!("CARGO_PKG_VERSION")))
        .timeout_global(Some(TIMEOUT))
        .max_redirects(0)
        .build()
        .new_agent()
}

impl OpenId {
    /// What the provider says of itself now.
    pub(super) async fn provider(&self) -> anyhow::Result<Provider> {
        let base = self.issuer().trim_end_matches('/');
        let url = format!("{base}/.well-known/openid-configuration");
        let provider: Provider = self.get(url).await?;
        ensure!(provider.issuer == self.issuer(), "it calls itself {}", provider.issuer);
        for url in [&provider.authorization_endpoint, &provider.token_endpoint, &provider.jwks_uri]
        {
            ensure!(is_private(&Url::parse(url)?), "it would be asked without https");
        }
        Ok(provider)
    }

    /// Exchanges a code for what the provider says of its owner.
    pub(super) async fn redeem(
        &self,
        code: &str,
        redirect: &str,
        verifier: &str,
        nonce: &str,
    ) -> anyhow::Result<Claims> {
        let provider = self.provider().await?;
        let methods = &provider.token_endpoint_auth_methods_supported;
        // It is what a provider has unless it says otherwise (Discovery, section 3).
        let is_basic = methods.as_ref().is_none_or(|all| all.iter().any(|it| it == BASIC));
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        if !is_basic {
            form.extend([("client_id", self.client_id()), ("client_secret", &self.secret)]);
        }
        let form = Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self
            .agent
            .post(&provider.token_endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded");
        let request =
            if is_basic { request.header("Authorization", self.basic()) } else { request };
        let tokens: Tokens = self.ask(move || request.send(form)).await?;
        let keys = self.get(provider.jwks_uri).await?;
        self.believe(&tokens.id_token, &keys, nonce)
    }

    /// What a signed statement says, if it is of this provider, for this service, on this trip, and in time (Core,
    /// section 3.1.3.7).
    fn believe(&self, token: &str, keys: &JwkSet, nonce: &str) -> anyhow::Result<Claims> {
        let header = decode_header(token).context("its statement can't be read")?;
        ensure!(ALGORITHMS.contains(&header.alg), "its statement is signed with {:?}", header.alg);
        let key = match (&header.kid, keys.keys.as_slice()) {
            (Some(id), _) => keys.find(id),
            (None, [key]) => Some(key),
            (None, _) => None,
        };
        let key = key.context("its statement is signed with a key that it does not show")?;
        let mut validation = Validation::new(header.alg);
        validation.set_issuer(&[self.issuer()]);
        validation.set_audience(&[self.client_id()]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        validation.validate_nbf = true;
        let decoded = decode::<Claims>(token, &DecodingKey::from_jwk(key)?, &validation);
        let claims = decoded.context("its statement is not valid")?.claims;
        ensure!(claims.nonce == nonce, "its statement is of another log-in");
        let is_for_several = claims.aud.as_array().is_some_and(|all| all.len() > 1);
        let is_presented_by_us = claims.azp.as_deref().map(|azp| azp == self.client_id());
        if is_presented_by_us == Some(false) || (is_for_several && is_presented_by_us.is_none()) {
            bail!("its statement is for somebody else");
        }
        Ok(claims)
    }

    /// The credentials of this service (RFC 6749, section 2.3.1).
    fn basic(&self) -> String {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let credentials = format!("{}:{}", encoded(self.client_id()), encoded(&self.secret));
        format!("Basic {}", Base64::encode_string(credentials.as_bytes()))
    }

    async fn get<T: DeserializeOwned>(&self, url: String) -> anyhow::Result<T> {
        let request = self.agent.get(url);
        self.ask(move || request.call()).await
    }

    /// Asks without holding up others, and reads a short answer.
    async fn ask<T, F>(&self, ask: F) -> anyhow::Result<T>
    where
        T: DeserializeOwned,
        F: FnOnce() -> Result<ureq::http::Response<ureq::Body>, ureq::Error> + Send + 'static,
    {
        let _one = self.questions.try_acquire().context("too many log in at the same time")?;
        let answer = tokio::task::spawn_blocking(move || {
            let mut answer = ask()?;
            answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_string()
        });
        let answer = answer.await?.context("it does not answer as it must")?;
        serde_json::from_str(&answer).context("its answer can't be read")
    }
}
