//! What a Markdown parser makes of the links and images that values render:
//! the very URL, and nothing to click on where it is no good URL.

use catalint::catalog::Field;
use catalint::value::link::is_relative;
use catalint::value::{Image, Kind, Link, Value};
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;

/// The URLs of all links and images of a paragraph, and its text outside them.
fn parsed(markdown: &str) -> (Vec<String>, String) {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    options.extension.strikethrough = true;
    let root = parse_document(&arena, markdown, &options);
    let (mut urls, mut outside) = (Vec::new(), String::new());
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Link(link) | NodeValue::Image(link) => urls.push(link.url.clone()),
            NodeValue::Text(text) => {
                let inside = node.ancestors().any(|above| {
                    matches!(above.data.borrow().value, NodeValue::Link(_) | NodeValue::Image(_))
                });
                if !inside {
                    outside.push_str(text);
                }
            }
            _ => {}
        }
    }
    (urls, outside)
}

#[test]
fn bare_and_quoted_urls_are_linked_whole() {
    for url in [
        "https://en.wikipedia.org/wiki/A_(b)",
        "https://a.b/c_d_e?x=1&y=2#z",
        "https://wiki.cancerimagingarchive.net/display/Public/RIDER+Breast+MRI",
        "https://a.b/c.",
        "https://a.b/~user/*x*",
        "https://a.b/?x&copy;",
        "https://例え.jp/パス，一",
    ] {
        let (urls, outside) = parsed(&Link::new(url, None).render());
        assert_eq!((urls, outside.as_str()), (vec![url.to_string()], ""), "{url}");
    }
}

#[test]
fn dangerous_and_broken_urls_are_nothing_to_click_on() {
    for url in ["javascript:alert(1)", "data:text/html,x", "https", "a b"] {
        let (urls, outside) = parsed(&Link::new(url, None).render());
        assert_eq!((urls, outside.as_str()), (vec![], url), "{url}");
    }
}

/// A link of a field whose links may be relative.
fn of_relative_field(url: &str) -> String {
    let field = Field { relative: true, ..Field::new("link", Kind::Link) };
    field.render(&Value::Links([Link::new(url, None)].into()), "en")
}

#[test]
fn a_relative_link_is_one_where_such_are_meant() {
    for url in ["docs/a.md", "./a_b_c.md", "数据/一.md", "/LICENSE", "#part", "a(b", "x?y&z"] {
        let (urls, outside) = parsed(&Link::new(url, None).render());
        assert_eq!((urls, outside.as_str()), (vec![], url));
        let (urls, outside) = parsed(&of_relative_field(url));
        assert_eq!((urls, outside.as_str()), (vec![url.to_string()], ""), "{url}");
    }
    for url in ["javascript:alert(1)", "a b", "https", "example.org/a"] {
        let (urls, outside) = parsed(&of_relative_field(url));
        assert_eq!((urls, outside.as_str()), (vec![], url), "{url}");
    }
}

proptest! {
    #[test]
    fn a_relative_link_leads_to_the_very_place(
        path in "(/|a|_|~|\\*|\\.|\\?|&|=|;|copy|#|\\(|\\)|,|!|:|-|\\+|%20|'|\"|\\[|\\]|\\||<|>|`|\\\\|é|脑|，){1,12}",
    ) {
        if is_relative(&path) {
            let rendered = of_relative_field(&path);
            let (urls, outside) = parsed(&rendered);
            prop_assert_eq!((urls, outside), (vec![path.clone()], String::new()));
            prop_assert_eq!(Link::parse(&rendered), Some(Link::new(&path, None)));
        }
    }

    #[test]
    fn a_web_address_is_linked_whole_and_as_it_is(
        path in "(/|a|_|~|\\*|\\.|\\?|&|=|;|copy|#|\\(|\\)|,|!|:|-|\\+|%20|'|\"|\\[|\\]|\\||é|脑|，){0,12}",
    ) {
        let url = format!("https://example.org/{path}");
        let (urls, outside) = parsed(&Link::new(&url, None).render());
        prop_assert_eq!((urls, outside), (vec![url], String::new()));
    }

    #[test]
    fn a_link_with_a_text_leads_to_the_very_url(
        path in "(/|a|_|\\*|&|copy;|#|\\(|\\)|,|\"|<|>|\\[|\\]|`|\\\\| |脑){0,12}",
        text in "(a|b|\\(|\\)|,|，| ){0,6}x",
    ) {
        let url = format!("https://example.org/{path}");
        let (urls, outside) = parsed(&Link::new(&url, Some(text)).render());
        prop_assert_eq!((urls, outside), (vec![url.clone()], String::new()));
        let (urls, outside) = parsed(&Image::new(&url, Some("a scan".to_string())).render());
        prop_assert_eq!((urls, outside), (vec![url], String::new()));
    }
}
