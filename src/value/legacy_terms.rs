//! The lenient reading of a legacy cell of terms.
//!
//! People join terms by any sign at hand and put words around them. The whole
//! cell is tried first (`PET/CT` is one device), then what strong separators
//! leave, then what `/`, `+` and `&` leave. A piece that holds a term among
//! other words becomes that term with a detail: the words before it or after
//! it, or the whole piece where they stand on both sides, so that what is
//! rendered says all of it again: `无对比头部CT` is `ct` with 无对比头部, since
//! no spelling of `ct-noncontrast` stands in it unbroken. A piece without any
//! term is other text.

use super::pieces;
use super::term::Term;
use super::vocabulary::Vocabulary;
use std::sync::Arc;

/// The longest piece, in characters, in which a term is looked for.
const MAX_PHRASE: usize = 40;
/// The longest run of words or Chinese characters taken for one spelling.
const MAX_RUN: usize = 12;
/// How many parts of `a/b/c` are tried as one spelling.
const MAX_PARTS: usize = 4;

/// The terms of a legacy cell; none if it is empty.
pub fn split_cell(text: &str, vocabulary: &Vocabulary) -> Vec<Term> {
    let cell = undecorated(pieces::trim(text));
    if let Some(term) = exact(cell, vocabulary) {
        return vec![term];
    }
    let mut terms = Vec::new();
    for line in pieces::lines(cell) {
        for piece in pieces::split(line, |c| matches!(c, '、' | ',' | '，' | ';' | '；')) {
            weakly(undecorated(piece), vocabulary, &mut terms);
        }
    }
    terms
}

/// The one term of a legacy cell whose field holds one. A cell with several
/// stays as written.
pub fn single(text: &str, vocabulary: &Vocabulary) -> Term {
    let mut terms = split_cell(text, vocabulary);
    match terms.pop() {
        Some(term) if terms.is_empty() => term,
        _ => Term::other(pieces::trim(text)),
    }
}

fn weakly(piece: &str, vocabulary: &Vocabulary, terms: &mut Vec<Term>) {
    if let Some(term) = exact(piece, vocabulary) {
        terms.push(term);
        return;
    }
    let held = Phrase::find(piece, vocabulary);
    // `FDG PET/CT` is one device too: no sign stands outside the term.
    let one_device = held.as_ref().is_some_and(|held| {
        let [before, within, after] = held.parts().map(|part| part.contains(is_joint));
        within && !before && !after
    });
    let apart = if one_device { None } else { joined(piece, vocabulary) };
    match apart.or_else(|| enumerated(piece, vocabulary)) {
        Some(mut found) => terms.append(&mut found),
        None => terms.push(held.map_or_else(|| Term::other(piece), |held| held.term())),
    }
}

/// `CT+MRI`, `CT/MR/PT`: taken apart if one part is a term as it stands, or
/// every part holds one.
fn joined(piece: &str, vocabulary: &Vocabulary) -> Option<Vec<Term>> {
    let parts = pieces::ranges(piece, is_joint);
    if parts.len() < 2 {
        return None;
    }
    let (mut terms, mut any_exact, mut all_hold) = (Vec::new(), false, true);
    let mut at = 0;
    while at < parts.len() {
        let most = MAX_PARTS.min(parts.len() - at);
        let longest = (1..=most).rev().find_map(|count| {
            let whole = &piece[parts[at].start..parts[at + count - 1].end];
            exact(whole, vocabulary).map(|term| (term, count))
        });
        if let Some((term, count)) = longest {
            terms.push(term);
            any_exact = true;
            at += count;
            continue;
        }
        let part = &piece[parts[at].clone()];
        let held = Phrase::find(part, vocabulary).map(|held| held.term());
        all_hold &= held.is_some();
        terms.push(held.unwrap_or_else(|| Term::other(part)));
        at += 1;
    }
    (any_exact || all_hold).then_some(terms)
}

/// `CT and MRI`, `CT和MRI`: taken apart only if every part is a term as it
/// stands, since the words are common ones.
fn enumerated(piece: &str, vocabulary: &Vocabulary) -> Option<Vec<Term>> {
    if piece.chars().count() > MAX_PHRASE {
        return None;
    }
    [" and ", " or ", "和", "与", "及", "或"]
        .into_iter()
        .filter(|word| piece.contains(word))
        .find_map(|word| piece.split(word).map(|part| exact(pieces::trim(part), vocabulary)).collect())
}

fn exact(piece: &str, vocabulary: &Vocabulary) -> Option<Term> {
    let term = Term::parse(piece, vocabulary);
    if term.id().is_some() {
        return Some(term);
    }
    let singular = piece.strip_suffix('s').filter(|rest| rest.len() > 2)?;
    vocabulary.find(singular).map(|term| Term::of(&term.id))
}

/// Signs that join terms, and also stand in the names of some.
fn is_joint(c: char) -> bool {
    matches!(c, '/' | '+' | '&' | '／' | '＋' | '＆')
}

/// A term among other words.
struct Phrase<'t> {
    piece: &'t str,
    start: usize,
    end: usize,
    id: &'t Arc<str>,
}

impl<'t> Phrase<'t> {
    /// The longest spelling among the words of a short piece, above all one
    /// that holds a joining sign; of equally long ones the last, since what a word is said of comes before it in both
    /// languages.
    fn find(piece: &'t str, vocabulary: &'t Vocabulary) -> Option<Self> {
        if piece.chars().count() > MAX_PHRASE || piece.contains(['。', '！', '？', '!', '?', '：', ':']) {
            return None;
        }
        let words = words(piece);
        let mut best: Option<((bool, usize), Self)> = None;
        for first in 0..words.len() {
            for last in first..words.len().min(first + MAX_RUN) {
                let (start, end) = (words[first].0, words[last].1);
                let text = &piece[start..end];
                let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
                // `FDG PET` must not tear `PET/CT` apart.
                let weight = (text.contains(is_joint), letters);
                if best.as_ref().is_some_and(|best| weight < best.0) || is_slight(text) {
                    continue;
                }
                if let Some(term) = vocabulary.find(text) {
                    best = Some((weight, Phrase { piece, start, end, id: &term.id }));
                }
            }
        }
        best.map(|(_, phrase)| phrase)
    }

    /// What stands before the term, its spelling, and what stands after it.
    fn parts(&self) -> [&'t str; 3] {
        [&self.piece[..self.start], &self.piece[self.start..self.end], &self.piece[self.end..]]
    }

    fn term(&self) -> Term {
        let [before, _, after] = self.parts();
        let apart = |c: Option<char>| c.is_none_or(|c| c == ' ' || c.is_alphanumeric());
        let clean = apart(before.chars().next_back()) && apart(after.chars().next());
        let detail = match (pieces::trim(before), pieces::trim(after)) {
            (rest, "") | ("", rest) if clean => rest,
            _ => self.piece,
        };
        Term::of(self.id).with_detail(detail)
    }
}

/// Two Latin letters are a term only in capitals: `US`, but not `us`.
fn is_slight(text: &str) -> bool {
    text.len() <= 2 && text.contains(|c: char| c.is_ascii_lowercase())
}

/// Words of Latin letters and digits, and each Chinese character, by place.
fn words(piece: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut joins = false;
    for (at, c) in piece.char_indices() {
        let end = at + c.len_utf8();
        let letter = c.is_alphanumeric() && c < '\u{2E80}';
        match words.last_mut() {
            Some(word) if joins && letter => word.1 = end,
            _ if c.is_alphanumeric() => words.push((at, end)),
            _ => {}
        }
        joins = letter;
    }
    words
}

/// `text` without code ticks or emphasis around the whole of it.
fn undecorated(text: &str) -> &str {
    ["**", "__", "`", "*", "_"]
        .into_iter()
        .find_map(|sign| {
            let inside = text.strip_prefix(sign)?.strip_suffix(sign)?;
            (!inside.contains(sign)).then(|| pieces::trim(inside)).filter(|inside| !inside.is_empty())
        })
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(vocabulary: &str, cell: &str) -> Vec<String> {
        let vocabulary = Vocabulary::builtin(vocabulary).unwrap();
        split_cell(cell, vocabulary).iter().map(|term| term.write(vocabulary)).collect()
    }

    #[test]
    fn joined_modalities_are_a_list_but_pet_ct_is_one_device() {
        for (cell, terms) in [
            ("MRI/PET", &["mri", "pet"][..]),
            ("CT/MRI", &["ct", "mri"]),
            ("CT+MRI", &["ct", "mri"]),
            ("CT/MR/PT", &["ct", "mri", "pet"]),
            ("3D CT&MR", &["ct (3D)", "mri"]),
            ("CT、MRI", &["ct", "mri"]),
            ("CT, MRI; PET<br>X-ray", &["ct", "mri", "pet", "xray"]),
            ("PET/CT", &["pet-ct"]),
            ("PET/CT/MRI", &["pet-ct", "mri"]),
            ("PET/CT, MRI", &["pet-ct", "mri"]),
            ("CT and MRI", &["ct", "mri"]),
            ("CT和MRI", &["ct", "mri"]),
            ("H&E", &["histopathology"]),
            ("`CT`, **MRI**", &["ct", "mri"]),
            ("X-rays", &["xray"]),
            ("", &[]),
        ] {
            assert_eq!(read("modality", cell), terms, "{cell}");
        }
    }

    #[test]
    fn words_around_a_term_become_its_detail() {
        for (cell, term) in [
            ("婴儿脑MR", "mri (婴儿脑)"),
            ("无对比头部CT", "ct (无对比头部)"),
            ("18F-PET", "pet"),
            ("多模态MRI", "mri-multimodal"),
            ("MRI T2WI", "mri-t2"),
            ("镜检图片", "histopathology"),
            ("内窥镜图", "endoscopy"),
            ("contrast-enhanced CT", "ct (contrast-enhanced)"),
            ("head CT scans", "ct (head CT scans)"),
            ("FDG PET/CT", "pet-ct (FDG)"),
            ("MRI (T1, T2)", "mri (T1, T2)"),
            ("CT-based", "ct (CT-based)"),
        ] {
            assert_eq!(read("modality", cell), [term], "{cell}");
        }
    }

    #[test]
    fn a_piece_without_a_term_keeps_its_text() {
        assert_eq!(read("format", "BB"), ["BB"]);
        assert_eq!(read("modality", "BB/CC"), ["BB/CC"]);
        assert_eq!(read("modality", "CT/BB"), ["ct", "BB"]);
        assert_eq!(read("modality", "ask us"), ["ask us"]);
        let sentence = "We collected everything that the hospitals had, CT among it";
        assert_eq!(read("modality", sentence).len(), 2);
    }

    #[test]
    fn tasks_are_read_alike() {
        assert_eq!(read("task", "分割/分类"), ["segmentation", "classification"]);
        assert_eq!(read("task", "分类/相关"), ["classification", "correlation"]);
        assert_eq!(read("task", "异常检测"), ["anomaly-detection"]);
        assert_eq!(read("task", "脑肿瘤分割"), ["segmentation (脑肿瘤)"]);
    }

    #[test]
    fn a_field_of_one_term_takes_no_list() {
        let format = Vocabulary::builtin("format").unwrap();
        assert_eq!(single("NII.gz", format), Term::known("nifti-gz"));
        assert_eq!(single("PAR/REC", format), Term::known("par-rec"));
        assert_eq!(single("hdr/img", format), Term::known("analyze"));
        assert_eq!(single("DICOM, PNG", format), Term::other("DICOM, PNG"));
    }
}
