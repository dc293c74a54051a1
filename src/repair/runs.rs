//! From a whole text to its damaged runs: one round of detection and
//! restoration.
//!
//! Cuts the text into short stretches around what is damaged, so that memory
//! does not grow with a line; which character is likeliest is left to `decode`.

use super::choose::{Choice, Other};
use super::context::{Memory, Speech, Survey};
use super::decode::Decoder;
use super::encoding::{Encoding, Table};
use super::evidence::{Evidence, complete, damaged, suspects, weigh};
use super::lattice::{Losses, Token, Unit};
use super::{Candidate, Options, Restored, Run, double_byte};
use crate::text::Span;

/// Most tokens of one stretch; a longer one is cut before a lead byte.
const LONGEST: usize = 1500;

/// Sound characters kept on each side of a stretch, for the languages to see.
const MARGIN: usize = 2;

/// Choices this sure may speak for others in the same document.
const SURE: f32 = 0.97;

/// Bytes of damaged text by which encodings are compared that explain it alike.
const SAMPLE: usize = 12_000;

/// By how much, as a logarithm, a less common encoding has to explain better.
const RANK: f32 = 3.0;

/// Encodings are compared when they explain as much as the best, but for one
/// part in so many.
const NEAR: i64 = 100;

/// Most encodings compared.
const MOST_FITTED: usize = 12;

/// A choice less sure than this is a guess, and a text is beyond repair when
/// more than one in so many of its characters are guesses.
const GUESS: f32 = 0.5;
const MOST_GUESSED: usize = 4;

/// Most alternatives told of one character.
const MOST_TOLD: usize = 8;

/// What one round found.
pub(super) struct Found {
    pub(super) encoding: Encoding,
    pub(super) evidence: Evidence,
    pub(super) runs: Vec<Run>,
    pub(super) beyond_repair: Vec<Span>,
}

/// One round: the damage done last, if there is any.
pub(super) fn find_once(text: &str, options: &Options) -> Option<Found> {
    if matches!(options.encoding, None | Some(Encoding::Gbk | Encoding::Big5))
        && let Some(found) = double_byte::find(text, options.encoding)
    {
        return Some(found);
    }
    let (encoding, evidence) = culprit(text, options.encoding)?;
    let mut found = restore(text, encoding, evidence, options.threshold);
    let characters: usize = found.runs.iter().map(|run| run.characters).sum();
    let restored = found.runs.iter().flat_map(|run| &run.restored);
    let guessed = restored.filter(|restored| restored.chosen.confidence < GUESS).count();
    if guessed * MOST_GUESSED > characters {
        // Too little is left: what would be written is made up.
        found.beyond_repair = found.runs.drain(..).map(|run| run.span).collect();
    }
    (!found.runs.is_empty() || !found.beyond_repair.is_empty()).then_some(found)
}

/// The encoding that the text went through, with the evidence.
fn culprit(text: &str, named: Option<Encoding>) -> Option<(Encoding, Evidence)> {
    let suspects = suspects(text);
    if let Some(named) = named {
        let evidence = weigh(text, named);
        let believed = evidence.complete > 0 && evidence.bits >= 3.0 * evidence.complete as f32;
        return (suspects.contains(&named) && believed).then_some((named, evidence));
    }
    let mut weighed: Vec<(Encoding, Evidence)> = suspects
        .into_iter()
        .map(|encoding| (encoding, weigh(text, encoding)))
        .filter(|(_, evidence)| damaged(evidence))
        .collect();
    let explained = |evidence: &Evidence| {
        4 * evidence.complete as i64 - evidence.broken as i64 - 2 * evidence.alien as i64
    };
    let best = weighed.iter().map(|(_, evidence)| explained(evidence)).max()?;
    weighed.retain(|(_, evidence)| explained(evidence) >= best - best / NEAR);
    if weighed.len() > 1 {
        // Several explain it: the one in which it reads best.
        weighed.truncate(MOST_FITTED);
        let sample = sample(text, weighed[0].0);
        let fits = weighed.iter().enumerate().map(|(rank, entry)| {
            let missed = 3.0 * (best - explained(&entry.1)) as f32;
            fit(text, entry, &sample) - missed - RANK * rank.min(3) as f32
        });
        let fits: Vec<f32> = fits.collect();
        let best = (0..fits.len()).reduce(|best, next| if fits[next] > fits[best] { next } else { best })?;
        weighed.swap(0, best);
    }
    weighed.into_iter().next()
}

/// The first damaged stretches of the text, as one text.
fn sample(text: &str, encoding: Encoding) -> String {
    let losses = Losses::of(text, encoding, true);
    let mut sample = String::new();
    for tokens in stretches(text, &losses) {
        if sample.len() > SAMPLE {
            break;
        }
        sample.extend(tokens.iter().map(|token| token.char));
        sample.push('\n');
    }
    sample
}

/// How well the sample reads when it went through that encoding.
fn fit(text: &str, (encoding, evidence): &(Encoding, Evidence), sample: &str) -> f32 {
    let losses = Losses::of(text, *encoding, strict(evidence));
    let speech = Speech::of(&survey(text, encoding.table()));
    let mut decoder = Decoder::new(&losses, &speech);
    stretches(sample, &losses).iter().map(|tokens| decoder.likelihood(tokens)).sum()
}

/// Whether hardly anything in the file contradicts its encoding.
fn strict(evidence: &Evidence) -> bool {
    evidence.alien * 20 <= evidence.complete
}

/// Reads the whole text through `encoding`.
fn restore(text: &str, encoding: Encoding, evidence: Evidence, threshold: f32) -> Found {
    let table = encoding.table();
    let strict = strict(&evidence);
    let losses = Losses::of(text, encoding, strict);
    let stretches = stretches(text, &losses);
    let mut speech = Speech::of(&survey(text, table));
    let mut choices: Vec<Vec<Choice>> = Vec::with_capacity(stretches.len());
    let mut memory = Memory::default();
    let mut decoder = Decoder::new(&losses, &speech);
    for tokens in &stretches {
        let made = decoder.decode(tokens);
        remember(&made, &mut memory);
        choices.push(made);
    }
    speech.remember(memory);
    let mut decoder = Decoder::new(&losses, &speech);
    for (tokens, made) in stretches.iter().zip(&mut choices) {
        if made.iter().any(|choice| choice.confidence < SURE) {
            *made = decoder.decode(tokens);
        }
    }
    let mut found = Found { encoding, evidence, runs: Vec::new(), beyond_repair: Vec::new() };
    for (tokens, made) in stretches.iter().zip(&choices) {
        collect(tokens, made, threshold, strict, &mut found);
    }
    // Two stretches look at the text between them: what both take for damage
    // belongs to the surer one.
    found.runs.dedup_by(|next, kept| {
        let both = next.span.overlaps(kept.span);
        if both && next.confidence > kept.confidence {
            std::mem::swap(next, kept);
        }
        both
    });
    found
}

/// The undoubted characters of the text: what is read whole, and what was never
/// damaged.
fn survey(text: &str, table: &Table) -> Survey {
    let mut survey = Survey::new();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte >= 0x80) {
        rest = &rest[at..];
        let taken = match complete(table, rest) {
            Some((char, taken)) => {
                survey.add(char);
                taken
            }
            None => {
                let char = rest.chars().next().unwrap_or(' ');
                if table.byte(char).is_none() {
                    survey.add(char);
                }
                char.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    survey
}

/// The stretches of `text` that hold characters of the encoding, each with a
/// little of what surrounds it.
fn stretches(text: &str, losses: &Losses) -> Vec<Vec<Token>> {
    let table = losses.encoding.table();
    let mut all = Vec::new();
    let mut current: Vec<Token> = Vec::new();
    // Sound characters since the last one of the encoding.
    let mut since = usize::MAX;
    for (at, char) in text.char_indices() {
        let unit = losses.unit(table, char);
        let token = Token { at, char, unit };
        if let Unit::High(byte) = unit {
            let full = current.len() >= LONGEST && (0xC2..=0xF4).contains(&byte);
            if since != usize::MAX && full {
                all.push(std::mem::take(&mut current));
            }
            since = 0;
            current.push(token);
        } else if since == usize::MAX {
            if current.len() == MARGIN {
                current.remove(0);
            }
            current.push(token);
        } else {
            since += 1;
            current.push(token);
            if since > MARGIN {
                // The last two begin the next one too: both sides may look at them.
                let next = current[current.len() - MARGIN..].to_vec();
                current.pop();
                all.push(std::mem::replace(&mut current, next));
                since = usize::MAX;
            }
        }
    }
    if since != usize::MAX {
        all.push(current);
    }
    all
}

/// Adds the sure parts of a stretch to the document's memory.
fn remember(choices: &[Choice], memory: &mut Memory) {
    let mut sure: Vec<char> = Vec::new();
    for choice in choices {
        if choice.confidence >= SURE {
            sure.push(choice.char);
        } else {
            memory.add(&sure);
            sure.clear();
        }
    }
    memory.add(&sure);
}

/// Makes runs of the choices of one stretch.
fn collect(tokens: &[Token], choices: &[Choice], threshold: f32, strict: bool, found: &mut Found) {
    let mut first = None;
    for (index, choice) in choices.iter().enumerate() {
        if !choice.literal {
            first.get_or_insert(index);
            continue;
        }
        if let Some(first) = first.take() {
            split(tokens, &choices[first..index], threshold, found);
        }
        let lead = matches!(tokens[choice.from].unit, Unit::High(0xC2..=0xF4));
        if strict && lead {
            found.beyond_repair.push(span(tokens, choice.from, choice.to));
        }
    }
    if let Some(first) = first {
        split(tokens, &choices[first..], threshold, found);
    }
}

/// The bytes of the tokens `from..to`.
fn span(tokens: &[Token], from: usize, to: usize) -> Span {
    let last = tokens[to - 1];
    Span::new(tokens[from].at, last.at + last.char.len_utf8())
}

/// Parts a run after its punctuation into clauses that are sure and clauses that
/// are not, so that one doubtful character does not keep a paragraph unread. A
/// doubtful clause keeps at least two whole characters: by these it is found
/// again when the others are mended.
fn split(tokens: &[Token], choices: &[Choice], threshold: f32, found: &mut Found) {
    let ends =
        |choice: &Choice| matches!(choice.char, '。' | '，' | '、' | '；' | '：' | '！' | '？' | '）' | '\n');
    let mut clauses: Vec<(bool, &[Choice])> = Vec::new();
    for clause in choices.split_inclusive(ends) {
        let safe = clause.iter().all(|choice| choice.confidence >= threshold);
        clauses.push((safe, clause));
    }
    let traceable = |&(safe, clause): &(bool, &[Choice])| {
        safe || clause.iter().filter(|choice| choice.lost == 0).count() >= 2
    };
    if !clauses.iter().all(traceable) {
        found.runs.push(run(tokens, choices));
        return;
    }
    let mut from = 0;
    let mut to = 0;
    for (index, (safe, clause)) in clauses.iter().enumerate() {
        to += clause.len();
        if clauses.get(index + 1).is_none_or(|next| next.0 != *safe) {
            found.runs.push(run(tokens, &choices[from..to]));
            from = to;
        }
    }
}

fn run(tokens: &[Token], choices: &[Choice]) -> Run {
    let (from, to) = (choices[0].from, choices[choices.len() - 1].to);
    let candidate = |other: &Other| Candidate { char: other.char, confidence: other.share };
    let restored = choices.iter().filter(|choice| choice.lost > 0).map(|choice| Restored {
        span: span(tokens, choice.from, choice.to),
        lost: usize::from(choice.lost),
        chosen: Candidate { char: choice.char, confidence: choice.confidence },
        others: choice.others.iter().take(MOST_TOLD).map(candidate).collect(),
    });
    Run {
        span: span(tokens, from, to),
        replacement: choices.iter().map(|choice| choice.char).collect(),
        confidence: choices.iter().map(|choice| choice.confidence).fold(1.0, f32::min),
        characters: choices.len(),
        restored: restored.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_cut_where_sound_text_lies_between() {
        let losses = Losses::of("x", Encoding::Windows1252, true);
        let cut = stretches("one Ã© two and Ã¨ three", &losses);
        let texts: Vec<String> =
            cut.iter().map(|tokens| tokens.iter().map(|token| token.char).collect()).collect();
        assert_eq!(texts, ["e Ã© t", "d Ã¨ t"]);
    }
}
