//! Counts, languages, and what every answer has.

use std::net::IpAddr;

use axum::http::{StatusCode, header};
use isoloir_service::officials::HourlyCount;

use crate::election::{Plan, Town};
use crate::site::{Board, Browser, Server};

const HOUR: u64 = 3_600;

async fn logged_in(board: &Board) -> (Server, Browser) {
    let server = board.server();
    let mut browser = Browser::default();
    browser.log_in(&server).await;
    (server, browser)
}

fn counted(board: &Board, counts: &[(u16, u64, u64)]) {
    let count = |&(district, hour, ballots)| HourlyCount { district, hour, ballots };
    *board.counts.lock().unwrap() = counts.iter().map(count).collect();
}

#[tokio::test]
async fn hours_are_a_picture_and_a_table_with_the_same_numbers() {
    let board = Board::of(Town::open(&Plan::default()));
    counted(&board, &[(0, 0, 40), (0, 1, 1_234), (0, 3, 2), (1, 2, 77)]);
    board.wait(4 * HOUR - 1_500 + 60);
    let (server, mut browser) = logged_in(&board).await;
    let page = browser.get(&server, "/officials/turnout").await.sentences();
    assert!(page.contains("North, hour by hour"));
    assert_eq!(page.matches("<rect class=\"bar\"").count(), 2);
    assert!(page.contains("<rect class=\"bar\" x=\"0\""));
    // The last two ballots have joined the 1,234 of two hours before.
    assert!(page.contains("1 January, 01:00 to 04:00</th><td class=\"number\">1,236<"), "{page}");
    assert!(page.contains("1 January, 00:00 to 01:00</th><td class=\"number\">40<"));
    assert!(!page.contains(">2<") && !page.contains(">77<"));
    let page = browser.get(&server, "/officials/turnout?district=1").await.sentences();
    assert!(page.contains("South, hour by hour") && page.contains(">77<"), "{page}");
    for district in ["2", "65535", "-1", "x"] {
        let page = browser.get(&server, &format!("/officials/turnout?district={district}")).await;
        assert_eq!(page.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_few_ballots_are_not_told_by_the_hour() {
    let board = Board::of(Town::open(&Plan { voters: 6, ..Plan::default() }));
    counted(&board, &[(0, 0, 1), (0, 2, 3)]);
    board.wait(4 * HOUR);
    let (server, mut browser) = logged_in(&board).await;
    let page = browser.get(&server, "/officials/turnout").await.sentences();
    assert!(page.contains("00:00 to 03:00</th><td class=\"number\">fewer than 5<"), "{page}");
    assert!(!page.contains(">1<") && !page.contains(">3<") && !page.contains(">4<"));
}

#[tokio::test]
async fn what_is_odd_is_told_as_counts() {
    let board = Board::of(Town::open(&Plan::default()));
    counted(&board, &[(0, 0, 9), (0, 8, 150)]);
    board.wait(10 * HOUR);
    let (server, mut browser) = logged_in(&board).await;
    let address: IpAddr = "192.0.2.7".parse().unwrap();
    (0..320).for_each(|_| server.crowd.note(address, 10 * HOUR));
    let page = browser.get(&server, "/officials/alerts").await.sentences();
    for sentence in [
        "North: 150 ballots, 1 January, 08:00 to 09:00, ten times as many",
        "South: no ballot 10 hours after the opening.",
        "From one Internet address, 300 voting credentials or more",
    ] {
        assert!(page.contains(sentence), "{sentence:?} is not in {page}");
    }
    assert!(!page.contains("192.0.2.7") && !page.contains("320"));
    let calm = Board::of(Town::open(&Plan::default()));
    let (server, mut browser) = logged_in(&calm).await;
    let page = browser.get(&server, "/officials/alerts").await.text;
    assert!(page.contains("Nothing looks odd."));
}

#[tokio::test]
async fn each_reader_gets_the_language_that_was_asked_for() {
    let server = Board::of(Town::new(&Plan::default())).server();
    let heading = |accepts, path| {
        let server = &server;
        async move {
            let mut browser = Browser { accepts, ..Browser::default() };
            let page = browser.get(server, path).await.text;
            let (_, rest) = page.split_once("<h1>").unwrap();
            (rest.split_once('<').unwrap().0.to_owned(), browser)
        }
    };
    for (accepts, expected) in [
        ("", "Log in"),
        ("de-CH, de;q=0.9", "Log in"),
        ("fr-BE,fr;q=0.9,en;q=0.8", "Se connecter"),
        ("de, es-419;q=0.5", "Iniciar sesión"),
        ("\u{e9};;;,,q=", "Log in"),
    ] {
        assert_eq!(heading(accepts, "/officials/").await.0, expected, "{accepts}");
    }
    let (chosen, mut browser) = heading("en", "/officials/?lang=fr").await;
    assert_eq!(chosen, "Se connecter");
    let page = browser.get(&server, "/officials/").await.text;
    assert!(page.contains("<html lang=\"fr\">"), "the choice is not kept");
    assert_eq!(heading("en", "/officials/?lang=xx").await.0, "Log in");
}

#[tokio::test]
async fn every_answer_forbids_scripts_frames_and_copies() {
    let board = Board::of(Town::open(&Plan::default()));
    let (server, mut browser) = logged_in(&board).await;
    let style = browser.get(&server, "/officials/").await.text;
    let (_, style) = style.split_once("stylesheet\" href=\"").unwrap();
    let style = style.split_once('"').unwrap().0.to_owned();
    for path in ["", "turnout", "ceremony", "alerts", "log-in", "nothing", &style] {
        let answer = browser.get(&server, &format!("/officials/{path}")).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(answer.headers[header::REFERRER_POLICY], "same-origin");
        let cache = answer.headers[header::CACHE_CONTROL].to_str().unwrap();
        assert_eq!(cache.contains("immutable"), path == style, "{path}: {cache}");
        assert!(path == style || cache == "no-store", "{path}: {cache}");
        for never in ["style=\"", "<script", "<style", "javascript:", "onclick"] {
            assert!(!answer.text.contains(never), "{never} in {path}");
        }
    }
}

#[tokio::test]
async fn a_page_refreshes_itself_only_for_a_reader_who_wants_it() {
    let board = Board::of(Town::open(&Plan::default()));
    let (server, mut browser) = logged_in(&board).await;
    let page = browser.get(&server, "/officials/turnout?district=1").await.text;
    assert!(!page.contains("http-equiv=\"refresh\""));
    assert!(page.contains("href=\"turnout?live=1&amp;district=1\""), "{page}");
    let page = browser.get(&server, "/officials/turnout?live=1&district=1").await.text;
    assert!(page.contains("<meta http-equiv=\"refresh\" content=\"60\">"));
    assert!(page.contains("href=\"turnout?district=1\""));
}

#[tokio::test]
async fn a_stranger_is_led_to_the_log_in_from_every_page() {
    let server = Board::of(Town::open(&Plan::default())).server();
    let mut browser = Browser::default();
    for path in ["turnout", "ceremony", "alerts", "log-in", "log-out"] {
        let answer = browser.get(&server, &format!("/officials/{path}")).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "./"), "{path}");
    }
    let answer = browser.get(&server, "/officials").await;
    assert_eq!(answer.location(), "officials/");
}
