//! Entries on the board of the tiny election, from any moment of it: none panics, and one that is
//! refused changes nothing.
//!
//! The input is the moment (1 byte: how many entries come first), then entries: a byte that says
//! how they are signed, the kind, the signer, the length of the message (`u16`), the message. The
//! targets hold every key of the election, so entries get past the check of their signature.

#![no_main]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use isoloir_board::entry::Entry;
use isoloir_election::message::Kind;
use isoloir_election::phase::{Phase, Record, Tallies};
use isoloir_encoding::{DecodeError, Reader};
use isoloir_fuzz::{context, rng, sign, tiny_election};
use libfuzzer_sys::fuzz_target;

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(tiny_election);

/// The most entries of one input.
const MAX_ENTRIES: usize = 8;

thread_local! {
    /// Records that have only refused since they were built, by how many entries they hold. To use
    /// them again is part of the test.
    static UNCHANGED: RefCell<BTreeMap<usize, Record>> = const { RefCell::new(BTreeMap::new()) };
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Reader::new(bytes);
    let Ok(moment) = input.u8("moment") else { return };
    let moment = usize::from(moment) % (ENTRIES.len() + 1);
    let unchanged = UNCHANGED.with_borrow_mut(|records| records.remove(&moment));
    let mut record = unchanged.unwrap_or_else(|| record_of(moment));
    let mut accepted = false;
    for _ in 0..MAX_ENTRIES {
        let Ok((kind, payload)) = read_entry(&mut input, &record) else { break };
        let (size, head) = (record.chain().size(), record.chain().head());
        let Ok(entry) = Entry::new(size, head, kind, payload) else { break };
        let root = record.head();
        match record.apply(&entry, &mut rng("verify")) {
            Ok(()) => accepted = true,
            Err(_) => {
                assert_eq!((record.chain().size(), record.chain().head()), (size, head));
                assert_eq!(record.head(), root);
            }
        }
        // What this would sum is not on the board of the tiny election.
        if accepted && matches!(record.phase(), Phase::Closed(_)) {
            return;
        }
    }
    if !accepted {
        UNCHANGED.with_borrow_mut(|records| records.insert(moment, record));
    }
});

/// The record of the first entries.
fn record_of(moment: usize) -> Record {
    let mut record = Record::new();
    for (index, entry) in ENTRIES.iter().take(moment).enumerate() {
        record.apply(entry, &mut rng("verify")).expect("the tiny election is right");
        if let Phase::Closed(closed) = record.phase() {
            let mut tallies = Tallies::new(closed);
            for entry in &ENTRIES[..=index] {
                tallies.add(closed, entry).expect("the tiny election is right");
            }
            let tallies = tallies.finish().expect("every ballot is there");
            record.tally(tallies).expect("they are the sums of this close");
        }
    }
    record
}

fn read_entry(input: &mut Reader<'_>, record: &Record) -> Result<(u8, Vec<u8>), DecodeError> {
    let mode = input.u8("mode")?;
    let byte = input.u8("kind")?;
    let signer = input.u8("signer")?;
    let length = input.u16("length")?;
    let message = input.raw("message", usize::from(length).min(input.remaining()))?;
    let Some(kind) = Kind::from_byte(byte).filter(|_| mode % 2 == 1) else {
        return Ok((byte, message.to_vec()));
    };
    let payload = sign(kind, &context(record), signer, message);
    Ok((byte, payload))
}
