//! Catalogs made of hostile text, for the tests of the laws.

use proptest::prelude::*;
use std::fmt::Write as _;

/// Pieces that mean something to Markdown, HTML, YAML, terminals or people.
const HOSTILE: &[&str] = &[
    "|",
    "\\",
    "\\|",
    "`",
    "``",
    "<",
    ">",
    "<br>",
    "<br >",
    "<!--",
    "-->",
    "<!-- -->",
    "<!-- catalint:end a -->",
    "<!-- catalint:begin b -->",
    "&lt;",
    "&amp;",
    "&#32;",
    "&#44;",
    "[",
    "]",
    "](",
    "(",
    ")",
    "[a](b)",
    "![a](b)",
    "*",
    "_",
    "**",
    "#",
    "# ",
    "### ",
    "- ",
    " - ",
    "- **Size**: ",
    "1. ",
    "> ",
    "---",
    "===",
    "~~~",
    "```",
    ":",
    ": ",
    " #",
    "'",
    "\"",
    "{",
    "}",
    ",",
    ", ",
    "、",
    "/",
    " + ",
    ";",
    "；",
    "%",
    "@",
    "!",
    "?",
    "~",
    "no",
    "null",
    "0x1F",
    "1:30",
    "2001-12-14",
    "#",
    "**",
    "N/A",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\0",
    "\u{7F}",
    "\u{85}",
    "\u{A0}",
    "\u{AD}",
    "\u{200B}",
    "\u{200D}",
    "\u{2028}",
    "\u{2029}",
    "\u{B}",
    "\u{C}",
    "\u{1B}[31m",
    "\u{301}",
    "\u{200F}",
    "\u{2066}",
    "\u{FFFD}",
    "\u{FFFE}",
    "\u{10FFFF}",
    "\u{202E}",
    "\u{FEFF}",
    "\u{3000}",
    "e\u{301}",
    "脑瘤",
    "（）",
    "训练",
    "🔥",
    "👩‍⚕️",
    "🇨🇳",
    "𝒳",
    "שלום",
    "a",
    "MSD",
    "CT",
    "484",
    "train",
    "https://a.org/b?c=d#e",
    "http://",
    "https",
    "www.a.org",
    "a@b.org",
    "$",
    "\\n",
    "{{",
    "}}",
    "=",
    "<<",
    "&a",
    "*a",
    "!t",
];

/// Any text, mostly made of what breaks things.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(HOSTILE).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        2 => "[a-z]{1,5}",
    ];
    prop_oneof![
        40 => prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat()),
        1 => Just(String::new()),
        1 => (prop::sample::select(HOSTILE), 200..2000_usize).prop_map(|(piece, times)| piece.repeat(times)),
    ]
}

/// A text in double quotes with every character escaped that YAML could take
/// otherwise, made without the crate's own writer.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => out.push(c),
            c if u32::from(c) <= 0xFF => {
                write!(out, "\\x{:02X}", u32::from(c)).expect("strings can be written to");
            }
            c if u32::from(c) <= 0xFFFF => {
                write!(out, "\\u{:04X}", u32::from(c)).expect("strings can be written to");
            }
            c => write!(out, "\\U{:08X}", u32::from(c)).expect("strings can be written to"),
        }
    }
    out.push('"');
    out
}

/// One field of an entry as YAML.
fn field() -> impl Strategy<Value = String> {
    let text = || hostile().prop_map(|text| quoted(&text));
    let list = || prop::collection::vec(text(), 1..4).prop_map(|items| format!("[{}]", items.join(", ")));
    prop_oneof![
        list().prop_map(|list| format!("labels: {list}")),
        list().prop_map(|list| format!("modality: {list}")),
        prop::sample::select(vec!["[mri]", "[ct, mri]", "[ct (头部)]", "[pet-ct, X-ray]", "mri"])
            .prop_map(|terms| format!("modality: {terms}")),
        text().prop_map(|text| format!("format: {text}")),
        prop::sample::select(vec![
            "484 train + 266 test",
            "97 patients / 237 series",
            "88.3k",
            "20 ct + 20 mri"
        ])
        .prop_map(|size| format!("size: {size}")),
        text().prop_map(|text| format!("size: {text}")),
        list().prop_map(|list| format!("tasks: {list}")),
        text().prop_map(|text| format!("link: {text}")),
        Just("link: https://a.org/b".to_string()),
        Just("link: { url: https://a.org/c, text: 'a b' }".to_string()),
        text().prop_map(|text| format!("description: {text}")),
        Just("image: { url: https://a.org/d.png, alt: x }".to_string()),
    ]
}

/// An entry as YAML lines, its dash included.
pub(crate) fn entry() -> impl Strategy<Value = String> {
    (hostile(), prop::collection::vec(field(), 0..6)).prop_map(|(name, fields)| lines(&name, fields))
}

/// An entry whose values are all typed: hostile text where any text may stand.
pub(crate) fn sound_entry() -> impl Strategy<Value = String> {
    let text = || hostile().prop_map(|text| quoted(&text));
    let list = || prop::collection::vec(text(), 1..4).prop_map(|items| format!("[{}]", items.join(", ")));
    let field = prop_oneof![
        list().prop_map(|list| format!("labels: {list}")),
        prop::sample::select(vec!["[mri]", "[ct, mri]", "[ct (头部)]", "[pet-ct, xray]", "mri"])
            .prop_map(|terms| format!("modality: {terms}")),
        prop::sample::select(vec!["nifti", "dicom", "nifti-gz (4D)"])
            .prop_map(|format| format!("format: {format}")),
        prop::sample::select(vec![
            "484 train + 266 test",
            "97 patients / 237 series",
            "88.3k",
            "20 ct + 20 mri",
            "5"
        ])
        .prop_map(|size| format!("size: {size}")),
        prop::sample::select(vec!["[segmentation]", "[segmentation, detection]"])
            .prop_map(|terms| format!("tasks: {terms}")),
        "[a-z]{1,4}".prop_map(|host| format!("link: https://{host}.org/b?c=d")),
        text().prop_map(|text| format!("description: {text}")),
        "[a-z]{1,4}".prop_map(|name| format!("image: {{ url: https://a.org/{name}.png, alt: x }}")),
    ];
    (hostile(), prop::collection::vec(field, 0..6)).prop_map(|(name, fields)| lines(&name, fields))
}

fn lines(name: &str, fields: Vec<String>) -> String {
    let mut seen = std::collections::HashSet::new();
    let mut out = format!("      - name: {}\n", quoted(name));
    for field in fields {
        let key = field.split(':').next().unwrap_or_default().to_string();
        if seen.insert(key) {
            out.push_str(&format!("        {field}\n"));
        }
    }
    out
}

/// A catalog of one section `a` in a layout; in half of them the link is put on
/// the name, or may be relative.
pub(crate) fn catalog(layout: &'static str) -> impl Strategy<Value = String> {
    let link = prop::sample::select(vec![
        "link",
        "{ type: link, on: name }",
        "{ type: link, relative: true }",
        "{ type: link, on: name, relative: true }",
    ]);
    (prop::collection::vec(entry(), 0..5), link).prop_map(move |(entries, link)| {
        let entries = if entries.is_empty() { " []\n".to_string() } else { format!("\n{}", entries.concat()) };
        format!(
            "version: 1\npreset: medical-imaging\nfields:\n  name:\n  labels:\n  modality:\n  format:\n  size:\n  tasks:\n  \
             link: {link}\n  description:\n  image:\noutputs: [README.md]\nsections:\n  - id: a\n    title: A\n    layout: {layout}\n    \
             entries:{entries}"
        )
    })
}
