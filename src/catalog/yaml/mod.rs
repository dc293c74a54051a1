//! YAML text → a tree of nodes, each with its span.
//!
//! It knows YAML and nothing of catalogs. The tree borrows from the text, so
//! that most scalars cost no allocation. Plain YAML is read in one pass
//! (`plain`); whatever else there is, and every fault, by the events of a YAML
//! library (`events`).

mod events;
mod explain;
mod plain;

pub use events::parse as parse_by_events;

use crate::finding::Finding;
use crate::limits;
use crate::text::{FileId, Span};
use std::borrow::Cow;

/// How deep collections may nest. A catalog needs about ten; the bound keeps
/// hostile files from costing stack or time.
pub const MAX_DEPTH: usize = limits::DEPTH;

/// The rule of findings about text that is no YAML.
pub const SYNTAX: &str = "yaml-syntax";
/// The rule of findings about a key that stands twice in one mapping.
pub const REPEATED_KEY: &str = "repeated-key";

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'a> {
    /// Its bytes: with quotes or brackets; of a block collection from its
    /// first key or dash to the end of its last value; of a block scalar from
    /// its `|` or `>` on. An empty value's span is empty, after the colon.
    pub span: Span,
    /// What it holds.
    pub kind: Kind<'a>,
    /// Whether it stands for an alias: then the bytes of `span` are the
    /// alias's, and what is below keeps the spans of the anchor.
    pub alias: bool,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A single value.
    Scalar {
        /// Its text, quotes and escapes resolved.
        text: Cow<'a, str>,
        /// How it is written.
        style: Style,
    },
    /// A sequence.
    Seq {
        /// Its items.
        items: Vec<Node<'a>>,
        /// Whether it is written in brackets.
        flow: bool,
    },
    /// A mapping.
    Map {
        /// Its pairs, in order. No key stands twice: the later ones were told
        /// as findings and left out.
        pairs: Vec<Pair<'a>>,
        /// Whether it is written in braces.
        flow: bool,
    },
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: may be null, a boolean or a number.
    Plain,
    /// `'…'` or `"…"`.
    Quoted,
    /// After `|` or `>`.
    Block,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The key's text.
    pub key: Cow<'a, str>,
    /// The key's bytes.
    pub key_span: Span,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// The text of a scalar; `None` for collections and for null.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// Whether it is YAML's null: `null`, `~` or nothing at all, unquoted.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, style: Style::Plain }
            if matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The items of a sequence.
    pub fn items(&self) -> Option<&[Node<'a>]> {
        match &self.kind {
            Kind::Seq { items, .. } => Some(items),
            _ => None,
        }
    }

    /// The pairs of a mapping.
    pub fn pairs(&self) -> Option<&[Pair<'a>]> {
        match &self.kind {
            Kind::Map { pairs, .. } => Some(pairs),
            _ => None,
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        Some(&self.pairs()?.iter().find(|pair| pair.key == key)?.value)
    }

    /// Takes the value of a key out; null stays in its place.
    pub fn take(&mut self, key: &str) -> Option<Node<'a>> {
        let Kind::Map { pairs, .. } = &mut self.kind else { return None };
        let value = &mut pairs.iter_mut().find(|pair| pair.key == key)?.value;
        let null = Kind::Scalar { text: Cow::Borrowed(""), style: Style::Plain };
        Some(std::mem::replace(value, Node { kind: null, ..*value }))
    }

    /// The items of a sequence, each to be dropped when it has been read; none
    /// of anything else.
    pub fn into_items(self) -> Vec<Node<'a>> {
        match self.kind {
            Kind::Seq { items, .. } => items,
            _ => Vec::new(),
        }
    }

    /// In words, for messages: `a list`, `a mapping`, `text`, `nothing`.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Seq { .. } => "a list",
            Kind::Map { .. } => "a mapping",
            Kind::Scalar { .. } if self.is_null() => "nothing",
            Kind::Scalar { .. } => "text",
        }
    }

    /// About how many bytes it takes to write.
    fn cost(&self) -> usize {
        const EACH: usize = 8;
        EACH + match &self.kind {
            Kind::Scalar { text, .. } => text.len(),
            Kind::Seq { items, .. } => items.iter().map(Node::cost).sum(),
            Kind::Map { pairs, .. } => {
                pairs.iter().map(|pair| EACH + pair.key.len() + pair.value.cost()).sum()
            }
        }
    }
}

/// Reads the one document of `text`.
///
/// Returns its root and the findings about keys that stand twice.
///
/// # Errors
/// The finding that says where and why the text is no YAML, holds no or a
/// second document, nests deeper than [`MAX_DEPTH`], or grows out of bounds
/// by its aliases.
pub fn parse(text: &str, file: FileId) -> Result<(Node<'_>, Vec<Finding>), Box<Finding>> {
    match plain::parse(text) {
        Some(root) => Ok((root, Vec::new())),
        None => events::parse(text, file),
    }
}

/// The comments of `text`, each from its `#` to the end of its line, in
/// order; none if it is no YAML.
pub fn comments(text: &str) -> Vec<Span> {
    plain::comments(text).unwrap_or_else(|| events::comments(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Node<'_> {
        parse(text, FileId(0)).unwrap().0
    }

    fn error(text: &str) -> (usize, String) {
        let error = *parse(text, FileId(0)).unwrap_err();
        let place = crate::text::Source::new("f", text).position(error.primary.span.start());
        (place.line, error.message)
    }

    fn slice<'t>(text: &'t str, node: &Node<'_>) -> &'t str {
        &text[node.span.range()]
    }

    #[test]
    fn spans_cover_what_is_written() {
        let text = "a: 'x'\nb: [p, \"q\"]\nc:\n  - k: 脑\n    l: |\n      one\n      two\n\nd:\ne: {f: g}\nh: >- # a | b\n\n  p\n";
        let root = root(text);
        assert_eq!(slice(text, root.get("a").unwrap()), "'x'");
        assert_eq!(slice(text, root.get("b").unwrap()), "[p, \"q\"]");
        let entry = &root.get("c").unwrap().items().unwrap()[0];
        assert_eq!(slice(text, entry), "k: 脑\n    l: |\n      one\n      two");
        assert_eq!(slice(text, entry.get("l").unwrap()), "|\n      one\n      two");
        assert_eq!(entry.get("l").unwrap().text(), Some("one\ntwo\n"));
        let empty = root.get("d").unwrap();
        assert!(empty.is_null() && empty.span.is_empty());
        assert_eq!(&text[..empty.span.start()][text[..empty.span.start()].len() - 2..], "d:");
        assert_eq!(slice(text, root.get("e").unwrap()), "{f: g}");
        assert_eq!(slice(text, root.get("h").unwrap()), ">- # a | b\n\n  p");
    }

    #[test]
    fn a_byte_order_mark_shifts_no_span() {
        let text = "\u{FEFF}a: b\n";
        assert_eq!(slice(text, root(text).get("a").unwrap()), "b");
    }

    #[test]
    fn crlf_text_reads_as_lf_text_does() {
        let text = "a: b\r\nc:\r\n  - |\r\n    x\r\n    y\r\n";
        let root = root(text);
        assert_eq!(root.get("c").unwrap().items().unwrap()[0].text(), Some("x\ny\n"));
        assert_eq!(slice(text, root.get("a").unwrap()), "b");
    }

    #[test]
    fn a_key_that_stands_twice_is_told_with_both_places() {
        let text = "a: 1\nb: 2\na: 3\n";
        let (root, findings) = parse(text, FileId(0)).unwrap();
        assert_eq!(root.get("a").unwrap().text(), Some("1"));
        assert_eq!((findings.len(), findings[0].primary.span.start()), (1, 10));
        assert_eq!(findings[0].related[0].span.start(), 0);
        let many: String = (0..40).map(|n| format!("k{n}: 1\n")).chain(["k3: 2\n".to_string()]).collect();
        assert_eq!(parse(&many, FileId(0)).unwrap().1.len(), 1);
    }

    #[test]
    fn errors_point_where_a_person_would_look() {
        assert_eq!(error("a: b\nc:\n\td: e\n").0, 3);
        // The parser alone lets these pass.
        assert_eq!(error("a: b\nc:\n  \t- d: e\n"), (3, "a tab in the indentation".to_string()));
        assert_eq!(error("a:\r\n \t&x b: c\r\n").0, 2);
        assert_eq!(error("a: b\nc: \"x\nd: e\nf: g\n").0, 2);
        assert_eq!(error("a:\n  b: c\n d: e\n").0, 3);
        assert_eq!(error("a: b\nc: d: e\n").0, 2);
        assert_eq!(error("").1, "the file is empty");
        assert_eq!(error("# only a comment\n").1, "the file is empty");
        assert_eq!(error("a: 1\n---\nb: 2\n").0, 2);
    }

    #[test]
    fn comments_are_told_from_what_only_looks_like_one() {
        let text = "\u{FEFF}# one\na: b # two\nc: 'x # y'\nd: |\n  # z\ne: f#g\nh: [1, # three\n  2]\n# four";
        let found: Vec<&str> = comments(text).into_iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["# one", "# two", "# three", "# four"]);
        assert!(comments("a: [").is_empty());
    }

    #[test]
    fn hostile_nesting_and_alias_bombs_are_refused() {
        assert!(error(&"[".repeat(100_000)).1.contains("deeper"));
        assert!(error(&"- ".repeat(100_000)).1.contains("deeper"));
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for n in 1..10 {
            let previous = format!("*a{}, ", n - 1).repeat(9);
            bomb.push_str(&format!("a{n}: &a{n} [{previous}*a{}]\n", n - 1));
        }
        assert!(error(&bomb).1.contains("repeat"));
    }

    #[test]
    fn aliases_stand_for_what_they_name() {
        let text = "a: &x [1, 2]\nb: *x\n";
        let root = root(text);
        let b = root.get("b").unwrap();
        assert!(b.alias);
        assert_eq!((slice(text, b), b.items().unwrap().len()), ("*x", 2));
    }
}
