//! The `catalint` binary: arguments in, exit code out.

use catalint::cli::Cli;
use catalint::commands;
use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(commands::run(&Cli::parse()).code())
}
