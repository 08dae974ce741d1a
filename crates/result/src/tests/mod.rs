//! What is told of small elections that have everything.

mod page;
mod part;
mod sentences;

use isoloir_election::phase::Record;

use crate::decided::Decided;

#[test]
fn an_empty_board_has_no_result_and_says_so() {
    let error = Decided::new(&Record::new()).err().unwrap().to_string();
    assert_eq!(error, "nothing is on the board yet, so there is no result");
}
