use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::source::client::Patience;
use crate::source::http::Http;
use crate::source::{Source, SourceError, open};

/// What a client is patient with in these tests.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    file: Duration::from_millis(1500),
    attempts: 3,
    pause: Duration::from_millis(1),
};

/// What the server does with a connection, in the order in which they come.
#[derive(Clone)]
enum Answer {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Sends these bytes and stays silent.
    Silence(Vec<u8>),
}

/// A server that gives each connection its next answer, and then the last one again and again.
struct Server {
    url: String,
    /// The first lines of the requests.
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/log", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let answers: Vec<Answer> = answers.into_iter().collect();
        // It ends with the tests.
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let answer = answers[number.min(answers.len() - 1)].clone();
                let seen = Arc::clone(&seen);
                thread::spawn(move || serve(stream.unwrap(), answer, &seen));
            }
        });
        Self { url, requests }
    }

    fn source(&self) -> Http {
        Http::with_patience(&self.url, PATIENCE).unwrap()
    }

    fn read(&self, most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        self.source().read("tile/0/000", most)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, answer: Answer, seen: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    seen.lock().unwrap().push(first);
    let agent =
        lines.take_while(|line| !line.is_empty()).find(|line| line.contains("isoloir-verify/"));
    assert!(agent.is_some(), "a client says who it is");
    match answer {
        Answer::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Answer::Silence(bytes) => {
            let _ = stream.write_all(&bytes);
            thread::sleep(Duration::from_secs(10));
        }
    }
}

/// An answer with this status, more header lines, and body.
fn answer(status: &str, headers: &str, body: &[u8]) -> Answer {
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    Answer::Bytes([head.as_bytes(), body].concat())
}

fn ok(body: &[u8]) -> Answer {
    answer("200 OK", "", body)
}

#[test]
fn a_file_is_fetched_below_the_url() {
    let server = Server::start([ok(b"hashes")]);
    assert_eq!(server.read(6).unwrap().unwrap(), b"hashes");
    assert_eq!(server.requests(), ["GET /log/tile/0/000 HTTP/1.1"]);
    assert!(server.source().list().unwrap().is_none());
}

#[test]
fn slashes_after_the_url_change_nothing() {
    let server = Server::start([ok(b"hashes")]);
    let source = open(&format!("{}//", server.url)).unwrap();
    assert_eq!(source.location(), server.url);
    assert!(source.read("checkpoint", 6).unwrap().is_some());
    assert_eq!(server.requests(), ["GET /log/checkpoint HTTP/1.1"]);
}

#[test]
fn a_file_that_the_server_does_not_have_is_none() {
    for status in ["404 Not Found", "403 Forbidden", "410 Gone"] {
        let server = Server::start([answer(status, "", b"no such file")]);
        assert_eq!(server.read(6).unwrap(), None);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_server_in_trouble_is_asked_again() {
    let trouble = answer("500 Internal Server Error", "", b"");
    let server = Server::start([trouble, answer("503 Busy", "", b""), ok(b"hashes")]);
    assert_eq!(server.read(6).unwrap().unwrap(), b"hashes");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_server_that_stays_in_trouble_is_given_up() {
    let server = Server::start([answer("500 Internal Server Error", "", b"")]);
    let error = server.read(6).unwrap_err();
    assert!(matches!(error, SourceError::Fetch { attempts: 3, .. }), "{error}");
    assert!(error.to_string().contains("the server answered 500"), "{error}");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_body_that_is_too_large_is_an_error_and_not_asked_for_again() {
    let server = Server::start([ok(&[7; 100_000])]);
    let error = server.read(99_999).unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { most: 99_999, .. }), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_body_without_end_is_not_read_to_its_end() {
    let endless = b"HTTP/1.1 200 OK\r\n\r\n".iter().copied().chain(std::iter::repeat_n(7, 1 << 20));
    let server = Server::start([Answer::Silence(endless.collect())]);
    let start = Instant::now();
    assert!(matches!(server.read(1000), Err(SourceError::TooLarge { .. })));
    assert!(start.elapsed() < PATIENCE.file);
}

#[test]
fn a_body_that_breaks_off_is_fetched_again() {
    let cut = Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhas".to_vec());
    let server = Server::start([cut.clone(), ok(b"hashes")]);
    assert_eq!(server.read(6).unwrap().unwrap(), b"hashes");
    let server = Server::start([cut]);
    assert!(matches!(server.read(6), Err(SourceError::Fetch { attempts: 3, .. })));
}

#[test]
fn a_server_that_stays_silent_is_given_up_in_time() {
    let server = Server::start([Answer::Silence(
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhas".to_vec(),
    )]);
    let start = Instant::now();
    assert!(matches!(server.read(6), Err(SourceError::Fetch { .. })));
    assert!(start.elapsed() < PATIENCE.file * PATIENCE.attempts + Duration::from_secs(3));
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let source = Http::with_patience(&url, PATIENCE).unwrap();
    assert!(matches!(source.read("checkpoint", 6), Err(SourceError::Fetch { attempts: 3, .. })));
}

#[test]
fn redirects_are_followed_on_the_same_host_only() {
    let to = |to: &str| answer("302 Found", &format!("Location: {to}\r\n"), b"");
    let server = Server::start([to("/other/tile"), ok(b"hashes")]);
    assert_eq!(server.read(6).unwrap().unwrap(), b"hashes");
    assert_eq!(server.requests()[1], "GET /other/tile HTTP/1.1");
    for elsewhere in [
        "http://127.0.0.1:1/tile",
        "https://board.example/",
        "//board.example/",
        "tile",
        "ftp://a/",
    ] {
        let server = Server::start([to(elsewhere)]);
        let error = server.read(6).unwrap_err();
        assert!(matches!(&error, SourceError::Redirect { to, .. } if to == elsewhere), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn redirects_without_end_are_an_error() {
    let server = Server::start([answer("301 Moved", "Location: /again\r\n", b"")]);
    assert!(matches!(server.read(6), Err(SourceError::Redirect { .. })));
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn other_answers_are_errors() {
    for status in ["204 No Content", "206 Partial Content", "401 Unauthorized"] {
        let server = Server::start([answer(status, "", b"")]);
        let error = server.read(6).unwrap_err();
        let number: u16 = status[..3].parse().unwrap();
        assert!(matches!(error, SourceError::Status { status, .. } if status == number), "{error}");
    }
    let server = Server::start([answer("200 OK", "Content-Encoding: gzip\r\n", b"hashes")]);
    assert!(matches!(server.read(6), Err(SourceError::Encoded(_))));
}

#[test]
fn urls_below_which_no_files_can_be_are_refused() {
    for url in [
        "http://",
        "https:///log",
        "http://a@board.example",
        "http://board.example/?q",
        "http://board.example/#f",
        "http://board example/",
    ] {
        assert!(matches!(open(url), Err(SourceError::Url(_))), "{url}");
    }
}
