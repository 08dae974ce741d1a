//! What scripts say, as a table that `words.js` reads: for each message a list of parts. A part is a text; `{"v": name}` for an
//! argument, `{"n": name}` for one that is written as a number; or `{"s": name, "of": {key: parts}, "d": key}` for a choice by
//! an argument, whose keys are numbers, categories of plurals (CLDR), and one of which is the default.

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use serde_json::{Map, Value, json};

/// The table of a file. What can't be said so is left out, which a test finds.
pub(crate) fn table(file: &str) -> Value {
    let resource = match parser::parse(file) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut table = Map::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        if let Some(parts) = message.value.as_ref().and_then(parts) {
            table.insert(message.id.name.to_owned(), parts);
        }
    }
    table.into()
}

fn parts(pattern: &Pattern<&str>) -> Option<Value> {
    let part = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Some(json!(value)),
        PatternElement::Placeable { expression } => part_of(expression),
    };
    pattern.elements.iter().map(part).collect::<Option<Vec<_>>>().map(Value::from)
}

fn part_of(expression: &Expression<&str>) -> Option<Value> {
    match expression {
        Expression::Inline(inline) => inline_part(inline),
        Expression::Select { selector, variants } => {
            let InlineExpression::VariableReference { id } = selector else { return None };
            let mut of = Map::new();
            let mut default = None;
            for variant in variants {
                let (VariantKey::Identifier { name: key }
                | VariantKey::NumberLiteral { value: key }) = &variant.key;
                of.insert((*key).to_owned(), parts(&variant.value)?);
                if variant.default {
                    default = Some(*key);
                }
            }
            Some(json!({ "s": id.name, "of": of, "d": default? }))
        }
    }
}

fn inline_part(inline: &InlineExpression<&str>) -> Option<Value> {
    match inline {
        InlineExpression::StringLiteral { value } => {
            Some(json!(fluent_syntax::unicode::unescape_unicode_to_string(value)))
        }
        InlineExpression::VariableReference { id } => Some(json!({ "v": id.name })),
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            number(arguments)
        }
        _ => None,
    }
}

fn number(arguments: &CallArguments<&str>) -> Option<Value> {
    match &arguments.positional[..] {
        [InlineExpression::VariableReference { id }] => Some(json!({ "n": id.name })),
        _ => None,
    }
}
