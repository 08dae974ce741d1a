//! A server of a voting page and its board, in this process.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha384};
use sha3::Sha3_256;

use super::world::World;
use super::{Ran, run};

/// The files of the page.
const FILES: [(&str, &str); 3] =
    [("app.js", "import './vote.js'"), ("style.css", "p {}"), ("vote.wasm", "\0asm")];
/// The policy of documents, for a board at the same origin.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' blob:; manifest-src 'self'; connect-src 'self'; worker-src \
    'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What the server answers to a request.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn file(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: Vec::new(), body: body.into() }
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self { status: 303, headers: vec![("Location", to.to_owned())], body: Vec::new() }
    }

    /// A document with what every document has.
    pub(crate) fn document(html: &str) -> Self {
        let headers = vec![
            ("Content-Type", "text/html; charset=utf-8".to_owned()),
            ("Content-Security-Policy", POLICY.to_owned()),
        ];
        Self { status: 200, headers, body: html.into() }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Status\r\nConnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", self.body.len()));
        [head.as_bytes(), &self.body].concat()
    }
}

/// The integrity of a file of the page.
pub(crate) fn integrity(name: &str) -> String {
    let content = FILES.iter().find(|(known, _)| *known == name).expect("a file of the page").1;
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(content)))
}

/// A document of the page.
pub(crate) fn html(head: &str, body: &str) -> String {
    let [app, style, wasm] = FILES.map(|(name, _)| integrity(name));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Vote</title>\
         <link rel=\"stylesheet\" href=\"/vote/page/style.css\" integrity=\"{style}\">\
         <meta name=\"file\" content=\"vote.wasm\" data-integrity=\"{wasm}\">\
         <script type=\"module\" src=\"/vote/page/app.js\" integrity=\"{app}\"></script>{head}</head>\n\
         <body>{body}</body></html>\n"
    )
}

/// A page and its board, as their server has them: by paths, without query.
pub(crate) struct Site {
    pub(crate) answers: BTreeMap<String, Answer>,
    pub(crate) election_id: [u8; 32],
    pub(crate) digest: [u8; 32],
}

impl Site {
    /// A page that holds: a document in two languages, and one behind the first.
    pub(crate) fn good() -> Self {
        let mut manifest = "isoloir page v1\n".to_owned();
        for (name, _) in FILES {
            manifest.push_str(&format!("{} {name}\n", &integrity(name)["sha384-".len()..]));
        }
        let digest = Sha3_256::digest(&manifest).into();
        let world = World::defined_with_page("A vote", Some(digest));
        let answers = BTreeMap::new();
        let mut site = Self { answers, election_id: world.election_id, digest };
        site.put_board(&world);
        site.put("page/manifest", Answer::file(manifest));
        for (name, content) in FILES {
            site.put(&format!("page/{name}"), Answer::file(content));
        }
        site.put("", Answer::redirect("en/"));
        let first = "<p><a href=\"../fr/\">fr</a> <a href=\"help?a=1\">?</a> <a href=\"#top\">top</a> \
                     <a href=\"https://elsewhere.example/\">more</a></p>";
        site.put("en/", Answer::document(&html("", first)));
        site.put("fr/", Answer::document(&html("", "<p><a href=\"../en/#top\">en</a></p>")));
        site.put("en/help", Answer::document(&html("", "<p>Help</p>")));
        site
    }

    /// Puts this board in the place of the other one.
    pub(crate) fn put_board(&mut self, world: &World) {
        let folder = tempfile::tempdir().unwrap();
        world.write_all(folder.path());
        self.put_folder(folder.path(), "");
    }

    fn put_folder(&mut self, folder: &Path, prefix: &str) {
        for item in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = format!("{prefix}{}", item.file_name().to_str().unwrap());
            if item.path().is_dir() {
                self.put_folder(&item.path(), &format!("{path}/"));
            } else {
                self.put(&path, Answer::file(fs::read(item.path()).unwrap()));
            }
        }
    }

    /// What the server answers below the root.
    pub(crate) fn put(&mut self, path: &str, answer: Answer) {
        self.answers.insert(format!("/vote/{path}"), answer);
    }

    /// Puts another document in the place of the one behind the first.
    pub(crate) fn with(mut self, head: &str, body: &str) -> Self {
        self.put("en/help", Answer::document(&html(head, body)));
        self
    }

    /// Starts a server, which ends with the tests; gives the address of the page.
    pub(crate) fn serve(self) -> String {
        serve(move |path| self.answers.get(path).cloned())
    }

    /// Runs the command on the page.
    pub(crate) fn check(self, more: &[&str]) -> Ran {
        check(&self.serve(), more)
    }
}

/// Runs the command on a page.
pub(crate) fn check(url: &str, more: &[&str]) -> Ran {
    run(&[&["page", url], more].concat())
}

/// Starts a server that answers as this says of each path, without the query; gives its address.
pub(crate) fn serve(answer: impl Fn(&str) -> Option<Answer> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/vote", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || reply(stream.unwrap(), &*answer));
        }
    });
    url
}

fn reply(mut stream: TcpStream, answer: &dyn Fn(&str) -> Option<Answer>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let target = first.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let none = Answer { status: 404, headers: Vec::new(), body: Vec::new() };
    // Who has read enough of an answer goes.
    let _ = stream.write_all(&answer(path).unwrap_or(none).bytes());
}
