//! The definition as a whole: everything that can be checked is, whatever is still missing.

use ed25519_dalek::{SigningKey, VerifyingKey};
use isoloir_board::keys::{LogKey, LogSigner};
use isoloir_crypto::dkg::MAX_TRUSTEES;
use isoloir_election::definition::{
    Definition, DefinitionError, DefinitionParts, District, MAX_DISTRICTS, MAX_OFFICIALS,
    MAX_REGISTRARS, Party,
};

use super::district::Draft;
use super::finding::{Findings, Located};
use super::general::{General, Member};

/// How many officials sign a batch of ballots on paper (`spec/election.md`, section 1).
const PAPER_SIGNATURES: usize = 2;

/// Checks the general part; `districts` are the good ones. Makes the definition if nothing is missing.
pub(super) fn define(
    general: &General,
    drafts: &[Draft],
    districts: &[District],
    findings: &mut Findings,
) -> Option<Definition> {
    let probe = Probe::new()?;
    check_texts(general, &probe, findings);
    check_dates(general, &probe, findings);
    check_parties(general, &probe, findings);
    check_witnesses(general, &probe, findings);
    check_threshold(general, findings);
    check_paper(general, drafts, findings);
    check_districts(drafts, findings);
    if findings.count() > 0 || !findings.missing.is_empty() || drafts.len() != districts.len() {
        return None;
    }
    let parts = parts(general, districts)?;
    match Definition::new(parts) {
        Ok(definition) => Some(definition),
        Err(error) => {
            findings.problem(1, format!("{:#}", anyhow::Error::new(error)));
            None
        }
    }
}

/// A definition without mistakes, in which one part after the other is replaced by what is to be checked.
/// Its keys are known to everybody: nothing of it goes anywhere.
struct Probe {
    parts: DefinitionParts,
}

impl Probe {
    fn new() -> Option<Self> {
        let party = || vec![Party { name: "Party".into(), key: known_key(0) }];
        let parts = DefinitionParts {
            title: "Title".into(),
            currency: "EUR".into(),
            decimals: 0,
            opens: 0,
            closes: 1,
            complaints: 1,
            board: known_board()?,
            witnesses: Vec::new(),
            witness_quorum: 0,
            officials: party(),
            registrars: party(),
            trustees: party(),
            threshold: 1,
            districts: vec![[0; 32]],
            page: None,
        };
        Some(Self { parts })
    }

    /// What is wrong with a definition of which this part is replaced.
    fn refusal(&self, change: impl FnOnce(&mut DefinitionParts)) -> Option<DefinitionError> {
        let mut parts = self.parts.clone();
        change(&mut parts);
        Definition::new(parts).err()
    }
}

fn known_key(number: u8) -> VerifyingKey {
    SigningKey::from_bytes(&[number; 32]).verifying_key()
}

fn known_board() -> Option<LogKey> {
    let name = "example.org".parse().ok()?;
    LogSigner::new(name, SigningKey::from_bytes(&[0; 32])).ok().map(|signer| signer.key().clone())
}

fn check_texts(general: &General, probe: &Probe, findings: &mut Findings) {
    if let Some(title) = &general.title
        && let Some(error) = probe.refusal(|parts| parts.title = title.value.clone())
    {
        findings.problem(title.line, error.to_string());
    }
    if let Some(currency) = &general.currency
        && let Some(error) = probe.refusal(|parts| parts.currency = currency.value.clone())
    {
        findings.problem(currency.line, error.to_string());
    }
}

fn check_dates(general: &General, probe: &Probe, findings: &mut Findings) {
    let (Some(opens), Some(closes)) = (&general.opens, &general.closes) else { return };
    let closing = closes.value.seconds;
    let refusal = probe.refusal(|parts| {
        parts.opens = opens.value.seconds;
        parts.closes = closing;
        parts.complaints = u64::MAX;
    });
    if let Some(error) = refusal {
        findings.problem(closes.line, error.to_string());
    } else if let Some(complaints) = &general.complaints {
        let refusal = probe.refusal(|parts| {
            parts.opens = opens.value.seconds;
            parts.closes = closing;
            parts.complaints = complaints.value.seconds;
        });
        if let Some(error) = refusal {
            findings.problem(complaints.line, error.to_string());
        }
    }
}

fn check_parties(general: &General, probe: &Probe, findings: &mut Findings) {
    let roles = [
        ("officials", &general.officials, MAX_OFFICIALS),
        ("registrars", &general.registrars, MAX_REGISTRARS),
        ("trustees", &general.trustees, MAX_TRUSTEES.into()),
    ];
    for (role, members, most) in roles {
        if let Some(extra) = members.get(most) {
            let error = DefinitionError::Parties { role, parties: members.len(), most };
            findings.problem(extra.line, error.to_string());
        }
        for (index, member) in members.iter().enumerate() {
            let Some(name) = &member.name else { continue };
            let party = Party { name: name.value.clone(), key: known_key(0) };
            if let Some(error) = probe.refusal(|parts| parts.officials = vec![party]) {
                findings.problem(name.line, error.to_string());
            }
            let is_same = |other: &&Member| other.key.is_some() && other.key == member.key;
            // Those beyond the bound are a problem already.
            let earlier = members.get(..index.min(most)).unwrap_or_default();
            if earlier.iter().find(is_same).is_some() {
                let error = DefinitionError::RepeatedKey { role, name: name.value.clone() };
                findings.problem(member.line, error.to_string());
            }
        }
    }
}

fn check_witnesses(general: &General, probe: &Probe, findings: &mut Findings) {
    let Some(last) = general.witnesses.last() else { return };
    let refusal = probe.refusal(|parts| {
        if let Some(board) = &general.board {
            parts.board = board.value.clone();
        }
        let keys = general.witnesses.iter().map(|witness| witness.value.clone());
        parts.witnesses = keys.collect();
    });
    if let Some(error) = refusal {
        findings.problem(last.line, format!("{:#}", anyhow::Error::new(error)));
    }
}

fn check_threshold(general: &General, findings: &mut Findings) {
    let Some(threshold) = &general.threshold else { return };
    let trustees = general.trustees.len();
    if trustees > 0 && !(1..=trustees).contains(&usize::from(threshold.value)) {
        findings.problem(
            threshold.line,
            format!(
                "the threshold is {}, and the number of trustees is {trustees}; write a number \
                 from 1 to {trustees}",
                threshold.value
            ),
        );
    }
}

fn check_paper(general: &General, drafts: &[Draft], findings: &mut Findings) {
    let takes_paper = |draft: &&Draft| draft.paper_floor.value > 0;
    if let Some(draft) = drafts.iter().find(takes_paper)
        && (1..PAPER_SIGNATURES).contains(&general.officials.len())
    {
        let error = DefinitionError::PaperNeedsTwoOfficials;
        findings.problem(draft.paper_floor.line, error.to_string());
    }
}

fn check_districts(drafts: &[Draft], findings: &mut Findings) {
    let how = match drafts.get(MAX_DISTRICTS) {
        Some(extra) => {
            let error = DefinitionError::Districts { districts: drafts.len() };
            return findings.problem(extra.line, error.to_string());
        }
        None if drafts.is_empty() => {
            "there is no district; add [[district]] with name, budget, rule and ties (a whole city is \
             a district too)"
        }
        None => return,
    };
    findings.problem(1, how);
}

fn parts(general: &General, districts: &[District]) -> Option<DefinitionParts> {
    let text = |text: &Option<Located<String>>| text.as_ref().map(|text| text.value.clone());
    let parties = |members: &[Member]| {
        let party = |member: &Member| Some(Party { name: text(&member.name)?, key: member.key? });
        members.iter().map(party).collect::<Option<Vec<_>>>()
    };
    Some(DefinitionParts {
        title: text(&general.title)?,
        currency: text(&general.currency)?,
        decimals: general.decimals,
        opens: general.opens.as_ref()?.value.seconds,
        closes: general.closes.as_ref()?.value.seconds,
        complaints: general.complaints.as_ref()?.value.seconds,
        board: general.board.as_ref()?.value.clone(),
        witnesses: general.witnesses.iter().map(|witness| witness.value.clone()).collect(),
        witness_quorum: general.quorum.value,
        officials: parties(&general.officials)?,
        registrars: parties(&general.registrars)?,
        trustees: parties(&general.trustees)?,
        threshold: general.threshold.as_ref()?.value,
        districts: districts.iter().map(District::digest).collect(),
        page: general.page.as_ref().map(|page| page.value),
    })
}
