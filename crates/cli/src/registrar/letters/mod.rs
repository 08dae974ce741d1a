//! The letters with the voting codes, ready to print: a page of A4 for each resident, in their language.
//!
//! The sheet is made for a window envelope and to be folded in three. The address shows through the window, and
//! the code stands on the middle third, which lies inside however the sheet is folded.

mod qr;
mod sheet;

use std::iter::Peekable;

use anyhow::Result;
use isoloir_election::code::VotingCode;
use isoloir_election::definition::{ElectionId, PageDigest};
use isoloir_words::markup::{Head, Markup};
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use self::sheet::Sheet;
use super::page_url::PageUrl;
use super::roll_file::Resident;
use crate::language::{LANGUAGES, Language, Message, Texts};

/// The most letters of a file: what a browser still prints at once.
pub(crate) const LETTERS_IN_A_FILE: usize = 500;

const STYLE: &str = include_str!("style.css");

/// What all letters of a registrar have in common.
pub(crate) struct Mailing<'a> {
    /// What people call the election.
    pub(crate) title: &'a str,
    pub(crate) election: ElectionId,
    /// When the vote is meant to open and close, in seconds since 1970.
    pub(crate) opens: u64,
    pub(crate) closes: u64,
    /// In the time of which place that is said.
    pub(crate) zone: TimeZone,
    /// The names of all districts in their order.
    pub(crate) districts: &'a [String],
    pub(crate) registrar: Registrar<'a>,
    /// Where the voting page is, if there is one.
    pub(crate) page: Option<&'a PageUrl>,
    /// The files of the page that the definition vouches for.
    pub(crate) page_digest: Option<PageDigest>,
    /// Where residents get a new code: a telephone number, an address. A letter has room for some 130
    /// characters of it.
    pub(crate) contact: Option<&'a str>,
    pub(crate) window: Window,
}

/// Who sends the letters.
pub(crate) struct Registrar<'a> {
    pub(crate) name: &'a str,
    /// Its index in the definition, from 0.
    pub(crate) index: u8,
    /// How many registrars there are: a resident needs the codes of all of them.
    pub(crate) count: u8,
}

/// Where the window of the envelope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Window {
    /// On the left, as in DIN 5008 and in Britain.
    Left,
    /// On the right, as in France and Spain.
    Right,
}

/// Letters to print.
pub(crate) struct LetterFile {
    /// `letters-0001.html`
    pub(crate) name: String,
    /// Secret: it holds voting codes.
    pub(crate) html: Zeroizing<String>,
}

impl Mailing<'_> {
    /// The letters, in files of [`LETTERS_IN_A_FILE`], each made when it is asked for.
    ///
    /// # Errors
    /// If a code does not fit a QR code, which no [`PageUrl`] makes happen.
    pub(crate) fn files<'l, I>(&self, letters: I) -> impl Iterator<Item = Result<LetterFile>>
    where
        I: IntoIterator<Item = (&'l Resident, &'l VotingCode)>,
    {
        Files {
            mailing: self,
            letters: letters.into_iter().peekable(),
            texts: LANGUAGES.map(Texts::of),
            made: 0,
        }
    }
}

struct Files<'m, I: Iterator> {
    mailing: &'m Mailing<'m>,
    letters: Peekable<I>,
    texts: [Texts; LANGUAGES.len()],
    made: usize,
}

impl<'l, I> Iterator for Files<'_, I>
where
    I: Iterator<Item = (&'l Resident, &'l VotingCode)>,
{
    type Item = Result<LetterFile>;

    fn next(&mut self) -> Option<Self::Item> {
        let &(first, _) = self.letters.peek()?;
        self.made += 1;
        let name = format!("letters-{:04}.html", self.made);
        Some(self.page(first.language).map(|html| LetterFile { name, html }))
    }
}

impl<'l, I> Files<'_, I>
where
    I: Iterator<Item = (&'l Resident, &'l VotingCode)>,
{
    /// The next letters, as a page whose title is in this language.
    fn page(&mut self, language: Language) -> Result<Zeroizing<String>> {
        let mut html = Markup::default();
        let texts = texts_of(&self.texts, language);
        let title = ("title", self.mailing.title.into());
        html.head(&Head {
            language: language.code,
            color_scheme: "light",
            title: &texts.say(Message::LettersTitle, &[title]),
            style: &[STYLE],
        });
        html.raw("<body>\n<main>\n");
        for (resident, code) in self.letters.by_ref().take(LETTERS_IN_A_FILE) {
            let texts = texts_of(&self.texts, resident.language);
            Sheet { mailing: self.mailing, texts, resident, code }.write(&mut html)?;
        }
        html.raw("</main>\n</body>\n</html>\n");
        Ok(html.finish())
    }
}

fn texts_of(all: &[Texts; LANGUAGES.len()], language: Language) -> &Texts {
    all.iter().find(|texts| texts.language() == language).unwrap_or(&all[0])
}

#[cfg(test)]
mod tests;
