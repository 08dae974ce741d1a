use std::path::Path;

use anyhow::{Context, anyhow};
use ed25519_dalek::SigningKey;
use isoloir_election::message::{CoSigned, Kind, PaperBatch};
use isoloir_election::phase::{Election, Fingerprint};
use isoloir_encoding::{Encode, Reader};
use serde::{Deserialize, Serialize};

use crate::desk::counts_file::{CountsId, ProjectCount};
use crate::failure::Failure;
use crate::safe_file::{self, Access};

/// The largest file of a batch, in bytes: a message of 60 KB in hexadecimal digits, and 960 projects.
pub(super) const MAX_FILE_BYTES: u64 = 1 << 20;

const FORM: &str = "batch of ballots on paper, version 1";

/// A batch on its way from the first official to the second. What people read of it is made from the message,
/// and refused if it is not that. The id of the sums is no part of what is signed: it guards against a slip, and not
/// against an official.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchFile {
    isoloir: String,
    counts_id: CountsId,
    #[serde(with = "hex::serde")]
    fingerprint: [u8; 32],
    district: String,
    ballots: usize,
    projects: Vec<ProjectCount>,
    #[serde(with = "hex::serde")]
    message: Vec<u8>,
    signatures: Vec<Signature>,
}

/// What one official adds: the index among the officials, and the signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    official: u8,
    name: String,
    #[serde(with = "hex::serde")]
    signature: Vec<u8>,
}

/// A batch with the signature of the first official, which holds.
pub(super) struct SignedOnce {
    pub(super) batch: PaperBatch,
    message: Vec<u8>,
    first: Signature,
}

impl BatchFile {
    /// The file of a batch that the first official has signed, made of the sums with this id.
    pub(super) fn new(
        election: &Election,
        fingerprint: Fingerprint,
        (counts_id, batch): (CountsId, &PaperBatch),
        official: u8,
        key: &SigningKey,
    ) -> Result<Self, Failure> {
        let message = batch.to_bytes();
        let signature = Signature::make(election, fingerprint, &message, official, key)?;
        Self::of(election, fingerprint, (counts_id, batch), vec![signature])
    }

    /// The id of the sums that the batch in these bytes was made of; nothing, if they are no batch.
    pub(super) fn counts_of(bytes: &[u8]) -> Option<CountsId> {
        #[derive(Deserialize)]
        struct Beginning {
            isoloir: String,
            counts_id: CountsId,
        }
        let read: Beginning = serde_json::from_slice(bytes).ok()?;
        (read.isoloir == FORM).then_some(read.counts_id)
    }

    fn of(
        election: &Election,
        fingerprint: Fingerprint,
        (counts_id, batch): (CountsId, &PaperBatch),
        signatures: Vec<Signature>,
    ) -> Result<Self, Failure> {
        let district = election.districts().get(usize::from(batch.district));
        let district = district.ok_or_else(|| {
            Failure::input(anyhow!("this election has no district {}", batch.district))
        })?;
        Ok(Self {
            isoloir: FORM.into(),
            counts_id,
            fingerprint: fingerprint.0,
            district: district.name.clone(),
            ballots: batch.credentials.len(),
            projects: ProjectCount::list(district, &batch.counts),
            message: batch.to_bytes(),
            signatures,
        })
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let mut json = serde_json::to_vec_pretty(self).map_err(Failure::system)?;
        json.push(b'\n');
        safe_file::create(path, &json, Access::Usual)
    }

    /// Reads a batch of this election that one official has signed.
    pub(super) fn read(
        path: &Path,
        election: &Election,
        fingerprint: Fingerprint,
    ) -> Result<SignedOnce, Failure> {
        let bytes = safe_file::read(path, MAX_FILE_BYTES)?;
        let wrong = |what: &str| Failure::input(anyhow!("{} {what}", path.display()));
        let file: Self = serde_json::from_slice(&bytes)
            .with_context(|| {
                format!("{} holds no batch: take the file of desk batch", path.display())
            })
            .map_err(Failure::input)?;
        if file.isoloir != FORM {
            return Err(wrong(
                "holds no batch that this program reads: take the file of desk batch",
            ));
        }
        if file.fingerprint != fingerprint.0 {
            return Err(wrong("holds a batch of another election: check the address of the board"));
        }
        let changed = "was changed since it was signed: have the batch made again";
        let batch = read_message(&file.message, election).ok_or_else(|| wrong(changed))?;
        let made = (file.counts_id, &batch);
        if file != Self::of(election, fingerprint, made, file.signatures.clone())? {
            return Err(wrong(changed));
        }
        let [first] = file.signatures.as_slice() else { return Err(wrong(changed)) };
        if first.name != name_of(election, first.official) {
            return Err(wrong(changed));
        }
        let payload = first.after(&file.message);
        let officials = &election.definition().officials;
        CoSigned::open(&payload, Kind::PaperBatch, &fingerprint.0, officials, 1)
            .map_err(|_| wrong(changed))?;
        Ok(SignedOnce { batch, message: file.message, first: first.clone() })
    }
}

fn read_message(message: &[u8], election: &Election) -> Option<PaperBatch> {
    let district = PaperBatch::district_of(message).ok()?;
    let projects = election.districts().get(usize::from(district))?.projects.len();
    let mut input = Reader::new(message);
    let batch = PaperBatch::read(&mut input, projects).ok()?;
    input.finish().ok().map(|()| batch)
}

fn name_of(election: &Election, official: u8) -> String {
    let party = election.definition().officials.get(usize::from(official));
    party.map(|party| party.name.clone()).unwrap_or_default()
}

impl Signature {
    fn make(
        election: &Election,
        fingerprint: Fingerprint,
        message: &[u8],
        official: u8,
        key: &SigningKey,
    ) -> Result<Self, Failure> {
        let name = name_of(election, official);
        let signers = [(official, key)];
        let payload = CoSigned::sign(Kind::PaperBatch, &fingerprint.0, &signers, message);
        // The message, the signer, the signature.
        let signature = payload.get(message.len() + 1..).unwrap_or_default().to_vec();
        Ok(Self { official, name, signature })
    }

    /// A message with this signature after it.
    fn after(&self, message: &[u8]) -> Vec<u8> {
        [message, &[self.official], &self.signature].concat()
    }
}

impl SignedOnce {
    /// Who signed first.
    pub(super) fn first_name(&self) -> &str {
        &self.first.name
    }

    /// The payload with the second official's signature, too.
    pub(super) fn sign(
        &self,
        election: &Election,
        fingerprint: Fingerprint,
        official: u8,
        key: &SigningKey,
    ) -> Result<Vec<u8>, Failure> {
        if official == self.first.official {
            return Err(Failure::input(anyhow!(
                "{} has signed this batch already: another official signs now",
                self.first.name
            )));
        }
        let second = Signature::make(election, fingerprint, &self.message, official, key)?;
        let (lower, higher) = match official < self.first.official {
            true => (&second, &self.first),
            false => (&self.first, &second),
        };
        Ok(higher.after(&lower.after(&self.message)))
    }
}
