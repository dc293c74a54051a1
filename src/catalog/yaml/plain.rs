//! YAML → nodes in one pass, for YAML as plain as catalogs are written in.
//!
//! Reads block collections, flow collections on one line, scalars on one line
//! and literal and folded blocks: all that `fmt` writes and most of what
//! people write. At anything it is not sure of (an anchor, a tag, a tab, a
//! scalar that runs on, a repeated key, any fault) it gives up, and
//! [`super::events`] reads the text from its start. So whatever this returns
//! must be what the events would give; `agrees` in the tests holds it to that.

use super::{Kind, Node, Pair, Style};
use crate::text::Span;
use std::borrow::Cow;

/// Deeper collections are left to the events, which know the bound.
const MAX_DEPTH: usize = 32;
/// The longest key. Some readers of YAML stop looking for the colon at 1,024.
const MAX_KEY: usize = 1000;
/// Up to so many keys are compared one by one, to tell a repeated one.
const FEW_KEYS: usize = 16;
/// The column of what stands after the last line: left of everything.
const END: isize = -1;

/// The root of `text`, a mapping; `None` to have the events read it.
pub(super) fn parse(text: &str) -> Option<Node<'_>> {
    read(text).map(|(root, _)| root)
}

/// The comments of `text`, in order; `None` to have the events find them.
pub(super) fn comments(text: &str) -> Option<Vec<Span>> {
    read(text).map(|(_, comments)| comments)
}

fn read(text: &str) -> Option<(Node<'_>, Vec<Span>)> {
    if !text.ends_with('\n') || !is_plain(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
        column: END,
        depth: 0,
        pairs: Vec::new(),
        items: Vec::new(),
        comments: Vec::new(),
    };
    reader.lines();
    if reader.column != 0 || reader.is_dash() {
        return None;
    }
    let root = reader.map(0)?;
    (reader.column == END).then_some((root, reader.comments))
}

/// Whether the text holds only characters that mean themselves: no control
/// but the line feed, nothing that some reader takes for a line end, for a
/// byte order mark or for no character.
fn is_plain(bytes: &[u8]) -> bool {
    const CHUNK: usize = 64;
    // Bytes that are, or may start, such a character.
    let suspect =
        |byte: u8| (byte < b' ' && byte != b'\n') | matches!(byte, 0x7F | 0xC2 | 0xE2 | 0xEF | 0xF0..=0xF4);
    let refused = |at: usize| match &bytes[at..] {
        [0xC2, 0x80..=0x9F, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..] => true,
        [0xEF, 0xBB, 0xBF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => true,
        [0xF0..=0xF4, _, 0xBF, 0xBE | 0xBF, ..] => true,
        [byte, ..] => (*byte < b' ' && *byte != b'\n') || *byte == 0x7F,
        [] => false,
    };
    bytes.chunks(CHUNK).enumerate().all(|(index, chunk)| {
        !chunk.iter().fold(false, |any, &byte| any | suspect(byte))
            || (0..chunk.len()).all(|at| !refused(index * CHUNK + at))
    })
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// Where reading goes on.
    at: usize,
    /// The column of `at`, where it stands on the first character of a line
    /// that has something to read; [`END`] after the last.
    column: isize,
    depth: usize,
    /// The pairs and items of all collections that are still open, so that
    /// each is allocated once, in the size it has.
    pairs: Vec<Pair<'a>>,
    items: Vec<Node<'a>>,
    comments: Vec<Span>,
}

impl<'a> Reader<'a> {
    /// The byte at `at`. The text ends with a line feed, which nothing passes
    /// but [`Reader::lines`].
    fn byte(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(b'\n')
    }

    fn ends_word(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b' ' | b'\n'))
    }

    fn is_dash(&self) -> bool {
        self.byte() == b'-' && self.ends_word(self.at + 1)
    }

    fn spaces(&mut self) -> usize {
        let count = self.bytes[self.at..].iter().take_while(|byte| **byte == b' ').count();
        self.at += count;
        count
    }

    fn line_end(&self) -> usize {
        self.bytes[self.at..]
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(self.bytes.len(), |len| self.at + len)
    }

    /// Passes a comment, up to the end of its line.
    fn comment(&mut self) {
        let start = self.at;
        self.at = self.line_end();
        self.comments.push(Span::new(start, self.at));
    }

    /// From the start of a line to the next one that is neither blank nor a
    /// comment.
    fn lines(&mut self) {
        while self.at < self.bytes.len() {
            let column = self.spaces();
            match self.byte() {
                b'\n' => self.at += 1,
                b'#' => {
                    self.comment();
                    self.at += 1;
                }
                _ => {
                    self.column = isize::try_from(column).unwrap_or(isize::MAX);
                    return;
                }
            }
        }
        self.column = END;
    }

    /// From the end of a value to the next line; nothing but a comment may
    /// stand between.
    fn next_line(&mut self) -> Option<()> {
        let spaces = self.spaces();
        match self.byte() {
            b'\n' => {}
            b'#' if spaces > 0 => self.comment(),
            _ => return None,
        }
        self.at += 1;
        self.lines();
        Some(())
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let result = if self.depth > MAX_DEPTH { None } else { read(self) };
        self.depth -= 1;
        result
    }

    /// A block mapping whose first key starts at `at`, in that column.
    fn map(&mut self, column: isize) -> Option<Node<'a>> {
        self.deeper(|reader| {
            let base = reader.pairs.len();
            loop {
                let (key, key_span) = reader.key()?;
                if reader.bytes[reader.at] != b':' || !reader.ends_word(reader.at + 1) {
                    return None;
                }
                reader.at += 1;
                let value = reader.value(column)?;
                reader.pair(base, key, key_span, value)?;
                if reader.column != column {
                    break;
                }
            }
            (reader.column < column).then(|| reader.close_map(base, None)).flatten()
        })
    }

    /// A block sequence whose first dash stands at `at`, in that column.
    fn seq(&mut self, column: isize) -> Option<Node<'a>> {
        self.deeper(|reader| {
            let (start, base) = (reader.at, reader.items.len());
            while reader.column == column && reader.is_dash() {
                reader.at += 1;
                let spaces = isize::try_from(reader.spaces()).ok()?;
                let inner = column + 1 + spaces;
                let item = match reader.byte() {
                    b'\n' | b'#' => return None,
                    _ if reader.is_dash() => {
                        reader.column = inner;
                        reader.seq(inner)?
                    }
                    _ if reader.starts_key() => reader.map(inner)?,
                    _ => reader.on_this_line(column)?,
                };
                reader.items.push(item);
            }
            if reader.column > column {
                return None;
            }
            let items: Vec<Node<'a>> = reader.items.drain(base..).collect();
            let end = items.last()?.span.end();
            Some(node(Span::new(start, end), Kind::Seq { items, flow: false }))
        })
    }

    /// What stands after the colon of a key in that column.
    fn value(&mut self, column: isize) -> Option<Node<'a>> {
        let colon = self.at;
        self.spaces();
        if !matches!(self.byte(), b'\n' | b'#') {
            return self.on_this_line(column);
        }
        // Back to the colon: a comment has a space before it.
        self.at = colon;
        self.next_line()?;
        if self.column > column {
            return if self.is_dash() { self.seq(self.column) } else { self.map(self.column) };
        }
        if self.column == column && self.is_dash() {
            return self.seq(column);
        }
        // As the events name what is not there.
        Some(scalar(Span::at(colon), "~", Style::Plain))
    }

    /// A value that starts on the line of its key or dash, which is in that
    /// column, up to the next line.
    fn on_this_line(&mut self, column: isize) -> Option<Node<'a>> {
        let node = match self.byte() {
            b'|' | b'>' => return self.block(column),
            b'[' | b'{' => self.flow()?,
            b'"' | b'\'' => self.quoted()?,
            _ => self.plain()?,
        };
        self.next_line()?;
        // A deeper line would go on with the scalar.
        (self.column <= column).then_some(node)
    }

    fn pair(&mut self, base: usize, key: Cow<'a, str>, key_span: Span, value: Node<'a>) -> Option<()> {
        let before = &self.pairs[base..];
        if before.len() < FEW_KEYS && before.iter().any(|pair| pair.key == key) {
            return None;
        }
        self.pairs.push(Pair { key, key_span, value });
        Some(())
    }

    /// The mapping of the pairs from `base` on: a flow mapping, if its span is
    /// given.
    fn close_map(&mut self, base: usize, flow: Option<Span>) -> Option<Node<'a>> {
        let pairs: Vec<Pair<'a>> = self.pairs.drain(base..).collect();
        if pairs.len() > FEW_KEYS {
            let mut keys: Vec<&str> = pairs.iter().map(|pair| pair.key.as_ref()).collect();
            keys.sort_unstable();
            if keys.windows(2).any(|two| two[0] == two[1]) {
                return None;
            }
        }
        let span = match (flow, pairs.first(), pairs.last()) {
            (Some(span), ..) => span,
            (None, Some(first), Some(last)) => Span::new(first.key_span.start(), last.value.span.end()),
            (None, ..) => return None,
        };
        Some(node(span, Kind::Map { pairs, flow: flow.is_some() }))
    }

    /// Whether a key starts at `at`.
    fn starts_key(&mut self) -> bool {
        let start = self.at;
        let found = self.key().is_some();
        self.at = start;
        found
    }

    /// A key on this line, up to its colon.
    fn key(&mut self) -> Option<(Cow<'a, str>, Span)> {
        if matches!(self.byte(), b'"' | b'\'') {
            let node = self.quoted()?;
            let Kind::Scalar { text, .. } = node.kind else { return None };
            let colon = self.bytes.get(self.at) == Some(&b':') && self.ends_word(self.at + 1);
            return (colon && node.span.len() <= MAX_KEY).then_some((text, node.span));
        }
        let start = self.at;
        if is_indicator(self.byte()) || self.bytes[start..].starts_with(b"...") {
            return None;
        }
        for at in start..self.bytes.len().min(start + MAX_KEY) {
            match self.bytes[at] {
                b'\n' => return None,
                b'#' if self.bytes[at - 1] == b' ' => return None,
                b':' if self.ends_word(at + 1) => {
                    let key = self.text[start..at].trim_end_matches(' ');
                    self.at = at;
                    return Some((Cow::Borrowed(key), Span::new(start, start + key.len())));
                }
                _ => {}
            }
        }
        None
    }

    /// A plain scalar to the end of its line.
    fn plain(&mut self) -> Option<Node<'a>> {
        let start = self.plain_start()?;
        let mut at = start;
        loop {
            match self.bytes[at] {
                b'\n' => break,
                b'#' if self.bytes[at - 1] == b' ' => break,
                b':' if self.ends_word(at + 1) => return None,
                _ => at += 1,
            }
        }
        Some(self.plain_to(start, at))
    }

    /// A plain scalar between brackets or braces.
    fn plain_in_flow(&mut self) -> Option<Node<'a>> {
        let start = self.plain_start()?;
        let mut at = start;
        loop {
            match self.bytes[at] {
                b',' | b']' | b'}' => break,
                b'\n' | b'[' | b'{' => return None,
                b'#' if self.bytes[at - 1] == b' ' => return None,
                b':' if matches!(
                    self.bytes.get(at + 1),
                    None | Some(b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}')
                ) =>
                {
                    break;
                }
                _ => at += 1,
            }
        }
        Some(self.plain_to(start, at))
    }

    /// Where a plain scalar starts, if one does.
    fn plain_start(&self) -> Option<usize> {
        let first = self.byte();
        let number = first == b'-' && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        (number || !is_indicator(first)).then_some(self.at)
    }

    fn plain_to(&mut self, start: usize, end: usize) -> Node<'a> {
        let text = self.text[start..end].trim_end_matches(' ');
        self.at = start + text.len();
        scalar(Span::new(start, self.at), text, Style::Plain)
    }

    /// A flow collection on one line.
    fn flow(&mut self) -> Option<Node<'a>> {
        self.deeper(|reader| {
            let start = reader.at;
            let is_seq = reader.byte() == b'[';
            let close = if is_seq { b']' } else { b'}' };
            let (items, pairs) = (reader.items.len(), reader.pairs.len());
            reader.at += 1;
            loop {
                reader.spaces();
                if reader.byte() == close {
                    break;
                }
                let value = reader.in_flow()?;
                if is_seq {
                    reader.items.push(value);
                } else {
                    let Kind::Scalar { text: key, .. } = value.kind else { return None };
                    if reader.byte() != b':' || !reader.ends_word(reader.at + 1) || value.span.len() > MAX_KEY
                    {
                        return None;
                    }
                    reader.at += 1;
                    reader.spaces();
                    let of_key = reader.in_flow()?;
                    reader.pair(pairs, key, value.span, of_key)?;
                }
                reader.spaces();
                match reader.byte() {
                    b',' => reader.at += 1,
                    byte if byte == close => break,
                    _ => return None,
                }
            }
            reader.at += 1;
            let span = Span::new(start, reader.at);
            if is_seq {
                let items = reader.items.drain(items..).collect();
                Some(node(span, Kind::Seq { items, flow: true }))
            } else {
                reader.close_map(pairs, Some(span))
            }
        })
    }

    fn in_flow(&mut self) -> Option<Node<'a>> {
        match self.byte() {
            b'[' | b'{' => self.flow(),
            b'"' | b'\'' => self.quoted(),
            _ => self.plain_in_flow(),
        }
    }

    /// A quoted scalar on one line.
    fn quoted(&mut self) -> Option<Node<'a>> {
        let start = self.at;
        let quote = self.byte();
        let mut text = Cow::Borrowed("");
        // What is read and not yet in `text`.
        let mut from = start + 1;
        let mut at = from;
        loop {
            match *self.bytes.get(at)? {
                b'\n' => return None,
                byte if byte == quote => {
                    let doubled = quote == b'\'' && self.bytes.get(at + 1) == Some(&quote);
                    let part = &self.text[from..if doubled { at + 1 } else { at }];
                    if text.is_empty() && !doubled {
                        text = Cow::Borrowed(part);
                    } else {
                        text.to_mut().push_str(part);
                    }
                    if !doubled {
                        break;
                    }
                    at += 2;
                    from = at;
                }
                b'\\' if quote == b'"' => {
                    let (c, len) = escaped(&self.text[at + 1..])?;
                    let text = text.to_mut();
                    text.push_str(&self.text[from..at]);
                    text.push(c);
                    at += 1 + len;
                    from = at;
                }
                _ => at += 1,
            }
        }
        self.at = at + 1;
        let kind = Kind::Scalar { text, style: Style::Quoted };
        Some(node(Span::new(start, self.at), kind))
    }

    /// A literal or folded block, up to the next line. Its key or dash stands
    /// in that column.
    fn block(&mut self, column: isize) -> Option<Node<'a>> {
        let start = self.at;
        let folded = self.byte() == b'>';
        self.at += 1;
        let chomp = self.byte();
        if matches!(chomp, b'-' | b'+') {
            self.at += 1;
        }
        if self.byte() != b'\n' {
            return None;
        }
        self.at += 1;
        let first = self.at;
        let indent = self.spaces();
        if isize::try_from(indent).ok()? <= column || self.byte() == b'\n' {
            return None;
        }
        self.at = first;
        let mut text = String::new();
        let (mut end, mut blanks) = (first, 0);
        while self.at < self.bytes.len() {
            let line = self.at;
            let spaces = self.spaces();
            if self.byte() == b'\n' {
                if spaces > indent {
                    return None;
                }
                blanks += 1;
                self.at += 1;
                continue;
            }
            if spaces < indent {
                self.at = line;
                break;
            }
            if folded && spaces > indent {
                return None;
            }
            let fold = folded && blanks == 0;
            if !text.is_empty() {
                text.extend(std::iter::repeat_n('\n', blanks + usize::from(!folded)));
                text.extend(fold.then_some(' '));
            }
            blanks = 0;
            end = self.line_end();
            text.push_str(&self.text[line + indent..end]);
            self.at = end + 1;
        }
        match chomp {
            b'-' => {}
            b'+' => text.extend(std::iter::repeat_n('\n', blanks + 1)),
            _ => text.push('\n'),
        }
        let end = start + self.text[start..end].trim_end_matches([' ', '\n']).len();
        self.lines();
        let kind = Kind::Scalar { text: Cow::Owned(text), style: Style::Block };
        (self.column <= column).then(|| node(Span::new(start, end), kind))
    }
}

/// The character that is written after a backslash, and the length of that.
fn escaped(text: &str) -> Option<(char, usize)> {
    let hex = |len: usize| {
        let digits =
            text.get(1..=len).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, len + 1))
    };
    match text.as_bytes().first()? {
        b'"' => Some(('"', 1)),
        b'\\' => Some(('\\', 1)),
        b'/' => Some(('/', 1)),
        b'n' => Some(('\n', 1)),
        b't' => Some(('\t', 1)),
        b'r' => Some(('\r', 1)),
        b'x' => hex(2),
        b'u' => hex(4),
        b'U' => hex(8),
        _ => None,
    }
}

/// Whether a plain scalar cannot start with that byte, or only before some
/// others.
fn is_indicator(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\n'
            | b'-'
            | b'?'
            | b':'
            | b','
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'&'
            | b'*'
            | b'!'
            | b'|'
            | b'>'
            | b'\''
            | b'"'
            | b'%'
            | b'@'
            | b'`'
    )
}

fn node(span: Span, kind: Kind<'_>) -> Node<'_> {
    Node { span, kind, alias: false }
}

fn scalar(span: Span, text: &str, style: Style) -> Node<'_> {
    node(span, Kind::Scalar { text: Cow::Borrowed(text), style })
}

#[cfg(test)]
mod tests {
    use super::super::events;
    use super::{comments, is_plain, parse};
    use crate::text::FileId;
    use proptest::prelude::*;

    /// Whether the text was read here; if so, the events give the same.
    fn agrees(text: &str) -> bool {
        let Some(plain) = parse(text) else { return false };
        match events::parse(text, FileId(0)) {
            Ok((root, findings)) => {
                assert!(findings.is_empty(), "{findings:?} of {text:?}");
                assert_eq!(plain, root, "{text:?}");
                assert_eq!(comments(text).unwrap(), events::comments(text), "{text:?}");
            }
            Err(error) => panic!("{text:?} is read, but: {}", error.message),
        }
        true
    }

    #[test]
    fn what_catalogs_are_written_in_is_read_here() {
        for text in [
            "version: 1\nsections: []\n",
            "a: b\nc:\n  - k: 脑\n    l: |\n      one\n\n        two\n\nd:\ne: {f: g, h: [i, 'j']}\n",
            "# a comment\n\na:   b c  # more\nb: 'it''s' # x\nc: \"\\u00e9 \\\"\\\\ \\n\"\n\n# end\n",
            "a:\n- b\n- c: d\n  e: f\n-   g:\n    - - h\n      - i\nj: -1\nk: ''\nl: [ ]\nm: { }\n",
            "a: >-\n  one\n  two\n\n\n  three\nb: |+\n  x\n\nc: >\n  y\n",
            "'quoted: key': 1\n\"other\": 2\nplain key : 3\nurl: https://a.b/#c:d\nin: [https://a.b/c?d#e, f:g]\n",
            "a: b,[c]{d}\ne: x#y\nf: \"\" \ng: [a, b, ]\nh: \"a # b: c\"\n",
        ] {
            assert!(agrees(text), "{text:?} is left to the events");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_events() {
        for text in [
            "",
            "a: b",
            "\n",
            "- a\n",
            "a: &x b\n",
            "a: *x\n",
            "a: !!str b\n",
            "a: b\n c\n",
            "a: b\na: c\n",
            "a: [b,\n  c]\n",
            "a: {b: 1, b: 2}\n",
            "a: 'b\n",
            "a: 'b' c\n",
            "a: b: c\n",
            "a:\tb\n",
            "a: b\r\n",
            "--- \na: b\n",
            "a: b\n---\nc: d\n",
            "a: b\n...\n",
            "a: |2\n   b\n",
            "a:\n  b: c\n d: e\n",
            "a: \u{85}\n",
            "\u{FEFF}a: b\n",
            "? a\n: b\n",
        ] {
            assert!(!agrees(text), "{text:?}");
        }
        assert!(is_plain("é 脑 🧠 “q”\u{200B}\n".as_bytes()));
        assert!(!agrees(&format!("{}a: b\n", "x".repeat(5000))));
        let keys: String = (0..40).map(|n| format!("k{n}: 1\n")).collect();
        assert!(agrees(&keys) && !agrees(&format!("{keys}k7: 2\n")));
    }

    /// Text that is nearly YAML: the pieces it is made of, in any order.
    fn pieces() -> impl Strategy<Value = String> {
        const PIECES: &str = "\n¦\n¦\n  ¦\n    ¦\n      ¦\n ¦  ¦ ¦a¦b¦key¦脑¦é¦1¦-1¦: ¦: ¦:¦- ¦- ¦-¦\n- ¦\n  - ¦\na: ¦\n  b: ¦\n    c: \
             ¦[¦]¦[a, b]¦{¦}¦{a: b}¦, ¦,¦'¦''¦'x'¦\"¦\"y\"¦\\¦\\n¦\\u00e9¦#¦ # c¦|¦|-\n¦|\n  ¦>\n    ¦>-¦|+\n¦&a¦*a¦!¦?¦? ¦%¦@¦`\
             ¦...¦---¦~¦null¦https://a.b/c#d¦\t¦\r\n¦\u{A0}¦\u{2028}¦\u{200B}¦\u{FEFF}¦🧠¦<<¦=";
        let piece = prop::sample::select(PIECES.split('¦').collect::<Vec<_>>());
        prop::collection::vec(piece, 0..24).prop_map(|pieces| format!("{}\n", pieces.concat()))
    }

    /// A tree as text in styles picked at random, so that most of it is YAML.
    fn trees() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[a-z]{1,6}",
            "[ -~]{0,12}",
            prop::sample::select(vec![
                "脑 🧠", "it's", "a: b", "x # y", "-", "- a", "null", "|", "[a]", "'q'", "a:"
            ])
            .prop_map(String::from),
        ];
        let scalar = (word, 0..5_u8).prop_map(|(text, style)| match style {
            0 => format!("'{}'", text.replace('\'', "''")),
            1 => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            2 => format!("[{text}, {text}]"),
            _ => text,
        });
        let lines = prop::collection::vec((0..4_usize, 0..7_u8, "[a-d]{1,2}", scalar, "( |  # c)?"), 1..12);
        lines.prop_map(|lines| {
            let mut out = String::new();
            for (depth, kind, key, value, end) in lines {
                let indent = "  ".repeat(depth);
                out.push_str(&match kind {
                    0 => format!("{indent}{key}:{end}\n"),
                    1 => format!("{indent}- {value}{end}\n"),
                    2 => format!("{indent}- {key}: {value}{end}\n"),
                    3 => format!("{indent}{key}: |\n{indent}  {value}\n\n{indent}   {key}\n"),
                    4 => format!("{indent}{key}: >-\n{indent}  {value}\n{indent}  {key}\n"),
                    _ => format!("{indent}{key}: {value}{end}\n"),
                });
            }
            out
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn both_readers_agree_on_pieces(text in pieces()) {
            agrees(&text);
        }

        #[test]
        fn both_readers_agree_on_trees(text in trees()) {
            agrees(&text);
        }

        #[test]
        fn both_readers_agree_on_any_scalar(text in "\\PC{0,20}", c in any::<char>()) {
            let text = format!("{text}{c}");
            for yaml in [
                format!("a: {text}\n"),
                format!("a: [{text}]\n"),
                format!("{text}: a\n"),
                format!("a:\n  - {text}\nb: '{text}'\n"),
                format!("a: \"{text}\"\nb: |\n  {text}\n"),
            ] {
                agrees(&yaml);
            }
        }
    }

    #[test]
    fn huge_values_are_read() {
        let long = "x ".repeat(100_000);
        assert!(agrees(&format!(
            "a: {long}\nb: [{long}, '{long}']\nc: \"{long}\"\nd: |\n  {long}\ne:\n  - {long}\n"
        )));
        let many = "b, ".repeat(10_000);
        assert!(agrees(&format!("a: [{many}b]\n")));
    }
}
