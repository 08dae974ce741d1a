//! What tests ask of the files of a program's languages.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

/// What can't be read of a file, and messages that stand in it twice.
#[must_use]
pub fn faults(file: &str) -> Vec<String> {
    let read = FluentResource::try_new(file.to_owned());
    let faults = read.err().map(|(_, faults)| faults).unwrap_or_default();
    let mut ids = BTreeSet::new();
    let twice = beginnings(file).filter_map(|(id, _)| id).filter(|id| !ids.insert(*id));
    faults.iter().map(ToString::to_string).chain(twice.map(|id| format!("{id} twice"))).collect()
}

/// The messages of a file with the arguments that each takes, read as text.
#[must_use]
pub fn messages(file: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut messages = BTreeMap::<_, BTreeSet<_>>::new();
    let mut current = "";
    for (id, text) in beginnings(file) {
        current = id.unwrap_or(current);
        let arguments = text.split('$').skip(1).map(|rest| {
            let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
            &rest[..end.unwrap_or(rest.len())]
        });
        if !current.is_empty() {
            messages.entry(current).or_default().extend(arguments);
        }
    }
    messages
}

/// Each line but comments: the message that begins there, if one does, and the text.
fn beginnings(file: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    file.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let begins = line.starts_with(|first: char| first.is_ascii_lowercase());
        match line.split_once(" = ").filter(|_| begins) {
            Some((id, text)) => (Some(id), text),
            None => (None, line),
        }
    })
}

/// Where a French line could be broken at a sign that must not stand alone: a plain space before a double sign, or inside
/// quotation marks. Comments, which may quote the rule, are not looked at.
#[must_use]
pub fn french_breaks(file: &str) -> Vec<String> {
    let lines = (1..).zip(file.lines()).filter(|(_, line)| !line.starts_with('#'));
    let breaks = [" ;", " :", " !", " ?", " %", " »", "« "];
    let found = |line: &str| breaks.into_iter().find(|it| line.contains(it));
    lines.filter_map(|(number, line)| Some(format!("{number}: {}", found(line)?))).collect()
}
