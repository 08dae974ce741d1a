//! Logging in by a provider, and what a provider or somebody in its place could try.

mod provider;

use axum::http::StatusCode;
use isoloir_service::officials::{ClaimRule, OpenIdSettings};
use serde_json::{Value, json};
use url::Url;

use crate::election::{Plan, Town};
use crate::site::{ADDRESS, Answer, Board, Browser, Server};
use provider::{CLIENT, Provider, sign, sign_with};

struct Scene {
    board: Board,
    server: Server,
    provider: Provider,
    browser: Browser,
    _secret: tempfile::NamedTempFile,
}

impl Scene {
    async fn new() -> Self {
        Self::allowing(&["Ada@example.org"], None).await
    }

    async fn allowing(emails: &[&str], claim: Option<ClaimRule>) -> Self {
        let provider = Provider::start().await;
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(secret.path(), "a secret: with signs\n").unwrap();
        // Nothing is on the board: this way in needs no definition.
        let mut board = Board::of(Town::new(&Plan::default()));
        board.openid = Some(OpenIdSettings {
            issuer: provider.issuer.clone(),
            client_id: CLIENT.into(),
            client_secret_file: secret.path().into(),
            emails: emails.iter().map(|&email| email.into()).collect(),
            claim,
        });
        let server = board.server();
        Self { board, server, provider, browser: Browser::default(), _secret: secret }
    }

    /// Goes to the provider, and gives what was sent there.
    async fn leave(&mut self) -> Url {
        self.browser.get(&self.server, "/officials/").await;
        let answer = self.browser.get(&self.server, "/officials/openid").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        Url::parse(answer.location()).unwrap()
    }

    /// Comes back with the state that was sent, and a code for this statement.
    async fn come_back(&mut self, sent: &Url, token: String) -> Answer {
        self.provider.expect(sent, token);
        let state = parameter(sent, "state");
        self.browser
            .get(&self.server, &format!("/officials/openid-callback?state={state}&code=c0de"))
            .await
    }

    /// A whole log-in with a statement that was changed.
    async fn log_in(&mut self, change: impl FnOnce(&mut Value)) -> Answer {
        let sent = self.leave().await;
        let mut claims = self.claims(&sent);
        change(&mut claims);
        self.come_back(&sent, sign(&claims)).await
    }

    fn claims(&self, sent: &Url) -> Value {
        let now = jiff::Timestamp::now().as_second();
        json!({
            "iss": self.provider.issuer, "aud": CLIENT, "sub": "4711", "iat": now, "exp": now + 300,
            "nonce": parameter(sent, "nonce"), "email": "ada@example.org", "email_verified": true,
        })
    }

    async fn assert_out(&mut self, answer: &Answer, status: StatusCode, words: &str) {
        assert_eq!(answer.status, status, "{}", answer.text);
        assert!(answer.text.contains(words), "{}", answer.text);
        assert!(!self.browser.is_logged_in(&self.server).await);
    }
}

fn parameter(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.unwrap_or_else(|| panic!("{name} is not in {url}")).1.into_owned()
}

#[tokio::test]
async fn an_official_logs_in_by_the_provider_before_anything_is_on_the_board() {
    let mut scene = Scene::new().await;
    let sent = scene.leave().await;
    assert_eq!(parameter(&sent, "response_type"), "code");
    assert_eq!(parameter(&sent, "code_challenge_method"), "S256");
    assert_eq!(parameter(&sent, "redirect_uri"), format!("{ADDRESS}/officials/openid-callback"));
    let token = sign(&scene.claims(&sent));
    let answer = scene.come_back(&sent, token).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.text.contains("You are logged in"));
    let page = scene.browser.get(&scene.server, "/officials/").await.text;
    assert!(page.contains("There is no election on the board yet"), "{page}");
    assert!(!page.contains("ada@"), "the page names the person");
}

#[tokio::test]
async fn the_way_back_may_lead_to_another_server_of_the_board() {
    let mut scene = Scene::new().await;
    let sent = scene.leave().await;
    let token = sign(&scene.claims(&sent));
    scene.server = scene.board.server();
    assert_eq!(scene.come_back(&sent, token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_statement_that_is_not_for_this_log_in_is_not_believed() {
    let past = jiff::Timestamp::now().as_second() - 3_600;
    let changes: [(&str, Value); 10] = [
        ("iss", json!("https://evil.example")),
        ("aud", json!("another service")),
        ("aud", json!([CLIENT, "another service"])),
        ("azp", json!("another service")),
        ("nonce", json!("of another log-in")),
        ("nonce", Value::Null),
        ("exp", json!(past)),
        ("exp", json!("tomorrow")),
        ("nbf", json!(past + 7_200)),
        ("nbf", json!("yesterday")),
    ];
    let mut scene = Scene::new().await;
    for (claim, value) in changes {
        let answer = scene.log_in(|claims| claims[claim] = value.clone()).await;
        scene.assert_out(&answer, StatusCode::BAD_GATEWAY, "does not answer as it must").await;
    }
    assert_eq!(scene.log_in(|_| {}).await.status, StatusCode::OK, "nothing was changed");
}

#[tokio::test]
async fn a_statement_without_a_signature_or_with_a_strange_one_is_not_believed() {
    let mut scene = Scene::new().await;
    for forge in [
        provider::unsigned,
        provider::signed_with_the_public_key,
        provider::signed_with_a_shared_key,
        provider::by_stranger,
    ] {
        let sent = scene.leave().await;
        let token = forge(&scene.claims(&sent));
        let answer = scene.come_back(&sent, token).await;
        scene.assert_out(&answer, StatusCode::BAD_GATEWAY, "does not answer as it must").await;
    }
    let sent = scene.leave().await;
    let token = sign_with("a key that it does not show", &scene.claims(&sent));
    let answer = scene.come_back(&sent, token).await;
    scene.assert_out(&answer, StatusCode::BAD_GATEWAY, "does not answer as it must").await;
}

#[tokio::test]
async fn somebody_who_is_not_on_the_list_stays_out() {
    let mut scene = Scene::new().await;
    type Change = fn(&mut Value);
    let changes: [Change; 4] = [
        |claims| claims["email"] = json!("eve@example.org"),
        |claims| claims["email_verified"] = json!(false),
        |claims| claims["email_verified"] = Value::Null,
        |claims| claims["email"] = Value::Null,
    ];
    for change in changes {
        let answer = scene.log_in(change).await;
        assert!(answer.status.is_client_error() || answer.status.is_server_error());
        assert!(!scene.browser.is_logged_in(&scene.server).await);
    }
    let answer = scene.log_in(|claims| claims["email"] = json!("eve@example.org")).await;
    scene.assert_out(&answer, StatusCode::FORBIDDEN, "not one of those that may see").await;
    assert!(!answer.text.contains("eve@"), "the page names the person");
}

#[tokio::test]
async fn a_group_opens_too() {
    let rule = ClaimRule { name: "groups".into(), value: "budget".into() };
    let mut scene = Scene::allowing(&[], Some(rule)).await;
    for out in [json!("budgets"), json!(["roads"]), json!({ "budget": true }), Value::Null] {
        let answer = scene.log_in(|claims| claims["groups"] = out).await;
        scene.assert_out(&answer, StatusCode::FORBIDDEN, "not one of those that may see").await;
    }
    for allowed in [json!("budget"), json!(["roads", "budget"])] {
        scene.browser = Browser::default();
        assert_eq!(scene.log_in(|claims| claims["groups"] = allowed).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_way_back_is_for_the_browser_that_left_and_for_ten_minutes() {
    let mut scene = Scene::new().await;
    let sent = scene.leave().await;
    let token = sign(&scene.claims(&sent));
    let own = scene.browser.clone();
    // Who is led to log in as somebody else has another cookie, or none.
    let mut other = Scene::new().await.browser;
    for browser in [Browser::default(), {
        other.get(&scene.server, "/officials/").await;
        other
    }] {
        scene.browser = browser;
        let answer = scene.come_back(&sent, token.clone()).await;
        scene.assert_out(&answer, StatusCode::FORBIDDEN, "began in another browser").await;
    }
    scene.browser = own;
    for query in ["", "?code=c0de", "?state=AAAA&code=c0de", "?error=access_denied"] {
        let path = format!("/officials/openid-callback{query}");
        let answer = scene.browser.get(&scene.server, &path).await;
        scene.assert_out(&answer, StatusCode::FORBIDDEN, "began in another browser").await;
    }
    scene.board.wait(600);
    let answer = scene.come_back(&sent, token).await;
    scene.assert_out(&answer, StatusCode::FORBIDDEN, "began in another browser").await;
    assert_eq!(scene.provider.asked_for_tokens(), 0, "the provider was asked");
}

#[tokio::test]
async fn an_answer_of_another_provider_is_noticed() {
    let mut scene = Scene::new().await;
    let sent = scene.leave().await;
    let state = parameter(&sent, "state");
    let path =
        format!("/officials/openid-callback?state={state}&code=c0de&iss=https://evil.example");
    let answer = scene.browser.get(&scene.server, &path).await;
    scene.assert_out(&answer, StatusCode::FORBIDDEN, "began in another browser").await;
    assert_eq!(scene.provider.asked_for_tokens(), 0);
}

#[tokio::test]
async fn a_provider_that_calls_itself_otherwise_answers_endlessly_or_not_at_all_is_not_used() {
    for path in ["/impostor", "/endless", "/nothing", "/plain"] {
        let mut scene = Scene::new().await;
        let mut openid = scene.board.openid.take().unwrap();
        openid.issuer = format!("{}{path}", scene.provider.issuer);
        scene.board.openid = Some(openid);
        scene.server = scene.board.server();
        scene.browser.get(&scene.server, "/officials/").await;
        let answer = scene.browser.get(&scene.server, "/officials/openid").await;
        scene.assert_out(&answer, StatusCode::BAD_GATEWAY, "does not answer as it must").await;
    }
}

#[tokio::test]
async fn a_page_that_says_what_went_wrong_has_its_style_and_a_form_that_works() {
    let mut scene = Scene::new().await;
    scene.board.town.lock().unwrap().define();
    let path = "/officials/openid-callback?error=access_denied";
    let page = scene.browser.get(&scene.server, path).await.text;
    let here = Url::parse("https://vote.example.org").unwrap().join(path).unwrap();
    for (before, expected) in [
        ("stylesheet\" href=\"", StatusCode::OK),
        ("method=\"post\" action=\"", StatusCode::SEE_OTHER),
        ("button\" href=\"", StatusCode::SEE_OTHER),
    ] {
        let (_, link) = page.split_once(before).unwrap();
        let link = here.join(link.split_once('"').unwrap().0).unwrap();
        let answer = scene.browser.get(&scene.server, link.path()).await;
        assert_eq!(answer.status, expected, "{link}");
    }
}

#[tokio::test]
async fn where_there_is_no_provider_nothing_leads_to_one() {
    let server = Board::of(Town::new(&Plan::default())).server();
    let mut browser = Browser::default();
    assert!(!browser.get(&server, "/officials/").await.text.contains("href=\"openid\""));
    for path in ["/officials/openid", "/officials/openid-callback?state=x&code=y"] {
        assert_eq!(browser.get(&server, path).await.status, StatusCode::NOT_FOUND);
    }
}
