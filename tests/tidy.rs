//! The house in order: rooms use only rooms below them, files keep to their
//! size, and what documents name is there.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, from the ground up; those on one floor do not use each other
/// unless listed in `SAME_FLOOR`.
const FLOORS: &[&[&str]] = &[
    &["text", "limits", "parallel"],
    &["finding", "value", "repair"],
    &["catalog", "report"],
    &["readme", "workspace"],
    &["render", "rules"],
    &["drift"],
    &["migrate", "absorb", "lint"],
    &["commands", "lsp"],
    &["cli"],
    &["main"],
];

/// Uses on one floor that are meant, with the reason.
const SAME_FLOOR: &[(&str, &str)] = &[
    // The command `lsp` starts the server, and does nothing else.
    ("commands", "lsp"),
];

/// `commands` takes its arguments from the structs of `cli`, which hold no
/// logic.
const UPWARD: &[(&str, &str)] = &[("commands", "cli")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut items: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|item| item.expect("an item").path()).collect();
    items.sort();
    for path in items {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).expect("readable source"))
        })
        .collect()
}

fn room(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The text before the unit tests: tests may look up.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod ").map_or(text, |at| &text[..at])
}

#[test]
fn rooms_use_only_rooms_below_them() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let from = room(&file);
        if from == "lib" {
            continue;
        }
        let Some(own) = floor(from) else {
            wrong.push(format!("src/{file} is in no room: add it to FLOORS"));
            continue;
        };
        for (at, _) in without_tests(&text).match_indices("crate::") {
            let to: String = text[at + "crate::".len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let Some(other) = floor(&to) else { continue };
            let meant = SAME_FLOOR.contains(&(from, to.as_str())) || UPWARD.contains(&(from, to.as_str()));
            if to != from && other >= own && !meant {
                wrong.push(format!("src/{file} uses `{to}`, which is not below `{from}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_owns() {
    let bare: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(file, _)| file).collect();
    assert!(bare.is_empty(), "no header: {bare:?}");
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let mut names = Vec::new();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && let Some((name, value)) = line.split_once(" = ")
        {
            // A dependency under another name is known by its own.
            let package = value.split("package = \"").nth(1).and_then(|rest| rest.split('"').next());
            names.push(package.unwrap_or(name).to_string());
        }
    }
    let page = fs::read_to_string(root().join("docs/architecture.md")).expect("the page");
    let table = page.split("## Dependencies").nth(1).expect("the section");
    let mut told: Vec<String> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| crate ") && !line.starts_with("| --- "))
        .flat_map(|line| line.split('|').nth(1).unwrap_or_default().split(','))
        .map(|name| name.trim().trim_end_matches(" (tests)").to_string())
        .collect();
    names.sort();
    told.sort();
    assert!(names.len() > 10);
    assert_eq!(told, names, "the table of dependencies in docs/architecture.md is not Cargo.toml");
}

#[test]
fn every_fuzz_target_has_seeds_and_its_turn() {
    let fuzz = root().join("fuzz");
    let mut targets = Vec::new();
    rust_files(&fuzz.join("fuzz_targets"), &mut targets);
    let names: Vec<String> =
        targets.iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    assert!(names.len() > 8);
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("fuzz/Cargo.toml");
    let workflow = fs::read_to_string(root().join(".github/workflows/fuzz.yml")).expect("the workflow");
    assert!(workflow.contains(&format!("target: [{}]", names.join(", "))), "not in fuzz.yml: {names:?}");
    for name in &names {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in fuzz/Cargo.toml");
        let seeds = fs::read_dir(fuzz.join("seeds").join(name)).expect("seeds");
        assert!(seeds.count() > 1, "{name} has no seeds");
    }
}

#[test]
fn documents_name_only_files_that_are_there() {
    let mut wrong = Vec::new();
    for document in ["CONTRIBUTING.md", "docs/architecture.md"] {
        let text = fs::read_to_string(root().join(document)).expect(document);
        for piece in text.split('`').skip(1).step_by(2) {
            let is_path =
                piece.starts_with("src/") || piece.starts_with("tests/") || piece.starts_with("docs/");
            if is_path && !piece.contains(['*', '<', ' ']) && !root().join(piece).exists() {
                wrong.push(format!("{document} names `{piece}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
