//! What is wrong with a URL, and where in it.

use super::relative::is_half_an_address;
use super::{is_nowhere, scheme};
use std::ops::Range;
use url::{ParseError, Url};

/// Schemes that run something or read local files when they are followed.
pub const DANGEROUS: [&str; 4] = ["javascript", "data", "file", "vbscript"];

/// Hosts that hide where a link leads.
const SHORTENERS: &[&str] = &[
    "bit.ly",
    "t.co",
    "tinyurl.com",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "rb.gy",
    "cutt.ly",
    "dwz.cn",
    "t.cn",
    "url.cn",
    "suo.im",
    "rebrand.ly",
    "tiny.cc",
];

/// Names of parameters that tell who clicked; names that begin with `utm_`
/// come on top.
const TRACKING: &[&str] = &["fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid"];

/// One thing that is wrong with a URL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkFault {
    /// What.
    pub kind: FaultKind,
    /// Where: bytes of the URL.
    pub range: Range<usize>,
}

/// What is wrong with a URL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// There is nothing.
    Empty,
    /// It stops after its scheme: `https`, `https://`, `http:/`.
    Incomplete,
    /// It has no scheme: `www.example.org`.
    NoScheme,
    /// Its scheme is none of those allowed.
    SchemeNotAllowed,
    /// Its scheme is one of [`DANGEROUS`].
    Dangerous,
    /// White space or a control character stands in it.
    Whitespace,
    /// A user, perhaps with a password, stands in it.
    Credentials,
    /// The URL standard cannot read it, or no host can be called so; the
    /// reason in words.
    Malformed(String),
    /// A parameter that tells who clicked.
    Tracking,
    /// A fragment of 32 or 40 hexadecimal digits: an id that some page made up.
    FragmentJunk,
    /// A host that hides where the link leads.
    Shortener,
}

impl FaultKind {
    /// Whether the link works and is merely not as it should be.
    pub fn is_slight(&self) -> bool {
        matches!(self, FaultKind::Tracking | FaultKind::FragmentJunk | FaultKind::Shortener)
    }
}

/// Everything that is wrong with `url`, in order of place, where only
/// `schemes` (in small letters) are allowed. A fault that makes the rest
/// meaningless stands alone.
pub fn faults(url: &str, schemes: &[&str]) -> Vec<LinkFault> {
    let fault = |kind, range| LinkFault { kind, range };
    if let Some(host) = plain_host(url) {
        let start = url.len() - url.trim_start_matches(|c| c != '/').len() + "//".len();
        if schemes.contains(&&url[..start - "://".len()]) {
            let mut found = Vec::new();
            slight(url, host, start..start + host.len(), &mut found);
            return found;
        }
    }
    let all = 0..url.len();
    if is_nowhere(url) {
        return vec![fault(FaultKind::Empty, all)];
    }
    if let Some(end) = dangerous(url) {
        return vec![fault(FaultKind::Dangerous, 0..end)];
    }
    let mut found = spaces(url);
    if is_half_an_address(url) {
        found.push(fault(FaultKind::Incomplete, all));
        return found;
    }
    let Some(scheme) = scheme(url).filter(|scheme| !is_host_with_port(scheme, url)) else {
        found.push(fault(FaultKind::NoScheme, all));
        return found;
    };
    if !schemes.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)) {
        found.push(fault(FaultKind::SchemeNotAllowed, 0..scheme.len()));
        return found;
    }
    if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "ftp") {
        web(url, scheme.len(), &mut found);
    } else if let Err(error) = Url::parse(url) {
        found.push(fault(FaultKind::Malformed(error.to_string()), all));
    }
    found.sort_by_key(|fault| fault.range.start);
    found
}

/// `url` without the parameters that [`FaultKind::Tracking`] names.
pub fn without_tracking(url: &str) -> String {
    let Some((start, end)) = query(url) else { return url.to_string() };
    let kept: Vec<&str> = url[start..end].split('&').filter(|parameter| !is_tracking(parameter)).collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{}{mark}{}{}", &url[..start - 1], kept.join("&"), &url[end..])
}

/// Where a dangerous scheme ends. Browsers skip white space and control
/// characters in it.
fn dangerous(url: &str) -> Option<usize> {
    if url.starts_with("http") {
        return None;
    }
    let colon = url.find(':')?;
    let mut scheme = String::new();
    for c in url[..colon].chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
        scheme.push(c.to_ascii_lowercase());
        if scheme.len() > "javascript".len() {
            return None;
        }
    }
    DANGEROUS.contains(&scheme.as_str()).then_some(colon + 1)
}

/// Runs of white space and control characters.
fn spaces(url: &str) -> Vec<LinkFault> {
    let mut found: Vec<LinkFault> = Vec::new();
    if url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return found;
    }
    for (at, c) in url.char_indices().filter(|(_, c)| c.is_whitespace() || c.is_control()) {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(last) if last.range.end == at => last.range.end = end,
            _ => found.push(LinkFault { kind: FaultKind::Whitespace, range: at..end }),
        }
    }
    found
}

/// `example.org:8080` has no scheme, though it looks like one.
fn is_host_with_port(scheme: &str, url: &str) -> bool {
    let after = &url[scheme.len() + 1..];
    scheme.contains('.') || scheme == "localhost" || after.starts_with(|c: char| c.is_ascii_digit())
}

fn web(url: &str, scheme: usize, found: &mut Vec<LinkFault>) {
    let fault = |kind, range| LinkFault { kind, range };
    let malformed = |why: &str, range| LinkFault { kind: FaultKind::Malformed(why.to_string()), range };
    let Some(rest) = url[scheme + 1..].strip_prefix("//") else {
        let slashes = url[scheme + 1..].bytes().take_while(|&byte| byte == b'/').count();
        found.push(malformed("`//` is missing after the scheme", scheme..scheme + 1 + slashes));
        return;
    };
    let start = scheme + 3;
    let end = start + rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let authority = &url[start..end];
    if authority.is_empty() {
        found.push(fault(FaultKind::Incomplete, 0..end));
        return;
    }
    let host_start = match authority.rfind('@') {
        Some(at) => {
            found.push(fault(FaultKind::Credentials, start..start + at + 1));
            start + at + 1
        }
        None => start,
    };
    if let Some(at) = url.find('\\') {
        found.push(malformed("a backslash stands in it", at..at + 1));
    }
    if let Some(last) =
        url.chars().next_back().filter(|c| !c.is_ascii() && "，。、；：）】」》“”".contains(*c))
    {
        found.push(malformed("it ends in punctuation", url.len() - last.len_utf8()..url.len()));
    }
    let parsed = match Url::parse(url) {
        Ok(parsed) => parsed,
        Err(ParseError::EmptyHost) => {
            found.push(fault(FaultKind::Incomplete, 0..end));
            return;
        }
        Err(error) => {
            found.push(malformed(&error.to_string(), host_start..end));
            return;
        }
    };
    let host = parsed.domain().unwrap_or_default();
    if !host.is_empty() && !host.contains('.') && host != "localhost" {
        found.push(malformed("the host has no dot", host_start..end));
    } else if !host.is_empty() && host.trim_end_matches('.').split('.').any(str::is_empty) {
        found.push(malformed("a part of the host is empty", host_start..end));
    }
    slight(url, host, host_start..end, found);
}

/// What is wrong with a URL that works.
fn slight(url: &str, host: &str, place: Range<usize>, found: &mut Vec<LinkFault>) {
    let fault = |kind, range| LinkFault { kind, range };
    if SHORTENERS.contains(&host.strip_prefix("www.").unwrap_or(host)) {
        found.push(fault(FaultKind::Shortener, place));
    }
    if let Some((query_start, query_end)) = query(url) {
        let mut at = query_start;
        for parameter in url[query_start..query_end].split('&') {
            if is_tracking(parameter) {
                found.push(fault(FaultKind::Tracking, at..at + parameter.len()));
            }
            at += parameter.len() + 1;
        }
    }
    if let Some(at) = url.find('#').filter(|&at| is_junk(&url[at + 1..])) {
        found.push(fault(FaultKind::FragmentJunk, at..url.len()));
    }
}

/// The host of a URL so plain that the URL standard reads it as it is
/// written, which nearly all are: to parse those would cost more than all
/// other rules together. Small letters and digits only in the host, nothing
/// in the rest that would be escaped or resolved.
pub(super) fn plain_host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let bytes = rest.as_bytes();
    let end = bytes.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(bytes.len());
    let (host, path) = rest.split_at(end);
    let mut label = 0;
    let mut dots = 0;
    for (at, byte) in host.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' if at > label && bytes.get(at + 1).is_some_and(|&next| next != b'.') => {}
            b'.' if at > label && at - label < 64 => {
                label = at + 1;
                dots += 1;
            }
            _ => return None,
        }
    }
    // A last label of letters is no part of an address in numbers.
    let last = &host[label..];
    let plain = dots > 0
        && (2..64).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
        && host.len() < 250
        && !host.contains("xn--")
        && path.bytes().all(is_plain_byte)
        && !path.contains("/.")
        && !path.contains("%2");
    plain.then_some(host)
}

/// Whether the byte stays as it is in every part of a URL after the host.
fn is_plain_byte(byte: u8) -> bool {
    matches!(byte,
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'%' | b'?' | b'=' | b'&'
        | b'+' | b',' | b';' | b':' | b'@' | b'!' | b'$' | b'(' | b')' | b'*' | b'#')
}

/// Where the query is, without its question mark.
fn query(url: &str) -> Option<(usize, usize)> {
    let end = url.find('#').unwrap_or(url.len());
    url[..end].find('?').map(|at| (at + 1, end))
}

pub(super) fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or(parameter);
    let utm = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("utm_"));
    utm || TRACKING.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether a fragment is an id that some page made up.
pub(super) fn is_junk(fragment: &str) -> bool {
    matches!(fragment.len(), 32 | 40) && fragment.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(url: &str) -> Vec<(FaultKind, &str)> {
        faults(url, &["https", "http"]).into_iter().map(|fault| (fault.kind, &url[fault.range])).collect()
    }

    fn kinds(url: &str) -> Vec<FaultKind> {
        told(url).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn a_good_url_has_no_fault() {
        for url in [
            "https://a.b/c?d=1#e",
            "http://preprocessed-connectomes-project.org/abide/download.html",
            "https://例え.jp/パス",
            "https://localhost:8080/",
            "https://192.0.2.1/x",
            "https://[2001:db8::1]/",
            "HTTPS://A.B",
            "https://echonet.github.io/dynamic/index.html#dataset",
        ] {
            assert_eq!(told(url), [], "{url}");
        }
    }

    #[test]
    fn links_cut_short_are_told() {
        for url in ["https", "https:", "http:/", "https://", "http:///", "HTTPS://"] {
            assert_eq!(told(url), [(FaultKind::Incomplete, url)]);
        }
        assert_eq!(kinds("https://?x"), [FaultKind::Incomplete]);
        assert_eq!(kinds(" "), [FaultKind::Empty]);
    }

    #[test]
    fn schemes_are_judged() {
        assert_eq!(told("ftp://a.b"), [(FaultKind::SchemeNotAllowed, "ftp")]);
        assert_eq!(told("JavaScript:alert(1)"), [(FaultKind::Dangerous, "JavaScript:")]);
        assert_eq!(kinds(" java\tscript:alert(1)"), [FaultKind::Dangerous]);
        for url in ["data:text/html,x", "file:///etc/passwd", "vbscript:x"] {
            assert_eq!(kinds(url), [FaultKind::Dangerous]);
        }
        for url in ["www.a.b", "a.b:8080/x", "//a.b", "./x", "#x", "/x"] {
            assert_eq!(kinds(url), [FaultKind::NoScheme], "{url}");
        }
        assert_eq!(faults("mailto:a@b.c", &["mailto"]), []);
    }

    #[test]
    fn faults_point_at_their_bytes() {
        assert_eq!(told("https://a.b/c d"), [(FaultKind::Whitespace, " ")]);
        assert_eq!(told("https://u:p@a.b/"), [(FaultKind::Credentials, "u:p@")]);
        assert_eq!(
            told("https://a.b/?x=1&utm_source=y&fbclid=z#k"),
            [(FaultKind::Tracking, "utm_source=y"), (FaultKind::Tracking, "fbclid=z")]
        );
        let junk = "https://a.b/x#dc149b9170f54aa29e88f1119e25ba3e";
        assert_eq!(told(junk), [(FaultKind::FragmentJunk, &junk[13..])]);
        assert_eq!(told("https://bit.ly/x"), [(FaultKind::Shortener, "bit.ly")]);
    }

    #[test]
    fn what_no_host_can_be_is_malformed() {
        for (url, bytes) in [
            ("https://a b.c/", "a b.c"),
            ("https://a.b:port/", "a.b:port"),
            ("https:/a.b", ":/"),
            ("https://https://a.b", "https:"),
            ("https://a..b/", "a..b"),
            ("https://[::1/", "[::1"),
            ("https://a.b/c，", "，"),
            ("https://a.b\\c", "\\"),
        ] {
            let malformed: Vec<&str> = told(url)
                .into_iter()
                .filter(|(kind, _)| matches!(kind, FaultKind::Malformed(_)))
                .map(|(_, bytes)| bytes)
                .collect();
            assert_eq!(malformed, [bytes], "{url}");
        }
    }

    #[test]
    fn tracking_parameters_can_be_taken_out() {
        assert_eq!(without_tracking("https://a.b/?utm_a=1&x=2&gclid=3#f"), "https://a.b/?x=2#f");
        assert_eq!(without_tracking("https://a.b/?utm_a=1"), "https://a.b/");
        assert_eq!(without_tracking("https://a.b/#?utm_a=1"), "https://a.b/#?utm_a=1");
    }

    proptest! {
        #[test]
        fn plain_urls_are_read_as_the_standard_reads_them(
            url in "(https|http)://([a-z0-9.-]|xn--|com|org|\\.){1,8}(/|\\?|#|\\.|[a-z]|%2e|%|=|&|@|:|;|'|\\(|\\*|_|é){0,8}",
        ) {
            if let Some(host) = plain_host(&url) {
                let parsed = Url::parse(&url);
                prop_assert!(parsed.is_ok(), "{url}");
                let parsed = parsed.unwrap();
                prop_assert_eq!(parsed.domain(), Some(host));
                let path = if url[url.find(host).unwrap() + host.len()..].starts_with('/') { "" } else { "/" };
                let (scheme, rest) = url.split_at(url.find(host).unwrap() + host.len());
                prop_assert_eq!(parsed.as_str(), format!("{scheme}{path}{rest}"));
            }
        }

        #[test]
        fn no_url_breaks_the_judge(url in "(https?|:|/|//|@|#|\\?|&|utm_|\\[|\\]|%|\\.|xn--|a|例|\\\\| |\\PC){0,16}") {
            for fault in faults(&url, &["https", "http", "a"]) {
                prop_assert!(url.get(fault.range).is_some());
            }
            let clean = without_tracking(&url);
            prop_assert!(clean.len() <= url.len());
        }
    }
}
