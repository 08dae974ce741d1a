//! What the parties of an election have in common, each of whom keeps a file of their own.

mod kept;

pub(crate) use kept::Kept;
