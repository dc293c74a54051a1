//! Regions in the place of what was read: the new README.

use crate::readme::Regions;
use crate::readme::line_ends;
use crate::readme::records::{Group, Records};
use crate::render;
use crate::text::{Edit, Source, apply};

/// The README with a region for every group; every other byte is unchanged.
pub(super) fn readme(source: &Source, regions: &Regions, records: &Records) -> String {
    let text = source.text();
    let usual = line_ends(text).usual();
    let line_end = if usual == "\r\n" { "\r\n" } else { "\n" };
    let language = records.catalog.language();
    let edits: Vec<Edit> = records
        .groups
        .iter()
        .zip(&records.catalog.sections)
        .map(|(group, section)| {
            let body = render::section::body(&records.catalog, section, 0, language);
            let id = &section.id;
            let mut out = String::new();
            if group.region.is_none() {
                if group.breaks_line {
                    out.push_str(line_end);
                    out.push_str(&group.prefix);
                }
                out.push_str("<!-- catalint:begin ");
                out.push_str(id);
                out.push_str(" -->");
                out.push_str(line_end);
            }
            render::push_framed(&body, &group.prefix, line_end, &mut out);
            if group.region.is_none() {
                out.push_str(&group.prefix);
                out.push_str("<!-- catalint:end ");
                out.push_str(id);
                out.push_str(" -->");
                kept_comments(source, group, line_end, &mut out);
            }
            Edit::new(group.span, out)
        })
        .collect();
    debug_assert!(regions.faults.is_empty(), "a README with faulty marks is refused");
    apply(text, &edits).unwrap_or_else(|_| text.to_string())
}

/// Comments that no field can hold, below the region.
fn kept_comments(source: &Source, group: &Group, line_end: &str, out: &mut String) {
    for comment in &group.comments {
        out.push_str(line_end);
        out.push_str(&group.prefix);
        out.push_str(source.slice(*comment));
    }
}
