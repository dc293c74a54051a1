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

#[cfg(test)]
mod tests {
    use crate::report::{Format, sample};

    #[test]
    fn a_finding_is_a_line_with_columns_in_characters() {
        assert_eq!(
            sample::everything().write(Format::Concise),
            "\
catalog.yaml:2:14: info[name-repeats-itself]: the name ends in `https`
catalog.yaml:3:11: error[link-incomplete]: the link stops after its scheme (--unsafe-fixes)
catalog.yaml:5:32: warning[link-whitespace]: the link has a blank in it (--fix)
docs/读 me:1.md:4:1: warning[not-in-the-list]: a␉b
docs/读 me:1.md:6:1: error[link-incomplete]: at the end
docs/读 me:1.md:3:1: error[drift]: region `brain` differs from the catalog: a row was edited by hand (catalint absorb)
"
        );
    }

    #[test]
    fn nothing_found_is_nothing_written() {
        assert_eq!(sample::clean().write(Format::Concise), "");
    }
}
