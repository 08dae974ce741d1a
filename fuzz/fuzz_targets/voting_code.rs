//! A voting code, as people type it: reading it never panics, and what is read is a code.

#![no_main]

use isoloir_election::code::VotingCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    if let Ok(code) = typed.parse::<VotingCode>() {
        let printed = code.reveal();
        let again: VotingCode = printed.parse().expect("a printed code is read");
        assert_eq!(*printed, *again.reveal());
    }
});
