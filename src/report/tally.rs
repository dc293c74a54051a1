//! Counts: how much was found, and how much of it can be mended by a command.
//!
//! The line for standard error, the table of rules above it, and the numbers
//! in JSON and in the job summary are all made of one [`Tally`], so that they
//! never disagree.

use super::{Report, Style, for_people, style::Role};
use crate::finding::{Level, Safety};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// From this many findings on, they are also counted by rule.
const MANY: usize = 10;

/// The numbers of a report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally<'a> {
    /// Findings at level error.
    pub errors: usize,
    /// Findings at level warning.
    pub warnings: usize,
    /// Findings at level info.
    pub infos: usize,
    /// Findings with a safe fix.
    pub safe: usize,
    /// Findings with an unsafe fix.
    pub not_safe: usize,
    /// Files with findings.
    pub files: usize,
    /// Regions that drifted.
    pub drift: usize,
    /// The same by rule and level, most findings first, then by name.
    pub rules: Vec<RuleTally<'a>>,
}

/// The numbers of one rule at one level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleTally<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// The level of these findings: some rules tell of a lesser fault at a
    /// lower one.
    pub level: Level,
    /// How many there are.
    pub findings: usize,
    /// Those with a safe fix.
    pub safe: usize,
    /// Those with an unsafe fix.
    pub not_safe: usize,
}

impl<'a> Tally<'a> {
    /// Counts `report`.
    pub fn of(report: &Report<'a>) -> Self {
        let mut tally = Tally { drift: report.drift.len(), ..Tally::default() };
        let mut rules: BTreeMap<(&'a str, Level), RuleTally<'a>> = BTreeMap::new();
        let mut files = BTreeSet::new();
        for finding in report.findings {
            files.insert(finding.primary.file);
            match finding.level {
                Level::Error => tally.errors += 1,
                Level::Warning => tally.warnings += 1,
                Level::Info => tally.infos += 1,
            }
            let (rule, level) = (finding.rule, finding.level);
            let of_rule = rules.entry((rule, level)).or_insert(RuleTally {
                rule,
                level,
                findings: 0,
                safe: 0,
                not_safe: 0,
            });
            of_rule.findings += 1;
            match finding.fix.as_ref().map(|fix| fix.safety) {
                Some(Safety::Safe) => (tally.safe, of_rule.safe) = (tally.safe + 1, of_rule.safe + 1),
                Some(Safety::Unsafe) => {
                    (tally.not_safe, of_rule.not_safe) = (tally.not_safe + 1, of_rule.not_safe + 1);
                }
                None => {}
            }
        }
        tally.files = files.len();
        tally.rules = rules.into_values().collect();
        // Sorted by name already, and the sort is stable.
        tally.rules.sort_by_key(|rule| std::cmp::Reverse(rule.findings));
        tally
    }

    /// How many findings there are.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// What was found, in a few words: `2 errors and 1 warning in 1 file, drift
    /// in 1 region`; `nothing to report` if that is so.
    pub fn counts(&self) -> String {
        let levels = [
            (self.errors, count(self.errors, "error")),
            (self.warnings, count(self.warnings, "warning")),
            (self.infos, format!("{} info", self.infos)),
        ];
        let levels: Vec<String> = levels.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
        let mut parts = Vec::new();
        if !levels.is_empty() {
            parts.push(format!("{} in {}", listed(&levels), count(self.files, "file")));
        }
        if self.drift > 0 {
            parts.push(format!("drift in {}", count(self.drift, "region")));
        }
        if parts.is_empty() { "nothing to report".into() } else { parts.join(", ") }
    }

    /// How much can be mended, and by which command; `None` if nothing can.
    pub fn mendable(&self) -> Option<String> {
        let all = self.findings();
        let of = |n: usize| if n == all { "all".into() } else { n.to_string() };
        match (self.safe, self.not_safe) {
            (0, 0) => None,
            (safe, 0) => Some(format!("`catalint lint --fix` mends {}", of(safe))),
            (0, not_safe) => {
                Some(format!("`catalint lint --unsafe-fixes` mends {}; read its diff", of(not_safe)))
            }
            (safe, not_safe) => Some(format!(
                "`catalint lint --fix` mends {safe}, `--unsafe-fixes` {not_safe} more; read its diff"
            )),
        }
    }

    /// Writes the summary for standard error: a table of rules when there are
    /// many findings, then one line.
    ///
    /// # Errors
    /// Whatever `out` returns.
    pub fn write(&self, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        for_people(style, out, |out| {
            if self.findings() >= MANY && self.rules.len() > 1 {
                self.write_rules(style, out)?;
            }
            match self.mendable() {
                Some(mendable) => writeln!(out, "{}; {mendable}", self.counts()),
                None => writeln!(out, "{}", self.counts()),
            }
        })
    }

    fn write_rules(&self, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let digits = self.rules.first().map_or(1, |most| most.findings.to_string().len());
        for rule in &self.rules {
            let level = format!("{:7}", rule.level.name());
            let level = style.paint(Role::Level(rule.level), &level);
            let mends = match (rule.safe, rule.not_safe) {
                (0, 0) => String::new(),
                (safe, 0) => format!(" ({safe} by --fix)"),
                (0, not_safe) => format!(" ({not_safe} by --unsafe-fixes)"),
                (safe, not_safe) => format!(" ({safe} by --fix, {not_safe} by --unsafe-fixes)"),
            };
            writeln!(out, "{:>digits$}  {level}  {}{mends}", rule.findings, rule.rule)?;
        }
        Ok(())
    }
}

/// A number with its noun: `1 error`, `2 errors`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Finding;
    use crate::text::{Edit, Source, Sources, Span};

    fn found(levels: &[(&'static str, Level, Option<Safety>)]) -> (Sources, Vec<Finding>) {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("c.yaml", "x"));
        let finding = |&(rule, level, safety): &(&'static str, Level, Option<Safety>)| {
            let finding = Finding::new(rule, level, file, Span::at(0), "m");
            match safety {
                Some(safety) => finding.fix(safety, "t", vec![Edit::new(Span::at(0), "y")]),
                None => finding,
            }
        };
        let findings = levels.iter().map(finding).collect();
        (sources, findings)
    }

    fn told(levels: &[(&'static str, Level, Option<Safety>)]) -> String {
        let (sources, findings) = found(levels);
        let mut out = Vec::new();
        Tally::of(&Report::new(&sources, &findings)).write(&Style::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_found_is_said() {
        assert_eq!(told(&[]), "nothing to report\n");
    }

    #[test]
    fn counts_and_commands_stand_in_one_line() {
        let told = told(&[
            ("a", Level::Error, None),
            ("a", Level::Warning, Some(Safety::Safe)),
            ("b", Level::Info, Some(Safety::Unsafe)),
        ]);
        assert_eq!(
            told,
            "1 error, 1 warning and 1 info in 1 file; `catalint lint --fix` mends 1, `--unsafe-fixes` 1 more; read its diff\n"
        );
    }

    #[test]
    fn a_single_kind_of_fix_that_mends_all_says_so() {
        assert_eq!(
            told(&[("a", Level::Error, Some(Safety::Safe)); 2]),
            "2 errors in 1 file; `catalint lint --fix` mends all\n"
        );
        assert_eq!(
            told(&[("a", Level::Error, None), ("a", Level::Error, Some(Safety::Unsafe))]),
            "2 errors in 1 file; `catalint lint --unsafe-fixes` mends 1; read its diff\n"
        );
    }

    #[test]
    fn many_findings_are_counted_by_rule() {
        let mut levels = vec![("rare", Level::Error, None)];
        levels.extend([("often", Level::Info, Some(Safety::Safe)); 10]);
        levels.extend([("often", Level::Warning, None); 2]);
        assert_eq!(
            told(&levels),
            "10  info     often (10 by --fix)\n 2  warning  often\n 1  error    rare\n\
             1 error, 2 warnings and 10 info in 1 file; `catalint lint --fix` mends 10\n"
        );
    }
}
