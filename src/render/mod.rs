//! Catalog → the text of an output's managed regions.
//!
//! A region is a function of the catalog and nothing else; `contents` is one
//! of the whole file's headings. Outside the regions no byte changes. Nothing
//! here knows files or tells differences.

mod contents;
pub mod entry;
pub mod section;
mod summary;
pub mod table;
mod width;

pub use width::width;

use crate::catalog::{Catalog, Section};
use crate::readme::{RegionFault, Regions, SEAL};
use crate::text::{Source, Span};
use std::collections::HashMap;
use std::fmt::Write as _;

/// An output as the catalog renders it.
#[derive(Debug)]
pub struct Output {
    /// The whole text.
    pub text: String,
    /// Its regions, in order.
    pub regions: Vec<RenderedRegion>,
}

/// A region before and after rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedRegion {
    /// Its name.
    pub name: String,
    /// The line on which its begin mark stands, in the text before.
    pub line: usize,
    /// The hash that its end mark keeps, in the text before.
    pub seal: Option<String>,
    /// What stood between its marks, in the text before.
    pub before: Span,
    /// What stands between them now, in [`Output::text`].
    pub after: Span,
}

/// Renders every region of `source`, the text of an output in `language`,
/// whose regions were `found` in it.
///
/// Line ends are those that the file has most of. A region whose name the
/// catalog does not know stays as it is; `lint` tells it.
///
/// # Errors
/// The faults of the marks, such as a region without end: then nothing can be
/// rendered safely.
pub fn output(
    catalog: &Catalog,
    source: &Source,
    found: &Regions,
    language: &str,
) -> Result<Output, Vec<RegionFault>> {
    let text = source.text();
    if !found.faults.is_empty() {
        return Err(found.faults.clone());
    }
    let line_end = if uses_crlf(text) { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut regions = Vec::with_capacity(found.regions.len());
    let mut pending = Vec::new();
    let sections: HashMap<&str, (usize, &Section)> =
        catalog.walk().map(|(depth, section)| (section.id.as_str(), (depth, section))).collect();
    let mut at = 0;
    for region in &found.regions {
        let (name, options) = (region.name.as_str(), region.options.as_str());
        out.push_str(&text[at..region.body.start()]);
        let start = out.len();
        let body = match name {
            "contents" => {
                // The headings of other regions are not rendered yet, and its
                // own, should it have any, are none of them.
                pending.push((regions.len(), options.to_string()));
                Some(String::new())
            }
            "summary" => Some(summary::summary(catalog, language, options)),
            id => sections.get(id).map(|&(depth, section)| {
                let mut body = String::new();
                section::body(catalog, section, depth, language, &mut body);
                body
            }),
        };
        let is_section = body.is_some() && !["contents", "summary"].contains(&name);
        match body {
            Some(body) => push_framed(&body, &text[region.prefix.range()], line_end, &mut out),
            None => out.push_str(&text[region.body.range()]),
        }
        let end = out.len();
        at = region.body.end();
        if is_section && (catalog.sealed || region.seal.is_some()) {
            out.push_str(&text[at..region.end.start()]);
            let _ = write!(out, "<!-- catalint:end {name} {SEAL}{} -->", seal(&out[start..end]));
            at = region.end.end();
        }
        regions.push(RenderedRegion {
            name: region.name.clone(),
            seal: region.seal.clone(),
            line: source.position(region.begin.start()).line,
            before: region.body,
            after: Span::new(start, end),
        });
    }
    out.push_str(&text[at..]);
    let mut output = Output { text: out, regions };
    for (index, options) in pending {
        let body = contents::contents(&output.text, &options);
        let prefix = &text[found.regions[index].prefix.range()];
        let start = output.regions[index].after.start();
        // What stands before it decides how its first line ends.
        let before = output.text[..start].chars().next_back().map_or(String::new(), String::from);
        let mut framed = before.clone();
        push_framed(&body, prefix, line_end, &mut framed);
        output.put(index, &framed[before.len()..]);
    }
    Ok(output)
}

impl Output {
    /// Replaces the body of the region at `index`, and moves those after it.
    fn put(&mut self, index: usize, body: &str) {
        let span = self.regions[index].after;
        self.text.replace_range(span.range(), body);
        self.regions[index].after = Span::new(span.start(), span.start() + body.len());
        for region in &mut self.regions[index + 1..] {
            let start = region.after.start() + body.len() - span.len();
            region.after = Span::new(start, start + region.after.len());
        }
    }
}

/// A hash of a region's body, the same whatever its line ends: FNV-1a, 64
/// bits, in hexadecimal.
pub fn seal(body: &str) -> String {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for line in body.lines() {
        for byte in line.bytes().chain([b'\n']) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    format!("{hash:016x}")
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
