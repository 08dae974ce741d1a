use std::collections::BTreeMap;

use signed_note::{StandardVerifier, VerifierList};
use tlog_tiles::{
    Checkpoint, Tile, TileHashReader, TileReader, check_record, prove_record, record_hash,
    tree_hash,
};

use crate::served::{Answer, Served, config};
use crate::town;

/// Tiles that were fetched, for a client that is not ours.
struct Fetched(BTreeMap<String, Vec<u8>>);

impl TileReader for Fetched {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        Ok(tiles.iter().map(|tile| self.0[&tile.path()].clone()).collect())
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// c2sp.org/tlog-tiles: the height of tiles is no part of a path.
fn address(tile: &Tile) -> String {
    tile.path().replacen("tile/8/", "/tile/", 1)
}

#[tokio::test]
async fn a_tlog_client_that_is_not_ours_finds_every_entry_under_the_checkpoint() {
    let served = town(config("")).await;
    let note = served.get("/checkpoint").await;
    assert_eq!(note.header("content-type"), Some("text/plain; charset=utf-8"));
    let note = signed_note::Note::from_bytes(&note.body).unwrap();
    let key = StandardVerifier::new(&town::signer().key().to_string()).unwrap();
    note.verify(&VerifierList::new(vec![Box::new(key)])).unwrap();
    let checkpoint = Checkpoint::from_bytes(note.text()).unwrap();
    let size = checkpoint.size();
    assert_eq!(size, town::entries().len() as u64);

    let mut tiles = BTreeMap::new();
    for tile in Tile::new_tiles(8, 0, size) {
        let answer = served.get(&address(&tile)).await;
        assert_eq!(answer.status, 200, "{}", tile.path());
        tiles.insert(tile.path(), answer.body);
    }
    let bundle = served.get(&format!("/tile/entries/000.p/{size}")).await.body;
    let tiles = Fetched(tiles);
    let reader = TileHashReader::new(size, *checkpoint.hash(), &tiles);
    assert_eq!(tree_hash(size, &reader).unwrap().0, checkpoint.hash().0);
    let mut rest = bundle.as_slice();
    for index in 0..size {
        let (length, after) = rest.split_first_chunk().unwrap();
        let (entry, after) = after.split_at(u16::from_be_bytes(*length).into());
        rest = after;
        let proof = prove_record(size, index, &reader).unwrap();
        check_record(&proof, size, *checkpoint.hash(), index, record_hash(entry)).unwrap();
    }
    assert!(rest.is_empty());
}

async fn get(served: &Served, path: &str, header: &str) -> Answer {
    served.ask(&format!("GET {path} HTTP/1.1\n{header}"), b"").await
}

#[tokio::test]
async fn a_part_of_a_file_is_sent_if_it_is_asked_for() {
    let served = town(config("")).await;
    let size = town::entries().len();
    let path = format!("/tile/0/000.p/{size}");
    let whole = served.get(&path).await;
    assert_eq!((whole.status, whole.body.len()), (200, 32 * size));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    assert_eq!(whole.header("cache-control"), Some("public, max-age=31536000, immutable"));
    for (range, expected) in
        [("0-31", 0..32), ("32-", 32..32 * size), ("-32", 32 * (size - 1)..32 * size)]
    {
        let part = get(&served, &path, &format!("Range: bytes={range}")).await;
        assert_eq!((part.status, &part.body[..]), (206, &whole.body[expected.clone()]), "{range}");
        let said = format!("bytes {}-{}/{}", expected.start, expected.end - 1, 32 * size);
        assert_eq!(part.header("content-range"), Some(said.as_str()));
    }
    let beyond = get(&served, &path, "Range: bytes=999999-").await;
    assert_eq!((beyond.status, beyond.problem().as_str()), (416, "range"));
    assert_eq!(beyond.header("content-range"), Some(format!("bytes */{}", 32 * size).as_str()));
    for whole_again in ["bytes=0-1,5-6", "bytes=x-y", "lines=1-2", "bytes=7-3"] {
        let answer = get(&served, &path, &format!("Range: {whole_again}")).await;
        assert!([200, 416].contains(&answer.status), "{whole_again}: {}", answer.status);
    }
}

#[tokio::test]
async fn a_file_that_has_not_changed_is_not_sent_again() {
    let served = town(config("")).await;
    for path in ["/checkpoint".to_owned(), format!("/tile/0/000.p/{}", town::entries().len())] {
        let first = served.get(&path).await;
        let tag = first.header("etag").unwrap().to_owned();
        // The head of an answer is read in lower case, and tags of tiles have capitals.
        let tag = if path == "/checkpoint" { tag } else { original(&first.head, &path) };
        let again = get(&served, &path, &format!("If-None-Match: {tag}")).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let other = get(&served, &path, "If-None-Match: \"other\"").await;
        assert_eq!((other.status, other.body == first.body), (200, true), "{path}");
    }
}

fn original(head: &str, path: &str) -> String {
    assert!(head.contains("etag"));
    format!("\"{}{path}\"", town::signer().key().id())
}

#[tokio::test]
async fn head_tells_what_get_would_without_its_bytes() {
    let served = town(config("")).await;
    for path in ["/checkpoint", "/election", "/openapi.json", "/healthz", "/nowhere"] {
        let (get, head) =
            (served.get(path).await, served.ask(&format!("HEAD {path} HTTP/1.1"), b"").await);
        assert_eq!((get.status, head.body.len()), (head.status, 0), "{path}");
        assert_eq!(get.header("content-type"), head.header("content-type"), "{path}");
    }
}

#[tokio::test]
async fn json_is_compressed_for_who_asks_and_tiles_are_not() {
    let served = town(config("")).await;
    let plain = served.get("/openapi.json").await;
    let small = get(&served, "/openapi.json", "Accept-Encoding: gzip").await;
    assert_eq!(small.header("content-encoding"), Some("gzip"));
    assert!(small.body.len() < plain.body.len() / 2);
    assert!(small.head.contains("vary: accept-encoding"), "{}", small.head);
    for path in ["/checkpoint".to_owned(), format!("/tile/0/000.p/{}", town::entries().len())] {
        let answer = get(&served, &path, "Accept-Encoding: gzip").await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, None), "{path}");
    }
}

#[tokio::test]
async fn any_page_may_read_and_cast_and_no_answer_is_more_than_data() {
    let served = town(config("")).await;
    for path in ["/checkpoint", "/election", "/openapi.json", "/nowhere", "/healthz"] {
        let answer = get(&served, path, "Origin: https://page.example").await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("strict-transport-security"), None, "there is no certificate");
    }
    let preflight = "OPTIONS /ballots HTTP/1.1\nOrigin: https://page.example\n\
        Access-Control-Request-Method: POST\nAccess-Control-Request-Headers: content-type";
    let answer = served.ask(preflight, b"").await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("access-control-allow-methods").unwrap().contains("post"));
    assert!(answer.header("access-control-allow-headers").unwrap().contains("content-type"));
}
