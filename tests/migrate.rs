//! Migration, from a README to its catalog and back: every shape in which
//! people write records, and the laws that hold for all of them.

use catalint::migrate::{Migration, Options, Refusal, migrate};
use catalint::readme::records::{self, NoteKind};
use catalint::readme::{Document, regions};
use catalint::text::Source;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

fn options() -> Options {
    Options { output: "README.md".to_string(), ..Options::default() }
}

fn run(text: &str) -> Migration {
    migrate(&Source::new("README.md", text), &options()).expect("nothing to refuse")
}

/// Migrates and holds the result to the laws; how many records there are.
fn records_of(text: &str) -> usize {
    let first = run(text);
    laws(text, &first);
    first.report.records()
}

/// Outside of the regions no byte differs, nothing is lost, and to migrate
/// the result again changes nothing.
fn laws(text: &str, first: &Migration) {
    if first.report.records() == 0 {
        assert_eq!(first.readme, text);
        return;
    }
    assert!(outside(&first.readme).iter().all(|part| text.contains(part.as_str())), "{}", first.readme);
    let lost = lost_words(text, first);
    assert!(lost.is_empty(), "lost {lost:?} of\n{text}\nin\n{}\n{}", first.readme, first.catalog);
    assert!(first.report.account.balances(), "{:?}", first.report.account);
    let second = run(&first.readme);
    assert_eq!(second.readme, first.readme);
    assert_eq!(second.catalog, first.catalog);
}

/// What stands before, between and after the regions.
fn outside(readme: &str) -> Vec<String> {
    let found = regions(readme);
    let mut parts = Vec::new();
    let mut at = 0;
    for region in &found.regions {
        parts.push(readme[at..region.begin.start() - region.prefix.len()].to_string());
        at = region.end.end();
    }
    parts.push(readme[at..].to_string());
    // A line end may be put in before a region that starts on a list's marker.
    parts.iter().map(|part| part.trim_end_matches(['\n', '\r']).to_string()).collect()
}

/// Words of the source that are nowhere: not in the catalog, not in the
/// README, not told as changed.
fn lost_words(text: &str, migration: &Migration) -> Vec<String> {
    let mut have: BTreeSet<String> = words(&migration.catalog).chain(words(&migration.readme)).collect();
    for change in &migration.report.changes {
        if !matches!(change.kind, NoteKind::Untyped) {
            have.extend(words(&change.from));
        }
    }
    // The numbers of a list's markers and of headings say nothing but the order.
    let numbers = |line: &str| {
        let body = line.trim_start_matches([' ', '\t', '#', '>']);
        let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_marker = rest.len() < body.len() && rest.starts_with(['.', ')']);
        if is_marker { rest.to_string() } else { line.to_string() }
    };
    // So do breaks and blanks that are written out.
    have.extend(["br", "32"].map(String::from));
    let lines: Vec<String> = text.lines().map(numbers).collect();
    lines.iter().flat_map(|line| words(line)).filter(|word| !have.contains(word)).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(String::from)
}

const ROWS: &str = "| A | https://a.example.org |\n| B | https://b.example.org |\n";

fn table() -> String {
    format!("| Name | Link |\n|---|---|\n{ROWS}")
}

#[test]
fn tables_are_found_wherever_they_stand() {
    let indented = table().replace('\n', "\n  ");
    let quoted = table().trim_end().replace('\n', "\n> ");
    for (text, expected) in [
        (format!("# T\n\n## S\n\n{}", table()), 2),
        (table(), 2),
        (table().trim_end().to_string(), 2),
        (
            "# T\n\nName | Link\n--- | ---\nA | https://a.example.org\nB | https://b.example.org\n"
                .to_string(),
            2,
        ),
        (format!("# T\n\n## S\n\n- One\n\n  {}\n- Two\n", indented.trim_end()), 2),
        (format!("# T\n\n## S\n\n- {}\n\ntext\n", indented.trim_end()), 2),
        (format!("# T\n\n## S\n\n> {quoted}\n\ntext\n"), 2),
        (format!("# T\n\n<details>\n<summary>More</summary>\n\n{}\n</details>\n", table()), 2),
        (format!("# T\n\ntext\n{}", table()), 2),
        (format!("# T\n\n{}This line stands right below.\n\nEnd.\n", table()), 2),
        (format!("\u{FEFF}---\ntitle: x\n---\n# T\n\n{}", table()), 2),
        (format!("# T\n\n{}", table()).replace('\n', "\r\n"), 2),
        (format!("# T\r\n\n{}\r\nEnd\n", table()), 2),
        (format!("# T\n\n{}", table().replace("| ", "|\t").replace(" |", "\t|")), 2),
        (format!("# T\n\n{}\n## U\n\n{}\n## T\n\n{}", table(), table(), table()), 6),
    ] {
        assert_eq!(records_of(&text), expected, "{text}");
    }
}

#[test]
fn rows_that_do_not_fit_are_mended_and_told() {
    let text = "# T\n\n| Name | Note | Link |\n|---|---|---|\n| A \\| a | `x|y` | https://a.example.org |\n\
                | B | plain |\n| C | one | https://c.example.org | more |\n| D | [p|q](https://q.example.org) | https://d.example.org |\n";
    let migration = run(text);
    laws(text, &migration);
    assert_eq!(migration.report.records(), 4);
    for kept in ["name: A | a", "note: '`x|y`'", "link: https://c.example.org", "one | more"] {
        assert!(migration.catalog.contains(kept), "{kept}\n{}", migration.catalog);
    }
    let told: Vec<usize> = migration.report.doubts.iter().map(|doubt| doubt.place.at.line).collect();
    assert_eq!(told, [5, 7, 8]);
}

#[test]
fn a_broken_header_is_mended_and_told() {
    let text = format!("# T\n\n| Name | Link | More |\n|---|---|\n{}", ROWS.replace(" |\n", " | x |\n"));
    let migration = run(&text);
    laws(&text, &migration);
    assert_eq!(migration.report.records(), 2);
    assert!(migration.report.doubts[0].what.contains("2 cells where the header has 3"));
}

#[test]
fn html_tables_become_tables() {
    let text = "# T\n\n<div align=\"center\">\n  <table>\n  <thead><tr><th>Name</th><th colspan=\"2\">Where</th></tr></thead>\n\
                <!-- the first -->\n  <tr><td rowspan=\"2\"><b>A</b></td><td><a href=\"https://a.example.org?x=1&amp;y=2\">a</a><br>two</td><td>1|2</td></tr>\n\
                <tr><td><img src=\"https://i.example.org/i.png\" width=\"20\"></td><td>z</td></tr>\n\
                <tr><td>C</td><td><a href='https://c.example.org'>c</a></td><td><code>k</code></td></tr>\n  </table>\n</div>\n\nafter\n";
    let migration = run(text);
    assert_eq!(migration.report.records(), 3);
    for kept in
        ["[a](https://a.example.org?x=1&y=2)<br>two", "1\\|2", "<!-- the first -->", "i.example.org/i.png"]
    {
        assert!(migration.readme.contains(kept), "{kept}\n{}", migration.readme);
    }
    assert_eq!(run(&migration.readme).catalog, migration.catalog);
}

#[test]
fn lists_are_found_in_the_common_forms() {
    let list = |items: &str| format!("# T\n\n## Tools\n\n{items}");
    for (text, expected) in [
        (list("- [A](https://a.example.org) - text\n- [B](https://b.example.org): text\n- [C](https://c.example.org)\n"), 3),
        (list("1. A: https://a.example.org\n2. B: https://b.example.org\n3. C: https://c.example.org\n"), 3),
        (list("* [A][a] - text\n* [B] - text\n* [C][] ![p][q]\n\n[a]: https://a.example.org\n[b]: https://b.example.org\n[c]: https://c.example.org\n[q]: https://q.example.org/x.png\n"), 3),
        (list("- [A](https://a.example.org) [![b](https://i.example.org/b)](https://a.example.org/b) text\n- [B](https://b.example.org)<br>two\n- [C](https://c.example.org) <a href=\"https://h.example.org\">h</a>\n"), 3),
        (list("- <https://a.example.org> one\n- https://b.example.org\n- C https://c.example.org (d)\n"), 3),
        (list("- **A**:\n  - Text of it.\n  - https://a.example.org\n\n![p](https://i.example.org/a.png)\n\n- **B**:\n  - Text.\n  - https://b.example.org\n  -\n"), 2),
        (list("- [A](https://a.example.org)\n  - **Size**: 4 GB\n  - **License**: MIT\n- [B](https://b.example.org)\n  - a note\n\n    and more\n- [C](https://c.example.org)\n"), 3),
        (list("- **Group**\n  - [A](https://a.example.org) - x\n  - [B](https://b.example.org) - y\n- **Other**\n  - [C](https://c.example.org)\n    - [D](https://d.example.org)\n"), 4),
        (list("1.https://a.example.org/page\n2. Site.example: \n   - What it holds.\n\n![p](https://i.example.org/s.png)\n"), 2),
        ("Tools 🚀\n--------\n\n- [A](https://a.example.org)\n- [B](https://b.example.org)\n- [C](https://c.example.org)".to_string(), 3),
    ] {
        assert_eq!(records_of(&text), expected, "{text}");
    }
}

#[test]
fn headings_with_text_are_entries() {
    let text = "# T\n\n## Sets\n\n### 1. A\n\nText of A.\n\n![a](https://i.example.org/a.png)\n\nhttps://a.example.org\n\n\
                ### 2. B\n\nText of B.\n\n- a list\n- in it\n\nhttps://b.example.org\n\n## Linked\n\n### [C](https://c.example.org)\n\
                Text of C.  \n**Keywords**: x, y\n\n---\n\n### [D](https://d.example.org)\n\nText of D.\n";
    let migration = run(text);
    assert_eq!(migration.report.records(), 4);
    for kept in [
        "name: A",
        "image: { url: https://i.example.org/a.png, alt: a }",
        "link: https://b.example.org",
        "on: name",
    ] {
        assert!(migration.catalog.contains(kept), "{kept}\n{}", migration.catalog);
    }
    assert!(migration.readme.contains("### [C](https://c.example.org)\n"), "{}", migration.readme);
    laws(text, &migration);
}

#[test]
fn what_holds_no_records_is_left_with_a_reason() {
    let left = "# T\n\n## Contents\n\n- [A](#a)\n- [B](#b)\n- [C](#c)\n\n## Legend\n\n| Symbol | Meaning |\n|---|---|\n| x | yes |\n| y | no |\n\n\
                ## Results\n\n| | M1 | M2 |\n|---|---|---|\n| F1 | 0.1 | 0.2 |\n| AUC | 0.3 | 0.4 |\n\n## Contributing\n\n- [Guide](https://g.example.org)\n- [Chat](https://c.example.org)\n";
    let text = format!("{left}\n## Sets\n\n{}", table());
    let migration = run(&text);
    laws(&text, &migration);
    assert_eq!(migration.report.records(), 2);
    assert!(migration.readme.starts_with(left));
    assert!(migration.report.untouched.iter().all(|left| !left.verdict.explain().is_empty()));
}

#[test]
fn options_overrule_the_judgement() {
    let text =
        format!("# T\n\n## Legend\n\n| Symbol | Meaning |\n|---|---|\n| x | yes |\n\n## Sets\n\n{}", table());
    let with = |change: fn(&mut records::Options)| {
        let mut options = options();
        change(&mut options.records);
        migrate(&Source::new("README.md", text.as_str()), &options)
    };
    let count = |result: Result<Migration, Refusal>| result.unwrap().report.records();
    assert_eq!(count(with(|options| options.include = vec!["5".into()])), 3);
    assert_eq!(count(with(|options| options.include = vec!["legend".into()])), 3);
    assert_eq!(count(with(|options| options.exclude = vec!["Sets".into()])), 0);
    assert_eq!(count(with(|options| options.sections = vec!["Sets".into()])), 2);
    let none = with(|options| options.sections = vec!["Nowhere".into()]);
    assert_eq!(none.unwrap_err(), Refusal::Unmatched(vec!["Nowhere".into()]));
}

#[test]
fn verbatim_tables_show_every_cell_as_it_was() {
    let text = "# T\n\n| Dataset | Modality | Image format | Data size | link |\n|---|---|---|---|---|\n| A | MRI/PET | Nii | 20+10 | https |\n| B | # | dcm | * | <https://b.example.org> |\n| [C](https://c.example.org \"t\") | n/a | ## | ** | - |\n";
    let mut options = options();
    options.records.verbatim = true;
    let migration = migrate(&Source::new("README.md", text), &options).unwrap();
    for row in text.lines().skip(2) {
        if row.contains("---") {
            continue;
        }
        assert!(migration.readme.contains(row), "{row}\n{}", migration.readme);
    }
}

#[test]
fn values_are_normalised_and_told_with_their_places() {
    let text = "# T\n\n| Dataset | label | Modality | Image format | Data size | Task | link |\n|---|---|---|---|---|---|---|\n| A | x/y | CT+MRI | NII.gz | 20+10 | seg | https://a.example.org |\n| B | # | MRI | BB | many | * | https://b.example.org |\n";
    let migration = run(text);
    laws(text, &migration);
    let report = &migration.report;
    assert_eq!(report.preset.as_deref(), Some("medical-imaging"));
    let of = |test: fn(&NoteKind) -> bool| -> Vec<String> {
        let found = report.changes.iter().filter(|change| test(&change.kind));
        found.map(|change| format!("{} {}", change.place.at, change.from)).collect()
    };
    assert_eq!(of(|kind| matches!(kind, NoteKind::Placeholder)), ["6:7 #", "6:29 *"]);
    assert_eq!(of(|kind| matches!(kind, NoteKind::Untyped)), ["6:17 BB", "6:22 many"]);
    assert!(of(|kind| matches!(kind, NoteKind::Normalised(_))).contains(&"5:22 NII.gz".to_string()));
    assert!(!migration.catalog.contains("fields:"));
}

#[test]
fn faulty_marks_are_refused() {
    let text = format!("# T\n\n<!-- catalint:begin a -->\n\n{}", table());
    let refusal = migrate(&Source::new("README.md", text), &options()).unwrap_err();
    assert!(matches!(refusal, Refusal::Regions(faults) if faults.len() == 1));
}

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

/// Words of HTML that a table's cells do not need.
fn is_markup(word: &str) -> bool {
    let known = [
        "thead", "tbody", "tr", "td", "th", "table", "align", "center", "rowspan", "colspan", "bgcolor",
        "nbsp", "amp", "border", "width", "href", "br", "a",
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

const PIECES: &[&str] = &[
    "A",
    "脑瘤",
    "👩‍⚕️",
    "\u{202E}",
    "|",
    "\\|",
    "\\",
    "`",
    "``",
    "`a|b`",
    "[",
    "]",
    "](",
    "(",
    ")",
    "<",
    ">",
    "<br>",
    "<br >",
    "</td>",
    "<b>",
    "&amp;",
    "&#32;",
    "&lt;",
    "&#45;",
    " - ",
    "-",
    ": ",
    "**",
    "*",
    "_",
    "~~",
    "#",
    "# ",
    "- ",
    "1. ",
    "> ",
    "![i](https://i.example.org/i.png)",
    "[x](https://x.example.org)",
    "[x](https://x.example.org/a_(b))",
    "<https://y.example.org>",
    "https://z.example.org/?a=1&b=2",
    "[r][r]",
    "[r]",
    "<!-- c -->",
    "{",
    "}",
    "'",
    "\"",
    "@",
    "%",
    "!",
    "?",
    "N/A",
    "nii.gz",
    "CT/MRI",
    "20+10",
    "2020",
    "3.5",
    " ",
    "  ",
    "\t",
    "^1",
    "$x$",
    ",",
    "、",
];

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..most).prop_map(|pieces| pieces.concat())
}

fn hostile_table() -> impl Strategy<Value = String> {
    let header = prop::sample::select(vec![
        "Name",
        "Dataset",
        "Link",
        "Modality",
        "Image format",
        "Data size",
        "x",
        "",
        "说明",
    ]);
    (prop::collection::vec(header, 1..5), prop::collection::vec(prop::collection::vec(text(4), 0..6), 1..5))
        .prop_map(|(header, rows)| {
            let mut out = format!("| {} |\n|{}\n", header.join(" | "), "---|".repeat(header.len()));
            for row in rows {
                out.push_str(&format!("| {} |\n", row.join(" | ").replace('\n', " ")));
            }
            out
        })
}

fn hostile_list() -> impl Strategy<Value = String> {
    let item = (any::<bool>(), text(4), text(3), prop::option::of(text(3))).prop_map(
        |(linked, name, rest, nested)| {
            let head = if linked { format!("[{name}](https://l.example.org/p)") } else { name };
            let below = nested.map_or_else(String::new, |nested| format!("  - {nested}\n"));
            format!("- {head} - {rest}\n{below}")
        },
    );
    prop::collection::vec(item, 1..5).prop_map(|items| items.concat())
}

fn hostile_readme() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => hostile_table(),
        3 => hostile_list(),
        1 => (text(3), text(5)).prop_map(|(name, body)| format!("### {name}\n\n{body}\n\nhttps://h.example.org/x\n")),
        1 => text(6).prop_map(|text| format!("{text}\n")),
        1 => Just("## Part\n".to_string()),
        1 => Just("<details>\n\n".to_string()),
        1 => Just("</details>\n".to_string()),
        1 => Just("```\n".to_string()),
    ];
    prop::collection::vec((part, prop::sample::select(vec!["\n", "", "\n\n"])), 1..6).prop_map(|parts| {
        parts.into_iter().fold("# T\n\n## S\n\n".to_string(), |out, (part, gap)| out + &part + gap)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn no_readme_breaks_migration(text in hostile_readme(), verbatim in any::<bool>(), crlf in any::<bool>()) {
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let mut options = options();
        options.records.verbatim = verbatim;
        let first = match migrate(&Source::new("README.md", text.as_str()), &options) {
            Ok(first) => first,
            Err(Refusal::Regions(_)) => return Ok(()),
            Err(refusal) => panic!("{refusal:?}\n{text}"),
        };
        let lost = lost_words(&text, &first);
        prop_assert!(lost.is_empty(), "lost {:?} of\n{}\nin\n{}\n{}", lost, text, first.readme, first.catalog);
        prop_assert!(first.report.account.balances());
        let again = migrate(&Source::new("README.md", first.readme.as_str()), &options);
        let again = again.map_err(|refusal| TestCaseError::fail(format!("{refusal:?}\n{}", first.readme)))?;
        prop_assert_eq!(&again.readme, &first.readme, "{}", text);
        prop_assert_eq!(&again.catalog, &first.catalog, "{}\n{}", text, first.readme);
    }
}
