//! Keeps a board, on this machine.
//!
//! The board's folder:
//!
//! ```text
//! board.key    signs checkpoints; it stays on this machine
//! board.toml   what its keeper decides
//! board.db     the entries, unless board.toml names another database
//! board.head   the last checkpoint that was signed, as it is remembered
//! content      what the voting page says of projects beside the definition
//! ```

mod commands;
mod copy;
mod folder;
mod fsck;
mod local;
mod restore;
mod serve;

pub(crate) use commands::{
    ABOUT, BoardArguments, FileArguments, POST_ABOUT, SERVE_ABOUT, ServeArguments, run_board,
    run_post, run_serve,
};
pub(crate) use folder::BoardFolder;
pub(crate) use fsck::{FSCK_ABOUT, FsckArguments, run_fsck};
pub(crate) use local::{KeptBoard, KeptFiles};
pub(crate) use restore::fill;
use serve::serve;
