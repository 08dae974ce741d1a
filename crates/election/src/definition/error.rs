use alloc::string::String;

use isoloir_board::policy::PolicyError;
use isoloir_crypto::ballot::{MAX_SLOTS, StyleError};
use isoloir_crypto::dkg::ParametersError;
use thiserror::Error;

use crate::definition::district::MAX_GROUPS;
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
    /// Complaints would be heard only before there is anything to complain of.
    #[error("the time for complaints ends before the vote closes; mend the dates")]
    ComplaintsEndBeforeTheClose,
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
    /// The projects take more slots than a ballot has.
    #[error(
        "{projects} projects of {each} slots each for their points; a ballot has {MAX_SLOTS} slots: have \
         fewer projects or fewer points"
    )]
    Slots {
        /// How many projects there are.
        projects: usize,
        /// How many slots each takes.
        each: u16,
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
    /// A limit sums what ballots of this kind do not have.
    #[error(
        "limit {limit} sums the wrong thing: where projects get points, limits sum points; where they \
         are chosen or not, costs or projects"
    )]
    Measure {
        /// Which limit, from 0.
        limit: usize,
    },
    /// More exclusive groups than a district can have.
    #[error("{groups} exclusive groups; there can be {MAX_GROUPS}")]
    TooManyGroups {
        /// How many there are.
        groups: usize,
    },
    /// A group has fewer than two projects, one twice, out of order, or one that is not there.
    #[error("exclusive group {group} must name two projects or more, each once and in order")]
    Group {
        /// Which group, from 0.
        group: usize,
    },
    /// A project costs more than the rule can fund.
    #[error(
        "project {id} costs more than the budget can pay for, so it can never win; mend its cost or the \
         budget, or leave it out"
    )]
    NeverFunded {
        /// The project.
        id: String,
        /// Its cost.
        cost: u64,
        /// The budget.
        budget: u64,
    },
    /// A limit keeps a project from every ballot.
    #[error(
        "no ballot can name project {id}: limit {limit} is too low for it alone; raise the limit"
    )]
    NeverNamed {
        /// The project.
        id: String,
        /// Which limit, from 0.
        limit: usize,
    },
    /// Two limits leave no ballot.
    #[error("limit {least} asks for more than limit {most} allows: no ballot can keep to both")]
    MinimumAboveMaximum {
        /// The limit "at least", from 0.
        least: usize,
        /// The limit "at most", from 0.
        most: usize,
    },
    /// A limit is another one again, or its projects exclude each other by another already.
    #[error(
        "limit {limit} says nothing that limit {other} does not say; remove it or mend its projects"
    )]
    SaysNothing {
        /// Which limit, from 0.
        limit: usize,
        /// The other, from 0.
        other: usize,
    },
    /// Exclusive groups for a rule that knows none.
    #[error(
        "there are exclusive groups, and the rule takes none; remove them or choose another rule"
    )]
    GroupsWithoutUse,
    /// Two groups overlap as they must not.
    #[error(
        "exclusive group {group} overlaps wrongly with group {other}; unite them or take them apart"
    )]
    GroupsOverlap {
        /// Which group, from 0.
        group: usize,
        /// The other, from 0.
        other: usize,
    },
    /// The rule by unit with points.
    #[error("the rule per-unit needs ballots that choose; give projects one point at most")]
    PointsPerUnit,
    /// Two projects of a group cost the same.
    #[error(
        "two projects of exclusive group {group} cost the same; by unit, each is another amount"
    )]
    EqualAmounts {
        /// Which group, from 0.
        group: usize,
    },
    /// A ballot could name two amounts of one undertaking.
    #[error(
        "a ballot could name two projects of exclusive group {group}; add the limit \"at most 1\" of them"
    )]
    GroupNotExclusive {
        /// Which group, from 0.
        group: usize,
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
