//! Decoding a batch, and the challenges of its ballots.

use std::collections::HashMap;
use std::ops::Range;

use curve25519_dalek::Scalar;

use super::replay::{Challenges, replay};
use super::{CastBallot, Fault};
use crate::crypto::ballot::{Encodings, Parameters, Responses, read_sealed};
use crate::crypto::group::{Point, ReadGroup};
use crate::crypto::msm::Affine;
use crate::crypto::range::invert_all;
use crate::wire::{Reader, WireError};

/// Where U and the sealed ballot begin in the payload of an entry (`spec/election.md`, 5.2).
const CREDENTIAL_OFFSET: usize = 2;
const SEALED_OFFSET: usize = 66;

/// The ballots of a batch that are canonical, decoded.
pub(super) struct Batch<'a> {
    pub(super) ballots: Vec<Decoded<'a>>,
    /// The keys PK_j in use; in one election all districts share one set.
    pub(super) key_sets: Vec<&'a [Point]>,
    /// The same, as the sum wants them.
    pub(super) affine_keys: Vec<Vec<Affine>>,
    /// Those of each ballot in the order of the wire: U, the sealed ballot's, then R.
    pub(super) points: Vec<Affine>,
    /// Those of each ballot: the sealed ballot's in the order of the wire, then z of the signature.
    scalars: Vec<Scalar>,
}

/// A ballot that is canonical.
pub(super) struct Decoded<'a> {
    pub(super) cast: CastBallot<'a>,
    /// Where it stands in the batch, from 0.
    pub(super) position: usize,
    /// Which keys it is for.
    pub(super) key_set: usize,
    pub(super) challenges: Challenges,
    /// What excludes the range proof before its equations are looked at.
    pub(super) range_fault: Option<Fault>,
    points: Range<usize>,
    scalars: Range<usize>,
}

impl<'a> Batch<'a> {
    /// Decodes all ballots; those that are not canonical are named by their position.
    pub(super) fn decode(ballots: &[CastBallot<'a>]) -> (Self, Vec<(usize, Fault)>) {
        let mut batch = Self::empty(ballots);
        let mut guilty = Vec::new();
        let mut key_sets = HashMap::new();
        let mut encodings = Encodings::default();
        for (position, cast) in ballots.iter().enumerate() {
            let (points, scalars) = (batch.points.len(), batch.scalars.len());
            if let Err(error) = batch.read(cast, &mut encodings) {
                batch.points.truncate(points);
                batch.scalars.truncate(scalars);
                guilty.push((position, error.into()));
                continue;
            }
            let key_set = *key_sets
                .entry(std::ptr::from_ref(cast.parameters))
                .or_insert_with(|| batch.key_set(cast.parameters));
            let (challenges, range_fault) = replay(cast);
            batch.ballots.push(Decoded {
                cast: *cast,
                position,
                key_set,
                challenges,
                range_fault,
                points: points..batch.points.len(),
                scalars: scalars..batch.scalars.len(),
            });
        }
        batch.affine_keys =
            batch.key_sets.iter().map(|set| set.iter().map(Point::affine).collect()).collect();
        let sound = batch.ballots.iter_mut().filter(|ballot| ballot.range_fault.is_none());
        invert_all(sound.filter_map(|ballot| ballot.challenges.range.as_mut()).collect());
        (batch, guilty)
    }

    fn empty(ballots: &[CastBallot<'_>]) -> Self {
        let scalars: usize =
            ballots.iter().map(|cast| Responses::count(cast.parameters.style()) + 1).sum();
        let elements: usize =
            ballots.iter().map(|cast| cast.parameters.sealed_len() / 32 + 3).sum();
        Self {
            ballots: Vec::with_capacity(ballots.len()),
            key_sets: Vec::new(),
            affine_keys: Vec::new(),
            points: Vec::with_capacity(elements - scalars),
            scalars: Vec::with_capacity(scalars),
        }
    }

    /// Reads U, the sealed ballot and the signature.
    fn read(&mut self, cast: &CastBallot<'a>, encodings: &mut Encodings) -> Result<(), WireError> {
        encodings.clear();
        let read = read_cast(cast, encodings, &mut self.scalars);
        encodings.decode(&mut self.points).and(read)
    }

    /// The set that the keys of these parameters belong to: one is the beginning of the other.
    fn key_set(&mut self, parameters: &'a Parameters) -> usize {
        let keys = parameters.keys();
        let agree = |set: &&[Point]| set.iter().zip(keys).all(|(a, b)| a == b);
        match self.key_sets.iter().position(agree) {
            Some(place) => {
                if self.key_sets[place].len() < keys.len() {
                    self.key_sets[place] = keys;
                }
                place
            }
            None => {
                self.key_sets.push(keys);
                self.key_sets.len() - 1
            }
        }
    }

    /// The points of a ballot of this batch.
    pub(super) fn points_of(&self, ballot: &Decoded<'_>) -> &[Affine] {
        &self.points[ballot.points.clone()]
    }

    /// The scalars of a ballot of this batch.
    pub(super) fn scalars_of(&self, ballot: &Decoded<'_>) -> &[Scalar] {
        &self.scalars[ballot.scalars.clone()]
    }
}

/// Reads U, the sealed ballot and the signature; points are not decoded yet.
fn read_cast(
    cast: &CastBallot<'_>,
    points: &mut Encodings,
    scalars: &mut Vec<Scalar>,
) -> Result<(), WireError> {
    let style = cast.parameters.style();
    whole(cast.credential, CREDENTIAL_OFFSET, points, |reader, points| points.key("U", reader))?;
    whole(cast.sealed, SEALED_OFFSET, points, |reader, points| {
        read_sealed(style, reader, points, scalars)
    })?;
    whole(cast.signature, SEALED_OFFSET + cast.sealed.len(), points, |reader, points| {
        points.point("R of the cast signature", reader)?;
        scalars.push(reader.scalar("z of the cast signature")?);
        Ok(())
    })
}

/// Reads all of `bytes`, which begin at `offset` of the payload.
fn whole(
    bytes: &[u8],
    offset: usize,
    points: &mut Encodings,
    read: impl FnOnce(&mut Reader<'_>, &mut Encodings) -> Result<(), WireError>,
) -> Result<(), WireError> {
    points.begin(offset);
    let mut reader = Reader::new(bytes);
    read(&mut reader, points)
        .and_then(|()| reader.finish("ballot"))
        .map_err(|error| WireError { offset: error.offset + offset, ..error })
}
