//! Silences: comments that keep a rule quiet at one place.
//!
//! Those of READMEs are found by `readme`; here are those of catalogs
//! (`# catalint-ignore RULE: reason`), what any of them concerns, and the
//! findings about silences that silence nothing.

use super::levels::{Levels, advice};
use crate::catalog::{Catalog, yaml};
use crate::finding::{Finding, Level};
use crate::readme::{IGNORE, Silence, silenced};
use crate::rules;
use crate::text::{FileId, Source, Span};
use std::collections::{BTreeMap, HashMap};

/// The rule about silences themselves.
const UNUSED: &str = "unused-silence";

/// The silences in one file of a catalog.
///
/// One at the end of a line concerns that line. One on a line of its own
/// concerns what starts on the next line: an entry as a whole, a field with
/// its value, else that line.
pub(super) fn in_catalog(catalog: &Catalog, file: FileId, source: &Source) -> Vec<Silence> {
    let text = source.text();
    if !text.contains(IGNORE) {
        return Vec::new();
    }
    let places = Places::new(catalog, file);
    let comments = yaml::comments(text);
    let mut found = Vec::new();
    for &span in &comments {
        let content = text[span.range()].trim_start_matches('#').trim_start();
        let Some(rest) = content.strip_prefix(IGNORE) else { continue };
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            continue;
        }
        let (rules, reason) = silenced(rest, span.end() - rest.len());
        let line = source.line_span(source.position(span.start()).line);
        let before = &text[line.start()..span.start()];
        let target = if before.trim_matches(['\u{FEFF}', ' ', '\t']).is_empty() {
            next_line(source, line, &comments).map(|next| places.at(text, next))
        } else {
            Some(line)
        };
        found.push(Silence { span, rules, reason, target });
    }
    found
}

/// The first line after `line` that holds more than blanks and a comment.
fn next_line(source: &Source, line: Span, comments: &[Span]) -> Option<Span> {
    let mut number = source.position(line.start()).line + 1;
    while number <= source.line_count() {
        let next = source.line_span(number);
        let body = source.slice(next);
        let start = next.start() + body.len() - body.trim_start_matches([' ', '\t']).len();
        let is_comment = comments.binary_search_by_key(&start, |comment| comment.start()).is_ok();
        if start < next.end() && !is_comment {
            return Some(Span::new(start, next.end()));
        }
        number += 1;
    }
    None
}

/// The entries of one file with their fields, by where they start.
struct Places {
    entries: HashMap<usize, Span>,
    fields: HashMap<usize, Span>,
}

impl Places {
    fn new(catalog: &Catalog, file: FileId) -> Self {
        let mut places = Places { entries: HashMap::new(), fields: HashMap::new() };
        for (_, section) in catalog.walk().filter(|(_, section)| section.file == file) {
            for entry in &section.entries {
                places.entries.insert(entry.span.start(), entry.span);
                for slot in &entry.slots {
                    places.fields.insert(slot.key().start(), slot.key().to(slot.span));
                }
            }
        }
        places
    }

    /// What starts at the start of `line`, from which blanks are taken.
    fn at(&self, text: &str, line: Span) -> Span {
        let body = &text[line.range()];
        if let Some(item) = body.strip_prefix('-').filter(|item| item.starts_with([' ', '\t'])) {
            let start = line.end() - item.trim_start_matches([' ', '\t']).len();
            return self.entries.get(&start).copied().unwrap_or(line);
        }
        self.fields.get(&line.start()).copied().unwrap_or(line)
    }
}

/// Takes out the findings that are silenced where they stand, and adds those
/// about silences that silence nothing. Rules that are off are not judged.
pub(super) fn apply(silences: &[(FileId, Silence)], findings: &mut Vec<Finding>, levels: &Levels) {
    if silences.is_empty() {
        return;
    }
    let mut concerns = Concerns::new(silences);
    findings.retain(|finding| !concerns.silence(finding));
    if !levels.has(UNUSED) {
        return;
    }
    for (index, (file, silence)) in silences.iter().enumerate() {
        findings.extend(unused(*file, silence, &concerns.used[index], levels));
    }
}

/// What silences concern.
struct Concerns<'s> {
    /// By file and rule, in order.
    targets: BTreeMap<(FileId, &'s str), Vec<Concern>>,
    /// By silence: its rules that silenced something.
    used: Vec<Vec<&'static str>>,
}

/// One rule of a silence.
struct Concern {
    target: Span,
    /// The farthest end of this target and those before it.
    reach: usize,
    /// Which silence.
    index: usize,
}

impl<'s> Concerns<'s> {
    fn new(silences: &'s [(FileId, Silence)]) -> Self {
        let mut targets: BTreeMap<_, Vec<Concern>> = BTreeMap::new();
        for (index, (file, silence)) in silences.iter().enumerate() {
            let Some(target) = silence.target else { continue };
            for (name, _) in &silence.rules {
                let concern = Concern { target, reach: 0, index };
                targets.entry((*file, name.as_str())).or_default().push(concern);
            }
        }
        for concerns in targets.values_mut() {
            concerns.sort_by_key(|concern| concern.target.start());
            let mut reach = 0;
            for concern in concerns {
                reach = reach.max(concern.target.end());
                concern.reach = reach;
            }
        }
        Concerns { targets, used: vec![Vec::new(); silences.len()] }
    }

    /// Whether the finding is silenced. All silences that do so are used.
    fn silence(&mut self, finding: &Finding) -> bool {
        let (file, place) = (finding.primary.file, finding.primary.span);
        let Some(concerns) = self.targets.get(&(file, finding.rule)) else { return false };
        let after = concerns.partition_point(|concern| concern.target.start() <= place.start());
        let near = concerns[..after].iter().rev().take_while(|concern| concern.reach >= place.start());
        let mut is_silenced = false;
        for concern in near.filter(|concern| touches(concern.target, place)) {
            let used = &mut self.used[concern.index];
            if !used.contains(&finding.rule) {
                used.push(finding.rule);
            }
            is_silenced = true;
        }
        is_silenced
    }
}

/// Whether a finding at `place` is in what is silenced: one that starts in it,
/// or right at its end and is empty, as the place of a missing value is.
fn touches(target: Span, place: Span) -> bool {
    target.start() <= place.start()
        && (place.start() < target.end() || (place.is_empty() && place.start() == target.end()))
}

fn unused(file: FileId, silence: &Silence, used: &[&str], levels: &Levels) -> Vec<Finding> {
    let finding = |span, message: String| Finding::new(UNUSED, Level::Warning, file, span, message);
    if silence.rules.is_empty() {
        let help = "name the rule: `catalint-ignore RULE: reason`";
        return vec![finding(silence.span, "this comment silences no rule".to_string()).help(help)];
    }
    let mut found = Vec::new();
    for (name, span) in &silence.rules {
        if rules::find(name).is_none() {
            let help = match super::levels::nearest(name) {
                None if silence.reason.is_empty() => {
                    "put a colon before the reason: `catalint-ignore RULE: reason`".to_string()
                }
                _ => advice(name),
            };
            found
                .push(finding(*span, format!("there is no rule `{name}`")).subject(name.as_str()).help(help));
        } else if levels.has(name) && !used.contains(&name.as_str()) && name != rules::SECTION_WITHOUT_REGION
        {
            found.push(
                finding(*span, format!("`{name}` finds nothing here"))
                    .subject(name.as_str())
                    .help("take the comment out, or put it right above what it is about"),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{catalog, entries, readme};

    const RULES: [&str; 4] = ["link-tracking", "link-shortener", "required-field", "unused-silence"];

    fn found(text: &str) -> Vec<String> {
        let linted = entries(text, &RULES);
        linted.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
    }

    #[test]
    fn a_comment_above_an_entry_is_about_all_of_it() {
        let text = "# catalint-ignore link-shortener, link-tracking: asked for\n- name: a\n  format: dicom\n  link: https://bit.ly/?utm_id=1\n";
        assert_eq!(found(text), [""; 0]);
        let text = "# catalint-ignore link-shortener\n# catalint-ignore link-tracking\n\n- { name: a, link: 'https://bit.ly/?utm_id=1' }\n";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn a_comment_above_a_field_is_about_that_field_alone() {
        let text = "- name: a\n  # catalint-ignore link-shortener: asked for\n  link: https://bit.ly/?utm_id=1\n- name: b\n  link: https://bit.ly/\n";
        assert_eq!(
            found(text),
            [
                "link-tracking: the link tells where its reader comes from",
                "link-shortener: the link hides where it leads"
            ]
        );
        let text = "- name: a\n  # catalint-ignore link-shortener: asked for\n  format: dicom\n  link: https://bit.ly/\n";
        assert_eq!(
            found(text),
            [
                "unused-silence: `link-shortener` finds nothing here",
                "link-shortener: the link hides where it leads"
            ]
        );
    }

    #[test]
    fn silences_may_stand_within_each_other() {
        // The comment above the second entry reaches over those in it.
        let text = "# catalint-ignore link-shortener\n- name: a\n  link: https://bit.ly/a\n# catalint-ignore link-shortener\n- name: b\n  # catalint-ignore link-shortener\n  format: dicom\n  # catalint-ignore link-shortener\n  link: https://bit.ly/b\n";
        assert_eq!(found(text), ["unused-silence: `link-shortener` finds nothing here"]);
    }

    #[test]
    fn a_comment_at_the_end_of_a_line_is_about_that_line() {
        let text = "- name: a # catalint-ignore required-field: the page is gone\n- name: b\n  link: null # catalint-ignore required-field\n- name: c\n  link: # catalint-ignore required-field\n";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn what_stands_in_a_text_is_no_comment() {
        let text = "- name: 'a # catalint-ignore link-shortener'\n  description: |\n    # catalint-ignore link-shortener: no\n  link: https://bit.ly/\n";
        assert_eq!(found(text), ["link-shortener: the link hides where it leads"]);
    }

    #[test]
    fn silences_that_silence_nothing_are_told() {
        let text = "# catalint-ignore\n- name: a\n  # catalint-ignore link-sortener: x\n  # catalint-ignore link-shortener since it is so\n  link: https://bit.ly/\n  # catalint-ignore link-scheme: this rule does not run here\n";
        let linted = entries(text, &RULES);
        assert_eq!(
            linted.messages("unused-silence"),
            [
                "this comment silences no rule",
                "there is no rule `link-sortener`",
                "there is no rule `since`",
                "there is no rule `it`",
                "there is no rule `is`",
                "there is no rule `so`"
            ]
        );
        let help: Vec<_> = linted.findings.iter().filter_map(|finding| finding.help.as_deref()).collect();
        assert_eq!(help[1], "did you mean `link-shortener`?");
        assert_eq!(help[2], "put a colon before the reason: `catalint-ignore RULE: reason`");
    }

    #[test]
    fn a_silence_may_stand_above_a_section_or_a_setting() {
        let text =
            "version: 1\nsections:\n  # catalint-ignore empty-section: to come\n  - id: a\n  - id: b\n";
        assert_eq!(catalog(text, &["empty-section", "unused-silence"]).places("empty-section"), ["b"]);
    }

    #[test]
    fn a_readme_silences_in_html_comments() {
        let text = "<!-- catalint-ignore link-shortener: asked for -->\n[a](https://bit.ly/a)\n\n[b](https://bit.ly/b)\n\n<!-- catalint-ignore link-tracking: x -->\n[c](https://c.example.org/)\n";
        let linted = readme(text, &RULES);
        assert_eq!(linted.rules(), ["link-shortener", "unused-silence"]);
        assert_eq!(linted.places("unused-silence"), ["link-tracking"]);
    }
}
