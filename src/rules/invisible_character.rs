//! `invisible-character`.

use super::{Check, TextCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::readme::Invisible;
use crate::text::{Edit, Span};

rule! {
    /// A character that takes no room and shows nothing, where it has nothing
    /// to do: zero-width spaces, byte order marks within the text, soft
    /// hyphens, directional marks in a line that is written one way only,
    /// control characters; or a no-break space that keeps a line from being a
    /// heading or a list item.
    ///
    /// Joiners in emoji and in scripts that need them, marks in lines with
    /// Arabic or Hebrew, and spaces that typesetting asks for are left alone.
    ///
    /// ## Why
    ///
    /// A name with one in it is not found by searching, is another name to
    /// every program, and breaks the link it is copied into; nobody sees why.
    ///
    /// ## Bad
    ///
    /// A zero-width space at the end of a data set's name.
    ///
    /// ## Good
    ///
    /// The name without it.
    ///
    /// ## Fix
    ///
    /// Safe where the character is between letters and blanks: takes it out.
    /// Unsafe where it may be there to keep Markdown from reading the
    /// characters beside it as markup, or changes the order of writing.
    "invisible-character",
    Some(Level::Warning),
    Fixable::Safe,
    "a character that does not show and does no good",
    Check::Text(check)
}

/// What is to be done about a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cure {
    /// It belongs there, or may.
    None,
    /// Take it out.
    Remove(Safety),
    /// A common space in its place.
    Space(Safety),
}

fn check(cx: &TextCx<'_>, out: &mut Vec<Finding>) {
    let text = cx.text();
    let mut line = Line::default();
    let mut rest = cx.invisible.iter().peekable();
    while let Some(first) = rest.next() {
        let mut run = first.span;
        // Several in a row are one finding.
        while let Some(next) = rest.next_if(|next| next.span.start() == run.end() && next.name == first.name)
        {
            run = run.to(next.span);
        }
        if cx.is_managed(run) {
            continue;
        }
        line.move_to(text, run);
        let cure = cure(text, first, run, &mut line);
        let (safety, title, edit) = match cure {
            Cure::None => continue,
            Cure::Remove(safety) => (safety, "take it out", Edit::new(run, "")),
            Cure::Space(safety) => (safety, "write a common space", Edit::new(run, " ")),
        };
        let code = u32::from(first.character);
        let message = match cure {
            Cure::Space(_) => format!("a {} (U+{code:04X}) keeps this from being read as markup", first.name),
            _ => format!("a {} (U+{code:04X}) stands here and does not show", first.name),
        };
        let finding = cx
            .finding(NAME, Level::Warning, run, message)
            .label("here")
            .help("searching, comparing and copying the text trip over it")
            .subject(line.words(text, run));
        let mendable = cx.document.is_some() || is_in_words(text, run, line.span);
        out.push(if mendable { finding.fix(safety, title, vec![edit]) } else { finding });
    }
}

/// The line that is being looked at, and what has been found out about it.
#[derive(Default)]
struct Line {
    span: Span,
    right_to_left: Option<bool>,
}

impl Line {
    fn move_to(&mut self, text: &str, place: Span) {
        if self.span.contains(place) {
            return;
        }
        let start = text[..place.start()].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let rest = &text[place.end()..];
        let end = place.end() + rest.find(['\n', '\r']).unwrap_or(rest.len());
        *self = Line { span: Span::new(start, end), right_to_left: None };
    }

    /// Whether it holds letters of a script written from right to left.
    fn right_to_left(&mut self, text: &str) -> bool {
        *self.right_to_left.get_or_insert_with(|| text[self.span.range()].chars().any(is_right_to_left))
    }

    /// A few words before the place, to know it again by.
    fn words(&self, text: &str, place: Span) -> String {
        let before = &text[self.span.start()..place.start()];
        let words: Vec<&str> = before.split_whitespace().rev().take(3).collect();
        words.into_iter().rev().collect::<Vec<_>>().join(" ")
    }
}

fn cure(text: &str, found: &Invisible, run: Span, line: &mut Line) -> Cure {
    let before = text[line.span.start()..run.start()].chars().next_back();
    let after = text[run.end()..line.span.end()].chars().next();
    let beside = |test: fn(char) -> bool| before.is_some_and(test) || after.is_some_and(test);
    let remove = Cure::Remove(safety(text, run, line.span));
    match found.character {
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => {
            if follows_marker(&text[line.span.start()..run.start()]) {
                Cure::Space(Safety::Unsafe)
            } else {
                Cure::None
            }
        }
        // What is left of text decoded with the wrong encoding: to take it
        // out would take with it what it can be mended by.
        '\u{AD}' | '\u{80}'..='\u{9F}' if beside(is_misread) => Cure::None,
        // These split words for line breaking where no spaces do.
        '\u{200B}' if beside(is_unspaced) || before == Some('@') => Cure::None,
        '\u{200C}' | '\u{200D}' | '\u{34F}' if beside(is_joined) => Cure::None,
        '\u{61C}' | '\u{200E}' | '\u{200F}' if line.right_to_left(text) => Cure::None,
        '\u{202A}'..='\u{202C}' | '\u{2066}'..='\u{2069}' if line.right_to_left(text) => Cure::None,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Cure::Remove(Safety::Unsafe),
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{180E}' => Cure::None,
        '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => {
            Cure::Remove(Safety::Unsafe)
        }
        character if character.is_control() => Cure::Remove(Safety::Unsafe),
        _ => remove,
    }
}

/// Markers of a line's start are shorter than this.
const MAX_MARKERS: usize = 64;

/// Whether taking the characters out leaves all that Markdown makes of the
/// line as it is: they stand between letters, digits and blanks, and the line
/// has something else.
fn safety(text: &str, run: Span, line: Span) -> Safety {
    let (head, tail) = (&text[line.start()..run.start()], &text[run.end()..line.end()]);
    let quiet =
        |ch: Option<char>| ch.is_none_or(|ch| ch.is_alphanumeric() || ch.is_whitespace() || !ch.is_ascii());
    let begins = head.len() < MAX_MARKERS && !head.contains(char::is_alphabetic);
    let letter_next = tail.trim_start().chars().next().is_some_and(char::is_alphabetic);
    // An address is made a link only where a word begins.
    let address = ["http", "www.", "ftp"]
        .iter()
        .any(|start| tail.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)));
    // At a line's end, blanks and `#` before it would come to mean something.
    let last = head.chars().next_back();
    let ends = tail.trim().is_empty() && !last.is_some_and(|ch| ch.is_alphanumeric() || !ch.is_ascii());
    let harmless = !address
        && !ends
        && quiet(last)
        && quiet(tail.chars().next())
        && (!begins || (letter_next && !tail.starts_with(char::is_whitespace)));
    if harmless { Safety::Safe } else { Safety::Unsafe }
}

/// Whether the characters stand within or before a word: then YAML makes the
/// same of a line without them. Beside `:`, `-`, `#` and the like it may not.
fn is_in_words(text: &str, run: Span, line: Span) -> bool {
    let before = text[line.start()..run.start()].chars().next_back();
    let after = text[run.end()..line.end()].chars().next();
    match before {
        Some(ch) if ch.is_alphanumeric() || !ch.is_ascii() => true,
        Some(ch) if !matches!(ch, ' ' | '"' | '\'' | '[' | '{' | ',') => false,
        _ => after.is_some_and(char::is_alphabetic),
    }
}

/// Whether a line so far is the marker of a heading or an item.
fn follows_marker(before: &str) -> bool {
    let marker = before.trim_start_matches([' ', '\t', '>']);
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    match marker {
        "-" | "*" | "+" => true,
        _ if digits > 0 => digits <= 3 && matches!(&marker[digits..], "." | ")"),
        _ => !marker.is_empty() && marker.len() <= 6 && marker.bytes().all(|byte| byte == b'#'),
    }
}

/// Letters that bytes of UTF-8 turn into when they are read as a one-byte
/// encoding of Western or Turkish.
fn is_misread(ch: char) -> bool {
    matches!(ch, '\u{80}'..='\u{17F}' | '\u{192}' | '\u{2C6}' | '\u{2DC}' | '\u{2013}'..='\u{203A}' | '€' | '™')
}

fn is_right_to_left(ch: char) -> bool {
    matches!(ch, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Letters of scripts that put no spaces between words: Thai, Lao, Tibetan,
/// Burmese, Khmer and their kin.
fn is_unspaced(ch: char) -> bool {
    matches!(ch, '\u{E00}'..='\u{EFF}' | '\u{F00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{1AAF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AADF}')
}

/// Letters that joiners shape: right-to-left ones, those of South Asia,
/// Mongolian.
fn is_joined(ch: char) -> bool {
    is_right_to_left(ch)
        || is_unspaced(ch)
        || matches!(ch, '\u{900}'..='\u{DFF}' | '\u{1800}'..='\u{18AF}' | '\u{A800}'..='\u{ABFF}' | '\u{11000}'..='\u{11FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::{entries, readme};
    use crate::text::apply;

    /// How each finding is mended: safely (`s`) or not (`u`).
    fn told(text: &str) -> String {
        let safety = |finding: &Finding| match finding.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => 's',
            _ => 'u',
        };
        readme(text, &[NAME]).findings.iter().map(safety).collect()
    }

    #[test]
    fn what_does_not_show_is_told_and_taken_out_where_nothing_else_changes() {
        let text = "CHAOS\u{200B} and\u{FEFF} MSD\u{200B}\u{200B}\n";
        let found = readme(text, &[NAME]).findings;
        let edits: Vec<Edit> = found.iter().flat_map(|finding| finding.fix.clone().unwrap().edits).collect();
        assert_eq!((found.len(), apply(text, &edits).unwrap().as_str()), (3, "CHAOS and MSD\n"));
        assert_eq!(told("soft\u{AD}hyphen \u{200E}mark join\u{200D}er\n"), "sss");
    }

    #[test]
    fn what_keeps_markup_from_being_read_is_not_taken_out_safely() {
        for text in [
            "`\u{200B}`\n",
            "\u{200B}# a\n",
            "\u{200B}\n",
            "\u{200B}1. a\n",
            "https://\u{200B}a.example\n",
            "a\u{202E}b\n",
            "a\u{1B}b\n",
        ] {
            assert_eq!(told(text), "u", "{text:?}");
        }
    }

    #[test]
    fn no_break_spaces_are_told_where_they_hide_a_marker() {
        assert_eq!(told("#\u{A0}Title\n\n-\u{A0}item\n\n2.\u{A0}item\n"), "uuu");
        assert_eq!(told("10\u{A0}km \u{202F}!\n"), "");
    }

    #[test]
    fn what_keeps_yaml_from_reading_a_line_otherwise_is_left_to_a_person() {
        let mendable = |text: &str| {
            let found = entries(text, &[NAME]).findings;
            assert_eq!(found.len(), 1, "{text:?}");
            found[0].fix.is_some()
        };
        for text in ["- name: a\u{200B}b\n", "- name: \u{200B}a\n", "- name: 'a\u{AD}'\n"] {
            assert!(mendable(text), "{text:?}");
        }
        for text in ["- name: \u{200B}- a\n", "- name: a:\u{200B} b\n", "- name: a \u{200B}# b\n"] {
            assert!(!mendable(text), "{text:?}");
        }
    }

    #[test]
    fn characters_that_belong_where_they_stand_are_left_alone() {
        for text in [
            "می\u{200C}خواهم\n",
            "क\u{200D}ष\n",
            "שלום\u{200F}!\n",
            "ไทย\u{200B}ไทย\n",
            "@\u{200B}name\n",
            "è‚\u{AD}æ¯\u{8D}\n",
            "👩\u{200D}💻\n",
        ] {
            assert_eq!(told(text), "", "{text:?}");
        }
    }
}
