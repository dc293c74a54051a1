//! Which row is which, when rows were edited, moved and added at once.
//!
//! Rows that are the same are the same row; then those of one name, then of
//! one link, then those that moved to another section; what is left is paired
//! by likeness between neighbours that are known. Each stage costs time in
//! proportion to the rows.

use super::rows::Row;
use crate::catalog::Section;
use std::collections::{HashMap, VecDeque};

/// How alike two rows must be to be one row edited: half of what is known.
const ALIKE: (usize, usize) = (1, 2);

/// What to do where two rows may or may not be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubt {
    /// Tell it, and absorb nothing.
    #[default]
    Refuse,
    /// They are one row, renamed.
    Rename,
    /// They are two: one removed, one added.
    New,
}

/// The pairs found.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// For each new row, the old one it was; `None` for one that was added.
    pub(super) old_of: Vec<Option<usize>>,
    /// Pairs (old, new) that may be one row or two.
    pub(super) doubts: Vec<(usize, usize)>,
}

/// Pairs `new` rows with `old` ones. `sections` finds a section by its id.
pub(super) fn pair<'s>(
    old: &[Row],
    new: &[Row],
    sections: &dyn Fn(&str) -> Option<&'s Section>,
    doubt: Doubt,
) -> Pairs {
    let mut pairing = Pairing { old, new, old_of: vec![None; new.len()], new_of: vec![None; old.len()] };
    let name =
        |row: &Row| sections(&row.section).map(|section| row.name(section)).filter(|name| !name.is_empty());
    let link = |row: &Row| sections(&row.section).and_then(|section| row.link(section));
    pairing.by(|row| Some(format!("{}\0{:?}", row.section, row.values)));
    pairing.by(|row| Some(format!("{}\0{}\0{}", row.section, name(row)?, link(row)?)));
    pairing.by(|row| Some(format!("{}\0{}", row.section, name(row)?)));
    pairing.by(|row| Some(format!("{}\0{}", row.section, link(row)?)));
    pairing.by(|row| Some(format!("{:?}", row.values)));
    pairing.by(|row| Some(format!("{}\0{}", name(row)?, link(row)?)));
    pairing.by(name);
    let doubts = pairing.by_likeness(doubt);
    Pairs { old_of: pairing.old_of, doubts }
}

struct Pairing<'r> {
    old: &'r [Row],
    new: &'r [Row],
    old_of: Vec<Option<usize>>,
    new_of: Vec<Option<usize>>,
}

impl Pairing<'_> {
    /// Pairs the rows that are still free and have the same key, in order.
    fn by(&mut self, key: impl Fn(&Row) -> Option<String>) {
        let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (index, row) in self.old.iter().enumerate().filter(|(index, _)| self.new_of[*index].is_none()) {
            if let Some(key) = key(row) {
                free.entry(key).or_default().push_back(index);
            }
        }
        if free.is_empty() {
            return;
        }
        for (index, row) in self.new.iter().enumerate() {
            if self.old_of[index].is_some() {
                continue;
            }
            let Some(found) = key(row).and_then(|key| free.get_mut(&key)?.pop_front()) else { continue };
            self.old_of[index] = Some(found);
            self.new_of[found] = Some(index);
        }
    }

    /// Pairs what is left between two known neighbours, one old with one new
    /// in order, if they are alike.
    fn by_likeness(&mut self, doubt: Doubt) -> Vec<(usize, usize)> {
        let mut doubts = Vec::new();
        // The old rows that are free, by the known old row before them.
        let mut gaps: HashMap<(String, Option<usize>), VecDeque<usize>> = HashMap::new();
        let mut before: HashMap<&str, Option<usize>> = HashMap::new();
        for (index, row) in self.old.iter().enumerate() {
            if self.new_of[index].is_some() {
                before.insert(&row.section, Some(index));
            } else {
                let known = before.get(row.section.as_str()).copied().flatten();
                gaps.entry((row.section.clone(), known)).or_default().push_back(index);
            }
        }
        let mut before: HashMap<&str, Option<usize>> = HashMap::new();
        for (index, row) in self.new.iter().enumerate() {
            if let Some(old) = self.old_of[index] {
                before.insert(&row.section, Some(old));
                continue;
            }
            let known = before.get(row.section.as_str()).copied().flatten();
            let Some(free) = gaps.get_mut(&(row.section.clone(), known)) else { continue };
            // A few candidates are enough: edits of neighbours keep order.
            let candidates = free.iter().take(8).copied().enumerate();
            let best = candidates.map(|(at, old)| (likeness(&self.old[old], row), at, old)).max_by(|a, b| {
                let (one, two) = (a.0, b.0);
                (one.0 * two.1).cmp(&(two.0 * one.1)).then(b.1.cmp(&a.1))
            });
            let Some((like, at, old)) = best else { continue };
            let alike = like.0 * ALIKE.1 >= like.1 * ALIKE.0 && like.0 > 0;
            let doubtful = !alike && like.0 > 0;
            if alike || (doubtful && doubt == Doubt::Rename) {
                free.remove(at);
                self.old_of[index] = Some(old);
                self.new_of[old] = Some(index);
            } else if doubtful && doubt == Doubt::Refuse {
                free.remove(at);
                doubts.push((old, index));
            }
        }
        doubts
    }
}

/// How many known values two rows share, and how many the richer one has.
fn likeness(one: &Row, two: &Row) -> (usize, usize) {
    let same = one.values.iter().zip(&two.values).filter(|(one, two)| one.is_some() && one == two).count();
    let known = |row: &Row| row.values.iter().flatten().count();
    (same, known(one).max(known(two)).max(1))
}
