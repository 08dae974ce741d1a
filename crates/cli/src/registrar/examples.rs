//! A town with three districts, some of its residents, and a registrar's mailing.

use isoloir_election::code::VotingCode;
use isoloir_election::definition::{ElectionId, PageDigest};
use jiff::tz::{TimeZone, offset};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::letters::{Mailing, Registrar, Window};
use super::page_url::PageUrl;
use super::roll_file::Resident;
use crate::language::{LANGUAGES, Language};

/// 1 October 2026, 08:00, and 20 October 2026, 20:00, in summer time.
pub(super) const OPENS: u64 = 1_790_834_400;
pub(super) const CLOSES: u64 = 1_792_519_200;

pub(super) fn districts() -> Vec<String> {
    ["Courvelle", "Centre", "Les Hauts + la Gare"].map(str::to_owned).to_vec()
}

pub(super) fn language(code: &str) -> Language {
    Language::of_code(code).unwrap()
}

pub(super) fn resident(code: &str) -> Resident {
    Resident {
        id: "1017".to_owned(),
        name: "Zoé Martin".to_owned(),
        address: vec!["3 rue du Four".to_owned(), "29000 Courvelle".to_owned()],
        email: Some("zoe@example.org".to_owned()),
        language: language(code),
        districts: vec![0, 1],
    }
}

/// One resident for each language.
pub(super) fn residents() -> Vec<Resident> {
    LANGUAGES.map(|language| resident(language.code)).to_vec()
}

/// The same codes every time: the seed is 32 times 7.
pub(super) fn codes(count: usize) -> Vec<VotingCode> {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    (0..count).map(|_| VotingCode::random(&mut rng)).collect()
}

pub(super) fn code() -> VotingCode {
    codes(1).remove(0)
}

pub(super) fn page_url() -> PageUrl {
    PageUrl::parse("https://vote.courvelle.example/2026").unwrap()
}

pub(super) fn summer() -> TimeZone {
    TimeZone::fixed(offset(2))
}

/// The first of two registrars, with a page and a telephone number.
pub(super) fn mailing<'a>(districts: &'a [String], page: &'a PageUrl) -> Mailing<'a> {
    Mailing {
        title: "Budget participatif 2026",
        election: ElectionId(std::array::from_fn(|index| (index % 16) as u8 * 17)),
        opens: OPENS,
        closes: CLOSES,
        zone: summer(),
        districts,
        registrar: Registrar { name: "Mairie de Courvelle", index: 0, count: 2 },
        page: Some(page),
        page_digest: Some(PageDigest(std::array::from_fn(|index| index as u8 * 8))),
        contact: Some("Mairie de Courvelle, 02 98 00 00 00"),
        window: Window::Right,
    }
}
