//! The transcripts of all proofs, with every domain and label (`spec/protocol.md`, section 3).

use curve25519_dalek::Scalar;

/// Which kind of proof a transcript serves (`spec/protocol.md`, section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// The proof in a ballot, range proof included (6.3).
    Ballot,
    /// The signature that casts (7).
    Cast,
    /// A registrar knows the secrets of its credentials (8).
    RollPossession,
    /// A registrar knows the secret of its share of a replacement (8).
    ReissuePossession,
    /// A trustee knows the secret of its encryption key (5.2).
    EncryptionPossession,
    /// A trustee knows the constant terms of its dealing (5.3).
    DealingPossession,
    /// The Diffie-Hellman point of a complaint (5.5).
    Complaint,
    /// A partial decryption (10.2).
    Decryption,
}

impl Domain {
    /// The bytes that a transcript of this domain begins with.
    pub fn label(self) -> &'static [u8] {
        match self {
            Self::Ballot => b"isoloir/v1 ballot",
            Self::Cast => b"isoloir/v1 cast",
            Self::RollPossession => b"isoloir/v1 roll possession",
            Self::ReissuePossession => b"isoloir/v1 reissue possession",
            Self::EncryptionPossession => b"isoloir/v1 encryption possession",
            Self::DealingPossession => b"isoloir/v1 dealing possession",
            Self::Complaint => b"isoloir/v1 complaint",
            Self::Decryption => b"isoloir/v1 decryption",
        }
    }
}

/// The labels of what is absorbed and drawn (`spec/protocol.md`, sections 3.3 and 11.3).
#[expect(missing_docs, reason = "the tables of section 3.3 say what each stands for")]
pub mod label {
    pub const CONTEXT: &[u8] = b"context";
    pub const COUNT: &[u8] = b"n";
    pub const X: &[u8] = b"X";
    pub const R: &[u8] = b"R";
    pub const B: &[u8] = b"B";
    pub const P: &[u8] = b"P";
    pub const D: &[u8] = b"D";
    pub const T1: &[u8] = b"T1";
    pub const T2: &[u8] = b"T2";
    pub const FINGERPRINT: &[u8] = b"fingerprint";
    pub const DISTRICT: &[u8] = b"district";
    pub const STYLE: &[u8] = b"style";
    pub const U: &[u8] = b"U";
    pub const BASES: &[u8] = b"bases";
    pub const A: &[u8] = b"A";
    pub const Y: &[u8] = b"Y";
    pub const CX: &[u8] = b"Cx";
    pub const CM: &[u8] = b"Cm";
    pub const V: &[u8] = b"V";
    pub const TA: &[u8] = b"TA";
    pub const TY: &[u8] = b"TY";
    pub const P1: &[u8] = b"P1";
    pub const P0: &[u8] = b"P0";
    pub const E: &[u8] = b"E";
    pub const F: &[u8] = b"f";
    pub const Z_R: &[u8] = b"z_r";
    pub const Z_X: &[u8] = b"z_x";
    pub const Z_P: &[u8] = b"z_p";
    pub const Z_V: &[u8] = b"z_v";
    /// The challenge that combines slots, constraints or points.
    pub const COMBINE: &[u8] = b"y";
    /// The challenge of a proof.
    pub const CHALLENGE: &[u8] = b"c";

    /// Those of the range proof (section 11.3).
    pub mod range {
        pub const SEPARATOR: &[u8] = b"dom-sep";
        pub const RANGE: &[u8] = b"rangeproof v1";
        pub const PRODUCT: &[u8] = b"ipp v1";
        pub const N: &[u8] = b"n";
        pub const M: &[u8] = b"m";
        pub const V: &[u8] = b"V";
        pub const A: &[u8] = b"A";
        pub const S: &[u8] = b"S";
        pub const Y: &[u8] = b"y";
        pub const Z: &[u8] = b"z";
        pub const T_1: &[u8] = b"T_1";
        pub const T_2: &[u8] = b"T_2";
        pub const X: &[u8] = b"x";
        pub const T_X: &[u8] = b"t_x";
        pub const T_B: &[u8] = b"t_x_blinding";
        pub const E_B: &[u8] = b"e_blinding";
        pub const W: &[u8] = b"w";
        pub const L: &[u8] = b"L";
        pub const R: &[u8] = b"R";
        pub const U: &[u8] = b"u";
    }
}

/// A merlin transcript, version 1.0 (`spec/protocol.md`, section 3.1).
#[derive(Clone)]
pub struct Transcript(merlin::Transcript);

impl Transcript {
    /// A fresh transcript that has absorbed the domain.
    pub fn new(domain: Domain) -> Self {
        Self(merlin::Transcript::new(domain.label()))
    }

    /// Absorbs bytes; points and scalars as their 32 bytes.
    pub fn append(&mut self, label: &'static [u8], bytes: &[u8]) {
        self.0.append_message(label, bytes);
    }

    /// Absorbs a number as 8 bytes, little-endian.
    pub fn append_u64(&mut self, label: &'static [u8], number: u64) {
        self.0.append_u64(label, number);
    }

    /// Draws a challenge, again while it is 0.
    pub fn challenge(&mut self, label: &'static [u8]) -> Scalar {
        loop {
            let scalar = self.draw(label);
            if scalar != Scalar::ZERO {
                return scalar;
            }
        }
    }

    /// Draws a challenge once, as the range proof does: it may be 0 (11.3).
    pub fn draw(&mut self, label: &'static [u8]) -> Scalar {
        let mut wide = [0; 64];
        self.0.challenge_bytes(label, &mut wide);
        Scalar::from_bytes_mod_order_wide(&wide)
    }
}
