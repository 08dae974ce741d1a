use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use isoloir_board::note::KeyName;
use isoloir_page::files;
use isoloir_service::config::{DatabaseUrl, Overrides};

use crate::failure::Failure;
use crate::host::copy::copy;
use crate::host::restore::restore;
use crate::host::{BoardFolder, serve};
use crate::place::{Place, read_messages};
use crate::say::say;

/// What `isoloir board --help` says.
pub(crate) const ABOUT: &str = "\
Keep the public board of an election.

Whoever keeps the board holds the key that signs its checkpoints, and sees who sends what from which address. \
They see no vote, and cannot add, drop or change an entry without everybody who verifies noticing. The key is \
in DIR/board.key, readable by its owner alone, and not under a passphrase: a server starts when nobody is there.";

/// What `isoloir board restore --help` says.
const RESTORE_ABOUT: &str = "\
Put a board into an empty database again, from a copy of its files.

For when the database is lost, and no backup has all that was signed. Take the newest copy that anybody has: \
whoever watches the board can have one, made with isoloir board copy. It is checked as isoloir fsck does, and must \
have all that this server remembers to have signed. Nothing is signed: the checkpoint is the one of the copy.";

/// What `isoloir serve --help` says.
pub(crate) const SERVE_ABOUT: &str = "\
Serve a board over HTTP: its files to everybody, and a door for messages and ballots.

Everything that comes in is checked by the rules of the election; what is answered is on the disk. Stop it \
with Ctrl-C. Put a proxy with TLS before it, or name a certificate in the settings.

The settings are in board.toml in the folder of the board, which explains each. A variable such as \
ISOLOIR_SERVE_LISTEN or ISOLOIR_SERVE_DATABASE wins over the file, and a flag over both; what is not known is \
refused. Several servers, each with a copy of the key, can keep one board in one database of PostgreSQL.";

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

        /// The database, if it is another than a file in the folder: postgres://USER:PASSWORD@HOST/NAME.
        #[arg(long, value_name = "URL")]
        database: Option<DatabaseUrl>,
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

    /// Put a board into an empty database again, from a copy of its files.
    #[command(long_about = RESTORE_ABOUT)]
    Restore {
        /// The folder of the board: its key, board.key, and its settings, board.toml, are in it.
        #[arg(value_name = "DIR")]
        folder: PathBuf,

        /// The copy: a folder, or the URL of a server, such as a mirror.
        #[arg(long, value_name = "COPY")]
        from: Place,
    },
}

/// The arguments of `isoloir serve`.
#[derive(clap::Args)]
pub(crate) struct ServeArguments {
    /// The folder of the board.
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// The settings; by default board.toml in the folder of the board.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Where to listen, in the place of what the settings say; port 0 takes a free one, and says which.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,

    /// Where to serve /metrics, for those who run the server.
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,

    /// The database: sqlite:FILE, or postgres://USER@HOST/NAME.
    #[arg(long, value_name = "URL")]
    database: Option<DatabaseUrl>,
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
        BoardCommand::Init { folder, origin, database } => init(folder, origin, database.as_ref()),
        BoardCommand::Copy { board, out } => copy(board, out),
        BoardCommand::Restore { folder, from } => restore(folder, from),
    }
}

fn init(folder: &Path, origin: &str, database: Option<&DatabaseUrl>) -> Result<(), Failure> {
    let name: KeyName = origin.parse().map_err(Failure::input)?;
    let key = BoardFolder::new(folder).create(&name, database)?;
    let page = files::digest().map_or(String::new(), |digest| format!("\npage = \"{digest}\""));
    say!(
        "The board is in {}. For election.toml:\n\n[board]\norigin = \"{origin}\"\nkey = \"{key}\"{page}",
        folder.display()
    );
    Ok(())
}

pub(crate) fn run_serve(arguments: &ServeArguments) -> Result<(), Failure> {
    let flags = Overrides {
        database: arguments.database.clone(),
        listen: arguments.listen,
        metrics: arguments.metrics,
    };
    serve(&arguments.folder, arguments.config.as_deref(), flags)
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
