//! Laws of READMEs: findings have places, fixes end, regions are apart, and
//! mending damaged text is done once and changes nothing else.

use catalint::catalog::Catalog;
use catalint::drift;
use catalint::finding::Finding;
use catalint::lint::{Levels, MAX_PASSES, Run, Settings, apply_pass, fixes};
use catalint::readme::{Document, Regions, outside_regions, regions, regions_of};
use catalint::render;
use catalint::repair;
use catalint::text::{FileId, Source, Sources, apply};

fn lint(text: &str) -> Vec<Finding> {
    let document = Document::parse(text);
    lint_as(text, &document, &regions_of(&document, text), None)
}

fn lint_as(text: &str, document: &Document, regions: &Regions, catalog: Option<&Catalog>) -> Vec<Finding> {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("README.md", text));
    let levels = Levels::new(&Settings::default(), None);
    let mut run = Run::new(&levels);
    run.readme(&sources, file, document, regions, catalog);
    let found = run.finish();
    super::findings(&sources, &found);
    found
}

/// What is told of the README of a catalog is the same whether or not its
/// regions were read.
pub fn linting_of(text: &str, catalog: &Catalog) {
    let (document, regions) = outside_regions(text);
    let found = lint_as(text, &document, &regions, Some(catalog));
    assert_eq!(found, lint_as(text, &Document::parse(text), &regions, Some(catalog)), "\n{text}");
}

/// Whatever the text is, linting it tells places in it; fixes never overlap
/// and end.
pub fn linting(text: &str) {
    assert!(Document::parse(text) == Document::parse_whole(text), "thinned, it is another document\n{text}");
    linting_of(text, &Catalog::default());
    for unsafe_too in [false, true] {
        let mut text = text.to_string();
        for left in (0..=MAX_PASSES).rev() {
            let (edits, count) = fixes(&lint(&text), unsafe_too);
            if count == 0 {
                break;
            }
            assert!(left > 0, "fixing does not end:\n{text}");
            let edits = &edits[&FileId(0)];
            apply(&text, edits).unwrap_or_else(|overlap| panic!("{overlap}\n{text}"));
            text = apply_pass(&text, edits);
        }
    }
}

/// Regions stand apart and in order, between their marks, and a catalog that
/// knows none of them changes no byte.
pub fn region_finding(text: &str) {
    let found = regions(text);
    let mut at = 0;
    for region in &found.regions {
        for span in [region.begin, region.body, region.end, region.prefix] {
            assert!(text.get(span.range()).is_some(), "{span:?} in\n{text}");
        }
        assert!(
            region.prefix.start() >= at && region.prefix.end() <= region.begin.start(),
            "{region:?}\n{text}"
        );
        assert!(
            region.begin.end() <= region.body.start() && region.body.end() <= region.end.start(),
            "{region:?}"
        );
        assert!(text[region.begin.range()].starts_with("<!--") && text[region.end.range()].ends_with("-->"));
        at = region.end.end();
    }
    for fault in &found.faults {
        assert!(text.get(fault.at().range()).is_some(), "{fault:?}");
    }
    if found.faults.is_empty() {
        let known = |name: &str| ["contents", "summary"].contains(&name);
        let source = Source::new("README.md", text);
        let output = render::output(&Catalog::default(), &source, &found, "en").expect("no faults");
        if !found.regions.iter().any(|region| known(&region.name)) {
            assert_eq!(output.text, text);
        }
        assert_eq!(output.regions.len(), found.regions.len());
        let none = drift::is_none(&Catalog::default(), text, &Document::parse(text), &found, "en");
        assert_eq!(none, drift::differing(text, &output).next().is_none(), "both ways to look for drift");
        let again = regions(&output.text);
        // What follows an end mark without a blank line may have been hidden by
        // HTML that stood in the region: the next run tells it.
        if !again.faults.is_empty() {
            return;
        }
        let source = Source::new("README.md", output.text.as_str());
        let twice = render::output(&Catalog::default(), &source, &again, "en").expect("no faults");
        assert_eq!(twice.text, output.text, "rendering twice");
    }
}

/// Mending is done once, touches nothing outside the runs, and leaves sound
/// text alone.
pub fn mending(text: &str) {
    let options = repair::Options::default();
    let (once, report) = repair::mend(text, &options);
    assert!(report.damage.is_some() || once == text);
    let mut at = 0;
    for run in &report.runs {
        assert!(run.span.start() >= at && text.get(run.span.range()).is_some(), "{run:?}");
        assert!((0.0..=1.0).contains(&run.confidence), "{run:?}");
        at = run.span.end();
    }
    for span in &report.beyond_repair {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
    apply(text, &report.edits(true)).unwrap_or_else(|overlap| panic!("{overlap}\n{text}"));
    assert_eq!(repair::mend(&once, &options).0, once, "mending twice\n{text}");
}
