//! A whole tiny election: two districts, three trustees, ten voters, and every kind of entry but a
//! complaint.

mod ceremony;

use ed25519_dalek::SigningKey;
use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogSigner, WitnessSigner};
use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::credential::{ReissuePosition, RollPosition, VoterCredential};
use isoloir_crypto::dkg::KeyShare;
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_crypto::points::PointScale;
use isoloir_election::definition::{
    Definition, DefinitionParts, District, DistrictParts, Limit, PageDigest, Party, Ties,
};
use isoloir_election::message::{
    CastBallot, CloseStatement, CoSigned, Kind, Open, PaperBatch, Reissue, Revocation, RollChunk,
    Signed, Withdrawal,
};
use isoloir_election::phase::{Decrypting, Phase, Record, Setup, Tallies, Voting};
use isoloir_encoding::{Encode, Writer};

use crate::definition::district::{sample, write};
use crate::samples::{public, rng, secret};

pub(crate) const NORTH: u16 = 0;
pub(crate) const SOUTH: u16 = 1;

/// Voters of each district.
const VOTERS: [u32; 2] = [7, 3];
const REGISTRARS: u8 = 2;
const TRUSTEES: u8 = 3;

/// The election as it goes on.
pub(crate) struct Town {
    pub(crate) record: Record,
    pub(crate) entries: Vec<Entry>,
}

/// The signing key of a party.
pub(crate) fn key(role: &str, number: u8) -> SigningKey {
    let mut bytes = [0; 32];
    rand_core::RngCore::fill_bytes(&mut rng(&format!("{role} {number}")), &mut bytes);
    SigningKey::from_bytes(&bytes)
}

/// Registrar k's secret for the voter at this position.
pub(crate) fn share(registrar: u8, district: u16, position: u32) -> SecretScalar {
    secret(&format!("u {registrar} {district} {position}"))
}

/// A voter's credential.
pub(crate) fn voter(district: u16, position: u32) -> VoterCredential {
    let shares: Vec<_> = (0..REGISTRARS).map(|k| share(k, district, position)).collect();
    VoterCredential::from_shares(&shares).unwrap()
}

/// The position that stands for the credential of voter 3 of the north after its reissue.
pub(crate) const REISSUED: u32 = 100;

/// The general part of the definition.
pub(crate) fn sample_parts() -> DefinitionParts {
    let parties = |role: &str, count: u8| -> Vec<Party> {
        let party = |number| Party {
            name: format!("{role} {}", number + 1),
            key: key(role, number).verifying_key(),
        };
        (0..count).map(party).collect()
    };
    let witness = |number: u8| {
        let name = format!("witness.example/w{number}").parse().unwrap();
        WitnessSigner::new(name, key("witness", number)).unwrap().key().clone()
    };
    let name = "board.example/town".parse().unwrap();
    DefinitionParts {
        title: "A tiny election".into(),
        currency: "EUR".into(),
        decimals: 0,
        opens: 1_790_000_000,
        closes: 1_790_600_000,
        complaints: 1_790_900_000,
        board: LogSigner::new(name, key("board", 0)).unwrap().key().clone(),
        witnesses: vec![witness(1), witness(2)],
        witness_quorum: 1,
        officials: parties("official", 2),
        registrars: parties("registrar", REGISTRARS),
        trustees: parties("trustee", TRUSTEES),
        threshold: 2,
        districts: districts().iter().map(District::digest).collect(),
        page: Some(PageDigest([0x9a; 32])),
    }
}

/// The north has two constraints and takes paper. The south has neither; its ballots give two points a
/// project, and equal scores are ordered by lot.
pub(crate) fn districts() -> [District; 2] {
    let mut south = DistrictParts {
        name: "South".into(),
        scale: PointScale::new(2.try_into().unwrap()),
        limits: Vec::new(),
        ties: Ties::Lot,
        paper_floor: 0,
        ..sample()
    };
    south.projects.truncate(2);
    let limits = vec![Limit::spend_at_most(100), Limit::choose_at_most(2)];
    [DistrictParts { limits, ..sample() }, south].map(|parts| District::new(parts).unwrap())
}

impl Town {
    fn new() -> Self {
        Self { record: Record::new(), entries: Vec::new() }
    }

    /// The town after the first entries of its election.
    pub(crate) fn after(entries: &[Entry]) -> Self {
        let mut town = Self::new();
        for entry in entries {
            town.take(entry.clone()).unwrap();
        }
        town
    }

    /// Takes an entry; after the close it sums the ballots at once.
    pub(crate) fn take(&mut self, entry: Entry) -> Result<(), isoloir_election::phase::Refusal> {
        self.record.apply(&entry, &mut rng("verify"))?;
        self.entries.push(entry);
        if let Phase::Closed(closed) = self.record.phase() {
            let mut tallies = Tallies::new(closed);
            for entry in &self.entries {
                tallies.add(closed, entry)?;
            }
            let tallies = tallies.finish()?;
            self.record.tally(tallies)?;
        }
        Ok(())
    }

    /// The entry of this kind and payload that comes next.
    pub(crate) fn next(&self, kind: Kind, payload: Vec<u8>) -> Entry {
        let chain: &Chain = self.record.chain();
        Entry::new(chain.size(), chain.head(), kind as u8, payload).unwrap()
    }

    fn append(&mut self, kind: Kind, payload: Vec<u8>) {
        let entry = self.next(kind, payload);
        self.take(entry).unwrap_or_else(|refusal| panic!("{kind}: {refusal:?}"));
    }

    fn signed(&mut self, kind: Kind, role: &str, signer: u8, message: &[u8]) {
        let payload = self.sign(kind, role, signer, message);
        self.append(kind, payload);
    }

    /// What signatures of the next entries are bound to: the fingerprint, or the election's id.
    pub(crate) fn context(&self, kind: Kind) -> [u8; 32] {
        match self.record.phase() {
            Phase::Voting(voting) => voting.fingerprint().0,
            Phase::Closed(closed) => closed.fingerprint().0,
            Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => {
                decrypting.closed().fingerprint().0
            }
            Phase::Empty | Phase::Setup(_) => {
                assert!(!kind.is_after_open());
                Definition::new(sample_parts()).unwrap().election_id().0
            }
        }
    }

    /// A payload that a party signed.
    pub(crate) fn sign(&self, kind: Kind, role: &str, signer: u8, message: &[u8]) -> Vec<u8> {
        Signed::sign(kind, &self.context(kind), signer, &key(role, signer), message)
    }

    /// A payload that parties 0 and 1 of a role signed.
    pub(crate) fn co_sign(&self, kind: Kind, role: &str, message: &[u8]) -> Vec<u8> {
        let keys = [key(role, 0), key(role, 1)];
        let signers = [(0, &keys[0]), (1, &keys[1])];
        CoSigned::sign(kind, &self.context(kind), &signers, message)
    }

    pub(crate) fn setup(&self) -> &Setup {
        let Phase::Setup(setup) = self.record.phase() else { panic!("the vote is open") };
        setup
    }

    pub(crate) fn voting(&self) -> &Voting {
        let Phase::Voting(voting) = self.record.phase() else { panic!("the vote is not open") };
        voting
    }

    pub(crate) fn decrypting(&self) -> &Decrypting {
        let (Phase::Decrypting(decrypting) | Phase::Decided(decrypting)) = self.record.phase()
        else {
            panic!("the vote is not closed")
        };
        decrypting
    }

    /// A ballot for these projects on the voter's last one.
    pub(crate) fn ballot(
        &self,
        district: u16,
        voter: &VoterCredential,
        projects: &[u16],
    ) -> Vec<u8> {
        let previous = self.voting().current_tracker(district, voter.public()).unwrap();
        self.ballot_after(district, voter, projects, previous)
    }

    pub(crate) fn ballot_after(
        &self,
        district: u16,
        voter: &VoterCredential,
        projects: &[u16],
        previous: BallotTracker,
    ) -> Vec<u8> {
        let parameters = self.voting().parameters(district).unwrap();
        let choices = districts()[usize::from(district)].choose(projects).unwrap();
        let mut rng = rng("town ballot");
        let (sealed, _) = parameters.seal(voter, &choices, &mut rng);
        CastBallot::cast(parameters, voter, previous, sealed, &mut rng).to_bytes()
    }

    fn vote(&mut self, district: u16, position: u32, projects: &[u16]) {
        let payload = self.ballot(district, &voter(district, position), projects);
        self.append(Kind::Ballot, payload);
    }
}

/// The whole election, and the trustees' shares.
pub(crate) fn held() -> (Town, Vec<KeyShare>) {
    let mut town = Town::new();
    let definition = Definition::new(sample_parts()).unwrap().to_bytes();
    town.signed(Kind::Definition, "official", 0, &definition);
    for district in districts() {
        town.append(Kind::District, write(&district));
    }
    let shares = ceremony::hold(&mut town);
    fill_rolls(&mut town);
    let head = town.record.chain().head();
    town.signed(Kind::Open, "official", 1, &Open { head }.to_bytes());
    hold_vote(&mut town);
    town.signed(Kind::Close, "official", 0, &[]);
    count(&mut town, &shares);
    (town, shares)
}

/// The first registrar's roll of the north comes in two chunks.
fn fill_rolls(town: &mut Town) {
    for (district, registrar, first, count) in [
        (NORTH, 0, 0, 4),
        (NORTH, 0, 4, VOTERS[0] - 4),
        (NORTH, 1, 0, VOTERS[0]),
        (SOUTH, 0, 0, VOTERS[1]),
        (SOUTH, 1, 0, VOTERS[1]),
    ] {
        let chunk = roll_chunk(town, district, registrar, first, count);
        town.signed(Kind::Roll, "registrar", registrar, &chunk.to_bytes());
    }
}

/// Registrar k's part of a roll.
pub(crate) fn roll_chunk(
    town: &Town,
    district: u16,
    registrar: u8,
    first: u32,
    count: u32,
) -> RollChunk {
    let secrets = (first..first + count).map(|position| share(registrar, district, position));
    roll_of(town, district, registrar, first, &secrets.collect::<Vec<_>>())
}

/// A part of a roll with these secrets.
pub(crate) fn roll_of(
    town: &Town,
    district: u16,
    registrar: u8,
    first: u32,
    secrets: &[SecretScalar],
) -> RollChunk {
    let credentials: Vec<NonIdentityPoint> = secrets.iter().map(public).collect();
    let election_id = town.context(Kind::Roll);
    let position = RollPosition { election_id, district, registrar, first };
    let possession = position.prove(&credentials, secrets, &mut rng("roll"));
    RollChunk { district, first, credentials, possession }
}

fn hold_vote(town: &mut Town) {
    town.vote(NORTH, 0, &[0, 1]);
    town.vote(NORTH, 1, &[1]);
    town.vote(SOUTH, 0, &[0]);
    town.vote(NORTH, 2, &[0]);
    town.vote(NORTH, 0, &[2]);
    town.vote(NORTH, 3, &[2]);
    let credential = *voter(NORTH, 3).public();
    let revocation = Revocation { district: NORTH, credential }.to_bytes();
    town.signed(Kind::Revocation, "registrar", 1, &revocation);
    let reissue = reissue(town, credential).to_bytes();
    let payload = town.co_sign(Kind::Reissue, "registrar", &reissue);
    town.append(Kind::Reissue, payload);
    town.vote(NORTH, REISSUED, &[1]);
    town.vote(NORTH, 5, &[0]);
    let payload = town.co_sign(Kind::PaperBatch, "official", &paper_batch().to_bytes());
    town.append(Kind::PaperBatch, payload);
    let withdrawal = Withdrawal { district: NORTH, project: 2 }.to_bytes();
    town.signed(Kind::Withdrawal, "official", 0, &withdrawal);
    town.vote(SOUTH, 1, &[1]);
    town.vote(NORTH, 2, &[]);
}

/// A new credential in the place of a revoked one.
pub(crate) fn reissue(town: &Town, revoked: NonIdentityPoint) -> Reissue {
    let fingerprint = town.context(Kind::Reissue);
    let share = |registrar| {
        let position = ReissuePosition { fingerprint, district: NORTH, registrar, revoked };
        let secret = share(registrar, NORTH, REISSUED);
        let proof = position.prove(&public(&secret), &secret, &mut rng("reissue"));
        (public(&secret), proof)
    };
    Reissue { district: NORTH, revoked, shares: (0..REGISTRARS).map(share).collect() }
}

/// The ballots on paper of voters 4 and 5 of the north; 5 had voted electronically before.
pub(crate) fn paper_batch() -> PaperBatch {
    let mut credentials = vec![*voter(NORTH, 4).public(), *voter(NORTH, 5).public()];
    credentials.sort_unstable();
    PaperBatch { district: NORTH, credentials, counts: vec![1, 1, 0] }
}

fn count(town: &mut Town, shares: &[KeyShare]) {
    let head = town.decrypting().closed().head();
    for signer in 0..TRUSTEES {
        let statement = CloseStatement { head }.to_bytes();
        town.signed(Kind::CloseStatement, "trustee", signer, &statement);
    }
    for (district, signers) in [(NORTH, [0, 2]), (SOUTH, [2, 1])] {
        for signer in signers {
            let message = contribution(town, district, &shares[usize::from(signer)]);
            town.signed(Kind::Decryption, "trustee", signer, &message);
        }
    }
    for district in [NORTH, SOUTH] {
        let result = town.decrypting().outcome(district).unwrap().result.to_bytes();
        town.signed(Kind::Result, "official", 1, &result);
    }
}

/// The message of a trustee's decryption of a district.
pub(crate) fn contribution(town: &Town, district: u16, share: &KeyShare) -> Vec<u8> {
    let decrypting = town.decrypting();
    let (tally, context) = (decrypting.tally(district).unwrap(), decrypting.context(district));
    let mut message = Writer::new();
    message.u16(district);
    share
        .decrypt(&context, decrypting.keys(), tally, &mut rng("town decryption"))
        .encode(&mut message);
    message.into_bytes()
}
