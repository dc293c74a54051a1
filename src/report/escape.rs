//! Text of strangers, written into JSON, XML, HTML and workflow commands.
//!
//! Each function escapes what the format itself needs and, beyond that, all
//! that [`super::safe`] keeps from terminals and runners. Where the format can
//! say a character by its number, nothing is lost: whoever reads the report
//! with a real parser gets the very text.

use super::safe::{is_hidden, push_sign, visible};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes `value` as JSON, on several lines if `pretty`, with a line end.
pub(super) fn write_json(out: &mut dyn Write, value: &impl Serialize, pretty: bool) -> io::Result<()> {
    let text = if pretty { serde_json::to_string_pretty(value)? } else { serde_json::to_string(value)? };
    out.write_all(json(&text).as_bytes())?;
    out.write_all(b"\n")
}

/// A JSON text that means the same with hidden characters and `##[` written as
/// `\u` escapes. Outside strings JSON has neither, so no string need be found;
/// the line ends between members stay.
fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ['\0'; 2];
    for c in text.chars() {
        let command = c == '[' && before == ['#', '#'];
        if command || (is_hidden(c) && c != '\n') {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
        before = [before[1], c];
    }
    out
}

/// `text` for XML 1.0, in content or in an attribute between double quotes.
/// Controls that XML cannot hold, even by number, become signs.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut before = ' ';
    for c in text.chars() {
        let breaks = (c == ':' && before == ':') || (c == '[' && before == '#');
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            '\n' | '\t' | '\r' => by_number(&mut out, c),
            '\0'..'\u{20}' => push_sign(&mut out, c),
            _ if breaks || is_hidden(c) => by_number(&mut out, c),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

fn by_number(out: &mut String, c: char) {
    let _ = write!(out, "&#{};", u32::from(c));
}

/// `text` on one line for HTML inside Markdown, where no character may start
/// markup of either, a mention or a workflow command.
pub(super) fn html(text: &str) -> String {
    // A mention is looked for after rendering, when the reference is a plain
    // sign again; the word joiner keeps it from being one.
    html_code(text).replace("&#64;", "&#64;&#8288;")
}

/// The same for the inside of `<code>` and `<pre>`, where nothing is taken for
/// a mention and people copy from.
pub(super) fn html_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in visible(text).chars() {
        match c {
            ' ' | ',' | '.' | ';' | '/' | '(' | ')' | '?' | '=' | '%' | '-' | '+' => out.push(c),
            c if c.is_ascii_punctuation() => by_number(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

/// `text` as the data of a workflow command: `%`, carriage return and line
/// feed by number, other controls as signs.
pub(super) fn command_data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|line| visible(line).replace('%', "%25")).collect();
    lines.join("%0A").replace("##[", "##\\[")
}

/// `text` as a property of a workflow command, where `:` and `,` end it.
pub(super) fn command_property(text: &str) -> String {
    command_data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn xml_names_what_it_can_and_signs_the_rest() {
        assert_eq!(xml("a<b&\"c\" 好\u{1B}\r\n"), "a&lt;b&amp;&quot;c&quot; 好␛&#13;&#10;");
        assert_eq!(xml("::x:: ##[y]\u{202E}"), ":&#58;x:&#58; ##&#91;y]&#8238;");
        assert_eq!(xml("\u{FFFE}\t"), "\u{FFFD}&#9;");
    }

    #[test]
    fn markdown_never_sees_markup_or_a_mention() {
        assert_eq!(
            html("<b>*@me* ##[x] | `y`"),
            "&#60;b&#62;&#42;&#64;&#8288;me&#42; &#35;&#35;&#91;x&#93; &#124; &#96;y&#96;"
        );
    }

    #[test]
    fn commands_keep_lines_in_data_and_end_no_property_early() {
        assert_eq!(command_data("50%\nb\r: ##[x]"), "50%25%0Ab␍: ##\\[x]");
        assert_eq!(command_property("a:b,c\nd%"), "a%3Ab%2Cc␊d%25");
    }

    proptest! {
        #[test]
        fn escaped_json_means_the_same(text in any::<String>(), tail in "[#\\[\u{202E}\u{9B}\u{E0041}好]{0,8}") {
            let text = text + &tail;
            let mut out = Vec::new();
            write_json(&mut out, &text, false).unwrap();
            let out = String::from_utf8(out).unwrap();
            prop_assert!(!out.contains("##["));
            prop_assert!(!out.trim_end().chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
