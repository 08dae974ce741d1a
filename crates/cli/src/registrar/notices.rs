//! Notices to residents that a ballot was recorded for them, so that nobody votes with a stolen code unseen.

use std::io::Write;

use anyhow::Result;
use csv::{Terminator, WriterBuilder};
use isoloir_crypto::ballot::BallotTracker;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::roll_file::Resident;
use crate::language::{LANGUAGES, Message, Texts, isolated, plain};
use crate::spreadsheet_cell::harmless;

const HEADER: [&str; 8] =
    ["id", "name", "email", "language", "district", "tracker", "recorded_before", "text"];

/// How many characters of a tracker stand together, and how many such groups on a line.
const GROUP: usize = 4;
const GROUPS_ON_A_LINE: usize = 8;

/// What all notices have in common.
pub(crate) struct Occasion<'a> {
    /// What people call the election.
    pub(crate) title: &'a str,
    /// When the vote is meant to close, in seconds since 1970.
    pub(crate) closes: u64,
    /// In the time of which place moments are said.
    pub(crate) zone: TimeZone,
    /// The names of all districts in their order.
    pub(crate) districts: &'a [String],
    /// Where residents get a new code: a telephone number, an address.
    pub(crate) contact: Option<&'a str>,
}

/// That a ballot was recorded for a resident.
pub(crate) struct Notice<'a> {
    pub(crate) resident: &'a Resident,
    /// The number of the district that it was cast in.
    pub(crate) district: u16,
    pub(crate) tracker: BallotTracker,
    /// The board had it at this moment. It tells no time, so that it may have had it long before.
    pub(crate) recorded_before: Timestamp,
}

impl Occasion<'_> {
    /// The table of notices for a mailing: CSV by RFC 4180, a row for each notice. A cell that a spreadsheet
    /// would run as a formula has an apostrophe before it.
    ///
    /// # Errors
    /// If it can't be written.
    pub(crate) fn write_table<'n>(
        &self,
        output: impl Write,
        notices: impl IntoIterator<Item = Notice<'n>>,
    ) -> Result<()> {
        let texts = LANGUAGES.map(Texts::of);
        let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(output);
        table.write_record(HEADER)?;
        for notice in notices {
            let resident = notice.resident;
            let of_language = texts.iter().find(|it| it.language() == resident.language);
            table.write_record([
                harmless(&resident.id),
                harmless(&resident.name),
                harmless(resident.email.as_deref().unwrap_or_default()),
                resident.language.code.to_owned(),
                harmless(self.district(&notice)),
                notice.tracker.to_string(),
                notice.recorded_before.to_string(),
                harmless(&self.text(&notice, of_language.unwrap_or(&texts[0]))),
            ])?;
        }
        table.flush()?;
        Ok(())
    }

    /// A notice as plain text.
    pub(crate) fn text(&self, notice: &Notice<'_>, texts: &Texts) -> String {
        let name = ("name", isolated(&notice.resident.name).into());
        let title = ("title", isolated(self.title).into());
        let district = ("district", isolated(self.district(notice)).into());
        // Before 1970 there was no vote.
        let before = u64::try_from(notice.recorded_before.as_second()).unwrap_or(0);
        let before = ("before", texts.moment(before, &self.zone).into());
        let closes = ("closes", texts.moment(self.closes, &self.zone).into());
        let not_you = match self.contact {
            Some(contact) => {
                texts.say(Message::NoticeNotYou, &[("contact", isolated(contact).into())])
            }
            None => texts.word(Message::NoticeNotYouTown),
        };
        let lines = [
            texts.say(Message::NoticeGreeting, &[name]),
            String::new(),
            texts.say(Message::NoticeRecorded, &[title]),
            String::new(),
            texts.say(Message::NoticeDistrict, &[district]),
            texts.say(Message::NoticeBefore, &[before]),
            texts.word(Message::NoticeTracker),
            grouped(&notice.tracker),
            String::new(),
            texts.say(Message::NoticeYou, &[closes]),
            String::new(),
            not_you,
            String::new(),
            texts.word(Message::NoticeSecret),
        ];
        lines.iter().map(|line| plain(line) + "\n").collect()
    }

    fn district(&self, notice: &Notice<'_>) -> &str {
        self.districts.get(usize::from(notice.district)).map_or("", String::as_str)
    }
}

/// The 64 digits of a tracker, in lines of groups.
fn grouped(tracker: &BallotTracker) -> String {
    let mut text = String::new();
    for (position, digit) in tracker.to_string().chars().enumerate() {
        text.push_str(match position {
            0 => "  ",
            _ if position.is_multiple_of(GROUP * GROUPS_ON_A_LINE) => "\n  ",
            _ if position.is_multiple_of(GROUP) => " ",
            _ => "",
        });
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;
