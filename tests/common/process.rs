//! The programs as separate processes.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The longest that a test waits for anything that must happen.
const PATIENCE: Duration = Duration::from_secs(240);

/// How long a test waits before it looks again.
const GLANCE: Duration = Duration::from_millis(5);

/// A program of the project, built once for all tests of a file, in the same target folder as the
/// tests.
fn build(package: &str) -> PathBuf {
    // target/<profile>/deps/<test>
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().nth(3).unwrap();
    let mut build = Command::new(env!("CARGO"));
    build
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--package", package, "--locked", "--quiet", "--target-dir"])
        .arg(target)
        .env_remove("CARGO_BUILD_TARGET");
    // What cargo says of this test to itself would have build scripts, and all that stands on them, run again.
    let of_the_test =
        |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(of_the_test) {
            build.env_remove(name);
        }
    }
    assert!(build.status().unwrap().success(), "{package} can't be built");
    target.join("debug").join(package).with_extension(std::env::consts::EXE_EXTENSION)
}

/// A command of `isoloir`, without arguments.
pub(crate) fn isoloir() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    Command::new(PROGRAM.get_or_init(|| build("isoloir")))
}

/// A command of `isoloir-verify`, without arguments.
pub(crate) fn isoloir_verify() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    Command::new(PROGRAM.get_or_init(|| build("isoloir-verify")))
}

/// What a process said, and how it ended.
#[derive(Debug)]
pub(crate) struct Finished {
    /// The exit code; none if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A process that has not ended, or has not been waited for. It is killed when this is dropped.
pub(crate) struct Running {
    child: Child,
    stdout: Said,
    stderr: Said,
}

/// What came out of a pipe so far.
#[derive(Default)]
struct Said {
    text: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(command: Command) -> Self {
        Self::start_to(Stdio::piped(), command)
    }

    /// With a standard output that is perhaps not heard.
    pub(crate) fn start_to(stdout: Stdio, mut command: Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdout = child.stdout.take().map(Said::listen).unwrap_or_default();
        let stderr = child.stderr.take().map(Said::listen).unwrap_or_default();
        Self { child, stdout, stderr }
    }

    /// What it has said to standard output so far.
    pub(crate) fn stdout(&self) -> String {
        self.stdout.so_far()
    }

    /// What it has said to standard error so far.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.so_far()
    }

    /// Sends it a signal, by its name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap();
        assert!(sent.success(), "the program has ended already");
    }

    /// Waits until something holds, which must be before the process ends.
    pub(crate) fn until(&mut self, what: &str, holds: impl FnMut(&Self) -> bool) {
        let held = self.until_or_end(what, holds);
        assert!(held, "ended before {what}: {}", self.stderr());
    }

    /// Waits until something holds or the process has ended; whether it holds.
    pub(crate) fn until_or_end(
        &mut self,
        what: &str,
        mut holds: impl FnMut(&Self) -> bool,
    ) -> bool {
        let begun = Instant::now();
        while !holds(self) {
            if self.child.try_wait().unwrap().is_some() {
                return holds(self);
            }
            assert!(begun.elapsed() < PATIENCE, "{what}: not in time: {}", self.stderr());
            thread::sleep(GLANCE);
        }
        true
    }

    /// Waits for its end, this long at most; whether it has ended.
    pub(crate) fn ends_within(&mut self, limit: Duration) -> bool {
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            if begun.elapsed() >= limit {
                return false;
            }
            thread::sleep(GLANCE);
        }
        true
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> Finished {
        assert!(self.ends_within(PATIENCE), "does not end: {}", self.stderr());
        let code = self.child.wait().unwrap().code();
        Finished { code, stdout: self.stdout.all(), stderr: self.stderr.all() }
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) -> Finished {
        self.child.kill().unwrap();
        self.wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nothing to end if the process has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Said {
    fn listen(mut pipe: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4_096];
            while let Ok(length @ 1..) = pipe.read(&mut buffer) {
                heard.lock().unwrap().extend_from_slice(&buffer[..length]);
            }
        });
        Self { text, reader: Some(reader) }
    }

    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned()
    }

    fn all(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.so_far()
    }
}
