//! Text that was decoded with the wrong encoding: found, mended, and how sure.
//!
//! UTF-8 read as a single-byte encoding and written out as UTF-8 again turns
//! `脑` into `è„‘`; where the encoding leaves a byte undefined, the byte is
//! often gone as well. [`find`] says what happened to a text and what each
//! damaged run should read; [`mend`] applies it. A file without the marks of
//! damage costs one scan and loads no table.
//!
//! What is lost is chosen anew: every character that fits the bytes left is
//! weighed by the languages of the file (characters after each other, and for
//! Chinese the words they make) and by what the file restores surely elsewhere.
//! Each choice has a confidence. A [`Run`] is safe when all of its choices reach
//! the threshold; the rest is offered with its candidates.
//!
//! The module knows text and nothing of READMEs or catalogs. It never repairs
//! what is not damaged for certain: sound text comes back as it was, mending
//! twice equals mending once, and no byte outside the runs changes.
//!
//! What it cannot undo: bytes of GBK or Big5 that were read as UTF-8, because a
//! decoder leaves U+FFFD where they were and nothing of the bytes.

mod choose;
mod context;
mod decode;
mod double_byte;
mod encoding;
mod evidence;
mod language;
mod lattice;
mod pair_kinds;
mod rounds;
mod runs;
mod words;

pub use encoding::Encoding;
pub use evidence::Evidence;

use crate::text::{Edit, Span, apply};

/// Choices at least this sure are safe unless [`Options::threshold`] says
/// otherwise.
pub const THRESHOLD: f32 = 0.97;

/// How often damage on top of damage, or in another part, is undone; a text
/// that is not sound by then is beyond repair.
const MOST_ROUNDS: usize = 8;

/// What to look for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The encoding that the text went through, if it is known; otherwise it is
    /// found from the text. A named one is believed on less evidence.
    pub encoding: Option<Encoding>,
    /// The confidence, from 0 to 1, from which a choice is safe.
    pub threshold: f32,
}

impl Default for Options {
    fn default() -> Self {
        Options { encoding: None, threshold: THRESHOLD }
    }
}

/// What happened to a text.
#[derive(Clone, PartialEq, Debug)]
pub struct Damage {
    /// The encoding that UTF-8 was read as.
    pub encoding: Encoding,
    /// How many times over: 1, or more where the damage was done again.
    pub rounds: usize,
    /// What the text shows of it, in the first round.
    pub evidence: Evidence,
}

/// A character that fits what is left, and how likely it is among all that do.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Candidate {
    /// The character.
    pub char: char,
    /// From 0 to 1.
    pub confidence: f32,
}

/// A character that was restored although bytes of it are lost.
#[derive(Clone, PartialEq, Debug)]
pub struct Restored {
    /// The damaged bytes of the text that it is read from. Where damage was done
    /// twice, those of the whole run.
    pub span: Span,
    /// How many of its bytes were lost or replaced.
    pub lost: usize,
    /// What was chosen.
    pub chosen: Candidate,
    /// What else fits, likeliest first, at most eight; empty when nothing does.
    pub others: Vec<Candidate>,
}

/// A damaged stretch of the text.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// Its bytes in the text.
    pub span: Span,
    /// What it should read.
    pub replacement: String,
    /// How sure the least sure choice in it is, from 0 to 1.
    pub confidence: f32,
    /// How many characters it restores.
    pub characters: usize,
    /// The characters that had lost bytes, in their order.
    pub restored: Vec<Restored>,
}

impl Run {
    /// How many bytes were lost or replaced.
    pub fn lost(&self) -> usize {
        self.restored.iter().map(|restored| restored.lost).sum()
    }
}

/// What is damaged in a text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// What happened; nothing when the text is sound.
    pub damage: Option<Damage>,
    /// The damaged runs in their order; none overlap.
    pub runs: Vec<Run>,
    /// Damaged places that stay as they are, for nothing fits what is left.
    pub beyond_repair: Vec<Span>,
    threshold: f32,
}

impl Report {
    /// Whether `run` is safe to mend without being asked.
    pub fn is_safe(&self, run: &Run) -> bool {
        run.confidence >= self.threshold
    }

    /// The edits that mend the text: of the safe runs only, or of all.
    pub fn edits(&self, safe_only: bool) -> Vec<Edit> {
        let wanted = self.runs.iter().filter(|run| !safe_only || self.is_safe(run));
        wanted.map(|run| Edit::new(run.span, run.replacement.clone())).collect()
    }

    /// The characters below the threshold, in their order.
    pub fn uncertain(&self) -> impl Iterator<Item = &Restored> {
        let restored = self.runs.iter().flat_map(|run| &run.restored);
        restored.filter(|restored| restored.chosen.confidence < self.threshold)
    }
}

/// Finds what is damaged in `text` and what it should read.
pub fn find(text: &str, options: &Options) -> Report {
    let mut report = Report { threshold: options.threshold, ..Report::default() };
    let mut mended = None;
    for round in 1..=MOST_ROUNDS {
        let current = mended.as_deref().unwrap_or(text);
        let Some(found) = runs::find_once(current, options) else { return report };
        if round == 1 {
            report.beyond_repair = found.beyond_repair;
            report.damage =
                Some(Damage { encoding: found.encoding, rounds: round, evidence: found.evidence });
        }
        if found.runs.is_empty() {
            return report;
        }
        if let Some(damage) = &mut report.damage {
            damage.rounds = round;
        }
        report.runs =
            if round == 1 { found.runs } else { rounds::compose(&report.runs, &found.runs, current) };
        match apply(text, &report.edits(false)) {
            Ok(next) if next != current => mended = Some(next),
            _ => return report,
        }
    }
    // Each round found more: nothing that it makes is to be trusted.
    report.beyond_repair = report.runs.drain(..).map(|run| run.span).collect();
    report
}

/// Mends `text` by every run found, safe or not, and tells what was done. A
/// text without damage comes back as it was.
pub fn mend(text: &str, options: &Options) -> (String, Report) {
    let report = find(text, options);
    let mended = apply(text, &report.edits(false)).unwrap_or_else(|_| text.to_owned());
    (mended, report)
}

#[cfg(test)]
mod tests;
