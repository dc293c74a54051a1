//! Decimal numbers, kept as they were written and compared by their value.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number. `1.0` equals `1`, but each is written as it was.
#[derive(Clone, Debug)]
pub struct Number(Box<str>);

impl Number {
    /// Reads digits with an optional sign, groups of three, decimals and a
    /// power of ten: `-1,234.5`, `6.02e23`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Parts::of(text).map(|_| Number(text.into()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest floating-point number.
    pub fn value(&self) -> f64 {
        self.0.replace(',', "").parse().unwrap_or(f64::NAN)
    }

    fn parts(&self) -> Parts {
        Parts::of(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.parts(), other.parts());
        match (a.negative, b.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => a.size(&b),
            (true, true) => b.size(&a),
        }
    }
}

/// A number without the zeros that do not count: 0.`digits` × 10^`exponent`.
/// Zero has no digits.
#[derive(Default)]
struct Parts {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Parts {
    fn of(text: &str) -> Option<Parts> {
        let (signed, negative) = match text.as_bytes().first()? {
            b'-' => (&text[1..], true),
            b'+' => (&text[1..], false),
            _ => (text, false),
        };
        let (mantissa, power) = match signed.find(['e', 'E']) {
            Some(at) => (&signed[..at], power(&signed[at + 1..])?),
            None => (signed, 0),
        };
        let (whole, decimals) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (mantissa, ""),
        };
        let whole = ungrouped(whole)?;
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let all = format!("{whole}{decimals}");
        let digits = all.trim_start_matches('0');
        let leading = i64::try_from(all.len() - digits.len()).ok()?;
        let exponent = i64::try_from(whole.len()).ok()? - leading + power;
        let digits = digits.trim_end_matches('0').to_string();
        let zero = digits.is_empty();
        Some(Parts { negative: negative && !zero, digits, exponent: if zero { i64::MIN } else { exponent } })
    }

    fn size(&self, other: &Parts) -> Ordering {
        self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits))
    }
}

/// A power of ten of at most nine digits: more is a slip, and no sum of it
/// can overflow.
fn power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let few = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    few.then(|| text.parse().ok())?
}

/// The digits of a whole number without the commas between groups of three.
fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(',').collect();
    let all_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let (first, others) = groups.split_first()?;
    let grouped = others.is_empty() || (first.len() <= 3 && others.iter().all(|group| group.len() == 3));
    (all_digits && grouped && !first.is_empty()).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_kept_as_written() {
        for text in ["0", "-1", "+1.50", "1,234.5", "6.02e23", "1E-3", "007"] {
            assert_eq!(Number::parse(text).unwrap().as_str(), text);
        }
        for text in
            ["", "-", ".5", "5.", "1,23", "1e", "1e9999999999", "0x1", "1 2", "NaN", "inf", "１", ",123"]
        {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn numbers_compare_by_value() {
        let number = |text| Number::parse(text).unwrap();
        assert_eq!(number("1.0"), number("1"));
        assert_eq!(number("1,000"), number("1e3"));
        assert_eq!(number("-0"), number("0.00"));
        assert!(number("9") < number("10") && number("-10") < number("-9"));
        assert!(number("0.09") < number("0.1") && number("0") < number("1e-999999999"));
        assert!(number("12345678901234567890.1") < number("12345678901234567890.2"));
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_values(a in -100_000_i64..100_000, b in -100_000_i64..100_000, shift in 0..4_u32) {
            let text = |n: i64| format!("{n}e-{shift}");
            let (x, y) = (Number::parse(&text(a)).unwrap(), Number::parse(&text(b)).unwrap());
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "[-+0-9.,eE]{0,12}") {
            if let Some(number) = Number::parse(&text) {
                prop_assert_eq!(number.cmp(&number), Ordering::Equal);
                prop_assert!(!number.value().is_nan());
            }
        }
    }
}
