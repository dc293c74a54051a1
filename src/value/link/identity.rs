//! Which URLs are the same, and what is known of some.

use super::faults::{is_junk, is_tracking, plain_host};
use url::Url;

/// Domains known to serve their pages by `https`, their subdomains included.
const HTTPS: &[&str] = &[
    "aistudio.baidu.com",
    "archive.ics.uci.edu",
    "arxiv.org",
    "bitbucket.org",
    "cancerimagingarchive.net",
    "doi.org",
    "figshare.com",
    "github.com",
    "github.io",
    "githubusercontent.com",
    "gitlab.com",
    "google.com",
    "grand-challenge.org",
    "huggingface.co",
    "ieee.org",
    "kaggle.com",
    "medium.com",
    "nature.com",
    "nih.gov",
    "openneuro.org",
    "physionet.org",
    "readthedocs.io",
    "sourceforge.net",
    "springer.com",
    "synapse.org",
    "wikipedia.org",
    "youtube.com",
    "zenodo.org",
];

/// A key that two URLs share if they lead to the same page: without regard to
/// `http` or `https`, `www.`, a final slash, the case of scheme and host, a
/// default port, tracking parameters, and fragments that are page-internal
/// ids. Any form of a DOI has the DOI as its key. What is no URL is its own
/// key.
pub fn comparable(url: &str) -> String {
    let url = url.trim();
    if let Some(doi) = doi(url) {
        return format!("doi:{doi}");
    }
    if let Some(host) = plain_host(url) {
        let at = "https://".len() - usize::from(url.starts_with("http:")) + host.len();
        let (rest, fragment) = cut(&url[at..], '#');
        let (path, query) = cut(rest, '?');
        return key("", host, None, path, query, fragment);
    }
    let Some((parsed, host)) = parsed(url) else { return url.to_string() };
    let scheme = if matches!(parsed.scheme(), "http" | "https") { "" } else { parsed.scheme() };
    key(scheme, &host, parsed.port(), parsed.path(), parsed.query(), parsed.fragment())
}

/// What stands before the first `mark`, and what after it.
fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn key(
    scheme: &str,
    host: &str,
    port: Option<u16>,
    path: &str,
    query: Option<&str>,
    fragment: Option<&str>,
) -> String {
    let mut key = String::with_capacity(host.len() + path.len() + 16);
    if !scheme.is_empty() {
        key.push_str(scheme);
        key.push(':');
    }
    key.push_str(host.strip_prefix("www.").unwrap_or(host));
    if let Some(port) = port {
        key.push_str(&format!(":{port}"));
    }
    key.push_str(path.trim_end_matches('/'));
    let query: Vec<&str> = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|parameter| !is_tracking(parameter))
        .collect();
    if !query.is_empty() && query != [""] {
        key.push('?');
        key.push_str(&query.join("&"));
    }
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty() && !is_junk(fragment)) {
        key.push('#');
        key.push_str(fragment);
    }
    key
}

/// The host of a URL in small letters, as the URL standard writes it.
pub fn host(url: &str) -> Option<String> {
    let url = url.trim();
    plain_host(url).map(String::from).or_else(|| parsed(url).map(|(_, host)| host))
}

/// Whether the host is known to serve `https`.
pub fn serves_https(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    HTTPS.iter().any(|known| {
        host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// The DOI, in small letters, of `doi:10.…`, `10.…/…` or a URL of a DOI
/// resolver.
pub fn doi(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = without_prefix(url, "doi:").map(str::trim_start).or_else(|| {
        let host = without_prefix(url, "https://").or_else(|| without_prefix(url, "http://"))?;
        ["doi.org/", "dx.doi.org/", "www.doi.org/"].iter().find_map(|known| without_prefix(host, known))
    });
    let doi = rest.unwrap_or(url);
    let (registrant, suffix) = doi.strip_prefix("10.")?.split_once('/')?;
    let digits = registrant.split('.').next()?;
    let valid = (4..=9).contains(&digits.len())
        && registrant
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        && !suffix.is_empty()
        && !suffix.contains(|c: char| c.is_whitespace() || c.is_control());
    valid.then(|| doi.to_lowercase())
}

/// The arXiv id, without version, of `arXiv:2101.00001v2`, or of the page or
/// PDF of a paper there.
pub fn arxiv(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = without_prefix(url, "arxiv:").map(str::trim_start).or_else(|| {
        let host = without_prefix(url, "https://").or_else(|| without_prefix(url, "http://"))?;
        let path = without_prefix(without_prefix(host, "www.").unwrap_or(host), "arxiv.org/")?;
        ["abs/", "pdf/", "html/"].iter().find_map(|known| path.strip_prefix(known))
    })?;
    let id = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let id = id.strip_suffix(".pdf").unwrap_or(id);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let id = id.rsplit_once('v').filter(|(_, version)| digits(version)).map_or(id, |(id, _)| id);
    let new = id.split_once('.').is_some_and(|(month, number)| {
        month.len() == 4 && (4..=5).contains(&number.len()) && digits(month) && digits(number)
    });
    let old = id.split_once('/').is_some_and(|(archive, number)| {
        number.len() == 7
            && digits(number)
            && archive.starts_with(|c: char| c.is_ascii_lowercase())
            && archive.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-' || byte == b'.')
    });
    (new || old).then(|| id.to_string())
}

fn parsed(url: &str) -> Option<(Url, String)> {
    let parsed = Url::parse(url).ok()?;
    let host = parsed.host_str().filter(|host| !host.is_empty())?.to_ascii_lowercase();
    Some((parsed, host))
}

fn without_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    text.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|_| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_page_has_the_same_key() {
        for (a, b) in [
            ("https://a.b/c", "https://www.a.b/c/"),
            ("HTTPS://A.B/c", "https://a.b:443/c"),
            ("http://a.b", "https://a.b/"),
            ("https://a.b/c#dc149b9170f54aa29e88f1119e25ba3e", "https://a.b/c"),
            ("https://a.b/c?utm_source=x", "https://a.b/c"),
            ("doi:10.1234/AbC", "https://doi.org/10.1234/abc"),
            ("https://例え.jp/", "https://xn--r8jz45g.jp"),
        ] {
            assert_eq!(comparable(a), comparable(b), "{a}");
        }
        for (a, b) in [
            ("https://a.b/c", "https://a.b/C"),
            ("https://a.b/c?x=1", "https://a.b/c?x=2"),
            ("https://a.b/#/one", "https://a.b/#/two"),
            ("https://a.b:81/", "https://a.b/"),
            ("ftp://a.b/", "https://a.b/"),
            ("https", "https://"),
        ] {
            assert_ne!(comparable(a), comparable(b), "{a}");
        }
    }

    #[test]
    fn dois_are_known_in_every_form() {
        for url in [
            "doi:10.1038/S41597",
            "DOI: 10.1038/s41597",
            "https://doi.org/10.1038/s41597",
            "http://dx.doi.org/10.1038/s41597",
            "10.1038/s41597",
        ] {
            assert_eq!(doi(url).as_deref(), Some("10.1038/s41597"), "{url}");
        }
        for url in ["10.1/x", "10.1038/", "https://a.b/10.1038/x", "doi:x", "10.1038.x/y"] {
            assert_eq!(doi(url), None, "{url}");
        }
    }

    #[test]
    fn arxiv_ids_are_known_in_every_form() {
        for url in [
            "arXiv:2101.00001v2",
            "https://arxiv.org/abs/2101.00001",
            "http://www.arxiv.org/pdf/2101.00001v1.pdf",
            "https://arxiv.org/pdf/2101.00001?download=1",
        ] {
            assert_eq!(arxiv(url).as_deref(), Some("2101.00001"), "{url}");
        }
        assert_eq!(arxiv("https://arxiv.org/abs/cs.CV/0501001").as_deref(), Some("cs.CV/0501001"));
        for url in ["https://arxiv.org/list/cs", "arXiv:21.1", "2101.00001"] {
            assert_eq!(arxiv(url), None, "{url}");
        }
    }

    #[test]
    fn known_hosts_and_their_subdomains_serve_https() {
        assert!(serves_https("github.com") && serves_https("Wiki.cancerimagingarchive.net"));
        assert!(!serves_https("notgithub.com") && !serves_https("adni.loni.usc.edu"));
    }

    proptest! {
        #[test]
        fn no_url_breaks_the_comparison(url in "(https?|doi|arxiv|:|/|//|10\\.|@|#|\\?|\\.|v|1234|a|例|İ|\\PC){0,16}") {
            let key = comparable(&url);
            prop_assert!(url.trim().is_empty() || !key.is_empty());
            let _ = (doi(&url), arxiv(&url), host(&url));
        }
    }
}
