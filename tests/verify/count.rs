//! What trustees and officials publish after the close who take every ballot for valid.

use std::collections::BTreeMap;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use isoloir_board::merkle::{TreeHead, root_of};
use isoloir_crypto::ballot::SealedBallot;
use isoloir_crypto::generators::message_base;
use isoloir_crypto::points::PointScale;
use isoloir_crypto::tally::{ClosedTally, DecryptionContext, EncryptedTally};
use isoloir_election::definition::{District, Ties};
use isoloir_election::message::{CloseStatement, DistrictResult, Kind, PaperResult, Signed};
use isoloir_election::rules::Award;
use isoloir_election::rules::lot::Seed;
use isoloir_encoding::{Encode, Reader, Writer};

use crate::board::{Board, HONEST};
use crate::samples::rng;
use crate::town::{districts, key};

/// The largest count that is looked for, to be greater than any number of voters.
const MAX_COUNT: u32 = 2_000;

/// A board up to its close, and the ballots that are to count.
pub(crate) struct Closing {
    pub(crate) board: Board,
    pub(crate) head: TreeHead,
    pub(crate) fingerprint: [u8; 32],
    pub(crate) districts: Vec<Votes>,
}

/// What was voted in a district.
pub(crate) struct Votes {
    district: District,
    /// The index of the ballot that counts, by credential.
    pub(crate) ballots: BTreeMap<Vec<u8>, usize>,
    paper: PaperResult,
    withdrawn: Vec<u16>,
}

impl Closing {
    /// The board up to its first close. The last ballot of each credential counts, unless it was
    /// revoked or used up on paper; nothing is checked.
    pub(crate) fn of(mut board: Board) -> Self {
        let close = board.0.iter().position(|(kind, _)| *kind == Kind::Close as u8).unwrap();
        board.0.truncate(close + 1);
        let entries = board.entries();
        let leaves: Vec<_> = entries.iter().map(|entry| entry.leaf_hash()).collect();
        let open = entries.iter().find(|entry| entry.kind() == Kind::Open as u8).unwrap();
        let votes = |district| Votes {
            district,
            ballots: BTreeMap::new(),
            paper: PaperResult { ballots: 0, counts: Vec::new() },
            withdrawn: Vec::new(),
        };
        let mut closing = Self {
            head: TreeHead { size: entries.len() as u64, root: root_of(&leaves) },
            fingerprint: *open.chain_hash().as_bytes(),
            districts: districts().map(votes).into(),
            board,
        };
        for index in 0..closing.board.0.len() {
            let (kind, payload) = closing.board.0[index].clone();
            // What can't be read counts for nothing.
            let _ = closing.take(kind, index, &payload);
        }
        closing
    }

    fn take(&mut self, kind: u8, index: usize, payload: &[u8]) -> Option<()> {
        let signed = payload.get(1..);
        match Kind::from_byte(kind)? {
            Kind::Ballot => {
                let (votes, rest) = self.district(payload)?;
                votes.ballots.insert(rest.get(..32)?.to_vec(), index);
            }
            Kind::Withdrawal => {
                let (votes, rest) = self.district(signed?)?;
                votes.withdrawn.push(u16::from_be_bytes(rest.get(..2)?.try_into().ok()?));
            }
            Kind::Revocation => {
                let (votes, rest) = self.district(signed?)?;
                votes.ballots.remove(rest.get(..32)?);
            }
            Kind::PaperBatch => {
                let (votes, rest) = self.district(payload)?;
                votes.take_paper(rest)?;
            }
            _ => (),
        }
        Some(())
    }

    fn district<'p>(&mut self, message: &'p [u8]) -> Option<(&mut Votes, &'p [u8])> {
        let (district, rest) = message.split_at_checked(2)?;
        let district = u16::from_be_bytes(district.try_into().ok()?);
        Some((self.districts.get_mut(usize::from(district))?, rest))
    }

    /// The sums over the ballots that are to count.
    pub(crate) fn tally(&self, district: u16) -> ClosedTally {
        let votes = &self.districts[usize::from(district)];
        let style = votes.district.style();
        let mut tally =
            EncryptedTally::empty(votes.district.projects.len() as u16, votes.district.scale);
        for &index in votes.ballots.values() {
            let mut input = Reader::new(&self.board.0[index].1[66..]);
            if let Ok(ballot) = SealedBallot::read(&mut input, style) {
                tally.add(ballot.ciphertext());
            }
        }
        tally.seal()
    }

    /// The message of a trustee's decryption.
    pub(crate) fn decryption(&self, district: u16, trustee: u8) -> Vec<u8> {
        self.decryption_of(district, trustee, &self.tally(district))
    }

    /// The message of a trustee's decryption of a tally, whatever it is.
    pub(crate) fn decryption_of(&self, district: u16, trustee: u8, tally: &ClosedTally) -> Vec<u8> {
        let keys = HONEST.0.decrypting().keys();
        let context = self.context(district);
        let share = &HONEST.1[usize::from(trustee)];
        let mut message = Writer::new();
        message.u16(district);
        share.decrypt(&context, keys, tally, &mut rng("decryption")).encode(&mut message);
        message.into_bytes()
    }

    /// The result of a district: exactly what these ballots hold.
    pub(crate) fn result(&self, district: u16) -> DistrictResult {
        let votes = &self.districts[usize::from(district)];
        let tally = self.tally(district);
        let ballots = votes.ballots.len() as u64;
        let counts =
            (ballots >= votes.district.floor.into()).then(|| counts(&tally, votes.district.scale));
        let awards = counts
            .as_ref()
            .map(|counts| votes.awards(counts, &self.ties(district, &tally, counts)))
            .unwrap_or_default();
        DistrictResult { district, ballots, counts, paper: votes.paper.clone(), awards }
    }

    /// The order of ties, listed or by lot.
    fn ties(&self, district: u16, tally: &ClosedTally, counts: &[u64]) -> Vec<u16> {
        let votes = &self.districts[usize::from(district)];
        match &votes.district.ties {
            Ties::Listed(order) => order.clone(),
            Ties::Lot => {
                let seed = Seed::of_tally(&self.context(district), tally, counts);
                seed.order(votes.district.projects.len() as u16)
            }
        }
    }

    fn context(&self, district: u16) -> DecryptionContext {
        let close_root = *self.head.root.as_bytes();
        DecryptionContext { fingerprint: self.fingerprint, district, close_root }
    }

    /// What a party signs after the opening.
    pub(crate) fn signed(&self, kind: Kind, role: &str, signer: u8, message: &[u8]) -> Vec<u8> {
        Signed::sign(kind, &self.fingerprint, signer, &key(role, signer), message)
    }

    /// Adds an entry.
    pub(crate) fn append(&mut self, kind: Kind, role: &str, signer: u8, message: &[u8]) {
        let payload = self.signed(kind, role, signer, message);
        self.board.0.push((kind as u8, payload));
    }

    /// Adds the close statements of all trustees.
    pub(crate) fn state(&mut self) {
        let message = CloseStatement { head: self.head }.to_bytes();
        (0..3).for_each(|trustee| self.append(Kind::CloseStatement, "trustee", trustee, &message));
    }

    /// Adds the decryptions by the first two trustees.
    pub(crate) fn decrypt(&mut self, district: u16) {
        for trustee in 0..2 {
            let message = self.decryption(district, trustee);
            self.append(Kind::Decryption, "trustee", trustee, &message);
        }
    }

    /// Adds the result of a district.
    pub(crate) fn publish(&mut self, result: &DistrictResult) {
        self.append(Kind::Result, "official", 1, &result.to_bytes());
    }

    /// The board to its end.
    pub(crate) fn finish(mut self) -> Board {
        self.state();
        for district in 0..self.districts.len() as u16 {
            let result = self.result(district);
            if result.counts.is_some() {
                self.decrypt(district);
            }
            self.publish(&result);
        }
        self.board
    }
}

impl Votes {
    fn take_paper(&mut self, rest: &[u8]) -> Option<()> {
        let (count, rest) = rest.split_at_checked(2)?;
        let count: usize = u16::from_be_bytes(count.try_into().ok()?).into();
        let (credentials, rest) = rest.split_at_checked(32 * count)?;
        let projects = self.district.projects.len();
        let counts = rest.get(..4 * projects)?.chunks_exact(4);
        for credential in credentials.chunks_exact(32) {
            self.ballots.remove(credential);
        }
        self.paper.ballots += count as u64;
        self.paper.counts.resize(projects, 0);
        for (sum, count) in self.paper.counts.iter_mut().zip(counts) {
            *sum += u64::from(u32::from_be_bytes(count.try_into().ok()?));
        }
        Some(())
    }

    /// `spec/election.md`, section 9.
    fn awards(&self, counts: &[u64], ties: &[u16]) -> Vec<Award> {
        let paper = |project| self.paper.counts.get(project).copied().unwrap_or(0);
        let score = |project: &u16| counts[usize::from(*project)] + paper(usize::from(*project));
        let mut order = ties.to_vec();
        order.retain(|project| !self.withdrawn.contains(project));
        order.sort_by_key(|project| std::cmp::Reverse(score(project)));
        let mut left = self.district.budget;
        let award = |project: u16| {
            let amount = self.district.projects[usize::from(project)].cost;
            left = left.checked_sub(amount)?;
            Some(Award { project, amount })
        };
        order.into_iter().filter_map(award).collect()
    }
}

/// The counts of a tally, by the secret keys of the election; 0 for what is no small number.
fn counts(tally: &ClosedTally, scale: PointScale) -> Vec<u64> {
    let [one, two] = [0, 1].map(|trustee: usize| HONEST.1[trustee].secrets());
    // The line through the values at 1 and 2, at 0.
    let secrets = one.zip(two).map(|(one, two)| Scalar::from(2_u8) * one.expose() - two.expose());
    let secrets: Vec<Scalar> = secrets.collect();
    let weigh = |slots: &[Scalar]| -> Scalar {
        slots.iter().zip(scale.weights()).map(|(secret, g)| Scalar::from(g) * secret).sum()
    };
    let secrets = secrets.chunks(scale.slots().into()).map(weigh);
    let count = |y: RistrettoPoint| {
        let mut sum = RistrettoPoint::default();
        for count in 0..MAX_COUNT {
            if sum == y {
                return count.into();
            }
            sum += message_base().element();
        }
        0
    };
    tally
        .y()
        .iter()
        .zip(secrets)
        .map(|(y, secret)| count(y.element() - secret * tally.a().element()))
        .collect()
}
