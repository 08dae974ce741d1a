//! A trustee's file: under its passphrase, for one election, and copied for the worst day.

use std::fs;

use crate::town::{BEFORE, Plan, Town};

#[test]
fn each_guess_of_a_passphrase_costs_what_it_should() {
    let town = Town::published();
    for who in ["clerk", "registrar1", "trustee1"] {
        let file = fs::read(town.folder(who).join("key")).unwrap();
        let recipient = file.split(|&byte| byte == b'\n').nth(1).unwrap();
        // 2^17 blocks of 1 KiB (C2SP age).
        assert!(recipient.starts_with(b"-> scrypt ") && recipient.ends_with(b" 17"), "{who}");
    }
}

#[test]
fn a_wrong_passphrase_a_wrong_file_and_a_wrong_election_are_refused_and_change_nothing() {
    let town = Town::published();
    town.trustee(1, "commit");
    let before = fs::read(town.folder("trustee1").join("key")).unwrap();
    let wrong = [
        "trustee",
        "commit",
        "--key",
        "key",
        "--passphrase-file",
        "../trustee2/passphrase",
        "BOARD",
    ];
    town.refused(
        "trustee1",
        BEFORE,
        &wrong,
        2,
        "key: the passphrase is wrong, or the file is damaged",
    );
    let role = [
        "trustee",
        "commit",
        "--key",
        "../clerk/key",
        "--passphrase-file",
        "../clerk/passphrase",
        "BOARD",
    ];
    town.refused(
        "trustee1",
        BEFORE,
        &role,
        2,
        "it is a file of the role official, and this takes one of the role trustee",
    );
    let none =
        ["trustee", "commit", "--key", "nothing", "--passphrase-file", "passphrase", "BOARD"];
    town.refused(
        "trustee1",
        BEFORE,
        &none,
        2,
        "nothing does not exist: correct its name, or make one with",
    );

    let other = Town::new(Plan::small(1, 1));
    other.publish();
    let board = other.board();
    let elsewhere = ["trustee", "commit", "KEY", "--board", board.to_str().unwrap()];
    town.refused("trustee1", BEFORE, &elsewhere, 2, "key belongs to election ");
    town.refused(
        "trustee2",
        BEFORE,
        &elsewhere,
        2,
        "the definition of this election does not name the key of key",
    );
    assert_eq!(fs::read(town.folder("trustee1").join("key")).unwrap(), before);
    assert!(!before.windows(8).any(|window| window == b"identity"), "the file is encrypted");
}

#[test]
fn a_backup_is_made_after_the_ceremony_and_used_only_when_the_original_is_lost() {
    let town = Town::published();
    let backup = ["trustee", "backup", "KEY", "--out", "copy"];
    town.refused("trustee1", BEFORE, &backup, 2, "make the backup after isoloir trustee confirm");
    town.ceremony();
    town.good("trustee1", BEFORE, &backup);
    let with_copy = |name: &'static str| {
        ["trustee", name, "--key", "copy", "--passphrase-file", "passphrase", "BOARD"]
    };
    town.refused(
        "trustee1",
        BEFORE,
        &with_copy("confirm"),
        2,
        "copy is a backup: if your own file is lost",
    );
    let restore = ["trustee", "restore", "--key", "copy", "--passphrase-file", "passphrase"];
    town.refused("trustee1", BEFORE, &restore, 2, "--original-is-lost");
    town.good("trustee1", BEFORE, &[&restore[..], &["--original-is-lost"]].concat());
    // What was confirmed is in it: the same message goes out again.
    town.good("trustee1", BEFORE, &with_copy("confirm"));
    let again = [&restore[..], &["--original-is-lost"]].concat();
    town.refused("trustee1", BEFORE, &again, 2, "copy is no backup: it is in use already");
}
