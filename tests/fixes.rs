//! The laws of fixes, on generated catalogs and on the corpus: they never
//! overlap, they end, what is mended stays mended, nothing new is found, and
//! every value is what it was but for what the fix says.

use catalint::catalog::{self, Catalog, Entry, Read};
use catalint::finding::Finding;
use catalint::lint::{Levels, MAX_PASSES, Run, Settings, fixes};
use catalint::readme::{Document, regions_of};
use catalint::text::{Edit, FileId, Source, Sources, apply};
use catalint::value::link::comparable;
use catalint::value::placeholder::placeholder;
use catalint::value::{Kind, Value};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

const FILE: FileId = FileId(0);

fn sources(text: &str) -> Sources {
    let mut sources = Sources::new();
    sources.add(Source::new("f", text));
    sources
}

fn read(text: &str) -> Read {
    catalog::read(&mut sources(text), FILE, &mut |_| Err("no such file".to_string()))
        .unwrap_or_else(|error| panic!("{}:\n{text}", error.message))
}

fn lint_catalog(text: &str) -> Vec<Finding> {
    let levels = Levels::new(&Settings::default(), None);
    let mut run = Run::new(&levels);
    run.catalog(&sources(text), &read(text));
    run.finish()
}

fn lint_readme(text: &str) -> Vec<Finding> {
    let levels = Levels::new(&Settings::default(), None);
    let mut run = Run::new(&levels);
    let document = Document::parse(text);
    run.readme(&sources(text), FILE, &document, &regions_of(&document, text), None);
    run.finish()
}

/// Applies fixes until none is left: what is found at first, the text then,
/// and what is found in it. Fails if two of a pass overlap or there is no end.
fn fixed(
    text: &str,
    unsafe_too: bool,
    lint: impl Fn(&str) -> Vec<Finding>,
) -> (Vec<Finding>, String, Vec<Finding>) {
    let mut text = text.to_string();
    let first = lint(&text);
    let mut found = first.clone();
    for _ in 0..MAX_PASSES {
        let (edits, count) = fixes(&found, unsafe_too);
        if count == 0 {
            return (first, text, found);
        }
        let edits: &[Edit] = &edits[&FILE];
        text = apply(&text, edits).unwrap_or_else(|overlap| panic!("{overlap}:\n{text}"));
        found = lint(&text);
    }
    panic!("fixing does not end:\n{text}");
}

/// How many findings each rule has.
fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_default() += 1 + finding.related.len();
    }
    counts
}

fn entries(catalog: &Catalog) -> impl Iterator<Item = (&catalog::Section, &Entry)> {
    catalog.walk().flat_map(|(_, section)| section.entries.iter().map(move |entry| (section, entry)))
}

/// Whether a safe fix may have made `after` of `before`.
fn means_the_same(kind: Kind, before: Option<&Value>, after: Option<&Value>) -> bool {
    match (before, after) {
        (one, two) if one == two => true,
        (Some(Value::Links(one)), Some(Value::Links(two))) => {
            one.len() == two.len()
                && one.iter().zip(two).all(|(one, two)| {
                    let plain = one.url.trim().replace(' ', "%20").replace(['\t', '\n'], "");
                    one.text() == two.text() && comparable(&plain) == comparable(&two.url)
                })
        }
        (Some(Value::Raw(one)), Some(Value::Links(two))) => {
            two.len() == 1
                && comparable(&one.trim().replace(' ', "%20").replace(['\t', '\n'], ""))
                    == comparable(&two[0].url)
        }
        // A placeholder was made unknown.
        (Some(before), None) => placeholder(&before.render(kind, "en", None)).is_some(),
        // What was free text was read.
        (Some(Value::Raw(one)), Some(two)) => Value::read_legacy(kind, one, None) == *two,
        _ => false,
    }
}

/// Values that are wrong in a way that some rule mends, and some that are right.
fn value(field: &'static str) -> impl Strategy<Value = String> {
    let texts: &[&str] = match field {
        "name" => &[
            "A",
            "B-1",
            "脑瘤",
            "SARAS-ESAD内窥镜RAS-ESAD内窥镜",
            "'it''s'",
            "\"q\\\"\"",
            "'-'",
            "'A # no comment'",
        ],
        "labels" => &[
            "[a, 'b c', \"b-c\"]",
            "['#']",
            "[B-1]",
            "\n          - B C # why\n          - x",
            "a",
            "N/A",
            "['[x](y)', '']",
        ],
        "modality" => &[
            "[MR, ct]",
            "[ct]",
            "\"MRI (a, b)\"",
            "['T2w', mpMRI]",
            "\n          - 核磁 # why\n          - CT",
            "[mri, '?']",
            "[xyz, nii]",
            "&m [MR]",
            "*m",
        ],
        "format" => &["Nii", "'NII.gz'", "dicom", "'#'", "BB", "null", "&f Dicom", "*f", "dicmo"],
        "size" => &[
            "484 Train+266 Test",
            "10616张",
            "'22,601(训练)+4,574(测试)'",
            "many",
            "'**'",
            "88.3k",
            "0",
            "400早期AD+20",
        ],
        "tasks" => &["[分割, Seg]", "segmentation", "'*'", "[clasification]"],
        "link" => &[
            "https://example.org/a",
            "http://github.com/x?utm_source=a&b=c",
            "https",
            "'https://a b.example.org/c d'",
            "{ url: 'http://arxiv.org/abs/1', text: x }",
            "http://example.org/x#dc149b9170f54aa29e88f1119e25ba3e",
            "www.example.org/x",
            "'#'",
            "\"https://example.org/\\tq r\"",
            "javascript:alert(1)",
            "https://u:p@example.org/",
            "https://example.org/x y z",
        ],
        _ => &[""],
    };
    prop::sample::select(texts.to_vec()).prop_map(String::from)
}

fn entry() -> impl Strategy<Value = String> {
    let field = |name: &'static str| prop::option::of(value(name)).prop_map(move |value| (name, value));
    let fields = (
        field("name"),
        field("labels"),
        field("modality"),
        field("format"),
        field("size"),
        field("tasks"),
        field("link"),
    );
    (fields, any::<bool>(), 0..4_u8).prop_map(
        |((name, labels, modality, format, size, tasks, link), flow, comment)| {
            let known: Vec<(&str, String)> = [name, labels, modality, format, size, tasks, link]
                .into_iter()
                .filter_map(|(field, value)| Some((field, value?)))
                .collect();
            if known.is_empty() {
                return "      - {}\n".to_string();
            }
            if flow
                && known
                    .iter()
                    .all(|(_, value)| !value.contains(['\n', '#', '&', '*']) && !value.contains("Train"))
            {
                let pairs: Vec<String> = known
                    .iter()
                    .filter(|(_, value)| !value.contains(", ") || value.starts_with(['[', '{', '\'', '"']))
                    .map(|(field, value)| format!("{field}: {value}"))
                    .collect();
                return format!("      - {{ {} }}\n", pairs.join(", "));
            }
            let mut text = String::new();
            for (at, (field, value)) in known.iter().enumerate() {
                let lead = if at == 0 { "      - " } else { "        " };
                if comment == 1 && at > 0 {
                    text.push_str("        # a comment of a person's\n");
                }
                text.push_str(&format!("{lead}{field}: {value}"));
                text.push_str(if comment == 2 && !value.contains('\n') { " # said here\n" } else { "\n" });
            }
            text
        },
    )
}

fn catalog_text() -> impl Strategy<Value = String> {
    prop::collection::vec(entry(), 1..6).prop_map(|entries| {
        let mut text = String::from("version: 1\npreset: medical-imaging\nsections:\n  - id: s\n    entries:\n");
        // The anchors that some values name.
        text.push_str("      - name: anchors\n        modality: &m [CT]\n        format: &f DCM\n        link: https://example.org/anchors\n");
        // An anchor may be set again; what names it then means the later one.
        text.extend(entries);
        text
    })
}

fn comments(text: &str) -> Vec<String> {
    catalog::yaml::comments(text).into_iter().map(|span| text[span.range()].to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn safe_fixes_keep_the_meaning_of_every_value(text in catalog_text()) {
        let (before, mended, after) = fixed(&text, false, lint_catalog);
        // A second run changes nothing, and nothing new is found.
        prop_assert_eq!(fixes(&after, false).1, 0);
        let (had, has) = (counts(&before), counts(&after));
        for (rule, count) in &has {
            prop_assert!(had.get(rule).is_some_and(|before| before >= count), "{rule} in\n{text}\n->\n{mended}");
        }
        // Nothing else changed: comments are what they were, and values mean
        // what they meant.
        prop_assert_eq!(comments(&text), comments(&mended));
        let (old, new) = (read(&text), read(&mended));
        prop_assert_eq!(old.catalog.entry_count(), new.catalog.entry_count());
        for ((section, one), (_, two)) in entries(&old.catalog).zip(entries(&new.catalog)) {
            for (index, field) in section.fields.iter().enumerate() {
                let (before, after) = (one.value(index), two.value(index));
                prop_assert!(
                    means_the_same(field.kind, before, after),
                    "{}: {before:?} became {after:?} in\n{text}\n->\n{mended}", field.id
                );
            }
        }
    }

    #[test]
    fn all_fixes_together_end_and_find_nothing_new(text in catalog_text()) {
        let (before, mended, after) = fixed(&text, true, lint_catalog);
        prop_assert_eq!(fixes(&after, true).1, 0);
        prop_assert_eq!(comments(&text), comments(&mended));
        let had = counts(&before);
        for (rule, count) in counts(&after) {
            // Two links that became equal, two names that did.
            let meant = ["duplicate-link", "duplicate-name", "required-field", "mixed-spelling"].contains(&rule);
            prop_assert!(meant || had.get(rule).is_some_and(|before| *before >= count), "{rule} in\n{text}\n->\n{mended}");
        }
    }
}

/// The READMEs at hand: the corpus and the seed beside the repository.
#[expect(clippy::print_stdout, reason = "a test that skips says so")]
fn corpus() -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["../shared/corpus", "../shared/seed", "../../shared/corpus", "../../shared/seed"] {
        let Ok(items) = std::fs::read_dir(root.join(folder)) else { continue };
        for item in items.flatten() {
            let path = item.path();
            let is_readme = path.extension().is_some_and(|extension| extension == "md" || extension == "txt");
            if let Some(text) = std::fs::read_to_string(&path).ok().filter(|_| is_readme) {
                found.push((item.file_name().to_string_lossy().into_owned(), text));
            }
        }
    }
    found.sort();
    if found.is_empty() {
        println!("skipped: there are no READMEs beside the repository");
    }
    found
}

#[test]
fn fixes_on_real_readmes_end_and_find_nothing_new() {
    for (name, text) in corpus() {
        // What can be read at all is found only once the text is readable.
        let readable = |text: &str| {
            let mut findings = lint_readme(text);
            findings.retain(|finding| finding.rule == "mojibake");
            findings
        };
        let (_, mut text, _) = fixed(&text, false, readable);
        for unsafe_too in [false, true] {
            let (before, mended, after) = fixed(&text, unsafe_too, lint_readme);
            let had = counts(&before);
            for (rule, count) in counts(&after) {
                assert!(had.get(rule).is_some_and(|&had| had >= count), "{name}: {rule} is found anew");
            }
            text = mended;
        }
    }
}
