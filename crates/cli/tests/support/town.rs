//! A small election, opened by the libraries, in the folder that `isoloir serve` serves.
//!
//! Two registrars, two districts. North: three projects that cost 100, 200 and 300, at most 400 and two of
//! them, at least two ballots on paper. South: two projects with up to three points each, five at most; no
//! paper. Residents 0 to 4 vote on North, 0 to 2 on South too. The vote is in March 2127,
//! so that no clock ends it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64ct::{Base64, Encoding};
use ed25519_dalek::{SigningKey, VerifyingKey};
use isoloir_board::chain::Chain;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::keys::LogSigner;
use isoloir_board::merkle::Frontier;
use isoloir_crypto::credential::{ReissuePosition, RollPosition, VoterCredential};
use isoloir_crypto::dkg::{CeremonyParameters, CommitRound, Dealer};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_crypto::points::PointScale;
use isoloir_election::code::VotingCode;
use isoloir_election::definition::{
    Definition, DefinitionParts, District, DistrictParts, ElectionId, Limit, Party, Project,
};
use isoloir_election::message::{
    CoSigned, Confirmation, Kind, Open, Reissue, Revocation, RollChunk, Signed, Withdrawal,
};
use isoloir_encoding::Encode;
use isoloir_service::board;
use isoloir_service::store::{self, Extension, Store, Stored};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tempfile::TempDir;

pub(crate) const NORTH: u16 = 0;
pub(crate) const SOUTH: u16 = 1;

/// While the vote is open.
pub(crate) const DURING: &str = "2127-03-02T12:00:00Z";

/// After it.
pub(crate) const AFTER: &str = "2127-03-20T12:00:00Z";

const OPENS: u64 = 4_959_561_600;
const CLOSES: u64 = OPENS + 14 * 86_400;

const RESIDENTS: usize = 5;
const RESIDENTS_OF_SOUTH: usize = 3;
const REGISTRARS: u8 = 2;

pub(crate) struct Town {
    /// The folder of the board, and room for files beside it.
    pub(crate) folder: TempDir,
    pub(crate) id: ElectionId,
    pub(crate) fingerprint: [u8; 32],
    /// By resident, the code of each registrar.
    codes: Vec<Vec<VotingCode>>,
    rng: ChaCha20Rng,
}

impl Town {
    pub(crate) fn open() -> Self {
        Self::with(1, &[key(1, 1).verifying_key()])
    }

    /// Another election than that of `open`.
    pub(crate) fn elsewhere() -> Self {
        Self::with(2, &[key(1, 1).verifying_key()])
    }

    /// The first official is the town's, and these follow.
    pub(crate) fn with(seed: u64, officials: &[VerifyingKey]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let districts = [north(), south()];
        let definition = definition(seed, officials, &districts);
        let id = definition.election_id();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let code = |_| VotingCode::random(&mut rng);
        let mut all: Vec<VotingCode> = (0..RESIDENTS * usize::from(REGISTRARS)).map(code).collect();
        let codes =
            (0..RESIDENTS).map(|_| all.drain(..usize::from(REGISTRARS)).collect()).collect();
        let mut town = Self { folder, id, fingerprint: [0; 32], codes, rng };
        town.write_board(&definition, &districts);
        town
    }

    pub(crate) fn board(&self) -> PathBuf {
        self.path("board")
    }

    /// A path beside the board.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn fingerprint(&self) -> String {
        hex::encode(self.fingerprint)
    }

    /// A file with the codes of a resident.
    pub(crate) fn codes(&self, resident: usize) -> PathBuf {
        self.write_codes(&format!("codes-{resident}"), &self.codes[resident])
    }

    /// The code of a registrar, as it is typed.
    pub(crate) fn code(&self, resident: usize, registrar: usize) -> String {
        self.codes[resident][registrar].reveal().to_string()
    }

    pub(crate) fn write_codes(&self, name: &str, codes: &[VotingCode]) -> PathBuf {
        let lines: Vec<String> = codes.iter().map(|code| format!("{}\n", *code.reveal())).collect();
        self.write(name, lines.concat())
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn credential(&self, district: u16, resident: usize) -> NonIdentityPoint {
        *self.credential_of(district, &self.codes[resident]).public()
    }

    fn credential_of(&self, district: u16, codes: &[VotingCode]) -> VoterCredential {
        VoterCredential::from_shares(&self.shares(district, codes)).unwrap()
    }

    fn shares(&self, district: u16, codes: &[VotingCode]) -> Vec<SecretScalar> {
        let share = |(registrar, code): (u8, &VotingCode)| {
            code.stretch(&self.id).share(registrar, district)
        };
        (0..).zip(codes).map(share).collect()
    }

    /// A file of messages that revokes a resident's right on a district.
    pub(crate) fn revocation(&self, district: u16, resident: usize) -> PathBuf {
        let credential = self.credential(district, resident);
        let message = Revocation { district, credential }.to_bytes();
        let payload = Signed::sign(Kind::Revocation, &self.fingerprint, 0, &key(2, 0), &message);
        self.write_messages("revocation.messages", Kind::Revocation, payload)
    }

    /// A file of messages that puts another right in the place of a revoked one; and a file with the codes
    /// of the new one.
    pub(crate) fn reissue(&mut self, district: u16, resident: usize) -> (PathBuf, PathBuf) {
        let codes: Vec<VotingCode> =
            (0..REGISTRARS).map(|_| VotingCode::random(&mut self.rng)).collect();
        let revoked = self.credential(district, resident);
        let shares = self.shares(district, &codes);
        let prove = |(registrar, secret): (u8, &SecretScalar)| {
            let fingerprint = self.fingerprint;
            let position = ReissuePosition { fingerprint, district, registrar, revoked };
            let share = NonIdentityPoint::from_secret(secret).unwrap();
            (share, position.prove(&share, secret, &mut self.rng))
        };
        let shares = (0..).zip(&shares).map(prove).collect();
        let message = Reissue { district, revoked, shares }.to_bytes();
        let (first, second) = (key(2, 0), key(2, 1));
        let signers = [(0, &first), (1, &second)];
        let payload = CoSigned::sign(Kind::Reissue, &self.fingerprint, &signers, &message);
        let messages = self.write_messages("reissue.messages", Kind::Reissue, payload);
        (messages, self.write_codes("codes-reissued", &codes))
    }

    /// A file of messages that withdraws a project of a district.
    pub(crate) fn withdrawal(&self, district: u16, project: u16) -> PathBuf {
        let message = Withdrawal { district, project }.to_bytes();
        let payload = Signed::sign(Kind::Withdrawal, &self.fingerprint, 0, &key(1, 0), &message);
        self.write_messages("withdrawal.messages", Kind::Withdrawal, payload)
    }

    /// A file of messages that closes the vote.
    pub(crate) fn close(&self) -> PathBuf {
        let payload = Signed::sign(Kind::Close, &self.fingerprint, 0, &key(1, 0), &[]);
        self.write_messages("close.messages", Kind::Close, payload)
    }

    /// How many entries the board has.
    pub(crate) fn size(&self) -> u64 {
        with_store(&self.board(), async |store| store.head().await.unwrap().unwrap().size)
    }

    fn write_messages(&self, name: &str, kind: Kind, payload: Vec<u8>) -> PathBuf {
        let length = (payload.len() as u16).to_be_bytes();
        let message = [&[kind as u8], &length[..], &payload].concat();
        let file = [b"isoloir/v1 messages\n", &self.id.0[..], &[0, 1], &message].concat();
        self.write(name, file)
    }

    /// From the definition to the opening.
    fn write_board(&mut self, definition: &Definition, districts: &[District]) {
        let folder = self.board();
        fs::create_dir(&folder).unwrap();
        write_log_key(&folder.join("board.key"));
        let signer = log_signer();
        let (mut chain, mut log, mut entries) = (Chain::new(), Frontier::new(), Vec::new());
        let id = self.id.0;
        let official = |kind, message: &[u8]| Signed::sign(kind, &id, 0, &key(1, 0), message);

        let mut post = |kind: Kind, payload: Vec<u8>| {
            let entry = chain.append(kind as u8, payload).unwrap();
            log.append(entry.leaf_hash()).unwrap();
            entries.push(entry.to_bytes().into());
            entry
        };
        post(Kind::Definition, official(Kind::Definition, &definition.to_bytes()));
        for district in districts {
            post(Kind::District, district.to_bytes());
        }
        let messages = ceremony(self.id, districts, &mut self.rng);
        let trustee = |kind, message: &[u8]| Signed::sign(kind, &id, 0, &key(3, 0), message);
        let mut head = None;
        for (kind, message) in messages {
            head = Some(post(kind, trustee(kind, &message)).chain_hash());
        }
        let confirmation = Confirmation { head: head.unwrap() }.to_bytes();
        let mut last = post(Kind::Confirmation, trustee(Kind::Confirmation, &confirmation));
        for (registrar, chunk) in self.rolls() {
            let key = key(2, registrar);
            let payload = Signed::sign(Kind::Roll, &id, registrar, &key, &chunk.to_bytes());
            last = post(Kind::Roll, payload);
        }
        let open = Open { head: last.chain_hash() }.to_bytes();
        let opening = post(Kind::Open, official(Kind::Open, &open));
        self.fingerprint = *opening.chain_hash().as_bytes();
        let checkpoint = Checkpoint { origin: signer.key().name().clone(), head: log.head() };
        let checkpoint = checkpoint.sign(&signer).unwrap().to_string();
        store_board(&folder, entries, checkpoint);
    }

    fn rolls(&mut self) -> Vec<(u8, RollChunk)> {
        let mut rolls = Vec::new();
        for (district, residents) in [(NORTH, RESIDENTS), (SOUTH, RESIDENTS_OF_SOUTH)] {
            for registrar in 0..REGISTRARS {
                let codes = self.codes.iter().take(residents);
                let secret = |codes: &Vec<VotingCode>| {
                    codes[usize::from(registrar)].stretch(&self.id).share(registrar, district)
                };
                let secrets: Vec<SecretScalar> = codes.map(secret).collect();
                let public = |secret| NonIdentityPoint::from_secret(secret).unwrap();
                let credentials: Vec<_> = secrets.iter().map(public).collect();
                let election_id = self.id.0;
                let position = RollPosition { election_id, district, registrar, first: 0 };
                let possession = position.prove(&credentials, &secrets, &mut self.rng);
                rolls.push((registrar, RollChunk { district, first: 0, credentials, possession }));
            }
        }
        rolls
    }
}

fn store_board(folder: &Path, entries: Vec<Arc<[u8]>>, checkpoint: String) {
    with_store(folder, async |store| {
        board::create(store, &log_signer()).await.unwrap();
        let after = store.head().await.unwrap().unwrap().checkpoint;
        let board = Extension { from: 0, after, entries, checkpoint, turnout: Vec::new() };
        assert_eq!(store.extend(&board).await.unwrap(), Stored::Done);
    });
}

fn with_store<T>(folder: &Path, what: impl AsyncFnOnce(&dyn Store) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite:{}", folder.join("board.db").display());
        let store = store::open(&url).await.unwrap();
        let done = what(&*store).await;
        store.close().await;
        done
    })
}

/// The ceremony of one trustee.
fn ceremony(id: ElectionId, districts: &[District], rng: &mut ChaCha20Rng) -> Vec<(Kind, Vec<u8>)> {
    let slots = districts.iter().map(|district| district.style().slots()).max().unwrap();
    let parameters = CeremonyParameters::new(id.0, 1, 1, slots).unwrap();
    let index = parameters.indices().next().unwrap();
    let (dealer, commitment) = Dealer::start(&parameters, index, rng).unwrap();
    let mut messages = vec![(Kind::DealingCommitment, commitment.to_bytes())];
    let mut round = CommitRound::new(parameters);
    round.accept(commitment).unwrap();
    let (_, parts) = dealer.open(&round.finish().unwrap()).unwrap();
    messages.extend(parts.iter().map(|part| (Kind::DealingOpening, part.to_bytes())));
    messages
}

fn definition(seed: u64, officials: &[VerifyingKey], districts: &[District]) -> Definition {
    let party = |name: String, key: VerifyingKey| Party { name, key };
    let own = |role, number, name: &str| {
        party(format!("{name} {number}"), key(role, number).verifying_key())
    };
    let mut all = vec![own(1, 0, "Official")];
    let others = (1..).zip(officials);
    all.extend(others.map(|(number, key)| party(format!("Official {number}"), *key)));
    let parts = DefinitionParts {
        title: format!("Budget of Courvelle {seed}"),
        currency: "EUR".into(),
        decimals: 0,
        opens: OPENS,
        closes: CLOSES,
        complaints: CLOSES + 86_400,
        board: log_signer().key().clone(),
        witnesses: Vec::new(),
        witness_quorum: 0,
        officials: all,
        registrars: vec![own(2, 0, "Registrar"), own(2, 1, "Registrar")],
        trustees: vec![own(3, 0, "Trustee")],
        threshold: 1,
        districts: districts.iter().map(District::digest).collect(),
        page: None,
    };
    Definition::new(parts).unwrap()
}

fn north() -> District {
    let parts = DistrictParts {
        limits: vec![Limit::spend_at_most(400), Limit::choose_at_most(2)],
        floor: 2,
        paper_floor: 2,
        ..DistrictParts::new("North", 400, projects(&["Trees", "Benches", "Lamps"]))
    };
    District::new(parts).unwrap()
}

fn south() -> District {
    let parts = DistrictParts {
        scale: PointScale::new(3.try_into().unwrap()),
        limits: vec![Limit::give_at_most(5)],
        floor: 2,
        ..DistrictParts::new("South", 500, projects(&["Pond", "Library"]))
    };
    District::new(parts).unwrap()
}

/// P0, P1, .. that cost 100, 200, ..
fn projects(names: &[&str]) -> Vec<Project> {
    let project = |(number, name): (u64, &&str)| Project {
        id: format!("P{number}"),
        name: (*name).into(),
        cost: (number + 1) * 100,
    };
    (0..).zip(names).map(project).collect()
}

fn key(role: u8, number: u8) -> SigningKey {
    let mut secret = [role; 32];
    secret[0] = number;
    SigningKey::from_bytes(&secret)
}

fn log_signer() -> LogSigner {
    LogSigner::new("vote.courvelle.example/2127".parse().unwrap(), key(9, 0)).unwrap()
}

/// As `isoloir board init` writes it.
fn write_log_key(path: &Path) {
    let signer = log_signer();
    let typed = [&[1], &key(9, 0).to_bytes()[..]].concat();
    let (name, id) = (signer.key().name(), signer.key().id());
    fs::write(path, format!("PRIVATE+KEY+{name}+{id}+{}\n", Base64::encode_string(&typed)))
        .unwrap();
}
