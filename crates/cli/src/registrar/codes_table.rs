//! The voting codes as a table for a mailing: CSV by RFC 4180.
//!
//! A cell that a spreadsheet would run as a formula has an apostrophe before it
//! ([`crate::spreadsheet_cell`]); whoever merges the table into letters takes that away.

use isoloir_election::code::VotingCode;
use isoloir_words::secret_text::SecretText;
use zeroize::Zeroizing;

use super::page_url::PageUrl;
use super::roll_file::Resident;
use crate::spreadsheet_cell::harmless;

const HEADER: [&str; 8] =
    ["id", "name", "address", "email", "language", "districts", "code", "link"];

/// The rows of the table, each with its line break, the header first. Secret: they hold voting codes.
///
/// The lines of an address have line breaks between them; districts are named, with semicolons between them.
/// The link is empty if there is no page.
pub(crate) fn rows<'a>(
    districts: &'a [String],
    page: Option<&'a PageUrl>,
    letters: impl IntoIterator<Item = (&'a Resident, &'a VotingCode)>,
) -> impl Iterator<Item = Zeroizing<String>> {
    let header = Zeroizing::new(HEADER.join(",") + "\r\n");
    let rows = letters.into_iter();
    std::iter::once(header)
        .chain(rows.map(move |(resident, code)| row(districts, page, resident, code)))
}

fn row(
    districts: &[String],
    page: Option<&PageUrl>,
    resident: &Resident,
    code: &VotingCode,
) -> Zeroizing<String> {
    let names = resident.districts.iter().filter_map(|&it| districts.get(usize::from(it)));
    let names: Vec<&str> = names.map(String::as_str).collect();
    let link = page.map(|page| page.with_code(code)).unwrap_or_default();
    let mut row = SecretText::default();
    for text in [
        &resident.id,
        &resident.name,
        &resident.address.join("\n"),
        resident.email.as_deref().unwrap_or_default(),
        resident.language.code,
        &names.join(";"),
    ] {
        cell(&mut row, &harmless(text));
        row.push(',');
    }
    cell(&mut row, &code.reveal());
    row.push(',');
    cell(&mut row, &link);
    row.push_str("\r\n");
    row.finish()
}

/// A cell in quotes, those inside doubled. The `csv` crate would leave codes behind in its buffer.
fn cell(row: &mut SecretText, text: &str) {
    row.push('"');
    for (position, part) in text.split('"').enumerate() {
        row.push_str(if position == 0 { "" } else { "\"\"" });
        row.push_str(part);
    }
    row.push('"');
}

#[cfg(test)]
mod tests;
