//! The report as one page for people: no script, nothing loaded from elsewhere, printable.
//!
//! [`page`] is a pure function of the report. The page allows itself its own style sheet, by its
//! hash, and nothing else (Content Security Policy, level 3), so even a mistake in escaping could
//! not run or load anything.

mod chart;
mod district;
mod markup;
mod table;

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use super::format::{counted, duration, grouped, utc};
use super::{ElectionSummary, Failure, LogSummary, Outcome, Report, StepReport, Witness, words};
use markup::Markup;
use table::Column;

const STYLE: &str = include_str!("style.css");

/// Above this many failures of a check their table is folded.
const MAX_UNFOLDED_FAILURES: usize = 10;

/// The report as a page of HTML.
pub fn page(report: &Report) -> String {
    let mut html = Markup::default();
    head(&mut html, report);
    html.raw("<body>\n<header>\n");
    masthead(&mut html, report);
    html.raw("</header>\n<main>\n");
    verdict(&mut html, report);
    contents(&mut html, report);
    if report.failing_steps().next().is_some() {
        failures(&mut html, report);
    }
    if let Some(election) = &report.election {
        compare(&mut html, election);
        figures(&mut html, report, election);
        results(&mut html, report, election);
    }
    checks(&mut html, report);
    limits(&mut html, report);
    if let Some(log) = &report.log {
        record(&mut html, log);
    }
    html.raw("</main>\n<footer>\n");
    footer(&mut html, report);
    html.raw("</footer>\n</body>\n</html>\n");
    html.finish()
}

fn title(report: &Report) -> &str {
    report.election.as_ref().map_or("An election that could not be read", |it| &it.title)
}

fn head(html: &mut Markup, report: &Report) {
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.put(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'sha256-",
        Base64::encode_string(&Sha256::digest(STYLE)),
        "'; base-uri 'none'; form-action 'none'\">\n",
    );
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html.text(words::headline(report).word).raw(": ").text(title(report)).raw("</title>\n");
    html.raw("<style>").raw(STYLE).raw("</style>\n</head>\n");
}

fn masthead(html: &mut Markup, report: &Report) {
    html.raw("<p class=\"eyebrow\">Independent check of an election</p>\n");
    html.put("<h1><bdi>", title(report), "</bdi></h1>\n");
}

fn verdict(html: &mut Markup, report: &Report) {
    let headline = words::headline(report);
    if report.holds() {
        html.raw("<section class=\"verdict holds\" aria-labelledby=\"verdict\">\n");
        html.raw("<h2 id=\"verdict\"><span class=\"seal\" aria-hidden=\"true\">✓</span> ");
    } else {
        html.raw("<section class=\"verdict fails\" aria-labelledby=\"verdict\">\n");
        html.raw("<h2 id=\"verdict\"><span class=\"seal\" aria-hidden=\"true\">✗</span> ");
    }
    html.text(headline.word).raw("</h2>\n");
    html.put("<p class=\"lead\">", headline.sentence, "</p>\n");
    if report.failing_steps().next().is_some() {
        html.raw("<ul>\n");
        for step in report.failing_steps() {
            html.put("<li>", words::meaning_of_failure(step), "</li>\n");
        }
        html.raw("</ul>\n");
    }
    if report.election.is_some() && report.holds() {
        html.raw(
            "<p>This is said of the election with the <a href=\"#compare\">identifiers below</a>. \
             Compare them before you rely on it.</p>\n",
        );
    }
    html.raw("</section>\n");
}

fn contents(html: &mut Markup, report: &Report) {
    html.raw("<nav aria-label=\"Contents\">\n<ul>\n");
    if report.failing_steps().next().is_some() {
        html.raw("<li><a href=\"#failures\">What does not hold</a></li>\n");
    }
    if report.election.is_some() {
        html.raw("<li><a href=\"#compare\">What to compare</a></li>\n");
        html.raw("<li><a href=\"#figures\">Figures</a></li>\n");
        html.raw("<li><a href=\"#results\">Results</a></li>\n");
    }
    html.raw("<li><a href=\"#checks\">What was checked</a></li>\n");
    html.raw("<li><a href=\"#limits\">What was not checked</a></li>\n");
    html.raw("</ul>\n</nav>\n");
}

fn failures(html: &mut Markup, report: &Report) {
    html.raw("<section aria-labelledby=\"failures\">\n");
    html.raw("<h2 id=\"failures\">What does not hold</h2>\n");
    for step in report.failing_steps() {
        html.put("<h3>", step.number.to_string(), ". ").text(step.name).raw("</h3>\n");
        html.put("<p><strong>", words::meaning_of_failure(step), "</strong></p>\n");
        html.put("<p>What should hold: ", words::explanation(step), "</p>\n");
        failure_table(html, step);
    }
    html.raw("</section>\n");
}

fn failure_table(html: &mut Markup, step: &StepReport) {
    if step.failures.is_empty() {
        html.raw("<p>The report names no single entry.</p>\n");
        return;
    }
    let named = step.failures.len();
    let folded = table::fold(html, named, MAX_UNFOLDED_FAILURES, "failures that are named");
    table::open(html, "Failures of check ", step.number.to_string(), "");
    table::columns(html, &[Column::Words("Where"), Column::Words("What does not hold")]);
    for failure in &step.failures {
        table::row(html);
        place(html, failure);
        html.raw(table::END_NAME);
        html.put("<td role=\"cell\" class=\"any\">", &failure.what, "</td></tr>\n");
    }
    table::close(html);
    table::unfold(html, folded);
    if step.unnamed() > 0 {
        html.put("<p>", words::more_failures(step.unnamed()), ".</p>\n");
    }
}

fn place(html: &mut Markup, failure: &Failure) {
    if let Some(entry) = failure.entry {
        html.put("entry ", grouped(entry), "");
    }
    if let Some(file) = &failure.file {
        html.put("<code class=\"file\">", file, "</code>");
    }
    if failure.entry.is_none() && failure.file.is_none() {
        html.raw("the record");
    }
}

fn compare(html: &mut Markup, election: &ElectionSummary) {
    html.raw("<section class=\"compare\" aria-labelledby=\"compare\">\n");
    html.raw("<h2 id=\"compare\">What to compare</h2>\n");
    html.put("<p>", words::COMPARE, "</p>\n<dl class=\"identifiers\">\n");
    html.put("<dt>Election</dt><dd><code>", &election.election_id, "</code></dd>\n");
    html.raw("<dt>Fingerprint</dt><dd>");
    match &election.fingerprint {
        Some(fingerprint) => html.put("<code>", fingerprint, "</code>"),
        None => html.raw("none before the vote opens"),
    };
    html.raw("</dd>\n</dl>\n</section>\n");
}

fn figures(html: &mut Markup, report: &Report, election: &ElectionSummary) {
    html.raw("<section aria-labelledby=\"figures\">\n<h2 id=\"figures\">Figures</h2>\n");
    only_claimed(html, report);
    html.raw("<dl class=\"figures\">\n");
    let mut figure = |number: u64, name: &'static str| {
        html.put("<div><dt>", name, "</dt>").put("<dd>", grouped(number), "</dd></div>\n");
    };
    figure(election.credentials, "credentials on the rolls");
    figure(report.ballots, "electronic ballots recorded");
    figure(election.counted, "electronic ballots that count");
    figure(election.paper, "ballots on paper");
    figure(election.revoked, "credentials revoked");
    figure(election.replaced, "of these, replaced");
    html.raw("</dl>\n");
    let turnout = words::turnout(election.counted, election.paper, election.voters());
    html.put("<p>", turnout, ". Voters may vote again, and only their last ballot counts. ");
    html.raw("A resident has one credential for each budget they vote on; credentials that were ");
    html.raw("replaced are left out of the turnout.</p>\n");
    html.put("<p>State of the election: ", words::phase(report), ". ");
    html.put("Trustees: ", words::threshold(election), ".</p>\n<ul class=\"names\">\n");
    for trustee in &election.trustees {
        html.put("<li><bdi>", trustee, "</bdi></li>\n");
    }
    html.raw("</ul>\n");
    if !report.set_aside.is_empty() {
        html.put("<p><strong>Set aside.</strong> ", words::SET_ASIDE, "</p>\n<ul>\n");
        for trustee in &report.set_aside {
            html.put("<li><bdi>", trustee, "</bdi></li>\n");
        }
        html.raw("</ul>\n");
    }
    html.raw("</section>\n");
}

fn results(html: &mut Markup, report: &Report, election: &ElectionSummary) {
    html.raw("<section aria-labelledby=\"results\">\n<h2 id=\"results\">Results</h2>\n");
    only_claimed(html, report);
    if election.districts.len() > 1 {
        html.raw("<ul class=\"names\">\n");
        for district in &election.districts {
            html.put("<li><a href=\"#district-", district.index.to_string(), "\"><bdi>");
            html.text(&district.name).raw("</bdi></a></li>\n");
        }
        html.raw("</ul>\n");
    }
    for district in &election.districts {
        district::section(html, election, district);
    }
    html.raw("</section>\n");
}

fn only_claimed(html: &mut Markup, report: &Report) {
    if !report.holds() {
        html.put("<p class=\"warning\"><strong>", words::ONLY_CLAIMED, "</strong></p>\n");
    }
}

fn checks(html: &mut Markup, report: &Report) {
    html.raw("<section aria-labelledby=\"checks\">\n<h2 id=\"checks\">What was checked</h2>\n");
    if let Some(why) = words::why_not_checked(report) {
        html.put("<p>", why, "</p>\n");
    }
    html.raw("<ol class=\"checks\">\n");
    for step in &report.steps {
        html.raw(match step.outcome() {
            Outcome::Holds => "<li class=\"holds\">\n",
            Outcome::Fails => "<li class=\"fails\">\n",
            Outcome::NotChecked => "<li class=\"open\">\n",
        });
        let (mark, word) = words::outcome(step.outcome());
        html.put("<h3>", step.number.to_string(), ". ").text(step.name).raw("</h3>\n");
        html.put("<p class=\"outcome\"><span aria-hidden=\"true\">", mark, "</span> ");
        html.text(word).raw("</p>\n");
        html.put("<p>", words::explanation(step), "</p>\n");
        html.put("<p class=\"effort\">", words::effort(step), "");
        if step.failed > 0 {
            html.put(", ", counted(step.failed, "failures"), "");
        }
        html.raw("</p>\n</li>\n");
    }
    html.raw("</ol>\n</section>\n");
}

fn limits(html: &mut Markup, report: &Report) {
    html.raw("<section aria-labelledby=\"limits\">\n");
    html.raw("<h2 id=\"limits\">What was not checked</h2>\n");
    if report.not_checked.is_empty() {
        html.raw("<p>The report names nothing.</p>\n</section>\n");
        return;
    }
    html.raw(
        "<p>Some things leave no trace on a public record, or were not part of this run.</p>\n",
    );
    html.raw("<ul>\n");
    for item in &report.not_checked {
        html.put("<li>", item, "</li>\n");
    }
    html.raw("</ul>\n</section>\n");
}

fn record(html: &mut Markup, log: &LogSummary) {
    html.raw("<section aria-labelledby=\"record\">\n<h2 id=\"record\">The record</h2>\n");
    html.raw("<dl class=\"identifiers\">\n");
    html.put("<dt>Name</dt><dd class=\"any\">", &log.origin, "</dd>\n");
    html.put("<dt>Entries</dt><dd>", grouped(log.size), "</dd>\n");
    html.put("<dt>Root</dt><dd><code>", &log.root, "</code></dd>\n");
    html.raw("<dt>Witnesses</dt>");
    if log.witnesses.is_empty() {
        html.raw("<dd>none</dd>");
    }
    for Witness { name, time } in &log.witnesses {
        html.put("<dd class=\"any\"><bdi>", name, "</bdi>, ").text(utc(*time)).raw("</dd>");
    }
    html.raw("\n</dl>\n</section>\n");
}

fn footer(html: &mut Markup, report: &Report) {
    html.put("<p>Made by <span class=\"any\">", &report.program, "</span> from ");
    html.put("<span class=\"any\">", &report.source, "</span> in ");
    html.text(duration(report.seconds)).raw(
        ". Anyone can repeat this check with the same files: it needs no secret and nobody's \
         permission. Whoever hands this page on could have changed it; the check itself can't be \
         argued with.</p>\n",
    );
}
