//! Is it a list of records? Evidence, each with its weight and in words.
//!
//! Owns the judgement and its explanation; the report shows both. It refuses
//! to look at bytes: whoever asks has counted what there is to see
//! ([`TableSigns`], [`ListSigns`], [`HeadingSigns`]).

use super::aside;

/// One piece of evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// For (above 0) or against records.
    pub weight: i32,
    /// In a few words.
    pub text: String,
}

/// Whether something holds records, and why.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verdict {
    /// The evidence, the weightiest first.
    pub reasons: Vec<Reason>,
    /// Whether it was decided from outside (an option, a region).
    pub forced: Option<String>,
    /// Whether it is taken.
    pub taken: bool,
    /// Whether it holds records, but could not be taken: a person should look.
    pub blames: bool,
}

/// The least sum of evidence that makes records.
const ENOUGH: i32 = 3;

impl Verdict {
    /// The sum of the evidence.
    pub fn score(&self) -> i32 {
        self.reasons.iter().map(|reason| reason.weight).sum()
    }

    /// Whether a little more evidence would have turned it.
    pub fn is_close(&self) -> bool {
        self.forced.is_none() && (ENOUGH - 2..ENOUGH + 1).contains(&self.score())
    }

    /// Decided from outside.
    pub fn forced(why: impl Into<String>, taken: bool) -> Verdict {
        Verdict { forced: Some(why.into()), taken, ..Verdict::default() }
    }

    /// Holds records and has to be left all the same.
    pub(super) fn stuck(why: impl Into<String>) -> Verdict {
        Verdict { forced: Some(why.into()), blames: true, ..Verdict::default() }
    }

    /// Whether it is so plainly no list of records that it needs no word.
    pub(super) fn is_silent(&self) -> bool {
        !self.taken
            && self.forced.is_none()
            && self.score() <= -2
            && !self.reasons.iter().any(|it| it.weight > 1)
    }

    /// The reasons that speak for what was decided, in words.
    pub fn explain(&self) -> String {
        if let Some(why) = &self.forced {
            return why.clone();
        }
        let words: Vec<&str> = self
            .reasons
            .iter()
            .filter(|reason| (reason.weight > 0) == self.taken)
            .take(3)
            .map(|reason| reason.text.as_str())
            .collect();
        match (words.is_empty(), self.reasons.is_empty()) {
            (false, _) => words.join("; "),
            (true, true) => "nothing speaks for records".to_string(),
            (true, false) => format!("too little speaks for records ({})", self.reasons[0].text),
        }
    }

    /// Adds evidence and decides again.
    pub(super) fn add(&mut self, weight: i32, text: impl Into<String>) {
        if weight != 0 && self.forced.is_none() {
            self.reasons.push(Reason { weight, text: text.into() });
            self.reasons.sort_by_key(|reason| -reason.weight.abs());
            self.taken = self.score() >= ENOUGH;
        }
    }
}

/// What is to be seen of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct TableSigns {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Rows with a link that leads out of the file.
    pub(super) linked_rows: usize,
    /// Links to headings of the file.
    pub(super) fragments: usize,
    /// Rows whose name is like none other.
    pub(super) distinct: usize,
    /// How sure the header of the name's column is: 0 to 2.
    pub(super) name_header: u8,
    pub(super) first_header_empty: bool,
    pub(super) empty_headers: usize,
    /// Headers that lists of records have: link, size, licence, description.
    pub(super) record_headers: usize,
    /// Headers that say settings, signs or measurements.
    pub(super) other_headers: usize,
    /// Cells other than names that are known, and those that are numbers.
    pub(super) known: usize,
    pub(super) numbers: usize,
    /// Known cells that are signs without a letter or digit.
    pub(super) marks: usize,
    /// Cells that are images and nothing else.
    pub(super) images: usize,
    /// Headers that are names of rows too.
    pub(super) square: usize,
    /// Columns that the preset knows.
    pub(super) preset_columns: usize,
    /// Whether its columns are what it compares.
    pub(super) compares: bool,
    /// Whether rows are keyed by bare numbers and no column is one of names.
    pub(super) keyed: bool,
}

pub(super) fn table(signs: &TableSigns, heading: Option<&str>) -> Verdict {
    let mut verdict = Verdict::default();
    let share = percent;
    let linked = share(signs.linked_rows, signs.rows);
    if linked >= 50 {
        verdict.add(3, format!("{linked} % of the rows hold a link"));
    } else if signs.linked_rows > 0 {
        verdict.add(1, "some rows hold a link");
    }
    match signs.name_header {
        2 => verdict.add(3, "a column is headed as one of names"),
        1 => verdict.add(2, "a column is headed as one of names"),
        _ => {}
    }
    if signs.preset_columns >= 3 {
        verdict.add(3, format!("the preset knows {} of its columns", signs.preset_columns));
    }
    if signs.record_headers > 0 {
        let weight = if signs.record_headers > 2 { 2 } else { 1 };
        verdict.add(weight, "headers that lists of records have");
    }
    if signs.rows >= 3 && signs.distinct == signs.rows {
        verdict.add(1, "every row has a name of its own");
    }
    if signs.first_header_empty {
        verdict.add(-3, "the first column has no header");
    }
    if signs.columns > 1 && signs.empty_headers == signs.columns {
        verdict.add(-3, "no column has a header: a layout");
    }
    if signs.square >= 3 && signs.square * 2 >= signs.columns {
        verdict.add(-5, "its columns are called as its rows are: a matrix");
    }
    if signs.known > 0 && share(signs.numbers, signs.known) >= 60 && linked < 50 {
        verdict.add(-3, "most cells are numbers: measurements");
    }
    if signs.known > 0 && share(signs.images, signs.known) >= 60 {
        verdict.add(-4, "most cells are images: a layout or badges");
    }
    if signs.fragments > 0 && signs.fragments >= signs.linked_rows {
        verdict.add(-5, "its links lead to headings of this file: a table of contents");
    }
    if signs.other_headers > 0 {
        verdict.add(
            -3 * i32::try_from(signs.other_headers.min(2)).unwrap_or(2),
            "headers of settings, signs or measurements",
        );
    }
    if signs.compares {
        verdict.add(-5, "its columns are compared, not its rows");
    }
    if signs.keyed {
        verdict.add(-4, "rows keyed by a number, with no name: references");
    }
    if signs.columns < 2 {
        verdict.add(-2, "a single column");
    }
    if signs.name_header == 2 && signs.other_headers == 0 && heading.is_some_and(aside::lists_records) {
        verdict.add(2, "the heading above says that records are listed");
    }
    if signs.known > 0 && share(signs.marks, signs.known) >= 60 {
        verdict.add(-3, "most cells are signs: a comparison");
    }
    about_heading(&mut verdict, heading);
    verdict
}

/// What a list stands under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Under {
    /// No heading.
    #[default]
    Nothing,
    /// The README's title.
    Title,
    /// A heading of level 2 or more, or an item that names it.
    Heading,
}

/// What is to be seen of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct ListSigns {
    pub(super) items: usize,
    /// Items that name something and link it.
    pub(super) linked: usize,
    /// Items that name something in bold, without a link.
    pub(super) named: usize,
    /// Linked items that say something besides.
    pub(super) described: usize,
    /// Items whose link is one to a heading of the file.
    pub(super) fragments: usize,
    /// Items whose link is to a file of the repository.
    pub(super) local: usize,
    /// Items whose only link stands inside a sentence.
    pub(super) mentions: usize,
    pub(super) tasks: usize,
    /// Items that are pictures or badges.
    pub(super) images: usize,
    /// Items whose name is what links of an entry are called.
    pub(super) labels: usize,
    /// What stands above it.
    pub(super) under: Under,
    /// Whether its items are steps (numbered, in the imperative).
    pub(super) numbered: bool,
    /// Whether its items are paragraphs.
    pub(super) paragraphs: bool,
}

pub(super) fn list(signs: &ListSigns, heading: Option<&str>) -> Verdict {
    let mut verdict = Verdict::default();
    let share = |part: usize| percent(part, signs.items);
    if share(signs.fragments) >= 40 {
        verdict.add(-8, "its links lead to headings of this file: a table of contents");
    }
    let linked = share(signs.linked);
    if linked >= 80 {
        verdict.add(4, format!("{linked} % of the items name something and link it"));
    } else if linked >= 50 {
        verdict.add(3, format!("{linked} % of the items name something and link it"));
    } else if linked == 0 && signs.named == 0 {
        verdict.add(-4, "no item names and links something");
    }
    if linked == 0 && signs.named > 0 {
        verdict.add(-2, "no item has a link");
    }
    if signs.linked + signs.named >= 2 && share(signs.linked + signs.named) >= 80 && linked < 80 {
        verdict.add(1, "the others have a name");
    }
    if signs.items >= 3 && signs.linked >= 3 {
        verdict.add(1, format!("{} items", signs.items));
    }
    if share(signs.described) >= 50 {
        verdict.add(1, "the items say something besides their name");
    }
    if share(signs.mentions) >= 50 {
        verdict.add(-3, "its links stand inside sentences");
    }
    if share(signs.local) >= 50 {
        verdict.add(-2, "its links lead to files of the repository");
    }
    if share(signs.tasks) >= 50 {
        // A reading list has something to read in each.
        verdict.add(if linked >= 80 { -2 } else { -3 }, "a list of tasks");
    }
    if share(signs.images) >= 50 {
        verdict.add(-4, "its items are pictures or badges");
    }
    if signs.numbered && signs.linked * 2 < signs.items {
        verdict.add(-2, "numbered steps");
    }
    if signs.paragraphs {
        verdict.add(-1, "they are paragraphs");
    }
    if share(signs.labels) >= 50 {
        verdict.add(-4, "its links are called as those of one project are");
    }
    match signs.under {
        Under::Nothing => verdict.add(-2, "no heading stands above it"),
        Under::Title => verdict.add(-1, "only the title stands above it"),
        Under::Heading => {}
    }
    about_heading(&mut verdict, heading);
    verdict
}

/// What is to be seen of headings with text below them.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadingSigns {
    /// Those that look like a record.
    pub(super) alike: usize,
    /// Of these, whose heading is a link.
    pub(super) linked: usize,
    /// That have a paragraph which is an address and nothing else.
    pub(super) addressed: usize,
    /// That have lines like `**Size:** …`.
    pub(super) keyed: usize,
    /// That have a line of links called as an entry's links are.
    pub(super) link_lines: usize,
    /// That link something at all.
    pub(super) links: usize,
    /// That show a picture.
    pub(super) pictures: usize,
    /// That hold code.
    pub(super) code: usize,
    /// Lists of records that stand beside them, under siblings.
    pub(super) beside_records: usize,
}

pub(super) fn headings(signs: &HeadingSigns, heading: Option<&str>) -> Verdict {
    let mut verdict = Verdict::default();
    let share = |part: usize| percent(part, signs.alike);
    if share(signs.linked) >= 60 {
        verdict.add(4, "the headings are links");
    }
    if share(signs.addressed) >= 50 {
        verdict.add(3, "an address stands below each heading");
    } else if share(signs.links) >= 60 {
        verdict.add(1, "links below each heading");
    }
    if share(signs.keyed) >= 60 {
        // One heading alone may be any text with emphasis in it.
        let weight = match (signs.alike, signs.links) {
            (1, 0) => 0,
            (1, _) => 2,
            _ => 3,
        };
        verdict.add(weight, "lines of the form **Key:** value");
    }
    if share(signs.link_lines) >= 60 {
        verdict.add(2, "a line of links below each heading");
    }
    if signs.alike >= 3 {
        verdict.add(1, format!("{} headings alike", signs.alike));
    }
    if share(signs.pictures) >= 50 {
        verdict.add(1, "pictures");
    }
    if signs.beside_records > 0 {
        verdict.add(1, "its siblings list records");
    }
    if heading.is_some_and(aside::lists_records) {
        verdict.add(1, "the heading above says that records are listed");
    }
    if signs.alike == 1 && signs.linked + signs.addressed + signs.keyed + signs.link_lines == 0 {
        verdict.add(-2, "a heading alone");
    }
    if share(signs.code) >= 60 && signs.keyed == 0 {
        verdict.add(-4, "code below the headings");
    }
    about_heading(&mut verdict, heading);
    verdict
}

fn about_heading(verdict: &mut Verdict, heading: Option<&str>) {
    if let Some((words, weight)) = heading.and_then(aside::word_in) {
        verdict.add(weight, format!("the heading says “{words}”"));
    }
}

/// How many of a hundred.
fn percent(part: usize, all: usize) -> usize {
    (part * 100).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_data_sets_is_taken_and_says_why() {
        let signs = TableSigns {
            rows: 4,
            columns: 3,
            linked_rows: 4,
            distinct: 4,
            name_header: 2,
            ..TableSigns::default()
        };
        let verdict = table(&signs, Some("Brain"));
        assert!(verdict.taken);
        assert!(verdict.explain().contains("100 % of the rows hold a link"));
    }

    #[test]
    fn tables_that_hold_no_records_are_left() {
        let base = TableSigns { rows: 4, columns: 4, distinct: 4, ..TableSigns::default() };
        for signs in [
            TableSigns { first_header_empty: true, known: 12, numbers: 12, ..base.clone() },
            TableSigns { square: 4, name_header: 1, ..base.clone() },
            TableSigns { fragments: 4, linked_rows: 4, name_header: 1, ..base.clone() },
            TableSigns { other_headers: 2, ..base.clone() },
            TableSigns { keyed: true, name_header: 1, ..base.clone() },
        ] {
            assert!(!table(&signs, None).taken, "{signs:?}");
        }
    }

    #[test]
    fn headings_speak_against_lists_below_them() {
        let signs = ListSigns { items: 3, linked: 3, under: Under::Heading, ..ListSigns::default() };
        assert!(list(&signs, Some("Tools")).taken);
        assert!(!list(&signs, Some("Contributing")).taken);
        assert!(!list(&signs, Some("Table of Contents")).taken);
    }
}
