//! Schemas, judged by an independent validator: what reads without an error is
//! valid, what does not is invalid, and at the same place.

use super::*;
use crate::catalog::read;
use crate::finding::{Fixable, Level};
use crate::text::{Source, Sources};

const RULES: &[RuleInfo] = &[RuleInfo {
    name: "link-insecure",
    level: Some(Level::Warning),
    fixable: Fixable::No,
    summary: "a link without encryption",
    page: "",
}];

fn catalog(yaml: &str) -> Catalog {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", yaml));
    let mut load = |_: &str| Ok(vec![Source::new("more.yaml", "sections: []\n")]);
    read(&mut sources, file, &mut load).unwrap().catalog
}

/// The places at which `yaml` is not as the schema of `of` says.
fn faults(of: &str, yaml: &str) -> Vec<String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("catalog.json", schema(&catalog(of), RULES)).unwrap();
    let compiled = compiler.compile("catalog.json", &mut schemas).unwrap();
    let instance: Json = serde_yaml::from_str(yaml).unwrap();
    let mut places = Vec::new();
    if let Err(error) = schemas.validate(&instance, compiled) {
        collect(&error, &mut places);
    }
    places.sort();
    places.dedup();
    places
}

fn collect(error: &boon::ValidationError<'_, '_>, places: &mut Vec<String>) {
    if error.causes.is_empty() {
        places.push(error.instance_location.to_string());
    }
    error.causes.iter().for_each(|cause| collect(cause, places));
}

const OWN: &str = include_str!("../../../catalog.yaml");

const ALL_TYPES: &str = "version: 1
languages: [en, zh-Hans]
title: { en: A, zh-Hans: 甲 }
outputs: [README.md, { file: README.zh-CN.md, language: zh-Hans }]
tables: aligned
rules: { link-insecure: off }
include: more.yaml
vocabularies:
  kind/of ~thing: { one: { en: One thing, zh-Hans: 一, aliases: [uno, 'a+b'] }, two: Two, 3: Three, four: }
fields:
  name: { type: text, required: true }
  about: prose
  tags: list
  kind: { type: term, vocabulary: kind/of ~thing }
  kinds: { type: terms, vocabulary: kind/of ~thing }
  size: size
  home: { type: link, required: true, schemes: [https, ftp] }
  mirrors: { type: links, relative: true }
  stars: number
  added: date
  open: bool
  license: license
  shot: image
  access: { type: enum, values: [open, on request, 5] }
sections:
  - id: a
    align: [left, none, right]
    heading: 2
    entries:
      - id: x1
        name: { en: A, zh-Hans: 甲 }
        about: |
          Some *text*.
        tags: [a, { en: b, zh-Hans: 乙 }, 5]
        kind: ONE-thing
        kinds: [一, 'A+B (of old)', two, 3]
        size: 97 patients / 237 studies
        home: { url: 'HTTPS://a.org', text: A }
        mirrors: [https://a.org, { url: http://b.org }, docs/a.md, { url: ../b, text: B }]
        stars: 1,234
        added: 2021-11-24
        open: true
        license: MIT OR Apache-2.0
        shot: { url: a.png, alt: A, width: 320 }
        access: on request
      - name: 2019
        home: ftp://a.org
        tags: a
        kinds: one
        kind: null
        mirrors: https://a.org
        stars: 5
        added: 2021
        shot: a.png
        access: 5
        size: 484
    sections:
      - id: b
        fields: { name: , note: number }
        entries: [{ name: A, note: 5 }]
        sections: [{ id: c, entries: [{ name: A, note: 5 }] }]
      - id: d
        layout: list
        marker: 1. 2. 3.
        entries: []
";

#[test]
fn what_can_be_read_is_valid() {
    assert_eq!(catalog(OWN).sections.len(), 2);
    assert_eq!(faults(OWN, OWN), Vec::<String>::new());
    assert_eq!(faults(ALL_TYPES, ALL_TYPES), Vec::<String>::new());
    assert_eq!(
        faults(ALL_TYPES, "sections: [{ id: e, entries: [{ name: A, home: https://a.org }] }]"),
        [""; 0]
    );
    let plain = "version: '1'\nsections:\n  - id: a\n    entries: [{ name: { fr: A }, link: null }]\n";
    assert_eq!(faults(plain, plain), Vec::<String>::new());
    // Columns that the schema has not seen yet.
    let more = "version: 1\nsections:\n  - { id: b, fields: { x: date }, entries: [{ x: 2021 }] }\n";
    assert_eq!(faults(plain, more), Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_invalid_at_its_place() {
    let entry = "/sections/0/entries/0";
    let deep = "/sections/0/sections/0";
    for (old, new, place) in [
        ("version: 1", "version: 2", "/version".to_string()),
        ("version: 1\n", "", String::new()),
        ("tables: aligned", "tbales: aligned", String::new()),
        ("tables: aligned", "tables: wide", "/tables".to_string()),
        ("zh-Hans: 甲 }\noutputs", "zh: 甲 }\noutputs", "/title".to_string()),
        ("language: zh-Hans", "language: fr", "/outputs/1/language".to_string()),
        ("link-insecure: off", "link-insecure: never", "/rules/link-insecure".to_string()),
        ("link-insecure: off", "link-insecur: off", "/rules".to_string()),
        ("about: prose", "about: story", "/fields/about".to_string()),
        (
            "vocabulary: kind/of ~thing }\n  kinds",
            "vocabulary: kin }\n  kinds",
            "/fields/kind/vocabulary".to_string(),
        ),
        ("  - id: a\n", "  - title: A\n", "/sections/0".to_string()),
        ("  - id: a\n", "  - id: a b\n", "/sections/0/id".to_string()),
        ("  - id: a\n", "  - id: a--b\n", "/sections/0/id".to_string()),
        ("  - id: a\n", "  - id: summary\n", "/sections/0/id".to_string()),
        ("heading: 2", "heading: 7", "/sections/0/heading".to_string()),
        ("layout: list", "layout: cards", "/sections/0/sections/1/layout".to_string()),
        ("align: [left, none, right]", "align: middle", "/sections/0/align".to_string()),
        ("marker: 1. 2. 3.", "marker: '>'", "/sections/0/sections/1/marker".to_string()),
        ("name: { en: A, zh-Hans: 甲 }\n        about", "nmae: A\n        about", entry.to_string()),
        ("name: { en: A, zh-Hans: 甲 }\n        about", "name: null\n        about", format!("{entry}/name")),
        ("kind: ONE-thing", "kind: thing", format!("{entry}/kind")),
        ("two, 3]", "twoo]", format!("{entry}/kinds/2")),
        ("home: { url", "home: { uri", format!("{entry}/home")),
        ("home: ftp://a.org", "home: a.org", "/sections/0/entries/1/home".to_string()),
        ("stars: 1,234", "stars: many", format!("{entry}/stars")),
        ("added: 2021-11-24", "added: 2021-13-24", format!("{entry}/added")),
        ("open: true", "open: maybe", format!("{entry}/open")),
        ("shot: { url: a.png", "shot: { src: a.png", format!("{entry}/shot")),
        ("access: on request", "access: never", format!("{entry}/access")),
        ("size: 484", "size: [484]", "/sections/0/entries/1/size".to_string()),
        (
            "entries: [{ name: A, note: 5 }]\n",
            "entries: [{ name: A, home: 'https://a.org' }]\n",
            format!("{deep}/entries/0"),
        ),
        (
            "{ id: c, entries: [{ name: A, note: 5 }] }",
            "{ id: c, entries: [{ note: x }] }",
            format!("{deep}/sections/0/entries/0/note"),
        ),
        (
            "      - id: d\n        layout: list\n        marker: 1. 2. 3.\n        entries: []",
            "      - id: d\n        entries: [{ name: A, note: 5 }]",
            "/sections/0/sections/1/entries/0".to_string(),
        ),
    ] {
        assert_eq!(ALL_TYPES.matches(old).count(), 1, "{old}");
        let broken = ALL_TYPES.replace(old, new);
        let found = faults(ALL_TYPES, &broken);
        assert!(found.contains(&place), "{new}: {found:?}");
    }
    let missing = "version: 1\nsections: [{ id: a, entries: [{ name: A }] }]\n";
    assert_eq!(faults(OWN, missing), ["/sections/0/entries/0"]);
}

#[test]
fn the_schema_shows_what_fields_and_terms_mean() {
    let made = schema(&catalog(OWN), RULES);
    let modality = &made["definitions"]["entry"]["properties"]["modality"];
    assert_eq!(modality["title"], "Modality · 模态");
    let terms = made["definitions"]["vocabulary-modality"]["anyOf"].as_array().unwrap();
    let mri = terms.iter().find(|term| term["const"] == "mri").unwrap();
    assert_eq!(mri["title"], "MRI · 磁共振");
    assert!(mri["markdownDescription"].as_str().unwrap().contains("核磁"), "{mri}");
    assert!(terms.iter().any(|term| term["const"] == "mri-infant"));
    let rule = &made["properties"]["rules"]["properties"]["link-insecure"];
    assert_eq!(rule["description"], "a link without encryption; warning unless set");
}
