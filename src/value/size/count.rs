//! How many: whole numbers, rounded ones that stay as written, and bytes.

use std::fmt;

/// A decimal number as it was written: `88.3`, `4.50`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Decimal {
    digits: u64,
    decimals: u8,
}

/// More decimals than that are no count.
const MAX_DECIMALS: u8 = 9;

impl Decimal {
    /// `digits` with the last `decimals` of them after the point.
    #[cfg(test)]
    pub(super) fn new(digits: u64, decimals: u8) -> Self {
        Decimal { digits, decimals }
    }

    /// Times `10^exponent`, if that is a whole number that can be counted.
    fn times_ten_to(self, exponent: u32) -> Option<u64> {
        let whole = u128::from(self.digits).checked_mul(10_u128.checked_pow(exponent)?)?;
        let divisor = 10_u128.pow(u32::from(self.decimals));
        (whole % divisor == 0).then_some(whole / divisor)?.try_into().ok()
    }

    fn is_below(self, limit: u64) -> bool {
        u128::from(self.digits) < u128::from(limit) * 10_u128.pow(u32::from(self.decimals))
    }

    /// The same number with the point moved; zeros left over at the end go
    /// away when it moves to the left.
    fn moved(mut self, places: i8) -> Option<Self> {
        for _ in 0..places {
            if self.decimals > 0 {
                self.decimals -= 1;
            } else {
                self.digits = self.digits.checked_mul(10)?;
            }
        }
        for _ in places..0 {
            self.decimals += 1;
        }
        while places < 0 && self.decimals > 0 && self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.decimals -= 1;
        }
        (self.decimals <= MAX_DECIMALS).then_some(self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.digits);
        }
        let power = 10_u64.pow(u32::from(self.decimals));
        let width = usize::from(self.decimals);
        write!(f, "{}.{:0width$}", self.digits / power, self.digits % power)
    }
}

/// What a rounded count is a multiple of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scale {
    /// One; only for hours and minutes, which come in fractions.
    One,
    /// `k`
    Kilo,
    /// `K`, which is kept apart only because it is written so again.
    BigKilo,
    /// `M`
    Mega,
    /// `B`
    Giga,
}

impl Scale {
    /// The letter after the number.
    pub fn letter(self) -> &'static str {
        match self {
            Scale::One => "",
            Scale::Kilo => "k",
            Scale::BigKilo => "K",
            Scale::Mega => "M",
            Scale::Giga => "B",
        }
    }

    fn exponent(self) -> u32 {
        match self {
            Scale::One => 0,
            Scale::Kilo | Scale::BigKilo => 3,
            Scale::Mega => 6,
            Scale::Giga => 9,
        }
    }
}

/// A unit of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bytes {
    /// 10^3
    KB,
    /// 10^6
    MB,
    /// 10^9
    GB,
    /// 10^12
    TB,
    /// 10^15
    PB,
    /// 2^10
    KiB,
    /// 2^20
    MiB,
    /// 2^30
    GiB,
    /// 2^40
    TiB,
    /// 2^50
    PiB,
}

impl Bytes {
    const ALL: [(Bytes, &'static str); 10] = [
        (Bytes::KB, "KB"),
        (Bytes::MB, "MB"),
        (Bytes::GB, "GB"),
        (Bytes::TB, "TB"),
        (Bytes::PB, "PB"),
        (Bytes::KiB, "KiB"),
        (Bytes::MiB, "MiB"),
        (Bytes::GiB, "GiB"),
        (Bytes::TiB, "TiB"),
        (Bytes::PiB, "PiB"),
    ];

    /// As it is written: `GB`.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(unit, _)| *unit == self).map_or("", |(_, name)| name)
    }

    /// How many bytes it is.
    pub fn factor(self) -> u64 {
        match self {
            Bytes::KB => 1_000,
            Bytes::MB => 1_000_000,
            Bytes::GB => 1_000_000_000,
            Bytes::TB => 1_000_000_000_000,
            Bytes::PB => 1_000_000_000_000_000,
            Bytes::KiB => 1 << 10,
            Bytes::MiB => 1 << 20,
            Bytes::GiB => 1 << 30,
            Bytes::TiB => 1 << 40,
            Bytes::PiB => 1 << 50,
        }
    }

    /// The unit at the start of `text`, and its length. `Gb` with a small `b`
    /// would be bits and is not taken.
    fn at_start(text: &str) -> Option<(Bytes, usize)> {
        let word = text.bytes().take(4).take_while(u8::is_ascii_alphanumeric).count();
        let word = &text[..word];
        if !matches!(word.len(), 2 | 3) {
            return None;
        }
        let written =
            |name: &str| word == name || word == name.to_ascii_lowercase() || word == "kB" && name == "KB";
        Self::ALL.iter().find(|(_, name)| written(name)).map(|&(unit, _)| (unit, word.len()))
    }
}

/// A count.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Count {
    /// A whole number.
    Exact(u64),
    /// A rounded one: `88.3k`.
    Rounded(Decimal, Scale),
    /// An amount of data: `4.5 GB`.
    Bytes(Decimal, Bytes),
}

impl Count {
    /// The number; `None` for bytes, for fractions, and beyond `u64`.
    pub fn value(&self) -> Option<u64> {
        match self {
            Count::Exact(count) => Some(*count),
            Count::Rounded(number, scale) => number.times_ten_to(scale.exponent()),
            Count::Bytes(..) => None,
        }
    }

    /// The bytes, rounded down; `None` for what counts something else, and
    /// beyond `u64`.
    pub fn bytes(&self) -> Option<u64> {
        let Count::Bytes(number, unit) = self else { return None };
        let bytes = u128::from(number.digits) * u128::from(unit.factor());
        u64::try_from(bytes / 10_u128.pow(u32::from(number.decimals))).ok()
    }

    /// The count in Chinese: thousands in 万 and 亿 where they are read back
    /// as the same count.
    pub(super) fn chinese(&self) -> String {
        let Count::Rounded(number, scale) = self else { return self.to_string() };
        let steps: &[(i8, char)] = match scale {
            Scale::Kilo => &[(-1, '万')],
            Scale::Mega => &[(2, '万'), (-2, '亿')],
            Scale::Giga => &[(1, '亿')],
            Scale::One | Scale::BigKilo => &[],
        };
        let fits = |&(places, sign): &(i8, char)| {
            let number = number.moved(places)?;
            (!number.is_below(1) && myriads(number, sign) == Some(*self)).then(|| format!("{number}{sign}"))
        };
        steps.iter().find_map(fits).unwrap_or_else(|| self.to_string())
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Count::Exact(count) => write!(f, "{count}"),
            Count::Rounded(number, scale) => write!(f, "{number}{}", scale.letter()),
            Count::Bytes(number, unit) => write!(f, "{number} {}", unit.name()),
        }
    }
}

/// 万 and 亿 as the thousands that other languages count in.
fn myriads(number: Decimal, sign: char) -> Option<Count> {
    let (places, scale) = match sign {
        '万' if number.is_below(100) => (1, Scale::Kilo),
        '万' if number.is_below(10_000) => (-2, Scale::Mega),
        '万' => (-5, Scale::Giga),
        _ if number.is_below(10) => (2, Scale::Mega),
        _ => (-1, Scale::Giga),
    };
    Some(Count::Rounded(number.moved(places)?, scale))
}

/// The half-width form of a full-width character, and other forms of `~`.
pub(super) fn half(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        '≈' | '∼' | '〜' => '~',
        _ => c,
    }
}

/// The count at the start of `text`, and its length in bytes. A fraction
/// without a scale comes as [`Scale::One`].
pub(super) fn read_count(text: &str) -> Option<(Count, usize)> {
    let (number, len) = read_number(text)?;
    let rest = &text[len..];
    let spaced = rest.trim_start_matches([' ', '\u{A0}']);
    let gap = rest.len() - spaced.len();
    if let Some((unit, unit_len)) = Bytes::at_start(spaced) {
        return Some((Count::Bytes(number, unit), len + gap + unit_len));
    }
    if let Some(sign @ ('万' | '亿')) = spaced.chars().next() {
        return Some((myriads(number, sign)?, len + gap + sign.len_utf8()));
    }
    let scale = match spaced.chars().next() {
        Some('k') => Scale::Kilo,
        Some('K') => Scale::BigKilo,
        Some('M') => Scale::Mega,
        // After a space it could as well be a name.
        Some('B') if gap == 0 => Scale::Giga,
        _ => Scale::One,
    };
    if scale != Scale::One && !spaced[1..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Some((Count::Rounded(number, scale), len + gap + 1));
    }
    let count =
        if number.decimals == 0 { Count::Exact(number.digits) } else { Count::Rounded(number, Scale::One) };
    Some((count, len))
}

/// The number at the start of `text`: digits, perhaps in groups of three, and
/// decimals; full-width forms too.
fn read_number(text: &str) -> Option<(Decimal, usize)> {
    let mut digits: u64 = 0;
    let mut len = 0;
    let mut whole = 0;
    let mut rest = text;
    let mut take = |digits: &mut u64, rest: &str| -> Option<usize> {
        let c = rest.chars().next()?;
        let digit = half(c).to_digit(10)?;
        *digits = digits.checked_mul(10)?.checked_add(u64::from(digit))?;
        len += c.len_utf8();
        Some(c.len_utf8())
    };
    let begins =
        |rest: &str, n: usize| rest.chars().take(n).filter(|&c| half(c).is_ascii_digit()).count() == n;
    while begins(rest, 1) {
        rest = &rest[take(&mut digits, rest)?..];
        whole += 1;
    }
    if whole == 0 || (whole > 1 && half(text.chars().next()?) == '0') {
        return None;
    }
    if whole <= 3 {
        while let Some(comma) = rest.chars().next().filter(|&c| half(c) == ',') {
            let group = &rest[comma.len_utf8()..];
            if !begins(group, 3) || begins(group, 4) {
                break;
            }
            rest = group;
            for _ in 0..3 {
                rest = &rest[take(&mut digits, rest)?..];
            }
        }
    }
    let mut decimals = 0;
    if let Some(point) = rest.chars().next().filter(|&c| half(c) == '.')
        && begins(&rest[point.len_utf8()..], 1)
    {
        rest = &rest[point.len_utf8()..];
        while begins(rest, 1) {
            rest = &rest[take(&mut digits, rest)?..];
            decimals += 1;
            if decimals > MAX_DECIMALS {
                return None;
            }
        }
    }
    Some((Decimal { digits, decimals }, text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize)> {
        read_count(text).map(|(count, len)| (count.to_string(), len))
    }

    #[test]
    fn counts_are_read_as_far_as_they_go() {
        for (text, count, len) in [
            ("22,601", "22601", 6),
            ("１２，３４５", "12345", 18),
            ("1,23", "1", 1),
            ("1234,567", "1234", 4),
            ("88.3k", "88.3k", 5),
            ("10K images", "10K", 3),
            ("82 k", "82k", 4),
            ("5 B", "5", 1),
            ("5Mice", "5", 1),
            ("1.50M", "1.50M", 5),
            ("4.5 GB", "4.5 GB", 6),
            ("300MiB", "300 MiB", 6),
            ("12 gb", "12 GB", 5),
            ("5.", "5", 1),
            ("45万张", "450k", 5),
            ("45 万张", "450k", 6),
            ("120万", "1.2M", 6),
            ("1.3亿", "130M", 6),
            ("20亿", "2B", 5),
        ] {
            assert_eq!(read(text), Some((count.to_string(), len)), "{text}");
        }
        for text in ["", "k", "007", "99999999999999999999", "1.0123456789k"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn rounded_counts_and_bytes_have_values() {
        assert_eq!(read_count("88.3k").unwrap().0.value(), Some(88_300));
        assert_eq!(read_count("1.5").unwrap().0.value(), None);
        assert_eq!(read_count("9999999999999B").unwrap().0.value(), None);
        assert_eq!(read_count("1.5 KiB").unwrap().0.bytes(), Some(1536));
    }

    #[test]
    fn chinese_counts_in_myriads_where_that_reads_back() {
        for (text, chinese) in [
            ("450k", "45万"),
            ("88.3k", "8.83万"),
            ("5k", "5k"),
            ("450K", "450K"),
            ("1.2M", "120万"),
            ("130M", "1.3亿"),
            ("2B", "20亿"),
            ("1.0M", "1.0M"),
            ("394", "394"),
        ] {
            assert_eq!(read_count(text).unwrap().0.chinese(), chinese);
            assert_eq!(read_count(chinese).unwrap().0, read_count(text).unwrap().0, "{text}");
        }
    }
}
