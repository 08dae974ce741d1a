//! `isoloir-verify diff`.

use super::world::World;
use super::{Ran, path, run};

fn diff(old: &World, old_size: usize, new: &World) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let older = old.write(&folder.path().join("old"), old_size);
    let newer = new.write_all(&folder.path().join("new"));
    run(&["diff", path(&older), path(&newer)])
}

#[test]
fn what_was_added_is_counted_by_kind_and_officials_are_named() {
    let mut world = World::opened();
    let size = world.entries.len();
    world.vote(0);
    world.vote(1);
    let withdrawal = world.withdraw(2);
    world.revoke(1);
    let paper = world.paper(2);
    let close = world.close();
    let ran = diff(&world, size, &world);
    ran.says(0, &["begins with all entries of the older one", "Added: 6 entries", "2 ballot"]);
    ran.says(
        0,
        &[
            "1 withdrawal",
            "1 revocation",
            &format!("entry {withdrawal}: withdrawal, by Official 2"),
        ],
    );
    ran.says(0, &[&format!("entry {paper}: paper batch, by Official 1 and Official 2")]);
    ran.says(0, &[&format!("entry {close}: close, by Official 1")]);
    diff(&world, world.entries.len(), &world).says(0, &["Nothing was added"]);
    // From the definition on, over the opening, the context of signatures changes.
    diff(&world, 1, &world).says(0, &["Added: 12 entries", "open, by Official 1"]);
}

#[test]
fn a_rewritten_board_is_named_by_its_first_entry_that_differs() {
    let mut old = World::opened();
    let mut new = old.clone();
    old.vote(0);
    old.vote(1);
    new.vote(0);
    new.withdraw(1);
    new.vote(1);
    diff(&old, old.entries.len(), &new).says(
        1,
        &["rewritten: entry 8 is a ballot entry in the older", "a withdrawal entry in the newer"],
    );
}

#[test]
fn a_board_that_has_shrunk_and_another_election_are_refused() {
    let mut world = World::opened();
    let before = world.clone();
    world.vote(0);
    diff(&world, world.entries.len(), &before).says(1, &["lacks the last 1 entry"]);
    let another = World::defined("Another vote");
    diff(&another, 1, &world).says(1, &["two elections"]);
}

#[test]
fn an_added_entry_with_a_wrong_signature_is_named() {
    let mut world = World::opened();
    let size = world.entries.len();
    world.post(15, &[0; 65]);
    diff(&world, size, &world).says(1, &["entry 7, close: the signature of Official 1"]);
}

#[test]
fn a_second_opening_does_not_change_what_later_signatures_are_over() {
    let mut world = World::opened();
    let size = world.entries.len();
    world.post(9, &[0; 97]);
    world.withdraw(2);
    diff(&world, size, &world).says(
        1,
        &["entry 7, open: the signature of Official 1", "entry 8: withdrawal, by Official 2"],
    );
}

#[test]
fn a_newer_archive_with_a_damaged_file_is_not_compared() {
    let mut world = World::opened();
    let size = world.entries.len();
    world.vote(0);
    let folder = tempfile::tempdir().unwrap();
    let older = world.write(&folder.path().join("old"), size);
    let newer = world.write_all(&folder.path().join("new"));
    let bundle = newer.join("tile/entries/000.p/8");
    let mut bytes = std::fs::read(&bundle).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&bundle, bytes).unwrap();
    run(&["diff", path(&older), path(&newer)]).says(1, &["are not those of its checkpoint"]);
    std::fs::remove_file(&bundle).unwrap();
    run(&["diff", path(&older), path(&newer)]).says(2, &["missing"]);
}
