//! A witness (c2sp.org/tlog-witness) on a port of this machine: an honest one, until it is told to be another.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use base64ct::{Base64, Encoding};
use ed25519_dalek::SigningKey;
use isoloir_board::MerkleHash;
use isoloir_board::checkpoint::Checkpoint;
use isoloir_board::keys::{LogKey, WitnessKey, WitnessSigner};
use isoloir_board::merkle::{Frontier, TreeHead};
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_board::proof::ConsistencyProof;
use isoloir_service::config;

/// The time in its signatures.
const SECONDS: u64 = 1_790_500_000;

/// What a witness does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// What it has to.
    Honest,
    /// It signs for so many entries and more. For fewer, it fails.
    HonestFrom(u64),
    /// It has a fault of its own.
    Fails,
    /// It does what it has to, once it is let; see [`Witness::lets_one_go`].
    Waits,
    /// It takes the request, and says nothing.
    Hangs,
    /// It hangs up.
    HangsUp,
    /// It answers what is no signature.
    Babbles,
    /// It answers 10 MB.
    Floods,
    /// It sends the board somewhere else.
    Redirects,
    /// It signs with a key of the same name that is not its own.
    SignsWithAnotherKey,
    /// It signs another tree of the same size.
    SignsAnotherTree,
    /// It gives another witness's signature lines, and none of its own.
    SignsNothing,
    /// It says that it has signed for so many entries.
    Claims(u64),
    /// It says that the proof is wrong.
    Contradicts,
}

/// A witness of one log.
pub(crate) struct Witness {
    address: SocketAddr,
    key: WitnessKey,
    mind: Arc<Mutex<Mind>>,
}

struct Mind {
    log: LogKey,
    signer: WitnessSigner,
    impostor: WitnessSigner,
    conduct: Conduct,
    /// How many answers may go.
    let_go: usize,
    /// What it has signed last.
    signed: TreeHead,
    /// Over how many entries each checkpoint was that it was asked about.
    asked: Vec<u64>,
}

impl Witness {
    /// One that has signed nothing yet.
    pub(crate) fn start(name: &str, secret: SigningKey, log: &LogKey) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let signer = |secret| WitnessSigner::new(name.parse().unwrap(), secret).unwrap();
        let mind = Mind {
            log: log.clone(),
            signer: signer(secret),
            impostor: signer(SigningKey::from_bytes(&[0xee; 32])),
            conduct: Conduct::Honest,
            let_go: 0,
            signed: Frontier::new().head(),
            asked: Vec::new(),
        };
        let key = mind.signer.key().clone();
        let mind = Arc::new(Mutex::new(mind));
        // It serves until the tests end.
        thread::spawn({
            let mind = mind.clone();
            move || {
                for stream in listener.incoming() {
                    let mind = mind.clone();
                    thread::spawn(move || serve(stream.unwrap(), &mind));
                }
            }
        });
        Self { address, key, mind }
    }

    pub(crate) fn key(&self) -> &WitnessKey {
        &self.key
    }

    /// As it is written into the settings of a board.
    pub(crate) fn config(&self) -> config::Witness {
        config::Witness { key: self.key.clone(), url: format!("http://{}/w/", self.address) }
    }

    pub(crate) fn conducts(&self, conduct: Conduct) {
        self.mind.lock().unwrap().conduct = conduct;
    }

    /// Lets one answer go that waits, or the next.
    pub(crate) fn lets_one_go(&self) {
        self.mind.lock().unwrap().let_go += 1;
    }

    /// It loses its memory.
    pub(crate) fn forgets(&self) {
        self.mind.lock().unwrap().signed = Frontier::new().head();
    }

    /// For how many entries it has signed last.
    pub(crate) fn size(&self) -> u64 {
        self.mind.lock().unwrap().signed.size
    }

    /// How often it was asked about a checkpoint over so many entries.
    pub(crate) fn asked(&self, size: u64) -> usize {
        self.mind.lock().unwrap().asked.iter().filter(|asked| **asked == size).count()
    }
}

/// Answers one request, and closes the connection.
fn serve(mut stream: TcpStream, mind: &Mutex<Mind>) {
    let Some(body) = read(&mut stream) else { return };
    let mut mind = mind_to_answer(mind);
    if matches!(mind.conduct, Conduct::Hangs | Conduct::HangsUp) {
        mind.see(&body);
        if mind.conduct == Conduct::Hangs {
            drop(mind);
            // Until the board hangs up.
            let _ = stream.read(&mut [0]);
        }
        return;
    }
    let (status, kind, answer) = mind.answer(&body);
    drop(mind);
    let head = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        answer.len()
    );
    // A board that has read enough hangs up.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(answer.as_bytes()));
}

/// Waits until the answer may go.
fn mind_to_answer(mind: &Mutex<Mind>) -> MutexGuard<'_, Mind> {
    loop {
        let mut mind = mind.lock().unwrap();
        if mind.conduct != Conduct::Waits {
            return mind;
        }
        if mind.let_go > 0 {
            mind.let_go -= 1;
            return mind;
        }
        drop(mind);
        thread::sleep(Duration::from_millis(5));
    }
}

/// The body of a request, if it is one to add a checkpoint.
fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4_096];
        let count = stream.read(&mut part).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&part[..count]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&bytes[..end]).unwrap().to_lowercase();
        assert!(head.starts_with("post /w/add-checkpoint http/1.1\r\n"), "{head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.unwrap().parse().unwrap();
        if bytes.len() == end + 4 + length {
            return Some(String::from_utf8(bytes.split_off(end + 4)).unwrap());
        }
    }
}

type Answer = (u16, &'static str, String);

impl Mind {
    /// The proof and the checkpoint of a request.
    fn see<'a>(&mut self, body: &'a str) -> (&'a str, Note, Checkpoint) {
        let (proof, note) = body.split_once("\n\n").unwrap();
        let note = Note::parse(note.as_bytes()).unwrap();
        let checkpoint: Checkpoint = note.text().parse().unwrap();
        self.asked.push(checkpoint.head.size);
        (proof, note, checkpoint)
    }

    fn answer(&mut self, body: &str) -> Answer {
        let text = |status, text: &str| (status, "text/plain", text.to_owned());
        let size = |size: u64| (409, "text/x.tlog.size", format!("{size}\n"));
        let (proof, note, checkpoint) = self.see(body);
        let signed = |signer: &WitnessSigner, checkpoint: &Checkpoint| {
            let line = checkpoint.cosign(signer, SECONDS).unwrap();
            text(200, &format!("{line}\n"))
        };
        match self.conduct {
            Conduct::HonestFrom(from) if checkpoint.head.size < from => text(500, "not now"),
            Conduct::Fails => text(500, "not now"),
            Conduct::Babbles => text(200, "\u{2014} it is all right\n\n\n"),
            Conduct::Floods => text(200, &"\u{2014} witness AAAA\n".repeat(600_000)),
            Conduct::Redirects => text(307, ""),
            Conduct::SignsWithAnotherKey => signed(&self.impostor, &checkpoint),
            Conduct::SignsAnotherTree => {
                let mut other = checkpoint;
                other.head.root = MerkleHash::new([7; 32]);
                signed(&self.signer, &other)
            }
            Conduct::SignsNothing => text(200, &format!("{}\n", note.signatures()[0])),
            Conduct::Claims(claimed) => size(claimed),
            Conduct::Contradicts => text(422, ""),
            _ => {
                if checkpoint.origin != *self.log.name() {
                    return text(404, "");
                }
                if Policy::log_only(self.log.clone()).open(&note).is_err() {
                    return text(403, "");
                }
                let (old, proof) = parse(proof);
                if old > checkpoint.head.size {
                    return text(400, "");
                }
                let is_other = checkpoint.head.size == old && checkpoint.head != self.signed;
                if old != self.signed.size || is_other {
                    return size(self.signed.size);
                }
                if proof.verify(&self.signed, &checkpoint.head).is_err() {
                    return text(422, "");
                }
                self.signed = checkpoint.head;
                // Somebody else's line comes first, and its own twice.
                let strange = checkpoint.cosign(&self.impostor, SECONDS).unwrap();
                let own = checkpoint.cosign(&self.signer, SECONDS).unwrap();
                text(200, &format!("{strange}\n{own}\n{own}\n"))
            }
        }
    }
}

/// The old size, and the proof.
fn parse(text: &str) -> (u64, ConsistencyProof) {
    let mut lines = text.split('\n');
    let old = lines.next().unwrap().strip_prefix("old ").unwrap().parse().unwrap();
    let hashes = lines.map(|line| {
        let bytes = Base64::decode_vec(line).unwrap();
        MerkleHash::new(bytes.try_into().unwrap())
    });
    (old, ConsistencyProof::new(hashes.collect()).unwrap())
}
