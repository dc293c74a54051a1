//! Of which kinds the two bytes are that an ideograph is read from, in GBK and
//! in Big5: enough to tell that a run is no UTF-8, without the table of its
//! bytes, whose making takes longer than all else of a short check.
//!
//! `data/pairs.bin` has a byte for each of [`IDEOGRAPHS`], of GBK and then of
//! Big5: 0 where there is no pair, else 5 times the kind of its first byte and
//! that of its second.

use super::encoding::Encoding;
use std::ops::Range;

const IDEOGRAPHS: Range<u32> = 0x4E00..0xA000;
const LEN: usize = (IDEOGRAPHS.end - IDEOGRAPHS.start) as usize;
static KINDS: &[u8; 2 * LEN] = include_bytes!("data/pairs.bin");

/// The kind of a byte that goes on with a character; those that begin one of
/// two, three or four bytes are of these kinds, and ASCII of kind 0.
const AFTER: u8 = 1;
const OF_KINDS: u8 = 5;

/// Whether the bytes that `run` is read from may be UTF-8. A run that has
/// other characters than these ideographs may be, as far as it is looked at.
pub(super) fn may_be_utf8(run: &str, encoding: Encoding) -> bool {
    let from = if encoding == Encoding::Big5 { LEN } else { 0 };
    let mut wanted = 0;
    for char in run.chars() {
        if !IDEOGRAPHS.contains(&(char as u32)) {
            return true;
        }
        let kind = KINDS[from + (char as u32 - IDEOGRAPHS.start) as usize];
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
            made.extend(IDEOGRAPHS.filter_map(char::from_u32).map(|char| {
                pairs.bytes(char).map_or(0, |[first, second]| OF_KINDS * kind(first) + kind(second))
            }));
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
