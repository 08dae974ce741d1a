//! Payloads: the first byte is the kind, the rest a message, and a signed payload. Every kind's
//! messages are canonical, and opening a payload never panics.

#![no_main]

use std::sync::LazyLock;

use isoloir_crypto::ballot::{BallotStyle, Opening};
use isoloir_crypto::dkg::{CeremonyParameters, Commitment, Complaint, Deal, OpeningPart};
use isoloir_crypto::tally::PartialDecryption;
use isoloir_election::definition::{Definition, District, Party};
use isoloir_election::message::{
    CastBallot, CloseStatement, CoSigned, Confirmation, DistrictResult, Kind, Open, PaperBatch,
    Reissue, Revocation, RollChunk, Signed, Withdrawal,
};
use isoloir_encoding::{Decode, Encode};
use isoloir_fuzz::{canonical, key};
use libfuzzer_sys::fuzz_target;

struct Shapes {
    parameters: CeremonyParameters,
    style: BallotStyle,
    parties: Vec<Party>,
}

static SHAPES: LazyLock<Shapes> = LazyLock::new(|| {
    let party =
        |number| Party { name: "party".into(), key: key("official", number).verifying_key() };
    Shapes {
        parameters: CeremonyParameters::new([0; 32], 3, 2, 3).expect("a ceremony"),
        style: BallotStyle::new(3, Vec::new()).expect("a style"),
        parties: (0..2).map(party).collect(),
    }
});

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, message)) = bytes.split_first() else { return };
    let Some(kind) = Kind::from_byte(first) else {
        // Nothing on the board, but read by a second device.
        let _ = canonical(message, Opening::decode);
        return;
    };
    let _ = read(kind, message);
    let _ = Signed::open(message, kind, &[0; 32], &SHAPES.parties);
    let _ = CoSigned::open(message, kind, &[0; 32], &SHAPES.parties, 2);
});

/// Whether it is a message of this kind.
fn read(kind: Kind, message: &[u8]) -> bool {
    let Shapes { parameters, style, .. } = &*SHAPES;
    match kind {
        Kind::Definition => canonical(message, Definition::decode).is_some(),
        Kind::District => canonical(message, District::decode).is_some(),
        Kind::DealingCommitment => canonical(message, Commitment::decode).is_some(),
        Kind::DealingOpening => {
            canonical(message, |input| OpeningPart::read(input, parameters)).is_some()
        }
        Kind::Deal => canonical(message, |input| Deal::read(input, parameters)).is_some(),
        Kind::Complaint => canonical(message, Complaint::decode).is_some(),
        Kind::Confirmation => canonical(message, Confirmation::decode).is_some(),
        Kind::Roll => canonical(message, RollChunk::decode).is_some(),
        Kind::Open => canonical(message, Open::decode).is_some(),
        Kind::Ballot => CastBallot::read(message, style)
            .inspect(|ballot| assert_eq!(ballot.to_bytes(), message))
            .is_ok(),
        Kind::Withdrawal => canonical(message, Withdrawal::decode).is_some(),
        Kind::Revocation => canonical(message, Revocation::decode).is_some(),
        Kind::Reissue => canonical(message, |input| Reissue::read(input, 2)).is_some(),
        Kind::PaperBatch => canonical(message, |input| PaperBatch::read(input, 3)).is_some(),
        Kind::Close => message.is_empty(),
        Kind::CloseStatement => canonical(message, CloseStatement::decode).is_some(),
        Kind::Decryption => canonical(message, |input| PartialDecryption::read(input, 3)).is_some(),
        Kind::Result => canonical(message, DistrictResult::decode).is_some(),
    }
}
