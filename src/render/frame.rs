//! One region's body as it stands between its marks.

use super::body::Body;
use super::{contents, section, summary};
use crate::catalog::{Catalog, Section};
use crate::readme::{Document, Region};
use std::collections::HashMap;

/// What all regions of an output have in common.
pub(crate) struct Frame<'a> {
    catalog: &'a Catalog,
    /// The output before rendering.
    text: &'a str,
    language: &'a str,
    line_end: &'static str,
    sections: HashMap<&'a str, (usize, &'a Section)>,
}

/// What a region shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shows {
    /// A section of the catalog.
    Section,
    /// Counts of all of it.
    Summary,
    /// The headings of the output, which are known when all else is rendered.
    Contents,
    /// Something that the catalog does not know.
    Unknown,
}

impl<'a> Frame<'a> {
    /// For the regions of `text`, an output in `language`.
    pub(crate) fn new(catalog: &'a Catalog, text: &'a str, language: &'a str) -> Self {
        let line_end = if uses_crlf(text) { "\r\n" } else { "\n" };
        let sections =
            catalog.walk().map(|(depth, section)| (section.id.as_str(), (depth, section))).collect();
        Frame { catalog, text, language, line_end, sections }
    }

    /// Writes what stands between the marks of `region`, behind what stands
    /// before it; of what is unknown as it is, of contents nothing. Every now
    /// and then `take` may take what is written.
    pub(crate) fn push(&self, region: &Region, out: &mut String, mut take: impl FnMut(&mut String)) -> Shows {
        let (shows, write): (Shows, &dyn Fn(&mut Body<'_>)) = match region.name.as_str() {
            "contents" => return Shows::Contents,
            "summary" => {
                (Shows::Summary, &|out| summary::write(self.catalog, self.language, &region.options, out))
            }
            id => match self.sections.get(id) {
                Some(&(depth, section)) => (Shows::Section, &move |out| {
                    section::write(self.catalog, section, depth, self.language, out);
                }),
                None => {
                    out.push_str(&self.text[region.body.range()]);
                    return Shows::Unknown;
                }
            },
        };
        let framing = Framing::new(&self.text[region.prefix.range()], self.line_end);
        framing.begin(out);
        let mut any = false;
        let mut piece = |piece: &str| {
            any = true;
            framing.lines(piece, out);
            take(out);
        };
        let mut body = Body::handed(&mut piece);
        write(&mut body);
        body.end();
        if any {
            framing.blank(out);
        }
        shows
    }

    /// Writes the contents of `document`, the output with all else rendered.
    pub(crate) fn push_contents(&self, document: &Document, region: &Region, at: usize, out: &mut String) {
        let body = contents::contents(document, at, &region.options);
        push_framed(&body, &self.text[region.prefix.range()], self.line_end, out);
    }
}

/// The body between its marks: a blank line on either side, each line with
/// what stands before the marks (an indent, a quote's `>`).
pub fn push_framed(body: &str, prefix: &str, line_end: &str, out: &mut String) {
    let framing = Framing::new(prefix, line_end);
    framing.begin(out);
    let body = body.trim_end_matches('\n');
    if !body.is_empty() {
        framing.lines(body, out);
        framing.blank(out);
    }
}

/// What stands around each line of a body.
struct Framing<'a> {
    prefix: &'a str,
    /// The prefix of an empty line.
    blank: &'a str,
    line_end: &'a str,
}

impl<'a> Framing<'a> {
    fn new(prefix: &'a str, line_end: &'a str) -> Self {
        Framing { prefix, blank: prefix.trim_end(), line_end }
    }

    /// The line below the begin mark.
    fn begin(&self, out: &mut String) {
        // After a line that ends with a lone `\r`, a bare `\n` would be no
        // line of its own.
        if self.blank.is_empty() && self.line_end == "\n" && out.ends_with('\r') {
            out.push('\r');
        }
        self.blank(out);
    }

    fn blank(&self, out: &mut String) {
        out.push_str(self.blank);
        out.push_str(self.line_end);
    }

    /// The lines of a text without a line end at its end.
    fn lines(&self, text: &str, out: &mut String) {
        for line in text.split('\n') {
            if line.is_empty() {
                self.blank(out);
            } else {
                out.push_str(self.prefix);
                out.push_str(line);
                out.push_str(self.line_end);
            }
        }
    }
}

/// Whether more lines end with `\r\n` than with `\n`.
fn uses_crlf(text: &str) -> bool {
    let all = text.bytes().filter(|&byte| byte == b'\n').count();
    all > 0 && text.matches("\r\n").count() * 2 > all
}
