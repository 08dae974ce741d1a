//! `isoloir-verify ARCHIVE|URL`: checks a whole election.

use std::path::Path;

use anyhow::Context as _;

use super::arguments::{Output, Verify};
use super::{Ended, print};

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
        print(&text)?;
    }
    Ok(match report.verdict {
        Verdict::Accept => Ended::Holds,
        Verdict::Reject => Ended::Fails,
    })
}

/// Writes a file, or the standard output if it is called "-".
pub(super) fn put(file: &Path, text: &str) -> anyhow::Result<()> {
    if file == Path::new("-") {
        return print(text);
    }
    std::fs::write(file, text)
        .with_context(|| format!("the report can't be written to {}", file.display()))
}
