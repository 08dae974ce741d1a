//! Voting codes and the credentials that they give (`spec/election.md`, section 4).

use anyhow::anyhow;
use isoloir_crypto::credential::RollPosition;
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_election::code::{CredentialRoot, VotingCode};
use isoloir_election::definition::ElectionId;
use isoloir_election::message::{MAX_ROLL_CHUNK, RollChunk};
use rand_core::OsRng;
use rayon::prelude::*;

use crate::failure::Failure;
use crate::progress::Step;

/// So many fresh codes, and their roots.
pub(super) fn draw(election: &ElectionId, count: usize) -> (Vec<VotingCode>, Vec<CredentialRoot>) {
    let codes: Vec<VotingCode> = (0..count).map(|_| VotingCode::random(&mut OsRng)).collect();
    let step = Step::begin("Voting codes", count as u64);
    let stretch = |code: &VotingCode| {
        let root = code.stretch(election);
        step.advance(1);
        root
    };
    let roots = codes.par_iter().map(stretch).collect();
    step.finish(&format!("{count} made"));
    (codes, roots)
}

/// A registrar's part of the roll of a district: the credentials of the roots with these indices, in this order.
pub(super) fn chunks(
    election: ElectionId,
    registrar: u8,
    district: u16,
    order: &[usize],
    roots: &[CredentialRoot],
) -> Result<Vec<RollChunk>, Failure> {
    let chunk = |(number, order): (usize, &[usize])| {
        let secrets: Vec<SecretScalar> =
            order.iter().map(|&index| roots[index].share(registrar, district)).collect();
        let credentials = secrets.iter().map(public).collect::<Result<Vec<_>, _>>()?;
        let first = (number * MAX_ROLL_CHUNK) as u32;
        let position = RollPosition { election_id: election.0, district, registrar, first };
        let possession = position.prove(&credentials, &secrets, &mut OsRng);
        Ok(RollChunk { district, first, credentials, possession })
    };
    order.par_chunks(MAX_ROLL_CHUNK).enumerate().map(chunk).collect()
}

/// U_k. That u_k is zero happens once in 2^252.
pub(super) fn public(secret: &SecretScalar) -> Result<NonIdentityPoint, Failure> {
    NonIdentityPoint::from_secret(secret).ok_or_else(|| {
        Failure::system(anyhow!("a voting code gives no credential: run this again"))
    })
}
