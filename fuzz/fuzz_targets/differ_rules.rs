//! Small districts of every rule: the election crates and the verifier refuse the same, and fund the same
//! projects with the same amounts.

#![no_main]

use std::collections::BTreeSet;

use isoloir_election::definition::District;
use isoloir_election::rules::decide;
use isoloir_encoding::{Decode, Writer};
use isoloir_verify::election::District as VerifierDistrict;
use isoloir_verify::election::rules::Decision;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input(bytes);
    let projects = 1 + input.below(8) as u16;
    let ties = input.order(projects);
    let part = part(&mut input, projects, &ties);
    let crates = District::from_bytes(&part).ok();
    let verifier = VerifierDistrict::read(&part);
    assert_eq!(crates.is_some(), verifier.is_ok(), "{verifier:?}");
    let (Some(crates), Ok(verifier)) = (crates, verifier) else { return };

    let scores: Vec<u64> = (0..projects).map(|_| input.below(12)).collect();
    let withdrawn = input.below(256);
    let withdrawn: Vec<u16> =
        (0..projects).filter(|p| withdrawn & 0b10001 << p == 0b10001 << p).collect();
    let standings =
        crates.standings(&scores, &BTreeSet::from_iter(withdrawn.clone()), ties.clone());
    let ours = decide(crates.rule, &standings).awards;
    let theirs =
        Decision::new(&verifier, &scores, &withdrawn, &ties).awards().expect("it is small");
    let ours: Vec<_> = ours.iter().map(|award| (award.project, award.amount)).collect();
    let theirs: Vec<_> = theirs.iter().map(|award| (award.project, award.amount)).collect();
    assert_eq!(ours, theirs, "{standings:?}");
});

/// A district's part, well formed, whether it makes sense or not.
fn part(input: &mut Input<'_>, projects: u16, ties: &[u16]) -> Vec<u8> {
    let mut out = Writer::new();
    out.string("District");
    out.u64(input.below(128));
    out.u16(projects);
    for number in 0..projects {
        out.string(&format!("{number}"));
        out.string("A project");
        out.u64(input.below(48));
    }
    out.u8(1 + input.below(4) as u8 / 2);
    let limits = input.below(4) as u16;
    out.u16(limits);
    for _ in 0..limits {
        out.u8(1 + input.below(3) as u8);
        out.u8(1 + input.below(2) as u8);
        out.u64(input.below(64));
        input.positions(&mut out, projects);
    }
    let groups = input.below(3) as u16;
    out.u16(groups);
    for _ in 0..groups {
        input.positions(&mut out, projects);
    }
    out.u8(1 + input.below(6) as u8);
    out.u64(input.below(8));
    out.u8(1);
    ties.iter().for_each(|&position| out.u16(position));
    out.u32(1);
    out.u32(0);
    out.into_bytes()
}

/// Bytes that decide, and zeros after their end.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn below(&mut self, bound: u64) -> u64 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        u64::from(first) % bound
    }

    fn order(&mut self, projects: u16) -> Vec<u16> {
        let mut order: Vec<u16> = (0..projects).collect();
        for place in (1..order.len()).rev() {
            order.swap(place, self.below(place as u64 + 1) as usize);
        }
        order
    }

    /// A set of positions; the empty one stands for all in a limit.
    fn positions(&mut self, out: &mut Writer, projects: u16) {
        let set = self.below(256);
        let chosen: Vec<u16> = (0..projects).filter(|position| set & 1 << position != 0).collect();
        out.u16(chosen.len() as u16);
        chosen.iter().for_each(|&position| out.u16(position));
    }
}
