//! What is refused, on which line, and why.

mod content;
mod form;

use isoloir_pabulib::{ErrorKind, NumberProblem, ParseError, parse};

/// A small valid file, line by line.
const VALID: [&str; 14] = [
    "META",
    "key;value",
    "budget;100",
    "vote_type;cumulative",
    "rule;greedy",
    "PROJECTS",
    "project_id;cost;selected",
    "p1;60;1",
    "p2;30.5;0",
    "VOTES",
    "voter_id;vote;points",
    "v1;p1,p2;1,2",
    "v2;p2;3",
    "v3;;",
];

/// The valid file with one line replaced by another, or by several.
fn with_line(line: usize, text: &str) -> String {
    let mut lines = VALID;
    lines[line - 1] = text;
    lines.join("\n")
}

/// The valid file without some of its lines.
fn without_lines(lines: std::ops::RangeInclusive<usize>) -> String {
    let kept = VALID.iter().zip(1..).filter(|(_, line)| !lines.contains(line));
    kept.map(|(text, _)| *text).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn assert_refused(file: &str, line: usize, kind: ErrorKind) {
    assert_eq!(parse(file.as_bytes()), Err(ParseError { line, kind }));
}

#[track_caller]
fn assert_bad_number(
    (line, text): (usize, &str),
    field: &'static str,
    found: &str,
    problem: NumberProblem,
) {
    let kind = ErrorKind::Number { field, found: found.to_owned(), problem };
    assert_refused(&with_line(line, text), line, kind);
}

#[test]
fn the_file_that_the_other_tests_break_is_valid() {
    assert!(parse(VALID.join("\n").as_bytes()).is_ok());
}

#[test]
fn an_error_reads_as_line_what_and_what_to_do() {
    let error = parse(with_line(8, "p1;-1;1").as_bytes()).expect_err("a cost is negative");
    assert_eq!(error.to_string(), r#"line 8: the cost "-1" is negative; write 0 or more"#);
}

#[test]
fn a_long_text_from_the_file_is_cut_in_the_message() {
    let error = parse(with_line(4, &format!("vote_type;{}", "é".repeat(1000))).as_bytes());
    let found = format!("{}...", "é".repeat(60));
    assert_eq!(error, Err(ParseError { line: 4, kind: ErrorKind::UnknownVoteType { found } }));
}
