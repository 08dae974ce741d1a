use isoloir_election::rules::Verdict;

use crate::examples::{self, Example};
use crate::language::{LANGUAGES, Language, Texts, plain};
use crate::teller::Teller;
use crate::text;

/// What is said of each round in a language.
fn rounds(code: &str, example: Example) -> Vec<String> {
    let election = examples::election(vec![example.decided()]);
    let texts = Texts::of(Language::of_code(code).unwrap());
    let teller = Teller { texts: &texts, election: &election };
    let district = &election.districts[0];
    let said = district.rounds().iter().map(|round| plain(&teller.round(district, round)));
    said.map(|text| text.replace(['\u{a0}', '\u{202f}'], " ")).collect()
}

#[test]
fn a_round_says_votes_cost_and_what_remained() {
    assert_eq!(
        rounds("en", examples::greedy()),
        [
            "300 votes. It costs 600.00 EUR, and 1,000.00 EUR remained: funded. That leaves 400.00 EUR.",
            "200 votes. It costs 500.00 EUR, but only 400.00 EUR remained: not funded.",
            "9 votes, and at least 10 votes are needed: not funded. It costs 400.00 EUR.",
            "50 votes. It was withdrawn during the vote and can’t be funded. It would have cost 100.00 EUR.",
        ]
    );
}

#[test]
fn the_end_of_a_choice_is_said_where_it_ends() {
    assert_eq!(
        rounds("fr", examples::no_skip())[1..],
        [
            "200 voix. Il coûte 500,00 EUR et il ne restait que 400,00 EUR : non financé. Le choix s’arrête ici.",
            "100 voix. Il coûte 100,00 EUR. Le choix s’était arrêté avant lui : non financé.",
        ]
    );
}

#[test]
fn what_the_town_adds_by_exception_is_said() {
    assert_eq!(
        rounds("es", examples::custom())[1],
        "200 votos. Cuesta 450,00 EUR y quedaban 400,00 EUR, al menos el 80 % de su coste: financiado por \
         excepción. El municipio añade 50,00 EUR. La elección termina aquí."
    );
}

#[test]
fn who_excludes_a_project_is_named() {
    assert_eq!(
        rounds("en", examples::exclusive())[1],
        "200 votes. It costs 300.00 EUR, and 400.00 EUR remained. Project a excludes it and is funded: not \
         funded."
    );
}

#[test]
fn the_best_set_is_told_from_the_rest() {
    assert_eq!(
        rounds("en", examples::optimal()),
        [
            "300 votes. It costs 900.00 EUR. It is not in the set with the highest total score: not funded.",
            "200 votes. It costs 600.00 EUR, and 1,000.00 EUR remained. It is in the set with the highest \
             total score: funded. That leaves 400.00 EUR.",
            "200 votes. It costs 400.00 EUR, and 400.00 EUR remained. It is in the set with the highest \
             total score: funded. That leaves 0.00 EUR.",
        ]
    );
}

#[test]
fn by_unit_a_round_is_about_the_units_that_it_adds() {
    assert_eq!(
        rounds("en", examples::per_unit()),
        [
            "350 votes for 300.00 EUR. 1,000.00 EUR remained: funded. That leaves 700.00 EUR.",
            "250 votes for 400.00 EUR. 700.00 EUR remained: funded. That leaves 300.00 EUR.",
            "200 votes for 500.00 EUR. Only 300.00 EUR remained: all of it goes here, and the budget is spent.",
            "100 votes for 200.00 EUR. Nothing remained: not funded.",
            "5 votes for 100.00 EUR, and at least 10 votes are needed: not funded.",
            "400 votes. It was withdrawn during the vote and can’t be funded. It would have cost 100.00 EUR.",
        ]
    );
}

#[test]
fn points_are_called_points_and_one_is_not_several() {
    let said = rounds("en", examples::with_points());
    assert!(said[0].starts_with("1,500 points. "), "{}", said[0]);
    assert!(said[1].starts_with("1 point. "), "{}", said[1]);
}

/// The examples are worth what they cover.
#[test]
fn the_examples_have_every_verdict() {
    let election = examples::everything();
    let rounds = election.districts.iter().flat_map(|district| district.rounds());
    let verdicts: Vec<Verdict> = rounds.map(|round| round.verdict).collect();
    for verdict in [
        Verdict::Funded,
        Verdict::FundedByException,
        Verdict::FundedInPart,
        Verdict::InBestSet,
        Verdict::DoesNotFit,
        Verdict::AfterTheEnd,
        Verdict::Excluded { by: 0 },
        Verdict::NotInBestSet,
        Verdict::BelowThreshold,
        Verdict::Withdrawn,
    ] {
        assert!(verdicts.contains(&verdict), "{verdict:?}");
    }
}

/// `{id}` stands for a message that is missing, or that lacks an argument.
#[test]
fn no_language_lacks_a_word() {
    let election = examples::everything();
    for language in LANGUAGES {
        let told = text::tell(&election, language);
        assert!(!told.contains('{'), "{}: {told}", language.code);
    }
}

#[test]
fn the_text_says_why_a_district_was_not_counted() {
    let election = examples::election(vec![examples::below_floor()]);
    let told = text::tell(&election, LANGUAGES[0]);
    let why = "Too few ballots to decrypt without giving votes away: 3 electronic ballots count, and 10 are needed.";
    assert!(told.contains(why), "{told}");
}

#[test]
fn the_seed_of_a_lot_is_told() {
    let election = examples::election(vec![examples::on_paper().decided()]);
    let told = text::tell(&election, LANGUAGES[0]);
    assert!(told.contains(&"08".repeat(32)), "{told}");
    assert!(told.contains("2 projects have the same score as another one."), "{told}");
}
