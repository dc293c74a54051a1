//! Text that means nothing but itself.

/// Whether a row has as many cells as there are columns, and nothing in them
/// that means anything but itself.
pub(super) fn is_plain_row(line: &str, columns: usize) -> bool {
    let line = line.trim_end_matches(['\r', '\n']);
    let Some(cells) = line.strip_prefix('|').and_then(|cells| cells.strip_suffix('|')) else { return false };
    let mut count = 0;
    cells.split('|').all(|cell| {
        count += 1;
        PlainCell::read(cell.trim_matches(' ')).is_some()
    }) && count == columns
}

/// What a cell without padding holds, where that is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum PlainCell<'t> {
    /// Words, or nothing.
    Words(&'t str),
    /// `<url>`
    Bare(&'t str),
    /// `[words](url)`
    Link(&'t str, &'t str),
}

impl<'t> PlainCell<'t> {
    /// Reads a cell; `None` if it may mean anything else.
    pub(in super::super) fn read(cell: &'t str) -> Option<Self> {
        const IN_LINK: Bytes = Bytes::of(b"-._~/?#$+,;=%:");
        const ALONE: Bytes = Bytes::of(b"-._~/?#$+,;=%:()");
        if let Some(url) = cell.strip_prefix('<') {
            return url.strip_suffix('>').filter(|url| is_url(url, &ALONE)).map(PlainCell::Bare);
        }
        if let Some(link) = cell.strip_prefix('[') {
            let (words, url) = link.strip_suffix(')')?.split_once("](")?;
            return (!words.is_empty() && is_words(words) && is_url(url, &IN_LINK))
                .then_some(PlainCell::Link(words, url));
        }
        is_words(cell).then_some(PlainCell::Words(cell))
    }
}

/// Whether a text has no markup, nor anything that is linked by itself.
fn is_words(text: &str) -> bool {
    const PLAIN: Bytes = Bytes::of(b" ,.()/+-%;'\"=#?:");
    let is_padded = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    let is_linked =
        (text.contains('w') && text.contains("www")) || (text.contains(':') && text.contains("//"));
    PLAIN.hold(text) && !is_padded && !is_linked
}

/// Whether a text is a link to the web, of bytes that mean themselves in it.
fn is_url(text: &str, plain: &Bytes) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && plain.hold(text)
        && (text.is_ascii() || !text.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// Bytes that mean themselves: letters, digits, what is beyond ASCII, and some
/// signs.
struct Bytes([bool; 256]);

impl Bytes {
    const fn of(signs: &[u8]) -> Bytes {
        let mut plain = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            plain[byte] = byte >= 0x80 || (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        let mut at = 0;
        while at < signs.len() {
            plain[signs[at] as usize] = true;
            at += 1;
        }
        Bytes(plain)
    }

    /// Whether all of a text is of them.
    fn hold(&self, text: &str) -> bool {
        text.bytes().all(|byte| self.0[usize::from(byte)])
    }
}

/// Whether a line of a list's item is words and links, or blank, so that what
/// follows the item is the same without it.
pub(super) fn is_plain_item(line: &str) -> bool {
    let text = line.trim_end_matches(['\r', '\n']).trim_matches(' ');
    let inner = text.strip_prefix("- ").unwrap_or(text);
    // Nothing but `-` or `=` makes a heading of the line above.
    text.is_empty() || (!inner.starts_with(['-', '=']) && is_plain_inline(inner))
}

/// Whether a text is words, emphasis or not, and links that need no definition.
fn is_plain_inline(text: &str) -> bool {
    const WORDS: Bytes = Bytes::of(b" ,.()/+-%;'\"=?:*_");
    let mut rest = text;
    while let Some(at) = rest.find(['[', '<']) {
        let (before, from) = rest.split_at(at);
        let end = if from.starts_with('<') { from.find('>') } else { from.find(')') };
        let Some(end) = end else { return false };
        let (link, after) = from.split_at(end + 1);
        let is_link = matches!(PlainCell::read(link), Some(PlainCell::Bare(_) | PlainCell::Link(..)));
        if !is_link || !WORDS.hold(before) {
            return false;
        }
        rest = after;
    }
    WORDS.hold(rest)
}
