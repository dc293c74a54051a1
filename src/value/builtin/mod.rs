//! The built-in vocabularies: their terms as tables.
//!
//! Only facts stand here. How a spelling is found belongs to
//! [`vocabulary`](super::vocabulary).

mod format;
mod modality;
mod task;

use super::localized::Localized;
use super::vocabulary::{Facts, TermDef};

/// The names of the built-in vocabularies.
pub(super) const NAMES: [&str; 3] = ["format", "modality", "task"];

/// The terms of the built-in vocabulary of that name.
pub(super) fn terms(name: &str) -> Option<Vec<TermDef>> {
    let rows = match name {
        "format" => format::ROWS,
        "modality" => modality::ROWS,
        "task" => task::ROWS,
        _ => return None,
    };
    Some(rows.iter().map(Row::term).collect())
}

/// One term as it stands in a table.
#[derive(Clone, Copy)]
struct Row {
    id: &'static str,
    en: &'static str,
    zh: &'static str,
    aliases: &'static [&'static str],
    suffixes: &'static [&'static str],
    edam: &'static str,
    media_type: &'static str,
    dicom: &'static [&'static str],
}

const fn row(id: &'static str, en: &'static str, zh: &'static str, aliases: &'static [&'static str]) -> Row {
    Row { id, en, zh, aliases, suffixes: &[], edam: "", media_type: "", dicom: &[] }
}

impl Row {
    fn term(&self) -> TermDef {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<String>>();
        let given = |text: &str| (!text.is_empty()).then(|| text.to_string());
        let label = if self.en == self.zh {
            Localized::plain(self.en)
        } else {
            Localized::from_pairs([("en", self.en), ("zh-Hans", self.zh)])
        };
        let facts = Facts {
            suffixes: owned(self.suffixes),
            edam: given(self.edam),
            media_type: given(self.media_type),
            dicom: owned(self.dicom),
        };
        TermDef { id: self.id.into(), label, aliases: owned(self.aliases), facts }
    }
}
