//! The rules as a whole: all are registered, every page says what it must,
//! and every example on a page is run and fixed.

use catalint::catalog;
use catalint::finding::{Finding, Fixable};
use catalint::lint::{Levels, MAX_PASSES, Run, Settings, apply_pass, fixes};
use catalint::readme::{Document, regions_of};
use catalint::rules::{self, Check, Rule};
use catalint::text::{FileId, Source, Sources};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Files in `src/rules` that are no rules.
const NO_RULES: [&str; 3] = ["mod", "index", "context"];

/// Rules whose examples cannot be run here, with the reason.
const NOT_RUN: [(&str, &str); 5] = [
    ("invisible-character", "its example would not show what it is about"),
    ("mixed-line-ends", "its example would not show what it is about"),
    ("section-without-region", "`check` finds it when it compares a catalog with an output"),
    ("absorb-conflict", "is told by `absorb`: tests/absorb.rs and tests/replay.rs raise it"),
    ("translation-stale", "compares two versions of a catalog: its test is beside `absorb::stale`"),
];

fn is_run(rule: &Rule) -> bool {
    NOT_RUN.iter().all(|(not, _)| *not != rule.info.name)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A fenced block of a page.
#[derive(Clone)]
struct Example {
    language: String,
    text: String,
}

/// The blocks under a heading of a rule's page.
fn examples(rule: &Rule, heading: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut inside = false;
    let mut fence = 0;
    for line in rule.info.page.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
        if fence > 0 {
            if ticks >= fence && ticks == line.len() {
                fence = 0;
            } else if let Some(example) = found.last_mut().filter(|_| inside) {
                example.text.push_str(line);
                example.text.push('\n');
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            inside = title == heading;
        } else if ticks >= 3 {
            fence = ticks;
            if inside {
                found.push(Example { language: line[ticks..].to_string(), text: String::new() });
            }
        }
    }
    found
}

/// The headings of a rule's page; those in its examples are none.
fn headings(rule: &Rule) -> Vec<&'static str> {
    let mut fence = 0;
    let mut found = Vec::new();
    for line in rule.info.page.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
        if fence > 0 {
            fence = if ticks >= fence { 0 } else { fence };
        } else if ticks >= 3 {
            fence = ticks;
        } else {
            found.extend(line.strip_prefix("## "));
        }
    }
    found
}

impl Example {
    /// The whole file that the block shows a part of.
    fn whole(&self) -> String {
        if self.language != "yaml" || self.text.contains("version:") {
            return self.text.clone();
        }
        let mut text =
            String::from("version: 1\npreset: medical-imaging\nsections:\n  - id: examples\n    entries:\n");
        for line in self.text.lines() {
            text.push_str(if line.is_empty() { "" } else { "      " });
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

/// Lints a text with the rules that are on by default and `rule`. What is no
/// YAML yields the one finding that says so.
fn lint(language: &str, text: &str, rule: &Rule) -> Vec<Finding> {
    let mut sources = Sources::new();
    let on =
        rules::ALL.iter().filter(|other| other.info.level.is_some() || other.info.name == rule.info.name);
    let select = on.map(|rule| rule.info.name.to_string()).collect();
    let levels = Levels::new(&Settings { select, ignore: Vec::new() }, None);
    let mut run = Run::new(&levels);
    match language {
        "yaml" => {
            let file = sources.add(Source::new("catalog.yaml", text));
            match catalog::read(&mut sources, file, &mut |_| Err("no such file".to_string())) {
                Ok(read) => run.catalog(&sources, &read),
                Err(finding) => run.add(*finding),
            }
        }
        "markdown" => {
            let file = sources.add(Source::new("README.md", text));
            let document = Document::parse(text);
            run.readme(&sources, file, &document, &regions_of(&document, text), None);
        }
        other => panic!("{}: examples are `yaml` or `markdown`, not `{other}`", rule.info.name),
    }
    run.finish()
}

/// The rules' names and places, to compare what is found before and after.
fn rules_of(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn every_file_of_a_rule_is_registered_under_its_name() {
    let mut files = BTreeSet::new();
    for item in std::fs::read_dir(root().join("src/rules")).unwrap() {
        let path = item.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !NO_RULES.contains(&stem.as_str()) {
            files.insert(stem.replace('_', "-"));
        }
    }
    let names: BTreeSet<String> = rules::ALL.iter().map(|rule| rule.info.name.to_string()).collect();
    assert_eq!(files, names);
}

#[test]
fn names_are_unique_sorted_and_kebab_case() {
    let names: Vec<&str> = rules::ALL.iter().map(|rule| rule.info.name).collect();
    for pair in names.windows(2) {
        assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
    }
    for name in names {
        let fine =
            name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
        assert!(fine, "{name}");
        assert!(rules::find(name).is_some(), "{name}");
    }
}

#[test]
fn every_page_has_its_parts() {
    for rule in rules::ALL {
        let name = rule.info.name;
        let headings = headings(rule);
        assert_eq!(headings, ["Why", "Bad", "Good", "Fix"], "{name}");
        let first = rule.info.page.trim_start().lines().next().unwrap();
        assert!(!first.starts_with('#'), "{name} begins with what it finds");
        assert!(!rule.info.summary.is_empty() && !rule.info.summary.ends_with('.'), "{name}");
        assert!(rule.info.summary.starts_with(|c: char| !c.is_uppercase()), "{name}");
        let fix = rule.info.page.split("## Fix").nth(1).unwrap().trim();
        let starts = match rule.info.fixable {
            Fixable::No => "None",
            Fixable::Safe => "Safe",
            Fixable::Unsafe => "Unsafe",
        };
        assert!(fix.starts_with(starts), "{name}: its fix is {starts}, but the page says: {fix}");
    }
}

#[test]
fn bad_examples_raise_their_rule_alone_and_good_ones_do_not() {
    for rule in rules::ALL {
        let name = rule.info.name;
        if !is_run(rule) {
            continue;
        }
        for heading in ["Bad", "Good"] {
            let examples = examples(rule, heading);
            assert!(!examples.is_empty(), "{name} shows nothing {heading}");
            for example in examples {
                let findings = lint(&example.language, &example.whole(), rule);
                let told: Vec<_> = findings.iter().map(|f| format!("{}: {}", f.rule, f.message)).collect();
                if heading == "Bad" {
                    assert_eq!(rules_of(&findings), BTreeSet::from([name]), "{name}: {told:#?}");
                } else {
                    assert!(!rules_of(&findings).contains(name), "{name}: {told:#?}");
                }
                for finding in &findings {
                    let level = rule.info.level;
                    assert!(level.is_none_or(|level| finding.level <= level), "{name} is over its level");
                    let says_what_to_do = finding.help.is_some() || matches!(rule.check, Check::Reading);
                    assert!(says_what_to_do, "{name} offers no remedy");
                    let message = &finding.message;
                    assert!(!message.ends_with('.') && !message.starts_with(char::is_uppercase), "{message}");
                }
            }
        }
    }
}

#[test]
fn fixes_mend_the_bad_examples_and_break_nothing() {
    for rule in rules::ALL.iter().filter(|rule| rule.info.fixable != Fixable::No && is_run(rule)) {
        let name = rule.info.name;
        let mut mended = 0;
        for example in examples(rule, "Bad") {
            let mut text = example.whole();
            let before = rules_of(&lint(&example.language, &text, rule));
            for pass in 0.. {
                assert!(pass < MAX_PASSES, "{name}: fixing does not end:\n{text}");
                let findings = lint(&example.language, &text, rule);
                let own: Vec<Finding> = findings.into_iter().filter(|finding| finding.rule == name).collect();
                let (edits, count) = fixes(&own, true);
                if count == 0 {
                    break;
                }
                mended += count;
                text = apply_pass(&text, &edits[&FileId(0)]);
            }
            let after = lint(&example.language, &text, rule);
            let told: Vec<_> = after.iter().map(|f| format!("{}: {}", f.rule, f.message)).collect();
            assert!(
                after.iter().all(|finding| finding.rule != name || finding.fix.is_none()),
                "{name}:\n{text}"
            );
            assert!(rules_of(&after).is_subset(&before), "{name}: {told:#?} in\n{text}");
        }
        assert!(mended > 0, "{name} says it mends, and mends nothing it shows");
    }
}

#[test]
fn the_documentation_is_what_the_rules_say() {
    let path = root().join("docs/rules.md");
    let pages = rules::pages();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &pages).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == pages,
        "docs/rules.md is not what the rules say: run `UPDATE=1 cargo test --test rules`"
    );
}
