//! Whole votes with points, lots and awards, from ballots that are really sealed.

use curve25519_dalek::{RistrettoPoint, Scalar};
use sha3::{Digest as _, Sha3_256};

use super::board::Refused;
use super::part::Part;
use super::world::{Role, World, public, refusal};
use crate::crypto::equality::{EqualityProof, EqualityStatement};
use crate::crypto::generators::bases;
use crate::crypto::group::Point;
use crate::crypto::tests::prover::{Prover, Signed};
use crate::crypto::transcript::Domain;
use crate::election::record::{Fault, Phase, Refusal};
use crate::report::{AwardSummary, DistrictSummary, Step, TiesBy};
use crate::wire::Reader;

/// Registrars' secrets; with two registrars the credential of u is 2 u G.
const VOTERS: [u64; 6] = [1, 2, 3, 4, 5, 6];

/// Three projects with up to 3 points each: weights 1, 2; at most 7 points in all.
fn pointed() -> Part {
    let mut part = Part::new(100, &[60, 50, 40]);
    part.points = 3;
    part.limits = vec![(3, 1, 7, &[])];
    part.paper_floor = 2;
    part
}

/// A vote with the secrets of its slots.
struct Vote {
    world: World,
    slots: Vec<u64>,
    weights: Vec<u64>,
    prover: Prover,
}

impl Vote {
    fn opened(part: &Part) -> Self {
        let district = part.read().unwrap();
        let slots: Vec<u64> = (7..).take(district.slots()).collect();
        let world = World::opened_of(&part.encode(), &slots, &VOTERS.map(Scalar::from));
        let weights = district.points.weights().map(u64::from).collect();
        Self { world, slots, weights, prover: Prover::new(9) }
    }

    /// A vote in which nobody votes but on paper.
    fn on_paper(part: &Part, counts: &[u32]) -> Self {
        let mut part = part.clone();
        (part.floor, part.paper_floor) = (0, 1);
        let mut vote = Self::opened(&part);
        vote.paper(5, counts).unwrap();
        vote.close();
        vote.decrypt().unwrap();
        vote
    }

    fn cast(&mut self, voter: u64, choices: &[u8]) {
        let opened = std::sync::Arc::clone(self.world.board.record.opened().unwrap());
        let parameters = &opened.parameters()[0];
        let choices: Vec<bool> = choices.iter().map(|&choice| choice == 1).collect();
        let secret = Scalar::from(2 * voter);
        let credential = *public(secret).bytes();
        let sealed = self.prover.seal(parameters, &credential, &choices);
        let mut ballot =
            Signed { credential, secret, previous: [0; 32], sealed, signature: [0; 64] };
        self.prover.sign(parameters, &mut ballot);
        let Signed { sealed, signature, .. } = ballot;
        let payload = [&[0, 0], &credential[..], &[0; 32], &sealed, &signature].concat();
        self.world.board.post(10, &payload).unwrap();
    }

    /// A batch on paper of the first voters.
    fn paper(&mut self, voters: usize, counts: &[u32]) -> Result<(), Refused> {
        let credentials = VOTERS[..voters].iter().map(|&u| *public(Scalar::from(2 * u)).bytes());
        let mut credentials: Vec<[u8; 32]> = credentials.collect();
        credentials.sort_unstable();
        let mut message = vec![0, 0];
        message.extend((voters as u16).to_be_bytes());
        message.extend(credentials.concat());
        message.extend(counts.iter().flat_map(|count| count.to_be_bytes()));
        self.world.sign_both(14, Role::Official, &message)
    }

    fn close(&mut self) {
        self.world.sign(15, Role::Official, 0, &[]).unwrap();
        let (size, root) = (self.world.board.len(), self.world.board.root());
        let message = [&size.to_be_bytes()[..], &root].concat();
        self.world.sign(16, Role::Trustee, 0, &message).unwrap();
    }

    /// sum_e g_e s_(p k + e) for each project.
    fn secrets(&self) -> Vec<Scalar> {
        let of = |slots: &[u64]| slots.iter().zip(&self.weights).map(|(s, g)| s * g).sum::<u64>();
        self.slots.chunks(self.weights.len()).map(|slots| Scalar::from(of(slots))).collect()
    }

    /// The only trustee's contribution, by the text of `spec/protocol.md`, 10.2.
    fn decrypt(&mut self) -> Result<(), Refused> {
        self.decrypt_with(&self.secrets())
    }

    fn decrypt_with(&mut self, secrets: &[Scalar]) -> Result<(), Refused> {
        let (a, y) = self.sums();
        let [first, second] = [bases().g, Point::new(a)]
            .map(|base| secrets.iter().map(|s| Point::new(base.group() * s)).collect::<Vec<_>>());
        let fingerprint = *self.world.board.record.opened().unwrap().fingerprint();
        let mut context = [&fingerprint[..], &[0, 0], &self.close_root(), &[1]].concat();
        context.extend(y.iter().flat_map(|y| y.compress().to_bytes()));
        let nonce = Scalar::from(1_000_003_u64);
        let mut proof = public(nonce).bytes().to_vec();
        proof.extend((a * nonce).compress().to_bytes());
        let base = Point::new(a);
        let statement = EqualityStatement {
            domain: Domain::Decryption,
            context: &context,
            base: &base,
            first: &first,
            second: &second,
        };
        let without_response = [&proof[..], &[0; 32]].concat();
        let read = EqualityProof::read(&mut Reader::new(&without_response)).unwrap();
        let (y, c) = read.challenges(statement);
        let sum = secrets.iter().rev().fold(Scalar::ZERO, |sum, secret| (sum + secret) * y);
        proof.extend((nonce + c * sum).to_bytes());
        let shares = second.iter().flat_map(|share| *share.bytes()).collect::<Vec<_>>();
        let message = [&[0, 0, 1], &shares[..], &proof].concat();
        self.world.sign(17, Role::Trustee, 0, &message)
    }

    /// A*, and Y*_p for each project, by plain sums over the ballots.
    fn sums(&self) -> (RistrettoPoint, Vec<RistrettoPoint>) {
        let points = |payload: &[u8]| -> Vec<RistrettoPoint> {
            let ciphertext = payload[66..][..32 * (self.slots.len() + 1)].chunks(32);
            ciphertext
                .map(|bytes| *Point::decode(bytes.try_into().unwrap()).unwrap().group())
                .collect()
        };
        let ballots = self.world.board.counted().into_iter();
        let ballots: Vec<_> = ballots.map(|(i, _)| points(self.world.board.payload(i))).collect();
        let sum = |at: usize| ballots.iter().map(|points| points[at]).sum::<RistrettoPoint>();
        let k = self.weights.len();
        let project = |p: usize| {
            let terms = self.weights.iter().enumerate();
            terms.map(|(e, &g)| sum(1 + p * k + e) * Scalar::from(g)).sum::<RistrettoPoint>()
        };
        (sum(0), (0..self.slots.len() / k).map(project).collect())
    }

    fn close_root(&self) -> [u8; 32] {
        let statement = (0..self.world.board.len()).map(|index| self.world.board.entry(index));
        let statement = statement.rev().find(|entry| entry[0] == 16).unwrap();
        statement[41 + 1 + 8..][..32].try_into().unwrap()
    }

    fn result(
        &mut self,
        ballots: u64,
        counts: &[u64],
        paper: (u64, &[u64]),
        awards: &[(u16, u64)],
    ) -> Result<(), Refused> {
        let numbers = |numbers: &[u64]| {
            let count = (numbers.len() as u16).to_be_bytes();
            [&count[..], &numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<_>>()].concat()
        };
        let mut message = [&[0, 0], &ballots.to_be_bytes()[..], &[1], &numbers(counts)].concat();
        message.extend(paper.0.to_be_bytes());
        message.extend(numbers(paper.1));
        message.extend((awards.len() as u16).to_be_bytes());
        for (project, amount) in awards {
            message.extend(project.to_be_bytes());
            message.extend(amount.to_be_bytes());
        }
        self.world.sign(18, Role::Official, 0, &message)
    }

    fn summary(&self) -> DistrictSummary {
        self.world.board.record.summary().unwrap().districts.remove(0)
    }
}

#[test]
fn points_are_decrypted_by_project_and_not_by_slot() {
    let mut vote = Vote::opened(&pointed());
    vote.cast(6, &[1, 1, 0, 1, 0, 0]);
    vote.cast(5, &[1, 1, 1, 0, 1, 0]);
    vote.cast(4, &[0, 1, 1, 1, 0, 1]);
    vote.paper(2, &[6, 5, 0]).unwrap();
    vote.close();
    vote.decrypt().unwrap();
    assert!(vote.world.board.record.set_aside().is_empty());
    let (counts, paper) = ([8, 6, 3], [6, 5, 0]);
    let of_slots = refusal(vote.result(3, &[2, 3, 2, 2, 1, 1], (2, &paper), &[]));
    assert_eq!(of_slots.what, Fault::ResultLength { said: 6, projects: 3 });
    let wrong = refusal(vote.result(3, &[8, 5, 3], (2, &paper), &[]));
    assert_eq!(wrong.what, Fault::ResultCount { project: 1, said: 5, count: 6 });
    vote.result(3, &counts, (2, &paper), &[(0, 60), (2, 40)]).unwrap();
    assert_eq!(vote.world.phase(), Phase::Decided);
    let summary = vote.summary();
    assert_eq!(summary.points, 3);
    assert_eq!(summary.projects.iter().map(|p| p.count).collect::<Vec<_>>(), counts.map(Some));
    assert_eq!(summary.winners, Some(vec![0, 2]));
    let award = |project, amount| AwardSummary { project, amount };
    assert_eq!(summary.awards, Some(vec![award(0, 60), award(2, 40)]));
}

#[test]
fn a_contribution_with_other_secrets_is_set_aside() {
    let mut vote = Vote::opened(&pointed());
    vote.cast(6, &[1, 1, 0, 1, 0, 0]);
    vote.close();
    let shifted: Vec<Scalar> = vote.secrets().iter().map(|secret| secret + Scalar::ONE).collect();
    vote.decrypt_with(&shifted).unwrap();
    assert_eq!(vote.world.board.record.set_aside().len(), 1);
}

#[test]
fn a_contribution_for_slots_where_projects_are_decrypted_is_refused() {
    let mut vote = Vote::opened(&pointed());
    vote.cast(6, &[1, 1, 0, 1, 0, 0]);
    vote.close();
    let slots: Vec<Scalar> = vote.slots.iter().map(|&secret| Scalar::from(secret)).collect();
    assert_eq!(refusal(vote.decrypt_with(&slots)).step, Step::Form);
}

#[test]
fn a_batch_on_paper_gives_p_points_for_each_ballot_at_most_and_keeps_to_the_limits() {
    let mut vote = Vote::opened(&pointed());
    let mut refused = |counts: &[u32]| refusal(vote.paper(2, counts)).what;
    let most = Fault::PaperCount { project: 1, count: 7, ballots: 2, points: 3 };
    assert_eq!(refused(&[0, 7, 0]), most);
    assert_eq!(refused(&[6, 6, 3]), Fault::PaperLimits);
    assert!(matches!(refused(&[6, 6]), Fault::Form(_)), "a count for each project");
    assert!(matches!(refused(&[0; 6]), Fault::Form(_)), "and not for each slot");
    vote.paper(2, &[6, 6, 2]).unwrap();
}

#[test]
fn a_result_with_another_winner_amount_or_order_is_refused_and_says_where() {
    let mut vote = Vote::on_paper(&Part::new(100, &[60, 50, 40]), &[3, 2, 1]);
    let mut refused = |awards: &[(u16, u64)]| {
        let Refusal { step, what } = refusal(vote.result(0, &[0; 3], (5, &[3, 2, 1]), awards));
        assert_eq!(step, Step::Winners);
        what
    };
    let winner = |place, said, winner| Fault::ResultWinner { place, said, winner };
    let amount =
        |place, project, said, amount| Fault::ResultAmount { place, project, said, amount };
    assert_eq!(refused(&[(2, 40), (0, 60)]), winner(1, Some(2), Some(0)));
    assert_eq!(refused(&[(0, 60)]), winner(2, None, Some(2)));
    assert_eq!(refused(&[(0, 60), (2, 40), (1, 50)]), winner(3, Some(1), None));
    assert_eq!(refused(&[(0, 60), (2, 39)]), amount(2, 2, 39, 40));
    assert_eq!(refused(&[(0, 61), (1, 40)]), amount(1, 0, 61, 60));
    vote.result(0, &[0; 3], (5, &[3, 2, 1]), &[(0, 60), (2, 40)]).unwrap();
    let ties = vote.summary().ties;
    assert_eq!((ties.by, ties.seed, ties.order), (TiesBy::List, None, Some(vec![0, 1, 2])));
}

#[test]
fn an_amount_that_is_not_the_cost_is_in_the_summary() {
    let mut part = Part::new(50, &[30, 40]);
    part.rule = 6;
    let mut vote = Vote::on_paper(&part, &[3, 2]);
    vote.result(0, &[0; 2], (5, &[3, 2]), &[(0, 30), (1, 20)]).unwrap();
    let summary = vote.summary();
    assert_eq!(summary.rule, "per-unit");
    assert_eq!(summary.awards.unwrap()[1], AwardSummary { project: 1, amount: 20 });
}

/// The order by the text of section 9.2, from M.
fn drawn(vote: &Vote, m: RistrettoPoint, projects: u16) -> ([u8; 32], Vec<u16>) {
    let fingerprint = *vote.world.board.record.opened().unwrap().fingerprint();
    let m = m.compress().to_bytes();
    let input = [b"isoloir/v1 lot seed", &fingerprint[..], &[0, 0], &vote.close_root(), &m];
    let seed: [u8; 32] = Sha3_256::digest(input.concat()).into();
    let hash = |i: &u16| -> [u8; 32] {
        let input = [b"isoloir/v1 lot order", &seed[..], &i.to_be_bytes()];
        Sha3_256::digest(input.concat()).into()
    };
    let mut order: Vec<u16> = (0..projects).collect();
    order.sort_by_key(hash);
    (seed, order)
}

#[test]
fn ties_by_lot_are_drawn_from_what_the_decryption_reveals() {
    let mut part = Part::new(3, &[1; 6]);
    part.ties = (2, Vec::new());
    let mut vote = Vote::opened(&part);
    assert_eq!(vote.summary().ties.by, TiesBy::Lot);
    for voter in [6, 5, 4] {
        vote.cast(voter, &[1, 1, 1, 1, 1, 1]);
    }
    vote.close();
    vote.decrypt().unwrap();
    // M = sk A*.
    let (seed, order) = drawn(&vote, vote.sums().0 * Scalar::from(vote.slots[0]), 6);
    let awards = |order: &[u16]| order.iter().map(|&project| (project, 1)).collect::<Vec<_>>();
    let ties = vote.summary().ties;
    assert_eq!((ties.seed, ties.order), (None, None), "no seed before the result");
    let other = [order[1], order[0], order[2]];
    let refused = refusal(vote.result(3, &[3; 6], (0, &[]), &awards(&other))).what;
    let expected = Fault::ResultWinner { place: 1, said: Some(order[1]), winner: Some(order[0]) };
    assert_eq!(refused, expected);
    vote.result(3, &[3; 6], (0, &[]), &awards(&order[..3])).unwrap();
    let ties = vote.summary().ties;
    assert_eq!((ties.seed, ties.order), (Some(hex::encode(seed)), Some(order)));
}

#[test]
fn where_nobody_voted_the_lot_is_drawn_from_the_neutral_element() {
    let mut part = Part::new(3, &[1; 6]);
    part.ties = (2, Vec::new());
    let mut vote = Vote::on_paper(&part, &[5; 6]);
    let neutral = RistrettoPoint::mul_base(&Scalar::ZERO);
    let (_, order) = drawn(&vote, neutral, 6);
    let awards: Vec<_> = order[..3].iter().map(|&project| (project, 1)).collect();
    vote.result(0, &[0; 6], (5, &[5; 6]), &awards).unwrap();
}

#[test]
fn withdrawn_projects_are_not_awarded() {
    let mut part = Part::new(100, &[60, 50, 40]);
    (part.floor, part.paper_floor) = (0, 1);
    let mut vote = Vote::opened(&part);
    vote.paper(5, &[3, 2, 1]).unwrap();
    vote.world.sign(11, Role::Official, 0, &[0, 0, 0, 0]).unwrap();
    let beyond = refusal(vote.world.sign(11, Role::Official, 0, &[0, 0, 0, 3])).what;
    assert_eq!(beyond, Fault::NoProject { district: 0, project: 3 });
    vote.close();
    vote.decrypt().unwrap();
    vote.result(0, &[0; 3], (5, &[3, 2, 1]), &[(1, 50), (2, 40)]).unwrap();
}

#[test]
fn of_a_district_with_points_a_withdrawal_names_a_project_and_not_a_slot() {
    let mut vote = Vote::opened(&pointed());
    vote.world.sign(11, Role::Official, 0, &[0, 0, 0, 2]).unwrap();
    let slot = refusal(vote.world.sign(11, Role::Official, 0, &[0, 0, 0, 3])).what;
    assert_eq!(slot, Fault::NoProject { district: 0, project: 3 });
}
