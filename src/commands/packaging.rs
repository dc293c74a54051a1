//! `catalint completions SHELL` and `catalint man`, for packagers.

use super::output::Console;
use super::{Exit, Failure};
use crate::cli::{self, packaging};

pub(super) fn completions(args: &cli::Completions, console: &mut Console) -> Result<Exit, Failure> {
    console.out().write_all(&packaging::completions(args.shell))?;
    Ok(Exit::Clean)
}

pub(super) fn man(console: &mut Console) -> Result<Exit, Failure> {
    console.out().write_all(&packaging::man()?)?;
    Ok(Exit::Clean)
}
