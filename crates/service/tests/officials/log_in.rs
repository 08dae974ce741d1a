//! Who gets in with a key file, and who does not.

use axum::http::{StatusCode, header};
use isoloir_election::log_in::{Challenge, LogIn};

use crate::election::{Plan, Town, signing_key};
use crate::site::{ADDRESS, Board, Browser, ORIGIN, form};

fn defined() -> Board {
    let mut town = Town::new(&Plan::default());
    town.define();
    Board::of(town)
}

#[tokio::test]
async fn an_official_of_the_definition_logs_in_and_every_server_of_the_board_knows_it() {
    let board = defined();
    let (one, other) = (board.server(), board.server());
    for official in 0..2 {
        let mut browser = Browser::default();
        assert!(!browser.is_logged_in(&one).await);
        let challenge = browser.challenge(&one).await;
        let answer = browser.answer(&other, &challenge, &signing_key(1, official)).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "./"));
        let page = browser.get(&one, "/officials/").await.sentences();
        assert!(page.contains(&format!("Logged in: Official {official}")), "{page}");
    }
}

#[tokio::test]
async fn the_cookies_are_for_this_host_over_https_and_for_no_script() {
    let server = defined().server();
    let mut browser = Browser::default();
    let challenge = browser.challenge(&server).await;
    let answer = browser.answer(&server, &challenge, &signing_key(1, 0)).await;
    let cookies: Vec<&str> = answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    let session = cookies.iter().find(|it| it.starts_with("__Host-isoloir-official=")).unwrap();
    assert!(session.ends_with("; Path=/; Max-Age=28800; HttpOnly; SameSite=Strict; Secure"));
    assert!(cookies.iter().any(|it| it.starts_with("__Host-isoloir-visit=; Path=/; Max-Age=0;")));
}

#[tokio::test]
async fn a_key_that_is_no_officials_does_not_open() {
    let server = defined().server();
    let mut browser = Browser::default();
    // A registrar's, a trustee's, and one that nobody has.
    for (role, number) in [(2, 0), (3, 0), (7, 7)] {
        let challenge = browser.challenge(&server).await;
        let answer = browser.answer(&server, &challenge, &signing_key(role, number)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("No official of this election has signed"), "{}", answer.text);
        assert!(!browser.is_logged_in(&server).await);
    }
}

#[tokio::test]
async fn nobody_logs_in_with_a_key_before_the_definition_says_whose_it_is() {
    let server = Board::of(Town::new(&Plan::default())).server();
    let mut browser = Browser::default();
    let page = browser.get(&server, "/officials/").await;
    assert!(page.text.contains("Nobody can log in with a key file before the definition"));
    assert!(!page.text.contains("name=\"challenge\""));
    let answer = browser.answer(&server, &Challenge([0; 40]), &signing_key(1, 0)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_challenge_is_good_for_ten_minutes() {
    let board = defined();
    let server = board.server();
    let mut browser = Browser::default();
    let (first, second) = (browser.challenge(&server).await, browser.challenge(&server).await);
    board.wait(599);
    let answer = browser.clone().answer(&server, &first, &signing_key(1, 0)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    board.wait(1);
    let answer = browser.answer(&server, &second, &signing_key(1, 0)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("older than ten minutes"));
}

#[tokio::test]
async fn an_answer_opens_once() {
    let server = defined().server();
    let mut browser = Browser::default();
    let challenge = browser.challenge(&server).await;
    let mut again = browser.clone();
    assert_eq!(
        browser.answer(&server, &challenge, &signing_key(1, 0)).await.status,
        StatusCode::SEE_OTHER
    );
    let replayed = again.answer(&server, &challenge, &signing_key(1, 0)).await;
    assert_eq!(replayed.status, StatusCode::FORBIDDEN);
    assert!(!again.is_logged_in(&server).await);
}

#[tokio::test]
async fn an_answer_that_was_overheard_opens_no_other_browser_on_no_server() {
    let board = defined();
    let (server, replica) = (board.server(), board.server());
    let mut browser = Browser::default();
    let challenge = browser.challenge(&server).await;
    let mut thief = Browser::default();
    thief.challenge(&replica).await;
    for server in [&server, &replica] {
        let answer = thief.answer(server, &challenge, &signing_key(1, 0)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(!thief.is_logged_in(server).await);
    }
}

#[tokio::test]
async fn a_challenge_of_another_board_or_a_made_up_one_is_not_taken() {
    let board = defined();
    let server = board.server();
    let other = Board { key: 8, ..board.clone() }.server();
    let mut browser = Browser::default();
    let own = browser.challenge(&server).await;
    let foreign = browser.challenge(&other).await;
    let mut longer = own;
    longer.0[7] ^= 1;
    for challenge in [foreign, longer, Challenge([255; 40])] {
        let answer = browser.answer(&server, &challenge, &signing_key(1, 0)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("to another challenge"));
    }
    assert!(!browser.is_logged_in(&server).await);
}

#[tokio::test]
async fn an_answer_that_was_signed_for_another_address_does_not_open() {
    let server = defined().server();
    let mut browser = Browser::default();
    let challenge = browser.challenge(&server).await;
    let phished = LogIn::sign(&challenge, "https://vote.example.com/2027", &signing_key(1, 0));
    let form = form(&challenge, &phished);
    let answer = browser.post(&server, "/officials/log-in", Some(ORIGIN), &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!browser.is_logged_in(&server).await);
}

#[tokio::test]
async fn a_form_from_another_site_does_nothing() {
    let server = defined().server();
    for origin in
        [None, Some("null"), Some("https://evil.example"), Some("http://vote.example.org")]
    {
        let mut browser = Browser::default();
        let challenge = browser.challenge(&server).await;
        let form = form(&challenge, &LogIn::sign(&challenge, ADDRESS, &signing_key(1, 0)));
        let answer = browser.post(&server, "/officials/log-in", origin, &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin:?}");
        assert!(!browser.is_logged_in(&server).await);
        browser.log_in(&server).await;
        let answer = browser.post(&server, "/officials/log-out", origin, "").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(browser.is_logged_in(&server).await, "{origin:?} has logged somebody out");
    }
}

#[tokio::test]
async fn whoever_logs_out_is_out_and_a_day_at_work_ends() {
    let board = defined();
    let server = board.server();
    let mut browser = Browser::default();
    browser.log_in(&server).await;
    let answer = browser.post(&server, "/officials/log-out", Some(ORIGIN), "").await;
    assert_eq!(answer.location(), "./");
    assert!(!browser.is_logged_in(&server).await);
    browser.log_in(&server).await;
    board.wait(8 * 3_600 - 1);
    assert!(browser.is_logged_in(&server).await);
    board.wait(1);
    assert!(!browser.is_logged_in(&server).await);
}

#[tokio::test]
async fn a_cookie_that_was_changed_or_is_of_another_board_opens_nothing() {
    let board = defined();
    let server = board.server();
    let mut browser = Browser::default();
    browser.log_in(&server).await;
    let other = Board { key: 8, ..board.clone() }.server();
    assert!(!browser.is_logged_in(&other).await);
    for cookie in browser.cookies.values_mut() {
        let first = if cookie.starts_with('B') { "C" } else { "B" };
        cookie.replace_range(..1, first);
    }
    assert!(!browser.is_logged_in(&server).await);
}

#[tokio::test]
async fn what_is_no_form_or_too_long_is_refused_in_words() {
    let server = defined().server();
    let mut browser = Browser::default();
    let challenge = browser.challenge(&server).await;
    let long = format!("challenge={challenge}&answer={}", "Q".repeat(5_000));
    for form in ["", "challenge=x", &format!("challenge={challenge}&answer=%FF"), &long] {
        let answer = browser.post(&server, "/officials/log-in", Some(ORIGIN), form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("This is not an answer"), "{form}: {}", answer.text);
        assert!(!answer.text.contains("QQQQQQQQ"), "it is shown again");
    }
}
