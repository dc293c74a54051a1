//! What starting costs: `catalint` as a whole process beside one that only
//! parses the same arguments and reads the same files.
//!
//! `cargo bench --bench startup` runs the two by turns in the folder of this
//! crate and prints the minimum and the median of each, and how many times
//! the bare process catalint is. `cargo bench --bench startup -- 500` takes
//! 500 turns. The bare process is this program, called with `bare` before the
//! arguments.

#![expect(clippy::print_stdout, reason = "this is what it is for")]

use catalint::cli::{Cli, Command as Wanted};
use clap::Parser as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let mut args = std::env::args().skip(1).peekable();
    if args.next_if(|arg| arg == "bare").is_some() {
        bare(args);
        return;
    }
    let turns = args.find_map(|arg| arg.parse().ok()).unwrap_or(200);
    println!("{turns} turns; in ms\n");
    println!(
        "{:<34} {:>8} {:>8} {:>6} | {:>8} {:>8} {:>6}",
        "", "bare min", "catalint", "", "median", "catalint", ""
    );
    let files = ["lint", "catalog.yaml", "README.md", "README.zh-CN.md"];
    row(turns, "--version", &["--version"], &["--version"], true);
    row(turns, "check --catalog-only", &files[..2], &["check", "--catalog-only"], true);
    row(turns, "check", &files, &["check"], true);
    row(turns, "check, where there is no git", &files, &["check"], false);
}

/// Parses the arguments as catalint does and reads the files to be linted.
fn bare(args: impl Iterator<Item = String>) {
    let cli = Cli::parse_from(std::iter::once("catalint".to_string()).chain(args));
    if let Wanted::Lint(lint) = cli.command {
        let bytes: usize =
            lint.paths.iter().filter_map(|path| std::fs::read(path).ok()).map(|text| text.len()).sum();
        println!("{bytes}");
    }
}

fn row(turns: usize, name: &str, of_bare: &[&str], of_catalint: &[&str], git: bool) {
    let own = std::env::current_exe().expect("the path of this program");
    let mut bare = Command::new(own);
    bare.arg("bare").args(of_bare);
    let mut catalint = Command::new(env!("CARGO_BIN_EXE_catalint"));
    catalint.args(of_catalint);
    for command in [&mut bare, &mut catalint] {
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if !git {
            command.env("PATH", "");
        }
    }
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..turns {
        times[0].push(took(&mut bare));
        times[1].push(took(&mut catalint));
    }
    let [bare, catalint] = times.map(|mut times| {
        times.sort_unstable();
        [times[0], times[times.len() / 2]].map(|time| time.as_secs_f64() * 1e3)
    });
    print!("{name:<34}");
    for (at, bar) in [" |", ""].into_iter().enumerate() {
        print!(" {:>8.2} {:>8.2} {:>5.2}x{bar}", bare[at], catalint[at], catalint[at] / bare[at]);
    }
    println!();
}

fn took(command: &mut Command) -> Duration {
    let start = Instant::now();
    command.status().expect("the program runs");
    start.elapsed()
}
