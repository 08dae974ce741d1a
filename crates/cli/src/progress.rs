use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const TEMPLATE: &str = "{msg:24} {wide_bar} {human_pos}/{human_len} {per_sec:>12} {eta:>5} left";

/// A step of a command that takes more than a moment: a bar with rate and time left on a terminal,
/// one line at its end elsewhere. Everything goes to standard error.
pub(crate) struct Step {
    name: &'static str,
    bar: ProgressBar,
    begun: Instant,
}

impl Step {
    pub(crate) fn begin(name: &'static str, length: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
        // A template that indicatif can't read is a defect of this file; the bar then looks plain.
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        bar.set_message(name);
        Self { name, bar, begun: Instant::now() }
    }

    /// `count` more are done.
    pub(crate) fn advance(&self, count: u64) {
        self.bar.inc(count);
    }

    /// So many are done in all.
    pub(crate) fn reach(&self, done: u64) {
        self.bar.set_position(done);
    }

    /// How many there are.
    pub(crate) fn length(&self) -> u64 {
        self.bar.length().unwrap_or_default()
    }

    /// So many were done before: they do not count for the rate.
    pub(crate) fn skip(&self, count: u64) {
        self.bar.inc(count);
        self.bar.reset_eta();
    }

    /// The step is done, with this to say of it.
    pub(crate) fn finish(self, outcome: &str) {
        self.bar.finish_and_clear();
        let seconds = self.begun.elapsed().as_secs_f64();
        eprintln!("{:24} {outcome} ({seconds:.1} s)", self.name);
    }
}
