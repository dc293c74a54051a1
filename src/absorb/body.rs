//! The body of a region as the text that was rendered: without the prefix of
//! its lines and with `\n` ends, each byte still known by its place in the
//! file.

use crate::readme::Region;
use crate::text::Span;

/// A region's body, and where it stands.
#[derive(Debug)]
pub(super) struct Body {
    /// The text.
    pub(super) text: String,
    /// For each line: its start in `text`, and in the file.
    lines: Vec<(usize, usize)>,
}

impl Body {
    pub(super) fn new(file: &str, region: &Region) -> Body {
        let prefix = &file[region.prefix.range()];
        let mut body = Body { text: String::with_capacity(region.body.len()), lines: Vec::new() };
        let mut at = region.body.start();
        for line in file[region.body.range()].split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
            let stripped =
                bare.strip_prefix(prefix).or_else(|| bare.strip_prefix(prefix.trim_end())).unwrap_or(bare);
            body.lines.push((body.text.len(), at + bare.len() - stripped.len()));
            body.text.push_str(stripped);
            body.text.push('\n');
            at += line.len();
        }
        body
    }

    /// Where a span of the text stands in the file.
    pub(super) fn place(&self, span: Span) -> Span {
        let at = |offset: usize| {
            let line = self.lines.partition_point(|&(start, _)| start <= offset).saturating_sub(1);
            self.lines.get(line).map_or(0, |&(start, file)| file + offset - start)
        };
        let (start, end) = (at(span.start()), at(span.end()));
        Span::new(start, end.max(start))
    }
}
