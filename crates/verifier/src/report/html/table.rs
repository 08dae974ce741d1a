//! Tables. In a narrow window each row becomes a card: the style sheet stacks the cells, with the
//! names of their columns before them. The roles keep it a table for screen readers.

use super::markup::Markup;
use crate::report::format::grouped;

/// What begins the cell that names a row, after which its text follows.
const NAME: &str = "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">";

/// What ends the cell that names a row.
pub(super) const END_NAME: &str = "</th>";

/// A table with its caption, in a frame that scrolls by itself should it be too wide.
pub(super) fn open(
    html: &mut Markup,
    before: &'static str,
    caption: impl AsRef<str>,
    after: &'static str,
) {
    html.raw("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\">\n");
    html.raw("<table role=\"table\">\n<caption>").raw(before).put("<bdi>", caption, "</bdi>");
    html.raw(after).raw("</caption>\n");
}

/// A column by what stands in it.
pub(super) enum Column<'a> {
    /// Words, from the left.
    Words(&'a str),
    /// Numbers, to the right.
    Numbers(&'a str),
}

/// The names of the columns; the first is that of the rows' names.
pub(super) fn columns(html: &mut Markup, columns: &[Column<'_>]) {
    html.raw("<thead role=\"rowgroup\"><tr role=\"row\">");
    for column in columns {
        html.raw("<th role=\"columnheader\" scope=\"col\"");
        match column {
            Column::Words(name) => html.put(">", name, "</th>"),
            Column::Numbers(name) => html.put(" class=\"num\">", name, "</th>"),
        };
    }
    html.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

/// Begins a row, up to the text of its name.
pub(super) fn row(html: &mut Markup) {
    html.raw(NAME);
}

/// A number under the column of that name.
pub(super) fn number(html: &mut Markup, column: &'static str, number: impl AsRef<str>) {
    html.put("<td role=\"cell\" class=\"num\" data-column=\"", column, "\">");
    html.text(number).raw("</td>");
}

/// Folds what follows if it has more than `limit` rows. What it returns goes to [`unfold`].
pub(super) fn fold(html: &mut Markup, rows: usize, limit: usize, all: &'static str) -> bool {
    if rows > limit {
        html.put("<details>\n<summary>All ", grouped(rows as u64), " ").raw(all);
        html.raw("</summary>\n");
    }
    rows > limit
}

/// Ends what [`fold`] began.
pub(super) fn unfold(html: &mut Markup, folded: bool) {
    if folded {
        html.raw("</details>\n");
    }
}

/// Ends the table.
pub(super) fn close(html: &mut Markup) {
    html.raw("</tbody>\n</table>\n</div>\n");
}
