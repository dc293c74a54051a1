//! What a text is like below its Markdown: line ends, byte order mark,
//! characters that do not show.
//!
//! Owns counting and finding them; refuses to judge: rules do.

use crate::text::Span;

/// How the lines of a text end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LineEnds {
    /// How many lines end with `\n` alone.
    pub lf: usize,
    /// With `\r\n`.
    pub crlf: usize,
    /// With `\r` alone.
    pub cr: usize,
    /// Whether the text ends with a line end; an empty text does.
    pub last: bool,
    /// Whether the text starts with a byte order mark.
    pub bom: bool,
}

impl LineEnds {
    /// The line end that most lines have; `\n` for a text of one line.
    pub fn usual(self) -> &'static str {
        if self.crlf > self.lf.max(self.cr) {
            "\r\n"
        } else if self.cr > self.lf {
            "\r"
        } else {
            "\n"
        }
    }

    /// Whether lines end in more than one way.
    pub fn mixed(self) -> bool {
        [self.lf, self.crlf, self.cr].iter().filter(|&&count| count > 0).count() > 1
    }
}

/// Counts the line ends of `text`.
pub fn line_ends(text: &str) -> LineEnds {
    let bytes = text.as_bytes();
    let mut ends = LineEnds { bom: text.starts_with('\u{FEFF}'), ..LineEnds::default() };
    // Most texts have one kind, which is counted at once.
    if memchr::memchr(b'\r', bytes).is_none() {
        ends.lf = memchr::memchr_iter(b'\n', bytes).count();
        ends.last = matches!(bytes.last(), None | Some(b'\n'));
        return ends;
    }
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' if at > 0 && bytes[at - 1] == b'\r' => ends.crlf += 1,
            b'\n' => ends.lf += 1,
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => ends.cr += 1,
            _ => {}
        }
    }
    ends.last = matches!(bytes.last(), None | Some(b'\n' | b'\r'));
    ends
}

/// A character that does not show, or shows as a common one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Invisible {
    /// Where.
    pub span: Span,
    /// Which.
    pub character: char,
    /// Its Unicode name, in lower case.
    pub name: &'static str,
}

/// The characters of `text` that do not show or pass for a space: zero-width,
/// no-break and other odd spaces, soft hyphens, directional marks and
/// controls, control characters, a byte order mark that is not at the start.
/// A zero-width joiner inside an emoji, the variation selectors and the
/// ideographic space of East Asian text show what they do and are left out.
pub fn invisible_characters(text: &str) -> impl Iterator<Item = Invisible> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let found = bytes[at..].iter().position(|&byte| BEGINS_ONE[byte as usize])?;
            let start = at + found;
            let character = text[start..].chars().next()?;
            at = start + character.len_utf8();
            if let Some(name) = name(character) {
                if character == '\u{FEFF}' && start == 0 {
                    continue;
                }
                if character == '\u{200D}' && joins_emoji(text, start) {
                    continue;
                }
                // Flags of regions are a flag and tag characters.
                let before = text[..start].chars().next_back();
                if is_tag(character) && before.is_some_and(|ch| ch == '\u{1F3F4}' || is_tag(ch)) {
                    continue;
                }
                return Some(Invisible { span: Span::new(start, at), character, name });
            }
        }
    })
}

/// The bytes with which a character begins that may not show: this skips
/// ASCII and most CJK without decoding it.
static BEGINS_ONE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] =
            matches!(byte, 0xC2 | 0xCD | 0xD8 | 0xE1..=0xE3 | 0xEF | 0xF3 | 0x7F) || is_control(byte as u8);
        byte += 1;
    }
    table
};

const fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')
}

fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0000}'..='\u{E007F}')
}

/// Whether the joiner at byte `at` stands between two symbols.
fn joins_emoji(text: &str, at: usize) -> bool {
    let symbol =
        |ch: char| !ch.is_alphanumeric() && !ch.is_whitespace() && !ch.is_ascii() && name(ch).is_none();
    text[..at].chars().next_back().is_some_and(symbol) && text[at + 3..].chars().next().is_some_and(symbol)
}

fn name(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{A0}' => "no-break space",
        '\u{AD}' => "soft hyphen",
        '\u{34F}' => "combining grapheme joiner",
        '\u{61C}' => "arabic letter mark",
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => "hangul filler",
        '\u{180E}' => "mongolian vowel separator",
        '\u{2000}'..='\u{200A}' => "space of unusual width",
        '\u{200B}' => "zero width space",
        '\u{200C}' => "zero width non-joiner",
        '\u{200D}' => "zero width joiner",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202A}'..='\u{202E}' => "directional embedding or override",
        '\u{202F}' => "narrow no-break space",
        '\u{205F}' => "medium mathematical space",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{2066}'..='\u{2069}' => "directional isolate",
        '\u{206A}'..='\u{206F}' => "deprecated format character",
        '\u{FEFF}' => "byte order mark",
        '\u{FFF9}'..='\u{FFFB}' => "interlinear annotation",
        '\u{E0000}'..='\u{E007F}' => "tag character",
        '\0'..='\u{1F}' if !matches!(character, '\t' | '\n' | '\r') => "control character",
        '\u{7F}'..='\u{9F}' => "control character",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_is_counted() {
        let ends = line_ends("\u{FEFF}a\r\nb\nc\rd");
        assert_eq!(ends, LineEnds { lf: 1, crlf: 1, cr: 1, last: false, bom: true });
        assert!(ends.mixed());
        assert_eq!(line_ends("a\r\nb\r\n").usual(), "\r\n");
        assert!(line_ends("").last && line_ends("").usual() == "\n");
    }

    #[test]
    fn characters_that_do_not_show_are_found_with_their_places() {
        let text = "\u{FEFF}a\u{200B}b\u{A0}脑\u{3000}c\u{AD}\u{202E}\u{FEFF}\u{1}é";
        let found: Vec<_> = invisible_characters(text).map(|found| found.character).collect();
        assert_eq!(found, ['\u{200B}', '\u{A0}', '\u{AD}', '\u{202E}', '\u{FEFF}', '\u{1}']);
        let first = invisible_characters(text).next().unwrap();
        assert_eq!((first.span, first.name), (Span::new(4, 7), "zero width space"));
    }

    #[test]
    fn joiners_inside_emoji_belong_there() {
        assert_eq!(invisible_characters("👩\u{200D}💻 ⚙\u{FE0F}").count(), 0);
        assert_eq!(invisible_characters("a\u{200D}b").count(), 1);
        // Joiners join no joiners.
        assert_eq!(invisible_characters("👩\u{200D}\u{200D}\u{200D}💻").count(), 3);
    }
}
