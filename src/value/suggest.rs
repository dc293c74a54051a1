//! "Did you mean": the nearest of some known words.
//!
//! Nearness is the number of characters put in, left out, changed or swapped
//! with their neighbour (optimal string alignment). Words longer than
//! [`MAX_LENGTH`] are not compared, which bounds the cost.

/// The longest word, in characters, that is compared.
pub const MAX_LENGTH: usize = 48;

/// The candidate nearest to `word`, if one is near enough to be meant: one
/// slip in up to four characters, two in up to nine, else three; in Chinese,
/// where one character is as much as a word, one in three. Case does not
/// count. Of equally near ones the first is taken; an equal word is nearest.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = letters(word)?;
    let mut within = allowed(&word);
    let mut best = None;
    for candidate in candidates {
        let Some(other) = letters(candidate) else { continue };
        if word.len().abs_diff(other.len()) > within {
            continue;
        }
        let away = distance(&word, &other, within);
        if away <= within {
            best = Some(candidate);
            if away == 0 {
                break;
            }
            // Only what is strictly nearer replaces it.
            within = away - 1;
        }
    }
    best
}

fn letters(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).take(MAX_LENGTH + 1).collect();
    (1..=MAX_LENGTH).contains(&letters.len()).then_some(letters)
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

/// The distance of `a` and `b`, or some number above `within`.
fn distance(a: &[char], b: &[char], within: usize) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
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
    fn very_long_words_are_not_compared() {
        let long = "a".repeat(100_000);
        assert_eq!(closest(&long, [long.as_str()]), None);
    }
}
