//! Lays one round of restoration over another, where damage was done twice.
//!
//! A second round finds its runs in what the first made of the text; people and
//! edits need them in the text as it stands. Knows spans only.

use super::{Restored, Run};
use crate::text::{Edit, Span, apply};

/// Lays the runs `second` of the text `between`, to which `first` led, over
/// `first`, so that all point into the text before.
pub(super) fn compose(first: &[Run], second: &[Run], between: &str) -> Vec<Run> {
    // Where each run of the first round lies in `between`.
    let mut shift = 0_isize;
    let mut placed: Vec<(usize, usize, isize)> = Vec::new();
    for run in first {
        let start = run.span.start().wrapping_add_signed(shift);
        let end = start + run.replacement.len();
        shift += run.replacement.len() as isize - run.span.len() as isize;
        placed.push((start, end, shift));
    }
    let back = |at: usize, upto: usize| {
        let shift = if upto == 0 { 0 } else { placed[upto - 1].2 };
        at.wrapping_add_signed(-shift)
    };
    let mut out = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < first.len() || b < second.len() {
        let start_a = placed.get(a).map_or(usize::MAX, |place| place.0);
        let start_b = second.get(b).map_or(usize::MAX, |run| run.span.start());
        let (from_a, from_b) = (a, b);
        let start = start_a.min(start_b);
        let mut end = start;
        // Everything that touches what was taken so far belongs to it.
        loop {
            if placed.get(a).is_some_and(|place| place.0 < end || (end == start && place.0 == start)) {
                end = end.max(placed[a].1);
                a += 1;
            } else if second
                .get(b)
                .is_some_and(|run| run.span.start() < end || (end == start && run.span.start() == start))
            {
                end = end.max(second[b].span.end());
                b += 1;
            } else {
                break;
            }
        }
        if from_b == b {
            out.extend_from_slice(&first[from_a..a]);
            continue;
        }
        let span = Span::new(back(start, from_a), back(end, a));
        let edits: Vec<Edit> = second[from_b..b]
            .iter()
            .map(|run| {
                let inside = Span::new(run.span.start() - start, run.span.end() - start);
                Edit::new(inside, run.replacement.clone())
            })
            .collect();
        let merged = first[from_a..a].iter().chain(&second[from_b..b]);
        let replacement = apply(&between[start..end], &edits).unwrap_or_default();
        out.push(Run {
            span,
            characters: replacement.chars().count(),
            replacement,
            confidence: merged.clone().map(|run| run.confidence).fold(1.0, f32::min),
            restored: merged
                .flat_map(|run| &run.restored)
                .map(|restored| Restored { span, ..restored.clone() })
                .collect(),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(start: usize, end: usize, replacement: &str) -> Run {
        Run {
            span: Span::new(start, end),
            replacement: replacement.to_owned(),
            confidence: 1.0,
            characters: replacement.chars().count(),
            restored: Vec::new(),
        }
    }

    #[test]
    fn a_second_round_points_into_the_text_before_the_first() {
        // ab[CDE]fg[HI]j -> ab[X]fg[YZ]j -> ab[1]fg[Y2]j and a run of its own at g.
        let first = [run(2, 5, "X"), run(7, 9, "YZ")];
        let second = [run(2, 3, "1"), run(4, 5, "q"), run(6, 7, "2")];
        let both = compose(&first, &second, "abXfgYZj");
        let edits: Vec<Edit> = both.iter().map(|run| Edit::new(run.span, run.replacement.clone())).collect();
        assert_eq!(apply("abCDEfgHIj", &edits).unwrap(), "ab1fqY2j");
        assert_eq!(both[0].span, Span::new(2, 5));
        assert_eq!(both[1].span, Span::new(6, 7));
        assert_eq!(both[2].span, Span::new(7, 9));
    }
}
