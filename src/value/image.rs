//! Images: a URL with a text in its stead, and a size to show it in.

use super::link::{is_plain, text_and_target};
use super::markup::{decode_attribute, decode_destination, encode_attribute, encode_destination};
use super::pieces;
use std::ops::{Deref, DerefMut};

/// An image. Boxed, since most values are smaller and few are images.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Image(Box<ImageParts>);

/// What is said of an image; reached through [`Image`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ImageParts {
    /// Where it is.
    pub url: String,
    /// The text in its stead; never empty.
    pub alt: Option<String>,
    /// The width, as an attribute of HTML has it: `300`, `50%`.
    pub width: Option<String>,
    /// The height, likewise.
    pub height: Option<String>,
}

impl Image {
    /// An image in its own size. An empty text is none.
    pub fn new(url: &str, alt: Option<String>) -> Self {
        let alt = alt.filter(|alt| !alt.is_empty());
        Image(Box::new(ImageParts { url: url.to_string(), alt, width: None, height: None }))
    }

    /// Reads `![alt](url)` or an `<img>` tag with `src`, `alt`, `width` and
    /// `height` only. `None` for anything else, so that nothing else is lost.
    pub fn parse(text: &str) -> Option<Self> {
        let piece = pieces::trim(text);
        match piece.strip_prefix('!') {
            Some(link) if link.starts_with('[') => {
                let (alt, target) = text_and_target(link)?;
                Some(Image::new(&decode_destination(target), Some(pieces::open(alt).into_owned())))
            }
            _ => tag(piece),
        }
    }

    /// Reads what [`Image::parse`] reads, or the bare address of an image.
    pub fn read(text: &str) -> Option<Self> {
        Image::parse(text).or_else(|| {
            let piece = pieces::trim(text);
            is_address(piece).then(|| Image::new(piece, None))
        })
    }

    /// The image as inline Markdown, or as a tag where it has a size.
    /// [`Image::parse`] reads it back.
    pub fn render(&self) -> String {
        if self.width.is_none() && self.height.is_none() {
            let alt = self.alt.as_deref().unwrap_or_default();
            return format!("![{}]({})", pieces::seal(alt, |_| false), encode_destination(&self.url));
        }
        let mut out = format!("<img src=\"{}\"", encode_attribute(&self.url));
        for (name, value) in [("alt", &self.alt), ("width", &self.width), ("height", &self.height)] {
            if let Some(value) = value {
                out.push_str(&format!(" {name}=\"{}\"", encode_attribute(value)));
            }
        }
        out.push('>');
        out
    }
}

impl Deref for Image {
    type Target = ImageParts;

    fn deref(&self) -> &ImageParts {
        &self.0
    }
}

impl DerefMut for Image {
    fn deref_mut(&mut self) -> &mut ImageParts {
        &mut self.0
    }
}

/// Whether a text is an address and no words: a path or URL without markup.
pub(super) fn is_address(text: &str) -> bool {
    is_plain(text) && text.contains(['/', '.'])
}

fn tag(piece: &str) -> Option<Image> {
    let name = piece.get(..4).filter(|name| name.eq_ignore_ascii_case("<img"))?;
    let mut rest = piece[name.len()..].strip_suffix('>')?;
    rest = rest.strip_suffix('/').unwrap_or(rest);
    let (mut url, mut image) = (None, Image::new("", None));
    loop {
        let trimmed = rest.trim_start();
        if trimmed.is_empty() {
            break;
        }
        // An attribute must stand apart from what is before it.
        if trimmed.len() == rest.len() {
            return None;
        }
        let (name, after) = trimmed.split_once('=')?;
        let (value, after) = attribute_value(after.trim_start())?;
        let value = decode_attribute(value);
        let place = match name.trim_end().to_ascii_lowercase().as_str() {
            "src" => &mut url,
            "alt" => &mut image.alt,
            "width" => &mut image.width,
            "height" => &mut image.height,
            _ => return None,
        };
        if place.replace(value).is_some() {
            return None;
        }
        rest = after;
    }
    image.url = url?;
    image.alt = image.0.alt.take().filter(|alt| !alt.is_empty());
    Some(image)
}

/// The value of an attribute and what follows it.
fn attribute_value(text: &str) -> Option<(&str, &str)> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => text[1..].split_once(quote),
        _ => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            let value = &text[..end];
            (!value.contains(['"', '\'', '=', '<', '>', '`'])).then_some((value, &text[end..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::option::of;
    use proptest::prelude::*;

    #[test]
    fn images_are_read_from_markdown_and_html() {
        let image = Image::parse("![a scan](https://a.b/c.png)").unwrap();
        assert_eq!((image.url.as_str(), image.alt.as_deref()), ("https://a.b/c.png", Some("a scan")));
        let image = Image::parse("<IMG src='https://a.b/c.png' width=300 />").unwrap();
        assert_eq!((image.url.as_str(), image.width.as_deref()), ("https://a.b/c.png", Some("300")));
        assert_eq!(Image::read("images/scan.png").unwrap().url, "images/scan.png");
        assert_eq!(Image::read("a picture"), None);
        assert_eq!(image.render(), "<img src=\"https://a.b/c.png\" width=\"300\">");
    }

    #[test]
    fn what_would_lose_something_is_no_image() {
        for text in [
            "",
            "https://a.b/c.png",
            "![a](b \"title\")",
            "<img src=\"a\" style=\"x\">",
            "<img>",
            "<img alt=\"a\">",
            "<img src=\"a\"alt=\"b\">",
            "<img src=\"a\" src=\"b\">",
            "![a](b) c",
            "<image src=\"a\">",
        ] {
            assert_eq!(Image::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_rendered_is_read_back(
            url in "(https://a.b/|c|\\(|\\)|\\[|&amp;|\"|'|<|>|`| |\\\\|\\PC){1,8}",
            alt in of("(a|\\[|\\]|\\(|\"|<|&#44;|`|\\\\| |\\PC){1,8}"),
            width in of("[0-9]{1,3}%?"),
            height in of("[0-9]{1,3}"),
        ) {
            let mut image = Image::new(&url, alt);
            image.width = width;
            image.height = height;
            prop_assert_eq!(Image::parse(&image.render()), Some(image));
        }

        #[test]
        fn alt_text_that_repeats_the_url_is_kept(url in "(a|b\\(c\\)|,|`){1,4}") {
            let image = Image::new(&url, Some(url.clone()));
            prop_assert_eq!(Image::parse(&image.render()), Some(image));
        }
    }
}
