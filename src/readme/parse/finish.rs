//! What can only be known at the end of the walk: definitions, references,
//! HTML tables, anchors.
//!
//! Owns putting these together. Definitions are found on lines that no block
//! covers, since the parser takes them out of its tree without a trace.

use super::Builder;
use super::fragment::link_from_definition;
use super::html_table;
use crate::readme::anchor::Anchors;
use crate::readme::broken::BrokenKind;
use crate::readme::broken_table::attach;
use crate::readme::definition;
use crate::readme::document::{BlockKind, Document, TableId, narrow};
use crate::readme::lines::is_blank;
use crate::readme::table::{Table, TableKind};
use crate::text::Span;
use std::collections::HashMap;

impl Builder<'_> {
    /// Definitions on lines that no block covers.
    pub(super) fn find_definitions(&mut self) {
        let text = self.text();
        let mut found = Vec::new();
        let mut line = 1;
        while line <= self.inlines.lines.count() {
            let lines = &self.inlines.lines;
            let span = lines.line(line);
            if self.covered[line] || !text[span.range()].contains('[') {
                line += 1;
                continue;
            }
            let body = &text[span.range()];
            let lead = body.len() - body.trim_start_matches(|ch: char| is_lead(ch)).len();
            let quotes = body[..lead].matches('>').count();
            let mut end = line;
            while end < lines.count()
                && !self.covered[end + 1]
                && !is_blank(&text[lines.line(end + 1).range()])
            {
                end += 1;
                // A definition spans few lines; more would read them again
                // and again.
                if end > line + 8 {
                    break;
                }
            }
            match definition::read(text, span.start() + lead, lines.line(end).end(), quotes) {
                Some(definition) => {
                    line = lines.line_of(definition.span.end()) + 1;
                    found.push(definition);
                }
                None => line += 1,
            }
        }
        for mut definition in found {
            definition.section = self.inlines.document.section_at(definition.span.start());
            self.document().definitions.push(definition);
        }
        self.document().definitions.sort_by_key(|definition| definition.span.start());
    }

    /// Links references to definitions, and turns brackets that the parser
    /// left (in cells it dropped, or over its limit on expansions) into links
    /// where a definition answers.
    pub(super) fn resolve(&mut self) {
        let text = self.text();
        let document = &mut self.inlines.document;
        let mut labels: HashMap<String, u32> = HashMap::with_capacity(document.definitions.len());
        for (index, definition) in document.definitions.iter().enumerate() {
            labels.entry(definition::normalize(&text[definition.label.range()])).or_insert(narrow(index));
        }
        let find = |label: Span| {
            if labels.is_empty() {
                return None;
            }
            labels.get(&definition::normalize(&text[label.range()])).copied()
        };
        for link in &mut document.links {
            link.definition = link.label.and_then(find);
        }
        let mut broken = std::mem::take(&mut document.broken);
        let before = broken.len();
        broken.retain(|broken| {
            let reference =
                matches!(broken.kind, BrokenKind::UndefinedReference | BrokenKind::UndefinedShortcut);
            match find(broken.target).filter(|_| reference) {
                Some(index) => {
                    link_from_definition(text, document, broken, index);
                    false
                }
                None => true,
            }
        });
        if broken.len() != before {
            document.links.sort_by_key(|link| link.span.start());
            document.images.sort_by_key(|image| image.span.start());
        }
        document.broken = broken;
    }

    pub(super) fn finish(mut self) -> Document {
        self.inlines.finish_html();
        let text = self.text();
        let html = html_table::tables(&self.inlines.lines, &self.inlines.table_tags);
        self.find_definitions();
        self.inlines.sort();
        self.resolve();
        let mut document = std::mem::take(&mut self.inlines.document);
        for heading in &mut document.headings {
            if heading.section.is_empty() {
                let end = if heading.opens_section { text.len() } else { heading.span.end() };
                heading.section = Span::new(heading.span.start(), end.max(heading.span.start()));
            }
        }
        order_tables(&mut document, html);
        attach(text, &mut document);
        name_anchors(text, &mut document);
        document
    }
}

/// Bytes that may stand before a definition on its line: indentation and the
/// markers of the containers it is in.
fn is_lead(ch: char) -> bool {
    ch.is_ascii_digit() || matches!(ch, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')')
}

/// Merges HTML tables into the pipe tables, by where they start, and tells
/// each which one it stands in.
fn order_tables(document: &mut Document, html: Vec<Table>) {
    document.tables.extend(html);
    document.tables.sort_by_key(|table| (table.span.start(), std::cmp::Reverse(table.span.end())));
    let mut around: Vec<u32> = Vec::new();
    for index in 0..document.tables.len() {
        let span = document.tables[index].span;
        while around.last().is_some_and(|&outer| document.tables[outer as usize].span.end() < span.end()) {
            around.pop();
        }
        document.tables[index].parent = around.last().copied().map(TableId);
        around.push(narrow(index));
        if document.tables[index].kind == TableKind::Pipe {
            let block = document.tables[index].block;
            document.blocks[block.0 as usize].kind = BlockKind::Table(TableId(narrow(index)));
        }
    }
}

/// Gives headings their anchors, and those set by hand in or right before
/// them.
fn name_anchors(text: &str, document: &mut Document) {
    let mut anchors = Anchors::new();
    let mut from = 0;
    for index in 0..document.headings.len() {
        let heading = &document.headings[index];
        let anchor = anchors.next(&heading.anchor);
        // Anchors before the heading belong to it when only they stand there.
        let mut own = Vec::new();
        let custom = &document.custom_anchors;
        let upto = from + custom[from..].partition_point(|anchor| anchor.span.start() < heading.span.end());
        for candidate in custom[from..upto].iter().rev() {
            let between = candidate.span.end()..heading.span.start().max(candidate.span.end());
            let gap = &text[between];
            if candidate.span.start() >= heading.span.start()
                || (gap.len() < 400 && gap.replace("</a>", "").trim_start_matches(is_anchor_gap).is_empty())
            {
                own.push(candidate.name.clone());
            } else {
                break;
            }
        }
        own.reverse();
        from = upto;
        let heading = &mut document.headings[index];
        heading.anchor = anchor;
        heading.custom_anchors = own;
    }
}

fn is_anchor_gap(ch: char) -> bool {
    ch.is_whitespace() || ch == '>'
}
