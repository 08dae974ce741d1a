use super::{PROJECTS, election, examine, said};

#[test]
fn files_cut_anywhere_are_told_of_and_never_a_panic() {
    let election = election();
    for at in (0..election.len()).step_by(3) {
        examine(&election[..at], PROJECTS);
    }
    for at in 0..PROJECTS.len() {
        examine(&election, &PROJECTS[..at]);
    }
}

#[test]
fn characters_changed_anywhere_are_told_of_and_never_a_panic() {
    for (number, other) in ["\"", "[", "\n", ",", "9", "\u{202e}", "é"].into_iter().enumerate() {
        let changed = |text: &str, at: usize| format!("{}{other}{}", &text[..at], &text[at + 1..]);
        for at in (number..election().len()).step_by(7) {
            examine(&changed(&election(), at), PROJECTS);
        }
        for at in 0..PROJECTS.len() {
            examine(&election(), &changed(PROJECTS, at));
        }
    }
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("title = {}", "[".repeat(100_000));
    let refused = said(&deep, PROJECTS);
    assert!(refused[0].starts_with("election.toml:1: this is not TOML: "), "{:.200}", refused[0]);
}

#[test]
fn numbers_without_end_are_refused() {
    let long = "9".repeat(100_000);
    for text in [format!("decimals = {long}"), format!("[[district]]\nbudget = {long}")] {
        examine(&text, PROJECTS);
    }
    examine(&election(), &format!("id,name,cost,district\nA,B,{long},City\n"));
}

#[test]
fn very_many_districts_limits_and_rows_are_told_of_in_time() {
    assert_eq!(said(&"[[district]]\n".repeat(100_000), "").len(), 200);
    let limits = "[[district.limit]]\nmeasure = \"count\"\nat_most = 3\n".repeat(50_000);
    let refused = said(&(election() + &limits), PROJECTS);
    assert!(refused[0].contains("has 50002 limits"), "{}", refused[0]);
    let rows: String = (0..200_000).map(|n| format!("P{n},Project,1,City,green\n")).collect();
    let refused = said(&election(), &(PROJECTS.to_owned() + &rows));
    assert!(refused[0].contains("has 200003 projects"), "{}", refused[0]);
}

#[test]
fn what_is_repeated_from_the_files_does_not_rearrange_the_terminal() {
    let election = election().replacen("title", "\"\\u001b[2J\\u202e\"", 1);
    let refused = said(&election, PROJECTS);
    assert!(refused.iter().all(|line| !line.contains(['\u{1b}', '\u{202e}'])), "{refused:?}");
}
