mod extremes;
mod files;
mod qr_code;
mod sentences;
mod sheet;

use isoloir_election::code::VotingCode;

use crate::registrar::examples;
use crate::registrar::letters::{LetterFile, Mailing};
use crate::registrar::roll_file::Resident;

/// The only file that these letters make.
fn only_file(mailing: &Mailing<'_>, residents: &[Resident], codes: &[VotingCode]) -> LetterFile {
    let mut files = mailing.files(residents.iter().zip(codes));
    let file = files.next().unwrap().unwrap();
    assert!(files.next().is_none());
    file
}

/// The letter of this resident, without what stands around it.
fn letter(mailing: &Mailing<'_>, resident: &Resident) -> String {
    let file = only_file(mailing, std::slice::from_ref(resident), &[examples::code()]);
    let from = file.html.find("<article").unwrap();
    let to = file.html.find("</main>").unwrap();
    file.html[from..to].to_owned()
}

/// The text without tags.
fn visible(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}
