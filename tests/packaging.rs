//! One version, written once: `Cargo.toml` states it, and every other place
//! takes it from there or is held to it here. The same for the platforms that
//! a release is built for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files that tell people or programs which catalint to take, and the
/// packages' own.
fn places() -> Vec<(String, String)> {
    let mut places = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).expect("a folder") {
            let path = item.expect("an item").path();
            let name =
                path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                if ["docs", ".github", ".ci", "src/commands/init"].iter().any(|top| within(&name, top))
                    || within(&name, "packaging")
                    || ["src", "src/commands"].contains(&name.as_str())
                {
                    folders.push(path);
                }
            } else if is_text(&path) && !name.ends_with(".rs") {
                places.push((name.clone(), read(&name)));
            }
        }
    }
    places.sort();
    places
}

fn within(name: &str, top: &str) -> bool {
    name == top || name.strip_prefix(top).is_some_and(|rest| rest.starts_with('/'))
}

fn is_text(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let known = ["md", "yml", "yaml", "toml", "sh", "py", "mjs", "js", "json", "txt"];
    name == "Containerfile"
        || path.extension().is_some_and(|extension| known.contains(&extension.to_string_lossy().as_ref()))
}

/// The version that a text begins with, if it begins with one.
fn version_at(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || ".+-".contains(c))).unwrap_or(text.len());
    let version = text[..end].trim_end_matches(['.', '-']);
    let dots = version.matches('.').count();
    (dots >= 2 && version.starts_with(|c: char| c.is_ascii_digit())).then_some(version)
}

/// How a version of catalint is named where one is wanted.
const NAMED: &[&str] = &[
    "rev: v",
    "momozi1996/catalint@v",
    "momozi1996/catalint:",
    "releases/download/v",
    "release download v",
    "git tag v",
    "origin main v",
    "'Release ",
    "catalint==",
    "catalint@",
    "catalint-v",
    "catalint ",
];

#[test]
fn every_place_that_names_a_version_names_this_one() {
    let mut wrong = Vec::new();
    let mut found = BTreeSet::new();
    for (name, text) in places() {
        for before in NAMED {
            for (at, _) in text.match_indices(before) {
                if let Some(version) = version_at(&text[at + before.len()..]) {
                    found.insert((name.clone(), *before));
                    if version != VERSION {
                        wrong.push(format!("{name}: `{before}{version}`, but this is {VERSION}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // That the search finds what it is to find.
    for place in [
        ("README.md", "rev: v"),
        ("README.md", "momozi1996/catalint@v"),
        ("docs/gate-in-ci.md", "rev: v"),
        ("docs/gate-in-ci.md", "momozi1996/catalint@v"),
    ] {
        assert!(found.contains(&(place.0.to_string(), place.1)), "{place:?} is not there any more");
    }
}

#[test]
fn what_can_take_the_version_from_cargo_states_none() {
    for (name, mark) in [
        ("pyproject.toml", "dynamic = [\"version\", \"dependencies\"]"),
        ("packaging/pypi/pyproject.toml", "dynamic = [\"version\"]"),
        ("packaging/hook/hook_backend.py", "open(\"Cargo.toml\""),
        ("packaging/npm/build.mjs", "version: stated('version')"),
        ("packaging/container/Containerfile", "version=\"${VERSION}\""),
        ("packaging/checksums.sh", "\"$root/Cargo.toml\""),
        ("Cargo.toml", "/v{ version }/catalint-{ target }.tar.gz"),
    ] {
        let text = read(name);
        assert!(text.contains(mark), "{name} has no {mark}");
        assert!(name == "Cargo.toml" || !text.contains(VERSION), "{name} states {VERSION} itself");
    }
}

#[test]
fn the_lock_file_and_the_changelog_are_of_this_version() {
    let lock = read("Cargo.lock");
    assert!(lock.contains(&format!("name = \"catalint\"\nversion = \"{VERSION}\"\n")));
    let log = read("CHANGELOG.md");
    let newest = log.lines().find_map(|line| line.strip_prefix("## ")).expect("a heading");
    let (version, when) = newest.split_once(", ").expect("a version and when it was");
    assert_eq!(version, VERSION);
    let is_day = when.len() == 10 && when.split('-').all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    assert!(is_day || when == "not yet released", "{when}");
}

/// The targets that the archives of a release are built for, as a file names
/// them.
fn targets(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)))
        .filter(|word| {
            let parts: Vec<&str> = word.split('-').collect();
            parts.len() >= 3 && ["x86_64", "aarch64"].contains(&parts[0])
        })
        .map(String::from)
        .collect()
}

#[test]
fn the_action_and_the_npm_packages_are_for_the_platforms_of_the_release() {
    let of_npm = targets(&read("packaging/npm/build.mjs"));
    assert_eq!(of_npm.len(), 5, "{of_npm:?}");
    assert_eq!(targets(&read("packaging/action/install.sh")), of_npm);
    let workflow = ".github/workflows/release.yml";
    // The packed crate has no workflows.
    if root().join(".github").exists() {
        assert_eq!(targets(&read(workflow)), of_npm);
    }
}

#[test]
fn checksums_are_of_this_version_and_of_known_platforms() {
    let known = targets(&read("packaging/npm/build.mjs"));
    let table = read("packaging/action/checksums.txt");
    let mut seen = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (sum, path) = line.split_once("  ").expect("a checksum and a path");
        assert!(sum.len() == 64 && sum.bytes().all(|b| b"0123456789abcdef".contains(&b)), "{line}");
        let archive = path.strip_prefix(&format!("v{VERSION}/catalint-"));
        let target = archive.and_then(|archive| archive.strip_suffix(".tar.gz"));
        assert!(target.is_some_and(|target| known.contains(target)), "{line}: not of {VERSION}");
        assert!(seen.insert(target), "{line}: a second line for its platform");
    }
}

#[test]
fn hooks_are_offered_in_three_ways_and_the_action_passes_every_input_on() {
    let hooks = read(".pre-commit-hooks.yaml");
    for command in ["check", "lint", "render", "absorb"] {
        for way in ["", "-src", "-system"] {
            let id = format!("- id: catalint-{command}{way}\n");
            assert_eq!(hooks.matches(&id).count(), 1, "{id}");
        }
    }
    let action = read("action.yml");
    let scripts = [read("packaging/action/install.sh"), read("packaging/action/run.sh")].concat();
    let page = read("docs/gate-in-ci.md");
    let inputs = action.split("\noutputs:").next().expect("the inputs");
    let names = inputs.lines().skip_while(|line| *line != "inputs:").filter_map(|line| {
        line.strip_prefix("  ").filter(|line| !line.starts_with(' ')).and_then(|line| line.strip_suffix(':'))
    });
    let mut count = 0;
    for name in names {
        count += 1;
        let variable = format!("INPUT_{}", name.to_uppercase().replace('-', "_"));
        assert!(action.contains(&format!("{variable}: ${{{{ inputs.{name} }}}}")), "{name} is not passed on");
        assert!(scripts.contains(&variable), "no script reads {name}");
        assert!(page.contains(&format!("`{name}`")), "docs/gate-in-ci.md does not tell of {name}");
    }
    assert!(count > 10, "{count} inputs");
    let outputs: Vec<&str> =
        action.split("outputs.").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    for name in outputs.iter().filter(|name| **name != "binary") {
        assert!(scripts.contains(&format!("printf '{name}=")), "no script sets {name}");
        assert!(page.contains(&format!("`{name}`")), "docs/gate-in-ci.md does not tell of {name}");
    }
}

#[test]
fn what_is_taken_from_others_is_pinned_and_to_one_version_everywhere() {
    let mut pins = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut pin = |what: &str, to: &str, place: &str| {
        let (first, before) = pins.entry(what.to_string()).or_insert((to.to_string(), place.to_string()));
        if first != to {
            wrong.push(format!("{what} is {to} in {place}, but {first} in {before}"));
        }
    };
    for (name, text) in places() {
        for line in text.lines() {
            let line = line.trim().trim_start_matches("- ");
            // Actions, by commit: the releases that the commits are follow.
            if let Some((action, commit)) = line.strip_prefix("uses: ").and_then(|uses| uses.split_once('@'))
                && !action.starts_with("momozi1996/")
                && !name.ends_with(".py")
            {
                let hash = commit.split(' ').next().unwrap_or_default();
                let is_commit = hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit());
                assert!(is_commit && commit.contains(" # v"), "{name}: {action} is not pinned: {commit}");
                pin(action, commit, &name);
            }
            // Python packages of the release and of the validators.
            if name.ends_with("requirements.txt") || name.ends_with("release.yml") {
                for word in line.split([' ', '\'']).filter(|word| !word.starts_with('#')) {
                    if let Some((package, version)) = word.split_once("==") {
                        pin(package, version, &name);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let known: &[&str] = &["actions/checkout", "actions/upload-artifact", "maturin", "uv", "wheel"];
    // The packed crate has no workflows.
    let packed = !root().join(".github").exists();
    assert!(known.iter().all(|what| pins.contains_key(*what) || packed), "{pins:?}");
}
