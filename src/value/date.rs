//! Dates as ISO 8601 writes them: a year, a month of it, or a day.

use std::fmt;

/// A year from 0000 to 9999, perhaps with month and day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// A date that is in the calendar; `None` if it is not, or has a day but
    /// no month.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let valid = year <= 9999
            && match (month, day) {
                (None, None) => true,
                (None, Some(_)) => false,
                (Some(month), day) => {
                    (1..=12).contains(&month) && day.is_none_or(|day| (1..=days(year, month)).contains(&day))
                }
            };
        valid.then_some(Date { year, month, day })
    }

    /// Reads `2021`, `2021-11` or `2021-11-24`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let mut two = || parts.next().map(|part| digits(part, 2).and_then(|n| u8::try_from(n).ok()));
        // A part that is there must be right.
        let (month, day) =
            (two().map_or(Some(None), |n| n.map(Some))?, two().map_or(Some(None), |n| n.map(Some))?);
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month, day)
    }

    /// Reads other forms that mean one date only: `2021/11/24`, `2021.11`,
    /// `2021年11月24日`, `24 November 2021`, `Nov 24, 2021`, `11/24/2021` where
    /// one number can be no month.
    pub fn read_legacy(text: &str) -> Option<Self> {
        let text = text.trim();
        Date::parse(text).or_else(|| {
            // No date is longer; the bound keeps long cells cheap.
            if text.len() > 40 {
                return None;
            }
            let words: Vec<&str> = text
                .split(|c: char| {
                    c.is_whitespace() || matches!(c, '/' | '.' | ',' | '-' | '年' | '月' | '日' | '号')
                })
                .filter(|word| !word.is_empty())
                .collect();
            by_words(&words)
        })
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> Option<u8> {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

fn digits(text: &str, len: usize) -> Option<u16> {
    (text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn by_words(words: &[&str]) -> Option<Date> {
    let year = |word: &str| digits(word, 4);
    let small = |word: &str| {
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        digits(bare, 1).or_else(|| digits(bare, 2)).and_then(|n| u8::try_from(n).ok())
    };
    match *words {
        [a] => Date::new(year(a)?, None, None),
        [a, b] => match (year(a), year(b)) {
            (Some(y), _) => Date::new(y, small(b).or_else(|| month(b)), None),
            (_, Some(y)) => Date::new(y, Some(month(a).or_else(|| small(a))?), None),
            _ => None,
        },
        [a, b, c] => {
            if let Some(y) = year(a) {
                return Date::new(y, Some(month(b).or_else(|| small(b))?), Some(small(c)?));
            }
            let y = year(c)?;
            match (month(a), month(b)) {
                (Some(m), _) => Date::new(y, Some(m), Some(small(b)?)),
                (_, Some(m)) => Date::new(y, Some(m), Some(small(a)?)),
                _ => match (small(a)?, small(b)?) {
                    // Which is the month is known only if one cannot be it.
                    (day, m) if day > 12 || day == m => Date::new(y, Some(m), Some(day)),
                    (m, day) if day > 12 => Date::new(y, Some(m), Some(day)),
                    _ => None,
                },
            }
        }
        _ => None,
    }
}

/// The month of an English name of three letters or more.
fn month(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let index = NAMES.iter().position(|name| {
        word.len() >= 3 && (name.starts_with(&word) || word == "sept" && *name == "september")
    })?;
    u8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_iso_dates_in_the_calendar_are_dates() {
        for text in ["2021", "2021-11", "2021-11-24", "2020-02-29", "0000"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "21",
            "2021-13",
            "2021-1",
            "2021-02-29",
            "1900-02-29",
            "2021-11-24-1",
            "2021-",
            "2021-11-x",
            " 2021",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn common_forms_are_read_where_they_mean_one_date() {
        for (text, date) in [
            ("2020/10/28", "2020-10-28"),
            ("2020.10.28", "2020-10-28"),
            ("2020年10月28日", "2020-10-28"),
            ("2020年10月", "2020-10"),
            ("2020年", "2020"),
            ("October 28, 2020", "2020-10-28"),
            ("28 Oct 2020", "2020-10-28"),
            ("Sept 2020", "2020-09"),
            ("May 1st, 2021", "2021-05-01"),
            ("28/10/2020", "2020-10-28"),
            ("10/28/2020", "2020-10-28"),
            ("2021-7", "2021-07"),
            ("05/2021", "2021-05"),
        ] {
            assert_eq!(Date::read_legacy(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["10/11/2020", "next year", "2020-13-01", "Brain 2020", "1.2.3", ""] {
            assert_eq!(Date::read_legacy(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_in_order() {
        let date = |text| Date::parse(text).unwrap();
        assert!(
            date("2020-12-31") < date("2021")
                && date("2021") < date("2021-01")
                && date("2021-01") < date("2021-01-01")
        );
    }

    proptest! {
        #[test]
        fn every_date_is_read_back(year in 0..=9999_u16, month in 1..=12_u8, day in 1..=31_u8) {
            let dates = [Date::new(year, None, None), Date::new(year, Some(month), None), Date::new(year, Some(month), Some(day))];
            for date in dates.into_iter().flatten() {
                prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            }
        }
    }
}
