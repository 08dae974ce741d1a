//! What is asked of a witness, and what is believed of its answers (c2sp.org/tlog-witness).

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use base64ct::{Base64, Encoding};
use isoloir_board::keys::WitnessKey;
use isoloir_board::note::{Note, SignatureLine};
use isoloir_board::proof::ConsistencyProof;
use tokio::sync::oneshot;
use ureq::http::header::CONTENT_TYPE;

use crate::board::state::Visible;
use crate::config::Witness;

/// For one whole answer: who waits for a receipt can wait for a second one.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The longest answer, in bytes. It has some signatures, or a number.
const MAX_ANSWER_BYTES: u64 = 8 * 1024;

/// What the answer to an old size that is not the witness's own is.
const SIZE_TYPE: &str = "text/x.tlog.size";

/// Asks one witness.
#[derive(Clone)]
pub(super) struct Client {
    agent: ureq::Agent,
    key: WitnessKey,
    url: Arc<str>,
}

/// What a witness says to a checkpoint.
#[derive(Debug)]
pub(super) enum Answer {
    /// It has signed. The signature is good.
    Cosigned(SignatureLine),
    /// It has signed for so many entries before, and not for as many as were said.
    Has(u64),
    /// It has signed for other entries than those of the checkpoint.
    Contradicts,
}

impl Client {
    pub(super) fn new(witness: &Witness) -> Self {
        let agent = ureq::Agent::config_builder()
            .user_agent(concat!("isoloir/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(TIMEOUT))
            .max_redirects(0)
            .http_status_as_error(false)
            .build()
            .new_agent();
        let url = format!("{}/add-checkpoint", witness.url.trim_end_matches('/'));
        Self { agent, key: witness.key.clone(), url: url.into() }
    }

    pub(super) fn key(&self) -> &WitnessKey {
        &self.key
    }

    /// Asks for a signature on a checkpoint, which is proved to continue that over `old` entries.
    pub(super) async fn add_checkpoint(
        &self,
        old: u64,
        proof: &ConsistencyProof,
        checkpoint: &Visible,
    ) -> anyhow::Result<Answer> {
        let Visible { size, note } = checkpoint;
        let mut body = format!("old {old}\n");
        for hash in proof.hashes() {
            body.push_str(&Base64::encode_string(hash.as_bytes()));
            body.push('\n');
        }
        body.push_str(&format!("\n{note}"));
        let (status, is_size, answer) = self.post(body).await?;
        match status {
            200 => self.cosignature(note, &answer).map(Answer::Cosigned),
            409 if is_size => match parse_size(&answer).context("it has signed for no number")? {
                // It was the size that was said, so the trees differ.
                has if has == old => Ok(Answer::Contradicts),
                has => Ok(Answer::Has(has)),
            },
            409 if old == *size => Ok(Answer::Contradicts),
            422 => Ok(Answer::Contradicts),
            403 => bail!("it does not know the key of this board: whoever runs it has to add it"),
            404 => bail!("it does not know this board: whoever runs it has to add it"),
            status => bail!("it answers with the status {status}"),
        }
    }

    /// The status of the answer, whether it is a size, and its text.
    ///
    /// A thread waits for it that nobody waits for: neither others nor the end of the program.
    async fn post(&self, body: String) -> anyhow::Result<(u16, bool, String)> {
        let (done, answer) = oneshot::channel();
        let Self { agent, url, .. } = self.clone();
        thread::Builder::new().name("witness".into()).spawn(move || {
            let request = agent.post(&*url).header(CONTENT_TYPE, "text/plain; charset=utf-8");
            let answer = request.send(body).and_then(|mut answer| {
                let status = answer.status().as_u16();
                let is_size = answer.headers().get(CONTENT_TYPE).is_some_and(|it| it == SIZE_TYPE);
                let body = answer.body_mut().with_config().limit(MAX_ANSWER_BYTES);
                Ok((status, is_size, body.read_to_string()?))
            });
            // If nobody waits any more, there is no board any more.
            let _ = done.send(answer);
        })?;
        answer.await?.context("it does not answer as it must")
    }

    /// The signature on the checkpoint by the key of this witness. What else is in the answer is ignored.
    fn cosignature(&self, checkpoint: &Note, lines: &str) -> anyhow::Result<SignatureLine> {
        let note = format!("{}\n{lines}", checkpoint.text());
        let note = Note::parse(note.as_bytes()).context("its answer can't be read")?;
        let is_good = |line: &&SignatureLine| {
            self.key.is_of(line) && self.key.verify(checkpoint.text(), line).is_ok()
        };
        let line = note.signatures().iter().find(is_good).cloned();
        line.context("its answer has no signature on the checkpoint by its key")
    }
}

/// A size in decimal, and a newline.
fn parse_size(answer: &str) -> Option<u64> {
    let digits = answer.strip_suffix('\n').unwrap_or(answer);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { digits.parse().ok() } else { None }
}
