use alloc::string::String;

use isoloir_board::policy::PolicyError;
use isoloir_crypto::ballot::{MAX_SLOTS, StyleError};
use isoloir_crypto::dkg::ParametersError;
use thiserror::Error;

use crate::definition::{MAX_AMOUNT, MAX_DISTRICTS};

/// Why a definition makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DefinitionError {
    /// A text is empty, or begins or ends with space.
    #[error("the {what} is empty or has space around it: write something, without the space")]
    EmptyText {
        /// Which text.
        what: &'static str,
    },
    /// A text is too long.
    #[error("the {what} has {bytes} bytes; shorten it to {most}")]
    LongText {
        /// Which text.
        what: &'static str,
        /// Its length in bytes.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// A text holds a line break, another control character, or one that reverses text around it.
    #[error("the {what} holds a control character; write it on one line")]
    ControlCharacter {
        /// Which text.
        what: &'static str,
    },
    /// Amounts with too many decimals.
    #[error("amounts with {decimals} decimals; use 6 at most")]
    TooManyDecimals {
        /// The number given.
        decimals: u8,
    },
    /// The vote would close before it opens.
    #[error("the vote closes before it opens, or at the same time; mend the dates")]
    ClosesBeforeItOpens,
    /// No party of a role, or too many.
    #[error("{parties} {role}; there must be between 1 and {most}")]
    Parties {
        /// The role.
        role: &'static str,
        /// How many there are.
        parties: usize,
        /// The bound.
        most: usize,
    },
    /// Two parties of one role share a key.
    #[error("{name} has the key of another of the {role}; each needs a key of their own")]
    RepeatedKey {
        /// The role.
        role: &'static str,
        /// The second of the two.
        name: String,
    },
    /// A party's key is of small order, so that anybody can sign for it, or not canonical.
    #[error("the key of {name} of the {role} is weak or not canonical; have another one made")]
    WeakKey {
        /// The role.
        role: &'static str,
        /// Whose key.
        name: String,
    },
    /// The ceremony can't be held so.
    #[error("the key ceremony can't be held")]
    Ceremony(#[from] ParametersError),
    /// The witnesses make no sense.
    #[error("the witnesses can't serve")]
    Witnesses(#[from] PolicyError),
    /// A district takes ballots on paper and nobody could sign for them.
    #[error("a batch of ballots on paper takes two officials, and there is one; name another")]
    PaperNeedsTwoOfficials,
    /// No district, or too many.
    #[error("{districts} districts; there must be between 1 and {MAX_DISTRICTS}")]
    Districts {
        /// How many there are.
        districts: usize,
    },
    /// A district makes no sense.
    #[error("district {district} makes no sense")]
    District {
        /// Its name.
        district: String,
        /// Why.
        #[source]
        source: DistrictError,
    },
}

/// Why a district makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DistrictError {
    /// A text of the district can't be.
    #[error(transparent)]
    Text(#[from] alloc::boxed::Box<DefinitionError>),
    /// No project, or too many.
    #[error("{projects} projects; there must be between 1 and {MAX_SLOTS}")]
    Projects {
        /// How many there are.
        projects: usize,
    },
    /// Two projects have one id.
    #[error("two projects have the id {id}; give each its own")]
    RepeatedProject {
        /// The id.
        id: String,
    },
    /// An amount is too large.
    #[error("{what} is {amount}, above {MAX_AMOUNT}; use a larger unit")]
    Amount {
        /// Which amount.
        what: &'static str,
        /// In units of the definition.
        amount: u64,
    },
    /// A limit speaks of no project, of one twice, out of order, or of one that is not there.
    #[error("limit {limit} must name projects of the district, each once and in order")]
    Scope {
        /// Which limit, from 0.
        limit: usize,
    },
    /// The limits can't be proved.
    #[error("the limits do not work")]
    Style(#[from] StyleError),
    /// The order of ties is not an order of all projects.
    #[error("the order of ties must name every project once")]
    Ties,
    /// The part does not fit an entry of the board.
    #[error(
        "the district takes {bytes} bytes and an entry of the board holds {most}; shorten its names"
    )]
    TooLarge {
        /// Length of its encoding.
        bytes: usize,
        /// What an entry holds.
        most: usize,
    },
}
