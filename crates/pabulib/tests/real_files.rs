//! Fifty real elections, read where they are present: they are not part of this project.

use isoloir_pabulib::{Instance, Totals, VoteType, parse, parse_totals};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/pabulib");

/// Every election in the folder, by file name; none where the folder is absent.
fn elections() -> BTreeMap<String, Instance> {
    let folder = Path::new(FOLDER);
    if !folder.is_dir() {
        println!("skipped: there are no real elections in {}", folder.display());
        return BTreeMap::new();
    }
    let mut elections = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.extension().is_some_and(|extension| extension == "pb") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&path).expect("the file can be read");
            let election = parse(&bytes).map_err(|error| format!("{name}: {error}"));
            elections.insert(name, election.expect("a real election is valid"));
        }
    }
    elections
}

fn count(instance: &Instance, vote_type: VoteType) -> usize {
    usize::from(instance.meta.vote_type == vote_type)
}

#[test]
fn all_are_read_and_have_the_known_size() {
    let elections = elections();
    if elections.is_empty() {
        return;
    }
    let total = |figure: fn(&Instance) -> usize| elections.values().map(figure).sum::<usize>();
    assert_eq!(elections.len(), 50);
    assert_eq!(total(|e| count(e, VoteType::Approval)), 39);
    assert_eq!(total(|e| count(e, VoteType::Cumulative)), 5);
    assert_eq!(total(|e| count(e, VoteType::ChooseOne)), 4);
    assert_eq!(total(|e| count(e, VoteType::Ordinal)), 2);
    assert_eq!(total(|e| usize::from(e.decimals > 0)), 1);
    assert_eq!(elections["Netherlands_Amsterdam_252.pb"].votes.len(), 8520);
    assert_eq!(elections["Poland_Poznan_2025_9_-_Stare_Miasto__small.pb"].projects.len(), 1);
}

#[test]
fn an_amount_with_decimals_is_read_to_the_cent() {
    let elections = elections();
    let Some(election) = elections.get("Poland_Warszawa_2017_Przyczolek_Grochowski.pb") else {
        return;
    };
    assert_eq!(election.decimals, 2);
    assert_eq!(election.meta.budget, 10_253_336);
    assert_eq!(election.meta.max_sum_cost, Some(10_253_336));
}

#[test]
fn the_published_number_of_votes_of_every_project_is_the_number_of_ballots_that_name_it() {
    for (name, election) in elections() {
        let mut votes = vec![0; election.projects.len()];
        for &project in election.votes.iter().flat_map(|vote| &vote.projects) {
            votes[project] += 1;
        }
        for (project, votes) in election.projects.iter().zip(votes) {
            assert_eq!(project.votes, Some(votes), "{name}: project {}", project.id);
        }
    }
}

#[test]
fn the_published_score_is_the_sum_of_the_points_where_the_file_has_points() {
    let mut files = 0;
    for (name, election) in elections() {
        let mut scores = vec![0; election.projects.len()];
        let mut has_points = false;
        for vote in &election.votes {
            for (&project, points) in vote.projects.iter().zip(vote.points.iter().flatten()) {
                scores[project] += points;
                has_points = true;
            }
        }
        if has_points {
            files += 1;
            for (project, score) in election.projects.iter().zip(scores) {
                assert_eq!(project.score, Some(score), "{name}: project {}", project.id);
            }
        }
    }
    assert!(files == 6 || !Path::new(FOLDER).is_dir());
}

#[test]
fn the_scores_that_a_file_states_are_those_that_its_ballots_give() {
    for (name, election) in elections() {
        assert_eq!(election.stated_scores(), Some(election.counted_scores()), "{name}");
    }
}

#[test]
fn nothing_in_them_has_to_be_read_past() {
    for (name, instance) in elections() {
        let bytes = fs::read(Path::new(FOLDER).join(&name)).expect("the file can be read");
        assert_eq!(parse_totals(&bytes), Ok(Totals { instance, faults: Vec::new() }), "{name}");
    }
}

#[test]
fn the_project_that_was_withdrawn_is_known_by_its_cost() {
    for (name, election) in elections() {
        let withdrawn = election.projects.iter().filter(|project| election.is_withdrawn(project));
        let ids: Vec<_> = withdrawn.map(|project| project.id.as_str()).collect();
        let known = name == "Poland_Wroclaw_2017_Rejon_nr_11_750.pb";
        assert_eq!(ids, if known { &["150"][..] } else { &[] }, "{name}");
    }
}
