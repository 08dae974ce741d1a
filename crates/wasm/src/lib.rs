//! What a voting page does with ballots, for browsers: bindings to [`isoloir_election::booth`], and nothing else.
//!
//! All of it runs in a worker of the page. What JavaScript is given holds no secret but a challenge, which the voter has
//! asked for. Errors have a `name` by which the page finds its words, and no words of their own: a module with those would take
//! longer to load.

mod describe;
mod qr;
mod refused;

use isoloir_board::bundle;
use isoloir_board::entry::Entry;
use isoloir_board::receipt::Receipt;
use isoloir_crypto::ballot::BallotTracker;
use isoloir_crypto::credential::VoterCredential;
use isoloir_election::booth::{self, Challenge, ChallengeError, receipt};
use isoloir_election::code::VotingCode;
use isoloir_encoding::Decode;
use js_sys::Object;
use rand_core::OsRng;
use wasm_bindgen::prelude::*;

use crate::refused::named;

/// An open vote ([`booth::Booth`]).
#[wasm_bindgen]
pub struct Booth(booth::Booth);

/// The credential of a voter in a district.
#[wasm_bindgen]
pub struct Voter {
    district: u16,
    credential: VoterCredential,
}

/// A ballot that is neither cast nor challenged yet ([`booth::Sealed`]).
#[wasm_bindgen]
pub struct Sealed(booth::Sealed);

#[wasm_bindgen]
impl Booth {
    /// Reads what a server gives at `/opening`.
    ///
    /// # Errors
    /// `opening`: these are not the entries of an open vote.
    pub fn open(bytes: &[u8]) -> Result<Booth, JsValue> {
        let entries = bundle::decode(bytes).map_err(|_| named("opening"))?;
        let entries: Result<Vec<Entry>, _> = entries.into_iter().map(Entry::from_bytes).collect();
        let entries = entries.map_err(|_| named("opening"))?;
        booth::Booth::open(&entries).map(Self).map_err(|_| named("opening"))
    }

    /// The definition and the fingerprint, as an object.
    #[must_use]
    pub fn describe(&self) -> Object {
        describe::booth(&self.0)
    }

    /// The credential that voting codes give, one of each registrar, in the order of the definition.
    ///
    /// # Errors
    /// `code-length`, `code-character` or `code-check`, with the position of the code as `at`; `codes`: there are too few or
    /// too many, or they cancel each other.
    #[wasm_bindgen(js_name = voter)]
    pub fn voter(&self, district: u16, codes: Vec<String>) -> Result<Voter, JsValue> {
        let election = self.0.election();
        if codes.len() != election.definition().registrars.len() {
            return Err(named("codes"));
        }
        let mut shares = Vec::with_capacity(codes.len());
        for (at, typed) in (0..).zip(codes) {
            let code: VotingCode = typed.parse().map_err(|error| refused::code(at, &error))?;
            shares.push(code.stretch(&election.id()).share(at, district));
        }
        let credential = VoterCredential::from_shares(&shares);
        let credential = credential.ok_or_else(|| named("codes"))?;
        Ok(Voter { district, credential })
    }

    /// Seals a ballot that gives each project, by position, so many points.
    ///
    /// # Errors
    /// `limits`: a limit of the district is not kept, which the page has to rule out before.
    pub fn seal(&self, voter: &Voter, points: &[u8]) -> Result<Sealed, JsValue> {
        let district = self.0.election().districts().get(usize::from(voter.district));
        let district = district.ok_or_else(|| named("limits"))?;
        let choices = district.give(points).map_err(|_| named("limits"))?;
        let sealed = self.0.seal(voter.district, voter.credential.clone(), &choices, &mut OsRng);
        sealed.map(Sealed).map_err(|_| named("limits"))
    }

    /// Checks the receipt for a ballot that was sent, and says of what ballot it is ([`describe::recorded`]).
    ///
    /// # Errors
    /// `receipt`: it does not prove that this ballot is recorded.
    #[wasm_bindgen(js_name = checkReceipt)]
    pub fn check_receipt(&self, text: &str, sent: &[u8]) -> Result<Object, JsValue> {
        let receipt = Receipt::parse(text.as_bytes()).map_err(|_| named("receipt"))?;
        let policy = self.0.election().definition().policy();
        receipt::check(&receipt, sent, policy).map_err(|_| named("receipt"))?;
        self.open_receipt(text)
    }

    /// What a receipt proves, to a device that has not sent the ballot ([`describe::recorded`]).
    ///
    /// # Errors
    /// `receipt`: it proves nothing.
    #[wasm_bindgen(js_name = openReceipt)]
    pub fn open_receipt(&self, text: &str) -> Result<Object, JsValue> {
        let receipt = Receipt::parse(text.as_bytes()).map_err(|_| named("receipt"))?;
        let recorded = receipt::open(&receipt, &self.0).map_err(|_| named("receipt"))?;
        Ok(describe::recorded(&recorded))
    }

    /// What a challenge opens, and the tracker of the ballot that holds it ([`describe::opened`]).
    ///
    /// # Errors
    /// `challenge`: it is none. `other-challenge`: it is of another vote.
    #[wasm_bindgen(js_name = openChallenge)]
    pub fn open_challenge(&self, text: &str) -> Result<Object, JsValue> {
        let challenge = Challenge::parse(text).map_err(|_| named("challenge"))?;
        let opened = challenge.seal_again(&self.0).map_err(|error| match error {
            ChallengeError::OtherElection { .. } => named("other-challenge"),
            _ => named("challenge"),
        })?;
        Ok(describe::opened(&opened))
    }
}

#[wasm_bindgen]
impl Voter {
    /// U, in hexadecimal.
    #[must_use]
    pub fn credential(&self) -> String {
        hex::encode(self.credential.public().as_bytes())
    }
}

#[wasm_bindgen]
impl Sealed {
    /// T, in hexadecimal.
    #[must_use]
    pub fn tracker(&self) -> String {
        hex::encode(self.0.tracker().as_bytes())
    }

    /// The payload of a vote, which follows the ballot with the tracker `previous`; that is 64 zeros if there is none.
    ///
    /// # Errors
    /// `tracker`: `previous` can't be read. The ballot is gone all the same.
    pub fn cast(self, previous: &str) -> Result<Vec<u8>, JsValue> {
        Ok(self.0.cast(tracker_of(previous)?, &mut OsRng))
    }

    /// The line for the second device.
    #[must_use]
    pub fn challenge(self) -> String {
        self.0.challenge().to_text().to_string()
    }
}

/// Whether a voting code is one, of whatever election.
///
/// # Errors
/// `code-length`, `code-character` or `code-check`.
#[wasm_bindgen(js_name = checkCode)]
pub fn check_code(typed: &str) -> Result<(), JsValue> {
    typed.parse::<VotingCode>().map(drop).map_err(|error| refused::code(0, &error))
}

/// A QR code of a text: `size` in modules with its light margin, and the dark ones as the `path` of an SVG.
///
/// # Errors
/// `qr`: the text is too long, some two thousand bytes.
#[wasm_bindgen(js_name = qrCode)]
pub fn qr_code(text: &str) -> Result<Object, JsValue> {
    qr::picture(text).ok_or_else(|| named("qr"))
}

fn tracker_of(text: &str) -> Result<BallotTracker, JsValue> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| named("tracker"))?;
    BallotTracker::from_bytes(&bytes).map_err(|_| named("tracker"))
}
