//! The language tables: how likely a character is after two others, for each
//! language, and how frequent a Chinese word is.
//!
//! Knows nothing of damage. The tables are one block of bytes in the program
//! (`data/model.bin`; `data/README.md` says what is counted and from what) that
//! is searched where it lies: nothing is unpacked, so a run that never meets
//! damaged text pays nothing for it, and one that does starts at once.
//!
//! Logarithms are natural. They are stored in a byte each, in twelfths.

use std::sync::LazyLock;

static MODEL: &[u8] = include_bytes!("data/model.bin");

/// Steps of a stored logarithm to one.
const SCALE: f32 = 12.0;

/// The logarithm of a character that a language's table does not have.
pub(super) const UNKNOWN: f32 = -17.0;

/// Bytes of an entry with children: character, likelihood, weight left for what
/// is not listed, first child.
const NODE: usize = 7;

/// Bytes of an entry of the last level: character, likelihood.
const LEAF: usize = 3;

/// Bytes of an entry of the words: character, frequency, first child.
const WORD: usize = 6;

/// The scripts that are told apart. Han and the kana are one, since Japanese
/// mixes them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Script {
    Latin,
    Han,
    Hangul,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Thai,
    Georgian,
    Armenian,
    /// A letter of any other script.
    Other,
    /// No letter: punctuation, digits, space, pictures.
    None,
}

/// The scripts that have language tables, in the order of the variants.
pub(super) const SCRIPTS: usize = 12;

/// The languages with tables, by their part of the block.
const LANGUAGES: [(&str, Script); 45] = [
    ("fr", Script::Latin),
    ("de", Script::Latin),
    ("es", Script::Latin),
    ("pt", Script::Latin),
    ("it", Script::Latin),
    ("ca", Script::Latin),
    ("ro", Script::Latin),
    ("cs", Script::Latin),
    ("sk", Script::Latin),
    ("pl", Script::Latin),
    ("hu", Script::Latin),
    ("hr", Script::Latin),
    ("sl", Script::Latin),
    ("lt", Script::Latin),
    ("lv", Script::Latin),
    ("et", Script::Latin),
    ("fi", Script::Latin),
    ("sv", Script::Latin),
    ("da", Script::Latin),
    ("nb", Script::Latin),
    ("is", Script::Latin),
    ("tr", Script::Latin),
    ("az", Script::Latin),
    ("vi", Script::Latin),
    ("nl", Script::Latin),
    ("sq", Script::Latin),
    ("zh", Script::Han),
    ("zht", Script::Han),
    ("ja", Script::Han),
    ("ko", Script::Hangul),
    ("ru", Script::Cyrillic),
    ("uk", Script::Cyrillic),
    ("bg", Script::Cyrillic),
    ("sr", Script::Cyrillic),
    ("mk", Script::Cyrillic),
    ("be", Script::Cyrillic),
    ("el", Script::Greek),
    ("ar", Script::Arabic),
    ("fa", Script::Arabic),
    ("he", Script::Hebrew),
    ("hi", Script::Devanagari),
    ("bn", Script::Bengali),
    ("th", Script::Thai),
    ("ka", Script::Georgian),
    ("hy", Script::Armenian),
];

/// The script of a character.
pub(super) fn script(char: char) -> Script {
    match char as u32 {
        0x41..=0x5A | 0x61..=0x7A | 0xAA | 0xBA | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x2AF => Script::Latin,
        0x1E00..=0x1EFF | 0xFF21..=0xFF5A => Script::Latin,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Script::Greek,
        0x400..=0x52F => Script::Cyrillic,
        0x531..=0x58A => Script::Armenian,
        0x591..=0x5F4 => Script::Hebrew,
        0x610..=0x61A | 0x620..=0x6DC | 0x6E0..=0x6FF | 0x750..=0x77F => Script::Arabic,
        0x900..=0x97F => Script::Devanagari,
        0x980..=0x9FF => Script::Bengali,
        0xE01..=0xE3A | 0xE40..=0xE5B => Script::Thai,
        0x10A0..=0x10FF => Script::Georgian,
        0x3005..=0x3007 | 0x3041..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF => {
            Script::Han
        }
        0xFF66..=0xFF9F | 0x20000..=0x3FFFF => Script::Han,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7A3 => Script::Hangul,
        _ if char.is_alphabetic() => Script::Other,
        _ => Script::None,
    }
}

/// The words of one character that count things and follow a number.
const COUNTERS: &str = "个例份位倍克册分列副厘口句只号名周员回场块天套季家对届岁层年座张户折批支斤日月杯条架株根\
    次款段片版瓶盏盒种秒章笔类米粒组级行袋辆道遍部页顶项颗台人点万亿多余個張種條項歲層類組對頁號萬億餘週\
    間場塊員輛顆頂筆級件歳円回冊杯匹本枚点番階개명년월일회건번장권대곳살시분초";

/// Whether `char` is a word that follows a number to count things.
pub(super) fn counts(char: char) -> bool {
    static ALL: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut all: Vec<char> = COUNTERS.chars().collect();
        all.sort_unstable();
        all
    });
    ALL.binary_search(&char).is_ok()
}

/// The class under which a character is counted: digits are one, what is no
/// letter in ASCII is a space, case is dropped; with `cjk` every Latin letter
/// of ASCII is one too.
pub(super) fn fold(char: char, cjk: bool) -> u16 {
    let folded = match char {
        '0'..='9' => '0',
        'a'..='z' | 'A'..='Z' if cjk => 'a',
        'a'..='z' | 'A'..='Z' => char.to_ascii_lowercase(),
        _ if char.is_ascii() || char.is_whitespace() => ' ',
        // Ideographs and kana, most of what is looked up, have no case.
        '\u{2E80}'..='\u{D7FF}' => char,
        _ => {
            let mut lower = char.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(lower), None) => lower,
                _ => char,
            }
        }
    };
    u16::try_from(folded as u32).unwrap_or(b' '.into())
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u24_at(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..at + 3).map_or(0, |b| usize::from(b[0]) | usize::from(b[1]) << 8 | usize::from(b[2]) << 16)
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
}

fn log_at(bytes: &[u8], at: usize) -> f32 {
    -f32::from(bytes.get(at).copied().unwrap_or(u8::MAX)) / SCALE
}

/// The index of `char` among the entries `from..to` of `size` bytes, which are
/// in the order of their characters.
fn search(entries: &[u8], size: usize, from: usize, to: usize, char: u16) -> Option<usize> {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = usize::midpoint(low, high);
        match u16_at(entries, middle * size).cmp(&char) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// The part of the block called `name`.
fn part(name: &str) -> &'static [u8] {
    for index in 0..u32_at(MODEL, 0) {
        let entry = 4 + 16 * index;
        let label = MODEL.get(entry..entry + 8).unwrap_or_default();
        if label.iter().take_while(|&&byte| byte != 0).eq(name.as_bytes()) {
            let (start, len) = (u32_at(MODEL, entry + 8), u32_at(MODEL, entry + 12));
            return MODEL.get(start..start + len).unwrap_or_default();
        }
    }
    &[]
}

/// The characters, pairs and triples of one language.
pub(super) struct Language {
    pub(super) code: &'static str,
    pub(super) script: Script,
    /// Whether all letters of ASCII count as one; see [`fold`].
    pub(super) cjk: bool,
    ones: &'static [u8],
    pairs: &'static [u8],
    triples: &'static [u8],
}

/// Two characters that a third follows, looked up once.
#[derive(Clone, Copy, Default)]
pub(super) struct Context {
    pair: Option<usize>,
    one: Option<usize>,
}

impl Language {
    fn load(code: &'static str, script: Script) -> Language {
        let bytes = part(code);
        let counts = [u32_at(bytes, 0), u32_at(bytes, 4), u32_at(bytes, 8)];
        let starts = [12, 12 + NODE * counts[0], 12 + NODE * (counts[0] + counts[1])];
        let slice = |level: usize, size: usize| {
            bytes.get(starts[level]..starts[level] + size * counts[level]).unwrap_or_default()
        };
        Language {
            code,
            script,
            cjk: matches!(script, Script::Han | Script::Hangul),
            ones: slice(0, NODE),
            pairs: slice(1, NODE),
            triples: slice(2, LEAF),
        }
    }

    /// The place of a folded character in the table.
    pub(super) fn one(&self, char: u16) -> Option<usize> {
        search(self.ones, NODE, 0, (self.ones.len() / NODE).saturating_sub(1), char)
    }

    /// How likely the character at place `one` is by itself.
    pub(super) fn alone(&self, one: Option<usize>) -> f32 {
        one.map_or(UNKNOWN, |one| log_at(self.ones, one * NODE + 2))
    }

    fn child(entries: &[u8], parent: &[u8], index: usize, size: usize, char: u16) -> Option<usize> {
        let first = u24_at(parent, index * NODE + 4);
        let end = u24_at(parent, (index + 1) * NODE + 4);
        search(entries, size, first, end, char)
    }

    /// What follows the characters `before` and `last`, the latter at place
    /// `one`.
    pub(super) fn context(&self, before: Option<usize>, last: u16, one: Option<usize>) -> Context {
        let pair = before.and_then(|before| Self::child(self.pairs, self.ones, before, NODE, last));
        Context { pair, one }
    }

    /// How likely `char`, `alone` by itself, is in `context`.
    pub(super) fn after(&self, context: Context, char: u16, alone: f32) -> f32 {
        let mut weight = 0.0;
        if let Some(pair) = context.pair {
            if let Some(triple) = Self::child(self.triples, self.pairs, pair, LEAF, char) {
                return log_at(self.triples, triple * LEAF + 2);
            }
            weight += log_at(self.pairs, pair * NODE + 3);
        }
        if let Some(one) = context.one {
            if let Some(pair) = Self::child(self.pairs, self.ones, one, NODE, char) {
                return weight + log_at(self.pairs, pair * NODE + 2);
            }
            weight += log_at(self.ones, one * NODE + 3);
        }
        weight + alone
    }
}

/// Every language with a table.
pub(super) fn languages() -> &'static [Language] {
    static ALL: LazyLock<Vec<Language>> =
        LazyLock::new(|| LANGUAGES.iter().map(|&(code, script)| Language::load(code, script)).collect());
    &ALL
}

/// The Chinese words, in simplified characters, as a tree of their characters.
pub(super) struct Words {
    nodes: &'static [u8],
    first: usize,
    fold: &'static [u8],
}

/// A place in the tree of words: the characters that may come next.
#[derive(Clone, Copy)]
pub(super) struct Branch {
    from: usize,
    to: usize,
}

impl Words {
    /// The words of the block.
    pub(super) fn get() -> &'static Words {
        static WORDS: LazyLock<Words> = LazyLock::new(|| {
            let bytes = part("words");
            Words { nodes: bytes.get(8..).unwrap_or_default(), first: u32_at(bytes, 4), fold: part("fold") }
        });
        &WORDS
    }

    /// Where every word begins.
    pub(super) fn root(&self) -> Branch {
        Branch { from: 0, to: self.first }
    }

    /// One step: what may follow once `char` is read, and the logarithm of the
    /// word's share of all words if one ends here.
    pub(super) fn step(&self, at: Branch, char: u16) -> Option<(Branch, Option<f32>)> {
        let node = search(self.nodes, WORD, at.from, at.to, char)?;
        let next = Branch {
            from: u24_at(self.nodes, node * WORD + 3),
            to: u24_at(self.nodes, (node + 1) * WORD + 3),
        };
        let value = self.nodes.get(node * WORD + 2).copied().unwrap_or(0);
        Some((next, (value > 0).then(|| -f32::from(value - 1) / SCALE)))
    }

    /// The logarithm of the share of the word that is `char` alone, also where it
    /// only begins words.
    pub(super) fn alone(&self, char: u16) -> Option<f32> {
        let (_, word) = self.step(self.root(), self.simplified(char))?;
        Some(word.unwrap_or(-15.0))
    }

    /// The simplified form of a traditional character; others stay.
    pub(super) fn simplified(&self, char: u16) -> u16 {
        search(self.fold, 4, 0, self.fold.len() / 4, char).map_or(char, |at| u16_at(self.fold, at * 4 + 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_table() {
        for language in languages() {
            assert!(language.ones.len() > 20 * NODE, "{}", language.code);
            assert!(language.triples.len() > 200 * LEAF, "{}", language.code);
        }
    }

    #[test]
    fn a_likely_character_beats_an_unlikely_one() {
        let zh = languages().iter().find(|language| language.code == "zh").unwrap();
        let [a, b] = ['数', '据'].map(|char| fold(char, true));
        let context = zh.context(zh.one(fold(' ', true)), a, zh.one(a));
        let score = |char: char| {
            let char = fold(char, true);
            zh.after(context, char, zh.alone(zh.one(char)))
        };
        assert!(score('据') > score('脏') + 3.0);
        assert!(zh.one(b).is_some());
    }

    #[test]
    fn words_are_found_by_their_characters() {
        let words = Words::get();
        let mut at = words.root();
        let mut ends = Vec::new();
        for char in "前列腺".chars() {
            let (next, word) = words.step(at, fold(char, true)).unwrap();
            at = next;
            ends.push(word.is_some());
        }
        assert!(ends[2]);
        assert_eq!(words.simplified('圖' as u16), '图' as u16);
        assert_eq!(words.simplified('图' as u16), '图' as u16);
    }
}
