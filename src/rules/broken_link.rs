//! `broken-link`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::readme::{Broken, BrokenKind, LinkKind};
use crate::text::Edit;

rule! {
    /// What is written nearly as a link and is none: a space between text and
    /// address, brackets the wrong way round, an address with a space in it,
    /// a parenthesis that is never closed; or a link with nothing where the
    /// address belongs.
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

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    for broken in &cx.document.broken {
        if !cx.is_managed(broken.span) {
            out.extend(told(cx, broken));
        }
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
