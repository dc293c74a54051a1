//! Titles → ids, in any script.
//!
//! Owns what an id may look like; refuses to know what it names.

use crate::catalog::read::RESERVED_REGIONS;
use crate::readme::slug;
use std::collections::HashMap;

/// Hands out ids, each once: those in use, with the last number that was put
/// behind each.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<String, usize>);

impl Ids {
    /// Takes an id that is in use already.
    pub(super) fn take(&mut self, id: &str) {
        self.0.entry(id.to_string()).or_insert(1);
    }

    /// An id for the section called `title`: the name of a region, so without
    /// `--` and none of those that mean something else.
    pub(super) fn section(&mut self, title: &str) -> String {
        let base = words(title, '-');
        let base = if base.is_empty() { "records".to_string() } else { base };
        self.unique(&base, '-', &RESERVED_REGIONS)
    }

    /// An id for the field called `title`, or of column `index` if that says
    /// nothing.
    pub(super) fn field(&mut self, title: &str, index: usize) -> String {
        let base = words(title, '_');
        let base = if base.is_empty() { format!("column_{}", index + 1) } else { base };
        // `id` is an entry's own key.
        self.unique(&base, '_', &["id"])
    }

    fn unique(&mut self, base: &str, joint: char, reserved: &[&str]) -> String {
        let is_free = !reserved.contains(&base) && !self.0.contains_key(base);
        let mut number = *self.0.entry(base.to_string()).or_insert(1);
        if is_free {
            return base.to_string();
        }
        let id = loop {
            number += 1;
            let id = format!("{base}{joint}{number}");
            if !self.0.contains_key(&id) {
                break id;
            }
        };
        self.0.insert(base.to_string(), number);
        self.0.insert(id.clone(), 1);
        id
    }
}

/// The letters and digits of `title` in small letters, with one `joint`
/// between words.
fn words(title: &str, joint: char) -> String {
    let mut out = String::new();
    // A bracket or slash divides words too.
    let title = title.replace(['(', ')', '[', ']', '/', '（', '）', '【', '】'], " ");
    for c in slug(&title).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if matches!(c, '-' | '_') && !out.is_empty() && !out.ends_with(joint) {
            out.push(joint);
        }
    }
    out.truncate(out.trim_end_matches(joint).len());
    // An id is no essay: cut it between words.
    const MOST: usize = 48;
    if out.chars().count() > MOST {
        let cut = out.char_indices().nth(MOST).map_or(out.len(), |(at, _)| at);
        let cut = out[..cut].rfind(joint).unwrap_or(cut);
        out.truncate(cut);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_any_script_become_ids() {
        let mut ids = Ids::default();
        for (title, id) in [
            ("Brain", "brain"),
            ("Medical image", "medical-image"),
            ("Head & Neck", "head-neck"),
            ("脑 MRI", "脑-mri"),
            ("📜 CC-BY 4.0", "cc-by-40"),
            ("Brain", "brain-2"),
            ("Contents", "contents-2"),
            ("summary", "summary-2"),
            ("🚀", "records"),
            ("مجموعات | Datasets", "مجموعات-datasets"),
            ("a -- b", "a-b"),
            ("Analysis(FinSA)", "analysis-finsa"),
        ] {
            assert_eq!(ids.section(title), id, "{title}");
        }
    }

    #[test]
    fn fields_are_called_by_their_headers() {
        let mut ids = Ids::default();
        assert_eq!(ids.field("Image format", 0), "image_format");
        assert_eq!(ids.field("", 1), "column_2");
        assert_eq!(ids.field("ID", 2), "id_2");
        assert_eq!(ids.field("# Hours", 3), "hours");
    }
}
