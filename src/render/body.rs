//! What a region shows, on its way to where it goes.

/// How much is held before it is handed on, in bytes.
const PIECE: usize = 1 << 14;

/// The text of a region as it is written. Every line ends with `\n`.
///
/// What is to be handed on goes in pieces of whole lines, so that a long
/// region is never held at once.
pub(super) struct Body<'t> {
    held: String,
    /// Whether a piece is gone, whose last line end is still held.
    begun: bool,
    to: Option<&'t mut dyn FnMut(&str)>,
}

impl<'t> Body<'t> {
    /// One that is kept whole.
    pub(super) fn whole() -> Self {
        Body { held: String::new(), begun: false, to: None }
    }

    /// One that goes to `to`, piece by piece: joined by line ends, the pieces
    /// are the text without the line ends at its end.
    pub(super) fn handed(to: &'t mut dyn FnMut(&str)) -> Self {
        Body { held: String::new(), begun: false, to: Some(to) }
    }

    /// Puts one blank line between what is written and what comes, if anything
    /// is written.
    pub(super) fn gap(&mut self) {
        if !self.held.is_empty() && !self.held.ends_with("\n\n") {
            self.held.push('\n');
        }
    }

    /// Writes with `write` behind what is held, and hands that on if it is
    /// much.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.held);
        if self.held.len() >= PIECE {
            self.hand_on();
        }
    }

    /// Hands on all but the line ends at the end, which may be the last.
    fn hand_on(&mut self) {
        let Some(to) = &mut self.to else { return };
        let end = self.held.trim_end_matches('\n').len();
        let start = usize::from(self.begun);
        if end > start {
            to(&self.held[start..end]);
            self.held.drain(..end);
            self.begun = true;
        }
    }

    /// Hands on the rest; returns the whole of a text that is kept.
    pub(super) fn end(mut self) -> String {
        self.hand_on();
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of one to four lines, some of which are empty.
    fn write(blocks: usize, out: &mut Body<'_>) {
        for block in 0..blocks {
            if block % 3 == 0 {
                out.gap();
            }
            out.push(|out| out.push_str(&"some words\n\nmore\n\n"[(block * 7) % 5..][..12]));
            out.push(|out| out.push_str(&"\n".repeat(block % 4)));
        }
    }

    #[test]
    fn pieces_joined_by_line_ends_are_the_whole_without_its_last() {
        for blocks in (0..12).chain([PIECE / 14, PIECE / 3, PIECE]) {
            let mut whole = Body::whole();
            write(blocks, &mut whole);
            let mut pieces = Vec::new();
            let mut keep = |piece: &str| pieces.push(piece.to_string());
            let mut handed = Body::handed(&mut keep);
            write(blocks, &mut handed);
            handed.end();
            assert_eq!(pieces.join("\n"), whole.end().trim_end_matches('\n'));
            assert!(pieces.iter().all(|piece| piece.len() < PIECE + 16));
            assert_eq!(pieces.len() > 1, blocks >= PIECE / 3);
        }
    }
}
