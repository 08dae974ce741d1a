use isoloir_election::definition::ADVISED_FLOOR;
use isoloir_election::rules::Rule;

use super::district::{Draft, DraftScope};
use super::finding::Findings;
use super::general::General;

/// Says what is allowed and seldom meant.
pub(super) fn advise(general: &General, drafts: &[Draft], findings: &mut Findings) {
    if let [registrar] = general.registrars.as_slice() {
        let how = "there is one registrar, who alone could make voting codes up and vote with them; \
                   name a second, independent of the first";
        findings.advise(registrar.line, how);
    }
    advise_on_trustees(general, findings);
    if general.witnesses.is_empty() && general.awaited_witnesses == 0 {
        let how = "there is no witness, so a board that shows two people different things is noticed \
                   late; name one: [[witness]]";
        findings.advise(1, how);
    } else if general.quorum.value == 0 {
        let how = "the quorum is 0, so the witnesses are asked for nothing; raise it";
        findings.advise(general.quorum.line, how);
    }
    for draft in drafts {
        advise_on_district(draft, findings);
    }
}

fn advise_on_trustees(general: &General, findings: &mut Findings) {
    let Some(threshold) = &general.threshold else { return };
    let (needed, trustees) = (usize::from(threshold.value), general.trustees.len());
    if needed == 1 && trustees > 0 {
        let how = "the threshold is 1, so one trustee alone could read every vote; have three trustees \
                   or more, and ask for two or more of them";
        findings.advise(threshold.line, how);
    } else if 2 * needed > trustees + 1
        && let Some(quorum) = general.close_quorum()
    {
        let absent = match trustees - quorum {
            0 => "if one of them is absent".into(),
            spare => format!("if {} of them are absent", spare + 1),
        };
        let lower = match trustees {
            2 => String::new(),
            _ => format!(", or lower the threshold to {}", trustees.div_ceil(2)),
        };
        let how = format!(
            "{needed} of {trustees} trustees are needed to count, and {quorum} to confirm the close: \
             {absent}, there is no result; have more trustees{lower}"
        );
        findings.advise(threshold.line, how);
    } else if general.close_quorum() == Some(trustees) && trustees > 1 {
        let how = format!(
            "all {trustees} trustees are needed to confirm the close: if one of them is absent, or loses their file, \
             there is no result; have five of whom three count"
        );
        findings.advise(threshold.line, how);
    }
}

fn advise_on_district(draft: &Draft, findings: &mut Findings) {
    let name = draft.title();
    if draft.floor.value < ADVISED_FLOOR {
        let how = format!(
            "district {name:?} is counted from {} ballots on: so few give votes away; write floor = \
             {ADVISED_FLOOR} or more",
            draft.floor.value
        );
        findings.advise(draft.floor.line, how);
    }
    if (1..ADVISED_FLOOR).contains(&draft.paper_floor.value) {
        let how = format!(
            "district {name:?} takes batches of {} ballots on paper: so few give votes away; write \
             paper_floor = {ADVISED_FLOOR} or more",
            draft.paper_floor.value
        );
        findings.advise(draft.paper_floor.line, how);
    }
    let holds_all = draft
        .limits
        .iter()
        .any(|limit| limit.at_most.is_some() && matches!(limit.projects, DraftScope::All));
    if !holds_all {
        let how = format!(
            "a ballot in district {name:?} may choose all projects at once; if that is not meant, add \
             [[district.limit]] with measure and at_most"
        );
        findings.advise(draft.line, how);
    }
    let knows_groups = |rule: Rule| matches!(rule, Rule::GreedyExclusive | Rule::PerUnit);
    if let Some(rule) = &draft.rule
        && knows_groups(rule.value)
        && draft.groups.is_empty()
    {
        let how = format!(
            "the rule of district {name:?} is for projects that exclude each other, and none do; \
             list them in `exclusive`, or choose another rule",
        );
        findings.advise(rule.line, how);
    }
}
