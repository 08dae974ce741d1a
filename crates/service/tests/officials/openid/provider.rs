//! A small provider on this machine, which signs what a test tells it.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use super::parameter;

pub(super) const CLIENT: &str = "isoloir of Millbrook";

const KEY: &str = "2027-1";
const SHARED: &str = "shared";

pub(super) struct Provider {
    pub(super) issuer: String,
    state: Arc<Mutex<Expected>>,
}

#[derive(Default)]
struct Expected {
    /// SHA-256 of the verifier that must come.
    challenge: String,
    token: String,
    asked: usize,
}

#[derive(Deserialize)]
struct TokenRequest {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
}

impl Provider {
    pub(super) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(Expected::default()));
        let described = |base: &str, issuer: &str| {
            Json(json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{base}/authorize"),
                "token_endpoint": format!("{base}/token"),
                "jwks_uri": format!("{base}/keys"),
            }))
        };
        let path = |prefix: &str| format!("{prefix}/.well-known/openid-configuration");
        let own = described(&issuer, &issuer);
        let impostor = described(&issuer, "https://login.example.org");
        let plain = described("http://login.example.org", &format!("{issuer}/plain"));
        let mut endless = described(&issuer, &format!("{issuer}/endless"));
        endless.0["about"] = "and so on ".repeat(100_000).into();
        let router = Router::new()
            .route(&path(""), get(|| async { own }))
            .route(&path("/impostor"), get(|| async { impostor }))
            .route(&path("/plain"), get(|| async { plain }))
            .route(&path("/endless"), get(|| async { endless }))
            .route("/keys", get(|| async { Json(json!({ "keys": [public_key(), shared_key()] })) }))
            .route("/token", post(token))
            .with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, state }
    }

    /// Has it hand out this statement to who shows the secret of what was sent.
    pub(super) fn expect(&self, sent: &Url, token: String) {
        let mut state = self.state.lock().unwrap();
        state.challenge = parameter(sent, "code_challenge");
        state.token = token;
    }

    pub(super) fn asked_for_tokens(&self) -> usize {
        self.state.lock().unwrap().asked
    }
}

async fn token(
    State(state): State<Arc<Mutex<Expected>>>,
    headers: HeaderMap,
    Form(request): Form<TokenRequest>,
) -> Result<Json<Value>, StatusCode> {
    let mut state = state.lock().unwrap();
    state.asked += 1;
    let credentials = Base64::encode_string(b"isoloir+of+Millbrook:a+secret%3A+with+signs");
    let challenge = Base64UrlUnpadded::encode_string(&Sha256::digest(&request.code_verifier));
    let is_right = headers.get(header::AUTHORIZATION).unwrap() == &format!("Basic {credentials}")
        && request.grant_type == "authorization_code"
        && request.code == "c0de"
        && request.redirect_uri.ends_with("/officials/openid-callback")
        && challenge == state.challenge;
    if !is_right {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(Json(json!({ "access_token": "x", "token_type": "Bearer", "id_token": state.token })))
}

fn secret(seed: u8) -> EncodingKey {
    // PKCS #8 (RFC 8410, section 7) of an Ed25519 key.
    let mut der = hex::decode("302e020100300506032b657004220420").unwrap();
    der.extend([seed; 32]);
    EncodingKey::from_ed_der(&der)
}

fn public_bytes() -> String {
    let public = SigningKey::from_bytes(&[1; 32]).verifying_key();
    Base64UrlUnpadded::encode_string(public.as_bytes())
}

fn public_key() -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": KEY, "x": public_bytes() })
}

/// A secret that a provider shows to everybody.
fn shared_key() -> Value {
    json!({ "kty": "oct", "kid": SHARED, "k": Base64UrlUnpadded::encode_string(&[5; 32]) })
}

fn signed(algorithm: Algorithm, id: &str, key: &EncodingKey, claims: &Value) -> String {
    let header = Header { kid: Some(id.into()), ..Header::new(algorithm) };
    encode(&header, claims, key).unwrap()
}

/// As the provider does.
pub(super) fn sign(claims: &Value) -> String {
    sign_with(KEY, claims)
}

/// With this name of a key.
pub(super) fn sign_with(id: &str, claims: &Value) -> String {
    signed(Algorithm::EdDSA, id, &secret(1), claims)
}

/// By somebody else, who says that it was with the provider's key.
pub(super) fn by_stranger(claims: &Value) -> String {
    signed(Algorithm::EdDSA, KEY, &secret(2), claims)
}

/// With what everybody knows, as if it were a secret that both share.
pub(super) fn signed_with_the_public_key(claims: &Value) -> String {
    let key = EncodingKey::from_base64_secret(&Base64::encode_string(public_bytes().as_bytes()));
    signed(Algorithm::HS256, KEY, &key.unwrap(), claims)
}

/// With a secret that the provider shows.
pub(super) fn signed_with_a_shared_key(claims: &Value) -> String {
    signed(Algorithm::HS256, SHARED, &EncodingKey::from_secret(&[5; 32]), claims)
}

/// Not at all.
pub(super) fn unsigned(claims: &Value) -> String {
    let encoded = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
    format!("{}.{}.", encoded(&json!({ "alg": "none", "kid": KEY })), encoded(claims))
}
