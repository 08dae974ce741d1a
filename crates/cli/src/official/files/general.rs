//! The part of `election.toml` on the election as a whole.

use ed25519_dalek::VerifyingKey;
use isoloir_board::keys::{LogKey, WitnessKey};
use isoloir_board::policy::MAX_WITNESSES;
use isoloir_election::definition::PageDigest;

use super::fields::{Fields, Moment};
use super::finding::{Findings, Located};
use super::{MAX_DECIMALS, PLACEHOLDER};
use crate::party_key::{PartyKey, Role};

/// What an official writes about the election as a whole; a field that could not be read is absent.
pub(crate) struct General {
    pub(crate) title: Option<Located<String>>,
    pub(crate) currency: Option<Located<String>>,
    pub(crate) decimals: u8,
    pub(crate) opens: Option<Located<Moment>>,
    pub(crate) closes: Option<Located<Moment>>,
    pub(crate) complaints: Option<Located<Moment>>,
    pub(crate) origin: Option<Located<String>>,
    pub(crate) board: Option<Located<LogKey>>,
    pub(crate) page: Option<Located<PageDigest>>,
    pub(crate) witnesses: Vec<Located<WitnessKey>>,
    /// How many more there are whose key has not come.
    pub(crate) awaited_witnesses: usize,
    pub(crate) quorum: Located<u8>,
    pub(crate) officials: Vec<Member>,
    pub(crate) registrars: Vec<Member>,
    pub(crate) trustees: Vec<Member>,
    pub(crate) threshold: Option<Located<u8>>,
}

/// A party, perhaps without its key.
pub(crate) struct Member {
    pub(crate) name: Option<Located<String>>,
    pub(crate) key: Option<VerifyingKey>,
    pub(crate) line: usize,
}

impl General {
    pub(super) fn read(root: &mut Fields<'_>, findings: &mut Findings) -> Self {
        let title = root.text("title", "title = \"Participatory budget 2027\"", findings);
        let currency = root.text("currency", "currency = \"EUR\"", findings);
        let decimals = root.number("decimals", MAX_DECIMALS.into(), findings);
        let mut general = Self {
            title,
            currency,
            decimals: decimals.map_or(0, |decimals| decimals.value as u8),
            opens: None,
            closes: None,
            complaints: None,
            origin: None,
            board: None,
            page: None,
            witnesses: Vec::new(),
            awaited_witnesses: 0,
            quorum: Located { value: 0, line: root.line },
            officials: members(root, Role::Official, findings),
            registrars: members(root, Role::Registrar, findings),
            trustees: members(root, Role::Trustee, findings),
            threshold: None,
        };
        general.read_dates(root, findings);
        general.read_board(root, findings);
        general.read_witnesses(root, findings);
        let example = "[trustees] with a line threshold = 2";
        if let Some(mut fields) = root.table("trustees", example, findings) {
            let most = u8::MAX.into();
            let threshold = fields.required_number("threshold", most, "threshold = 2", findings);
            general.threshold = threshold.map(narrow);
            fields.finish(findings);
        }
        general
    }

    /// How many trustees must confirm the close before anything is decrypted (`spec/election.md`,
    /// section 8).
    pub(crate) fn close_quorum(&self) -> Option<usize> {
        let (trustees, threshold) =
            (self.trustees.len(), usize::from(self.threshold.as_ref()?.value));
        (1..=trustees).contains(&threshold).then(|| (trustees + threshold - 1) / 2 + 1)
    }

    fn read_dates(&mut self, root: &mut Fields<'_>, findings: &mut Findings) {
        let example = "[dates] with lines for opens, closes and complaints_until";
        let Some(mut fields) = root.table("dates", example, findings) else { return };
        self.opens = fields.moment("opens", findings);
        self.closes = fields.moment("closes", findings);
        self.complaints = fields.moment("complaints_until", findings);
        fields.finish(findings);
    }

    fn read_board(&mut self, root: &mut Fields<'_>, findings: &mut Findings) {
        let example = "[board] with lines for origin and key";
        let Some(mut fields) = root.table("board", example, findings) else { return };
        self.origin = fields.text("origin", "origin = \"vote.example.org/2027\"", findings);
        let key = fields.text("key", "key = \"?\"", findings);
        self.page = fields.optional_text("page", findings).and_then(|page| digest(page, findings));
        fields.finish(findings);
        let Some(key) = key else { return };
        if key.value == PLACEHOLDER {
            let how =
                "the board's key is missing; put the line here that `isoloir board init` prints";
            findings.missing(key.line, how);
            return;
        }
        let board: LogKey = match key.value.parse() {
            Ok(board) => board,
            Err(error) => {
                findings.problem(key.line, format!("{error}; copy the board's key once more"));
                return;
            }
        };
        match &self.origin {
            Some(origin) if origin.value != board.name().as_str() => findings.problem(
                key.line,
                format!(
                    "the key is of the board {}, and origin is {:?}; mend the one that is wrong",
                    board.name(),
                    origin.value
                ),
            ),
            _ => self.board = Some(Located { value: board, line: key.line }),
        }
    }

    fn read_witnesses(&mut self, root: &mut Fields<'_>, findings: &mut Findings) {
        let tables = root.tables("witness", "[[witness]]", findings);
        let count = tables.len();
        let first = tables.first().map(|fields| fields.line);
        for mut fields in tables {
            let key = fields.text("key", "key = \"...\"", findings);
            fields.finish(findings);
            let Some(key) = key else { continue };
            if key.value == PLACEHOLDER {
                let how = "the key of a witness is missing; ask the witness for its line, or remove \
                           the table and lower the quorum";
                findings.missing(key.line, how);
                self.awaited_witnesses += 1;
                continue;
            }
            match key.value.parse() {
                Ok(value) => self.witnesses.push(Located { value, line: key.line }),
                Err(error) => {
                    let text = format!("{error}; copy the key of the witness once more");
                    findings.problem(key.line, text);
                }
            }
        }
        let Some(mut fields) = root.optional_table("witnesses", findings) else {
            if let Some(line) = first {
                let how = "how many witnesses must have signed is not said; add [witnesses] with a \
                           line quorum = 1";
                findings.problem(line, how);
            }
            return;
        };
        let most = MAX_WITNESSES as u64;
        if let Some(quorum) = fields.required_number("quorum", most, "quorum = 1", findings) {
            self.quorum = narrow(quorum);
            if usize::from(self.quorum.value) > count {
                findings.problem(
                    self.quorum.line,
                    format!(
                        "the quorum is {}, and the number of witnesses is {count}; lower it, or \
                         add [[witness]] tables",
                        self.quorum.value
                    ),
                );
            }
        }
        fields.finish(findings);
    }
}

/// The digest of the voting page.
fn digest(page: Located<String>, findings: &mut Findings) -> Option<Located<PageDigest>> {
    let mut digest = [0; 32];
    if hex::decode_to_slice(&page.value, &mut digest).is_err() {
        let how = "page must be the 64 hexadecimal digits that `isoloir board init` prints; copy the \
                   line once more";
        findings.problem(page.line, how);
        return None;
    }
    Some(Located { value: PageDigest(digest), line: page.line })
}

/// The parties of a role.
fn members(root: &mut Fields<'_>, role: Role, findings: &mut Findings) -> Vec<Member> {
    let header = format!("[[{}]]", role.name());
    let tables = root.tables(role.name(), &header, findings);
    if tables.is_empty() {
        let text = format!("there is no {}; add {header} with a name and a key", role.name());
        findings.problem(root.line, text);
    }
    let read = |mut fields: Fields<'_>| {
        let name = fields.text("name", "name = \"...\"", findings);
        let line = fields.line;
        let key = fields.text("key", "key = \"?\"", findings);
        let key = key.and_then(|key| party_key(role, name.as_ref(), &key, findings));
        fields.finish(findings);
        Member { name, key, line }
    };
    tables.into_iter().map(read).collect()
}

fn party_key(
    role: Role,
    name: Option<&Located<String>>,
    key: &Located<String>,
    findings: &mut Findings,
) -> Option<VerifyingKey> {
    let name = name.map_or("?", |name| name.value.as_str());
    let role_name = role.name();
    if key.value == PLACEHOLDER {
        findings.missing(
            key.line,
            format!(
                "the key of {role_name} {name:?} is missing; put the line here that `isoloir \
                 {role_name} init` prints on their machine"
            ),
        );
        return None;
    }
    PartyKey::of_role(role, &key.value)
        .map_err(|error| findings.problem(key.line, format!("{role_name} {name:?}: {error}")))
        .ok()
}

/// A number that was read with a bound below 256.
fn narrow(number: Located<u64>) -> Located<u8> {
    Located { value: number.value as u8, line: number.line }
}
