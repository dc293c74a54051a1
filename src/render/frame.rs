//! One region's body as it stands between its marks.

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
    /// before it; of what is unknown as it is, of contents nothing.
    pub(crate) fn push(&self, region: &Region, out: &mut String) -> Shows {
        let mut body = String::new();
        let shows = match region.name.as_str() {
            "contents" => return Shows::Contents,
            "summary" => {
                body = summary::summary(self.catalog, self.language, &region.options);
                Shows::Summary
            }
            id => match self.sections.get(id) {
                Some(&(depth, section)) => {
                    section::body(self.catalog, section, depth, self.language, &mut body);
                    Shows::Section
                }
                None => {
                    out.push_str(&self.text[region.body.range()]);
                    return Shows::Unknown;
                }
            },
        };
        push_framed(&body, &self.text[region.prefix.range()], self.line_end, out);
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
    let blank = prefix.trim_end();
    // After a line that ends with a lone `\r`, a bare `\n` would be no line of
    // its own.
    if blank.is_empty() && line_end == "\n" && out.ends_with('\r') {
        out.push('\r');
    }
    let mut line = |text: &str| {
        if text.is_empty() {
            out.push_str(blank);
        } else {
            out.push_str(prefix);
            out.push_str(text);
        }
        out.push_str(line_end);
    };
    line("");
    let body = body.trim_end_matches('\n');
    if !body.is_empty() {
        body.split('\n').for_each(&mut line);
        line("");
    }
}

/// Whether more lines end with `\r\n` than with `\n`.
fn uses_crlf(text: &str) -> bool {
    let all = text.bytes().filter(|&byte| byte == b'\n').count();
    all > 0 && text.matches("\r\n").count() * 2 > all
}
