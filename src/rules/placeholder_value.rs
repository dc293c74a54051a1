//! `placeholder-value`.

use super::{Check, ValueCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::text::Edit;
use crate::value::Value;
use crate::value::placeholder::is_placeholder;

rule! {
    /// A value that says only that it is not known: `#`, `**`, `-`, `N/A`,
    /// `TBD`, a cell of blanks that look like nothing.
    ///
    /// ## Why
    ///
    /// Every list has its own signs for "unknown", and whoever reads the list
    /// by program takes them for values: a count of data sets by format then
    /// has a format called `#`. In a catalog, what is not known is `null` or
    /// left out, and the README shows an empty cell.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: BraTS 2015
    ///   format: '#'
    ///   link: https://www.smir.ch/BRATS/Start2015
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: BraTS 2015
    ///   format: null
    ///   link: https://www.smir.ch/BRATS/Start2015
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe: writes `null`, or empties the cell.
    "placeholder-value",
    Some(Level::Warning),
    Fixable::Safe,
    "a value that only says it is not known",
    Check::Value(check)
}

fn check(cx: &ValueCx<'_>, out: &mut Vec<Finding>) {
    let Some(slot) = cx.slot else { return };
    let Some(Value::Raw(text)) = &slot.value else { return };
    if !is_placeholder(text) {
        return;
    }
    let _ = Edit::new(slot.span, "");
    out.push(
        cx.finding(NAME, Level::Warning, slot.span, format!("`{text}` stands for an unknown {}", cx.field.id))
            .fix(Safety::Safe, "write `null`", vec![Edit::new(slot.span, "null")]),
    );
}
