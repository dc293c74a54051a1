//! The account: what the source holds, and where each of it is now.
//!
//! Counts what the parser saw in the source, and for each whether it stands in
//! bytes that became records or in bytes that stayed. The two add up to the
//! source; a test counts them again by other means.

use crate::readme::records::Records;
use crate::readme::{BlockKind, Document, Fit, Repeat};
use crate::text::{Source, Span};

/// How many there are of one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In the source.
    pub source: usize,
    /// Of these, in the catalog.
    pub catalog: usize,
    /// Of these, in the README outside of regions.
    pub readme: usize,
}

/// What the source holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Cells of tables, headers included.
    pub cells: Count,
    /// Links.
    pub links: Count,
    /// Images.
    pub images: Count,
    /// List items; those without anything in them are neither in the catalog
    /// nor in the README, and are counted by `empty_items` alone.
    pub items: Count,
    /// Empty items that were left out.
    pub empty_items: usize,
    /// Lines of anything else that are not blank.
    pub lines: Count,
}

impl Count {
    fn add(&mut self, taken: bool) {
        self.source += 1;
        if taken { self.catalog += 1 } else { self.readme += 1 }
    }
}

impl Account {
    /// The counts with what they count, in words.
    pub fn rows(&self) -> [(&'static str, Count); 5] {
        [
            ("cells", self.cells),
            ("links", self.links),
            ("images", self.images),
            ("list items", self.items),
            ("other lines", self.lines),
        ]
    }

    /// Whether everything is in one of the two places.
    pub fn balances(&self) -> bool {
        self.rows().iter().all(|(_, count)| count.catalog + count.readme == count.source)
    }
}

pub(super) fn of(source: &Source, document: &Document, records: &Records) -> Account {
    let taken = Taken::new(records);
    let mut account = Account::default();
    let mut structured: Vec<Span> = Vec::new();
    for table in document.tables.iter().filter(|table| table.parent.is_none()) {
        structured.push(table.span);
        let rows = table.upper.iter().chain([&table.header]).chain(&table.rows);
        for row in rows {
            // A line that was taken for a row for want of a blank line is text.
            let glued = row.fit == Fit::Glued && !taken.holds(row.span);
            let cells = row.cells.iter().filter(|cell| cell.repeat == Repeat::No).count();
            for _ in 0..cells {
                let count = if glued { &mut account.lines } else { &mut account.cells };
                count.add(taken.holds(row.span));
            }
        }
    }
    for link in &document.links {
        account.links.add(taken.holds(link.span));
    }
    for image in &document.images {
        account.images.add(taken.holds(image.span));
    }
    for (index, block) in document.blocks.iter().enumerate() {
        if let BlockKind::Item(_) = block.kind {
            structured.push(block.span);
            let id = crate::readme::BlockId(u32::try_from(index).unwrap_or(u32::MAX));
            let empty = document.children(id).next().is_none();
            if empty && taken.holds(block.span) {
                account.empty_items += 1;
            } else {
                account.items.add(taken.holds(block.span));
            }
        }
    }
    structured.sort_unstable_by_key(|span| (span.start(), span.end()));
    let mut next = 0;
    let mut covered = 0;
    let text = source.text();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end_matches(['\n', '\r']).len());
        at += line.len();
        while next < structured.len() && structured[next].start() < span.end() {
            covered = covered.max(structured[next].end());
            next += 1;
        }
        let inside = covered > span.start();
        if !inside && !text[span.range()].trim().is_empty() {
            account.lines.add(taken.holds(span));
        }
    }
    account
}

/// The bytes that became records.
struct Taken(Vec<Span>);

impl Taken {
    fn new(records: &Records) -> Taken {
        Taken(records.groups.iter().map(|group| group.span).collect())
    }

    fn holds(&self, span: Span) -> bool {
        let next = self.0.partition_point(|taken| taken.start() <= span.start());
        next > 0 && span.start() < self.0[next - 1].end()
    }
}
