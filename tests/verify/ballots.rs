//! Ballots that are no votes, posted by a server that takes them all.
//!
//! One voter of the north casts them one after the other at the end of the vote, and an honest one
//! at last. So one board can hold many, and the verifier has to name every single one.

mod bulletproof;
mod copies;
mod devices;

use isoloir_crypto::ballot::{BallotParameters, BallotStyle, BallotTracker, LinearConstraint};
use isoloir_crypto::credential::{CastStatement, VoterCredential};
use isoloir_crypto::group::NonIdentityPoint;
use isoloir_election::message::Kind;
use isoloir_encoding::{Decode, Encode};

use crate::board::{Board, HONEST, before};
use crate::samples::{FIELD_PRIME, patched, plus_order, rng};
use crate::sha3::sha3_256;
use crate::town::{NORTH, SOUTH, districts, voter};

/// The voter of the north who has not voted.
const IDLE: u32 = 6;
/// Bytes of a point or a scalar.
const ELEMENT: usize = 32;

/// The fingerprint of the election.
pub(crate) fn fingerprint() -> [u8; 32] {
    HONEST.0.decrypting().closed().fingerprint().0
}

/// The keys of the election.
fn keys() -> Vec<NonIdentityPoint> {
    HONEST.0.decrypting().keys().public().to_vec()
}

fn style(district: u16) -> BallotStyle {
    districts()[usize::from(district)].style().clone()
}

/// What ballots of a district are sealed with.
pub(crate) fn parameters(district: u16) -> BallotParameters {
    BallotParameters::new(fingerprint(), district, style(district), &keys()).unwrap()
}

/// An honest sealed ballot for some projects.
pub(crate) fn sealed(
    label: &str,
    district: u16,
    who: &VoterCredential,
    projects: &[u16],
) -> Vec<u8> {
    sealed_with(label, &parameters(district), who, projects)
}

/// A ballot that is sealed with other parameters.
fn sealed_with(
    label: &str,
    parameters: &BallotParameters,
    who: &VoterCredential,
    projects: &[u16],
) -> Vec<u8> {
    let chosen: Vec<bool> =
        (0..parameters.style().slots()).map(|p| projects.contains(&p)).collect();
    let choices = isoloir_crypto::ballot::Choices::new(parameters.style(), &chosen).unwrap();
    parameters.seal(who, &choices, &mut rng(label)).0.to_bytes()
}

/// T of a sealed ballot, be it well formed or not (`spec/protocol.md`, section 6.5).
pub(crate) fn tracker(district: u16, who: &VoterCredential, sealed: &[u8]) -> [u8; 32] {
    let slots = usize::from(style(district).slots());
    let (ciphertext, proof) = sealed.split_at(ELEMENT * (slots + 1));
    let hash = sha3_256(&[proof]);
    let district = district.to_be_bytes();
    let credential = who.public().as_bytes();
    let label = b"isoloir/v1 tracker";
    sha3_256(&[label, &fingerprint(), &district, credential, ciphertext, &hash])
}

/// The payload with which a voter casts a sealed ballot, be it well formed or not.
pub(crate) fn cast(
    district: u16,
    who: &VoterCredential,
    previous: [u8; 32],
    sealed: &[u8],
) -> Vec<u8> {
    let read = |bytes: [u8; 32]| BallotTracker::from_bytes(&bytes).unwrap();
    let statement = CastStatement {
        fingerprint: fingerprint(),
        district,
        previous: read(previous),
        tracker: read(tracker(district, who, sealed)),
    };
    let signature = who.cast(&statement, &mut rng("cast")).to_bytes();
    let credential = who.public().as_bytes();
    [&district.to_be_bytes()[..], credential, &previous, sealed, &signature].concat()
}

/// Ballots that one voter casts one after the other before the close, and what the verifier must
/// say.
struct Stuffing {
    board: Board,
    district: u16,
    who: VoterCredential,
    previous: [u8; 32],
    expected: Vec<(&'static str, Option<usize>)>,
    /// Whether there is a ballot among them with an element that is none.
    unreadable: bool,
}

impl Stuffing {
    fn begin() -> Self {
        Self {
            board: Board::honest(),
            district: NORTH,
            who: voter(NORTH, IDLE),
            previous: [0; 32],
            expected: Vec::new(),
            unreadable: false,
        }
    }

    /// A new honest ballot, other than all before it.
    fn honest(&self) -> Vec<u8> {
        sealed(&format!("ballot {}", self.board.0.len()), self.district, &self.who, &[1])
    }

    /// Casts a sealed ballot that must be refused in this step.
    fn cast(&mut self, step: &'static str, sealed: &[u8]) {
        let payload = cast(self.district, &self.who, self.previous, sealed);
        self.post(step, sealed, payload);
    }

    /// Casts a sealed ballot with an element that is none.
    fn cast_unreadable(&mut self, sealed: &[u8]) {
        self.cast("form", sealed);
        self.unreadable = true;
    }

    /// Posts the payload of a ballot.
    fn post(&mut self, step: &'static str, sealed: &[u8], payload: Vec<u8>) {
        let at = before(Kind::Close, 0) + self.expected.len();
        self.previous = tracker(self.district, &self.who, sealed);
        self.board.0.insert(at, (Kind::Ballot as u8, payload));
        self.expected.push((step, Some(at)));
    }

    /// Casts an honest ballot at last, counts, and compares.
    #[track_caller]
    fn finish(mut self) {
        assert!(!self.expected.is_empty());
        let last = self.honest();
        let payload = cast(self.district, &self.who, self.previous, &last);
        let at = before(Kind::Close, 0) + self.expected.len();
        let board = self.board.insert(at, Kind::Ballot, payload).counted_again();
        let order = |step: &str| {
            ["form", "cast-signatures", "ballot-proofs"].iter().position(|s| *s == step)
        };
        self.expected.sort_by_key(|(step, entry)| (order(step), *entry));
        if self.unreadable {
            // What can't be read can't be summed.
            self.expected.push(("decryptions", None));
        }
        board.fails_in(&self.expected);
    }
}

/// Where the elements of a sealed ballot of the north are: three slots, two constraints, a range
/// proof over 2 values of 8 bits.
struct Layout {
    points: Vec<usize>,
    scalars: Vec<usize>,
}

impl Layout {
    fn north() -> Self {
        let style = style(NORTH);
        let (w, q) = (usize::from(style.slots()), style.constraints().len());
        let rounds = (style.range_bits() * style.range_values()).ilog2() as usize;
        // A, Y, Cx, Cm, V, TA, TY, P1, P0, E; f, z_r, z_x, z_p, z_v; A', S', T_1, T_2; t_x, t_b,
        // e_b; L, R; a, b
        let runs = [
            (true, w + q + 8),
            (false, w + 4),
            (true, 4),
            (false, 3),
            (true, 2 * rounds),
            (false, 2),
        ];
        let (mut layout, mut at) = (Self { points: Vec::new(), scalars: Vec::new() }, 0);
        for (is_point, count) in runs {
            let places = (0..count).map(|n| at + n * ELEMENT);
            if is_point {
                layout.points.extend(places)
            } else {
                layout.scalars.extend(places)
            }
            at += count * ELEMENT;
        }
        assert_eq!(at, Stuffing::begin().honest().len());
        layout
    }
}

/// Bytes that look like points of the group and encode none (RFC 9496, section 4.3.1), among them
/// encodings of points of small order of the curve below it.
fn no_points() -> Vec<[u8; 32]> {
    let number = |low: u8, high: u8| {
        let mut bytes = [0; 32];
        (bytes[0], bytes[31]) = (low, high);
        bytes
    };
    let minus_one = {
        let mut bytes = FIELD_PRIME;
        bytes[0] = 0xec;
        bytes
    };
    let two_above = {
        let mut bytes = FIELD_PRIME;
        bytes[0] = 0xef;
        bytes
    };
    // p, p - 1, p + 2; 1, which is negative; 0 with the high bit; 2, which is no square.
    vec![FIELD_PRIME, minus_one, two_above, number(1, 0), number(0, 0x80), number(2, 0), [0xff; 32]]
}

#[test]
fn bytes_that_encode_no_point_are_named_wherever_they_stand_in_a_ballot() {
    let mut stuffing = Stuffing::begin();
    for (turn, place) in Layout::north().points.into_iter().enumerate() {
        let wrong = no_points();
        let sealed = patched(&stuffing.honest(), place, &wrong[turn % wrong.len()]);
        stuffing.cast_unreadable(&sealed);
    }
    stuffing.finish();
}

#[test]
fn every_encoding_of_no_point_is_named_as_a_and_as_an_l_of_the_range_proof() {
    let mut stuffing = Stuffing::begin();
    let layout = Layout::north();
    for wrong in no_points() {
        for place in [layout.points[0], *layout.points.last().unwrap()] {
            let sealed = patched(&stuffing.honest(), place, &wrong);
            stuffing.cast_unreadable(&sealed);
        }
    }
    stuffing.finish();
}

#[test]
fn the_neutral_element_is_named_wherever_it_stands_in_a_ballot() {
    let mut stuffing = Stuffing::begin();
    for place in Layout::north().points {
        let sealed = patched(&stuffing.honest(), place, &[0; 32]);
        // A of zero is not even read; every other point must break an equation.
        stuffing.cast(if place == 0 { "form" } else { "ballot-proofs" }, &sealed);
    }
    stuffing.finish();
}

#[test]
fn a_scalar_plus_the_order_of_the_group_is_named_wherever_it_stands_in_a_ballot() {
    let mut stuffing = Stuffing::begin();
    for place in Layout::north().scalars {
        let honest = stuffing.honest();
        let sealed = patched(&honest, place, &plus_order(&honest[place..place + ELEMENT]));
        stuffing.cast_unreadable(&sealed);
    }
    stuffing.finish();
}

#[test]
fn the_cast_signature_is_as_strict_as_the_ballot() {
    let mut stuffing = Stuffing::begin();
    let mut post = |step, offset: usize, change: &dyn Fn(&[u8]) -> Vec<u8>| {
        let sealed = stuffing.honest();
        let payload = cast(NORTH, &stuffing.who, stuffing.previous, &sealed);
        let place = payload.len() - 64 + offset;
        let changed = patched(&payload, place, &change(&payload[place..place + ELEMENT]));
        stuffing.post(step, &sealed, changed);
    };
    for wrong in no_points() {
        post("form", 0, &|_| wrong.to_vec());
    }
    post("form", 32, &plus_order);
    post("cast-signatures", 0, &|_| vec![0; 32]);
    post("cast-signatures", 32, &|_| vec![0; 32]);
    stuffing.unreadable = true;
    stuffing.finish();
}

#[test]
fn a_ballot_is_bound_to_every_field_of_what_it_was_sealed_for() {
    let mut stuffing = Stuffing::begin();
    let who = voter(NORTH, IDLE);
    let seal = |stuffing: &mut Stuffing,
                fingerprint,
                district,
                style,
                keys: &[NonIdentityPoint],
                who: &VoterCredential| {
        let parameters = BallotParameters::new(fingerprint, district, style, keys).unwrap();
        let label = format!("ballot {}", stuffing.board.0.len());
        let sealed = sealed_with(&label, &parameters, who, &[1]);
        stuffing.cast("ballot-proofs", &sealed);
    };
    let north = || style(NORTH);
    let changed = |change: &dyn Fn(&mut Vec<LinearConstraint>)| {
        let mut constraints = north().constraints().to_vec();
        change(&mut constraints);
        BallotStyle::new(3, constraints).unwrap()
    };
    seal(&mut stuffing, [9; 32], NORTH, north(), &keys(), &who);
    seal(&mut stuffing, fingerprint(), SOUTH, north(), &keys(), &who);
    seal(&mut stuffing, fingerprint(), NORTH, north(), &keys(), &voter(NORTH, 0));
    let styles = [
        changed(&|limits| limits[0].constant += 1),
        changed(&|limits| limits[0].coefficients[1] += 1),
        changed(&|limits| limits[1].coefficients[2] = 0),
        changed(&|limits| limits.swap(0, 1)),
    ];
    for style in styles {
        seal(&mut stuffing, fingerprint(), NORTH, style, &keys(), &who);
    }
    let mut swapped = keys();
    swapped.swap(0, 1);
    seal(&mut stuffing, fingerprint(), NORTH, north(), &swapped, &who);
    let mut replaced = keys();
    replaced[2] = *who.public();
    seal(&mut stuffing, fingerprint(), NORTH, north(), &replaced, &who);
    stuffing.finish();
}
