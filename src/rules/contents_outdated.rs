//! `contents-outdated`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level, Safety};
use crate::readme::{BlockId, BlockKind, Fragments, Heading, HeadingId, decode_fragment, slug};
use crate::text::{Edit, Span};
use std::collections::{BTreeMap, HashMap, HashSet};

rule! {
    /// A list of contents kept by hand that leaves out a section beside those
    /// it names. What it names and is not there is told by `broken-anchor`.
    ///
    /// Only a list that names most sections side by side is taken to mean all
    /// of them; closing sections that such lists mostly leave out (licence,
    /// contributing, thanks) are no omission.
    ///
    /// ## Why
    ///
    /// Who looks for the section in the list concludes that there is none.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// ## Contents
    ///
    /// - [Brain](#brain)
    /// - [Breast](#breast)
    /// - [Liver](#liver)
    ///
    /// ## Brain
    ///
    /// ## Breast
    ///
    /// ## Heart
    ///
    /// ## Liver
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// ## Contents
    ///
    /// - [Brain](#brain)
    /// - [Breast](#breast)
    /// - [Heart](#heart)
    /// - [Liver](#liver)
    ///
    /// ## Brain
    ///
    /// ## Breast
    ///
    /// ## Heart
    ///
    /// ## Liver
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe where the item above is a link with the heading's own text: adds
    /// one like it. A `contents` region needs no keeping.
    "contents-outdated",
    Some(Level::Warning),
    Fixable::Safe,
    "a list of contents that leaves out a section",
    Check::Document(check)
}

/// Fewer links to headings are a hint rather than a list of contents.
const MIN_ENTRIES: usize = 3;

/// How many lists of contents one README may have that are looked at: each is
/// compared with all headings.
const MAX_LISTS: usize = 8;

/// One line of a list of contents.
#[derive(Clone, Copy)]
struct Entry {
    item: BlockId,
    /// The link's text.
    text: Span,
    /// From the link's start to its end.
    link: Span,
}

/// The lists of contents under one heading.
#[derive(Default)]
struct Contents {
    /// By the heading that each leads to.
    entries: HashMap<HeadingId, Entry>,
    /// The byte after the last of them.
    end: usize,
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    let document = cx.document;
    let fragments = Fragments::new(document, cx.text());
    let mut all: BTreeMap<Option<HeadingId>, Contents> = BTreeMap::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let BlockKind::List(list) = block.kind else { continue };
        let Ok(id) = u32::try_from(index) else { return };
        if list.depth > 0 || cx.is_managed(block.span) || !is_place_for_contents(cx, block.section) {
            continue;
        }
        if let Some(found) = entries(cx, &fragments, BlockId(id)) {
            let contents = all.entry(block.section).or_default();
            contents.entries.extend(found);
            contents.end = contents.end.max(block.span.end());
        }
    }
    let mut told = HashSet::new();
    let lists = all.iter().filter(|(_, contents)| contents.entries.len() >= MIN_ENTRIES);
    for (section, contents) in lists.take(MAX_LISTS) {
        for missing in missing(cx, *section, contents) {
            if told.insert(missing.heading) {
                out.push(finding(cx, contents, &missing));
            }
        }
    }
}

/// Whether a list of links to headings that stands here means to be the
/// contents: its heading says so, or it stands above all sections.
fn is_place_for_contents(cx: &DocumentCx<'_>, section: Option<HeadingId>) -> bool {
    const WORDS: &str = "categories|conteúdo|content|index|inhalt|navigation|outline|sommaire|table of|índice|\
        оглавление|содержание|المحتويات|目录|目錄|目次|목차";
    let Some(heading) = section.map(|section| cx.document.heading(section)) else { return true };
    let title = heading.text.to_lowercase();
    heading.level == 1 || title == "toc" || WORDS.split('|').any(|word| title.contains(word))
}

/// The entries of a list, if nearly all its items are links to headings.
fn entries(
    cx: &DocumentCx<'_>,
    fragments: &Fragments<'_>,
    list: BlockId,
) -> Option<HashMap<HeadingId, Entry>> {
    let document = cx.document;
    let (mut items, mut links) = (0, 0);
    let mut found = HashMap::new();
    for id in document.descendants(list) {
        let BlockKind::Item(item) = &document.block(id).kind else { continue };
        items += 1;
        let Some(whole) = item.text else { continue };
        let fragments_of = document
            .links_in(whole)
            .iter()
            .filter_map(|link| Some((link, link.destination.strip_prefix('#').map(decode_fragment)?)));
        for (index, (link, fragment)) in fragments_of.enumerate() {
            links += usize::from(index == 0);
            let near = || fragments.near(&fragment, document.plain(link.plain)).and_then(|near| near.heading);
            if let Some(heading) = fragments.heading(&fragment).or_else(near) {
                found.entry(heading).or_insert(Entry { item: id, text: link.content, link: link.span });
            }
        }
    }
    // Links whose destination has a space are none; what they were meant for
    // is told elsewhere.
    for broken in document.broken_in(document.block(list).span) {
        let target = &cx.text()[broken.target.range()];
        let Some(fragment) = target.strip_prefix('#').map(decode_fragment) else { continue };
        let Some(item) = item_of(cx, broken.block) else { continue };
        links += 1;
        if let Some(heading) =
            fragments.near(&fragment, &cx.text()[broken.content.range()]).and_then(|near| near.heading)
        {
            found.entry(heading).or_insert(Entry { item, text: broken.content, link: broken.span });
        }
    }
    (links > 0 && links * 5 >= items * 4 && found.len() * 3 >= links * 2).then_some(found)
}

fn item_of(cx: &DocumentCx<'_>, block: BlockId) -> Option<BlockId> {
    let parent = cx.document.block(block).parent?;
    matches!(cx.document.block(parent).kind, BlockKind::Item(_)).then_some(parent)
}

/// A heading that is left out.
struct Missing {
    heading: HeadingId,
    /// The nearest heading before it, among those beside it, that is named.
    before: Option<HeadingId>,
}

fn missing(cx: &DocumentCx<'_>, own: Option<HeadingId>, contents: &Contents) -> Vec<Missing> {
    let document = cx.document;
    // Where several headings share a title, a link to it means any of them.
    let named: HashSet<String> =
        contents.entries.keys().map(|&id| slug(&document.heading(id).text)).collect();
    let is_named = |id: &HeadingId| {
        contents.entries.contains_key(id) || named.contains(&slug(&document.heading(*id).text))
    };
    let mut groups: BTreeMap<(Option<HeadingId>, u8), Vec<HeadingId>> = BTreeMap::new();
    for (index, heading) in document.headings.iter().enumerate() {
        let Ok(index) = u32::try_from(index) else { break };
        let id = HeadingId(index);
        // What stands above the list has been read already.
        if heading.opens_section
            && heading.span.start() >= contents.end
            && Some(id) != own
            && !heading.text.is_empty()
        {
            groups.entry((heading.parent, heading.level)).or_default().push(id);
        }
    }
    let mut missing = Vec::new();
    for group in groups.into_values() {
        let closing = |id: HeadingId| is_closing(&document.heading(id).text);
        let named = group.iter().filter(|id| is_named(id)).count();
        let left_out = group.iter().filter(|id| !is_named(id) && !closing(**id)).count();
        // A list that leaves out much is a choice.
        if named < MIN_ENTRIES || left_out * 3 > named {
            continue;
        }
        let last = group.iter().rposition(is_named).unwrap_or(0);
        let mut before = None;
        for &id in &group[..last] {
            if is_named(&id) {
                before = Some(id);
            } else if !closing(id) {
                missing.push(Missing { heading: id, before });
            }
        }
    }
    missing
}

/// Sections at the end of a README that a list of contents mostly leaves out.
fn is_closing(title: &str) -> bool {
    const WORDS: &str = "acknowledg|author|back to|badge|changelog|citation|cite|citing|code of conduct|contact|\
        contents|contribut|credit|disclaimer|donat|footnote|licen|maintainer|reference|related|\
        sponsor|star history|stargazers|support|table of|thank|update|目录|致谢|许可|贡献|引用";
    let title = title.to_lowercase();
    WORDS.split('|').any(|word| title.contains(word))
}

fn finding(cx: &DocumentCx<'_>, contents: &Contents, missing: &Missing) -> Finding {
    let document = cx.document;
    let heading = document.heading(missing.heading);
    let before =
        missing.before.and_then(|before| contents.entries.get(&before).map(|entry| (before, *entry)));
    let place = before.map_or(heading.content, |(_, entry)| entry.link);
    let finding = cx
        .finding(NAME, Level::Warning, place, format!("the list of contents leaves out `{}`", heading.text))
        .related(Label::new(cx.file, heading.content, "it has no line in the list"))
        .subject(heading.text.as_str());
    let finding = match before {
        Some(_) => finding.label("it belongs below this"),
        None => finding,
    };
    let finding = finding.help(format!("add `[{}](#{})`", heading.text, heading.anchor));
    match before.and_then(|(before, entry)| new_line(cx, document.heading(before), entry, heading)) {
        Some(edit) => finding.fix(Safety::Safe, "add it", vec![edit]),
        None => finding,
    }
}

/// The line for `heading`, below the entry of the heading `before` it and made
/// like that; `None` where it would take more than copying.
fn new_line(cx: &DocumentCx<'_>, before: &Heading, entry: Entry, heading: &Heading) -> Option<Edit> {
    let (document, text) = (cx.document, cx.text());
    let block = document.block(entry.item);
    let BlockKind::Item(item) = &block.kind else { return None };
    let plain =
        |title: &str| title.chars().all(|ch| ch.is_alphanumeric() || " -,./&'():+：、，（）".contains(ch));
    let whole = item.text?;
    let mechanical = item.number.is_none()
        && item.task.is_none()
        && text[entry.text.range()] == before.text
        && whole == entry.link
        && plain(&heading.text)
        && plain(&heading.anchor.replace('_', ""));
    if !mechanical {
        return None;
    }
    let start = text[..item.marker.start()].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let lead = &text[start..whole.start()];
    let prefix_only = text[start..item.marker.start()].chars().all(|ch| matches!(ch, ' ' | '\t' | '>'));
    // Below all that the item holds, on the same level.
    let rest = &text[block.span.end()..];
    let end = block.span.end() + rest.find(['\n', '\r'])?;
    let clean = text[block.span.end()..end].trim().is_empty();
    let line_end = if text[end..].starts_with("\r\n") { "\r\n" } else { "\n" };
    (prefix_only && clean)
        .then(|| Edit::new(Span::at(end), format!("{line_end}{lead}[{}](#{})", heading.text, heading.anchor)))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::readme;
    use crate::text::apply;

    const LIST: &str =
        "# L\n\n## Contents\n\n* [Brain](#brain)\n  * [T1](#t1)\n* [Breast](#breast)\n* [Liver](#liver)\n\n";

    fn told(text: &str) -> Vec<String> {
        readme(text, &[super::NAME]).findings.into_iter().map(|finding| finding.subject).collect()
    }

    #[test]
    fn a_missing_line_is_added_below_the_section_before_it() {
        let text = format!("{LIST}## Brain\n\n### T1\n\n## Heart\n\n## Breast\n\n## Liver\n\n## License\n");
        let found = readme(&text, &[super::NAME]).findings;
        assert_eq!(found.len(), 1);
        let mended = apply(&text, &found[0].fix.as_ref().unwrap().edits).unwrap();
        assert!(mended.contains("  * [T1](#t1)\n* [Heart](#heart)\n* [Breast](#breast)\n"), "{mended}");
        assert!(told(&mended).is_empty());
    }

    #[test]
    fn a_list_in_parts_is_one_list() {
        let parts = "# L\n\n## Contents\n\n- [A](#a)\n\n<!-- more -->\n\n- [B](#b)\n- [C](#c)\n\n";
        assert!(told(&format!("{parts}## A\n\n## B\n\n## C\n")).is_empty());
        assert_eq!(told(&format!("{parts}## A\n\n## X\n\n## B\n\n## C\n")), ["X"]);
    }

    #[test]
    fn titles_that_are_equal_are_named_together() {
        let list = "# L\n\n- [A](#a)\n- [B](#b)\n- [C](#c)\n\n";
        assert!(told(&format!("{list}## A\n\n## B\n\n## A\n\n## C\n")).is_empty());
    }

    #[test]
    fn a_list_that_chooses_is_left_alone() {
        let chosen = format!("{LIST}## Brain\n\n### T1\n\n## Heart\n\n## Bones\n\n## Breast\n\n## Liver\n");
        assert!(told(&chosen).is_empty());
        let deeper =
            format!("{LIST}## Brain\n\n### T1\n\n## Breast\n\n### A\n\n### B\n\n## Liver\n\n## Notes\n");
        assert!(told(&deeper).is_empty());
        assert!(
            told("- [Brain](#brain)\n- [Liver](#liver)\n\n## Brain\n\n## Heart\n\n## Liver\n").is_empty()
        );
    }
}
