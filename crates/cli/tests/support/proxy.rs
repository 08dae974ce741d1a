//! Somebody between a voter and the server, who changes what is answered.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// A request as it came, and the body of what the server answered to it.
pub(crate) struct Exchange<'a> {
    pub(crate) request: &'a [u8],
    pub(crate) answer: Vec<u8>,
}

impl Exchange<'_> {
    /// Whether a ballot was sent.
    pub(crate) fn casts(&self) -> bool {
        self.request.starts_with(b"POST /ballots ")
    }
}

/// What comes before a request reaches the server.
pub(crate) type Before = Box<dyn FnMut(&[u8]) + Send>;

/// What the client gets in the place of an answer; nothing, if the connection breaks.
pub(crate) type After = Box<dyn FnMut(Exchange<'_>) -> Option<Vec<u8>> + Send>;

/// Listens until the test ends, and passes on one request after the other; returns its URL.
pub(crate) fn between(server: &str, mut before: Before, mut after: After) -> String {
    let server: SocketAddr = server.parse().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let request = read_message(&mut client);
            before(&request);
            let answer = ask(server, &request);
            if let Some(answer) = after(Exchange { request: &request, answer }) {
                // The client may be gone.
                let _ = client.write_all(&answer);
            }
        }
    });
    url
}

/// Sends a request to the server, and reads its whole answer.
pub(crate) fn ask(server: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut connection = TcpStream::connect(server).unwrap();
    let end_of_line = request.windows(2).position(|pair| pair == b"\r\n").unwrap() + 2;
    connection.write_all(&request[..end_of_line]).unwrap();
    // So that the answer ends with the connection, here and at the client.
    connection.write_all(b"connection: close\r\n").unwrap();
    connection.write_all(&request[end_of_line..]).unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    answer
}

/// Head and body of a request.
fn read_message(client: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let read = client.read(&mut buffer).unwrap_or(0);
        bytes.extend_from_slice(&buffer[..read]);
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let is_whole =
            head.is_some_and(|head| bytes.len() >= head + 4 + body_length(&bytes[..head]));
        if read == 0 || is_whole {
            return bytes;
        }
    }
}

fn body_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.map_or(0, |length| length.trim().parse().unwrap())
}
