//! A whole election held by the project's own crates: 20 projects, one budget, 1 registrar, 2 of 3
//! trustees, and as many ballots as asked for.

mod parties;
mod setup;

use anyhow::{Context, Result, bail};
use ed25519_dalek::SigningKey;
use isoloir_archive::Writer;
use isoloir_board::entry::Entry;
use isoloir_board::keys::{LogKey, LogSigner, WitnessKey};
use isoloir_board::merkle::TreeHead;
use isoloir_crypto::ballot::{BallotParameters, BallotTracker};
use isoloir_crypto::credential::VoterCredential;
use isoloir_crypto::dkg::KeyShare;
use isoloir_crypto::group::SecretScalar;
use isoloir_crypto::points::PointScale;
use isoloir_crypto::tally::{ClosedTally, DecryptionContext, EncryptedTally};
use isoloir_election::definition::District;
use isoloir_election::message::{
    CastBallot, CloseStatement, DistrictResult, Kind, PaperResult, Signed,
};
use isoloir_election::phase::{Phase, Record, Voting};
use isoloir_election::rules::{self, Award};
use isoloir_encoding::{Encode, Writer as Bytes};

use parties::{Keys, Purpose, Seeds, THRESHOLD};
use setup::{Setup, choose};

pub(crate) use setup::{DISTRICT, SLOTS};

/// Where the response f_1 begins in the payload of a ballot: after the district (2 bytes), U and
/// prev, then A, Y, the three commitments and the five nonces of the proof (`spec/protocol.md`, 6.3).
const FIRST_RESPONSE_AT: usize = 2 + 2 * 32 + 32 * (1 + SLOTS) + 3 * 32 + 5 * 32;

/// Entries between two commits: about 20 MiB of ballots.
const COMMIT_EVERY: u64 = 8_192;

/// An election whose vote is open, with everybody's secrets.
///
/// All of it follows from the number of voters, so that an archive can be made again with one
/// ballot changed. Each ballot has a generator of its own.
pub(crate) struct Election {
    seeds: Seeds,
    keys: Keys,
    setup: Vec<Entry>,
    secrets: Vec<SecretScalar>,
    shares: Vec<KeyShare>,
    record: Record,
}

impl Election {
    /// Definition, key ceremony, roll and opening.
    pub(crate) fn open(voters: usize) -> Result<Self> {
        Self::witnessed(voters, 0, |_| Vec::new())
    }

    /// The same, with witnesses of this log, of which `quorum` have to sign.
    pub(crate) fn witnessed(
        voters: usize,
        quorum: u8,
        witnesses: impl FnOnce(&LogKey) -> Vec<WitnessKey>,
    ) -> Result<Self> {
        let seeds = Seeds::of(voters);
        let mut keys = Keys::new(&seeds)?;
        keys.witnesses = witnesses(keys.board.key());
        keys.witness_quorum = quorum;
        let secrets = setup::credential_secrets(&seeds, voters);
        let Setup { record, entries, shares } = Setup::hold(&seeds, &keys, &secrets)?;
        Ok(Self { seeds, keys, setup: entries, secrets, shares, record })
    }

    /// What is on the board when the vote opens.
    pub(crate) fn setup(&self) -> &[Entry] {
        &self.setup
    }

    /// The index on the board of the first ballot.
    pub(crate) fn first_ballot(&self) -> u64 {
        self.setup.len() as u64
    }

    /// The payload that a voter's device casts.
    pub(crate) fn ballot(&self, voter: usize) -> Result<Vec<u8>> {
        self.cast(voter, Purpose::Ballot, BallotTracker::NONE)
    }

    /// Another ballot of a voter, who believes that this one is the last.
    pub(crate) fn replacement(&self, voter: usize, previous: BallotTracker) -> Result<Vec<u8>> {
        self.cast(voter, Purpose::Replacement, previous)
    }

    fn cast(&self, voter: usize, purpose: Purpose, previous: BallotTracker) -> Result<Vec<u8>> {
        let mut rng = self.seeds.rng(purpose, voter);
        let (parameters, credential) = (self.parameters()?, self.credential(voter)?);
        let choices = choose(self.district()?, &mut rng)?;
        let (sealed, _opening) = parameters.seal(&credential, &choices, &mut rng);
        let ballot = CastBallot::cast(parameters, &credential, previous, sealed, &mut rng);
        Ok(ballot.to_bytes())
    }

    /// The same ballot with one wrong response, cast anew by its voter: only its proof fails.
    pub(crate) fn spoil(&self, voter: usize, mut payload: Vec<u8>) -> Result<Vec<u8>> {
        let (parameters, credential) = (self.parameters()?, self.credential(voter)?);
        // The least byte of f_1, little-endian: f_1 stays below the order of the group.
        payload[FIRST_RESPONSE_AT] = payload[FIRST_RESPONSE_AT].checked_sub(1).unwrap_or(1);
        let sealed = CastBallot::read(&payload, parameters.style())?.sealed().clone();
        let mut rng = self.seeds.rng(Purpose::Spoilt, voter);
        let previous = BallotTracker::NONE;
        let ballot = CastBallot::cast(parameters, &credential, previous, sealed, &mut rng);
        Ok(ballot.to_bytes())
    }

    /// Writes the board with these ballots, one a voter in order, up to the result.
    pub(crate) fn write(
        &self,
        board: &mut Board<'_>,
        ballots: impl Iterator<Item = Result<Vec<u8>>>,
    ) -> Result<()> {
        self.setup.iter().try_for_each(|entry| board.append_entry(entry))?;
        let parameters = self.parameters()?;
        let mut sums = EncryptedTally::empty(SLOTS as u16, PointScale::CHOICE);
        for payload in ballots {
            let payload = payload?;
            sums.add(CastBallot::read(&payload, parameters.style())?.sealed().ciphertext());
            board.append(Kind::Ballot, payload)?;
        }
        self.decide(board, &sums.seal())
    }

    fn awards(&self, counts: &[u64]) -> Result<Vec<Award>> {
        let district = self.district()?;
        let ties = (0..SLOTS as u16).collect();
        let standings = district.standings(counts, &Default::default(), ties);
        Ok(rules::decide(district.rule, &standings).awards)
    }

    /// The payload with which the official ends the vote.
    pub(crate) fn close(&self) -> Result<Vec<u8>> {
        let fingerprint = self.voting()?.fingerprint().0;
        Ok(Signed::sign(Kind::Close, &fingerprint, 0, &self.keys.official, &[]))
    }

    /// From the close to the result.
    fn decide(&self, board: &mut Board<'_>, sums: &ClosedTally) -> Result<()> {
        let voting = self.voting()?;
        let fingerprint = voting.fingerprint().0;
        let sign = |kind, signer, key, message: &[u8]| {
            Signed::sign(kind, &fingerprint, signer, key, message)
        };
        board.append(Kind::Close, self.close()?)?;
        let head = board.commit()?;
        let statement = CloseStatement { head }.to_bytes();
        for (signer, key) in (0..).zip(&self.keys.trustees) {
            let kind = Kind::CloseStatement;
            board.append(kind, sign(kind, signer, key, &statement))?;
        }
        let context = DecryptionContext {
            fingerprint,
            district: DISTRICT,
            close_root: *head.root.as_bytes(),
        };
        let mut contributions = Vec::new();
        for share in self.shares.iter().take(THRESHOLD.into()) {
            let signer = share.index().get() - 1;
            let mut rng = self.seeds.rng(Purpose::Decryption, signer.into());
            let contribution = share.decrypt(&context, voting.keys(), sums, &mut rng);
            let mut message = Bytes::new();
            message.u16(DISTRICT);
            contribution.encode(&mut message);
            let key = &self.keys.trustees[usize::from(signer)];
            let payload = sign(Kind::Decryption, signer, key, &message.into_bytes());
            board.append(Kind::Decryption, payload)?;
            contributions.push(contribution.verify(&context, voting.keys(), sums)?);
        }
        let counts = sums.combine(voting.keys(), &contributions)?;
        let result = DistrictResult {
            district: DISTRICT,
            ballots: sums.ballots(),
            awards: self.awards(&counts)?,
            counts: Some(counts),
            paper: PaperResult { ballots: 0, counts: Vec::new() },
        };
        let payload = sign(Kind::Result, 0, &self.keys.official, &result.to_bytes());
        board.append(Kind::Result, payload)?;
        board.commit()?;
        Ok(())
    }

    /// The signer of the board's checkpoints.
    pub(crate) fn board_signer(&self) -> &LogSigner {
        &self.keys.board
    }

    /// Its secret key.
    pub(crate) fn board_secret(&self) -> &SigningKey {
        &self.keys.board_secret
    }

    fn credential(&self, voter: usize) -> Result<VoterCredential> {
        let secret = self.secrets[voter].clone();
        VoterCredential::from_shares(&[secret]).context("a credential is zero")
    }

    /// What ballots are made with.
    pub(crate) fn parameters(&self) -> Result<&BallotParameters> {
        Ok(self.voting()?.parameters(DISTRICT)?)
    }

    fn district(&self) -> Result<&District> {
        self.voting()?.election().districts().first().context("there is no district")
    }

    /// The vote, on which nothing is cast yet.
    pub(crate) fn voting(&self) -> Result<&Voting> {
        match self.record.phase() {
            Phase::Voting(voting) => Ok(voting),
            _ => bail!("the vote is not open"),
        }
    }
}

/// The board that an election is written to.
pub(crate) struct Board<'a> {
    writer: Writer,
    signer: &'a LogSigner,
}

impl<'a> Board<'a> {
    /// An empty board in a folder that is absent or empty.
    pub(crate) fn create(folder: &std::path::Path, signer: &'a LogSigner) -> Result<Self> {
        Ok(Self { writer: Writer::create(folder, signer)?, signer })
    }

    fn append(&mut self, kind: Kind, payload: Vec<u8>) -> Result<()> {
        self.writer.append(kind as u8, payload)?;
        self.commit_if_much_waits()
    }

    fn append_entry(&mut self, entry: &Entry) -> Result<()> {
        self.writer.append_entry(entry)?;
        self.commit_if_much_waits()
    }

    fn commit_if_much_waits(&mut self) -> Result<()> {
        if self.writer.chain().size() - self.writer.committed().size >= COMMIT_EVERY {
            self.commit()?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<TreeHead> {
        self.writer.commit(self.signer)?;
        Ok(*self.writer.committed())
    }
}
