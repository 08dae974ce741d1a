//! What a ballot may hold, in sentences.

use isoloir_election::definition::{Bound, Definition, District, Limit, Measure, Scope};
use isoloir_words::isolated;

use crate::language::Texts;

/// A sentence for each limit of a district, in their order.
pub(crate) fn sentences(
    texts: &Texts,
    definition: &Definition,
    district: &District,
) -> Vec<String> {
    let points = u64::from(district.scale.most());
    let scale = (points > 1).then(|| texts.say("rule-points", &[("most", points.into())]));
    let limits = district.limits.iter().map(|limit| sentence(texts, definition, district, limit));
    scale.into_iter().chain(limits).collect()
}

fn sentence(texts: &Texts, definition: &Definition, district: &District, limit: &Limit) -> String {
    let measure = match limit.measure {
        Measure::Cost => "cost",
        Measure::Count => "count",
        Measure::Points => "points",
    };
    let bound = match limit.bound {
        Bound::AtMost => "at-most",
        Bound::AtLeast => "at-least",
    };
    let amount = match limit.measure {
        Measure::Cost => {
            let amount = texts.money(limit.amount, definition);
            ("amount", amount.into())
        }
        Measure::Count | Measure::Points => ("count", limit.amount.into()),
    };
    match &limit.scope {
        Scope::All => texts.say(&format!("limit-{measure}-{bound}"), &[amount]),
        Scope::Projects(projects) => {
            let name = |&position: &u16| isolated(&district.projects[usize::from(position)].name);
            let names = projects.iter().map(name).collect::<Vec<_>>().join(", ");
            let id = format!("limit-{measure}-{bound}-of");
            texts.say(&id, &[amount, ("names", names.into())])
        }
    }
}
