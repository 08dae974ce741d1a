use isoloir_election::message::Kind;

use super::*;
use crate::registrar::examples::resident;
use crate::registrar::person::RollPlace;
use isoloir_board::MerkleHash;

fn place(district: u16, position: u32) -> RollPlace {
    RollPlace { district, position, reissued: Vec::new() }
}

fn person(id: &str, places: Vec<RollPlace>) -> Person {
    let resident = crate::registrar::roll_file::Resident { id: id.to_owned(), ..resident("es") };
    Person::new(&resident, places)
}

fn messages(payload: &[u8]) -> Messages {
    let message = Message { kind: Kind::Roll, payload: payload.to_vec() };
    Messages { election: ElectionId([3; 32]), list: vec![message] }
}

fn folder(path: &str) -> Folder {
    Folder::new(path.as_ref(), &Identity::new("Registrar").unwrap(), []).unwrap()
}

fn held() -> Held {
    Held::new(Issued {
        id: ElectionId([3; 32]),
        index: 1,
        seen: TreeHead { size: 4, root: MerkleHash::new([5; 32]) },
        order_key: SecretBytes::new([9; 32]),
        letters: folder("/letters"),
        persons: vec![
            person("a", vec![place(0, 2), place(1, 0)]),
            person("b", vec![place(0, 0)]),
            person("c", vec![place(0, 1), place(1, 1)]),
        ],
        roll: messages(b"roll"),
    })
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let mut held = held();
    held.keep(&messages(b"change"));
    held.renewals.push(Renewal {
        person: "a".into(),
        letters: folder("/new"),
        parts: vec![RenewalPart {
            district: 1,
            revoked: Encoded([1; 32]),
            share: Encoded([2; 32]),
            possession: [3; 64],
            signed: Some(Encoded([4; 32])),
        }],
    });
    let identity = Identity::new("Registrar").unwrap();
    let file = RegistrarFile { identity, election: Some(held) };
    let text = serde_json::to_string(&file).unwrap();
    let read: RegistrarFile = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

#[test]
fn a_field_that_nobody_knows_is_refused() {
    let mut value = serde_json::to_value(held()).unwrap();
    assert!(serde_json::from_value::<Held>(value.clone()).is_ok());
    value["more"] = 1.into();
    assert!(serde_json::from_value::<Held>(value).is_err());
}

#[test]
fn an_address_is_not_kept() {
    let text = serde_json::to_string(&held()).unwrap();
    assert!(text.contains("Martin") && !text.contains("rue du Four"));
}

#[test]
fn residents_are_given_in_the_order_of_the_roll() {
    let held = held();
    assert_eq!(held.ordered(0), ["b", "c", "a"]);
    assert_eq!(held.ordered(1), ["a", "c"]);
    assert!(held.ordered(2).is_empty());
}

#[test]
fn what_was_signed_is_kept_once_and_sent_in_its_order() {
    let mut held = held();
    for payload in [b"one".as_slice(), b"two", b"one"] {
        held.keep(&messages(payload));
    }
    let payloads = |held: &Held| -> Vec<Vec<u8>> {
        held.kept().list.into_iter().map(|message| message.payload).collect()
    };
    assert_eq!(payloads(&held), [b"roll".as_slice(), b"one", b"two"]);
    held.forget_roll();
    assert_eq!(payloads(&held), [b"one", b"two"]);
    held.forget_changes(|message| message.payload == b"one");
    assert_eq!(payloads(&held), [b"two"]);
}
