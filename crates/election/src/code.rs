//! Voting codes: what a registrar sends a resident, and what the resident types
//! (`spec/election.md`, section 4).
//!
//! A code has 21 random characters, 105 bits, and 3 check characters, in six groups of four:
//! `7KQF-2M9X-...`. The alphabet is Crockford's base 32: digits and capitals without I, L, O, U.

use alloc::string::String;
use core::str::FromStr;

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use isoloir_crypto::group::SecretScalar;
use rand_core::CryptoRngCore;
use sha2::Sha512;
use sha3::{Digest, Sha3_256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::definition::ElectionId;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SECRET_CHARACTERS: usize = 21;
const CHECK_CHARACTERS: usize = 3;
const CHARACTERS: usize = SECRET_CHARACTERS + CHECK_CHARACTERS;
const GROUP: usize = 4;

/// The longest text that is read as a code, in bytes: room for white space and hyphens.
const MAX_TYPED_BYTES: usize = 96;

const CHECK_LABEL: &[u8] = b"isoloir/v1 voting code check";
const CREDENTIAL_LABEL: &[u8] = b"isoloir/v1 credential";

/// Argon2id (RFC 9106) with 8 MiB, one pass, one lane. What keeps a code from being guessed is its 105
/// random bits; this is a margin on top, chosen so that an old phone bears it and a registrar can issue
/// hundreds of thousands of codes.
const ARGON2_KIBIBYTES: u32 = 8_192;
const ARGON2_PASSES: u32 = 1;
const ARGON2_LANES: u32 = 1;

/// A voting code. Secret: zeroized when dropped, without `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct VotingCode {
    /// Values of the characters, below 32, without the check characters.
    symbols: [u8; SECRET_CHARACTERS],
}

/// What Argon2id makes of a code for one election: the root of the resident's credentials in all
/// districts. Computing it takes some milliseconds and 8 MiB.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct CredentialRoot([u8; 32]);

impl VotingCode {
    /// A fresh code.
    pub fn random(rng: &mut impl CryptoRngCore) -> Self {
        let mut symbols = [0; SECRET_CHARACTERS];
        rng.fill_bytes(&mut symbols);
        // 256 is a multiple of 32: every symbol is as likely.
        symbols.iter_mut().for_each(|symbol| *symbol %= 32);
        Self { symbols }
    }

    /// The code as people read it: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + CHARACTERS / GROUP));
        let check = check_symbols(&self.symbols);
        for (position, &symbol) in self.symbols.iter().chain(&check).enumerate() {
            if position > 0 && position % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(symbol)]));
        }
        text
    }

    /// Argon2id(password = the 21 characters without check characters and hyphens, salt = election_id).
    #[must_use]
    pub fn stretch(&self, election: &ElectionId) -> CredentialRoot {
        let mut password = Zeroizing::new([0; SECRET_CHARACTERS]);
        for (character, &symbol) in password.iter_mut().zip(&self.symbols) {
            *character = ALPHABET[usize::from(symbol)];
        }
        let mut root = CredentialRoot([0; 32]);
        #[expect(clippy::expect_used, reason = "constants that Argon2 accepts; a test runs them")]
        let parameters = Params::new(ARGON2_KIBIBYTES, ARGON2_PASSES, ARGON2_LANES, Some(32))
            .expect("the parameters are in range");
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
        #[expect(clippy::expect_used, reason = "lengths that Argon2 accepts; a test runs them")]
        argon2
            .hash_password_into(password.as_ref(), &election.0, &mut root.0)
            .expect("password, salt and output have lengths in range");
        root
    }
}

impl CredentialRoot {
    /// u_k, this registrar's share of the resident's credential in one district:
    /// HKDF-SHA512(root, label, registrar, district), 64 bytes reduced modulo l.
    ///
    /// One code gives credentials that nobody can link across districts.
    #[must_use]
    pub fn share(&self, registrar: u8, district: u16) -> SecretScalar {
        let mut wide = Zeroizing::new([0; 64]);
        let info = [CREDENTIAL_LABEL, &[registrar], &district.to_be_bytes()];
        let expanded = Hkdf::<Sha512>::new(None, &self.0).expand_multi_info(&info, wide.as_mut());
        debug_assert!(expanded.is_ok(), "64 bytes are within what HKDF gives");
        SecretScalar::from_uniform_bytes(&wide)
    }
}

/// The first 15 bits of SHA3-256(label, symbols), five to a character: a mistyped code passes once
/// in 32,768 times.
fn check_symbols(symbols: &[u8; SECRET_CHARACTERS]) -> [u8; CHECK_CHARACTERS] {
    let digest = Sha3_256::new_with_prefix(CHECK_LABEL).chain_update(symbols).finalize();
    let bits = u16::from_be_bytes([digest[0], digest[1]]);
    [bits >> 11, bits >> 6, bits >> 1].map(|group| (group & 31) as u8)
}

impl FromStr for VotingCode {
    type Err = CodeError;

    /// Reads a code as people type or paste it: in capitals or not, with or without white space and
    /// hyphens of whatever kind, I and L read as 1, O as 0.
    fn from_str(typed: &str) -> Result<Self, CodeError> {
        if typed.len() > MAX_TYPED_BYTES {
            return Err(CodeError::Length { found: typed.chars().count() });
        }
        let mut symbols = Zeroizing::new([0; CHARACTERS]);
        let mut found = 0;
        for character in typed.chars().filter(|&c| !separates_groups(c)) {
            let symbol = symbol_of(character).ok_or(CodeError::Character { character })?;
            if let Some(place) = symbols.get_mut(found) {
                *place = symbol;
            }
            found += 1;
        }
        if found != CHARACTERS {
            return Err(CodeError::Length { found });
        }
        let (secret, check) = symbols.split_at(SECRET_CHARACTERS);
        let mut code = Self { symbols: [0; SECRET_CHARACTERS] };
        code.symbols.copy_from_slice(secret);
        if check == check_symbols(&code.symbols) { Ok(code) } else { Err(CodeError::Check) }
    }
}

/// White space, the hyphen of the keyboard, and those that programs put in its place (U+2010 to U+2015,
/// U+2212).
fn separates_groups(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn symbol_of(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET.iter().position(|&letter| char::from(letter) == upper).map(|symbol| symbol as u8)
}

/// Why a text is not a voting code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too few or too many characters.
    #[error("a voting code has {CHARACTERS} letters and digits, this has {found}")]
    Length {
        /// How many there are, hyphens and spaces apart.
        found: usize,
    },
    /// A character that no code has.
    #[error("no voting code has the character {character:?}: compare with your letter")]
    Character {
        /// The character.
        character: char,
    },
    /// A typing error: the check characters do not fit.
    #[error("a letter or digit of the voting code is wrong: compare with your letter")]
    Check,
}
