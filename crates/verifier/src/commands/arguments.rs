//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::tracker::CopiedTracker;

/// Checks a whole Isoloir election from its public record alone.
///
/// ARCHIVE is the folder of an archive, or one file with all of it (tar). URL is where the same
/// files are served. Every step is checked anew, by a program that shares no code with those that
/// held the election. Nobody needs to be trusted for it, and nothing secret is needed.
#[derive(Debug, Parser)]
#[command(name = "isoloir-verify", version, args_conflicts_with_subcommands = true)]
#[command(subcommand_negates_reqs = true, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Arguments {
    /// What to do instead of checking a whole election.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The election to check.
    #[command(flatten)]
    pub verify: Verify,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  everything that was checked holds
  1  something does not hold; the report names the step
  2  something could not be read, or the command line is wrong";

/// Checks a whole election.
#[derive(Debug, Args)]
pub struct Verify {
    /// The election: a folder, an archive file, or a URL.
    #[arg(value_name = "ARCHIVE|URL", required = true)]
    pub source: Option<String>,
    #[command(flatten)]
    pub expected: Expected,
    /// Accepts an election that has no result yet, and checks what is there.
    #[arg(long)]
    pub in_progress: bool,
    #[command(flatten)]
    pub output: Output,
}

/// Where the report goes.
#[derive(Debug, Args)]
pub struct Output {
    /// Writes the report as JSON to this file; "-" is the standard output, with nothing else.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Writes a page for people, with pictures of counts and winners, to this file.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Prints nothing but failures.
    #[arg(long, short)]
    pub quiet: bool,
}

/// What was published elsewhere about the election.
#[derive(Debug, Default, Clone, Args)]
pub struct Expected {
    /// The identifier of the election as officials published it, 64 hexadecimal digits.
    #[arg(long, value_name = "HEX", value_parser = hash)]
    pub election_id: Option<[u8; 32]>,
    /// The fingerprint of the election as trustees published it, 64 hexadecimal digits.
    #[arg(long, value_name = "HEX", value_parser = hash)]
    pub fingerprint: Option<[u8; 32]>,
}

/// What the program can do besides.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Checks a voter's receipt, and with an archive whether that ballot counts.
    Receipt(Receipt),
    /// Says what a challenged ballot contained.
    Challenge(Challenge),
    /// Compares an archive with an older one.
    Diff(Diff),
    /// Follows a board, refuses a rewritten one, and cosigns what it saw.
    Watch(Watch),
    /// Checks what a server sends to voters' browsers.
    ///
    /// The election vouches for the files of its voting page. This reads the page as a browser
    /// does, compares every file, and refuses whatever else a document could run, load or send. The
    /// definition, which has the digest of the page, comes from the board.
    Page(Page),
    /// Checks one part of the ballots, for machines that share the work.
    Shard(Shard),
    /// Checks all the rest, with the parts that other machines checked.
    Merge(Merge),
    /// Makes a key, for a witness or for a machine that checks a part.
    Key(Key),
}

/// Checks a voter's receipt.
#[derive(Debug, Args)]
pub struct Receipt {
    /// The receipt.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The keys of the log and its witnesses, for a check without the archive: a file with the
    /// lines "log VKEY", "witness VKEY", "quorum NUMBER".
    #[arg(long, value_name = "FILE", required_unless_present = "against")]
    pub policy: Option<PathBuf>,
    /// The board: says also whether this ballot is the one that counts.
    #[arg(long, value_name = "ARCHIVE|URL")]
    pub against: Option<String>,
    #[command(flatten)]
    pub expected: Expected,
    /// The tracking code that was copied before the ballot was cast; its beginning is enough, from
    /// 32 digits on.
    #[arg(long, value_name = "HEX")]
    pub tracker: Option<CopiedTracker>,
}

/// Says what a challenged ballot contained.
#[derive(Debug, Args)]
pub struct Challenge {
    /// The challenge, a line of base64url or a link that ends in it; "-" reads the standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The tracking code that the first device showed before it was challenged; its beginning is
    /// enough, from 32 digits on.
    #[arg(long, value_name = "HEX")]
    pub tracker: CopiedTracker,
    /// The board, for the keys and the names of the projects.
    #[arg(long, value_name = "ARCHIVE|URL")]
    pub against: String,
    #[command(flatten)]
    pub expected: Expected,
}

/// Compares an archive with an older one.
#[derive(Debug, Args)]
pub struct Diff {
    /// The older archive.
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The newer one.
    #[arg(value_name = "NEW")]
    pub new: String,
}

/// Follows a board.
#[derive(Debug, Args)]
pub struct Watch {
    /// The board.
    #[arg(value_name = "URL")]
    pub source: String,
    /// What was seen last; made at the first start.
    #[arg(long, value_name = "FILE")]
    pub state: PathBuf,
    /// The key to cosign with, made by "isoloir-verify key".
    #[arg(long, value_name = "FILE", requires = "cosigned")]
    pub witness_key: Option<PathBuf>,
    /// Where the newest checkpoint goes with the cosignature.
    #[arg(long, value_name = "FILE", requires = "witness_key")]
    pub cosigned: Option<PathBuf>,
    /// Seconds between two looks.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub every: u64,
    /// Looks once and ends.
    #[arg(long)]
    pub once: bool,
    /// The identifier of the election as officials published it, 64 hexadecimal digits.
    #[arg(long, value_name = "HEX", value_parser = hash)]
    pub election_id: Option<[u8; 32]>,
}

/// Checks what a server sends to voters' browsers.
#[derive(Debug, Args)]
pub struct Page {
    /// The voting page.
    #[arg(value_name = "URL")]
    pub page: String,
    /// The board of the election, if it is not at the address of the page.
    #[arg(long, value_name = "URL")]
    pub board: Option<String>,
    /// The identifier of the election as the letter to residents has it, 64 hexadecimal digits.
    #[arg(long, value_name = "HEX", value_parser = hash)]
    pub election_id: Option<[u8; 32]>,
    /// Writes the report as JSON to this file; "-" is the standard output, with nothing else.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Prints nothing but failures.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Checks one part of the ballots.
#[derive(Debug, Args)]
pub struct Shard {
    /// Which part of how many, as 3/16.
    #[arg(value_name = "I/N")]
    pub part: Part,
    /// The election: a folder, an archive file, or a URL.
    #[arg(value_name = "ARCHIVE|URL")]
    pub source: String,
    /// The key to sign the result with, made by "isoloir-verify key".
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Where the result goes.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Checks all the rest.
#[derive(Debug, Args)]
pub struct Merge {
    /// The election: a folder, an archive file, or a URL.
    #[arg(value_name = "ARCHIVE|URL")]
    pub source: String,
    /// The results of all parts.
    #[arg(value_name = "FILE", required = true)]
    pub parts: Vec<PathBuf>,
    /// The public key of a machine whose parts are taken; may be given several times.
    #[arg(long, value_name = "VKEY", required = true)]
    pub trust: Vec<String>,
    #[command(flatten)]
    pub expected: Expected,
    #[command(flatten)]
    pub output: Output,
}

/// Makes a key.
#[derive(Debug, Args)]
pub struct Key {
    /// The name of the key, such as witness.example/w1.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Makes the key of a witness, for "watch". Without this it is the key of a machine that checks
    /// a part, for "shard".
    #[arg(long)]
    pub witness: bool,
    /// Where the secret key goes; it must not exist.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// One part of several, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which one, 1 to `of`.
    pub number: u32,
    /// Of how many, 1 to [`MAX_PARTS`].
    pub of: u32,
}

/// The most parts that the work can be split into.
pub(super) const MAX_PARTS: u32 = 4_096;

impl std::str::FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let split = text
            .split_once('/')
            .and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match split {
            Some((number, of)) if (1..=of).contains(&number) && of <= MAX_PARTS => {
                Ok(Self { number, of })
            }
            _ => Err(format!("write I/N with 1 <= I <= N <= {MAX_PARTS}, such as 3/16")),
        }
    }
}

fn hash(text: &str) -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    match hex::decode_to_slice(text, &mut bytes) {
        Ok(()) => Ok(bytes),
        Err(_) => Err("64 hexadecimal digits are needed".to_owned()),
    }
}
