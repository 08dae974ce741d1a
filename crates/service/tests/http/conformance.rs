//! The description says what is answered, whatever is asked.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::served::{Answer, Served, config};
use crate::town;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// What is asked: an operation of the description, what stands in its path, and what is sent.
#[derive(Clone, Debug)]
struct Asked {
    operation: prop::sample::Index,
    parameters: [String; 2],
    headers: Vec<&'static str>,
    body: Vec<u8>,
}

fn parameter() -> impl Strategy<Value = String> {
    let credential = hex::encode(&town::ballots()[0][2..34]);
    let known = [
        "0",
        "1",
        "65535",
        "65536",
        "-1",
        "0/000.p/1",
        "entries/000.p/5",
        "entries/000",
        "0/x001/000",
        "busy",
        "%2e%2e%2f",
        "%00",
        "%ff",
        "é",
        "..",
        "a b",
    ];
    prop_oneof![
        3 => prop::sample::select(known.map(str::to_owned).to_vec()),
        1 => Just(credential),
        1 => "[a-z0-9./%_-]{0,40}",
        1 => "[0-9a-f]{64}",
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    let headers = prop::sample::select(vec![
        "Accept-Language: fr",
        "Range: bytes=0-",
        "Range: bytes=9-3",
        "If-None-Match: *",
        "Content-Type: application/octet-stream",
        "Content-Type: text/html",
        "Accept: image/png",
        "X-Forwarded-For: 127.0.0.1",
        "Expect: 100-continue",
    ]);
    let ballot = prop::sample::select(town::ballots());
    let edited =
        (ballot, any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut ballot, at, mask)| {
            let length = ballot.len();
            ballot[at.index(length)] ^= mask;
            ballot
        });
    let body = prop_oneof![prop::collection::vec(any::<u8>(), 0..300), edited];
    let parameters = [parameter(), parameter()];
    (any::<prop::sample::Index>(), parameters, prop::collection::vec(headers, 0..3), body).prop_map(
        |(operation, parameters, headers, body)| Asked { operation, parameters, headers, body },
    )
}

fn request(path: &str, method: &str, asked: &Asked) -> String {
    let mut path = path.to_owned();
    for parameter in &asked.parameters {
        if let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
            path.replace_range(start..=end, &parameter.replace(' ', "%20"));
        }
    }
    let headers: String = asked.headers.iter().map(|header| format!("\n{header}")).collect();
    let length = if method == "post" {
        format!("\nContent-Length: {}", asked.body.len())
    } else {
        String::new()
    };
    format!("{} {path} HTTP/1.1{headers}{length}", method.to_uppercase())
}

async fn ask(served: &Served, head: &str, asked: &Asked, method: &str) -> Answer {
    let mut answer = served.ask(head, if method == "post" { &asked.body } else { b"" }).await;
    // Who waits for 100 does not send its body before; these do.
    if answer.status == 100 {
        answer = Answer::parse(&answer.body);
    }
    answer
}

#[test]
fn every_answer_is_one_that_the_description_has() {
    let served = RUNTIME.block_on(town(config("[limits]\nforged_per_minute = 100000")));
    let description = RUNTIME.block_on(served.get("/openapi.json")).json();
    let operations: Vec<(String, String, Value)> = description["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(|(method, it)| (path.clone(), method.clone(), it["responses"].clone()))
        })
        .collect();
    assert!(operations.len() >= 9);
    let mut met = BTreeSet::new();
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&asked(), |asked| {
        let (path, method, responses) = &operations[asked.operation.index(operations.len())];
        let head = request(path, method, &asked);
        let answer = RUNTIME.block_on(ask(&served, &head, &asked, method));
        check(&answer, responses).map_err(|why| TestCaseError::fail(format!("{head}\n{why}")))
    });
    outcome.unwrap();
    // That what goes well is asked, too, does not depend on luck.
    for (path, expected) in [
        ("/checkpoint", 200),
        ("/election", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/problems/busy", 200),
        ("/tile/0/000.p/1", 200),
    ] {
        let answer = RUNTIME.block_on(served.get(path));
        assert_eq!(answer.status, expected, "{path}");
        met.insert(path);
    }
    assert_eq!(met.len(), 6);
}

fn check(answer: &Answer, responses: &Value) -> Result<(), String> {
    let status = answer.status;
    let not_modified = status == 304 || status == 206;
    if status >= 500 {
        return Err(format!("{status}: {answer:?}"));
    }
    let documented = responses.get(status.to_string());
    let documented = match documented {
        Some(documented) => documented,
        None if status >= 400 => responses.get("default").ok_or("no default")?,
        None if not_modified => return Ok(()),
        None => return Err(format!("{status} is not described")),
    };
    let content = documented["content"].as_object();
    let found = answer.header("content-type").map(|it| it.split(';').next().unwrap_or(it));
    match (content, found) {
        (None, None) => {}
        (None, Some(found)) => return Err(format!("{found}, and no content is described")),
        (Some(content), found) => {
            if !found.is_some_and(|found| content.contains_key(found)) {
                return Err(format!("{found:?}, and {content:?} is described"));
            }
        }
    }
    if status >= 400 {
        let codes = answer.problem();
        if codes.is_empty() {
            return Err("a problem without a code".into());
        }
    }
    Ok(())
}
