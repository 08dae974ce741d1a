use super::*;
use crate::officials::HourlyCount;
use crate::officials::progress::DistrictLine;
use crate::officials::turnout::by_district;

const DAY: u64 = 24;

/// A vote that has been open for two days, in which the first district has these ballots by the hour.
fn alerts_of(stage: Stage, ballots: &[(u64, u64)]) -> Vec<Alert> {
    let district =
        |name: &str, ballots| DistrictLine { name: name.into(), credentials: 9, ballots };
    let overview = Overview {
        title: "Budget".into(),
        stage,
        election_id: String::new(),
        fingerprint: None,
        opens: 0,
        closes: 100 * DAY * HOUR_SECONDS,
        complaints: 100 * DAY * HOUR_SECONDS,
        entries: 9,
        districts: vec![district("North", 1), district("South", 1)],
        next: Vec::new(),
    };
    let count = |&(hour, ballots)| HourlyCount { district: 0, hour, ballots };
    let counts: Vec<_> = ballots.iter().map(count).collect();
    alerts(&overview, &by_district(&counts), [0; 3], 2 * DAY * HOUR_SECONDS)
}

fn burst(from: u64, ballots: u64) -> Alert {
    Alert::Burst { district: 0, span: Span { from, to: from + 1, ballots } }
}

#[test]
fn ten_times_as_many_ballots_as_in_the_hours_before_are_a_burst() {
    let steady = |last| {
        let mut hours: Vec<_> = (0..30).map(|hour| (hour, 20)).collect();
        hours.push((30, last));
        alerts_of(Stage::Voting, &hours)
    };
    assert_eq!(steady(199), []);
    assert_eq!(steady(200), [burst(30, 200)]);
}

#[test]
fn a_burst_after_a_silent_night_needs_a_hundred_ballots() {
    assert_eq!(alerts_of(Stage::Voting, &[(0, 9), (40, 99)]), []);
    assert_eq!(alerts_of(Stage::Voting, &[(0, 9), (40, 100)]), [burst(40, 100)]);
}

#[test]
fn the_rush_after_the_opening_is_no_burst() {
    assert_eq!(alerts_of(Stage::Voting, &[(5, 5_000)]), []);
    assert_eq!(alerts_of(Stage::Voting, &[(6, 5_000)]), [burst(6, 5_000)]);
}

#[test]
fn the_latest_bursts_come_first_and_not_all_are_shown() {
    let hours: Vec<_> = (1..=4).map(|time| (time * 10, 10_u64.pow(time as u32 + 1))).collect();
    let found = alerts_of(Stage::Closed, &hours);
    assert_eq!(found, [burst(40, 100_000), burst(30, 10_000), burst(20, 1_000), burst(10, 100)]);
}
