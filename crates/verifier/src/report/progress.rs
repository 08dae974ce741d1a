//! How far a long task is: a bar on a terminal, a plain line now and then elsewhere.
//!
//! A task is silent for its first [`QUIET`], so that short ones never show. Both forms go to
//! the standard error. A [`Task`] can be advanced from several threads at once.

use std::io::{IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::format::{duration, grouped};

/// How long a task runs before it shows.
pub const QUIET: Duration = Duration::from_secs(2);

/// The time between two plain lines.
pub const BETWEEN_LINES: Duration = Duration::from_secs(10);

const BETWEEN_DRAWS: Duration = Duration::from_millis(100);

/// Where progress is shown.
#[derive(Debug)]
pub struct Progress {
    form: Form,
}

#[derive(Debug)]
enum Form {
    Bars(MultiProgress),
    Lines,
    Hidden,
}

impl Progress {
    /// Bars if the standard error is a terminal, plain lines if not.
    pub fn stderr() -> Self {
        let form = if std::io::stderr().is_terminal() {
            Form::Bars(MultiProgress::with_draw_target(ProgressDrawTarget::stderr()))
        } else {
            Form::Lines
        };
        Self { form }
    }

    /// Nothing is shown.
    pub fn hidden() -> Self {
        Self { form: Form::Hidden }
    }

    /// A task that begins now: what it does (`Checking ballots`), and of how many things, if that
    /// is known.
    pub fn task(&self, what: &'static str, total: Option<u64>) -> Task<'_> {
        Task {
            progress: self,
            what,
            total,
            done: AtomicU64::new(0),
            begun: Instant::now(),
            next: AtomicU64::new(millis(QUIET)),
            bar: OnceLock::new(),
        }
    }

    /// Writes to the standard output between two drawings of the bars.
    pub fn print(&self, text: &str) -> std::io::Result<()> {
        let write = || {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()
        };
        match &self.form {
            Form::Bars(bars) => bars.suspend(write),
            Form::Lines | Form::Hidden => write(),
        }
    }
}

/// A task that is under way. Its bar goes when it is dropped.
#[derive(Debug)]
pub struct Task<'a> {
    progress: &'a Progress,
    what: &'static str,
    total: Option<u64>,
    done: AtomicU64,
    begun: Instant,
    /// When to show it next, in milliseconds from its beginning.
    next: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Task<'_> {
    /// Says that `things` more are done.
    pub fn advance(&self, things: u64) {
        let done = self.done.fetch_add(things, Ordering::Relaxed).saturating_add(things);
        let pause = match self.progress.form {
            Form::Bars(_) => BETWEEN_DRAWS,
            Form::Lines => BETWEEN_LINES,
            Form::Hidden => return,
        };
        if !self.is_due(self.begun.elapsed(), pause) {
            return;
        }
        let status = status(self.what, done, self.total, self.begun.elapsed());
        match &self.progress.form {
            Form::Bars(bars) => self.draw(bars, done, status),
            // Nobody has to read it: a closed pipe is no reason to stop.
            Form::Lines => drop(writeln!(std::io::stderr(), "{status}")),
            Form::Hidden => {}
        }
    }

    /// How many things are done.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Whether it is time to show the task; of several threads that ask, one is told so.
    pub(super) fn is_due(&self, elapsed: Duration, pause: Duration) -> bool {
        let (now, next) = (millis(elapsed), self.next.load(Ordering::Relaxed));
        let after = now.saturating_add(millis(pause));
        let (set, load) = (Ordering::Relaxed, Ordering::Relaxed);
        now >= next && self.next.compare_exchange(next, after, set, load).is_ok()
    }

    fn draw(&self, bars: &MultiProgress, done: u64, status: String) {
        let bar = self.bar.get_or_init(|| {
            let bar = bars.add(ProgressBar::new(self.total.unwrap_or(0)));
            let form = if self.total.is_some() { "  {bar:20} {msg}" } else { "  {spinner} {msg}" };
            // The templates are constant; should one be wrong, the default style does.
            if let Ok(style) = ProgressStyle::with_template(form) {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(done);
        bar.set_message(status);
    }
}

impl Drop for Task<'_> {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// How far a task is: `Checking ballots: 12,000 of 96,000, 1,450 a second, 58 s left`.
pub fn status(what: &str, done: u64, total: Option<u64>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    let rate = if seconds > 0.0 { done as f64 / seconds } else { 0.0 };
    let mut text = format!("{what}: {}", grouped(done));
    if let Some(total) = total {
        text.push_str(&format!(" of {}", grouped(total)));
    }
    text.push_str(&match rate {
        10.0.. => format!(", {} a second", grouped(rate.round() as u64)),
        _ => format!(", {rate:.1} a second"),
    });
    if let Some(left) = total.and_then(|total| total.checked_sub(done)).filter(|_| rate > 0.0) {
        text.push_str(&match (left as f64 / rate).ceil() {
            seconds @ ..60.0 => format!(", {seconds} s left"),
            seconds => format!(", {} left", duration(seconds)),
        });
    }
    text
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
