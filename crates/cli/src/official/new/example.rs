use super::Texts;
use crate::official::files::amount;

/// The first part of every `election.toml`.
const HEAD: &str = include_str!("head.toml");

/// What stands in the places of [`HEAD`].
pub(super) struct Head<'a> {
    pub(super) title: &'a str,
    pub(super) currency: &'a str,
    pub(super) decimals: u8,
    pub(super) opens: &'a str,
    pub(super) closes: &'a str,
    pub(super) complaints: &'a str,
}

/// Of the example, and of files that state no days.
pub(super) const DATES: [&str; 3] =
    ["2027-03-01T08:00:00+01:00", "2027-03-21T20:00:00+01:00", "2027-03-28T20:00:00+02:00"];

/// An invented city with a budget for all and one for each of two districts.
pub(super) fn texts() -> Texts {
    let [opens, closes, complaints] = DATES;
    let head = Head {
        title: "Participatory budget of Millbrook 2027",
        currency: "EUR",
        decimals: 2,
        opens,
        closes,
        complaints,
    };
    Texts {
        election: head.to_string() + include_str!("districts.toml"),
        projects: include_str!("projects.csv").into(),
    }
}

impl std::fmt::Display for Head<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places = [
            ("<title>", quoted(self.title)),
            ("<currency>", quoted(self.currency)),
            ("<decimals>", self.decimals.to_string()),
            ("<opens>", self.opens.into()),
            ("<closes>", self.closes.into()),
            ("<complaints>", self.complaints.into()),
        ];
        for line in HEAD.split_inclusive('\n') {
            match places.iter().find(|(place, _)| line.contains(place)) {
                Some((place, value)) => f.write_str(&line.replace(place, value))?,
                None => f.write_str(line)?,
            }
        }
        Ok(())
    }
}

/// A text as TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => {
                quoted += &format!("\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// An amount as TOML: a number, or with decimals a text.
pub(super) fn amount_value(units: u64, decimals: u8) -> String {
    let written = amount(units, decimals);
    if written.contains('.') { quoted(&written) } else { written }
}
