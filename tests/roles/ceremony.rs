//! The trustees' ceremony: as it should be, and with a trustee or a server that cheats.

use std::path::Path;

use isoloir_crypto::dkg::{CeremonyParameters, Dealer, TrusteeIndex};
use isoloir_election::message::Kind;
use isoloir_election::phase::Ceremony;
use isoloir_encoding::Encode;

use crate::attacker::{
    Attacker, ceremony, election, force, messages_file, open_file, record, setup,
};
use crate::kept;
use crate::town::{BEFORE, Town};

const STEP: [&str; 2] = ["KEY", "BOARD"];

fn step(name: &str) -> Vec<&str> {
    [&["trustee", name], &STEP[..]].concat()
}

/// Posts what an attacker signed; it must be refused with these words.
fn post_is_refused(town: &Town, messages: &[(Kind, Vec<u8>)], words: &str) {
    let board = record(&town.board());
    let file = messages_file(town, election(&board).id().0, messages);
    town.refused("server", BEFORE, &["post", "BOARD", file.to_str().unwrap()], 2, words);
}

fn post(town: &Town, messages: &[(Kind, Vec<u8>)]) {
    let board = record(&town.board());
    let file = messages_file(town, election(&board).id().0, messages);
    town.good("server", BEFORE, &["post", "BOARD", file.to_str().unwrap()]);
}

/// An attacker's dealing, drawn as an honest one is, in a ceremony of so many of n.
fn dealing(town: &Town, attacker: &Attacker, threshold: u8) -> (Dealer, Vec<u8>) {
    let board = record(&town.board());
    let parameters = CeremonyParameters::new(election(&board).id().0, 3, threshold, 3).unwrap();
    let (dealer, commitment) =
        Dealer::start(&parameters, attacker.index, &mut Attacker::rng()).unwrap();
    (dealer, commitment.to_bytes())
}

/// The parts of an attacker's opening, once all have committed.
fn opening(town: &Town, attacker: &Attacker) -> Vec<u8> {
    let board = record(&town.board());
    let Ceremony::Open(round) = ceremony(&board) else { panic!("not round 1") };
    let (_, parts) = dealing(town, attacker, 2).0.open(round).unwrap();
    parts[0].to_bytes()
}

/// A town in which the third trustee, an attacker, has committed as an honest one does.
fn attacked() -> (Town, Attacker) {
    let town = Town::published();
    let attacker = Attacker::of(&town, 3);
    town.trustee(1, "commit");
    town.trustee(2, "commit");
    let (_, commitment) = dealing(&town, &attacker, 2);
    let board = record(&town.board());
    post(&town, &[attacker.signed(&board, Kind::DealingCommitment, &commitment)]);
    (town, attacker)
}

#[test]
fn three_trustees_hold_a_ceremony_and_each_ends_with_a_share() {
    let town = Town::published();
    assert!(town.status().contains("- Trustee 2 (trustee 2): isoloir trustee commit"));
    town.refused("trustee1", BEFORE, &step("share"), 2, "begin with isoloir trustee commit");
    let said = town.trustee(1, "commit").stdout;
    assert!(
        said.contains("You are Trustee 1 (trustee 1).\nFingerprint of the election: "),
        "{said}"
    );
    let waits =
        "Still to commit: Trustee 2 (trustee 2), Trustee 3 (trustee 3); try again when they have";
    town.refused("trustee1", BEFORE, &step("share"), 2, waits);
    town.trustee(2, "commit");
    town.trustee(3, "commit");
    town.trustee(1, "share");
    town.trustee(2, "share");
    // The last one opens and deals at once.
    town.trustee(3, "share");
    town.refused(
        "trustee3",
        BEFORE,
        &step("confirm"),
        2,
        "Still to deal: Trustee 1 (trustee 1), Trustee 2",
    );
    town.trustee(1, "share");
    town.trustee(2, "share");
    let confirmed: Vec<String> =
        (1..=3).map(|number| town.trustee(number, "confirm").stdout).collect();
    let aloud =
        |said: &String| said.lines().find(|line| line.starts_with("Fingerprint")).map(String::from);
    assert_eq!(aloud(&confirmed[0]), aloud(&confirmed[1]));
    assert_eq!(aloud(&confirmed[0]), aloud(&confirmed[2]));
    assert!(setup(&record(&town.board())).keys().is_some());
    assert!(
        town.status()
            .contains("- Registrar 1 (registrar): isoloir registrar issue, for Whole town")
    );
    for number in 1..=3 {
        let held = &open_file(&town.folder(&format!("trustee{number}")))["content"]["election"];
        assert_eq!(held["secret"]["share"].as_array().unwrap().len(), 3, "a share for each slot");
        assert!(held["secret"].get("dealing").is_none(), "what it was dealt from is gone");
    }
}

#[test]
fn a_step_that_is_done_again_sends_the_same_and_adds_nothing() {
    let town = Town::published();
    let size = || record(&town.board()).chain().size();
    town.all("commit");
    let committed = size();
    town.all("commit");
    assert_eq!(size(), committed);
    town.all("share");
    town.trustee(1, "share");
    town.trustee(2, "share");
    let dealt = size();
    town.all("share");
    assert_eq!(size(), dealt);
    town.all("confirm");
    let confirmed = size();
    town.all("confirm");
    assert_eq!(size(), confirmed);
}

#[test]
fn a_rushing_trustee_can_not_open_what_it_chose_after_it_saw_the_others() {
    let (town, attacker) = attacked();
    town.trustee(1, "share");
    town.trustee(2, "share");
    let board = record(&town.board());
    // Another dealing than the one that it committed to, all its proofs right.
    let parameters = CeremonyParameters::new(election(&board).id().0, 3, 2, 3).unwrap();
    let mut rng = Attacker::rng();
    drop(Dealer::start(&parameters, attacker.index, &mut rng).unwrap());
    let chosen = late_opening(&parameters, attacker.index, &mut rng);
    let message = attacker.signed(&board, Kind::DealingOpening, &chosen);
    post_is_refused(
        &town,
        std::slice::from_ref(&message),
        "the opening of trustee 3 is not the one it committed to",
    );
    // A server that puts it on the board all the same stops the others.
    force(&town.board(), message);
    town.refused(
        "trustee1",
        BEFORE,
        &step("share"),
        1,
        "the opening of trustee 3 is not the one it committed to",
    );
}

/// The opening of a fresh dealing, which no commitment of the board is to.
fn late_opening(
    parameters: &CeremonyParameters,
    index: TrusteeIndex,
    rng: &mut rand_chacha::ChaCha20Rng,
) -> Vec<u8> {
    use isoloir_crypto::dkg::CommitRound;
    let mut round = CommitRound::new(parameters.clone());
    let mut own = None;
    for other in parameters.indices() {
        let (dealer, commitment) = Dealer::start(parameters, other, rng).unwrap();
        round.accept(commitment).unwrap();
        if other == index {
            own = Some(dealer);
        }
    }
    let (_, parts) = own.unwrap().open(&round.finish().unwrap()).unwrap();
    parts[0].to_bytes()
}

#[test]
fn a_rogue_key_that_cancels_another_can_not_be_opened() {
    let (town, attacker) = attacked();
    let own = opening(&town, &attacker);
    let board = record(&town.board());
    // The first trustee's constant in the place of its own: trustee (1), first slot (2), count (2), points.
    town.trustee(1, "share");
    let entry = kept::entries(&town.board()).pop().unwrap();
    let mut rogue = own.clone();
    // signer (1) precedes the message.
    rogue[5..37].copy_from_slice(&entry.payload()[6..38]);
    let message = attacker.signed(&board, Kind::DealingOpening, &rogue);
    post_is_refused(
        &town,
        std::slice::from_ref(&message),
        "trustee 3 did not prove that it knows its secrets",
    );
    force(&town.board(), message);
    town.refused(
        "trustee2",
        BEFORE,
        &step("share"),
        1,
        "trustee 3 did not prove that it knows its secrets",
    );
}

#[test]
fn polynomials_of_another_degree_are_refused_so_nobody_raises_the_threshold() {
    for threshold in [1, 3] {
        let town = Town::published();
        let attacker = Attacker::of(&town, 3);
        town.trustee(1, "commit");
        town.trustee(2, "commit");
        let board = record(&town.board());
        let parameters = CeremonyParameters::new(election(&board).id().0, 3, threshold, 3).unwrap();
        let (_, commitment) =
            Dealer::start(&parameters, attacker.index, &mut Attacker::rng()).unwrap();
        post(&town, &[attacker.signed(&board, Kind::DealingCommitment, &commitment.to_bytes())]);
        let opening = late_opening(&parameters, attacker.index, &mut Attacker::rng());
        let board = record(&town.board());
        let message = attacker.signed(&board, Kind::DealingOpening, &opening);
        post_is_refused(&town, std::slice::from_ref(&message), "the dealing opening can't be read");
        force(&town.board(), message);
        town.refused("trustee1", BEFORE, &step("share"), 1, "the dealing opening can't be read");
    }
}

#[test]
fn index_0_another_trustees_index_and_one_out_of_range_are_refused() {
    let town = Town::published();
    let attacker = Attacker::of(&town, 3);
    let (_, commitment) = dealing(&town, &attacker, 2);
    let board = record(&town.board());
    for (index, words) in [
        (0, "the dealing commitment can't be read"),
        (1, "trustee 3 signed a message of trustee 1"),
        (4, "trustee 3 signed a message of trustee 4"),
        (255, "the dealing commitment can't be read"),
    ] {
        let mut forged = commitment.clone();
        forged[0] = index;
        post_is_refused(&town, &[attacker.signed(&board, Kind::DealingCommitment, &forged)], words);
    }
    let message = attacker.signed(&board, Kind::DealingCommitment, &commitment);
    post(&town, std::slice::from_ref(&message));
    // Once more with other randomness: a second message of one trustee.
    let parameters = CeremonyParameters::new(election(&board).id().0, 3, 2, 3).unwrap();
    let mut rng = Attacker::rng();
    drop(Dealer::start(&parameters, attacker.index, &mut rng).unwrap());
    let (_, second) = Dealer::start(&parameters, attacker.index, &mut rng).unwrap();
    let second = attacker.signed(&board, Kind::DealingCommitment, &second.to_bytes());
    post_is_refused(&town, &[second], "trustee 3 sent a second message in round 0");
}

/// A town in which the attacker has dealt, wrongly to the first trustee if asked.
fn dealt(wrongly: bool) -> (Town, Attacker) {
    let (town, attacker) = attacked();
    town.trustee(1, "share");
    town.trustee(2, "share");
    let part = opening(&town, &attacker);
    let round_1 = record(&town.board());
    post(&town, &[attacker.signed(&round_1, Kind::DealingOpening, &part)]);
    let board = record(&town.board());
    let (Ceremony::Open(opened), Ceremony::Deal(round)) = (ceremony(&round_1), ceremony(&board))
    else {
        panic!("not rounds 1 and 2");
    };
    let (dealer, _) = dealing(&town, &attacker, 2).0.open(opened).unwrap();
    let (_, deals) = dealer.deal(round).unwrap();
    let messages: Vec<_> = deals
        .iter()
        .map(|deal| {
            let mut bytes = deal.to_bytes();
            if wrongly && deal.recipient.get() == 1 {
                bytes[34] ^= 1;
            }
            attacker.signed(&board, Kind::Deal, &bytes)
        })
        .collect();
    post(&town, &messages);
    town.trustee(1, "share");
    town.trustee(2, "share");
    (town, attacker)
}

#[test]
fn a_true_complaint_ends_the_ceremony_and_names_the_dealer() {
    let (town, _) = dealt(true);
    town.trustee(2, "confirm");
    let words = "Trustee 3 (trustee 3) dealt you wrong shares. Do not confirm. First compare";
    town.refused("trustee1", BEFORE, &step("confirm"), 1, words);
    assert!(
        open_file(&town.folder("trustee1"))["content"]["election"]["secret"]
            .get("dealing")
            .is_some()
    );
    town.trustee(1, "complain");
    let failed =
        "the ceremony has failed by Trustee 3 (trustee 3): it is held again on a new board";
    town.refused("trustee2", BEFORE, &step("confirm"), 1, failed);
    let status = town.status();
    assert!(
        status.contains("The ceremony has failed: hold it again without Trustee 3 (trustee 3)"),
        "{status}"
    );
}

#[test]
fn a_false_complaint_is_not_made_and_one_that_is_forged_names_its_author() {
    let (town, attacker) = dealt(false);
    let words = "all shares that were dealt to you are right: there is nothing to complain of";
    town.refused("trustee1", BEFORE, &step("complain"), 2, words);
    town.trustee(1, "confirm");
    // The attacker complains of the first trustee, with a Diffie-Hellman point of its own making.
    let board = record(&town.board());
    let point = isoloir_crypto::group::Point::basepoint();
    let Ceremony::Confirm { round, .. } = ceremony(&board) else { panic!("not in round 3") };
    let mut complaint = vec![attacker.index.get(), 1];
    complaint.extend_from_slice(round.hash());
    complaint.extend_from_slice(point.as_bytes());
    complaint.extend_from_slice(&[0; 96]);
    post(&town, &[attacker.signed(&board, Kind::Complaint, &complaint)]);
    assert!(town.status().contains("hold it again without Trustee 3 (trustee 3)"));
    town.refused("trustee2", BEFORE, &step("confirm"), 1, "the ceremony has failed by Trustee 3");
}

#[test]
fn a_server_that_shows_a_trustee_another_board_than_before_is_found_out() {
    let town = Town::published();
    town.trustee(1, "commit");
    let older = town.copy();
    // The same commitments, in another order on the fork.
    let fork = town.copy();
    town.trustee(2, "commit");
    town.trustee(3, "commit");
    fork.trustee(3, "commit");
    fork.trustee(2, "commit");
    town.trustee(1, "share");
    let share = |board: &Path, words| {
        let arguments = ["trustee", "share", "KEY", "--board", board.to_str().unwrap()];
        town.refused("trustee1", BEFORE, &arguments, 1, words);
    };
    share(&fork.board(), "this is not the board that was shown here before");
    share(&older.board(), "is older than the board that was shown here before, which had 5");
}

#[test]
fn a_ceremony_on_sticks_gives_the_same_board_as_one_over_the_network() {
    let town = Town::published();
    for number in 1..=3 {
        let who = format!("trustee{number}");
        // A copy of the log alone: no key of the board is on it.
        let stick = town.folder(&who).join("stick");
        town.copy_board(&stick);
        let commit = ["trustee", "commit", "KEY", "--board", "stick"];
        town.refused(&who, BEFORE, &commit, 2, "is a copy of a board: nothing can be put on it");
        let out = [&commit[..], &["--out", "commit.messages"]].concat();
        let said = town.good(&who, BEFORE, &out).stdout;
        assert!(said.contains("Nothing is on the board yet."), "{said}");
        town.refused(&who, BEFORE, &out, 2, "commit.messages is there already");
        let file = town.folder(&who).join("commit.messages");
        town.good("server", BEFORE, &["post", "BOARD", file.to_str().unwrap()]);
        town.good("server", BEFORE, &["post", "BOARD", file.to_str().unwrap()]);
    }
    assert!(matches!(ceremony(&record(&town.board())), Ceremony::Open(_)));
}
