//! Takes the best way through a weighted lattice, and says of each character on
//! it how sure it is and what else it may be.
//!
//! Knows one thing that no judge of neighbours can: a bracket that opens is
//! closed again.

use super::decode::Lattice;
use super::lattice::Edge;

/// Brackets that come in pairs within a line.
pub(super) const BRACKETS: [(char, char); 9] = [
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〈', '〉'),
    ('《', '》'),
    ('〔', '〕'),
    ('〖', '〗'),
    ('〝', '〞'),
    ('（', '）'),
];

/// The odds that an opening bracket is never closed in its stretch.
const UNCLOSED: f32 = 0.00003;

/// One character of the restored text.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The tokens it is read from.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) char: char,
    /// Bytes that were lost or replaced.
    pub(super) lost: u8,
    /// Whether it stands in the text as it is.
    pub(super) literal: bool,
    /// How sure, from 0 to 1.
    pub(super) confidence: f32,
    /// The others that fit, likeliest first; empty where nothing was chosen.
    pub(super) others: Vec<Other>,
}

/// A candidate that was not chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Other {
    pub(super) char: char,
    pub(super) share: f32,
    to: usize,
    lost: u8,
}

/// The best way through the lattice by the weights of its nodes.
pub(super) fn choose(lattice: &Lattice, weights: &[f32]) -> Vec<Choice> {
    let len = lattice.len();
    // A node that no way goes by is worse than any other, yet not impossible.
    let weight = |node: usize| weights[node].max(-60.0);
    let mut best = vec![f32::NEG_INFINITY; len + 1];
    let mut next = vec![usize::MAX; len];
    best[len] = 0.0;
    for token in (0..len).rev() {
        for node in lattice.at(token) {
            let score = weight(node) + best[lattice.nodes[node].edge.to];
            if score > best[token] {
                best[token] = score;
                next[token] = node;
            }
        }
    }
    let mut choices = Vec::new();
    let mut token = 0;
    while token < len && next[token] != usize::MAX {
        let chosen = &lattice.nodes[next[token]];
        let mut others: Vec<Other> = Vec::new();
        let all: f32 = lattice.at(token).map(|node| weight(node).exp()).sum();
        let share = |node: usize| if all > 0.0 { weight(node).exp() / all } else { 0.0 };
        if lattice.at(token).len() > 1 {
            for node in lattice.at(token) {
                let own = &lattice.nodes[node];
                if node != next[token] && !own.edge.literal {
                    let Edge { char, to, lost, .. } = own.edge;
                    others.push(Other { char, share: share(node), to, lost });
                }
            }
            rank(&mut others);
        }
        choices.push(Choice {
            from: token,
            to: chosen.edge.to,
            char: chosen.edge.char,
            lost: chosen.edge.lost,
            literal: chosen.edge.literal,
            confidence: share(next[token]),
            others,
        });
        token = chosen.edge.to;
    }
    for (open, close) in BRACKETS {
        close_brackets(&mut choices, open, close);
    }
    choices
}

fn rank(others: &mut [Other]) {
    others.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.char.cmp(&b.char)));
}

/// An opening bracket that is sure has one closing bracket after it: of the
/// places that may be it, each by its odds.
fn close_brackets(choices: &mut [Choice], open: char, close: char) {
    let mut at = 0;
    while at < choices.len() {
        if choices[at].char != open || choices[at].lost > 0 {
            at += 1;
            continue;
        }
        let first = at + 1;
        let len = choices[first..].iter().take_while(|choice| choice.char != open).count();
        at = first + len;
        let closes = |choice: &Choice| {
            if choice.char == close {
                return Some(choice.confidence);
            }
            let other = choice.others.iter().find(|other| other.char == close && other.to == choice.to);
            other.map(|other| other.share)
        };
        let places = &mut choices[first..at];
        if places.iter().any(|choice| choice.char == close && choice.lost == 0) {
            continue;
        }
        let odds = |share: f32| share / (1.0 - share).max(1e-6);
        let sum: f32 = places.iter().filter_map(closes).map(odds).sum::<f32>() + UNCLOSED;
        for choice in places.iter_mut() {
            if let Some(share) = closes(choice) {
                settle(choice, close, share, odds(share) / sum);
            }
        }
    }
}

/// Gives the candidate `char` of a choice the share `new` instead of `old`, and
/// chooses anew.
fn settle(choice: &mut Choice, char: char, old: f32, new: f32) {
    let rest = (1.0 - new) / (1.0 - old).max(1e-6);
    let scaled = |other: char, share: f32| if other == char { new } else { (share * rest).min(1.0) };
    choice.confidence = scaled(choice.char, choice.confidence);
    for other in &mut choice.others {
        other.share = scaled(other.char, other.share);
    }
    rank(&mut choice.others);
    let best = choice.others.iter().position(|other| other.to == choice.to);
    if let Some(best) = best.filter(|&best| choice.others[best].share > choice.confidence) {
        let other = &mut choice.others[best];
        std::mem::swap(&mut other.char, &mut choice.char);
        std::mem::swap(&mut other.share, &mut choice.confidence);
        std::mem::swap(&mut other.lost, &mut choice.lost);
        rank(&mut choice.others);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(at: usize, char: char, lost: u8, confidence: f32, others: &[(char, f32)]) -> Choice {
        let other = |&(char, share): &(char, f32)| Other { char, share, to: at + 1, lost: 1 };
        let others = others.iter().map(other).collect();
        Choice { from: at, to: at + 1, char, lost, literal: false, confidence, others }
    }

    #[test]
    fn an_open_bracket_is_closed_where_it_fits_best() {
        let mut choices = [
            choice(0, '「', 0, 1.0, &[]),
            choice(1, '、', 1, 0.999, &[('」', 0.001)]),
            choice(2, '、', 1, 0.6, &[('」', 0.4)]),
        ];
        close_brackets(&mut choices, '「', '」');
        assert_eq!(choices[1].char, '、');
        assert_eq!(choices[2].char, '」');
        assert!(choices[2].confidence > 0.9 && choices[2].others[0].char == '、');
    }

    #[test]
    fn a_bracket_that_is_closed_asks_for_nothing() {
        let mut choices = [
            choice(0, '「', 0, 1.0, &[]),
            choice(1, '」', 0, 1.0, &[]),
            choice(2, '、', 1, 0.6, &[('」', 0.4)]),
        ];
        close_brackets(&mut choices, '「', '」');
        assert_eq!(choices[2].char, '、');
    }
}
