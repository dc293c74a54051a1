//! Links to what lies beside the README.

use super::scheme;

/// Whether a URL is a relative reference, such as `docs/a.md`, `/LICENSE` or
/// `#b`: it has no scheme, and is neither the address of a page whose scheme
/// was forgotten nor one of a mailbox.
pub fn is_relative(url: &str) -> bool {
    if url.is_empty() || scheme(url).is_some() || is_half_an_address(url) {
        return false;
    }
    let first = url.split(['/', '?', '#']).next().unwrap_or(url);
    !first.contains(['@', ':'])
        && !url.contains("://")
        && !url.contains(|c: char| c.is_whitespace() || c.is_control())
        && !looks_like_host(url)
}

/// Whether a URL stops after its scheme: `https`, `https://`, `http:/`.
pub(super) fn is_half_an_address(url: &str) -> bool {
    let bare = url.trim_matches(|c: char| c.is_whitespace() || c == ':' || c == '/');
    let is_scheme = ["http", "https", "ftp"].iter().any(|scheme| bare.eq_ignore_ascii_case(scheme));
    is_scheme && !url.trim_start().starts_with('/')
}

/// Whether a text without a scheme is the address of a page rather than a
/// path: its first part has dots, and is of a host's form with a common
/// ending.
pub fn looks_like_host(url: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["com", "org", "net", "edu", "gov", "io", "ai", "cn", "de", "uk", "fr", "eu", "co", "info"];
    let url = url.trim_start_matches('/');
    let host = url.split(['/', '?', '#', ':']).next().unwrap_or(url);
    let Some((before, ending)) = host.rsplit_once('.') else { return false };
    let fine = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
    };
    before.split('.').all(fine)
        && ending.len() >= 2
        && ending.bytes().all(|byte| byte.is_ascii_alphabetic())
        && (ENDINGS.contains(&ending) || host.starts_with("www."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_scheme_is_relative_unless_it_looks_like_more() {
        for url in ["docs/a.md", "./a", "../a.com/b", "/LICENSE", "#b", "paper.pdf", "数据/一.md", "a"] {
            assert!(is_relative(url), "{url}");
        }
        for url in ["", "https", "example.org/x", "//example.org", "www.x.museum/a", "a@b.example", "a b.md"]
        {
            assert!(!is_relative(url), "{url}");
        }
        for url in ["https://a.example", "mailto:a", "javascript:a", "localhost:80", "见https://a.example"] {
            assert!(!is_relative(url), "{url}");
        }
    }

    #[test]
    fn a_host_has_dots_and_an_ending_that_is_one() {
        assert!(looks_like_host("//example.org") && looks_like_host("www.x.museum/a"));
        assert!(
            !looks_like_host("paper.pdf") && !looks_like_host("../a.com/b") && !looks_like_host("a b.com")
        );
    }
}
