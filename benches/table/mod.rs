//! The table of results, on the terminal and in `benches/README.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Between these lines `benches/README.md` has the table.
const BEGIN: &str = "<!-- begin: written by ISOLOIR_BENCH_WRITE=1 make bench -->\n";
const END: &str = "<!-- end -->\n";

/// What a row is to reach.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtMost(f64),
    AtLeast(f64),
}

impl Target {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }
}

/// A line: something measured, perhaps compared, perhaps with a target for the comparison.
#[derive(Default)]
pub(crate) struct Row {
    cells: [String; 5],
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, measured: impl Into<String>) -> Self {
        let mut row = Self::default();
        row.cells[0] = what.into();
        row.cells[1] = measured.into();
        row
    }

    /// Compared with something else: `value` times `unit`.
    pub(crate) fn compared(mut self, value: f64, unit: &str, target: Option<Target>) -> Self {
        self.cells[2] = format!("{} {unit}", short(value));
        if let Some(target) = target {
            self.cells[3] = match target {
                Target::AtMost(most) => format!("at most {}", short(most)),
                Target::AtLeast(least) => format!("at least {}", short(least)),
            };
            self.cells[4] = if target.is_met(value) { "pass" } else { "MISS" }.into();
        }
        self
    }
}

/// All rows, with how they came about.
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// The table as Markdown, in columns.
    pub(crate) fn markdown(&self) -> String {
        let head = ["", "median", "compared", "target", ""].map(String::from);
        let lines: Vec<&[String; 5]> =
            [&head].into_iter().chain(self.rows.iter().map(|row| &row.cells)).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
        let widths: Vec<usize> = (0..head.len()).filter_map(width).collect();
        let mut text = format!("{}\n\n", self.caption);
        for (number, line) in lines.into_iter().enumerate() {
            push_line(&mut text, line.iter().zip(&widths).map(|(cell, &w)| format!("{cell:w$}")));
            if number == 0 {
                push_line(&mut text, widths.iter().map(|&width| "-".repeat(width)));
            }
        }
        text
    }

    /// Puts the table in the place of the one in a file.
    pub(crate) fn write_into(&self, file: &Path) -> Result<()> {
        let text = fs::read_to_string(file)?;
        let missing = || format!("{} has no place for the table", file.display());
        let (before, rest) = text.split_once(BEGIN).with_context(missing)?;
        let (_, after) = rest.split_once(END).with_context(missing)?;
        let table = self.markdown();
        fs::write(file, format!("{before}{BEGIN}\n{table}\n{END}{after}"))
            .with_context(|| format!("{} can't be written", file.display()))
    }
}

fn push_line(text: &mut String, cells: impl Iterator<Item = String>) {
    for cell in cells {
        // Writing to a text can't fail.
        let _ = write!(text, "| {cell} ");
    }
    text.push_str("|\n");
}

/// A number with three digits that count.
fn short(number: f64) -> String {
    match number.abs() {
        0.0..10.0 => format!("{number:.2}"),
        10.0..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}
