//! The verifier stands alone: nothing of the programs that hold elections is in it.

use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::process::Command;

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    let items = value[key].as_array().expect("a list");
    items.iter().map(|item| item.as_str().expect("a text")).collect()
}

/// The packages that `root` is built from, development included, itself too.
fn closure<'a>(graph: &HashMap<&'a str, Vec<&'a str>>, root: &'a str) -> HashSet<&'a str> {
    let mut seen = HashSet::from([root]);
    let mut open = vec![root];
    while let Some(package) = open.pop() {
        open.extend(graph[package].iter().filter(|dependency| seen.insert(dependency)));
    }
    seen
}

#[test]
fn no_crate_of_the_project_is_among_what_the_verifier_is_built_from() {
    let metadata = metadata();
    let members: HashSet<&str> = texts(&metadata, "workspace_members").into_iter().collect();
    assert!(members.len() > 5, "the project has other crates: {members:?}");

    let nodes = metadata["resolve"]["nodes"].as_array().expect("a graph");
    let graph: HashMap<&str, Vec<&str>> = nodes
        .iter()
        .map(|node| (node["id"].as_str().expect("an id"), texts(node, "dependencies")))
        .collect();
    let verifier = *members
        .iter()
        .find(|id| id.contains("crates/verifier"))
        .expect("the verifier is a member");

    let used = closure(&graph, verifier);
    assert!(used.len() > 10, "the graph was not read: {used:?}");
    let ours: Vec<_> = used.intersection(&members).filter(|id| **id != verifier).collect();
    assert!(ours.is_empty(), "the verifier stands on {ours:?}");
}

#[test]
fn no_source_of_another_crate_is_included_by_its_path() {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).expect("a folder") {
            let path = item.expect("an item").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            for forbidden in
                ["#[path = \"..", "include!", "crates/crypto", "crates/election", "crates/board"]
            {
                assert!(!text.contains(forbidden), "{} has {forbidden}", path.display());
            }
        }
    }
    assert!(files > 10, "the sources were not found");
}
