//! Changes to a catalog's text that leave everything else as it is.
//!
//! Every change is an edit to the bytes of what it concerns: a value, a key
//! with its line, an item of a list with its lines. Comments, the order of
//! keys, quoting and layout of what is not concerned stay. A comment is never
//! taken out; those of an entry that goes stay where it was.
//!
//! What the edits yield is to be read back and compared before a file is
//! replaced; see `absorb`.

use super::model::{Entry, Section};
use super::scalar::{self, Place};
use super::schema::{Field, Fields};
use super::write;
use super::yaml::{self, Kind as NodeKind, Node, Pair};
use crate::text::{Edit, FileId, Span, apply};
use crate::value::{Localized, Value, Written};
use std::collections::HashMap;

/// Why a change cannot be made by editing, in words.
pub type Refusal = String;

/// What an item of a list is to be.
#[derive(Clone, Debug)]
pub enum Item {
    /// The item that is there at this index, with edits to it.
    Old(usize, Vec<Edit>),
    /// A new one: its lines from the dash on (without it), not indented.
    New(String),
}

/// The text of one file of a catalog, to be edited.
pub struct Editor<'t> {
    text: &'t str,
    root: Node<'t>,
    line_end: &'static str,
}

impl<'t> Editor<'t> {
    /// Edits `text`; `None` if it is no YAML.
    pub fn new(text: &'t str, file: FileId) -> Option<Editor<'t>> {
        let (root, _) = yaml::parse(text, file).ok()?;
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Some(Editor { text, root, line_end })
    }

    /// The nodes of sections and entries by where they start, to be asked for
    /// the node of one that was read.
    pub fn nodes(&self) -> Nodes<'_, 't> {
        let mut nodes = Nodes { sections: HashMap::new(), entries: HashMap::new() };
        nodes.add(&self.root);
        nodes
    }

    /// The edits that make `field` of an entry hold `new` where it held `old`.
    ///
    /// # Errors
    /// If the value is shared with others by an anchor.
    pub fn set(
        &self,
        entry: &Node<'t>,
        fields: &Fields,
        field: usize,
        old: Option<&Value>,
        new: Option<&Value>,
    ) -> Result<Vec<Edit>, Refusal> {
        let Some(pairs) = entry.pairs() else { return Err("the entry is no mapping".to_string()) };
        if entry.alias {
            return Err("the entry stands in the catalog as an alias of another".to_string());
        }
        let NodeKind::Map { flow, .. } = entry.kind else {
            return Err("the entry is no mapping".to_string());
        };
        let spec = &fields[field];
        match (pairs.iter().find(|pair| pair.key == spec.id), new) {
            (None, None) => Ok(Vec::new()),
            (Some(pair), None) => {
                if pair.value.is_null() {
                    return Ok(Vec::new());
                }
                self.sole(pair)?;
                Ok(vec![self.replace_value(pair, "null".to_string())])
            }
            (Some(pair), Some(new)) => {
                self.sole(pair)?;
                self.edit_value(pair, spec, old, new, flow)
            }
            (None, Some(new)) => Ok(vec![self.add_pair(entry, pairs, fields, field, new, flow)]),
        }
    }

    /// The edits that change the text of a localised value such as a title;
    /// `key` is its key in the mapping `owner`.
    ///
    /// # Errors
    /// If the text is shared with others by an anchor, or has no key.
    pub fn set_text(
        &self,
        owner: &Node<'t>,
        key: &str,
        old: &Localized,
        new: &Localized,
    ) -> Result<Vec<Edit>, Refusal> {
        let pairs = owner.pairs().unwrap_or_default();
        let Some(pair) = pairs.iter().find(|pair| pair.key == key) else {
            let Some(last) = pairs.iter().rfind(|pair| pair.key == "title" || pair.key == "id") else {
                return Err(format!("there is no `{key}` to be changed"));
            };
            let indent = self.column(last.key_span.start());
            let written = write::pair(key, &write::localized(new, indent + 2));
            return Ok(vec![self.insert_line_after(last, &written, indent)]);
        };
        self.sole(pair)?;
        let indent = self.column(pair.key_span.start()) + 2;
        Ok(self
            .edit_localized(&pair.value, old, new, false)
            .unwrap_or_else(|| vec![self.replace_value(pair, write::localized(new, indent))]))
    }

    /// Fails if a value has an anchor that something else names.
    fn sole(&self, pair: &Pair<'t>) -> Result<(), Refusal> {
        let between = self.text.get(pair.key_span.end()..pair.value.span.start()).unwrap_or_default();
        let Some((_, anchor)) = between.split_once('&') else { return Ok(()) };
        let name: String = anchor.chars().take_while(|c| !c.is_whitespace()).collect();
        if self.text.contains(&format!("*{name}")) {
            return Err(format!("`{}` is shared with other entries by the anchor `&{name}`", pair.key));
        }
        Ok(())
    }

    fn edit_value(
        &self,
        pair: &Pair<'t>,
        field: &Field,
        old: Option<&Value>,
        new: &Value,
        in_flow: bool,
    ) -> Result<Vec<Edit>, Refusal> {
        let node = &pair.value;
        if !node.alias {
            match (old, new) {
                (Some(Value::Text(old)), Value::Text(new)) => {
                    if let Some(edits) = self.edit_localized(node, old, new, in_flow) {
                        return Ok(edits);
                    }
                }
                (Some(Value::List(old)), Value::List(new)) => {
                    let write = |item: &Localized| write::flow_text(item);
                    return self.edit_list(pair, field, old, new, in_flow, &write);
                }
                (Some(Value::Terms(old)), Value::Terms(new)) if node.items().is_some() => {
                    let vocabulary = field.vocabulary.as_deref();
                    let write = |term: &crate::value::Term| {
                        let one = Value::Terms([term.clone()].into());
                        match one.write(crate::value::Kind::Term, vocabulary) {
                            Written::Text(text) => scalar::text(&text, Place::Flow).into_owned(),
                            _ => String::new(),
                        }
                    };
                    return self.edit_list(pair, field, old, new, in_flow, &write);
                }
                _ => {}
            }
        }
        Ok(vec![self.replace_value(pair, self.written(pair, field, new, in_flow))])
    }

    /// A value as it may stand in place of the one of `pair`.
    fn written(&self, pair: &Pair<'t>, field: &Field, new: &Value, in_flow: bool) -> String {
        let indent = self.column(pair.key_span.start()) + 2;
        let text = if in_flow { write::value_in_flow(new, field) } else { write::value(new, field, indent) };
        // A comment at the end of the line would become part of a block.
        let commented = self.rest_of_line(pair.value.span.end()).trim_start().starts_with('#');
        if commented && text.contains('\n') { write::value_in_flow(new, field) } else { text }
    }

    /// Replaces the value of a pair by `text`, which may start with a line
    /// end.
    fn replace_value(&self, pair: &Pair<'t>, text: String) -> Edit {
        let value = pair.value.span;
        let colon = self.text[pair.key_span.end()..]
            .find(':')
            .map_or(pair.key_span.end(), |at| pair.key_span.end() + at + 1);
        if value.is_empty() {
            let text = if text.starts_with('\n') { text } else { format!(" {text}") };
            return Edit::new(Span::at(colon), self.ends(&text));
        }
        let between = &self.text[colon..value.start()];
        let blank = between.trim().is_empty();
        if blank && (text.starts_with('\n') || between.contains('\n')) {
            let text = if text.starts_with('\n') { text } else { format!(" {text}") };
            return Edit::new(Span::new(colon, value.end()), self.ends(&text));
        }
        Edit::new(value, self.ends(&text))
    }

    /// Edits the texts of the languages that differ; `None` if the value is
    /// not written so that this can be done.
    fn edit_localized(
        &self,
        node: &Node<'t>,
        old: &Localized,
        new: &Localized,
        in_flow: bool,
    ) -> Option<Vec<Edit>> {
        match &node.kind {
            NodeKind::Map { pairs, flow } if !new.is_plain() => {
                let place = if *flow || in_flow { Place::Flow } else { Place::Block };
                let mut edits = Vec::new();
                for (language, text) in new.iter() {
                    if old.exact(language) == Some(text) {
                        continue;
                    }
                    match pairs.iter().find(|pair| pair.key.eq_ignore_ascii_case(language)) {
                        Some(pair) => {
                            self.sole(pair).ok()?;
                            edits.push(self.replace_value(pair, self.one_text(pair, text, place)));
                        }
                        None => {
                            let last = pairs.last()?;
                            let text = scalar::text(text, place);
                            let key = scalar::text(language, Place::Flow);
                            if *flow {
                                edits.push(Edit::new(
                                    Span::at(last.value.span.end()),
                                    format!(", {key}: {text}"),
                                ));
                            } else {
                                let indent = self.column(last.key_span.start());
                                edits.push(self.insert_line_after(last, &format!("{key}: {text}"), indent));
                            }
                        }
                    }
                }
                Some(edits)
            }
            NodeKind::Scalar { .. } if new.is_plain() && !node.alias => None,
            _ => None,
        }
    }

    fn one_text(&self, pair: &Pair<'t>, text: &str, place: Place) -> String {
        let commented = self.rest_of_line(pair.value.span.end()).trim_start().starts_with('#');
        if place == Place::Block && scalar::fits_literal(text) && !commented {
            return scalar::literal(text, self.column(pair.key_span.start()) + 2);
        }
        scalar::text(text, place).into_owned()
    }

    /// Changes the items of a list one by one where it is written as a list
    /// of as many, else puts the new items among the old ones.
    fn edit_list<T: PartialEq>(
        &self,
        pair: &Pair<'t>,
        field: &Field,
        old: &[T],
        new: &[T],
        in_flow: bool,
        write: &dyn Fn(&T) -> String,
    ) -> Result<Vec<Edit>, Refusal>
    where
        Value: FromItems<T>,
    {
        let whole =
            || vec![self.replace_value(pair, self.written(pair, field, &Value::from_items(new), in_flow))];
        let Some(items) = pair.value.items() else { return Ok(whole()) };
        // Items that reading left out (blank ones) break the correspondence.
        if items.len() != old.len() || items.iter().any(|item| item.alias) || new.is_empty() {
            return Ok(whole());
        }
        if old.len() == new.len() {
            let mut edits = Vec::new();
            for ((item, old), new) in items.iter().zip(old).zip(new) {
                if old == new {
                    continue;
                }
                let localized = Value::as_localized(old).zip(Value::as_localized(new));
                let inner = localized.and_then(|(old, new)| self.edit_localized(item, old, new, true));
                edits.extend(inner.unwrap_or_else(|| vec![Edit::new(item.span, write(new))]));
            }
            return Ok(edits);
        }
        let mut next = 0;
        let order: Vec<Item> = new
            .iter()
            .map(|item| match old[next..].iter().position(|old| old == item) {
                Some(at) => {
                    next += at + 1;
                    Item::Old(next - 1, Vec::new())
                }
                None => Item::New(write(item)),
            })
            .collect();
        self.arrange(&pair.value, &order).map(|edit| vec![edit])
    }

    fn add_pair(
        &self,
        entry: &Node<'t>,
        pairs: &[Pair<'t>],
        fields: &Fields,
        field: usize,
        new: &Value,
        flow: bool,
    ) -> Edit {
        let spec = &fields[field];
        let key = scalar::text(&spec.id, Place::Flow);
        if pairs.is_empty() {
            return Edit::new(entry.span, format!("{{ {key}: {} }}", write::value_in_flow(new, spec)));
        }
        // After the last of the fields that go before it, where the entry has
        // such; else after its first key.
        let rank = |pair: &Pair<'_>| fields.find(&pair.key).filter(|&index| index < field);
        let after = pairs
            .iter()
            .filter(|pair| rank(pair).is_some())
            .max_by_key(|pair| rank(pair))
            .unwrap_or(&pairs[0]);
        if flow {
            let text = format!(", {key}: {}", write::value_in_flow(new, spec));
            return Edit::new(Span::at(after.value.span.end()), text);
        }
        let indent = self.column(pairs[0].key_span.start());
        let written = write::pair(&spec.id, &write::value(new, spec, indent + 2));
        self.insert_line_after(after, &written, indent)
    }

    /// Puts a line below the last line of a pair.
    fn insert_line_after(&self, pair: &Pair<'t>, line: &str, indent: usize) -> Edit {
        let end = pair.value.span.end().max(pair.key_span.end());
        let at = end + self.rest_of_line(end).len();
        Edit::new(Span::at(at), self.ends(&format!("\n{}{line}", " ".repeat(indent))))
    }

    /// Makes the items of a list be those of `order`, in that order.
    ///
    /// # Errors
    /// If the list is written in a way that cannot be taken apart.
    pub fn arrange(&self, list: &Node<'t>, order: &[Item]) -> Result<Edit, Refusal> {
        let NodeKind::Seq { items, flow } = &list.kind else {
            return Err("there is no list to change".to_string());
        };
        if list.alias {
            return Err("the list stands in the catalog as an alias of another".to_string());
        }
        let mut kept = vec![false; items.len()];
        let mut in_order = true;
        let mut last = 0;
        for item in order {
            if let Item::Old(index, _) = item {
                kept[*index] = true;
                in_order &= last <= *index;
                last = *index;
            }
        }
        // An alias must come after its anchor, and never without it.
        if items.iter().zip(&kept).any(|(item, kept)| !(*kept && in_order) && self.shares(item)) {
            return Err("an entry that moves or goes shares values with others by anchors".to_string());
        }
        if *flow {
            return self.arrange_flow(list, items, order);
        }
        let blocks = self.blocks(items)?;
        let indent = " ".repeat(blocks.indent);
        let mut out = String::new();
        let mut previous: Option<usize> = None;
        for item in order {
            match item {
                Item::Old(index, edits) => {
                    // Comments of items that went stay where these stood.
                    let gone = previous.map_or(0, |index| index + 1);
                    if gone <= *index {
                        for (block, kept) in blocks.blocks.iter().zip(&mut kept).take(*index).skip(gone) {
                            if !std::mem::replace(kept, true) {
                                self.keep_comments(block, &indent, &mut out);
                            }
                        }
                    }
                    let block = &blocks.blocks[*index];
                    self.end_line(&mut out);
                    if !out.is_empty() {
                        out.push_str(if block.gap.is_empty() && *index == 0 {
                            &blocks.gap
                        } else {
                            &block.gap
                        });
                    }
                    out.push_str(&self.edited(block.span, edits)?);
                    previous = Some(*index);
                }
                Item::New(lines) => {
                    self.end_line(&mut out);
                    if !out.is_empty() {
                        out.push_str(&blocks.gap);
                    }
                    for (at, line) in lines.trim_end_matches('\n').split('\n').enumerate() {
                        if at == 0 {
                            out.push_str(&indent);
                            out.push_str("- ");
                        } else if !line.is_empty() {
                            out.push_str(&indent);
                            out.push_str("  ");
                        }
                        out.push_str(line);
                        out.push_str(self.line_end);
                    }
                }
            }
        }
        for lost in (0..items.len()).filter(|&lost| !kept[lost]) {
            self.keep_comments(&blocks.blocks[lost], &indent, &mut out);
        }
        let span = blocks.blocks[0].span.to(blocks.blocks[items.len() - 1].span);
        if order.is_empty() {
            // A list without items is written in brackets, deeper than its key,
            // where the dashes need not have been.
            let line = format!("{indent}  []{}", self.line_end);
            return Ok(Edit::new(span, format!("{out}{line}")));
        }
        // The last line of a file may lack its end.
        if !self.text[span.range()].ends_with('\n') {
            let bare = out.trim_end_matches(['\n', '\r']).len();
            out.truncate(bare);
        }
        Ok(Edit::new(span, out))
    }

    fn arrange_flow(&self, list: &Node<'t>, items: &[Node<'t>], order: &[Item]) -> Result<Edit, Refusal> {
        let inner = list.span;
        let mut at = inner.start() + 1;
        for item in items {
            if self.text[at..item.span.start()].contains('#') {
                return Err("the list has comments within its brackets".to_string());
            }
            at = item.span.end();
        }
        let mut texts = Vec::new();
        for item in order {
            texts.push(match item {
                Item::Old(index, edits) => self.edited(items[*index].span, edits)?,
                Item::New(text) if text.contains('\n') => {
                    return Err("an entry cannot be written into a list in brackets".to_string());
                }
                Item::New(text) => text.clone(),
            });
        }
        Ok(Edit::new(inner, format!("[{}]", texts.join(", "))))
    }

    /// The lines of an item that is there, from below its dash on, without
    /// indentation: to be put into another list. Comments above it come along
    /// in the second part.
    ///
    /// # Errors
    /// As [`Editor::arrange`].
    pub fn lines_of(&self, list: &Node<'t>, index: usize, edits: &[Edit]) -> Result<String, Refusal> {
        let NodeKind::Seq { items, flow: false } = &list.kind else {
            return Err("entries of a list in brackets cannot be moved".to_string());
        };
        if self.shares(&items[index]) {
            return Err("an entry that moves shares values with others by anchors".to_string());
        }
        let blocks = self.blocks(items)?;
        let text = self.edited(blocks.blocks[index].span, edits)?.replace("\r\n", "\n");
        let mut lines: Vec<String> = Vec::new();
        let mut comments = Vec::new();
        for line in text.trim_end_matches('\n').split('\n') {
            let bare = line.strip_prefix(&" ".repeat(blocks.indent)).unwrap_or(line.trim_start());
            if lines.is_empty() && bare.starts_with('#') {
                comments.push(bare.to_string());
            } else if lines.is_empty() {
                lines.push(bare.strip_prefix("- ").unwrap_or(bare).to_string());
            } else {
                lines.push(bare.strip_prefix("  ").unwrap_or(bare).to_string());
            }
        }
        // Comments above the entry go below its first key: above the dash
        // they would belong to nobody's lines.
        for (at, comment) in comments.into_iter().enumerate() {
            lines.insert(1 + at, comment);
        }
        Ok(lines.join("\n"))
    }

    fn edited(&self, span: Span, edits: &[Edit]) -> Result<String, Refusal> {
        let moved: Vec<Edit> = edits
            .iter()
            .map(|edit| {
                let start = edit.span.start().saturating_sub(span.start());
                Edit::new(Span::new(start, start + edit.span.len()), edit.replacement.clone())
            })
            .collect();
        apply(&self.text[span.range()], &moved).map_err(|overlap| overlap.to_string())
    }

    /// Whether an item holds an anchor or an alias.
    fn shares(&self, item: &Node<'t>) -> bool {
        fn has_alias(node: &Node<'_>) -> bool {
            let inside = match &node.kind {
                NodeKind::Scalar { .. } => false,
                NodeKind::Seq { items, .. } => items.iter().any(has_alias),
                NodeKind::Map { pairs, .. } => pairs.iter().any(|pair| has_alias(&pair.value)),
            };
            node.alias || inside
        }
        let mut scalars = Vec::new();
        scalar_spans(item, &mut scalars);
        scalars.sort_unstable();
        let start = self.dash(item).unwrap_or(item.span.start());
        let mut at = start;
        let mut anchored = false;
        for scalar in scalars.iter().copied().chain([Span::at(item.span.end())]) {
            let between = at..scalar.start().max(at);
            anchored |= self.text[between]
                .lines()
                .any(|line| line.split('#').next().is_some_and(|line| line.contains('&')));
            at = scalar.end().max(at);
        }
        anchored || has_alias(item)
    }

    /// Ends the last line, which was a file's last and lacked its end.
    fn end_line(&self, out: &mut String) {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push_str(self.line_end);
        }
    }

    /// The comments within a block, each on a line of its own.
    fn keep_comments(&self, block: &Block, indent: &str, out: &mut String) {
        self.end_line(out);
        for comment in &block.comments {
            out.push_str(indent);
            out.push_str(&self.text[comment.range()]);
            out.push_str(self.line_end);
        }
    }

    /// The whole lines of each item, with the comments right above it.
    fn blocks(&self, items: &[Node<'t>]) -> Result<Blocks, Refusal> {
        if items.is_empty() {
            return Err("the list is empty".to_string());
        }
        let mut dashes = Vec::with_capacity(items.len());
        for item in items {
            dashes.push(self.dash(item).ok_or("an entry is written in a way that cannot be taken apart")?);
        }
        let indent = self.column(dashes[0]);
        let mut starts = Vec::with_capacity(items.len());
        for (index, &dash) in dashes.iter().enumerate() {
            let floor = if index == 0 { 0 } else { self.line_end_after(items[index - 1].span.end()) };
            let mut start = self.line_start(dash);
            while start > floor {
                let above = self.line_start(start - 1);
                if above < floor || !self.text[above..start].trim_start().starts_with('#') {
                    break;
                }
                start = above;
            }
            starts.push(start);
        }
        let mut blocks = Vec::with_capacity(items.len());
        for (index, &start) in starts.iter().enumerate() {
            let limit = match starts.get(index + 1) {
                Some(&next) => next,
                None => self.line_end_after(items[index].span.end()),
            };
            let body = self.text[start..limit].trim_end_matches([' ', '\t', '\n', '\r']);
            let end = self.line_end_after(start + body.len()).min(limit);
            let gap_start = if index == 0 { start } else { blocks_end(&blocks) };
            let mut scalars = Vec::new();
            scalar_spans(&items[index], &mut scalars);
            blocks.push(Block {
                gap: self.text[gap_start..start].to_string(),
                span: Span::new(start, end),
                comments: self.comments_in(Span::new(start, end), &scalars),
            });
        }
        let gap = blocks.get(1).map_or(String::new(), |block| block.gap.clone());
        Ok(Blocks { indent, gap, blocks })
    }

    /// Comments within a span, outside of scalars.
    fn comments_in(&self, span: Span, scalars: &[Span]) -> Vec<Span> {
        let bytes = self.text.as_bytes();
        let mut found = Vec::new();
        let mut at = span.start();
        while at < span.end() {
            let free = at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r');
            if bytes[at] == b'#'
                && free
                && !scalars.iter().any(|scalar| scalar.start() <= at && at < scalar.end())
            {
                let len = self.rest_of_line(at).trim_end().len();
                found.push(Span::new(at, at + len));
                at += len;
            }
            at += 1;
        }
        found
    }

    /// Where the dash of an item stands.
    fn dash(&self, item: &Node<'t>) -> Option<usize> {
        let before = self.text[..item.span.start()].trim_end_matches([' ', '\t', '\n', '\r']);
        let before = match before.rfind('&').filter(|&at| !before[at..].contains(char::is_whitespace)) {
            Some(anchor) => before[..anchor].trim_end_matches([' ', '\t']),
            None => before,
        };
        before.ends_with('-').then(|| before.len() - 1)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    fn line_end_after(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    fn rest_of_line(&self, at: usize) -> &'t str {
        let rest = &self.text[at..];
        &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
    }

    fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().filter(|c| *c != '\u{FEFF}').count()
    }

    fn ends(&self, text: &str) -> String {
        if self.line_end == "\n" { text.to_string() } else { text.replace('\n', self.line_end) }
    }

    /// The edit that gives a section its first entries; `lines` are those of
    /// each, as [`Item::New`] has them.
    ///
    /// # Errors
    /// If the section has no key to put them after.
    pub fn first_entries(&self, section: &Node<'t>, lines: &[String]) -> Result<Edit, Refusal> {
        let pairs = section.pairs().unwrap_or_default();
        let Some(first) = pairs.first() else { return Err("the section is empty".to_string()) };
        let indent = self.column(first.key_span.start());
        let mut items = String::new();
        for entry in lines {
            for (at, line) in entry.trim_end_matches('\n').split('\n').enumerate() {
                items.push('\n');
                if !line.is_empty() {
                    items.push_str(&" ".repeat(indent + if at == 0 { 2 } else { 4 }));
                }
                if at == 0 {
                    items.push_str("- ");
                }
                items.push_str(line);
            }
        }
        if let Some(pair) = pairs.iter().find(|pair| pair.key == "entries") {
            return Ok(self.replace_value(pair, items));
        }
        let last = pairs.iter().rfind(|pair| pair.key != "sections").unwrap_or(first);
        Ok(self.insert_line_after(last, &format!("entries:{items}"), indent))
    }
}

/// An entry's lines as [`Item::New`] has them.
pub fn new_entry(entry: &Entry, section: &Section) -> String {
    let written = write::entry(entry, &section.fields, 0);
    written.strip_prefix("- ").unwrap_or(&written).lines().enumerate().fold(
        String::new(),
        |mut out, (at, line)| {
            if at > 0 {
                out.push('\n');
            }
            out.push_str(if at > 0 { line.strip_prefix("  ").unwrap_or(line) } else { line });
            out
        },
    )
}

struct Blocks {
    /// How deep the dashes stand.
    indent: usize,
    /// What usually stands between two items: nothing, or a blank line.
    gap: String,
    blocks: Vec<Block>,
}

struct Block {
    /// The blank lines above.
    gap: String,
    /// Whole lines.
    span: Span,
    comments: Vec<Span>,
}

fn blocks_end(blocks: &[Block]) -> usize {
    blocks.last().map_or(0, |block| block.span.end())
}

fn scalar_spans(node: &Node<'_>, out: &mut Vec<Span>) {
    match &node.kind {
        _ if node.alias => out.push(node.span),
        NodeKind::Scalar { .. } => out.push(node.span),
        NodeKind::Seq { items, .. } => items.iter().for_each(|item| scalar_spans(item, out)),
        NodeKind::Map { pairs, .. } => {
            for pair in pairs {
                out.push(pair.key_span);
                scalar_spans(&pair.value, out);
            }
        }
    }
}

/// Every comment of a YAML text, in order, `#` included.
pub fn comments(text: &str, file: FileId) -> Vec<String> {
    let Some(editor) = Editor::new(text, file) else { return Vec::new() };
    let mut scalars = Vec::new();
    scalar_spans(&editor.root, &mut scalars);
    scalars.sort_unstable();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let mut next = 0;
    while at < bytes.len() {
        while scalars.get(next).is_some_and(|scalar| scalar.end() <= at) {
            next += 1;
        }
        if let Some(scalar) = scalars.get(next).filter(|scalar| scalar.start() <= at && at < scalar.end()) {
            at = scalar.end();
            continue;
        }
        let free = at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r');
        if bytes[at] == b'#' && free {
            let comment = editor.rest_of_line(at).trim_end();
            found.push(comment.to_string());
            at += comment.len();
        }
        at += 1;
    }
    found
}

/// Section and entry nodes by where they start.
pub struct Nodes<'n, 't> {
    sections: HashMap<usize, &'n Node<'t>>,
    entries: HashMap<usize, &'n Node<'t>>,
}

impl<'n, 't> Nodes<'n, 't> {
    fn add(&mut self, owner: &'n Node<'t>) {
        for section in owner.get("sections").and_then(Node::items).unwrap_or_default() {
            self.sections.insert(section.span.start(), section);
            for entry in section.get("entries").and_then(Node::items).unwrap_or_default() {
                self.entries.insert(entry.span.start(), entry);
            }
            self.add(section);
        }
    }

    /// The node of a section that was read from this text.
    pub fn section(&self, section: &Section) -> Option<&'n Node<'t>> {
        self.sections.get(&section.span.start()).copied()
    }

    /// The node of an entry that was read from this text.
    pub fn entry(&self, entry: &Entry) -> Option<&'n Node<'t>> {
        self.entries.get(&entry.span.start()).copied()
    }
}

/// Values that are made of items, for editing them one by one.
pub trait FromItems<T> {
    /// The value of these items.
    fn from_items(items: &[T]) -> Value;
    /// The item as a text per language, if it is one.
    fn as_localized(item: &T) -> Option<&Localized>;
}

impl FromItems<Localized> for Value {
    fn from_items(items: &[Localized]) -> Value {
        Value::List(items.into())
    }

    fn as_localized(item: &Localized) -> Option<&Localized> {
        Some(item)
    }
}

impl FromItems<crate::value::Term> for Value {
    fn from_items(items: &[crate::value::Term]) -> Value {
        Value::Terms(items.into())
    }

    fn as_localized(_: &crate::value::Term) -> Option<&Localized> {
        None
    }
}
