//! Law: reading the rendered README back yields the catalog that rendered it,
//! and what is written as YAML is read as it was.

#[expect(dead_code, reason = "each test file uses its own part of the support")]
mod support;

use catalint::catalog::{self, Catalog, Entry, Layout, write};
use catalint::readme::{read_back, regions};
use catalint::render;
use catalint::text::{Source, Sources};
use proptest::prelude::*;

fn read(yaml: &str) -> Catalog {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", yaml));
    let read = catalog::read(&mut sources, file, &mut |_| Err("no includes here".to_string()));
    match read {
        Ok(read) => read.catalog,
        Err(finding) => panic!("{yaml}\n{finding:?}"),
    }
}

fn known(entry: &Entry) -> Vec<(u16, String)> {
    let mut known: Vec<_> = entry
        .slots
        .iter()
        .filter_map(|slot| Some((slot.field, format!("{:?}", slot.value.as_ref()?.in_language("en")))))
        .collect();
    known.sort();
    known
}

fn assert_same(one: &[Entry], two: &[Entry], text: &str) {
    let one: Vec<_> = one.iter().map(known).collect();
    let two: Vec<_> = two.iter().map(known).collect();
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one, two, "\n{text}");
    }
    assert_eq!(one.len(), two.len(), "\n{text}");
}

/// Renders the region `a` into a README, and reads its entries back.
fn through_readme(catalog: &Catalog) -> (String, Vec<Entry>) {
    let readme =
        Source::new("README.md", "# T\n\n<!-- catalint:begin a -->\n<!-- catalint:end a -->\n\nafter\n");
    let found = regions(readme.text());
    let output = render::output(catalog, &readme, &found, "en").expect("the marks are right");
    let again = Source::new("README.md", output.text.clone());
    let found = regions(again.text());
    assert!(found.faults.is_empty(), "{:?}\n{}", found.faults, output.text);
    assert_eq!(found.regions.len(), 1, "{}", output.text);
    let twice = render::output(catalog, &again, &found, "en").expect("the marks are still right");
    assert_eq!(twice.text, output.text, "rendering twice is rendering once");
    assert!(output.text.ends_with("<!-- catalint:end a -->\n\nafter\n"));
    let body = &again.text()[found.regions[0].body.range()];
    let section = &catalog.sections[0];
    let level = render::section::entry_level(section, 0);
    let columns = read_back::columns(&section.fields);
    let entries = read_back::stretches(body, section.layout, section.marker, level)
        .iter()
        .filter(|stretch| stretch.piece == read_back::Piece::Entry)
        .map(|stretch| {
            let text = &body[stretch.span.range()];
            match section.layout {
                Layout::Table => read_back::row(&section.fields, &columns, &read_back::cells(text), "en"),
                Layout::List => read_back::item(&section.fields, text, "en"),
                Layout::Prose => read_back::prose_entry(&section.fields, text, "en", level),
            }
        })
        .collect();
    (output.text, entries)
}

/// A table shows no description and no picture.
fn without_hidden(catalog: &Catalog) -> Vec<Entry> {
    let section = &catalog.sections[0];
    section
        .entries
        .iter()
        .cloned()
        .map(|mut entry| {
            entry.slots.retain(|slot| {
                section.layout != Layout::Table || section.fields[usize::from(slot.field)].column
            });
            entry
        })
        .collect()
}

fn law(yaml: &str) {
    let catalog = read(yaml);
    let written = write::catalog(&catalog);
    let again = read(&written);
    assert_same(&catalog.sections[0].entries, &again.sections[0].entries, &written);
    let (readme, entries) = through_readme(&catalog);
    assert_same(&without_hidden(&catalog), &entries, &readme);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_read_back(yaml in support::catalog("table")) {
        law(&yaml);
    }

    #[test]
    fn aligned_tables_read_back(
        yaml in support::catalog("table"),
        align in prop::sample::select(vec!["center", "[left, right]", "[none, center, right, left, none, right]"]),
        tables in prop::sample::select(vec!["compact", "aligned"])
    ) {
        let yaml = yaml.replace("layout: table\n", &format!("layout: table\n    align: {align}\n"));
        law(&yaml.replace("outputs:", &format!("tables: {tables}\noutputs:")));
    }

    #[test]
    fn lists_read_back(yaml in support::catalog("list")) {
        law(&yaml);
    }

    #[test]
    fn lists_of_every_marker_read_back(
        yaml in support::catalog("list"), marker in prop::sample::select(vec!["'*'", "+", "1.", "9) 10) 11)"])
    ) {
        law(&yaml.replace("layout: list\n", &format!("layout: list\n    marker: {marker}\n")));
    }

    #[test]
    fn prose_reads_back(yaml in support::catalog("prose")) {
        law(&yaml);
    }
}
