//! Chooses among the candidates of a stretch of damaged text: which way through
//! the lattice is likeliest, and how sure each choice is.
//!
//! Two judges read the whole stretch and are heard together. One knows how
//! characters follow each other in the languages of the document; the other,
//! for Chinese, knows words and how frequent they are. Each gives every
//! candidate the share of all ways through the lattice that go by it, so a
//! choice is as sure as the words around it make it. Where the two disagree,
//! neither is sure. Time is linear in the stretch: the number of candidates at
//! a place is bounded, and so is what is kept of the ways that lead there.

use std::collections::HashMap;

use super::choose::{BRACKETS, Choice, choose};
use super::context::{Letter, Speech, add};
use super::language::counts;
use super::lattice::{Edge, Losses, Token};
use super::words::by_words;

/// Most candidates kept at one place, by how likely they are alone.
const MOST_KEPT: usize = 16;

/// Ways through the lattice this much less likely than the best, as a
/// logarithm, are no longer followed.
const BEAM: f32 = 9.0;

/// What a candidate has, as a logarithm, that all ways followed left aside: it
/// was not looked at to the end, so it is not taken for impossible.
const DROPPED: f32 = -13.0;

/// How much each judge's answer counts. Together less than one, since both have
/// read the same books.
const GRAMS: f32 = 0.33;
const WORDS: f32 = 0.5;

/// How much the first counts where the second has nothing to say.
const ALONE: f32 = 0.6;

/// What speaks against a bracket without its partner, and against one whose
/// partner may be another character.
const UNPAIRED: f32 = 4.0;
const GUESSED: f32 = 2.5;

/// What speaks for a word that counts things right after a number.
const COUNTED: f32 = 1.5;

/// A candidate in its place.
pub(super) struct Node {
    pub(super) edge: Edge,
    /// Which of the letters it is.
    pub(super) letter: usize,
}

/// The lattice of one stretch.
pub(super) struct Lattice {
    pub(super) nodes: Vec<Node>,
    /// The nodes that start at each token: `starts[at]..starts[at + 1]`.
    starts: Vec<usize>,
}

impl Lattice {
    /// The nodes that start at a token.
    pub(super) fn at(&self, token: usize) -> std::ops::Range<usize> {
        match (self.starts.get(token), self.starts.get(token + 1)) {
            (Some(&from), Some(&to)) => from..to,
            _ => 0..0,
        }
    }

    /// How many tokens it spans.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is a choice anywhere.
    fn open(&self) -> bool {
        self.starts.windows(2).any(|pair| pair[1] - pair[0] > 1)
    }

    /// A bracket whose partner is not in the stretch is hardly one, and one
    /// whose partner is itself a guess is doubtful.
    fn pair_brackets(&mut self) {
        let mut seen = [UNPAIRED; BRACKETS.len()];
        for node in &mut self.nodes {
            Self::pair(&mut node.edge, &mut seen, |(open, close)| (open, close));
        }
        let mut seen = [UNPAIRED; BRACKETS.len()];
        for node in self.nodes.iter_mut().rev() {
            Self::pair(&mut node.edge, &mut seen, |(open, close)| (close, open));
        }
    }

    /// Charges `edge` with what speaks against it when it is the second of a
    /// pair, and remembers in `seen` when it is the first.
    fn pair(edge: &mut Edge, seen: &mut [f32], order: impl Fn((char, char)) -> (char, char)) {
        // Brackets beyond ASCII lie in two blocks; most characters in neither.
        if !matches!(edge.char, '\u{3000}'..='\u{301F}' | '\u{FF00}'..='\u{FF0F}') {
            return;
        }
        for (&pair, against) in BRACKETS.iter().zip(seen) {
            let (first, second) = order(pair);
            if edge.char == first {
                *against = against.min(if edge.lost == 0 { 0.0 } else { GUESSED });
            } else if edge.char == second {
                edge.prior -= *against;
            }
        }
    }
}

/// A way's last two candidates.
struct State {
    node: usize,
    before: Option<usize>,
    forward: f32,
    backward: f32,
    /// The steps on from here: `steps[first..last]`.
    steps: (usize, usize),
}

struct Step {
    to: usize,
    weight: f32,
}

/// A candidate of some bytes, ranked among those that fit them.
#[derive(Clone, Copy)]
struct Ranked {
    edge: Edge,
    letter: usize,
}

/// Reads the stretches of one document.
pub(super) struct Decoder<'a> {
    losses: &'a Losses,
    speech: &'a Speech,
    letters: Vec<Letter>,
    known: HashMap<char, usize>,
    /// The best candidates of bytes met before; their ends count from the start.
    ranked: HashMap<u64, Vec<Ranked>>,
    edges: Vec<Edge>,
}

impl<'a> Decoder<'a> {
    /// For text with these losses in these languages.
    pub(super) fn new(losses: &'a Losses, speech: &'a Speech) -> Decoder<'a> {
        Decoder {
            losses,
            speech,
            letters: Vec::new(),
            known: HashMap::new(),
            ranked: HashMap::new(),
            edges: Vec::new(),
        }
    }

    /// Restores one stretch.
    pub(super) fn decode(&mut self, tokens: &[Token]) -> Vec<Choice> {
        if tokens.is_empty() {
            return Vec::new();
        }
        let lattice = self.lattice(tokens);
        if !lattice.open() {
            return choose(&lattice, &vec![0.0; lattice.nodes.len()]);
        }
        let (mut weights, _) = self.by_grams(&lattice);
        if let Some(traditional) = self.speech.chinese() {
            let words = by_words(&lattice, &self.letters, traditional);
            for (weight, word) in weights.iter_mut().zip(words) {
                *weight = GRAMS * weight.max(DROPPED) + WORDS * word;
            }
        } else {
            for weight in &mut weights {
                *weight = ALONE * weight.max(DROPPED);
            }
        }
        choose(&lattice, &weights)
    }

    /// How likely a stretch is as what is left of any text at all, as a
    /// logarithm.
    pub(super) fn likelihood(&mut self, tokens: &[Token]) -> f32 {
        let lattice = self.lattice(tokens);
        self.by_grams(&lattice).1
    }

    fn letter(&mut self, char: char) -> usize {
        let (letters, speech) = (&mut self.letters, self.speech);
        *self.known.entry(char).or_insert_with(|| {
            letters.push(speech.letter(char));
            letters.len() - 1
        })
    }

    /// Ranks the candidates for the place `at` and keeps the best.
    fn rank(&mut self, tokens: &[Token], at: usize) -> Vec<Ranked> {
        let mut edges = std::mem::take(&mut self.edges);
        self.losses.candidates(tokens, at, &mut edges);
        let mut ranked: Vec<(f32, Ranked)> = Vec::with_capacity(edges.len());
        for &edge in &edges {
            let letter = self.letter(edge.char);
            let edge = Edge { to: edge.to - at, ..edge };
            ranked.push((edge.prior + self.speech.alone(&self.letters[letter]), Ranked { edge, letter }));
        }
        self.edges = edges;
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.truncate(MOST_KEPT);
        ranked.into_iter().map(|(_, ranked)| ranked).collect()
    }

    fn lattice(&mut self, tokens: &[Token]) -> Lattice {
        let mut lattice = Lattice { nodes: Vec::with_capacity(tokens.len() * 3), starts: vec![0] };
        let mut reached = vec![false; tokens.len() + 1];
        reached[0] = true;
        for at in 0..tokens.len() {
            if reached[at] {
                let key = Losses::shape(tokens, at);
                if !self.ranked.contains_key(&key) {
                    let ranked = self.rank(tokens, at);
                    self.ranked.insert(key, ranked);
                }
                let sides = Losses::sides(tokens, at);
                let first_of_line = at == 0 || tokens[at - 1].char == '\n';
                let number = at > 0 && tokens[at - 1].char.is_ascii_digit();
                let first = lattice.nodes.len();
                for ranked in self.ranked.get(&key).into_iter().flatten() {
                    let mut edge = Edge { to: ranked.edge.to + at, ..ranked.edge };
                    edge.prior += Losses::lone(&edge, at, sides);
                    if first_of_line && matches!(edge.char, '、' | '，' | '。' | '；' | '：') {
                        edge.prior -= UNPAIRED;
                    }
                    if number && counts(edge.char) {
                        edge.prior += COUNTED;
                    }
                    reached[edge.to] = true;
                    lattice.nodes.push(Node { edge, letter: ranked.letter });
                }
                let whole = lattice.nodes[first..].iter().any(|node| node.edge.lost == 0);
                if !whole {
                    let edge = self.losses.literal(tokens, at, sides);
                    reached[edge.to] = true;
                    let letter = self.letter(edge.char);
                    lattice.nodes.push(Node { edge, letter });
                }
            }
            lattice.starts.push(lattice.nodes.len());
        }
        lattice.pair_brackets();
        lattice
    }

    /// The share of all ways through the lattice that go by each node, by what
    /// characters follow each other; and the likelihood of all ways together.
    /// Both as logarithms.
    fn by_grams(&mut self, lattice: &Lattice) -> (Vec<f32>, f32) {
        let len = lattice.len();
        let space = self.letter(' ');
        let letter =
            |node: Option<usize>| &self.letters[node.map_or(space, |node| lattice.nodes[node].letter)];
        let mut states: Vec<State> = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        let mut ending: Vec<Vec<usize>> = vec![Vec::new(); len + 1];
        let following = self.speech.following(letter(None), letter(None));
        for node in lattice.at(0) {
            let edge = lattice.nodes[node].edge;
            let forward = edge.prior + following.likely(letter(Some(node)));
            states.push(State { node, before: None, forward, backward: f32::NEG_INFINITY, steps: (0, 0) });
            ending[edge.to].push(states.len() - 1);
        }
        // Which state a pair of candidates became, while one token's are made.
        let mut made: Vec<(usize, usize, usize)> = Vec::new();
        for token in 1..len {
            let mut here = std::mem::take(&mut ending[token]);
            let best = here.iter().map(|&state| states[state].forward).fold(f32::NEG_INFINITY, f32::max);
            here.retain(|&state| states[state].forward > best - BEAM);
            made.clear();
            for &state in &here {
                let first = steps.len();
                let (node, before, forward) =
                    (states[state].node, states[state].before, states[state].forward);
                let following = self.speech.following(letter(before), letter(Some(node)));
                for next in lattice.at(token) {
                    let edge = lattice.nodes[next].edge;
                    let weight = edge.prior + following.likely(letter(Some(next)));
                    let known = made.iter().find(|entry| entry.0 == node && entry.1 == next);
                    let to = known.map_or(states.len(), |entry| entry.2);
                    if to == states.len() {
                        states.push(State {
                            node: next,
                            before: Some(node),
                            forward: f32::NEG_INFINITY,
                            backward: f32::NEG_INFINITY,
                            steps: (0, 0),
                        });
                        made.push((node, next, to));
                        ending[edge.to].push(to);
                    }
                    states[to].forward = add(states[to].forward, forward + weight);
                    steps.push(Step { to, weight });
                }
                states[state].steps = (first, steps.len());
            }
        }
        let mut total = f32::NEG_INFINITY;
        for &state in &ending[len] {
            states[state].backward = 0.0;
            total = add(total, states[state].forward);
        }
        let mut shares = vec![f32::NEG_INFINITY; lattice.nodes.len()];
        for index in (0..states.len()).rev() {
            let (first, last) = states[index].steps;
            let mut backward = states[index].backward;
            for step in &steps[first..last] {
                backward = add(backward, step.weight + states[step.to].backward);
            }
            states[index].backward = backward;
            let node = states[index].node;
            shares[node] = add(shares[node], states[index].forward + backward - total);
        }
        (shares, total)
    }
}
