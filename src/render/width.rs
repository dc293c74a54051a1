//! How many columns a text takes where every character has one or two.
//!
//! East Asian wide and full-width characters and emoji sequences take two,
//! combining marks and zero-width characters none. Emoji are measured as
//! whole sequences, as terminals and formatters show them.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The display width of `text`, in columns.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(|cluster| if is_emoji(cluster) { 2 } else { cluster.width() }).sum()
}

/// A cluster that is shown as one emoji: a sequence with a joiner, variation
/// selector, skin tone or keycap, or a pair of regional indicators.
fn is_emoji(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return false };
    let regional = |c: char| ('\u{1F1E6}'..='\u{1F1FF}').contains(&c);
    let Some(second) = chars.next() else { return false };
    (regional(first) && regional(second))
        || cluster.contains(['\u{FE0F}', '\u{20E3}'])
        || (cluster.contains('\u{200D}') && first >= '\u{203C}' && first.to_string().width() == 2)
        || ('\u{1F3FB}'..='\u{1F3FF}').contains(&second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns_and_marks_none() {
        for (text, columns) in [
            ("abc", 3),
            ("脑瘤", 4),
            ("（）", 4),
            ("e\u{301}", 1),
            ("🔥", 2),
            ("👩‍⚕️", 2),
            ("🇨🇳", 2),
            ("⚠️", 2),
            ("👍🏽", 2),
            ("\u{200B}", 0),
            ("", 0),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }
}
