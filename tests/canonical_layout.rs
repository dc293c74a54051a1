//! Law: the canonical layout changes nothing that any reader reads, whatever
//! stands in the catalog, and laying out twice is laying out once.

#[expect(dead_code, reason = "each test file uses its own part of the support")]
mod support;

use catalint::catalog::format::format;
use catalint::catalog::{self, Catalog};
use catalint::text::{FileId, Source, Sources};
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

/// The catalog as another hand may have written it: other blanks, a list's
/// dashes at its key's column, line ends of Windows.
fn untidy(yaml: &str, blanks: usize, outdent: bool, crlf: bool) -> String {
    let mut out = String::new();
    for line in yaml.lines() {
        let body = line.trim_start();
        let depth = line.len() - body.len();
        let depth = if outdent { depth.saturating_sub(2) } else { depth };
        out.push_str(&" ".repeat(depth));
        out.push_str(&body.replacen(": ", &format!(":{}", " ".repeat(blanks)), 1));
        out.push_str(&" ".repeat(blanks - 1));
        out.push_str("  # beside\n\n\n# between\n");
    }
    if crlf { out.replace('\n', "\r\n") } else { out }
}

fn assert_lawful(yaml: &str) {
    let formatted = format(yaml, FileId(0)).expect("the catalog is YAML");
    let (before, after) = (read(yaml), read(&formatted));
    let entries = |catalog: &Catalog| -> Vec<_> {
        catalog.walk().flat_map(|(_, section)| section.entries.clone()).collect()
    };
    let (one, two) = (entries(&before), entries(&after));
    assert_eq!(one.len(), two.len(), "\n{formatted}");
    for (one, two) in one.iter().zip(&two) {
        assert!(one.same_values(two), "{one:?}\n{two:?}\n{formatted}");
    }
    let other = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text).expect("YAML to others too");
    assert_eq!(other(yaml), other(&formatted), "\n{formatted}");
    let comments = |text: &str| text.matches("# beside").count() + text.matches("# between").count();
    assert_eq!(comments(yaml), comments(&formatted), "\n{formatted}");
    assert_eq!(format(&formatted, FileId(0)).expect("still YAML"), formatted);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_catalog_reads_the_same_in_its_canonical_layout(
        yaml in prop::sample::select(vec!["table", "list", "prose"]).prop_flat_map(support::catalog),
        blanks in 1..4_usize,
        outdent in any::<bool>(),
        crlf in any::<bool>(),
    ) {
        assert_lawful(&yaml);
        assert_lawful(&untidy(&yaml, blanks, outdent, crlf));
    }
}
