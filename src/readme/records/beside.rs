//! Evidence that only shows beside the others: what keeps company with
//! records, what lists something else, what repeats.
//!
//! It adds to verdicts and refuses to see anything but candidates.

use super::columns;
use super::groups::{Body, Candidate};
use std::collections::{HashMap, HashSet};

/// Evidence that only shows beside the others.
pub(super) fn compare(candidates: &mut [Candidate<'_>]) {
    company(candidates);
    headings_alike(candidates);
    other_nouns(candidates);
    below_one(candidates);
    places(candidates);
    repeats(candidates);
}

/// A list below a table of one record, under the same heading, tells more of
/// that record.
fn below_one(candidates: &mut [Candidate<'_>]) {
    let one = |it: &Candidate<'_>| it.verdict.taken && it.rows == 1 && matches!(it.body, Body::Table(..));
    let ones = candidates.iter().filter(|it| one(it)).count();
    // Only where a table of one row is the rule.
    if ones < 3 {
        return;
    }
    for at in 1..candidates.len() {
        let (before, after) = candidates.split_at_mut(at);
        let (above, candidate) = (&before[at - 1], &mut after[0]);
        let below = one(above) && above.section == candidate.section && above.section.is_some();
        if below && matches!(candidate.body, Body::Items(..)) {
            candidate.verdict.add(-6, "it stands below the one record of its heading");
        }
    }
}

/// Where most tables hold records, one that nothing speaks against does too.
fn company(candidates: &mut [Candidate<'_>]) {
    let tables = || candidates.iter().filter(|it| matches!(it.body, Body::Table(..)));
    let taken = tables().filter(|it| it.verdict.taken).count();
    if taken < 3 || taken * 10 < tables().count() * 6 {
        return;
    }
    for candidate in
        candidates.iter_mut().filter(|it| matches!(it.body, Body::Table(..)) && !it.verdict.taken)
    {
        if candidate.verdict.reasons.iter().all(|reason| reason.weight > 0) {
            candidate.verdict.add(2, "most tables here hold records");
        }
    }
}

/// Where headings of one level are records, so are others of that level that
/// nothing speaks against.
fn headings_alike(candidates: &mut [Candidate<'_>]) {
    let mut levels: HashMap<u8, usize> = HashMap::new();
    for candidate in candidates.iter().filter(|it| it.verdict.taken) {
        if let Body::Headed(run) = &candidate.body {
            *levels.entry(run.level).or_default() += run.entries.len();
        }
    }
    for candidate in candidates.iter_mut().filter(|it| !it.verdict.taken) {
        let Body::Headed(run) = &candidate.body else { continue };
        let taken = levels.get(&run.level).copied().unwrap_or_default();
        let fits = run.level > 2 && taken >= 2 && run.entries.len() > 1;
        if fits && candidate.verdict.reasons.iter().all(|reason| reason.weight > 0) {
            candidate.verdict.add(2, "other headings of this level are records");
        }
    }
}

/// Beside tables of records, a bare list of repositories or platforms says where
/// more can be found.
fn places(candidates: &mut [Candidate<'_>]) {
    const WORDS: [&str; 5] = ["repositories ", "platforms ", "portals ", "websites ", "search engines "];
    let rows = |tables: bool| -> usize {
        let fits = |it: &&Candidate<'_>| it.verdict.taken && matches!(it.body, Body::Table(..)) == tables;
        candidates.iter().filter(fits).map(|it| it.rows).sum()
    };
    if rows(true) < rows(false) * 2 {
        return;
    }
    for candidate in candidates.iter_mut().filter(|it| it.verdict.taken) {
        let Body::Items(items, _) = &candidate.body else { continue };
        let bare = items.iter().all(|item| item.head.rest.is_none() && item.rest.is_empty());
        let title = candidate.title.as_deref().unwrap_or_default().trim().to_lowercase();
        if bare && WORDS.iter().any(|word| title.starts_with(word)) {
            candidate.verdict.add(-6, "it says where to find more than the tables list");
        }
    }
}

/// Tables of models in a README of data sets are no records of it.
fn other_nouns(candidates: &mut [Candidate<'_>]) {
    let mut nouns: HashMap<&'static str, usize> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.verdict.taken) {
        if let Some(noun) = noun_of(candidate) {
            *nouns.entry(noun).or_default() += candidate.rows;
        }
    }
    let all: usize = nouns.values().sum();
    let Some(main) = ["dataset", "model", "tool", "paper", "benchmark"]
        .into_iter()
        .find(|noun| nouns.get(noun).is_some_and(|&rows| rows * 10 > all * 8 && all > 10))
    else {
        return;
    };
    for candidate in candidates.iter_mut() {
        if let Some(noun) = noun_of(candidate).filter(|noun| *noun != main) {
            candidate.verdict.add(-5, format!("it lists {noun}s where this README lists {main}s"));
        }
    }
}

/// What the name's column says that its rows are.
fn noun_of(candidate: &Candidate<'_>) -> Option<&'static str> {
    let Body::Table(grid, plan) = &candidate.body else { return None };
    let header = columns::plain(&grid.header[plan.name].text).to_lowercase();
    let nouns: [(&'static str, &[&str]); 5] = [
        ("dataset", &["dataset", "data set", "corpus", "数据集", "データセット"]),
        ("model", &["model", "模型"]),
        ("tool", &["tool", "project", "library", "package", "项目", "工具"]),
        ("paper", &["paper", "publication", "论文"]),
        ("benchmark", &["benchmark"]),
    ];
    nouns.into_iter().find(|(_, words)| words.iter().any(|word| header.contains(word))).map(|(noun, _)| noun)
}

/// In how many places a name is looked for: one that stands in more names
/// nothing.
const MOST_PLACES: usize = 64;

/// What repeats the names or links of records that are taken elsewhere is an
/// index or a comparison of them.
fn repeats(candidates: &mut [Candidate<'_>]) {
    let taken: Vec<usize> = (0..candidates.len()).filter(|&index| candidates[index].verdict.taken).collect();
    if taken.len() < 2 {
        return;
    }
    // Where each name and link stands.
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for &index in &taken {
        let candidate = &candidates[index];
        for key in candidate.names.iter().chain(&candidate.links).filter(|key| key.len() > 1) {
            let found = holders.entry(key).or_default();
            if found.last() != Some(&index) {
                found.push(index);
            }
        }
    }
    let mut told: Vec<(usize, usize)> = Vec::new();
    for &index in &taken {
        let candidate = &candidates[index];
        // What is smaller repeats what is larger, not the other way round.
        let larger = |key: &str| {
            let found = holders.get(key).map(Vec::as_slice).unwrap_or_default();
            let larger = |other: &usize| candidates[*other].rows * 2 >= candidate.rows * 3;
            found.iter().take(MOST_PLACES).any(larger)
        };
        let own_names: HashSet<&str> = candidate.names.iter().map(String::as_str).collect();
        let names = own_names.iter().filter(|name| larger(name)).count();
        let own_links: HashSet<&str> = candidate.links.iter().map(String::as_str).collect();
        let links = own_links.iter().filter(|link| larger(link)).count();
        let many = |part: usize, all: usize| all >= 3 && candidate.rows >= 3 && part * 2 >= all;
        if many(names, own_names.len()) || many(links, own_links.len()) {
            told.push((index, names.max(links)));
        }
    }
    for &(index, count) in &told {
        let text = format!("{count} of its {} records stand among others", candidates[index].rows);
        candidates[index].verdict.add(-6, text);
    }
    rest_of_index(candidates, &told);
}

/// Where most lists below one heading repeat, those few that do not belong to
/// the same index.
fn rest_of_index(candidates: &mut [Candidate<'_>], told: &[(usize, usize)]) {
    const LEAST: usize = 5;
    let told: HashSet<usize> = told.iter().map(|(index, _)| *index).collect();
    let is_list = |it: &Candidate<'_>| matches!(it.body, Body::Items(..));
    let repeating = told.iter().filter(|&&index| is_list(&candidates[index])).count();
    let taken = (0..candidates.len()).filter(|&index| {
        is_list(&candidates[index]) && candidates[index].verdict.taken && !told.contains(&index)
    });
    let others: Vec<usize> = taken.collect();
    if repeating < LEAST || others.len() * 3 > repeating {
        return;
    }
    for index in others {
        candidates[index].verdict.add(-6, format!("the {repeating} lists like it repeat records"));
    }
}
