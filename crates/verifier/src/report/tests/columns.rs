use proptest::prelude::*;

use crate::report::columns::*;

#[test]
fn a_text_that_is_too_long_is_cut_with_an_ellipsis_by_its_width_on_a_terminal() {
    assert_eq!(fit("bicycle", 7), "bicycle");
    assert_eq!(fit("bicycles", 7), "bicycl…");
    assert_eq!(fit("照明照明", 5), "照明…");
}

#[test]
fn lines_break_at_spaces_and_a_word_that_is_too_long_where_the_line_ends() {
    assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    assert_eq!(wrap("a 0123456789ab", 5), ["a", "01234", "56789", "ab"]);
    assert_eq!(wrap("", 5), [""]);
}

proptest! {
    #[test]
    fn no_line_is_wider_than_it_may_be_and_no_word_is_lost(text in "\\PC{0,80}", columns in 4_usize..30) {
        let lines = wrap(&text, columns);
        for line in &lines {
            prop_assert!(width(line) <= columns, "{line:?} is wider than {columns}");
        }
        let letters = |text: &str| text.chars().filter(|&it| it != ' ').collect::<String>();
        prop_assert_eq!(letters(&lines.concat()), letters(&text));
    }

    #[test]
    fn a_cut_text_fits(text in "\\PC{0,80}", columns in 1_usize..30) {
        prop_assert!(width(&fit(&text, columns)) <= columns.max(3));
    }
}
