//! `catalint explain RULE`: all about one rule.

use super::output::Console;
use super::{Exit, Failure};
use crate::cli;
use crate::rules;
use crate::value::suggest::closest;

pub(super) fn run(args: &cli::Explain, console: &mut Console) -> Result<Exit, Failure> {
    let Some(rule) = rules::find(&args.rule) else {
        let near = closest(&args.rule, rules::ALL.iter().map(|rule| rule.info.name));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`catalint rules` lists them".to_string(),
        };
        return Err(Failure::message(format!("there is no rule `{}`; {hint}", args.rule)));
    };
    let page = rules::page(&rule.info);
    console.out().write_all(page.as_bytes())?;
    Ok(Exit::Clean)
}
