//! Cells that say nothing: what people write when they do not know.

/// How surely a cell is a placeholder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placeholder {
    /// In every field.
    Always,
    /// Unless the field's other values make it a term: `/`, `无`.
    Perhaps,
}

/// Words that stand for unknown, in small letters.
const WORDS: &[&str] = &[
    "n/a",
    "n.a.",
    "n.a",
    "na",
    "none",
    "null",
    "nil",
    "tbd",
    "todo",
    "unknown",
    "未知",
    "待补充",
    "暂无",
    "不详",
];

/// Signs that stand for unknown, once or repeated.
const SIGNS: &[char] = &['#', '*', '-', '–', '—', '―', '－', '?', '？', '＃', '＊'];

/// What kind of placeholder a cell is, if it is one. White space, characters
/// of no width, `<br>` and backslashes before signs do not count; case
/// neither.
pub fn placeholder(cell: &str) -> Option<Placeholder> {
    // The longest placeholder is short; a text that begins with more than that
    // in visible characters is none.
    const ENOUGH: usize = 64;
    let mut shown = String::new();
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        if shown.is_empty() && c.is_ascii_alphanumeric() && !begins_one(c) {
            return None;
        }
        if let Some(after) = invisible(rest) {
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c == '\\' && rest.starts_with(|next: char| next.is_ascii_punctuation()) {
            continue;
        }
        // Nearly every value ends here: no placeholder begins as it does.
        if shown.is_empty() && !begins_one(c) {
            return None;
        }
        shown.extend(c.to_lowercase());
        if shown.len() > ENOUGH {
            break;
        }
    }
    match shown.as_str() {
        "" => return Some(Placeholder::Always),
        "/" | "无" | "／" => return Some(Placeholder::Perhaps),
        word if WORDS.contains(&word) => return Some(Placeholder::Always),
        _ => {}
    }
    let first = shown.chars().next().filter(|first| SIGNS.contains(first))?;
    (shown.len() <= ENOUGH && shown.chars().all(|c| c == first)).then_some(Placeholder::Always)
}

/// Whether a placeholder begins with that character.
fn begins_one(c: char) -> bool {
    matches!(c, 'n' | 'N' | 't' | 'T' | 'u' | 'U' | '未' | '待' | '暂' | '不' | '无' | '/' | '／')
        || SIGNS.contains(&c)
}

/// Whether the cell is a placeholder in every field.
pub fn is_placeholder(cell: &str) -> bool {
    placeholder(cell) == Some(Placeholder::Always)
}

/// What follows the invisible thing at the start of `text`, if one is there.
fn invisible(text: &str) -> Option<&str> {
    let c = text.chars().next()?;
    if !matches!(c, '&' | '<') {
        let zero_width = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{115F}' | '\u{3164}');
        return (c.is_whitespace() || c.is_control() || zero_width).then(|| &text[c.len_utf8()..]);
    }
    for blank in ["&nbsp;", "&#160;", "&#xA0;", "<br>", "<br/>", "<br />"] {
        if text.get(..blank.len()).is_some_and(|start| start.eq_ignore_ascii_case(blank)) {
            return Some(&text[blank.len()..]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_a_placeholder() {
        for cell in [
            "",
            "  ",
            "\u{A0}",
            "\u{200B}\u{FEFF}",
            "&nbsp;",
            "<br>",
            "#",
            "##",
            "*",
            "**",
            "-",
            "--",
            "---",
            "–",
            "—",
            "?",
            "N/A",
            "n.a.",
            "NA",
            "none",
            "NULL",
            "nil",
            "TBD",
            "todo",
            "Unknown",
            "未知",
            "待补充",
            "\\#",
            "\\*\\*",
            " - ",
        ] {
            assert!(is_placeholder(cell), "{cell:?}");
        }
    }

    #[test]
    fn every_placeholder_begins_as_the_short_cut_thinks() {
        for word in WORDS {
            for text in [(*word).to_string(), word.to_uppercase()] {
                assert!(begins_one(text.chars().next().unwrap()), "{text}");
            }
        }
    }

    #[test]
    fn what_may_be_a_term_is_only_perhaps_one() {
        for cell in ["/", "无", " / "] {
            assert_eq!(placeholder(cell), Some(Placeholder::Perhaps), "{cell:?}");
            assert!(!is_placeholder(cell));
        }
    }

    #[test]
    fn a_value_is_no_placeholder() {
        for cell in ["0", "#1", "-1", "C#", "有/无", "Not available yet for all", "*a*", "nan", "- [x]", "#-"]
        {
            assert_eq!(placeholder(cell), None, "{cell:?}");
        }
        assert_eq!(placeholder(&"#".repeat(1_000_000)), None);
    }
}
