//! UTF-8 that was read as GBK or Big5: pairs of its bytes became ideographs,
//! mostly rare ones (`你好` reads `浣犲ソ`).
//!
//! Only what can be undone for certain is: a run whose characters give back
//! bytes that are UTF-8 from end to end. Where the decoder met half a pair or a
//! pair that it does not know, bytes are gone, and the run stays as it is. The
//! language tables are asked only about a run that passes this, which sound text
//! does not.

use std::sync::OnceLock;

use super::context::{Speech, Survey};
use super::encoding::Encoding;
use super::evidence::{Evidence, plausible};
use super::language::{Script, script};
use super::pair_kinds::may_be_utf8;
use super::runs::Found;
use super::{Run, Span};
use crate::text::first_beyond_ascii;

/// Fewest characters that a run restores: of three bytes each, or of two. Two
/// ideographs that are two letters of another script do meet in sound text.
const FEWEST: usize = 2;
const FEWEST_SHORT: usize = 5;

/// By how much the restored text has to be likelier than the damaged, for each
/// restored character, as a logarithm.
const CLEARER: f32 = 2.0;

/// The first two-byte character set: ideographs lie from here.
const IDEOGRAPHS: u32 = 0x2E80;

/// What stands second in the pairs that are read as two characters each: four
/// of Big5, after the letter E.
const MARKS: [char; 2] = ['\u{304}', '\u{30C}'];

/// The pairs that UTF-8 can hold, as a first byte and the second ones: those of
/// the standards before those that Hong Kong added, which repeat some.
fn rows() -> impl Iterator<Item = (u8, std::ops::RangeInclusive<u8>)> {
    let (after, first) = (0x80..=0xBF, 0xC2..=0xF4);
    let of = move |lead| {
        let leads = if first.contains(&lead) { None } else { Some([0x40..=0x7E, first.clone()]) };
        leads.into_iter().flatten().chain([after.clone()]).map(move |trails| (lead, trails))
    };
    (0xA1..=0xBF).chain(0xC2..=0xF4).chain(0x81..=0xA0).flat_map(of)
}

/// Where each character of a double-byte encoding comes from; 0 for those it
/// lacks.
pub(super) struct Pairs(Vec<u16>);

impl Pairs {
    pub(super) fn get(encoding: Encoding) -> &'static Pairs {
        static GBK: OnceLock<Pairs> = OnceLock::new();
        static BIG5: OnceLock<Pairs> = OnceLock::new();
        match encoding {
            Encoding::Big5 => BIG5.get_or_init(|| Pairs::new(encoding_rs::BIG5)),
            _ => GBK.get_or_init(|| Pairs::new(encoding_rs::GBK)),
        }
    }

    fn new(encoding: &'static encoding_rs::Encoding) -> Pairs {
        let mut pairs = vec![0; 0x1_0000];
        let mut row = Vec::new();
        for (lead, trails) in rows() {
            // A row at once: to ask for each pair costs ten times as much.
            row.clear();
            trails.clone().for_each(|trail| row.extend([lead, trail]));
            let (text, _) = encoding.decode_without_bom_handling(&row);
            let mut chars = text.chars();
            for trail in trails {
                let Some(char) = chars.next() else { break };
                let next = || chars.clone().next();
                let rest = match char {
                    // Of what is no pair an ASCII byte is read again.
                    char::REPLACEMENT_CHARACTER => next() == Some(char::from(trail)) && trail.is_ascii(),
                    'Ê' | 'ê' => next().is_some_and(|next| MARKS.contains(&next)),
                    _ => false,
                };
                if rest {
                    chars.next();
                } else if char != char::REPLACEMENT_CHARACTER
                    && let Some(slot @ 0) = pairs.get_mut(char as usize)
                {
                    *slot = u16::from_be_bytes([lead, trail]);
                }
            }
        }
        Pairs(pairs)
    }

    pub(super) fn bytes(&self, char: char) -> Option<[u8; 2]> {
        match self.0.get(char as usize) {
            None | Some(0) => None,
            Some(&pair) => Some(pair.to_be_bytes()),
        }
    }
}

/// One round of undoing it; `named` restricts it to that encoding.
pub(super) fn find(text: &str, named: Option<Encoding>) -> Option<Found> {
    let runs = runs_of_ideographs(text);
    if runs.is_empty() {
        return None;
    }
    let encodings = [Encoding::Gbk, Encoding::Big5];
    let tried = encodings.into_iter().filter(|&encoding| named.is_none_or(|named| named == encoding));
    tried.filter_map(|encoding| find_in(text, &runs, encoding)).max_by_key(|found| found.evidence.complete)
}

/// The runs beyond ASCII that can be such pairs.
///
/// UTF-8 of two East Asian letters, or of five others, is three pairs at least,
/// and one that begins it is read as an ideograph.
fn runs_of_ideographs(text: &str) -> Vec<Span> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(offset) = first_beyond_ascii(&text[at..]) {
        let start = at + offset;
        at = text.as_bytes()[start..].iter().position(u8::is_ascii).map_or(text.len(), |len| start + len);
        let mut chars = text[start..at].chars();
        if chars.next().is_some_and(|first| first as u32 >= IDEOGRAPHS) && chars.nth(1).is_some() {
            runs.push(Span::new(start, at));
        }
    }
    runs
}

fn find_in(text: &str, tried: &[Span], encoding: Encoding) -> Option<Found> {
    let mut runs = Vec::new();
    let mut bytes = Vec::new();
    for &span in tried.iter().filter(|span| may_be_utf8(&text[span.range()], encoding)) {
        let pairs = Pairs::get(encoding);
        bytes.clear();
        let mut whole = 0;
        // The first pair that cannot be UTF-8 settles it.
        let fits = text[span.range()].chars().all(|char| {
            pairs.bytes(char).is_some_and(|pair| {
                bytes.extend(pair);
                begins_like_utf8(&bytes, &mut whole)
            })
        });
        if fits
            && let Ok(restored) = std::str::from_utf8(&bytes)
            && is_text(restored)
        {
            runs.push((span, restored.to_owned()));
        }
    }
    if runs.is_empty() {
        return None;
    }
    let restored: String = runs.iter().map(|run| run.1.as_str()).collect();
    let damaged: String = runs.iter().map(|run| &text[run.0.range()]).collect();
    let gain = likelihood(&restored) - likelihood(&damaged);
    let complete = restored.chars().count();
    if gain < CLEARER * complete as f32 {
        return None;
    }
    let evidence = Evidence { complete, bits: gain, ..Evidence::default() };
    let runs = runs.into_iter().map(|(span, replacement)| Run {
        span,
        characters: replacement.chars().count(),
        replacement,
        confidence: 1.0,
        restored: Vec::new(),
    });
    Some(Found { encoding, evidence, runs: runs.collect(), beyond_repair: Vec::new() })
}

/// Whether a restored run can be what was meant: East Asian text, or words of
/// one other script.
fn is_text(restored: &str) -> bool {
    let mut scripts = restored.chars().map(script).filter(|&script| script != Script::None);
    let Some(first) = scripts.next() else { return false };
    let east_asian = |script: Script| matches!(script, Script::Han | Script::Hangul);
    let fewest = if east_asian(first) { FEWEST } else { FEWEST_SHORT };
    let letters = 1 + scripts.clone().count();
    letters >= fewest
        && restored.chars().all(plausible)
        && first != Script::Latin
        && scripts.all(|script| script == first || (east_asian(script) && east_asian(first)))
}

/// Whether `bytes` can be the beginning of UTF-8. The first `whole` of them
/// are known to be, and as many as are whole characters become known.
fn begins_like_utf8(bytes: &[u8], whole: &mut usize) -> bool {
    let error = std::str::from_utf8(&bytes[*whole..]).err();
    *whole = error.map_or(bytes.len(), |error| *whole + error.valid_up_to());
    error.is_none_or(|error| error.error_len().is_none())
}

/// How likely the characters of `text` are in the languages that fit it best.
fn likelihood(text: &str) -> f32 {
    let mut survey = Survey::new();
    for char in text.chars() {
        survey.add(char);
    }
    let speech = Speech::of(&survey);
    let letters = text.chars().filter(|&char| script(char) != Script::None);
    letters.map(|char| speech.alone(&speech.letter(char))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misread(text: &str, encoding: &'static encoding_rs::Encoding) -> String {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn a_character_goes_back_to_the_first_pair_that_is_read_as_it() {
        for (name, encoding) in [(Encoding::Gbk, encoding_rs::GBK), (Encoding::Big5, encoding_rs::BIG5)] {
            let mut wanted = vec![0; 0x1_0000];
            for (lead, trails) in rows() {
                for trail in trails {
                    let pair = [lead, trail];
                    let (text, _) = encoding.decode_without_bom_handling(&pair);
                    let mut chars = text.chars();
                    if let (Some(char), None) = (chars.next(), chars.next())
                        && char != char::REPLACEMENT_CHARACTER
                        && let Some(slot @ 0) = wanted.get_mut(char as usize)
                    {
                        *slot = u16::from_be_bytes(pair);
                    }
                }
            }
            assert!(Pairs::get(name).0 == wanted, "{name}");
        }
    }

    #[test]
    fn all_pairs_of_utf_8_are_asked_for() {
        let rows: Vec<_> = rows().collect();
        let all: String = (0x80..0x3_0000).filter_map(char::from_u32).collect();
        for text in [all.clone(), format!("-{all}")] {
            for pair in text.as_bytes().chunks_exact(2).filter(|pair| pair[0] > 0x80) {
                let known = rows.iter().any(|(lead, trails)| *lead == pair[0] && trails.contains(&pair[1]));
                assert!(known, "{pair:X?}");
            }
        }
    }

    #[test]
    fn utf_8_read_as_gbk_comes_back() {
        let sound = "数据中心 测试用例";
        let damaged = misread(sound, encoding_rs::GBK);
        assert_ne!(damaged, sound);
        let found = find(&damaged, None).unwrap();
        assert_eq!(found.encoding, Encoding::Gbk);
        assert_eq!(found.runs[0].replacement, "数据中心");
    }

    #[test]
    fn sound_chinese_is_not_taken_for_it() {
        for text in [
            "联通公司的用户",
            "数据集与标注",
            "繁體中文的測試資料",
            "日本語のテキスト",
            "한국어 글",
            "锟斤拷",
        ] {
            assert!(find(text, None).is_none(), "{text}");
        }
    }
}
