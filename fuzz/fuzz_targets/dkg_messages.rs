//! Messages of a key ceremony: the first byte is the round. What is read is canonical, and neither
//! taking it into a ceremony nor judging it panics.

#![no_main]

use std::sync::LazyLock;

use isoloir_crypto::dkg::{
    CeremonyParameters, CommitRound, Commitment, Complaint, Deal, DealRound, OpenRound, OpeningPart,
};
use isoloir_encoding::{Decode, Reader};
use isoloir_fuzz::{canonical, ceremony_messages};
use libfuzzer_sys::fuzz_target;

/// A ceremony of three at four moments.
struct Ceremony {
    commit: CommitRound,
    open: OpenRound,
    deal: DealRound,
    dealt: DealRound,
}

static CEREMONY: LazyLock<Ceremony> = LazyLock::new(|| {
    let parameters = CeremonyParameters::new([0xce; 32], 3, 2, 2).expect("a ceremony");
    let commit = CommitRound::new(parameters);
    let mut committed = commit.clone();
    for message in ceremony_messages("commitments") {
        let message = Commitment::from_bytes(&message).expect("the vectors are right");
        committed.accept(message).expect("the vectors are right");
    }
    let open = committed.finish().expect("all have committed");
    let mut opened = open.clone();
    for message in ceremony_messages("openings") {
        let read = |input: &mut Reader<'_>| OpeningPart::read(input, open.parameters());
        let part = canonical(&message, read).expect("the vectors are right");
        opened.accept(part).expect("the vectors are right");
    }
    let deal = opened.finish().expect("all have opened");
    let mut dealt = deal.clone();
    for message in ceremony_messages("deals") {
        let read = |input: &mut Reader<'_>| Deal::read(input, deal.parameters());
        let message = canonical(&message, read).expect("the vectors are right");
        dealt.accept(message).expect("the vectors are right");
    }
    Ceremony { commit, open, deal, dealt }
});

fuzz_target!(|bytes: &[u8]| {
    let Some((&round, message)) = bytes.split_first() else { return };
    let Ceremony { commit, open, deal, dealt } = &*CEREMONY;
    match round % 4 {
        0 => {
            if let Some(message) = canonical(message, Commitment::decode) {
                let _ = commit.clone().accept(message);
            }
        }
        1 => {
            let read = |input: &mut Reader<'_>| OpeningPart::read(input, open.parameters());
            if let Some(message) = canonical(message, read) {
                let _ = open.clone().accept(message);
            }
        }
        2 => {
            let read = |input: &mut Reader<'_>| Deal::read(input, deal.parameters());
            if let Some(message) = canonical(message, read) {
                let _ = deal.clone().accept(message);
            }
        }
        _ => {
            if let Some(complaint) = canonical(message, Complaint::decode) {
                let _ = complaint.judge(dealt);
            }
        }
    }
});
