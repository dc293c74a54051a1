//! How much text the parser needs to resolve references.
//!
//! It stops after a length of what they lead to, which depends on how long the
//! text is; that must not be noticed where the text was thinned.

/// The parser resolves references until what they lead to is as long as the
/// text, or this.
pub(super) const MOST: usize = 100_000;

/// How long a text must be, in bytes, that the parser is sure to resolve all
/// of its references. Plain rows hold none.
pub(super) fn length_needed(text: &str) -> usize {
    if !text.contains("]:") {
        return 0;
    }
    let (mut longest, mut length, mut defines) = (0, 0, false);
    for line in text.split_inclusive('\n').chain([""]) {
        // A definition goes on over lines, but not over a blank one.
        if line.trim_matches([' ', '\t', '\r', '\n', '>']).is_empty() {
            longest = longest.max(if defines { length } else { 0 });
            (length, defines) = (0, false);
        }
        length += line.len();
        defines |= line.contains("]:");
    }
    // Character references can be longer when they are resolved.
    text.matches(']').count().saturating_mul(2 * longest)
}
