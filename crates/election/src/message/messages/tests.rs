#![allow(clippy::unwrap_used)]

use super::*;

fn messages(payloads: impl IntoIterator<Item = usize>) -> Messages {
    let message = |length| Message { kind: Kind::Revocation, payload: vec![7; length] };
    Messages { election: ElectionId([3; 32]), list: payloads.into_iter().map(message).collect() }
}

fn lengths(parts: &[Messages]) -> Vec<Vec<usize>> {
    let lengths = |part: &Messages| part.list.iter().map(|message| message.payload.len()).collect();
    parts.iter().map(lengths).collect()
}

#[test]
fn parts_are_no_larger_than_they_may_be_and_keep_the_order() {
    assert!(messages([]).into_parts(10).is_empty());
    let parts = messages([4, 6, 1, 20, 3]).into_parts(10);
    assert_eq!(lengths(&parts), [vec![4, 6], vec![1], vec![20], vec![3]]);
}

#[test]
fn no_part_has_more_messages_than_can_be_read() {
    let parts = messages(vec![0; 2 * MAX_MESSAGES + 1]).into_parts(10);
    let counts: Vec<usize> = parts.iter().map(|part| part.list.len()).collect();
    assert_eq!(counts, [MAX_MESSAGES, MAX_MESSAGES, 1]);
    for part in parts {
        assert_eq!(Messages::from_bytes(&part.to_bytes()).unwrap(), part);
    }
}
