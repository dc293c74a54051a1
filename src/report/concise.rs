//! One line for each finding, for editors, `grep` and problem matchers:
//! `file:line:column: level[rule]: message`, then the flag that mends it.

use super::full::{heading, place};
use super::places::Places;
use super::safe::visible;
use super::style::{Role, Style};
use super::{DRIFT_RULE, Report};
use crate::finding::{Finding, Level, Safety};
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    for finding in report.findings {
        write_finding(report, &places, finding, style, out)?;
    }
    for drift in report.drift {
        let at = format!("{}:{}:1", visible(&drift.file), drift.line);
        let heading = heading(report, Level::Error, DRIFT_RULE, style);
        let mends = drift.remedies.first().map(|remedy| format!(" ({})", visible(remedy)));
        let message = drift.message();
        let (at, message) = (style.paint(Role::Place, &at), visible(&message));
        writeln!(out, "{at}: {heading}: {message}{}", mends.unwrap_or_default())?;
    }
    Ok(())
}

pub(super) fn write_finding(
    report: &Report<'_>,
    places: &Places<'_>,
    finding: &Finding,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let at = place(report, places, &finding.primary);
    let heading = heading(report, finding.level, finding.rule, style);
    let mends = match finding.fix.as_ref().map(|fix| fix.safety) {
        Some(Safety::Safe) => " (--fix)",
        Some(Safety::Unsafe) => " (--unsafe-fixes)",
        None => "",
    };
    writeln!(out, "{}: {heading}: {}{mends}", style.paint(Role::Place, &at), visible(&finding.message))
}
