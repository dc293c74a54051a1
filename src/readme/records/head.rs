//! The first line of a list's item, or a heading → name, link, and what is
//! said besides.
//!
//! Owns the forms in which people write an entry on one line. Nothing is left
//! out but the punctuation between the parts and emphasis around the name.

use super::labels::is_label;
use super::reading::{addresses, is_link, leading_link, matching};
use crate::readme::named;

/// A line taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) name: Option<String>,
    pub(super) link: Option<String>,
    /// What is said besides, without the mark before it.
    pub(super) rest: Option<String>,
    /// How it was told that this is an entry.
    pub(super) form: Form,
    /// The mark that stood between name and rest.
    pub(super) mark: String,
}

/// The forms of an entry's line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// It begins with a link.
    Linked,
    /// It begins with a name in bold.
    Bold,
    /// A name, then a bare address.
    Addressed,
    /// An address and no name.
    Address,
    /// A text, then links that are called as an entry's links are: `Title,
    /// authors. [[paper](…)]`.
    Cited,
    /// A short text, then a link: `Name on [site](…)`.
    Late,
    /// A name, a mark and more text, without a link.
    Told,
    /// A sentence with a link somewhere in it.
    Mention,
    /// A picture or badge.
    Picture,
    /// Text.
    #[default]
    Plain,
    /// Nothing.
    Empty,
}

/// The longest name before an address, in characters.
const LONGEST_NAME: usize = 160;
/// The longest name before a link or a mark, in characters.
const SHORT_NAME: usize = 60;
/// The longest name that a colon cuts off a citation, in characters.
const SHORT_TITLE: usize = 30;

impl Head {
    /// Takes a line apart.
    pub(super) fn read(line: &str) -> Head {
        let text = line.trim_matches([' ', '\t', '\n']);
        if text.is_empty() {
            return Head { form: Form::Empty, ..Head::default() };
        }
        let head = led_by_links(text)
            .or_else(|| linked(text))
            .or_else(|| tagged(text))
            .or_else(|| picture(text))
            .or_else(|| bold(text))
            .or_else(|| addressed(text))
            .or_else(|| cited(text))
            .or_else(|| late(text))
            .or_else(|| told(text))
            .unwrap_or_else(|| plain(text));
        head.divided()
    }

    /// A name that holds the mark which ends names, cut there.
    fn divided(mut self) -> Head {
        let cut = self.name.as_deref().filter(|_| self.rest.is_none() && self.link.is_none());
        if let Some((name, rest)) = cut.and_then(|name| name.split_once(named::DASH)) {
            let (name, rest) = (name.trim(), rest.trim());
            if !name.is_empty() && !rest.is_empty() {
                (self.rest, self.name) = (Some(rest.to_string()), Some(name.to_string()));
                self.mark = named::DASH.to_string();
            }
        }
        self
    }

    /// Takes a line of a region apart, exactly as it was rendered.
    pub(super) fn rendered(line: &str) -> Head {
        let found = named::read(line);
        let rest = found.rest.strip_prefix(named::DASH).map(String::from);
        let form = match (&found.name, &found.url) {
            (_, Some(_)) => Form::Linked,
            (Some(_), None) => Form::Bold,
            (None, None) => Form::Empty,
        };
        Head { name: found.name, link: found.url, rest, form, mark: String::new() }
    }

    /// Takes a line apart so that it is shown again exactly as it is.
    pub(super) fn verbatim(line: &str) -> Head {
        let text = line.trim_matches([' ', '\t', '\n']);
        let form = Head::read(text).form;
        if let Some((end, own, url)) = leading_link(text)
            && named::write(Some(own), Some(url)) == text[..end]
            && let Some(rest) = text[end..].strip_prefix(named::DASH).filter(|rest| !rest.trim().is_empty())
        {
            let (own, url, rest) = (own.to_string(), url.to_string(), Some(rest.to_string()));
            return Head { name: Some(own), link: Some(url), rest, form, mark: named::DASH.to_string() };
        }
        let (name, rest) = match text.split_once(named::DASH) {
            Some((name, rest)) if !rest.trim().is_empty() && !rest.contains('\n') => {
                (name, Some(rest.to_string()))
            }
            _ => (text, None),
        };
        let parts = leading_link(name).filter(|(end, ..)| *end == name.len());
        if let Some((_, own, url)) = parts
            && named::write(Some(own), Some(url)) == name
        {
            let (own, url) = (own.to_string(), url.to_string());
            return Head { name: Some(own), link: Some(url), rest, form, mark: named::DASH.to_string() };
        }
        if named::write(Some(name), None) == name && !name.is_empty() {
            return Head {
                name: Some(name.to_string()),
                link: None,
                rest,
                form,
                mark: named::DASH.to_string(),
            };
        }
        // What cannot stand as a name stands as text.
        Head { rest: Some(text.to_string()), form, ..Head::default() }
    }

    /// Whether it is a record by itself.
    pub(super) fn is_record(&self) -> bool {
        matches!(self.form, Form::Linked | Form::Addressed | Form::Address | Form::Cited | Form::Late)
    }

    fn with(name: &str, link: Option<&str>, rest: &str, form: Form) -> Head {
        let (mark, rest) = split_mark(rest);
        let mut name = name.trim().to_string();
        let mut kept = Some(rest).filter(|rest| !rest.is_empty());
        // A sign after the name belongs to it.
        if let Some(sign) =
            kept.filter(|rest| rest.chars().count() <= 6 && !rest.contains(char::is_alphanumeric))
        {
            if !sign.trim_matches(PUNCTUATION).is_empty() {
                name = format!("{name} {sign}");
            }
            kept = None;
        }
        Head {
            name: Some(name).filter(|name| !name.is_empty()),
            link: link.map(with_scheme),
            rest: kept.map(String::from),
            form,
            mark: mark.to_string(),
        }
    }
}

/// GitHub links `www.…` with this scheme; behind a name it would be taken for
/// a file of the repository.
fn with_scheme(url: &str) -> String {
    if url.starts_with("www.") { format!("http://{url}") } else { url.to_string() }
}

const PUNCTUATION: [char; 16] =
    ['-', '–', '—', ':', '：', ',', '，', '.', '。', ';', '；', '|', '、', ' ', '\t', '\n'];

/// The mark between a name and what is said of it, and the rest.
fn split_mark(rest: &str) -> (&str, &str) {
    let body = rest.trim_start_matches(PUNCTUATION);
    let mark = &rest[..rest.len() - body.len()];
    // A break between name and text is a mark as well.
    let body = body.strip_prefix("<br>").map_or(body, |body| body.trim_start_matches(PUNCTUATION));
    (mark, body.trim_end_matches([' ', '\t', '\n']))
}

/// `[name](url) …`, also in bold or in brackets.
fn linked(text: &str) -> Option<Head> {
    for (open, close) in [("", ""), ("**", "**"), ("__", "__"), ("[", "]"), ("**[", "]**")] {
        let Some(inside) = text.strip_prefix(open) else { continue };
        let Some((end, name, url)) = leading_link(inside) else {
            // A link with a title has no other place than the name.
            match titled(inside).and_then(|end| Some((end, inside[end..].strip_prefix(close)?))) {
                Some((end, rest)) => return Some(Head::with(&inside[..end], None, rest, Form::Linked)),
                None => continue,
            }
        };
        let Some(rest) = inside[end..].strip_prefix(close) else { continue };
        return Some(Head::with(name.trim_matches('*'), Some(url), rest, Form::Linked));
    }
    None
}

/// The length of `[name](url "title")` at the start of `text`.
fn titled(text: &str) -> Option<usize> {
    let end = link_end(text)?;
    let close = matching(text.as_bytes(), 0, b'[', b']')?;
    let (name, target) = (&text[1..close], text[close + 2..end - 1].trim());
    let (url, title) = target.split_once([' ', '\t', '\n'])?;
    let title = title.trim();
    let quoted = [('"', '"'), ('\'', '\''), ('(', ')')]
        .iter()
        .any(|(open, close)| title.len() > 1 && title.starts_with(*open) && title.ends_with(*close));
    (quoted && is_link(url) && name.contains(char::is_alphanumeric) && !name.contains("](")).then_some(end)
}

/// `[2023/05] [name](url) …`: a date or number in brackets stands behind the
/// name from now on, as an icon does.
fn tagged(text: &str) -> Option<Head> {
    const LONGEST: usize = 24;
    let (open, close) =
        [('[', ']'), ('(', ')'), ('`', '`')].into_iter().find(|(it, _)| text.starts_with(*it))?;
    let end = text[open.len_utf8()..].find(close)? + open.len_utf8() + close.len_utf8();
    let (tag, rest) = text.split_at(end);
    let dated = tag.len() <= LONGEST && tag.contains(|c: char| c.is_ascii_digit()) && is_whole(tag);
    let body = rest.trim_start_matches(' ');
    let head = linked(body).filter(|_| dated && body.len() < rest.len())?;
    let rest = head.rest.map_or_else(|| tag.to_string(), |rest| format!("{tag} {rest}"));
    Some(Head { rest: Some(rest), ..head })
}

/// `![…](…)` or `[![…](…)](…)` first. An icon before a linked name stands
/// behind it from now on: a link's text holds no picture.
fn picture(text: &str) -> Option<Head> {
    let end = pictures(text);
    if end == 0 {
        return None;
    }
    let (icons, rest) = (text[..end].trim_end(), &text[end..]);
    let named = linked(rest).map(|head| {
        let rest = head.rest.map_or_else(|| icons.to_string(), |rest| format!("{icons} {rest}"));
        Head { rest: Some(rest), ..head }
    });
    Some(named.unwrap_or_else(|| Head {
        rest: Some(text.to_string()),
        form: Form::Picture,
        ..Head::default()
    }))
}

/// The length of the pictures that `text` starts with, and the blanks behind.
fn pictures(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let end = if let Some(image) = rest.strip_prefix('!') {
            link_end(image).map(|end| end + 1)
        } else if rest.starts_with("[![") {
            link_end(rest)
        } else if rest.starts_with("<img") {
            rest.find('>').map(|end| end + 1)
        } else {
            None
        };
        match end {
            Some(end) => at += end + (rest[end..].len() - rest[end..].trim_start().len()),
            None if rest.starts_with("<img") || rest.starts_with("![") || rest.starts_with("[![") => {
                return text.len();
            }
            None => return at,
        }
    }
}

/// Where `[…](…)` at the start of `text` ends, whatever is in it.
fn link_end(text: &str) -> Option<usize> {
    let close = matching(text.as_bytes(), 0, b'[', b']')?;
    if text.as_bytes().get(close + 1) != Some(&b'(') {
        return None;
    }
    Some(matching(text.as_bytes(), close + 1, b'(', b')')? + 1)
}

/// `**name**: …` and `**name:** …`.
fn bold(text: &str) -> Option<Head> {
    let sign = ["**", "__"].into_iter().find(|sign| text.starts_with(sign))?;
    let inside = &text[sign.len()..];
    let end = inside.find(sign)?;
    let name = inside[..end].trim_end_matches(PUNCTUATION);
    if name.trim().is_empty() || name.contains('\n') {
        return None;
    }
    let rest = &inside[end + sign.len()..];
    // `**a** b` is a sentence with emphasis; a name has a mark after it.
    let marked = name.len() < inside[..end].trim_end().len() || rest.trim_start().starts_with(PUNCTUATION);
    if !marked && rest.trim_start().starts_with(|c: char| c.is_alphanumeric() && c.is_lowercase()) {
        return None;
    }
    let (mark, body) = split_mark(rest);
    if let Some((start, end, url)) = first_address(body) {
        let closed =
            [("", ""), ("(", ")"), ("<", ">"), ("（", "）")].into_iter().find_map(|(open, close)| {
                (&body[..start] == open).then(|| body[end..].strip_prefix(close)).flatten()
            });
        if let Some(rest) = closed {
            return Some(Head::with(name, Some(url), rest, Form::Linked));
        }
    }
    let mut head = Head::with(name, None, rest, Form::Bold);
    head.mark = mark.to_string();
    Some(head)
}

/// The first bare address or autolink: where it starts and ends, and it.
pub(super) fn first_address(text: &str) -> Option<(usize, usize, &str)> {
    let found = ["http://", "https://", "ftp://", "www."]
        .iter()
        .filter_map(|scheme| {
            text.match_indices(scheme).map(|(at, _)| at).find(|&at| {
                let before = text[..at].chars().next_back();
                before.is_none_or(|c| {
                    c.is_whitespace() || matches!(c, '<' | '(' | ':' | '：' | '（' | ',' | '[')
                }) || before.is_some_and(|c| !c.is_ascii() && c.is_alphabetic())
            })
        })
        .min()?;
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '）' | '，' | '。' | '、' | '；');
    let rest = &text[found..];
    let mut url = &rest[..rest.find(ends).unwrap_or(rest.len())];
    // As GitHub links: punctuation at the end is not the address's, nor is a
    // parenthesis that was opened before it.
    loop {
        let shorter = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~', '\'']);
        let open = shorter.matches('(').count();
        let shorter = if shorter.ends_with(')') && shorter.matches(')').count() > open {
            &shorter[..shorter.len() - 1]
        } else {
            shorter
        };
        if shorter.len() == url.len() {
            break;
        }
        url = shorter;
    }
    let linked = text[..found].ends_with("](");
    (!linked && url.len() > "https://".len() && is_link(url)).then_some((found, found + url.len(), url))
}

/// `name: https://…`, `name (https://…)`, `name <https://…>`, or an address
/// alone.
fn addressed(text: &str) -> Option<Head> {
    let (mut start, mut end, url) = first_address(text)?;
    if text[..start].contains("](") {
        return None;
    }
    let pairs = [('<', '>'), ('(', ')'), ('（', '）'), ('[', ']')];
    for (open, close) in pairs {
        if text[..start].ends_with(open) && text[end..].starts_with(close) {
            start -= open.len_utf8();
            end += close.len_utf8();
        }
    }
    let name = text[..start].trim_end_matches(PUNCTUATION).trim();
    if name.is_empty() {
        let mut head = Head::with("", Some(url), &text[end..], Form::Address);
        head.name = head.name.filter(|name| !name.is_empty());
        return Some(head);
    }
    if name.chars().count() > LONGEST_NAME || name.contains(". ") || name.contains('\n') {
        return Some(mention(text, start));
    }
    let name = emphasis(name);
    Some(Head::with(name, Some(url), &text[end..], Form::Addressed))
}

/// `Title, authors, venue. [[paper](…)] [[code](…)]`: what stands before the
/// links names it, or its first part does.
fn cited(text: &str) -> Option<Head> {
    let (start, label) = first_link(text)?;
    let before = text[..start].trim_end_matches(['[', '(', '（', '【', ' ']);
    // Emphasis around the links begins here.
    let emphasised = before.trim_end_matches(['*', '_', '~', ' ']);
    let before = if is_whole(before) { before } else { emphasised };
    // In a sentence nothing parts the link from the words before it.
    let apart = before.len() < text[..start].trim_end().len()
        || before.ends_with(PUNCTUATION)
        || label.starts_with('[');
    let named = before.trim_end_matches(PUNCTUATION).trim();
    let sound = named.contains(char::is_alphanumeric) && is_whole(named);
    if !is_label(label) || !apart || !sound || named.contains("](") {
        return None;
    }
    let name = &named[..title_end(named)];
    let rest = &text[text.find(name)? + name.len()..];
    Some(Head::with(emphasis(name.trim()), None, rest, Form::Cited))
}

/// `[[paper](…)] [[code](…)] Title. …`: the links stand behind the title from
/// now on, as elsewhere.
fn led_by_links(text: &str) -> Option<Head> {
    let mut at = 0;
    while let Some(inside) = text[at..].strip_prefix('[')
        && let Some((end, label, _)) = leading_link(inside)
        && is_label(label)
        && let Some(rest) = inside[end..].strip_prefix(']')
    {
        at = text.len() - rest.trim_start_matches([' ', ',', '|', '/']).len();
    }
    let (links, title) = (text[..at].trim_end_matches([' ', ',', '|', '/']), text[at..].trim_start());
    let begins =
        title.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '"' | '“' | '`' | '《'));
    if links.is_empty() || !begins || first_link(title).is_some() {
        return None;
    }
    let end = first_stop(title);
    let (_, rest) = split_mark(&title[end..]);
    let name = emphasis(title[..end].trim().trim_end_matches(PUNCTUATION));
    let rest = if rest.is_empty() { links.to_string() } else { format!("{links} {rest}") };
    Some(Head::with(name, None, &rest, Form::Cited)).filter(|head| is_whole(name) && head.name.is_some())
}

/// The first link that is no picture: where it starts, and its text.
fn first_link(text: &str) -> Option<(usize, &str)> {
    text.match_indices('[').find_map(|(at, _)| {
        let (_, label, _) = leading_link(&text[at..])?;
        (!text[..at].ends_with('!')).then_some((at, label))
    })
}

/// Words before a full stop that ends nothing.
const ABBREVIATIONS: &[&str] = &[
    "al", "vs", "Dr", "Mr", "Ms", "St", "No", "vol", "Vol", "pp", "ed", "eds", "cf", "Proc", "Univ", "Jr",
    "etc",
];

/// Where the title ends that a citation starts with: behind its quotes, before
/// a colon or dash that follows a short name, at its first full stop, or at its
/// end.
fn title_end(text: &str) -> usize {
    for (open, close) in [('"', '"'), ('“', '”'), ('「', '」'), ('《', '》')] {
        if let Some(inside) = text.strip_prefix(open)
            && let Some(end) = inside.find(close).filter(|end| is_whole(&inside[..*end]))
        {
            return open.len_utf8() + end + close.len_utf8();
        }
    }
    let short = |mark: &str| {
        let at = text.find(mark)?;
        let name = text[..at].trim();
        let plain = !name.is_empty() && is_whole(name) && !name.contains(['<', ',']) && !name.contains(". ");
        (plain && name.chars().count() <= SHORT_TITLE && name.split_whitespace().count() <= 4).then_some(at)
    };
    if let Some(at) = [": ", "：", " - ", " – ", " — "].into_iter().filter_map(short).min() {
        return at;
    }
    first_stop(text)
}

/// Where the first sentence of `text` ends; a full stop behind an initial or an
/// abbreviation ends none.
fn first_stop(text: &str) -> usize {
    let stop = text.match_indices(". ").map(|(at, _)| at).find(|&at| {
        let last = text[..at].rsplit(' ').next().unwrap_or_default();
        let short = last.chars().count() < 2 || ABBREVIATIONS.contains(&last);
        // Who wrote it, and where, is set apart by emphasis.
        let apart = text[at + 2..].starts_with(['*', '_']);
        !short && (apart || text[..at].split_whitespace().count() >= 3) && is_whole(&text[..at])
    });
    stop.unwrap_or(text.len())
}

/// Whether no emphasis, code or bracket that begins in `text` is left open.
fn is_whole(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    let pairs = |c: char| count(c) % 2 == 0;
    pairs('*') && pairs('`') && pairs('_') && count('[') == count(']') && count('(') == count(')')
}

/// A sentence with a link at byte `at`: its first part names it, if that ends
/// before the link.
fn mention(text: &str, at: usize) -> Head {
    let before = text[..at].trim_end_matches(['[', '(', '<', ' ']);
    let end = title_end(before);
    let (name, rest) = if end < before.len() { text.split_at(end) } else { (text, "") };
    Head::with(name, None, rest, Form::Mention)
}

/// `Name on [site](…)`: what stands before the first link names it.
fn late(text: &str) -> Option<Head> {
    // The first link that is no picture.
    let open = text.match_indices("](").find_map(|(at, _)| {
        let open = text[..at].rfind('[')?;
        (!text[..open].ends_with('!')).then_some(open)
    })?;
    let before = text[..open].trim_end_matches(['[', '(', '~', ' ']);
    let name = before.trim_end_matches(PUNCTUATION).trim();
    let signs = text[..open].trim();
    let is_sign = is_shortcode(signs);
    // `Read the [paper](…)` names nothing.
    let told = leading_link(&text[open..]).is_some_and(|(_, label, _)| is_label(label)) && name.contains(' ');
    let sentence = told || name.contains(". ") || name.chars().count() > SHORT_NAME || name.contains('\n');
    if name.is_empty() || !name.contains(char::is_alphanumeric) || is_sign {
        // Signs before the link: `~~[name](…)~~`, `🔥 [name](…)`.
        let (end, own, url) = leading_link(&text[open..])?;
        if before.is_empty() && text[..open].is_empty() {
            return None;
        }
        if signs.chars().all(|c| !c.is_ascii()) || is_sign {
            let mut head = Head::with(own, Some(url), &text[open + end..], Form::Linked);
            head.name = head.name.map(|name| format!("{signs} {name}"));
            return Some(head);
        }
        return Some(Head { name: Some(text.to_string()), form: Form::Linked, ..Head::default() });
    }
    if sentence {
        return Some(mention(text, open));
    }
    if name.contains("](") {
        return None;
    }
    Some(Head { name: Some(text.to_string()), form: Form::Late, ..Head::default() })
}

/// `Name - text` and `Name: text`.
fn told(text: &str) -> Option<Head> {
    let (at, mark) = [" - ", " – ", " — ", ": ", "：", " -- "]
        .into_iter()
        .filter_map(|mark| text.find(mark).map(|at| (at, mark)))
        .min()?;
    let name = text[..at].trim();
    let short = name.chars().count() <= SHORT_NAME && !name.contains([',', '\n', '。', '`']);
    if !short || name.is_empty() || addresses(name).next().is_some() {
        return None;
    }
    let mut head = Head::with(emphasis(name), None, &text[at + mark.len()..], Form::Told);
    head.mark = mark.to_string();
    head.rest.is_some().then_some(head)
}

fn plain(text: &str) -> Head {
    let name = text.strip_suffix([':', '：']).unwrap_or(text);
    Head { name: Some(emphasis(name.trim()).to_string()), form: Form::Plain, ..Head::default() }
}

/// `:fire:`, the name of an emoji.
fn is_shortcode(text: &str) -> bool {
    let inside = text.strip_prefix(':').and_then(|rest| rest.strip_suffix(':'));
    inside.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    })
}

/// A text without bold around all of it.
fn emphasis(text: &str) -> &str {
    ["**", "__"]
        .into_iter()
        .find_map(|sign| text.strip_prefix(sign)?.strip_suffix(sign).filter(|inside| !inside.contains(sign)))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> (String, String, String) {
        let head = Head::read(line);
        (head.name.unwrap_or_default(), head.link.unwrap_or_default(), head.rest.unwrap_or_default())
    }

    #[test]
    fn every_common_form_is_taken_apart() {
        for (line, name, link, rest) in [
            ("[A](https://a.org) - text", "A", "https://a.org", "text"),
            ("[A](https://a.org): text", "A", "https://a.org", "text"),
            ("[A](https://a.org) (B), text", "A", "https://a.org", "(B), text"),
            ("**[A](https://a.org)** — text", "A", "https://a.org", "text"),
            ("**A**: text", "A", "", "text"),
            ("**A:** text", "A", "", "text"),
            ("**A**:(🔥)", "A (🔥)", "", ""),
            ("**A** : ", "A", "", ""),
            ("A: https://a.org", "A", "https://a.org", ""),
            ("A https://a.org/b (C) d", "A", "https://a.org/b", "(C) d"),
            ("A (https://a.org)", "A", "https://a.org", ""),
            ("https://a.org", "", "https://a.org", ""),
            ("A <https://a.org>", "A", "https://a.org", ""),
            ("A www.a.org", "A", "http://www.a.org", ""),
            ("A: text", "A", "", "text"),
            ("HealthData.gov:", "HealthData.gov", "", ""),
            ("🔥 [A](https://a.org)", "🔥 A", "https://a.org", ""),
            (":fire: [A](https://a.org)", ":fire: A", "https://a.org", ""),
            ("**A** (https://a.org): text", "A", "https://a.org", "text"),
            ("[A](https://a.org)<br>text", "A", "https://a.org", "text"),
            ("[2023/05] **[A](https://a.org)**. Ann", "A", "https://a.org", "[2023/05] Ann"),
            ("`v1.2` [A](https://a.org)", "A", "https://a.org", "`v1.2`"),
            ("[A](https://a.org \"b c\") - text", "[A](https://a.org \"b c\")", "", "text"),
            ("<img src=\"i.png\"> [A](https://a.org) text", "A", "https://a.org", "<img src=\"i.png\"> text"),
        ] {
            assert_eq!(parts(line), (name.to_string(), link.to_string(), rest.to_string()), "{line}");
        }
    }

    #[test]
    fn citations_are_named_by_their_titles() {
        let links = "[[paper](https://p.org)] [code](https://c.org)";
        for (before, name, rest) in [
            ("Name: What it is. ", "Name", "What it is. "),
            ("\"A Long Title: and More\", 2023, ", "\"A Long Title: and More\"", "2023, "),
            (
                "A long title of it. Some Authors. Venue 2020. ",
                "A long title of it",
                "Some Authors. Venue 2020. ",
            ),
            ("Title of it, Authors et al., Venue 2020 | ", "Title of it, Authors et al., Venue 2020", ""),
            ("(Venue 2021) **Title** ", "(Venue 2021) **Title**", ""),
            ("Short Title. **Venue 2018**. ", "Short Title", "**Venue 2018**. "),
        ] {
            let head = Head::read(&format!("{before}{links}"));
            assert_eq!(head.form, Form::Cited, "{before}");
            assert_eq!(head.name.as_deref(), Some(name));
            assert_eq!(head.rest, Some(format!("{rest}{links}")));
        }
        for (after, name, rest) in
            [(" Name: A Long Title. *Venue*", "Name: A Long Title", " *Venue*"), (", **Title**", "Title", "")]
        {
            let links = "[[paper](https://p.org)] [[code](https://c.org)]";
            let head = Head::read(&format!("{links}{after}"));
            assert_eq!((head.form, head.name.as_deref()), (Form::Cited, Some(name)));
            assert_eq!(head.rest, Some(format!("{links}{rest}")));
        }
        assert_ne!(Head::read("Read the [paper](https://p.org) first").form, Form::Cited);
    }

    #[test]
    fn what_has_no_form_keeps_all_its_text() {
        for line in ["lists by Ann on [site](https://a.org)", "~~[A](https://a.org), B~~ (gone)", "some text"]
        {
            assert_eq!(Head::read(line).name.as_deref(), Some(line));
        }
        assert_eq!(Head::read("It comes from a page. See [this](https://a.org)").form, Form::Mention);
    }

    #[test]
    fn verbatim_lines_are_shown_as_they_are() {
        for line in
            ["[A](https://a.org): text", "**A** - text", "[A](https://a.org) - text", "[A](b \"c\") d"]
        {
            let head = Head::verbatim(line);
            let mut shown = named::write(head.name.as_deref(), head.link.as_deref());
            if let Some(rest) = &head.rest {
                shown = if shown.is_empty() { rest.clone() } else { format!("{shown} - {rest}") };
            }
            assert_eq!(shown, line);
        }
    }
}
