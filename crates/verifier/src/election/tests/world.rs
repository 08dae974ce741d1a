//! An election whose secrets the tests know, so that they can go where no vector goes.

use curve25519_dalek::{RistrettoPoint, Scalar};
use ed25519_dalek::{Signer as _, SigningKey};
use sha3::{Digest as _, Sha3_256};

use super::board::{Board, Refused, placed};
use super::part::{Part, text};
use crate::crypto::credential::{reissue_context, roll_context};
use crate::crypto::group::Point;
use crate::crypto::knowledge::KnowledgeProof;
use crate::crypto::transcript::Domain;
use crate::election::record::{Phase, Refusal};
use crate::wire::Reader;

/// How many registrars there are.
pub(super) const REGISTRARS: u8 = 2;

/// Who signs.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Official,
    Registrar,
    Trustee,
}

/// An election on its board.
pub(super) struct World {
    pub(super) board: Board,
    trustees: u8,
    slots: usize,
    districts: usize,
    election_id: [u8; 32],
}

fn key(role: Role, index: u8) -> SigningKey {
    SigningKey::from_bytes(&[role as u8 * 64 + index + 1; 32])
}

/// u G.
pub(super) fn public(secret: Scalar) -> Point {
    Point::new(RistrettoPoint::mul_base(&secret))
}

fn parties(bytes: &mut Vec<u8>, role: Role, number: u8) {
    bytes.extend(u16::from(number).to_be_bytes());
    for index in 0..number {
        text(bytes, "somebody");
        bytes.extend(key(role, index).verifying_key().to_bytes());
    }
}

/// A district of `slots` projects without limits, and with this paper floor.
fn district(slots: u16, paper_floor: u32) -> Vec<u8> {
    let mut part = Part::new(10, &vec![1; slots.into()]);
    part.paper_floor = paper_floor;
    part.encode()
}

/// A general part; `times` are those of opening, of closing, and until when complaints are heard.
pub(super) fn general_part(
    officials: u8,
    trustees: u8,
    times: [u64; 3],
    districts: &[Vec<u8>],
) -> Vec<u8> {
    let mut general = vec![0, 1];
    text(&mut general, "A vote");
    text(&mut general, "EUR");
    general.push(2);
    general.extend(times.map(u64::to_be_bytes).concat());
    text(&mut general, "board.example");
    general.extend(key(Role::Official, 50).verifying_key().to_bytes());
    general.extend([0, 0, 0]);
    parties(&mut general, Role::Official, officials);
    parties(&mut general, Role::Registrar, REGISTRARS);
    parties(&mut general, Role::Trustee, trustees);
    general.push(1);
    general.extend((districts.len() as u16).to_be_bytes());
    general.extend(districts.iter().flat_map(Sha3_256::digest));
    // No voting page.
    general.extend([0, 0]);
    general
}

/// R || z for the secrets (`spec/protocol.md`, section 4.1). The nonce is fixed: these secrets
/// are no secrets.
pub(super) fn prove(domain: Domain, context: &[u8], secrets: &[Scalar]) -> Vec<u8> {
    let nonce = Scalar::from(1_000_003_u64);
    let points: Vec<Point> = secrets.iter().map(|&secret| public(secret)).collect();
    let without_response = [*public(nonce).bytes(), [0; 32]].concat();
    let proof = KnowledgeProof::read(&mut Reader::new(&without_response)).unwrap();
    let c = proof.challenge(domain, context, &points);
    let sum = secrets.iter().rev().fold(Scalar::ZERO, |sum, secret| (sum + secret) * c);
    [public(nonce).bytes().to_owned(), (nonce + sum).to_bytes()].concat()
}

impl World {
    /// A board with its definition and no district yet.
    pub(super) fn defined(officials: u8, trustees: u8, slots: &[u16], paper_floor: u32) -> Self {
        let parts: Vec<_> = slots.iter().map(|&slots| district(slots, paper_floor)).collect();
        Self::of_parts(officials, trustees, &parts, slots.iter().copied().max().unwrap().into())
    }

    /// The same with these parts, of which the widest has `slots` slots.
    fn of_parts(officials: u8, trustees: u8, parts: &[Vec<u8>], slots: usize) -> Self {
        let general = general_part(officials, trustees, [1, 2, 3], parts);
        let mut world = Self {
            board: Board::default(),
            trustees,
            slots,
            districts: parts.len(),
            election_id: Sha3_256::digest(&general).into(),
        };
        world.sign(1, Role::Official, 0, &general).unwrap();
        world
    }

    /// Posts the parts of the districts.
    pub(super) fn post_districts(
        &mut self,
        slots: &[u16],
        paper_floor: u32,
    ) -> Result<(), Refused> {
        let mut parts = slots.iter().map(|&slots| district(slots, paper_floor));
        parts.try_for_each(|part| self.board.post(2, &part))
    }

    /// Holds the ceremony up to round 3, with these constant terms for all trustees.
    pub(super) fn deal(&mut self, constant_terms: &[u64]) -> Result<(), Refused> {
        self.open_dealings(constant_terms)?;
        let round_hash = self.round_hash();
        for dealer in 1..=self.trustees {
            for recipient in (1..=self.trustees).filter(|&recipient| recipient != dealer) {
                self.send_deal([dealer, recipient], &round_hash)?;
            }
        }
        Ok(())
    }

    /// Rounds 0 and 1.
    pub(super) fn open_dealings(&mut self, constant_terms: &[u64]) -> Result<(), Refused> {
        assert_eq!(constant_terms.len(), self.slots);
        let commitments: Vec<_> =
            (1..=self.trustees).map(|i| self.dealing(i, constant_terms)).collect();
        for (signer, (commitment, _)) in (0..).zip(&commitments) {
            self.sign(3, Role::Trustee, signer, commitment)?;
        }
        for (signer, (_, part)) in (0..).zip(&commitments) {
            self.sign(4, Role::Trustee, signer, part)?;
        }
        Ok(())
    }

    /// Posts a deal that states this round. Nobody opens it here, so it need not be right.
    pub(super) fn send_deal(
        &mut self,
        [dealer, recipient]: [u8; 2],
        round_hash: &[u8; 32],
    ) -> Result<(), Refused> {
        let sealed = vec![0; 32 * self.slots + 16];
        let deal = [&[dealer, recipient], &round_hash[..], &sealed].concat();
        self.sign(5, Role::Trustee, dealer - 1, &deal)
    }

    /// The hash of the messages of round 0 on the board (`spec/protocol.md`, section 5.4).
    pub(super) fn round_hash(&self) -> [u8; 32] {
        let hash = Sha3_256::new().chain_update("isoloir/v1 dealing round");
        let entries = (0..self.board.len()).map(|index| placed(self.board.entry(index)));
        let commitments = entries.filter(|entry| entry.kind == 3);
        commitments
            .fold(hash.chain_update(self.election_id), |hash, entry| {
                hash.chain_update(&entry.payload[1..][..129])
            })
            .finalize()
            .into()
    }

    /// The messages of rounds 0 and 1 of trustee i.
    fn dealing(&self, i: u8, constant_terms: &[u64]) -> (Vec<u8>, Vec<u8>) {
        let terms: Vec<_> = constant_terms.iter().map(|&term| Scalar::from(term)).collect();
        let mut part = vec![i, 0, 0];
        part.extend((terms.len() as u16).to_be_bytes());
        part.extend(terms.iter().flat_map(|&term| *public(term).bytes()));
        let context = [&self.election_id[..], &[i, 0, 0]].concat();
        part.extend(prove(Domain::DealingPossession, &context, &terms));

        let hash = Sha3_256::new().chain_update("isoloir/v1 dealing opening");
        let hash = hash.chain_update(self.election_id).chain_update([i]).chain_update(&part);
        let secret = Scalar::from(100 + u64::from(i));
        let mut commitment = vec![i];
        commitment.extend(hash.finalize());
        commitment.extend(public(secret).bytes());
        let context = [&self.election_id[..], &[i]].concat();
        commitment.extend(prove(Domain::EncryptionPossession, &context, &[secret]));
        (commitment, part)
    }

    /// All trustees confirm the head of the board, which must be that after round 2.
    pub(super) fn confirm(&mut self) {
        let head = self.board.head();
        for signer in 0..self.trustees {
            self.sign(7, Role::Trustee, signer, &head).unwrap();
        }
    }

    /// Posts a list of a registrar's roll.
    pub(super) fn roll(
        &mut self,
        district: u16,
        registrar: u8,
        first: u32,
        secrets: &[Scalar],
    ) -> Result<(), Refused> {
        let mut message = district.to_be_bytes().to_vec();
        message.extend(first.to_be_bytes());
        message.extend((secrets.len() as u16).to_be_bytes());
        message.extend(secrets.iter().flat_map(|&secret| *public(secret).bytes()));
        let context = roll_context(&self.election_id, district, registrar, first);
        message.extend(prove(Domain::RollPossession, &context, secrets));
        self.sign(8, Role::Registrar, registrar, &message)
    }

    /// Opens the vote.
    pub(super) fn open(&mut self) -> Result<(), Refused> {
        let head = self.board.head();
        self.sign(9, Role::Official, 0, &head)
    }

    /// An election of one slot for each district and one trustee, whose registrars have these
    /// secrets in every district, all the same for each registrar.
    pub(super) fn opened(districts: usize, secrets: &[Scalar]) -> Self {
        let slots = vec![1; districts];
        let mut world = Self::defined(2, 1, &slots, 1);
        world.post_districts(&slots, 1).unwrap();
        world.deal_and_open(&[7], secrets);
        world
    }

    /// An election of one district and one trustee, whose secrets of the slots are these; the
    /// registrars have these secrets, all the same for each.
    pub(super) fn opened_of(part: &[u8], slots: &[u64], secrets: &[Scalar]) -> Self {
        let mut world = Self::of_parts(2, 1, &[part.to_vec()], slots.len());
        world.board.post(2, part).unwrap();
        world.deal_and_open(slots, secrets);
        world
    }

    fn deal_and_open(&mut self, slots: &[u64], secrets: &[Scalar]) {
        self.deal(slots).unwrap();
        self.confirm();
        for district in 0..self.districts as u16 {
            for registrar in 0..REGISTRARS {
                self.roll(district, registrar, 0, secrets).unwrap();
            }
        }
        self.open().unwrap();
    }

    /// Posts an entry that one party signs.
    pub(super) fn sign(
        &mut self,
        kind: u8,
        role: Role,
        signer: u8,
        message: &[u8],
    ) -> Result<(), Refused> {
        let signature = self.signature(kind, role, signer, message);
        self.board.post(kind, &[&[signer], message, &signature].concat())
    }

    /// Posts an entry that the first two parties of a role sign.
    pub(super) fn sign_both(
        &mut self,
        kind: u8,
        role: Role,
        message: &[u8],
    ) -> Result<(), Refused> {
        let [first, second] = [0, 1].map(|signer| self.signature(kind, role, signer, message));
        self.board.post(kind, &[message, &[0], &first, &[1], &second].concat())
    }

    /// The message of a reissue with these secrets for the registrars.
    pub(super) fn reissue(&self, district: u16, revoked: &[u8; 32], secrets: &[Scalar]) -> Vec<u8> {
        let fingerprint = self.board.record.opened().unwrap().fingerprint();
        let mut message = district.to_be_bytes().to_vec();
        message.extend(revoked);
        for (registrar, &secret) in (0..).zip(secrets) {
            message.extend(public(secret).bytes());
            let context = reissue_context(fingerprint, district, registrar, revoked);
            message.extend(prove(Domain::ReissuePossession, &context, &[secret]));
        }
        message
    }

    fn signature(&self, kind: u8, role: Role, signer: u8, message: &[u8]) -> [u8; 64] {
        let fingerprint = self.board.record.opened().map(|opened| *opened.fingerprint());
        let context = fingerprint.unwrap_or(self.election_id);
        let signed = [b"isoloir/v1 entry", &context[..], &[kind, signer], message].concat();
        key(role, signer).sign(&signed).to_bytes()
    }

    pub(super) fn phase(&self) -> Phase {
        self.board.record.phase()
    }
}

/// What the record has against an entry.
pub(super) fn refusal(result: Result<(), Refused>) -> Refusal {
    match result {
        Err(Refused::Record(refusal)) => refusal,
        other => panic!("the record should have refused it: {other:?}"),
    }
}
