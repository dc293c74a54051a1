//! Reports for the tests of the formats: one that has everything a report can
//! have, one without anything to tell, and a hostile one.

use super::{Drift, Report};
use crate::finding::{Finding, Fixable, Label, Level, RuleInfo, Safety};
use crate::text::{Edit, Source, Sources, Span};

pub(super) struct Sample {
    pub(super) sources: Sources,
    pub(super) findings: Vec<Finding>,
    pub(super) rules: Vec<RuleInfo>,
    pub(super) drift: Vec<Drift>,
}

impl Sample {
    pub(super) fn report(&self) -> Report<'_> {
        Report {
            sources: &self.sources,
            findings: &self.findings,
            rules: &self.rules,
            drift: &self.drift,
            tool_version: "1.2.3",
        }
    }

    pub(super) fn write(&self, format: super::Format) -> String {
        let mut out = Vec::new();
        super::write(&self.report(), format, &super::Style::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    pub(super) fn json(&self, format: super::Format) -> serde_json::Value {
        serde_json::from_str(&self.write(format)).unwrap()
    }
}

const CATALOG: &str = "\
entries:
  - name: 好👍 https
    link: https://
  - name: b
    link: https://example.org/a b
";

const README: &str = "# Data\n\n| Name | Link |\n|---|---|\n| 好👍 | https:// |\n";

fn find(text: &str, needle: &str) -> Span {
    let start = text.find(needle).unwrap();
    Span::new(start, start + needle.len())
}

fn rule(name: &'static str, level: Level, summary: &'static str, page: &'static str) -> RuleInfo {
    RuleInfo { name, level: Some(level), fixable: Fixable::Safe, summary, page }
}

/// Every level, fix, kind of span and kind of related place; two columns after
/// a Chinese character and an emoji; a file whose name needs escapes.
pub(super) fn everything() -> Sample {
    let mut sources = Sources::new();
    let catalog = sources.add(Source::new("catalog.yaml", CATALOG));
    let readme = sources.add(Source::new("docs/读 me:1.md", README));
    sources.add(Source::new("clean.md", "# Clean\n"));
    let link = find(CATALOG, "https://\n").slice(0, 8);
    let blank = find(CATALOG, "a b").slice(1, 2);
    let after_wide = find(CATALOG, "https\n").slice(0, 5);
    let findings = vec![
        Finding::new("name-repeats-itself", Level::Info, catalog, after_wide, "the name ends in `https`")
            .subject("好👍"),
        Finding::new("link-incomplete", Level::Error, catalog, link, "the link stops after its scheme")
            .label("no host")
            .related(Label::new(readme, find(README, "https://"), "rendered here"))
            .help("give the whole address, or `null` if nobody knows it")
            .fix(Safety::Unsafe, "write `null`", vec![Edit::new(link, "null")])
            .subject("好👍"),
        Finding::new("link-whitespace", Level::Warning, catalog, blank, "the link has a blank in it")
            .fix(Safety::Safe, "write `%20`", vec![Edit::new(blank, "%20")])
            .subject("b"),
        Finding::new("not-in-the-list", Level::Warning, readme, find(README, "|---|---|\n"), "a\tb")
            .subject("Data"),
        Finding::new("link-incomplete", Level::Error, readme, Span::at(README.len()), "at the end"),
    ];
    let rules = vec![
        rule("link-incomplete", Level::Error, "links cut short", "A link needs a host.\n\nBad: `https://`"),
        rule("link-whitespace", Level::Warning, "links with blanks", "A blank ends a link."),
        rule("name-repeats-itself", Level::Info, "names said twice", "Once is enough."),
        rule("never-found", Level::Info, "nothing", "Nothing."),
    ];
    let drift = vec![Drift {
        file: "docs/读 me:1.md".into(),
        line: 3,
        region: "brain".into(),
        cause: "a row was edited by hand".into(),
        diff: "--- docs/读 me:1.md\n+++ docs/读 me:1.md\n@@ -5 +5 @@\n-| 好👍 | https:// |\n+| 好👍 | |\n"
            .into(),
        remedies: vec!["catalint absorb".into(), "catalint render".into()],
    }];
    Sample { sources, findings, rules, drift }
}

/// Nothing found in one file.
pub(super) fn clean() -> Sample {
    let mut sources = Sources::new();
    sources.add(Source::new("clean.md", "# Clean\n"));
    Sample { sources, findings: Vec::new(), rules: Vec::new(), drift: Vec::new() }
}

/// What strangers may write where a report quotes them.
pub(super) const HOSTILE: &[&str] = &[
    "::error::pwned",
    " ::add-mask::x",
    "\t::set-output name=a::b",
    "\u{A0}\u{3000}::warning file=a::b",
    "\u{FEFF}::notice::x",
    "x\n::error::next line",
    "x\r::error::after a carriage return",
    "x\r\n  ::debug::x",
    "x\u{85}::error::next",
    "x\u{2028}::error::next",
    "::stop-commands::mine\n::error::x",
    "##[error]pwned",
    "deep in ##[add-mask]text ###[group]",
    "##\u{200B}[error]",
    "%0A::error::x %25 %3A",
    "%0D%0A::error::x",
    "\0nul",
    "\u{1B}[2J\u{1B}]0;title\u{7}",
    "\u{1B}]8;;https://evil.example\u{1B}\\click\u{1B}]8;;\u{1B}\\",
    "\u{9B}31mred\u{9D}0;x\u{9C}",
    "\u{202E}drowssap\u{202C}\u{2066}x\u{2069}",
    "a\u{200B}b\u{2060}c\u{FEFF}d\u{E0041}",
    "]]> --> </failure><script>alert(1)</script> & \" '",
    "`code` *bold* | cell <b> @everyone #1 [x](javascript:y) ![i](//z) $m$ ~~s~~",
    "```\n</pre></details>\n# heading",
    "\u{FFFE}\u{FFFF}\u{FDD0}",
    "{\"a\":\"b\\\"}",
    "好👍\u{1F468}\u{200D}\u{1F469}",
];

/// `text` in every place where a report quotes text.
pub(super) fn hostile(text: &str) -> Sample {
    let mut sources = Sources::new();
    let body = format!("{text}\n  x: {text}\n{text}");
    let file = sources.add(Source::new(text, body.clone()));
    let other = sources.add(Source::new(format!("b/{text}"), body.clone()));
    let whole = Span::new(0, body.len());
    let first = Span::new(0, text.len());
    let finding = |level, span| {
        Finding::new("link-incomplete", level, file, span, text)
            .label(text)
            .related(Label::new(file, whole, text))
            .related(Label::new(other, first, text))
            .help(text)
            .fix(Safety::Safe, text, vec![Edit::new(first, text)])
            .subject(text)
    };
    let findings =
        vec![finding(Level::Error, first), finding(Level::Warning, whole), finding(Level::Info, Span::at(0))];
    let diff = format!(" {text}\n-{text}\n+{text}\n{text}");
    let drift = vec![Drift {
        file: text.into(),
        line: 1,
        region: text.into(),
        cause: text.into(),
        diff,
        remedies: vec![text.into()],
    }];
    let rules = vec![rule("link-incomplete", Level::Error, "links cut short", "A link needs a host.")];
    Sample { sources, findings, rules, drift }
}
