//! The commands of the officials, who write an election down, open it and close it.

pub(crate) mod check;
pub(crate) mod files;
pub(crate) mod key;
mod log_in;
pub(crate) mod new;
pub(crate) mod phases;
pub(crate) mod status;

pub(crate) use key::OfficialFile;

use isoloir_election::definition::District;
use isoloir_election::phase::Election;

use crate::failure::Failure;
use crate::vote::find_district;

/// The one district with this name.
pub(crate) fn district<'a>(
    election: &'a Election,
    name: &str,
) -> Result<(u16, &'a District), Failure> {
    let all = 0..election.districts().len() as u16;
    let index = find_district(election, name, all)?;
    Ok((index, &election.districts()[usize::from(index)]))
}
