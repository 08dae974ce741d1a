use isoloir_board::entry::Entry;
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::dkg::KeyShare;
use isoloir_crypto::group::SecretScalar;
use isoloir_election::definition::{Definition, District};
use isoloir_election::message::{CoSigned, Kind, Signed};
use isoloir_election::phase::{Closed, Decrypting, Phase, Record, Refusal, Voting};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::plan::{Plan, signing_key};

/// A whole election: its board, and everybody's secrets.
pub(crate) struct Town {
    pub(crate) record: Record,
    pub(crate) entries: Vec<Entry>,
    pub(crate) rng: ChaCha20Rng,
    pub(crate) definition: Definition,
    pub(crate) districts: Vec<District>,
    pub(crate) shares: Vec<KeyShare>,
    /// For each district, for each resident, each registrar's share u_k.
    pub(crate) secrets: Vec<Vec<Vec<SecretScalar>>>,
}

impl Town {
    /// An election of which nothing is on the board.
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(plan.title.len() as u64);
        let mut secrets_of = |count| (0..count).map(|_| SecretScalar::random(&mut rng)).collect();
        let mut residents =
            || (0..plan.voters).map(|_| secrets_of(plan.registrars)).collect::<Vec<_>>();
        let secrets = plan.districts.iter().map(|_| residents()).collect();
        Self {
            record: Record::new(),
            entries: Vec::new(),
            rng,
            definition: plan.definition(),
            districts: plan.districts(),
            shares: Vec::new(),
            secrets,
        }
    }

    /// An election whose vote is open.
    pub(crate) fn open(plan: &Plan) -> Self {
        let mut town = Self::new(plan);
        town.define();
        town.hold_ceremony();
        town.enrol();
        town.open_vote();
        town
    }

    /// The entry that would come next with this payload.
    pub(crate) fn next(&self, kind: u8, payload: Vec<u8>) -> Entry {
        let chain = self.record.chain();
        Entry::new(chain.size(), chain.head(), kind, payload).unwrap()
    }

    /// Offers an entry.
    pub(crate) fn try_post(&mut self, kind: Kind, payload: Vec<u8>) -> Result<(), Refusal> {
        let entry = self.next(kind as u8, payload);
        self.record.apply(&entry, &mut self.rng)?;
        self.entries.push(entry);
        Ok(())
    }

    /// Posts an entry that must be accepted.
    #[track_caller]
    pub(crate) fn post(&mut self, kind: Kind, payload: Vec<u8>) {
        if let Err(refusal) = self.try_post(kind, payload) {
            panic!("the {kind} is refused: {refusal:?}");
        }
    }

    /// Offers an entry that must be refused, and checks that nothing has changed.
    #[track_caller]
    pub(crate) fn refused(&mut self, kind: Kind, payload: Vec<u8>) -> Refusal {
        let entry = self.next(kind as u8, payload);
        self.refused_entry(&entry)
    }

    #[track_caller]
    pub(crate) fn refused_entry(&mut self, entry: &Entry) -> Refusal {
        let before = self.state();
        let Err(refusal) = self.record.apply(entry, &mut self.rng) else {
            panic!("an entry of kind {} is accepted", entry.kind());
        };
        assert_eq!(self.state(), before, "a refused entry has left a change: {refusal:?}");
        refusal
    }

    /// All of the record that can be seen.
    fn state(&self) -> String {
        let record = &self.record;
        let phase = match record.phase() {
            Phase::Empty => String::new(),
            Phase::Setup(setup) => format!("{setup:?}"),
            Phase::Voting(voting) => self.voting_state(voting),
            Phase::Closed(closed) => format!("{:?} {:?}", closed.head(), closed.counted()),
            Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => {
                self.decrypting_state(decrypting)
            }
        };
        let (chain, head) = (record.chain(), record.head());
        format!("{:?} {head:?} {} {phase}", chain, phase_name(record))
    }

    fn voting_state(&self, voting: &Voting) -> String {
        let mut state = format!("{:?}", voting.fingerprint());
        for district in 0..self.districts.len() as u16 {
            state += &format!(" {:?}", voting.recorded(district));
            for resident in 0..self.secrets[usize::from(district)].len() {
                let credential = self.credential(district, resident);
                state += &format!(" {:?}", voting.current_tracker(district, credential.public()));
            }
        }
        state
    }

    fn decrypting_state(&self, decrypting: &Decrypting) -> String {
        let mut state = format!("{:?}", decrypting.closed().counted());
        for district in 0..self.districts.len() as u16 {
            let (outcome, aside) = (decrypting.outcome(district), decrypting.set_aside(district));
            state += &format!(" {outcome:?} {aside:?} {:?}", decrypting.tally(district).is_ok());
        }
        state
    }

    pub(crate) fn credential(&self, district: u16, resident: usize) -> VoterCredential {
        let shares = &self.secrets[usize::from(district)][resident];
        VoterCredential::from_shares(shares).unwrap()
    }

    /// What signatures are bound to: the id, and the fingerprint once there is one.
    pub(crate) fn context(&self, kind: Kind) -> [u8; 32] {
        if kind.is_after_open() { self.fingerprint() } else { self.definition.election_id().0 }
    }

    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        match self.record.phase() {
            Phase::Voting(voting) => voting.fingerprint().0,
            Phase::Closed(closed) => closed.fingerprint().0,
            Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => {
                decrypting.closed().fingerprint().0
            }
            // No election has it.
            Phase::Empty | Phase::Setup(_) => [0; 32],
        }
    }

    pub(crate) fn by_official(&self, kind: Kind, message: &[u8]) -> Vec<u8> {
        Signed::sign(kind, &self.context(kind), 0, &signing_key(1, 0), message)
    }

    pub(crate) fn by_registrar(&self, kind: Kind, number: u8, message: &[u8]) -> Vec<u8> {
        Signed::sign(kind, &self.context(kind), number, &signing_key(2, number), message)
    }

    /// Signed by a trustee; here trustees count from 0.
    pub(crate) fn by_trustee(&self, kind: Kind, number: u8, message: &[u8]) -> Vec<u8> {
        Signed::sign(kind, &self.context(kind), number, &signing_key(3, number), message)
    }

    /// Signed by these members of a role together.
    pub(crate) fn by_all(&self, kind: Kind, role: u8, numbers: &[u8], message: &[u8]) -> Vec<u8> {
        let keys: Vec<_> = numbers.iter().map(|&number| signing_key(role, number)).collect();
        let signers: Vec<_> = numbers.iter().copied().zip(&keys).collect();
        CoSigned::sign(kind, &self.context(kind), &signers, message)
    }

    pub(crate) fn voting(&self) -> &Voting {
        match self.record.phase() {
            Phase::Voting(voting) => voting,
            _ => panic!("the vote is not open"),
        }
    }

    pub(crate) fn closed(&self) -> &Closed {
        match self.record.phase() {
            Phase::Closed(closed) => closed,
            Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => decrypting.closed(),
            _ => panic!("the vote is not closed"),
        }
    }

    pub(crate) fn decrypting(&self) -> &Decrypting {
        match self.record.phase() {
            Phase::Decrypting(decrypting) | Phase::Decided(decrypting) => decrypting,
            _ => panic!("the ballots are not summed"),
        }
    }
}

pub(crate) fn phase_name(record: &Record) -> &'static str {
    match record.phase() {
        Phase::Empty => "empty",
        Phase::Setup(_) => "setup",
        Phase::Voting(_) => "voting",
        Phase::Closed(_) => "closed",
        Phase::Decrypting(_) => "decrypting",
        Phase::Decided(_) => "decided",
    }
}
