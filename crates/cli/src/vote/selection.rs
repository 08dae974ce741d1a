use isoloir_crypto::ballot::{ChoiceError, Choices};
use isoloir_crypto::points::PointScale;
use isoloir_election::definition::District;
use thiserror::Error;
use zeroize::Zeroizing;

/// What a ballot gives each project, by position: points, or 1 where a project is chosen or not. Whether it
/// keeps to the limits is another question. Secret: zeroized when dropped, without `Debug`.
#[derive(Clone)]
pub(crate) struct Selection(Zeroizing<Vec<u8>>);

/// How people name projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// By their ids.
    Ids,
    /// By their number in the list, from 1, or by their ids.
    NumbersAndIds,
}

impl Naming {
    /// Where an id looks like a number, numbers in a list would be mistaken for ids.
    pub(crate) fn of(district: &District) -> Self {
        match district.projects.iter().any(|project| is_number(&project.id)) {
            true => Self::Ids,
            false => Self::NumbersAndIds,
        }
    }

    fn find(self, district: &District, text: &str) -> Option<usize> {
        let by_id = district.projects.iter().position(|project| project.id == text);
        let number = || text.parse::<usize>().ok().filter(|_| is_number(text))?.checked_sub(1);
        let by_number = || number().filter(|&position| position < district.projects.len());
        match self {
            Self::Ids => by_id,
            Self::NumbersAndIds => by_id.or_else(by_number),
        }
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why a text names no choice of a district.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum MarkError {
    /// No such project.
    #[error("{district} has no project {text}; its projects are {projects}")]
    Unknown { district: String, text: String, projects: String },
    /// A project is named twice.
    #[error("project {text} is named twice")]
    Twice { text: String },
    /// Not a number of points, or more than a ballot gives.
    #[error("{text} must be a project, a colon and 0 to {most} points, such as {example}:{most}")]
    Points { text: String, example: String, most: u8 },
}

impl Selection {
    /// Nothing for any project.
    pub(crate) fn empty(district: &District) -> Self {
        Self(Zeroizing::new(vec![0; district.projects.len()]))
    }

    /// Reads a ballot from the names of its projects; where there are points, NAME:POINTS.
    pub(crate) fn read<'a>(
        district: &District,
        naming: Naming,
        items: impl Iterator<Item = &'a str>,
    ) -> Result<Self, MarkError> {
        let mut selection = Self::empty(district);
        let mut named = vec![false; district.projects.len()];
        for item in items {
            let (position, points) = mark(district, naming, item)?;
            if std::mem::replace(&mut named[position], true) {
                return Err(MarkError::Twice { text: item.to_owned() });
            }
            selection.0[position] = points.unwrap_or(1);
        }
        Ok(selection)
    }

    /// Changes it by what a person types: a project that is chosen is taken back.
    pub(crate) fn change(
        &mut self,
        district: &District,
        naming: Naming,
        item: &str,
    ) -> Result<(), MarkError> {
        let (position, points) = mark(district, naming, item)?;
        let given = &mut self.0[position];
        *given = points.unwrap_or(1 - (*given).min(1));
        Ok(())
    }

    /// By project, in the order of the definition.
    pub(crate) fn points(&self) -> &[u8] {
        &self.0
    }

    /// As a ballot is sealed from it.
    pub(crate) fn choices(&self, district: &District) -> Result<Choices, ChoiceError> {
        district.give(&self.0)
    }
}

/// A project, and the points where there are points.
fn mark(district: &District, naming: Naming, item: &str) -> Result<(usize, Option<u8>), MarkError> {
    let most = district.scale.most();
    let (text, points) = if district.scale == PointScale::CHOICE {
        (item, None)
    } else {
        let example = district.projects.first().map_or("ID", |project| &project.id);
        let wrong =
            || MarkError::Points { text: item.to_owned(), example: example.to_owned(), most };
        let (text, points) = item.rsplit_once(':').ok_or_else(wrong)?;
        let points = points.trim().parse::<u8>().ok().filter(|&points| points <= most);
        (text.trim(), Some(points.ok_or_else(wrong)?))
    };
    let position = naming.find(district, text).ok_or_else(|| MarkError::Unknown {
        district: district.name.clone(),
        text: text.to_owned(),
        projects: ids(district),
    })?;
    Ok((position, points))
}

fn ids(district: &District) -> String {
    let ids: Vec<&str> = district.projects.iter().map(|project| project.id.as_str()).collect();
    ids.join(", ")
}
