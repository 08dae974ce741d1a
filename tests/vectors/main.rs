//! The test vectors of `spec/vectors`: made here, frozen there, and judged again from the files.
//!
//! Every area has three tests. *Frozen*: what this code makes is, byte for byte, what the files
//! hold. *Accepted*: each valid case of the file gives the outputs that the file states.
//! *Refused*: each invalid case of the file is refused, with the category that the file states.
//!
//! `make vectors` writes the files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a vector that can't be made or read must fail its test"
)]

mod ballot;
mod cast;
mod ceremony;
mod chain;
mod challenge;
mod checkpoint;
mod code;
mod definition;
mod election;
mod elements;
mod file;
mod forge;
mod generators;
mod lot;
mod merkle;
mod message;
mod possession;
mod receipt;
mod replay;
mod samples;
mod sha3;
mod style;
mod tally;
mod town;
mod transcript;
mod winners;

use std::collections::BTreeSet;

use file::{Area, Folder, Made, Stored};

/// The total size that the files may have, in bytes: a stranger can read through them.
const MAX_TOTAL_BYTES: u64 = 2 << 20;

/// Set to write the files and not to compare with them.
const WRITE_VARIABLE: &str = "ISOLOIR_WRITE_VECTORS";

macro_rules! areas {
    ($($name:ident: $($area:ident)::+;)*) => {
        $(mod $name {
            #[test]
            fn is_frozen() {
                crate::is_frozen::<crate::$($area)::+>();
            }

            #[test]
            fn each_valid_case_is_accepted_with_its_outputs() {
                crate::each_valid_case_is_accepted::<crate::$($area)::+>();
            }

            #[test]
            fn each_invalid_case_is_refused_with_its_category() {
                crate::each_invalid_case_is_refused::<crate::$($area)::+>();
            }
        })*

        /// The names of all areas, which are those of the files.
        fn names() -> BTreeSet<String> {
            BTreeSet::from([$(<$($area)::+ as Area>::NAME.to_owned()),*])
        }

        /// How many cases of a folder are stored.
        fn stored_cases(folder: Folder) -> usize {
            [$(file::count::<$($area)::+>(folder)),*].iter().sum()
        }
    };
}

areas! {
    elements_are_read_strictly: elements::Elements;
    generators_are_hashes: generators::Generators;
    transcripts_give_challenges: transcript::Transcripts;
    styles_are_encoded: style::Styles;
    possession_is_proved: possession::Possession;
    ceremonies_make_keys: ceremony::Ceremonies;
    ballots_are_sealed: ballot::Ballots;
    ballots_are_cast: cast::Casts;
    ballots_are_challenged: challenge::Challenges;
    codes_give_credentials: code::Codes;
    entries_are_chained: chain::Chains;
    trees_are_proved: merkle::Proofs;
    checkpoints_are_opened: checkpoint::Checkpoints;
    receipts_are_checked: receipt::Receipts;
    definitions_are_read: definition::general::Definitions;
    districts_are_read: definition::district::Districts;
    messages_are_signed: message::Messages;
    tallies_are_decrypted: tally::Tallies;
    winners_are_chosen: winners::Winners;
    lots_are_drawn: lot::Lots;
    elections_are_verified: election::Elections;
}

#[test]
fn every_file_belongs_to_an_area_and_all_are_small() {
    let mut total = 0;
    for folder in [Folder::Valid, Folder::Invalid] {
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let area = name.strip_suffix(".json");
            assert!(area.is_some_and(|area| names().contains(area)), "{name} has no area");
            total += entry.metadata().unwrap().len();
        }
    }
    assert!(total <= MAX_TOTAL_BYTES, "{total} bytes: keep the cases small");
}

#[test]
fn there_are_more_failures_than_successes() {
    let (valid, invalid) = (stored_cases(Folder::Valid), stored_cases(Folder::Invalid));
    assert!(invalid > valid, "{invalid} invalid cases, {valid} valid ones");
}

fn is_frozen<A: Area>() {
    for folder in [Folder::Valid, Folder::Invalid].into_iter().filter(|folder| folder.has::<A>()) {
        let made = Made::<A>::in_folder(folder);
        if std::env::var_os(WRITE_VARIABLE).is_some() {
            made.write();
        } else {
            made.compare();
        }
    }
}

fn each_valid_case_is_accepted<A: Area>() {
    for case in Stored::<A>::read(Folder::Valid).cases {
        let output = A::judge(&case.input);
        let output =
            output.unwrap_or_else(|category| panic!("{} is refused: {category}", case.name));
        assert_eq!(Some(output), case.expected, "{}", case.name);
    }
}

fn each_invalid_case_is_refused<A: Area>() {
    for case in Stored::<A>::read(Folder::Invalid).cases {
        let category = match A::judge(&case.input) {
            Ok(_) => panic!("{} is accepted", case.name),
            Err(category) => category,
        };
        assert_eq!(Some(category), case.refused_as, "{}", case.name);
    }
}
