use tokio::io::AsyncWriteExt;

use crate::served::{Answer, Served, config};
use crate::town;

async fn post(served: &Served, path: &str, headers: &str, body: &[u8]) -> Answer {
    let head = format!("POST {path} HTTP/1.1{headers}\nContent-Length: {}", body.len());
    served.ask(&head, body).await
}

#[tokio::test]
async fn a_ballot_that_is_on_the_board_gets_its_receipt_again() {
    let served = town(config("")).await;
    let ballots = town::ballots();
    let answer = post(&served, "/ballots", "", &ballots[0]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.text().starts_with("c2sp.org/tlog-proof@v1\n"), "{}", answer.text());
    let election = served.get("/election").await.json();
    assert_eq!(election["phase"], "voting");
}

#[tokio::test]
async fn whatever_is_refused_is_refused_with_a_problem() {
    let served = town(config("")).await;
    let mut forged = town::ballots()[0].clone();
    *forged.last_mut().unwrap() ^= 1;
    let long = vec![0; 70_000];
    let bytes = "\nContent-Type: application/octet-stream";
    let cases = [
        (served.get("/nowhere").await, 404, "not-found"),
        (served.get("/tile/0/001").await, 404, "not-found"),
        (served.get("/tile/entries/../../etc/passwd").await, 404, "not-found"),
        (served.get("/tile/%ff").await, 400, "bad-request"),
        (served.get("/standing/0/zz").await, 404, "not-found"),
        (served.get("/standing/x/00").await, 404, "not-found"),
        (served.get("/problems/nothing").await, 404, "not-found"),
        (served.get("/ballots").await, 405, "method"),
        (served.ask("DELETE /checkpoint HTTP/1.1", b"").await, 405, "method"),
        (served.ask("BREW /ballots HTTP/1.1", b"").await, 405, "method"),
        (post(&served, "/ballots", bytes, b"x").await, 409, "unreadable"),
        (post(&served, "/ballots", bytes, &forged).await, 409, "signature"),
        (post(&served, "/ballots", bytes, &[9; 100]).await, 409, "district"),
        (post(&served, "/ballots", bytes, &long).await, 413, "too-long"),
        (post(&served, "/ballots", "\nContent-Type: text/plain", b"x").await, 415, "media-type"),
        (post(&served, "/ballots", "\nContent-Type: \u{e9}", b"x").await, 415, "media-type"),
        (post(&served, "/messages", bytes, b"x").await, 400, "unreadable"),
    ];
    for (answer, status, code) in cases {
        assert_eq!((answer.status, answer.problem().as_str()), (status, code), "{answer:?}");
    }
}

#[tokio::test]
async fn a_problem_is_told_in_the_language_of_the_voter() {
    let served = town(config("")).await;
    let said = |language: &str| {
        let header = format!("\nAccept-Language: {language}");
        let served = &served;
        async move { post(served, "/ballots", &header, b"x").await }
    };
    let french = said("fr-CA, en;q=0.5").await;
    assert_eq!(french.header("content-language"), Some("fr"));
    assert_eq!(french.json()["title"], "L’envoi est illisible");
    assert_eq!(said("es").await.json()["title"], "El envío no se puede leer");
    assert_eq!(said("de").await.json()["title"], "This can’t be read");
    let exact = post(&served, "/ballots", "", b"x").await.json();
    let detail = exact["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("message 1 of 1, a ballot, is refused"), "{detail}");
    let more = served.get(exact["type"].as_str().unwrap()).await.json();
    assert_eq!((&more["code"], &more["title"]), (&exact["code"], &exact["title"]));
}

#[tokio::test]
async fn a_body_of_100_mb_is_refused_before_it_is_read() {
    let served = town(config("")).await;
    let mut stream = served.connect().await;
    let head = "POST /messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    // Not a byte of it is sent.
    let answer = Answer::read(&mut stream).await;
    assert_eq!((answer.status, answer.problem().as_str()), (413, "too-long"));
    // One that does not say how long it is gets no further than a ballot can be long.
    let mut stream = served.connect().await;
    let head = "POST /ballots HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = [b"10000\r\n".as_slice(), &[0; 0x1_0000], b"\r\n"].concat();
    let mut sent = 0;
    while sent < 1_600 && stream.write_all(&chunk).await.is_ok() {
        sent += 1;
    }
    assert!(sent < 1_600, "the connection was closed before all 100 MB of it were sent");
}

#[tokio::test]
async fn a_body_that_comes_slowly_or_not_whole_is_refused() {
    let served = town(config("[limits]\nbody_seconds = 1")).await;
    let mut slow = served.connect().await;
    let head = b"POST /ballots HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc";
    slow.write_all(head).await.unwrap();
    let answer = Answer::read(&mut slow).await;
    assert_eq!((answer.status, answer.problem().as_str()), (408, "slow"));
    let mut broken = served.connect().await;
    broken.write_all(head).await.unwrap();
    broken.shutdown().await.unwrap();
    let answer = Answer::read(&mut broken).await;
    assert_eq!((answer.status, answer.problem().as_str()), (400, "bad-request"));
}
