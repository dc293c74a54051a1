//! What is alike among very many, found without keeping what each is.
//!
//! Knows nothing of records. Each key is kept as a number of eight bytes:
//! a hundred thousand keys would take more than the catalog they come from.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Things, each with its key as a number.
#[derive(Debug)]
pub(super) struct Alike<T> {
    all: Vec<(u64, T)>,
}

impl<T: Copy + Ord> Alike<T> {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Alike { all: Vec::new() }
    }

    /// Adds a thing.
    pub(super) fn add(&mut self, key: &(impl Hash + ?Sized), thing: T) {
        // With fixed keys, so that each run makes the same.
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        self.all.push((hasher.finish(), thing));
    }

    /// The things that share a key with others, together, each group in their
    /// order, and the groups in the order of their first. `key` tells a thing's
    /// key again, for different ones may have the same number; it is asked
    /// where `look` finds a group worth it.
    pub(super) fn groups<K: PartialEq>(
        mut self,
        look: impl Fn(&[(u64, T)]) -> bool,
        key: impl Fn(T) -> K,
    ) -> Vec<(K, Vec<T>)> {
        self.all.sort_unstable();
        let mut groups: Vec<(K, Vec<T>)> = Vec::new();
        for run in self.all.chunk_by(|one, other| one.0 == other.0) {
            if run.len() < 2 || !look(run) {
                continue;
            }
            let from = groups.len();
            for &(_, thing) in run {
                let key = key(thing);
                match groups[from..].iter_mut().find(|(other, _)| *other == key) {
                    Some((_, things)) => things.push(thing),
                    None => groups.push((key, vec![thing])),
                }
            }
        }
        groups.retain(|(_, things)| things.len() > 1);
        groups.sort_unstable_by_key(|(_, things)| things[0]);
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shares_a_key_comes_together_in_order() {
        let keys = ["b", "a", "c", "a", "b", "a"];
        let mut alike = Alike::new();
        for (at, key) in keys.iter().enumerate() {
            alike.add(key, at);
        }
        let groups = alike.groups(|_| true, |at: usize| keys[at]);
        assert_eq!(groups, [("b", vec![0, 4]), ("a", vec![1, 3, 5])]);
    }

    #[test]
    fn things_of_one_number_and_two_keys_are_not_alike() {
        let mut alike = Alike::new();
        (0..4).for_each(|thing| alike.add("same number", thing));
        let groups = alike.groups(|_| true, |thing: u32| thing.max(1));
        assert_eq!(groups, [(1, vec![0, 1])]);
    }
}
