//! Catalog → the text of an output's managed regions.
//!
//! A region is a function of the catalog and nothing else; `contents` is one
//! of the whole file's headings. Outside the regions no byte changes. Nothing
//! here knows files or tells differences.

mod body;
mod contents;
pub mod entry;
mod frame;
pub mod section;
mod summary;
mod table;
mod width;

pub use frame::push_framed;
pub(crate) use frame::{Frame, Shows};
pub use width::width;

use crate::catalog::Catalog;
use crate::readme::{Document, RegionFault, Regions, SEAL};
use crate::text::{Source, Span};
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
    let frame = Frame::new(catalog, text, language);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut regions = Vec::with_capacity(found.regions.len());
    let mut pending = Vec::new();
    let mut at = 0;
    for region in &found.regions {
        out.push_str(&text[at..region.body.start()]);
        let start = out.len();
        let shows = frame.push(region, &mut out, |_| ());
        if shows == Shows::Contents {
            pending.push(regions.len());
        }
        let end = out.len();
        at = region.body.end();
        if shows == Shows::Section && (catalog.sealed || region.seal.is_some()) {
            out.push_str(&text[at..region.end.start()]);
            let _ = write!(out, "<!-- catalint:end {} {SEAL}{} -->", region.name, seal(&out[start..end]));
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
    for index in pending {
        // The headings of other regions are rendered now, and its own, should
        // it have any, are none of them.
        let document = Document::parse(&output.text);
        let start = output.regions[index].after.start();
        // What stands before it decides how its first line ends.
        let before = output.text[..start].chars().next_back().map_or(String::new(), String::from);
        let mut framed = before.clone();
        frame.push_contents(&document, &found.regions[index], start, &mut framed);
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
