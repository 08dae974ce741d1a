//! Reports of elections that never were.

use crate::report::{
    AwardSummary, CANNOT_BE_CHECKED, DistrictSummary, ElectionSummary, Failure, LogSummary,
    ProjectSummary, REPORT_VERSION, Report, Step, StepReport, TiesBy, TiesSummary, Verdict,
    Witness,
};

const PROJECTS: [(&str, &str, u64, u64, u64); 9] = [
    ("1", "Des arbres et de l'ombre dans la cour de l'école Jean-Moulin", 6_200_000, 662, 21),
    ("11", "Piste cyclable de la gare au collège", 4_100_000, 482, 9),
    ("4", "Fontaines à boire", 1_850_000, 455, 30),
    ("7", "Bibliothèque de rue & boîtes à livres", 420_000, 431, 12),
    ("2", "Renovation of the covered market with a new roof and solar panels", 24_000_000, 398, 8),
    ("9", "Bancs le long de la Lisandre", 1_275_000, 377, 17),
    ("3", "Jeux pour enfants, place du Marché", 5_500_000, 350, 4),
    ("15", "Éclairage public <basse consommation>", 9_000_000, 201, 2),
    ("6", "Statue équestre", 7_500_000, 12, 0),
];

/// A decided election of two districts in which everything holds.
pub(super) fn accepted() -> Report {
    let first = district(0, "Centre et faubourgs", 20_000_000, true);
    let second = district(1, "Rive gauche", 15_000_000, false);
    Report {
        version: REPORT_VERSION,
        program: "isoloir-verify 0.1.0".to_owned(),
        source: "https://vote.courvelle.example/2026".to_owned(),
        verdict: Verdict::Accept,
        phase: "decided".to_owned(),
        ballots: 2_311,
        log: Some(log()),
        election: Some(election(vec![first, second])),
        steps: Step::ALL.into_iter().map(holding).collect(),
        set_aside: Vec::new(),
        not_checked: CANNOT_BE_CHECKED.map(str::to_owned).to_vec(),
        seconds: 41.8,
    }
}

/// The same election with a tile that was changed, forged ballots, and wrong counts.
pub(super) fn rejected() -> Report {
    let mut report = accepted();
    report.verdict = Verdict::Reject;
    fail(
        &mut report,
        Step::Tree,
        &[(
            None,
            Some("tile/0/x001/003"),
            "hash 17 is not the leaf hash of entry 256,785 (board.md, 9.2)",
        )],
    );
    let ballots: Vec<_> = (0..100).map(|number| (Some(1_204 + 3 * number), None, BITS)).collect();
    fail(&mut report, Step::BallotProofs, &ballots);
    let step = &mut report.steps[Step::BallotProofs as usize - 1];
    step.failed = 1_312;
    fail(
        &mut report,
        Step::Counts,
        &[(
            Some(2_402),
            None,
            "district 0, project 3 (id 7): the result says 431, the contributions decrypt to 430",
        )],
    );
    report.steps[Step::Winners as usize - 1].ok = None;
    report.steps[Step::Winners as usize - 1].checked = 0;
    report.set_aside = vec!["District 1: Université, contribution in entry 2,398".to_owned()];
    report
}

const BITS: &str = "the equation \"bits\" does not hold: (sum_j y^j f_j (c - f_j)) H + z_p K = c P1 + P0 \
                    (protocol.md, 6.4)";

/// An election whose second district has too few ballots, with one trustee set aside.
pub(super) fn below_floor() -> Report {
    let mut report = accepted();
    report.set_aside = vec!["District 0: Université, contribution in entry 2,398".to_owned()];
    let election = report.election.as_mut().expect("the sample has an election");
    let district = &mut election.districts[1];
    (district.recorded, district.counted, district.below_floor) = (8, 7, true);
    (district.winners, district.awards) = (Some(Vec::new()), Some(Vec::new()));
    for project in &mut district.projects {
        project.count = None;
    }
    report
}

/// An election whose districts are by other rules: points with a threshold and ties by lot, amounts
/// below the cost, and more than the budget.
pub(super) fn by_other_rules() -> Report {
    let mut report = accepted();
    let election = report.election.as_mut().expect("the sample has an election");
    let mut third = district(2, "Plateau", 15_000_000, false);
    let [first, second] = &mut election.districts[..] else { panic!("two districts") };
    (first.points, first.threshold, first.rule) = (7, 30, "greedy-threshold".to_owned());
    let (seed, order) = (Some("5eed".repeat(16)), Some((0..9).collect()));
    first.ties = TiesSummary { by: TiesBy::Lot, seed, order };
    second.rule = "per-unit".to_owned();
    second.awards.as_mut().expect("awards")[4].amount = 1_000_000;
    (third.rule, third.budget) = ("greedy-custom".to_owned(), 13_500_000);
    third.ties = TiesSummary { by: TiesBy::Lot, seed: None, order: None };
    election.districts.push(third);
    report
}

/// An election that is still open.
pub(super) fn voting() -> Report {
    let mut report = accepted();
    report.phase = "voting".to_owned();
    for step in &mut report.steps[16..] {
        *step = StepReport::new(Step::of_number(step.number).expect("a step"));
    }
    for district in &mut report.election.as_mut().expect("an election").districts {
        (district.winners, district.awards) = (None, None);
        for project in &mut district.projects {
            project.count = None;
        }
    }
    report
}

/// A report of a source whose definition could not be read.
pub(super) fn unreadable() -> Report {
    let mut report = rejected();
    (report.log, report.election) = (None, None);
    report.set_aside.clear();
    for step in &mut report.steps {
        *step = StepReport::new(Step::of_number(step.number).expect("a step"));
    }
    fail(
        &mut report,
        Step::Checkpoint,
        &[(None, Some("checkpoint"), "signature line 2 is by a witness, and does not hold")],
    );
    report
}

/// One district of many projects.
pub(super) fn projects(number: u16) -> Report {
    let mut report = accepted();
    let projects: Vec<_> = (0..number)
        .map(|position| ProjectSummary {
            id: format!("P{position:03}"),
            name: format!("{} {}", PROJECTS[usize::from(position) % 9].1, position + 1),
            cost: 100_000 + 791_900 * u64::from(position) % 12_000_000,
            count: Some(48_000 * 7_919 / (7_919 + 311 * u64::from(position))),
            paper: u64::from(position * 37 % 900),
            withdrawn: position == 5,
        })
        .collect();
    let mut district = district(0, "All of the city", 500_000_000, true);
    district.projects = projects;
    let mut district = district.with_winners();
    (district.credentials, district.recorded, district.counted) = (412_000, 131_118, 96_402);
    district.paper = 4_118;
    let election = report.election.as_mut().expect("the sample has an election");
    (election.credentials, election.counted, election.paper) = (412_000, 96_402, 4_118);
    election.districts = vec![district];
    report.ballots = 131_118;
    report
}

fn holding(step: Step) -> StepReport {
    let checked = match step.unit() {
        "ballots" => 2_311,
        "entries" | "hashes" => 2_411,
        "districts" => 2,
        _ => 12,
    };
    StepReport {
        ok: Some(true),
        checked,
        seconds: 0.37 * checked as f64 / 100.0,
        ..StepReport::new(step)
    }
}

fn fail(report: &mut Report, step: Step, failures: &[(Option<u64>, Option<&str>, &str)]) {
    let step = &mut report.steps[step as usize - 1];
    step.ok = Some(false);
    step.failed = failures.len() as u64;
    step.failures = failures
        .iter()
        .map(|&(entry, file, what)| Failure {
            entry,
            file: file.map(str::to_owned),
            what: what.to_owned(),
        })
        .collect();
}

fn witness(name: &str, time: u64) -> Witness {
    Witness { name: name.to_owned(), time }
}

fn log() -> LogSummary {
    LogSummary {
        origin: "vote.courvelle.example/2026".to_owned(),
        size: 2_411,
        root: "b81f8b8a".repeat(8),
        witnesses: vec![
            witness("witness.university.example", 1_790_000_000),
            witness("journal-de-la-lisandre.example/witness", 1_790_000_061),
        ],
    }
}

fn election(districts: Vec<DistrictSummary>) -> ElectionSummary {
    ElectionSummary {
        title: "Budget participatif de Courvelle-sur-Lisandre 2026".to_owned(),
        currency: "EUR".to_owned(),
        decimals: 2,
        election_id: "3e1f0c6b94d27a58".repeat(4),
        fingerprint: Some("c07d55e2918ab364".repeat(4)),
        trustees: ["Mairie", "Université", "Conseil des aînés", "Club d'échecs", "Lycée"]
            .map(str::to_owned)
            .to_vec(),
        threshold: 3,
        credentials: 3_402,
        counted: 2_204,
        revoked: 11,
        replaced: 9,
        paper: 103,
        districts,
    }
}

fn district(index: u16, name: &str, budget: u64, with_paper: bool) -> DistrictSummary {
    let projects: Vec<_> = PROJECTS
        .iter()
        .map(|&(id, name, cost, count, paper)| ProjectSummary {
            id: id.to_owned(),
            name: name.to_owned(),
            cost,
            count: Some(count),
            paper: if with_paper { paper } else { 0 },
            withdrawn: id == "3",
        })
        .collect();
    DistrictSummary {
        index,
        name: name.to_owned(),
        budget,
        points: 1,
        rule: "greedy".to_owned(),
        threshold: 0,
        ties: TiesSummary { by: TiesBy::List, seed: None, order: Some((0..9).rev().collect()) },
        credentials: 1_701,
        replaced: if with_paper { 9 } else { 0 },
        recorded: 1_155,
        counted: 1_102,
        paper: if with_paper { 103 } else { 0 },
        below_floor: false,
        winners: None,
        awards: None,
        projects,
    }
    .with_winners()
}

impl DistrictSummary {
    /// The same with the winners of projects that are sorted already, each given its cost.
    fn with_winners(mut self) -> Self {
        let winners = funded(&self.projects, self.budget);
        let cost = |&project: &u16| self.projects[usize::from(project)].cost;
        let award = |project| AwardSummary { project, amount: cost(&project) };
        self.awards = Some(winners.iter().copied().map(award).collect());
        self.winners = Some(winners);
        self
    }
}

/// Winners of a list that is sorted already.
fn funded(projects: &[ProjectSummary], budget: u64) -> Vec<u16> {
    let mut left = budget;
    let mut winners = Vec::new();
    for (position, project) in (0..).zip(projects) {
        if !project.withdrawn && project.cost <= left {
            left -= project.cost;
            winners.push(position);
        }
    }
    winners
}

/// The report with every text in it replaced.
pub(super) fn with_texts(mut report: Report, text: &str) -> Report {
    let text = || text.to_owned();
    (report.program, report.source) = (text(), text());
    report.set_aside = vec![text()];
    report.not_checked = vec![text()];
    for failure in report.steps.iter_mut().flat_map(|step| &mut step.failures) {
        failure.what = text();
        failure.file = failure.file.as_ref().map(|_| text());
    }
    if let Some(log) = &mut report.log {
        (log.origin, log.root) = (text(), text());
        log.witnesses.iter_mut().for_each(|witness| witness.name = text());
    }
    let Some(election) = &mut report.election else { return report };
    (election.title, election.currency) = (text(), text());
    (election.election_id, election.fingerprint) = (text(), Some(text()));
    election.trustees.iter_mut().for_each(|name| *name = text());
    for district in &mut election.districts {
        (district.name, district.rule) = (text(), text());
        district.ties.seed = district.ties.seed.as_ref().map(|_| text());
        for project in &mut district.projects {
            (project.id, project.name) = (text(), text());
        }
    }
    report
}

/// All samples, with a name for their file.
pub(super) fn all() -> [(&'static str, Report); 8] {
    [
        ("accepted", accepted()),
        ("rejected", rejected()),
        ("below-floor", below_floor()),
        ("by-other-rules", by_other_rules()),
        ("voting", voting()),
        ("unreadable", unreadable()),
        ("projects-100", projects(100)),
        ("projects-960", projects(960)),
    ]
}
