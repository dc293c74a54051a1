//! `catalint rules`: list every rule.

use super::output::Console;
use super::{Exit, Failure};
use crate::cli::{self, RulesFormat};
use crate::finding::{Fixable, RuleInfo};
use crate::report::rule_url;
use crate::rules;
use serde::Serialize;

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    level: &'a str,
    fix: &'a str,
    summary: &'a str,
    page: &'a str,
    url: String,
}

pub(super) fn run(args: &cli::Rules, console: &mut Console) -> Result<Exit, Failure> {
    let infos = rules::infos();
    let out = console.out();
    match args.output_format {
        RulesFormat::Text => {
            let widest = infos.iter().map(|info| info.name.len()).max().unwrap_or_default();
            for info in &infos {
                writeln!(out, "{:widest$}  {:7}  {:6}  {}", info.name, level(info), fix(info), info.summary)?;
            }
        }
        RulesFormat::Markdown => out.write_all(rules::pages().as_bytes())?,
        RulesFormat::Json => {
            let listed: Vec<Listed<'_>> = infos
                .iter()
                .map(|info| Listed {
                    name: info.name,
                    level: level(info),
                    fix: fix(info),
                    summary: info.summary,
                    page: info.page,
                    url: rule_url(info.name),
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &listed).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(Exit::Clean)
}

fn level(info: &RuleInfo) -> &'static str {
    info.level.map_or("off", crate::finding::Level::name)
}

fn fix(info: &RuleInfo) -> &'static str {
    match info.fixable {
        Fixable::No => "",
        Fixable::Safe => "fix",
        Fixable::Unsafe => "unsafe",
    }
}
