//! Fixes: which of them may be applied together, and what comes of it.

use crate::finding::{Finding, Safety};
use crate::text::{Edit, FileId, Span, apply};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many passes fixing may take before it is given up as not converging.
pub const MAX_PASSES: usize = 32;

/// The edits of the fixes that may be applied in one pass, by file: none
/// overlaps another, and of two that do the first counts. Also how many fixes
/// they are.
pub fn fixes(findings: &[Finding], unsafe_too: bool) -> (BTreeMap<FileId, Vec<Edit>>, usize) {
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    let mut taken: HashMap<FileId, BTreeMap<usize, usize>> = HashMap::new();
    let mut seen: HashSet<(FileId, &[Edit])> = HashSet::new();
    let mut count = 0;
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        if fix.edits.is_empty() || (fix.safety == Safety::Unsafe && !unsafe_too) {
            continue;
        }
        // Two findings may be mended by one and the same edit.
        if !seen.insert((fix.file, &fix.edits)) {
            continue;
        }
        let spans = taken.entry(fix.file).or_default();
        if fix.edits.iter().any(|edit| is_taken(spans, edit.span)) {
            continue;
        }
        for edit in &fix.edits {
            spans.insert(edit.span.start(), edit.span.end());
            by_file.entry(fix.file).or_default().push(edit.clone());
        }
        count += 1;
    }
    (by_file, count)
}

/// Whether a span touches one that is taken; two that only meet do too, since
/// which of them comes first would be a matter of chance.
fn is_taken(spans: &BTreeMap<usize, usize>, span: Span) -> bool {
    let before = spans.range(..=span.end()).next_back();
    before.is_some_and(|(_, &end)| end >= span.start())
}

/// Applies one pass of fixes to a text.
pub fn apply_pass(text: &str, edits: &[Edit]) -> String {
    apply(text, edits).unwrap_or_else(|_| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;

    fn finding(safety: Safety, edits: &[(usize, usize, &str)]) -> Finding {
        let edits = edits.iter().map(|&(from, to, new)| Edit::new(Span::new(from, to), new)).collect();
        Finding::new("rule", Level::Error, FileId(0), Span::default(), "").fix(safety, "mend", edits)
    }

    fn applied(text: &str, findings: &[Finding], unsafe_too: bool) -> (String, usize) {
        let (edits, count) = fixes(findings, unsafe_too);
        (apply_pass(text, edits.get(&FileId(0)).map_or(&[], Vec::as_slice)), count)
    }

    #[test]
    fn of_fixes_that_overlap_or_meet_the_first_is_applied_whole() {
        let findings = [
            finding(Safety::Safe, &[(0, 1, "A"), (4, 5, "E")]),
            finding(Safety::Safe, &[(2, 3, "C"), (4, 5, "x")]),
            finding(Safety::Safe, &[(1, 2, "y")]),
            finding(Safety::Safe, &[(0, 1, "A"), (4, 5, "E")]),
            finding(Safety::Safe, &[(2, 3, "c")]),
        ];
        assert_eq!(applied("abcde", &findings, false), ("AbcdE".to_string(), 2));
    }

    #[test]
    fn what_changes_the_meaning_is_applied_only_when_asked_for() {
        let findings = [finding(Safety::Unsafe, &[(0, 1, "A")])];
        assert_eq!(applied("ab", &findings, false), ("ab".to_string(), 0));
        assert_eq!(applied("ab", &findings, true), ("Ab".to_string(), 1));
    }
}
