//! `isoloir page`: the voting page as files, for a server of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, ensure};
use isoloir_page::content::Content;
use isoloir_page::document::{self, Source, Stage};
use isoloir_page::files;
use isoloir_page::language::LANGUAGES;
use isoloir_page::policy;
use jiff::tz::TimeZone;

use crate::clock::zone;
use crate::failure::Failure;
use crate::place::Place;
use crate::replay::replay;
use crate::safe_file::{Access, beside, check_absent, disk, sync_parent};
use crate::say::say;

/// What `--help` says.
pub(crate) const ABOUT: &str = "\
Write the voting page as files, for a server of its own.

Whoever serves the page could change it, and read votes. So it may be somebody else than whoever keeps the board: any \
server of files, at another address. The page there shows what was signed, and sends ballots to the board, which learns \
nothing of them. Write it once the vote is open, and again when a project was withdrawn.

Every document must be sent with the header that this command prints, and FILE.html for an address FILE. What a server really \
sends, isoloir-verify page URL --board BOARD tells.";

/// The arguments of `isoloir page`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The board: its folder, a copy, or the URL of its server.
    #[arg(value_name = "BOARD")]
    board: Place,

    /// Where browsers find the board: https://vote.example.org/2027.
    #[arg(long, value_name = "URL")]
    address: String,

    /// The folder for the page; it must not be there yet.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,

    /// What the page says of projects beside the definition: a folder with projects.csv.
    #[arg(long, value_name = "FOLDER")]
    content: Option<PathBuf>,

    /// The zone in which times are told.
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    zone: TimeZone,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    check_absent(&arguments.out)?;
    if !files::has_module() {
        return Err(Failure::input(anyhow!(
            "this program was built without the voting page: run make page, and build it again"
        )));
    }
    let (address, origin) = address(&arguments.address).map_err(Failure::input)?;
    let board = arguments.board.reader()?;
    let record = replay(&board, "Reading the board").map_err(Failure::mismatch)?;
    let voting = record.phase().voting().ok_or_else(|| {
        Failure::input(anyhow!("the vote is not open yet: write the page when it is"))
    })?;
    let election = voting.election();
    let content = match &arguments.content {
        Some(folder) => Content::read(folder, election.districts()).map_err(Failure::input)?,
        None => Content::default(),
    };
    let source = Source {
        election,
        stage: Stage::Open,
        voting: Some(voting),
        content: &content,
        board: Some(&address),
        zone: &arguments.zone,
    };
    let unfinished = beside(&arguments.out, ".tmp");
    write(&source, &unfinished)
        .and_then(|()| {
            disk::rename(&unfinished, &arguments.out)?;
            sync_parent(&arguments.out)?;
            Ok(())
        })
        .with_context(|| format!("{} can't be written", arguments.out.display()))
        .map_err(Failure::system)?;
    say!(
        "The page is in {}. Send every document with this header:\n\nContent-Security-Policy: {}",
        arguments.out.display(),
        policy::of(Some(&origin))
    );
    Ok(())
}

/// An address with a slash at its end, and its origin.
fn address(text: &str) -> anyhow::Result<(String, String)> {
    let address = format!("{}/", text.trim_end_matches('/'));
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let rest = rest.context("the address of the board begins with https://")?;
    let host = rest.split('/').next().unwrap_or_default();
    let is_plain =
        |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | ':' | '[' | ']');
    ensure!(!host.is_empty() && host.chars().all(is_plain), "{text} is no address of a server");
    let origin = address[..address.len() - rest.len() + host.len()].to_owned();
    Ok((address, origin))
}

fn write(source: &Source<'_>, folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        // An attempt that was interrupted.
        fs::remove_dir_all(folder)?;
    }
    let file = |path: &str, bytes: &[u8]| -> anyhow::Result<()> {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        Ok(disk::write_synced(disk::create_file(&path, Access::Usual)?, bytes)?)
    };
    file("page/manifest", files::manifest().as_bytes())?;
    for each in files::all() {
        file(&format!("page/{}", each.name), &each.bytes)?;
    }
    for name in source.content.pictures() {
        if let Some((path, _)) = source.content.picture_file(name) {
            file(&format!("content/{name}"), &fs::read(path)?)?;
        }
    }
    for language in LANGUAGES {
        let code = language.code;
        file(&format!("{code}/index.html"), document::home(source, language).0.as_bytes())?;
        file(&format!("{code}/check.html"), document::check(source, language).0.as_bytes())?;
        let documents =
            (0..).map_while(|index| Some((index, document::budget(source, language, index)?)));
        for (index, document) in documents {
            file(&format!("{code}/budget/{index}.html"), document.0.as_bytes())?;
        }
    }
    Ok(())
}
