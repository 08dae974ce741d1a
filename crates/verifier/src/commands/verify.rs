//! `isoloir-verify ARCHIVE|URL`: checks a whole election.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use super::Ended;
use super::arguments::{Output, Verify};
use crate::engine::{self, Options};
use crate::report::progress::Progress;
use crate::report::terminal::{self, Paint};
use crate::report::{Report, Verdict, html};
use crate::source;

/// Checks the election and writes the reports.
pub(super) fn run(arguments: &Verify) -> anyhow::Result<Ended> {
    let source = source::open(arguments.source.as_deref().unwrap_or_default())?;
    let progress = progress(&arguments.output);
    let options = Options {
        in_progress: arguments.in_progress,
        election_id: arguments.expected.election_id,
        fingerprint: arguments.expected.fingerprint,
        ..Options::new(&progress)
    };
    let verified = engine::verify(&*source, options)?;
    write(&verified.report, &arguments.output)
}

/// Where progress goes.
pub(super) fn progress(output: &Output) -> Progress {
    if output.quiet { Progress::hidden() } else { Progress::stderr() }
}

/// Writes the report in the forms that were asked for.
pub(super) fn write(report: &Report, output: &Output) -> anyhow::Result<Ended> {
    if let Some(file) = &output.html {
        put(file, &html::page(report))?;
    }
    let json_alone = output.json.as_deref() == Some(Path::new("-"));
    if let Some(file) = &output.json {
        let mut json = serde_json::to_string_pretty(report)?;
        json.push('\n');
        put(file, &json)?;
    }
    if !json_alone {
        let paint = Paint::of_stdout();
        let mut text = String::new();
        for step in &report.steps {
            if !output.quiet || step.failed > 0 {
                text.push_str(&terminal::step(step, paint));
            }
        }
        if !output.quiet || report.verdict == Verdict::Reject {
            text.push_str(&terminal::conclusion(report, paint));
        }
        put(Path::new("-"), &text)?;
    }
    Ok(match report.verdict {
        Verdict::Accept => Ended::Holds,
        Verdict::Reject => Ended::Fails,
    })
}

/// Writes a file, or the standard output if it is called "-".
fn put(file: &Path, text: &str) -> anyhow::Result<()> {
    if file != Path::new("-") {
        return std::fs::write(file, text)
            .with_context(|| format!("the report can't be written to {}", file.display()));
    }
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        // Who reads a part of the report and goes, as `head` does, is no trouble.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("the report can't be written to the standard output")
        }
        _ => Ok(()),
    }
}
