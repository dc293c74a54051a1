//! What the targets share: the laws, which are those of the property tests,
//! and how a fuzzer's bytes become their input.

#[path = "../../tests/support/laws/mod.rs"]
pub mod laws;

/// The bytes as text, up to the first that are no UTF-8.
pub fn text(data: &[u8]) -> &str {
    match std::str::from_utf8(data) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&data[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// What a person may do to a README, one act a line: `+N text` puts a line in,
/// `-N` takes one out, `=N text` puts text in its place, `~N from to` replaces
/// a word, `^N` swaps it with the next; anything else does nothing.
pub fn edit(script: &str, lines: &mut Vec<String>) {
    for act in script.lines() {
        let Some(kind) = act.chars().next().filter(char::is_ascii) else { continue };
        let (number, text) = act[1..].split_once(' ').unwrap_or((&act[1..], ""));
        let Ok(number) = number.parse::<usize>() else { continue };
        let at = number % lines.len().max(1);
        match kind {
            '+' => lines.insert(at, text.to_string()),
            '-' if lines.len() > 1 => {
                lines.remove(at);
            }
            '=' => lines[at] = text.to_string(),
            '~' => {
                let (from, to) = text.split_once(' ').unwrap_or((text, ""));
                lines[at] = lines[at].replacen(from, to, 1);
            }
            '^' if at + 1 < lines.len() => lines.swap(at, at + 1),
            _ => {}
        }
    }
}
