//! Laws that hold for the document of every text.
//!
//! Owns the check that every span is true to the source; tests feed it with
//! generated texts, and the fuzz targets in `fuzz/` with theirs. It is in no
//! other build.

#[cfg(test)]
mod generated;

use super::*;
use crate::text::Span;

/// The document of `text`.
///
/// # Panics
/// Where it is not true to the text.
pub fn check(text: &str) -> Document {
    let document = Document::parse(text);
    assert_eq!(document, Document::parse_whole(text));
    let slice = |span: Span| -> &str {
        assert!(span.end() <= text.len(), "{span:?} in {} bytes", text.len());
        &text[span.range()]
    };
    let mut last = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        let source = slice(block.span);
        assert!(block.span.start() >= last, "blocks are in order");
        last = block.span.start();
        document.plain(block.plain);
        assert!(block.next as usize > index);
        if let Some(parent) = block.parent {
            let outer = document.block(parent);
            assert!(parent.0 < index as u32 && outer.next >= block.next);
            assert!(outer.span.contains(block.span), "{block:?} in {outer:?}");
        }
        match &block.kind {
            BlockKind::Item(item) => {
                assert_eq!(item.marker.start(), block.span.start());
                let marker = slice(item.marker);
                assert!(list::marker(marker).is_some(), "{marker:?} marks {source:?}");
                if let Some(text) = item.text {
                    assert!(block.span.contains(text));
                }
                assert!(matches!(document.block(item.list).kind, BlockKind::List(_)));
            }
            BlockKind::Code(code) => {
                slice(code.info);
                slice(code.content);
                assert!(!code.fenced || source.starts_with("```") || source.starts_with("~~~"), "{source:?}");
            }
            BlockKind::Table(id) => assert_eq!(document.table(*id).block.0 as usize, index),
            BlockKind::Heading(id) => assert_eq!(document.heading(*id).block.0 as usize, index),
            BlockKind::Quote | BlockKind::Alert => assert!(source.starts_with('>'), "{source:?}"),
            BlockKind::Footnote => assert!(source.starts_with("[^"), "{source:?}"),
            _ => {}
        }
    }
    let mut last = 0;
    for heading in &document.headings {
        let source = slice(heading.span);
        assert!(heading.span.start() >= last, "headings are in order");
        last = heading.span.start();
        assert!(heading.span.contains(heading.content) && heading.section.contains(heading.span));
        match heading.syntax {
            HeadingSyntax::Atx => assert!(source.starts_with('#'), "{source:?}"),
            HeadingSyntax::Setext => assert!(source.ends_with(['=', '-']), "{source:?}"),
            HeadingSyntax::Html => {
                assert!(source.starts_with("<h") || source.starts_with("<H"), "{source:?}");
            }
        }
        slice(heading.section);
    }
    let mut last = 0;
    for link in &document.links {
        let source = slice(link.span);
        assert!(link.span.start() >= last, "links are in order");
        last = link.span.start();
        document.plain(link.plain);
        assert!(link.span.contains(link.content));
        let fine = match link.kind {
            LinkKind::Inline => source.starts_with('[') && source.ends_with(')'),
            LinkKind::Reference => source.starts_with('[') && source.ends_with(']'),
            LinkKind::Autolink => source.starts_with('<') && source.ends_with('>'),
            LinkKind::Bare => {
                source.contains(['&', '|']) || link.destination.ends_with(&source.replace('\0', "\u{1A}"))
            }
            LinkKind::Html => source.starts_with("<a") || source.starts_with("<A"),
        };
        assert!(fine, "{link:?} is {source:?}");
        if let Some(destination) = link.destination_span {
            assert!(link.span.contains(destination));
            let written = slice(destination);
            if link.kind == LinkKind::Inline && !written.contains(['\\', '&', '\0']) {
                // In `< a>` the parser trims it.
                let trimmed = written.trim_matches(|c: char| c.is_ascii_whitespace());
                assert_eq!(trimmed, link.destination, "{source:?}");
            }
        }
        link.title.into_iter().chain(link.label).for_each(|span| assert!(link.span.contains(span)));
    }
    for image in &document.images {
        let source = slice(image.span);
        document.alt(image);
        let fine = match image.kind {
            ImageKind::Html => source.starts_with("<i") || source.starts_with("<I"),
            _ => source.starts_with("!["),
        };
        assert!(fine, "{image:?} is {source:?}");
        if let Some(from) = image.source_span {
            assert!(image.span.contains(from));
            if image.kind == ImageKind::Inline && !slice(from).contains(['\\', '&', '\0']) {
                assert_eq!(slice(from).trim(), image.source, "{source:?}");
            }
        }
    }
    for code in &document.codes {
        assert!(
            slice(code.span).starts_with('`') && slice(code.span).ends_with('`'),
            "{:?}",
            slice(code.span)
        );
    }
    for comment in &document.comments {
        assert!(slice(comment.span).starts_with("<!"), "{:?}", slice(comment.span));
        assert!(comment.span.contains(comment.content));
    }
    for broken in &document.broken {
        assert!(broken.span.contains(broken.content) && broken.span.contains(broken.target));
        slice(broken.span);
    }
    for definition in &document.definitions {
        assert!(slice(definition.span).starts_with('['));
        assert!(
            definition.span.contains(definition.label) && definition.span.contains(definition.destination)
        );
    }
    for details in &document.details {
        slice(details.span);
        document.plain(details.plain);
    }
    for table in &document.tables {
        slice(table.span);
        slice(table.prefix);
        assert_eq!(table.alignments.len(), table.columns());
        for row in table.upper.iter().chain([&table.header]).chain(&table.rows) {
            assert!(table.span.contains(row.span), "{row:?} in {table:?}");
            for cell in &row.cells {
                slice(cell.span);
                document.plain(cell.plain);
                assert!(table.span.contains(cell.span));
                let value = table.value(text, cell);
                assert!(!value.contains('\n'), "{value:?}");
            }
        }
    }
    for broken in &document.broken_tables {
        slice(broken.span);
        for row in broken.header.iter().chain(&broken.rows) {
            assert!(broken.span.contains(row.span));
        }
    }
    outside(text, &document);
    silences(&document, text);
    invisible_characters(text).for_each(|found| assert!(slice(found.span).starts_with(found.character)));
    document
}

/// What [`outside_regions`] leaves out of `whole`, the document of `text`, are
/// rows, items and text below headings, all in regions, and nothing else.
fn outside(text: &str, whole: &Document) {
    let (document, regions) = outside_regions(text);
    assert_eq!(regions, regions_of(whole, text));
    let is_rendered = |span: Span| regions.hold(span);
    let none = Plain::default();
    // A list without all of its items may be shorter, or tight.
    let is_same = |of: &&Block| !(matches!(of.kind, BlockKind::List(_)) && is_rendered(of.span));
    let blocks = |of: &Document| {
        let block = |block: &Block| {
            let kind = match &block.kind {
                BlockKind::Item(item) => BlockKind::Item(Item { list: UNNUMBERED, ..item.clone() }),
                kind => kind.clone(),
            };
            let plain = if is_rendered(block.span) { "" } else { of.plain(block.plain) };
            (block.span, (kind, block.section, block.quotes, plain.to_owned()))
        };
        of.blocks.iter().filter(is_same).map(block).collect()
    };
    all_but(is_rendered, blocks(&document), blocks(whole));
    let row = |row: &Row, from: &Document| {
        let cells: Vec<(Span, String)> =
            row.cells.iter().map(|cell| (cell.span, from.plain(cell.plain).to_owned())).collect();
        (row.span, (row.fit, cells))
    };
    let bare = |table: &Table| {
        let header = Row { cells: Vec::new(), ..table.header.clone() };
        Table { header, block: UNNUMBERED, rows: Vec::new(), upper: Vec::new(), ..table.clone() }
    };
    assert_eq!(document.tables.len(), whole.tables.len());
    for (left, all) in document.tables.iter().zip(&whole.tables) {
        assert_eq!(bare(left), bare(all));
        assert_eq!(row(&left.header, &document), row(&all.header, whole));
        let rows = |of: &Table, from: &Document| of.rows.iter().map(|of| row(of, from)).collect();
        all_but(is_rendered, rows(left, &document), rows(all, whole));
    }
    let links = |of: &Document| {
        let link = |(link, place): (Link, Span)| {
            let plain = of.plain(link.plain).to_owned();
            (link.span, (Link { plain: none, ..link }, place, plain))
        };
        placed(of, &of.links, |link| &mut link.block).map(link).collect()
    };
    all_but(is_rendered, links(&document), links(whole));
    let codes = |of: &Document| {
        let code = |(code, place): (Code, Span)| {
            (Code { plain: none, ..code }, place, of.plain(code.plain).to_owned())
        };
        placed(of, &of.codes, |code| &mut code.block).map(code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&document), codes(whole));
    let headings = |of| placed(of, &of.headings, |heading| &mut heading.block).collect::<Vec<_>>();
    assert_eq!(headings(&document), headings(whole));
    let images = |of| placed(of, &of.images, |image| &mut image.block).collect::<Vec<_>>();
    assert_eq!(images(&document), images(whole));
    let comments = |of| placed(of, &of.comments, |comment| &mut comment.block).collect::<Vec<_>>();
    assert_eq!(comments(&document), comments(whole));
    let broken = |of| placed(of, &of.broken, |broken| &mut broken.block).collect::<Vec<_>>();
    assert_eq!(broken(&document), broken(whole));
    assert_eq!(document.definitions, whole.definitions);
    assert_eq!(document.custom_anchors, whole.custom_anchors);
    assert_eq!(document.alts, whole.alts);
    assert_eq!(document.broken_tables.len(), whole.broken_tables.len());
    for (left, all) in document.broken_tables.iter().zip(&whole.broken_tables) {
        assert_eq!((left.span, left.kind, left.after), (all.span, all.kind, all.after));
    }
    let spans = |of: &Document| of.details.iter().map(|details| details.span).collect::<Vec<_>>();
    assert_eq!(spans(&document), spans(whole));
}

/// Stands for the number of a block, which differs where others are left out
/// before it.
const UNNUMBERED: BlockId = BlockId(0);

/// Each thing that stands in a block without the block's number, and with the
/// block's place instead.
fn placed<'d, T: Clone>(
    document: &'d Document,
    all: &'d [T],
    block: impl Fn(&mut T) -> &mut BlockId + 'd,
) -> impl Iterator<Item = (T, Span)> + 'd {
    all.iter().cloned().map(move |mut one| {
        let id = std::mem::replace(block(&mut one), UNNUMBERED);
        (one, document.block(id).span)
    })
}

/// What is `left` is what there is, in order, but for some of what `may_go`.
fn all_but<T: PartialEq + std::fmt::Debug>(
    may_go: impl Fn(Span) -> bool,
    left: Vec<(Span, T)>,
    whole: Vec<(Span, T)>,
) {
    let mut left = left.into_iter().peekable();
    for one in whole {
        let kept = left.next_if_eq(&one).is_some();
        assert!(kept || may_go(one.0), "{one:?} before {:?}", left.peek());
    }
    assert_eq!(left.next(), None);
}
