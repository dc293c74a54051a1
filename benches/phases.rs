//! How long each phase takes, beside what it cannot be faster than.
//!
//! `cargo bench --bench phases` prints a table for catalogs of 100 to 100,000
//! entries, or of the numbers given after `--`. All figures are the best
//! of several runs in one process, on one thread but for `migrate`. The last
//! columns are the whole of `check` over the two parsers it builds on, and of
//! `migrate` over the Markdown parser alone.
//!
//! `cargo bench --bench phases -- --write FOLDER N` writes the catalog of N
//! entries and its rendered README into a folder, for other programs to read.

#![expect(clippy::print_stdout, reason = "this is what it is for")]

use catalint::catalog::{self, Read};
use catalint::lint::{self, Levels, Settings};
use catalint::readme::outside_regions;
use catalint::text::{Source, Sources};
use catalint::{drift, migrate, render};
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [write, folder, size, ..] = args.as_slice()
        && write == "--write"
    {
        write_list(Path::new(folder), size.parse().expect("a number of entries"));
        return;
    }
    let numbers: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if numbers.is_empty() { vec![100, 1_000, 10_000, 100_000] } else { numbers };
    println!(
        "{:>9} {:>9} {:>9} | {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} | {:>9} {:>9} {:>9} {:>9} | {:>7} {:>7}",
        "entries",
        "yaml",
        "readme",
        "read",
        "lint",
        "parse",
        "render",
        "compare",
        "write",
        "check",
        "migrate",
        "file",
        "events",
        "serde",
        "comrak",
        "check",
        "migrate",
    );
    for size in sizes {
        row(size);
    }
}

/// A catalog of that many entries, in sections of a hundred.
fn catalog_text(size: usize) -> String {
    let mut out = String::from("version: 1\npreset: medical-imaging\noutputs: [README.md]\nsections:\n");
    let formats = ["nifti", "dicom", "nifti-gz", "png", "tiff"];
    let tasks = ["segmentation", "classification", "detection"];
    for n in 0..size {
        if n % 100 == 0 {
            let _ = write!(out, "\n  - id: s{}\n    title: Section {}\n    entries:\n", n / 100, n / 100);
        }
        let _ = write!(
            out,
            "      - name: Dataset {n} 数据集\n        labels: [胶质瘤, 肿瘤 {n}, oedema]\n        modality: [mri, ct]\n        \
             format: {}\n        size: {} train + {} test\n        tasks: [{}]\n        link: https://data{n}.example.org/sets/{n}\n",
            formats[n % formats.len()],
            n + 100,
            n % 50 + 10,
            tasks[n % tasks.len()],
        );
    }
    out
}

/// The same list as a README that nothing manages yet.
fn legacy_text(size: usize) -> String {
    let mut out = String::from("# Data sets\n");
    for n in 0..size {
        if n % 100 == 0 {
            let _ = write!(out, "\n## Section {}\n\n", n / 100);
            out.push_str("| Dataset | Label | Modality | Format | Size | Task | Link |\n|---|---|---|---|---|---|---|\n");
        }
        let _ = writeln!(
            out,
            "| Dataset {n} 数据集 | 胶质瘤/肿瘤 {n}/oedema | MR、CT | {} | {} Train + {} Test | 分割 | [link](https://data{n}.example.org/sets/{n}) |",
            ["Nii", "DCM", "nii.gz"][n % 3],
            n + 100,
            n % 50 + 10,
        );
    }
    out
}

fn readme_text(size: usize) -> String {
    let mut out = String::from("# Data sets\n");
    for n in 0..size.div_ceil(100) {
        let _ = write!(out, "\n## Section {n}\n\n<!-- catalint:begin s{n} -->\n<!-- catalint:end s{n} -->\n");
    }
    out
}

/// The README as its catalog renders it.
fn rendered_text(catalog: &catalog::Catalog, size: usize) -> String {
    let empty = readme_text(size);
    let source = Source::new("README.md", empty.clone());
    let regions = catalint::readme::regions(&empty);
    render::output(catalog, &source, &regions, "en").expect("the marks are right").text
}

fn write_list(folder: &Path, size: usize) {
    let yaml = catalog_text(size);
    let parsed = read(&mut Sources::new(), &yaml);
    std::fs::write(folder.join("catalog.yaml"), yaml).expect("the folder can be written to");
    let readme = rendered_text(&parsed.catalog, size);
    std::fs::write(folder.join("README.md"), readme).expect("the folder can be written to");
}

fn read(sources: &mut Sources, text: &str) -> Read {
    let file = sources.add(Source::new("catalog.yaml", text));
    catalog::read(sources, file, &mut |_| Ok(Vec::new())).expect("the generated catalog is sound")
}

/// The whole of `check`, as the command runs it, without the files.
fn check(yaml: &str, readme: &str) -> usize {
    let mut sources = Sources::new();
    let read = read(&mut sources, yaml);
    let levels = Levels::new(&Settings::default(), Some(&read.catalog));
    let mut run = lint::Run::new(&levels);
    run.catalog(&sources, &read);
    let file = sources.add(Source::new("README.md", readme));
    let (document, regions) = outside_regions(readme);
    run.readme(&sources, file, &document, &regions, Some(&read.catalog));
    assert!(drift::is_none(&read.catalog, readme, &document, &regions, "en"), "the README is rendered");
    run.finish().len()
}

fn lint(sources: &Sources, read: &Read, levels: &Levels) -> usize {
    let mut run = lint::Run::new(levels);
    run.catalog(sources, read);
    run.finish().len()
}

fn row(size: usize) {
    let yaml = catalog_text(size);
    let mut sources = Sources::new();
    let parsed = read(&mut sources, &yaml);
    let readme = rendered_text(&parsed.catalog, size);

    let levels = Levels::new(&Settings::default(), Some(&parsed.catalog));
    let (_, found) = outside_regions(&readme);
    let rendered = Source::new("README.md", readme.clone());

    let output = render::output(&parsed.catalog, &rendered, &found, "en").expect("the marks are right");
    let legacy = legacy_text(size);
    let old = Source::new("README.md", legacy.clone());
    let options = migrate::Options { output: "README.md".to_string(), ..migrate::Options::default() };
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(yaml.as_bytes()).expect("a temporary file");

    let times = [
        best(size, || read(&mut Sources::new(), &yaml).catalog.entry_count()),
        best(size, || lint(&sources, &parsed, &levels)),
        best(size, || outside_regions(&readme).0.blocks.len()),
        best(size, || {
            render::output(&parsed.catalog, &rendered, &found, "en").map_or(0, |output| output.text.len())
        }),
        best(size, || drift::find("README.md", &readme, &output, None).len()),
        best(size, || catalog::write::catalog(&parsed.catalog).len()),
        best(size, || check(&yaml, &readme)),
        best(size, || migrate::migrate(&old, &options).is_ok()),
        best(size, || std::fs::read(file.path()).map_or(0, |bytes| bytes.len())),
        best(size, || granit_parser::Parser::new_from_str(&yaml).filter(Result::is_ok).count()),
        best(size, || serde_yaml::from_str::<serde_yaml::Value>(&yaml).is_ok()),
        best(size, || comrak_nodes(&readme)),
        best(size, || comrak_nodes(&legacy)),
    ];
    let [
        reading,
        linting,
        parsing,
        rendering,
        comparing,
        writing,
        checking,
        migrating,
        file,
        events,
        serde,
        comrak,
        of_legacy,
    ] = times.map(|time| time.as_secs_f64() * 1e3);
    println!(
        "{size:>9} {:>8}K {:>8}K | {reading:>7.2}ms {linting:>7.2}ms {parsing:>7.2}ms {rendering:>7.2}ms {comparing:>7.2}ms {writing:>7.2}ms \
         {checking:>7.2}ms {migrating:>7.2}ms | {file:>7.2}ms {events:>7.2}ms {serde:>7.2}ms {comrak:>7.2}ms | {:>6.2}x {:>6.2}x",
        yaml.len() / 1000,
        readme.len() / 1000,
        checking / (events + comrak),
        migrating / of_legacy,
    );
}

fn comrak_nodes(text: &str) -> usize {
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    comrak::parse_document(&arena, text, &options).descendants().count()
}

fn best<T>(size: usize, mut run: impl FnMut() -> T) -> Duration {
    let times = (200_000 / size.max(1)).clamp(3, 50);
    (0..times)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}
