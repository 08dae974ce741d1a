//! Complaints and deals that are opened (`spec/protocol.md`, sections 5.4 and 5.5).

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use curve25519_dalek::{RistrettoPoint, Scalar};
use hkdf::Hkdf;
use sha2::Sha512;

use super::keys::evaluate;
use super::messages::Complaint;
use super::{Ceremony, CeremonyError, Round};
use crate::crypto::credential::join;
use crate::crypto::equality::EqualityStatement;
use crate::crypto::group::{Point, ReadGroup};
use crate::crypto::transcript::Domain;
use crate::wire::Reader;

/// Who is at fault after a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Who complained.
    pub accuser: u8,
    /// About whom.
    pub accused: u8,
    /// Which of the two is at fault.
    pub guilty: u8,
}

impl Ceremony {
    /// Judges a complaint in round 3 (5.5).
    ///
    /// # Errors
    ///
    /// It is not canonical, comes in another round than 3, is of or about nobody, was made for other
    /// commitments, or is about a deal that there is not. Then nobody is at fault.
    pub fn complain(&self, message: &[u8]) -> Result<Verdict, CeremonyError> {
        let complaint = Complaint::decode(message)?;
        self.in_round(Round::Confirm)?;
        let Complaint { accuser, accused, .. } = complaint;
        let accuser_key = self.encryption_key(accuser)?;
        let accused_key = self.encryption_key(accused)?;
        let round_hash = self.same_round(accuser, &complaint.round_hash)?;
        let sealed = self
            .deals
            .get(&(accused, accuser))
            .ok_or(CeremonyError::NoDeal { accuser, accused })?;
        let context: [u8; 66] = join([&self.election_id, &[accuser], &[accused], &round_hash]);
        let statement = EqualityStatement {
            domain: Domain::Complaint,
            context: &context,
            base: &accused_key,
            first: &[accuser_key],
            second: &[complaint.shared],
        };
        let justified = complaint.proof.verify(statement).is_ok()
            && self.right_shares(accused, accuser, sealed, &complaint.shared).is_none();
        Ok(Verdict { accuser, accused, guilty: if justified { accused } else { accuser } })
    }

    pub(crate) fn encryption_key(&self, trustee: u8) -> Result<Point, CeremonyError> {
        let dealer = self.dealer(trustee).ok_or(CeremonyError::Unknown(trustee))?;
        Ok(dealer.encryption_key)
    }

    /// The shares f_d1(r) .. f_dw(r) of a deal that is right: it opens with the shared point, holds
    /// w scalars, and f_dj(r) G = sum_k r^k C_djk.
    pub(super) fn right_shares(
        &self,
        dealer: u8,
        recipient: u8,
        sealed: &[u8],
        shared: &Point,
    ) -> Option<Vec<Scalar>> {
        let data: [u8; 66] = join([&self.election_id, &[dealer], &[recipient], &self.round_hash()]);
        let plain = unseal(&data, sealed, shared)?;
        let mut reader = Reader::new(&plain);
        let mut shares = Vec::with_capacity(self.slots);
        let coefficients = &self.dealer(dealer)?.coefficients;
        for slot in coefficients.chunks_exact(self.threshold.into()) {
            let share = reader.scalar("share").ok()?;
            let slot: Vec<RistrettoPoint> =
                slot.iter().map(|c| Some(*Point::decode(c)?.group())).collect::<Option<_>>()?;
            if RistrettoPoint::mul_base(&share) != evaluate(&slot, recipient) {
                return None;
            }
            shares.push(share);
        }
        reader.finish("shares").ok()?;
        Some(shares)
    }
}

/// Opens a deal: HKDF-SHA-512 (RFC 5869) and ChaCha20-Poly1305 (RFC 8439).
fn unseal(data: &[u8; 66], sealed: &[u8], shared: &Point) -> Option<Vec<u8>> {
    let mut key = [0; 32];
    Hkdf::<Sha512>::new(None, shared.bytes())
        .expand_multi_info(&[b"isoloir/v1 dealing key", data], &mut key)
        .ok()?;
    let payload = Payload { msg: sealed, aad: data };
    ChaCha20Poly1305::new(&key.into()).decrypt(&Nonce::default(), payload).ok()
}

#[cfg(test)]
impl Ceremony {
    /// Whether every deal to trustee `i`, whose encryption secret is e, is right.
    pub(crate) fn all_deals_are_right(&self, i: u8, e: &Scalar) -> bool {
        let mut deals = self.deals.iter().filter(|((_, recipient), _)| *recipient == i);
        deals.all(|((dealer, _), sealed)| {
            let shared = self.encryption_key(*dealer).map(|key| Point::new(key.group() * e));
            shared.is_ok_and(|shared| self.right_shares(*dealer, i, sealed, &shared).is_some())
        })
    }
}
