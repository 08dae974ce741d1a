//! Small pieces of the record.

use crate::election::message::Kind;
use crate::election::record::Phase;

#[test]
fn a_kind_and_its_number_name_each_other() {
    for number in 0..=u8::MAX {
        match Kind::from_number(number) {
            Some(kind) => assert_eq!(kind.number(), number),
            None => assert!(!(1..=18).contains(&number)),
        }
    }
}

#[test]
fn the_phases_take_the_kinds_of_the_table_and_no_others() {
    let table: [(Phase, &[u8]); 10] = [
        (Phase::Empty, &[1]),
        (Phase::Defining, &[2, 8]),
        (Phase::Round(0), &[3, 8]),
        (Phase::Round(1), &[4, 8]),
        (Phase::Round(2), &[5, 8]),
        (Phase::Round(3), &[6, 7, 8, 9]),
        (Phase::Failed, &[8]),
        (Phase::Voting, &[10, 11, 12, 13, 14, 15]),
        (Phase::Closed, &[16, 17, 18]),
        (Phase::Decided, &[]),
    ];
    for (phase, kinds) in table {
        for number in 1..=18 {
            let kind = Kind::from_number(number).unwrap();
            assert_eq!(phase.takes(kind), kinds.contains(&number), "{phase:?}, kind {number}");
        }
    }
}
