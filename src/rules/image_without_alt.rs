//! `image-without-alt`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::readme::{BlockId, Image, ImageKind};

rule! {
    /// An image without alternative text, or with one that says nothing of
    /// what it shows: `image`, `img`, the name of its file. An HTML image
    /// with `alt=""` is decoration by the word of its writer, and left alone;
    /// so is one without text beside the text of the same link or heading.
    /// Images of one paragraph or table are told of together.
    ///
    /// ## Why
    ///
    /// Who does not see the image (with a screen reader, or because it no
    /// longer loads) learns nothing of it.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// ![image](https://example.org/oasis.png)
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// ![Three slices of a brain scan from OASIS](https://example.org/oasis.png)
    /// ```
    ///
    /// ## Fix
    ///
    /// None: what the image shows, only a person can say.
    "image-without-alt",
    Some(Level::Warning),
    Fixable::No,
    "an image without a text that says what it shows",
    Check::Document(check)
}

/// How many other images of a block are shown.
const MAX_SHOWN: usize = 3;

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    // Images of one paragraph or table are told of together: they are a row
    // of badges, or a column of pictures.
    let mut found: Vec<(BlockId, Finding, usize)> = Vec::new();
    for image in &cx.document.images {
        if cx.is_managed(image.span) {
            continue;
        }
        let alt = cx.document.alt(image).trim();
        let message = if alt.is_empty() {
            let decoration = image.kind == ImageKind::Html && image.alt_span.is_some();
            if decoration || has_text_beside(cx, image) {
                continue;
            }
            "this image has no alternative text".to_string()
        } else if is_generic(alt) || is_file_name(alt, &image.source) {
            format!("`{alt}` says nothing of what the image shows")
        } else {
            continue;
        };
        let place = image.alt_span.filter(|span| !span.is_empty()).unwrap_or(image.span);
        if let Some((_, finding, others)) = found.last_mut().filter(|(block, ..)| *block == image.block) {
            *others += 1;
            if *others <= MAX_SHOWN {
                finding.related.push(Label::new(cx.file, place, "nor does this"));
            }
            continue;
        }
        let help = match image.kind {
            ImageKind::Html => "say in `alt` what it shows, or write `alt=\"\"` if it is decoration",
            _ => "say between the brackets what it shows",
        };
        let finding =
            cx.finding(NAME, Level::Warning, place, message).help(help).subject(image.source.as_str());
        found.push((image.block, finding, 0));
    }
    for (_, mut finding, others) in found {
        if others > 0 {
            let rest = if others == 1 { "one more".to_string() } else { format!("{others} more") };
            finding.message = format!("{}; {rest} beside it", finding.message);
        }
        out.push(finding);
    }
}

/// Whether a link or a heading holds the image together with text.
fn has_text_beside(cx: &DocumentCx<'_>, image: &Image) -> bool {
    let document = cx.document;
    let before = document.links.partition_point(|link| link.span.start() <= image.span.start());
    // An image in a link is never far behind it: other links cannot be inside.
    let link = before.checked_sub(1).map(|index| &document.links[index]);
    if link
        .is_some_and(|link| link.span.contains(image.span) && !document.plain(link.plain).trim().is_empty())
    {
        return true;
    }
    let before = document.headings.partition_point(|heading| heading.span.start() <= image.span.start());
    let heading = before.checked_sub(1).map(|index| &document.headings[index]);
    // A row of images in a heading is no decoration of its text.
    heading.is_some_and(|heading| {
        let images = document.images_in(heading.span);
        heading.span.contains(image.span) && images.len() == 1 && heading.text.contains(char::is_alphanumeric)
    })
}

/// Words that say that it is an image, and nothing else.
const GENERIC: &[&str] = &[
    "alt",
    "alt text",
    "alternate text",
    "fig",
    "figure",
    "image",
    "image alt text",
    "image description",
    "images",
    "img",
    "photo",
    "pic",
    "picture",
    "untitled",
    "图",
    "图像",
    "图片",
    "在这里插入图片描述",
    "画像",
    "이미지",
];

fn is_generic(alt: &str) -> bool {
    // Numbered ones (`image 3`, `img_0042`) say no more.
    let bare = alt
        .trim_end_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, ' ' | '-' | '_' | '(' | ')' | '.'));
    GENERIC.binary_search(&bare.to_lowercase().as_str()).is_ok()
}

/// Whether the text is the name of an image file, or the part of the source's
/// name before its extension where that is no word but a number or a hash.
fn is_file_name(alt: &str, source: &str) -> bool {
    const EXTENSIONS: &[&str] = &["bmp", "gif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"];
    let extension = |name: &str| {
        let (stem, extension) = name.rsplit_once('.')?;
        EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()).then(|| stem.to_string())
    };
    if !alt.contains(' ') && extension(alt).is_some() {
        return true;
    }
    let path = source.split(['?', '#']).next().unwrap_or(source);
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = extension(name).unwrap_or_else(|| name.to_string());
    let digits = alt.bytes().filter(u8::is_ascii_digit).count();
    alt == stem
        && digits >= 4
        && alt.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::readme;

    #[test]
    fn the_list_of_words_is_sorted() {
        assert!(GENERIC.is_sorted());
    }

    #[test]
    fn words_that_say_nothing_are_told_from_those_that_do() {
        for alt in ["image", "Image 3", "img_0042", "图片", "Alt text", "图1"] {
            assert!(is_generic(alt), "{alt}");
        }
        for alt in ["logo", "A brain", "imagenet", "Figure of merit"] {
            assert!(!is_generic(alt), "{alt}");
        }
        assert!(is_file_name("brain.PNG", "https://a.example/x"));
        assert!(is_file_name("151544491-07b056cf", "https://a.example/151544491-07b056cf.png"));
        assert!(!is_file_name("PDMR-833975-119-R", "img/PDMR-833975-119-R.png"));
        assert!(!is_file_name("architecture", "docs/architecture.png"));
        assert!(!is_file_name("as shown in brain.png", "x"));
    }

    #[test]
    fn decoration_is_left_alone() {
        let silent =
            "<img src=a.png alt=\"\">\n\n[![](icon.svg) Home](https://a.example)\n\n# ![](logo.svg) List\n";
        assert!(readme(silent, &[NAME]).findings.is_empty());
        let told = "<img src=a.png>\n\n[![](icon.svg)](https://a.example)\n\n![](b.png)\n";
        assert_eq!(readme(told, &[NAME]).findings.len(), 3);
        let row = readme("![](a.png) ![](b.png) ![image](c.png)\n", &[NAME]).findings;
        assert_eq!(row.len(), 1);
        assert!(row[0].message.ends_with("; 2 more beside it"), "{}", row[0].message);
    }
}
