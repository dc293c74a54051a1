//! "Did you mean": the nearest of some known words.
//!
//! Nearness is the number of characters put in, left out, changed or swapped
//! with their neighbour (optimal string alignment). Words longer than
//! [`MAX_LENGTH`] are not compared, nor are more than the first candidates.

/// The longest word, in characters, that is compared.
pub const MAX_LENGTH: usize = 48;

/// How many candidates are looked at for one word.
const LOOKED_AT: usize = 8192;

/// How many of them are compared letter by letter. With the former this bounds
/// the cost of a word where there are very many candidates.
const COMPARED: usize = 256;

/// The candidate nearest to `word`, if one is near enough to be meant: one
/// slip in up to four characters, two in up to nine, else three; in Chinese,
/// where one character is as much as a word, one in three. Case does not
/// count. Of equally near ones the first is taken; an equal word is nearest.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let words: Vec<&str> = candidates.into_iter().take(LOOKED_AT).collect();
    Candidates::new(words.iter().copied()).closest(word).map(|found| words[found])
}

/// Candidates that many words are to be held against.
#[derive(Debug)]
pub struct Candidates {
    /// The letters of all, one after the other.
    letters: Vec<char>,
    /// Of each: where its letters end, and of which kinds they are.
    ends: Vec<(usize, u64)>,
}

impl Candidates {
    /// Those words, in that order.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut letters = Vec::new();
        let ends = words.into_iter().map(|word| {
            let start = letters.len();
            push_letters(word, &mut letters);
            (letters.len(), kinds(&letters[start..]))
        });
        let ends = ends.collect();
        Candidates { letters, ends }
    }

    /// Which of them is [`closest`] to `word`.
    pub fn closest(&self, word: &str) -> Option<usize> {
        let mut search = Search::new(word)?;
        let mut best = None;
        let mut start = 0;
        for (index, &(end, kinds)) in self.ends.iter().enumerate().take(LOOKED_AT) {
            if search.is_nearer(&self.letters[start..end], kinds) {
                best = Some(index);
            }
            if search.is_over() {
                break;
            }
            start = end;
        }
        best
    }
}

/// A word that others are held against.
struct Search {
    word: Vec<char>,
    kinds: u64,
    /// How far the next one may be, or `None` once an equal one was found.
    within: Option<usize>,
    compared: usize,
}

impl Search {
    /// `None` for a word that nothing is compared with.
    fn new(word: &str) -> Option<Self> {
        let mut letters = Vec::new();
        push_letters(word, &mut letters);
        let fits = (1..=MAX_LENGTH).contains(&letters.len());
        let within = Some(allowed(&letters));
        fits.then(|| Search { kinds: kinds(&letters), word: letters, within, compared: 0 })
    }

    /// Whether a candidate of those letters is nearer than all before.
    fn is_nearer(&mut self, letters: &[char], kinds: u64) -> bool {
        let Some(within) = self.within else { return false };
        // Each slip changes two kinds of letters at most.
        let is_far = self.word.len().abs_diff(letters.len()) > within
            || (self.kinds ^ kinds).count_ones() as usize > 2 * within
            || !(1..=MAX_LENGTH).contains(&letters.len());
        if is_far {
            return false;
        }
        self.compared += 1;
        let away = distance(&self.word, letters, within);
        let is_nearer = away <= within;
        if is_nearer {
            // Only what is strictly nearer replaces it.
            self.within = away.checked_sub(1);
        }
        is_nearer
    }

    fn is_over(&self) -> bool {
        self.within.is_none() || self.compared >= COMPARED
    }
}

/// Appends the letters of a word without their case; of a very long one, more
/// than are compared.
fn push_letters(word: &str, out: &mut Vec<char>) {
    out.extend(word.chars().flat_map(char::to_lowercase).take(MAX_LENGTH + 1));
}

/// Which letters there are, each as one of 64 kinds.
fn kinds(letters: &[char]) -> u64 {
    letters.iter().fold(0, |kinds, &letter| kinds | 1 << (u32::from(letter) % 64))
}

fn allowed(word: &[char]) -> usize {
    let chinese = word.iter().filter(|&&c| c >= '\u{2E80}').count();
    if chinese * 2 > word.len() {
        return word.len() / 3;
    }
    match word.len() {
        0..=1 => 0,
        2..=4 => 1,
        5..=9 => 2,
        _ => 3,
    }
}

/// The distance of `a` and `b`, or some number above `within`. Neither is
/// longer than [`MAX_LENGTH`].
fn distance(a: &[char], b: &[char], within: usize) -> usize {
    let mut before = [0; MAX_LENGTH + 1];
    let mut last: [usize; MAX_LENGTH + 1] = std::array::from_fn(|index| index);
    let mut row = [0; MAX_LENGTH + 1];
    for (i, &x) in a.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, &y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if least > within {
            return least;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_seen_through() {
        let keys = ["modality", "format", "size", "tasks"];
        for (slip, meant) in
            [("modalty", "modality"), ("fromat", "format"), ("Sizes", "size"), ("task", "tasks")]
        {
            assert_eq!(closest(slip, keys), Some(meant));
        }
    }

    #[test]
    fn another_word_is_not_taken_for_a_slip() {
        assert_eq!(closest("colour", ["modality", "format"]), None);
        assert_eq!(closest("x", ["y"]), None);
        assert_eq!(closest("", [""]), None);
        assert_eq!(closest("分割", ["分类"]), None);
    }

    #[test]
    fn one_chinese_character_of_three_may_be_wrong() {
        assert_eq!(closest("内窥竟", ["皮肤镜", "内窥镜"]), Some("内窥镜"));
    }

    #[test]
    fn the_nearest_wins_and_of_equals_the_first() {
        assert_eq!(closest("tost", ["toast", "test", "tost"]), Some("tost"));
        assert_eq!(closest("bat", ["cat", "hat"]), Some("cat"));
    }

    #[test]
    fn swapped_neighbours_are_one_slip() {
        assert_eq!(distance(&['a', 'b'], &['b', 'a'], 3), 1);
    }

    #[test]
    fn many_words_are_held_against_the_same_candidates() {
        let words: Vec<String> = (0..3 * LOOKED_AT).map(|number| format!("word {number:x}")).collect();
        let candidates = Candidates::new(words.iter().map(String::as_str));
        for word in ["Word 12", "wrod 2f0", "wordd 3e", "something", "", "word"] {
            let found = candidates.closest(word).map(|index| words[index].as_str());
            assert_eq!(found, closest(word, words.iter().map(String::as_str)), "{word}");
        }
        assert_eq!(candidates.closest("wrod 12"), Some(0x12));
    }

    #[test]
    fn kinds_of_letters_put_nothing_aside_that_is_near() {
        let words = ["abcd", "abc", "bcd", "abdc", "axyd", "zabcd", "脑肿瘤", "脑瘤", "ABCDÉ", "Ａbcd"];
        for one in words {
            for two in words {
                let of = |word| Search::new(word).expect("neither empty nor long");
                let (one, two) = (of(one), of(two));
                let away = distance(&one.word, &two.word, MAX_LENGTH);
                assert!((one.kinds ^ two.kinds).count_ones() as usize <= 2 * away);
            }
        }
    }

    #[test]
    fn very_long_words_are_not_compared() {
        let long = "a".repeat(100_000);
        assert_eq!(closest(&long, [long.as_str()]), None);
    }
}
