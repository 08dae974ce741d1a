use std::fs;

use isoloir_election::definition::{District, DistrictParts, Project};
use tempfile::TempDir;

use super::{Content, TABLE};

fn districts() -> Vec<District> {
    let project = |id: &str| Project { id: id.into(), name: format!("Project {id}"), cost: 10 };
    let parts = DistrictParts::new("Town", 100, vec![project("A"), project("B")]);
    vec![District::new(parts).unwrap()]
}

fn folder(table: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(TABLE), table).unwrap();
    fs::write(folder.path().join("trees.jpg"), b"picture").unwrap();
    folder
}

fn refused(table: &str) -> String {
    let folder = folder(table);
    format!("{:#}", Content::read(folder.path(), &districts()).err().expect("a refusal"))
}

#[test]
fn a_project_has_what_its_row_says_in_the_language_of_the_reader() {
    let folder = folder(
        "district,id,category,category.fr,description,picture,alternative\n\
         Town,B,Green,Nature,\"Trees.\n\nMany.\",trees.jpg,Three trees\n",
    );
    let content = Content::read(folder.path(), &districts()).unwrap();
    assert!(content.of(0, 0).is_none());
    let extra = content.of(0, 1).unwrap();
    let category = extra.category.as_ref().unwrap();
    assert_eq!(["fr", "es"].map(|code| category.in_language(code)), ["Nature", "Green"]);
    assert_eq!(extra.description.as_ref().unwrap().in_language("en"), "Trees.\n\nMany.");
    let (path, kind) = content.picture_file("trees.jpg").unwrap();
    assert_eq!((path, kind), (folder.path().join("trees.jpg"), "image/jpeg"));
    assert!(content.picture_file(TABLE).is_none(), "only what the table names as a picture");
}

#[test]
fn a_town_may_say_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let content = Content::read(folder.path(), &districts()).unwrap();
    assert!(content.of(0, 0).is_none() && content.pictures().next().is_none());
}

#[test]
fn what_does_not_fit_is_refused_with_its_line_and_what_to_do() {
    for (table, says) in [
        ("district,name\n", "the column \"name\" is not known"),
        ("district,id,picture.fr\n", "the column \"picture.fr\" is not known"),
        ("district,id,category.xx\n", "the column \"category.xx\" is not known"),
        ("id\n", "the column district is missing: add it"),
        ("district,id\nVillage,A\n", "projects.csv:2: there is no district \"Village\""),
        ("district,id\nTown,C\n", "projects.csv:2: \"Town\" has no project \"C\""),
        ("district,id\nTown,A\nTown,A\n", "projects.csv:3: this project stands twice"),
        ("district,id,picture\nTown,A,trees.jpg\n", "the picture has no alternative"),
        ("district,id,picture\nTown,A,../trees.jpg\n", "is none: take a file .jpg"),
        ("district,id,picture\nTown,A,page.gif\n", "is none: take a file .jpg"),
        ("district,id,picture\nTown,A,none.png\n", "none.png can't be read"),
        ("district,id,category\nTown,A\n", "projects.csv"),
    ] {
        let said = refused(table);
        assert!(said.contains(says), "{table:?}: {said}");
    }
}
