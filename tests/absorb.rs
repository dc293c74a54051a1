//! Laws of absorbing, with generated edits of generated catalogs.

#[expect(dead_code, reason = "each test file uses its own part of the support")]
mod support;

use catalint::absorb::{self, Doubt, Edited, Options};
use catalint::catalog::edit::comments;
use catalint::catalog::{self, Catalog};
use catalint::finding::Finding;
use catalint::readme::regions;
use catalint::render;
use catalint::text::{FileId, Source, Sources, apply};
use proptest::prelude::*;

fn read(sources: &mut Sources, yaml: &str) -> Catalog {
    let file = sources.add(Source::new("catalog.yaml", yaml));
    let read = catalog::read(sources, file, &mut |_| Err("no includes here".to_string()));
    match read {
        Ok(read) => read.catalog,
        Err(finding) => panic!("{yaml}\n{finding:?}"),
    }
}

const README: &str = "# T\n\n<!-- catalint:begin a -->\n<!-- catalint:end a -->\n\nafter\n";

fn render_into(readme: &str, yaml: &str) -> String {
    let mut sources = Sources::new();
    let catalog = read(&mut sources, yaml);
    let source = Source::new("README.md", readme);
    render::output(&catalog, &source, &regions(readme), "en").expect("the marks are right").text
}

/// Absorbs `readme` into `yaml`, which is its own base unless another is
/// given.
fn absorb_from(base: &str, yaml: &str, readme: &str, options: Options) -> Result<String, Vec<Finding>> {
    let mut base_sources = Sources::new();
    let base = read(&mut base_sources, base);
    let mut sources = Sources::new();
    let catalog = read(&mut sources, yaml);
    let file = sources.add(Source::new("README.md", readme));
    let found = regions(readme);
    let edited = Edited { file, regions: &found, language: "en", base: &base };
    let absorbed = absorb::absorb(&sources, &catalog, &edited, options)?;
    let edits = absorbed.edits.get(&catalog.file).cloned().unwrap_or_default();
    Ok(apply(yaml, &edits).unwrap_or_else(|overlap| panic!("{overlap}\n{yaml}\n{readme}")))
}

fn absorb_into(yaml: &str, readme: &str) -> Result<String, Vec<Finding>> {
    absorb_from(yaml, yaml, readme, Options { doubt: Doubt::New, prefer: None })
}

/// A catalog of these entries, each with a comment above it and one in it.
const AT_THE_END: &str = "# at the end\n";

fn document(layout: &str, entries: &[String]) -> String {
    let mut out = format!(
        "# at the top\nversion: 1\npreset: medical-imaging\nfields:\n  name:\n  labels:\n  modality:\n  format:\n  size:\n  tasks:\n  \
         link:\n  description: {{ column: true }}\n  image: {{ column: true }}\noutputs: [README.md]\nsections:\n  - id: a\n    title: A\n    layout: {layout}\n    \
         entries:"
    );
    if entries.is_empty() {
        out.push_str(" []\n");
    }
    for (index, entry) in entries.iter().enumerate() {
        if index == 0 {
            out.push('\n');
        }
        let (first, rest) = entry.split_once('\n').expect("an entry has lines");
        out.push_str(&format!("      # above {index}\n{first} # beside {index}\n{rest}"));
    }
    out.push_str(AT_THE_END);
    out
}

/// What a contributor does to a list.
#[derive(Clone, Debug)]
enum Act {
    Remove(usize),
    Replace(usize, String),
    Insert(usize, String),
    Swap(usize, usize),
}

fn act(entry: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Act> {
    prop_oneof![
        any::<usize>().prop_map(Act::Remove),
        (any::<usize>(), entry.clone()).prop_map(|(at, entry)| Act::Replace(at, entry)),
        (any::<usize>(), entry).prop_map(|(at, entry)| Act::Insert(at, entry)),
        (any::<usize>(), any::<usize>()).prop_map(|(one, two)| Act::Swap(one, two)),
    ]
}

fn edited(mut entries: Vec<String>, acts: &[Act]) -> Vec<String> {
    for act in acts {
        let len = entries.len();
        match act {
            Act::Insert(at, entry) => entries.insert(at % (len + 1), entry.clone()),
            _ if len == 0 => {}
            Act::Remove(at) => {
                entries.remove(at % len);
            }
            Act::Replace(at, entry) => entries[at % len].clone_from(entry),
            Act::Swap(one, two) => entries.swap(one % len, two % len),
        }
    }
    entries
}

fn assert_keeps_comments(before: &str, after: &str) {
    let mut left = comments(after, FileId(0));
    for comment in comments(before, FileId(0)) {
        let at = left.iter().position(|other| *other == comment);
        let at = at.unwrap_or_else(|| panic!("lost {comment}\n{before}\n---\n{after}"));
        left.swap_remove(at);
    }
}

fn laws(layout: &str, entries: Vec<String>, acts: &[Act], exact: bool) {
    let before = document(layout, &entries);
    let wanted = render_into(README, &document(layout, &edited(entries, acts)));
    laws_of(&before, &wanted, exact);
    // The last line may lack its end, and may be an entry's.
    let entries_last = before.strip_suffix(AT_THE_END).expect("it ends so");
    for before in [before.trim_end_matches('\n'), entries_last.trim_end_matches('\n')] {
        laws_of(before, &wanted, exact);
    }
}

fn laws_of(before: &str, wanted: &str, exact: bool) {
    let readme = render_into(README, before);
    assert_eq!(absorb_into(before, &readme).expect("nothing to refuse"), before, "no edit, no change");
    let after =
        absorb_into(before, wanted).unwrap_or_else(|refusals| panic!("{refusals:?}\n{before}\n{wanted}"));
    assert_keeps_comments(before, &after);
    let twice = absorb_from(before, &after, wanted, Options { doubt: Doubt::New, prefer: None });
    assert_eq!(
        twice.expect("nothing to refuse"),
        after,
        "absorbing twice is absorbing once\n{before}\n{wanted}"
    );
    let rendered = render_into(README, &after);
    if exact {
        assert_eq!(rendered, wanted, "\n{before}\n---\n{after}");
    }
    assert_eq!(absorb_into(&after, &rendered).expect("nothing to refuse"), after);
}

#[test]
fn an_address_of_white_space_is_no_link() {
    let entry = |rest: &str| format!("      - name: a\n{rest}");
    let odd = entry("        link: <br>&#32;\n");
    laws("table", vec![entry(""), entry("")], &[Act::Replace(0, odd)], false);
}

#[test]
fn entries_that_share_values_by_anchors_stay_where_they_are() {
    let yaml = "version: 1\nsections:\n  - id: a\n    entries:\n      - name: &n one # & two\n      - name: two\n        \
                description: *n\n      - name: three & four\n";
    let readme = render_into(README, yaml);
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| ")).collect();
    let row = |word: &str| rows.iter().find(|row| row.contains(word)).expect("a row");
    let (one, two, three) = (row("| one |"), row("| two |"), row("three"));
    let swapped = readme.replace(&format!("{one}\n{two}\n"), &format!("{two}\n{one}\n"));
    let without = readme.replace(&format!("{one}\n"), "");
    for edited in [swapped, without] {
        assert_ne!(edited, readme);
        let refusals = absorb_into(yaml, &edited).expect_err("the anchor would come after its alias or go");
        assert!(refusals[0].message.contains("anchors"), "{refusals:?}");
    }
    // Others may go.
    let without = readme.replace(&format!("{three}\n"), "");
    assert!(absorb_into(yaml, &without).expect("nothing to refuse").ends_with("description: *n\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_tables_come_back(
        entries in prop::collection::vec(support::sound_entry(), 0..6),
        acts in prop::collection::vec(act(support::sound_entry().boxed()), 0..4),
    ) {
        laws("table", entries, &acts, true);
    }

    #[test]
    fn edits_of_lists_come_back(
        entries in prop::collection::vec(support::sound_entry(), 0..6),
        acts in prop::collection::vec(act(support::sound_entry().boxed()), 0..4),
        marker in prop::sample::select(vec!["'-'", "'*'", "1. 2. 3.", "9)"]),
    ) {
        laws(&format!("list\n    marker: {marker}"), entries, &acts, true);
    }

    #[test]
    fn edits_of_prose_come_back(
        entries in prop::collection::vec(support::sound_entry(), 0..6),
        acts in prop::collection::vec(act(support::sound_entry().boxed()), 0..4),
    ) {
        laws("prose", entries, &acts, true);
    }

    #[test]
    fn hostile_values_are_absorbed_without_loss(
        entries in prop::collection::vec(support::entry(), 0..5),
        acts in prop::collection::vec(act(support::entry().boxed()), 0..4),
        layout in prop::sample::select(vec!["table", "list", "prose"]),
    ) {
        laws(layout, entries, &acts, false);
    }
}
