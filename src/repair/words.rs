//! The judge of Chinese words: how likely a candidate is by the frequencies of
//! the words that the lattice can be cut into.
//!
//! Every way to cut every reading of the stretch into words of the dictionary
//! counts by the product of their frequencies. Knows no other language, and no
//! grammar.

use super::context::{Letter, add};
use super::decode::Lattice;
use super::language::{Branch, Script, Words};

/// Most characters of a word.
const LONGEST: usize = 6;

/// The logarithm for a Chinese character that is no word of the dictionary.
const NO_WORD: f32 = -19.0;

/// A word over the lattice: its nodes, and where it ends.
struct Word {
    from: usize,
    to: usize,
    weight: f32,
    nodes: [usize; LONGEST],
    len: usize,
}

/// A word begun.
#[derive(Clone, Copy)]
struct Begun {
    at: usize,
    branch: Branch,
    weight: f32,
    nodes: [usize; LONGEST],
    len: usize,
}

/// The words of the dictionary that the lattice spells.
struct Speller<'a> {
    lattice: &'a Lattice,
    letters: &'a [Letter],
    words: &'static Words,
    traditional: bool,
    found: Vec<Word>,
}

impl Speller<'_> {
    /// Finds the words from token `from` that go on as `begun` does.
    fn spell(&mut self, from: usize, mut begun: Begun) {
        let len = begun.len;
        let weight = begun.weight;
        for node in self.lattice.at(begun.at) {
            let edge = self.lattice.nodes[node].edge;
            let letter = &self.letters[self.lattice.nodes[node].letter];
            let weight = weight + edge.prior;
            begun.nodes[len] = node;
            let char = u16::try_from(edge.char as u32).unwrap_or(0);
            let char = if self.traditional { self.words.simplified(char) } else { char };
            let step = match letter.script {
                Script::Han => self.words.step(begun.branch, char),
                _ => None,
            };
            let share = match step {
                Some((_, Some(share))) => Some(share),
                _ if len > 0 => None,
                _ if letter.script == Script::Han => Some(NO_WORD),
                _ => Some(letter.first().max(NO_WORD)),
            };
            if let Some(share) = share {
                let (weight, nodes) = (weight + share, begun.nodes);
                self.found.push(Word { from, to: edge.to, weight, nodes, len: len + 1 });
            }
            if let (Some((branch, _)), true) = (step, len + 1 < LONGEST) {
                self.spell(from, Begun { at: edge.to, branch, weight, nodes: begun.nodes, len: len + 1 });
            }
        }
    }
}

/// The share of all ways through the lattice that go by each node, as the
/// logarithm. `traditional` looks words up by their simplified form.
pub(super) fn by_words(lattice: &Lattice, letters: &[Letter], traditional: bool) -> Vec<f32> {
    let len = lattice.len();
    let words = Words::get();
    let mut speller = Speller { lattice, letters, words, traditional, found: Vec::new() };
    let mut forward = vec![f32::NEG_INFINITY; len + 1];
    forward[0] = 0.0;
    for from in 0..len {
        if forward[from] == f32::NEG_INFINITY {
            continue;
        }
        let first = speller.found.len();
        let begun = Begun { at: from, branch: words.root(), weight: 0.0, nodes: [0; LONGEST], len: 0 };
        speller.spell(from, begun);
        for word in &speller.found[first..] {
            forward[word.to] = add(forward[word.to], forward[from] + word.weight);
        }
    }
    let mut backward = vec![f32::NEG_INFINITY; len + 1];
    backward[len] = 0.0;
    let mut shares = vec![f32::NEG_INFINITY; lattice.nodes.len()];
    // Words come in the order of their first token, so that the ways on from
    // where a word ends are complete when it is looked at from behind.
    for word in speller.found.iter().rev() {
        let rest = word.weight + backward[word.to];
        backward[word.from] = add(backward[word.from], rest);
        let share = forward[word.from] + rest - forward[len];
        for &node in &word.nodes[..word.len] {
            shares[node] = add(shares[node], share);
        }
    }
    shares
}
