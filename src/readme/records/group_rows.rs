//! Rows that only name those below them → a column.
//!
//! Owns telling such rows (`| **Small** | | |`) from records. The order of the
//! rows stays; what the row said, each row below it says.

use super::grid::{Grid, GridCell, GridRow};
use super::note::{Note, NoteKind};
use crate::catalog::{Align, Aligns};
use crate::text::Span;
use std::borrow::Cow;
use std::collections::HashSet;

/// What the column is called.
fn title(language: &str) -> &'static str {
    match language {
        "zh-Hans" => "分组",
        "ja" => "グループ",
        _ => "Group",
    }
}

impl Grid<'_> {
    /// Turns rows that name groups into a column, behind the others.
    pub(super) fn take_group_rows(&mut self, language: &str) {
        let names: Vec<Option<String>> = self.rows.iter().map(name_of).collect();
        let groups = names.iter().flatten().count();
        let full = self.rows.iter().filter(|row| filled(row) > 1).count();
        let ends_in_one = names.last().is_some_and(Option::is_some);
        let follows = names.windows(2).any(|pair| pair.iter().all(Option::is_some));
        // A record of which only the name is known is written in the same way,
        // but hardly in bold, nor as one cell across all columns.
        let one_cell: HashSet<Span> =
            self.notes.iter().filter(|note| note.is_doubtful()).map(|note| note.span).collect();
        let marked = |row: &GridRow<'_>| is_marked(row) || one_cell.contains(&row.span);
        let marked = self.rows.iter().zip(&names).all(|(row, name)| name.is_none() || marked(row));
        let clear = full + groups == self.rows.len() && full > groups && marked;
        if groups == 0
            || ends_in_one
            || follows
            || !clear
            || self.header.len() < 2
            || !self.surplus.is_empty()
        {
            return;
        }
        let end = self.header.last().map_or(Span::at(self.span.start()), |cell| Span::at(cell.span.end()));
        if let Aligns::Each(columns) = &mut self.aligns {
            columns.push(Align::None);
        }
        self.header.push(GridCell { text: Cow::Borrowed(title(language)), span: end });
        // That it is one cell is what makes it a group's name.
        let named = self.rows.iter().zip(&names).filter(|(_, name)| name.is_some());
        let named: HashSet<Span> = named.map(|(row, _)| row.span).collect();
        self.notes.retain(|note| !named.contains(&note.span));
        let mut group: Option<(String, Span)> = None;
        let rows = std::mem::take(&mut self.rows);
        for (mut row, name) in rows.into_iter().zip(names) {
            if let Some(name) = name {
                let what = format!("rows that name those below them became the column `{}`", title(language));
                let from = row.cells[0].text.to_string();
                self.notes.push(Note::new(NoteKind::Mended(what, true), row.span, from, ""));
                group = Some((name, row.cells[0].span));
                continue;
            }
            let (text, span) = group.clone().unwrap_or((String::new(), Span::at(row.span.end())));
            row.cells.push(GridCell { text: Cow::Owned(text), span });
            self.rows.push(row);
        }
    }
}

fn filled(row: &GridRow<'_>) -> usize {
    row.cells.iter().filter(|cell| !cell.text.is_empty()).count()
}

/// The group that a row names: its first cell is text without a link, the
/// others are empty.
fn name_of(row: &GridRow<'_>) -> Option<String> {
    let first = row.cells.first()?.text.as_ref();
    let plain = filled(row) == 1 && !first.contains(['[', '<', '\n', '!']) && !first.contains("://");
    let name = first.trim_matches(['*', '_', ' ']);
    (plain && name.contains(char::is_alphabetic)).then(|| name.to_string())
}

/// Whether the name is set apart by emphasis.
fn is_marked(row: &GridRow<'_>) -> bool {
    row.cells.first().is_some_and(|cell| cell.text.starts_with(['*', '_']) && cell.text.ends_with(['*', '_']))
}
