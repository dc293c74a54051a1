//! What the options say of a table, a list or a run of headings: by line or by
//! the heading it stands under.

use super::{Cx, Verdict};
use crate::readme::HeadingId;
use crate::text::Span;

/// What was chosen from outside, and which choices name nothing.
pub(super) struct Selection {
    sections: Vec<Target>,
    include: Vec<Target>,
    exclude: Vec<Target>,
    leave: Vec<(usize, String)>,
}

struct Target {
    written: String,
    what: Named,
    used: bool,
}

enum Named {
    /// The bytes of a line.
    Line(Span),
    /// Headings of that text or anchor; none if there is no such heading.
    Headings(Vec<HeadingId>),
}

impl Selection {
    pub(super) fn new(cx: &Cx<'_>) -> Selection {
        let all = |texts: &[String]| texts.iter().map(|text| target(cx, text)).collect();
        Selection {
            sections: all(&cx.options.sections),
            include: all(&cx.options.include),
            exclude: all(&cx.options.exclude),
            leave: cx.options.leave.clone(),
        }
    }

    /// What was decided about the group at `span`, under `section`.
    pub(super) fn decide(&mut self, cx: &Cx<'_>, span: Span, section: Option<HeadingId>) -> Option<Verdict> {
        let path = cx.document.section_path(section);
        let hit = |targets: &mut Vec<Target>, whole: bool| {
            let mut found = None;
            for target in targets.iter_mut() {
                let hits = match &target.what {
                    Named::Line(line) => span.overlaps(*line) || span.contains(*line),
                    Named::Headings(ids) if whole => ids.iter().any(|id| path.contains(id)),
                    Named::Headings(ids) => ids.iter().any(|id| section == Some(*id)),
                };
                if hits {
                    target.used = true;
                    found.get_or_insert_with(|| target.written.clone());
                }
            }
            found
        };
        let excluded = hit(&mut self.exclude, true);
        let included = hit(&mut self.include, false);
        let within = hit(&mut self.sections, true);
        if let Some((_, why)) = self.leave.iter().find(|(at, _)| *at == span.start()) {
            return Some(Verdict::stuck(why.clone()));
        }
        if let Some(written) = excluded {
            return Some(Verdict::forced(format!("--exclude-table {written}"), false));
        }
        if let Some(written) = included {
            return Some(Verdict::forced(format!("--include-table {written}"), true));
        }
        if !self.sections.is_empty() && within.is_none() {
            return Some(Verdict::forced("outside of --section", false));
        }
        None
    }

    /// Whether it may be taken: it stands under a heading that was chosen, or
    /// none was.
    pub(super) fn looks_at(&self, cx: &Cx<'_>, span: Span, section: Option<HeadingId>) -> bool {
        let path = cx.document.section_path(section);
        let holds = |target: &Target| match &target.what {
            Named::Line(line) => span.overlaps(*line) || span.contains(*line),
            Named::Headings(ids) => ids.iter().any(|id| path.contains(id)),
        };
        self.sections.is_empty() || self.sections.iter().chain(&self.include).any(holds)
    }

    /// The choices that name no group.
    pub(super) fn unmatched(self) -> Vec<String> {
        let targets = self.sections.into_iter().chain(self.include).chain(self.exclude);
        targets.filter(|target| !target.used).map(|target| target.written).collect()
    }
}

fn target(cx: &Cx<'_>, text: &str) -> Target {
    let what = match text.trim().parse::<usize>() {
        Ok(line) if line > 0 => Named::Line(line_span(cx.text, line)),
        _ => {
            let wanted = text.trim().trim_start_matches('#').trim().to_lowercase();
            let headings = cx.document.headings.iter().enumerate().filter(|(_, heading)| {
                heading.text.trim().to_lowercase() == wanted || heading.anchor == wanted
            });
            Named::Headings(
                headings.map(|(index, _)| HeadingId(u32::try_from(index).unwrap_or(u32::MAX))).collect(),
            )
        }
    };
    Target { written: text.to_string(), what, used: false }
}

/// Line `number` (from 1) with its end, so that blank lines have a byte.
fn line_span(text: &str, number: usize) -> Span {
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index + 1 == number {
            return Span::new(start, start + line.len());
        }
        start += line.len();
    }
    Span::at(text.len())
}
