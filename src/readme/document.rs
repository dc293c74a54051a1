//! A Markdown document: its blocks and inlines, each with the bytes it comes
//! from.
//!
//! Owns the data and the ways to ask it; `parse` makes it from one parse. It
//! refuses to copy source text: whoever wants the bytes slices the text with
//! the spans, so that nothing can get lost between the two. Only what differs
//! from its source (visible text, decoded destinations) is kept.

use super::broken::Broken;
use super::broken_table::BrokenTable;
use super::definition::Definition;
use super::front_matter::FrontMatter;
use super::html::Details;
use super::inline::{Code, Comment, Image, Link};
use super::list::{Item, List};
use super::table::Table;
use crate::text::Span;
pub(super) use crate::text::narrow;
use std::collections::BTreeSet;

/// Which [`Block`] of a [`Document`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct BlockId(pub u32);

/// Which [`Heading`] of a [`Document`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct HeadingId(pub u32);

/// Which [`Table`] of a [`Document`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct TableId(pub u32);

/// Visible text: a range of what [`Document::plain`] answers from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Plain {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A block and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first character (marker included, indentation not) to its
    /// last; line ends and blank lines after it are outside.
    pub span: Span,
    /// The block it stands in; `None` at top level.
    pub parent: Option<BlockId>,
    /// The heading it stands under; for a heading, the one above it.
    pub section: Option<HeadingId>,
    /// How many block quotes it stands in: that many `>` begin its lines.
    pub quotes: u16,
    /// Visible text of a heading, a paragraph, a table or raw HTML; empty for
    /// others.
    pub plain: Plain,
    /// The block after its last descendant.
    pub(super) next: u32,
}

/// The kinds of block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// A Markdown heading; HTML ones are in [`Document::headings`] only.
    Heading(HeadingId),
    /// Lines of inline text.
    Paragraph,
    /// A list; its children are items.
    List(List),
    /// A list's item; its children are blocks.
    Item(Item),
    /// Code, fenced or indented.
    Code(CodeBlock),
    /// A block quote.
    Quote,
    /// A block quote that GitHub shows as an alert (`> [!NOTE]`).
    Alert,
    /// Raw HTML up to a blank line.
    Html,
    /// A line across (`---`).
    Break,
    /// A pipe table; HTML ones are in [`Document::tables`] only.
    Table(TableId),
    /// A footnote's text; its children are blocks.
    Footnote,
}

/// A block of code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeBlock {
    /// Whether it stands between fences.
    pub fenced: bool,
    /// The info string as written, `markdown` say; empty for indented code.
    pub info: Span,
    /// The lines between the fences; the whole block if there are none.
    pub content: Span,
}

/// How a heading is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeadingSyntax {
    /// `## Text`
    Atx,
    /// Text with `===` or `---` below it.
    Setext,
    /// `<h2>Text</h2>`
    Html,
}

/// A heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// How it is written.
    pub syntax: HeadingSyntax,
    /// All of it: markers, underline or tags included.
    pub span: Span,
    /// Its text as written, without markers.
    pub content: Span,
    /// Its visible text, trimmed; images count only where there is nothing
    /// else, by their alternative text.
    pub text: String,
    /// The fragment GitHub gives it, without `#`.
    pub anchor: String,
    /// Anchors set by hand in it or on the lines right before it
    /// (`<a name="…">`).
    pub custom_anchors: Vec<String>,
    /// The block it is, or (for HTML) stands in.
    pub block: BlockId,
    /// The heading of the section it is in.
    pub parent: Option<HeadingId>,
    /// From the heading to the next of its level or above.
    pub section: Span,
    /// Whether it begins a section: headings in quotes, items, footnotes and
    /// HTML tables don't.
    pub opens_section: bool,
}

/// An anchor set by hand: `name` or `id` of an HTML element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomAnchor {
    /// What links may name after `#`.
    pub name: String,
    /// The tag.
    pub span: Span,
}

/// A Markdown text, parsed once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// Length in bytes of the byte order mark: 3 or 0.
    pub bom: usize,
    /// Metadata before the Markdown.
    pub front_matter: Option<FrontMatter>,
    /// All blocks; a block stands before its children, they before its next
    /// sibling.
    pub blocks: Vec<Block>,
    /// All headings, in order.
    pub headings: Vec<Heading>,
    /// All tables, pipe and HTML, by where they start.
    pub tables: Vec<Table>,
    /// Lines that look like a pipe table and are none.
    pub broken_tables: Vec<BrokenTable>,
    /// All links, by where they start.
    pub links: Vec<Link>,
    /// All images, by where they start.
    pub images: Vec<Image>,
    /// Code spans, by where they start.
    pub codes: Vec<Code>,
    /// HTML comments, by where they start.
    pub comments: Vec<Comment>,
    /// What looks like a link and is none, by where it starts.
    pub broken: Vec<Broken>,
    /// Link reference definitions, in order.
    pub definitions: Vec<Definition>,
    /// Anchors set by hand, in order.
    pub custom_anchors: Vec<CustomAnchor>,
    /// `<details>` elements, by where they start.
    pub details: Vec<Details>,
    pub(super) plain: String,
    pub(super) alts: String,
}

impl Document {
    /// Parses `text` as GitHub does: CommonMark with tables, strikethrough,
    /// task lists, autolinks, footnotes and alerts; a byte order mark and YAML
    /// or TOML front matter stand before it. Never fails: every text is
    /// Markdown.
    pub fn parse(text: &str) -> Document {
        super::parse::document(text)
    }

    /// The same document, without the shorter way through long tables: what
    /// [`Document::parse`] is held to.
    pub fn parse_whole(text: &str) -> Document {
        super::parse::whole(text)
    }

    /// The block with that id.
    ///
    /// # Panics
    /// If the id comes from another document.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// The heading with that id.
    ///
    /// # Panics
    /// If the id comes from another document.
    pub fn heading(&self, id: HeadingId) -> &Heading {
        &self.headings[id.0 as usize]
    }

    /// The table with that id.
    ///
    /// # Panics
    /// If the id comes from another document.
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.0 as usize]
    }

    /// The blocks at top level.
    pub fn top(&self) -> Siblings<'_> {
        Siblings { document: self, at: 0, end: narrow(self.blocks.len()) }
    }

    /// The blocks directly inside `id`.
    pub fn children(&self, id: BlockId) -> Siblings<'_> {
        Siblings { document: self, at: id.0 + 1, end: self.block(id).next }
    }

    /// Every block inside `id`, at any depth, in order.
    pub fn descendants(&self, id: BlockId) -> impl Iterator<Item = BlockId> + '_ {
        (id.0 + 1..self.block(id).next).map(BlockId)
    }

    /// The sibling after `id`.
    pub fn next_sibling(&self, id: BlockId) -> Option<BlockId> {
        let block = self.block(id);
        let end = block.parent.map_or(narrow(self.blocks.len()), |parent| self.block(parent).next);
        (block.next < end).then_some(BlockId(block.next))
    }

    /// The headings `section` stands under, outermost first, itself last.
    pub fn section_path(&self, section: Option<HeadingId>) -> Vec<HeadingId> {
        let mut path: Vec<HeadingId> =
            std::iter::successors(section, |&id| self.heading(id).parent).collect();
        path.reverse();
        path
    }

    /// The section that byte `at` falls in.
    pub fn section_at(&self, at: usize) -> Option<HeadingId> {
        let before = self.headings.partition_point(|heading| heading.span.start() <= at);
        let heading = &self.headings[before.checked_sub(1)?];
        if heading.opens_section { Some(HeadingId(narrow(before - 1))) } else { heading.parent }
    }

    /// The innermost block that holds byte `at`.
    pub fn block_at(&self, at: usize) -> Option<BlockId> {
        let before = self.blocks.partition_point(|block| block.span.start() <= at);
        let mut id = BlockId(narrow(before.checked_sub(1)?));
        loop {
            let block = self.block(id);
            if at < block.span.end() || (block.span.is_empty() && at == block.span.start()) {
                return Some(id);
            }
            id = block.parent?;
        }
    }

    /// Whether a link's definition starts in `span`.
    pub fn defines_in(&self, span: Span) -> bool {
        let next = self.definitions.partition_point(|definition| definition.span.start() < span.start());
        self.definitions.get(next).is_some_and(|definition| definition.span.start() < span.end())
    }

    /// The `<details>` elements around byte `at`, outermost first.
    pub fn details_at(&self, at: usize) -> Vec<&Details> {
        let before = self.details.partition_point(|details| details.span.start() <= at);
        let mut around = Vec::new();
        let mut next = before.checked_sub(1);
        while let Some(index) = next {
            let details = &self.details[index];
            if at < details.span.end() {
                around.push(details);
            }
            next = details.parent.map(|parent| parent as usize);
        }
        around.reverse();
        around
    }

    /// Visible text: what a reader sees, without markup, entities decoded,
    /// soft line ends as spaces, `<br>` as line ends, images left out.
    pub fn plain(&self, plain: Plain) -> &str {
        &self.plain[plain.start as usize..plain.end as usize]
    }

    /// The alternative text of an image, without markup.
    pub fn alt(&self, image: &Image) -> &str {
        &self.alts[image.alt.start as usize..image.alt.end as usize]
    }

    /// The links that start inside `span`.
    pub fn links_in(&self, span: Span) -> &[Link] {
        within(&self.links, span, |link| link.span)
    }

    /// The images that start inside `span`.
    pub fn images_in(&self, span: Span) -> &[Image] {
        within(&self.images, span, |image| image.span)
    }

    /// The code spans that start inside `span`.
    pub fn codes_in(&self, span: Span) -> &[Code] {
        within(&self.codes, span, |code| code.span)
    }

    /// The comments that start inside `span`.
    pub fn comments_in(&self, span: Span) -> &[Comment] {
        within(&self.comments, span, |comment| comment.span)
    }

    /// The broken links that start inside `span`.
    pub fn broken_in(&self, span: Span) -> &[Broken] {
        within(&self.broken, span, |broken| broken.span)
    }

    /// Everything that `#fragment` can name: the anchors of headings, those
    /// set by hand, and `top` and the empty fragment for the page's start.
    pub fn anchors(&self) -> BTreeSet<&str> {
        let headings = self.headings.iter().map(|heading| heading.anchor.as_str());
        let custom = self.custom_anchors.iter().map(|anchor| anchor.name.as_str());
        headings.chain(custom).chain(["", "top"]).collect()
    }

    /// The text of `span`, which lies in `block`, without the `>` that the
    /// quotes around it put before its second and later lines.
    pub fn unquoted(&self, text: &str, block: BlockId, span: Span) -> String {
        super::inline::unquote(&text[span.range()], self.block(block).quotes.into())
    }
}

/// Blocks that share a parent, in order.
#[derive(Clone, Debug)]
pub struct Siblings<'d> {
    document: &'d Document,
    at: u32,
    end: u32,
}

impl Iterator for Siblings<'_> {
    type Item = BlockId;

    fn next(&mut self) -> Option<BlockId> {
        if self.at >= self.end {
            return None;
        }
        let id = BlockId(self.at);
        self.at = self.document.block(id).next;
        Some(id)
    }
}

/// The part of `sorted` (by start) that starts inside `span`.
fn within<T>(sorted: &[T], span: Span, of: impl Fn(&T) -> Span) -> &[T] {
    let from = sorted.partition_point(|item| of(item).start() < span.start());
    let len = sorted[from..].partition_point(|item| of(item).start() < span.end());
    &sorted[from..from + len]
}
