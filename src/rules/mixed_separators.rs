//! `mixed-separators`: lists in cells that are joined now this way, now that.

use super::{Check, RecordsCx};
use crate::finding::{Finding, Fixable, Label, Level, listed};
use crate::text::{FileId, Span};
use crate::value::Value;

rule! {
    /// In the tables of a README that no catalog manages, a column whose cells
    /// hold several values joined by different signs: `CT/MRI` here, `CT+MRI`
    /// there.
    ///
    /// ## Why
    ///
    /// Whoever reads the column by program must guess each sign, and some are
    /// parts of words: `PET/CT` is one device. A catalog holds lists, and the
    /// page joins them one way.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// # Data
    ///
    /// | Dataset | Modality | Image format | Data size | Link                      |
    /// |---------|----------|--------------|-----------|---------------------------|
    /// | ISEG    | MRI/CT   | DICOM        | 23        | https://example.org/iseg  |
    /// | LiTS    | CT       | DICOM        | 131       | https://example.org/lits  |
    /// | CHAOS   | CT+MRI   | DICOM        | 97        | https://example.org/chaos |
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// # Data
    ///
    /// | Dataset | Modality | Image format | Data size | Link                      |
    /// |---------|----------|--------------|-----------|---------------------------|
    /// | ISEG    | MRI, CT  | DICOM        | 23        | https://example.org/iseg  |
    /// | LiTS    | CT       | DICOM        | 131       | https://example.org/lits  |
    /// | CHAOS   | CT, MRI  | DICOM        | 97        | https://example.org/chaos |
    /// ```
    ///
    /// ## Fix
    ///
    /// None: choose one sign, or migrate the list.
    "mixed-separators",
    Some(Level::Info),
    Fixable::No,
    "lists in cells that are joined in different ways",
    Check::Records(check)
}

/// The cells of one field that are joined by one sign.
struct Joined {
    field: String,
    sign: char,
    places: Vec<(FileId, Span)>,
}

fn check(cx: &RecordsCx<'_>, out: &mut Vec<Finding>) {
    if cx.is_catalog() {
        return;
    }
    let mut found: Vec<Joined> = Vec::new();
    for (_, section) in cx.catalog.walk() {
        for (field, slot) in section.entries.iter().flat_map(|entry| section.slots(entry)) {
            let several = match &slot.value {
                Some(Value::Terms(terms)) => terms.len() > 1,
                Some(Value::List(items)) => items.len() > 1,
                _ => false,
            };
            let written = cx.sources.get(section.file).slice(slot.span);
            let Some(sign) = sign(written).filter(|_| several) else { continue };
            let place = (section.file, slot.span);
            match found.iter_mut().find(|joined| joined.sign == sign && joined.field == field.id) {
                Some(joined) => joined.places.push(place),
                None => found.push(Joined { field: field.id.clone(), sign, places: vec![place] }),
            }
        }
    }
    while let Some(first) = found.first() {
        let field = first.field.clone();
        let (mut signs, rest): (Vec<Joined>, Vec<Joined>) =
            found.into_iter().partition(|joined| joined.field == field);
        found = rest;
        // The most frequent first; of equal ones the one that stands first.
        signs.sort_by_key(|joined| std::cmp::Reverse(joined.places.len()));
        let Some(other) = signs.get(1) else { continue };
        let counts: Vec<String> =
            signs.iter().map(|joined| format!("`{}` ({})", joined.sign, joined.places.len())).collect();
        let (file, span) = other.places[0];
        let (usual_file, usual_span) = signs[0].places[0];
        out.push(
            Finding::new(
                NAME,
                Level::Info,
                file,
                span,
                format!("`{field}` is joined by {}", listed(&counts)),
            )
            .label(format!("by `{}` here", other.sign))
            .related(Label::new(usual_file, usual_span, format!("by `{}` here", signs[0].sign)))
            .subject(field)
            .help("choose one sign"),
        );
    }
}

/// The first sign outside brackets that joins values.
fn sign(written: &str) -> Option<char> {
    let mut depth = 0_i32;
    written.chars().find(|c| {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth -= 1,
            _ => {}
        }
        depth == 0 && "/+、,，;；&".contains(*c)
    })
}
