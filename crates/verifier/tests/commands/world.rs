//! An election whose secrets the tests know: one trustee, one registrar, two officials, one
//! district of three projects of which two can be chosen. Its ballots are signed but have no proofs: no
//! command tested here looks at those.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use curve25519_dalek::{RistrettoPoint, Scalar};
use ed25519_dalek::{Signer as _, SigningKey};
use isoloir_verify::crypto::ballot;
use isoloir_verify::crypto::credential::{cast_context, reissue_context, roll_context};
use isoloir_verify::crypto::generators::bases;
use isoloir_verify::crypto::group::Point;
use isoloir_verify::crypto::knowledge::KnowledgeProof;
use isoloir_verify::crypto::transcript::Domain;
use isoloir_verify::election::District;
use isoloir_verify::election::message::Kind;
use isoloir_verify::election::record::{Opened, Placed, Record};
use isoloir_verify::log::entry::{Entry, chain_hash};
use isoloir_verify::log::key::{KeyType, VerifierKey};
use isoloir_verify::log::merkle::{Tree, leaf_hash, node_hash};
use isoloir_verify::wire::Reader;
use sha3::{Digest as _, Sha3_256};

const LOG_NAME: &str = "board.example/2026";
const SLOTS: u16 = 3;
/// Voters have the secrets 1000 to 1000 + this - 1.
const VOTERS: u64 = 4;

const OFFICIAL: u8 = 1;
const REGISTRAR: u8 = 20;
const TRUSTEE: u8 = 30;
const LOG: u8 = 40;

fn secret_key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn public_key(seed: u8) -> [u8; 32] {
    secret_key(seed).verifying_key().to_bytes()
}

fn public(secret: Scalar) -> [u8; 32] {
    *Point::new(RistrettoPoint::mul_base(&secret)).bytes()
}

/// The credential of a voter.
pub(crate) fn credential(voter: u64) -> [u8; 32] {
    public(Scalar::from(1_000 + voter))
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u16).to_be_bytes());
    bytes.extend(text.bytes());
}

fn district() -> Vec<u8> {
    let mut part = Vec::new();
    text(&mut part, "Centre");
    part.extend(10_000_u64.to_be_bytes());
    part.extend(SLOTS.to_be_bytes());
    for (id, name, cost) in
        [("a", "Trees", 4_000_u64), ("b", "Benches", 2_500), ("c", "Lamps", 9_900)]
    {
        text(&mut part, id);
        text(&mut part, name);
        part.extend(cost.to_be_bytes());
    }
    // Chosen or not; at most two projects, and at most 100.00.
    part.extend([1, 0, 2]);
    for (measure, amount) in [(2, 2_u64), (1, 10_000)] {
        part.extend([measure, 1]);
        part.extend(amount.to_be_bytes());
        part.extend([0, 0]);
    }
    // No groups, greedy without a threshold, a list of ties.
    part.extend([0, 0, 1]);
    part.extend(0_u64.to_be_bytes());
    part.push(1);
    part.extend((0..SLOTS).flat_map(u16::to_be_bytes));
    part.extend([1_u32, 1].map(u32::to_be_bytes).concat());
    part
}

fn general_part(title: &str, page: Option<[u8; 32]>) -> Vec<u8> {
    let mut general = vec![0, 1];
    text(&mut general, title);
    text(&mut general, "EUR");
    general.push(2);
    general.extend([1_u64, 2, 3].map(u64::to_be_bytes).concat());
    text(&mut general, LOG_NAME);
    general.extend(public_key(LOG));
    general.extend([0, 0, 0]);
    for (seeds, name) in [
        (OFFICIAL..OFFICIAL + 2, "Official"),
        (REGISTRAR..21, "Registrar"),
        (TRUSTEE..31, "Trustee"),
    ] {
        general.extend((seeds.len() as u16).to_be_bytes());
        for seed in seeds {
            text(&mut general, &format!("{name} {seed}"));
            general.extend(public_key(seed));
        }
    }
    general.extend([1, 0, 1]);
    general.extend(Sha3_256::digest(district()));
    general.extend([0, u8::from(page.is_some())]);
    general.extend(page.iter().flatten());
    general
}

/// R || z for the secrets (`spec/protocol.md`, section 4.1), with a nonce that is no secret.
fn prove(domain: Domain, context: &[u8], secrets: &[Scalar]) -> Vec<u8> {
    let nonce = Scalar::from(1_000_003_u64);
    let point = |secret: &Scalar| Point::new(RistrettoPoint::mul_base(secret));
    let points: Vec<Point> = secrets.iter().map(point).collect();
    let without_response = [public(nonce), [0; 32]].concat();
    let proof = KnowledgeProof::read(&mut Reader::new(&without_response)).unwrap();
    let c = proof.challenge(domain, context, &points);
    let sum = secrets.iter().rev().fold(Scalar::ZERO, |sum, secret| (sum + secret) * c);
    [public(nonce), (nonce + sum).to_bytes()].concat()
}

/// A ballot that was sealed, and how it opens.
pub(crate) struct Sealed {
    pub(crate) voter: u64,
    bytes: Vec<u8>,
    opening: Vec<u8>,
}

/// The board.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) election_id: [u8; 32],
    pub(crate) fingerprint: [u8; 32],
    trackers: HashMap<u64, [u8; 32]>,
}

impl World {
    /// A board with nothing but a definition and its district.
    pub(crate) fn defined(title: &str) -> Self {
        Self::defined_with_page(title, None)
    }

    /// The same, with the digest of a voting page.
    pub(crate) fn defined_with_page(title: &str, page: Option<[u8; 32]>) -> Self {
        let general = general_part(title, page);
        let election_id = Sha3_256::digest(&general).into();
        let mut world = Self { election_id, fingerprint: election_id, ..Self::default() };
        world.sign(1, OFFICIAL, 0, &general);
        world.post(2, &district());
        world
    }

    /// A board whose vote is open.
    pub(crate) fn opened() -> Self {
        let mut world = Self::defined("A vote");
        world.hold_ceremony();
        let secrets: Vec<_> = (0..VOTERS).map(|voter| Scalar::from(1_000 + voter)).collect();
        let mut roll = [0; 6].to_vec();
        roll.extend((secrets.len() as u16).to_be_bytes());
        (0..VOTERS).for_each(|voter| roll.extend(credential(voter)));
        let context = roll_context(&world.election_id, 0, 0, 0);
        roll.extend(prove(Domain::RollPossession, &context, &secrets));
        world.sign(8, REGISTRAR, 0, &roll);
        let head = world.head();
        world.sign(9, OFFICIAL, 0, &head);
        world.fingerprint = world.head();
        world
    }

    /// One trustee deals alone; the keys are 7 G, 8 G, 9 G.
    fn hold_ceremony(&mut self) {
        let terms: Vec<_> = (0..SLOTS).map(|slot| Scalar::from(7 + slot)).collect();
        let mut part = vec![1, 0, 0];
        part.extend(SLOTS.to_be_bytes());
        part.extend(terms.iter().flat_map(|&term| public(term)));
        let context = [&self.election_id[..], &[1, 0, 0]].concat();
        part.extend(prove(Domain::DealingPossession, &context, &terms));

        let hash = Sha3_256::new().chain_update("isoloir/v1 dealing opening");
        let hash = hash.chain_update(self.election_id).chain_update([1]).chain_update(&part);
        let secret = Scalar::from(101_u64);
        let mut commitment = vec![1];
        commitment.extend(hash.finalize());
        commitment.extend(public(secret));
        let context = [&self.election_id[..], &[1]].concat();
        commitment.extend(prove(Domain::EncryptionPossession, &context, &[secret]));
        self.sign(3, TRUSTEE, 0, &commitment);
        self.sign(4, TRUSTEE, 0, &part);
        let head = self.head();
        self.sign(7, TRUSTEE, 0, &head);
    }

    fn head(&self) -> [u8; 32] {
        self.entries.last().map_or([0; 32], |entry| chain_hash(entry))
    }

    /// Posts an entry; gives its index.
    pub(crate) fn post(&mut self, kind: u8, payload: &[u8]) -> u64 {
        let index = self.entries.len() as u64;
        let entry = [&[kind], &index.to_be_bytes()[..], &self.head(), payload].concat();
        self.entries.push(entry);
        index
    }

    fn signature(&self, kind: u8, seed: u8, signer: u8, message: &[u8]) -> [u8; 64] {
        let context = self.fingerprint;
        let signed = [b"isoloir/v1 entry", &context[..], &[kind, signer], message].concat();
        secret_key(seed + signer).sign(&signed).to_bytes()
    }

    fn sign(&mut self, kind: u8, seed: u8, signer: u8, message: &[u8]) -> u64 {
        let signature = self.signature(kind, seed, signer, message);
        self.post(kind, &[&[signer], message, &signature].concat())
    }

    pub(crate) fn withdraw(&mut self, project: u16) -> u64 {
        self.sign(11, OFFICIAL, 1, &[[0, 0], project.to_be_bytes()].concat())
    }

    pub(crate) fn revoke(&mut self, voter: u64) -> u64 {
        self.sign(12, REGISTRAR, 0, &[&[0, 0], &credential(voter)[..]].concat())
    }

    /// Puts a new credential in the place of a revoked one.
    pub(crate) fn reissue(&mut self, voter: u64) -> u64 {
        let (revoked, secret) = (credential(voter), Scalar::from(5_000 + voter));
        let mut message = [&[0, 0], &revoked[..], &public(secret)].concat();
        let context = reissue_context(&self.fingerprint, 0, 0, &revoked);
        message.extend(prove(Domain::ReissuePossession, &context, &[secret]));
        let signature = self.signature(13, REGISTRAR, 0, &message);
        self.post(13, &[&message, &[0][..], &signature].concat())
    }

    /// A batch of one paper ballot.
    pub(crate) fn paper(&mut self, voter: u64) -> u64 {
        let mut message = [&[0, 0, 0, 1], &credential(voter)[..]].concat();
        message.extend([1_u32, 0, 0].map(u32::to_be_bytes).concat());
        let signatures = [0, 1].map(|signer| self.signature(14, OFFICIAL, signer, &message));
        let payload = [&message, &[0][..], &signatures[0], &[1], &signatures[1]].concat();
        self.post(14, &payload)
    }

    pub(crate) fn close(&mut self) -> u64 {
        self.sign(15, OFFICIAL, 0, &[])
    }

    /// What follows from the entries.
    fn opening(&self) -> Arc<Opened> {
        let mut record = Record::new();
        for entry in &self.entries {
            let Entry { kind, index, previous, payload } = Entry::decode(entry).unwrap();
            let chain_hash = chain_hash(entry);
            let placed = Placed { kind, index, previous, chain_hash, payload };
            record.apply(&placed, || [0; 32]).unwrap();
            if kind == Kind::Open.number() {
                break;
            }
        }
        Arc::clone(record.opened().unwrap())
    }

    /// A ballot with these choices. Its proof is none.
    pub(crate) fn seal(
        &self,
        voter: u64,
        choices: [bool; SLOTS as usize],
        randomness: u64,
    ) -> Sealed {
        let opened = self.opening();
        let r = Scalar::from(randomness);
        let mut bytes = public(r).to_vec();
        for (key, chosen) in opened.parameters()[0].keys().iter().zip(choices) {
            let y = key.group() * r + bases().h.group() * Scalar::from(u64::from(chosen));
            bytes.extend(Point::new(y).bytes());
        }
        let ciphertext = bytes.len();
        let style = District::read(&district()).unwrap().style().unwrap();
        bytes.resize(style.sealed_len(), 9);
        let bits = choices.iter().rev().fold(0_u8, |bits, &bit| bits >> 1 | u8::from(bit) << 7);
        let mut opening = r.to_bytes().to_vec();
        opening.extend(Sha3_256::digest(&bytes[ciphertext..]));
        opening.extend(SLOTS.to_be_bytes());
        opening.push(bits);
        Sealed { voter, bytes, opening }
    }

    /// The tracker of a ballot.
    pub(crate) fn tracker(&self, sealed: &Sealed) -> [u8; 32] {
        let (ciphertext, proof) = sealed.bytes.split_at(32 * (usize::from(SLOTS) + 1));
        let proof_hash = Sha3_256::digest(proof).into();
        ballot::tracker(&self.fingerprint, 0, &credential(sealed.voter), ciphertext, &proof_hash)
    }

    /// What the device hands over on a challenge, in bytes.
    pub(crate) fn challenge(&self, sealed: &Sealed) -> Vec<u8> {
        [&self.fingerprint, &[0, 0][..], &credential(sealed.voter), &sealed.opening].concat()
    }

    /// Casts a ballot; gives the index of its entry.
    pub(crate) fn cast(&mut self, sealed: &Sealed) -> u64 {
        let tracker = self.tracker(sealed);
        let previous = self.trackers.get(&sealed.voter).copied().unwrap_or_default();
        let credential = credential(sealed.voter);
        let context = cast_context(&self.fingerprint, 0, &credential, &previous, &tracker);
        let signature = prove(Domain::Cast, &context, &[Scalar::from(1_000 + sealed.voter)]);
        self.record(sealed, &signature)
    }

    /// Posts a ballot that nobody cast, as the log can without the voter; gives its index.
    pub(crate) fn forge(&mut self, voter: u64) -> u64 {
        let sealed = self.seal(voter, [false, false, true], 99 + self.entries.len() as u64);
        self.record(&sealed, &[0; 64])
    }

    fn record(&mut self, sealed: &Sealed, signature: &[u8]) -> u64 {
        let tracker = self.tracker(sealed);
        let previous = self.trackers.insert(sealed.voter, tracker).unwrap_or_default();
        let credential = credential(sealed.voter);
        let payload = [&[0, 0], &credential[..], &previous, &sealed.bytes, signature].concat();
        self.post(10, &payload)
    }

    /// Casts a ballot for a voter.
    pub(crate) fn vote(&mut self, voter: u64) -> u64 {
        let sealed = self.seal(voter, [true, true, false], 77 + self.entries.len() as u64);
        self.cast(&sealed)
    }

    /// From now on ballots are cast as if they were the first ones of their voters.
    pub(crate) fn trackers_forgotten(&mut self) {
        self.trackers.clear();
    }

    /// The verifier key of the log.
    pub(crate) fn log_key() -> VerifierKey {
        VerifierKey::new(KeyType::Log, LOG_NAME, &public_key(LOG)).unwrap()
    }

    /// The checkpoint of the first entries.
    pub(crate) fn checkpoint(&self, size: usize) -> String {
        let mut tree = Tree::default();
        self.entries[..size].iter().for_each(|entry| tree.push(leaf_hash(entry)));
        let text = format!("{LOG_NAME}\n{size}\n{}\n", Base64::encode_string(&tree.root()));
        let signature = secret_key(LOG).sign(text.as_bytes()).to_bytes();
        let signed = [&Self::log_key().id()[..], &signature].concat();
        format!("{text}\n\u{2014} {LOG_NAME} {}\n", Base64::encode_string(&signed))
    }

    /// Writes an archive of the first entries, at most 256 of them.
    pub(crate) fn write(&self, folder: &Path, size: usize) -> PathBuf {
        let entries = &self.entries[..size];
        assert!((1..256).contains(&size));
        let put = |path: String, bytes: Vec<u8>| {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        };
        let items = entries.iter().flat_map(|e| [&(e.len() as u16).to_be_bytes(), &e[..]].concat());
        put(format!("tile/entries/000.p/{size}"), items.collect());
        put(format!("tile/0/000.p/{size}"), entries.iter().flat_map(|e| leaf_hash(e)).collect());
        put("checkpoint".to_owned(), self.checkpoint(size).into_bytes());
        folder.to_owned()
    }

    /// Writes an archive of all entries.
    pub(crate) fn write_all(&self, folder: &Path) -> PathBuf {
        self.write(folder, self.entries.len())
    }

    /// The receipt of an entry in the tree of the first entries.
    pub(crate) fn receipt(&self, index: u64, size: usize) -> String {
        let entry = &self.entries[index as usize];
        let mut leaves: Vec<_> =
            self.entries[..size].iter().map(|entry| leaf_hash(entry)).collect();
        let mut place = index as usize;
        let extra = Base64::encode_string(entry);
        let mut receipt = format!("c2sp.org/tlog-proof@v1\nextra {extra}\nindex {index}\n");
        while leaves.len() > 1 {
            if let Some(sibling) = leaves.get(place ^ 1) {
                receipt.push_str(&Base64::encode_string(sibling));
                receipt.push('\n');
            }
            let pairs = leaves.chunks(2).map(|pair| match pair {
                [left, right] => node_hash(left, right),
                alone => alone[0],
            });
            leaves = pairs.collect();
            place /= 2;
        }
        format!("{receipt}\n{}", self.checkpoint(size))
    }
}
