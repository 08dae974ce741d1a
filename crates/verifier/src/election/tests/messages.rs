//! The payloads of signed entries.

use super::vectors::{bytes, cases, hash};
use crate::crypto::ceremony::{Ceremony, CeremonyError};
use crate::crypto::tally::Contribution;
use crate::election::Definition;
use crate::election::message::{
    CloseStatement, Kind, PaperBatch, Reissue, ResultMessage, Revocation, RollList, Withdrawal,
    decryption, head, nothing,
};
use crate::election::party::{Party, SignatureError, Signers};
use crate::log::key::PublicKey;
use crate::wire::{Reader, WireError};
use serde_json::Value;

/// Why a payload is refused, as the vectors sort it.
#[derive(Debug)]
enum Refused {
    Kind,
    Signature(SignatureError),
    Form,
}

impl Refused {
    fn category(&self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Signature(SignatureError::Wrong { .. }) => "signature",
            Self::Signature(SignatureError::Unknown { .. } | SignatureError::Order(_)) => "signer",
            Self::Signature(SignatureError::Short(_)) | Self::Form => "decode",
        }
    }
}

impl From<WireError> for Refused {
    fn from(_: WireError) -> Self {
        Self::Form
    }
}

/// The districts of the vectors: district 1 has 2 projects, the other one has 3.
fn projects(district: u16) -> Option<usize> {
    Some(if district == 1 { 2 } else { 3 })
}

/// Reads a payload as a kind: its signatures, then the form of its message.
fn read(input: &Value) -> Result<(Kind, Vec<u8>), Refused> {
    let number = input["kind"].as_u64().unwrap() as u8;
    let kind = Kind::from_number(number).ok_or(Refused::Kind)?;
    if matches!(kind, Kind::District | Kind::Ballot) {
        return Err(Refused::Kind);
    }
    let keys = input["keys"].as_array().unwrap().iter();
    let party =
        |key| Party { name: "somebody".into(), key: PublicKey::from_bytes(&hash(key)).unwrap() };
    let parties: Vec<Party> = keys.map(party).collect();
    let context = hash(&input["context"]);
    let signers = Signers { role: "parties", parties: &parties, context: &context, kind: number };
    let payload = bytes(&input["payload"]);
    let message = match kind {
        Kind::Reissue | Kind::PaperBatch => signers.several(2, &payload),
        _ => signers.one(&payload).map(|(_, message)| message),
    };
    let message = message.map_err(Refused::Signature)?;
    has_form(kind, message)?;
    Ok((kind, message.to_vec()))
}

fn has_form(kind: Kind, message: &[u8]) -> Result<(), Refused> {
    match kind {
        Kind::Definition => drop(Definition::read(message)?),
        Kind::DealingCommitment => ceremony(|ceremony| ceremony.commit(message))?,
        Kind::DealingOpening => ceremony(|ceremony| ceremony.open(message))?,
        Kind::Deal => ceremony(|ceremony| ceremony.deal(message))?,
        Kind::Complaint => ceremony(|ceremony| ceremony.complain(message).map(drop))?,
        Kind::Confirmation | Kind::Open => drop(head(message)?),
        Kind::Roll => drop(RollList::read(message)?),
        Kind::Withdrawal => drop(Withdrawal::read(message)?),
        Kind::Revocation => drop(Revocation::read(message)?),
        Kind::Reissue => drop(Reissue::read(message, 2)?),
        Kind::PaperBatch => drop(PaperBatch::read(message, projects)?),
        Kind::Close => nothing(message)?,
        Kind::CloseStatement => drop(CloseStatement::read(message)?),
        Kind::Decryption => {
            let (district, contribution) = decryption(message)?;
            let mut reader = Reader::new(contribution);
            Contribution::read(&mut reader, projects(district).unwrap())?;
            reader.finish("decryption")?;
        }
        Kind::Result => drop(ResultMessage::read(message)?),
        Kind::District | Kind::Ballot => return Err(Refused::Kind),
    }
    Ok(())
}

/// Gives the message to a ceremony of 4 slots that is in round 0. The form comes first, so whatever else
/// stands against the message says that its form was right.
fn ceremony(give: impl FnOnce(&mut Ceremony) -> Result<(), CeremonyError>) -> Result<(), Refused> {
    let mut ceremony = Ceremony::new([0; 32], 3, 2, 4).unwrap();
    match give(&mut ceremony) {
        Err(CeremonyError::Wire(_)) => Err(Refused::Form),
        _ => Ok(()),
    }
}

#[test]
fn every_valid_message_is_read() {
    let cases = cases("valid/messages");
    assert_eq!(cases.len(), 16);
    for case in cases {
        let (kind, message) = read(&case.input).unwrap();
        assert_eq!(kind.name(), case.expected["kind"], "{}", case.name);
        assert_eq!(hex::encode(message), case.expected["message"], "{}", case.name);
    }
}

#[test]
fn every_invalid_message_is_refused_as_what_it_is() {
    let cases = cases("invalid/messages");
    assert_eq!(cases.len(), 66);
    for case in cases {
        let refused = read(&case.input).expect_err(&case.name);
        let expected = case.refused_as.unwrap();
        assert_eq!(refused.category(), expected, "{}: {refused:?}", case.name);
    }
}
