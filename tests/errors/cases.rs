//! The cases: who does what, and when, that must be refused.

use crate::stage::At;
use crate::town::{AFTER, BEFORE, COMPLAINTS, DURING};

/// One command that is refused.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) at: At,
    pub(crate) now: &'static str,
    pub(crate) who: &'static str,
    /// As `stage::run` reads it.
    pub(crate) line: &'static str,
}

impl Case {
    /// The command, by which cases stand together: its first word.
    pub(crate) fn command(&self) -> String {
        self.line.split(' ').next().unwrap().to_owned()
    }
}

const fn case(
    at: At,
    now: &'static str,
    who: &'static str,
    name: &'static str,
    line: &'static str,
) -> Case {
    Case { name, at, now, who, line }
}

const fn resident(name: &'static str, line: &'static str) -> Case {
    case(At::Voting, DURING, "resident0", name, line)
}

const fn clerk(name: &'static str, line: &'static str) -> Case {
    case(At::Voting, DURING, "clerk", name, line)
}

const fn trustee(at: At, now: &'static str, name: &'static str, line: &'static str) -> Case {
    case(at, now, "trustee1", name, line)
}

const fn registrar(name: &'static str, line: &'static str) -> Case {
    case(At::Voting, DURING, "registrar1", name, line)
}

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    // Residents.
    resident("a file that holds no voting code", "vote ../server/board --code-file ../wrong/minutes --choose-file choices --cast"),
    resident("no file of codes", "vote ../server/board --code-file nowhere --choose-file choices --cast"),
    resident("a folder in the place of the codes", "vote ../server/board --code-file ../wrong/folder --choose-file choices --cast"),
    resident("an empty file of codes", "vote ../server/board --code-file ../wrong/empty --choose-file choices --cast"),
    resident("a file of codes that is no text", "vote ../server/board --code-file ../wrong/latin1 --choose-file choices --cast"),
    resident("no file of choices", "vote ../server/board --code-file codes --choose-file nowhere --cast"),
    resident("a folder in the place of the choices", "vote ../server/board --code-file codes --choose-file ../wrong/folder --cast"),
    resident("an empty file of choices", "vote ../server/board --code-file codes --choose-file ../wrong/empty --cast"),
    resident("a file that holds no choice", "vote ../server/board --code-file codes --choose-file ../wrong/minutes --cast"),
    resident("an unknown district", "vote ../server/board --code-file codes --choose-file ../wrong/west --cast"),
    resident("an unknown project", "vote ../server/board --code-file codes --choose-file ../wrong/unknown --cast"),
    resident("a project twice", "vote ../server/board --code-file codes --choose-file ../wrong/twice --cast"),
    resident("more than the budget", "vote ../server/board --code-file codes --choose-file ../wrong/dear --cast"),
    resident("another election than the published one", "vote ../server/board --fingerprint abababababababababababababababababababababababababababababababab --code-file codes --choose-file choices --cast"),
    resident("a fingerprint that is none", "vote ../server/board --fingerprint abab"),
    resident("no board", "vote ../nowhere --code-file codes --choose-file choices --cast"),
    resident("a folder that is no board", "vote ../wrong/folder --code-file codes --choose-file choices --cast"),
    resident("a board that was changed", "vote ../wrong/damaged --code-file codes --choose-file choices --cast"),
    resident("a copy of a board", "vote ../wrong/copy --code-file codes --choose-file choices --cast"),
    resident("no network", "vote http://127.0.0.1:1 --code-file codes --choose-file choices --cast"),
    resident("no folder for receipts", "vote ../server/board --code-file codes --choose-file choices --cast --receipts nowhere"),
    resident("nobody who can be asked", "vote ../server/board"),
    resident("a ballot to send again that is none", "vote ../server/board --resend ../wrong/minutes"),
    resident("no ballot to send again", "vote ../server/board --resend nowhere"),
    case(At::Published, BEFORE, "clerk", "before the opening", "vote ../server/board"),
    case(At::Defined, BEFORE, "clerk", "on an empty board", "vote ../server/board"),
    case(At::Closed, AFTER, "resident0", "after the close", "vote ../server/board --code-file codes --choose-file choices --cast"),
    case(At::Decided, AFTER, "resident0", "after the result", "vote ../server/board"),

    // The desk.
    clerk("count: an unknown district", "desk count BOARD --district West --out sums"),
    clerk("count: a district without paper", "desk count BOARD --district Hamlet --out sums"),
    clerk("count: no file of ballots", "desk count BOARD --district Town --ballots nowhere --out sums"),
    clerk("count: a folder in the place of the ballots", "desk count BOARD --district Town --ballots ../wrong/folder --out sums"),
    clerk("count: an unknown project", "desk count BOARD --district Town --ballots ../wrong/rows --out sums"),
    clerk("count: sums that are there", "desk count BOARD --district Town --ballots ballots.csv --out ../wrong/counts"),
    case(At::Published, BEFORE, "clerk", "count: before the opening", "desk count BOARD --district Town --out sums"),
    case(At::Closed, AFTER, "clerk", "count: after the close", "desk count BOARD --district Town --out sums"),
    clerk("batch: a file that holds no sums", "desk batch BOARD --counts ../wrong/minutes --voters ../wrong/voters --out new KEY"),
    clerk("batch: half of the sums", "desk batch BOARD --counts ../wrong/counts.truncated --voters ../wrong/voters --out new KEY"),
    clerk("batch: sums of another version", "desk batch BOARD --counts ../wrong/counts.future --voters ../wrong/voters --out new KEY"),
    clerk("batch: sums of another district", "desk batch BOARD --counts ../wrong/counts.district --voters ../wrong/voters --out new KEY"),
    clerk("batch: sums that were used", "desk batch BOARD --counts ../wrong/counts --voters ../wrong/voters --out new KEY"),
    clerk("batch: a batch that is there", "desk batch BOARD --counts ../wrong/counts --voters ../wrong/voters --out ../wrong/batch KEY"),
    clerk("batch: no voters", "desk batch BOARD --counts counts --voters nowhere --out new KEY"),
    clerk("batch: a file that holds no voters", "desk batch BOARD --counts counts --voters ../wrong/minutes --out new KEY"),
    clerk("batch: a voter too few", "desk batch BOARD --counts counts --voters ../wrong/voters.one --out new KEY"),
    clerk("batch: a voter twice", "desk batch BOARD --counts counts --voters ../wrong/voters.twice --out new KEY"),
    clerk("batch: a wrong passphrase", "desk batch BOARD --counts counts --voters ../wrong/voters --out new --key key --passphrase-file ../wrong/guess"),
    clerk("sign: a file that holds no batch", "desk sign BOARD --batch ../wrong/minutes KEY"),
    clerk("sign: no batch", "desk sign BOARD --batch nowhere KEY"),
    clerk("sign: half of a batch", "desk sign BOARD --batch ../wrong/batch.truncated KEY"),
    clerk("sign: a batch of another version", "desk sign BOARD --batch ../wrong/batch.future KEY"),
    clerk("sign: a batch that was changed", "desk sign BOARD --batch ../wrong/batch.changed KEY"),
    clerk("sign: the same official", "desk sign BOARD --batch ../wrong/batch KEY"),
    clerk("sign: the file of a trustee", "desk sign BOARD --batch ../wrong/batch --key ../trustee1/key --passphrase-file ../trustee1/passphrase"),
    case(At::Closed, AFTER, "mayor", "sign: after the close", "desk sign BOARD --batch ../wrong/batch KEY"),
    clerk("assist: no terminal", "desk assist ../server/board"),

    // Keeping the board.
    clerk("a file that holds no messages", "post BOARD ../wrong/minutes"),
    clerk("no file", "post BOARD nowhere"),
    clerk("a folder in the place of the file", "post BOARD ../wrong/folder"),
    clerk("half of the messages", "post BOARD ../wrong/withdrawal.truncated"),
    clerk("something after the messages", "post BOARD ../wrong/withdrawal.longer"),
    clerk("messages of another election", "post BOARD ../wrong/withdrawal.elsewhere"),
    clerk("a message of an unknown kind", "post BOARD ../wrong/withdrawal.kind"),
    clerk("a message that nobody signed", "post BOARD ../wrong/withdrawal.forged"),
    clerk("a copy of a board", "post --board ../wrong/copy ../wrong/withdrawal"),
    clerk("no board", "post --board ../nowhere ../wrong/withdrawal"),
    clerk("no network", "post --board http://127.0.0.1:1 ../wrong/withdrawal"),
    clerk("an address that is none", "post --board http://me@example.org ../wrong/withdrawal"),
    clerk("no folder", "serve ../nowhere"),
    clerk("a folder without a board", "serve ../wrong/folder"),
    clerk("a copy of a board", "serve ../wrong/copy"),
    clerk("an address that is not this machine's", "serve ../server/board --listen 192.0.2.1:8080"),
    clerk("init: a board that is there", "board init ../server/board --origin vote.example.org/2027"),
    clerk("restore: a folder without a key", "board restore ../wrong/folder --from ../wrong/copy"),
    clerk("restore: a board that is there", "board restore ../server/board --from ../wrong/copy"),
    clerk("restore: no copy", "board restore ../server/board --from ../nowhere"),
    clerk("no folder", "fsck ../nowhere"),
    clerk("a folder without a board", "fsck ../wrong/folder"),
    clerk("a copy of a board", "fsck ../wrong/copy"),
    clerk("init: a folder with other files", "board init ../wrong --origin vote.example.org/2027"),
    clerk("init: a file in the place of the folder", "board init ../wrong/minutes --origin vote.example.org/2027"),
    clerk("init: a name that can't be", "board init new --origin vote+2027"),
    clerk("no board", "archive ../nowhere --out new.tar"),
    clerk("a board that was changed", "archive ../wrong/damaged --out new.tar"),
    clerk("an archive that is there", "archive ../server/board --out ../wrong/minutes"),
    clerk("a folder in the place of the archive", "archive ../server/board --out ../wrong/folder"),
    clerk("no network", "archive http://127.0.0.1:1 --out new.tar"),
    clerk("no board", "status --board ../nowhere"),
    clerk("a board that was changed", "status --board ../wrong/damaged"),
    case(At::Defined, BEFORE, "clerk", "an empty board", "status BOARD"),

    // Officials.
    clerk("init: a file that is there", "official init --name Clerk KEY"),
    clerk("init: a passphrase that is too short", "official init --name Clerk --key new --passphrase-file ../wrong/short"),
    clerk("init: no file with a passphrase", "official init --name Clerk --key new --passphrase-file nowhere"),
    clerk("init: an empty name", "official init --name= --key new --passphrase-file passphrase"),
    clerk("login: half of a challenge", "official login --board http://127.0.0.1:1 --challenge AAAAAAAA KEY"),
    clerk("login: a board in a folder", "official login BOARD --challenge AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA KEY"),
    clerk("login: a passphrase that is not that of the key", "official login --board http://127.0.0.1:1 --challenge AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA --key key --passphrase-file ../wrong/guess"),
    clerk("files that are there", "new election"),
    clerk("a Pabulib file that is none", "new fresh --from ../wrong/minutes"),
    clerk("no folder", "check nowhere"),
    clerk("files that can't be meant", "check ../wrong"),
    case(At::Defined, BEFORE, "clerk", "no folder", "publish nowhere KEY BOARD"),
    case(At::Defined, BEFORE, "clerk", "a wrong passphrase", "publish election BOARD --key key --passphrase-file ../wrong/guess"),
    case(At::Defined, BEFORE, "clerk", "no key file", "publish election BOARD --key nowhere --passphrase-file passphrase"),
    case(At::Defined, BEFORE, "clerk", "a folder in the place of the key file", "publish election BOARD --key ../wrong/folder --passphrase-file passphrase"),
    case(At::Defined, BEFORE, "clerk", "a file that is no key file", "publish election BOARD --key ../wrong/minutes --passphrase-file passphrase"),
    case(At::Defined, BEFORE, "clerk", "half of a key file", "publish election BOARD --key ../wrong/truncated.key --passphrase-file passphrase"),
    case(At::Defined, BEFORE, "clerk", "the key file of a registrar", "publish election BOARD --key ../registrar1/key --passphrase-file ../registrar1/passphrase"),
    case(At::Defined, BEFORE, "clerk", "a key file of a later version", "publish election BOARD --key future.key --passphrase-file passphrase"),
    case(At::Defined, BEFORE, "clerk", "a file of no role", "publish election BOARD --key other.key --passphrase-file passphrase"),
    case(At::Defined, BEFORE, "clerk", "no terminal for the passphrase", "publish election BOARD --key key"),
    case(At::Published, DURING, "clerk", "before the ceremony", "open KEY BOARD"),
    case(At::Published, BEFORE, "clerk", "too early", "open KEY BOARD"),
    clerk("a second time", "open KEY BOARD"),
    clerk("too early", "close KEY BOARD"),
    case(At::Published, AFTER, "clerk", "before the opening", "close KEY BOARD"),
    case(At::Closed, AFTER, "clerk", "a second time", "close KEY BOARD"),
    clerk("an unknown district", "withdraw --district West --project A KEY BOARD"),
    clerk("an unknown project", "withdraw --district Town --project Z KEY BOARD"),
    clerk("messages that are there", "withdraw --district Town --project A KEY BOARD --out ../wrong/minutes"),
    case(At::Closed, AFTER, "clerk", "after the close", "withdraw --district Town --project A KEY BOARD"),
    clerk("before the close", "publish-result KEY BOARD"),
    case(At::Decided, AFTER, "clerk", "a second time", "publish-result KEY BOARD"),

    // Trustees.
    trustee(At::Published, BEFORE, "init: a file that is there", "trustee init --name Trustee KEY"),
    trustee(At::Published, BEFORE, "commit: a wrong passphrase", "trustee commit BOARD --key key --passphrase-file ../wrong/guess"),
    trustee(At::Published, BEFORE, "commit: the key file of an official", "trustee commit BOARD --key ../clerk/key --passphrase-file ../clerk/passphrase"),
    trustee(At::Published, BEFORE, "commit: no board", "trustee commit --board ../nowhere KEY"),
    trustee(At::Defined, BEFORE, "commit: on an empty board", "trustee commit BOARD KEY"),
    trustee(At::Published, BEFORE, "share: before everybody has committed", "trustee share BOARD KEY"),
    trustee(At::Published, BEFORE, "confirm: before the deals", "trustee confirm BOARD KEY"),
    trustee(At::Voting, DURING, "complain: nothing to complain about", "trustee complain BOARD KEY"),
    trustee(At::Voting, DURING, "confirm: after the opening", "trustee confirm BOARD KEY"),
    trustee(At::Voting, DURING, "close-statement: before the close", "trustee close-statement BOARD KEY"),
    trustee(At::Closed, COMPLAINTS, "decrypt: while complaints are heard", "trustee decrypt BOARD KEY"),
    trustee(At::Decided, AFTER, "decrypt: after the result", "trustee decrypt BOARD KEY"),
    trustee(At::Voting, DURING, "backup: a file that is there", "trustee backup KEY --out ../wrong/minutes"),
    trustee(At::Voting, DURING, "restore: not said that the original is lost", "trustee restore KEY"),
    trustee(At::Voting, DURING, "restore: no backup", "trustee restore KEY --original-is-lost"),

    // Registrars.
    registrar("init: a file that is there", "registrar init --name Registrar KEY"),
    case(At::Published, BEFORE, "registrar1", "issue: no roll", "registrar issue --roll nowhere --shuffle ../shuffle --letters new KEY BOARD"),
    case(At::Published, BEFORE, "registrar1", "issue: a folder in the place of the roll", "registrar issue --roll ../wrong/folder --shuffle ../shuffle --letters new KEY BOARD"),
    case(At::Published, BEFORE, "registrar1", "issue: a roll without its columns", "registrar issue --roll ../wrong/roll-header.csv --shuffle ../shuffle --letters new KEY BOARD"),
    case(At::Published, BEFORE, "registrar1", "issue: an unknown district", "registrar issue --roll ../wrong/roll-district.csv --shuffle ../shuffle --letters new KEY BOARD"),
    case(At::Published, BEFORE, "registrar1", "issue: a resident twice", "registrar issue --roll ../wrong/roll-twice.csv --shuffle ../shuffle --letters new KEY BOARD"),
    case(At::Published, BEFORE, "registrar1", "issue: letters that are there", "registrar issue --roll ../wrong/minutes --letters ../wrong KEY BOARD"),
    registrar("revoke: an unknown resident", "registrar revoke --person 77 KEY BOARD"),
    registrar("revoke: an unknown district", "registrar revoke --person 0 --district West KEY BOARD"),
    registrar("revoke: a wrong passphrase", "registrar revoke --person 0 BOARD --key key --passphrase-file ../wrong/guess"),
    registrar("reissue: a code that is not revoked", "registrar reissue --person 0 --request request --letters new KEY BOARD"),
    registrar("reissue: an unknown resident", "registrar reissue --person 77 --request request --letters new KEY BOARD"),
    registrar("reissue: no file for the other registrars", "registrar reissue --person 0 --letters new KEY BOARD"),
    registrar("reissue: a file that holds no request", "registrar reissue --person 0 --request ../wrong/minutes --letters new KEY BOARD"),
    registrar("notify: a table that is there", "registrar notify BOARD --out ../wrong/minutes KEY"),
    registrar("paper-list: an unknown district", "registrar paper-list BOARD --district West --persons signed --out new KEY"),
    registrar("paper-list: an unknown resident", "registrar paper-list BOARD --district Town --persons ../wrong/residents --out new KEY"),
    registrar("paper-list: a list that is there", "registrar paper-list BOARD --district Town --persons signed --out ../wrong/minutes KEY"),
    case(At::Closed, AFTER, "registrar1", "paper-list: after the close", "registrar paper-list BOARD --district Town --persons roll.csv --out new KEY"),
    case(At::Closed, AFTER, "registrar1", "revoke: after the close", "registrar revoke --person 0 KEY BOARD"),
];
