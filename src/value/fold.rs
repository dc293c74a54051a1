//! The folding of spellings: what does not count when a word is looked up.

use unicode_normalization::UnicodeNormalization as _;

/// What remains of a spelling when all that does not count is taken away.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        // The same, without the tables.
        let counts = |byte: &u8| !char::from(*byte).is_whitespace() && !is_ignored(char::from(*byte));
        folded.extend(text.bytes().filter(counts).map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        let counts = |c: &char| !c.is_whitespace() && !is_ignored(*c);
        folded.extend(text.nfkc().filter(counts).flat_map(char::to_lowercase));
    }
    let bare = folded.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(&folded);
    let bare = bare.strip_prefix('.').unwrap_or(bare);
    if bare.len() < folded.len() { bare.to_string() } else { folded }
}

/// Hyphens, underscores and characters of no width.
pub(super) fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_spaces_and_hyphens_do_not_count() {
        for text in
            ["X-ray", "x ray", "X_RAY", "Ｘ－ｒａｙ", "x\u{200B}ray", "x\u{2011}ray", " .xray", "*.xray"]
        {
            assert_eq!(fold(text), "xray", "{text}");
        }
        assert_eq!(fold("PET／CT"), "pet/ct");
    }

    #[test]
    fn dots_inside_count() {
        assert_ne!(fold("nii.gz"), fold("niigz"));
        assert_eq!(fold("*"), "*");
    }
}
