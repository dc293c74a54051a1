//! `duplicate-link`: one link for several entries.

use super::{Check, EntryCx, Place, RecordsCx};
use crate::finding::{Finding, Fixable, Label, Level, listed};
use crate::value::Value;

rule! {
    /// Two or more entries whose main link leads to the same page. `http` and
    /// `https`, `www.`, a final slash and tracking parameters make no
    /// difference, nor do the forms of a DOI.
    ///
    /// ## Why
    ///
    /// Either one thing is listed twice, or a row was copied and its link
    /// forgotten: then one of the two leads to the wrong data.
    ///
    /// Entries whose names begin or end alike (`MSD Heart`, `MSD Liver`) may
    /// well be parts of one thing with one page: that is only noted.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: MSD Heart
    ///   link: https://example.org/23911
    /// - name: 3D-IRCADb
    ///   link: https://www.example.org/23911/
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: MSD Heart
    ///   link: https://example.org/23911
    /// - name: 3D-IRCADb
    ///   link: https://example.org/ircad
    /// ```
    ///
    /// ## Fix
    ///
    /// None: find out which entry the link belongs to. If two share a page
    /// rightly, say so at the second:
    /// `# catalint-ignore duplicate-link: one page for both`.
    "duplicate-link",
    Some(Level::Warning),
    Fixable::No,
    "one link for several entries",
    Check::Records(check)
}

fn check(cx: &RecordsCx<'_>, out: &mut Vec<Finding>) {
    for group in cx.index.repeated_links() {
        let url = url_of(&group[0]);
        // What cannot be reached is told for what it is.
        if !url.contains("://") || url.ends_with("://") {
            continue;
        }
        let mut entries: Vec<&Place<'_>> = Vec::new();
        for place in &group {
            if entries.last().is_none_or(|last| !std::ptr::eq(last.entry, place.entry)) {
                entries.push(place);
            }
        }
        let [first, second, rest @ ..] = entries.as_slice() else { continue };
        let name =
            |place: &Place<'_>| EntryCx { records: cx, section: place.section, entry: place.entry }.label();
        let names: Vec<String> = entries.iter().map(|place| format!("`{}`", name(place))).collect();
        let level = if are_parts(&entries.iter().map(|place| name(place)).collect::<Vec<_>>()) {
            Level::Info
        } else {
            Level::Warning
        };
        let mut found = Finding::new(
            NAME,
            level,
            second.file(),
            second.span(),
            format!("one link for {} entries: {}", entries.len(), listed(&names)),
        )
        .label("the same page again")
        .related(Label::new(first.file(), first.span(), format!("first here, for {}", names[0])))
        .help("find out which entry it belongs to, and correct the others")
        .subject(url);
        for (place, name) in rest.iter().zip(&names[2..]) {
            found = found.related(Label::new(place.file(), place.span(), format!("and here, for {name}")));
        }
        out.push(found);
    }
}

/// Whether the names are those of parts or versions of one thing: they are not
/// the same, and begin or end with the same word.
fn are_parts(names: &[String]) -> bool {
    let words = |name: &str| -> Vec<String> {
        let split = name.split(|c: char| !c.is_alphanumeric());
        split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let names: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
    let Some((first, rest)) = names.split_first() else { return false };
    let shares = |one: Option<&String>, two: Option<&String>| {
        one.is_some_and(|word| two == Some(word) && word.len() > 2)
    };
    rest.iter().all(|other| other != first)
        && (rest.iter().all(|other| shares(first.first(), other.first()))
            || rest.iter().all(|other| shares(first.last(), other.last())))
}

fn url_of<'a>(place: &Place<'a>) -> &'a str {
    match &place.slot.value {
        Some(Value::Links(links)) => links.get(place.part).map_or("", |link| &*link.url),
        Some(Value::Raw(text)) => text,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::entries;

    const RULE: &str = super::NAME;

    #[test]
    fn one_finding_shows_all_places() {
        let text = "- name: a\n  link: https://example.org/x\n- name: b\n  link: https://example.org/y\n- name: c\n  link: HTTP://www.example.org/x/\n- name: d\n  link: https://example.org/x?utm_source=z\n";
        let found = entries(text, &[RULE]);
        assert_eq!(found.places(RULE), ["HTTP://www.example.org/x/"]);
        assert_eq!(found.related(RULE), ["https://example.org/x", "https://example.org/x?utm_source=z"]);
        assert_eq!(found.messages(RULE), ["one link for 3 entries: `a`, `c`, `d`"]);
    }

    #[test]
    fn parts_of_one_thing_may_share_a_page() {
        use crate::finding::Level;
        let level = |one: &str, two: &str| {
            let text = format!(
                "- {{ name: {one}, link: 'https://example.org/x' }}\n- {{ name: {two}, link: 'https://example.org/x' }}\n"
            );
            entries(&text, &[RULE]).findings[0].level
        };
        assert_eq!(level("MSD Heart", "MSD Liver"), Level::Info);
        assert_eq!(level("Shenzhen X-ray Set", "Montgomery X-ray Set"), Level::Info);
        assert_eq!(level("MSD Heart", "3D-IRCADb"), Level::Warning);
        assert_eq!(level("SlimPajama", "Slimpajama"), Level::Warning);
    }

    #[test]
    fn links_cut_short_and_placeholders_are_not_the_same_page() {
        let text = "- name: a\n  link: https://\n- name: b\n  link: https://\n- name: c\n  link: '#'\n- name: d\n  link: '#'\n";
        assert_eq!(entries(text, &[RULE]).rules(), [""; 0]);
    }
}
