//! Of what and for what: the words of the size grammar, in English and
//! Chinese.

use std::cmp::Reverse;
use std::sync::LazyLock;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// images
    Images,
    /// cases
    Cases,
    /// patients
    Patients,
    /// subjects
    Subjects,
    /// participants
    Participants,
    /// scans
    Scans,
    /// series
    Series,
    /// volumes
    Volumes,
    /// slides
    Slides,
    /// slices
    Slices,
    /// videos
    Videos,
    /// frames
    Frames,
    /// studies
    Studies,
    /// exams
    Exams,
    /// sessions
    Sessions,
    /// records
    Records,
    /// samples
    Samples,
    /// hours
    Hours,
    /// minutes
    Minutes,
    /// annotations
    Annotations,
    /// documents
    Documents,
    /// sentences
    Sentences,
    /// tokens
    Tokens,
    /// pairs
    Pairs,
    /// questions
    Questions,
    /// entries
    Entries,
    /// instances
    Instances,
    /// speakers
    Speakers,
    /// utterances
    Utterances,
    /// dialogues
    Dialogues,
}

/// What a part of the data is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Split {
    /// train
    Train,
    /// validation
    Validation,
    /// test
    Test,
    /// labelled
    Labelled,
    /// unlabelled
    Unlabelled,
}

/// A word in its spellings.
struct Word<T> {
    meaning: T,
    english: &'static str,
    singular: &'static str,
    chinese: &'static str,
    also: &'static [&'static str],
}

const fn unit(
    meaning: Unit,
    english: &'static str,
    singular: &'static str,
    chinese: &'static str,
    also: &'static [&'static str],
) -> Word<Unit> {
    Word { meaning, english, singular, chinese, also }
}

const fn split(
    meaning: Split,
    english: &'static str,
    chinese: &'static str,
    also: &'static [&'static str],
) -> Word<Split> {
    Word { meaning, english, singular: english, chinese, also }
}

const UNITS: &[Word<Unit>] = &[
    unit(
        Unit::Images,
        "images",
        "image",
        "张",
        &["張", "张图像", "张图片", "张影像", "幅", "幅图像", "幅图片", "图像", "图片", "个图像"],
    ),
    unit(Unit::Cases, "cases", "case", "例", &["个病例", "例病例", "病例", "个例"]),
    unit(
        Unit::Patients,
        "patients",
        "patient",
        "患者",
        &["名患者", "位患者", "例患者", "个患者", "病人", "名病人", "位病人", "例病人"],
    ),
    unit(
        Unit::Subjects,
        "subjects",
        "subject",
        "人",
        &["名受试者", "位受试者", "个受试者", "受试者", "个人"],
    ),
    unit(Unit::Participants, "participants", "participant", "参与者", &["名参与者", "位参与者"]),
    unit(Unit::Scans, "scans", "scan", "次扫描", &["扫描", "个扫描"]),
    unit(Unit::Series, "series", "series", "套", &["个序列", "序列", "套序列"]),
    unit(Unit::Volumes, "volumes", "volume", "个体数据", &["体数据"]),
    unit(Unit::Slides, "slides", "slide", "张玻片", &["玻片", "张全切片"]),
    unit(Unit::Slices, "slices", "slice", "层", &["切片", "张切片", "个切片"]),
    unit(Unit::Videos, "videos", "video", "个视频", &["视频", "段视频", "条视频"]),
    unit(Unit::Frames, "frames", "frame", "帧", &["帧图像", "帧图片"]),
    unit(Unit::Studies, "studies", "study", "项研究", &["研究", "个研究"]),
    unit(Unit::Exams, "exams", "exam", "次检查", &["检查", "项检查", "examinations", "examination"]),
    unit(Unit::Sessions, "sessions", "session", "次采集", &["采集"]),
    unit(Unit::Records, "records", "record", "条记录", &["记录", "条", "份记录", "份病历"]),
    unit(Unit::Samples, "samples", "sample", "个样本", &["样本", "份样本", "条样本"]),
    unit(Unit::Hours, "hours", "hour", "小时", &["个小时"]),
    unit(Unit::Minutes, "minutes", "minute", "分钟", &[]),
    unit(Unit::Annotations, "annotations", "annotation", "个标注", &["标注", "条标注", "处标注"]),
    unit(Unit::Documents, "documents", "document", "篇文档", &["文档", "篇"]),
    unit(Unit::Sentences, "sentences", "sentence", "句", &["个句子", "句子"]),
    unit(Unit::Tokens, "tokens", "token", "个词元", &["词元"]),
    unit(Unit::Pairs, "pairs", "pair", "对", &[]),
    unit(Unit::Questions, "questions", "question", "个问题", &["问题", "道题"]),
    unit(Unit::Entries, "entries", "entry", "个条目", &["条目", "项"]),
    unit(Unit::Instances, "instances", "instance", "个实例", &["实例"]),
    unit(Unit::Speakers, "speakers", "speaker", "位说话人", &["说话人", "名说话人"]),
    unit(Unit::Utterances, "utterances", "utterance", "段语音", &["语音", "条语音"]),
    unit(Unit::Dialogues, "dialogues", "dialogue", "段对话", &["对话", "dialogs", "dialog"]),
];

const SPLITS: &[Word<Split>] = &[
    split(Split::Train, "train", "训练", &["training", "train set", "training set", "训练集", "用于训练"]),
    split(Split::Validation, "validation", "验证", &["valid", "val", "validation set", "验证集"]),
    split(Split::Test, "test", "测试", &["testing", "test set", "testing set", "测试集"]),
    split(Split::Labelled, "labelled", "有标注", &["labeled", "已标注", "带标注", "有标签"]),
    split(Split::Unlabelled, "unlabelled", "无标注", &["unlabeled", "未标注", "无标签"]),
];

static UNIT_INDEX: LazyLock<Index<Unit>> = LazyLock::new(|| index(UNITS));
static SPLIT_INDEX: LazyLock<Index<Split>> = LazyLock::new(|| index(SPLITS));

impl Unit {
    /// Every unit.
    pub fn all() -> impl Iterator<Item = Unit> {
        UNITS.iter().map(|word| word.meaning)
    }

    /// The English word, for one or for several.
    pub fn english(self, one: bool) -> &'static str {
        spelling(UNITS, self, |word| if one { word.singular } else { word.english })
    }

    /// The Chinese counter or word.
    pub fn chinese(self) -> &'static str {
        spelling(UNITS, self, |word| word.chinese)
    }

    /// The longest unit at the start of `text`, and its length.
    pub(super) fn at_start(text: &str) -> Option<(Unit, usize)> {
        longest(&UNIT_INDEX, text)
    }
}

impl Split {
    /// Every split.
    pub fn all() -> impl Iterator<Item = Split> {
        SPLITS.iter().map(|word| word.meaning)
    }

    /// The English word.
    pub fn english(self) -> &'static str {
        spelling(SPLITS, self, |word| word.english)
    }

    /// The Chinese word.
    pub fn chinese(self) -> &'static str {
        spelling(SPLITS, self, |word| word.chinese)
    }

    /// The split that the whole of `text` names.
    pub fn named(text: &str) -> Option<Split> {
        Split::at_start(text).filter(|&(_, len)| len == text.len()).map(|(split, _)| split)
    }

    /// The longest split at the start of `text`, and its length.
    pub(super) fn at_start(text: &str) -> Option<(Split, usize)> {
        longest(&SPLIT_INDEX, text)
    }
}

fn spelling<T: Copy + PartialEq>(
    words: &[Word<T>],
    meaning: T,
    which: impl Fn(&Word<T>) -> &'static str,
) -> &'static str {
    words.iter().find(|word| word.meaning == meaning).map_or("", which)
}

/// Every spelling with what it means, by first character, the longest first.
type Index<T> = Vec<(char, &'static str, T)>;

fn index<T: Copy>(words: &[Word<T>]) -> Index<T> {
    let mut index: Index<T> = words
        .iter()
        .flat_map(|word| {
            let spellings = [word.english, word.singular, word.chinese].into_iter();
            spellings.chain(word.also.iter().copied()).map(|spelling| (word.meaning, spelling))
        })
        .filter_map(|(meaning, spelling)| Some((spelling.chars().next()?, spelling, meaning)))
        .collect();
    index.sort_by_key(|&(first, spelling, _)| (first, Reverse(spelling.len())));
    index
}

fn longest<T: Copy>(index: &Index<T>, text: &str) -> Option<(T, usize)> {
    let first = text.chars().next()?.to_ascii_lowercase();
    let from = index.partition_point(|&(c, ..)| c < first);
    index[from..]
        .iter()
        .take_while(|&&(c, ..)| c == first)
        .find(|(_, spelling, _)| begins_with_word(text, spelling))
        .map(|&(_, spelling, meaning)| (meaning, spelling.len()))
}

/// Whether `text` begins with `word`, and the word ends there.
fn begins_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && ends_word(word, &text[word.len()..])
}

/// Whether no Latin word runs on from `before` into `after`.
pub(super) fn ends_word(before: &str, after: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !(before.ends_with(latin) && after.starts_with(latin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn no_spelling_means_two_things() {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        let units = UNITS.iter().map(|word| (word.english, word.singular, word.chinese, word.also));
        let splits = SPLITS.iter().map(|word| (word.english, word.singular, word.chinese, word.also));
        for (english, singular, chinese, also) in units.chain(splits) {
            for spelling in [english, singular, chinese].iter().chain(also) {
                let first = seen.insert(spelling, english).unwrap_or(english);
                assert_eq!(first, english, "{spelling}");
            }
        }
    }

    #[test]
    fn the_longest_word_counts_and_must_end() {
        assert_eq!(Unit::at_start("张图像训练"), Some((Unit::Images, "张图像".len())));
        assert_eq!(Unit::at_start("Patients"), Some((Unit::Patients, 8)));
        assert_eq!(Unit::at_start("casework"), None);
        assert_eq!(Split::at_start("test-retest"), None);
        assert_eq!(Split::named("Training set"), Some(Split::Train));
        assert_eq!(Split::named("train x"), None);
    }
}
