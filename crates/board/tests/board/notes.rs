use isoloir_board::note::{
    KeyId, KeyName, MAX_KEY_NAME_BYTES, MAX_NOTE_BYTES, MAX_SIGNATURES, Note, NoteError,
    SignatureLine,
};
use proptest::prelude::*;

/// base64 of 00000001 02.
const SIGNED: &str = "\u{2014} a.example AAAAAQI=\n";

fn parse(note: &str) -> Result<Note, NoteError> {
    Note::parse(note.as_bytes())
}

fn line(name: &str, signature: &[u8]) -> SignatureLine {
    SignatureLine::new(name.parse().unwrap(), KeyId([0, 0, 0, 1]), signature.to_vec())
}

#[test]
fn a_note_is_read_into_its_parts_and_written_back() {
    let text = format!("text\n\nwith a blank line\n\n{SIGNED}");
    let note = parse(&text).unwrap();
    assert_eq!(note.text(), "text\n\nwith a blank line\n");
    assert_eq!(note.signatures(), [line("a.example", &[2])]);
    assert_eq!(note.to_string(), text);
}

#[test]
fn the_text_ends_at_the_last_blank_line() {
    assert_eq!(parse(&format!("text\n\n\n{SIGNED}")).unwrap().text(), "text\n\n");
    assert_eq!(parse(&format!("\n\n{SIGNED}")).unwrap().text(), "\n");
}

#[test]
fn what_looks_like_a_signature_in_the_text_is_text() {
    let note = parse(&format!("{SIGNED}\n{SIGNED}")).unwrap();
    assert_eq!((note.text(), note.signatures().len()), (SIGNED, 1));
}

#[test]
fn a_note_without_signatures_is_refused() {
    for note in ["", "\n", "\n\n", "text", "text\n", "text\n\n", &format!("text\n{SIGNED}")] {
        assert_eq!(parse(note), Err(NoteError::Unsigned), "{note:?}");
    }
    assert_eq!(Note::new("text\n".into(), vec![]), Err(NoteError::Unsigned));
}

#[test]
fn a_note_whose_last_line_has_no_newline_is_refused() {
    let note = format!("text\n\n{SIGNED}");
    assert_eq!(parse(note.trim_end()), Err(NoteError::Unsigned));
}

#[test]
fn a_line_that_is_not_a_signature_is_refused() {
    for bad in [
        "text",
        "- a.example AAAAAQI=",
        "\u{2014}a.example AAAAAQI=",
        "\u{2014}\u{a0}a.example AAAAAQI=",
        " \u{2014} a.example AAAAAQI=",
        "\u{2014}  AAAAAQI=",
        "\u{2014} AAAAAQI=",
        "\u{2014} a.example",
        "\u{2014} a.example ",
        "\u{2014} a.example  AAAAAQI=",
        "\u{2014} a.example AAAAAQI= ",
        "\u{2014} a+b AAAAAQI=",
        "\u{2014} a\u{2003}b AAAAAQI=",
        "\u{2014} a\u{85}b AAAAAQI=",
        "\u{2014} a.example AAAAAQ==",
        "\u{2014} a.example AAAAAQI",
        "\u{2014} a.example AAAAAQJ=",
        "\u{2014} a.example AAAAAQI==",
        "\u{2014} a.example AAAA_QI=",
        "\u{2014} a.example AAAAAQI=AAAA",
    ] {
        let note = format!("text\n\n{SIGNED}{bad}\n");
        assert_eq!(parse(&note), Err(NoteError::BadSignatureLine(2)), "{bad:?}");
    }
}

#[test]
fn a_control_character_is_refused_anywhere() {
    let note = format!("text\n\n{SIGNED}");
    for control in ('\0'..' ').filter(|c| *c != '\n') {
        for at in (0..=note.len()).filter(|at| note.is_char_boundary(*at)) {
            let mut note = note.clone();
            note.insert(at, control);
            assert_eq!(parse(&note), Err(NoteError::ControlCharacter(control)), "{note:?}");
        }
        let error = Note::new(format!("{control}\n"), vec![line("a", &[2])]).unwrap_err();
        assert_eq!(error, NoteError::ControlCharacter(control));
    }
}

#[test]
fn a_note_that_is_not_utf8_is_refused() {
    let mut note = format!("text\n\n{SIGNED}").into_bytes();
    note[1] = 0xff;
    assert_eq!(Note::parse(&note), Err(NoteError::NotUtf8));
}

#[test]
fn a_text_without_a_final_newline_is_refused() {
    let error = Note::new("text".into(), vec![line("a", &[2])]).unwrap_err();
    assert_eq!(error, NoteError::UnfinishedText);
}

#[test]
fn sixteen_signatures_of_post_quantum_size_are_read() {
    let lines: Vec<_> = (0..16).map(|_| line("witness.example/post-quantum", &[9; 5000])).collect();
    let note = Note::new("text\n".into(), lines).unwrap();
    assert_eq!(parse(&note.to_string()).unwrap(), note);
}

#[test]
fn signatures_above_the_bound_are_refused_when_read_and_when_written() {
    let note = |count| format!("text\n\n{}", SIGNED.repeat(count));
    let full = parse(&note(MAX_SIGNATURES)).unwrap();
    let error = NoteError::TooManySignatures(MAX_SIGNATURES + 1);
    assert_eq!(parse(&note(MAX_SIGNATURES + 1)), Err(error.clone()));
    assert_eq!(full.with_signature(line("a", &[2])), Err(error));
}

#[test]
fn a_note_above_the_bound_is_refused_when_read_and_when_written() {
    let note = |length| format!("{}\n\n{SIGNED}", "t".repeat(length - 2 - SIGNED.len()));
    let largest = parse(&note(MAX_NOTE_BYTES)).unwrap();
    let bytes = MAX_NOTE_BYTES + 1;
    assert_eq!(parse(&note(bytes)), Err(NoteError::TooLong { bytes }));
    let grown = largest.with_signature(line("a.example", &[2]));
    assert_eq!(grown, Err(NoteError::TooLong { bytes: MAX_NOTE_BYTES + SIGNED.len() }));
}

#[test]
fn a_name_that_a_key_can_not_have_is_refused() {
    let long = "n".repeat(MAX_KEY_NAME_BYTES + 1);
    for name in ["", " ", "a b", "a+b", "a\n", "a\u{7f}", "a\u{3000}b", &long] {
        assert!(matches!(name.parse::<KeyName>(), Err(NoteError::BadKeyName(_))), "{name:?}");
    }
    long[1..].parse::<KeyName>().unwrap();
}

proptest! {
    #[test]
    fn whatever_is_read_as_a_note_prints_the_same(
        start in "[a\n ]{0,6}",
        lines in "(\n|\u{2014} [ab+]{1,2} [AQI=]{4,9}\n|\u{2014} c AAAAAQI=\n){0,4}",
    ) {
        let note = start + &lines;
        if let Ok(parsed) = parse(&note) {
            prop_assert_eq!(parsed.to_string(), note);
        }
    }

    #[test]
    fn any_text_and_signatures_round_trip(
        text in "[\\PC\n]{0,40}",
        names in proptest::collection::vec("[a-zé./-]{1,9}", 1..5),
        signature in proptest::collection::vec(any::<u8>(), 1..80),
    ) {
        let lines = names.iter().map(|name| line(name, &signature)).collect();
        let note = Note::new(text + "\n", lines).unwrap();
        prop_assert_eq!(parse(&note.to_string()).unwrap(), note);
    }

    /// Where both read a note, both read the same: ours is the stricter.
    #[test]
    fn another_implementation_reads_all_that_we_read(
        text in "[a\n]{0,6}",
        lines in "(\u{2014} [ab+]{1,2} (AAAAAQI=|AAAAAQ==|AAAAAQJ=)\n){0,3}",
    ) {
        let note = format!("{text}\n\n{lines}");
        if let Ok(ours) = parse(&note) {
            let theirs = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
            prop_assert_eq!(theirs.text(), ours.text().as_bytes());
            prop_assert_eq!(theirs.to_bytes(), note.into_bytes());
        }
    }
}
