//! Every command that a page shows is run, and every output it shows is what
//! came out.
//!
//! A page is read from its top, in a copy of `tests/docs/list` under git. Of
//! its fenced blocks
//!
//! - `sh` holds commands, one a line;
//! - `console` holds commands after `$ ` and below each what it prints, where a
//!   line `…` stands for any number of lines;
//! - `diff` holds lines that `git diff` has by then;
//! - `text` and what is a part of a file say so in a comment before them.
//!
//! Such comments, `<!-- docs: … -->`, also do what the page leaves to its
//! reader; `Reader::directive` has them all.

#[path = "support/folder.rs"]
#[expect(dead_code, reason = "each test file uses its own part of this")]
mod folder;

use folder::Folder;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is shown and not run here, because it needs the network, a release, or
/// this repository itself. What `.ci/run` or `.ci/validate` does run says so.
const NOT_RUN: &[&str] = &[
    "for seed in $(seq 100)", // tests/laws.rs, at length
    "cargo bench",
    "benches/peers.sh",
    "fuzz/run",                        // a fuzzer has no end
    "cargo test",                      // this is it
    "cargo run -- check",              // .ci/run
    "cargo install --locked --path .", // .ci/validate action --slow
    "pip install catalint",            // .ci/validate packages, from the wheel
    "npm install --save-dev catalint", // .ci/validate packages, from the files
    "npx catalint --help",             // the same
    "git commit --message 'Release ",
    "git tag v",
    "git push origin main v",
    "catalint lsp", // tests/lsp.rs
    "gh workflow run release.yml",
    "gh release download v",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The pages, but for that of the rules, whose examples have a test of their
/// own.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> =
        ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"].map(String::from).to_vec();
    pages.extend(["packaging/pypi/README.md", "packaging/npm/README.md"].map(String::from));
    let docs = fs::read_dir(root().join("docs")).expect("docs");
    let mut names: Vec<String> = docs
        .map(|item| item.expect("an item").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md") && name != "rules.md")
        .collect();
    names.sort();
    pages.extend(names.into_iter().map(|name| format!("docs/{name}")));
    pages
}

/// What the reader of a page comes by.
enum Piece {
    Directive(String),
    Block { language: String, lines: Vec<String> },
}

/// The pieces of a page, with the number of the line each begins in.
fn pieces(text: &str) -> Vec<(usize, Piece)> {
    let mut pieces = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if let Some(rest) = bare.strip_prefix("<!-- docs: ") {
            let directive = rest.strip_suffix(" -->").expect("a directive is one line");
            pieces.push((number + 1, Piece::Directive(directive.to_string())));
        } else if let Some(language) = bare.strip_prefix("```") {
            let inside = lines
                .by_ref()
                .map(|(_, line)| line.get(indent..).unwrap_or_default().to_string())
                .take_while(|line| line != "```")
                .collect();
            pieces.push((number + 1, Piece::Block { language: language.to_string(), lines: inside }));
        }
    }
    pieces
}

/// Reads a page and does what it says.
struct Reader {
    page: String,
    line: usize,
    folder: Folder,
    /// What the next block is, and how its last command ends.
    next: Option<String>,
    ends: i32,
    commands: usize,
}

impl Reader {
    fn new(page: &str) -> Reader {
        Reader { page: page.to_string(), line: 0, folder: copy_of("list"), next: None, ends: 0, commands: 0 }
    }

    #[track_caller]
    fn wrong(&self, what: &str) -> ! {
        panic!("{}:{}: {what}", self.page, self.line)
    }

    fn read(&mut self) {
        let text = fs::read_to_string(root().join(&self.page)).expect("a page");
        for (line, piece) in pieces(&text) {
            self.line = line;
            match piece {
                Piece::Directive(directive) => self.directive(&directive),
                Piece::Block { language, lines } => self.block(&language, &lines),
            }
        }
    }

    fn directive(&mut self, directive: &str) {
        let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
        match word {
            // Go on in a copy of this folder of tests/docs, or in an empty one.
            "in" => self.folder = copy_of(rest),
            // Change a file as a person would.
            "edit" => {
                let (name, change) = rest.split_once(": ").expect("edit FILE: OLD => NEW");
                let (old, new) = change.split_once(" => ").expect("edit FILE: OLD => NEW");
                self.folder.replace(name, old, &new.replace("\\n", "\n"));
            }
            "copy" => {
                let (from, to) = rest.split_once(' ').expect("copy FILE FILE");
                self.folder.write(to, &self.folder.read(from));
            }
            "commit" => self.commit(),
            // A command that readers need not see.
            "run" => drop(self.run_to_end(rest, true)),
            // The next block is written to this file; its lines are in these files,
            // in this order; it holds sizes; it is no output.
            "file" | "from" | "sizes" | "drawing" => self.next = Some(directive.to_string()),
            // The last command of the next block, or the next `run`, ends so.
            "ends" => self.ends = rest.parse().expect("a code"),
            _ => self.wrong(&format!("no such directive: {directive}")),
        }
    }

    fn block(&mut self, language: &str, lines: &[String]) {
        let said = self.next.take().unwrap_or_default();
        let (kind, name) = said.split_once(' ').unwrap_or((&said, ""));
        let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        match (kind, language) {
            ("file", _) => self.folder.write(name, &text),
            ("from", _) => {
                let texts: String = name.split(' ').map(|name| self.folder.read(name)).collect();
                self.is_in_order(lines, &texts, name);
            }
            ("sizes", _) => self.are_sizes(lines),
            ("drawing", "text") => {}
            (_, "sh") => {
                let commands: Vec<&str> = lines.iter().map(|line| without_comment(line)).collect();
                let commands: Vec<&str> =
                    commands.into_iter().filter(|command| !command.is_empty()).collect();
                for (at, command) in commands.iter().enumerate() {
                    self.run_to_end(command, at + 1 == commands.len());
                }
            }
            (_, "console") => self.console(lines),
            (_, "diff") => {
                let diff = self.run("git diff --unified=0").1;
                let changed: Vec<String> =
                    lines.iter().filter(|line| line.starts_with(['+', '-'])).cloned().collect();
                self.is_in_order(&changed, &diff, "git diff");
            }
            (_, "text") => self.wrong("a block of `text`: is it an output? Then make it `console`"),
            (_, "yaml") => self.names_hooks_that_are_there(lines),
            (_, "html" | "toml" | "lua" | "markdown") => {}
            _ => self.wrong(&format!("a block of `{language}`: what is to be done with it?")),
        }
    }

    fn console(&mut self, lines: &[String]) {
        let starts: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with("$ ")).collect();
        assert!(starts.first() == Some(&0), "{}:{}: no command first", self.page, self.line);
        for (nth, &at) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied().unwrap_or(lines.len());
            let command = without_comment(&lines[at][2..]);
            let found = self.run_to_end(command, nth + 1 == starts.len());
            let found: Vec<&str> = found.lines().collect();
            if !matches(&lines[at + 1..end], &found) {
                self.wrong(&format!("`{command}` prints\n{}", found.join("\n")));
            }
        }
    }

    /// Runs a command that must end well, or as was said if it is the last of
    /// its block.
    fn run_to_end(&mut self, command: &str, is_last: bool) -> String {
        let wanted = if is_last { std::mem::take(&mut self.ends) } else { 0 };
        if NOT_RUN.iter().any(|start| command.starts_with(start)) {
            return String::new();
        }
        let (code, output) = self.run(command);
        if code != Some(wanted) {
            self.wrong(&format!("`{command}` ends with {code:?}, not {wanted}\n{output}"));
        }
        output
    }

    fn run(&mut self, command: &str) -> (Option<i32>, String) {
        self.commands += 1;
        let mut words = words(command);
        let file = match words.iter().position(|word| word == ">") {
            Some(at) => words.split_off(at).get(1).cloned(),
            None => None,
        };
        let program = match words.first().map(String::as_str) {
            Some("catalint") => env!("CARGO_BIN_EXE_catalint"),
            Some("git") if ["diff", "apply"].contains(&words[1].as_str()) => "git",
            _ => self.wrong(&format!("`{command}` is neither run nor among those not run")),
        };
        let (mut reader, writer) = std::io::pipe().expect("a pipe");
        let mut call = Command::new(program);
        call.args(&words[1..]).current_dir(self.folder.path("")).stdin(Stdio::null());
        for variable in ["GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"] {
            call.env_remove(variable);
        }
        call.stderr(writer.try_clone().expect("a pipe"));
        match file {
            Some(name) => {
                drop(writer);
                call.stdout(File::create(self.folder.path(&name)).expect("a file"))
            }
            None => call.stdout(writer),
        };
        let mut child = call.spawn().expect("the program runs");
        // It holds the other ends of the pipe.
        drop(call);
        let mut output = String::new();
        reader.read_to_string(&mut output).expect("text");
        (child.wait().expect("the program ends").code(), output)
    }

    fn commit(&self) {
        self.folder.git(&["add", "--all"]);
        self.folder.git(&["commit", "--quiet", "--allow-empty", "--message=x"]);
    }

    fn is_in_order(&self, lines: &[String], text: &str, name: &str) {
        let mut there = text.lines();
        for line in lines {
            if !there.any(|other| other == line) {
                self.wrong(&format!("{name} has no line `{line}`, or not there:\n{text}"));
            }
        }
    }

    /// Each line is read as a size.
    fn are_sizes(&self, lines: &[String]) {
        let mut catalog =
            String::from("version: 1\npreset: medical-imaging\nsections:\n  - id: a\n    entries:\n");
        for (at, line) in lines.iter().enumerate() {
            catalog.push_str(&format!("      - {{ name: n{at}, size: '{line}' }}\n"));
        }
        self.folder.write("sizes.yaml", &catalog);
        let run = self.folder.run(&["lint", "--strict", "--select", "size-untyped", "sizes.yaml"]);
        if run.code != Some(0) {
            self.wrong(&run.stdout);
        }
    }

    fn names_hooks_that_are_there(&self, lines: &[String]) {
        let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("the hooks");
        for line in lines {
            if let Some(id) = line.trim_start().strip_prefix("- id: catalint") {
                let id = id.split(' ').next().unwrap_or_default();
                if !hooks.contains(&format!("- id: catalint{id}\n")) {
                    self.wrong(&format!("there is no hook catalint{id}"));
                }
            }
        }
    }
}

/// A copy of a folder of `tests/docs` under git, with everything committed.
fn copy_of(name: &str) -> Folder {
    let folder = Folder::with(&[]);
    if name != "an empty folder" {
        copy(&root().join("tests/docs").join(name), "", &folder);
    }
    folder.git(&["init", "--quiet"]);
    folder.git(&["config", "core.autocrlf", "false"]);
    folder.git(&["add", "--all"]);
    folder.git(&["commit", "--quiet", "--allow-empty", "--message=x"]);
    folder
}

fn copy(from: &Path, below: &str, folder: &Folder) {
    for item in fs::read_dir(from).expect("a folder of tests/docs") {
        let path = item.expect("an item").path();
        let name = format!("{below}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            copy(&path, &format!("{name}/"), folder);
        } else {
            folder.write_bytes(&name, &fs::read(&path).expect("a file"));
        }
    }
}

/// A command without its comment.
fn without_comment(line: &str) -> &str {
    let line = if line.starts_with('#') { "" } else { line };
    line.split_once(" #").map_or(line, |(command, _)| command).trim_end()
}

/// The words of a command: between blanks, or in single quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (nth, part) in command.split('\'').enumerate() {
        if nth % 2 == 1 {
            words.last_mut().expect("one at least").push_str(part);
        } else {
            let mut pieces = part.split(' ');
            words.last_mut().expect("one at least").push_str(pieces.next().unwrap_or_default());
            words.extend(pieces.map(String::from));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether an output is as shown, `…` standing for any lines.
fn matches(shown: &[String], found: &[&str]) -> bool {
    match shown.split_first() {
        None => found.is_empty(),
        Some((line, rest)) if line == "…" => (0..=found.len()).any(|at| matches(rest, &found[at..])),
        Some((line, rest)) => found.first().is_some_and(|first| first == line) && matches(rest, &found[1..]),
    }
}

#[test]
fn what_the_pages_show_is_what_happens() {
    let mut commands = 0;
    for page in pages() {
        let mut reader = Reader::new(&page);
        reader.read();
        commands += reader.commands;
    }
    assert!(commands > 20, "only {commands} commands were run");
}

#[test]
fn commands_within_sentences_are_ones_that_there_are() {
    let folder = Folder::with(&[]);
    let mut wrong = Vec::new();
    for page in pages().into_iter().chain(["docs/rules.md".to_string()]) {
        let text = fs::read_to_string(root().join(&page)).expect("a page");
        for line in text.lines() {
            for code in line.split('`').skip(1).step_by(2) {
                let Some(arguments) = code.strip_prefix("catalint ") else { continue };
                // With `--help` nothing is done, but what comes before is read.
                let mut words = words(arguments);
                words.push("--help".to_string());
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let run = folder.run(&words);
                if run.code != Some(0) {
                    wrong.push(format!("{page}: `{code}`: {}", run.stderr));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_output_is_compared_line_by_line() {
    let shown = |lines: &[&str]| lines.iter().map(|line| (*line).to_string()).collect::<Vec<_>>();
    assert!(matches(&shown(&["a", "…", "d"]), &["a", "b", "c", "d"]));
    assert!(matches(&shown(&["…"]), &[]));
    assert!(!matches(&shown(&["a", "…", "d"]), &["a", "b", "d", "c"]));
    assert!(!matches(&shown(&["a"]), &["a", "b"]) && !matches(&shown(&["a", "b"]), &["a"]));
    assert_eq!(words("catalint lint --select 'a b' > f"), ["catalint", "lint", "--select", "a b", ">", "f"]);
}
