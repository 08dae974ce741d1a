use anyhow::{Context, Result, bail, ensure};
use isoloir_crypto::ballot::MAX_SLOTS;
use isoloir_election::rules::lot::Seed;
use isoloir_election::rules::{Candidate, Rule, Standings};
use isoloir_pabulib::{Instance, Totals, VoteType};

use crate::imported;
use crate::rules::Arguments;

/// How many projects with other totals a warning names.
const NAMED_DIFFERENCES: usize = 5;

/// What is decided about a file, and by which rule.
pub(super) struct Case {
    pub(super) rule: Rule,
    pub(super) standings: Standings,
    /// What the reader should know before believing the winners.
    pub(super) warnings: Vec<String>,
}

impl Case {
    pub(super) fn new(totals: &Totals, arguments: &Arguments) -> Result<Self> {
        let instance = &totals.instance;
        ensure!(
            instance.projects.len() <= MAX_SLOTS,
            "{} projects; a district has at most {MAX_SLOTS}",
            instance.projects.len()
        );
        let mut warnings: Vec<String> =
            totals.faults.iter().map(|fault| format!("{fault} (it decides no winner)")).collect();
        let (rule, threshold) = rule_and_threshold(instance, arguments)?;
        let groups = groups(instance, &arguments.exclusive)?;
        check_groups(instance, rule, &groups)?;
        if rule == Rule::GreedyExclusive && groups.is_empty() {
            warnings.push(
                "the format does not say which projects exclude each other; name them with \
                 --exclusive ID,ID"
                    .into(),
            );
        }
        let projects = instance.projects.iter().zip(scores(totals, &mut warnings)?);
        let projects = projects.map(|(project, score)| {
            Ok(Candidate {
                cost: imported::amount(project.cost)?,
                score: u64::try_from(score).with_context(|| {
                    format!(
                        "the score of project {} is negative: no rule here knows such",
                        project.id
                    )
                })?,
                is_withdrawn: instance.is_withdrawn(project),
            })
        });
        let standings = Standings {
            budget: imported::amount(instance.meta.budget)?,
            threshold,
            projects: projects.collect::<Result<_>>()?,
            ties: ties(instance.projects.len() as u16, arguments.lot.as_deref())?,
            groups,
        };
        Ok(Self { rule, standings, warnings })
    }
}

fn rule_and_threshold(instance: &Instance, arguments: &Arguments) -> Result<(Rule, u64)> {
    let name = arguments.rule.as_deref().unwrap_or(&instance.meta.rule);
    let Some(rule) = imported::rule(name) else {
        let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name(0)).collect();
        bail!(
            "the rule {name:?} needs whole ballots or is unknown; choose one with --rule: \
             greedy-threshold, {}",
            names.join(", ")
        );
    };
    // The file's threshold belongs to the file's rule, and to the one that is called by it.
    let is_of_file = name == instance.meta.rule || name == "greedy-threshold";
    let threshold = match arguments.threshold {
        Some(threshold) => threshold,
        None if is_of_file => imported::threshold(&instance.meta)?,
        None => 0,
    };
    ensure!(
        name != "greedy-threshold" || threshold > 0,
        "greedy-threshold needs a threshold, and the file states none: add --threshold SCORE"
    );
    Ok((rule, threshold))
}

/// The scores, in the order of the projects.
fn scores(totals: &Totals, warnings: &mut Vec<String>) -> Result<Vec<i64>> {
    let instance = &totals.instance;
    let has_score = instance.projects.iter().any(|project| project.score.is_some());
    let counted = (!instance.votes.is_empty()).then(|| instance.counted_scores());
    // The votes of ordinal ballots say how many name a project, and not how high they put it.
    let by_borda = instance.meta.vote_type == VoteType::Ordinal && !has_score;
    let stated = instance.stated_scores().filter(|_| !by_borda || counted.is_none());
    match (stated, counted) {
        (Some(stated), Some(counted)) => {
            warnings.extend(difference(instance, has_score, &stated, &counted));
            Ok(stated)
        }
        (Some(stated), None) => {
            if by_borda {
                warnings.push(
                    "there is no score and no ballot that can be counted: these are the winners by votes"
                        .into(),
                );
            }
            Ok(stated)
        }
        (None, Some(counted)) => Ok(counted),
        (None, None) => bail!("there are no totals and no ballots: add a column votes or score"),
    }
}

/// In words, if the ballots give other totals than the file states.
fn difference(
    instance: &Instance,
    has_score: bool,
    stated: &[i64],
    counted: &[i64],
) -> Option<String> {
    let column = if has_score { "score" } else { "votes" };
    let pairs = instance.projects.iter().zip(stated.iter().zip(counted));
    let different: Vec<String> = pairs
        .filter(|(_, (stated, counted))| stated != counted)
        .map(|(project, (stated, counted))| {
            format!("{} ({column} {stated}, the ballots give {counted})", project.id)
        })
        .collect();
    let more = different.len().saturating_sub(NAMED_DIFFERENCES);
    let listed = different.iter().take(NAMED_DIFFERENCES).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!different.is_empty()).then(|| {
        format!(
            "the ballots give other totals than the file states, which decide here: {listed}{more}"
        )
    })
}

fn ties(projects: u16, seed: Option<&str>) -> Result<Vec<u16>> {
    let Some(seed) = seed else { return Ok((0..projects).collect()) };
    let mut bytes = [0; 32];
    hex::decode_to_slice(seed, &mut bytes)
        .ok()
        .context("the seed of a lot has 64 hexadecimal digits")?;
    Ok(Seed(bytes).order(projects))
}

fn groups(instance: &Instance, named: &[String]) -> Result<Vec<Vec<u16>>> {
    let position = |id: &str| {
        let found = instance.projects.iter().position(|project| project.id == id);
        found.map(|position| position as u16).with_context(|| format!("there is no project {id:?}"))
    };
    let group = |ids: &String| {
        let mut group = ids.split(',').map(position).collect::<Result<Vec<u16>>>()?;
        group.sort_unstable();
        group.dedup();
        ensure!(group.len() >= 2, "--exclusive names two projects or more");
        Ok(group)
    };
    named.iter().map(group).collect()
}

fn check_groups(instance: &Instance, rule: Rule, groups: &[Vec<u16>]) -> Result<()> {
    match rule {
        Rule::GreedyExclusive => Ok(()),
        Rule::PerUnit => {
            let mut seen = vec![false; instance.projects.len()];
            for &project in groups.iter().flatten() {
                ensure!(
                    !std::mem::replace(&mut seen[usize::from(project)], true),
                    "project {} is in two groups; by unit each is one undertaking",
                    instance.projects[usize::from(project)].id
                );
            }
            Ok(())
        }
        _ => {
            ensure!(
                groups.is_empty(),
                "--exclusive is for the rules greedy-exclusive and per-unit"
            );
            Ok(())
        }
    }
}
