//! What a stretch of damaged text can have been: a lattice of candidate
//! characters over the bytes that are left.
//!
//! Knows UTF-8 and which bytes an encoding loses, and nothing of languages: it
//! says what fits, never what is likely.

use super::encoding::{Encoding, Table};
use super::evidence::plausible;

/// Most bytes that one character may have lost; a fourth would leave nothing.
const MOST_LOST: u8 = 3;

/// Most candidates made for one place before they are ranked.
const MOST_MADE: usize = 4096;

/// What speaks against a reading that leaves a continuation byte by itself, as
/// a logarithm.
const STRANDED: f32 = -10.0;

/// What speaks against a character with only its first byte left, for each
/// letter of ASCII at its side.
const LONE: f32 = -6.0;

/// What one character of the damaged text stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// A byte from 80 to FF.
    High(u8),
    /// A mark put where a byte could not be shown: U+FFFD, or `?`.
    Lost,
    /// A space, which may have been the byte A0.
    Space,
    /// Itself, and nothing else.
    Plain,
}

/// One character of the damaged text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its first byte in the text.
    pub(super) at: usize,
    pub(super) char: char,
    pub(super) unit: Unit,
}

/// A candidate: the character that the tokens from where the edge starts up to
/// `to` may have been.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) char: char,
    /// How many bytes are lost or replaced in this reading.
    pub(super) lost: u8,
    /// Whether the tokens are taken as they stand.
    pub(super) literal: bool,
    /// The logarithm of what speaks against the reading before its language
    /// is looked at; 0 for one that follows from the encoding.
    pub(super) prior: f32,
}

/// How the bytes of a file went missing, as found from the file.
#[derive(Clone, Debug)]
pub(super) struct Losses {
    pub(super) encoding: Encoding,
    /// Bytes that may be gone without a trace.
    dropped: Vec<(u8, f32)>,
    /// Bytes for which a mark may stand.
    marked: Vec<u8>,
    /// Lead bytes among the lost ones.
    leads: bool,
    /// Whether a space may be the byte A0.
    space: bool,
    /// What speaks against a question mark in place of a byte.
    question: f32,
    /// What speaks against a character of the encoding that stands for itself.
    literal: f32,
}

impl Losses {
    /// Reads off `text` which bytes of `encoding` are still there and so were
    /// not lost. `strict` when nothing in the file contradicts the encoding.
    pub(super) fn of(text: &str, encoding: Encoding, strict: bool) -> Losses {
        let table = encoding.table();
        let losable = encoding.losable();
        let mut seen = [0_usize; 256];
        let (mut marks, mut questions, mut gaps) = (0, 0, 0);
        // Continuation bytes that the last lead byte still wants.
        let mut wanted = 0;
        for char in text.chars() {
            let byte = if char.is_ascii() { None } else { table.byte(char) };
            match byte {
                Some(byte) => seen[usize::from(byte)] += 1,
                None if wanted > 0 && char == '\u{FFFD}' => marks += 1,
                None if wanted > 0 && char == '?' => questions += 1,
                None => {}
            }
            let fills = wanted > 0 && (matches!(byte, Some(0x80..=0xBF)) || matches!(char, '?' | '\u{FFFD}'));
            gaps += usize::from(wanted > 0 && !fills);
            wanted = match byte {
                Some(lead @ 0xC2..=0xF4) => 1 + usize::from(lead >= 0xE0) + usize::from(lead >= 0xF0),
                _ if fills => wanted - 1,
                _ => 0,
            };
        }
        let questioned = questions > gaps;
        let total: usize = seen[0x80..0xC0].iter().sum();
        let mut dropped = Vec::new();
        for &byte in &losable {
            let index = usize::from(byte);
            if seen[index] == 0 {
                // With a mark in their place, undefined bytes are not dropped as well.
                let undefined = !matches!(byte, 0xA0 | 0xAD);
                if !undefined || (marks == 0 && !questioned) {
                    let prior = match byte {
                        // It leaves a space, unless that was trimmed or folded.
                        0xA0 => -5.0,
                        0xAD if total < 200 => -0.7,
                        // ISO 8859 defines its controls; few programs drop them.
                        0x80..0xA0 if encoding.is_iso() => -2.0,
                        _ => 0.0,
                    };
                    dropped.push((byte, prior));
                }
            }
        }
        let marked: Vec<u8> = losable.iter().copied().filter(|&byte| seen[usize::from(byte)] == 0).collect();
        Losses {
            encoding,
            leads: marked.iter().any(|byte| (0xC2..=0xF4).contains(byte)),
            space: table.byte('\u{A0}') == Some(0xA0) && seen[0xA0] == 0,
            literal: if strict { -14.0 } else { -8.0 },
            question: if questioned { 0.0 } else { -4.0 },
            dropped,
            marked,
        }
    }

    /// What `char` stands for under this encoding.
    pub(super) fn unit(&self, table: &Table, char: char) -> Unit {
        match char {
            ' ' => Unit::Space,
            '?' | '\u{FFFD}' => Unit::Lost,
            _ if char.is_ascii() => Unit::Plain,
            _ => table.byte(char).map_or(Unit::Plain, Unit::High),
        }
    }

    /// The candidates for the place `at` of `tokens`, in no order, into `out`.
    pub(super) fn candidates(&self, tokens: &[Token], at: usize, out: &mut Vec<Edge>) {
        out.clear();
        let token = tokens[at];
        let mut search = Search { losses: self, tokens, out };
        match token.unit {
            Unit::High(lead @ 0xC2..=0xF4) => search.lead(lead, at + 1, 0, 0.0),
            Unit::High(0x80..=0xBF) if self.leads => {
                for &(lead, prior) in &self.dropped {
                    search.lead(lead, at, 1, prior);
                }
            }
            Unit::Lost if self.leads && token.char == '\u{FFFD}' => {
                for &lead in &self.marked {
                    search.lead(lead, at + 1, 1, 0.0);
                }
            }
            _ => {}
        }
        // What is whole follows from the encoding; a reading with bytes lost in
        // its place would leave the rest unread.
        if out.iter().any(|edge| edge.lost == 0) {
            out.retain(|edge| edge.lost == 0);
        }
    }

    /// The reading of the token at `at` as it stands, with so many letters of
    /// ASCII beside it.
    pub(super) fn literal(&self, tokens: &[Token], at: usize, sides: usize) -> Edge {
        let token = tokens[at];
        let prior = match token.unit {
            Unit::High(_) if token.char.is_alphabetic() && sides > 0 => self.literal + 3.0,
            Unit::High(_) => self.literal,
            Unit::Lost if token.char == '\u{FFFD}' => -6.0,
            _ => 0.0,
        };
        Edge { to: at + 1, char: token.char, lost: 0, literal: true, prior }
    }

    /// On how many sides of the token at `at` is a letter of ASCII.
    pub(super) fn sides(tokens: &[Token], at: usize) -> usize {
        let letter = |index: usize| tokens.get(index).is_some_and(|token| token.char.is_ascii_alphabetic());
        usize::from(at.checked_sub(1).is_some_and(letter)) + usize::from(letter(at + 1))
    }

    /// What speaks against a reading that has lost all but its first byte, with
    /// so many letters of ASCII beside it: more likely it is a letter that was
    /// never damaged.
    pub(super) fn lone(edge: &Edge, at: usize, sides: usize) -> f32 {
        if edge.lost > 1 && edge.to == at + 1 { LONE * sides as f32 } else { 0.0 }
    }

    /// What the candidates at `at` depend on, as a number: the tokens that a
    /// character may take, and the one after.
    pub(super) fn shape(tokens: &[Token], at: usize) -> u64 {
        let mut shape = 0;
        for token in tokens.iter().skip(at).take(5) {
            let code = match token.unit {
                Unit::High(byte) => u64::from(byte),
                Unit::Lost => 1 + u64::from(token.char == '?'),
                Unit::Space => 3,
                Unit::Plain => 4,
            };
            shape = shape << 8 | code;
            // Past what can be no continuation byte nothing matters.
            if token.unit == Unit::Plain || (shape > 0xFF && code >= 0xC0) {
                break;
            }
        }
        shape
    }
}

struct Search<'a> {
    losses: &'a Losses,
    tokens: &'a [Token],
    out: &'a mut Vec<Edge>,
}

impl Search<'_> {
    fn lead(&mut self, lead: u8, at: usize, lost: u8, prior: f32) {
        let (needed, bits) = match lead {
            0xC2..=0xDF => (1, lead & 0x1F),
            0xE0..=0xEF => (2, lead & 0x0F),
            0xF0..=0xF4 => (3, lead & 0x07),
            _ => return,
        };
        self.next(needed, u32::from(bits), needed, at, lost, prior, lost == 0);
    }

    /// Fills the `left` of `needed` continuation bytes that are still to come
    /// at token `at`; `held` when a byte of the character is left in the text.
    #[expect(clippy::too_many_arguments, reason = "the state of a search that allocates nothing")]
    fn next(&mut self, needed: u32, code: u32, left: u32, at: usize, lost: u8, prior: f32, held: bool) {
        if left == 0 {
            self.push(needed, code, at, lost, prior, held);
            return;
        }
        if lost > MOST_LOST || self.out.len() >= MOST_MADE {
            return;
        }
        let losses = self.losses;
        let grown = |byte: u8| code << 6 | u32::from(byte & 0x3F);
        match self.tokens.get(at).map(|token| token.unit) {
            Some(Unit::High(byte @ 0x80..=0xBF)) => {
                self.next(needed, grown(byte), left - 1, at + 1, lost, prior, true);
            }
            Some(Unit::Space) if losses.space => {
                self.next(needed, grown(0xA0), left - 1, at + 1, lost + 1, prior - 0.5, held);
            }
            Some(Unit::Lost) => {
                let question = self.tokens[at].char == '?';
                for &byte in losses.marked.iter().filter(|byte| (0x80..=0xBF).contains(*byte)) {
                    let prior = prior + if question { losses.question } else { 0.0 };
                    self.next(needed, grown(byte), left - 1, at + 1, lost + 1, prior, held);
                }
            }
            _ => {}
        }
        for &(byte, cost) in losses.dropped.iter().filter(|(byte, _)| (0x80..=0xBF).contains(byte)) {
            self.next(needed, grown(byte), left - 1, at, lost + 1, prior + cost, held);
        }
    }

    fn push(&mut self, needed: u32, code: u32, to: usize, lost: u8, prior: f32, held: bool) {
        let least = [0x80, 0x800, 0x1_0000][needed as usize - 1];
        if !held || code < least || self.out.len() >= MOST_MADE {
            return;
        }
        // A continuation byte left over after it would have nothing to belong to.
        let next = self.tokens.get(to).map(|token| token.unit);
        let stranded = matches!(next, Some(Unit::High(0x80..=0xBF))) && !self.losses.leads;
        let prior = if stranded { prior + STRANDED } else { prior };
        if let Some(char) =
            char::from_u32(code).filter(|&char| plausible(char) || (lost == 0 && char.is_control()))
        {
            self.out.push(Edge { to, char, lost, literal: false, prior });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(text: &str, encoding: Encoding) -> Vec<(char, usize)> {
        let losses = Losses::of(text, encoding, true);
        let tokens: Vec<Token> = text
            .char_indices()
            .map(|(at, char)| Token { at, char, unit: losses.unit(encoding.table(), char) })
            .collect();
        let mut out = Vec::new();
        losses.candidates(&tokens, 0, &mut out);
        out.iter().filter(|edge| !edge.literal).map(|edge| (edge.char, edge.to)).collect()
    }

    #[test]
    fn a_whole_sequence_has_one_reading() {
        assert_eq!(candidates("ç™½", Encoding::Windows1254), [('白', 3)]);
    }

    #[test]
    fn a_sequence_that_lost_a_byte_has_those_that_fit() {
        // 脏 is E8 84 8F; 8F is undefined.
        let found = candidates("è„ x", Encoding::Windows1254);
        assert!(found.contains(&('脏', 2)), "{found:?}");
        assert!(found.iter().all(|&(char, _)| (0x8000..0x9000).contains(&(char as u32))));
    }

    #[test]
    fn a_mark_stands_for_an_undefined_byte() {
        let found = candidates("è„\u{FFFD}", Encoding::Windows1252);
        assert!(found.contains(&('脏', 3)), "{found:?}");
        assert!(candidates("Ã?", Encoding::Windows1252).contains(&('Í', 2)));
    }

    #[test]
    fn a_space_may_be_the_second_byte_of_a_grave() {
        assert!(candidates("Ã la", Encoding::Windows1252).contains(&('à', 2)));
    }
}
