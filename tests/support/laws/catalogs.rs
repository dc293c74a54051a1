//! Laws of catalogs: what is read is written and read again as it was, layout
//! changes no meaning, rendering twice is rendering once, fixes end.

use catalint::catalog::format::format;
use catalint::catalog::{self, Catalog, Read, write, yaml};
use catalint::drift;
use catalint::finding::{Finding, Level};
use catalint::lint::{Levels, MAX_PASSES, Run, Settings, apply_pass, fixes};
use catalint::readme::{Document, regions};
use catalint::render;
use catalint::text::{FileId, Source, Sources, Span, apply};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A catalog with its source, without a file system to include from.
pub fn read(text: &str) -> (Sources, Result<Read, Box<Finding>>) {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", text));
    let read = catalog::read(&mut sources, file, &mut |_| Err("no includes here".to_string()));
    (sources, read)
}

/// A catalog that has no error in its structure, so that it can be rendered.
pub fn sound(text: &str) -> Option<Catalog> {
    let read = read(text).1.ok()?;
    read.findings.iter().all(|finding| finding.level != Level::Error).then_some(read.catalog)
}

fn lint(text: &str) -> Option<Vec<Finding>> {
    let (sources, read) = read(text);
    let read = read.ok()?;
    let levels = Levels::new(&Settings::default(), Some(&read.catalog));
    let mut run = Run::new(&levels);
    run.catalog(&sources, &read);
    let found = run.finish();
    super::findings(&sources, &found);
    Some(found)
}

/// Whatever the text is, reading it tells what is wrong at places in it; and
/// a sound catalog is written so that it is read as it was.
pub fn reading(text: &str) {
    both_readers(text);
    let (sources, read) = read(text);
    let read = match read {
        Ok(read) => read,
        Err(finding) => return super::findings(&sources, &[*finding]),
    };
    super::findings(&sources, &read.findings);
    lint(text);
    if let Some(catalog) = sound(text) {
        let written = write::catalog(&catalog);
        let again = sound(&written).unwrap_or_else(|| panic!("no sound catalog any more:\n{written}"));
        same_entries(&catalog, &again, &written);
        assert_eq!(write::catalog(&again), written, "writing twice is writing once");
    }
}

/// The short way through plain YAML and the long one give the same tree.
fn both_readers(text: &str) {
    if let Ok((root, findings)) = yaml::parse(text, FileId(0)) {
        let long = yaml::parse_by_events(text, FileId(0)).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        assert_eq!((root, findings), long, "{text}");
    }
}

/// The canonical layout keeps every value and comment, and is done once.
pub fn layout(text: &str) {
    let Ok(formatted) = format(text, FileId(0)) else { return };
    assert_eq!(format(&formatted, FileId(0)).as_deref(), Ok(formatted.as_str()), "laying out twice\n{text}");
    let comments = |text: &str| -> Vec<String> {
        let all = yaml::comments(text);
        all.into_iter().map(|span| text[span.range()].trim_end().to_string()).collect()
    };
    assert_eq!(comments(&formatted), comments(text), "comments\n{text}\n---\n{formatted}");
    let (before, after) = (read(text).1, read(&formatted).1);
    if let (Ok(before), Ok(after)) = (before, after) {
        same_entries(&before.catalog, &after.catalog, &formatted);
        let rules = |read: &Read| -> BTreeSet<(&str, String)> {
            read.findings.iter().map(|finding| (finding.rule, finding.message.clone())).collect()
        };
        assert_eq!(rules(&after), rules(&before), "\n{text}\n---\n{formatted}");
    } else {
        assert_eq!(formatted, text, "what is no catalog is left alone");
    }
}

fn same_entries(one: &Catalog, two: &Catalog, text: &str) {
    let all = |catalog: &Catalog| -> Vec<_> {
        let walk = catalog.walk();
        walk.flat_map(|(_, section)| section.entries.iter().map(|entry| (section.id.clone(), entry.clone())))
            .collect()
    };
    let (one, two) = (all(one), all(two));
    assert_eq!(one.len(), two.len(), "\n{text}");
    for ((section, one), (other, two)) in one.iter().zip(&two) {
        assert!(section == other && one.same_values(two), "{one:?}\n{two:?}\n{text}");
    }
}

/// A README with a region for each section at the top, and the two that are
/// computed.
pub fn readme_of(catalog: &Catalog) -> String {
    let mut out =
        String::from("# T\n\nbefore\n\n<!-- catalint:begin contents -->\n<!-- catalint:end contents -->\n");
    for section in &catalog.sections {
        let id = &section.id;
        let _ = write!(out, "\n## H\n\n<!-- catalint:begin {id} -->\n<!-- catalint:end {id} -->\n");
    }
    out.push_str("\n<!-- catalint:begin summary -->\n<!-- catalint:end summary -->\n\nafter\n");
    out
}

/// The README as the catalog renders it, in its first language.
pub fn rendered(catalog: &Catalog, readme: &str) -> String {
    let source = Source::new("README.md", readme);
    let output = render::output(catalog, &source, &regions(readme), catalog.language());
    output.unwrap_or_else(|faults| panic!("{faults:?}\n{readme}")).text
}

/// Outside of regions no byte changes, marks stay marks, and rendering twice
/// is rendering once, whatever the line ends.
pub fn rendering(text: &str) {
    let Some(catalog) = sound(text) else { return };
    for readme in [readme_of(&catalog), readme_of(&catalog).replace('\n', "\r\n")] {
        let once = rendered(&catalog, &readme);
        let (before, after) = (regions(&readme), regions(&once));
        assert!(after.faults.is_empty(), "{:?}\n{once}", after.faults);
        assert_eq!(before.regions.len(), after.regions.len(), "\n{once}");
        let (mut from, mut to) = (0, 0);
        for (old, new) in before.regions.iter().zip(&after.regions) {
            assert_eq!(old.name, new.name, "\n{once}");
            assert_eq!(readme[from..old.body.start()], once[to..new.body.start()], "\n{once}");
            (from, to) = (old.end.end(), new.end.end());
        }
        assert_eq!(readme[from..], once[to..], "\n{once}");
        let source = Source::new("README.md", once.as_str());
        let twice = render::output(&catalog, &source, &after, catalog.language()).expect("no faults");
        assert_eq!(twice.text, once, "rendering twice");
        assert!(drift::find("README.md", &once, &twice, None).is_empty());
        assert!(is_none(&catalog, &once));
        super::documents::linting_of(&once, &catalog);
        assert!(!is_none(&catalog, &readme), "empty regions differ");
        comparing(&catalog, &once, after.regions.iter().map(|region| region.body));
    }
}

fn is_none(catalog: &Catalog, text: &str) -> bool {
    drift::is_none(catalog, text, &Document::parse(text), &regions(text), catalog.language())
}

/// Comparing piece by piece finds what comparing whole regions finds, wherever
/// in the `bodies` of `once` a line end or anything else was changed.
fn comparing(catalog: &Catalog, once: &str, bodies: impl Iterator<Item = Span>) {
    for body in bodies {
        let found = &once[body.range()];
        let middle = (0..=found.len() / 2).rfind(|&at| found.is_char_boundary(at)).unwrap_or(0);
        for at in [0, middle, found.trim_end().len(), found.len()] {
            let (head, tail) = found.split_at(at);
            let end = if once.contains("\r\n") { "\r\n" } else { "\n" };
            let other = if end == "\n" { "\r\n" } else { "\n" };
            let shorter = head.char_indices().next_back().map_or("", |(at, _)| &head[..at]);
            for changed in [
                [head, "x", tail].concat(),
                [head, end, tail].concat(),
                [shorter, tail].concat(),
                [&head.replace(end, other), tail].concat(),
                [head, &tail.replacen(end, other, 2)].concat(),
                tail.to_string(),
                head.to_string(),
            ] {
                let text = [&once[..body.start()], &changed, &once[body.end()..]].concat();
                let source = Source::new("README.md", text.as_str());
                // An edit can take a mark with it.
                let Ok(whole) = render::output(catalog, &source, &regions(&text), catalog.language()) else {
                    continue;
                };
                let differs = drift::differing(&text, &whole).next().is_some();
                assert_eq!(is_none(catalog, &text), !differs, "\n{text}");
            }
        }
    }
}

/// Fixes never overlap, they end, and safe ones keep a sound catalog sound.
pub fn fixing(text: &str) {
    for unsafe_too in [false, true] {
        let mut text = text.to_string();
        let was_sound = sound(&text).is_some();
        let mut left = MAX_PASSES;
        while let Some(found) = lint(&text) {
            let (edits, count) = fixes(&found, unsafe_too);
            if count == 0 {
                break;
            }
            assert!(left > 0, "fixing does not end:\n{text}");
            left -= 1;
            for edits in edits.values() {
                apply(&text, edits).unwrap_or_else(|overlap| panic!("{overlap}\n{text}"));
                text = apply_pass(&text, edits);
            }
            assert!(read(&text).1.is_ok(), "no YAML any more:\n{text}");
        }
        assert!(!was_sound || sound(&text).is_some(), "no sound catalog any more:\n{text}");
    }
}
