use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use isoloir_board::note::KeyName;

use crate::failure::Failure;
use crate::host::copy::copy;
use crate::host::{BoardFolder, serve};
use crate::place::{Place, read_messages};
use crate::say::say;

/// What `isoloir board --help` says.
pub(crate) const ABOUT: &str = "\
Keep the public board of an election.

Whoever keeps the board holds the key that signs its checkpoints, and sees who sends what from which address. \
They see no vote, and cannot add, drop or change an entry without everybody who verifies noticing. The key is \
in DIR/board.key, readable by its owner alone, and not under a passphrase: a server starts when nobody is there.";

/// What `isoloir serve --help` says.
pub(crate) const SERVE_ABOUT: &str = "\
Serve a board over HTTP: its files to everybody, and a door for messages and ballots.

Everything that comes in is checked by the rules of the election; what is answered is on the disk. Stop it \
with Ctrl-C. Put a proxy with TLS before it.";

/// What `isoloir post --help` says.
pub(crate) const POST_ABOUT: &str = "\
Put messages on the board that another command wrote to a file with --out.

They are signed, so whoever carries or posts them can't change them. What is on the board already is left \
alone: posting twice does no harm.";

/// The arguments of `isoloir board`.
#[derive(clap::Args)]
pub(crate) struct BoardArguments {
    #[command(subcommand)]
    command: BoardCommand,
}

#[derive(clap::Subcommand)]
enum BoardCommand {
    /// Make an empty board, and the key of its log; prints the line for election.toml.
    Init {
        /// The folder for the board; absent or empty.
        #[arg(value_name = "DIR")]
        folder: PathBuf,

        /// The name of the log: the address where people will find it, without https://.
        #[arg(long, value_name = "NAME")]
        origin: String,
    },

    /// Copy the files of a board into a folder: for a stick, for a web server, as a backup.
    Copy {
        /// The board: the URL of its server, or a folder.
        #[arg(value_name = "BOARD")]
        board: Place,

        /// The folder for the copy; it must not be there yet.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

/// The arguments of `isoloir serve`.
#[derive(clap::Args)]
pub(crate) struct ServeArguments {
    /// The folder of the board.
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Where to listen; port 0 takes a free one, and says which.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// The arguments of `isoloir post`.
#[derive(clap::Args)]
pub(crate) struct FileArguments {
    /// The board: the URL of its server, or its folder.
    #[arg(long, value_name = "BOARD")]
    board: Place,

    /// Files with messages, in the order in which they are to be posted.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub(crate) fn run_board(arguments: &BoardArguments) -> Result<(), Failure> {
    match &arguments.command {
        BoardCommand::Init { folder, origin } => init(folder, origin),
        BoardCommand::Copy { board, out } => copy(board, out),
    }
}

fn init(folder: &Path, origin: &str) -> Result<(), Failure> {
    let name: KeyName = origin.parse().map_err(Failure::input)?;
    let key = BoardFolder::new(folder).create(&name)?;
    say!(
        "The board is in {}. For election.toml:\n\n[board]\norigin = \"{origin}\"\nkey = \"{key}\"",
        folder.display()
    );
    Ok(())
}

pub(crate) fn run_serve(arguments: &ServeArguments) -> Result<(), Failure> {
    serve(&arguments.folder, arguments.listen)
}

pub(crate) fn run_post(arguments: &FileArguments) -> Result<(), Failure> {
    // All are read before the first is posted: a wrong file stops everything.
    let read = arguments.files.iter().map(|file| read_messages(file));
    let read = read.collect::<Result<Vec<_>, _>>()?;
    for (file, messages) in arguments.files.iter().zip(read) {
        let entries = arguments.board.post(&messages)?;
        let entries: Vec<String> = entries.iter().map(u64::to_string).collect();
        say!("{}: on the board as {}", file.display(), entries.join(", "));
    }
    Ok(())
}
