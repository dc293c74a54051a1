//! The shapes that READMEs have, one test each: what a person sees in the
//! source is what the document says.

use super::*;
use crate::text::Span;

fn parse(text: &str) -> Document {
    Document::parse(text)
}

fn values(text: &str, table: &Table) -> Vec<Vec<String>> {
    let value = |row: &Row| row.cells.iter().map(|cell| table.value(text, cell).into_owned()).collect();
    table.rows.iter().map(value).collect()
}

fn items<'t>(text: &'t str, document: &Document) -> Vec<(u16, &'t str, &'t str)> {
    let mut found = Vec::new();
    for block in &document.blocks {
        if let BlockKind::Item(item) = &block.kind {
            let shown = item.text.map_or("", |span| &text[span.range()]);
            found.push((item.depth, &text[item.marker.range()], shown));
        }
    }
    found
}

fn links<'t>(text: &'t str, document: &Document) -> Vec<(LinkKind, &'t str, String)> {
    let of = |link: &Link| (link.kind, &text[link.span.range()], link.destination.clone());
    document.links.iter().map(of).collect()
}

#[test]
fn bullets_in_the_common_forms() {
    let text = "- [A](https://a.example) - text\n* **B**: text\n  * https://b.example\n\n1. C: https://c.example\n2) D\n- \n";
    let document = parse(text);
    assert_eq!(
        items(text, &document),
        [
            (0, "-", "[A](https://a.example) - text"),
            (0, "*", "**B**: text"),
            (1, "*", "https://b.example"),
            (0, "1.", "C: https://c.example"),
            (0, "2)", "D"),
            (0, "-", ""),
        ]
    );
    let numbers: Vec<Option<u32>> = document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Item(item) => Some(item.number),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [None, None, None, Some(1), Some(2), None]);
}

#[test]
fn an_item_spans_its_children_and_an_empty_one_its_marker() {
    let text = " - **Oasis**: \n   - about\n   - https://o.example\n   - \n \nafter\n";
    let document = parse(text);
    let item = document.children(BlockId(0)).next().unwrap();
    let source = &text[document.block(item).span.range()];
    assert_eq!(source, "- **Oasis**: \n   - about\n   - https://o.example\n   -");
    let texts: Vec<&str> = items(text, &document).iter().map(|item| item.2).collect();
    assert_eq!(texts, ["**Oasis**:", "about", "https://o.example", ""]);
}

#[test]
fn task_items_know_whether_they_are_done() {
    let text = "- [x] done\n- [ ] open\n- plain\n";
    let document = parse(text);
    let tasks: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Item(item) => Some((item.task, item.text.map(|span| &text[span.range()]))),
            _ => None,
        })
        .collect();
    assert_eq!(tasks, [(Some(true), Some("done")), (Some(false), Some("open")), (None, Some("plain"))]);
}

#[test]
fn links_of_every_kind() {
    let text = "[a](<b c> \"t\") [d][E f] [g][] [h] <https://i.example> https://j.example/k_l. www.m.example \
        <a href=\"n?o=1&amp;p=2\" title=q>r</a> s@t.example\n\n[e  F]: https://e.example\n[g]: <g h>\n[h]: h 'i'\n";
    let document = parse(text);
    let got = links(text, &document);
    let expected = [
        (LinkKind::Inline, "[a](<b c> \"t\")", "b c"),
        (LinkKind::Reference, "[d][E f]", "https://e.example"),
        (LinkKind::Reference, "[g][]", "g h"),
        (LinkKind::Reference, "[h]", "h"),
        (LinkKind::Autolink, "<https://i.example>", "https://i.example"),
        (LinkKind::Bare, "https://j.example/k_l", "https://j.example/k_l"),
        (LinkKind::Bare, "www.m.example", "http://www.m.example"),
        (LinkKind::Html, "<a href=\"n?o=1&amp;p=2\" title=q>r</a>", "n?o=1&p=2"),
        (LinkKind::Bare, "s@t.example", "mailto:s@t.example"),
    ];
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        assert_eq!((got.0, got.1, got.2.as_str()), expected);
    }
    let written: Vec<Option<&str>> =
        document.links.iter().map(|link| link.destination_span.map(|span| &text[span.range()])).collect();
    assert_eq!(written[0], Some("b c"));
    assert_eq!(written[1], None);
    assert_eq!(written[7], Some("n?o=1&amp;p=2"));
    let definitions: Vec<Option<u32>> = document.links.iter().map(|link| link.definition).collect();
    assert_eq!(definitions[..4], [None, Some(0), Some(1), Some(2)]);
    assert_eq!(document.plain(document.links[7].plain), "r");
}

#[test]
fn references_beyond_the_parsers_limit_are_links_too() {
    // The parser stops expanding references when they come to more bytes than
    // the text has.
    let url = format!("https://a.example/{}", "x".repeat(300));
    let text = format!("{}\n\n[a]: {url}\n", "[one][a] ".repeat(50));
    let document = parse(&text);
    assert_eq!(document.links.len(), 50);
    assert!(document.links.iter().all(|link| link.destination == url && link.definition == Some(0)));
    assert!(document.broken.is_empty());
}

#[test]
fn images_and_badges() {
    let text = "[![alt *x*](img.png \"t\")](https://a.example) <img src='b.png' alt=\"c\" width=9> ![][r]\n\n[r]: r.png\n";
    let document = parse(text);
    let shown: Vec<_> = document
        .images
        .iter()
        .map(|image| (image.kind, &text[image.span.range()], image.source.as_str(), document.alt(image)))
        .collect();
    assert_eq!(
        shown,
        [
            (ImageKind::Inline, "![alt *x*](img.png \"t\")", "img.png", "alt x"),
            (ImageKind::Html, "<img src='b.png' alt=\"c\" width=9>", "b.png", "c"),
            (ImageKind::Reference, "![][r]", "r.png", ""),
        ]
    );
    assert_eq!(&text[document.links[0].span.range()], "[![alt *x*](img.png \"t\")](https://a.example)");
    assert_eq!(document.plain(document.links[0].plain), "");
}

#[test]
fn headings_of_every_kind() {
    let text = "# Title [link](x) `code`\n\nSub\n===\n\n### 1.Med `x` ###\n\n<h2 align=\"center\">\n  <a name=\"top\"></a>🧠 Brain\n</h2>\n\n## Brain\n\n## Brain\n> # quoted\n\n#\n";
    let document = parse(text);
    let shown: Vec<_> = document
        .headings
        .iter()
        .map(|heading| (heading.level, heading.syntax, heading.text.as_str(), heading.anchor.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (1, HeadingSyntax::Atx, "Title link code", "title-link-code"),
            (1, HeadingSyntax::Setext, "Sub", "sub"),
            (3, HeadingSyntax::Atx, "1.Med x", "1med-x"),
            (2, HeadingSyntax::Html, "🧠 Brain", "-brain"),
            (2, HeadingSyntax::Atx, "Brain", "brain"),
            (2, HeadingSyntax::Atx, "Brain", "brain-1"),
            (1, HeadingSyntax::Atx, "quoted", "quoted"),
            (1, HeadingSyntax::Atx, "", ""),
        ]
    );
    assert_eq!(&text[document.headings[2].content.range()], "1.Med `x`");
    assert_eq!(&text[document.headings[1].span.range()], "Sub\n===");
    assert!(!document.headings[6].opens_section);
    assert_eq!(document.headings[3].custom_anchors, ["top"]);
}

#[test]
fn anchors_set_by_hand_belong_to_the_heading_after_them() {
    let text = "<a name=\"one\"></a>\n## One\n\n<a id='two'></a>\n\n## Two <a name=three></a>\n\ntext <a name=four></a> more\n\n## Four\n";
    let document = parse(text);
    let own: Vec<_> = document.headings.iter().map(|heading| heading.custom_anchors.clone()).collect();
    assert_eq!(own, [vec!["one".to_owned()], vec!["two".to_owned(), "three".to_owned()], vec![]]);
    assert!(document.anchors().contains("four"));
}

#[test]
fn sections_nest_by_level() {
    let text = "intro\n\n# A\n\na\n\n## B\n\nb\n\n# C\n\nc\n";
    let document = parse(text);
    let at = |needle: &str| text.find(needle).unwrap();
    let path = |needle: &str| -> Vec<&str> {
        let block = document.block_at(at(needle)).unwrap();
        document
            .section_path(document.block(block).section)
            .iter()
            .map(|&id| document.heading(id).text.as_str())
            .collect()
    };
    assert_eq!(path("intro"), Vec::<&str>::new());
    assert_eq!(path("b\n\n# C"), ["A", "B"]);
    let texts = |id: Option<HeadingId>| -> Vec<&str> {
        document.section_path(id).iter().map(|&id| document.heading(id).text.as_str()).collect()
    };
    assert_eq!(texts(document.section_at(at("\nb\n") + 1)), ["A", "B"]);
    assert_eq!(texts(document.section_at(at("\nc\n") + 1)), ["C"]);
    assert_eq!(&text[document.headings[0].section.range()], "# A\n\na\n\n## B\n\nb\n\n");
}

#[test]
fn an_entry_per_heading_with_paragraph_image_and_link() {
    let text = "### 1.MedMNIST\nA collection.\n\n![image](https://i.example/a.png)\n\nhttps://m.example/d\n\n### 2.Next\n";
    let document = parse(text);
    let section = document.headings[0].section;
    assert_eq!(document.images_in(section).len(), 1);
    assert_eq!(document.links_in(section)[0].destination, "https://m.example/d");
    let kinds = document.top().filter(|&id| document.block(id).section == Some(HeadingId(0))).count();
    assert_eq!(kinds, 4, "three paragraphs and the next heading");
}

#[test]
fn definitions_are_found_wherever_they_stand() {
    let text = "[a]: https://a.example \"A\"\n[b]: <https://b.example>\ntext [a] [b]\n\n> [c]: https://c.example\n\n- [d]:\n  https://d.example\n\n[//]: # (note)\n\n[a]: https://second.example\n";
    let document = parse(text);
    let shown: Vec<(&str, &str, bool)> = document
        .definitions
        .iter()
        .map(|found| (&text[found.label.range()], &text[found.destination.range()], found.is_comment))
        .collect();
    assert_eq!(
        shown,
        [
            ("a", "https://a.example", false),
            ("b", "https://b.example", false),
            ("c", "https://c.example", false),
            ("d", "https://d.example", false),
            ("//", "#", true),
            ("a", "https://second.example", false),
        ]
    );
    let block = document.block(BlockId(0));
    assert_eq!(&text[block.span.range()], "text [a] [b]");
    assert_eq!(links(text, &document)[0], (LinkKind::Reference, "[a]", "https://a.example".to_owned()));
    assert_eq!(document.links[0].definition, Some(0));
}

#[test]
fn a_byte_order_mark_and_front_matter_move_nothing() {
    let text = "\u{FEFF}---\ntitle: x\n---\n# T\n\n[a](b)\n";
    let document = parse(text);
    assert_eq!(document.bom, 3);
    assert_eq!(&text[document.front_matter.unwrap().content.range()], "title: x\n");
    assert_eq!(&text[document.headings[0].span.range()], "# T");
    assert_eq!(&text[document.links[0].span.range()], "[a](b)");
    let text = "\u{FEFF}# T\n";
    assert_eq!(parse(text).headings[0].span, Span::new(3, 6));
}

#[test]
fn carriage_returns_tabs_and_a_missing_last_line_end() {
    let text = "# T\r\n\r\n-\t[a](b)\r\n\r\n\t- c\r\n\r\n| x\t| y |\r\n|---|---|\r\n|\tz | w |";
    let document = parse(text);
    assert_eq!(items(text, &document), [(0, "-", "[a](b)"), (1, "-", "c")]);
    assert_eq!(values(text, &document.tables[0]), [["z", "w"]]);
    assert_eq!(document.tables[0].span.end(), text.len());
    let lone = "# T\r\rtext\r";
    assert_eq!(parse(lone).headings[0].section, Span::new(0, lone.len()));
}

#[test]
fn code_is_fenced_or_indented() {
    let text = "```markdown title\n# no heading\n\n```\n\n    indented\n\n~~~\nopen";
    let document = parse(text);
    let codes: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Code(code) => {
                Some((code.fenced, &text[code.info.range()], &text[code.content.range()]))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        codes,
        [(true, "markdown title", "# no heading\n\n"), (false, "", "indented"), (true, "", "open")]
    );
    assert!(document.headings.is_empty());
}

#[test]
fn alerts_quotes_footnotes_and_breaks_are_blocks() {
    let text = "> [!NOTE]\n> careful\n\n> said\n\n---\n\nnote[^1] and [^2]\n\n[^1]: text\n";
    let document = parse(text);
    let kinds: Vec<&BlockKind> = document.top().map(|id| &document.block(id).kind).collect();
    assert_eq!(
        kinds,
        [
            &BlockKind::Alert,
            &BlockKind::Quote,
            &BlockKind::Break,
            &BlockKind::Paragraph,
            &BlockKind::Footnote
        ]
    );
    assert_eq!(&text[document.block(BlockId(0)).span.range()], "> [!NOTE]\n> careful");
    assert_eq!(document.broken[0].kind, BrokenKind::UndefinedFootnote);
}

#[test]
fn comments_and_code_spans_have_their_places() {
    let text = "a <!-- in --> `c <!-- no -->`\n\n<!-- block\nlines -->\n";
    let document = parse(text);
    let comments: Vec<&str> =
        document.comments.iter().map(|comment| text[comment.content.range()].trim()).collect();
    assert_eq!(comments, ["in", "block\nlines"]);
    assert_eq!(&text[document.codes[0].span.range()], "`c <!-- no -->`");
}

#[test]
fn an_html_link_may_hold_markdown_over_several_blocks() {
    let text = "<a href=\"x\">\n\n![i](i.png)\n\n</a>\n\n<a href=y>open\n";
    let document = parse(text);
    assert!(text[document.links[0].span.range()].ends_with("</a>"));
    assert_eq!(document.images.len(), 1);
    assert_eq!(&text[document.links[1].span.range()], "<a href=y>");
}

#[test]
fn paragraphs_in_quotes_can_be_read_without_their_markers() {
    let text = "> a [b](c)\n> d\ne\n";
    let document = parse(text);
    let paragraph = BlockId(1);
    assert_eq!(document.unquoted(text, paragraph, document.block(paragraph).span), "a [b](c)\nd\ne");
    assert_eq!(document.plain(document.block(paragraph).plain), "a b d e");
}

#[test]
fn links_on_lines_that_a_tab_begins_are_found_whole() {
    for text in [
        "*\n\t* c\n\t[]()",
        "* A\n\t* b\n\t*\u{1}c [C](https://c.example)\n",
        "* A\n\t* b\n\td ![C](c.png)\n",
    ] {
        let document = Document::parse(text);
        let found =
            document.links.iter().map(|link| (link.span, link.content, link.kind == LinkKind::Inline));
        let found = found.chain(
            document
                .images
                .iter()
                .filter_map(|image| Some((image.span, image.alt_span?, image.kind == ImageKind::Inline))),
        );
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), 1, "{text:?}");
        let (span, content, inline) = found[0];
        assert!(
            inline
                && text[span.range()].ends_with(')')
                && text[content.range()].trim_start_matches('C').is_empty(),
            "{text:?} {found:?}"
        );
    }
    // What stands right behind the link may be a character of several bytes.
    laws::check("* A\n\t* [B](https://b.example) — c\n\t<!-i x\n\t* [B](https://b.example) — c\n");
    laws::check(
        "* A\n\t* [B](https://b.example) — c\n\t<!-i cnl:end \t* [B](https://b.example) — c\n\t<!-ia)-->\n",
    );
}
