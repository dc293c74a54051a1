//! Real edits: a history of a README, replayed commit by commit.
//!
//! For each commit, the catalog migrated from its parent absorbs the commit's
//! README; the records are then those migrated from the commit itself.

#[path = "support/folder.rs"]
#[expect(dead_code, reason = "each test file uses its own part of this")]
mod folder;

use catalint::catalog::{self, Catalog};
use catalint::text::{Source, Sources};
use folder::Folder;

/// What happened to a list over the years: each step is the table's rows.
const HISTORY: &[&[&str]] = &[
    &[
        "| Alpha | CT | nii | 20+10 | https://alpha.example.org/ |",
        "| Beta | MRI | # | 394 | https://beta.example.org/ |",
    ],
    // A cell filled in.
    &[
        "| Alpha | CT | nii | 20+10 | https://alpha.example.org/ |",
        "| Beta | MRI | nii.gz | 394 | https://beta.example.org/ |",
    ],
    // A row added in the middle, with Chinese and an emoji.
    &[
        "| Alpha | CT | nii | 20+10 | https://alpha.example.org/ |",
        "| 心脏分割 🔥 | CT/MRI | DICOM | 282(训练)+139(验证) | https://gamma.example.org/ |",
        "| Beta | MRI | nii.gz | 394 | https://beta.example.org/ |",
    ],
    // Moved, and a link mended at once.
    &[
        "| Beta | MRI | nii.gz | 394 | https://beta.example.org/new |",
        "| Alpha | CT | nii | 20+10 | https://alpha.example.org/ |",
        "| 心脏分割 🔥 | CT/MRI | DICOM | 282(训练)+139(验证) | https://gamma.example.org/ |",
    ],
    // Renamed, one removed, two added.
    &[
        "| Beta 2 | MRI | nii.gz | 394 | https://beta.example.org/new |",
        "| 心脏分割 🔥 | CT/MRI | DICOM | 282(训练)+139(验证) | https://gamma.example.org/ |",
        "| Delta | PET/CT | png | 10616张 | https://delta.example.org/ |",
        "| Epsilon \\| two | X-ray | jpg | 88.3k | https://epsilon.example.org/ |",
    ],
];

fn readme(rows: &[&str]) -> String {
    format!(
        "# Lists\n\nSome words.\n\n## Data\n\n| Dataset | Modality | Image format | Data size | Link |\n| --- | --- | --- | --- | --- \
         |\n{}\n\n## End\n",
        rows.join("\n")
    )
}

fn migrated(text: &str) -> Folder {
    let folder = Folder::with(&[("README.md", text)]);
    let run = folder.run(&["migrate", "README.md"]);
    assert!(matches!(run.code, Some(0 | 1)), "{}{}", run.stdout, run.stderr);
    folder
}

fn records(folder: &Folder) -> Vec<Vec<String>> {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("catalog.yaml", folder.read("catalog.yaml")));
    let read = catalog::read(&mut sources, file, &mut |_| Ok(Vec::new())).expect("a catalog");
    let catalog: Catalog = read.catalog;
    catalog
        .walk()
        .flat_map(|(_, section)| section.entries.iter().map(move |entry| (section, entry)))
        .map(|(section, entry)| {
            (0..section.fields.len())
                .map(|index| format!("{}: {:?}", section.fields[index].id, entry.value(index)))
                .collect()
        })
        .collect()
}

#[test]
fn a_history_of_edits_is_absorbed_commit_by_commit() {
    for step in HISTORY.windows(2) {
        let (before, after) = (readme(step[0]), readme(step[1]));
        let folder = migrated(&before);
        folder.git(&["init", "-q"]);
        folder.git(&["add", "-A"]);
        folder.git(&["commit", "-qm", "migrated"]);
        // The contributor edits the rendered rows as they edited the old ones.
        let rendered = folder.read("README.md");
        let start = rendered.find("| --- |").expect("a table");
        let start = start + rendered[start..].find('\n').expect("rows") + 1;
        let end = start + rendered[start..].find("\n\n").expect("the end of the table");
        let edited = format!("{}{}{}", &rendered[..start], step[1].join("\n"), &rendered[end..]);
        folder.write("README.md", &edited);
        folder.run(&["absorb", "--assume", "rename"]).ends(0);
        folder.run(&["check", "--select", "yaml-syntax"]).ends(0);
        assert_eq!(records(&folder), records(&migrated(&after)), "{after}");
    }
}

#[test]
fn edits_of_both_sides_merge_and_clashes_are_told() {
    let folder = migrated(&readme(HISTORY[1]));
    folder.git(&["init", "-q"]);
    folder.git(&["add", "-A"]);
    folder.git(&["commit", "-qm", "agree"]);
    // Different fields of one entry merge.
    folder.replace("catalog.yaml", "size: 394", "size: 400");
    folder.replace("README.md", "<https://beta.example.org/>", "https://beta.example.org/2");
    folder.run(&["check", "--select", "yaml-syntax"]).ends(1).says("both the catalog and the region changed");
    folder.run(&["render"]).ends(2).says("absorb");
    folder.run(&["absorb"]).ends(0).says("https://beta.example.org/2");
    let catalog = folder.read("catalog.yaml");
    assert!(
        catalog.contains("size: 400") && catalog.contains("link: https://beta.example.org/2"),
        "{catalog}"
    );
    folder.git(&["commit", "-qam", "agree again"]);
    // The same field is a conflict, with all three values.
    folder.replace("catalog.yaml", "size: 400", "size: 500");
    folder.replace("README.md", "| 400 |", "| 600 |");
    let (catalog, readme) = (folder.read("catalog.yaml"), folder.read("README.md"));
    let run = folder.run(&["absorb"]).ends(2);
    for value in ["`400`", "`500`", "`600`", "catalog.yaml:", "README.md:"] {
        assert!(run.stderr.contains(value), "no {value} in\n{}", run.stderr);
    }
    assert_eq!((folder.read("catalog.yaml"), folder.read("README.md")), (catalog, readme));
    folder.run(&["absorb", "--assume", "readme"]).ends(0);
    assert!(folder.read("catalog.yaml").contains("size: 600"));
    // A pull request's commit that edits the README only is seen as an edit.
    folder.git(&["commit", "-qam", "agree a third time"]);
    folder.replace("README.md", "| 600 |", "| 700 |");
    folder.git(&["commit", "-qam", "edit the README"]);
    folder.run(&["absorb"]).ends(0);
    assert!(folder.read("catalog.yaml").contains("size: 700"));
}
