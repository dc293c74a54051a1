//! The rules on README documents against READMEs made at random and against
//! real ones: they never fail, what they find has a place, and what they mend
//! safely stays the same document.

use catalint::finding::Finding;
use catalint::lint::{Levels, MAX_PASSES, Run, Settings, apply_pass, fixes};
use catalint::readme::{Document, regions_of};
use catalint::rules::{self, Check};
use catalint::text::{FileId, Source, Sources};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;
use std::path::Path;

/// Rules on documents and characters; those on records, and the one that
/// decodes text anew, have tests of their own.
fn lint(text: &str) -> Vec<Finding> {
    let on = rules::ALL.iter().filter(|rule| {
        matches!(rule.check, Check::Document(_) | Check::Text(_)) && rule.info.name != "mojibake"
    });
    let select = on.map(|rule| rule.info.name.to_string()).collect();
    let levels = Levels::new(&Settings { select, ignore: Vec::new() }, None);
    let mut sources = Sources::new();
    let file = sources.add(Source::new("README.md", text));
    let document = Document::parse(text);
    let mut run = Run::new(&levels);
    run.readme(&sources, file, &document, &regions_of(&document, text), None);
    run.finish()
}

/// The text with all safe fixes, and whether fixing came to an end.
fn mended(text: &str, unsafe_too: bool) -> (String, bool) {
    let mut text = text.to_string();
    for _ in 0..MAX_PASSES {
        let (edits, count) = fixes(&lint(&text), unsafe_too);
        if count == 0 {
            return (text, true);
        }
        text = apply_pass(&text, &edits[&FileId(0)]);
    }
    (text, false)
}

/// What a reader sees of a document's parts. Of links within the document
/// only that they are there: they may have got the anchor that was meant.
struct Shape {
    headings: Vec<(u8, String)>,
    tables: Vec<Vec<Vec<String>>>,
    links: Vec<(String, String)>,
    images: Vec<(String, String)>,
}

fn shape(text: &str) -> Shape {
    let document = Document::parse(text);
    let visible = |text: &str| {
        let kept = |ch: &char| !matches!(ch, '\u{200B}' | '\u{FEFF}' | '\u{AD}' | '\u{200E}' | '\u{2060}');
        // What was no link for a space in it may be one now.
        let text = text.replace("](#a b)", "").replace("[a", "a");
        let text: String = text.chars().filter(kept).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // A heading of nothing but images is called by their alternative text.
    let title = |heading: &catalint::readme::Heading| {
        if document.images_in(heading.span).is_empty() { visible(&heading.text) } else { String::new() }
    };
    let row = |row: &catalint::readme::Row| {
        row.cells.iter().map(|cell| visible(document.plain(cell.plain))).collect()
    };
    Shape {
        headings: document.headings.iter().map(|heading| (heading.level, title(heading))).collect(),
        tables: document
            .tables
            .iter()
            .map(|table| std::iter::once(&table.header).chain(&table.rows).map(row).collect())
            .collect(),
        links: document
            .links
            .iter()
            .filter(|link| !link.destination.starts_with('#'))
            .map(|link| (visible(document.plain(link.plain)), visible(&link.destination)))
            .collect(),
        images: document
            .images
            .iter()
            .map(|image| (visible(document.alt(image)), visible(&image.source)))
            .collect(),
    }
}

fn names(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

/// Everything that must hold of a text, real or made up.
fn hold(name: &str, text: &str) {
    let before = lint(text);
    for finding in &before {
        let mut spans = vec![finding.primary.span];
        spans.extend(finding.related.iter().map(|label| label.span));
        spans.extend(finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span));
        for span in spans {
            assert!(text.get(span.range()).is_some(), "{name}: {finding:?} is at no place");
        }
    }
    let (safe, ends) = mended(text, false);
    assert!(ends, "{name}: fixing does not end");
    let after = lint(&safe);
    // Two titles may be seen to be equal once nothing invisible is in them.
    let hidden = "duplicate-heading";
    let new: Vec<_> =
        names(&after).difference(&names(&before)).copied().filter(|name| *name != hidden).collect();
    assert!(new.is_empty(), "{name}: fixing brings up {new:?} in\n{safe}");
    assert!(mended(&safe, false).0 == safe, "{name}: a second run changes something");
    let (was, is) = (shape(text), shape(&safe));
    assert!(was.headings == is.headings, "{name}: {:?} have become {:?}", was.headings, is.headings);
    assert!(was.tables == is.tables, "{name}: a table has become another in\n{safe}");
    assert!(was.links == is.links, "{name}: {:?} have become {:?}", was.links, is.links);
    assert!(was.images == is.images, "{name}: {:?} have become {:?}", was.images, is.images);
    assert!(mended(text, true).1, "{name}: unsafe fixing does not end");
}

/// Pieces of lines that rules look for, and markup that may mislead them.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "# ",
        "## ",
        "### ",
        "- ",
        "* ",
        "1. ",
        "2.",
        "1.",
        "-[",
        "> ",
        "  ",
        "    ",
        "```",
        "```markdown",
        "|",
        "| a ",
        "|---",
        "|---|---|",
        "**",
        "**a**:",
        "[a](#A)",
        "[a](#a b)",
        "[b](#b)",
        "[b](#nowhere)",
        "[c][d]",
        "[c]",
        "[^1]",
        "\n[d]: https://d.example\n",
        "(e)[https://e.example]",
        "[f] (https://f.example)",
        "[g](https://g.example/a b)",
        "[h](https://h.example ",
        "[i]()",
        "![](x.png)",
        "![image](y.png)",
        "<img src=z.png>",
        "https://j.example ",
        "see https://k.example for",
        "<a name=\"B\"></a>",
        "<h2>B</h2>",
        "<details>",
        "</details>",
        "<!-- c -->",
        "a",
        "A",
        "b",
        "B",
        "脑",
        "🚀",
        "é",
        "\u{200B}",
        "\u{FEFF}",
        "\u{AD}",
        "\u{A0}",
        "\u{202E}",
        "\u{1}",
        "\\",
        "`",
        "_",
        "~",
        "&nbsp;",
        "שלום",
        "===",
        "---",
        "catalint:begin x",
    ])
}

fn readme() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(piece(), 0..5).prop_map(|pieces| pieces.concat());
    let line_end = prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r"]);
    prop::collection::vec((line, line_end), 0..16)
        .prop_map(|lines| lines.into_iter().flat_map(|(line, end)| [line, end.to_string()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn any_readme_can_be_linted_and_mended(text in readme()) {
        hold("a README", &text);
    }
}

#[test]
fn what_a_region_shows_is_the_catalogs_business() {
    let faults = "- [a](#A)\n-\n- **b**:\n\n![](c.png) \u{200B}d see https://e.example for f\n\n| g | h |\n|---|---|\n| i | j | k |\n";
    let readme = format!("# A\n\n<!-- catalint:begin x -->\n\n{faults}\n<!-- catalint:end x -->\n");
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", "version: 1\nsections: []\n"));
    let catalog = catalint::catalog::read(&mut sources, file, &mut |_| Err(String::new())).unwrap().catalog;
    let file = sources.add(Source::new("README.md", readme.as_str()));
    let document = Document::parse(&readme);
    let found = |catalog| {
        let levels = Levels::new(&Settings::default(), None);
        let mut run = Run::new(&levels);
        run.readme(&sources, file, &document, &regions_of(&document, &readme), catalog);
        names(&run.finish())
    };
    assert_eq!(found(Some(&catalog)), BTreeSet::new());
    let told = found(None);
    for rule in
        ["bare-url", "broken-anchor", "empty-item", "image-without-alt", "invisible-character", "ragged-row"]
    {
        assert!(told.contains(rule), "{rule} is not in {told:?}");
    }
}

#[test]
fn real_readmes_stay_the_same_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["../shared/corpus", "../shared/seed"].map(|folder| root.join(folder));
    let mut tried = 0;
    for folder in folders {
        let Ok(items) = std::fs::read_dir(folder) else { continue };
        for path in items.flatten().map(|item| item.path()) {
            let is_readme = path.extension().is_some_and(|extension| extension == "md" || extension == "txt");
            let Some(text) = std::fs::read_to_string(&path).ok().filter(|_| is_readme) else { continue };
            hold(&path.to_string_lossy(), &text);
            tried += 1;
        }
    }
    if tried == 0 {
        println!("skipped: no READMEs beside this folder");
    }
}
