//! What stays in the README because it did not stand the proof: a group, or
//! only those of its entries that are to blame.
//!
//! Owns that choice; refuses to know the proof.

use crate::readme::records::{Group, Options, Shape};

/// What is to be left, by where it starts, with the reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Blame {
    groups: Vec<(usize, String)>,
    entries: Vec<(usize, String)>,
    apart: Vec<usize>,
}

impl Blame {
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.entries.is_empty() && self.apart.is_empty()
    }

    /// Blames a whole group.
    pub(super) fn whole(&mut self, group: &Group, why: impl Into<String>) {
        self.groups.push((group.at, why.into()));
    }

    /// Blames entries of a group of `all`, by where they start. A list or a
    /// run of headings goes on around one of them; a table does not, nor does
    /// what would be cut into pieces. A heading is a group of its own first:
    /// what its siblings have may be all that is wrong with it.
    pub(super) fn add(&mut self, group: &Group, all: usize, entries: impl Iterator<Item = (usize, String)>) {
        let mut entries: Vec<(usize, String)> = entries.collect();
        let parts = matches!(group.shape, Shape::List | Shape::Headings) && group.region.is_none();
        if parts && entries.len() * 4 <= all && group.shape == Shape::Headings {
            self.apart.extend(entries.into_iter().map(|(at, _)| at));
        } else if parts && entries.len() * 4 <= all {
            self.entries.append(&mut entries);
        } else if let Some((_, why)) = entries.into_iter().next() {
            self.groups.push((group.at, why));
        }
    }

    /// Has them left.
    pub(super) fn tell(self, reading: &mut Options) {
        reading.leave.extend(self.groups);
        reading.leave_entries.extend(self.entries);
        reading.apart.extend(self.apart);
    }
}
