//! The rolls as the registrars publish them (`spec/election.md`, section 6; `spec/protocol.md`,
//! section 8).

use curve25519_dalek::RistrettoPoint;
use rayon::prelude::*;

use super::refusal::{Fault, Refusal, refuse};
use super::roll::Roll;
use crate::crypto::group::Point;
use crate::report::Step;

/// Credentials on the roll of a district at the opening.
pub const MAX_ROLL: usize = 1 << 24;

/// The registrars' rolls of one district, summed position by position as they come.
#[derive(Debug)]
pub(super) struct GatheredRoll {
    /// How many credentials each registrar has published.
    lengths: Vec<usize>,
    sums: Sums,
}

/// U = sum_k U_k by position, over the registrars that have got there.
#[derive(Debug)]
enum Sums {
    /// With one registrar its bytes are the roll.
    Bytes(Vec<[u8; 32]>),
    /// With more, they are encoded once, at the opening.
    Points(Vec<RistrettoPoint>),
}

impl GatheredRoll {
    pub(super) fn new(registrars: usize) -> Self {
        let sums = match registrars {
            1 => Sums::Bytes(Vec::new()),
            _ => Sums::Points(Vec::new()),
        };
        Self { lengths: vec![0; registrars], sums }
    }

    /// Adds a list of a registrar (from 0), which begins where its last one ended.
    pub(super) fn add(
        &mut self,
        registrar: usize,
        first: u32,
        credentials: &[Point],
    ) -> Result<(), Refusal> {
        let Some(length) = self.lengths.get_mut(registrar) else {
            return refuse(Step::Rolls, Fault::Possession(registrar));
        };
        if first as usize != *length {
            return refuse(Step::Rolls, Fault::RollPlace { first, length: *length });
        }
        if *length + credentials.len() > MAX_ROLL {
            return refuse(Step::Rolls, Fault::RollLong(*length + credentials.len()));
        }
        match &mut self.sums {
            Sums::Bytes(roll) => roll.extend(credentials.iter().map(Point::bytes)),
            Sums::Points(sums) => {
                let there = credentials.len().min(sums.len().saturating_sub(*length));
                let (summed, new) = credentials.split_at(there);
                for (sum, credential) in sums.iter_mut().skip(*length).zip(summed) {
                    *sum += credential.group();
                }
                sums.extend(new.iter().map(Point::group));
            }
        }
        *length += credentials.len();
        Ok(())
    }

    /// The roll of the district at the opening (section 6, open, 2 and 3).
    pub(super) fn complete(&self, district: usize) -> Result<Roll, Refusal> {
        let length = self.lengths.first().copied().unwrap_or(0);
        if length == 0 || self.lengths.iter().any(|&other| other != length) {
            let lengths = self.lengths.clone();
            return refuse(Step::Opening, Fault::RollIncomplete { district, lengths });
        }
        let encoded;
        let credentials = match &self.sums {
            Sums::Bytes(roll) => roll,
            Sums::Points(sums) => {
                encoded = sums.par_iter().map(|sum| sum.compress().to_bytes()).collect();
                &encoded
            }
        };
        let mut roll = Roll::with_capacity(length);
        for (position, credential) in credentials.iter().enumerate() {
            if *credential == [0; 32] {
                return refuse(Step::Opening, Fault::RollNeutral { district, position });
            }
            if !roll.add(*credential) {
                return refuse(Step::Opening, Fault::RollRepeated { district, position });
            }
        }
        Ok(roll)
    }
}
