//! The service as a server: connections that are slow, idle, too many or broken, and its end.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "support/served.rs"]
mod served;
use std::sync::Arc;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use served::{Answer, SAFETY, Served, config, read_all};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// A connection, after a request on it that was answered.
async fn used(served: &Served) -> TcpStream {
    let mut stream = served.connect().await;
    request_on(&mut stream).await.unwrap();
    stream
}

/// A connection whose request is being answered: its head was read, and its body of so many bytes is waited for.
async fn under_way(served: &Served, length: usize) -> TcpStream {
    let mut stream = served.connect().await;
    let head = format!(
        "POST /messages HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

async fn request_on(stream: &mut TcpStream) -> Option<u16> {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.ok()?;
    let mut bytes = [0; 4_096];
    let length = timeout(SAFETY, stream.read(&mut bytes)).await.unwrap().ok()?;
    (length > 0).then(|| Answer::parse(&bytes[..length]).status)
}

#[tokio::test]
async fn a_connection_that_sends_its_head_slowly_is_closed() {
    let served = Served::start(config("[limits]\nhead_seconds = 1")).await;
    let (mut nothing, mut some) = (served.connect().await, served.connect().await);
    some.write_all(b"GET /healthz HTTP/1.1\r\nHost: ").await.unwrap();
    let mut kept_alive = used(&served).await;
    for stream in [&mut nothing, &mut some, &mut kept_alive] {
        assert_eq!(read_all(stream).await, b"");
    }
    assert_eq!(served.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_reader_that_reads_nothing_does_not_hold_its_connection() {
    let served = Served::start(config("[limits]\nhead_seconds = 1\nrequest_seconds = 1")).await;
    let mut slow = served.connect().await;
    // Requests without end: their answers fill the buffers of the connection.
    let requests = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000);
    let until_closed = async { while slow.write_all(requests.as_bytes()).await.is_ok() {} };
    timeout(SAFETY, until_closed).await.unwrap();
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_cut_off() {
    let limits = "[limits]\nrequest_seconds = 1\nbody_seconds = 600\nhead_seconds = 600";
    let served = Served::start(config(limits)).await;
    let mut slow = under_way(&served, 9).await;
    assert_eq!(read_all(&mut slow).await, b"");
}

#[tokio::test]
async fn idle_connections_without_number_do_not_stop_the_vote() {
    let all = 10_000.min(room_for_connections());
    let served = Served::start(config(&format!(
        "[limits]\nconnections = {all}\nconnections_per_address = {all}\nhead_seconds = 600"
    )))
    .await;
    let mut idle = Vec::with_capacity(all);
    for _ in 0..all {
        idle.push(served.connect().await);
    }
    let mut in_use = used(&served).await;
    for _ in 0..50 {
        assert_eq!(served.get("/readyz").await.status, 200);
        assert_eq!(request_on(&mut in_use).await, Some(200), "it is in use, and stays");
    }
    // Those that had been idle for longest made room.
    assert_eq!(read_all(&mut idle[0]).await, b"");
    assert_eq!(request_on(idle.last_mut().unwrap()).await, Some(200));
    println!("{all} idle connections");
}

/// How many connections can be open with both their ends in this process.
fn room_for_connections() -> usize {
    let wanted = Some(21_000);
    // Only a superuser may.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: wanted, maximum: wanted });
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    limit.maximum.map_or(usize::MAX, |limit| limit as usize).saturating_sub(500) / 2
}

#[tokio::test]
async fn one_address_does_not_take_the_place_of_all() {
    let served = Served::start(config("[limits]\nconnections_per_address = 3")).await;
    let mut first = used(&served).await;
    let mut others = vec![used(&served).await, used(&served).await, used(&served).await];
    assert_eq!(read_all(&mut first).await, b"", "the next one of its address took its place");
    for other in &mut others {
        assert_eq!(request_on(other).await, Some(200));
    }
}

#[tokio::test]
async fn who_comes_when_every_connection_is_busy_is_told_so() {
    let served = Served::start(config("[limits]\nconnections = 1")).await;
    let mut busy = under_way(&served, 9).await;
    let answer = Answer::read(&mut served.connect().await).await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "busy"));
    assert_eq!(answer.header("retry-after"), Some("5"));
    busy.write_all(b"nonsense!").await.unwrap();
    assert_eq!(Answer::read(&mut busy).await.status, 400);
}

#[tokio::test]
async fn broken_requests_end_their_connection_and_no_other() {
    let served = Served::start(config("")).await;
    let mut in_use = used(&served).await;
    let long = "x".repeat(40_000);
    let many = "A: b\r\n".repeat(200);
    let broken = [
        "\x16\x03\x01\x02\x00\x01\x00\x01\u{fc}".to_owned(),
        "GET\r\n\r\n".into(),
        "GET / HTTP/9.9\r\n\r\n".into(),
        "GET / HTTP/1.1\r\nHost x\r\n\r\n".into(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        format!("GET /{long} HTTP/1.1\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: x\r\nA: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{many}\r\n"),
        "POST /ballots HTTP/1.1\r\nContent-Length: -1\r\n\r\n".into(),
        "POST /ballots HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".into(),
        "POST /ballots HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n".into(),
        "POST /ballots HTTP/1.1\r\nTransfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc".into(),
    ];
    for request in broken {
        let mut stream = served.connect().await;
        let _ = stream.write_all(request.as_bytes()).await;
        let _ = stream.shutdown().await;
        let bytes = read_all(&mut stream).await;
        if !bytes.is_empty() {
            let status = Answer::parse(&bytes).status;
            assert!((400..500).contains(&status), "{request:.60}: {status}");
        }
        assert_eq!(request_on(&mut in_use).await, Some(200));
    }
}

#[tokio::test]
async fn at_the_end_what_is_under_way_is_answered_and_nothing_new_is_taken() {
    let served = Served::start(config("")).await;
    let address = served.address;
    let mut idle = used(&served).await;
    let mut under_way = under_way(&served, 3).await;
    let end = served.stop();
    assert_eq!(read_all(&mut idle).await, b"");
    assert!(TcpStream::connect(address).await.is_err());
    under_way.write_all(b"abc").await.unwrap();
    assert_eq!(Answer::read(&mut under_way).await.status, 400);
    timeout(SAFETY, end).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_certificate_is_all_that_https_takes() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["vote.example.org".to_owned()]).unwrap();
    let (certificate, key) = (folder.path().join("site.pem"), folder.path().join("site.key"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let settings =
        format!("[tls]\ncertificate = '{}'\nkey = '{}'", certificate.display(), key.display());
    let served = Served::start(config(&settings)).await;

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "vote.example.org".try_into().unwrap();
    let stream = TlsConnector::from(Arc::new(client)).connect(name, served.connect().await).await;
    let mut stream = stream.unwrap();
    let request =
        b"GET /checkpoint HTTP/1.1\r\nHost: vote.example.org\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let answer = Answer::read(&mut stream).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().starts_with("vote.example.org/2027\n0\n"), "{answer:?}");
    // Who speaks plain HTTP there gets no answer, and does no harm.
    let mut plain = served.connect().await;
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert!(!read_all(&mut plain).await.starts_with(b"HTTP"));
}
