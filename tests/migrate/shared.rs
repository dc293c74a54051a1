//! Real READMEs, where they are beside the project: all records found, nothing
//! lost, the same again.

use crate::{lost_words, options, run};
use catalint::migrate::migrate;
use catalint::readme::{Document, Fit, TableKind};
use catalint::text::Source;
use std::collections::BTreeSet;
use std::path::Path;

/// The READMEs to try, if they are beside the project.
fn shared() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["../shared/corpus", "../shared/seed"] {
        let Ok(files) = std::fs::read_dir(root.join(folder)) else { continue };
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let is_it = name != "README.md"
                && name != "DEFECTS.md"
                && (name.ends_with(".md") || name.ends_with(".txt"));
            if let Some(text) = std::fs::read_to_string(file.path()).ok().filter(|_| is_it) {
                found.push((name, text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_of_real_readmes_is_lost() {
    let files = shared();
    if files.is_empty() {
        println!("skipped: ../shared is not there");
    }
    for (name, text) in files {
        let first = run(&text);
        let report = &first.report;
        assert!(report.account.balances(), "{name}: {:?}", report.account);
        // Counted anew, by the parse of source and result.
        let (before, after) = (Document::parse(&text), Document::parse(&first.readme));
        let links: BTreeSet<&str> = before.links.iter().map(|link| link.destination.as_str()).collect();
        for link in links {
            let link = link.trim();
            let there = first.catalog.contains(link)
                || first.readme.contains(link)
                || after.links.iter().any(|kept| kept.destination == link);
            assert!(there, "{name}: {link}");
        }
        let images: BTreeSet<&str> = before.images.iter().map(|image| image.source.as_str()).collect();
        for image in images {
            assert!(after.images.iter().any(|kept| kept.source == image), "{name}: {image}");
        }
        assert_eq!(report.account.links.source, before.links.len(), "{name}");
        assert_eq!(report.account.images.source, before.images.len(), "{name}");
        let lost: Vec<String> =
            lost_words(&text, &first).into_iter().filter(|word| !is_markup(word)).collect();
        assert!(lost.is_empty(), "{name}: {lost:?}");
        let second = run(&first.readme);
        assert_eq!(second.catalog, first.catalog, "{name}");
        assert_eq!(second.readme, first.readme, "{name}");
    }
}

#[test]
fn verbatim_migration_shows_every_cell_as_it_was() {
    let files = shared();
    if files.is_empty() {
        println!("skipped: ../shared is not there");
    }
    let mut options = options();
    options.records.verbatim = true;
    // Bytes that were read in the wrong encoding are mended apart from this.
    options.repair = false;
    for (name, text) in files {
        let migration = migrate(&Source::new("README.md", text.as_str()), &options)
            .unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        assert!(migration.report.account.balances(), "{name}");
        let source = Document::parse(&text);
        for table in source.tables.iter().filter(|table| table.kind == TableKind::Pipe) {
            for row in table.rows.iter().filter(|row| row.fit == Fit::Full) {
                let cells = row.cells.iter().map(|cell| text[cell.span.range()].trim_matches([' ', '\t']));
                let cells: String = cells
                    .map(|cell| if cell.is_empty() { " |".into() } else { format!(" {cell} |") })
                    .collect();
                let kept = migration.readme.contains(&text[row.span.range()]);
                let empty = cells.chars().all(|c| matches!(c, ' ' | '|'));
                assert!(kept || empty || migration.readme.contains(&format!("|{cells}")), "{name}: {cells}");
            }
        }
    }
}

/// Words of HTML that a table's cells do not need.
fn is_markup(word: &str) -> bool {
    let known = [
        "ul", "li", "thead", "tbody", "tr", "td", "th", "table", "align", "center", "rowspan", "colspan",
        "bgcolor", "nbsp", "amp", "border", "width", "href", "br", "a",
    ];
    known.contains(&word.to_lowercase().as_str())
        || word.chars().all(|c| c.is_ascii_hexdigit() || c.is_ascii_digit())
}

#[test]
fn the_records_that_a_careful_reader_counts_are_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(expected) = std::fs::read_to_string(root.join("EXPECTED.tsv")) else {
        println!("skipped: ../shared/corpus is not there");
        return;
    };
    for line in expected.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(name), Some(Ok(count))) = (columns.next(), columns.next().map(str::parse::<usize>)) else {
            continue;
        };
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        let found = run(&text).report.records();
        assert!(found * 100 >= count * 98, "{name}: {found} of {count}");
    }
}
