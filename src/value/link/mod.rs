//! Links: a URL, perhaps with a text.
//!
//! Written as a bare URL where GitHub links exactly that, as `<url>` where
//! CommonMark does, as `[text](url)` where there is a text, and else as plain
//! text: what is no URL, or a dangerous one, becomes nothing to click on. What
//! is wrong with a URL is told by [`faults`]; which URLs are the same by
//! [`comparable`].

mod faults;
mod identity;
mod relative;

pub use faults::{DANGEROUS, FaultKind, LinkFault, faults, without_tracking};
pub use identity::{arxiv, comparable, doi, host, serves_https};
pub use relative::{is_relative, looks_like_host};

use super::markup::{
    are_balanced, begins_reference, decode_attribute, decode_destination, encode_destination,
};
use super::pieces;
use super::reference::{escape_where, unescape};
use super::term::joint;

/// A URL as written, with the text to show for it if that is another.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Link {
    /// The URL, as written.
    pub url: Box<str>,
    // Few have one: behind a second box it takes half the room.
    text: Option<Box<Box<str>>>,
}

impl Link {
    /// A link. A text that is empty or repeats the URL, as it is or as Markdown
    /// has it, is left out.
    pub fn new(url: &str, text: Option<String>) -> Self {
        let says_more = |text: &String| !text.is_empty() && text != url && *text != encode_destination(url);
        Link { url: url.into(), text: text.filter(says_more).map(|text| Box::new(text.into())) }
    }

    /// The text, inline Markdown; neither empty nor the URL itself.
    pub fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|text| &***text)
    }

    /// Reads `<url>`, `[text](url)` or a text without spaces. `None` for
    /// anything else, and for what [leads nowhere](is_nowhere).
    pub fn parse(text: &str) -> Option<Self> {
        let piece = pieces::trim(text);
        if let Some(link) = bracketed(piece) {
            return Some(link);
        }
        if let Some(url) = piece.strip_prefix('<') {
            let url = url.strip_suffix('>').filter(|url| is_autolink(url))?;
            return Some(Link::new(url, None));
        }
        let url = is_plain(piece).then(|| unescape(piece, is_special))?;
        (!is_nowhere(&url)).then(|| Link::new(&url, None))
    }

    /// The link as inline Markdown; [`Link::parse`] reads it back. A URL stands
    /// in `<…>`, since linters of Markdown take a bare one for an oversight.
    pub fn render(&self) -> String {
        self.piece(|_| false, false)
    }

    fn piece(&self, separator: impl Fn(char) -> bool, relative: bool) -> String {
        if let Some(text) = self.text() {
            return ["[", &pieces::seal(text, |_| false), "](", &encode_destination(&self.url), ")"].concat();
        }
        let url = &*self.url;
        let dangerous =
            scheme(url).is_some_and(|scheme| DANGEROUS.iter().any(|bad| scheme.eq_ignore_ascii_case(bad)));
        // What is between the brackets hides every separator.
        if is_autolink(url) && !dangerous {
            // cmark decodes references in `<url>`, which CommonMark does not.
            let decoded = url.match_indices('&').any(|(at, _)| begins_reference(&url[at..]));
            if decoded {
                return itself(url);
            }
            return ["<", url, ">"].concat();
        }
        if is_linked_bare(url) && pieces::marks(url, &separator).is_empty() {
            return url.to_string();
        }
        if relative && is_relative(url) {
            return itself(url);
        }
        // Not worth a link, so not worth being sparing either.
        let balanced = are_balanced(url);
        let escaped = escape_where(url, is_special, |at, c| match c {
            '(' | ')' | '（' | '）' => !balanced,
            '<' | '[' | ']' | '`' | '\\' => true,
            '!' => at == 0,
            _ => c.is_whitespace() || separator(c),
        });
        escaped.into_owned()
    }
}

/// Whether a URL is nothing but white space.
pub fn is_nowhere(url: &str) -> bool {
    url.trim().is_empty()
}

/// A link whose text is its URL.
fn itself(url: &str) -> String {
    let target = encode_destination(url);
    ["[", &target, "](", &target, ")"].concat()
}

/// The links of a field: as [`Link::render`] has them in one that holds `one`
/// alone, else as [`render_links`]. Where `relative` says that such are meant,
/// [relative](is_relative) ones are links too.
pub fn render_field(links: &[Link], one: bool, lang: &str, relative: bool) -> String {
    if let ([link], true) = (links, one) {
        return link.piece(|_| false, relative);
    }
    let (separator, joint) = joint(lang);
    let links = links.iter().filter(|link| !is_nowhere(&link.url));
    links.map(|link| link.piece(|c| c == separator, relative)).collect::<Vec<_>>().join(joint)
}

/// The links as one cell: joined by `, `, or by `、` in Chinese and Japanese.
/// [`read_links`] reads it back; links without URL are left out.
pub fn render_links(links: &[Link], lang: &str) -> String {
    render_field(links, false, lang, false)
}

/// Reads what [`render_links`] wrote; `None` if a piece is no link.
pub fn read_links(text: &str, lang: &str) -> Option<Vec<Link>> {
    let (separator, _) = joint(lang);
    let links: Vec<Link> =
        pieces::split(text, |c| c == separator).into_iter().map(Link::parse).collect::<Option<_>>()?;
    // Separators alone are text.
    (!links.is_empty() || pieces::trim(text).is_empty()).then_some(links)
}

/// The links of a legacy cell: joined by line breaks, commas, semicolons, `|`,
/// a slash between spaces, or spaces alone; HTML's `<a href>` too. `None` if
/// anything in the cell is no link.
pub fn read_legacy(text: &str) -> Option<Vec<Link>> {
    // A cell that reads as links in a managed region is never free text.
    several(text)
        .filter(|links| !links.is_empty())
        .or_else(|| ["en", "zh"].into_iter().find_map(|lang| read_links(text, lang)))
        .filter(|links| !links.is_empty())
}

fn several(text: &str) -> Option<Vec<Link>> {
    let lines = pieces::lines(text);
    let mut links = Vec::with_capacity(lines.len());
    for line in lines {
        if let Some(link) = anchor(line).or_else(|| Link::parse(line)) {
            links.push(link);
            continue;
        }
        let separator = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | '|');
        for piece in pieces::split(line, separator) {
            if piece == "/" {
                continue;
            }
            // A word between links is no link, though it stands alone.
            let named = piece.starts_with(['[', '<']) || piece.contains("://");
            links.push(Link::parse(piece).filter(|_| named)?);
        }
    }
    Some(links)
}

/// `[text](url)` without a title.
fn bracketed(piece: &str) -> Option<Link> {
    let (text, target) = text_and_target(piece)?;
    let text = Some(text).filter(|text| *text != target).map(|text| pieces::open(text).into_owned());
    let url = decode_destination(target);
    // A link to nowhere is no link: shown as one, its text would be lost.
    (!is_nowhere(&url)).then(|| Link::new(&url, text))
}

/// What stands in the two brackets of `[text](url)`, as written.
pub(super) fn text_and_target(piece: &str) -> Option<(&str, &str)> {
    if !piece.starts_with('[') {
        return None;
    }
    // Most links are of plain words and a plain address.
    if let Some((text, rest)) = piece[1..].split_once("](")
        && let Some(target) = rest.strip_suffix(')')
        && !text.contains(pieces::is_syntax)
        && !target.contains(|c: char| pieces::is_syntax(c) || c.is_whitespace())
    {
        return Some((text, target));
    }
    let groups = pieces::groups(piece);
    let &(_, close) = groups.first().filter(|group| group.0 == 0)?;
    let target = piece[close..].strip_prefix("](")?.strip_suffix(')')?;
    // The bracket after the text must be the one that ends the piece.
    groups.binary_search(&(close + 1, piece.len() - 1)).ok()?;
    let target = pieces::trim(target);
    let target = match target.strip_prefix('<') {
        Some(quoted) => quoted.strip_suffix('>').filter(|url| !url.contains(['<', '>', '\n']))?,
        None => Some(target).filter(|url| !url.contains(char::is_whitespace))?,
    };
    Some((&piece[1..close], target))
}

/// `<a href="url">text</a>` with no other attribute and no tag inside.
fn anchor(piece: &str) -> Option<Link> {
    let inside = piece.strip_prefix("<a href=\"")?.strip_suffix("</a>")?;
    let (url, text) = inside.split_once("\">")?;
    (!text.contains('<') && !url.contains('"'))
        .then(|| Link::new(&decode_attribute(url), Some(text.trim().to_string())))
}

/// Whether `text` can be a URL that stands alone, good or bad: neither several
/// words nor markup.
pub fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['[', '!'])
        && !text.contains(|c: char| c.is_whitespace() || c == '<')
}

/// The scheme of a URL, without its colon.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

/// Whether CommonMark makes a link of `<url>`.
fn is_autolink(url: &str) -> bool {
    scheme(url).is_some_and(|scheme| (2..=32).contains(&scheme.len()))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))
}

/// Whether GitHub's extended autolinks take the bare `url`, and all of it.
/// Where their rules are hard to foresee, the answer is no.
fn is_linked_bare(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let (domain, port) = authority.split_once(':').unwrap_or((authority, "0"));
    let labels = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&()+,;=%".contains(&byte);
    let count = |c: char| url.matches(c).count();
    domain.contains('.')
        && domain.split('.').all(labels)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && url.bytes().all(plain)
        && !(url.contains('&') && url.contains(';'))
        && count('(') == count(')')
        && url
            .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '=' | '#' | '+' | ')'))
}

/// What may be written as a reference in a URL that stands as plain text.
fn is_special(c: char) -> bool {
    pieces::is_sealed(c) || c == '!' || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(url: &str, text: &str) -> Link {
        Link::new(url, Some(text.to_string()))
    }

    #[test]
    fn every_form_of_a_link_is_read() {
        assert_eq!(Link::parse("<https://a.b/c>"), Some(link("https://a.b/c", "")));
        assert_eq!(Link::parse(" https://a.b/c "), Some(link("https://a.b/c", "")));
        assert_eq!(Link::parse("[A [b]](https://a.b/c_(d))"), Some(link("https://a.b/c_(d)", "A [b]")));
        assert_eq!(Link::parse("[A](<https://a.b/c d>)"), Some(link("https://a.b/c d", "A")));
        assert_eq!(Link::parse("https"), Some(link("https", "")));
        for text in
            ["", "see https://a.b", "<b>", "[A](x \"title\")", "[A](x) y", "[A]", "![A](x)", "[A](x)(y)"]
        {
            assert_eq!(Link::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_plainest_form_that_links_the_whole_url_is_written() {
        for (url, written) in [
            ("https://a.b/c_(d)", "<https://a.b/c_(d)>"),
            ("www.a.b/c", "www.a.b/c"),
            ("https://a.b/c.", "<https://a.b/c.>"),
            ("https://a.b/c*d", "<https://a.b/c*d>"),
            ("https://例え.jp/", "<https://例え.jp/>"),
            ("https://u:p@a.b/", "<https://u:p@a.b/>"),
            ("https://a.b/?x&copy;", "[https://a.b/?x&#38;copy;](https://a.b/?x&#38;copy;)"),
            ("https", "https"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("a b", "a&#32;b"),
        ] {
            assert_eq!(Link::new(url, None).render(), written);
        }
        assert_eq!(link("https://a.b/c d", "A").render(), "[A](https://a.b/c&#32;d)");
    }

    #[test]
    fn legacy_cells_hold_links_joined_in_many_ways() {
        let urls = |cell: &str| {
            read_legacy(cell)
                .map(|links| links.into_iter().map(|link| link.url.to_string()).collect::<Vec<_>>())
        };
        let both = Some(vec!["https://a.b/x".to_string(), "https://c.d".to_string()]);
        for cell in [
            "https://a.b/x<br>https://c.d",
            "[A](https://a.b/x) [B](https://c.d)",
            "<https://a.b/x>, https://c.d",
            "https://a.b/x / https://c.d",
            "[A](https://a.b/x)、[B](https://c.d)",
        ] {
            assert_eq!(urls(cell), both, "{cell}");
        }
        assert_eq!(
            urls("<a href=\"https://a.b/?x&amp;y\">A</a>"),
            Some(vec!["https://a.b/?x&y".to_string()])
        );
        assert_eq!(urls("https://"), Some(vec!["https://".to_string()]));
        assert_eq!(urls("one, two"), Some(vec!["one".to_string(), "two".to_string()]));
        assert_eq!(urls("see https://c.d"), None);
        assert_eq!([urls("&#32;"), urls("[a](&#160;)"), urls("<br>&#32;")], [None, None, None]);
        assert_eq!(urls(""), None);
    }

    fn any_link() -> impl Strategy<Value = Link> {
        let url = "(https://|http://|javascript:|a\\.b|/|\\?|&|amp;|#|44;|,|、|\\(|\\)|\\[|\\]|<|>|`|\\\\| |!|\"|c|\\.|\\PC){1,10}";
        let text = "(a|,| |\\[|\\]|\\(|`|<b|\\\\|&#44;|\\PC){0,6}";
        (url, text)
            .prop_map(|(url, text)| link(&url, &text))
            .prop_filter("nowhere", |link| !is_nowhere(&link.url))
    }

    proptest! {
        #[test]
        fn what_is_rendered_is_read_back(links in proptest::collection::vec(any_link(), 0..4), lang in "en|zh") {
            prop_assert_eq!(read_links(&render_links(&links, &lang), &lang), Some(links.clone()));
            for link in links {
                prop_assert_eq!(Link::parse(&link.render()), Some(link));
            }
        }
    }
}
