//! Voting codes and what they give.

use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::code::{CodeError, VotingCode};
use isoloir_election::definition::ElectionId;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn code(seed: u64) -> String {
    VotingCode::random(&mut ChaCha20Rng::seed_from_u64(seed)).reveal().to_string()
}

fn read(typed: &str) -> Result<String, CodeError> {
    typed.parse::<VotingCode>().map(|code| code.reveal().to_string())
}

proptest! {
    #[test]
    fn a_code_that_is_typed_as_printed_is_read(seed in any::<u64>()) {
        let printed = code(seed);
        prop_assert_eq!(printed.len(), 29);
        prop_assert!(printed.split('-').all(|group| group.len() == 4));
        prop_assert_eq!(read(&printed), Ok(printed));
    }

    #[test]
    fn a_code_is_read_however_people_type_it(seed in any::<u64>(), spaces in 0..30_usize) {
        let printed = code(seed);
        let bare = printed.replace('-', "");
        let variants = [
            bare.clone(),
            printed.to_lowercase(),
            printed.replace('-', " "),
            printed.replace('0', "O"),
            printed.replace('0', "o"),
            printed.replace('1', "I"),
            printed.replace('1', "l"),
            printed.replace('1', "L"),
            format!("{}{bare}", " ".repeat(spaces)),
            format!("-{}- ", bare.to_lowercase()),
        ];
        for typed in variants {
            prop_assert_eq!(read(&typed), Ok(printed.clone()), "{}", typed);
        }
    }

    #[test]
    fn no_text_makes_a_code_panic(typed in ".{0,80}") {
        if let Ok(printed) = read(&typed) {
            prop_assert_eq!(read(&printed), Ok(printed));
        }
    }
}

#[test]
fn a_typing_error_passes_as_often_as_fifteen_bits_let_it() {
    // Every change of one character and every swap of two neighbours in 8 codes: some 6,000 errors.
    let (mut errors, mut passed) = (0, 0);
    for seed in 0..8 {
        let bare = code(seed).replace('-', "").into_bytes();
        let mut typed = Vec::new();
        for position in 0..bare.len() {
            for &letter in ALPHABET.iter().filter(|&&letter| letter != bare[position]) {
                let mut changed = bare.clone();
                changed[position] = letter;
                typed.push(changed);
            }
            if position > 0 && bare[position - 1] != bare[position] {
                let mut swapped = bare.clone();
                swapped.swap(position - 1, position);
                typed.push(swapped);
            }
        }
        for wrong in typed {
            errors += 1;
            match read(str::from_utf8(&wrong).unwrap()) {
                Ok(_) => passed += 1,
                Err(error) => assert_eq!(error, CodeError::Check),
            }
        }
    }
    // 0.2 are expected; 4 or more have a probability below 0.0001.
    assert!(errors > 6_000 && passed < 4, "{passed} of {errors} errors pass");
}

#[test]
fn a_code_with_a_character_too_few_or_too_many_is_refused() {
    let bare = code(1).replace('-', "");
    assert_eq!(read(&bare[1..]), Err(CodeError::Length { found: 23 }));
    assert_eq!(read(&format!("{bare}0")), Err(CodeError::Length { found: 25 }));
    assert_eq!(read(""), Err(CodeError::Length { found: 0 }));
    assert_eq!(read("------"), Err(CodeError::Length { found: 0 }));
}

#[test]
fn a_text_beyond_any_code_is_refused_at_once() {
    let bare = code(1).replace('-', "");
    let longest = format!("{bare}{}", " ".repeat(96 - bare.len()));
    assert!(read(&longest).is_ok());
    assert!(matches!(read(&format!("{longest} ")), Err(CodeError::Length { .. })));
    assert!(matches!(read(&"0".repeat(1 << 20)), Err(CodeError::Length { .. })));
}

#[test]
fn a_character_of_no_code_is_named() {
    let printed = code(1);
    for character in ['U', 'u', '*', 'é', '_', '０'] {
        let typed = printed.replacen('-', &character.to_string(), 1);
        assert_eq!(read(&typed), Err(CodeError::Character { character }));
    }
}

/// Letters, e-mails and telephones put other hyphens and spaces in the place of those of the letter.
#[test]
fn a_pasted_code_is_read_with_whatever_separates_its_groups() {
    let printed = code(1);
    for separator in ["", " ", "--", "\n", "\u{2011}", " \u{2013} ", "\u{a0}", "\t", "\u{2212}"] {
        assert_eq!(read(&printed.replace('-', separator)).as_deref(), Ok(printed.as_str()));
    }
}

#[test]
fn two_codes_of_one_generator_differ() {
    let rng = &mut ChaCha20Rng::seed_from_u64(5);
    let [first, second] = [(); 2].map(|()| VotingCode::random(rng).reveal());
    assert_ne!(*first, *second);
}

/// U_k of a code.
fn credential(code: &str, election: [u8; 32], registrar: u8, district: u16) -> [u8; 32] {
    let code: VotingCode = code.parse().unwrap();
    let secret = code.stretch(&ElectionId(election)).share(registrar, district);
    *NonIdentityPoint::from_secret(&secret).unwrap().as_bytes()
}

#[test]
fn credentials_of_codes_elections_registrars_and_districts_differ() {
    let (first, second) = (code(1), code(2));
    let mut all = [
        credential(&first, [1; 32], 0, 0),
        credential(&second, [1; 32], 0, 0),
        credential(&first, [2; 32], 0, 0),
        credential(&first, [1; 32], 1, 0),
        credential(&first, [1; 32], 0, 1),
        credential(&first, [1; 32], 0, 256),
        credential(&first, [1; 32], 1, 1),
    ];
    all.sort_unstable();
    assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn a_code_gives_the_same_credential_for_ever() {
    let code = code(0);
    assert_eq!(code, FROZEN_CODE);
    let public = credential(FROZEN_CODE, [0x11; 32], 1, 258);
    let hex: String = public.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, FROZEN_CREDENTIAL);
}

/// The code that ChaCha20 seeded with 0 gives.
const FROZEN_CODE: &str = "JQN1-PYW6-82XE-Y25V-0F41-9AQM";

/// U_k of [`FROZEN_CODE`] in the election of id 11..11, for registrar 1 in district 258, computed by
/// another implementation of Argon2id, HKDF and ristretto255.
const FROZEN_CREDENTIAL: &str = "f033f8665a3f312ecb7d63ee485ff3fae0fd3bcf694696302f6bb9788115b311";
