//! `broken-anchor`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level, Safety};
use crate::readme::{BrokenKind, Difference, Fragments, LinkKind, Near, decode_fragment};
use crate::text::{Edit, Span};
use crate::value::suggest::closest;
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

/// How many links that lead nowhere are compared with every anchor.
const MAX_COMPARED: usize = 100;

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let (document, text) = (cx.document, cx.text());
    let has_fragments = document.links.iter().any(|link| link.destination.contains('#'))
        || document.definitions.iter().any(|definition| text[definition.destination.range()].contains('#'))
        || document.broken.iter().any(|broken| broken.kind == BrokenKind::Destination);
    if !has_fragments {
        return;
    }
    let mut lookup =
        Lookup { cx, fragments: Fragments::new(document, text), compared: 0, own: own_names(cx) };
    let mut told = HashSet::new();
    for link in &document.links {
        let Some(fragment) = lookup.own_fragment(&link.destination) else { continue };
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
        let Some(fragment) = text[broken.target.range()].strip_prefix('#') else { continue };
        let content = &text[broken.content.range()];
        lookup.tell(broken.target, &decode_fragment(fragment), content, true, out);
    }
}

struct Lookup<'a, 'c> {
    cx: &'c DocumentCx<'a>,
    fragments: Fragments<'a>,
    compared: usize,
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

    fn suggestion(&mut self, fragment: &str) -> String {
        self.compared += 1;
        let mut near = None;
        if self.compared <= MAX_COMPARED {
            let mut names: Vec<&str> = self.fragments.names().collect();
            names.sort_unstable();
            near = closest(fragment, names);
        }
        match near {
            Some(near) => format!("did you mean `#{near}`?"),
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

/// How a link may name the file it stands in, besides not at all.
fn own_names(cx: &DocumentCx<'_>) -> Vec<String> {
    let name = cx.sources.get(cx.file).name();
    let base = name.rsplit('/').next().unwrap_or(name);
    vec![base.to_string(), format!("./{base}")]
}
