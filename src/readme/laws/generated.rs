//! Hostile Markdown for the laws of documents. The corpus beside the
//! repository is checked too, where it is there.

use super::check;
use crate::readme::{html_to_markdown, plain_text};
use proptest::prelude::*;

/// Pieces that Markdown and HTML give a meaning to, alone and next to each
/// other.
const PIECES: &[&str] = &[
    "a",
    "b c",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "|",
    "| a | b |",
    "|---|---|",
    "\\|",
    "\\",
    "`",
    "``",
    "```\n",
    "~~~",
    "[",
    "]",
    "](",
    ")",
    "(x)",
    "[a]: b",
    "[a]",
    "[^1]",
    "[^1]: n",
    "![",
    "<",
    ">",
    "> ",
    "<https://a.example/>",
    "https://a.example/x?y=1&amp;z",
    "www.a.example",
    "me@a.example",
    "- ",
    "* ",
    "1. ",
    "10) ",
    "- [ ] ",
    "- [x] a",
    "# ",
    "## a ##",
    "===\n",
    "---\n",
    "***\n",
    "**",
    "*",
    "_",
    "~~",
    "&amp;",
    "&#0;",
    "<br>",
    "<a href=\"x\">",
    "</a>",
    "<a name='n'>",
    "<img src=x alt='y'>",
    "<!-- c -->",
    "<!--",
    "-->",
    "<table>",
    "<tr>",
    "<td colspan=3 rowspan=2>",
    "<th>",
    "</td>",
    "</tr>",
    "</table>",
    "<thead>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<h2>",
    "</h2>",
    "<div>",
    "</div>",
    "<?x",
    "<![CDATA[",
    "脑",
    "é",
    "🧠",
    "👩\u{200D}💻",
    "\u{FEFF}",
    "\0",
    "\u{3000}",
    "\u{A0}",
    "\u{2028}",
    "\u{202E}",
    "<!-- catalint:begin a -->\n",
    "<!-- catalint:end a -->\n",
    "<!-- catalint-ignore r: s -->",
    "> [!NOTE]\n",
    "+++\n",
    "$x$",
    "\u{B}",
    "\u{C}",
];

fn hostile() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_is_true_to_the_source(text in hostile()) {
        check(&text);
    }

    #[test]
    fn any_characters_at_all_can_be_parsed(text in "\\PC{0,60}|(?s).{0,60}") {
        check(&text);
    }

    #[test]
    fn cells_on_one_line_become_markdown_on_one_line(text in hostile()) {
        prop_assert!(!html_to_markdown(&text).contains('\n'));
        plain_text(&text);
    }
}

/// What broke a law once, cut down to what did it.
#[test]
fn what_was_found_stays_mended() {
    for text in [
        // A tab before a link at the end of its line.
        "* \n\t* ]\n\thttp://e)",
        // Positions in a table, moved by the definition above it.
        "<!-->\n[r]:e\n|\n\n||||\n-|-|-\n| <http://o\n-[x]",
        // A definition that is none.
        ">[r]:<<>\n[r]:e\nw@.a\n\n-",
    ] {
        check(text);
    }
}

/// The texts of `../shared`, if they are there.
fn shared() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (folder, kind) in [("../shared/corpus", "md"), ("../shared/seed", "txt")] {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|extension| extension == kind) {
                let bytes = std::fs::read(&path).unwrap_or_default();
                found.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_real_readme_obeys_the_laws() {
    let texts = shared();
    if texts.is_empty() {
        eprintln!("skipped: no ../shared beside the crate");
    }
    for (_, text) in texts {
        check(&text);
        check(&text.replace("\r\n", "\n").replace('\n', "\r\n"));
        let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
        check(&quoted);
    }
}
