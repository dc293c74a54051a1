//! The shapes in which people write records, one by one.

use crate::{laws, options, records_of, run};
use catalint::migrate::{Migration, Options, Refusal, migrate};
use catalint::readme::records::{self, NoteKind};
use catalint::text::Source;

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
fn a_column_holds_links_only_if_they_are_some() {
    let text = "# T\n\n## S\n\n| Name | Kind | At | Page | Host |\n|---|---|---|---|---|\n\
                | A | CT/MR | 10:30 | [a](#a) | a.example.org/x |\n| B | T1/T2 | 11:00 | [b](b.md) | www.example.org |\n\
                | C | PET/CT | 12:30 | [c](https://c.example.org) | c.example.org |\n";
    let catalog = run(text).catalog;
    for kind in ["kind: { type: text", "at: { type: text", "page: { type: link", "host: { type: link"] {
        assert!(catalog.contains(kind), "{kind}\n{catalog}");
    }
}

#[test]
fn links_that_mostly_lead_to_files_beside_the_readme_may_be_relative() {
    let table = |one: &str, two: &str| {
        format!(
            "# T\n\n## S\n\n| Name | Link |\n|---|---|\n| A | [more]({one}) |\n| B | [more]({two}) |\n| C | [more](c.md) |\n"
        )
    };
    let list = "# T\n\n## S\n\n- [A](docs/a.md) - One.\n- [B](docs/b.md) - Two.\n- [C](https://c.example.org) - Three.\n";
    for (text, relative) in [
        (table("docs/a.md", "#b"), true),
        (table("docs/a.md", "https://b.example.org"), true),
        (table("https://a.example.org", "https://b.example.org"), false),
        (table("a.example.org/x", "www.example.org"), false),
        (list.to_string(), true),
    ] {
        let migration = run(&text);
        laws(&text, &migration);
        assert_eq!(migration.report.records(), 3, "{text}");
        assert_eq!(migration.catalog.contains("relative: true"), relative, "{text}{}", migration.catalog);
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

#[test]
fn only_what_is_chosen_speaks_for_a_preset() {
    let text = "# T\n\n## Scans\n\n| Dataset | Modality | Image format | Link |\n|---|---|---|---|\n| A | CT | nii.gz | https://a.example.org |\n| B | MRI | DICOM | https://b.example.org |\n\n\
                ## Books\n\n| Name | Modality | Link |\n|---|---|---|\n| C | on paper | https://c.example.org |\n| D | read aloud | https://d.example.org |\n";
    let mut options = options();
    let preset = |options: &Options| migrate(&Source::new("README.md", text), options).unwrap().report.preset;
    assert_eq!(preset(&options).as_deref(), Some("medical-imaging"));
    options.records.sections = vec!["Books".to_string()];
    assert_eq!(preset(&options), None);
}
