//! The parser's errors, put where a person would look and in words that
//! say what to do.

use super::SYNTAX;
use crate::finding::{Finding, Level};
use crate::limits;
use crate::text::{FileId, Span};

pub(super) fn syntax_error(text: &str, file: FileId, at: usize, info: &str) -> Finding {
    let at = floor(text, at);
    let line = line_of(text, at);
    if let Some(tab) = indented_by_tab(text, file, at) {
        return tab;
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

/// What is told of a tab in the indentation of the line of `at`, if there is
/// one.
pub(super) fn indented_by_tab(text: &str, file: FileId, at: usize) -> Option<Finding> {
    let line = line_of(text, at);
    let blanks = text[line.range()].bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    let tab = blanks.into_iter().position(|byte| byte == b'\t')?;
    let told = finding(file, line.slice(tab, tab + 1), "a tab in the indentation");
    Some(told.help("YAML is indented with spaces only"))
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
