use super::{PROJECTS, board_key, election, examine, key, refuses, replaced, said, witness_key};
use crate::party_key::Role;

#[test]
fn keys_that_have_not_come_are_named_and_all_else_is_checked() {
    let mut election = election();
    let keys = [
        board_key("vote.example.org"),
        witness_key("witness.example.net", 80),
        key(Role::Official, 1),
        key(Role::Registrar, 3),
        key(Role::Trustee, 5),
    ];
    for key in keys {
        election = replaced(&election, &key, "?");
    }
    assert_eq!(
        said(&election, PROJECTS),
        [
            "election.toml:10: the board's key is missing; put the line here that `isoloir board init` prints",
            "election.toml:14: the key of a witness is missing; ask the witness for its line, or remove the table and lower the quorum",
            "election.toml:17: the key of official \"Ada\" is missing; put the line here that `isoloir official init` prints on their machine",
            "election.toml:23: the key of registrar \"Registry\" is missing; put the line here that `isoloir registrar init` prints on their machine",
            "election.toml:31: the key of trustee \"Ines\" is missing; put the line here that `isoloir trustee init` prints on their machine"
        ]
    );
    assert_eq!(examine(&election, PROJECTS).districts.iter().flat_map(|d| &d.district).count(), 2);
    let wrong = replaced(&election, "budget = 60\n", "budget = 40\n");
    assert_eq!(
        said(&wrong, PROJECTS)[0],
        "projects.csv:5: project N1 costs more than the budget can pay for, so it can never win; mend its cost or the budget, or leave it out"
    );
}

#[test]
fn a_key_that_was_copied_wrongly_is_refused() {
    let ada = key(Role::Official, 1);
    refuses(
        &ada,
        &ada[..30],
        &[
            "election.toml:17: official \"Ada\": this is not a key line, which looks like official+1a2b3c4d+... on one line; copy the whole line that `isoloir official init` printed",
        ],
    );
    let changed = format!("{}A", &ada[..ada.len() - 1]);
    refuses(
        &ada,
        &changed.replace('A', "B"),
        &[
            "election.toml:17: official \"Ada\": this is not a key line, which looks like official+1a2b3c4d+... on one line; copy the whole line that `isoloir official init` printed",
        ],
    );
    refuses(
        &ada,
        &key(Role::Trustee, 1),
        &[
            "election.toml:17: official \"Ada\": this key line is for the role trustee, and one for the role official is needed here; ask for the line that `isoloir official init` printed",
        ],
    );
    refuses(
        &ada,
        "",
        &[
            "election.toml:17: official \"Ada\": this is not a key line, which looks like official+1a2b3c4d+... on one line; copy the whole line that `isoloir official init` printed",
        ],
    );
}

#[test]
fn one_key_for_two_parties_of_a_role_is_refused() {
    refuses(
        &key(Role::Official, 2),
        &key(Role::Official, 1),
        &[
            "election.toml:18: Tomas has the key of another of the officials; each needs a key of their own",
        ],
    );
}

#[test]
fn a_board_key_that_is_not_that_of_the_origin_is_refused() {
    let board = board_key("vote.example.org");
    refuses(
        &board,
        &board_key("vote.example.com"),
        &[
            "election.toml:10: the key is of the board vote.example.com, and origin is \"vote.example.org\"; mend the one that is wrong",
        ],
    );
    refuses(
        &board,
        &board.replace("vote", "note"),
        &[
            "election.toml:10: the verifier key of note.example.org has not the identifier 9c807b65: it was copied wrongly; copy the board's key once more",
        ],
    );
    refuses(
        &board,
        &witness_key("vote.example.org", 9),
        &[
            "election.toml:10: the verifier key of vote.example.org has the type 0x04 where 0x01 is needed; copy the board's key once more",
        ],
    );
    refuses(
        "origin = \"vote.example.org\"\n",
        "",
        &[
            "election.toml:8: origin is missing in [board]; add there: origin = \"vote.example.org/2027\"",
        ],
    );
}

#[test]
fn witnesses_that_can_not_serve_are_refused() {
    let witness = witness_key("witness.example.net", 80);
    refuses(
        &witness,
        &board_key("witness.example.net"),
        &[
            "election.toml:14: the verifier key of witness.example.net has the type 0x01 where 0x04 is needed; copy the key of the witness once more",
        ],
    );
    refuses(
        &witness,
        &witness_key("witness.example.net", 90),
        &[
            "election.toml:14: the witnesses can't serve: the witness witness.example.net has the key of the log: a log can't witness itself",
        ],
    );
    refuses(
        "quorum = 1",
        "quorum = 2",
        &[
            "election.toml:12: the quorum is 2, and the number of witnesses is 1; lower it, or add [[witness]] tables",
        ],
    );
    refuses(
        "[witnesses] # line 11\nquorum = 1\n",
        "",
        &[
            "election.toml:11: how many witnesses must have signed is not said; add [witnesses] with a line quorum = 1",
        ],
    );
    let twice = format!("[[witness]]\nkey = \"{witness}\"\n[[witness]] # line 13");
    refuses(
        "[[witness]] # line 13",
        &twice,
        &[
            "election.toml:16: the witnesses can't serve: two witnesses share the name witness.example.net or its key: each must have its own",
        ],
    );
}

#[test]
fn too_few_or_too_many_parties_are_refused() {
    let (first, ines) = ("[[trustee]] # line 29", key(Role::Trustee, 5));
    let table = format!("{first}\nname = \"Ines\"\nkey = \"{ines}\"\n");
    refuses(
        &table,
        "",
        &["election.toml:1: there is no trustee; add [[trustee]] with a name and a key"],
    );
    refuses(
        "threshold = 1",
        "threshold = 0",
        &[
            "election.toml:28: the threshold is 0, and the number of trustees is 1; write a number from 1 to 1",
        ],
    );
    refuses(
        "threshold = 1",
        "threshold = 2",
        &[
            "election.toml:28: the threshold is 2, and the number of trustees is 1; write a number from 1 to 1",
        ],
    );
    let more: String = (100..116)
        .map(|n| format!("[[official]]\nname = \"O{n}\"\nkey = \"{}\"\n", key(Role::Official, n)))
        .collect();
    refuses(
        "[[official]] # line 18",
        &format!("{more}[[official]]"),
        &["election.toml:63: 18 officials; there must be between 1 and 16"],
    );
}
