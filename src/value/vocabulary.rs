//! Vocabularies: ids with labels and the spellings by which people write them.
//!
//! A spelling is found without regard to case, spaces, hyphens, underscores,
//! half or full width, and a leading `.` or `*.` as suffixes have them. The
//! built-in terms are tables of their own; what a field does with a term is in
//! [`term`](super::term).

use super::builtin;
use super::fold::{fold, is_ignored};
use super::localized::Localized;
use super::suggest::Candidates;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock};

/// What is known of a term beside its names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// Usual suffixes of its files, with the dot.
    pub suffixes: Vec<String>,
    /// Its class in EDAM, such as `format_3548`.
    pub edam: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its codes in DICOM's attribute Modality.
    pub dicom: Vec<String>,
}

/// One term of a vocabulary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermDef {
    /// The stable name, as catalogs write it.
    pub id: Arc<str>,
    /// What a reader sees.
    pub label: Localized,
    /// Other spellings that mean it.
    pub aliases: Vec<String>,
    /// What else is known of it.
    pub facts: Facts,
}

impl TermDef {
    /// A term of which only the names are known.
    pub fn new(id: &str, label: Localized, aliases: Vec<String>) -> Self {
        TermDef { id: id.into(), label, aliases, facts: Facts::default() }
    }

    fn spellings(&self) -> impl Iterator<Item = (&str, How)> {
        std::iter::once((&*self.id, How::Id))
            .chain(self.label.iter().map(|(_, label)| (label, How::Label)))
            .chain(self.aliases.iter().map(|alias| (alias.as_str(), How::Alias)))
    }
}

/// By which of its names a term was found; the earlier wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    /// By its id, in some spelling.
    Id,
    /// By its label in some language.
    Label,
    /// By an alias.
    Alias,
}

/// A spelling that two or more terms claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ambiguity {
    /// The spelling as the first of them writes it.
    pub spelling: String,
    /// Their ids; a text so spelled is taken for the first.
    pub ids: Vec<String>,
}

/// Terms, and the index that finds them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vocabulary {
    id: String,
    terms: Vec<TermDef>,
    spellings: Vec<Spelling>,
    by_id: HashMap<Arc<str>, usize>,
    by_spelling: HashMap<String, usize>,
    ambiguities: Vec<Ambiguity>,
    /// The labels, with their terms, that mean another term.
    lost_labels: Vec<(usize, String)>,
    /// How the spellings begin, sorted.
    beginnings: Vec<Beginning>,
    nearby: Nearby,
}

/// The spellings to suggest, in order; made when the first is asked for, so
/// no part of what a vocabulary is.
#[derive(Debug, Default)]
struct Nearby(OnceLock<Candidates>);

impl Clone for Nearby {
    fn clone(&self) -> Self {
        Nearby::default()
    }
}

impl PartialEq for Nearby {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Nearby {}

/// The first characters of a folded spelling, at most three, in one number.
type Beginning = u64;

/// The beginnings that a folded text has itself or goes on from.
fn beginnings(folded: impl Iterator<Item = char>) -> impl Iterator<Item = Beginning> {
    const BITS: u32 = 21;
    folded.take(3).scan(0, |beginning, c| {
        *beginning = (*beginning << BITS) | u64::from(u32::from(c));
        Some(*beginning)
    })
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Spelling {
    text: String,
    folded: String,
    term: usize,
    how: How,
    /// 0 for the vocabulary itself, 1 for the first extension, and so on.
    layer: usize,
}

static BUILTIN: LazyLock<Vec<Arc<Vocabulary>>> = LazyLock::new(|| {
    let of = |name: &&str| builtin::terms(name).map(|terms| Arc::new(Vocabulary::new(name, terms)));
    builtin::NAMES.iter().filter_map(of).collect()
});

impl Vocabulary {
    /// A vocabulary of these terms. Of two with the same id the later counts.
    pub fn new(id: &str, terms: Vec<TermDef>) -> Self {
        let empty = Vocabulary {
            id: id.to_string(),
            terms: Vec::new(),
            spellings: Vec::new(),
            by_id: HashMap::new(),
            by_spelling: HashMap::new(),
            ambiguities: Vec::new(),
            lost_labels: Vec::new(),
            beginnings: Vec::new(),
            nearby: Nearby::default(),
        };
        empty.with(terms, 0)
    }

    /// A built-in vocabulary: `format`, `modality` or `task`.
    pub fn builtin(name: &str) -> Option<&'static Vocabulary> {
        Some(BUILTIN.iter().find(|vocabulary| vocabulary.id == name)?)
    }

    /// The same, to be held by fields: not copied, but shared.
    pub fn builtin_shared(name: &str) -> Option<Arc<Vocabulary>> {
        BUILTIN.iter().find(|vocabulary| vocabulary.id == name).cloned()
    }

    /// The names of the built-in vocabularies.
    pub fn builtin_names() -> &'static [&'static str] {
        &builtin::NAMES
    }

    /// The vocabulary with `terms` added. A term whose id is there already
    /// changes it: its labels replace those of the same languages, its aliases
    /// come on top, and what was found by the old names is still found. Where
    /// a new term claims a spelling that an old one has as label or alias, the
    /// new one gets it.
    #[must_use]
    pub fn extended(&self, terms: impl IntoIterator<Item = TermDef>) -> Vocabulary {
        let layer = self.spellings.iter().map(|spelling| spelling.layer + 1).max().unwrap_or(0);
        self.clone().with(terms, layer)
    }

    fn with(mut self, terms: impl IntoIterator<Item = TermDef>, layer: usize) -> Self {
        for new in terms {
            let term = self.by_id.get(&new.id).copied().unwrap_or(self.terms.len());
            for (text, how) in new.spellings() {
                let folded = fold(text);
                if folded.contains(char::is_alphanumeric) {
                    self.spellings.push(Spelling { text: text.to_string(), folded, term, how, layer });
                }
            }
            match self.terms.get_mut(term) {
                Some(old) => merge(old, new),
                None => {
                    self.by_id.insert(new.id.clone(), term);
                    self.terms.push(new);
                }
            }
        }
        self.index();
        self
    }

    fn index(&mut self) {
        self.by_spelling.clear();
        let mut claims: Vec<(usize, usize)> = Vec::new();
        for (at, new) in self.spellings.iter().enumerate() {
            let Some(&old_at) = self.by_spelling.get(&new.folded) else {
                self.by_spelling.insert(new.folded.clone(), at);
                continue;
            };
            let old = &self.spellings[old_at];
            // An id is never taken away, whoever else claims its spelling.
            let (new_id, old_id) = (new.how == How::Id, old.how == How::Id);
            let wins = match (new_id, old_id) {
                (true, false) => true,
                (false, true) => false,
                _ if new.layer != old.layer => new.layer > old.layer && !old_id,
                _ => new.how < old.how,
            };
            let contested = new.term != old.term && (new.layer == old.layer || (old_id && !new_id));
            if contested {
                claims.push((old_at, at));
            }
            if wins {
                self.by_spelling.insert(new.folded.clone(), at);
            }
        }
        self.ambiguities = self.told(&claims);
        let meant =
            |spelling: &Spelling| self.by_spelling.get(&spelling.folded).map(|&at| self.spellings[at].term);
        let labels = self.spellings.iter().filter(|spelling| spelling.how == How::Label);
        self.lost_labels = labels
            .filter(|spelling| meant(spelling) != Some(spelling.term))
            .map(|spelling| (spelling.term, spelling.text.clone()))
            .collect();
        let folded = self.by_spelling.keys();
        self.beginnings = folded.filter_map(|folded| beginnings(folded.chars()).last()).collect();
        self.beginnings.sort_unstable();
        self.beginnings.dedup();
    }

    fn told(&self, claims: &[(usize, usize)]) -> Vec<Ambiguity> {
        let mut told: Vec<Ambiguity> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for &(old, new) in claims {
            let folded = self.spellings[new].folded.as_str();
            let at = *known.entry(folded).or_insert_with(|| {
                let ids =
                    self.find_folded(folded).map(|(term, _)| vec![term.id.to_string()]).unwrap_or_default();
                told.push(Ambiguity { spelling: self.spellings[old].text.clone(), ids });
                told.len() - 1
            });
            for term in [old, new].map(|at| &self.terms[self.spellings[at].term]) {
                if !told[at].ids.iter().any(|id| **id == *term.id) {
                    told[at].ids.push(term.id.to_string());
                }
            }
        }
        told
    }

    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its terms, in order.
    pub fn terms(&self) -> &[TermDef] {
        &self.terms
    }

    /// The term of exactly this id.
    pub fn get(&self, id: &str) -> Option<&TermDef> {
        self.by_id.get(id).map(|&term| &self.terms[term])
    }

    /// The term that `text` means.
    pub fn find(&self, text: &str) -> Option<&TermDef> {
        self.find_how(text).map(|(term, _)| term)
    }

    /// The term that `text` means, and by which of its names.
    pub fn find_how(&self, text: &str) -> Option<(&TermDef, How)> {
        match self.by_id.get(text) {
            Some(&term) if text.contains(char::is_alphanumeric) => Some((&self.terms[term], How::Id)),
            _ => self.find_folded(&fold(text)),
        }
    }

    fn find_folded(&self, folded: &str) -> Option<(&TermDef, How)> {
        let spelling = &self.spellings[*self.by_spelling.get(folded)?];
        Some((&self.terms[spelling.term], spelling.how))
    }

    /// Whether a spelling may begin as `text` does; often tells without a
    /// look-up that none does.
    pub(super) fn may_begin(&self, text: &str) -> bool {
        let counts = |c: &char| !is_ignored(*c) && !c.is_whitespace();
        // A fourth character may combine with the third.
        let start = text.chars().filter(counts).take(4);
        if !start.clone().all(|c| c.is_ascii()) {
            return true;
        }
        let folded = start.map(|c| c.to_ascii_lowercase());
        beginnings(folded).any(|beginning| self.beginnings.binary_search(&beginning).is_ok())
    }

    /// The label of the term of exactly this id, if that is what it means: not
    /// where another term claims it.
    pub(super) fn own_label(&self, id: &str, lang: &str) -> Option<&str> {
        let &term = self.by_id.get(id)?;
        let label = self.terms[term].label.get(lang);
        let lost = self.lost_labels.iter().any(|(of, lost)| *of == term && lost == label);
        (!lost && label.contains(char::is_alphanumeric)).then_some(label)
    }

    /// The label of the term of exactly this id.
    pub fn label(&self, id: &str, lang: &str) -> Option<&str> {
        self.get(id).map(|term| term.label.get(lang))
    }

    /// The term that a text which means none was perhaps meant to be.
    pub fn suggest(&self, text: &str) -> Option<&TermDef> {
        let spellings = || Candidates::new(self.spellings.iter().map(|spelling| spelling.folded.as_str()));
        let near = self.nearby.0.get_or_init(spellings).closest(&fold(text))?;
        self.find_folded(&self.spellings[near].folded).map(|(term, _)| term)
    }

    /// The spellings that several terms claim, which is a mistake of whoever
    /// wrote the vocabulary.
    pub fn ambiguities(&self) -> &[Ambiguity] {
        &self.ambiguities
    }
}

fn merge(old: &mut TermDef, new: TermDef) {
    let mut aliases = new.aliases;
    aliases.retain(|alias| !old.aliases.contains(alias));
    old.aliases.append(&mut aliases);
    // A label that only repeats the id says nothing.
    if !(new.label.is_plain() && *new.label.get("") == *new.id) {
        old.label = if new.label.is_plain() || old.label.is_plain() {
            new.label
        } else {
            Localized::from_pairs(new.label.iter().chain(old.label.iter()))
        };
    }
    if new.facts != Facts::default() {
        old.facts = new.facts;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(vocabulary: &str, text: &str) -> Option<String> {
        Vocabulary::builtin(vocabulary).unwrap().find(text).map(|term| term.id.to_string())
    }

    #[test]
    fn every_spelling_of_a_format_finds_it() {
        for text in ["Nii", "nii", "NII", "NIfTI-1", ".nii", "*.nii", "ＮＩＩ", "nifti 1", "nifti_1"] {
            assert_eq!(id("format", text).as_deref(), Some("nifti"), "{text}");
        }
        for text in ["nii.gz", "NII.gz", "Nii.gz", ".nii.gz"] {
            assert_eq!(id("format", text).as_deref(), Some("nifti-gz"), "{text}");
        }
        for text in ["DCM", "dcm", "Dicom", "dicom"] {
            assert_eq!(id("format", text).as_deref(), Some("dicom"), "{text}");
        }
        assert_eq!(id("format", ".mat").as_deref(), Some("mat"));
        assert_eq!(id("format", "BB"), None);
        assert_eq!(id("format", "geotiff"), None);
    }

    #[test]
    fn labels_of_every_language_and_aliases_find_a_term() {
        for (text, found) in [
            ("核磁", "mri"),
            ("x-ray", "xray"),
            ("Ｘ光", "xray"),
            ("内窥镜图", "endoscopy"),
            ("镜检图片", "histopathology"),
            ("PET/CT", "pet-ct"),
            ("18F-PET", "pet"),
            ("多模态MRI", "mri-multimodal"),
            ("MRI T2WI", "mri-t2"),
            ("皮肤镜", "dermoscopy"),
            ("图片", "photo"),
            ("CTA", "cta"),
        ] {
            assert_eq!(id("modality", text).as_deref(), Some(found), "{text}");
        }
        for (text, found) in
            [("分割", "segmentation"), ("相关", "correlation"), ("异常检测", "anomaly-detection")]
        {
            assert_eq!(id("task", text).as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn no_spelling_of_a_built_in_vocabulary_is_ambiguous() {
        for name in Vocabulary::builtin_names() {
            let vocabulary = Vocabulary::builtin(name).unwrap();
            assert_eq!(vocabulary.ambiguities(), [], "{name}");
            for term in vocabulary.terms() {
                for (text, _) in term.spellings() {
                    assert_eq!(vocabulary.find(text).map(|found| &found.id), Some(&term.id), "{text}");
                }
            }
        }
    }

    #[test]
    fn labels_answer_in_the_language_asked() {
        let modality = Vocabulary::builtin("modality").unwrap();
        assert_eq!(modality.label("mri", "zh-Hans"), Some("磁共振"));
        assert_eq!(modality.label("mri", "en"), Some("MRI"));
        assert_eq!(modality.label("nothing", "en"), None);
    }

    #[test]
    fn an_extension_changes_a_term_and_keeps_its_old_names() {
        let new = TermDef::new(
            "endoscopy",
            Localized::from_pairs([("en", "Scope images")]),
            vec!["endoscope".to_string()],
        );
        let extended = Vocabulary::builtin("modality").unwrap().extended([new]);
        assert_eq!(extended.label("endoscopy", "en"), Some("Scope images"));
        assert_eq!(extended.label("endoscopy", "zh-Hans"), Some("内窥镜"));
        assert_eq!(extended.get("endoscopy").unwrap().facts.dicom, ["ES"]);
        for text in ["scope images", "Endoscope", "endoscopy", "内镜"] {
            assert_eq!(*extended.find(text).unwrap().id, *"endoscopy", "{text}");
        }
        assert_eq!(extended.ambiguities(), []);
    }

    #[test]
    fn an_extension_takes_an_alias_away_but_never_an_id() {
        let own = |id: &str, alias: &str| TermDef::new(id, Localized::plain(id), vec![alias.to_string()]);
        let extended = Vocabulary::builtin("modality")
            .unwrap()
            .extended([own("colonoscopy", "scope"), own("mine", "CT")]);
        assert_eq!(*extended.find("Colonoscopy").unwrap().id, *"colonoscopy");
        assert_eq!(*extended.find("CT").unwrap().id, *"ct");
        let told = Ambiguity { spelling: "ct".to_string(), ids: vec!["ct".to_string(), "mine".to_string()] };
        assert_eq!(extended.ambiguities(), [told]);
    }

    #[test]
    fn two_terms_with_one_spelling_are_told() {
        let term = |id: &str, label: &str| TermDef::new(id, Localized::plain(label), Vec::new());
        let vocabulary = Vocabulary::new("v", vec![term("a", "Same"), term("b", "sa-me"), term("c", "same")]);
        let ids = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(vocabulary.ambiguities(), [Ambiguity { spelling: "Same".to_string(), ids }]);
        assert_eq!(*vocabulary.find("SAME").unwrap().id, *"a");
    }

    #[test]
    fn a_slip_suggests_the_term_that_was_meant() {
        let format = Vocabulary::builtin("format").unwrap();
        assert_eq!(*format.suggest("DICM").unwrap().id, *"dicom");
        assert_eq!(*format.suggest("nfiti").unwrap().id, *"nifti");
        assert_eq!(format.suggest("something else"), None);
    }
}
