//! Where the code spans of inline Markdown end.
//!
//! A run of backticks opens a code span if a later run is as long. What stands
//! before the run, such as a backslash, is for the caller to judge.

use std::collections::HashMap;

/// Runs of backticks by length, so that the end of a code span is found
/// without looking at the text again.
pub(super) struct CodeSpans {
    runs: HashMap<usize, (usize, Vec<usize>)>,
}

impl CodeSpans {
    /// The runs of `text`.
    pub(super) fn new(text: &str) -> Self {
        let mut runs: HashMap<usize, (usize, Vec<usize>)> = HashMap::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(ahead) = bytes[at..].iter().position(|&byte| byte == b'`') {
            let start = at + ahead;
            let len = bytes[start..].iter().take_while(|&&byte| byte == b'`').count();
            runs.entry(len).or_default().1.push(start);
            at = start + len;
        }
        CodeSpans { runs }
    }

    /// Where the code span ends whose opening run of `len` ends at `from`;
    /// `None` if it opens none. Asked from left to right.
    pub(super) fn end(&mut self, len: usize, from: usize) -> Option<usize> {
        let (next, starts) = self.runs.get_mut(&len)?;
        while *next < starts.len() && starts[*next] < from {
            *next += 1;
        }
        starts.get(*next).map(|start| start + len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_at_the_next_run_as_long() {
        let mut spans = CodeSpans::new("`a``b` ``c``");
        assert_eq!(spans.end(1, 1), Some(6));
        assert_eq!(spans.end(2, 9), Some(12));
        assert_eq!(spans.end(3, 9), None);
    }
}
