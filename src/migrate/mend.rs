//! Text that was decoded with the wrong encoding is mended before anything is
//! read: a catalog of damaged text could not be typed.
//!
//! Unlike `lint --fix`, migration also takes what is only likely, since a
//! damaged character is certainly wrong; each such choice is a doubt that the
//! report lists.

use super::report::{Doubt, Place};
use crate::repair;
use crate::text::{Source, Span};

/// What was mended.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What the text had been decoded with, by mistake.
    pub encoding: String,
    /// How many characters were restored.
    pub characters: usize,
    /// How many of them had lost bytes.
    pub lost: usize,
    /// Those of them that are only likely.
    pub uncertain: Vec<Uncertain>,
    /// Damaged places that nothing fits, by where they stand.
    pub beyond_repair: Vec<Place>,
}

/// A character that was chosen among several.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// Where it stands in the source.
    pub place: Place,
    /// What was chosen.
    pub chosen: char,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
    /// What else it could be, the likeliest first.
    pub others: Vec<char>,
    /// The mended text around it.
    pub around: String,
}

impl Repair {
    /// What a person should look at.
    pub(super) fn doubts(&self) -> impl Iterator<Item = Doubt> + '_ {
        let uncertain = self.uncertain.iter().map(|unsure| {
            let others: String = unsure.others.iter().take(4).map(|other| format!(" {other}")).collect();
            let what = format!(
                "`{}` in `{}` is a guess from what is left of it ({:.0} %); it may be one of:{others}",
                unsure.chosen,
                unsure.around,
                unsure.confidence * 100.0
            );
            Doubt { place: unsure.place, what }
        });
        let beyond = self.beyond_repair.iter().map(|&place| Doubt {
            place,
            what: "damaged text that nothing fits; it stays as it is".to_string(),
        });
        uncertain.chain(beyond)
    }
}

/// The mended text and what was done; `None` if the text is sound.
pub(super) fn mend(source: &Source) -> Option<(Source, Repair)> {
    let (mended, report) = repair::mend(source.text(), &repair::Options::default());
    let damage = report.damage.as_ref()?;
    let place = |span: Span| Place { at: source.position(span.start()), span };
    let mut uncertain = Vec::new();
    for run in &report.runs {
        for restored in &run.restored {
            if restored.chosen.confidence >= repair::THRESHOLD {
                continue;
            }
            uncertain.push(Uncertain {
                place: place(restored.span),
                chosen: restored.chosen.char,
                confidence: restored.chosen.confidence,
                others: restored.others.iter().map(|other| other.char).collect(),
                around: run.replacement.chars().take(24).collect(),
            });
        }
    }
    let repair = Repair {
        encoding: damage.encoding.name().to_string(),
        characters: report.runs.iter().map(|run| run.characters).sum(),
        lost: report.runs.iter().map(repair::Run::lost).sum(),
        uncertain,
        beyond_repair: report.beyond_repair.iter().copied().map(place).collect(),
    };
    Some((Source::new(source.name(), mended), repair))
}
