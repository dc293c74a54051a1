//! A name with its link ↔ `[name](url)`, alone or before more text.
//!
//! An entry's name and link share one cell or one place at the start of an
//! item. [`write()`] and [`read`] are inverse to each other for every name and
//! URL: what would end the link early, or make a bare name look like a link,
//! is written as a numeric character reference, which shows the same.

use crate::value::reference;

/// What stands between a list item's name and its description.
pub const DASH: &str = " - ";

/// A name, a link, or both, as found before other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'t> {
    /// The name, if there is one.
    pub name: Option<String>,
    /// The URL, if there is one.
    pub url: Option<String>,
    /// What follows.
    pub rest: &'t str,
}

/// `[name](url)`, `name`, `<url>`, or nothing, to be followed by nothing or by
/// [`DASH`] and more.
pub fn write(name: Option<&str>, url: Option<&str>) -> String {
    match (name, url) {
        (Some(name), None) => bare_name(name, true),
        _ => write_cell(name, url),
    }
}

/// The same where nothing follows, so that a dash needs no escape.
pub fn write_cell(name: Option<&str>, url: Option<&str>) -> String {
    match (name, url) {
        (Some(name), Some(url)) => format!("[{}]({})", link_text(name), destination(url)),
        (Some(name), None) => bare_name(name, false),
        (None, Some(url)) => {
            let tag = is_tag(url);
            let wanted = |at, c| in_angles(c) || tag && at == 0;
            format!("<{}>", reference::escape_where(url, in_lone_angles, wanted))
        }
        (None, None) => String::new(),
    }
}

/// Reads what [`write()`] wrote, followed by nothing or by [`DASH`] and more;
/// any other text is a bare name up to the first dash.
pub fn read(text: &str) -> Named<'_> {
    if let Some(found) = linked(text).or_else(|| angled(text))
        && (found.rest.is_empty() || found.rest.starts_with(DASH))
    {
        return found;
    }
    let end = text.find(DASH).unwrap_or(text.len());
    Named { rest: &text[end..], ..read_bare(&text[..end]) }
}

/// Reads what [`write_cell`] wrote.
pub fn read_cell(text: &str) -> Named<'_> {
    match linked(text).or_else(|| angled(text)) {
        Some(found) if found.rest.is_empty() => found,
        _ => read_bare(text),
    }
}

fn read_bare(text: &str) -> Named<'_> {
    let name = reference::unescape(text, in_bare_name).into_owned();
    Named { name: (!name.is_empty()).then_some(name), url: None, rest: "" }
}

fn linked(text: &str) -> Option<Named<'_>> {
    let body = text.strip_prefix('[')?;
    let end = body.find("](")?;
    let after = &body[end + 2..];
    let (url, rest) = match after.strip_prefix('<') {
        Some(angled) => {
            let close = angled.find(">)")?;
            (reference::unescape(&angled[..close], in_angles), &angled[close + 2..])
        }
        None => {
            let close = after.find(')')?;
            let plain = &after[..close];
            // What [`destination`] would have put in angles is no link of
            // ours: a title, or parentheses that may not be all of them.
            if !is_plain_destination(plain) {
                return None;
            }
            (reference::unescape(plain, in_angles), &after[close + 1..])
        }
    };
    let name = reference::unescape(&body[..end], is_bracket).into_owned();
    Some(Named { name: Some(name), url: Some(url.into_owned()), rest })
}

fn angled(text: &str) -> Option<Named<'_>> {
    let body = text.strip_prefix('<')?;
    let close = body.find('>')?;
    // A tag with attributes is no link; what was written here holds no blank.
    if close == 0 || body[..close].contains(char::is_whitespace) {
        return None;
    }
    let url = reference::unescape(&body[..close], in_lone_angles).into_owned();
    Some(Named { name: None, url: Some(url), rest: &body[close + 1..] })
}

fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']')
}

fn in_angles(c: char) -> bool {
    matches!(c, '<' | '>' | '\\') || c.is_whitespace()
}

/// As [`in_angles`], and what may begin a tag.
fn in_lone_angles(c: char) -> bool {
    in_angles(c) || matches!(c, '?' | '!' | '/') || c.is_ascii_alphabetic()
}

/// Whether `<url>` would be HTML, which may swallow all that follows: a tag, a
/// comment, an instruction.
fn is_tag(url: &str) -> bool {
    url.starts_with(['?', '!', '/'])
        || url.starts_with(|c: char| c.is_ascii_alphabetic())
            && url.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/'))
}

fn in_bare_name(c: char) -> bool {
    matches!(c, '-' | '[' | '<')
}

/// Brackets that match each other stay; the others, and one that would end
/// the link, are written as references.
fn link_text(name: &str) -> String {
    let mut open = Vec::new();
    let mut lone = Vec::new();
    for (at, c) in name.char_indices() {
        match c {
            '[' => open.push(at),
            ']' if open.is_empty() || name[at + 1..].starts_with('(') => lone.push(at),
            ']' => {
                open.pop();
            }
            _ => {}
        }
    }
    lone.extend(open);
    lone.sort_unstable();
    reference::escape_where(name, is_bracket, |at, _| lone.binary_search(&at).is_ok()).into_owned()
}

fn destination(url: &str) -> String {
    let plain = is_plain_destination(url);
    let escaped = reference::escape(url, in_angles);
    if plain { escaped.into_owned() } else { format!("<{escaped}>") }
}

fn is_plain_destination(url: &str) -> bool {
    !url.is_empty()
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>'))
}

/// A name that no link could be read from, and that holds no dash if it must
/// not.
fn bare_name(name: &str, no_dash: bool) -> String {
    // A dash at the end counts too: a blank will follow it.
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let dashes: Vec<usize> = name
        .match_indices(" -")
        .filter(|(at, dash)| ends(&name[at + dash.len()..]))
        .map(|(at, _)| at + 1)
        .collect();
    reference::escape_where(name, in_bare_name, |at, c| match c {
        '-' => no_dash && dashes.binary_search(&at).is_ok(),
        // More text behind a link makes it no name's link, so that a name
        // may hold links of its own.
        _ => at == 0 && [linked(name), angled(name)].iter().flatten().any(|found| found.rest.is_empty()),
    })
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hostile() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop::sample::select(vec![
                "[",
                "]",
                "(",
                ")",
                "<",
                ">",
                "](",
                " - ",
                "-",
                " ",
                "\\",
                "&#45;",
                "&#91;",
                "&amp;",
                "a",
                "脑瘤",
                "🔥",
                "https://a.org/b",
                "|",
                "`",
                "#",
                "amp;",
            ]),
            1..6,
        )
        .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn names_and_links_read_back(
            name in prop::option::of(hostile()), url in prop::option::of(hostile()), more in prop::option::of(hostile())
        ) {
            let mut text = write(name.as_deref(), url.as_deref());
            if let Some(more) = &more {
                text.push_str(DASH);
                text.push_str(more);
            }
            let found = read(&text);
            {
                if more.is_none() {
                    let cell = write_cell(name.as_deref(), url.as_deref());
                    let found = read_cell(&cell);
                    prop_assert_eq!((found.name, found.url), (name.clone(), url.clone()));
                }
                prop_assert_eq!(found.name, name);
                prop_assert_eq!(found.url, url);
                prop_assert_eq!(found.rest.strip_prefix(DASH).map(String::from), more);
            }
        }
    }

    #[test]
    fn the_common_case_is_written_as_people_write_it() {
        assert_eq!(write(Some("MSD [2018]"), Some("https://a.org/?b=c")), "[MSD [2018]](https://a.org/?b=c)");
        assert_eq!(write(Some("3D-IRCADb"), None), "3D-IRCADb");
        assert_eq!(write(None, Some("https://a.org")), "<https://a.org>");
        for (url, written) in
            [("?|", "<&#63;|>"), ("pre", "<&#112;re>"), ("/div", "<&#47;div>"), ("!--", "<&#33;-->")]
        {
            assert_eq!(write(None, Some(url)), written);
            assert_eq!(read(written).url.as_deref(), Some(url));
        }
        assert_eq!(write(Some("a"), Some("https://a.org/(b)")), "[a](<https://a.org/(b)>)");
        assert_eq!(read("<b>x</b>").name.as_deref(), Some("<b>x</b>"));
        assert_eq!(read("<img src=x>").name.as_deref(), Some("<img src=x>"));
    }
}
