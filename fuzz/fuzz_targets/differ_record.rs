//! Entries on the board of the tiny election, from any moment of it: the election crates and the
//! verifier accept the same ones, and make the same of them.
//!
//! The input is that of the target `record`, with changes of the message of an entry where its mode
//! says so (`isoloir_fuzz::edits`).

#![no_main]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use isoloir_board::entry::Entry;
use isoloir_election::message::Kind;
use isoloir_encoding::{DecodeError, Reader};
use isoloir_fuzz::both::Both;
use isoloir_fuzz::edits::edit;
use isoloir_fuzz::{context, sign, tiny_election};
use libfuzzer_sys::fuzz_target;

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(tiny_election);

/// The most entries of one input.
const MAX_ENTRIES: usize = 8;

thread_local! {
    /// Boards on which only refused entries came, by how many entries they hold.
    static UNCHANGED: RefCell<BTreeMap<usize, Both>> = const { RefCell::new(BTreeMap::new()) };
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Reader::new(bytes);
    let Ok(moment) = input.u8("moment") else { return };
    let moment = usize::from(moment) % (ENTRIES.len() + 1);
    let unchanged = UNCHANGED.with_borrow_mut(|boards| boards.remove(&moment));
    let mut board = unchanged.unwrap_or_else(|| board_of(moment));
    let mut accepted = false;
    for _ in 0..MAX_ENTRIES {
        let Ok((kind, payload)) = read_entry(&mut input, &board) else { break };
        let chain = board.crates().chain();
        let Ok(entry) = Entry::new(chain.size(), chain.head(), kind, payload) else { break };
        accepted |= board.apply(&entry);
    }
    if !accepted {
        UNCHANGED.with_borrow_mut(|boards| boards.insert(moment, board));
    }
});

fn board_of(moment: usize) -> Both {
    let mut board = Both::new();
    for entry in ENTRIES.iter().take(moment) {
        assert!(board.apply(entry), "the tiny election is right");
    }
    board
}

/// Mode 0: the payload as it stands here. 1: this message, signed. 2: the payload of entry `number`
/// of the tiny election, changed. 3: its message, changed, and signed again.
fn read_entry(input: &mut Reader<'_>, board: &Both) -> Result<(u8, Vec<u8>), DecodeError> {
    let mode = input.u8("mode")? % 4;
    let number = input.u8("kind or number")?;
    let signer = input.u8("signer")?;
    let length = usize::from(input.u16("length")?).min(input.remaining());
    let rest = input.raw("message or changes", length)?;
    let context = context(board.crates());
    if mode < 2 {
        let kind = Kind::from_byte(number).filter(|_| mode == 1);
        let payload = kind.map(|kind| sign(kind, &context, signer, rest));
        return Ok((number, payload.unwrap_or_else(|| rest.to_vec())));
    }
    let entry = &ENTRIES[usize::from(number) % ENTRIES.len()];
    let kind = Kind::from_byte(entry.kind()).expect("the tiny election is right");
    let signed = mode == 3 && !matches!(kind, Kind::District | Kind::Ballot);
    let mut bytes = entry.payload().to_vec();
    if signed {
        bytes = message(kind, &bytes).to_vec();
    }
    let start = if kind == Kind::Ballot { 2 } else { 0 };
    edit(&mut Reader::new(rest), &mut bytes, start);
    if signed {
        bytes = sign(kind, &context, entry.payload()[0], &bytes);
    }
    Ok((entry.kind(), bytes))
}

/// What parties signed of a payload.
fn message(kind: Kind, payload: &[u8]) -> &[u8] {
    match kind {
        Kind::Reissue | Kind::PaperBatch => &payload[..payload.len() - 2 * 65],
        _ => &payload[1..payload.len() - 64],
    }
}
