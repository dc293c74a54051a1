//! A URL wherever it stands: in a field of an entry, or in the prose of a
//! README. What is wrong with it is found once for all rules on links.

use super::{DocumentCx, ValueCx};
use crate::finding::{Finding, Level};
use crate::text::{Edit, Source, Span};
use crate::value::link::{FaultKind, LinkFault, serves_https};
use std::ops::Range;

/// Where a URL stands.
#[derive(Clone, Copy)]
pub enum LinkPlace<'a> {
    /// In a field.
    Field(&'a ValueCx<'a>),
    /// Outside the records of a README.
    Document(&'a DocumentCx<'a>),
}

/// One URL.
pub struct LinkCx<'a> {
    /// The URL, as it is meant: escapes and entities decoded.
    pub url: &'a str,
    /// The bytes in which it is written.
    pub span: Span,
    /// Where it stands.
    pub place: LinkPlace<'a>,
    /// What is wrong with it by itself.
    pub faults: &'a [LinkFault],
    /// Whether a host is linked by `https` elsewhere in the same records.
    pub secure_elsewhere: &'a dyn Fn(&str) -> bool,
}

impl<'a> LinkCx<'a> {
    /// The faults of that kind, each with the bytes at fault.
    pub fn faults_of(
        &self,
        wanted: impl Fn(&FaultKind) -> bool,
    ) -> impl Iterator<Item = (&'a LinkFault, Span)> {
        self.faults
            .iter()
            .filter(move |fault| wanted(&fault.kind))
            .map(|fault| (fault, self.part(&fault.range)))
    }

    /// Whether the host is known to serve `https`, or linked by it elsewhere.
    pub fn is_secure(&self, host: &str) -> bool {
        serves_https(host) || (self.secure_elsewhere)(host)
    }

    /// The field the URL stands in, if it stands in one.
    pub fn field(&self) -> Option<&'a ValueCx<'a>> {
        match self.place {
            LinkPlace::Field(value) => Some(value),
            LinkPlace::Document(_) => None,
        }
    }

    /// Whether a README writes the URL as the destination of a link, not as
    /// text that is linked by itself.
    pub fn is_destination(&self) -> bool {
        let text = self.source().text();
        let at = self.literal().unwrap_or(self.span).start();
        text[..at].ends_with(['(', '<', '"', '\'']) || text[..at].ends_with("]: ")
    }

    /// A finding at `span`.
    pub fn finding(
        &self,
        rule: &'static str,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        match self.place {
            LinkPlace::Field(value) => value.finding(rule, level, span, message),
            LinkPlace::Document(document) => document.finding(rule, level, span, message).subject(self.url),
        }
    }

    /// The bytes of a part of the URL; all of it where it is not written as
    /// it is meant.
    pub fn part(&self, range: &Range<usize>) -> Span {
        match self.literal() {
            Some(span) if range.end <= span.len() => span.slice(range.start, range.end),
            _ => self.span,
        }
    }

    /// The edit that writes `new` for the URL: of what differs only, where
    /// that needs no escaping, so that quotes and brackets around stay.
    pub fn replace(&self, new: &str) -> Option<Edit> {
        if let Some(literal) = self.literal() {
            let before = common(self.url.chars(), new.chars());
            let (old_rest, new_rest) = (&self.url[before..], &new[before..]);
            let after = common(old_rest.chars().rev(), new_rest.chars().rev());
            let put_in = &new_rest[..new_rest.len() - after];
            if put_in.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%-._~/?=&:".contains(&byte)) {
                let span = literal.slice(before, self.url.len() - after);
                return (!new.is_empty()).then(|| Edit::new(span, put_in));
            }
        }
        self.field().filter(|value| value.is_catalog())?.replace_part(self.span, new)
    }

    /// The bytes of the URL without quotes, where it is written as it is
    /// meant.
    fn literal(&self) -> Option<Span> {
        let written = self.source().slice(self.span);
        let at = written.find(self.url)?;
        Some(self.span.slice(at, at + self.url.len()))
    }

    fn source(&self) -> &'a Source {
        match self.place {
            LinkPlace::Field(value) => value.entry.records.sources.get(value.entry.file()),
            LinkPlace::Document(document) => document.sources.get(document.file),
        }
    }
}

/// How many bytes of characters two texts share from their start.
fn common(one: impl Iterator<Item = char>, two: impl Iterator<Item = char>) -> usize {
    one.zip(two).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}
