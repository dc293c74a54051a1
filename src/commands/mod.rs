//! One thin file per command: load, call the library, report.
//!
//! The only rooms that write to standard output are here and in `lsp`. What
//! went wrong comes back as a [`Failure`], and an exit code as an [`Exit`].

mod absorb;
mod baseline;
mod check;
mod explain;
mod findings;
mod fmt;
mod git;
mod init;
mod lint;
mod lsp;
mod migrate;
mod output;
mod packaging;
mod project;
mod render;
mod repair;
mod rules;
mod schema;

use crate::cli::{Cli, Command};
use crate::finding::Finding;
use crate::report::{self, Format, Report};
use crate::text::Sources;
use crate::workspace;
use output::Console;

/// How a run ended. There are no other codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to report.
    Clean,
    /// Findings at level error (or any, when asked), drift, doubt, or files
    /// changed where that was asked to count.
    Findings,
    /// The command could not do its work.
    Failed,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        }
    }

    /// `Findings` if `found`, else `Clean`.
    fn from_found(found: bool) -> Exit {
        if found { Exit::Findings } else { Exit::Clean }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// In words.
    Message(String),
    /// At places in files.
    Findings(Box<Sources>, Vec<Finding>),
    /// The reader of standard output went away: nothing more to say.
    Closed,
}

impl From<workspace::Error> for Failure {
    fn from(error: workspace::Error) -> Self {
        Failure::Message(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Failure::Closed
        } else {
            Failure::Message(format!("cannot write: {error}"))
        }
    }
}

impl Failure {
    fn message(text: impl Into<String>) -> Self {
        Failure::Message(text.into())
    }
}

/// Runs a command and tells how it ended; whatever it has to say is written.
pub fn run(cli: &Cli) -> Exit {
    let mut console = Console::new(&cli.global);
    let result = match &cli.command {
        Command::Migrate(args) => migrate::run(args, &cli.global, &mut console),
        Command::Lint(args) => lint::run(args, &cli.global, &mut console),
        Command::Render(args) => render::run(args, &cli.global, &mut console),
        Command::Check(args) => check::run(args, &cli.global, &mut console),
        Command::Absorb(args) => absorb::run(args, &cli.global, &mut console),
        Command::Fmt(args) => fmt::run(args, &cli.global, &mut console),
        Command::Repair(args) => repair::run(args, &mut console),
        Command::Lsp => lsp::run(&cli.global),
        Command::Schema => schema::run(&cli.global, &mut console),
        Command::Init(args) => init::run(args, &cli.global, &mut console),
        Command::Rules(args) => rules::run(args, &mut console),
        Command::Explain(args) => explain::run(args, &mut console),
        Command::Completions(args) => packaging::completions(args, &mut console),
        Command::Man => packaging::man(&mut console),
    };
    let result = result.and_then(|exit| {
        console.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit,
        Err(Failure::Closed) => Exit::Clean,
        Err(failure) => {
            console.fail(&failure);
            Exit::Failed
        }
    }
}

impl Console {
    /// Says on standard error why the command could not do its work.
    fn fail(&mut self, failure: &Failure) {
        // Standard error that cannot be written to leaves nothing to be done.
        self.give_up();
        match failure {
            Failure::Message(message) => {
                let _ = self.note(&format!("error: {message}"));
            }
            Failure::Findings(sources, findings) => {
                let infos = crate::rules::infos();
                let report = Report { rules: &infos, ..Report::new(sources, findings) };
                let mut text = Vec::new();
                let style = self.error_style().clone();
                let _ = report::write(&report, Format::Full, &style, &mut text);
                let _ = self.note_raw(&text);
                let _ = self.note("nothing was done: mend this first");
            }
            Failure::Closed => {}
        }
    }
}
