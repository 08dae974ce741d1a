use rqrr::{Grid, SimpleGrid};

use super::letter;
use crate::registrar::examples::{self, code, districts, mailing, page_url};
use crate::registrar::page_url::PageUrl;

/// The light margin around a QR code, in modules, by its standard.
const MARGIN: usize = 4;

/// The modules of the picture in a letter, read from its path as a browser would draw it.
fn modules(letter: &str) -> Vec<Vec<bool>> {
    let after = |text: &str, before: &str| text.split(before).nth(1).unwrap().to_owned();
    let side = after(letter, "viewBox=\"0 0 ");
    let side: usize = side.split(' ').next().unwrap().parse().unwrap();
    let path = after(letter, "<path d=\"");
    let mut modules = vec![vec![false; side]; side];
    for bar in path.split('"').next().unwrap().split('M').skip(1) {
        let (at, shape) = bar.split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let (width, back) = shape.split_once("v1h-").unwrap();
        assert_eq!(back, format!("{width}z"), "a bar is a rectangle");
        let (x, y, width): (usize, usize, usize) =
            (x.parse().unwrap(), y.parse().unwrap(), width.parse().unwrap());
        modules[y][x..x + width].fill(true);
    }
    modules
}

/// What a reader of another make reads.
fn read(letter: &str) -> String {
    let modules = modules(letter);
    let size = modules.len() - 2 * MARGIN;
    let inside = SimpleGrid::from_func(size, |x, y| modules[y + MARGIN][x + MARGIN]);
    Grid::new(inside).decode().unwrap().1
}

#[test]
fn the_picture_says_the_page_with_the_code_behind_its_number_sign() {
    let (districts, page) = (districts(), page_url());
    let letter = letter(&mailing(&districts, &page), &examples::resident("fr"));
    let code = code().reveal();
    assert_eq!(read(&letter), format!("https://vote.courvelle.example/2026#{}", *code));
}

#[test]
fn without_a_page_the_picture_says_the_code() {
    let (districts, page) = (districts(), page_url());
    let mut mailing = mailing(&districts, &page);
    mailing.page = None;
    assert_eq!(read(&letter(&mailing, &examples::resident("en"))), *code().reveal());
}

#[test]
fn the_longest_address_still_fits() {
    let districts = districts();
    let longest = format!("https://{}.example", "a".repeat(150 - "https://.example".len()));
    let page = PageUrl::parse(&longest).unwrap();
    let letter = letter(&mailing(&districts, &page), &examples::resident("en"));
    assert_eq!(read(&letter), format!("{longest}#{}", *code().reveal()));
}

#[test]
fn the_picture_has_a_light_margin() {
    let (districts, page) = (districts(), page_url());
    let modules = modules(&letter(&mailing(&districts, &page), &examples::resident("fr")));
    let side = modules.len();
    let is_margin = |place: usize| place < MARGIN || place >= side - MARGIN;
    for (y, row) in modules.iter().enumerate() {
        for (x, &is_dark) in row.iter().enumerate() {
            assert!(!is_dark || !(is_margin(x) || is_margin(y)), "({x}, {y})");
        }
    }
    // And it ends where the margin does.
    assert!(modules[MARGIN][MARGIN] && modules[side - MARGIN - 1][MARGIN]);
}
