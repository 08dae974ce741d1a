#![allow(clippy::unwrap_used)]

use isoloir_election::definition::ElectionId;
use isoloir_election::message::{Kind, MAX_MESSAGES, Message};

use super::*;

fn messages(payloads: impl IntoIterator<Item = usize>) -> Messages {
    let message = |length| Message { kind: Kind::Revocation, payload: vec![7; length] };
    Messages { election: ElectionId([3; 32]), list: payloads.into_iter().map(message).collect() }
}

#[test]
fn a_file_that_could_not_be_read_again_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("messages");
    let refused =
        write_messages(&messages(vec![0; MAX_MESSAGES + 1]), &path).unwrap_err().to_string();
    assert!(refused.contains("at most 4096 do: put some of them on the board first"), "{refused}");
    assert!(!path.exists());
    write_messages(&messages(vec![0; MAX_MESSAGES]), &path).unwrap();
    assert_eq!(read_messages(&path).unwrap().list.len(), MAX_MESSAGES);
}
