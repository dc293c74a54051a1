//! What stands before an item of a list.
//!
//! Owns how a marker is written in the catalog, before an item, and how it is
//! told at the start of a line. It refuses to know what items hold.

/// A list's markers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// This sign before every item.
    Bullet(char),
    /// A number.
    Number {
        /// That of the first item.
        first: u32,
        /// Whether the others count on from there; else all have the same.
        counts: bool,
        /// What follows it: `.` or `)`.
        end: char,
    },
}

/// The greatest number that Markdown takes for a marker.
const MOST: u32 = 999_999_999;

impl Default for Marker {
    fn default() -> Self {
        Marker::Bullet('-')
    }
}

impl Marker {
    /// Reads what [`Self::written`] wrote: a bullet, `1.` if all are alike, or
    /// `1. 2. 3.` if they count.
    pub fn parse(text: &str) -> Option<Marker> {
        let mut words = text.split(' ');
        let first = Marker::of(words.next()?)?;
        let Some(second) = words.next() else { return Some(first) };
        let Marker::Number { first, end, .. } = first else { return None };
        let counts = Marker::Number { first, counts: true, end };
        let third = words.next()?;
        (words.next().is_none() && counts.at(1) == second && counts.at(2) == third).then_some(counts)
    }

    /// As it stands in a catalog.
    pub fn written(self) -> String {
        match self {
            Marker::Number { counts: true, .. } => [self.at(0), self.at(1), self.at(2)].join(" "),
            other => other.at(0),
        }
    }

    /// A single marker; a number is taken not to count.
    pub fn of(text: &str) -> Option<Marker> {
        if let Some(sign) = text.strip_prefix(['-', '*', '+']) {
            return sign.is_empty().then(|| Marker::Bullet(text.chars().next().unwrap_or('-')));
        }
        let number = text.strip_suffix(['.', ')'])?;
        let digits = (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        let end = text.chars().next_back()?;
        Some(Marker::Number { first: number.parse().ok().filter(|_| digits)?, counts: false, end })
    }

    /// The markers of a list whose items have these, in order.
    pub fn of_list<'t>(mut markers: impl Iterator<Item = &'t str>) -> Marker {
        let Some(first) = markers.next().and_then(Marker::of) else { return Marker::default() };
        match (first, markers.next().and_then(Marker::of)) {
            (Marker::Number { first, end, .. }, Some(Marker::Number { first: second, .. })) => {
                Marker::Number { first, counts: second != first, end }
            }
            (Marker::Number { first, end, .. }, _) => Marker::Number { first, counts: true, end },
            (bullet, _) => bullet,
        }
    }

    /// What stands before the item of that index.
    pub fn at(self, index: usize) -> String {
        match self {
            Marker::Bullet(sign) => sign.to_string(),
            Marker::Number { first, counts, end } => {
                let on = if counts { u32::try_from(index).unwrap_or(MOST) } else { 0 };
                format!("{}{end}", first.saturating_add(on).min(MOST))
            }
        }
    }

    /// The length of a marker of this kind that `line` starts with, if it is
    /// one: a blank or nothing follows. A bullet is as good as another.
    pub fn begins(self, line: &str) -> Option<usize> {
        let end = line.find([' ', '\t']).unwrap_or(line.len());
        let same = matches!(
            (self, Marker::of(&line[..end])?),
            (Marker::Bullet(_), Marker::Bullet(_)) | (Marker::Number { .. }, Marker::Number { .. })
        );
        same.then_some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_read_back() {
        for text in ["-", "*", "+", "1.", "1)", "0.", "1. 2. 3.", "4) 5) 6)", "9. 10. 11."] {
            assert_eq!(Marker::parse(text).map(Marker::written).as_deref(), Some(text));
        }
        for text in ["", "--", "1", "x.", "1. 2.", "1. 3. 5.", "1. 2. 3. 4.", "- -", "1234567890."] {
            assert_eq!(Marker::parse(text), None, "{text}");
        }
    }

    #[test]
    fn lists_count_unless_all_are_alike() {
        let of = |markers: &[&str]| Marker::of_list(markers.iter().copied()).written();
        assert_eq!(of(&["1.", "2.", "2."]), "1. 2. 3.");
        assert_eq!(of(&["1.", "1."]), "1.");
        assert_eq!(of(&["3)"]), "3) 4) 5)");
        assert_eq!(of(&["*", "-"]), "*");
        assert_eq!(of(&[]), "-");
    }

    #[test]
    fn a_marker_is_told_at_the_start_of_a_line() {
        let counted = Marker::parse("1. 2. 3.").unwrap();
        assert_eq!(
            (counted.begins("12. a"), counted.begins("- a"), counted.begins("1.a")),
            (Some(3), None, None)
        );
        assert_eq!((Marker::default().begins("* a"), Marker::default().begins("-")), (Some(1), Some(1)));
        assert_eq!(counted.at(11), "12.");
    }
}
