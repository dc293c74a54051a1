//! From text to the parts of a size.

use super::count::{half, read_count};
use super::unit::{Split, Unit, ends_word};
use super::{Bound, Count, Join, Part, Scale};
use crate::value::pieces;
use crate::value::vocabulary::Vocabulary;

/// The longest text after a count, in characters, that is taken for its
/// detail though no brackets stand around it.
const MAX_LOOSE_DETAIL: usize = 24;
/// The longest run of words or Chinese characters taken for one modality.
const MAX_RUN: usize = 8;
/// The same in bytes, so that a part costs no more than what it says.
const MAX_RUN_BYTES: usize = 96;

/// The parts of a size; `None` if the text is none.
pub(super) fn size(text: &str, modality: Option<&Vocabulary>) -> Option<Vec<Part>> {
    // Most cells are no sizes, and most of these have no digit.
    if !text.contains(|c| half(c).is_ascii_digit()) {
        return None;
    }
    let joints = pieces::marks(text, |c| matches!(half(c), '+' | '/'));
    let mut reader = Reader {
        text,
        at: 0,
        joints: joints.iter().filter(|mark| mark.separates).map(|mark| mark.at).collect(),
        groups: pieces::groups(text),
        modality,
    };
    let mut parts = vec![reader.part(Join::Plus)?];
    loop {
        reader.skip_space();
        let join = match reader.peek() {
            None => return Some(parts),
            Some('+') => Join::Plus,
            Some('/') => Join::Slash,
            Some(_) => return None,
        };
        reader.advance();
        parts.push(reader.part(join)?);
    }
}

/// A word that says something of a count.
enum Word<'v> {
    Unit(Unit),
    Split(Split),
    Modality(&'v str),
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Where a `+` or `/` stands at the top level.
    joints: Vec<usize>,
    /// Round brackets and what they close with, in order.
    groups: Vec<(usize, usize)>,
    modality: Option<&'t Vocabulary>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(half)
    }

    fn advance(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn part(&mut self, join: Join) -> Option<Part> {
        self.skip_space();
        let mut split = self.leading_split();
        let bound = self.bound();
        let (count, len) = read_count(self.rest())?;
        self.at += len;
        let (mut unit, mut modality) = (None, None);
        // The places of the words taken, so that the last can be given back.
        let mut taken = Vec::new();
        loop {
            let before = self.at;
            self.skip_space();
            if split.is_none() && self.split_in_brackets(&mut split) {
                continue;
            }
            let word = self.word().filter(|(word, _)| match word {
                Word::Unit(_) => unit.is_none(),
                Word::Split(_) => split.is_none(),
                Word::Modality(_) => modality.is_none(),
            });
            let Some((word, len)) = word else {
                self.at = before;
                break;
            };
            taken.push((self.at, which(&word)));
            match word {
                Word::Unit(found) => unit = Some(found),
                Word::Split(found) => split = Some(found),
                Word::Modality(found) => modality = Some(found.into()),
            }
            self.at += len;
        }
        // 例 in 例三次扫描 counts nothing: a Chinese word that runs on was none.
        while let Some((start, kind)) = taken.pop().filter(|_| self.runs_on()) {
            self.at = start;
            match kind {
                0 => unit = None,
                1 => split = None,
                _ => modality = None,
            }
        }
        let detail = self.detail()?;
        if let (Some(id), Some(of), Some(vocabulary)) = (modality.as_deref(), unit, self.modality)
            && holds_unit(id, of, vocabulary)
        {
            unit = None;
        }
        let is_time = matches!(unit, Some(Unit::Hours | Unit::Minutes));
        if matches!(count, Count::Rounded(_, Scale::One)) && !is_time {
            return None;
        }
        Some(Part { join, bound, count, unit, split, more: None }.saying(modality, detail))
    }

    /// `train: 484`: a split before its count.
    fn leading_split(&mut self) -> Option<Split> {
        let (split, len) = Split::at_start(self.rest())?;
        self.at += len;
        self.skip_space();
        if self.peek() == Some(':') {
            self.advance();
            self.skip_space();
        }
        Some(split)
    }

    fn bound(&mut self) -> Bound {
        let bound = match self.peek() {
            Some('~' | '约') => Bound::About,
            Some('>') => Bound::MoreThan,
            Some('<') => Bound::LessThan,
            _ => return Bound::Exactly,
        };
        self.advance();
        self.skip_space();
        bound
    }

    /// `282(训练)`: brackets around nothing but a split.
    fn split_in_brackets(&mut self, split: &mut Option<Split>) -> bool {
        let Some((inside, end)) = self.group() else { return false };
        *split = Split::named(inside);
        if split.is_some() {
            self.at = end;
        }
        split.is_some()
    }

    /// What the brackets that open here hold, and where they end.
    fn group(&self) -> Option<(&'t str, usize)> {
        let at = self.groups.binary_search_by_key(&self.at, |group| group.0).ok()?;
        let (open, close) = self.groups[at];
        if half(self.text[open..].chars().next()?) != '(' {
            return None;
        }
        let width = |at: usize| self.text[at..].chars().next().map_or(0, char::len_utf8);
        Some((pieces::trim(&self.text[open + width(open)..close]), close + width(close)))
    }

    /// The longest word here; of equally long ones a unit before a split
    /// before a modality.
    fn word(&self) -> Option<(Word<'t>, usize)> {
        let rest = self.rest();
        if !rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let unit = Unit::at_start(rest).map(|(unit, len)| (Word::Unit(unit), len));
        let split = Split::at_start(rest).map(|(split, len)| (Word::Split(split), len));
        let modality = self.modality.and_then(|modality| {
            let (id, len) = longest_term(rest, modality)?;
            // What is written as a unit is one, however it is spelled here.
            let word = written_as_unit(id, modality).map_or(Word::Modality(id), Word::Unit);
            Some((word, len))
        });
        [modality, split, unit].into_iter().flatten().max_by_key(|&(_, len)| len)
    }

    /// Whether Chinese text goes on right here.
    fn runs_on(&self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        let after = self.rest().chars().next();
        [before, after].iter().all(|c| c.is_some_and(|c| c.is_alphanumeric() && c >= '\u{2E80}'))
    }

    /// What remains of the part: nothing, brackets, or a few words. The outer
    /// `None` means that it is more than a detail.
    fn detail(&mut self) -> Option<Option<Box<str>>> {
        let spaced = {
            let before = self.at;
            self.skip_space();
            self.at > before
        };
        let next = self.joints.partition_point(|&joint| joint < self.at);
        let end = self.joints.get(next).copied().unwrap_or(self.text.len());
        let rest = self.text[self.at..end].trim_end();
        if rest.is_empty() {
            return Some(None);
        }
        if let Some((inside, close)) = self.group()
            && close == self.at + rest.len()
        {
            self.at = end;
            return (!inside.is_empty()).then(|| Some(pieces::open(inside).into()));
        }
        let first = rest.chars().next()?;
        // `3T` and `20th` are no counts; 400轻度 is one.
        let starts = first.is_alphanumeric() && (spaced || !first.is_ascii());
        let few = rest.chars().count() <= MAX_LOOSE_DETAIL;
        let mut depth = 0_usize;
        let plain = rest.chars().map(half).all(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0 || !(c.is_ascii_digit() || ",;:&=%。、*×".contains(c))
        });
        self.at = end;
        (starts && few && plain).then(|| Some(rest.into()))
    }
}

fn which(word: &Word<'_>) -> u8 {
    match word {
        Word::Unit(_) => 0,
        Word::Split(_) => 1,
        Word::Modality(_) => 2,
    }
}

/// The longest spelling of `vocabulary` at the start of `text`: its id and
/// length.
fn longest_term<'v>(text: &str, vocabulary: &'v Vocabulary) -> Option<(&'v str, usize)> {
    if !vocabulary.may_begin(text) {
        return None;
    }
    let mut best = None;
    let mut words = 0;
    let mut latin = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let letter = c.is_alphanumeric() && c < '\u{2E80}';
        words += usize::from(c.is_alphanumeric() && !(letter && latin));
        latin = letter;
        if words > MAX_RUN || end > MAX_RUN_BYTES {
            break;
        }
        if c.is_alphanumeric() && ends_word(&text[..end], &text[end..]) {
            best = vocabulary.find(&text[..end]).map(|term| (&*term.id, end)).or(best);
        }
    }
    best
}

/// Whether the whole of `name` is read as the modality `id`.
pub(super) fn names_modality(name: &str, id: &str, modality: &Vocabulary) -> bool {
    let reader =
        Reader { text: name, at: 0, joints: Vec::new(), groups: Vec::new(), modality: Some(modality) };
    matches!(reader.word(), Some((Word::Modality(found), len)) if found == id && len == name.len())
}

/// What a modality is written as: its labels and its id.
fn names_of<'v>(id: &'v str, modality: &'v Vocabulary) -> impl Iterator<Item = &'v str> {
    let labels = modality.get(id).into_iter().flat_map(|term| term.label.iter().map(|(_, label)| label));
    labels.chain([id])
}

/// The unit that the id or a label of the modality reads as.
fn written_as_unit(id: &str, modality: &Vocabulary) -> Option<Unit> {
    let whole = |name: &str| Unit::at_start(name).filter(|&(_, len)| len == name.len());
    names_of(id, modality).find_map(whole).map(|(unit, _)| unit)
}

/// Whether the modality's name with the unit after it is its name again, as
/// in `clinical records`: then the unit says nothing more.
pub(super) fn holds_unit(id: &str, unit: Unit, modality: &Vocabulary) -> bool {
    let units = [unit.english(false), unit.english(true), unit.chinese()];
    names_of(id, modality).any(|name| {
        units.iter().any(|unit| modality.find(&format!("{name} {unit}")).is_some_and(|term| *term.id == *id))
    })
}

#[cfg(test)]
mod tests {
    use crate::value::size::Size;
    use crate::value::vocabulary::Vocabulary;

    fn canonical(text: &str) -> Option<String> {
        Size::parse(text, Vocabulary::builtin("modality")).map(|size| size.write())
    }

    #[test]
    fn the_sizes_of_a_real_list_are_read() {
        for (text, size) in [
            ("484 Train + 266 Test", "484 train + 266 test"),
            ("394", "394"),
            ("10300", "10300"),
            ("5", "5"),
            ("539+573", "539 + 573"),
            ("20 + 10", "20 + 10"),
            ("131+70", "131 + 70"),
            ("282(训练)+139(验证)", "282 train + 139 validation"),
            ("126训练+64测试", "126 train + 64 test"),
            ("22,601(训练)+4,574(测试)", "22601 train + 4574 test"),
            ("20 CT + 20 MRI", "20 ct + 20 mri"),
            ("97患者/237套", "97 patients / 237 series"),
            ("10616张", "10616 images"),
            ("88.3k", "88.3k"),
            (
                "400轻度认知障碍(MCI)+ 200早期AD+20老年对照",
                "400 (轻度认知障碍(MCI)) + 200 (早期AD) + 20 (老年对照)",
            ),
            ("4(真实手术)+5(模拟手术)", "4 (真实手术) + 5 (模拟手术)"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(size), "{text}");
        }
    }

    #[test]
    fn free_text_is_no_size() {
        for text in [
            "43例三次扫描，54例患者治疗前/后扫描",
            "1370；1104异常检查， 319 ACL撕裂 508半月板撕裂",
            "训练144T1&64T2+验证13+测试(6+5+5)",
            "",
            "many",
            "3D",
            "3T MRI",
            "1.5",
            "95%",
            "28*28",
            "512 x 512",
            "10 +",
            "+ 10",
            "5 ()",
            "20th",
            "10/",
            "v1.2",
            "400+",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    #[test]
    fn other_forms_of_the_grammar_are_read() {
        for (text, size) in [
            ("～１２，３４５例", "~12345 cases"),
            ("约45万张", "~450k images"),
            (">100 patients", ">100 patients"),
            ("< 5 GB", "<5 GB"),
            ("4.5GB (zip)", "4.5 GB (zip)"),
            ("1.5 hours", "1.5 hours"),
            ("1 image", "1 image"),
            ("100 CT scans", "100 ct scans"),
            ("100张CT", "100 ct images"),
            ("20 PET/CT + 10 CT", "20 pet-ct + 10 ct"),
            ("5000 training images", "5000 images train"),
            ("train: 484 + test: 266", "484 train + 266 test"),
            ("54例患者", "54 patients"),
            ("30 clinical records", "30 clinical"),
            ("30条记录clinical", "30 clinical"),
            ("43例三次扫描", "43 (例三次扫描)"),
            ("1视\n频", "1 video"),
            ("3 vide-o", "3 videos"),
            ("300 labelled + 200 unlabelled", "300 labelled + 200 unlabelled"),
            ("484 train (test)", "484 train (test)"),
            ("100 early AD", "100 (early AD)"),
            ("10 (a + b / c)", "10 (a + b / c)"),
            ("20 cases（内部，外部）", "20 cases (内部，外部)"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(size), "{text}");
        }
    }
}
