//! `term-with-detail`: cells that say more than their column asks for.

use super::{Check, TermCx};
use crate::finding::{Finding, Fixable, Level};
use crate::readme::cell;

rule! {
    /// In the table of a README that no catalog manages, a term with something
    /// else in the same cell: a part of the body, an age, a sequence.
    ///
    /// ## Why
    ///
    /// `neonatal brain MRI` in a column of modalities is found by nobody who
    /// looks for MRI and compares cells. `catalint migrate` keeps both apart:
    /// `mri (neonatal brain)`.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// # Data
    ///
    /// | Dataset | Modality           | Image format | Data size | Link                        |
    /// |---------|--------------------|--------------|-----------|-----------------------------|
    /// | ISEG    | MRI (infant brain) | DICOM        | 23        | https://example.org/iseg    |
    /// | LiTS    | CT                 | DICOM        | 131       | https://example.org/lits    |
    /// | CHAOS   | MRI                | DICOM        | 97        | https://example.org/chaos   |
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// # Data
    ///
    /// | Dataset | Modality | Image format | Data size | Link                      |
    /// |---------|----------|--------------|-----------|---------------------------|
    /// | ISEG    | MRI      | DICOM        | 23        | https://example.org/iseg  |
    /// | LiTS    | CT       | DICOM        | 131       | https://example.org/lits  |
    /// | CHAOS   | MRI      | DICOM        | 97        | https://example.org/chaos |
    /// ```
    ///
    /// ## Fix
    ///
    /// None: move what is more to a column of its own, or migrate the list.
    "term-with-detail",
    Some(Level::Info),
    Fixable::No,
    "a cell that says more than a term",
    Check::Term(check)
}

fn check(cx: &TermCx<'_>, out: &mut Vec<Finding>) {
    let Some(detail) = cx.term.detail().filter(|_| !cx.value.is_catalog()) else { return };
    let written = cell::decode(cx.value.written());
    let id = cx.term.text();
    let label = cx.vocabulary.label(id, cx.value.entry.records.language()).unwrap_or(id);
    out.push(
        cx.finding(NAME, Level::Info, format!("`{written}` says more than `{label}`"))
            .label(format!("besides: {detail}"))
            .help(format!("say `{detail}` elsewhere; `catalint migrate` keeps the two apart")),
    );
}
