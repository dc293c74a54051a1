//! Laws of values: what is read is written so that it is read again.

use catalint::value::link::{
    Link, comparable, faults, read_legacy, read_links, render_links, without_tracking,
};
use catalint::value::size::{Size, counts_in};
use catalint::value::{Kind, Value, Vocabulary};

/// A size that can be read is read back from each way to write it.
pub fn size(text: &str) {
    let modality = Vocabulary::builtin("modality");
    for known in [modality, None] {
        let Some(size) = Size::parse(text, known) else { continue };
        assert!(!size.parts().is_empty());
        size.total();
        let written = [size.write(), size.render("en", known), size.render("zh-Hans", known)];
        for (index, text) in written.iter().enumerate() {
            // The catalog's own spelling has modality ids, which only a reader
            // that knows them takes for such.
            assert_eq!(Size::parse(text, known).as_ref(), Some(&size), "{index}: {text:?}");
        }
        assert_eq!(Size::parse(&size.write(), known).map(|size| size.write()), Some(size.write()));
    }
    for (span, _) in counts_in(text) {
        assert!(text.get(span.range()).is_some_and(|count| !count.is_empty()));
    }
}

/// A link that can be read is read back; its faults have places in it.
pub fn link(text: &str) {
    for fault in faults(text, &["https", "http"]) {
        assert!(text.get(fault.range.clone()).is_some(), "{:?} in {text:?}", fault.range);
    }
    let clean = without_tracking(text);
    assert_eq!(without_tracking(&clean), clean, "cleaning twice");
    comparable(text);
    if let Some(link) = Link::parse(text) {
        assert_eq!(Link::parse(&link.render()), Some(link));
    }
    for language in ["en", "zh-Hans"] {
        for links in [read_links(text, language), read_legacy(text)].into_iter().flatten() {
            let shown = render_links(&links, language);
            assert_eq!(read_links(&shown, language), Some(links), "{shown:?}");
        }
    }
}

/// Whatever a legacy cell says, the value read from it is rendered so that it
/// is read back, in every kind of field.
pub fn cell(text: &str) {
    let vocabulary = |kind| match kind {
        Kind::Term => Vocabulary::builtin("format"),
        Kind::Terms | Kind::Size => Vocabulary::builtin("modality"),
        _ => None,
    };
    for kind in Kind::ALL {
        let value = Value::read_legacy(kind, text, vocabulary(kind));
        for language in ["en", "zh-Hans"] {
            let shown = value.render(kind, language, vocabulary(kind));
            if shown.is_empty() {
                continue;
            }
            assert_eq!(Value::read(kind, &shown, language, vocabulary(kind)), value, "{kind:?} {shown:?}");
        }
    }
}
