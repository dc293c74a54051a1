//! READMEs made of what breaks things: whatever comes, migration does not
//! panic, loses nothing, and does the same again.

use crate::migration::without_tags;
use crate::{lost_words, options};
use catalint::migrate::{Refusal, migrate};
use catalint::text::Source;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "A",
    "脑瘤",
    "👩‍⚕️",
    "\u{202E}",
    "\u{2028}",
    "\u{85}",
    "\u{301}",
    "\u{200B}",
    "\u{1}",
    "\r",
    "𝒳",
    "שלום",
    "\u{A0}",
    "|",
    "\\|",
    "\\",
    "`",
    "``",
    "`a|b`",
    "[",
    "]",
    "](",
    "(",
    ")",
    "<",
    ">",
    "<br>",
    "<br >",
    "</td>",
    "<b>",
    "&amp;",
    "&#32;",
    "&lt;",
    "&#45;",
    " - ",
    "-",
    ": ",
    "**",
    "*",
    "_",
    "~~",
    "#",
    "# ",
    "- ",
    "1. ",
    "> ",
    "![i](https://i.example.org/i.png)",
    "[x](https://x.example.org)",
    "[x](https://x.example.org/a_(b))",
    "[[paper](https://p.example.org)]",
    "[code](https://c.example.org)",
    ":fire:",
    "，",
    "<https://y.example.org>",
    "https://z.example.org/?a=1&b=2",
    "[r][r]",
    "[r]",
    "<!-- c -->",
    "{",
    "}",
    "'",
    "\"",
    "@",
    "%",
    "!",
    "?",
    "N/A",
    "nii.gz",
    "CT/MRI",
    "20+10",
    "2020",
    "3.5",
    " ",
    "  ",
    "\t",
    "^1",
    "$x$",
    ",",
    "、",
];

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..most).prop_map(|pieces| pieces.concat())
}

fn hostile_table() -> impl Strategy<Value = String> {
    let header = prop::sample::select(vec![
        "Name",
        "Dataset",
        "Link",
        "Modality",
        "Image format",
        "Data size",
        "x",
        "",
        "说明",
    ]);
    (prop::collection::vec(header, 1..5), prop::collection::vec(prop::collection::vec(text(4), 0..6), 1..5))
        .prop_map(|(header, rows)| {
            let mut out = format!("| {} |\n|{}\n", header.join(" | "), "---|".repeat(header.len()));
            for row in rows {
                out.push_str(&format!("| {} |\n", row.join(" | ").replace('\n', " ")));
            }
            out
        })
}

fn hostile_list() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec!["", "Link: ", "**Size**: ", "Paper: "]);
    let nested = prop::collection::vec((key, text(3)), 0..3);
    let item = (any::<bool>(), text(4), prop::sample::select(vec![" - ", ": ", ". "]), text(3), nested);
    let marker = prop::sample::select(vec!["-", "*", "+", "1.", "7)"]);
    (marker, prop::collection::vec(item, 1..5)).prop_map(|(marker, items)| {
        let item = |(linked, name, mark, rest, nested): (bool, String, &str, String, Vec<(&str, String)>)| {
            let head = if linked { format!("[{name}](https://l.example.org/p)") } else { name };
            let below = nested.iter().map(|(key, value)| format!("   {marker} {key}{value}\n"));
            format!("{marker} {head}{mark}{rest}\n{}", below.collect::<String>())
        };
        items.into_iter().map(item).collect()
    })
}

fn hostile_headings() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        (prop::sample::select(vec!["Size", "Paper", "Link", "x"]), text(3))
            .prop_map(|(key, value)| format!("**{key}:** {value}\n")),
        text(3).prop_map(|value| format!("- **Size**: {value}\n")),
        text(4).prop_map(|text| format!("{text}\n")),
        Just("[Homepage](https://g.example.org) | [Paper](https://p.example.org)\n".to_string()),
        Just("```\n# code\n```\n".to_string()),
        Just("\n".to_string()),
    ];
    prop::collection::vec((text(3), prop::collection::vec(line, 1..5)), 1..4).prop_map(|entries| {
        entries.into_iter().map(|(name, lines)| format!("### {name}\n\n{}\n", lines.concat())).collect()
    })
}

fn hostile_html_list() -> impl Strategy<Value = String> {
    let item = (text(3), prop::sample::select(vec!["", " - ", ": "]), text(3), any::<bool>());
    prop::collection::vec(item, 1..4).prop_map(|items| {
        let item = |(name, mark, rest, closed): (String, &str, String, bool)| {
            let end = if closed { "</li>" } else { "" };
            format!("<li><a href=\"https://l.example.org/p\">{name}</a>{mark}{rest}{end}\n")
        };
        // What an entity stands for is no word of the source.
        let items = items.into_iter().map(item).collect::<String>().replace('&', "");
        format!("<ul>\n{items}</ul>\n\n")
    })
}

fn hostile_paragraphs() -> impl Strategy<Value = String> {
    let lead = prop::sample::select(vec!["**", "• ", "1、"]);
    let part = (text(3), prop::sample::select(vec![" ", " \\\n", ": "]), text(3));
    (lead, prop::collection::vec(part, 3..5)).prop_map(|(lead, parts)| {
        let close = if lead == "**" { lead } else { "" };
        let part = |(name, mark, rest): (String, &str, String)| {
            format!("{lead}[{name}](https://l.example.org/p){close}{mark}{rest}\n\n")
        };
        parts.into_iter().map(part).collect()
    })
}

fn hostile_readme() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => hostile_table(),
        3 => hostile_list(),
        2 => hostile_headings(),
        1 => hostile_html_list(),
        1 => hostile_paragraphs(),
        1 => (text(3), text(5)).prop_map(|(name, body)| format!("### {name}\n\n{body}\n\nhttps://h.example.org/x\n")),
        1 => text(6).prop_map(|text| format!("{text}\n")),
        1 => Just("## Part\n".to_string()),
        1 => Just("<details>\n\n".to_string()),
        1 => Just("</details>\n".to_string()),
        1 => Just("```\n".to_string()),
    ];
    prop::collection::vec((part, prop::sample::select(vec!["\n", "", "\n\n"])), 1..6).prop_map(|parts| {
        parts.into_iter().fold("# T\n\n## S\n\n".to_string(), |out, (part, gap)| out + &part + gap)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn no_readme_breaks_migration(text in hostile_readme(), verbatim in any::<bool>(), crlf in any::<bool>()) {
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let mut options = options();
        options.records.verbatim = verbatim;
        let first = match migrate(&Source::new("README.md", text.as_str()), &options) {
            Ok(first) => first,
            Err(Refusal::Regions(_)) => return Ok(()),
            Err(refusal) => panic!("{refusal:?}\n{text}"),
        };
        let words = if text.contains("<li>") { without_tags(&text) } else { text.clone() };
        let lost = lost_words(&words, &first);
        prop_assert!(lost.is_empty(), "lost {:?} of\n{}\nin\n{}\n{}", lost, text, first.readme, first.catalog);
        prop_assert!(first.report.account.balances());
        let again = migrate(&Source::new("README.md", first.readme.as_str()), &options);
        let again = again.map_err(|refusal| TestCaseError::fail(format!("{refusal:?}\n{}", first.readme)))?;
        prop_assert_eq!(&again.readme, &first.readme, "{}", text);
        prop_assert_eq!(&again.catalog, &first.catalog, "{}\n{}", text, first.readme);
    }
}
