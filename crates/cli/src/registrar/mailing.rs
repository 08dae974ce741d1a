use std::path::PathBuf;

use isoloir_election::phase::Election;
use jiff::tz::TimeZone;

use crate::clock::zone;
use crate::registrar::letters::{Mailing, Registrar, Window};
use crate::registrar::page_url::PageUrl;

/// Where letters go, and what they say besides the code.
#[derive(clap::Args)]
pub(super) struct MailingArguments {
    /// The folder for the letters, absent or empty. Whoever sees it can vote: keep it on the machine that prints.
    #[arg(long, value_name = "DIR")]
    pub(super) letters: PathBuf,

    /// The address of the voting page, for the letters' links and pictures.
    #[arg(long, value_name = "URL", value_parser = PageUrl::parse)]
    page: Option<PageUrl>,

    /// Where the envelopes have their window.
    #[arg(long, value_enum, default_value_t = Window::Left)]
    window: Window,

    #[command(flatten)]
    sender: SenderArguments,
}

/// What residents are told in letters and notices alike.
#[derive(clap::Args)]
pub(super) struct SenderArguments {
    /// Where residents get a new code: a telephone number, an address.
    #[arg(long, value_name = "TEXT")]
    pub(super) contact: Option<String>,

    /// In the time of which place moments are said: Europe/Paris, +01:00 or a POSIX rule.
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    pub(super) zone: TimeZone,
}

impl MailingArguments {
    /// The mailing of a registrar, which is the one with this index.
    pub(super) fn mailing<'a>(
        &'a self,
        election: &'a Election,
        index: u8,
        districts: &'a [String],
    ) -> Mailing<'a> {
        let definition = election.definition();
        let registrars = &definition.registrars;
        Mailing {
            title: &definition.title,
            election: election.id(),
            opens: definition.opens,
            closes: definition.closes,
            zone: self.sender.zone.clone(),
            districts,
            registrar: Registrar {
                name: registrars.get(usize::from(index)).map_or("", |party| &party.name),
                index,
                // A definition has at most MAX_REGISTRARS of them: 8.
                count: registrars.len() as u8,
            },
            page: self.page.as_ref(),
            page_digest: definition.page,
            contact: self.sender.contact.as_deref(),
            window: self.window,
        }
    }
}

/// The names of all districts, in their order.
pub(super) fn names(election: &Election) -> Vec<String> {
    election.districts().iter().map(|district| district.name.clone()).collect()
}
