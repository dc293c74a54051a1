//! The languages of one document: which are spoken in it, and what the sure
//! parts of the document itself say.
//!
//! A choice between candidates is made by the languages that the undoubted
//! characters of the same file are in, and by the words that the file restores
//! surely elsewhere. Knows nothing of bytes and encodings.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::language::{Context, Language, SCRIPTS, Script, UNKNOWN, Words, fold, languages, script};

/// Most languages that are asked about one document.
pub(super) const MOST_ACTIVE: usize = 6;

/// What speaks against a character that only the dictionary knows.
const RARE: f32 = 1.0;

/// Letters of a script by which its language is told.
const ENOUGH: usize = 20_000;

/// The share of a choice that the document's own words decide.
const OWN_SHARE: f32 = 0.2;

/// Symbols and pictures in the order in which people use them, roughly.
const POPULAR: &str = "“”‘’–—•…→©®™°€£✅❌⭐✨🚀🔥🎉⚡✔✓📦🔧🛠️📝🐛💡📚🔗📊🤖🌟👍❤🎯🔒💻⚠📁📄🚧🌐🔍📈🧪🎨🏆\
    ☑📌👀🙏🏗🗂🐍🐳🌍🎓🤝📖💬🔄☀👉😀😊🐧🦀🍎⬆⬇←↑↓↔★☆■□▲△●○◆◇♥§±÷µ·¶†‡«»¿¡½¼¾²³¹ªº√∞≈≠≤≥∈∑∆Ωπ\
    😂😍😎😅🤔😉😁🥳💯💪👏🙌👋🎁🎮🎵🏠🏁🏃🍕🍺🍀🌈🌱🌙💥💾💰📅📆📧📱📷📢🔑🔔🔖🔨🔴🟢🟡🔵🧠🧩🧬🩺🫀🫁🏥🧹🐱🐶🐼🐙🐢\
    🏷🎬🎤🎲🎸🏅🏀🍔🍓🍿🐞🐝🐘🐟×";

/// Counts of characters by language and by script in the undoubted text.
#[derive(Clone)]
pub(super) struct Survey {
    scores: Vec<f32>,
    letters: [usize; SCRIPTS],
    kana: usize,
}

impl Survey {
    /// Nothing seen yet.
    pub(super) fn new() -> Survey {
        Survey { scores: vec![0.0; languages().len()], letters: [0; SCRIPTS], kana: 0 }
    }

    /// Counts one undoubted character.
    pub(super) fn add(&mut self, char: char) {
        let script = script(char);
        if char.is_ascii() || script as usize >= SCRIPTS {
            return;
        }
        self.letters[script as usize] += 1;
        if self.letters[script as usize] > ENOUGH {
            return;
        }
        self.kana += usize::from(matches!(char, '\u{3041}'..='\u{30FA}'));
        for (index, language) in languages().iter().enumerate() {
            if language.script == script {
                self.scores[index] += language.alone(language.one(fold(char, language.cjk)));
            }
        }
    }

    fn total(&self) -> usize {
        self.letters.iter().sum()
    }
}

/// One language that is asked, and how much its answer weighs within its
/// script.
struct Active {
    language: &'static Language,
    weight: f32,
}

/// A character as the active languages see it.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    pub(super) char: char,
    pub(super) script: Script,
    folded: [u16; 2],
    ones: [Option<usize>; MOST_ACTIVE],
    alone: [f32; MOST_ACTIVE],
}

impl Letter {
    /// How likely it is by itself in the first language.
    pub(super) fn first(&self) -> f32 {
        self.alone[0]
    }
}

/// The languages of one document.
pub(super) struct Speech {
    active: Vec<Active>,
    /// The logarithm of each script's share of the document.
    shares: [f32; SCRIPTS],
    main: Option<Script>,
    popular: HashMap<char, f32>,
    memory: Memory,
}

/// What the sure parts of the document hold: its pairs and triples.
#[derive(Default)]
pub(super) struct Memory {
    ones: Counts<char>,
    pairs: Counts<(char, char)>,
    triples: Counts<(char, char, char)>,
}

type Counts<K> = HashMap<K, u32, BuildHasherDefault<Mix>>;

/// A hash for characters, which are asked for at every step; the order of the
/// counts is never looked at.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}

impl Memory {
    /// Remembers a sure stretch.
    pub(super) fn add(&mut self, stretch: &[char]) {
        for (index, &c) in stretch.iter().enumerate() {
            *self.ones.entry(c).or_default() += 1;
            if let Some(b) = index.checked_sub(1).map(|at| stretch[at]) {
                *self.pairs.entry((b, c)).or_default() += 1;
                if let Some(a) = index.checked_sub(2).map(|at| stretch[at]) {
                    *self.triples.entry((a, b, c)).or_default() += 1;
                }
            }
        }
    }

    /// The share of `c` after `a` and `b`, nothing where they never came.
    fn share(&self, a: char, b: char, c: char) -> Option<f32> {
        let after = *self.ones.get(&b)? as f32;
        let pair = self.pairs.get(&(b, c)).copied().unwrap_or(0) as f32 / (after + 1.0);
        let Some(&before) = self.pairs.get(&(a, b)) else { return Some(pair) };
        let triple = self.triples.get(&(a, b, c)).copied().unwrap_or(0) as f32;
        Some((triple + pair) / (before as f32 + 1.0))
    }
}

impl Speech {
    /// The languages that fit `survey`.
    pub(super) fn of(survey: &Survey) -> Speech {
        let total = survey.total();
        let mut shares = [0.0; SCRIPTS];
        for (share, &letters) in shares.iter_mut().zip(&survey.letters) {
            *share = ((letters as f32 + 0.05) / (total as f32 + 1.0)).ln();
        }
        let mut scripts: Vec<(usize, Script)> = languages()
            .iter()
            .map(|language| language.script)
            .map(|script| (survey.letters[script as usize], script))
            .collect();
        scripts.sort_by_key(|&(letters, script)| (std::cmp::Reverse(letters), script));
        scripts.dedup();
        let mut active = Vec::new();
        for (rank, &(letters, script)) in scripts.iter().enumerate() {
            let room = MOST_ACTIVE.saturating_sub(active.len());
            let wanted = if rank == 0 { 3 } else { 1 };
            active.extend(Self::speakers(survey, script, letters).into_iter().take(wanted.min(room)));
        }
        let main = scripts.first().filter(|(letters, _)| *letters > 0).map(|&(_, script)| script);
        let popular =
            POPULAR.chars().enumerate().map(|(rank, char)| (char, -4.5 - (1.0 + rank as f32 / 4.0).ln()));
        Speech { active, shares, main, popular: popular.collect(), memory: Memory::default() }
    }

    /// The languages of `script`, likeliest first, with their weights.
    fn speakers(survey: &Survey, script: Script, letters: usize) -> Vec<Active> {
        let mut speakers: Vec<(f32, &'static Language)> = Vec::new();
        for (index, language) in languages().iter().enumerate() {
            if language.script == script {
                // Kana tell Japanese from Chinese better than any count of ideographs.
                let kana = survey.kana * 20 > survey.letters[Script::Han as usize];
                let japanese = language.code == "ja";
                let bonus =
                    if script == Script::Han && kana == japanese { 0.0 } else { -4.0 * letters as f32 };
                let bonus = if script == Script::Han && letters > 0 { bonus } else { 0.0 };
                speakers.push((survey.scores[index] + bonus, language));
            }
        }
        speakers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.code.cmp(b.1.code)));
        let best = speakers.first().map_or(0.0, |speaker| speaker.0);
        let weights: Vec<f32> = speakers.iter().map(|speaker| ((speaker.0 - best) * 0.5).exp()).collect();
        let sum: f32 = weights.iter().take(3).sum();
        let near = speakers.iter().zip(weights).filter(|(_, weight)| *weight > 0.01);
        near.map(|(&(_, language), weight)| Active { language, weight: (weight / sum).ln() }).collect()
    }

    /// Lets the sure parts of the document take part.
    pub(super) fn remember(&mut self, memory: Memory) {
        self.memory = memory;
    }

    /// Whether Chinese words may be asked, and whether in their traditional form.
    pub(super) fn chinese(&self) -> Option<bool> {
        let han = self.active.iter().find(|active| active.language.script == Script::Han)?;
        match han.language.code {
            "zh" => Some(false),
            "zht" => Some(true),
            _ => None,
        }
    }

    /// A character as these languages see it.
    pub(super) fn letter(&self, char: char) -> Letter {
        let folded = [fold(char, false), fold(char, true)];
        let mut letter = Letter {
            char,
            script: script(char),
            folded,
            ones: [None; MOST_ACTIVE],
            alone: [UNKNOWN; MOST_ACTIVE],
        };
        for (index, active) in self.active.iter().enumerate() {
            // A language knows the letters of its own script, and what all share.
            let foreign = letter.script != active.language.script && letter.script != Script::None;
            // The tables end with the first plane; beyond it, letters are rare.
            let beyond = char as u32 > 0xFFFF && letter.script != Script::None;
            if (foreign && !char.is_ascii()) || beyond {
                continue;
            }
            let one = active.language.one(folded[usize::from(active.language.cjk)]);
            letter.ones[index] = one;
            letter.alone[index] = active.language.alone(one);
            if one.is_none() && matches!(active.language.code, "zh" | "zht") {
                // The dictionary has read more than the texts.
                let word = Words::get().alone(folded[1]);
                letter.alone[index] = word.map_or(UNKNOWN, |word| (word - RARE).max(UNKNOWN));
            }
        }
        letter
    }

    /// How likely `letter` is by itself in this document: the first sieve.
    pub(super) fn alone(&self, letter: &Letter) -> f32 {
        if letter.script == Script::None {
            return self.symbol(letter, Self::over(&self.active, |index| letter.alone[index]));
        }
        let own = self.active.iter().enumerate().filter(|(_, a)| a.language.script == letter.script);
        let best = own.map(|(index, active)| active.weight + letter.alone[index]).fold(UNKNOWN, f32::max);
        best + self.share(letter.script)
    }

    fn share(&self, script: Script) -> f32 {
        self.shares.get(script as usize).copied().unwrap_or(UNKNOWN)
    }

    fn over(active: &[Active], value: impl Fn(usize) -> f32) -> f32 {
        (0..active.len()).map(value).fold(UNKNOWN, f32::max)
    }

    fn symbol(&self, letter: &Letter, spoken: f32) -> f32 {
        let popular = self.popular.get(&letter.char).copied().unwrap_or(-13.0);
        // Space stands for all that the tables do not tell apart.
        if letter.folded[0] == u16::from(b' ') && !letter.char.is_ascii() && letter.char != '\u{A0}' {
            popular
        } else {
            spoken.max(popular)
        }
    }

    /// What may follow `a` and `b`, looked up once for all that might.
    pub(super) fn following<'a>(&'a self, a: &Letter, b: &Letter) -> Following<'a> {
        let mut contexts = [Context::default(); MOST_ACTIVE];
        for ((context, active), (&before, &one)) in
            contexts.iter_mut().zip(&self.active).zip(a.ones.iter().zip(&b.ones))
        {
            if one.is_some() {
                *context = active.language.context(before, b.folded[usize::from(active.language.cjk)], one);
            }
        }
        Following { speech: self, a: a.char, b: b.char, scripts: [a.script, b.script], contexts }
    }
}

/// Two characters of which the third is asked; see [`Speech::following`].
pub(super) struct Following<'a> {
    speech: &'a Speech,
    a: char,
    b: char,
    scripts: [Script; 2],
    contexts: [Context; MOST_ACTIVE],
}

impl Following<'_> {
    /// How likely `c` is, as a logarithm.
    pub(super) fn likely(&self, c: &Letter) -> f32 {
        let speech = self.speech;
        let [a, b] = self.scripts;
        let spoken_by = match c.script {
            Script::None => [b, a].into_iter().find(|script| *script != Script::None).or(speech.main),
            script => Some(script),
        };
        let mut likely = f32::NEG_INFINITY;
        for (index, active) in speech.active.iter().enumerate() {
            if Some(active.language.script) == spoken_by {
                let folded = c.folded[usize::from(active.language.cjk)];
                let value = active.language.after(self.contexts[index], folded, c.alone[index]);
                likely = add(likely, active.weight + value);
            }
        }
        likely = likely.max(UNKNOWN);
        if c.script == Script::None {
            likely = speech.symbol(c, likely);
        } else if c.script != b {
            likely += speech.share(c.script);
        }
        if let Some(share) = speech.memory.share(self.a, self.b, c.char) {
            likely = ((1.0 - OWN_SHARE) * likely.exp() + OWN_SHARE * share).ln();
        }
        likely + case(self.a, self.b, c.char)
    }
}

/// The logarithm of a sum, from the logarithms of its parts.
pub(super) fn add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    // A part this small does not show in the sum.
    if low < high - 16.0 || high == f32::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// What speaks against the case of `c` after `a` and `b`.
fn case(a: char, b: char, c: char) -> f32 {
    // Only scripts of the first blocks have case.
    if c >= '\u{2000}' {
        return 0.0;
    }
    if c.is_uppercase() {
        if b.is_lowercase() {
            -6.0
        } else if b.is_uppercase() {
            -0.7
        } else {
            -1.2
        }
    } else if c.is_lowercase() && b.is_uppercase() && a.is_uppercase() {
        -3.0
    } else {
        0.0
    }
}
