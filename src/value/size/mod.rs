//! Sizes: counts with unit, part of the split and detail, added up or told in
//! several units.
//!
//! ```text
//! size   = part { ("+" | "/") part }
//! part   = ["~" | ">" | "<"] count [modality] [unit] [split] ["(" detail ")"]
//! count  = integer | decimal with k, K, M, B, 万, 亿 | bytes
//! ```
//!
//! `+` adds parts of one whole, `/` tells the same whole in another unit. What
//! the grammar cannot read is no size: it stays the writer's text. Here are
//! the parts and what can be told of them; `read` and `write`
//! are exact inverses for every size that can be read.

mod count;
mod read;
mod unit;
mod write;

pub use count::{Bytes, Count, Decimal, Scale};
pub use unit::{Split, Unit};

use super::vocabulary::Vocabulary;
use crate::text::{MAX_LEN, Span};

/// A size: one part or more.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Size {
    parts: Box<[Part]>,
}

/// How a part belongs to the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Join {
    /// It comes on top: `484 train + 266 test`. The first part's.
    Plus,
    /// It tells the same in another unit: `97 patients / 237 scans`.
    Slash,
}

/// How a count is to be taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bound {
    /// As it stands.
    Exactly,
    /// `~`
    About,
    /// `>`
    MoreThan,
    /// `<`
    LessThan,
}

/// One count with all that is said of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Part {
    /// How it belongs to the part before it.
    pub join: Join,
    /// How the count is to be taken.
    pub bound: Bound,
    /// How many.
    pub count: Count,
    /// Of what.
    pub unit: Option<Unit>,
    /// For what.
    pub split: Option<Split>,
    /// What most parts don't say.
    more: Option<Box<More>>,
}

/// What few parts say; reached through [`Part`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
struct More {
    modality: Option<Box<str>>,
    detail: Option<Box<str>>,
}

impl Part {
    /// Of which modality: an id.
    pub fn modality(&self) -> Option<&str> {
        self.more.as_ref()?.modality.as_deref()
    }

    /// What else was said, as written.
    pub fn detail(&self) -> Option<&str> {
        self.more.as_ref()?.detail.as_deref()
    }

    /// The same with a modality and a detail; none where it is `None`.
    #[must_use]
    fn saying(self, modality: Option<Box<str>>, detail: Option<Box<str>>) -> Part {
        let says = modality.is_some() || detail.is_some();
        Part { more: says.then(|| Box::new(More { modality, detail })), ..self }
    }
}

/// The sum of a size whose parts all count the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// How many.
    pub count: u64,
    /// Whether no part is rounded or a bound.
    pub exact: bool,
    /// Of what.
    pub unit: Option<Unit>,
    /// Of which modality: an id.
    pub modality: Option<String>,
}

impl Size {
    /// Reads a size in English or Chinese, in any spelling of the grammar.
    /// `None` is free text. Modalities are known by `modality` only.
    pub fn parse(text: &str, modality: Option<&Vocabulary>) -> Option<Self> {
        read::size(text, modality).map(|parts| Size { parts: parts.into() })
    }

    /// Its parts; at least one.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The one way in which a catalog writes it: English, with modality ids.
    pub fn write(&self) -> String {
        write::canonical(&self.parts)
    }

    /// The size in a language, with the modalities' labels. Read back by
    /// [`Size::parse`] with the same vocabulary. Languages other than Chinese
    /// get the English words.
    pub fn render(&self, lang: &str, modality: Option<&Vocabulary>) -> String {
        write::rendered(&self.parts, lang, modality)
    }

    /// The sum, where every part has a count in the same unit and none is in
    /// bytes.
    pub fn total(&self) -> Option<Total> {
        let first = self.parts.first()?;
        let mut total =
            Total { count: 0, exact: true, unit: first.unit, modality: first.modality().map(String::from) };
        for part in &self.parts {
            if part.join == Join::Slash || part.unit != first.unit || part.modality() != first.modality() {
                return None;
            }
            total.count = total.count.checked_add(part.count.value()?)?;
            total.exact &= matches!(part.count, Count::Exact(_)) && part.bound == Bound::Exactly;
        }
        Some(total)
    }
}

/// The whole numbers that stand in free text, with their places: what a person
/// may make a size of.
pub fn counts_in(text: &str) -> Vec<(Span, u64)> {
    let mut counts = Vec::new();
    if text.len() > MAX_LEN {
        return counts;
    }
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text[at..].chars().next() {
        let starts = count::half(c).is_ascii_digit() && !before.is_ascii_alphanumeric() && before != '.';
        let mut next = at + c.len_utf8();
        if starts && let Some((count, len)) = count::read_count(&text[at..]) {
            next = at + len;
            if let Some(value) = count.value() {
                counts.push((Span::new(at, next), value));
            }
        }
        before = text[at..next].chars().next_back().map_or(' ', count::half);
        at = next;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modality() -> Option<&'static Vocabulary> {
        Vocabulary::builtin("modality")
    }

    fn total(text: &str) -> Option<(u64, bool)> {
        Size::parse(text, modality()).unwrap().total().map(|total| (total.count, total.exact))
    }

    #[test]
    fn a_total_is_told_only_for_counts_of_one_unit() {
        assert_eq!(total("484 train + 266 test"), Some((750, true)));
        assert_eq!(total("88.3k + 10"), Some((88_310, false)));
        assert_eq!(total("20 ct + 20 mri"), None);
        assert_eq!(total("97 patients / 237 series"), None);
        assert_eq!(total("4 GB"), None);
        assert_eq!(total(">5 cases"), Some((5, false)));
    }

    #[test]
    fn sums_beyond_all_numbers_are_not_told() {
        let most = u64::MAX;
        assert_eq!(total(&format!("{most} + 1")), None);
        assert_eq!(total("18000000000000B"), None);
        assert_eq!(Size::parse("99999999999999999999", None), None);
    }

    #[test]
    fn counts_in_free_text_are_offered_with_their_places() {
        let text = "训练144T1&64T2+验证13+测试(6+5+5)";
        let counts: Vec<u64> = counts_in(text).into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [144, 64, 13, 6, 5, 5]);
        let (span, count) = counts_in("约22,601帧")[0];
        assert_eq!((&"约22,601帧"[span.range()], count), ("22,601", 22_601));
        assert_eq!(counts_in("1370；1104异常检查").len(), 2);
        assert_eq!(counts_in("v1.5, T1").len(), 0);
    }
}
