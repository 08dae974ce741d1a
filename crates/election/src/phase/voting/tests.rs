use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use ed25519_dalek::SigningKey;
use isoloir_board::keys::LogSigner;
use isoloir_crypto::ballot::{BallotParameters, BallotTracker};
use isoloir_crypto::dkg::{CeremonyParameters, CommitRound, Dealer, ElectionKeys, TrusteeIndex};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_encoding::{Decode, Reader};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::definition::{Definition, DefinitionParts, District, DistrictParts, Party, Project};
use crate::phase::roll::DistrictBallots;
use crate::phase::{CheckedBallot, Election, Fingerprint, Placement, Refusal, Voting};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn district() -> District {
    let project = Project { id: String::from("P"), name: String::from("Project"), cost: 1 };
    District::new(DistrictParts::new("District", 1, vec![project])).unwrap()
}

fn election() -> Election {
    let party = || vec![Party { name: String::from("Party"), key: key().verifying_key() }];
    let definition = Definition::new(DefinitionParts {
        title: String::from("Title"),
        currency: String::from("EUR"),
        decimals: 0,
        opens: 1,
        closes: 2,
        complaints: 2,
        board: LogSigner::new("example.org".parse().unwrap(), key()).unwrap().key().clone(),
        witnesses: Vec::new(),
        witness_quorum: 0,
        officials: party(),
        registrars: party(),
        trustees: party(),
        threshold: 1,
        districts: vec![district().digest(); 2],
        page: None,
    });
    let definition = definition.unwrap();
    let districts = vec![district(), district()];
    Election { id: definition.election_id(), definition, districts }
}

/// The key of a trustee alone.
fn keys(rng: &mut ChaCha20Rng) -> ElectionKeys {
    let parameters = CeremonyParameters::new([1; 32], 1, 1, 1).unwrap();
    let index = TrusteeIndex::decode(&mut Reader::new(&[1])).unwrap();
    let (dealer, commitment) = Dealer::start(&parameters, index, rng).unwrap();
    let mut round = CommitRound::new(parameters);
    round.accept(commitment).unwrap();
    let mut round = round.finish().unwrap();
    let (_, parts) = dealer.open(&round).unwrap();
    parts.into_iter().for_each(|part| round.accept(part).unwrap());
    round.finish().unwrap().keys().clone()
}

/// An open vote in two districts, and the one credential on each roll.
fn voting() -> (Voting, [NonIdentityPoint; 2]) {
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let keys = keys(rng);
    let credentials =
        [(); 2].map(|()| NonIdentityPoint::from_secret(&SecretScalar::random(rng)).unwrap());
    let districts = (0..).zip(credentials).map(|(index, credential)| {
        let style = district().style().clone();
        let parameters = BallotParameters::new([2; 32], index, style, keys.public()).unwrap();
        DistrictBallots::new(parameters, vec![credential]).unwrap()
    });
    let districts = districts.collect();
    (Voting::new(election(), Fingerprint([2; 32]), keys, districts), credentials)
}

/// A ballot whose proof was checked, with this A.
fn checked(district: u16, credential: &NonIdentityPoint, a: u8) -> CheckedBallot {
    CheckedBallot {
        fingerprint: Fingerprint([2; 32]),
        payload_digest: [0; 32],
        district,
        credential: *credential.as_bytes(),
        first_component: [a; 32],
        previous: BallotTracker::NONE,
        tracker: BallotTracker::decode(&mut Reader::new(&[a; 32])).unwrap(),
    }
}

/// Two ballots with one A need a voter who helps, since the proof is bound to the district; the board
/// weeds them out all the same.
#[test]
fn a_first_component_is_taken_once_on_the_whole_board() {
    let (mut voting, credentials) = voting();
    let first = checked(0, &credentials[0], 7);
    assert_eq!(voting.place(&first), Ok(Placement::New));
    voting.record(first, 9).unwrap();
    assert_eq!(voting.place(&checked(1, &credentials[1], 7)), Err(Refusal::Copied));
    assert_eq!(voting.place(&checked(1, &credentials[1], 8)), Ok(Placement::New));
}

#[test]
fn a_ballot_that_can_not_be_recorded_leaves_its_first_component_free() {
    let (mut voting, credentials) = voting();
    let elsewhere = checked(2, &credentials[0], 7);
    let refusal = Refusal::UnknownDistrict { district: 2 };
    assert_eq!(voting.place(&elsewhere), Err(refusal.clone()));
    assert_eq!(voting.record(elsewhere, 9), Err(refusal));
    assert_eq!(voting.place(&checked(0, &credentials[0], 7)), Ok(Placement::New));
}
