//! Programs that are measured as separate processes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// How often the memory of a process is looked at.
const GLANCE: Duration = Duration::from_millis(2);

/// A program that has ended.
pub(crate) struct Finished {
    pub(crate) seconds: f64,
    /// The most physical memory that it ever had, in bytes, up to the last [`GLANCE`]; only on Linux.
    pub(crate) peak_bytes: Option<u64>,
    /// The exit code; none if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stderr: String,
}

/// A program on so many cores: `taskset` holds it there. Where there is no `taskset`, a program that
/// uses Rayon keeps to as many threads.
pub(crate) fn on_cores(cores: usize, program: &Path) -> Command {
    let mut command = if has_taskset() {
        let mut taskset = Command::new("taskset");
        taskset.arg("--cpu-list").arg(format!("0-{}", cores - 1)).arg(program);
        taskset
    } else {
        Command::new(program)
    };
    command.env("RAYON_NUM_THREADS", cores.to_string());
    command
}

fn has_taskset() -> bool {
    let mut probe = Command::new("taskset");
    probe.args(["--cpu-list", "0", "true"]).stdout(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}

/// Runs a program to its end.
pub(crate) fn run(mut command: Command) -> Result<Finished> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let begun = Instant::now();
    let child = command.spawn().with_context(|| format!("{command:?} can't be started"))?;
    let (id, ended) = (child.id(), AtomicBool::new(false));
    thread::scope(|scope| {
        let watcher = scope.spawn(|| watch_memory(id, &ended));
        let output = child.wait_with_output();
        let seconds = begun.elapsed().as_secs_f64();
        ended.store(true, Ordering::Relaxed);
        let peak_bytes = watcher.join().ok().flatten();
        let output = output?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Finished { seconds, peak_bytes, code: output.status.code(), stderr })
    })
}

/// The system keeps the peak, but forgets it when the process ends.
fn watch_memory(process: u32, ended: &AtomicBool) -> Option<u64> {
    let mut peak = None;
    while !ended.load(Ordering::Relaxed) {
        peak = peak_bytes(process).max(peak);
        thread::sleep(GLANCE);
    }
    peak
}

fn peak_bytes(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1_024)
}

/// The name of the processor; only on Linux.
pub(crate) fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("model name"))?;
    Some(line.trim_start_matches([' ', '\t', ':']).into())
}

/// `isoloir-verify`.
pub(crate) struct Verifier {
    program: PathBuf,
    report: PathBuf,
}

/// What of its JSON report is looked at.
#[derive(Deserialize)]
struct Report {
    steps: Vec<StepReport>,
}

#[derive(Deserialize)]
struct StepReport {
    id: String,
    failures: Vec<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    entry: Option<u64>,
}

impl Verifier {
    /// The program that `ISOLOIR_VERIFY` names, or else the one of this project, which is built.
    pub(crate) fn new(report: PathBuf) -> Result<Self> {
        let program = match std::env::var_os("ISOLOIR_VERIFY") {
            Some(program) => program.into(),
            None => build()?,
        };
        Ok(Self { program, report })
    }

    /// Verifies an archive that must be accepted.
    pub(crate) fn accept(&self, archive: &Path, cores: usize) -> Result<Finished> {
        let finished = self.run(archive, cores)?;
        ensure!(
            finished.code == Some(0),
            "{} is not accepted. If the protocol has changed since it was made, remove it.\n{}",
            archive.display(),
            finished.stderr
        );
        Ok(finished)
    }

    /// Verifies an archive in which the proof of this ballot, and of no other, must be found wrong.
    pub(crate) fn reject(&self, archive: &Path, entry: u64, cores: usize) -> Result<Finished> {
        let finished = self.run(archive, cores)?;
        let code = finished.code;
        ensure!(code == Some(1), "{}: exit code {code:?}, not 1", archive.display());
        let report: Report = serde_json::from_slice(&fs::read(&self.report)?)?;
        let step = report.steps.iter().find(|step| step.id == "ballot-proofs");
        let failures = &step.context("the report has no step ballot-proofs")?.failures;
        let named: Vec<u64> = failures.iter().filter_map(|failure| failure.entry).collect();
        ensure!(
            !named.is_empty() && named.iter().all(|&named| named == entry),
            "{}: the ballot in entry {entry} is wrong, and the verifier names {named:?}",
            archive.display()
        );
        Ok(finished)
    }

    fn run(&self, archive: &Path, cores: usize) -> Result<Finished> {
        let mut command = on_cores(cores, &self.program);
        command.arg(archive).arg("--json").arg(&self.report);
        run(command)
    }
}

/// Builds `isoloir-verify` in the target folder of this benchmark.
fn build() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().context("no target folder")?;
    let built = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--release", "--locked", "--quiet", "--package", "isoloir-verify"])
        .arg("--target-dir")
        .arg(target)
        .env_remove("CARGO_BUILD_TARGET")
        .status()?;
    if !built.success() {
        bail!("isoloir-verify can't be built");
    }
    let name = Path::new("isoloir-verify").with_extension(std::env::consts::EXE_EXTENSION);
    Ok(target.join("release").join(name))
}
