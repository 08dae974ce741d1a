//! What those who run the service learn from it: how it is, and nothing of a person. A process of its own, as a process
//! has one log.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "support/served.rs"]
mod served;
#[allow(dead_code)]
#[path = "support/town.rs"]
mod town;

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::panic;
use std::sync::{Arc, Mutex};

use isoloir_service::clock::Clock;
use isoloir_service::logs;
use served::{Answer, Served, config};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// An address that nobody listens on now.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

async fn metrics(address: SocketAddr) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    Answer::read(&mut stream).await
}

#[tokio::test]
async fn logs_and_metrics_hold_nothing_of_who_asks_and_what_is_sent() {
    let log = Log::default();
    let writer = log.clone();
    logs::start_to(move || writer.clone());
    // The program's own hook is silent about what failed: it goes to the log, which is in memory here.
    let log_it = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        eprintln!("{panic}");
        log_it(panic);
    }));

    let folder = tempfile::tempdir().unwrap();
    let store = served::store(&folder).await;
    let board = town::open(store.clone(), Clock::system()).await;
    let mut settings = config("trusted_proxies = ['127.0.0.0/8']\n[limits]\nforged_per_minute = 3");
    settings.metrics = Some(free_address());
    let private = settings.metrics.unwrap();
    let served = Served::board(board, folder, settings).await;

    let ballot = &town::ballots()[0];
    let credential = hex::encode(&ballot[2..34]);
    let marked = "\nX-Forwarded-For: 203.0.113.77\nUser-Agent: marked-agent\nReferer: https://marked.example\
        \nCookie: marked-cookie\nAccept-Language: fr";
    let post = |body: Vec<u8>| {
        let head = format!("POST /ballots HTTP/1.1{marked}\nContent-Length: {}", body.len());
        let served = &served;
        async move { served.ask(&head, &body).await.status }
    };
    let get = |path: String| {
        let head = format!("GET {path} HTTP/1.1{marked}");
        let served = &served;
        async move { served.ask(&head, b"").await.status }
    };
    assert_eq!(post(ballot.clone()).await, 200);
    let mut forged = ballot.clone();
    *forged.last_mut().unwrap() ^= 1;
    for expected in [409, 409, 409, 429] {
        assert_eq!(post(forged.clone()).await, expected);
    }
    let standing = format!("/standing/0/{credential}");
    assert_eq!(get(standing.clone()).await, 200);
    assert_eq!(get("/marked-path?marked=query".into()).await, 404);
    // Now the database fails, and everything is said that there is to say.
    store.close().await;
    assert_eq!(get(standing).await, 503);
    assert_eq!(get("/readyz".into()).await, 503);
    assert_eq!(get("/tile/entries/000.p/7".into()).await, 503);
    assert_eq!(post(forged).await, 429);

    let figures = metrics(private).await;
    assert_eq!(figures.status, 200);
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for (what, text) in [("metrics", figures.text()), ("log", lines.as_str())] {
        let bytes = hex::encode(&ballot[40..60]);
        let secrets =
            ["203.0.113", "127.0.0.1", "marked", &credential, &credential[..16], &bytes, "000.p/7"];
        for secret in secrets {
            assert!(!text.contains(secret), "{secret} in the {what}:\n{text}");
        }
    }
    // They do say what is to be said.
    let says = |text: &str, part: &str| assert!(text.contains(part), "{part} in\n{text}");
    says(&lines, r#""route":"/standing/{district}/{credential}""#);
    says(&lines, r#""status":503"#);
    assert!(!lines.contains("/ballots"), "no ballot has a line: {lines}");
    for part in [
        r#"isoloir_casts_total{outcome="taken"} 1"#,
        r#"isoloir_casts_total{outcome="signature"} 3"#,
        r#"isoloir_requests_total{method="GET",route="none",status="404"} 1"#,
        r#"isoloir_batch_ballots_count 4"#,
        "isoloir_entries ",
        "isoloir_failures_total ",
    ] {
        says(figures.text(), part);
    }
    assert_eq!(served.get("/metrics").await.status, 404, "they are not for the public");
}
