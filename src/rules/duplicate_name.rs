//! `duplicate-name`: several entries of one name.

use super::{Check, EntryCx, Place, RecordsCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::text::Span;
use crate::value::Value;
use crate::value::placeholder::is_placeholder;

rule! {
    /// Two or more entries of the same name, without regard to case.
    ///
    /// ## Why
    ///
    /// Mostly one thing was added a second time, by someone who did not see
    /// the first. If they are two things, nobody can tell them apart.
    ///
    /// In a README that no catalog manages, rows of one name right below each
    /// other are only noted: the next column may tell them apart.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: ABIDE
    ///   link: https://example.org/abide
    /// - name: Abide
    ///   link: https://example.org/abide-2
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: ABIDE
    ///   link: https://example.org/abide
    /// - name: ABIDE II
    ///   link: https://example.org/abide-2
    /// ```
    ///
    /// ## Fix
    ///
    /// None: join the two entries, or name them apart. If one stands in two
    /// sections rightly, say so at the second:
    /// `# catalint-ignore duplicate-name: belongs to both`.
    "duplicate-name",
    Some(Level::Warning),
    Fixable::No,
    "several entries of one name",
    Check::Records(check)
}

fn check(cx: &RecordsCx<'_>, out: &mut Vec<Finding>) {
    for group in cx.index.repeated_names() {
        let [first, second, rest @ ..] = group.as_slice() else { continue };
        let name = name_of(cx, second);
        if is_placeholder(&name) {
            continue;
        }
        let where_else = match second.section_number == first.section_number {
            true => String::new(),
            false => format!(", in the section {}", first.section.title.get(cx.language())),
        };
        let level = if !cx.is_catalog() && are_neighbours(&group) { Level::Info } else { Level::Warning };
        let shown = EntryCx { records: cx, section: second.section, entry: second.entry }.label();
        let mut found = Finding::new(
            NAME,
            level,
            second.file(),
            span_of(cx, second),
            format!("`{shown}` stands in this list {} times", group.len()),
        )
        .label("again here")
        .related(Label::new(first.file(), span_of(cx, first), format!("first here{where_else}")))
        .help("join the entries, or name them apart")
        .subject(name.trim());
        for place in rest {
            found = found.related(Label::new(place.file(), span_of(cx, place), "and here"));
        }
        out.push(found);
    }
}

/// Whether the entries stand one below the other: rows of one thing, told apart
/// by the next column.
fn are_neighbours(group: &[Place<'_>]) -> bool {
    group.windows(2).all(|pair| {
        (pair[0].section_number, pair[0].entry_number + 1) == (pair[1].section_number, pair[1].entry_number)
    })
}

fn name_of(cx: &RecordsCx<'_>, place: &Place<'_>) -> String {
    match &place.slot.value {
        Some(Value::Text(text)) => text.get(cx.language()).to_string(),
        _ => String::new(),
    }
}

/// The name alone, where it shares its cell with a link.
fn span_of(cx: &RecordsCx<'_>, place: &Place<'_>) -> Span {
    let entry = EntryCx { records: cx, section: place.section, entry: place.entry };
    let value = entry.field(usize::from(place.slot.field));
    if cx.is_catalog() { value.place() } else { value.place_of(&name_of(cx, place), 0) }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn one_finding_shows_all_places() {
        let text = "- name: ADNI\n- name: OASIS\n- name: adni\n- name: { en: ADNI, zh-Hans: 阿 }\n- name: '-'\n- name: '-'\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.messages(RULE), ["`adni` stands in this list 3 times"]);
        assert_eq!(found.related(RULE), ["ADNI", "{ en: ADNI, zh-Hans: 阿 }"]);
    }
}
