use std::fmt::Write as _;

use ed25519_dalek::Signer;
use isoloir_board::keys::LogKey;
use isoloir_board::note::{KeyName, Note, SignatureLine};
use isoloir_election::phase::Election;

use crate::failure::Failure;
use crate::identity::Identity;

/// What the text begins with. No entry of a board is signed over bytes that begin so.
const TITLE: &str = "isoloir/v1 roll count";

/// How many residents vote in each district, as a registrar's signed note (C2SP signed-note, type 0x01): for
/// observers to compare with the town's own figures. The name of the key is `registrar-1.<origin of the board>`.
pub(super) fn note(
    identity: &Identity,
    index: u8,
    election: &Election,
    counts: &[usize],
) -> Result<Note, Failure> {
    let mut text = format!("{TITLE}\n{}\n", election.id());
    for (count, district) in counts.iter().zip(election.districts()) {
        // Writing to a String can't fail.
        let _ = writeln!(text, "{count} {}", district.name);
    }
    let key = key(identity, index, election)?;
    let signature = identity.signing_key().sign(text.as_bytes()).to_vec();
    let line = SignatureLine::new(key.name().clone(), key.id(), signature);
    Note::new(text, vec![line]).map_err(Failure::input)
}

fn key(identity: &Identity, index: u8, election: &Election) -> Result<LogKey, Failure> {
    let origin = election.definition().board.name();
    let name: KeyName =
        format!("registrar-{}.{origin}", u16::from(index) + 1).parse().map_err(Failure::input)?;
    LogKey::new(name, identity.public().as_bytes()).map_err(Failure::input)
}
