use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use isoloir_election::phase::Outcome;
use serde::Serialize;

use crate::imported;
use crate::money::money;
use crate::simulate::plan::Contest;

/// The longest project name in the table, in characters.
const NAME_WIDTH: usize = 44;

/// How many rejected ballots are listed one by one.
const LISTED_REJECTIONS: usize = 20;

/// One district's part of the report.
pub(super) struct DistrictReport<'a> {
    contest: &'a Contest,
    outcome: &'a Outcome,
    counts: &'a [u64],
    plain: Vec<u64>,
}

#[derive(Serialize)]
pub(super) struct DistrictJson<'a> {
    district: &'a str,
    rule: &'a str,
    ballots: u64,
    rejected: usize,
    rejections: Vec<RejectionJson<'a>>,
    counts: BTreeMap<&'a str, u64>,
    winners: Vec<&'a str>,
}

#[derive(Serialize)]
struct RejectionJson<'a> {
    voter_id: &'a str,
    reason: &'a str,
}

impl<'a> DistrictReport<'a> {
    pub(super) fn new(contest: &'a Contest, outcome: &'a Outcome) -> Self {
        let counts = outcome.result.counts.as_deref().unwrap_or_default();
        Self { contest, outcome, counts, plain: contest.plain_counts() }
    }

    pub(super) fn projects(&self) -> usize {
        self.plain.len()
    }

    pub(super) fn counts_are_equal(&self) -> bool {
        self.counts == self.plain
            && self.outcome.result.ballots == self.contest.votes().len() as u64
    }

    pub(super) fn json(&self) -> DistrictJson<'a> {
        let ids = self.contest.district().projects.iter().map(|project| project.id.as_str());
        let rejections = self.contest.rejected.iter().map(|rejection| RejectionJson {
            voter_id: &rejection.voter_id,
            reason: &rejection.reason,
        });
        DistrictJson {
            district: &self.contest.district().name,
            rule: self.rule(),
            ballots: self.outcome.result.ballots,
            rejected: self.contest.rejected.len(),
            rejections: rejections.collect(),
            counts: ids.zip(self.counts.iter().copied()).collect(),
            winners: self.winners(),
        }
    }

    fn rule(&self) -> &'static str {
        let district = self.contest.district();
        district.rule.name(district.threshold)
    }

    fn winners(&self) -> Vec<&'a str> {
        let projects = &self.contest.district().projects;
        let awards = self.outcome.result.awards.iter();
        awards.map(|award| projects[usize::from(award.project)].id.as_str()).collect()
    }

    fn table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let projects = &self.contest.district().projects;
        let decimals = self.contest.instance().decimals;
        let mut order: Vec<usize> = (0..self.counts.len()).collect();
        order.sort_by_key(|&position| Reverse(self.counts[position]));
        writeln!(
            f,
            "{:1} {:>9} {:>9}  {:>14}  {:10} project",
            "", "decrypted", "file", "cost", "id"
        )?;
        for position in order {
            let project = &projects[position];
            let award =
                self.outcome.result.awards.iter().find(|won| usize::from(won.project) == position);
            let withdrawn = self.contest.withdrawn().contains(&(position as u16));
            let (count, plain) = (self.counts[position], self.plain[position]);
            writeln!(
                f,
                "{} {count:>9} {plain:>9}  {:>14}  {:10} {}{}{}",
                if award.is_some() { '*' } else { ' ' },
                money(project.cost, decimals),
                project.id,
                shorten(&project.name),
                if withdrawn { " (withdrawn)" } else { "" },
                if count == plain { "" } else { "  <-- DIFFERENT" },
            )?;
        }
        Ok(())
    }

    fn rejections(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rejected = &self.contest.rejected;
        if rejected.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "Left out, because they break the limits of their own election: {}",
            rejected.len()
        )?;
        for rejection in rejected.iter().take(LISTED_REJECTIONS) {
            writeln!(f, "  voter {}: {}", rejection.voter_id, rejection.reason)?;
        }
        if rejected.len() > LISTED_REJECTIONS {
            writeln!(
                f,
                "  ... and {} more (--json lists all)",
                rejected.len() - LISTED_REJECTIONS
            )?;
        }
        Ok(())
    }

    fn summary(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let district = self.contest.district();
        let decimals = self.contest.instance().decimals;
        let currency = self.contest.instance().meta.currency.as_deref().unwrap_or("units");
        let awards = &self.outcome.result.awards;
        writeln!(
            f,
            "Winners (*): {} of {} projects, {} of {} {currency}, by {}",
            awards.len(),
            district.projects.len(),
            money(awards.iter().map(|award| award.amount).sum(), decimals),
            money(district.budget, decimals),
            self.rule(),
        )?;
        self.compare_with_selected(f)?;
        writeln!(f, "Ballots: {} counted", self.outcome.result.ballots)
    }

    fn compare_with_selected(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = &self.contest.instance().meta.rule;
        if imported::rule(rule).is_none() {
            writeln!(
                f,
                "The file's rule is {rule}, which needs whole ballots; these are the winners by greedy."
            )?;
        }
        let Some(mut selected) = self.contest.selected() else {
            return Ok(());
        };
        let mut winners = self.winners();
        selected.sort_unstable();
        winners.sort_unstable();
        if selected == winners {
            writeln!(f, "They are the winners that the file names.")
        } else {
            writeln!(f, "The file names other winners: {}", selected.join(", "))
        }
    }
}

impl fmt::Display for DistrictReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.contest.district().name)?;
        self.table(f)?;
        writeln!(f)?;
        self.rejections(f)?;
        self.summary(f)
    }
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= NAME_WIDTH {
        name.into()
    } else {
        name.chars().take(NAME_WIDTH - 1).chain(['…']).collect()
    }
}
