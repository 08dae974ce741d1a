//! From an empty board to the opening: definition, key ceremony, roll.

use anyhow::{Context, Result};
use isoloir_board::entry::Entry;
use isoloir_crypto::credential::RollPosition;
use isoloir_crypto::dkg::{
    CeremonyParameters, CommitRound, DealRound, Dealer, KeyShare, OpenRound, TrusteeIndex,
};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_election::code::{CredentialRoot, VotingCode};
use isoloir_election::definition::{District, ElectionId};
use isoloir_election::message::{Confirmation, Kind, MAX_ROLL_CHUNK, Open, RollChunk, Signed};
use isoloir_encoding::Encode;
use rayon::prelude::*;

use crate::failure::Failure;
use crate::progress::Step;
use crate::simulate::Board;
use crate::simulate::parties::{Parties, THRESHOLD, TRUSTEES};
use crate::simulate::plan::{Contest, Plan, SimulatedElection};
use crate::simulate::seed::Seed;

/// The only registrar of a simulation.
pub(super) const REGISTRAR: u8 = 0;

/// Posts everything that comes before the vote. It becomes visible at once, with the opening.
/// Returns the voters' secrets, by district in the order of the ballots.
pub(super) fn hold(
    board: &mut Board<'_>,
    seed: &Seed,
    parties: &Parties,
    election: &SimulatedElection,
    plan: &Plan,
) -> Result<Vec<Vec<SecretScalar>>, Failure> {
    let id = election.definition.election_id();
    let official =
        |kind, message: &[u8]| Signed::sign(kind, &id.0, 0, &parties.official.key, message);
    let definition = official(Kind::Definition, &election.definition.to_bytes());
    board.append(Kind::Definition, definition)?;
    for district in &election.districts {
        board.append(Kind::District, district.to_bytes())?;
    }

    let slots = widest(&election.districts);
    let step = Step::begin("Key ceremony", 4);
    let ceremony = ceremony(seed, id, slots, &step).map_err(Failure::mismatch)?;
    let mut last = None;
    for (trustee, kind, message) in ceremony.messages {
        last = Some(post_as_trustee(board, parties, id, trustee, kind, &message)?);
    }
    if let Some(last) = last {
        let confirmation = Confirmation { head: last.chain_hash() }.to_bytes();
        for share in &ceremony.shares {
            let kind = Kind::Confirmation;
            post_as_trustee(board, parties, id, share.index(), kind, &confirmation)?;
        }
    }
    step.finish(&format!("{THRESHOLD} of {TRUSTEES} trustees, {slots} keys"));

    let issued = issue(seed, id, plan).map_err(Failure::mismatch)?;
    for (district, issued) in (0..).zip(&issued) {
        for chunk in roll(seed, id, district, issued) {
            let key = &parties.registrar.key;
            let payload = Signed::sign(Kind::Roll, &id.0, REGISTRAR, key, &chunk.to_bytes());
            board.append(Kind::Roll, payload)?;
        }
    }
    let open = Open { head: board.writer.chain().head() };
    board.append(Kind::Open, official(Kind::Open, &open.to_bytes()))?;
    board.commit()?;
    let secrets = |issued: Vec<Issued>| issued.into_iter().map(|(_, secret)| secret).collect();
    Ok(issued.into_iter().map(secrets).collect())
}

/// The slots of the widest district: the ceremony makes a key for each.
pub(super) fn widest(districts: &[District]) -> u16 {
    districts.iter().map(|district| district.style().slots()).max().unwrap_or_default()
}

fn post_as_trustee(
    board: &mut Board<'_>,
    parties: &Parties,
    id: ElectionId,
    trustee: TrusteeIndex,
    kind: Kind,
    message: &[u8],
) -> Result<Entry, Failure> {
    let signer = trustee.get() - 1;
    let key = &parties.trustees[usize::from(signer)].key;
    board.append(kind, Signed::sign(kind, &id.0, signer, key, message))
}

/// The messages of rounds 0 to 2 in the order of the board, and what the trustees keep.
struct Ceremony {
    messages: Vec<(TrusteeIndex, Kind, Vec<u8>)>,
    shares: Vec<KeyShare>,
}

/// The trustees' key shares, by holding the ceremony once more with the same randomness.
pub(super) fn key_shares(seed: &Seed, id: ElectionId, slots: u16) -> Result<Vec<KeyShare>> {
    let step = Step::begin("Trustees' keys", 4);
    let shares = ceremony(seed, id, slots, &step)?.shares;
    step.finish(&format!("{} shares", shares.len()));
    Ok(shares)
}

fn ceremony(seed: &Seed, id: ElectionId, slots: u16, step: &Step) -> Result<Ceremony> {
    let parameters = CeremonyParameters::new(id.0, TRUSTEES as u8, THRESHOLD, slots)?;
    let mut messages = Vec::new();
    let rng = |trustee: TrusteeIndex| seed.rng("ceremony", trustee.get().into());

    let mut round = CommitRound::new(parameters.clone());
    let dealers = parameters.indices().map(|index| {
        let (dealer, commitment) = Dealer::start(&parameters, index, &mut rng(index))?;
        messages.push((index, Kind::DealingCommitment, commitment.to_bytes()));
        round.accept(commitment)?;
        Ok(dealer)
    });
    let dealers = dealers.collect::<Result<Vec<_>>>()?;
    let mut round: OpenRound = round.finish()?;
    step.advance(1);

    let mut opened = Vec::new();
    let mut parts = Vec::new();
    for dealer in dealers {
        let (dealer, mut opening) = dealer.open(&round)?;
        opened.push(dealer);
        parts.append(&mut opening);
    }
    for part in parts {
        messages.push((part.trustee, Kind::DealingOpening, part.to_bytes()));
        round.accept(part)?;
    }
    let mut round: DealRound = round.finish()?;
    step.advance(1);

    let mut recipients = Vec::new();
    let mut deals = Vec::new();
    for dealer in opened {
        let (recipient, mut dealt) = dealer.deal(&round)?;
        recipients.push(recipient);
        deals.append(&mut dealt);
    }
    for deal in deals {
        messages.push((deal.dealer, Kind::Deal, deal.to_bytes()));
        round.accept(deal)?;
    }
    step.advance(1);

    let shares = parameters
        .indices()
        .zip(recipients)
        .map(|(index, recipient)| Ok(recipient.confirm(&round, &mut rng(index))?))
        .collect::<Result<Vec<_>>>()?;
    step.advance(1);
    Ok(Ceremony { messages, shares })
}

/// A resident's root, from a voting code as a registrar would send it: it gives a credential in each
/// district.
pub(super) fn credential_root(seed: &Seed, id: ElectionId, resident: usize) -> CredentialRoot {
    code(seed, resident).stretch(&id)
}

/// A resident's voting code.
pub(super) fn code(seed: &Seed, resident: usize) -> VotingCode {
    VotingCode::random(&mut seed.rng("code", resident))
}

/// A credential and its secret.
type Issued = (NonIdentityPoint, SecretScalar);

/// A credential for each ballot, by district, in the order of the ballots; and then for each visitor.
fn issue(seed: &Seed, id: ElectionId, plan: &Plan) -> Result<Vec<Vec<Issued>>> {
    let residents = plan.visitors().end;
    let step = Step::begin("Voting codes", residents as u64);
    let stretch = |resident| {
        let root = credential_root(seed, id, resident);
        step.advance(1);
        root
    };
    let roots: Vec<CredentialRoot> = (0..residents).into_par_iter().map(stretch).collect();
    let issue = |(district, contest): (u16, &Contest)| {
        let issue_one = |&resident: &usize| {
            let secret = roots[resident].share(REGISTRAR, district);
            let credential =
                NonIdentityPoint::from_secret(&secret).context("a credential is zero")?;
            Ok((credential, secret))
        };
        let residents = contest.votes().iter().map(|vote| vote.resident).chain(plan.visitors());
        let residents: Vec<usize> = residents.collect();
        residents.par_iter().map(issue_one).collect::<Result<Vec<Issued>>>()
    };
    let issued = plan.districts().map(issue).collect::<Result<_>>()?;
    step.finish(&format!("{residents} issued"));
    Ok(issued)
}

/// The roll of a district, in an order that says nothing about who is who: that of the credentials'
/// encodings.
fn roll(seed: &Seed, id: ElectionId, district: u16, issued: &[Issued]) -> Vec<RollChunk> {
    let mut shuffled: Vec<&Issued> = issued.iter().collect();
    shuffled.sort_by_key(|(credential, _)| *credential.as_bytes());
    let mut rng = seed.rng("possession", district.into());
    let chunks = shuffled.chunks(MAX_ROLL_CHUNK).enumerate().map(|(number, chunk)| {
        let (credentials, secrets): (Vec<_>, Vec<_>) = chunk.iter().copied().cloned().unzip();
        let first = (number * MAX_ROLL_CHUNK) as u32;
        let position = RollPosition { election_id: id.0, district, registrar: REGISTRAR, first };
        let possession = position.prove(&credentials, &secrets, &mut rng);
        RollChunk { district, first, credentials, possession }
    });
    chunks.collect()
}
