//! Which rules run in one run, and how much their findings weigh.

use crate::catalog::Catalog;
use crate::finding::{Finding, Level};
use crate::rules;
use crate::value::suggest::closest;
use std::collections::HashMap;

/// What the command line says about rules.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// If not empty, the only rules that run.
    pub select: Vec<String>,
    /// Rules that do not run.
    pub ignore: Vec<String>,
}

impl Settings {
    /// Names among `select` and `ignore` that no rule has, each with the
    /// nearest one that exists.
    pub fn unknown(&self) -> Vec<(String, Option<&'static str>)> {
        self.select
            .iter()
            .chain(&self.ignore)
            .filter(|name| rules::find(name).is_none())
            .map(|name| (name.clone(), nearest(name)))
            .collect()
    }
}

/// The rule whose name is nearest to `name`, if one is near.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    closest(name, rules::ALL.iter().map(|rule| rule.info.name))
}

/// What to say about a name that no rule has.
pub(super) fn advice(name: &str) -> String {
    match nearest(name) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`catalint rules` lists them".to_string(),
    }
}

/// The rules of one run. Those that are off are not in it.
#[derive(Debug)]
pub struct Levels(HashMap<&'static str, Option<Level>>);

impl Levels {
    /// Levels by default, then as the catalog sets them, then as the command
    /// line selects. A rule that is selected by name runs even if it is off.
    pub fn new(settings: &Settings, catalog: Option<&Catalog>) -> Levels {
        let mut levels = HashMap::new();
        for rule in rules::ALL {
            let name = rule.info.name;
            let selected = settings.select.iter().any(|chosen| chosen == name);
            if settings.ignore.iter().any(|gone| gone == name) || !(settings.select.is_empty() || selected) {
                continue;
            }
            let stated =
                catalog.and_then(|catalog| catalog.rules.iter().rev().find(|setting| setting.rule == name));
            let on = match stated {
                Some(setting) => setting.level.is_some(),
                None => rule.info.level.is_some(),
            };
            if on || selected {
                levels.insert(name, stated.and_then(|setting| setting.level));
            }
        }
        Levels(levels)
    }

    /// Whether the rule runs.
    pub fn has(&self, rule: &str) -> bool {
        self.0.contains_key(rule)
    }

    /// Leaves out what is off, and gives the rest the levels that are set. A
    /// finding of a rule whose level nobody sets keeps its own: a rule may be
    /// less sure of some of its findings.
    pub(super) fn keep(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| match self.0.get(finding.rule) {
            Some(level) => {
                finding.level = level.unwrap_or(finding.level);
                true
            }
            None => false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::RuleSetting;
    use crate::text::{FileId, Span};

    fn catalog(rule: &str, level: Option<Level>) -> Catalog {
        let setting = RuleSetting { rule: rule.to_string(), span: Span::default(), level };
        Catalog { rules: vec![setting], ..Catalog::default() }
    }

    fn level_of(levels: &Levels, rule: &'static str) -> Option<Level> {
        let mut findings = vec![Finding::new(rule, Level::Info, FileId(0), Span::default(), "")];
        levels.keep(&mut findings);
        findings.first().map(|finding| finding.level)
    }

    #[test]
    fn a_catalog_sets_levels_and_findings_keep_their_own_where_it_does_not() {
        let settings = Settings::default();
        let levels = Levels::new(&settings, Some(&catalog("required-field", Some(Level::Error))));
        assert_eq!(level_of(&levels, "required-field"), Some(Level::Error));
        assert_eq!(level_of(&levels, "placeholder-value"), Some(Level::Info));
        assert_eq!(level_of(&levels, "unsorted-section"), None);
        assert_eq!(
            level_of(&Levels::new(&settings, Some(&catalog("link-scheme", None))), "link-scheme"),
            None
        );
    }

    #[test]
    fn what_the_command_line_selects_runs_even_if_it_is_off() {
        let settings = Settings {
            select: vec!["unsorted-section".to_string(), "link-scheme".to_string()],
            ..Settings::default()
        };
        let levels = Levels::new(&settings, Some(&catalog("link-scheme", None)));
        assert!(levels.has("unsorted-section") && levels.has("link-scheme"));
        assert!(!levels.has("required-field"));
        let settings = Settings { ignore: vec!["link-scheme".to_string()], ..Settings::default() };
        assert!(!Levels::new(&settings, None).has("link-scheme"));
    }

    #[test]
    fn names_that_no_rule_has_are_told_with_the_nearest() {
        let settings =
            Settings { select: vec!["link-sceme".to_string()], ignore: vec!["no such thing".to_string()] };
        let expected = [("link-sceme".to_string(), Some("link-scheme")), ("no such thing".to_string(), None)];
        assert_eq!(settings.unknown(), expected);
    }
}
