use std::collections::BTreeMap;
use std::fmt;

use isoloir_election::phase::Outcome;
use serde::Serialize;

use crate::simulate::plan::{Plan, money};

/// The longest project name in the table, in characters.
const NAME_WIDTH: usize = 44;

/// How many rejected ballots are listed one by one.
const LISTED_REJECTIONS: usize = 20;

/// How the casting went.
#[derive(Clone, Copy)]
pub(crate) struct Throughput {
    pub(crate) ballots: usize,
    pub(crate) bytes: usize,
    pub(crate) seconds: f64,
}

impl Throughput {
    fn casts_per_second(&self) -> f64 {
        self.ballots as f64 / self.seconds.max(f64::EPSILON)
    }

    /// The mean length of a ballot's entry in its bundle, all included.
    fn bytes_per_ballot(&self) -> f64 {
        self.bytes as f64 / self.ballots.max(1) as f64
    }
}

impl fmt::Display for Throughput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ballots, {:.0} a second, {:.0} bytes each",
            self.ballots,
            self.casts_per_second(),
            self.bytes_per_ballot()
        )
    }
}

/// What a simulation shows at its end.
pub(crate) struct Report<'a> {
    plan: &'a Plan,
    outcome: &'a Outcome,
    counts: &'a [u64],
    plain: Vec<u64>,
    throughput: Option<Throughput>,
}

#[derive(Serialize)]
struct JsonReport<'a> {
    ballots: u64,
    rejected: usize,
    rejections: Vec<JsonRejection<'a>>,
    counts: BTreeMap<&'a str, u64>,
    counts_equal: bool,
    winners: Vec<&'a str>,
    bytes_per_ballot: Option<f64>,
    casts_per_second: Option<f64>,
}

#[derive(Serialize)]
struct JsonRejection<'a> {
    voter_id: &'a str,
    reason: &'a str,
}

impl<'a> Report<'a> {
    pub(crate) fn new(
        plan: &'a Plan,
        outcome: &'a Outcome,
        throughput: Option<Throughput>,
    ) -> Self {
        let counts = outcome.result.counts.as_deref().unwrap_or_default();
        // Nothing was cast if a simulation was resumed after its last ballot.
        let throughput = throughput.filter(|throughput| throughput.ballots > 0);
        Self { plan, outcome, counts, plain: plan.plain_counts(), throughput }
    }

    pub(crate) fn counts_are_equal(&self) -> bool {
        self.counts == self.plain && self.outcome.result.ballots == self.plan.ballots().len() as u64
    }

    pub(crate) fn json(&self) -> serde_json::Result<String> {
        let ids = self.plan.district().projects.iter().map(|project| project.id.as_str());
        let rejections = self.plan.rejected.iter();
        let rejections = rejections.map(|rejection| JsonRejection {
            voter_id: &rejection.voter_id,
            reason: &rejection.reason,
        });
        serde_json::to_string_pretty(&JsonReport {
            ballots: self.outcome.result.ballots,
            rejected: self.plan.rejected.len(),
            rejections: rejections.collect(),
            counts: ids.zip(self.counts.iter().copied()).collect(),
            counts_equal: self.counts_are_equal(),
            winners: self.winners(),
            bytes_per_ballot: self.throughput.map(|throughput| throughput.bytes_per_ballot()),
            casts_per_second: self.throughput.map(|throughput| throughput.casts_per_second()),
        })
    }

    fn winners(&self) -> Vec<&'a str> {
        let projects = &self.plan.district().projects;
        let winners = self.outcome.result.winners.iter();
        winners.map(|&winner| projects[usize::from(winner)].id.as_str()).collect()
    }

    fn table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let projects = &self.plan.district().projects;
        let decimals = self.plan.instance().decimals;
        let mut order: Vec<usize> = (0..projects.len()).collect();
        order.sort_by_key(|&position| std::cmp::Reverse(self.counts[position]));
        writeln!(
            f,
            "{:1} {:>9} {:>9}  {:>14}  {:10} project",
            "", "decrypted", "file", "cost", "id"
        )?;
        for position in order {
            let project = &projects[position];
            let won = self.outcome.result.winners.contains(&(position as u16));
            let (count, plain) = (self.counts[position], self.plain[position]);
            writeln!(
                f,
                "{} {count:>9} {plain:>9}  {:>14}  {:10} {}{}",
                if won { '*' } else { ' ' },
                money(project.cost, decimals),
                project.id,
                shorten(&project.name),
                if count == plain { "" } else { "  <-- DIFFERENT" },
            )?;
        }
        Ok(())
    }

    fn rejections(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rejected = &self.plan.rejected;
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
        let district = self.plan.district();
        let decimals = self.plan.instance().decimals;
        let currency = self.plan.instance().meta.currency.as_deref().unwrap_or("units");
        let winners = &self.outcome.result.winners;
        let spent = winners.iter().map(|&winner| district.projects[usize::from(winner)].cost).sum();
        let projects = district.projects.len();
        writeln!(
            f,
            "Winners (*): {} of {projects} projects, {} of {} {currency}",
            winners.len(),
            money(spent, decimals),
            money(district.budget, decimals),
        )?;
        self.compare_with_selected(f)?;
        writeln!(f, "Ballots: {} counted", self.outcome.result.ballots)?;
        if let Some(throughput) = self.throughput {
            writeln!(f, "Cast: {throughput}")?;
        }
        if self.counts_are_equal() {
            writeln!(f, "All {projects} decrypted counts equal those of the file.")
        } else {
            writeln!(f, "DECRYPTED COUNTS AND FILE DIFFER.")
        }
    }

    fn compare_with_selected(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = &self.plan.instance().meta.rule;
        if rule != "greedy" {
            writeln!(f, "The file's rule is {rule}; these are the winners by greedy.")?;
        }
        let Some(mut selected) = self.plan.selected() else {
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

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.plan.district().name)?;
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
