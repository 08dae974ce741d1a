use std::fmt;

use isoloir_election::rules::{Decision, Round, Verdict};
use isoloir_pabulib::{Instance, Selected};
use serde::Serialize;

use crate::money::money;
use crate::rounds::RoundJson;
use crate::rules::case::Case;

/// The winners and how they were chosen.
pub(super) struct Report<'a> {
    instance: &'a Instance,
    case: &'a Case,
    decision: &'a Decision,
}

#[derive(Serialize)]
struct Json<'a> {
    rule: &'a str,
    threshold: u64,
    decimals: u8,
    budget: u64,
    spent: u64,
    winners: Vec<&'a str>,
    awards: Vec<AwardJson<'a>>,
    rounds: Vec<RoundJson<'a>>,
    selected: Option<Vec<&'a str>>,
    as_selected: Option<bool>,
    warnings: &'a [String],
}

#[derive(Serialize)]
struct AwardJson<'a> {
    project: &'a str,
    amount: u64,
}

impl<'a> Report<'a> {
    pub(super) fn new(instance: &'a Instance, case: &'a Case, decision: &'a Decision) -> Self {
        Self { instance, case, decision }
    }

    pub(super) fn json(&self) -> serde_json::Result<String> {
        let awards = self.decision.awards.iter();
        let awards =
            awards.map(|award| AwardJson { project: self.id(award.project), amount: award.amount });
        let project = |position| {
            let id = self.id(position);
            (id, self.instance.projects[usize::from(position)].name.as_deref().unwrap_or(id))
        };
        let rounds = self.decision.rounds.iter();
        serde_json::to_string_pretty(&Json {
            rule: self.rule(),
            threshold: self.case.standings.threshold,
            decimals: self.instance.decimals,
            budget: self.case.standings.budget,
            spent: self.spent(),
            winners: self.winners(),
            awards: awards.collect(),
            rounds: rounds.map(|round| RoundJson::new(round, project)).collect(),
            selected: self.selected(),
            as_selected: self.is_as_selected(),
            warnings: &self.case.warnings,
        })
    }

    fn rule(&self) -> &'static str {
        self.case.rule.name(self.case.standings.threshold)
    }

    fn id(&self, position: u16) -> &'a str {
        &self.instance.projects[usize::from(position)].id
    }

    fn winners(&self) -> Vec<&'a str> {
        self.decision.awards.iter().map(|award| self.id(award.project)).collect()
    }

    fn spent(&self) -> u64 {
        self.decision.awards.iter().map(|award| award.amount).fold(0, u64::saturating_add)
    }

    /// The ids that the file marks as funded by its rule, if it says.
    fn selected(&self) -> Option<Vec<&'a str>> {
        let said = self.instance.projects.iter().any(|project| project.selected.is_some());
        let funded = self.instance.projects.iter().filter(|project| {
            matches!(project.selected, Some(Selected::Yes | Selected::ByException))
        });
        said.then(|| funded.map(|project| project.id.as_str()).collect())
    }

    fn is_as_selected(&self) -> Option<bool> {
        let mut selected = self.selected()?;
        let mut winners = self.winners();
        selected.sort_unstable();
        winners.sort_unstable();
        Some(selected == winners)
    }

    fn why(&self, round: &Round) -> String {
        match round.verdict {
            Verdict::Funded => "funded".into(),
            Verdict::FundedByException => format!(
                "funded by the exception: 80 % of its cost is left, {} come on top",
                self.money(round.cost - round.left.min(round.cost))
            ),
            Verdict::FundedInPart => {
                format!("funded with what is left, {}", self.money(round.left))
            }
            Verdict::InBestSet => "funded: in the best set".into(),
            Verdict::DoesNotFit => "no: costs more than is left".into(),
            Verdict::AfterTheEnd => "no: an earlier project did not fit, which ended it".into(),
            Verdict::Excluded { by } => format!("no: excluded by project {}", self.id(by)),
            Verdict::NotInBestSet => "no: not in the best set".into(),
            Verdict::BelowThreshold => {
                format!("no: below the threshold of {}", self.case.standings.threshold)
            }
            Verdict::Withdrawn => "no: withdrawn".into(),
        }
    }

    fn money(&self, amount: u64) -> String {
        money(amount, self.instance.decimals)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let currency = self.instance.meta.currency.as_deref().unwrap_or("units");
        let budget = self.case.standings.budget;
        writeln!(f, "Rule: {}", self.rule())?;
        writeln!(f, "Budget: {} {currency}\n", self.money(budget))?;
        let width = self.instance.projects.iter().map(|p| p.id.chars().count()).max().unwrap_or(2);
        writeln!(
            f,
            "{:>5}  {:width$}  {:>9}  {:>15}  {:>15}  decision",
            "round", "id", "score", "cost", "left before"
        )?;
        for (number, round) in (1..).zip(&self.decision.rounds) {
            writeln!(
                f,
                "{number:>5}  {:width$}  {:>9}  {:>15}  {:>15}  {}",
                self.id(round.project),
                round.score,
                self.money(round.cost),
                self.money(round.left),
                self.why(round),
            )?;
        }
        writeln!(f, "\nWinners, in the order funded: {}", self.winners().join(", "))?;
        writeln!(f, "Spent: {} of {} {currency}", self.money(self.spent()), self.money(budget))?;
        match self.is_as_selected() {
            None => writeln!(f, "The file does not say who won."),
            Some(true) => writeln!(f, "They are the winners that the file names."),
            Some(false) => {
                let selected = self.selected().unwrap_or_default();
                writeln!(f, "The file names other winners: {}", selected.join(", "))
            }
        }
    }
}
