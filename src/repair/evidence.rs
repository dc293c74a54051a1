//! Whether a text is damaged, and through which encoding it went.
//!
//! Damage shows as characters that stand for a lead byte of UTF-8 followed by
//! characters that stand for its continuation bytes. Sound text has such pairs
//! too («É™», a quotation mark after a capital), so every complete sequence is
//! weighed: how odd it looks as it stands, and how ordinary what it would
//! become. Only a file whose sequences are odd on the whole and together beyond
//! chance is called damaged, since a false repair is worse than a missed one.
//! Language tables are not needed for this, and are not touched.

use std::sync::LazyLock;

use super::encoding::{Encoding, SINGLE_BYTE, Table};
use super::language::{Script, script};
use crate::text::first_beyond_ascii;

/// Bits of oddness at which a file is damaged: one `Ã©` inside a word reaches
/// it, an `É™` or a `Â°` does not.
const ENOUGH: f32 = 12.0;

/// Bits of oddness that the sequences of a damaged file have on average.
const ODD: f32 = 5.0;

/// Sequences that do not come about by chance when nothing contradicts them.
const MANY: usize = 20;

/// Characters of all encodings lie below this, but for three of Mac Roman.
const DENSE: usize = 0x2600;

/// What a text shows of one encoding.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Evidence {
    /// Complete sequences: characters that can be read off.
    pub complete: usize,
    /// Lead bytes without all of their continuation bytes.
    pub broken: usize,
    /// How odd the complete sequences are as they stand, in bits.
    pub bits: f32,
    /// Characters next to these that the encoding does not explain.
    pub(super) alien: usize,
}

/// For every character below [`DENSE`], in which encodings it can be a lead
/// byte and in which a continuation byte; one bit for each of [`SINGLE_BYTE`].
struct Roles {
    lead: Vec<u32>,
    next: Vec<u32>,
}

static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    let mut roles = Roles { lead: vec![0; DENSE], next: vec![0; DENSE] };
    for (bit, encoding) in SINGLE_BYTE.iter().enumerate() {
        for &(char, byte) in encoding.table().pairs() {
            let of_all = match byte {
                0xC2..=0xF4 => &mut roles.lead,
                0x80..=0xBF => &mut roles.next,
                _ => continue,
            };
            if let Some(role) = of_all.get_mut(char as usize) {
                *role |= 1 << bit;
            }
        }
    }
    roles
});

/// The encodings in which some two neighbours of `text` would be a lead and a
/// continuation byte, likeliest first. One pass; empty for nearly all sound
/// text.
pub(super) fn suspects(text: &str) -> Vec<Encoding> {
    let mut found = 0;
    // The tables are made only for text that has two such characters side by side.
    let mut before: Option<usize> = None;
    let mut rest = text;
    while let Some(at) = first_beyond_ascii(rest) {
        if at > 0 {
            before = None;
        }
        rest = &rest[at..];
        let mut chars = rest.chars();
        for char in chars.by_ref() {
            let code = char as usize;
            if code < 0x80 {
                before = None;
                break;
            }
            // The three characters of Mac Roman beyond are no continuation bytes.
            let now = (code < DENSE).then_some(code);
            if let (Some(before), Some(code)) = (before, now) {
                found |= ROLES.lead[before] & ROLES.next[code];
            }
            before = now;
        }
        rest = chars.as_str();
    }
    SINGLE_BYTE
        .iter()
        .enumerate()
        .filter(|(bit, _)| found >> bit & 1 == 1)
        .map(|(_, &encoding)| encoding)
        .collect()
}

/// What `text` shows of `encoding`.
pub(super) fn weigh(text: &str, encoding: Encoding) -> Evidence {
    let table = encoding.table();
    let mut evidence = Evidence::default();
    let mut before = ' ';
    let mut chars = text.chars();
    // Whether a sequence, whole or broken, ends right before.
    let mut touching = false;
    let mut broken = false;
    while let Some(char) = chars.next() {
        if char.is_ascii() {
            before = char;
            (touching, broken) = (false, false);
            continue;
        }
        match sequence(table, char, chars.as_str()) {
            Read::Complete(decoded, taken) => {
                evidence.complete += 1;
                evidence.bits += oddness(before, char, chars.as_str(), taken, decoded);
                before = chars.as_str()[..taken].chars().next_back().unwrap_or(char);
                chars = chars.as_str()[taken..].chars();
                (touching, broken) = (true, false);
                continue;
            }
            Read::Broken => {
                // A letter that would have lost two bytes inside a word is a letter.
                let lone = (0xE0..).contains(&table.byte(char).unwrap_or(0)) && before.is_ascii_lowercase();
                if lone && chars.as_str().starts_with(|next: char| next.is_ascii_lowercase()) {
                    evidence.alien += 1;
                } else {
                    evidence.broken += 1;
                    broken = true;
                }
            }
            Read::No => {
                // What is left of a broken sequence is explained by it.
                let rest = broken && table.byte(char).is_some_and(|byte| byte < 0xC0);
                evidence.alien += usize::from(touching && !rest && (char as usize) < DENSE);
            }
        }
        before = char;
    }
    evidence
}

/// What can be read at a character.
enum Read {
    /// A whole sequence: the character meant, and the bytes of text taken after
    /// the first character.
    Complete(char, usize),
    /// A lead byte that lacks a continuation byte.
    Broken,
    /// No lead byte.
    No,
}

fn sequence(table: &Table, first: char, rest: &str) -> Read {
    let Some(lead @ 0xC2..=0xF4) = table.byte(first) else { return Read::No };
    let needed = usize::from(lead >= 0xE0) + usize::from(lead >= 0xF0) + 1;
    let mut bytes = [lead, 0, 0, 0];
    let mut taken = 0;
    let mut after = rest.chars();
    for slot in &mut bytes[1..=needed] {
        let Some(char) = after.next() else { return Read::Broken };
        let Some(byte @ 0x80..=0xBF) = table.byte(char) else { return Read::Broken };
        *slot = byte;
        taken += char.len_utf8();
    }
    let decoded = std::str::from_utf8(&bytes[..=needed]).ok().and_then(|text| text.chars().next());
    match decoded {
        // A control is what damage done before this has kept.
        Some(char) if plausible(char) || char.is_control() => Read::Complete(char, taken),
        _ => Read::Broken,
    }
}

/// The complete sequence at the start of `text`, if it has one: the character
/// meant, and its length in bytes of `text`.
pub(super) fn complete(table: &Table, text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    match sequence(table, first, &text[first.len_utf8()..]) {
        Read::Complete(char, taken) => Some((char, first.len_utf8() + taken)),
        _ => None,
    }
}

/// Whether a file with that evidence is damaged.
pub(super) fn damaged(evidence: &Evidence) -> bool {
    let complete = evidence.complete as f32;
    // A file that is made of sequences throughout may look less odd in each.
    let throughout =
        evidence.complete >= MANY && 10 * (evidence.broken + evidence.alien) <= evidence.complete;
    let needed = if throughout { ODD / 2.0 } else { ODD };
    evidence.complete > 0 && evidence.bits >= ENOUGH && evidence.bits >= needed * complete
}

/// Whether text may hold `char`: assigned, in a block that people write, and
/// no control.
pub(super) fn plausible(char: char) -> bool {
    match char as u32 {
        0..0xA0 | 0xFFF0..=0xFFFF => false,
        0xA0..=0x2FF => true,
        0x300..=0x36F => matches!(char as u32, 0x300..=0x304 | 0x306..=0x30C | 0x323 | 0x327 | 0x328),
        0x370..=0x383 | 0x38B | 0x38D | 0x3A2 | 0x3D0..=0x3EF => false,
        0x384..=0x45F | 0x462..=0x463 | 0x472..=0x475 | 0x490..=0x52F => true,
        0x531..=0x58A => !matches!(char as u32, 0x557..=0x558),
        0x5B0..=0x5F4 => !matches!(char as u32, 0x5C8..=0x5CF | 0x5EB..=0x5EE),
        0x60C | 0x61B..=0x61C | 0x61F..=0x6F9 => true,
        0x900..=0xDFF | 0xE01..=0xE3A | 0xE3F..=0xE5B | 0xE81..=0xEDF => true,
        0x10A0..=0x10FF | 0x1200..=0x137C | 0x1780..=0x17F9 => true,
        0x1E00..=0x1FFF => true,
        0x200B..=0x200F | 0x2010..=0x205E | 0x2070..=0x209C | 0x20A0..=0x20C0 => true,
        0x2000..=0x200A => true,
        0x20E3 | 0x2100..=0x218B | 0x2190..=0x2426 | 0x2460..=0x2BFF => true,
        0x2E80..=0x2FDF => false,
        0x3000..=0x30FF => !matches!(char as u32, 0x3040 | 0x3097..=0x3098),
        0x3105..=0x312F | 0x3131..=0x318E | 0x31F0..=0x33FF => true,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 => true,
        0xF900..=0xFAFF | 0xFB00..=0xFB06 | 0xFE0E..=0xFE0F | 0xFE30..=0xFE4F | 0xFEFF => true,
        0xFF01..=0xFFEE => true,
        0x1D400..=0x1D7FF | 0x1F000..=0x1FAFF | 0x20000..=0x2EBE0 => true,
        _ => false,
    }
}

/// What a character is to the eye.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Lower(Script),
    Upper(Script),
    /// Marks that sound text sets right after a letter.
    Closing,
    /// Marks that sound text sets before a letter.
    Opening,
    Drawing,
    Control,
    Blank,
    Digit,
    Mark,
}

fn look(char: char) -> Look {
    match char {
        '0'..='9' => Look::Digit,
        '\u{80}'..='\u{9F}' | '\u{AD}' => Look::Control,
        '\u{2500}'..='\u{259F}' => Look::Drawing,
        '’' | '”' | '“' | '‘' | '»' | '›' | '…' | '–' | '—' | '°' | '™' | '®' | '²' | '³' | '¹' | 'ª'
        | 'º' | '·' => Look::Closing,
        '«' | '‹' | '„' | '‚' | '¿' | '¡' | '(' | '[' | '"' | '\'' => Look::Opening,
        _ if char.is_whitespace() => Look::Blank,
        _ => match script(char) {
            Script::None => Look::Mark,
            script if char.is_uppercase() => Look::Upper(script),
            script => Look::Lower(script),
        },
    }
}

/// How odd `second` is right after `first`, in bits.
fn odd(first: char, second: char) -> f32 {
    use Look::{Blank, Closing, Control, Digit, Drawing, Lower, Mark, Opening, Upper};
    match (look(first), look(second)) {
        (_, Control) | (Control, _) => 8.0,
        (Blank, _) => 0.0,
        (Lower(a), Upper(b)) if a == b => 6.0,
        (Lower(a) | Upper(a), Lower(b) | Upper(b)) if a == b => {
            // Two Latin letters beyond ASCII seldom meet; elsewhere all are.
            if a == Script::Latin && !first.is_ascii() && !second.is_ascii() { 1.5 } else { 0.0 }
        }
        (Lower(_) | Upper(_), Lower(_) | Upper(_)) => 7.0,
        (Lower(_) | Upper(_), Closing | Blank) => 0.5,
        (Lower(_) | Upper(_), Digit) | (Digit, Lower(_) | Upper(_) | Digit | Closing | Blank) => 0.5,
        (Lower(_) | Upper(_), Opening | Mark) => 6.0,
        (Lower(_) | Upper(_), Drawing) => 6.0,
        (Closing | Opening, Lower(_) | Upper(_)) => 1.0,
        (Mark | Drawing, Lower(_) | Upper(_)) => 4.0,
        (Drawing, Drawing) => 0.0,
        _ if first == second => 0.0,
        (Closing, Closing | Blank | Digit | Opening) | (Opening, Opening | Blank | Digit) => 1.0,
        (_, Blank) => 1.0,
        _ => 4.0,
    }
}

/// How odd the sequence of `first` and the `taken` bytes of `rest` is where it
/// stands, after `before`, and how much `decoded` is to be expected, in bits.
fn oddness(before: char, first: char, rest: &str, taken: usize, decoded: char) -> f32 {
    let mut bits = odd(before, first);
    let mut last = first;
    for char in rest[..taken].chars() {
        bits += odd(last, char);
        last = char;
    }
    // What comes next is weighed with its own sequence if it starts one.
    let next = rest[taken..].chars().next().filter(char::is_ascii_alphabetic);
    bits + next.map_or(0.0, |next| odd(last, next)) + familiar(decoded)
}

/// What speaks for the character meant, in bits: negative for one that is
/// seldom meant.
fn familiar(decoded: char) -> f32 {
    match decoded {
        'à'..='ÿ' | 'ß' | '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '•' | '€' | '™' => {
            3.0
        }
        'À'..='Þ' | '\u{A0}' | '©' | '®' | '°' | '«' | '»' | '·' => 1.0,
        '\u{80}'..='\u{BF}' => 0.0,
        'Ā'..='ž' => 2.0,
        'А'..='я' | 'ё' | 'Α'..='ω' | 'ά'..='ώ' | 'א'..='ת' | 'ء'..='ي' => 2.0,
        '\u{4E00}'..='\u{9FA5}' | '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}' => 4.0,
        '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}' => 4.0,
        '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '←'..='↓' | '\u{FE0F}' => 4.0,
        '\u{900}'..='\u{97F}' | '\u{E01}'..='\u{E5B}' | '\u{10D0}'..='\u{10FF}' => 3.0,
        '\u{1E00}'..='\u{1EFF}' => 4.0,
        '\u{2000}'..='\u{2BFF}' => 2.0,
        _ => -4.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> Option<Encoding> {
        suspects(text).into_iter().find(|&encoding| damaged(&weigh(text, encoding)))
    }

    #[test]
    fn one_misread_letter_inside_a_word_is_enough() {
        for text in
            ["un cafÃ© noir", "donâ€™t", "naÃ¯ve", "Ã¼ber", "MÃ¼nchen", "Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "caf√©", "caf├⌐"]
        {
            assert!(verdict(text).is_some(), "{text}");
        }
    }

    #[test]
    fn sound_text_with_lead_and_continuation_characters_is_not_alarming() {
        for text in [
            "25 Â°C",
            "CAFÉ™",
            "“ÅSA”",
            "ÉÄ",
            "ğŸ",
            "« À »",
            "IRMÔ",
            "AMANHû",
            "— Ã…",
            "╔═══╗ ├──┤ └─┐",
            "Київ, Ці, Рік, Ні, її",
            "ΜΈΣΑ ΆΛΛΗ ΠΌΛΗ",
            "یک کتاب، چهار",
            "Đặng Văn Ất",
            "„Straß“",
            "Å–Ä",
        ] {
            assert_eq!(verdict(text), None, "{text}");
        }
    }
}
