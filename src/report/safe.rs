//! Text of strangers, made safe to print for people.
//!
//! A report quotes catalogs, READMEs and names of files, and whoever wrote
//! those must not move the reader's cursor, hide text, or speak to the
//! continuous integration that prints the report. Two defences:
//!
//! - [`visible`] turns what a terminal would obey or not show (C0 and C1
//!   controls, bidirectional controls, zero-width characters) into signs one
//!   can see. Formats for machines escape instead; see `escape`.
//! - `Guard` stands behind everything that a format for people writes and
//!   breaks what GitHub's runner would take for a workflow command. The runner
//!   takes a line for one if, after leading blanks, it starts with `::`, or if
//!   it has `##[` anywhere (`ActionCommand.cs` of actions/runner).
//!
//! Which text is quoted, and in which format, is not known here.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Whether `c` is never shown as it is: a control, a bidirectional control, or
/// a character without any ink that nobody needs to write words or emoji.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{FFFE}' | '\u{FFFF}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_variation(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// Characters that are kept where they shape a word or an emoji and shown
/// where they only hide.
fn is_shaping(c: char) -> bool {
    is_joiner(c) || is_variation(c) || is_tag(c)
}

/// Appends a sign for `c`: the control pictures of Unicode for C0 and delete,
/// `<U+202E>` for the rest.
pub(super) fn push_sign(out: &mut String, c: char) {
    match u32::from(c) {
        code @ 0..=0x1F => out.extend(char::from_u32(0x2400 + code)),
        0x7F => out.push('\u{2421}'),
        code => {
            let _ = write!(out, "<U+{code:04X}>");
        }
    }
}

/// `text` on one line, with a sign in place of each character that a terminal
/// obeys or does not show. Joiners and variation selectors stay where they
/// shape a letter or an emoji.
pub fn visible(text: &str) -> Cow<'_, str> {
    let plain = text.bytes().all(|byte| (0x20..0x7F).contains(&byte));
    if plain || !text.chars().any(|c| is_hidden(c) || is_shaping(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut before: Option<char> = None;
    let mut in_flag = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let shapes = match before {
            None => false,
            Some(b) if is_variation(c) => {
                !is_shaping(b) && !is_hidden(b) && (!b.is_ascii() || matches!(b, '0'..='9' | '#' | '*'))
            }
            Some(b) if is_joiner(c) => {
                let next = chars.peek().copied().unwrap_or(' ');
                !b.is_ascii() && !is_joiner(b) && !is_hidden(b) && !next.is_ascii() && !is_shaping(next)
            }
            Some(b) if is_tag(c) => b == '\u{1F3F4}' || in_flag,
            Some(_) => false,
        };
        in_flag = shapes && is_tag(c);
        if shapes || !(is_hidden(c) || is_shaping(c)) {
            out.push(c);
        } else {
            push_sign(&mut out, c);
        }
        before = Some(c);
    }
    Cow::Owned(out)
}

/// Whether GitHub's runner skips `c` at the start of a line, or a person would
/// not see it there.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_hidden(c) || is_shaping(c)
}

/// Where in `line` a backslash breaks a leading `::`. Escape sequences that
/// set a colour do not count as text.
fn command_start(line: &str) -> Option<usize> {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(|c| c != '\u{1B}' && is_blank(c));
        let Some(sequence) = rest.strip_prefix("\u{1B}[") else { break };
        let Some(end) = sequence.find('m') else { break };
        rest = &sequence[end + 1..];
    }
    rest.starts_with("::").then(|| line.len() - rest.len())
}

/// `line` (without its line end) so that no runner takes it for a workflow
/// command: `::error::` becomes `\::error::`, `##[group]` becomes `##\[group]`.
pub fn defused(line: &str) -> Cow<'_, str> {
    let start = command_start(line);
    if start.is_none() && !line.contains("##[") {
        return Cow::Borrowed(line);
    }
    let (head, tail) = line.split_at(start.unwrap_or(0));
    let mark = if start.is_some() { "\\" } else { "" };
    Cow::Owned(format!("{head}{mark}{tail}").replace("##[", "##\\["))
}

/// Passes whole lines on, each [`defused`]; [`Guard::finish`] ends the last.
pub(super) struct Guard<'w> {
    out: &'w mut dyn Write,
    line: Vec<u8>,
}

impl<'w> Guard<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Guard { out, line: Vec::new() }
    }

    fn pass_line(&mut self) -> io::Result<()> {
        let text = String::from_utf8_lossy(&self.line);
        self.out.write_all(defused(&text).as_bytes())?;
        self.line.clear();
        Ok(())
    }

    /// Passes on a last line that has no end, and ends it.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if self.line.is_empty() { Ok(()) } else { self.write_all(b"\n") }
    }
}

impl Write for Guard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            if let Some(body) = piece.strip_suffix(b"\n") {
                self.line.extend_from_slice(body);
                self.pass_line()?;
                self.out.write_all(b"\n")?;
            } else {
                self.line.extend_from_slice(piece);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn controls_and_invisible_characters_become_signs() {
        assert_eq!(visible("a\u{1B}[31mb\r\n\tc"), "a␛[31mb␍␊␉c");
        assert_eq!(visible("\u{9B}31m\u{7F}"), "<U+009B>31m␡");
        assert_eq!(visible("a\u{202E}cod\u{2066}"), "a<U+202E>cod<U+2066>");
        assert_eq!(visible("a\u{200B}b\u{FEFF}\u{E0041}"), "a<U+200B>b<U+FEFF><U+E0041>");
        assert_eq!(visible("ab\u{200D}"), "ab<U+200D>");
    }

    #[test]
    fn what_shapes_words_and_emoji_stays() {
        for text in [
            "👩‍❤️‍👨 👨‍👩‍👧 1️⃣ ❤️",
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "می‌خواهم",
            "脑瘤",
            "e\u{301}",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn commands_are_broken_wherever_the_runner_looks_for_them() {
        assert_eq!(defused("::error::x"), "\\::error::x");
        assert_eq!(defused(" \t\u{A0}::add-mask::x"), " \t\u{A0}\\::add-mask::x");
        assert_eq!(defused("\u{1B}[1m::error::x"), "\u{1B}[1m\\::error::x");
        assert_eq!(defused("a ##[group]b ###[x"), "a ##\\[group]b ###\\[x");
        assert_eq!(defused("a::b ##"), "a::b ##");
    }

    #[test]
    fn the_guard_sees_lines_however_they_are_written() {
        let mut out = Vec::new();
        let mut guard = Guard::new(&mut out);
        for part in ["#", "#", "[x]\n:", ":y::", "\nz"] {
            guard.write_all(part.as_bytes()).unwrap();
        }
        guard.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "##\\[x]\n\\::y::\nz\n");
    }

    proptest! {
        #[test]
        fn visible_text_has_no_control_and_nothing_hidden(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(char::is_control));
            prop_assert!(!shown.chars().any(|c| is_hidden(c) && !is_shaping(c)));
        }

        #[test]
        fn defused_lines_hold_no_command(line in "[ \u{A0}:#\\[\\]a\u{1B}m]{0,12}") {
            let safe = defused(&line);
            prop_assert!(!safe.trim_start().starts_with("::") && !safe.contains("##["));
        }
    }
}
