//! `broken-link`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level, Safety};
use crate::readme::{BlockId, Broken, BrokenKind, LinkKind};
use crate::text::Edit;

rule! {
    /// What is written nearly as a link and is none: a space between text and
    /// address, brackets the wrong way round, an address with a space in it,
    /// a parenthesis that is never closed; or a link with nothing where the
    /// address belongs, such as `[link]`.
    ///
    /// ## Why
    ///
    /// The reader sees brackets instead of a link, or a link that leads
    /// nowhere.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// (CHAOS)[https://chaos.grand-challenge.org]
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// [CHAOS](https://chaos.grand-challenge.org)
    /// ```
    ///
    /// ## Fix
    ///
    /// Unsafe where it is plain how the link was meant: it turns text into a
    /// link.
    "broken-link",
    Some(Level::Warning),
    Fixable::Unsafe,
    "what is written nearly as a link and is none",
    Check::Document(check)
}

/// How many other places in a block are shown.
const MAX_SHOWN: usize = 3;

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let mut promised: Vec<(BlockId, Finding, usize)> = Vec::new();
    for broken in &cx.document.broken {
        if cx.is_managed(broken.span) {
            continue;
        }
        if broken.kind != BrokenKind::UndefinedShortcut {
            out.extend(told(cx, broken));
        } else if is_promise(&cx.text()[broken.content.range()]) {
            promise(cx, broken, &mut promised);
        }
    }
    for (_, mut finding, others) in promised {
        if others > 0 {
            finding.message = format!("{}; {others} more beside it", finding.message);
        }
        out.push(finding);
    }
    for link in &cx.document.links {
        let is_empty =
            link.destination.trim().is_empty() && matches!(link.kind, LinkKind::Inline | LinkKind::Reference);
        if is_empty && !cx.is_managed(link.span) {
            let name = cx.document.plain(link.plain).trim();
            out.push(
                cx.finding(NAME, Level::Warning, link.span, "this link has no address")
                    .help("put the address between the parentheses, or take the brackets off")
                    .subject(name),
            );
        }
    }
}

/// Whether brackets around a word are a link that was never written.
fn is_promise(word: &str) -> bool {
    const WORDS: &[&str] =
        &["download", "here", "homepage", "link", "links", "url", "website", "リンク", "下载", "链接"];
    WORDS.contains(&word.trim().to_lowercase().as_str())
}

/// Tells of such a word once for all in the same paragraph or table.
fn promise(cx: &DocumentCx<'_>, broken: &Broken, found: &mut Vec<(BlockId, Finding, usize)>) {
    if let Some((_, finding, others)) = found.last_mut().filter(|(block, ..)| *block == broken.block) {
        *others += 1;
        if *others <= MAX_SHOWN {
            finding.related.push(Label::new(cx.file, broken.span, "nor has this"));
        }
        return;
    }
    let word = &cx.text()[broken.content.range()];
    let finding = cx
        .finding(NAME, Level::Warning, broken.span, format!("`[{word}]` has no address, so this is no link"))
        .help(format!("write `[{word}](https://…)`, or take it out"))
        .subject(cx.title(cx.document.block(broken.block).section));
    found.push((broken.block, finding, 0));
}

fn told(cx: &DocumentCx<'_>, broken: &Broken) -> Option<Finding> {
    let text = cx.text();
    let (content, target) = (&text[broken.content.range()], &text[broken.target.range()]);
    let bang = if text[broken.span.range()].starts_with('!') { "!" } else { "" };
    let (message, help, mended) = match broken.kind {
        BrokenKind::SpaceBetween => (
            "a space keeps this from being a link",
            "take out the space between `]` and `(`",
            Some(format!("{bang}[{content}]({target})")),
        ),
        BrokenKind::Reversed => (
            "the brackets are the wrong way round, so this is no link",
            "write the text in `[]` and the address in `()`",
            Some(format!("[{content}]({target})")),
        ),
        BrokenKind::Destination if is_address(target) => (
            "a space ends the address, so this is no link",
            "write `%20` for each space in the address",
            Some(format!("{bang}[{content}]({})", target.replace(' ', "%20"))),
        ),
        BrokenKind::UndefinedReference if target.contains("://") => (
            "the address stands in square brackets, so this is no link",
            "write the address in `()`",
            Some(format!("{bang}[{content}]({target})")),
        ),
        BrokenKind::Unclosed => {
            ("the parenthesis is never closed, so this is no link", "put a `)` after the address", None)
        }
        _ => return None,
    };
    // Only what can stand in a destination makes a link.
    let mended = mended.filter(|_| {
        !target.contains([' ', '(', ')', '<', '>', '\\', '"']) || broken.kind == BrokenKind::Destination
    });
    let finding = cx.finding(NAME, Level::Warning, broken.span, message).help(help).subject(content);
    Some(match mended.filter(|_| !content.contains(['[', ']', '\n', '\r'])) {
        Some(link) => {
            let title = format!("write `{link}`");
            finding.fix(Safety::Unsafe, title, vec![Edit::new(broken.span, link)])
        }
        None => finding,
    })
}

/// Whether something with spaces is an address all the same, rather than
/// words in parentheses.
fn is_address(target: &str) -> bool {
    let starts = |start: &str| target.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let scheme = ["http://", "https://", "www.", "ftp://", "./", "../", "/"].into_iter().any(starts);
    let quoted = target.contains(['"', '\'', '(', '<', '>', '\n', '\r']);
    let file = target.contains('/')
        && target.rsplit_once('.').is_some_and(|(_, end)| {
            (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    (scheme || file) && target.contains(' ') && !quoted
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{self, readme};

    fn mended(text: &str) -> Option<String> {
        testing::mended(text, super::NAME)
    }

    #[test]
    fn links_are_mended_where_it_is_plain_what_was_meant() {
        for (text, expected) in [
            ("[a] (https://a.example)\n", Some("[a](https://a.example)")),
            ("(a)[https://a.example]\n", Some("[a](https://a.example)")),
            ("[a][https://a.example]\n", Some("[a](https://a.example)")),
            ("![a](img/a b.png)\n", Some("![a](img/a%20b.png)")),
            ("[a](https://a.example\n", None),
            ("[a]()\n", None),
        ] {
            assert_eq!(mended(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn links_that_were_never_written_are_told_once_a_table() {
        let found = readme("| a | b |\n|---|---|\n| x | [link] |\n| y | [Link] |\n\n[a]\n", &[super::NAME]);
        assert_eq!(
            found.messages(super::NAME),
            ["`[link]` has no address, so this is no link; 1 more beside it"]
        );
    }

    #[test]
    fn words_in_brackets_and_parentheses_are_no_links() {
        for text in ["[optional](see the notes below)\n", "[1] (in Chinese)\n", "[a](b)\n", "`[a]()`\n"] {
            assert!(readme(text, &[super::NAME]).findings.is_empty(), "{text}");
        }
    }
}
