//! What a simulation shows at its end.

mod district;

use std::fmt;

use isoloir_election::phase::Outcome;
use serde::Serialize;

use self::district::{DistrictJson, DistrictReport};
use crate::simulate::plan::Plan;

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

/// The whole report.
pub(crate) struct Report<'a> {
    districts: Vec<DistrictReport<'a>>,
    throughput: Option<Throughput>,
}

/// A simulation of one file is told as its district; of several, as their list.
#[derive(Serialize)]
struct JsonReport<'a> {
    #[serde(flatten)]
    only: Option<DistrictJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    districts: Option<Vec<DistrictJson<'a>>>,
    counts_equal: bool,
    bytes_per_ballot: Option<f64>,
    casts_per_second: Option<f64>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(
        plan: &'a Plan,
        outcomes: &'a [Outcome],
        throughput: Option<Throughput>,
    ) -> Self {
        let contests = plan.contests().iter().zip(outcomes);
        let districts =
            contests.map(|(contest, outcome)| DistrictReport::new(contest, outcome)).collect();
        // Nothing was cast if a simulation was resumed after its last ballot.
        let throughput = throughput.filter(|throughput| throughput.ballots > 0);
        Self { districts, throughput }
    }

    pub(crate) fn counts_are_equal(&self) -> bool {
        self.districts.iter().all(DistrictReport::counts_are_equal)
    }

    pub(crate) fn json(&self) -> serde_json::Result<String> {
        let mut districts: Vec<DistrictJson<'_>> =
            self.districts.iter().map(DistrictReport::json).collect();
        let only = if districts.len() == 1 { districts.pop() } else { None };
        serde_json::to_string_pretty(&JsonReport {
            districts: only.is_none().then_some(districts),
            only,
            counts_equal: self.counts_are_equal(),
            bytes_per_ballot: self.throughput.map(|throughput| throughput.bytes_per_ballot()),
            casts_per_second: self.throughput.map(|throughput| throughput.casts_per_second()),
        })
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for district in &self.districts {
            writeln!(f, "{district}")?;
        }
        if let Some(throughput) = self.throughput {
            writeln!(f, "Cast: {throughput}")?;
        }
        let projects: usize = self.districts.iter().map(DistrictReport::projects).sum();
        if self.counts_are_equal() {
            let files = if self.districts.len() == 1 { "file" } else { "files" };
            writeln!(f, "All {projects} decrypted counts equal those of the {files}.")
        } else {
            writeln!(f, "DECRYPTED COUNTS AND FILE DIFFER.")
        }
    }
}
