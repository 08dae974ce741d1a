use super::{PROJECTS, election, refuses_projects, replaced, said};

#[test]
fn a_table_without_its_columns_is_refused() {
    refuses_projects(
        "id,name,cost,district,category",
        "id,name,price,district,category",
        &[
            "projects.csv:1: \"price\" is no column; remove it, or write one of: id, name, cost, district, category, description, place, picture",
            "projects.csv:1: there is no column \"cost\"; the first line names the columns, with commas or semicolons between them: id,name,cost,district",
        ],
    );
    refuses_projects(
        "id,name,cost,district,category",
        "id,id,cost,district,category",
        &[
            "projects.csv:1: there are two columns \"id\"; remove one",
            "projects.csv:1: there is no column \"name\"; the first line names the columns, with commas or semicolons between them: id,name,cost,district",
        ],
    );
    for empty in ["", "\n\n", "\u{feff}"] {
        assert_eq!(
            said(&election(), empty),
            ["projects.csv:1: the table is empty; begin with the line id,name,cost,district"],
            "{empty:?}"
        );
    }
}

#[test]
fn a_row_with_too_few_or_too_many_cells_is_refused() {
    refuses_projects(
        "C2,Benches,300,City,streets",
        "C2,Benches,300,City",
        &[
            "projects.csv:3: the row has 4 cells, and the first line has 5; put a cell with a separator in it in quotes",
        ],
    );
    refuses_projects(
        "N1,Wall,50,North,",
        "N1,Wall, and more,50,North,",
        &[
            "projects.csv:5: the row has 6 cells, and the first line has 5; put a cell with a separator in it in quotes",
        ],
    );
}

#[test]
fn a_cost_that_is_no_amount_is_refused() {
    refuses_projects(
        "Benches,300,",
        "Benches,,",
        &[
            "projects.csv:3: the cost \"\": an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\"",
        ],
    );
    refuses_projects(
        "Benches,300,",
        "Benches,-1,",
        &[
            "projects.csv:3: the cost \"-1\": an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\"",
        ],
    );
    refuses_projects(
        "Benches,300,",
        "Benches,3.001,",
        &[
            "projects.csv:3: the cost \"3.001\": the amount has 3 decimals, and those of this election have 2; round it, or change `decimals`",
        ],
    );
    refuses_projects(
        "Benches,300,",
        "Benches,\"300,50\",",
        &[
            "projects.csv:3: the cost \"300,50\": an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\"",
        ],
    );
    refuses_projects(
        "Benches,300,",
        "Benches,99999999999999999999,",
        &[
            "projects.csv:3: the cost \"99999999999999999999\": the amount is too large for exact arithmetic; use fewer `decimals`, or a larger currency unit",
        ],
    );
}

#[test]
fn an_id_or_a_name_that_can_not_be_is_refused() {
    refuses_projects(
        "C2,Benches",
        ",Benches",
        &[
            "projects.csv:3: the id of a project is empty or has space around it: write something, without the space",
        ],
    );
    refuses_projects(
        "C2,Benches",
        "C2,",
        &[
            "projects.csv:3: the name of a project is empty or has space around it: write something, without the space",
        ],
    );
    refuses_projects(
        "C2,Benches",
        "C1,Benches",
        &["projects.csv:3: the id \"C1\" is that of line 2 too; give each project its own"],
    );
    refuses_projects(
        "C2,Benches",
        "C2,\"Ben\nches\"",
        &["projects.csv:3: the name of a project holds a control character; write it on one line"],
    );
    refuses_projects(
        "C2,Benches",
        "C2,Ben\u{202e}ches",
        &["projects.csv:3: the name of a project holds a control character; write it on one line"],
    );
    refuses_projects(
        "C2,",
        &("C".repeat(65) + ","),
        &["projects.csv:3: the id of a project has 65 bytes; shorten it to 64"],
    );
    refuses_projects(
        "Benches,",
        &("B".repeat(1_025) + ","),
        &["projects.csv:3: the name of a project has 1025 bytes; shorten it to 1024"],
    );
    refuses_projects(
        "City,streets\n",
        "City,str\u{7}eets\n",
        &["projects.csv:3: the category holds a control character; write it on one line"],
    );
}

#[test]
fn one_id_in_two_districts_is_two_projects() {
    let projects = replaced(PROJECTS, "C2,Benches", "N1,Benches");
    assert_eq!(said(&election(), &projects), Vec::<String>::new());
}

#[test]
fn a_district_that_is_not_there_is_refused_once() {
    refuses_projects(
        "N1,Wall,50,North,\nN2,Mural,20,North",
        "N1,Wall,50,North,\nN2,Mural,20,North\nN3,A,1,Nord,\nN4,B,1,Nord",
        &[
            "projects.csv:6: the row has 4 cells, and the first line has 5; put a cell with a separator in it in quotes",
            "projects.csv:7: there is no district \"Nord\" in election.toml; write the name of one that is there",
        ],
    );
}

#[test]
fn a_project_that_the_budget_can_not_pay_for_is_refused_each() {
    refuses_projects(
        "Trees,400,City,green\nC2,Benches,300",
        "Trees,1000.01,City,green\nC2,Benches,1001",
        &[
            "election.toml:37: the limit is too low for project \"C1\" alone, so no ballot can name it; raise the limit, or leave the project out",
            "projects.csv:2: project C1 costs more than the budget can pay for, so it can never win; mend its cost or the budget, or leave it out",
            "projects.csv:3: project C2 costs more than the budget can pay for, so it can never win; mend its cost or the budget, or leave it out",
        ],
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_no_projects() {
    refuses_projects(
        "C2,Benches",
        "C2,\"Benches",
        &[
            "projects.csv:3: a quotation mark (\") is opened and not closed, or stands inside a text; close it, or put the text in quotes and write the mark twice",
        ],
    );
    refuses_projects(
        "C2,Benches",
        "C2,5\" pipes",
        &[
            "projects.csv:3: a quotation mark (\") is opened and not closed, or stands inside a text; close it, or put the text in quotes and write the mark twice",
        ],
    );
    // Written twice in a text in quotes, it is one.
    let projects = replaced(PROJECTS, "C2,Benches", "C2,\"5\"\" pipes\"");
    assert_eq!(said(&election(), &projects), Vec::<String>::new());
}

#[test]
fn lines_are_counted_through_empty_ones_and_through_texts_of_several() {
    let header = "id,name,cost,district,category,description\n";
    let text = format!("{header}\n\nC1,Trees,400,City,green,\"a\n\nb\"\n\r\nC2,Benches,x,City,,\n");
    assert_eq!(
        said(&election(), &text).last().unwrap(),
        "projects.csv:8: the cost \"x\": an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\""
    );
}

#[test]
fn other_columns_are_checked_as_texts() {
    let table = |text: &str| {
        let projects = PROJECTS.replace("category\n", "category,description\n");
        let projects = projects.replace("green\n", "green,\n").replace("green\"\n", "green\",\n");
        let projects = projects.replace("North,\n", "North,,\n");
        replaced(&projects, "City,streets\n", &format!("City,streets,{text}\n"))
    };
    assert_eq!(said(&election(), &table("With\ttabs")), Vec::<String>::new());
    assert_eq!(
        said(&election(), &table("\u{1b}[31mred")),
        ["projects.csv:3: the description holds a control character; write it on one line"]
    );
    assert_eq!(
        said(&election(), &table(&"x".repeat(16_385))),
        ["projects.csv:3: the description has 16385 bytes; shorten it to 16384"]
    );
}

#[test]
fn of_very_many_problems_the_first_are_told() {
    let rows: String = (0..5_000).map(|n| format!("P{n},Project,x,City,green\n")).collect();
    let all = said(&election(), &(PROJECTS.to_owned() + &rows));
    assert_eq!(all.len(), 200);
    assert_eq!(
        all[0],
        "projects.csv:7: the cost \"x\": an amount is written in digits, with a point before the decimals: 500000 or \"500000.50\""
    );
}

#[test]
fn two_forgotten_quotation_marks_do_not_hide_the_rows_between_them() {
    let header = "id,name,cost,district,category,description\n";
    let rows = "C1,Trees,400,City,green,\"Many\nC2,Benches,300,City,,\"Few\nN1,Wall,50,North,,\n";
    assert_eq!(
        said(&election(), &format!("{header}{rows}")),
        [
            "projects.csv:2: a quotation mark (\") is opened and not closed, or stands inside a text; close it, or put the text in quotes and write the mark twice"
        ]
    );
}
