#![allow(clippy::unwrap_used)]

use isoloir_election::definition::ElectionId;
use isoloir_election::message::{Kind, MAX_MESSAGES, Message};

use super::*;

fn messages(count: usize) -> Messages {
    let message = Message { kind: Kind::Revocation, payload: vec![7; 3] };
    Messages { election: ElectionId([3; 32]), list: vec![message; count] }
}

#[test]
fn what_was_signed_is_read_as_it_was_kept() {
    for count in [0, 1, MAX_MESSAGES] {
        let kept = Kept::new(messages(count)).unwrap();
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), kept);
    }
}

#[test]
fn more_than_can_be_read_again_is_not_kept() {
    let refused = Kept::new(messages(MAX_MESSAGES + 1)).unwrap_err().to_string();
    assert!(refused.starts_with("4097 messages are too many to go together"), "{refused}");
    let mut long = messages(1);
    long.list[0].payload = vec![0; 1 << 16];
    assert!(Kept::new(long).unwrap_err().to_string().contains("65536 bytes"));
}

#[test]
fn what_was_signed_and_is_damaged_is_an_error_and_not_nothing() {
    let text = serde_json::to_string(&Kept::new(messages(2)).unwrap()).unwrap();
    let whole = text.trim_matches('"');
    let cut = &whole[..whole.len() - 2];
    let longer = format!("{whole}00");
    let other_label = whole.replacen('6', "7", 1);
    for damaged in ["", cut, &longer, &other_label, &whole[1..], "xy"] {
        assert!(serde_json::from_str::<Kept>(&format!("\"{damaged}\"")).is_err(), "{damaged}");
    }
}
