//! YAML text → a tree of nodes, each with its span.
//!
//! A thin layer over the event parser: it expands aliases within a bound,
//! tells repeated keys, and turns the parser's errors into findings. It knows
//! YAML and nothing of catalogs. The tree borrows from the text, so that most
//! scalars cost no allocation.

use crate::finding::{Finding, Level};
use crate::limits;
use crate::text::{FileId, Span};
use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

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
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut builder = Builder {
        text,
        mark,
        file,
        stack: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        alias_budget: limits::aliases(text.len()),
        findings: Vec::new(),
    };
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        simple_key_max_lookahead: limits::KEY
    };
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(&text[mark..], options) {
        let (event, span) = next.map_err(|error| Box::new(builder.syntax_error(&error)))?;
        let span = builder.span(&span);
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents > 1 {
                return Err(Box::new(builder.fault(span, "a second document starts here").help(
                    "keep one document per file: remove the `---`, or move the rest to a file that `include` names",
                )));
            }
            continue;
        }
        builder.event(event, span)?;
    }
    match builder.root {
        Some(root) => Ok((root, builder.findings)),
        None => Err(Box::new(builder.fault(Span::at(mark), "the file is empty").help(
            "a catalog starts with `version: 1`; `catalint init` writes one, `catalint migrate README.md` makes one from a README",
        ))),
    }
}

/// The comments of `text`, each from its `#` to the end of its line, in
/// order; none if it is no YAML.
pub fn comments(text: &str) -> Vec<Span> {
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let options = granit_parser::options! {
        emit_comments: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        simple_key_max_lookahead: limits::KEY
    };
    let mut found = Vec::new();
    for next in Parser::new_from_str_with_options(&text[mark..], options) {
        match next {
            Ok((Event::Comment(..), span)) => {
                let clamp = |at: Option<usize>| (at.unwrap_or(0) + mark).min(text.len());
                let start = clamp(span.start.byte_offset());
                found.push(Span::new(start, clamp(span.end.byte_offset()).max(start)));
            }
            Ok(_) => {}
            Err(_) => return Vec::new(),
        }
    }
    found.sort_unstable();
    found
}

struct Builder<'a> {
    text: &'a str,
    mark: usize,
    file: FileId,
    stack: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    anchors: HashMap<usize, Node<'a>>,
    alias_budget: usize,
    findings: Vec<Finding>,
}

/// A collection whose end has not come yet.
struct Open<'a> {
    start: Span,
    flow: bool,
    anchor: usize,
    content: Content<'a>,
}

enum Content<'a> {
    Seq(Vec<Node<'a>>),
    Map { pairs: Vec<Pair<'a>>, key: Option<(Cow<'a, str>, Span)>, seen: Seen },
}

/// The keys of one mapping so far: a list while they are few, a set after.
#[derive(Default)]
struct Seen {
    set: HashSet<String>,
}

impl Seen {
    fn position(&mut self, pairs: &[Pair<'_>], key: &str) -> Option<usize> {
        const FEW: usize = 16;
        if pairs.len() < FEW {
            return pairs.iter().position(|pair| pair.key == key);
        }
        if self.set.is_empty() {
            self.set.extend(pairs.iter().map(|pair| pair.key.to_string()));
        }
        if self.set.insert(key.to_string()) {
            return None;
        }
        pairs.iter().position(|pair| pair.key == key)
    }
}

impl<'a> Builder<'a> {
    fn span(&self, span: &granit_parser::Span) -> Span {
        let clamp = |at: Option<usize>| (at.unwrap_or(0) + self.mark).min(self.text.len());
        let start = clamp(span.start.byte_offset());
        let end = clamp(span.end.byte_offset()).max(start);
        Span::new(start, end)
    }

    fn fault(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(SYNTAX, Level::Error, self.file, span, message)
    }

    fn event(&mut self, event: Event<'a>, span: Span) -> Result<(), Box<Finding>> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let forced_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                let style = match style {
                    ScalarStyle::Plain if !forced_text => Style::Plain,
                    ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                        Style::Quoted
                    }
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                let span = if style == Style::Block { self.block_scalar(span) } else { span };
                self.finish(Node { span, kind: Kind::Scalar { text, style }, alias: false }, anchor)?;
            }
            Event::SequenceStart(style, anchor, _) => {
                let flow = style == StructureStyle::Flow;
                self.stack.push(Open { start: span, flow, anchor, content: Content::Seq(Vec::new()) });
            }
            Event::MappingStart(style, anchor, _) => {
                let content = Content::Map { pairs: Vec::new(), key: None, seen: Seen::default() };
                let flow = style == StructureStyle::Flow;
                self.stack.push(Open { start: span, flow, anchor, content });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Alias(id) => {
                let Some(target) = self.anchors.get(&id) else {
                    return Err(Box::new(self.fault(span, "the alias stands inside what it names")));
                };
                let cost = target.cost();
                let Some(left) = self.alias_budget.checked_sub(cost) else {
                    return Err(Box::new(
                        self.fault(
                            span,
                            "the anchors and aliases of this file repeat far more than it holds",
                        )
                        .help("write the values out, or spread the list over several files with `include`"),
                    ));
                };
                self.alias_budget = left;
                let node = Node { span, kind: target.kind.clone(), alias: true };
                self.finish(node, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The parser's span of a block scalar starts with its first line and runs
    /// to the next token: take the header in, the blank lines at the end out.
    fn block_scalar(&self, span: Span) -> Span {
        let body = self.text[span.range()].trim_end_matches([' ', '\t', '\n', '\r']);
        let end = span.start() + body.len();
        let before = self.text[..span.start()].trim_end_matches([' ', '\t', '\n', '\r']);
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let header = &before[line..];
        let start = header
            .char_indices()
            .filter(|(_, c)| matches!(c, '|' | '>'))
            .map(|(at, _)| at)
            .find(|&at| {
                let after =
                    header[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
                let free = header[..at].is_empty() || header[..at].ends_with([' ', '\t']);
                free && (after.trim().is_empty() || after.trim_start_matches([' ', '\t']).starts_with('#'))
            })
            .map_or(span.start(), |at| line + at);
        Span::new(start, end.max(before.len()))
    }

    fn close(&mut self, end: Span) -> Result<(), Box<Finding>> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        let (kind, first, last) = match open.content {
            Content::Seq(items) => {
                let last = items.last().map(|node| node.span);
                (Kind::Seq { items, flow: open.flow }, None, last)
            }
            Content::Map { pairs, .. } => {
                let first = pairs.first().map(|pair| pair.key_span);
                let last = pairs.last().map(|pair| pair.value.span);
                (Kind::Map { pairs, flow: open.flow }, first, last)
            }
        };
        let span = if open.flow {
            open.start.to(end)
        } else {
            let start = first.map_or(open.start.start(), Span::start);
            Span::new(start, last.map_or(start, Span::end).max(start))
        };
        self.finish(Node { span, kind, alias: false }, open.anchor)
    }

    fn finish(&mut self, node: Node<'a>, anchor: usize) -> Result<(), Box<Finding>> {
        if anchor != 0 {
            // Anchored values are cloned once here and once per alias, so
            // they draw on the same budget.
            let cost = node.cost();
            let Some(left) = self.alias_budget.checked_sub(cost) else {
                return Err(Box::new(self.fault(
                    node.span,
                    "the anchors and aliases of this file repeat far more than it holds",
                )));
            };
            self.alias_budget = left;
            self.anchors.insert(anchor, node.clone());
        }
        let file = self.file;
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.content {
            Content::Seq(items) => items.push(node),
            Content::Map { pairs, key, seen } => match key.take() {
                None => match node.kind {
                    Kind::Scalar { text, .. } if text.len() > limits::KEY => {
                        let message = format!("a key is longer than {} bytes", limits::KEY);
                        return Err(Box::new(Finding::new(SYNTAX, Level::Error, file, node.span, message)));
                    }
                    Kind::Scalar { text, .. } => *key = Some((text, node.span)),
                    _ => {
                        return Err(Box::new(
                            Finding::new(SYNTAX, Level::Error, file, node.span, "a key must be text")
                                .help("put quotes around it if it is meant as text"),
                        ));
                    }
                },
                Some((key, key_span)) => {
                    let mut node = node;
                    if node.span.is_empty() || node.span.start() < key_span.end() {
                        node.span = after_colon(self.text, key_span);
                    }
                    match seen.position(pairs, &key) {
                        Some(first) => self.findings.push(
                            Finding::new(
                                REPEATED_KEY,
                                Level::Error,
                                file,
                                key_span,
                                format!("the key `{key}` stands twice in one mapping"),
                            )
                            .label("again here; its value is not read")
                            .related(crate::finding::Label::new(file, pairs[first].key_span, "first here"))
                            .help("keep one of the two"),
                        ),
                        None => pairs.push(Pair { key, key_span, value: node }),
                    }
                }
            },
        }
        Ok(())
    }

    fn syntax_error(&self, error: &ScanError) -> Finding {
        let at = error.marker().byte_offset().map_or(0, |at| at + self.mark).min(self.text.len());
        explain::syntax_error(self.text, self.file, at, &error.info())
    }
}

/// The empty span just after the colon that follows a key.
fn after_colon(text: &str, key: Span) -> Span {
    let at = text[key.end()..].find(':').map_or(key.end(), |colon| key.end() + colon + 1);
    Span::at(at)
}

mod explain {
    //! The parser's errors, put where a person would look and in words that
    //! say what to do.

    use super::{Finding, Level, SYNTAX, Span, limits};
    use crate::text::FileId;

    pub(super) fn syntax_error(text: &str, file: FileId, at: usize, info: &str) -> Finding {
        let at = floor(text, at);
        let line = line_of(text, at);
        let indent_tab = text[line.range()]
            .char_indices()
            .take_while(|(_, c)| *c == ' ' || *c == '\t')
            .find(|(_, c)| *c == '\t');
        if let Some((tab, _)) = indent_tab {
            return finding(file, line.slice(tab, tab + 1), "a tab in the indentation")
                .help("YAML is indented with spaces only");
        }
        if info.contains("nesting") || info.contains("recursion") || info.contains("depth") {
            return finding(
                file,
                mark(text, at),
                format!("brackets or indentation nest deeper than {}", super::MAX_DEPTH),
            )
            .help("a catalog needs no more than sections in sections");
        }
        let opens = info.contains("quote") && text[at..].starts_with(['"', '\'']);
        let quote = if opens { Some(Span::new(at, at + 1)) } else { unclosed_quote(text, at) };
        if let Some(quote) = quote {
            return finding(file, quote, "the quote that opens here is never closed")
                .help("close it, or double it inside `'…'`, or write `\\\"` inside `\"…\"`");
        }
        if info.contains("mapping values are not allowed") || info.contains("simple key") {
            let start = line.end() - text[line.range()].trim_start_matches([' ', '-']).len();
            if text.get(start..start + limits::KEY).is_some_and(|key| !key.contains([':', '\n', '\r'])) {
                let message = format!("a key is longer than {} bytes", limits::KEY);
                return finding(file, mark(text, start), message)
                    .help("keys are names; put quotes around a text that holds `: `");
            }
            return finding(file, mark(text, at), "this is read as a key, but no key can stand here")
                .label(info.to_string())
                .help("put quotes around a text that holds `: `, and align keys of one mapping");
        }
        finding(file, mark(text, at), format!("not valid YAML: {info}"))
    }

    fn finding(file: FileId, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(SYNTAX, Level::Error, file, span, message)
    }

    fn floor(text: &str, mut at: usize) -> usize {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn line_of(text: &str, at: usize) -> Span {
        let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let end = text[at..].find(['\n', '\r']).map_or(text.len(), |len| at + len);
        Span::new(start, end)
    }

    /// The character at `at`, or the last of the text.
    fn mark(text: &str, at: usize) -> Span {
        let len = text[at..].chars().next().filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
        Span::new(at, at + len)
    }

    /// Where a quoted scalar starts that runs on to the place of the error:
    /// the parser complains where it gave up, a person looks where it began.
    fn unclosed_quote(text: &str, at: usize) -> Option<Span> {
        let mut quote = None;
        let mut previous = '\n';
        let mut chars = text[..at].char_indices().peekable();
        while let Some((index, c)) = chars.next() {
            match quote {
                None => {
                    let opens = matches!(previous, ' ' | '\n' | '\r' | '[' | '{' | ',' | '\t');
                    if (c == '"' || c == '\'') && opens {
                        quote = Some((c, index));
                    } else if c == '#' && matches!(previous, ' ' | '\n' | '\r' | '\t') {
                        while chars.peek().is_some_and(|(_, c)| *c != '\n' && *c != '\r') {
                            chars.next();
                        }
                    }
                }
                Some(('"', _)) if c == '\\' => {
                    chars.next();
                }
                Some(('\'', _)) if c == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                    chars.next();
                }
                Some((open, _)) if c == open => quote = None,
                Some(_) => {}
            }
            previous = c;
        }
        quote.map(|(_, index)| Span::new(index, index + 1))
    }
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
