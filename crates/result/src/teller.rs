//! What the page and the terminal say, in one language.

use isoloir_election::definition::Ties;
use isoloir_election::rules::{Award, Round, Rule, Verdict};

use crate::decided::{Decided, DecidedDistrict};
use crate::language::{Message, Texts, isolated};

/// Says things about an election in one language. Names in its sentences are
/// [isolated].
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) election: &'a Decided,
}

impl Teller<'_> {
    pub(crate) fn money(&self, amount: u64) -> String {
        self.texts.money(amount, self.election.decimals, &self.election.currency)
    }

    /// Votes or points, with the word for them.
    pub(crate) fn score(&self, district: &DecidedDistrict, score: u64) -> String {
        let message = if district.gives_points() { Message::Points } else { Message::Votes };
        self.texts.say(message, &[("count", score.into())])
    }

    pub(crate) fn reference(&self, district: &DecidedDistrict, position: u16) -> String {
        let id = isolated(&district.project(position).id);
        self.texts.say(Message::Reference, &[("id", id.into())])
    }

    pub(crate) fn period(&self) -> String {
        self.texts.period(self.election.opens, self.election.closes)
    }

    /// How many projects are funded, of how many.
    pub(crate) fn summary(&self, district: &DecidedDistrict) -> String {
        self.texts.say(
            Message::Summary,
            &[
                ("funded", (district.awards().len() as u64).into()),
                ("projects", (district.definition.projects.len() as u64).into()),
            ],
        )
    }

    /// What becomes of the budget.
    pub(crate) fn money_sentence(&self, district: &DecidedDistrict) -> String {
        let spent = ("spent", self.money(district.spent()).into());
        let budget = ("budget", self.money(district.definition.budget).into());
        match district.added() {
            0 => {
                let left = ("left", self.money(district.left()).into());
                self.texts.say(Message::MoneyDesc, &[spent, left, budget])
            }
            added => {
                let added = ("added", self.money(added).into());
                self.texts.say(Message::MoneyDescAdded, &[spent, added, budget])
            }
        }
    }

    /// A district in the list of all of them.
    pub(crate) fn line(&self, district: &DecidedDistrict) -> String {
        let name = ("name", isolated(district.name()).into());
        if !district.is_counted() {
            return self.texts.say(Message::DistrictLineBelowFloor, &[name]);
        }
        let funded = ("funded", (district.awards().len() as u64).into());
        let spent = ("spent", self.money(district.spent()).into());
        self.texts.say(Message::DistrictLine, &[name, funded, spent])
    }

    /// How many ballots count, and of how many.
    pub(crate) fn ballots(&self, district: &DecidedDistrict) -> Vec<String> {
        let outcome = &district.outcome;
        let mut sentences =
            vec![self.texts.say(Message::Ballots, &[("ballots", district.ballots().into())])];
        if district.has_paper() {
            sentences.push(self.texts.say(
                Message::BallotsApart,
                &[
                    ("electronic", outcome.result.ballots.into()),
                    ("paper", outcome.result.paper.ballots.into()),
                ],
            ));
        }
        let recorded = ("recorded", outcome.recorded.into());
        sentences.push(self.texts.say(Message::BallotsRecorded, &[recorded]));
        let credentials = ("credentials", outcome.credentials.into());
        sentences.push(self.texts.say(Message::Credentials, &[credentials]));
        sentences
    }

    /// Why nothing was counted.
    pub(crate) fn below_floor(&self, district: &DecidedDistrict) -> String {
        self.texts.say(
            Message::BelowFloor,
            &[
                ("ballots", district.outcome.result.ballots.into()),
                ("floor", district.definition.floor.into()),
            ],
        )
    }

    /// Score and cost of a winner, and what it gets if that is less.
    pub(crate) fn winner(&self, district: &DecidedDistrict, award: &Award) -> String {
        let score = district.score(award.project).unwrap_or(0);
        let cost = district.project(award.project).cost;
        let score = ("score", self.score(district, score).into());
        let costs = ("cost", self.money(cost).into());
        if !district.is_in_part(award) {
            return self.texts.say(Message::Winner, &[score, costs]);
        }
        let amount = ("amount", self.money(award.amount).into());
        self.texts.say(Message::WinnerInPart, &[score, costs, amount])
    }

    pub(crate) fn rule_name(&self, district: &DecidedDistrict) -> String {
        self.texts.say(Message::RuleName, &[("rule", district.rule().into())])
    }

    /// What the rule does, and the least score that wins.
    pub(crate) fn rule(&self, district: &DecidedDistrict) -> String {
        let rule = self.texts.word(match district.definition.rule {
            Rule::Greedy => Message::RuleGreedy,
            Rule::GreedyNoSkip => Message::RuleGreedyNoSkip,
            Rule::GreedyCustom => Message::RuleGreedyCustom,
            Rule::GreedyExclusive => Message::RuleGreedyExclusive,
            Rule::Optimal => Message::RuleOptimal,
            Rule::PerUnit => Message::RulePerUnit,
        });
        match district.definition.threshold {
            0 => rule,
            threshold => {
                let score = ("score", self.score(district, threshold).into());
                let message = if district.is_per_unit() {
                    Message::ThresholdUnit
                } else {
                    Message::Threshold
                };
                format!("{rule} {}", self.texts.say(message, &[score]))
            }
        }
    }

    /// How projects with equal scores are ordered.
    pub(crate) fn ties(&self, district: &DecidedDistrict) -> String {
        self.texts.word(match district.definition.ties {
            Ties::Listed(_) => Message::TiesListed,
            Ties::Lot => Message::TiesLot,
        })
    }

    /// How anybody draws the lot again.
    pub(crate) fn redraw(&self) -> String {
        self.texts.say(Message::TiesRedraw, &[("label", "isoloir/v1 lot order".into())])
    }

    /// How many projects have the score of another; nothing where units have the scores.
    pub(crate) fn equal_scores(&self, district: &DecidedDistrict) -> Option<String> {
        let projects = ("projects", district.equal_scores().into());
        (!district.is_per_unit()).then(|| self.texts.say(Message::TiesEqual, &[projects]))
    }

    /// What was decided about a project in a round, and why.
    pub(crate) fn round(&self, district: &DecidedDistrict, round: &Round) -> String {
        let threshold = district.definition.threshold;
        let message = if district.is_per_unit() {
            message_by_unit(round.verdict)
        } else {
            message_by_project(round.verdict, district.definition.rule)
        };
        let mut arguments = vec![
            ("score", self.score(district, round.score).into()),
            ("cost", self.money(round.cost).into()),
            ("left", self.money(round.left).into()),
            ("after", self.money(round.left.saturating_sub(round.cost)).into()),
            ("added", self.money(round.cost.saturating_sub(round.left)).into()),
            ("threshold", self.score(district, threshold).into()),
        ];
        if let Verdict::Excluded { by } = round.verdict {
            arguments.push(("by", isolated(&district.project(by).name).into()));
        }
        self.texts.say(message, &arguments)
    }

    /// That nobody's ballot was decrypted.
    pub(crate) fn secrecy(&self) -> String {
        self.texts.say(
            Message::Secrecy,
            &[
                ("trustees", self.election.trustees.into()),
                ("threshold", self.election.threshold.into()),
            ],
        )
    }

    pub(crate) fn made_by(&self) -> String {
        let program = concat!("isoloir ", env!("CARGO_PKG_VERSION"));
        self.texts.say(
            Message::MadeBy,
            &[("program", program.into()), ("entries", self.election.entries.into())],
        )
    }
}

fn message_by_project(verdict: Verdict, rule: Rule) -> Message {
    match verdict {
        Verdict::Funded => Message::RoundFunded,
        Verdict::FundedByException => Message::RoundException,
        Verdict::FundedInPart => Message::RoundUnitInPart,
        Verdict::InBestSet => Message::RoundBestSet,
        Verdict::DoesNotFit => match rule {
            Rule::GreedyNoSkip | Rule::GreedyCustom => Message::RoundEnds,
            _ => Message::RoundDoesNotFit,
        },
        Verdict::AfterTheEnd => Message::RoundAfterTheEnd,
        Verdict::Excluded { .. } => Message::RoundExcluded,
        Verdict::NotInBestSet => Message::RoundNotInBestSet,
        Verdict::BelowThreshold => Message::RoundBelowThreshold,
        Verdict::Withdrawn => Message::RoundWithdrawn,
    }
}

/// By unit a round is about the units that a project adds to the cheaper ones of its undertaking.
fn message_by_unit(verdict: Verdict) -> Message {
    match verdict {
        Verdict::Funded => Message::RoundUnitFunded,
        Verdict::DoesNotFit => Message::RoundUnitNothingLeft,
        Verdict::BelowThreshold => Message::RoundUnitBelowThreshold,
        other => message_by_project(other, Rule::PerUnit),
    }
}
