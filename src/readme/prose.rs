//! Block Markdown ↔ the lines of a region that hold it.
//!
//! A line of a description must not be taken for what structures the region:
//! an entry's heading, a region's mark. Such a line gets a backslash before
//! its `#`, or `&lt;` for the `<` of the mark, which show the same; a line
//! that already looks like an escaped one gets one more. Reading takes them
//! away again: [`encode`] and [`decode`] are inverse to each other.

use std::borrow::Cow;

const MARK: &str = "!-- catalint:";

/// One line (without its end) of block Markdown as it stands in a region
/// whose entries have headings of `level`; 0 where entries have no headings.
pub fn encode(line: &str, level: usize) -> Cow<'_, str> {
    let line = super::cell::encode_controls(line);
    if let Some(at) = heading(&line, level) {
        return format!("{}\\{}", &line[..at], &line[at..]).into();
    }
    if let Some((at, _)) = mark(&line) {
        // `<` becomes `&lt;`, `&lt;` becomes `&amp;lt;`.
        let rest = &line[at + 1..];
        let rest = if line.as_bytes()[at] == b'<' { format!("lt;{rest}") } else { format!("amp;{rest}") };
        return format!("{}&{rest}", &line[..at]).into();
    }
    line
}

/// The line of Markdown that [`encode`] wrote.
pub fn decode(line: &str, level: usize) -> Cow<'_, str> {
    let open: Cow<'_, str> = match (heading(line, level), mark(line)) {
        (Some(at), _) if line.as_bytes()[at] == b'\\' => format!("{}{}", &line[..at], &line[at + 1..]).into(),
        (None, Some((at, amps))) if line.as_bytes()[at] == b'&' => {
            let rest = &line[at + 1..];
            if amps == 0 {
                format!("{}<{}", &line[..at], rest.strip_prefix("lt;").unwrap_or(rest)).into()
            } else {
                format!("{}&{}", &line[..at], rest.strip_prefix("amp;").unwrap_or(rest)).into()
            }
        }
        _ => Cow::Borrowed(line),
    };
    match open {
        Cow::Borrowed(line) => super::cell::decode_controls(line),
        Cow::Owned(line) => super::cell::decode_controls(&line).into_owned().into(),
    }
}

/// Where the backslashes and `#` start of a line that is a heading of up to
/// `level`, or would be one without its backslashes.
fn heading(line: &str, level: usize) -> Option<usize> {
    let at = line.len() - line.trim_start_matches(' ').len();
    let body = line[at..].trim_start_matches('\\');
    let marks = body.bytes().take_while(|&byte| byte == b'#').count();
    let ends = matches!(body.as_bytes().get(marks), None | Some(b' ' | b'\t'));
    ((1..=level).contains(&marks) && ends).then_some(at)
}

/// Where a region's mark starts, plain (`<`) or escaped (`&`), on a line that
/// holds nothing before it; and how often `amp;` stands in it.
fn mark(line: &str) -> Option<(usize, usize)> {
    let at = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    if let Some(rest) = line[at..].strip_prefix('<') {
        return rest.starts_with(MARK).then_some((at, 0));
    }
    let mut rest = line[at..].strip_prefix('&')?;
    let mut amps = 0;
    while let Some(next) = rest.strip_prefix("amp;") {
        rest = next;
        amps += 1;
    }
    rest.strip_prefix("lt;")?.starts_with(MARK).then_some((at, amps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_line_reads_back(pieces in prop::collection::vec(prop::sample::select(vec![
            "#", "##", "###", "####", " ", "\\", "<!-- catalint:end x -->", "&lt;!-- catalint:begin y -->", "&amp;", "amp;",
            "lt;", "a", "脑", "> ", "- ", "\t", "&#13;", "\r", "&amp;#13;",
        ]), 0..6), level in 0_usize..5) {
            let line = pieces.concat();
            let encoded = encode(&line, level);
            prop_assert!(mark(&encoded).is_none_or(|(at, _)| encoded.as_bytes()[at] == b'&'));
            prop_assert!(heading(&encoded, level).is_none_or(|at| encoded.as_bytes()[at] == b'\\'));
            prop_assert_eq!(decode(&encoded, level).into_owned(), line);
        }
    }

    #[test]
    fn only_what_would_structure_the_region_is_escaped() {
        assert_eq!(encode("## a", 3), "\\## a");
        assert_eq!(encode("#### a", 3), "#### a");
        assert_eq!(encode("#a", 3), "#a");
        assert_eq!(encode("<!-- catalint:end x -->", 0), "&lt;!-- catalint:end x -->");
        assert_eq!(encode("<!-- note -->", 0), "<!-- note -->");
    }
}
