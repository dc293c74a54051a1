//! Of which kinds the two bytes are that an East Asian character is read from,
//! in GBK and in Big5: enough to tell that a run is no UTF-8, without the table
//! of its bytes, whose making takes longer than all else of a short check.
//!
//! `data/pairs.bin` has a byte for each of [`SYMBOLS_AND_IDEOGRAPHS`] and of
//! [`WIDE_FORMS`], first for GBK and then for Big5: 0 where there is no pair,
//! else 5 times the kind of its first byte and that of its second.

use super::encoding::Encoding;
use std::ops::Range;

const SYMBOLS_AND_IDEOGRAPHS: Range<u32> = 0x3000..0xA000;
const WIDE_FORMS: Range<u32> = 0xFE00..0x1_0000;
const FIRST_LEN: u32 = SYMBOLS_AND_IDEOGRAPHS.end - SYMBOLS_AND_IDEOGRAPHS.start;
const LEN: usize = (FIRST_LEN + WIDE_FORMS.end - WIDE_FORMS.start) as usize;
static KINDS: &[u8; 2 * LEN] = include_bytes!("data/pairs.bin");

/// Which byte of a table is that of the character.
fn index(char: char) -> Option<usize> {
    let code = char as u32;
    let at = if SYMBOLS_AND_IDEOGRAPHS.contains(&code) {
        code - SYMBOLS_AND_IDEOGRAPHS.start
    } else if WIDE_FORMS.contains(&code) {
        FIRST_LEN + code - WIDE_FORMS.start
    } else {
        return None;
    };
    usize::try_from(at).ok()
}

/// The kind of a byte that goes on with a character; those that begin one of
/// two, three or four bytes are of these kinds, and ASCII of kind 0.
const AFTER: u8 = 1;
const OF_KINDS: u8 = 5;

/// Whether the bytes that `run` is read from may be UTF-8. A run that has
/// other characters may be, as far as it is looked at.
pub(super) fn may_be_utf8(run: &str, encoding: Encoding) -> bool {
    let from = if encoding == Encoding::Big5 { LEN } else { 0 };
    let mut wanted = 0;
    for char in run.chars() {
        let Some(at) = index(char) else { return true };
        let kind = KINDS[from + at];
        if kind == 0 {
            return false;
        }
        for byte in [kind / OF_KINDS, kind % OF_KINDS] {
            wanted = match (wanted, byte) {
                (0, AFTER) => return false,
                (0, 0) => 0,
                (0, len) => len - 1,
                (wanted, AFTER) => wanted - 1,
                _ => return false,
            };
        }
    }
    wanted == 0
}

#[cfg(test)]
mod tests {
    use super::super::double_byte::Pairs;
    use super::*;

    fn kind(byte: u8) -> u8 {
        match byte {
            0x00..=0x7F => 0,
            0x80..=0xC1 => AFTER,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            _ => 4,
        }
    }

    /// `UPDATE=1` writes the table anew.
    #[test]
    fn the_kinds_are_those_of_the_pairs() {
        let mut made = Vec::new();
        for encoding in [Encoding::Gbk, Encoding::Big5] {
            let pairs = Pairs::get(encoding);
            for code in SYMBOLS_AND_IDEOGRAPHS.chain(WIDE_FORMS) {
                let pair = char::from_u32(code).and_then(|char| pairs.bytes(char));
                made.push(pair.map_or(0, |[first, second]| OF_KINDS * kind(first) + kind(second)));
            }
        }
        if std::env::var_os("UPDATE").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/repair/data/pairs.bin");
            std::fs::write(path, &made).unwrap();
        }
        assert!(made == KINDS, "src/repair/data/pairs.bin is old: run this test with UPDATE=1");
    }

    #[test]
    fn no_utf_8_is_refused() {
        for sound in
            ["数据中心与测试用例", "данные о больных", "日本語の文字", "十卅五", "Ωμέγα", "한국어 글"]
        {
            for (name, encoding) in [(Encoding::Gbk, encoding_rs::GBK), (Encoding::Big5, encoding_rs::BIG5)] {
                let (damaged, _) = encoding.decode_without_bom_handling(sound.as_bytes());
                let whole = damaged.split(' ').filter(|run| !run.contains(char::REPLACEMENT_CHARACTER));
                whole.for_each(|run| assert!(may_be_utf8(run, name), "{sound}: {run} by {name}"));
            }
        }
        assert!(!may_be_utf8("联通公司", Encoding::Gbk) && !may_be_utf8("繁體中文", Encoding::Big5));
    }
}
