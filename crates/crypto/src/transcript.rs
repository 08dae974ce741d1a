//! Fiat-Shamir transcripts (`spec/protocol.md`, section 3).
//!
//! This module owns every label that Isoloir gives to merlin. One transcript serves one proof; it
//! is created by the module that makes the statement, which absorbs the whole of the statement
//! before the first challenge is drawn. Leaving a part out is how "weak Fiat-Shamir" forgeries
//! come about (Bernhard, Pereira, Warinschi, ASIACRYPT 2012).

use alloc::vec::Vec;

use curve25519_dalek::scalar::Scalar;
use merlin::TranscriptRng;
use rand_core::{CryptoRngCore, RngCore};
use zeroize::Zeroizing;

use crate::group::{ELEMENT_BYTES, Point, SecretScalar};

/// What a transcript is for: the label that it starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Domain(&'static [u8]);

impl Domain {
    /// The proof in a ballot (`spec/protocol.md`, section 6).
    pub(crate) const BALLOT: Self = Self(b"isoloir/v1 ballot");
    /// The signature that casts a sealed ballot (section 7).
    pub(crate) const CAST: Self = Self(b"isoloir/v1 cast");
    /// Possession of the credentials of a roll (section 8).
    pub(crate) const ROLL_POSSESSION: Self = Self(b"isoloir/v1 roll possession");
    /// Possession of the credential that replaces a revoked one (section 8).
    pub(crate) const REISSUE_POSSESSION: Self = Self(b"isoloir/v1 reissue possession");
    /// Possession of the constant terms of a dealing (section 5).
    pub(crate) const DEALING_POSSESSION: Self = Self(b"isoloir/v1 dealing possession");
    /// Possession of a trustee's encryption key (section 5).
    pub(crate) const ENCRYPTION_POSSESSION: Self = Self(b"isoloir/v1 encryption possession");
    /// The Diffie-Hellman point of a complaint (section 5).
    pub(crate) const COMPLAINT: Self = Self(b"isoloir/v1 complaint");
    /// A partial decryption (section 10).
    pub(crate) const DECRYPTION: Self = Self(b"isoloir/v1 decryption");
    /// No proof: the weights of a batch (section 6.4), which nobody else computes again.
    pub(crate) const WEIGHTS: Self = Self(b"isoloir/v1 weights");
}

/// The label of one message or challenge in a transcript.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label(&'static [u8]);

macro_rules! labels {
    ($($name:ident = $text:literal;)*) => {
        impl Label {
            $(pub(crate) const $name: Self = Self($text);)*
        }
    };
}

labels! {
    CONTEXT = b"context";
    FINGERPRINT = b"fingerprint";
    DISTRICT = b"district";
    STYLE = b"style";
    CREDENTIAL = b"U";
    BASES = b"bases";
    CIPHERTEXT_A = b"A";
    CIPHERTEXT_Y = b"Y";
    CHOICE_COMMITMENT = b"Cx";
    MASK_COMMITMENT = b"Cm";
    VALUE_COMMITMENT = b"V";
    COMBINER = b"y";
    RANDOMNESS_NONCE = b"TA";
    MESSAGE_NONCE = b"TY";
    BIT_LINEAR = b"P1";
    BIT_CONSTANT = b"P0";
    CONSTRAINT_NONCE = b"E";
    CHALLENGE = b"c";
    MASKED_CHOICE = b"f";
    RANDOMNESS_RESPONSE = b"z_r";
    CHOICE_RESPONSE = b"z_x";
    BIT_RESPONSE = b"z_p";
    CONSTRAINT_RESPONSE = b"z_v";
    COUNT = b"n";
    KEY = b"X";
    NONCE = b"R";
    BASE = b"B";
    FIRST_POINT = b"P";
    SECOND_POINT = b"D";
    FIRST_NONCE = b"T1";
    SECOND_NONCE = b"T2";
    RANGE_PROOF = b"range proof";
    WITNESS = b"witness";
}

// Those of a batch, which are no part of the protocol.
labels! {
    LAST_ANSWER = b"last answer";
    BATCH_MEMBER = b"member";
}

// Those of the range proof, as the `bulletproofs` crate has them (section 11.3).
labels! {
    RANGE_SEPARATOR = b"dom-sep";
    RANGE_SIZE = b"n";
    RANGE_VALUES = b"m";
    RANGE_VALUE = b"V";
    RANGE_A = b"A";
    RANGE_S = b"S";
    RANGE_Y = b"y";
    RANGE_Z = b"z";
    RANGE_T_1 = b"T_1";
    RANGE_T_2 = b"T_2";
    RANGE_X = b"x";
    RANGE_T_X = b"t_x";
    RANGE_T_B = b"t_x_blinding";
    RANGE_E_B = b"e_blinding";
    RANGE_W = b"w";
    RANGE_LEFT = b"L";
    RANGE_RIGHT = b"R";
    RANGE_U = b"u";
}

/// A merlin transcript that takes Isoloir's types.
#[derive(Clone)]
pub(crate) struct Transcript(merlin::Transcript);

impl Transcript {
    pub(crate) fn new(domain: Domain) -> Self {
        Self(merlin::Transcript::new(domain.0))
    }

    pub(crate) fn bytes(&mut self, label: Label, bytes: &[u8]) {
        self.0.append_message(label.0, bytes);
    }

    /// Absorbs a number as merlin does: eight bytes, little-endian.
    pub(crate) fn number(&mut self, label: Label, number: u64) {
        self.0.append_u64(label.0, number);
    }

    pub(crate) fn point(&mut self, label: Label, point: &Point) {
        self.bytes(label, point.as_bytes());
    }

    pub(crate) fn scalar(&mut self, label: Label, scalar: &Scalar) {
        self.bytes(label, scalar.as_bytes());
    }

    /// A challenge: 64 bytes of the transcript, little-endian, reduced modulo l; drawn again in the
    /// (never seen) case that it is zero.
    pub(crate) fn challenge(&mut self, label: Label) -> Scalar {
        loop {
            let challenge = self.challenge_once(label);
            if challenge != Scalar::ZERO {
                return challenge;
            }
        }
    }

    /// A challenge as the `bulletproofs` crate draws them: once, whatever comes (section 11.3).
    pub(crate) fn challenge_once(&mut self, label: Label) -> Scalar {
        let mut bytes = [0; 64];
        self.0.challenge_bytes(label.0, &mut bytes);
        Scalar::from_bytes_mod_order_wide(&bytes)
    }

    /// A generator of secrets for the prover's next step ("hedged"): it is keyed with all that the
    /// transcript holds, all of the witness and 32 bytes of `rng`.
    ///
    /// Should `rng` be weak or fixed, the secrets still can't be predicted by somebody who does
    /// not know the witness, and two different statements never share a secret.
    pub(crate) fn secrets<'a>(
        &self,
        witness: impl IntoIterator<Item = &'a Scalar>,
        rng: &mut impl CryptoRngCore,
    ) -> Secrets {
        let witness = witness.into_iter();
        // One key of all of it costs a few permutations; one for each scalar would cost hundreds.
        let mut bytes = Zeroizing::new(Vec::with_capacity(witness.size_hint().0 * ELEMENT_BYTES));
        for scalar in witness {
            bytes.extend_from_slice(scalar.as_bytes());
        }
        let builder = self.0.build_rng().rekey_with_witness_bytes(Label::WITNESS.0, &bytes);
        Secrets(builder.finalize(&mut ByRef(rng)))
    }

    /// A generator of weights for a batch: keyed with all that the transcript holds and 32 bytes of
    /// `rng`, so that who chose what the transcript holds can't know them even if `rng` is weak.
    pub(crate) fn weights(&self, rng: &mut impl CryptoRngCore) -> Weights {
        Weights(self.0.build_rng().finalize(&mut ByRef(rng)))
    }

    /// The merlin transcript itself, for the `bulletproofs` crate.
    pub(crate) fn inner(&mut self) -> &mut merlin::Transcript {
        &mut self.0
    }
}

/// A generator of secrets; see [`Transcript::secrets`].
pub(crate) struct Secrets(TranscriptRng);

impl Secrets {
    pub(crate) fn scalar(&mut self) -> SecretScalar {
        SecretScalar::random(&mut self.0)
    }

    pub(crate) fn scalars(&mut self, count: usize) -> Vec<SecretScalar> {
        (0..count).map(|_| self.scalar()).collect()
    }

    /// The generator itself, for the `bulletproofs` crate.
    pub(crate) fn inner(&mut self) -> &mut TranscriptRng {
        &mut self.0
    }
}

/// A generator of weights; see [`Transcript::weights`].
pub(crate) struct Weights(TranscriptRng);

impl Weights {
    /// The next N weights, each uniform below 2^128.
    ///
    /// Drawn together, because every request costs a permutation of the whole state.
    pub(crate) fn draw<const N: usize>(&mut self) -> [Scalar; N] {
        let mut bytes = [[0; 16]; N];
        self.0.fill_bytes(bytes.as_flattened_mut());
        bytes.map(|bytes| Scalar::from(u128::from_le_bytes(bytes)))
    }
}

/// merlin asks for a sized generator that implements both traits; this lends it any.
struct ByRef<'a, R: CryptoRngCore>(&'a mut R);

impl<R: CryptoRngCore> RngCore for ByRef<'_, R> {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.0.try_fill_bytes(bytes)
    }
}

impl<R: CryptoRngCore> rand_core::CryptoRng for ByRef<'_, R> {}
