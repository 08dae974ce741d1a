//! From an empty board to the opening: definition, key ceremony, roll.

use anyhow::{Context, Result};
use ed25519_dalek::SigningKey;
use isoloir_board::ChainHash;
use isoloir_board::entry::Entry;
use isoloir_crypto::ballot::Choices;
use isoloir_crypto::credential::RollPosition;
use isoloir_crypto::dkg::{CeremonyParameters, CommitRound, Dealer, KeyShare, TrusteeIndex};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_election::definition::{
    Definition, DefinitionParts, District, DistrictParts, ElectionId, Limit, Project,
};
use isoloir_election::message::{Confirmation, Kind, MAX_ROLL_CHUNK, Open, RollChunk, Signed};
use isoloir_election::phase::Record;
use isoloir_encoding::Encode;
use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, RngCore};
use rayon::prelude::*;

use super::parties::{Keys, Purpose, Seeds, THRESHOLD, TRUSTEES, party};

/// Projects of the district, hence slots of a ballot.
pub(crate) const SLOTS: usize = 20;

/// The only district.
pub(crate) const DISTRICT: u16 = 0;

/// What a voter may spend. It makes the range proof one of 32 bits.
const BUDGET: u64 = 500_000;

/// The most projects that a voter chooses.
const MOST_CHOICES: u32 = 6;

/// When the vote ends: in 2100, so that no clock ends it.
const CLOSES: u64 = 4_102_444_800;

/// The official, and the registrar, of which there is one each.
const FIRST: u8 = 0;

/// The secrets u of all voters, drawn directly: no voting code stands behind them, because the board
/// doesn't show codes.
pub(super) fn credential_secrets(seeds: &Seeds, voters: usize) -> Vec<SecretScalar> {
    let secret = |voter| SecretScalar::random(&mut seeds.rng(Purpose::Credential, voter));
    (0..voters).into_par_iter().map(secret).collect()
}

/// Projects drawn at random, as long as they are within the budget.
pub(super) fn choose(district: &District, rng: &mut ChaCha20Rng) -> Result<Choices> {
    let wanted = 1 + rng.next_u32() % MOST_CHOICES;
    let (mut chosen, mut spent) = (Vec::new(), 0);
    for _ in 0..wanted {
        let project = rng.next_u32() % SLOTS as u32;
        let cost = district.projects[project as usize].cost;
        if !chosen.contains(&(project as u16)) && spent + cost <= BUDGET {
            chosen.push(project as u16);
            spent += cost;
        }
    }
    Ok(district.choose(&chosen)?)
}

/// What there is when the vote opens.
pub(super) struct Setup {
    /// What the board amounts to.
    pub(super) record: Record,
    /// The entries of the board.
    pub(super) entries: Vec<Entry>,
    /// The trustees' shares of the keys.
    pub(super) shares: Vec<KeyShare>,
}

impl Setup {
    /// Posts everything that comes before the vote.
    pub(super) fn hold(seeds: &Seeds, keys: &Keys, secrets: &[SecretScalar]) -> Result<Self> {
        let mut setup = Self { record: Record::new(), entries: Vec::new(), shares: Vec::new() };
        let district = district()?;
        let definition = definition(keys, &district)?;
        let id = definition.election_id();
        setup.post(Kind::Definition, id, FIRST, &keys.official, &definition.to_bytes())?;
        setup.append(Kind::District, district.to_bytes())?;
        setup.hold_ceremony(seeds, keys, id)?;
        setup.enrol(seeds, keys, id, secrets)?;
        let open = Open { head: setup.record.chain().head() };
        setup.post(Kind::Open, id, FIRST, &keys.official, &open.to_bytes())?;
        Ok(setup)
    }

    fn hold_ceremony(&mut self, seeds: &Seeds, keys: &Keys, id: ElectionId) -> Result<()> {
        let parameters = CeremonyParameters::new(id.0, TRUSTEES, THRESHOLD, SLOTS as u16)?;
        let rng = |trustee: TrusteeIndex| seeds.rng(Purpose::Ceremony, trustee.get().into());
        let mut as_trustee = |kind, trustee: TrusteeIndex, message: &[u8]| {
            let signer = trustee.get() - 1;
            let key = &keys.trustees[usize::from(signer)];
            self.post(kind, id, signer, key, message)
        };

        let mut round = CommitRound::new(parameters.clone());
        let mut dealers = Vec::new();
        for index in parameters.indices() {
            let (dealer, commitment) = Dealer::start(&parameters, index, &mut rng(index))?;
            as_trustee(Kind::DealingCommitment, index, &commitment.to_bytes())?;
            round.accept(commitment)?;
            dealers.push(dealer);
        }
        let mut round = round.finish()?;
        let mut opened = Vec::new();
        let mut parts = Vec::new();
        for dealer in dealers {
            let (dealer, mut opening) = dealer.open(&round)?;
            opened.push(dealer);
            parts.append(&mut opening);
        }
        for part in parts {
            as_trustee(Kind::DealingOpening, part.trustee, &part.to_bytes())?;
            round.accept(part)?;
        }
        let mut round = round.finish()?;
        let mut recipients = Vec::new();
        let mut deals = Vec::new();
        for dealer in opened {
            let (recipient, mut dealt) = dealer.deal(&round)?;
            recipients.push(recipient);
            deals.append(&mut dealt);
        }
        let mut head = ChainHash::ZERO;
        for deal in deals {
            head = as_trustee(Kind::Deal, deal.dealer, &deal.to_bytes())?;
            round.accept(deal)?;
        }
        let confirmation = Confirmation { head }.to_bytes();
        let mut shares = Vec::new();
        for (index, recipient) in parameters.indices().zip(recipients) {
            shares.push(recipient.confirm(&round, &mut rng(index))?);
            as_trustee(Kind::Confirmation, index, &confirmation)?;
        }
        self.shares = shares;
        Ok(())
    }

    fn enrol(
        &mut self,
        seeds: &Seeds,
        keys: &Keys,
        id: ElectionId,
        secrets: &[SecretScalar],
    ) -> Result<()> {
        for (number, secrets) in secrets.chunks(MAX_ROLL_CHUNK).enumerate() {
            let credentials: Option<Vec<_>> =
                secrets.par_iter().map(NonIdentityPoint::from_secret).collect();
            let credentials = credentials.context("a credential is zero")?;
            let first = (number * MAX_ROLL_CHUNK) as u32;
            let position =
                RollPosition { election_id: id.0, district: DISTRICT, registrar: FIRST, first };
            let mut rng = seeds.rng(Purpose::Possession, number);
            let possession = position.prove(&credentials, secrets, &mut rng);
            let chunk = RollChunk { district: DISTRICT, first, credentials, possession };
            self.post(Kind::Roll, id, FIRST, &keys.registrar, &chunk.to_bytes())?;
        }
        Ok(())
    }

    /// Posts a signed entry.
    fn post(
        &mut self,
        kind: Kind,
        id: ElectionId,
        signer: u8,
        key: &SigningKey,
        message: &[u8],
    ) -> Result<ChainHash> {
        self.append(kind, Signed::sign(kind, &id.0, signer, key, message))
    }

    fn append(&mut self, kind: Kind, payload: Vec<u8>) -> Result<ChainHash> {
        let chain = self.record.chain();
        let entry = Entry::new(chain.size(), chain.head(), kind as u8, payload)?;
        self.record.apply(&entry, &mut OsRng)?;
        let hash = entry.chain_hash();
        self.entries.push(entry);
        Ok(hash)
    }
}

fn definition(keys: &Keys, district: &District) -> Result<Definition> {
    let trustees = (1..).zip(&keys.trustees);
    Ok(Definition::new(DefinitionParts {
        title: "Participatory budget".into(),
        currency: "EUR".into(),
        decimals: 0,
        opens: 0,
        closes: CLOSES,
        complaints: CLOSES,
        board: keys.board.key().clone(),
        witnesses: keys.witnesses.clone(),
        witness_quorum: keys.witness_quorum,
        officials: vec![party("Official", &keys.official)],
        registrars: vec![party("Registrar", &keys.registrar)],
        trustees: trustees.map(|(number, key)| party(&format!("Trustee {number}"), key)).collect(),
        threshold: THRESHOLD,
        districts: vec![district.digest()],
        page: None,
    })?)
}

fn district() -> Result<District> {
    let project = |number: u64| Project {
        id: format!("P{number}"),
        name: format!("Project {number}"),
        cost: 20_000 + 5_000 * number,
    };
    let projects = (0..SLOTS as u64).map(project).collect();
    Ok(District::new(DistrictParts {
        limits: vec![Limit::spend_at_most(BUDGET)],
        ..DistrictParts::new("City", 600_000, projects)
    })?)
}
