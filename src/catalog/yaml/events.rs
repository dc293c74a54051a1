//! YAML → nodes by the event parser: all of YAML, and every fault told.
//!
//! Expands aliases within a bound, tells repeated keys, and turns the
//! parser's errors into findings.

use super::{Kind, MAX_DEPTH, Node, Pair, REPEATED_KEY, SYNTAX, Style, explain};
use crate::finding::{Finding, Level};
use crate::limits;
use crate::text::{FileId, Span};
use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// As [`parse`](super::parse), but always by the events of the library, which
/// know all of YAML: what the shorter way is held to.
///
/// # Errors
/// As [`parse`](super::parse) has them.
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
        has_tab: text.contains('\t'),
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

/// As [`comments`](super::comments), of any YAML.
pub(super) fn comments(text: &str) -> Vec<Span> {
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
    has_tab: bool,
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
                self.no_tab_before(span, flow)?;
                self.stack.push(Open { start: span, flow, anchor, content: Content::Seq(Vec::new()) });
            }
            Event::MappingStart(style, anchor, _) => {
                let content = Content::Map { pairs: Vec::new(), key: None, seen: Seen::default() };
                let flow = style == StructureStyle::Flow;
                self.no_tab_before(span, flow)?;
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

    /// The parser lets pass a tab before a block that goes no further, but what
    /// is put beside it could not be read.
    fn no_tab_before(&self, block: Span, flow: bool) -> Result<(), Box<Finding>> {
        if !self.has_tab || flow {
            return Ok(());
        }
        match explain::indented_by_tab(self.text, self.file, block.start()) {
            Some(told) => Err(Box::new(told)),
            None => Ok(()),
        }
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

    /// The dash of the first item, where the parser's span of a sequence
    /// starts only at that item: so it does for one that is not indented.
    fn dash_before(&self, seq: Span, item: Span) -> Option<Span> {
        let at = (seq.start() == item.start() && !item.is_empty())
            .then(|| self.text[..item.start()].rfind('-'))
            .flatten()?;
        Some(Span::new(at, at + 1))
    }

    fn close(&mut self, end: Span) -> Result<(), Box<Finding>> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        let (kind, first, last) = match open.content {
            Content::Seq(items) => {
                let last = items.last().map(|node| node.span);
                let first = items.first().and_then(|item| self.dash_before(open.start, item.span));
                (Kind::Seq { items, flow: open.flow }, first, last)
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
