use csv::ReaderBuilder;

use super::rows;
use crate::registrar::examples::{self, code, codes, districts, language, page_url};
use crate::registrar::page_url::PageUrl;
use crate::registrar::roll_file::{self, Resident};

fn table(page: Option<&PageUrl>, residents: &[Resident]) -> String {
    let (districts, codes) = (districts(), codes(residents.len()));
    let rows = rows(&districts, page, residents.iter().zip(&codes));
    rows.map(|row| row.to_string()).collect()
}

#[test]
fn each_resident_has_a_row_with_code_and_link() {
    let page = page_url();
    let code = code().reveal();
    assert_eq!(
        table(Some(&page), &[examples::resident("fr")]),
        format!(
            "id,name,address,email,language,districts,code,link\r\n\
             \"1017\",\"Zoé Martin\",\"3 rue du Four\n29000 Courvelle\",\"zoe@example.org\",\"fr\",\
             \"Courvelle;Centre\",\"{0}\",\"https://vote.courvelle.example/2026#{0}\"\r\n",
            *code
        )
    );
}

#[test]
fn without_a_page_the_link_is_empty() {
    assert!(table(None, &[examples::resident("fr")]).ends_with(",\"\"\r\n"));
}

#[test]
fn a_cell_that_begins_like_a_formula_has_an_apostrophe() {
    let mut resident = examples::resident("fr");
    for (name, cell) in [
        ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
        ("+33", "\"'+33\""),
        ("-1", "\"'-1\""),
        ("@a", "\"'@a\""),
        ("\t=1", "\"'\t=1\""),
        ("a=1", "\"a=1\""),
    ] {
        resident.name = name.to_owned();
        let table = table(None, std::slice::from_ref(&resident));
        assert!(table.contains(&format!("\"1017\",{cell},")), "{table}");
    }
}

#[test]
fn quotes_and_line_breaks_stay_in_their_cell() {
    let mut resident = examples::resident("fr");
    resident.name = "Zoé \"Zozo\", dite \"\"".to_owned();
    let table = table(Some(&page_url()), &[resident.clone()]);
    let mut reader = ReaderBuilder::new().from_reader(table.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].len(), 8);
    assert_eq!(rows[0][1], resident.name);
}

#[test]
fn without_its_codes_the_table_is_a_roll() {
    let residents = vec![examples::resident("fr")];
    let table = table(Some(&page_url()), &residents);
    let mut roll = csv::Writer::from_writer(Vec::new());
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    for row in reader.records() {
        roll.write_record(row.unwrap().iter().take(6)).unwrap();
    }
    let roll = roll.into_inner().unwrap();
    let read = roll_file::read("codes.csv", &roll, &districts(), language("en"));
    assert_eq!(read.unwrap(), residents);
}
