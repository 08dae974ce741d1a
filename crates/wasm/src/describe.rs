//! What is fixed before a vote, as objects of JavaScript. Numbers are at most 2^53 - 1, which these hold exactly.

use isoloir_election::booth::receipt::Recorded;
use isoloir_election::booth::{self, Opened};
use isoloir_election::definition::{Bound, District, Limit, Measure, Project, Scope};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

pub(crate) fn booth(booth: &booth::Booth) -> Object {
    let election = booth.election();
    let definition = election.definition();
    let registrars = definition.registrars.iter().map(|party| JsValue::from(&*party.name));
    object([
        ("electionId", election.id().to_string().into()),
        ("fingerprint", booth.fingerprint().to_string().into()),
        ("title", (&*definition.title).into()),
        ("currency", (&*definition.currency).into()),
        ("decimals", definition.decimals.into()),
        ("opens", number(definition.opens)),
        ("closes", number(definition.closes)),
        ("board", definition.board.name().to_string().into()),
        ("registrars", registrars.collect::<Array>().into()),
        ("districts", election.districts().iter().map(district).collect::<Array>().into()),
    ])
}

/// `entry`, `size` of the board, `district`, `credential` and `tracker` of a ballot on the board.
pub(crate) fn recorded(recorded: &Recorded) -> Object {
    object([
        ("entry", number(recorded.entry)),
        ("size", number(recorded.size)),
        ("district", recorded.district.into()),
        ("credential", hex::encode(recorded.credential).into()),
        ("tracker", hex::encode(recorded.tracker.as_bytes()).into()),
    ])
}

/// `tracker`, `district`, and `points` by position.
pub(crate) fn opened(opened: &Opened) -> Object {
    let points = opened.points.iter().map(|&points| JsValue::from(points));
    object([
        ("tracker", hex::encode(opened.tracker.as_bytes()).into()),
        ("district", opened.district.into()),
        ("points", points.collect::<Array>().into()),
    ])
}

fn district(district: &District) -> JsValue {
    object([
        ("name", (&*district.name).into()),
        ("budget", number(district.budget)),
        ("points", district.scale.most().into()),
        ("projects", district.projects.iter().map(project).collect::<Array>().into()),
        ("limits", district.limits.iter().map(limit).collect::<Array>().into()),
    ])
    .into()
}

fn project(project: &Project) -> JsValue {
    object([
        ("id", (&*project.id).into()),
        ("name", (&*project.name).into()),
        ("cost", number(project.cost)),
    ])
    .into()
}

/// `projects` is null where the limit speaks of all.
fn limit(limit: &Limit) -> JsValue {
    let measure = match limit.measure {
        Measure::Cost => "cost",
        Measure::Count => "count",
        Measure::Points => "points",
    };
    let bound = match limit.bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    let projects = match &limit.scope {
        Scope::All => JsValue::NULL,
        Scope::Projects(projects) => {
            projects.iter().map(|&position| JsValue::from(position)).collect::<Array>().into()
        }
    };
    object([
        ("measure", measure.into()),
        ("bound", bound.into()),
        ("amount", number(limit.amount)),
        ("projects", projects),
    ])
    .into()
}

pub(crate) fn object<const N: usize>(properties: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}

/// A whole number, as JavaScript has it.
pub(crate) fn number(whole: u64) -> JsValue {
    (whole as f64).into()
}
