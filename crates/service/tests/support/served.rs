//! A board that is served on a port of this machine, and a client that says exactly what it is told to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::SigningKey;
use isoloir_board::keys::LogSigner;
use isoloir_service::board::{self, Board};
use isoloir_service::clock::Clock;
use isoloir_service::config::Config;
use isoloir_service::server;
use isoloir_service::store::{self, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// No test waits for longer: what takes so long hangs.
pub(crate) const SAFETY: Duration = Duration::from_secs(60);

/// A board that is served until it is stopped.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) folder: tempfile::TempDir,
    stop: oneshot::Sender<()>,
    task: JoinHandle<anyhow::Result<()>>,
}

pub(crate) fn signer() -> LogSigner {
    let name = "vote.example.org/2027".parse().unwrap();
    LogSigner::new(name, SigningKey::from_bytes(&[1; 32])).unwrap()
}

/// The settings of a text, on a port that is free.
pub(crate) fn config(text: &str) -> Config {
    let folder = std::env::temp_dir();
    let mut config =
        Config::load(&folder, Some(("test".as_ref(), text)), [], Default::default()).unwrap();
    config.listen = ([127, 0, 0, 1], 0).into();
    config
}

/// A store in a new folder.
pub(crate) async fn store(folder: &tempfile::TempDir) -> Arc<dyn Store> {
    let url = format!("sqlite:{}", folder.path().join("board.db").display());
    store::open(&url).await.unwrap()
}

impl Served {
    /// An empty board.
    pub(crate) async fn start(config: Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        board::create(&*store, &signer()).await.unwrap();
        let board = Board::open(store, signer(), Vec::new(), Clock::system()).await.unwrap();
        Self::board(board, folder, config).await
    }

    /// A board that is kept in this folder.
    pub(crate) async fn board(board: Board, folder: tempfile::TempDir, config: Config) -> Self {
        let (ready, is_ready) = oneshot::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let stopped = async { _ = stopped.await };
            server::serve(
                board,
                Zeroizing::new([1; 32]),
                &config,
                |address| _ = ready.send(address),
                stopped,
            )
            .await
        });
        let address = is_ready.await.unwrap();
        Self { address, folder, stop, task }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// What is answered to a request that has the connection for itself.
    pub(crate) async fn ask(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        let head = head.replace('\n', "\r\n");
        let head = format!("{head}\r\nHost: vote.example.org\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // A server that refuses does not read all of it.
        let _ = stream.write_all(body).await;
        Answer::read(&mut stream).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1"), b"").await
    }

    /// Asks it to end, and returns its end.
    pub(crate) fn stop(self) -> JoinHandle<anyhow::Result<()>> {
        let _ = self.stop.send(());
        self.task
    }
}

/// What a server has answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The head, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Reads to the end of the connection.
    pub(crate) async fn read(stream: &mut (impl AsyncReadExt + Unpin)) -> Self {
        Self::parse(&read_all(stream).await)
    }

    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.expect(&text);
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
        let body = bytes[end + 4..].to_vec();
        let chunked = head.contains("transfer-encoding: chunked");
        let body = if chunked { joined(&body) } else { body };
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The code of a problem, which must be one in every respect.
    #[track_caller]
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{problem}");
        for part in ["title", "detail", "type"] {
            assert!(problem[part].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
        }
        problem["code"].as_str().unwrap().to_owned()
    }
}

/// All that comes until the other side closes the connection.
pub(crate) async fn read_all(stream: &mut (impl AsyncReadExt + Unpin)) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A connection that is reset has ended, too.
    let _ = timeout(SAFETY, stream.read_to_end(&mut bytes)).await.unwrap();
    bytes
}

/// A body that came in chunks (RFC 9112, 7.1).
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|window| window == b"\r\n").unwrap();
        let length = std::str::from_utf8(&chunks[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend(&chunks[end + 2..][..length]);
        chunks = &chunks[end + 2 + length + 2..];
    }
}
