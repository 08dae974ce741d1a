//! The commands of the officials, who write an election down, open it and close it.

pub(crate) mod check;
pub(crate) mod files;
pub(crate) mod key;
pub(crate) mod new;
pub(crate) mod phases;
pub(crate) mod status;

pub(crate) use key::OfficialFile;

use anyhow::anyhow;
use isoloir_election::definition::District;
use isoloir_election::phase::Election;

use crate::failure::Failure;

/// A district by its name.
pub(crate) fn district<'a>(
    election: &'a Election,
    name: &str,
) -> Result<(u16, &'a District), Failure> {
    let mut districts = (0..).zip(election.districts());
    districts.find(|(_, district)| district.name == name).ok_or_else(|| {
        let names: Vec<&str> =
            election.districts().iter().map(|district| district.name.as_str()).collect();
        Failure::input(anyhow!("there is no district {name:?}; there are: {}", names.join(", ")))
    })
}
