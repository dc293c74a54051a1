//! One field of one entry: its value, its places, and edits that keep the
//! syntax around it.
//!
//! An edit is only offered where it cannot disturb anything else: not in an
//! alias, whose value other entries share, and not over a list on several
//! lines, which may hold comments.

use super::{EntryCx, Origin};
use crate::catalog::{Field, Slot, scalar, write};
use crate::finding::{Finding, Level};
use crate::readme::cell;
use crate::text::{Edit, Span};
use crate::value::{Term, Value, Vocabulary};
use std::borrow::Cow;

/// One field of one entry.
#[derive(Clone, Copy)]
pub struct ValueCx<'a> {
    /// The entry.
    pub entry: &'a EntryCx<'a>,
    /// The field.
    pub field: &'a Field,
    /// What is written for it; `None` if the entry lacks the key.
    pub slot: Option<&'a Slot>,
}

/// One term of a field of type `term` or `terms`.
pub struct TermCx<'a> {
    /// The field with all its terms.
    pub value: &'a ValueCx<'a>,
    /// The field's vocabulary.
    pub vocabulary: &'a Vocabulary,
    /// The term.
    pub term: &'a Term,
    /// Where it is written.
    pub span: Span,
}

impl<'a> ValueCx<'a> {
    /// The value, if it is known.
    pub fn value(&self) -> Option<&'a Value> {
        self.slot?.value.as_ref()
    }

    /// Whether the value stands in a catalog.
    pub fn is_catalog(&self) -> bool {
        self.entry.records.is_catalog()
    }

    /// The bytes of the value as they are written.
    pub fn written(&self) -> &'a str {
        self.slot.map_or("", |slot| &self.entry.text()[slot.span.range()])
    }

    /// Where the value stands, or the entry if the field is absent.
    pub fn place(&self) -> Span {
        self.slot.filter(|slot| !slot.span.is_empty()).map_or_else(|| self.entry.place(), |slot| slot.span)
    }

    /// Where the term, text or URL number `index` of the value stands; the
    /// whole value if that is not known.
    pub fn part(&self, index: usize) -> Span {
        self.slot
            .and_then(|slot| self.entry.entry.parts_of(slot).get(index).copied())
            .unwrap_or_else(|| self.place())
    }

    /// Where `part` of the value is written literally, looked for from byte
    /// `from` of what is written; else the whole value.
    pub fn place_of(&self, part: &str, from: usize) -> Span {
        let Some(slot) = self.slot else { return self.entry.place() };
        match self.written().get(from..).and_then(|rest| rest.find(part)).filter(|_| !part.is_empty()) {
            Some(at) => slot.span.slice(from + at, from + at + part.len()),
            None => self.place(),
        }
    }

    /// A finding about the value at `span`.
    pub fn finding(
        &self,
        rule: &'static str,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        let subject = format!("{}/{}", self.entry.label(), self.field.id);
        Finding::new(rule, level, self.entry.file(), span, message).subject(subject)
    }

    /// The edit that writes `new` in place of the value, in the syntax of the
    /// file it stands in.
    pub fn replace(&self, new: &Value) -> Option<Edit> {
        let slot = self.editable()?;
        if !self.entry.entry.parts_of(slot).is_empty() && self.written().contains('\n') {
            return None;
        }
        let text = match self.entry.records.origin {
            Origin::Catalog => {
                let text = write::value(new, self.field, self.indent() + 2);
                if self.is_flow() && !text.starts_with(['\'', '"', '[', '{', '|', '>']) {
                    scalar::bare(&text, scalar::Place::Flow).into_owned()
                } else {
                    text
                }
            }
            Origin::Readme => {
                let shown = self.field.render(new, self.entry.records.language());
                cell::encode(&shown).into_owned()
            }
        };
        let fits = !text.contains('\n') || !(self.is_flow() || self.entry.records.origin == Origin::Readme);
        fits.then(|| Edit::new(slot.span, text))
    }

    /// The edit that writes the text `new` in place of one part of the value,
    /// a whole scalar at `span`: a term, a text of a list, a URL.
    pub fn replace_part(&self, span: Span, new: &str) -> Option<Edit> {
        self.editable().filter(|slot| slot.span.contains(span))?;
        let text = match self.entry.records.origin {
            Origin::Readme => cell::encode(new),
            Origin::Catalog => {
                // An item may itself be an alias, an anchor, or tagged.
                if self.entry.text()[span.range()].starts_with(['*', '&', '!', '|', '>']) {
                    return None;
                }
                let flow = self.is_flow() || self.written().starts_with(['[', '{']);
                scalar::text(new, if flow { scalar::Place::Flow } else { scalar::Place::Block })
            }
        };
        (!text.contains('\n')).then(|| Edit::new(span, text))
    }

    /// The edit that makes the value unknown: `null`, or an empty cell.
    pub fn clear(&self) -> Option<Edit> {
        let slot = self.editable().filter(|slot| !slot.span.is_empty())?;
        match self.entry.records.origin {
            Origin::Catalog if self.written().contains('\n') => None,
            Origin::Catalog => Some(Edit::new(slot.span, "null")),
            // What is left of an item or a paragraph would be broken.
            Origin::Readme => is_whole_cell(self.entry.text(), slot.span).then(|| Edit::new(slot.span, "")),
        }
    }

    fn editable(&self) -> Option<&'a Slot> {
        self.slot.filter(|slot| !slot.is_alias() && !slot.span.is_empty())
    }

    /// Whether the entry is written in braces.
    fn is_flow(&self) -> bool {
        self.is_catalog() && self.entry.text()[self.entry.entry.span.range()].starts_with('{')
    }

    /// How deep the key is indented.
    fn indent(&self) -> usize {
        let Some(slot) = self.slot else { return 0 };
        let text = self.entry.text();
        let line = text[..slot.key().start()].rfind('\n').map_or(0, |at| at + 1);
        text[line..slot.key().start()].chars().count()
    }
}

impl<'a> TermCx<'a> {
    /// The term as it is written, without the quotes around it; `None` if
    /// what is written there is not the term's text.
    pub fn spelling(&self) -> Option<Cow<'a, str>> {
        let written = self.value.entry.text().get(self.span.range())?;
        if !self.value.is_catalog() {
            return Some(cell::decode(written));
        }
        match written.as_bytes().first()? {
            b'\'' => Some(Cow::Owned(written.get(1..written.len() - 1)?.replace("''", "'"))),
            b'"' => written.get(1..written.len() - 1).filter(|text| !text.contains('\\')).map(Cow::Borrowed),
            b'|' | b'>' | b'*' | b'&' | b'!' | b'[' | b'{' => None,
            _ => Some(Cow::Borrowed(written)),
        }
    }

    /// A finding about the term.
    pub fn finding(&self, rule: &'static str, level: Level, message: impl Into<String>) -> Finding {
        self.value.finding(rule, level, self.span, message)
    }

    /// The edit that writes the text `new` for the term.
    pub fn replace(&self, new: &str) -> Option<Edit> {
        self.value.replace_part(self.span, new)
    }
}

/// Whether nothing but blanks stands between the span and the pipes or line
/// ends around it, and one of these is a pipe.
fn is_whole_cell(text: &str, span: Span) -> bool {
    let line = text[..span.start()].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = text[line..span.start()].trim_end_matches([' ', '\t']);
    let after = text[span.end()..].trim_start_matches([' ', '\t']);
    let (piped_before, piped_after) = (before.ends_with('|'), after.starts_with('|'));
    let edge_before = before.is_empty();
    let edge_after = after.is_empty() || after.starts_with(['\n', '\r']);
    (piped_before && (piped_after || edge_after)) || (piped_after && edge_before)
}
