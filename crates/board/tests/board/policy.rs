use isoloir_board::checkpoint::{Checkpoint, CheckpointError};
use isoloir_board::keys::{KeyError, WitnessKey};
use isoloir_board::merkle::{MAX_TREE_SIZE, TreeHead};
use isoloir_board::note::{Note, NoteError, SignatureLine};
use isoloir_board::policy::{Cosigner, MAX_WITNESSES, OpenError, Policy, PolicyError};
use proptest::prelude::*;
use signed_note::{StandardVerifier, VerifierList};

use crate::{checkpoint, head, leaves, log, witness};

const ORIGIN: &str = "log.example/2026";

fn signed() -> Note {
    checkpoint(ORIGIN, head(&leaves(5))).sign(&log(ORIGIN, 1)).unwrap()
}

/// The note with the cosignature of witness `n` (10, 11, ...) at a time.
fn cosigned(note: &Note, n: u8, seconds: u64) -> Note {
    let checkpoint: Checkpoint = note.text().parse().unwrap();
    let line = checkpoint.cosign(&witness(&format!("w{n}"), n), seconds).unwrap();
    note.with_signature(line).unwrap()
}

/// `quorum` of the witnesses 10, 11 and 12.
fn policy(quorum: usize) -> Policy {
    let witnesses = (10..13).map(|n| witness(&format!("w{n}"), n).key().clone()).collect();
    Policy::new(log(ORIGIN, 1).key().clone(), witnesses, quorum).unwrap()
}

fn cosigner(n: u8, seconds: u64) -> Cosigner {
    Cosigner { name: format!("w{n}").parse().unwrap(), seconds }
}

#[test]
fn a_checkpoint_with_enough_cosignatures_is_opened() {
    let note = cosigned(&cosigned(&signed(), 12, 700), 10, 900);
    let opened = policy(2).open(&note).unwrap();
    assert_eq!(*opened.checkpoint(), checkpoint(ORIGIN, head(&leaves(5))));
    assert_eq!(opened.cosigners(), [cosigner(10, 900), cosigner(12, 700)]);
}

#[test]
fn a_checkpoint_short_of_one_cosignature_is_refused() {
    let note = cosigned(&signed(), 10, 900);
    assert_eq!(policy(2).open(&note), Err(OpenError::TooFewCosignatures { needed: 2, found: 1 }));
    policy(1).open(&note).unwrap();
}

#[test]
fn a_witness_that_cosigns_twice_counts_once_with_its_latest_time() {
    let note = cosigned(&cosigned(&signed(), 10, 900), 10, 800);
    policy(2).open(&note).unwrap_err();
    assert_eq!(policy(1).open(&note).unwrap().cosigners(), [cosigner(10, 900)]);
}

#[test]
fn a_stranger_counts_as_no_witness_and_does_no_harm() {
    let note = cosigned(&signed(), 99, 900);
    assert_eq!(policy(0).open(&note).unwrap().cosigners(), []);
    policy(1).open(&note).unwrap_err();
}

#[test]
fn a_bad_signature_of_a_witness_refuses_the_note_however_many_are_good() {
    let note = (10..12).fold(signed(), |note, n| cosigned(&note, n, 900));
    let stray = checkpoint(ORIGIN, head(&leaves(4))).cosign(&witness("w12", 12), 900).unwrap();
    let note = note.with_signature(stray).unwrap();
    assert!(matches!(
        policy(1).open(&note),
        Err(OpenError::BadSignature(KeyError::BadSignature { name })) if name.as_str() == "w12"
    ));
}

#[test]
fn a_second_bad_signature_of_the_log_refuses_the_note() {
    let other = checkpoint(ORIGIN, head(&leaves(4))).sign(&log(ORIGIN, 1)).unwrap();
    let note = signed().with_signature(other.signatures()[0].clone()).unwrap();
    assert!(matches!(policy(0).open(&note), Err(OpenError::BadSignature(_))));
}

#[test]
fn witnesses_without_the_log_are_not_enough() {
    let note = cosigned(&cosigned(&signed(), 10, 900), 11, 900);
    let lines = note.signatures()[1..].to_vec();
    let note = Note::new(note.text().into(), lines).unwrap();
    assert!(matches!(policy(2).open(&note), Err(OpenError::NotSignedByLog(_))));
}

#[test]
fn the_signature_of_a_log_is_not_that_of_a_witness_with_its_name_and_key() {
    // One secret, once as log and once as witness: the identifiers keep them apart.
    let as_witness = checkpoint(ORIGIN, head(&leaves(5))).cosign(&witness(ORIGIN, 1), 9).unwrap();
    let note = Note::new(signed().text().into(), vec![as_witness]).unwrap();
    assert!(matches!(policy(0).open(&note), Err(OpenError::NotSignedByLog(_))));
}

#[test]
fn a_cosignature_moved_to_another_time_is_refused() {
    let note = cosigned(&signed(), 10, 900);
    let line = &note.signatures()[1];
    for at in 0..8 {
        let mut signature = line.signature().to_vec();
        signature[at] ^= 0x80;
        let line = SignatureLine::new(line.name().clone(), line.id(), signature);
        let note = signed().with_signature(line).unwrap();
        assert!(matches!(policy(0).open(&note), Err(OpenError::BadSignature(_))));
    }
}

#[test]
fn a_signature_of_the_wrong_length_is_refused() {
    for (position, length) in [(0, 63), (0, 65), (0, 1), (1, 71), (1, 73), (1, 7), (1, 8), (1, 1)] {
        let note = cosigned(&signed(), 10, 900);
        let mut lines = note.signatures().to_vec();
        let mut signature = lines[position].signature().to_vec();
        signature.resize(length, 0);
        let (name, id) = (lines[position].name().clone(), lines[position].id());
        lines[position] = SignatureLine::new(name, id, signature);
        let note = Note::new(note.text().into(), lines).unwrap();
        assert!(matches!(policy(0).open(&note), Err(OpenError::BadSignature(_))));
    }
}

#[test]
fn the_checkpoint_of_another_log_is_refused() {
    let note = checkpoint("other.example", head(&leaves(5))).sign(&log("other.example", 1));
    assert!(matches!(policy(0).open(&note.unwrap()), Err(OpenError::WrongOrigin { .. })));
}

#[test]
fn another_key_under_the_name_of_the_log_is_a_stranger() {
    let note = checkpoint(ORIGIN, head(&leaves(5))).sign(&log(ORIGIN, 2)).unwrap();
    assert!(matches!(policy(0).open(&note), Err(OpenError::NotSignedByLog(_))));
}

#[test]
fn a_log_signs_no_checkpoint_of_another_origin() {
    let error = checkpoint("other.example", head(&[])).sign(&log(ORIGIN, 1)).unwrap_err();
    assert_eq!(error, NoteError::BadKeyName(ORIGIN.into()));
}

/// Every change of one bit, to any byte of a cosigned checkpoint.
#[test]
fn a_checkpoint_changed_by_one_bit_is_refused_at_every_byte() {
    let note = cosigned(&signed(), 10, 900).to_string().into_bytes();
    policy(1).open(&Note::parse(&note).unwrap()).unwrap();
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut note = note.clone();
            note[at] ^= 1 << bit;
            if let Ok(note) = Note::parse(&note) {
                policy(1).open(&note).unwrap_err();
            }
        }
    }
}

#[test]
fn another_implementation_believes_our_checkpoint_and_reads_the_same() {
    let note = signed();
    let key = StandardVerifier::new(&log(ORIGIN, 1).key().to_string()).unwrap();
    let theirs = signed_note::Note::from_bytes(note.to_string().as_bytes()).unwrap();
    theirs.verify(&VerifierList::new(vec![Box::new(key)])).unwrap();
    let theirs = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!((theirs.origin(), theirs.size()), (ORIGIN, 5));
    assert_eq!(theirs.hash().0, *head(&leaves(5)).root.as_bytes());
    assert_eq!(theirs.to_bytes(), note.text().as_bytes());
}

#[test]
fn a_text_that_is_not_a_checkpoint_is_refused_for_what_is_wrong() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let good = format!("log.example\n12\n{root}\n");
    assert_eq!(good.parse::<Checkpoint>().unwrap().to_string(), good);
    let too_large = MAX_TREE_SIZE + 1;
    let cases = [
        (String::new(), CheckpointError::NotThreeLines),
        (good.trim_end().into(), CheckpointError::NotThreeLines),
        ("log.example\n12\n".into(), CheckpointError::NotThreeLines),
        (format!("{good}extension\n"), CheckpointError::ExtensionLines),
        (format!("{good}\n"), CheckpointError::ExtensionLines),
        (format!("log.example\n\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n012\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n00\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n+12\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n-12\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n12 \n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n1e1\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n\u{661}\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n{too_large}\n{root}\n"), CheckpointError::BadSize),
        (format!("log.example\n{}0\n{root}\n", u64::MAX), CheckpointError::BadSize),
        (good.replace("2I=", "2J="), CheckpointError::BadRoot),
        (good.replace("2I=", "2I"), CheckpointError::BadRoot),
        (good.replace("q2I=", ""), CheckpointError::BadRoot),
        (good.replace("CsUY", "CsUYCsUY"), CheckpointError::BadRoot),
        (good.replace('/', "_"), CheckpointError::BadRoot),
    ];
    for (text, error) in cases {
        assert_eq!(text.parse::<Checkpoint>(), Err(error), "{text:?}");
    }
    for origin in ["", "log example", "log+example"] {
        let text = good.replace("log.example", origin);
        let error = text.parse::<Checkpoint>().unwrap_err();
        assert!(matches!(error, CheckpointError::BadOrigin(_)), "{text:?}");
    }
}

#[test]
fn a_policy_that_one_witness_could_satisfy_twice_is_refused() {
    let key = |name: &str, seed| witness(name, seed).key().clone();
    let new = |witnesses: Vec<WitnessKey>, quorum| {
        Policy::new(log(ORIGIN, 1).key().clone(), witnesses, quorum)
    };
    let same_key = new(vec![key("a", 2), key("b", 2)], 1);
    assert!(matches!(same_key, Err(PolicyError::SharedWitness(name)) if name.as_str() == "b"));
    let same_name = new(vec![key("a", 2), key("a", 3)], 1);
    assert!(matches!(same_name, Err(PolicyError::SharedWitness(_))));
    let itself = new(vec![key("a", 1)], 1);
    assert!(matches!(itself, Err(PolicyError::LogIsWitness(_))));
    let error = PolicyError::QuorumTooLarge { quorum: 2, witnesses: 1 };
    assert_eq!(new(vec![key("a", 2)], 2), Err(error));
    let many = (0..=MAX_WITNESSES as u8).map(|n| key(&n.to_string(), 2 + n)).collect();
    assert_eq!(new(many, 1), Err(PolicyError::TooManyWitnesses(MAX_WITNESSES + 1)));
}

proptest! {
    #[test]
    fn any_checkpoint_round_trips(size in 0..=MAX_TREE_SIZE, root in any::<[u8; 32]>()) {
        let head = TreeHead { size, root: isoloir_board::MerkleHash::new(root) };
        let checkpoint = checkpoint(ORIGIN, head);
        prop_assert_eq!(checkpoint.to_string().parse::<Checkpoint>().unwrap(), checkpoint);
    }
}
