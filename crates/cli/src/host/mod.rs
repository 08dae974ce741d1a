//! Keeps a board, on this machine.
//!
//! The board's folder:
//!
//! ```text
//! board.key    signs checkpoints; it stays on this machine
//! board.toml   what its keeper decides
//! board.db     the entries, unless board.toml names another database
//! ```

mod commands;
mod copy;
mod folder;
mod local;
mod serve;

pub(crate) use commands::{
    ABOUT, BoardArguments, FileArguments, POST_ABOUT, SERVE_ABOUT, ServeArguments, run_board,
    run_post, run_serve,
};
pub(crate) use folder::BoardFolder;
pub(crate) use local::{KeptBoard, KeptFiles};
use serve::serve;
