use super::{MAX_ROW_LINES, Resident, read};
use crate::registrar::examples::{districts, language};

const HEADER: &str = "id,name,address,email,language,districts\n";

fn roll(text: &str) -> Vec<Resident> {
    read("roll.csv", text.as_bytes(), &districts(), language("fr")).unwrap()
}

fn refused_bytes(bytes: &[u8]) -> String {
    read("roll.csv", bytes, &districts(), language("fr")).unwrap_err().to_string()
}

fn refused(text: &str) -> String {
    refused_bytes(text.as_bytes())
}

/// What is said of these rows below a full first line.
fn refused_rows(rows: &str) -> String {
    refused(&format!("{HEADER}{rows}"))
}

fn zoe() -> Resident {
    Resident {
        id: "1017".to_owned(),
        name: "Zoé Martin".to_owned(),
        address: vec!["3 rue du Four".to_owned(), "29000 Courvelle".to_owned()],
        email: Some("zoe@example.org".to_owned()),
        language: language("en"),
        districts: vec![0, 1],
    }
}

#[test]
fn a_roll_is_read() {
    let text = format!(
        "{HEADER}1017,Zoé Martin,\"3 rue du Four\n29000 Courvelle\",zoe@example.org,en,Courvelle;Centre\n"
    );
    assert_eq!(roll(&text), [zoe()]);
}

#[test]
fn semicolons_windows_line_ends_and_a_byte_order_mark_make_no_difference() {
    let text = "\u{feff}id;name;address;email;language;districts\r\n\
        1017;Zoé Martin;\"3 rue du Four\r\n\r\n29000 Courvelle\";zoe@example.org;EN;\"Centre;Courvelle\"\r\n";
    assert_eq!(roll(text), [zoe()]);
    assert_eq!(roll(&text.replace("\"Centre;Courvelle\"", "Courvelle + Centre")), [zoe()]);
}

#[test]
fn columns_come_in_any_order_and_some_may_be_absent() {
    let residents = roll("Districts, Name ,ID\nCentre,Zoé Martin,1017\n");
    let expected = Resident {
        address: Vec::new(),
        email: None,
        language: language("fr"),
        districts: vec![1],
        ..zoe()
    };
    assert_eq!(residents, [expected]);
}

#[test]
fn empty_rows_are_skipped_and_lines_still_counted() {
    let text = format!("\n{HEADER}\n,,,,,\n  \n1,A,,,,Centre\n\n\n2,B,,,,Nowhere\n");
    assert_eq!(
        refused(&text),
        "roll.csv:9: no district of the election is called \"Nowhere\"; write it as the definition does"
    );
}

#[test]
fn a_district_may_have_the_separators_in_its_name() {
    let districts_of =
        |cell: &str| roll(&format!("id,name,districts\n1,A,{cell}\n"))[0].districts.clone();
    assert_eq!(districts_of("Les Hauts + la Gare"), [2]);
    assert_eq!(districts_of("Les Hauts + la Gare;Centre"), [1, 2]);
    assert_eq!(districts_of("Centre+Courvelle"), [0, 1]);
}

#[test]
fn the_line_of_a_row_is_that_of_its_beginning() {
    let rows = "1,A,\"a\nb\nc\",,,Centre\n2,,,,,Centre\n";
    assert_eq!(refused_rows(rows), "roll.csv:5: the name is empty; fill it in");
}

#[test]
fn all_problems_are_told_in_one_run() {
    let rows = "1,A,,,,Centre\n,B,,,,Centre\n1,C,,nobody,de,\n";
    assert_eq!(
        refused_rows(rows),
        "roll.csv:3: the id is empty; fill it in\n\
         roll.csv:4: \"nobody\" is not an e-mail address; correct it or leave the cell empty\n\
         roll.csv:4: there are no texts in the language \"de\"; take one of en, fr, es, or leave the cell empty\n\
         roll.csv:4: there is no district; name those that this resident votes in, separated by ; or +\n\
         roll.csv:4: the id \"1\" is that of line 2 too; give each resident one row and an id of their own"
    );
}

#[test]
fn twenty_problems_are_shown_and_the_others_counted() {
    let said = |rows: usize| refused_rows(&",A,,,,Centre\n".repeat(rows));
    assert_eq!(said(20).lines().count(), 20);
    assert_eq!(
        said(21).lines().last().unwrap(),
        "roll.csv: and one more problem; correct these first"
    );
    assert_eq!(
        said(1_020).lines().last().unwrap(),
        "roll.csv: and 1000 more problems; correct these first"
    );
}

#[test]
fn an_empty_file_is_refused() {
    let message = "roll.csv:1: the file is empty; its first line names the columns: id, name, address, email, \
                   language, districts";
    for text in ["", "\u{feff}", "\n\n", ",,\n"] {
        assert_eq!(refused(text), message);
    }
}

#[test]
fn a_roll_of_nobody_is_refused() {
    let message = "roll.csv:1: there is nobody below the first line; add a row for each resident";
    assert_eq!(refused(HEADER), message);
}

#[test]
fn another_encoding_is_refused_with_its_line() {
    let bytes = [HEADER.as_bytes(), b"1,A,,,,Centre\n2,Zo\xe9,,,,Centre\n"].concat();
    assert_eq!(
        refused_bytes(&bytes),
        "roll.csv:3: a character is not in UTF-8; save the table as \"CSV UTF-8\""
    );
}

#[test]
fn unknown_repeated_and_missing_columns_are_refused() {
    assert_eq!(
        refused("id,id,nom,districts\n1,1,A,Centre\n"),
        "roll.csv:1: the column id is there twice; remove one\n\
         roll.csv:1: no column is called \"nom\"; the columns are id, name, address, email, language, districts, \
         separated by , or ;\n\
         roll.csv:1: there is no column name; add it to the first line, and to each row"
    );
}

#[test]
fn a_table_separated_by_tabs_is_refused() {
    assert!(refused("id\tname\tdistricts\n").starts_with(
        "roll.csv:1: no column is called \"id\\tname\\tdistricts\"; the columns are id, name,"
    ));
}

#[test]
fn a_row_with_another_number_of_cells_is_refused() {
    assert_eq!(
        refused_rows("1,Martin, Zoé,,,,Centre\n"),
        "roll.csv:2: there are 7 cells and 6 columns; put a cell with , or ; or a line break in it between quotes"
    );
}

#[test]
fn a_quote_that_never_ends_is_found_where_it_begins() {
    let rows =
        format!("1,A,,,,Centre\n2,\"B,,,,Centre\n{}", "3,C,,,,Centre\n".repeat(2 * MAX_ROW_LINES));
    assert_eq!(
        refused_rows(&rows),
        "roll.csv:3: this row goes on for 33 lines; a quote that ends one of its cells seems to be missing"
    );
    let header = format!("\"id,name\n{}", "a\n".repeat(MAX_ROW_LINES));
    assert!(refused(&header).starts_with("roll.csv:1: this row goes on for 17 lines;"));
}

#[test]
fn an_empty_id_or_name_is_refused() {
    assert_eq!(
        refused_rows(" ,\u{a0},,,,Centre\n"),
        "roll.csv:2: the name is empty; fill it in\nroll.csv:2: the id is empty; fill it in"
    );
}

#[test]
fn what_can_t_be_printed_is_refused() {
    let said = |row: &str| refused_rows(row);
    assert_eq!(
        said("1,A\u{7}b,,,,Centre\n"),
        "roll.csv:2: the name has a character that can't be printed, '\\u{7}'; remove it"
    );
    assert_eq!(
        said("1,\"A\nb\",,,,Centre\n"),
        "roll.csv:2: the name has a character that can't be printed, '\\n'; remove it"
    );
    assert_eq!(
        said("1,A,a\u{202e}b,,,Centre\n"),
        "roll.csv:2: the address has a character that can't be printed, '\\u{202e}'; remove it"
    );
    assert_eq!(
        said("1\t2,A,,,,Centre\n"),
        "roll.csv:2: the id has a character that can't be printed, '\\t'; remove it"
    );
}

#[test]
fn cells_that_are_too_long_are_refused() {
    let long = |count: usize| "é".repeat(count);
    let (id, name) = (long(65), long(121));
    assert_eq!(
        refused_rows(&format!("{id},{name},,{}@example.org,,Centre\n", long(250))),
        "roll.csv:2: the name has 121 characters; shorten it to 120\n\
         roll.csv:2: the id has 65 characters; shorten it to 64\n\
         roll.csv:2: the email has 262 characters; shorten it to 254"
    );
    let (id, name) = (long(64), long(120));
    assert_eq!(roll(&format!("id,name,districts\n{id},{name},Centre\n")).len(), 1);
}

#[test]
fn an_address_that_no_window_shows_is_refused() {
    let row = |address: &str| format!("1,A,\"{address}\",,,Centre\n");
    assert_eq!(
        refused_rows(&row(&"a".repeat(81))),
        "roll.csv:2: a line of the address has 81 characters; shorten it to 80 or break it in two"
    );
    assert_eq!(
        refused_rows(&row(&"a\n".repeat(7))),
        "roll.csv:2: name and address take 8 lines of 36 characters; the window of an envelope shows 7: shorten \
         them"
    );
    assert!(
        refused_rows(&row(&format!("{}\n", "a".repeat(37)).repeat(4))).contains("take 9 lines")
    );
    assert_eq!(roll(&format!("{HEADER}{}", row(&"a\n".repeat(6))))[0].address.len(), 6);
}

#[test]
fn what_is_no_e_mail_address_is_refused() {
    for email in [
        "zoe",
        "zoe@",
        "@example.org",
        "zoe@example",
        "zoe@@example.org",
        "a@b@example.org",
        "zoe @example.org",
        "zoe.@example.org",
        "zoe@example..org",
        "zoe@.org",
        "<zoe@example.org>",
        "zoe@example.org;a@example.org",
    ] {
        assert_eq!(
            refused_rows(&format!("1,A,,{email},,Centre\n")),
            format!(
                "roll.csv:2: \"{email}\" is not an e-mail address; correct it or leave the cell empty"
            )
        );
    }
    for email in ["zoé.martin+vote@mairie.exemple.fr", "a_b-c@x.example"] {
        assert_eq!(
            roll(&format!("{HEADER}1,A,,{email},,Centre\n"))[0].email.as_deref(),
            Some(email)
        );
    }
}

#[test]
fn a_district_twice_is_refused() {
    assert_eq!(
        refused_rows("1,A,,,,Centre;Courvelle;Centre\n"),
        "roll.csv:2: the district \"Centre\" is there twice; name it once"
    );
}

#[test]
fn too_many_districts_are_refused() {
    let districts: Vec<String> = (0..65).map(|number| format!("d{number}")).collect();
    let roll = format!("id,name,districts\n1,A,{}\n", districts.join(";"));
    let said = read("roll.csv", roll.as_bytes(), &districts, language("fr")).unwrap_err();
    assert_eq!(
        said.to_string(),
        "roll.csv:2: there are 65 districts; a resident votes in at most 64"
    );
}

#[test]
fn a_name_that_two_districts_have_is_refused() {
    let districts = vec!["Centre".to_owned(), "Centre".to_owned()];
    let said = read("roll.csv", b"id,name,districts\n1,A,Centre\n", &districts, language("fr"));
    assert_eq!(
        said.unwrap_err().to_string(),
        "roll.csv:2: two districts of the election are called \"Centre\"; their definition must tell them apart \
         first"
    );
}

#[test]
fn a_message_repeats_no_more_than_the_beginning_of_a_long_cell() {
    let tag = "x".repeat(1_000);
    assert_eq!(
        refused_rows(&format!("1,A,,,{tag},Centre\n")),
        format!(
            "roll.csv:2: there are no texts in the language \"{}\"...; take one of en, fr, es, or leave the cell \
             empty",
            "x".repeat(60)
        )
    );
}
