use crate::served::{Answer, Served, config};
use crate::town;

async fn cast(served: &Served, ballot: &[u8], from: &str) -> Answer {
    let length = ballot.len();
    let head = format!("POST /ballots HTTP/1.1\nX-Forwarded-For: {from}\nContent-Length: {length}");
    served.ask(&head, ballot).await
}

#[tokio::test]
async fn an_address_that_asks_too_much_waits_and_others_do_not() {
    let limits = "trusted_proxies = ['127.0.0.0/8']\n[limits]\nrequests_per_minute = 3";
    let served = town(config(limits)).await;
    let from = |address: &str| {
        let head = format!("GET /healthz HTTP/1.1\nX-Forwarded-For: {address}");
        let served = &served;
        async move { served.ask(&head, b"").await }
    };
    for last in 1..=3 {
        assert_eq!(from(&format!("2001:db8::{last}")).await.status, 200);
    }
    let refused = from("2001:db8::4").await;
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too-many"));
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(from("2001:db8:0:1::1").await.status, 200);
    assert_eq!(from("192.0.2.1").await.status, 200);
}

#[tokio::test]
async fn who_is_no_proxy_gets_no_more_by_saying_so() {
    let served = town(config("[limits]\nrequests_per_minute = 1")).await;
    let mut statuses = Vec::new();
    for last in 1..=3 {
        let head = format!("GET /healthz HTTP/1.1\nX-Forwarded-For: 192.0.2.{last}");
        statuses.push(served.ask(&head, b"").await.status);
    }
    assert_eq!(statuses, [200, 429, 429]);
}

#[tokio::test]
async fn a_credential_casts_no_more_than_a_person_would() {
    let limits = "trusted_proxies = ['127.0.0.0/8']\n[limits]\ncasts_per_minute = 2";
    let served = town(config(limits)).await;
    let ballots = town::ballots();
    let credential = &ballots[0][..34];
    let other = ballots.iter().find(|ballot| &ballot[..34] != credential).unwrap();
    for _ in 0..2 {
        assert_eq!(cast(&served, &ballots[0], "192.0.2.1").await.status, 200);
    }
    let refused = cast(&served, &ballots[0], "192.0.2.1").await;
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too-many"));
    assert_eq!(cast(&served, other, "192.0.2.1").await.status, 200, "a neighbour can vote");
    assert_eq!(cast(&served, &ballots[0], "192.0.2.2").await.status, 200, "and who is copied, too");
}

#[tokio::test]
async fn forged_ballots_are_soon_not_looked_at() {
    let served = town(config("[limits]\nforged_per_minute = 2")).await;
    let mut forged = town::ballots()[0].clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(cast(&served, &forged, "").await.problem(), "signature");
    assert_eq!(cast(&served, b"x", "").await.problem(), "unreadable");
    assert_eq!(cast(&served, &forged, "").await.problem(), "too-many");
}
