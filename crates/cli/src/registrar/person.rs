use anyhow::anyhow;
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_encoding::Decode;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::language::{LANGUAGES, Language};
use crate::place::Board;
use crate::registrar::file::Encoded;
use crate::registrar::roll_file::Resident;

/// A resident, as a registrar remembers them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) id: String,
    name: String,
    email: Option<String>,
    language: String,
    /// In each district that they vote in, in ascending order.
    pub(super) places: Vec<RollPlace>,
}

/// Where somebody stands on the roll of a district.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RollPlace {
    pub(super) district: u16,
    pub(super) position: u32,
    /// The credentials that came in the place of the one on the roll, the current one last.
    pub(super) reissued: Vec<Encoded>,
}

impl Person {
    pub(super) fn new(resident: &Resident, places: Vec<RollPlace>) -> Self {
        Self {
            id: resident.id.clone(),
            name: resident.name.clone(),
            email: resident.email.clone(),
            language: resident.language.code.to_owned(),
            places,
        }
    }

    pub(super) fn place(&self, district: u16) -> Option<&RollPlace> {
        self.places.iter().find(|place| place.district == district)
    }

    /// The resident, voting in these districts, without an address: that is not kept.
    pub(super) fn resident(&self, districts: Vec<u16>) -> Resident {
        Resident {
            id: self.id.clone(),
            name: self.name.clone(),
            address: Vec::new(),
            email: self.email.clone(),
            language: Language::of_code(&self.language).unwrap_or(LANGUAGES[0]),
            districts,
        }
    }
}

impl RollPlace {
    /// U, as it stands now.
    pub(super) fn credential(&self, board: &Board) -> Result<NonIdentityPoint, Failure> {
        self.credentials(board)
            .and_then(|all| all.last().copied().ok_or_else(|| damaged(self.district)))
    }

    /// Every U that this resident has had in the district, the current one last.
    pub(super) fn credentials(&self, board: &Board) -> Result<Vec<NonIdentityPoint>, Failure> {
        let roll = board.milestones.rolls.get(usize::from(self.district));
        let first = roll.and_then(|roll| roll.get(self.position as usize)).copied();
        let first = first.ok_or_else(|| damaged(self.district))?;
        let all = std::iter::once(first).chain(self.reissued.iter().map(|encoded| encoded.0));
        all.map(|bytes| point(&bytes)).collect::<Option<_>>().ok_or_else(|| damaged(self.district))
    }
}

/// A point from its encoding.
pub(super) fn point(bytes: &[u8; 32]) -> Option<NonIdentityPoint> {
    NonIdentityPoint::from_bytes(bytes).ok()
}

/// What the file says of a district can't be.
pub(super) fn damaged(district: u16) -> Failure {
    Failure::mismatch(anyhow!(
        "your file and the roll of district {district} on the board do not fit together: take the file with which \
         you issued the codes of this election"
    ))
}
