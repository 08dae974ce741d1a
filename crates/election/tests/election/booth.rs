//! What a voter's device reads of a board, and what it does with it.

use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::entry::Entry;
use isoloir_board::keys::LogSigner;
use isoloir_board::merkle::{TreeHead, root_of};
use isoloir_board::policy::Policy;
use isoloir_board::proof::{InclusionProof, ProofError};
use isoloir_board::receipt::Receipt;
use isoloir_crypto::ballot::BallotTracker;
use isoloir_election::booth::receipt::{self, Unproven};
use isoloir_election::booth::{Booth, Challenge, ChallengeError, Opened, Sealed};
use isoloir_election::message::{Kind, Open, SignedError};
use isoloir_election::phase::{Placement, Refusal};
use isoloir_encoding::Encode;

use crate::support::{Plan, Town, signing_key};

/// The entries of a board that a voter's device reads.
fn needed(town: &Town) -> Vec<Entry> {
    let needs = |entry: &&Entry| Kind::from_byte(entry.kind()).is_some_and(Booth::needs);
    town.entries.iter().filter(needs).cloned().collect()
}

/// Why a device does not open a vote that shows it these entries.
fn refused(entries: &[Entry]) -> Refusal {
    Booth::open(entries).err().expect("a refusal")
}

fn seal(booth: &Booth, town: &Town, resident: usize, projects: &[u16]) -> Sealed {
    let choices = booth.election().districts()[0].choose(projects).unwrap();
    booth.seal(0, town.credential(0, resident), &choices, &mut town.rng.clone()).unwrap()
}

#[test]
fn a_device_that_has_seen_no_roll_casts_a_ballot_that_the_board_takes() {
    for trustees in [1, 3] {
        let plan = Plan { trustees, threshold: trustees.min(2), ..Plan::default() };
        let mut town = Town::open(&plan);
        let booth = Booth::open(&needed(&town)).unwrap();
        assert_eq!(booth.election().id(), town.definition.election_id());
        assert_eq!(booth.fingerprint(), town.voting().fingerprint());
        assert_eq!(booth.parameters(2).err(), Some(Refusal::UnknownDistrict { district: 2 }));

        let sealed = seal(&booth, &town, 0, &[0]);
        let tracker = sealed.tracker();
        let payload = sealed.cast(BallotTracker::NONE, &mut town.rng.clone());
        let checked = town.voting().check(&payload, &mut town.rng.clone()).unwrap();
        assert_eq!(checked.tracker(), tracker);
        assert_eq!(town.voting().place(&checked), Ok(Placement::New));
        town.post(Kind::Ballot, payload);
    }
}

#[test]
fn keys_are_only_those_that_all_trustees_have_signed() {
    let town = Town::open(&Plan::default());
    let other = Town::open(&Plan { title: "Budget of another year", ..Plan::default() });
    let (entries, others) = (needed(&town), needed(&other));
    for (at, entry) in entries.iter().enumerate() {
        let mut without = entries.clone();
        without.remove(at);
        assert!(Booth::open(&without).is_err(), "without entry {}", entry.index());
        // Another vote's, under the same keys of the same people.
        let mut exchanged = entries.clone();
        exchanged[at] = others[at].clone();
        let is_district = entry.kind() == Kind::District as u8;
        assert_eq!(Booth::open(&exchanged).is_ok(), is_district, "{}", entry.index());
    }
    let opening = entries.iter().position(|entry| entry.kind() == Kind::DealingOpening as u8);
    let opening = &entries[opening.unwrap()];
    let mut payload = opening.payload().to_vec();
    payload[40] ^= 1;
    let forged = Entry::new(opening.index(), opening.previous(), opening.kind(), payload).unwrap();
    let exchanged: Vec<_> = entries
        .iter()
        .map(|entry| if entry.index() == forged.index() { &forged } else { entry })
        .cloned()
        .collect();
    assert!(matches!(refused(&exchanged), Refusal::Unsigned(SignedError::WrongSignature { .. })));
}

#[test]
fn a_device_opens_nothing_without_an_opening_that_stands_where_it_says() {
    let town = Town::open(&Plan::default());
    let mut entries = needed(&town);
    assert_eq!(refused(&[]), Refusal::Missing { kind: Kind::Definition });
    assert_eq!(refused(&entries[..1]), Refusal::Missing { kind: Kind::Definition });
    let open = entries.pop().unwrap();
    assert_eq!(refused(&entries), Refusal::Missing { kind: Kind::Open });

    let head = Open { head: open.chain_hash() };
    let elsewhere = town.by_official(Kind::Open, &head.to_bytes());
    let elsewhere = Entry::new(open.index(), open.previous(), open.kind(), elsewhere).unwrap();
    let with = |open: &Entry| [&entries[..], std::slice::from_ref(open)].concat();
    assert_eq!(refused(&with(&elsewhere)), Refusal::OpenedElsewhere);
    let mut twice = with(&open);
    twice.push(open.clone());
    assert!(matches!(refused(&twice), Refusal::OutOfPhase { kind: Kind::Open, .. }));
    let roll = town.entries.iter().find(|entry| entry.kind() == Kind::Roll as u8).unwrap();
    let mut with_roll = with(&open);
    with_roll.insert(1, roll.clone());
    assert_eq!(refused(&with_roll), Refusal::UnknownKind { kind: Kind::Roll as u8 });
}

#[test]
fn a_challenged_ballot_shows_another_device_what_was_sealed() {
    let town = Town::open(&Plan::default());
    let booth = Booth::open(&needed(&town)).unwrap();
    let sealed = seal(&booth, &town, 1, &[0]);
    let tracker = sealed.tracker();
    let text = sealed.challenge().to_text();
    let shown = Challenge::parse(&format!(" {}\n", *text)).unwrap().open(&booth, &tracker);
    let opened = Opened { tracker, district: 0, points: vec![1, 0, 0] };
    assert_eq!(shown, Ok(opened.clone()));
    assert_eq!(Challenge::parse(&text).unwrap().seal_again(&booth), Ok(opened));

    let of_another = seal(&booth, &town, 1, &[1]).tracker();
    let cheated = Challenge::parse(&text).unwrap().open(&booth, &of_another);
    assert!(matches!(cheated, Err(ChallengeError::Opening(_))));
    let elsewhere = Town::open(&Plan { title: "Budget of another year", ..Plan::default() });
    let elsewhere = Booth::open(&needed(&elsewhere)).unwrap();
    let found = booth.fingerprint();
    let refused = Challenge::parse(&text).unwrap().open(&elsewhere, &tracker);
    assert_eq!(refused, Err(ChallengeError::OtherElection { found }));
}

#[test]
fn what_is_no_challenge_is_refused_as_that() {
    let refused = |text: &str| Challenge::parse(text).err().expect("a refusal");
    for text in ["", "A", "A=", "+/+/", "é", &"A".repeat(Challenge::MAX_TEXT + 1)] {
        let error = refused(text);
        let is_empty = text.is_empty();
        assert_eq!(error == ChallengeError::NotText, !is_empty, "{text}: {error}");
    }
    let town = Town::open(&Plan::default());
    let booth = Booth::open(&needed(&town)).unwrap();
    let text = seal(&booth, &town, 0, &[0]).challenge().to_text();
    let cut = &text[..text.len() - 4];
    assert!(matches!(refused(cut), ChallengeError::Unreadable(_)));
    assert!(matches!(refused(&format!("{}AAAA", *text)), ChallengeError::Unreadable(_)));
}

/// The receipt of an entry, under the checkpoint over the whole board.
fn receipt(town: &Town, signer: &LogSigner, entry: &Entry) -> Receipt {
    let leaves: Vec<_> = town.entries.iter().map(Entry::leaf_hash).collect();
    let head = TreeHead { size: leaves.len() as u64, root: root_of(&leaves) };
    let subtree = |level: u32, index: u64| {
        let (start, width) = ((index << level) as usize, 1 << level);
        Ok::<_, ProofError>(root_of(&leaves[start..start + width]))
    };
    let proof = InclusionProof::generate(entry.index(), head.size, subtree).unwrap();
    let checkpoint = Checkpoint { origin: signer.key().name().clone(), head }.sign(signer).unwrap();
    Receipt::new(entry.index(), proof, checkpoint).with_extra(entry.to_bytes()).unwrap()
}

#[test]
fn a_receipt_proves_the_ballot_that_was_sent_and_no_other() {
    let mut town = Town::open(&Plan::default());
    let (first, second) = (town.vote(0, 0, &[0]), town.vote(0, 1, &[1]));
    let key = |number| LogSigner::new("example.org/board".parse().unwrap(), signing_key(9, number));
    let signer = key(0).unwrap();
    let policy = Policy::log_only(signer.key().clone());
    let of = |payload: &[u8]| {
        let entry = town.entries.iter().find(|entry| entry.payload() == payload).unwrap();
        receipt(&town, &signer, entry)
    };
    let size = town.entries.len() as u64;
    assert_eq!(receipt::check(&of(&first), &first, &policy).unwrap().size, size);
    assert_eq!(receipt::check(&of(&first), &second, &policy), Err(Unproven::OtherBallot));
    let (entry, head) = receipt::read(&of(&second), &policy).unwrap();
    assert_eq!((entry.payload(), head.size), (&second[..], size));
    let open = town.entries.iter().find(|entry| entry.kind() == Kind::Open as u8).unwrap();
    let of_open = receipt(&town, &signer, open);
    let booth = Booth::open(&needed(&town)).unwrap();
    assert_eq!(receipt::open(&of_open, &booth), Err(Unproven::OtherBallot));
    assert_eq!(receipt::read(&of_open, &policy), Err(Unproven::OtherBallot));
    let stranger = Policy::log_only(key(1).unwrap().key().clone());
    assert!(matches!(receipt::check(&of(&first), &first, &stranger), Err(Unproven::Receipt(_))));
}
