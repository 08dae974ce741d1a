//! The file that travels from registrar to registrar until a reissue is complete.

use std::path::Path;

use anyhow::{Context, anyhow};
use isoloir_crypto::credential::{ReissuePosition, combine_credentials};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_crypto::knowledge::KnowledgeProof;
use isoloir_election::definition::Party;
use isoloir_election::message::{CoSigned, Kind, Reissue};
use isoloir_encoding::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::registrar::file::Encoded;
use crate::registrar::person::point;
use crate::safe_file::{self, Access};

/// The largest such file, in bytes: 64 districts with 8 registrars each take some 200,000.
const MAX_FILE_BYTES: u64 = 1 << 20;

const FORMAT: &str = "reissue";
const VERSION: u32 = 1;

/// A new credential in the making, in each district of a resident. It names credentials, and not the resident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    isoloir: String,
    version: u32,
    #[serde(with = "hex::serde")]
    election: [u8; 32],
    #[serde(with = "hex::serde")]
    fingerprint: [u8; 32],
    pub(super) districts: Vec<RequestPart>,
}

/// The same in one district.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestPart {
    pub(super) district: u16,
    pub(super) revoked: Encoded,
    /// U_k and its proof, of registrars in ascending order.
    pub(super) shares: Vec<Share>,
    /// Of registrars in ascending order; none before all shares are there.
    pub(super) signatures: Vec<Signature>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Share {
    pub(super) registrar: u8,
    pub(super) share: Encoded,
    #[serde(with = "hex::serde")]
    pub(super) possession: [u8; 64],
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    pub(super) registrar: u8,
    #[serde(with = "hex::serde")]
    pub(super) signature: [u8; 64],
}

/// The election that a request belongs to.
pub(super) struct Scope<'a> {
    pub(super) election: [u8; 32],
    pub(super) fingerprint: [u8; 32],
    pub(super) registrars: &'a [Party],
}

impl Request {
    /// One without shares, for these revoked credentials.
    pub(super) fn new(scope: &Scope<'_>, revoked: &[(u16, Encoded)]) -> Self {
        let part = |&(district, revoked): &(u16, Encoded)| RequestPart {
            district,
            revoked,
            shares: Vec::new(),
            signatures: Vec::new(),
        };
        Self {
            isoloir: FORMAT.into(),
            version: VERSION,
            election: scope.election,
            fingerprint: scope.fingerprint,
            districts: revoked.iter().map(part).collect(),
        }
    }

    /// Reads a file and checks all that can be checked without a registrar's own file.
    pub(super) fn read(path: &Path, scope: &Scope<'_>) -> Result<Self, Failure> {
        let bytes = safe_file::read(path, MAX_FILE_BYTES)?;
        let request: Self = serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is not a request for a new code", path.display()))
            .map_err(Failure::input)?;
        request.check(scope).with_context(|| path.display().to_string()).map_err(Failure::input)?;
        Ok(request)
    }

    /// Writes the file in the place of the one that may be there.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let mut text = serde_json::to_vec_pretty(self).map_err(Failure::system)?;
        text.push(b'\n');
        safe_file::replace(path, &text, Access::Owner)
    }

    fn check(&self, scope: &Scope<'_>) -> anyhow::Result<()> {
        if self.isoloir != FORMAT || self.version != VERSION {
            return Err(anyhow!("it is not a request that this version of isoloir reads"));
        }
        if self.election != scope.election || self.fingerprint != scope.fingerprint {
            return Err(anyhow!("it belongs to another election"));
        }
        let ascending = self.districts.windows(2).all(|pair| pair[0].district < pair[1].district);
        if self.districts.is_empty() || !ascending {
            return Err(anyhow!("its districts are not in order: have it made again"));
        }
        let first = self.districts.first().map(RequestPart::share_holders);
        for part in &self.districts {
            part.check(scope)?;
            if Some(part.share_holders()) != first {
                return Err(anyhow!(
                    "a registrar's share is there for some districts only: have it made again"
                ));
            }
        }
        Ok(())
    }

    pub(super) fn revoked(&self) -> Vec<(u16, Encoded)> {
        self.districts.iter().map(|part| (part.district, part.revoked)).collect()
    }
}

impl RequestPart {
    fn share_holders(&self) -> Vec<u8> {
        self.shares.iter().map(|share| share.registrar).collect()
    }

    fn check(&self, scope: &Scope<'_>) -> anyhow::Result<()> {
        let name = |registrar: u8| {
            let party = scope.registrars.get(usize::from(registrar));
            party.map(|party| party.name.as_str()).ok_or_else(|| {
                anyhow!("it names registrar {registrar}, whom the definition does not have")
            })
        };
        let ascending = |holders: &[u8]| holders.windows(2).all(|pair| pair[0] < pair[1]);
        let signers: Vec<u8> = self.signatures.iter().map(|it| it.registrar).collect();
        if !ascending(&self.share_holders()) || !ascending(&signers) {
            return Err(anyhow!("its registrars are not in order: have it made again"));
        }
        for share in &self.shares {
            let name = name(share.registrar)?;
            self.holds(scope, share).ok_or_else(|| {
                anyhow!("the share of {name} is not proved to be theirs, or was changed on its way: have it made again")
            })?;
        }
        if self.signatures.is_empty() {
            return Ok(());
        }
        let message = self
            .reissue(scope)
            .ok_or_else(|| anyhow!("it is signed before all shares are there: have it made again"))?
            .to_bytes();
        for signature in &self.signatures {
            let name = name(signature.registrar)?;
            let payload = signature.payload(&message);
            let kind = Kind::Reissue;
            CoSigned::open(&payload, kind, &scope.fingerprint, scope.registrars, 1).map_err(|_| {
                anyhow!("the signature of {name} is wrong: something was changed on its way; have it made again")
            })?;
        }
        Ok(())
    }

    /// The share as a point and a proof, if the proof holds.
    fn holds(
        &self,
        scope: &Scope<'_>,
        share: &Share,
    ) -> Option<(NonIdentityPoint, KnowledgeProof)> {
        let position = ReissuePosition {
            fingerprint: scope.fingerprint,
            district: self.district,
            registrar: share.registrar,
            revoked: point(&self.revoked.0)?,
        };
        let credential = point(&share.share.0)?;
        let possession = KnowledgeProof::from_bytes(&share.possession).ok()?;
        position.verify(&credential, &possession).ok()?;
        Some((credential, possession))
    }

    /// What goes onto the board, once all shares are there.
    pub(super) fn reissue(&self, scope: &Scope<'_>) -> Option<Reissue> {
        if self.shares.len() != scope.registrars.len() {
            return None;
        }
        let shares = self.shares.iter().map(|share| self.holds(scope, share));
        Some(Reissue {
            district: self.district,
            revoked: point(&self.revoked.0)?,
            shares: shares.collect::<Option<_>>()?,
        })
    }

    /// The new U, once all shares are there.
    pub(super) fn new_credential(&self, scope: &Scope<'_>) -> Option<NonIdentityPoint> {
        let reissue = self.reissue(scope)?;
        let shares: Vec<NonIdentityPoint> =
            reissue.shares.into_iter().map(|(share, _)| share).collect();
        combine_credentials(&shares)
    }

    /// The payload of the entry, once all have signed.
    pub(super) fn payload(&self, scope: &Scope<'_>) -> Option<Vec<u8>> {
        if self.signatures.len() != scope.registrars.len() {
            return None;
        }
        let message = self.reissue(scope)?.to_bytes();
        let signed = self.signatures.iter().fold(message, |mut payload, it| {
            payload.push(it.registrar);
            payload.extend(it.signature);
            payload
        });
        Some(signed)
    }

    pub(super) fn share_of(&self, registrar: u8) -> Option<&Share> {
        self.shares.iter().find(|share| share.registrar == registrar)
    }

    pub(super) fn is_signed_by(&self, registrar: u8) -> bool {
        self.signatures.iter().any(|signature| signature.registrar == registrar)
    }
}

impl Signature {
    /// The payload that this party alone signed.
    fn payload(&self, message: &[u8]) -> Vec<u8> {
        [message, &[self.registrar], &self.signature].concat()
    }
}
