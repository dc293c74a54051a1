//! Yes and no, in the words and signs of tables.

use super::localized::is_chinese;

const YES: &[&str] =
    &["yes", "true", "y", "✓", "✔", "✅", "☑", "是", "有", ":white_check_mark:", ":heavy_check_mark:", "[x]"];
const NO: &[&str] =
    &["no", "false", "n", "✗", "✘", "❌", "❎", "☐", "否", ":x:", ":heavy_multiplication_x:", "[ ]"];

/// Reads a word or sign for yes or no.
pub fn read(text: &str) -> Option<bool> {
    let text = text.trim().trim_end_matches('\u{FE0F}').to_lowercase();
    let among = |words: &[&str]| words.contains(&text.as_str());
    if among(YES) { Some(true) } else { among(NO).then_some(false) }
}

/// The word for readers of `lang`: Chinese, else English. [`read`] reads it
/// back.
pub fn render(value: bool, lang: &str) -> &'static str {
    match (value, is_chinese(lang)) {
        (true, true) => "是",
        (false, true) => "否",
        (true, false) => "yes",
        (false, false) => "no",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_read() {
        for text in ["yes", "Yes", "✓", "✅", "是", "✔️", "TRUE"] {
            assert_eq!(read(text), Some(true), "{text}");
        }
        for text in ["no", "✗", "❌", "否", ":x:"] {
            assert_eq!(read(text), Some(false), "{text}");
        }
        for text in ["", "partly", "1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_rendered_is_read_back() {
        for (value, lang) in [(true, "en"), (false, "en"), (true, "zh-Hans"), (false, "zh"), (true, "fr")] {
            assert_eq!(read(render(value, lang)), Some(value));
        }
    }
}
