//! One letter: a page of A4.

use anyhow::Result;
use isoloir_election::code::VotingCode;
use isoloir_words::markup::Markup;
use zeroize::Zeroizing;

use super::{Mailing, Window, qr};
use crate::language::{Message, Texts, isolated};
use crate::registrar::roll_file::Resident;

/// The most districts that are named; the sheet has room for no more.
const MAX_NAMED: usize = 8;

/// How many of them stand one below the other; more are set in two columns.
const LINES_OF_NAMES: usize = 4;

/// How many characters of a hash are there to compare, in groups of how many.
const HASH_CHARACTERS: usize = 16;
const HASH_GROUP: usize = 4;

/// How many groups of the code stand on a line.
const GROUPS_ON_A_LINE: usize = 3;

/// A letter to be written.
pub(super) struct Sheet<'a> {
    pub(super) mailing: &'a Mailing<'a>,
    /// In the resident's language.
    pub(super) texts: &'a Texts,
    pub(super) resident: &'a Resident,
    pub(super) code: &'a VotingCode,
}

impl Sheet<'_> {
    pub(super) fn write(&self, html: &mut Markup) -> Result<()> {
        html.raw("<article class=\"letter ").raw(match self.mailing.window {
            Window::Left => "window-left",
            Window::Right => "window-right",
        });
        html.raw("\" lang=\"").attribute(self.texts.language().code).raw("\">\n");
        self.sender(html);
        self.address(html);
        self.about(html);
        self.voting_code(html)?;
        html.raw("<div class=\"columns\">\n");
        self.how_to_vote(html);
        self.how_to_be_safe(html);
        html.raw("</div>\n</article>\n");
        Ok(())
    }

    fn sender(&self, html: &mut Markup) {
        html.raw("<div class=\"sender\">\n<p class=\"registrar\">");
        html.name(self.mailing.registrar.name).raw("</p>\n<p class=\"number\">");
        html.text(&self.say(Message::LetterNumber)).raw("</p>\n</div>\n");
    }

    fn address(&self, html: &mut Markup) {
        html.raw("<address>\n<p>").name(&self.resident.name).raw("</p>\n");
        for line in &self.resident.address {
            html.raw("<p>").name(line).raw("</p>\n");
        }
        html.raw("</address>\n");
    }

    /// What this is about.
    fn about(&self, html: &mut Markup) {
        let (opens, closes) =
            self.texts.term(self.mailing.opens, self.mailing.closes, &self.mailing.zone);
        html.raw("<div class=\"about\">\n<h1>").name(self.mailing.title).raw("</h1>\n<p>");
        html.text(&self.word(Message::LetterWhat)).raw("</p>\n<p class=\"term\">");
        html.text(
            &self
                .texts
                .say(Message::LetterTerm, &[("opens", opens.into()), ("closes", closes.into())]),
        );
        html.raw("</p>\n");
        self.districts(html);
        html.raw("</div>\n");
    }

    fn districts(&self, html: &mut Markup) {
        let numbers = &self.resident.districts;
        let count = ("count", (numbers.len() as u64).into());
        html.raw("<h2>").text(&self.texts.say(Message::LetterDistricts, &[count]));
        html.raw(if numbers.len() > LINES_OF_NAMES {
            "</h2>\n<ul class=\"many\">\n"
        } else {
            "</h2>\n<ul>\n"
        });
        // The last line is for how many more there are.
        let named = if numbers.len() > MAX_NAMED { MAX_NAMED - 1 } else { numbers.len() };
        for &number in numbers.iter().take(named) {
            let name = self.mailing.districts.get(usize::from(number));
            html.raw("<li>").name(name.map_or("", String::as_str)).raw("</li>\n");
        }
        if numbers.len() > named {
            let more = ("count", ((numbers.len() - named) as u64).into());
            html.raw("<li>").text(&self.texts.say(Message::LetterMoreDistricts, &[more]));
            html.raw("</li>\n");
        }
        html.raw("</ul>\n");
    }

    fn voting_code(&self, html: &mut Markup) -> Result<()> {
        let code = self.code.reveal();
        html.raw("<section class=\"secret\">\n<div>\n<h2>");
        html.text(&self.say(Message::LetterCode)).raw("</h2>\n<p class=\"code\"><code>");
        for (position, group) in code.split('-').enumerate() {
            html.raw(match position {
                0 => "",
                _ if position.is_multiple_of(GROUPS_ON_A_LINE) => "-<br>",
                _ => "-",
            });
            html.text(group);
        }
        let (text, caption) = match self.mailing.page {
            Some(page) => (page.with_code(self.code), Message::LetterQrPage),
            None => (Zeroizing::new(code.to_string()), Message::LetterQrCode),
        };
        html.raw("</code></p>\n<p>").text(&self.word(Message::LetterTyping)).raw("</p>\n<p>");
        html.text(&self.word(caption)).raw("</p>\n</div>\n");
        qr::picture(html, &text, &self.word(Message::LetterQr))?;
        html.raw("\n</section>\n");
        Ok(())
    }

    fn how_to_vote(&self, html: &mut Markup) {
        html.raw("<section>\n<h2>").text(&self.word(Message::LetterSteps)).raw("</h2>\n<ol>\n<li>");
        html.text(&match self.mailing.page {
            Some(page) => {
                self.texts.say(Message::LetterStepOpen, &[("page", isolated(page.as_str()).into())])
            }
            None => self.word(Message::LetterStepFind),
        });
        html.raw("</li>\n<li>").text(&self.word(Message::LetterStepChoose));
        html.raw("</li>\n<li>").text(&self.say(Message::LetterStepCode));
        html.raw("</li>\n<li>").text(&self.word(Message::LetterStepCast));
        html.raw("</li>\n</ol>\n<p>").text(&self.word(Message::LetterElection));
        html.raw(" <code class=\"id\">")
            .text(&beginning(&self.mailing.election.to_string()))
            .raw("</code></p>\n<p>");
        html.text(&self.word(Message::LetterProgram)).raw("</p>\n</section>\n");
    }

    fn how_to_be_safe(&self, html: &mut Markup) {
        html.raw("<section>\n<h2>").text(&self.word(Message::LetterSecret)).raw("</h2>\n<p>");
        html.text(&self.say(Message::LetterSecretWhy)).raw("</p>\n<p class=\"lost\">");
        html.text(&match self.mailing.contact {
            Some(contact) => {
                self.texts.say(Message::LetterLost, &[("contact", isolated(contact).into())])
            }
            None => self.word(Message::LetterLostTown),
        });
        html.raw("</p>\n<h2>").text(&self.word(Message::LetterCheck)).raw("</h2>\n<p>");
        html.text(&self.word(Message::LetterCheckHow)).raw("</p>\n");
        if let Some(digest) = self.mailing.page_digest {
            html.raw("<p>").text(&self.word(Message::LetterPage)).raw(" <code class=\"id\">");
            html.text(&beginning(&digest.to_string())).raw("</code></p>\n");
        }
        html.raw("</section>\n");
    }

    fn word(&self, message: Message) -> String {
        self.texts.word(message)
    }

    /// A message about this letter among all that the resident gets.
    fn say(&self, message: Message) -> String {
        let registrar = &self.mailing.registrar;
        let number = u64::from(registrar.index) + 1;
        self.texts.say(
            message,
            &[("number", number.into()), ("count", u64::from(registrar.count).into())],
        )
    }
}

/// The beginning of a hash, in groups.
fn beginning(hash: &str) -> String {
    let characters: Vec<char> = hash.chars().take(HASH_CHARACTERS).collect();
    let groups: Vec<String> =
        characters.chunks(HASH_GROUP).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
