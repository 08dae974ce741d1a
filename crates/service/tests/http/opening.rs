use isoloir_board::bundle;
use isoloir_board::entry::Entry;
use isoloir_election::booth::Booth;
use isoloir_election::message::Kind;
use isoloir_encoding::Decode;

use crate::served::{Served, config};
use crate::town;

#[tokio::test]
async fn a_device_opens_the_vote_with_what_it_is_given_and_is_given_no_roll() {
    let served = town(config("")).await;
    let answer = served.get("/opening").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
    let entries: Vec<Entry> = bundle::decode(&answer.body)
        .unwrap()
        .into_iter()
        .map(|entry| Entry::from_bytes(entry).unwrap())
        .collect();
    assert!(entries.iter().all(|entry| entry.kind() != Kind::Roll as u8));
    let booth = Booth::open(&entries).unwrap();
    let open = town::entries().into_iter().find(|entry| entry.kind() == Kind::Open as u8);
    assert_eq!(booth.fingerprint().0, *open.unwrap().chain_hash().as_bytes());

    let tag = answer.header("etag").unwrap();
    let again = served.ask(&format!("GET /opening HTTP/1.1\nIf-None-Match: {tag}"), b"").await;
    assert_eq!(again.status, 304);
}

#[tokio::test]
async fn before_the_vote_opens_there_is_nothing_to_seal_ballots_with() {
    let served = Served::start(config("")).await;
    let answer = served.get("/opening").await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.json()["code"], "phase");
}
