//! What the parties of an election have in common. Each keeps a file of their own under a passphrase, and does each
//! step with it and the board: opened, read, and checked that they belong together. What a role adds is in its folder.

mod arguments;
mod kept;
mod session;
mod signer;

pub(crate) use arguments::{InitArguments, KeyArguments, StepArguments};
pub(crate) use kept::Kept;
pub(crate) use session::Session;
pub(crate) use signer::Signer;

use std::path::Path;

use isoloir_board::merkle::TreeHead;
use isoloir_election::definition::{Definition, ElectionId, Party};

use crate::failure::Failure;
use crate::identity::Identity;
use crate::party_key::Role;
use crate::place::Board;
use crate::sealed::Content;

/// The file of a party.
pub(crate) trait PartyFile: Content {
    /// Whose it is.
    const PARTY: Role;
    /// What the help says of it.
    const HELP: &'static str;
    /// What to do with the line that `init` prints.
    const LINE: &'static str;

    /// A new one, of no election yet.
    fn new(identity: Identity) -> Self;

    /// The key that signs for its owner.
    fn identity(&self) -> &Identity;
}

/// The file of a party that belongs to one election.
pub(crate) trait ElectionFile: PartyFile {
    /// The parties of its role.
    fn parties(definition: &Definition) -> &[Party];

    /// The election that it belongs to, and its board as it was last seen: it must only grow. Nothing, if it belongs
    /// to none yet.
    fn last_seen(&self) -> Option<(ElectionId, TreeHead)>;

    /// Whether a step can be done with it. `name` is what its owner calls it.
    fn check_usable(&self, _name: &Path) -> Result<(), Failure> {
        Ok(())
    }

    /// Takes over what the board shows of its owner's doings. It lasts with the next change.
    fn learn(&mut self, _board: &Board) -> Result<(), Failure> {
        Ok(())
    }
}
