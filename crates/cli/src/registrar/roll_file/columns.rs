//! The first line of a roll.

use csv::StringRecord;

use super::fault::{Fault, Problems};

/// A column that a roll can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Name,
    Address,
    Email,
    Language,
    Districts,
}

/// Which column stands where.
pub(super) struct Columns(Vec<Column>);

impl Column {
    pub(super) const ALL: [Self; 6] =
        [Self::Id, Self::Name, Self::Address, Self::Email, Self::Language, Self::Districts];

    /// What the first line calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Address => "address",
            Self::Email => "email",
            Self::Language => "language",
            Self::Districts => "districts",
        }
    }

    fn is_required(self) -> bool {
        matches!(self, Self::Id | Self::Name | Self::Districts)
    }
}

impl Columns {
    /// Reads the first line. Nothing if it is wrong: then no row can be read.
    pub(super) fn new(line: usize, header: &StringRecord, problems: &mut Problems) -> Option<Self> {
        let mut columns = Vec::new();
        let mut faults = Vec::new();
        for cell in header {
            let name = cell.trim().to_lowercase();
            match Column::ALL.into_iter().find(|column| column.name() == name) {
                Some(column) if columns.contains(&column) => {
                    faults.push(Fault::RepeatedColumn { column });
                }
                Some(column) => columns.push(column),
                None => faults.push(Fault::UnknownColumn { name: cell.trim().to_owned() }),
            }
        }
        let missing = Column::ALL.into_iter().filter(|column| column.is_required());
        let missing = missing.filter(|column| !columns.contains(column));
        faults.extend(missing.map(|column| Fault::MissingColumn { column }));
        let is_good = faults.is_empty();
        faults.into_iter().for_each(|fault| problems.add(line, fault));
        is_good.then_some(Self(columns))
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The cell of this column without white space around it; empty if the column is not there.
    pub(super) fn cell<'a>(&self, cells: &'a StringRecord, column: Column) -> &'a str {
        let position = self.0.iter().position(|&it| it == column);
        position.and_then(|position| cells.get(position)).unwrap_or_default().trim()
    }
}
