//! What makes a finding the same finding after edits elsewhere.
//!
//! Code scanning, merge requests and baselines ask whether a finding is new.
//! Line numbers cannot answer: they move with every edit above. A fingerprint
//! is made of the rule, the file's name, the subject and, if it is short, the
//! underlined text, which tells values of one entry apart. The message stays
//! out of it, so that better wording makes nothing new, unless there is
//! nothing else to go by. Findings that are equal in all this are numbered in
//! the order they stand in.

use super::Drift;
use super::places::clip;
use crate::finding::Finding;
use crate::text::Sources;
use std::collections::HashMap;
use std::fmt;

/// The longest underlined text, in bytes, that takes part.
const LONGEST_TEXT: usize = 120;

/// A number for a finding or a drift; printed as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Fingerprint(pub u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The fingerprints of `findings`, one each and all different. Those of equal
/// findings depend on their order, so give all findings of a run, sorted.
pub fn fingerprints(sources: &Sources, findings: &[Finding]) -> Vec<Fingerprint> {
    let mut seen: HashMap<u128, u32> = HashMap::new();
    let number = |finding: &Finding| {
        let base = base(sources, finding);
        let count = seen.entry(base).or_default();
        *count += 1;
        Fingerprint(if *count == 1 { base } else { hash(&[&format!("{base:x}"), &count.to_string()]) })
    };
    findings.iter().map(number).collect()
}

/// The fingerprint of a drift: its file and region.
pub fn drift_fingerprint(drift: &Drift) -> Fingerprint {
    Fingerprint(hash(&["drift", &drift.file, &drift.region]))
}

fn base(sources: &Sources, finding: &Finding) -> u128 {
    let source = sources.get(finding.primary.file);
    let span = clip(source, finding.primary.span);
    let text = if span.len() <= LONGEST_TEXT { source.slice(span).trim() } else { "" };
    let text = if text.contains(['\n', '\r']) { "" } else { text };
    let message = if finding.subject.is_empty() && text.is_empty() {
        finding.message.replace(|c: char| c.is_ascii_digit(), "")
    } else {
        String::new()
    };
    hash(&[finding.rule, source.name(), &finding.subject, text, &message])
}

/// The hash of the parts, each ended by a byte that no UTF-8 has.
fn hash(parts: &[&str]) -> u128 {
    fnv(parts.iter().flat_map(|part| part.bytes().chain([0xFF])))
}

/// Fowler-Noll-Vo 1a with its constants for 128 bits: short, and the same on
/// every machine and in every version of Rust.
fn fnv(bytes: impl Iterator<Item = u8>) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;
    use crate::text::{Source, Span};

    fn of(text: &str, findings: &[(&str, &str)]) -> Vec<String> {
        let mut sources = Sources::new();
        let file = sources.add(Source::new("c.yaml", text));
        let mut at = 0;
        let findings: Vec<Finding> = findings
            .iter()
            .map(|(subject, underlined)| {
                let start = at + text[at..].find(underlined).unwrap();
                at = start + underlined.len();
                Finding::new("r", Level::Error, file, Span::new(start, at), format!("line {start}"))
                    .subject(*subject)
            })
            .collect();
        fingerprints(&sources, &findings).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_fingerprint_survives_edits_elsewhere() {
        let before = of("a: x\nb: https\n", &[("b", "https")]);
        let after = of("# new\n\na: 脑\nb:   https\n", &[("b", "https")]);
        assert_eq!(before, after);
        assert_eq!(before[0].len(), 32);
    }

    #[test]
    fn other_subjects_and_other_values_are_other_findings() {
        let all = of("x y x x", &[("a", "x"), ("a", "y"), ("b", "x"), ("b", "x")]);
        let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(distinct.len(), 4);
    }

    #[test]
    fn without_subject_and_text_the_message_counts_but_for_its_numbers() {
        assert_eq!(of("abc", &[("", "")]), of("x", &[("", "")]));
    }

    #[test]
    fn the_hash_is_fnv_1a_and_keeps_parts_apart() {
        assert_eq!(fnv(b"a".iter().copied()), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_ne!(hash(&["ab", ""]), hash(&["a", "b"]));
    }
}
