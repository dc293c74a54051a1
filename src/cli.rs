//! Arguments as plain structs, and nothing else.
//!
//! What they mean is the business of `commands`. This is the only module that
//! knows the argument parser.

pub mod packaging;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Keep README lists as structured data.
#[derive(Debug, Parser)]
#[command(name = "catalint", version, about, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    /// The catalog [default: catalog.yaml here or in the nearest folder above]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// Colours in the output
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,
    /// Say less: findings and errors only
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: every finding with its lines, however many there are
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// Whether to do something that suits a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn a legacy README into a catalog and managed regions
    Migrate(Migrate),
    /// Tell what is wrong with catalogs and READMEs, and mend it
    Lint(Lint),
    /// Regenerate the managed regions of every output
    Render(Render),
    /// The gate: lint, then tell whether a region differs from the catalog
    Check(Check),
    /// Carry hand edits inside regions back into the catalog
    Absorb(Absorb),
    /// Bring the catalog into its canonical layout
    Fmt(Fmt),
    /// Mend text that was decoded with the wrong encoding
    Repair(Repair),
    /// Print a JSON Schema of this catalog, for editors
    Schema,
    /// Serve an editor on standard input and output, by the Language Server Protocol
    Lsp,
    /// Write a starting catalog and README, a pre-commit hook, a workflow
    Init(Init),
    /// List every rule
    Rules(Rules),
    /// Say all about one rule: what, why, example, fix
    Explain(Explain),
    /// Print the script that completes arguments in a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Which rules run and how findings are told.
#[derive(Clone, Debug, Default, Args)]
pub struct Findings {
    /// How to print: full, concise, json, json-lines, sarif, github, gitlab, junit, rdjson, summary; `=PATH` writes to a file; may be repeated
    #[arg(long, visible_alias = "format", value_name = "FORMAT[=PATH]")]
    pub output_format: Vec<String>,
    /// Run these rules only
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Exit with 1 on any finding, not only on errors
    #[arg(long)]
    pub strict: bool,
    /// Leave out the findings recorded in this file [default: .catalint-baseline.json beside the catalog, if there]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// `catalint migrate`
#[derive(Debug, Args)]
pub struct Migrate {
    /// The README to read; `-` is standard input (then nothing is written)
    #[arg(default_value = "README.md", value_name = "README")]
    pub readme: PathBuf,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Overwrite an existing catalog
    #[arg(long)]
    pub force: bool,
    /// Write the whole report as JSON to this file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Fields to expect: auto, none, medical-imaging
    #[arg(long, default_value = "auto", value_name = "PRESET")]
    pub preset: String,
    /// Keep every cell's text as it is: normalise nothing
    #[arg(long)]
    pub verbatim: bool,
    /// Do not mend text decoded with the wrong encoding
    #[arg(long)]
    pub no_repair: bool,
    /// What the README is encoded in, if not UTF-8 (such as gbk or windows-1252)
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Read only what stands under this heading; may be repeated
    #[arg(long, value_name = "HEADING")]
    pub section: Vec<String>,
    /// Read the table or list at this line, or under this heading, whatever it looks like
    #[arg(long, value_name = "LINE|HEADING")]
    pub include_table: Vec<String>,
    /// Leave the table or list at this line, or under this heading
    #[arg(long, value_name = "LINE|HEADING")]
    pub exclude_table: Vec<String>,
}

/// `catalint lint`
#[derive(Debug, Args)]
pub struct Lint {
    /// Catalogs and READMEs; `-` is standard input [default: the catalog and its outputs]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Which rules, and how to tell.
    #[command(flatten)]
    pub findings: Findings,
    /// Mend what can be mended safely
    #[arg(long)]
    pub fix: bool,
    /// Mend also where that changes the meaning
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Show what --fix or --unsafe-fixes would change, and write nothing
    #[arg(long)]
    pub diff: bool,
    /// Exit with 1 if anything was mended
    #[arg(long)]
    pub exit_non_zero_on_fix: bool,
    /// Record today's findings, so that only new ones are told from now on
    #[arg(long)]
    pub write_baseline: bool,
    /// What standard input is called in findings
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
}

/// `catalint render`
#[derive(Debug, Args)]
pub struct Render {
    /// Outputs to regenerate [default: all that the catalog names]
    #[arg(value_name = "OUTPUT")]
    pub outputs: Vec<PathBuf>,
    /// Print the output instead of writing it
    #[arg(long)]
    pub stdout: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub diff: bool,
    /// Exit with 1 if anything would change, and write nothing
    #[arg(long)]
    pub check: bool,
    /// Overwrite hand edits that the catalog does not have
    #[arg(long)]
    pub force: bool,
    /// Exit with 1 if anything was written
    #[arg(long)]
    pub exit_non_zero_on_change: bool,
}

/// `catalint check`
#[derive(Debug, Args)]
pub struct Check {
    /// Which rules, and how to tell.
    #[command(flatten)]
    pub findings: Findings,
    /// Look at the catalog only and leave rendering to the main branch
    #[arg(long)]
    pub catalog_only: bool,
    /// Do not print diffs
    #[arg(long)]
    pub no_diff: bool,
    /// Write the changes that end the drift to this file, for `git apply`
    #[arg(long, value_name = "FILE")]
    pub patch: Option<PathBuf>,
}

/// `catalint absorb`
#[derive(Debug, Args)]
pub struct Absorb {
    /// The edited outputs [default: all that the catalog names]
    #[arg(value_name = "README")]
    pub outputs: Vec<PathBuf>,
    /// Show what would change in the catalog, and write nothing
    #[arg(long)]
    pub diff: bool,
    /// Tell what would be absorbed, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Settle doubt: take a changed name for a rename or for another entry; in a conflict keep one side
    #[arg(long, value_enum, value_name = "ANSWER")]
    pub assume: Vec<Assume>,
    /// The commit to take as the common base [default: the last in which catalog and outputs agreed]
    #[arg(long, value_name = "COMMIT")]
    pub base: Option<String>,
    /// Exit with 1 if anything was written
    #[arg(long)]
    pub exit_non_zero_on_change: bool,
}

/// How to settle doubt while absorbing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Assume {
    /// A changed row with a new name is the old entry renamed.
    Rename,
    /// A changed row with a new name is another entry.
    New,
    /// In a conflict the README is right.
    Readme,
    /// In a conflict the catalog is right.
    Catalog,
}

/// `catalint fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Exit with 1 if anything would change, and write nothing
    #[arg(long)]
    pub check: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub diff: bool,
}

/// `catalint repair`
#[derive(Debug, Args)]
pub struct Repair {
    /// The files to mend; `-` mends standard input to standard output
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Exit with 1 if anything would change, and write nothing
    #[arg(long)]
    pub check: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub diff: bool,
    /// What the text was decoded with by mistake [default: found from the text]
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Mend also what is not sure
    #[arg(long)]
    pub unsafe_fixes: bool,
}

/// `catalint rules`
#[derive(Debug, Args)]
pub struct Rules {
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub output_format: RulesFormat,
}

/// How rules are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// One line each.
    #[default]
    Text,
    /// Every page, as in docs/rules.md.
    Markdown,
    /// For programs.
    Json,
}

/// `catalint explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's name
    pub rule: String,
}

/// `catalint init`
#[derive(Debug, Args)]
pub struct Init {
    /// Where to write
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Overwrite files that are there, but never the README
    #[arg(long)]
    pub force: bool,
}

/// `catalint completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}
