//! A PostgreSQL server of the test's own, in a folder of its own: on loopback, or in a network that the test has made.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The longest that a server takes to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    network: Network,
    port: u16,
    server: Option<Child>,
}

/// Where the server is.
pub(crate) struct Network {
    /// The network namespace; none for that of the test.
    pub(crate) namespace: Option<String>,
    /// The address on which it listens.
    pub(crate) host: String,
    /// Who may connect.
    pub(crate) clients: String,
}

impl Postgres {
    /// Starts one on loopback. None where PostgreSQL is not installed: what a test shows of it is then not shown. CI must show it.
    pub(crate) fn start() -> Option<Self> {
        let (host, clients) = ("127.0.0.1".to_owned(), "127.0.0.1/32".to_owned());
        Self::start_in(Network { namespace: None, host, clients })
    }

    /// The same in a network.
    pub(crate) fn start_in(network: Network) -> Option<Self> {
        let Some(programs) = programs() else {
            let is_ci = std::env::var_os("CI").is_some();
            assert!(!is_ci, "PostgreSQL is not installed: apt-get install postgresql");
            eprintln!("NOT TESTED: PostgreSQL is not installed (apt-get install postgresql)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        // The server does not run as root, and must reach its folder.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut postgres = Self { programs, folder, network, port, server: None };
        let data = postgres.data();
        let made = postgres
            .command("initdb")
            .args(["--auth=trust", "--username=isoloir", "--encoding=UTF8", "--no-sync", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let access = format!("host all all {} trust\n", postgres.network.clients);
        fs::write(data.join("pg_hba.conf"), access).unwrap();
        postgres.resume();
        Some(postgres)
    }

    /// Stops the server, as an administrator does who does not wait for clients, and starts it again.
    pub(crate) fn restart(&mut self) {
        self.end("INT");
        self.resume();
    }

    /// Starts the server on its data and its port.
    fn resume(&mut self) {
        assert!(self.server.is_none());
        let (port, data) = (self.port.to_string(), self.data());
        let mut command = self.command("postgres");
        let listen = format!("listen_addresses={}", self.network.host);
        command.args(["-p", &port, "-c", &listen, "-c", "max_connections=60"]);
        command.args(["-c", "unix_socket_directories=", "-D"]).arg(data);
        let log = fs::File::create(self.folder.path().join("log")).unwrap();
        command.stdout(Stdio::null()).stderr(log);
        self.server = Some(command.spawn().unwrap());
        let begun = Instant::now();
        while !self.psql("postgres", "SELECT 1") {
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap();
            assert!(begun.elapsed() < PATIENCE, "{}", log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// A database of its own, by its URL.
    pub(crate) fn database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("board_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        assert!(self.psql("postgres", &format!("CREATE DATABASE {name}")));
        format!("postgres://isoloir@{}:{}/{name}", self.network.host, self.port)
    }

    /// Runs a statement; whether it could be.
    pub(crate) fn psql(&self, database: &str, statement: &str) -> bool {
        let port = self.port.to_string();
        let mut command = self.command("psql");
        command.args([
            "-h",
            &self.network.host,
            "-p",
            &port,
            "-U",
            "isoloir",
            "-d",
            database,
            "-qtc",
        ]);
        command.arg(statement).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().unwrap().success()
    }

    fn end(&mut self, signal: &str) {
        let Some(mut server) = self.server.take() else { return };
        let pid = server.id().to_string();
        Command::new("kill").args(["-s", signal, &pid]).status().unwrap();
        server.wait().unwrap();
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of PostgreSQL's programs; as somebody else, if this is root: it refuses to be run by root.
    pub(crate) fn command(&self, program: &str) -> Command {
        let path = self.programs.join(program);
        let is_root = fs::metadata("/proc/self")
            .is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
        if !is_root {
            return Command::new(path);
        }
        let enter =
            |namespace: &String| ["ip", "netns", "exec", namespace].map(str::to_owned).to_vec();
        let mut words = self.network.namespace.as_ref().map_or_else(Vec::new, enter);
        let other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        words.extend(other.map(str::to_owned));
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).arg(path);
        command.env("HOME", self.folder.path()).current_dir(self.folder.path());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGQUIT: at once.
        self.end("QUIT");
    }
}

/// Where PostgreSQL's programs are: Debian does not put them in the PATH.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    folders.sort();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH")?));
    folders.into_iter().find(|folder| has_all(folder))
}

fn has_all(folder: &Path) -> bool {
    ["initdb", "postgres", "psql"].iter().all(|program| folder.join(program).exists())
}
