//! Bytes, rows and sections.

use super::*;
use isoloir_pabulib::{
    MAX_COLUMNS, MAX_FIELD_BYTES, MAX_FILE_BYTES, MAX_META_ROWS, MAX_PROJECTS, MAX_VOTES, Section,
};

mod sections {
    use super::*;

    #[test]
    fn an_empty_file_has_no_sections() {
        assert_refused("", 1, ErrorKind::MissingSection { section: Section::Meta });
    }

    #[test]
    fn each_section_must_be_there() {
        for (lines, last_line, section) in [
            (1..=5, 9, Section::Meta),
            (6..=9, 10, Section::Projects),
            (10..=14, 9, Section::Votes),
        ] {
            assert_refused(&without_lines(lines), last_line, ErrorKind::MissingSection { section });
        }
    }

    #[test]
    fn a_section_comes_once() {
        let file = with_line(14, "v3;;\nPROJECTS\nproject_id;cost\np3;1");
        assert_refused(&file, 15, ErrorKind::RepeatedSection { section: Section::Projects });
    }

    #[test]
    fn nothing_comes_before_the_first_section() {
        let found = "<!doctype html>".to_owned();
        assert_refused("\n\n<!doctype html>\n", 3, ErrorKind::OutsideSection { found });
    }

    #[test]
    fn a_section_has_a_header() {
        let section = Section::Votes;
        assert_refused(&without_lines(11..=14), 10, ErrorKind::MissingHeader { section });
        let section = Section::Meta;
        assert_refused(&without_lines(2..=5), 1, ErrorKind::MissingHeader { section });
    }

    #[test]
    fn the_columns_that_every_election_needs_must_be_there() {
        for (line, header, section, column) in [
            (2, "key;values", Section::Meta, "value"),
            (2, "keys;value", Section::Meta, "key"),
            (7, "id;cost;selected", Section::Projects, "project_id"),
            (7, "project_id;price;selected", Section::Projects, "cost"),
            (11, "voter;vote;points", Section::Votes, "voter_id"),
            (11, "voter_id;ballot;points", Section::Votes, "vote"),
        ] {
            let kind = ErrorKind::MissingColumn { section, column };
            assert_refused(&with_line(line, header), line, kind);
        }
    }

    #[test]
    fn a_column_comes_once() {
        let kind = ErrorKind::RepeatedColumn { section: Section::Projects, column: "cost".into() };
        assert_refused(&with_line(7, "project_id;cost;cost"), 7, kind);
    }

    #[test]
    fn a_row_is_as_wide_as_its_header() {
        for (line, row, section, expected, found) in [
            (3, "budget;100;EUR", Section::Meta, 2, 3),
            (3, "budget", Section::Meta, 2, 1),
            (8, "p1;60", Section::Projects, 3, 2),
            (12, "v1;p1;p2;1,2", Section::Votes, 3, 4),
        ] {
            let kind = ErrorKind::RowWidth { section, expected, found };
            assert_refused(&with_line(line, row), line, kind);
        }
    }
}

mod bytes {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf_8_are_refused_on_their_own_line() {
        let mut file = with_line(8, "\"p\n1\";60;1\r\n\r\np3;1;0").into_bytes();
        let position = file.iter().rposition(|&byte| byte == b'3').expect("the voter v3");
        file[position] = 0xE9; // é in Latin-1, in the row that moved from line 14 to 17
        assert_eq!(parse(&file), Err(ParseError { line: 17, kind: ErrorKind::InvalidUtf8 }));
    }

    #[test]
    fn utf_16_is_refused() {
        assert_eq!(
            parse(b"\xFF\xFEM\0E\0T\0A\0"),
            Err(ParseError { line: 1, kind: ErrorKind::InvalidUtf8 })
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_refused_where_its_row_begins() {
        for row in ["\"p1;60;1", "p1;60;\"1", "p1;60;\"1\"\""] {
            assert_refused(&with_line(8, row), 8, ErrorKind::UnclosedQuote);
        }
        assert_refused(&with_line(14, "v3;;\""), 14, ErrorKind::UnclosedQuote);
    }

    #[test]
    fn the_lines_of_quoted_fields_and_empty_lines_are_counted_in_every_line_ending() {
        let file = with_line(8, "\"p\n1\";60;1\n\n\np1;1;0\np1;1;0");
        let kind = ErrorKind::RepeatedProjectId { id: "p1".into() };
        assert_refused(&file, 13, kind.clone());
        assert_refused(&file.replace('\n', "\r\n"), 13, kind.clone());
        assert_refused(&format!("\u{feff}{file}"), 13, kind);
    }
}

mod limits {
    use super::*;

    #[test]
    fn a_file_above_the_size_limit_is_refused_unread() {
        let bytes = vec![b'x'; MAX_FILE_BYTES + 1];
        let kind = ErrorKind::FileTooLarge { bytes: bytes.len() };
        assert_eq!(parse(&bytes), Err(ParseError { line: 1, kind }));
    }

    #[test]
    fn a_field_is_at_most_as_long_as_the_limit() {
        let longest = "x".repeat(MAX_FIELD_BYTES);
        assert!(parse(with_line(5, &format!("rule;{longest}")).as_bytes()).is_ok());

        let kind = ErrorKind::FieldTooLong { bytes: MAX_FIELD_BYTES + 1 };
        for (line, row) in [(5, "rule;"), (2, "key;value;")] {
            assert_refused(&with_line(line, &format!("{row}{longest}x")), line, kind.clone());
        }
    }

    #[test]
    fn a_header_has_at_most_so_many_columns() {
        let more = |n| (3..n).map(|i| format!(";c{i}")).collect::<String>();
        let header = |n| format!("project_id;cost;selected{}", more(n));
        let row = "p1;60;1".to_owned() + &";".repeat(MAX_COLUMNS - 3);
        let full = without_lines(7..=9).replace(
            "PROJECTS",
            &format!("PROJECTS\n{}\n{row}\n{}", header(MAX_COLUMNS), row.replace("p1", "p2")),
        );
        assert!(parse(full.as_bytes()).is_ok());

        let columns = MAX_COLUMNS + 1;
        let kind = ErrorKind::TooManyColumns { section: Section::Projects, columns };
        assert_refused(&with_line(7, &header(columns)), 7, kind);
    }

    #[test]
    fn meta_has_at_most_so_many_rows() {
        let rows = |n| (3..n).map(|i| format!("k{i};v\n")).collect::<String>();
        let full = with_line(3, &format!("{}budget;1", rows(MAX_META_ROWS)));
        assert!(parse(full.as_bytes()).is_ok());

        let kind = ErrorKind::TooManyRows { section: Section::Meta };
        let overfull = with_line(3, &format!("{}budget;1", rows(MAX_META_ROWS + 1)));
        assert_refused(&overfull, 2 + MAX_META_ROWS + 1, kind);
    }

    #[test]
    fn there_are_at_most_so_many_projects() {
        let rows = |n| (2..n).map(|i| format!("\nx{i};1;0")).collect::<String>();
        let full = with_line(9, &format!("p2;1;0{}", rows(MAX_PROJECTS)));
        assert!(parse(full.as_bytes()).is_ok());

        let kind = ErrorKind::TooManyRows { section: Section::Projects };
        let overfull = with_line(9, &format!("p2;1;0{}", rows(MAX_PROJECTS + 1)));
        assert_refused(&overfull, 7 + MAX_PROJECTS + 1, kind);
    }

    #[test]
    fn there_are_at_most_so_many_votes() {
        let kind = ErrorKind::TooManyRows { section: Section::Votes };
        for rows in [MAX_VOTES + 1, MAX_VOTES + MAX_PROJECTS + MAX_META_ROWS + 100] {
            let rows = (1..rows).map(|i| format!("\nx{i};;")).collect::<String>();
            let file = without_lines(12..=14) + "\nv1;;" + &rows;
            assert_refused(&file, 11 + MAX_VOTES + 1, kind.clone());
        }
    }
}
