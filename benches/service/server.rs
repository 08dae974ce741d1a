//! `isoloir serve` as a process of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::election::Election;
use crate::kept;

/// A server of a board on which the vote is open.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
    /// The board is in it.
    _folder: TempDir,
}

impl Server {
    pub(crate) fn start(election: &Election) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let board = folder.path().join("board");
        let (signer, secret) = (election.board_signer(), election.board_secret());
        kept::make(&board, signer.key().name(), secret, election.setup(), None);
        let mut command = Command::new(program()?);
        command.arg("serve").arg(&board).args(["--listen", "127.0.0.1:0"]);
        // Everybody here has one address.
        command.env("ISOLOIR_SERVE_LIMITS_REQUESTS_PER_MINUTE", "1000000");
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let stdout = process.stdout.take().context("no output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let address = line.trim().rsplit('/').next().unwrap_or_default().parse();
        Ok(Self { process, address: address.context(line)?, _folder: folder })
    }

    /// Physical memory, in bytes; only on Linux.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: u64 = line
            .and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok())
            .context("the system does not say how much memory a process has")?;
        Ok(kilobytes * 1_024)
    }

    /// Ctrl-C.
    pub(crate) fn stop(mut self) -> Result<()> {
        let id = self.process.id().to_string();
        Command::new("kill").args(["-INT", &id]).status()?;
        ensure!(self.process.wait()?.success(), "the server did not end as it should");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program as people have it, built if need be.
fn program() -> Result<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--release", "--locked", "--quiet", "-p", "isoloir"]).current_dir(root);
    ensure!(build.status()?.success(), "isoloir can't be built");
    // target/release/deps/<benchmark>
    let benchmark = std::env::current_exe()?;
    let target = benchmark.ancestors().nth(2).context("an unusual target folder")?;
    Ok(target.join("isoloir").with_extension(std::env::consts::EXE_EXTENSION))
}
