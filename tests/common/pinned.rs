//! Texts that are pinned in files: what changes from run to run gives way to placeholders.
//!
//! With `ISOLOIR_WRITE_EXAMPLES=1` they are written anew; read what changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Compares texts with the files of these names in a folder of tests, in which nothing else is pinned.
#[track_caller]
pub(crate) fn compare(folder: &str, found: &BTreeMap<String, String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    if std::env::var_os("ISOLOIR_WRITE_EXAMPLES").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in found {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in found {
        let pinned = fs::read_to_string(folder.join(name)).unwrap_or_default();
        for (number, (pinned, found)) in (1..).zip(pinned.lines().zip(text.lines())) {
            assert_eq!(pinned, found, "{name}, line {number}");
        }
        assert_eq!(pinned, *text, "{name}");
    }
    let files = fs::read_dir(&folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let pins = names.filter(|name| name.ends_with(".txt"));
    let stale: Vec<String> = pins.filter(|name| !found.contains_key(name)).collect();
    assert!(stale.is_empty(), "pinned, and made by nothing: {stale:?}");
}

/// A text with placeholders for what is random, or of the clock, or of the machine.
pub(crate) fn steady(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| seconds(&port(&grouped(&runs(line))))).collect();
    let mut text = lines.join("\n");
    if !lines.is_empty() {
        text.push('\n');
    }
    text
}

/// Replaces what was written with hexadecimal digits, base64 or as a voting code.
fn runs(line: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "+/=_-".contains(letter);
    let mut text = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        text += &run(&rest[..end]);
        let next = rest[end..].find(is_part).map_or(rest.len(), |next| end + next);
        text += &rest[end..next];
        rest = &rest[next..];
    }
    text
}

fn run(run: &str) -> String {
    if run.len() >= 16 && is_hex(run) {
        return format!("<{} bytes>", run.len() / 2);
    }
    let parts: Vec<&str> = run.splitn(3, '+').collect();
    if let [name, check, key] = parts[..]
        && is_hex_of(check, 8)
        && key.len() > 40
    {
        return format!("{name}+<check>+<key>");
    }
    // All of a voting code, or one of the two lines that it stands on.
    let groups: Vec<&str> = run.trim_end_matches('-').split('-').collect();
    let is_group = |group: &&str| {
        group.len() == 4
            && group.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    };
    if matches!(groups.len(), 3 | 6) && groups.iter().all(is_group) {
        return "<voting code>".into();
    }
    if let Some((name, tracker)) = run.rsplit_once('-')
        && is_hex_of(tracker, 8)
    {
        return format!("{name}-<tracker>");
    }
    let has = |what: fn(&u8) -> bool| run.as_bytes().iter().any(what);
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    if run.len() >= 40 && is_mixed { "<base64>".into() } else { run.into() }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_hex_of(text: &str, length: usize) -> bool {
    text.len() == length && is_hex(text)
}

/// Four groups of four hexadecimal digits or more, as they are read aloud.
fn grouped(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let is_at_word = !text.ends_with(|before: char| before.is_ascii_alphanumeric());
        let groups = if is_at_word { groups(rest) } else { 0 };
        if groups >= 4 {
            text += &format!("<{groups} groups>");
            rest = &rest[5 * groups - 1..];
        } else {
            text.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    text
}

/// How many groups a text begins with.
fn groups(text: &str) -> usize {
    let mut found = 0;
    loop {
        let at = 5 * found;
        let is_group = text.get(at..at + 4).is_some_and(is_hex);
        let after = text.get(at + 4..).and_then(|rest| rest.chars().next());
        if !is_group || after.is_some_and(|letter| letter.is_ascii_alphanumeric()) {
            return found;
        }
        found += 1;
        if after != Some(' ') {
            return found;
        }
    }
}

/// `127.0.0.1:40001`, but not port 1, which nobody serves.
fn port(line: &str) -> String {
    let Some((before, after)) = line.split_once("127.0.0.1:") else { return line.into() };
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    match digits > 1 {
        true => format!("{before}127.0.0.1:<port>{}", &after[digits..]),
        false => line.into(),
    }
}

/// `(0.3 s)`
fn seconds(line: &str) -> String {
    let Some((before, after)) = line.rsplit_once('(') else { return line.into() };
    let is_time = after.strip_suffix(" s)").is_some_and(|time| time.parse::<f64>().is_ok());
    if is_time { format!("{before}(<time>)") } else { line.into() }
}
