//! `table-columns-differ`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::readme::{HeadingId, Table};
use crate::text::Span;
use crate::value::suggest::closest;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

rule! {
    /// Tables of sections side by side that have nearly the same columns: one
    /// has them in another order, spells a title differently, or has one
    /// column more or less than most.
    ///
    /// ## Why
    ///
    /// The reader looks for a value where the last table had it. Read by
    /// program, such tables need a set of fields each.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// ### Brain
    ///
    /// | Dataset | Modality | Size |
    /// | --- | --- | --- |
    /// | MSD | MRI | 484 |
    ///
    /// ### Heart
    ///
    /// | Dataset | Size | Modality |
    /// | --- | --- | --- |
    /// | MMWHS | 40 | CT |
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// ### Brain
    ///
    /// | Dataset | Modality | Size |
    /// | --- | --- | --- |
    /// | MSD | MRI | 484 |
    ///
    /// ### Heart
    ///
    /// | Dataset | Modality | Size |
    /// | --- | --- | --- |
    /// | MMWHS | CT | 40 |
    /// ```
    ///
    /// ## Fix
    ///
    /// None: which of the tables is right, only a person knows.
    "table-columns-differ",
    Some(Level::Warning),
    Fixable::No,
    "tables side by side with nearly the same columns",
    Check::Document(check)
}

/// Fewer columns are soon alike by chance, more are no table for reading.
const COLUMNS: RangeInclusive<usize> = 3..=64;

struct Titles<'a> {
    table: &'a Table,
    titles: Vec<String>,
}

/// What is different about a table's columns.
#[derive(Clone, Copy)]
enum Difference {
    Order,
    /// These two titles are one, spelt in two ways.
    Spelling(usize, usize),
    /// This column is one that most don't have.
    More(usize),
    /// It lacks this column of most.
    Less(usize),
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    let mut groups: BTreeMap<Option<HeadingId>, Vec<Titles<'_>>> = BTreeMap::new();
    for table in &document.tables {
        if !COLUMNS.contains(&table.columns()) || table.parent.is_some() || cx.is_managed(table.span) {
            continue;
        }
        let title = |span: &crate::readme::Cell| {
            let words: Vec<String> =
                document.plain(span.plain).split_whitespace().map(str::to_lowercase).collect();
            words.join(" ")
        };
        let titles = table.header.cells.iter().map(title).collect();
        let parent = table.section.and_then(|section| document.heading(section).parent);
        groups.entry(parent).or_default().push(Titles { table, titles });
    }
    for group in groups.values() {
        let mut counts: BTreeMap<&[String], (usize, usize)> = BTreeMap::new();
        for (index, one) in group.iter().enumerate() {
            counts.entry(&one.titles).or_insert((0, index)).0 += 1;
        }
        // Of equally many, the first of the README is the model.
        let usual = counts.values().max_by_key(|(count, first)| (*count, std::cmp::Reverse(*first)));
        let Some(&(count, first)) = usual else { continue };
        let model = &group[first];
        for one in group.iter().filter(|one| one.titles != model.titles) {
            let alike = counts.get(one.titles.as_slice()).map_or(0, |(count, _)| *count);
            // What a good part of the tables has is no slip.
            let rare = alike * 4 <= count;
            match difference(&model.titles, &one.titles) {
                Some(Difference::More(_) | Difference::Less(_)) if !rare => {}
                Some(difference) => out.push(told(cx, model, one, count, difference)),
                None => {}
            }
        }
    }
}

fn told(
    cx: &DocumentCx<'_>,
    model: &Titles<'_>,
    one: &Titles<'_>,
    count: usize,
    difference: Difference,
) -> Finding {
    let title = |table: &Titles<'_>, index: usize| {
        let cell = &table.table.header.cells[index];
        (cell.span, cx.document.plain(cell.plain).trim().to_string())
    };
    let whole = header(one.table);
    let (level, place, message, help) = match difference {
        Difference::Order => {
            let titles: Vec<String> = (0..model.titles.len()).map(|index| title(model, index).1).collect();
            (
                Level::Warning,
                whole,
                "this table has the same columns as the one it goes with, in another order".to_string(),
                format!("put them in the order {}", titles.join(", ")),
            )
        }
        Difference::Spelling(of_model, of_one) => {
            let (place, written) = title(one, of_one);
            let (_, usual) = title(model, of_model);
            (
                Level::Warning,
                place,
                format!("`{written}` is `{usual}` in the table it goes with"),
                format!("write `{usual}`"),
            )
        }
        Difference::More(index) => {
            let (place, name) = title(one, index);
            (
                Level::Info,
                place,
                format!("{count} tables beside this one have no column `{name}`"),
                "give all of them the same columns".to_string(),
            )
        }
        Difference::Less(index) => {
            let (_, name) = title(model, index);
            (
                Level::Info,
                whole,
                format!("{count} tables beside this one have a column `{name}`, this one has none"),
                "give all of them the same columns".to_string(),
            )
        }
    };
    let related = Label::new(cx.file, header(model.table), "the columns to go by");
    cx.finding(NAME, level, place, message).related(related).help(help).subject(cx.title(one.table.section))
}

/// The titles, from the first to the last.
fn header(table: &Table) -> Span {
    let cells = &table.header.cells;
    match (cells.first(), cells.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => table.header.span,
    }
}

fn difference(model: &[String], one: &[String]) -> Option<Difference> {
    let only = |of: &[String], other: &[String]| -> Vec<usize> {
        (0..of.len()).filter(|&index| !other.contains(&of[index])).collect()
    };
    let (missing, further) = (only(model, one), only(one, model));
    match (missing.as_slice(), further.as_slice()) {
        ([], []) if model.len() == one.len() => Some(Difference::Order),
        (&[of_model], &[of_one]) if model.len() == one.len() => {
            let alike = of_model == of_one
                && closest(&one[of_one], [model[of_model].as_str()]).is_some()
                && !model[of_model].is_empty();
            alike.then_some(Difference::Spelling(of_model, of_one))
        }
        ([], &[index]) if one.len() == model.len() + 1 => Some(Difference::More(index)),
        (&[index], []) if one.len() + 1 == model.len() && COLUMNS.contains(&one.len()) => {
            Some(Difference::Less(index))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;

    fn sections(headers: &[&str]) -> String {
        headers
            .iter()
            .map(|header| {
                format!("## S\n\n{header}\n{}\n\n", header.replace(|ch| ch != '|', "-").replace("|-", "|---"))
            })
            .collect()
    }

    fn told(headers: &[&str]) -> Vec<String> {
        readme(&sections(headers), &[super::NAME])
            .findings
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn titles_that_differ_in_spelling_are_told_at_the_odd_one() {
        assert_eq!(
            told(&["|a|label|link|", "|a|labels|link|"]),
            ["`labels` is `label` in the table it goes with"]
        );
        assert_eq!(told(&["|A|label|link|", "|a|Label|link|"]).len(), 0);
    }

    #[test]
    fn a_column_more_or_less_is_told_where_most_agree() {
        let same = "|a|b|c|d|";
        let most = [same; 4];
        let with = |odd: &'static str| [most.as_slice(), &[odd]].concat();
        assert_eq!(told(&with("|a|b|c|")).len(), 1);
        assert_eq!(told(&with("|a|b|c|d|e|")).len(), 1);
        assert_eq!(told(&[same, same, "|a|b|c|"]).len(), 0);
        assert_eq!(told(&with("|a|x|y|")).len(), 0);
    }
}
