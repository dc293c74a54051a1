//! A cell of an HTML table turned into one line of Markdown.
//!
//! Owns the writing of links, images, emphasis, code and line breaks; refuses
//! to know about tables. Text is taken over as it is, Markdown in it included,
//! since people write Markdown in HTML cells and mean it; only what would turn
//! into another tag or entity is escaped.

use super::html::{Element, Piece, pieces};
use crate::text::Span;

/// `html` as Markdown on one line. Tags without a Markdown counterpart vanish,
/// their text stays; `<sup>`, `<sub>`, `<kbd>` and images with more than a
/// source and an alternative text stay HTML; paragraphs and list items are
/// parted by `<br>`. Missing end tags and other errors are tolerated.
pub fn to_markdown(html: &str) -> String {
    let mut writer = Writer::default();
    pieces(html, Span::new(0, html.len()), 0, |piece| writer.piece(html, &piece));
    while !writer.open.is_empty() {
        writer.close_last();
    }
    let trimmed = writer.out.trim_matches([' ', '\t']);
    let mut trimmed = trimmed;
    while let Some(shorter) = trimmed.strip_suffix(BREAK).or_else(|| trimmed.strip_prefix(BREAK)) {
        trimmed = shorter.trim_matches(' ');
    }
    trimmed.to_owned()
}

const BREAK: &str = "<br>";

struct Open {
    element: Element,
    /// Where its content starts in the output.
    start: usize,
    href: Option<String>,
}

#[derive(Default)]
struct Writer {
    out: String,
    open: Vec<Open>,
    /// A line end is due before the next text.
    pending_break: bool,
}

impl Writer {
    fn piece(&mut self, html: &str, piece: &Piece) {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Comment { .. } => {}
            Piece::Start { element, span, .. } => match element {
                Element::Break => {
                    self.out.truncate(self.out.trim_end_matches(' ').len());
                    self.out.push_str(BREAK);
                    self.pending_break = false;
                }
                Element::Image => self.image(&html[span.range()], piece),
                Element::Anchor => {
                    self.close(Element::Anchor);
                    self.flush();
                    let href = piece.attribute("href").map(|href| href.value.trim().to_owned());
                    self.open.push(Open { element: Element::Anchor, start: self.out.len(), href });
                }
                Element::Strong | Element::Emphasis | Element::Code | Element::Strike => {
                    self.flush();
                    self.open.push(Open { element: *element, start: self.out.len(), href: None });
                }
                Element::Kept => {
                    self.flush();
                    self.out.push_str(&html[span.range()]);
                }
                Element::Block | Element::Row | Element::Heading(_) | Element::Summary => {
                    self.pending_break = true;
                }
                Element::Cell | Element::HeaderCell => self.space(),
                _ => {}
            },
            Piece::End { element, span } => match element {
                Element::Anchor | Element::Strong | Element::Emphasis | Element::Code | Element::Strike => {
                    self.close(*element);
                }
                Element::Kept => self.out.push_str(&html[span.range()]),
                Element::Block | Element::Row | Element::Heading(_) | Element::Summary => {
                    self.pending_break = true;
                }
                _ => {}
            },
        }
    }

    fn flush(&mut self) {
        if std::mem::take(&mut self.pending_break) {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            let line_start = self.out.is_empty() || self.out.ends_with(BREAK);
            // Emphasis that spans lines keeps its start behind the break.
            if !line_start {
                self.out.push_str(BREAK);
            }
            let len = self.out.len();
            for open in &mut self.open {
                open.start = open.start.min(len);
            }
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn text(&mut self, text: &str) {
        let code = self.open.iter().any(|open| open.element == Element::Code);
        let starts_blank = text.starts_with(char::is_whitespace);
        let mut first = true;
        for word in text.split([' ', '\t', '\n', '\r', '\u{C}']).filter(|word| !word.is_empty()) {
            self.flush();
            if (!first || starts_blank) && !self.out.ends_with(BREAK) {
                self.space();
            }
            first = false;
            self.word(word, code);
        }
        if text.ends_with([' ', '\t', '\n', '\r', '\u{C}']) && !self.out.ends_with(BREAK) {
            self.space();
        }
    }

    /// Writes `word` so that `<` opens no tag and `&` no entity.
    fn word(&mut self, word: &str, code: bool) {
        if code {
            self.out.push_str(word);
            return;
        }
        for (at, ch) in word.char_indices() {
            let next = word[at + ch.len_utf8()..].chars().next();
            match (ch, next) {
                ('<', Some(next)) if next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') => {
                    self.out.push_str("&lt;");
                }
                ('&', Some(next)) if next == '#' || next.is_ascii_alphabetic() => self.out.push_str("&amp;"),
                _ => self.out.push(ch),
            }
        }
    }

    fn image(&mut self, source: &str, piece: &Piece) {
        self.flush();
        let plain = match piece {
            Piece::Start { attributes, .. } => {
                attributes.iter().all(|attribute| matches!(attribute.name.as_str(), "src" | "alt"))
            }
            _ => false,
        };
        let value = |name: &str| piece.attribute(name).map_or("", |attribute| attribute.value.as_str());
        if plain && !value("src").trim().is_empty() {
            let alt = one_line(value("alt")).replace(['[', ']'], "");
            self.out.push_str(&format!("![{alt}]({})", destination(value("src"))));
        } else {
            self.out.push_str(&one_line(source));
        }
    }

    fn close(&mut self, element: Element) {
        let Some(index) = self.open.iter().rposition(|open| open.element == element) else { return };
        while self.open.len() > index {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let content = self.out.split_off(open.start.min(self.out.len()));
        let body = content.trim_matches(' ');
        let lead = &content[..content.len() - content.trim_start_matches(' ').len()];
        let tail = if body.is_empty() { "" } else { &content[content.trim_end_matches(' ').len()..] };
        self.out.push_str(lead);
        match (open.element, open.href) {
            (Element::Anchor, Some(href)) if !href.is_empty() => self.link(body, &href),
            (Element::Strong, _) => self.wrap("**", body),
            (Element::Emphasis, _) => self.wrap("*", body),
            (Element::Strike, _) => self.wrap("~~", body),
            (Element::Code, _) if !body.is_empty() => {
                let fence = if body.contains('`') { "``" } else { "`" };
                let pad = if body.starts_with('`') || body.ends_with('`') { " " } else { "" };
                self.out.push_str(&format!("{fence}{pad}{body}{pad}{fence}"));
            }
            _ => self.out.push_str(body),
        }
        self.out.push_str(tail);
    }

    fn link(&mut self, body: &str, href: &str) {
        let address = href.starts_with("http://") || href.starts_with("https://");
        if body == href && address && !href.contains(['<', '>', ' ']) {
            self.out.push_str(&format!("<{href}>"));
            return;
        }
        // Brackets in a link's text must pair up; those of an image do.
        let text = if body.matches('[').count() == body.matches(']').count() {
            body.to_owned()
        } else {
            body.replace('[', "\\[").replace(']', "\\]")
        };
        self.out.push_str(&format!("[{text}]({})", destination(href)));
    }

    fn wrap(&mut self, mark: &str, body: &str) {
        if body.is_empty() || body == BREAK {
            self.out.push_str(body);
        } else {
            self.out.push_str(&format!("{mark}{body}{mark}"));
        }
    }
}

/// An address as a link's destination: in `<>` where it holds what would end
/// it early.
fn destination(address: &str) -> String {
    let address = one_line(address);
    let paired = address.matches('(').count() == address.matches(')').count();
    if address.is_empty() || address.contains([' ', '<', '>']) || !paired {
        format!("<{}>", address.replace('<', "%3C").replace('>', "%3E"))
    } else {
        address
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_markup_becomes_markdown_on_one_line() {
        for (html, markdown) in [
            ("plain", "plain"),
            ("  a\n   b  ", "a b"),
            ("<a href=\"https://a.example\">A</a>", "[A](https://a.example)"),
            ("<a href='https://a.example'>https://a.example</a>", "<https://a.example>"),
            ("<a href='x y'>A]</a>", "[A\\]](<x y>)"),
            ("<img src=\"a.png\" alt=\"A\">", "![A](a.png)"),
            ("<img src=\"a.png\" width=\"9\">", "<img src=\"a.png\" width=\"9\">"),
            ("<a href=\"x\"><img src=\"a.png\"></a>", "[![](a.png)](x)"),
            ("a <br/> b<br>", "a<br>b"),
            ("<b>a </b>b<i> c</i>", "**a** b *c*"),
            ("<b></b>x", "x"),
            ("<code>a|b</code>", "`a|b`"),
            ("m<sup>2</sup>", "m<sup>2</sup>"),
            ("<p>a</p><p>b</p>", "a<br>b"),
            ("<ul>\n<li>a</li>\n<li>b</li></ul>", "a<br>b"),
            ("a &lt;b&gt; &amp;lt; c &amp; d&nbsp;e", "a &lt;b> &amp;lt; c & d\u{A0}e"),
            ("<span style='x'>a</span><!-- c -->", "a"),
            ("<b>a<i>b", "**a*b***"),
            ("[A](b)", "[A](b)"),
            ("<a>x</a>", "x"),
            ("", ""),
        ] {
            assert_eq!(to_markdown(html), markdown, "{html}");
        }
    }
}
