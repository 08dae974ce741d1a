use proptest::prelude::*;

use super::samples;
use crate::report::columns::width;
use crate::report::terminal::{COLUMNS, Paint, conclusion, step};
use crate::report::{AwardSummary, Outcome, Report, Step, StepReport, Verdict};

fn all_of(report: &Report, paint: Paint) -> String {
    let steps: String = report.steps.iter().map(|it| step(it, paint)).collect();
    steps + &conclusion(report, paint)
}

/// A text with its line breaks taken out.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_step_has_a_line_with_its_name_a_mark_and_a_word() {
    let text = all_of(&samples::voting(), Paint::Plain);
    for (number, name) in Step::ALL.map(|step| (step.number(), step.name())).into_iter() {
        let line = text.lines().find(|line| line.contains(name)).expect(name);
        let word = if number <= 16 { "✓ holds" } else { "– not checked" };
        assert!(line.contains(word), "{line}");
    }
}

#[test]
fn plain_text_has_no_escape_codes_and_colour_adds_nothing_but_them() {
    for (name, report) in samples::all() {
        let plain = all_of(&report, Paint::Plain);
        assert!(!plain.contains('\u{1b}'), "{name}");
        let coloured = all_of(&report, Paint::Colour);
        let codes = ["\u{1b}[32m", "\u{1b}[1;31m", "\u{1b}[33m", "\u{1b}[1m", "\u{1b}[0m"];
        let stripped = codes.iter().fold(coloured, |text, code| text.replace(code, ""));
        assert_eq!(stripped, plain, "{name}");
    }
}

#[test]
fn no_line_is_wider_than_a_hundred_columns() {
    for (name, report) in samples::all() {
        for line in all_of(&report, Paint::Plain).lines() {
            assert!(width(line) <= COLUMNS, "{name}: {line}");
        }
    }
}

#[test]
fn a_report_with_any_failing_step_never_says_that_all_holds() {
    for failing in Step::ALL {
        for verdict in [Verdict::Accept, Verdict::Reject] {
            let mut report = samples::accepted();
            report.verdict = verdict;
            report.steps[failing as usize - 1].failed = 1;
            let text = flat(&conclusion(&report, Paint::Plain));
            assert!(text.contains("✗ REJECTED 1 of 20 checks does not hold."), "{text}");
            assert!(!text.contains("Everything"), "{text}");
            assert!(text.contains(failing.meaning_of_failure()), "{text}");
            assert!(text.contains("do not publish them"), "{text}");
        }
    }
}

#[test]
fn a_rejected_report_without_a_failing_step_does_not_say_that_all_holds_either() {
    let mut report = samples::accepted();
    report.verdict = Verdict::Reject;
    assert!(flat(&conclusion(&report, Paint::Plain)).contains("✗ REJECTED Not everything"));
    let mut report = samples::accepted();
    report.steps[3].ok = None;
    assert!(flat(&conclusion(&report, Paint::Plain)).contains("✗ REJECTED Not everything"));
    let mut report = samples::accepted();
    report.steps.clear();
    assert!(!report.holds());
}

#[test]
fn an_election_that_is_not_over_is_accepted_as_far_as_it_has_come() {
    let text = flat(&conclusion(&samples::voting(), Paint::Plain));
    assert!(text.contains("✓ ACCEPTED Everything on the public record holds so far."), "{text}");
    assert!(text.contains("There is no result yet."));
    assert!(text.contains("concern what the election has not come to yet"));
}

#[test]
fn a_failure_names_its_entry_its_file_and_the_equation() {
    let report = samples::rejected();
    let text = flat(&step(&report.steps[Step::BallotProofs as usize - 1], Paint::Plain));
    assert!(text.contains("✗ entry 1,204: the equation \"bits\" does not hold"), "{text}");
    assert!(text.contains("and 1,302 more like these"), "{text}");
    let text = flat(&step(&report.steps[Step::Tree as usize - 1], Paint::Plain));
    assert!(text.contains("✗ tile/0/x001/003: hash 17 is not"), "{text}");
}

#[test]
fn results_identifiers_and_limits_of_the_check_are_all_there() {
    let report = samples::below_floor();
    let text = flat(&conclusion(&report, Paint::Plain));
    let election = report.election.as_ref().expect("an election");
    for needed in [
        election.election_id.as_str(),
        election.fingerprint.as_deref().expect("a fingerprint"),
        "2,311 recorded",
        "2,307 ballots count (2,204 electronic and 103 on paper), of 3,393 credentials: 68.0%",
        "11 credentials, 9 of them replaced",
        "5 of 9 projects win and cost 138,450.00 EUR of 200,000.00 EUR; 61,550.00 EUR is left.",
        "Piste cyclable de la gare au collège (11)",
        "Fewer ballots count than this district's floor",
        "District 0: Université, contribution in entry 2,398",
        "2026-09-21 14:13 UTC by witness.university.example",
        "5, any 3 of whom can decrypt",
    ] {
        assert!(text.contains(needed), "{needed} is not in {text}");
    }
    for limit in &report.not_checked {
        assert!(text.contains(limit.as_str()), "{limit}");
    }
}

#[test]
fn points_amounts_rules_and_ties_are_told() {
    let text = flat(&conclusion(&samples::by_other_rules(), Paint::Plain));
    for needed in [
        "Rule for winners: greedy-threshold, with at least 30 points. Ties: by lot, with the seed \
         5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed.",
        "5 of 9 projects win and are given 135,700.00 EUR of 150,000.00 EUR; 14,300.00 EUR is left.",
        "Rule for winners: per-unit. Ties: in the order that the definition lists.",
        "order votes given, EUR project",
        "5 377 10,000.00 of 12,750.00: Bancs le long de la Lisandre (9)",
        "Rule for winners: greedy-custom. Ties: by lot, with a seed that comes with the decryption.",
        "138,450.00 EUR of 135,000.00 EUR; 3,450.00 EUR more than the budget is added.",
    ] {
        assert!(text.contains(needed), "{needed} is not in {text}");
    }
    let mut report = samples::by_other_rules();
    report.election.as_mut().expect("an election").districts[1].points = 2;
    assert!(flat(&conclusion(&report, Paint::Plain)).contains("order points given, EUR project"));
}

#[test]
fn winners_that_the_district_does_not_have_are_left_out() {
    let mut report = samples::accepted();
    let election = report.election.as_mut().expect("an election");
    let award = |project| AwardSummary { project, amount: 6_200_000 };
    election.districts[0].awards = Some([0, 9, u16::MAX].map(award).to_vec());
    let text = flat(&conclusion(&report, Paint::Plain));
    assert!(text.contains("1 of 9 projects wins and costs 62,000.00 EUR"), "{text}");
}

#[test]
fn a_step_that_counts_failures_fails_whatever_else_it_says() {
    let mut step = StepReport::new(Step::Chain);
    assert_eq!(step.outcome(), Outcome::NotChecked);
    step.ok = Some(true);
    assert_eq!(step.outcome(), Outcome::Holds);
    step.failed = 1;
    assert_eq!(step.outcome(), Outcome::Fails);
}

proptest! {
    #[test]
    fn hostile_texts_neither_steer_the_terminal_nor_widen_a_line(text in "[\\PC\u{0}-\u{2fff}\u{e0000}-\u{e007f}]{0,150}") {
        for report in [samples::rejected(), samples::below_floor()] {
            let shown = all_of(&samples::with_texts(report, &text), Paint::Plain);
            for line in shown.split('\n') {
                prop_assert!(width(line) <= COLUMNS, "{line}");
                prop_assert!(!line.chars().any(char::is_control), "{line:?}");
                let steers = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                prop_assert!(!line.chars().any(steers), "{line:?}");
            }
        }
    }
}
