//! `broken-anchor`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level, Safety};
use crate::readme::{BrokenKind, Difference, Fragments, LinkKind, Near, decode_fragment};
use crate::text::{Edit, Span};
use crate::value::suggest::Candidates;
use std::cell::OnceCell;
use std::collections::HashSet;

rule! {
    /// A link to a place in the same README that does not exist: no heading,
    /// and no anchor set by hand, answers to what stands after the `#`.
    ///
    /// GitHub makes a heading's anchor of its text: lower case, punctuation
    /// and emoji gone, each space a hyphen, `-1` at the end of the second of
    /// two that are equal.
    ///
    /// ## Why
    ///
    /// The reader clicks, and nothing happens. A destination with a space,
    /// such as `(#Medical image)`, is not even a link: the brackets show. One
    /// that differs only in upper and lower case works on GitHub's own page
    /// and fails where the README is shown elsewhere, so it is a warning.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// - [Medical image](#Medical image)
    ///
    /// ## Medical image
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// - [Medical image](#medical-image)
    ///
    /// ## Medical image
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe where one anchor differs from what is written only in case,
    /// spaces, hyphens or punctuation; unsafe where only the link's text says
    /// which heading was meant; none where nothing does.
    "broken-anchor",
    Some(Level::Error),
    Fixable::Safe,
    "a link to a heading that does not exist",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let (document, text) = (cx.document, cx.text());
    let has_fragments = document.links.iter().any(|link| link.destination.contains('#'))
        || document.definitions.iter().any(|definition| text[definition.destination.range()].contains('#'))
        || document.broken.iter().any(|broken| broken.kind == BrokenKind::Destination);
    if !has_fragments {
        return;
    }
    let placeholders = placeholders(cx);
    let mut lookup = Lookup {
        cx,
        fragments: Fragments::new(document, text),
        names: OnceCell::new(),
        own: own_names(cx),
    };
    let mut told = HashSet::new();
    for link in &document.links {
        let Some(fragment) = lookup.own_fragment(&link.destination) else { continue };
        // Who writes `[](#name)` means to set an anchor; nobody can click it.
        let unseen = link.content.is_empty() && link.kind != LinkKind::Html;
        if unseen || is_within(&placeholders, link.span) {
            continue;
        }
        let span = match (link.kind, link.definition) {
            (LinkKind::Reference, Some(definition)) => {
                if !told.insert(definition) {
                    continue;
                }
                Some(document.definitions[definition as usize].destination)
            }
            _ => link.destination_span,
        };
        // In the source the fragment may be escaped, but its `#` is not.
        let Some(span) = span else { continue };
        let Some(at) = text[span.range()].find('#') else { continue };
        let place = Span::new(span.start() + at, span.end());
        lookup.tell(place, &decode_fragment(fragment), document.plain(link.plain), false, out);
    }
    for broken in document.broken.iter().filter(|broken| broken.kind == BrokenKind::Destination) {
        let target = &text[broken.target.range()];
        let Some(fragment) = target.strip_prefix('#').filter(|_| target.contains(' ')) else { continue };
        let content = &text[broken.content.range()];
        lookup.tell(broken.target, &decode_fragment(fragment), content, true, out);
    }
}

struct Lookup<'a, 'c> {
    cx: &'c DocumentCx<'a>,
    fragments: Fragments<'a>,
    /// What can be suggested, in order.
    names: OnceCell<(Vec<&'a str>, Candidates)>,
    own: Vec<String>,
}

impl Lookup<'_, '_> {
    /// What stands after the `#` of a link into this very file.
    fn own_fragment<'l>(&self, destination: &'l str) -> Option<&'l str> {
        let (path, fragment) = destination.split_once('#')?;
        (path.is_empty() || self.own.iter().any(|own| own == path)).then_some(fragment)
    }

    fn tell(&mut self, place: Span, fragment: &str, text: &str, is_text: bool, out: &mut Vec<Finding>) {
        let cx = self.cx;
        if cx.is_managed(place) || (!is_text && self.fragments.leads(fragment)) {
            return;
        }
        let near = self.fragments.near(fragment, text);
        let only_case = !is_text && near.is_some_and(|near| near.by == Difference::Case);
        let written = &cx.text()[place.range()];
        let message = match near {
            _ if is_text => format!("`({written})` makes no link: a destination ends at a space"),
            Some(near) if only_case => {
                format!("`{written}` and the anchor `#{}` differ in upper and lower case", near.anchor)
            }
            _ => format!("nothing in this file answers to `{written}`"),
        };
        let level = if only_case { Level::Warning } else { Level::Error };
        let finding = cx.finding(NAME, level, place, message).subject(format!("#{fragment}"));
        out.push(match near {
            Some(near) => offer(cx, finding, place, near),
            None => finding.help(self.suggestion(fragment)),
        });
    }

    fn suggestion(&self, fragment: &str) -> String {
        let (names, candidates) = self.names.get_or_init(|| {
            let mut names: Vec<&str> = self.fragments.names().collect();
            names.sort_unstable();
            let candidates = Candidates::new(names.iter().copied());
            (names, candidates)
        });
        match candidates.closest(fragment) {
            Some(near) => format!("did you mean `#{}`?", names[near]),
            None => "link to a heading that is there, or add the one that is missing".to_string(),
        }
    }
}

/// Adds what was meant, and the fix where the anchor can stand in a
/// destination as it is.
fn offer(cx: &DocumentCx<'_>, finding: Finding, place: Span, near: Near<'_>) -> Finding {
    let finding = match near.heading {
        Some(heading) => {
            let heading = cx.document.heading(heading);
            let what = format!("answers to `#{}`", near.anchor);
            finding.related(Label::new(cx.file, heading.content, what))
        }
        None => finding,
    };
    if near.by == Difference::Text {
        let title = format!("link to `#{}`", near.anchor);
        let finding = finding.help(format!("the link's text names the heading `#{}`", near.anchor));
        return fix(finding, Safety::Unsafe, title, place, near.anchor);
    }
    let help = match near.by {
        Difference::Case => {
            "GitHub makes anchors of lower case, and only its own page overlooks the difference"
        }
        _ => "an anchor is the heading in lower case, without punctuation, with a hyphen for each space",
    };
    fix(finding.help(help), Safety::Safe, format!("write `#{}`", near.anchor), place, near.anchor)
}

fn fix(finding: Finding, safety: Safety, title: String, place: Span, anchor: &str) -> Finding {
    let plain = anchor.chars().all(|ch| {
        ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.' | ':') || (!ch.is_ascii() && !ch.is_whitespace())
    });
    if plain { finding.fix(safety, title, vec![Edit::new(place, format!("#{anchor}"))]) } else { finding }
}

/// Lists of contributors that All Contributors keeps: it writes links such as
/// `#ideas-name` for the symbols of what each did, and means them to lead
/// nowhere.
fn placeholders(cx: &DocumentCx<'_>) -> Vec<Span> {
    let text = cx.text();
    let mut found = Vec::new();
    let mut begin: Option<Span> = None;
    for comment in &cx.document.comments {
        match text[comment.content.range()].trim().strip_prefix("ALL-CONTRIBUTORS-LIST:") {
            Some(mark) if mark.starts_with("START") => begin = Some(comment.span),
            Some(mark) if mark.starts_with("END") => {
                found.extend(begin.take().map(|begin| begin.to(comment.span)));
            }
            _ => {}
        }
    }
    found
}

/// Whether one of the `sorted` spans holds `span`.
fn is_within(sorted: &[Span], span: Span) -> bool {
    let next = sorted.partition_point(|one| one.start() <= span.start());
    next.checked_sub(1).is_some_and(|last| sorted[last].contains(span))
}

/// How a link may name the file it stands in, besides not at all.
fn own_names(cx: &DocumentCx<'_>) -> Vec<String> {
    let name = cx.sources.get(cx.file).name();
    let base = name.rsplit('/').next().unwrap_or(name);
    vec![base.to_string(), format!("./{base}")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::readme;

    fn told(text: &str) -> Vec<(Level, Option<Safety>)> {
        let found = readme(text, &[NAME]).findings;
        found.into_iter().map(|finding| (finding.level, finding.fix.map(|fix| fix.safety))).collect()
    }

    #[test]
    fn case_weighs_less_than_a_link_that_leads_nowhere() {
        assert_eq!(told("[a](#Data)\n\n# Data\n"), [(Level::Warning, Some(Safety::Safe))]);
        assert_eq!(told("[a](#my-data)\n\n# My data!\n"), []);
        assert_eq!(told("[a](#mydata)\n\n# My data\n"), [(Level::Error, Some(Safety::Safe))]);
        assert_eq!(told("[Data](#sets)\n\n# Data\n"), [(Level::Error, Some(Safety::Unsafe))]);
        assert_eq!(told("[a](#sets)\n\n# Data\n"), [(Level::Error, None)]);
        assert_eq!(told("[](#sets)\n\n# Data\n"), []);
    }

    #[test]
    fn a_definition_is_told_once_and_mended_there() {
        let text = "[a][d] [b][d]\n\n# Data\n\n[d]: #Data\n";
        let found = readme(text, &[NAME]).findings;
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].primary.span.range()], "#Data");
    }

    #[test]
    fn the_file_itself_may_be_named() {
        assert_eq!(told("[a](README.md#nowhere) [b](./README.md#data) [c](OTHER.md#x)\n\n# Data\n").len(), 1);
    }

    #[test]
    fn lists_of_contributors_have_links_that_lead_nowhere() {
        let text = "<!-- ALL-CONTRIBUTORS-LIST:START - Do not remove -->\n<a href=\"#ideas-x\">x</a>\n\
                    <!-- ALL-CONTRIBUTORS-LIST:END -->\n\n<a href=\"#y\">y</a>\n";
        assert_eq!(told(text).len(), 1);
    }
}
