//! What the pages show in each phase.

use isoloir_crypto::dkg::Unconfirmed;
use isoloir_election::definition::Definition;
use isoloir_election::message::Kind;
use isoloir_election::phase::Ceremony;
use isoloir_encoding::Encode;

use crate::election::{Plan, Town, party};
use crate::site::{Board, Browser};

/// All pages of a board, as the first official sees them, in English.
async fn pages(board: &Board) -> [String; 4] {
    let server = board.server();
    let mut browser = Browser::default();
    browser.log_in(&server).await;
    let mut pages = Vec::new();
    for path in ["", "turnout", "ceremony", "alerts"] {
        pages.push(browser.get(&server, &format!("/officials/{path}")).await.sentences());
    }
    pages.try_into().unwrap()
}

fn assert_says(page: &str, sentences: &[&str]) {
    for sentence in sentences {
        assert!(page.contains(sentence), "{sentence:?} is not in {page}");
    }
}

#[tokio::test]
async fn before_the_ceremony_it_says_that_the_trustees_commit_and_the_registrars_enrol() {
    let mut town = Town::new(&Plan::default());
    town.define();
    let [status, turnout, ceremony, _] = pages(&Board::of(town)).await;
    assert_says(
        &status,
        &[
            "In preparation",
            "Trustees, first round (isoloir trustee commit): Trustee 0, Trustee 1, Trustee 2",
            "Registrar 1, registrar: put up the roll (isoloir registrar issue) of North, South",
            "1 January 1970, 00:16 UTC",
        ],
    );
    assert_says(&turnout, &["The vote is not open yet."]);
    assert_says(&ceremony, &["There is no complaint.", "awaited", "later"]);
    assert!(!ceremony.contains("done</span>"));
}

#[tokio::test]
async fn during_the_ceremony_it_says_who_is_awaited() {
    let mut town = Town::new(&Plan::default());
    town.define();
    let dealers = town.start_dealers();
    town.commit(&dealers[..2]);
    let [status, _, ceremony, _] = pages(&Board::of(town)).await;
    assert_says(&status, &["first round (isoloir trustee commit): Trustee 2<"]);
    assert_eq!(ceremony.matches("awaited</span>").count(), 1);
    assert_eq!(ceremony.matches("done</span>").count(), 2);
}

#[tokio::test]
async fn when_the_ceremony_has_failed_it_says_by_whose_fault() {
    let mut town = Town::new(&Plan::default());
    town.define();
    complain(&mut town);
    let [status, _, ceremony, _] = pages(&Board::of(town)).await;
    assert_says(&status, &["The key ceremony has failed, by the fault of Trustee 0"]);
    assert_says(&ceremony, &["The board proves that Trustee 0 is at fault"]);
}

#[tokio::test]
async fn when_all_is_there_it_says_that_the_vote_can_be_opened() {
    let mut town = Town::new(&Plan::default());
    town.define();
    town.hold_ceremony();
    town.enrol();
    let [status, _, ceremony, _] = pages(&Board::of(town)).await;
    assert_says(&status, &["All is there. An official opens the vote"]);
    assert_says(&ceremony, &["All trustees have confirmed", "There was no complaint."]);
    assert_eq!(ceremony.matches("done</span>").count(), 12);
}

#[tokio::test]
async fn while_the_vote_is_open_it_counts_ballots_and_nothing_else() {
    let mut town = Town::open(&Plan::default());
    town.all_vote(0);
    town.vote(0, 0, &[1]);
    let [status, turnout, ceremony, _] = pages(&Board::of(town)).await;
    assert_says(
        &status,
        &["The vote is open", "An official closes the vote (isoloir close), from"],
    );
    assert_says(&turnout, &["North", ">5<", "South", ">0<"]);
    assert_says(&ceremony, &["It begins when the vote is closed."]);
}

#[tokio::test]
async fn after_the_close_it_says_which_trustees_are_awaited_until_the_result_is_published() {
    let mut town = Town::open(&Plan::default());
    town.all_vote(0);
    town.all_vote(1);
    town.close();
    town.tally();
    town.state_close(2);
    let board = Board::of(town);
    let [status, _, ceremony, _] = pages(&board).await;
    assert_says(
        &status,
        &[
            "The vote is closed",
            "2 more trustees must state the close (isoloir trustee close-statement)",
            "Not done yet by: Trustee 0, Trustee 1",
        ],
    );
    assert_says(&ceremony, &["3 trustees must state", "0 of 2"]);
    let with = |change: &dyn Fn(&mut Town)| change(&mut board.town.lock().unwrap());
    with(&|town| {
        town.state_close(0);
        town.state_close(1);
        town.decrypt(0, 0);
        let mut wrong = town.decryption(1, 0);
        let proof = wrong.len() - 32;
        wrong[proof] ^= 1;
        town.post_as_trustee(Kind::Decryption, 1, &wrong);
        town.decrypt(2, 0);
    });
    let [status, _, ceremony, _] = pages(&board).await;
    assert_says(
        &status,
        &[
            "North: the decryption of Trustee 1 is wrong, and is set aside.",
            "North: an official can publish the result",
            "South: 2 more trustees must decrypt",
        ],
    );
    assert_says(&ceremony, &["1 of 2", "1 wrong, set aside"]);
    with(&|town| {
        town.decrypt(0, 1);
        town.decrypt(2, 1);
        town.publish(0);
        town.publish(1);
    });
    let [status, ..] = pages(&board).await;
    assert_says(&status, &["The result is published", "Everyone can verify the election"]);
}

#[tokio::test]
async fn names_that_are_html_are_shown_and_never_run() {
    const NAME: &str = "</title><script>alert('1')</script>\"&amp;";
    let mut plan = Plan::default();
    plan.districts[0].name = NAME.into();
    let mut parts = plan.definition_parts();
    parts.title = NAME.into();
    parts.officials[0].name = NAME.into();
    parts.trustees = vec![party(NAME, 3, 0), party("B", 3, 1), party("C", 3, 2)];
    parts.registrars[0].name = NAME.into();
    let mut town = Town::new(&plan);
    town.definition = Definition::new(parts).unwrap();
    town.define();
    let board = Board::of(town);
    for page in pages(&board).await {
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;/title&gt;&lt;script&gt;alert('1')"), "{page}");
        assert!(page.contains("&quot;&amp;amp;"), "{page}");
    }
    let stranger = Browser::default().get(&board.server(), "/officials/").await;
    assert!(!stranger.text.contains("<script"), "{}", stranger.text);
}

/// Holds the ceremony with a deal of the first trustee that the second can't use, and shows it to all.
fn complain(town: &mut Town) {
    let dealers = town.start_dealers();
    town.commit(&dealers);
    let round = town.open_round();
    let mut opened = Vec::new();
    for (signer, (dealer, _)) in (0..).zip(dealers) {
        let (dealer, parts) = dealer.open(&round).unwrap();
        opened.push(dealer);
        for part in parts {
            town.post_as_trustee(Kind::DealingOpening, signer, &part.to_bytes());
        }
    }
    let Ceremony::Deal(round) = town.ceremony().clone() else { panic!("not in round 2") };
    let mut recipients = Vec::new();
    for (signer, dealer) in (0..).zip(opened) {
        let (recipient, deals) = dealer.deal(&round).unwrap();
        recipients.push(recipient);
        for deal in deals {
            let mut message = deal.to_bytes();
            if (signer, deal.recipient.get()) == (0, 2) {
                message[34] ^= 1;
            }
            town.post_as_trustee(Kind::Deal, signer, &message);
        }
    }
    let Ceremony::Confirm { round, .. } = town.ceremony().clone() else { panic!("not in round 3") };
    let confirmed = recipients.swap_remove(1).confirm(&round, &mut town.rng);
    let Some(Unconfirmed::Complaint(complaint)) = confirmed.err() else { panic!("no complaint") };
    town.post_as_trustee(Kind::Complaint, 1, &complaint.to_bytes());
}
