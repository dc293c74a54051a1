//! `unbalanced-region`.

use super::{Check, DocumentCx};
use crate::finding::{Finding, Fixable, Label, Level};
use crate::readme::RegionFault;
use crate::text::FileId;

rule! {
    /// A region's mark without its other half, a region in a region, a name
    /// used twice, or a mark that cannot be read.
    ///
    /// ## Why
    ///
    /// What stands between the two marks is written anew by `render`. Where
    /// it ends is not known without both, so nothing is rendered until they
    /// are right.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// <!-- catalint:begin brain -->
    ///
    /// | Dataset |
    /// | --- |
    /// | MSD |
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// <!-- catalint:begin brain -->
    ///
    /// | Dataset |
    /// | --- |
    /// | MSD |
    ///
    /// <!-- catalint:end brain -->
    /// ```
    ///
    /// ## Fix
    ///
    /// None: only a person knows where the region was meant to end.
    "unbalanced-region",
    Some(Level::Error),
    Fixable::No,
    "a region's mark without its other half, or out of place",
    Check::Document(check)
}

fn check(cx: &DocumentCx<'_>, out: &mut Vec<Finding>) {
    out.extend(findings(&cx.regions.faults, cx.file));
}

/// The faults of region marks as findings.
pub fn findings(faults: &[RegionFault], file: FileId) -> Vec<Finding> {
    faults
        .iter()
        .map(|fault| {
            let (message, other) = describe(fault);
            let mut finding = Finding::new(NAME, Level::Error, file, fault.at(), message).help(
                "each region has one `<!-- catalint:begin NAME -->` and, below it, one `<!-- catalint:end NAME -->`, \
                 each on a line of its own",
            );
            if let Some((span, label)) = other {
                finding = finding.related(Label::new(file, span, label));
            }
            finding
        })
        .collect()
}

fn describe(fault: &RegionFault) -> (String, Option<(crate::text::Span, &'static str)>) {
    match fault {
        RegionFault::EndWithoutBegin { name, .. } => {
            (format!("the region `{name}` ends but never begins"), None)
        }
        RegionFault::BeginWithoutEnd { name, .. } => {
            (format!("the region `{name}` begins but never ends"), None)
        }
        RegionFault::Nested { name, outer, .. } => {
            (format!("the region `{name}` stands inside another"), Some((*outer, "inside this one")))
        }
        RegionFault::Repeated { name, first, .. } => {
            (format!("the region `{name}` stands twice in this file"), Some((*first, "first here")))
        }
        RegionFault::Mismatched { expected, found, begin, .. } => {
            (format!("the region `{expected}` is ended as `{found}`"), Some((*begin, "it begins here")))
        }
        RegionFault::NotAlone { name, .. } => {
            (format!("the mark of the region `{name}` shares its line with something else"), None)
        }
        RegionFault::Malformed { .. } => ("this mark of a region cannot be read".to_string(), None),
    }
}
