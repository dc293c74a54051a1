//! How a report for people looks: colours, links, width.
//!
//! Holds what the command layer found out about the terminal. It asks the
//! environment nothing itself, so that the same report is the same bytes.

use crate::finding::Level;
use std::borrow::Cow;

/// What the reader's terminal can do. The default is plain text without colour.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Style {
    /// Whether to write ANSI colours.
    pub color: bool,
    /// Whether to write OSC 8 links: rule names then open their page.
    pub hyperlinks: bool,
    /// The terminal's width in columns, to which long source lines are
    /// shortened; `None` where nobody knows it (100 is taken).
    pub width: Option<usize>,
    /// Under GitHub Actions, a secret of at least 16 random letters and digits.
    /// Output for people then stands between `::stop-commands::TOKEN` and
    /// `::TOKEN::`, and nothing in it is taken for a workflow command.
    pub stop_token: Option<String>,
    /// Whether `full` shows every finding with its snippet, however many a
    /// rule has.
    pub every_snippet: bool,
}

/// The parts of a report that have a colour of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Place,
    Level(Level),
    Gutter,
    Related,
    Added,
    Removed,
    Hunk,
}

impl Role {
    fn sgr(self) -> &'static str {
        match self {
            Role::Place => "1",
            Role::Level(Level::Error) | Role::Removed => "1;31",
            Role::Level(Level::Warning) => "1;33",
            Role::Level(Level::Info) => "1;36",
            Role::Gutter | Role::Related => "1;34",
            Role::Added => "1;32",
            Role::Hunk => "36",
        }
    }
}

impl Style {
    /// `text` in the colour of `role`, or as it is without colours. `text`
    /// must be safe to print already.
    pub(super) fn paint<'t>(&self, role: Role, text: &'t str) -> Cow<'t, str> {
        if self.color && !text.is_empty() {
            Cow::Owned(format!("\u{1B}[{}m{text}\u{1B}[0m", role.sgr()))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// `text` as a link to `url`, where links are wanted and there is one.
    /// `url` must come from [`super::rule_url`], never from a file.
    pub(super) fn link<'t>(&self, url: Option<&str>, text: &'t str) -> Cow<'t, str> {
        match url {
            Some(url) if self.hyperlinks => {
                Cow::Owned(format!("\u{1B}]8;;{url}\u{1B}\\{text}\u{1B}]8;;\u{1B}\\"))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// Columns for one line of output.
    pub(super) fn columns(&self) -> usize {
        self.width.unwrap_or(100).clamp(40, 400)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_style_writes_no_escape() {
        let style = Style::default();
        assert_eq!(style.paint(Role::Place, "x"), "x");
        assert_eq!(style.link(Some("https://example.org"), "x"), "x");
    }

    #[test]
    fn colours_and_links_are_closed_again() {
        let style = Style { color: true, hyperlinks: true, ..Style::default() };
        assert_eq!(style.paint(Role::Level(Level::Error), "x"), "\u{1B}[1;31mx\u{1B}[0m");
        assert_eq!(style.link(Some("https://u"), "x"), "\u{1B}]8;;https://u\u{1B}\\x\u{1B}]8;;\u{1B}\\");
        assert_eq!(style.link(None, "x"), "x");
    }
}
