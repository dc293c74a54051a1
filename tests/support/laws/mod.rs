//! The laws of catalint as checks of any input: each function panics where
//! one is broken. The property tests feed them with generated text, the fuzz
//! targets in `fuzz/` with whatever a fuzzer comes up with.

pub mod absorbing;
pub mod catalogs;
pub mod documents;
pub mod migration;
pub mod values;

use catalint::finding::Finding;
use catalint::report::{self, Format, Report, Style};
use catalint::rules;
use catalint::text::{Sources, Span, apply};

/// Every finding has a place in its file, says something, and its fix is an
/// edit that can be made; and every report of them can be written.
pub fn findings(sources: &Sources, found: &[Finding]) {
    let whole = |file, span: Span| {
        let text = sources.get(file).text();
        assert!(text.get(span.range()).is_some(), "{span:?} is no part of the {} bytes", text.len());
    };
    for finding in found {
        assert!(!finding.message.is_empty() && !finding.rule.is_empty(), "{finding:?}");
        for label in std::iter::once(&finding.primary).chain(&finding.related) {
            whole(label.file, label.span);
        }
        if let Some(fix) = &finding.fix {
            fix.edits.iter().for_each(|edit| whole(fix.file, edit.span));
            let edited = apply(sources.get(fix.file).text(), &fix.edits);
            assert!(edited.is_ok(), "the edits of one fix overlap: {finding:?}");
        }
    }
    let infos = rules::infos();
    let report = Report { rules: &infos, ..Report::new(sources, found) };
    for format in Format::ALL {
        let mut out = Vec::new();
        report::write(&report, format, &Style::default(), &mut out).expect("memory can be written to");
        assert!(std::str::from_utf8(&out).is_ok(), "{} is no UTF-8", format.name());
    }
}
