//! Standard output and standard error, and how things look on them.

use crate::cli::{Global, When};
use crate::report::{self, Style};
use std::io::{self, BufWriter, IsTerminal as _, Write};

/// Where a command writes: results to standard output, all else to standard
/// error.
pub(super) struct Console {
    out: BufWriter<io::Stdout>,
    err: io::Stderr,
    style: Style,
    error_style: Style,
    quiet: bool,
}

impl Console {
    pub(super) fn new(global: &Global) -> Self {
        let stdout = io::stdout();
        let stderr = io::stderr();
        let stop_token = in_github_actions().then(stop_token);
        let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let style = |terminal: bool| Style {
            color: colored(global.color, terminal),
            hyperlinks: terminal && std::env::var_os("TERM").is_some_and(|term| term != "dumb"),
            width,
            stop_token: stop_token.clone(),
            every_snippet: global.verbose,
        };
        Console {
            style: style(stdout.is_terminal()),
            error_style: style(stderr.is_terminal()),
            out: BufWriter::new(stdout),
            err: stderr,
            quiet: global.quiet,
        }
    }

    /// How standard output looks.
    pub(super) fn style(&self) -> &Style {
        &self.style
    }

    /// How standard error looks.
    pub(super) fn error_style(&self) -> &Style {
        &self.error_style
    }

    /// Standard output, for results.
    pub(super) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// A line for the person at the terminal; left out under `--quiet`.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        if self.quiet { Ok(()) } else { self.note(line) }
    }

    /// A line on standard error, also under `--quiet`.
    pub(super) fn note(&mut self, line: &str) -> io::Result<()> {
        self.out.flush()?;
        report::for_people(&self.error_style, &mut self.err, |out| {
            line.split('\n').try_for_each(|line| writeln!(out, "{}", report::safe::visible(line)))
        })
    }

    /// What is safe and laid out already, on standard error.
    pub(super) fn note_raw(&mut self, text: &[u8]) -> io::Result<()> {
        self.out.flush()?;
        self.err.write_all(text)
    }

    /// Whether to leave out what is no result.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// A diff or other text that quotes files, on standard output, made safe
    /// to print.
    pub(super) fn show(&mut self, text: &str) -> io::Result<()> {
        let style = self.style.clone();
        report::write_diff(text, &style, &mut self.out)
    }

    /// Writes what is left of the results, if it can still be written.
    pub(super) fn give_up(&mut self) {
        if self.out.flush().is_err() {
            // What could not be written must not stand in the way of saying so.
            self.out = BufWriter::new(io::stdout());
        }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn colored(when: When, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if set("FORCE_COLOR") || set("CLICOLOR_FORCE") => true,
        When::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Whether the run is a step of GitHub Actions.
pub(super) fn in_github_actions() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// A token that text in a repository cannot foresee. The standard library's
/// hasher is seeded by the system's randomness.
fn stop_token() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    let random = || RandomState::new().hash_one(std::process::id());
    format!("catalint-{:016x}{:016x}", random(), random())
}
