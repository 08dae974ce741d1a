use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::anyhow;
use isoloir_crypto::ballot::BallotParameters;
use isoloir_election::definition::{Definition, District};
use isoloir_election::phase::{Election, Fingerprint, Phase, Voting};

use crate::failure::Failure;
use crate::money::money;
use crate::place::{Board, Place};

/// An open vote, as its board shows it: checked up to the opening.
pub(crate) struct Poll {
    pub(crate) place: Place,
    pub(crate) board: Board,
    pub(crate) fingerprint: Fingerprint,
}

impl Poll {
    /// Reads the board up to its opening, which must have the fingerprint that is expected. In a folder the
    /// withdrawals after it are read, too. From a server they are not: there is no list of them, and ballots that
    /// nobody needs would have to be fetched for them.
    pub(crate) fn open(place: &Place, expected: Option<Fingerprint>) -> Result<Self, Failure> {
        let board = match place {
            Place::Folder(_) => Board::read_withdrawals(place)?,
            Place::Server(_) => Board::read_opening(place)?,
        };
        Self::of(place, board, expected)
    }

    /// The same for a desk, which fetches all for the withdrawals: it serves many people.
    pub(crate) fn open_at_desk(
        place: &Place,
        expected: Option<Fingerprint>,
    ) -> Result<Self, Failure> {
        Self::of(place, Board::read_withdrawals(place)?, expected)
    }

    fn of(place: &Place, board: Board, expected: Option<Fingerprint>) -> Result<Self, Failure> {
        let fingerprint = board.fingerprint()?;
        if let Some(expected) = expected
            && expected != fingerprint
        {
            return Err(Failure::mismatch(anyhow!(
                "the board at {place} has the fingerprint {fingerprint}, not the one that was expected. Don't \
                 vote here: check the address, and tell the officials"
            )));
        }
        Ok(Self { place: place.clone(), board, fingerprint })
    }

    /// Refuses, if the board is closed by now.
    pub(crate) fn check_open(&self) -> Result<(), Failure> {
        if self.board.is_closed(&self.place.reader()?)? {
            return Err(Failure::input(anyhow!(
                "the vote is closed: no ballot is taken any more. isoloir status says what comes next; a ballot whose \
                 answer was lost can still get its receipt, with --resend"
            )));
        }
        Ok(())
    }

    /// The definition of the election.
    pub(crate) fn election(&self) -> Result<&Election, Failure> {
        self.board.election()
    }

    /// A district by its index.
    pub(crate) fn district(&self, district: u16) -> Result<&District, Failure> {
        let found = self.election()?.districts().get(usize::from(district));
        found.ok_or_else(|| Failure::input(anyhow!("this election has no district {district}")))
    }

    /// The projects of a district that were withdrawn until the board was read, by position; nothing, if that is
    /// not known.
    pub(crate) fn withdrawn(&self, district: u16) -> Option<BTreeSet<u16>> {
        self.board.withdrawn(district)
    }

    /// What ballots of a district are sealed with.
    pub(crate) fn parameters(&self, district: u16) -> Result<&Arc<BallotParameters>, Failure> {
        self.voting()?.parameters(district).map_err(Failure::input)
    }

    /// How amounts are written.
    pub(crate) fn money(&self) -> Result<Money<'_>, Failure> {
        Ok(Money::of(self.election()?.definition()))
    }

    fn voting(&self) -> Result<&Voting, Failure> {
        match self.board.record.phase() {
            Phase::Voting(voting) => Ok(voting),
            _ => Err(Failure::input(anyhow!("the vote is not open: see isoloir status"))),
        }
    }
}

/// How the amounts of an election are written.
#[derive(Clone, Copy)]
pub(crate) struct Money<'a> {
    currency: &'a str,
    decimals: u8,
}

impl<'a> Money<'a> {
    pub(crate) fn of(definition: &'a Definition) -> Self {
        Self { currency: &definition.currency, decimals: definition.decimals }
    }

    pub(crate) fn show(self, amount: u64) -> String {
        format!("{} {}", money(amount, self.decimals), self.currency)
    }
}

/// The district with this name, among those with the indices of `among`.
pub(crate) fn find_district(
    election: &Election,
    name: &str,
    among: impl Iterator<Item = u16>,
) -> Result<u16, Failure> {
    let districts = election.districts();
    let is_it =
        |index: &u16| districts.get(usize::from(*index)).is_some_and(|found| found.name == name);
    let mut found = among.filter(is_it);
    match (found.next(), found.next()) {
        (Some(index), None) => Ok(index),
        (Some(_), Some(_)) => Err(Failure::input(anyhow!(
            "two districts have the name {name}: no command can tell them apart by it"
        ))),
        (None, _) => {
            let names: Vec<&str> =
                districts.iter().map(|district| district.name.as_str()).collect();
            Err(Failure::input(anyhow!(
                "no district is called {name}; there are: {}",
                names.join(", ")
            )))
        }
    }
}
