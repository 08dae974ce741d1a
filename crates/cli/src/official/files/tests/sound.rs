use std::fs;
use std::path::Path;

use isoloir_election::definition::{Bound, Limit, Measure, Scope, Ties};
use isoloir_election::rules::Rule;

use super::super::read;
use super::{PROJECTS, election, examine, replaced, said};

#[test]
fn files_without_mistakes_are_an_election() {
    assert_eq!(said(&election(), PROJECTS), Vec::<String>::new());
    let definition = examine(&election(), PROJECTS).definition.unwrap();
    assert_eq!((definition.title.as_str(), definition.decimals), ("Budget 2027", 2));
    assert_eq!(definition.opens, 1_803_884_400);
    assert_eq!(definition.complaints, 1_806_256_800);
    assert_eq!((definition.officials.len(), definition.witnesses.len()), (2, 1));
    assert_eq!(definition.districts.len(), 2);
}

#[test]
fn a_district_is_what_both_files_say() {
    let examined = examine(&election(), PROJECTS);
    let city = examined.districts[0].district.as_ref().unwrap();
    let ids: Vec<&str> = city.projects.iter().map(|project| project.id.as_str()).collect();
    assert_eq!(ids, ["C1", "C2", "C3"]);
    assert_eq!((city.budget, city.projects[0].cost), (100_000, 40_000));
    assert_eq!(city.ties, Ties::Listed(vec![0, 1, 2]));
    assert_eq!((city.floor, city.paper_floor, city.threshold), (10, 0, 0));
    let green = Limit::choose_at_most(1).within(vec![0, 2]);
    assert_eq!(city.limits, [Limit::spend_at_most(100_000), green]);

    let north = examined.districts[1].district.as_ref().unwrap();
    assert_eq!((north.rule, &north.ties), (Rule::GreedyExclusive, &Ties::Lot));
    assert_eq!(north.groups, [[0, 1]]);
    let all =
        |bound, amount| Limit { scope: Scope::All, ..Limit::new(Measure::Count, bound, amount) };
    assert_eq!(north.limits, [all(Bound::AtMost, 2), all(Bound::AtLeast, 1)]);
}

#[test]
fn the_order_of_the_rows_is_that_of_the_projects() {
    let swapped = replaced(PROJECTS, "N1,Wall,50,North,\nN2,Mural,20,North,\n", "")
        + "N2,Mural,20,North,\nN1,Wall,50,North,\n";
    let north = examine(&election(), &swapped).districts.remove(1).district.unwrap();
    assert_eq!(north.projects[0].id, "N2");
}

#[test]
fn semicolons_other_columns_line_ends_and_rows_of_nothing_change_nothing() {
    let id = |projects: &str| {
        let definition = examine(&election(), projects).definition.unwrap();
        definition.election_id().to_string()
    };
    let expected = id(PROJECTS);
    let other = "district;cost; id ;description;name;place;picture;category\r\n\
                 City;400.00;C1;\"Many\r\ntrees\";Trees;Park;trees.jpg;green\r\n\
                 ;;;;;;;\r\n\
                 City;300;C2;;Benches;;;streets\r\n\
                 \r\n\
                 City;900;C3;;Cycle path;;;streets , green\r\n\
                 North;50;N1;;Wall;;;\r\n\
                 North;20;N2;;Mural;;;";
    assert_eq!(id(other), expected);
}

#[test]
fn ids_that_are_numbers_need_no_quotes() {
    let election = replaced(&election(), "[\"N1\", \"N2\"]", "[1, 2]");
    let projects = PROJECTS.replace("N1", "1").replace("N2", "2");
    assert_eq!(said(&election, &projects), Vec::<String>::new());
}

#[test]
fn the_zone_in_which_a_moment_is_written_changes_nothing() {
    let utc = replaced(&election(), "2027-03-01T08:00:00+01:00", "2027-03-01 07:00:00Z");
    let [one, other] = [election(), utc]
        .map(|election| examine(&election, PROJECTS).definition.unwrap().election_id());
    assert_eq!(one, other);
}

#[test]
fn a_folder_is_read_as_an_election_or_told_what_to_mend() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |folder: &Path| read(folder).err().unwrap().to_string();
    assert!(refused(folder.path()).contains("election.toml can't be read"));
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
    write("election.toml", election().as_bytes());
    write("projects.csv", PROJECTS.as_bytes());
    let read_well = read(folder.path()).unwrap();
    let expected = examine(&election(), PROJECTS).definition.unwrap();
    assert_eq!(read_well.definition, expected);
    let digests: Vec<_> = read_well.districts.iter().map(|district| district.digest()).collect();
    assert_eq!(digests, expected.districts);

    write("projects.csv", replaced(PROJECTS, "300", "x").as_bytes());
    let file = folder.path().join("projects.csv").display().to_string();
    assert_eq!(
        refused(folder.path()),
        format!(
            "1 thing to mend\n{file}:3: the cost \"x\": an amount is written in digits, with a point \
             before the decimals: 500000 or \"500000.50\""
        )
    );
    write("projects.csv", b"id,name,cost,district\nC1,\xe9t\xe9,1,City\n");
    assert_eq!(
        refused(folder.path()),
        format!("{file}:2: this is not UTF-8 text; save the file again with the encoding UTF-8")
    );
    write("projects.csv", &vec![b'x'; (32 << 20) + 1]);
    assert!(refused(folder.path()).contains("is larger than 33554432 bytes"));
}

#[test]
fn a_mark_at_the_beginning_of_a_file_is_no_part_of_it() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("election.toml", election()), ("projects.csv", PROJECTS.to_owned())] {
        fs::write(folder.path().join(name), format!("\u{feff}{text}")).unwrap();
    }
    assert!(read(folder.path()).is_ok());
}
