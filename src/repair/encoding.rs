//! The single-byte encodings in which UTF-8 gets misread: which character each
//! byte became, and which byte a character came from.
//!
//! Knows tables only; whether a text is damaged is decided elsewhere. The
//! tables of the `windows-*`, ISO 8859 and Macintosh encodings come from
//! `encoding_rs`. That crate follows the WHATWG and takes ISO 8859-1, -9 and
//! -11 for the Windows code pages that extend them, so these three are put
//! together here from the registered halves; the DOS code pages 437 and 850 are
//! written out, since the WHATWG has neither.

use std::fmt;
use std::sync::OnceLock;

/// A single-byte encoding, or one of the two double-byte ones whose misreading
/// can be undone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each variant is the name of its encoding")]
pub enum Encoding {
    Windows1252,
    Windows1254,
    Iso8859_1,
    Windows1250,
    Windows1251,
    Windows1253,
    Windows1255,
    Windows1256,
    Windows1257,
    Windows1258,
    MacRoman,
    Cp437,
    Cp850,
    Iso8859_2,
    Iso8859_3,
    Iso8859_4,
    Iso8859_5,
    Iso8859_6,
    Iso8859_7,
    Iso8859_8,
    Iso8859_9,
    Iso8859_10,
    Iso8859_11,
    Iso8859_13,
    Iso8859_14,
    Iso8859_15,
    Iso8859_16,
    Gbk,
    Big5,
}

/// The single-byte encodings, the likeliest culprits first: where the evidence
/// fits several alike, the first is named.
pub(super) const SINGLE_BYTE: [Encoding; 27] = [
    Encoding::Windows1252,
    Encoding::Windows1254,
    Encoding::Iso8859_1,
    Encoding::Windows1250,
    Encoding::Windows1251,
    Encoding::Windows1253,
    Encoding::Windows1255,
    Encoding::Windows1256,
    Encoding::Windows1257,
    Encoding::Windows1258,
    Encoding::MacRoman,
    Encoding::Cp437,
    Encoding::Cp850,
    Encoding::Iso8859_2,
    Encoding::Iso8859_3,
    Encoding::Iso8859_4,
    Encoding::Iso8859_5,
    Encoding::Iso8859_6,
    Encoding::Iso8859_7,
    Encoding::Iso8859_8,
    Encoding::Iso8859_9,
    Encoding::Iso8859_10,
    Encoding::Iso8859_11,
    Encoding::Iso8859_13,
    Encoding::Iso8859_14,
    Encoding::Iso8859_15,
    Encoding::Iso8859_16,
];

/// Every encoding's name as it is shown and as `--encoding` takes it.
const NAMES: [(Encoding, &str); 29] = [
    (Encoding::Windows1252, "windows-1252"),
    (Encoding::Windows1254, "windows-1254"),
    (Encoding::Iso8859_1, "iso-8859-1"),
    (Encoding::Windows1250, "windows-1250"),
    (Encoding::Windows1251, "windows-1251"),
    (Encoding::Windows1253, "windows-1253"),
    (Encoding::Windows1255, "windows-1255"),
    (Encoding::Windows1256, "windows-1256"),
    (Encoding::Windows1257, "windows-1257"),
    (Encoding::Windows1258, "windows-1258"),
    (Encoding::MacRoman, "macintosh"),
    (Encoding::Cp437, "cp437"),
    (Encoding::Cp850, "cp850"),
    (Encoding::Iso8859_2, "iso-8859-2"),
    (Encoding::Iso8859_3, "iso-8859-3"),
    (Encoding::Iso8859_4, "iso-8859-4"),
    (Encoding::Iso8859_5, "iso-8859-5"),
    (Encoding::Iso8859_6, "iso-8859-6"),
    (Encoding::Iso8859_7, "iso-8859-7"),
    (Encoding::Iso8859_8, "iso-8859-8"),
    (Encoding::Iso8859_9, "iso-8859-9"),
    (Encoding::Iso8859_10, "iso-8859-10"),
    (Encoding::Iso8859_11, "iso-8859-11"),
    (Encoding::Iso8859_13, "iso-8859-13"),
    (Encoding::Iso8859_14, "iso-8859-14"),
    (Encoding::Iso8859_15, "iso-8859-15"),
    (Encoding::Iso8859_16, "iso-8859-16"),
    (Encoding::Gbk, "gbk"),
    (Encoding::Big5, "big5"),
];

/// The bytes 80 to FF of code page 437.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
                     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// The bytes 80 to FF of code page 850.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
                     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

/// What ISO 8859-9 has in place of six letters of ISO 8859-1.
const ISO_8859_9: [(u8, char); 6] =
    [(0xD0, 'Ğ'), (0xDD, 'İ'), (0xDE, 'Ş'), (0xF0, 'ğ'), (0xFD, 'ı'), (0xFE, 'ş')];

/// Characters below this are looked up by number; it ends the geometric shapes,
/// past which only three characters of Mac Roman lie.
const DENSE: usize = 0x2600;

/// One encoding, both ways.
pub(super) struct Table {
    pairs: Vec<(char, u8)>,
    to_byte: Vec<u8>,
    beyond: Vec<(char, u8)>,
    undefined: Vec<u8>,
}

impl Table {
    fn new(encoding: Encoding) -> Table {
        let mut table =
            Table { pairs: Vec::new(), to_byte: vec![0; DENSE], beyond: Vec::new(), undefined: Vec::new() };
        for byte in 0x80..=0xFF_u8 {
            match encoding.decode(byte) {
                Some(char) => table.put(char, byte),
                None => {
                    table.undefined.push(byte);
                    // Decoders that keep an undefined byte do so in the range of the controls.
                    if byte < 0xA0 {
                        table.put(char::from(byte), byte);
                    }
                }
            }
        }
        table
    }

    fn put(&mut self, char: char, byte: u8) {
        self.pairs.push((char, byte));
        match self.to_byte.get_mut(char as usize) {
            Some(slot) => *slot = byte,
            None => self.beyond.push((char, byte)),
        }
    }

    /// The byte (80 to FF) from which this encoding reads `char`. The controls
    /// U+0080 to U+009F stand for bytes that the encoding leaves undefined.
    pub(super) fn byte(&self, char: char) -> Option<u8> {
        match self.to_byte.get(char as usize) {
            Some(0) => None,
            Some(&byte) => Some(byte),
            None => self.beyond.iter().find(|entry| entry.0 == char).map(|entry| entry.1),
        }
    }

    /// Every character with the byte from which this encoding reads it.
    pub(super) fn pairs(&self) -> &[(char, u8)] {
        &self.pairs
    }

    /// The bytes that the encoding gives no character.
    pub(super) fn undefined(&self) -> &[u8] {
        &self.undefined
    }
}

impl Encoding {
    /// The encoding's name, in lower case: `windows-1252`, `iso-8859-1`,
    /// `macintosh`, `cp437`, `gbk` …
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|entry| entry.0 == self).map_or("", |entry| entry.1)
    }

    /// The encoding of that name, in any case and with or without its hyphens
    /// and underscores; the usual short forms (`cp1252`, `latin1`, `mac-roman`,
    /// `ibm437`) are known too.
    pub fn from_name(name: &str) -> Option<Encoding> {
        let plain = |name: &str| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
        };
        let wanted = plain(name);
        let wanted = match wanted.as_str() {
            "latin1" => "iso88591",
            "latin2" => "iso88592",
            "latin3" => "iso88593",
            "latin4" => "iso88594",
            "latin5" => "iso88599",
            "latin6" => "iso885910",
            "latin9" => "iso885915",
            "macroman" | "mac" => "macintosh",
            "cp936" | "gb2312" | "gb18030" => "gbk",
            "cp950" => "big5",
            other => other,
        };
        NAMES.iter().map(|entry| entry.0).find(|encoding| {
            let known = plain(encoding.name());
            let page = |prefix: &str, own: &str| {
                wanted.strip_prefix(prefix).is_some_and(|number| known.strip_prefix(own) == Some(number))
            };
            known == wanted || page("cp", "windows") || page("ibm", "cp") || page("iso", "iso8859")
        })
    }

    /// What this encoding reads the byte `byte` (80 to FF) as, if anything; a
    /// control character of the C1 range counts as nothing except in ISO 8859,
    /// which assigns them.
    pub(super) fn decode(self, byte: u8) -> Option<char> {
        let through = |encoding: &'static encoding_rs::Encoding| -> Option<char> {
            let bytes = [byte];
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
            text.chars().next().filter(|char| !(0x80..0xA0).contains(&(*char as u32)))
        };
        let control_or = |encoding: &'static encoding_rs::Encoding| {
            if byte < 0xA0 { Some(char::from(byte)) } else { through(encoding) }
        };
        match self {
            Encoding::Windows1252 => through(encoding_rs::WINDOWS_1252),
            Encoding::Windows1254 => through(encoding_rs::WINDOWS_1254),
            Encoding::Iso8859_1 => Some(char::from(byte)),
            Encoding::Windows1250 => through(encoding_rs::WINDOWS_1250),
            Encoding::Windows1251 => through(encoding_rs::WINDOWS_1251),
            Encoding::Windows1253 => through(encoding_rs::WINDOWS_1253),
            Encoding::Windows1255 => through(encoding_rs::WINDOWS_1255),
            Encoding::Windows1256 => through(encoding_rs::WINDOWS_1256),
            Encoding::Windows1257 => through(encoding_rs::WINDOWS_1257),
            Encoding::Windows1258 => through(encoding_rs::WINDOWS_1258),
            Encoding::MacRoman => through(encoding_rs::MACINTOSH),
            Encoding::Cp437 => CP437.chars().nth(usize::from(byte) - 0x80),
            Encoding::Cp850 => CP850.chars().nth(usize::from(byte) - 0x80),
            Encoding::Iso8859_2 => control_or(encoding_rs::ISO_8859_2),
            Encoding::Iso8859_3 => control_or(encoding_rs::ISO_8859_3),
            Encoding::Iso8859_4 => control_or(encoding_rs::ISO_8859_4),
            Encoding::Iso8859_5 => control_or(encoding_rs::ISO_8859_5),
            Encoding::Iso8859_6 => control_or(encoding_rs::ISO_8859_6),
            Encoding::Iso8859_7 => control_or(encoding_rs::ISO_8859_7),
            Encoding::Iso8859_8 => control_or(encoding_rs::ISO_8859_8),
            Encoding::Iso8859_9 => {
                let turkish = ISO_8859_9.iter().find(|entry| entry.0 == byte).map(|entry| entry.1);
                Some(turkish.unwrap_or(char::from(byte)))
            }
            Encoding::Iso8859_10 => control_or(encoding_rs::ISO_8859_10),
            Encoding::Iso8859_11 => control_or(encoding_rs::WINDOWS_874),
            Encoding::Iso8859_13 => control_or(encoding_rs::ISO_8859_13),
            Encoding::Iso8859_14 => control_or(encoding_rs::ISO_8859_14),
            Encoding::Iso8859_15 => control_or(encoding_rs::ISO_8859_15),
            Encoding::Iso8859_16 => control_or(encoding_rs::ISO_8859_16),
            Encoding::Gbk | Encoding::Big5 => None,
        }
    }

    /// The bytes that may be missing where a text went through this encoding
    /// and what has no look was taken out: the undefined ones, and in ISO 8859
    /// the controls.
    pub(super) fn losable(self) -> Vec<u8> {
        let mut bytes = self.table().undefined().to_vec();
        if self.is_iso() {
            bytes.splice(0..0, 0x80..0xA0);
        }
        for (byte, char) in [(0xA0, '\u{A0}'), (0xAD, '\u{AD}')] {
            if self.table().byte(char) == Some(byte) && !bytes.contains(&byte) {
                bytes.push(byte);
            }
        }
        bytes
    }

    /// Whether the encoding keeps the C1 controls as ISO 8859 does.
    pub(super) fn is_iso(self) -> bool {
        self.name().starts_with("iso")
    }

    /// The table, made when first asked for.
    pub(super) fn table(self) -> &'static Table {
        static TABLES: [OnceLock<Table>; SINGLE_BYTE.len() + 2] =
            [const { OnceLock::new() }; SINGLE_BYTE.len() + 2];
        TABLES[self as usize].get_or_init(|| Table::new(self))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_goes_back_to_the_byte_it_came_from() {
        for encoding in SINGLE_BYTE {
            for byte in 0x80..=0xFF_u8 {
                if let Some(char) = encoding.decode(byte) {
                    assert_eq!(encoding.table().byte(char), Some(byte), "{encoding} {byte:02X}");
                }
            }
        }
    }

    #[test]
    fn a_table_lists_what_it_looks_up() {
        for encoding in SINGLE_BYTE {
            let table = encoding.table();
            let mut listed = table.pairs().to_vec();
            listed.sort_unstable();
            let looked_up: Vec<(char, u8)> =
                ('\u{80}'..=char::MAX).filter_map(|char| Some((char, table.byte(char)?))).collect();
            assert_eq!(listed, looked_up, "{encoding}");
        }
    }

    #[test]
    fn the_undefined_bytes_are_those_of_the_code_pages() {
        assert_eq!(Encoding::Windows1252.table().undefined(), [0x81, 0x8D, 0x8F, 0x90, 0x9D]);
        assert_eq!(Encoding::Windows1254.table().undefined(), [0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E],);
        assert!(Encoding::Iso8859_1.table().undefined().is_empty());
        assert!(Encoding::Cp437.table().undefined().is_empty());
        assert!(Encoding::Cp850.table().undefined().is_empty());
    }

    #[test]
    fn names_are_read_in_their_usual_forms() {
        for (name, encoding) in [
            ("Windows-1254", Encoding::Windows1254),
            ("cp1252", Encoding::Windows1252),
            ("latin1", Encoding::Iso8859_1),
            ("ISO8859-15", Encoding::Iso8859_15),
            ("iso-8859-16", Encoding::Iso8859_16),
            ("mac-roman", Encoding::MacRoman),
            ("IBM437", Encoding::Cp437),
            ("CP850", Encoding::Cp850),
            ("GB2312", Encoding::Gbk),
        ] {
            assert_eq!(Encoding::from_name(name), Some(encoding), "{name}");
        }
        assert_eq!(Encoding::from_name("utf-8"), None);
    }
}
