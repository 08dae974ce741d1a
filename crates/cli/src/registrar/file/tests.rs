use isoloir_election::message::{Kind, MAX_MESSAGES, Message};

use super::*;
use crate::registrar::examples::resident;
use crate::registrar::person::RollPlace;
use crate::sealed::{Passphrase, Sealed};
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

fn kept(payload: &[u8]) -> Kept {
    Kept::new(messages(payload)).unwrap()
}

fn folder(path: &str) -> Folder {
    Folder::new(path.as_ref(), &Identity::new("Registrar").unwrap(), []).unwrap()
}

fn held() -> Held {
    Held::new(issued()).unwrap()
}

fn issued() -> Issued {
    Issued {
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
    }
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let mut held = held();
    held.keep(kept(b"change"));
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
        held.keep(kept(payload));
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

#[test]
fn a_change_that_is_damaged_is_an_error_and_not_forgotten() {
    let mut held = held();
    held.keep(kept(b"change"));
    for field in ["roll", "changes"] {
        let mut value = serde_json::to_value(&held).unwrap();
        let text = value[field][0].as_str().unwrap().to_owned();
        value[field][0] = text[..text.len() - 2].into();
        assert!(serde_json::from_value::<Held>(value).is_err(), "{field}");
    }
}

#[test]
fn a_roll_of_more_messages_than_go_together_is_kept_and_given_whole() {
    let mut large = messages(b"");
    let message =
        |number: u16| Message { kind: Kind::Roll, payload: number.to_be_bytes().to_vec() };
    large.list = (0..MAX_MESSAGES as u16 + 1).map(message).collect();
    let held = Held::new(Issued { roll: large.clone(), ..issued() }).unwrap();
    assert_eq!(held.roll.len(), 2);
    let text = serde_json::to_string(&held).unwrap();
    let read: Held = serde_json::from_str(&text).unwrap();
    assert_eq!(read.kept(), large);
}

/// A sealed file of a registrar with whatever it holds.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Any(serde_json::Value);

impl Content for Any {
    const ROLE: &'static str = RegistrarFile::ROLE;
    const VERSION: u32 = RegistrarFile::VERSION;
}

#[test]
fn a_registrar_whose_file_is_damaged_is_told_to_take_the_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let passphrase = || Passphrase::of("correct horse battery staple");
    let identity = Identity::new("Registrar").unwrap();
    let file = RegistrarFile { identity, election: Some(held()) };
    let mut content = serde_json::to_value(file).unwrap();
    content["election"]["roll"][0] = "00".into();
    drop(Sealed::create(&path, passphrase(), Any(content)).unwrap());
    let refused = Sealed::<RegistrarFile>::open(&path, passphrase()).err().unwrap().to_string();
    assert!(refused.ends_with("key: its content can't be read; take your backup"), "{refused}");
}
