//! Reference links and images → inline ones, so that a text can stand in a
//! file that lacks the definitions.

use super::Cx;
use crate::readme::{ImageKind, LinkKind};
use crate::text::Span;

/// The source of `span` with its reference links written as inline ones;
/// `None` if there are none.
pub(super) fn resolve_references(cx: &Cx<'_>, span: Span) -> Option<String> {
    if cx.document.definitions.is_empty() {
        return None;
    }
    let links = cx.document.links_in(span);
    let images = cx.document.images_in(span);
    let references = links.iter().filter(|link| link.kind == LinkKind::Reference && span.contains(link.span));
    let mut edits: Vec<(Span, String)> = references
        .map(|link| {
            // What stands between the brackets is written by itself: an image
            // in it may be a reference too.
            let content =
                resolve_references(cx, link.content).unwrap_or_else(|| cx.slice(link.content).into());
            (link.span, format!("[{content}]({})", destination(&link.destination)))
        })
        .collect();
    let outer: Vec<Span> = edits.iter().map(|(span, _)| *span).collect();
    for image in images.iter().filter(|image| image.kind == ImageKind::Reference) {
        if span.contains(image.span) && !outer.iter().any(|outer| outer.contains(image.span)) {
            let alt = image.alt_span.map_or("", |alt| cx.slice(alt));
            edits.push((image.span, format!("![{alt}]({})", destination(&image.source))));
        }
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(span, _)| span.start());
    let mut out = String::new();
    let mut at = span.start();
    for (place, new) in edits {
        if place.start() < at {
            continue;
        }
        out.push_str(&cx.text[at..place.start()]);
        out.push_str(&new);
        at = place.end();
    }
    out.push_str(&cx.text[at..span.end()]);
    Some(out)
}

/// A destination as it can stand between parentheses.
fn destination(url: &str) -> String {
    let plain = !url.is_empty()
        && !url.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '|'));
    if plain {
        url.to_string()
    } else {
        format!("<{}>", url.replace('|', "%7C").replace('<', "%3C").replace('>', "%3E"))
    }
}
