//! Lines of a source with the places that matter underlined.
//!
//! Own code and not a renderer from elsewhere, for three reasons: hidden and
//! hostile characters must be turned into signs without the underline losing
//! its place; a README's table row may be thousands of columns long and must
//! be shortened around each place at a cost that does not grow with the row;
//! and the layout, one row of underline per label, stays readable without
//! colours.
//!
//! Widths are those of the terminal: a Chinese character takes two columns, an
//! emoji sequence two, a combining mark none. Which lines belong to a finding
//! is decided by the caller.

use super::places::Places;
use super::safe::{is_hidden, push_sign, visible};
use super::style::{Role, Style};
use crate::text::{FileId, Source, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Between two lines shown, up to this many others are shown too; more become
/// an ellipsis.
const BRIDGED: usize = 1;

/// A tab is shown as this many blanks, wherever it stands: tab stops would
/// need the whole line before it.
const TAB: &str = "    ";

/// A place to underline.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'t> {
    pub(super) span: Span,
    /// Words beside the underline; may be empty.
    pub(super) text: &'t str,
    /// The colour of underline and words; the main place is underlined with
    /// `^`, others with `-`.
    pub(super) role: Role,
}

/// The part of a mark that lies on one line, in bytes of the file.
struct LineMark<'t> {
    start: usize,
    end: usize,
    text: &'t str,
    role: Role,
}

/// One display unit: a grapheme cluster, or a part of one where a mark starts
/// or ends within.
struct Piece<'t> {
    byte: usize,
    shown: Cow<'t, str>,
    width: usize,
}

/// How many columns the line numbers of `marks` need.
pub(super) fn gutter_width(places: &Places<'_>, file: FileId, marks: &[Mark<'_>]) -> usize {
    marks.iter().map(|mark| places.of(file, mark.span).1.line.to_string().len()).max().unwrap_or(1)
}

/// Writes the lines of `marks` in `file`, each with its underlines, behind a
/// gutter of `gutter` columns. There must be a mark; all lie in `file`.
pub(super) fn write(
    out: &mut dyn Write,
    (source, file): (&Source, FileId),
    places: &Places<'_>,
    marks: &[Mark<'_>],
    gutter: usize,
    style: &Style,
) -> io::Result<()> {
    let mut lines: BTreeMap<usize, Vec<LineMark<'_>>> = BTreeMap::new();
    for mark in marks {
        split(source, file, places, mark, &mut lines);
    }
    let mut before: Option<usize> = None;
    for (&line, marks) in &mut lines {
        if let Some(before) = before {
            let gap = line - before - 1;
            if gap > BRIDGED {
                writeln!(out, "{}", style.paint(Role::Gutter, "..."))?;
            } else {
                for between in before + 1..line {
                    write_line(out, source, between, &[], gutter, style)?;
                }
            }
        }
        marks.sort_by_key(|mark| (mark.start, mark.end));
        write_line(out, source, line, marks, gutter, style)?;
        before = Some(line);
    }
    Ok(())
}

/// Puts the first and the last line of a mark among `lines`; the words go with
/// the last.
fn split<'t>(
    source: &Source,
    file: FileId,
    places: &Places<'_>,
    mark: &Mark<'t>,
    lines: &mut BTreeMap<usize, Vec<LineMark<'t>>>,
) {
    let (first, mut last) = places.of(file, mark.span);
    // A span that takes its line end along ends on the line it fills.
    let mut end = last.byte;
    if last.line > first.line && last.byte == source.line_start(last.line) {
        last.line -= 1;
        end = source.line_span(last.line).end().max(first.byte);
    }
    let Mark { text, role, .. } = *mark;
    if first.line == last.line {
        let mark = LineMark { start: first.byte, end: end.max(first.byte), text, role };
        lines.entry(first.line).or_default().push(mark);
        return;
    }
    let opening = source.line_span(first.line);
    let head = LineMark { start: first.byte, end: opening.end().max(first.byte), text: "", role };
    lines.entry(first.line).or_default().push(head);
    let closing = source.line_span(last.line);
    let blank = source.slice(closing).len() - source.slice(closing).trim_start().len();
    let start = (closing.start() + blank).min(end);
    lines.entry(last.line).or_default().push(LineMark { start, end, text, role });
}

/// Writes one line and the underlines of `marks`, which are sorted; several
/// times if they are too far apart to be seen in one view.
fn write_line(
    out: &mut dyn Write,
    source: &Source,
    line: usize,
    marks: &[LineMark<'_>],
    gutter: usize,
    style: &Style,
) -> io::Result<()> {
    let budget = style.columns().saturating_sub(gutter + 4).max(20);
    let mut span = source.line_span(line);
    let starts_with_mark = line == 1 && source.text().starts_with('\u{FEFF}');
    if starts_with_mark && marks.first().is_none_or(|mark| mark.start >= 3) {
        span = Span::new(3, span.end());
    }
    let number = format!("{line:>gutter$} |");
    let number = style.paint(Role::Gutter, &number);
    if marks.is_empty() {
        let view = View::new(source, span, (span.start(), span.start()), &[], budget);
        return writeln!(out, "{}", format!("{number} {}", view.text).trim_end());
    }
    let mut rest = marks;
    while !rest.is_empty() {
        let (group, others) = rest.split_at(fitting(source, rest, budget));
        let view = View::of_marks(source, span, group, budget);
        writeln!(out, "{}", format!("{number} {}", view.text).trim_end())?;
        write_underlines(out, &view, group, gutter, style)?;
        rest = others;
    }
    Ok(())
}

/// How many of the sorted marks can be seen together: at least one.
fn fitting(source: &Source, marks: &[LineMark<'_>], budget: usize) -> usize {
    let start = marks[0].start;
    let fits = |mark: &LineMark<'_>| {
        // No character takes fewer columns than a quarter of its bytes, so
        // what is longer cannot fit and need not be measured.
        let bytes = mark.end.max(start) - start;
        bytes <= budget * 4
            && pieces(source, start, start + bytes, &[]).map(|p| p.width).sum::<usize>() <= budget
    };
    1 + marks[1..].iter().take_while(|mark| fits(mark)).count()
}

fn write_underlines(
    out: &mut dyn Write,
    view: &View,
    marks: &[LineMark<'_>],
    gutter: usize,
    style: &Style,
) -> io::Result<()> {
    let bar = format!("{:gutter$} |", "");
    let bar = style.paint(Role::Gutter, &bar);
    let mut row = format!("{bar} ");
    let mut column = 0;
    let mut row_is_closed = false;
    for mark in marks {
        let (from, to) = (view.column(mark.start), view.column(mark.end));
        if row_is_closed || from < column {
            writeln!(out, "{row}")?;
            row = format!("{bar} ");
            column = 0;
        }
        let width = to.saturating_sub(from).max(1);
        let sign = if matches!(mark.role, Role::Level(_)) { "^" } else { "-" };
        row.extend(std::iter::repeat_n(' ', from - column));
        let text = visible(mark.text);
        let gap = if text.is_empty() { "" } else { " " };
        row.push_str(&style.paint(mark.role, &format!("{}{gap}{text}", sign.repeat(width))));
        column = from + width;
        row_is_closed = !text.is_empty();
    }
    writeln!(out, "{row}")
}

/// A line as it is shown, perhaps shortened, and where its bytes stand in it.
struct View {
    text: String,
    /// Bytes and the columns at which they are shown, both ascending; the last
    /// is what comes after the text.
    columns: Vec<(usize, usize)>,
}

impl View {
    fn of_marks(source: &Source, line: Span, marks: &[LineMark<'_>], budget: usize) -> Self {
        let start = marks[0].start;
        let end = marks.iter().map(|mark| mark.end).max().unwrap_or(start);
        let cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
        View::new(source, line, (start, end), &cuts, budget)
    }

    /// Shows `line` in at most `budget` columns so that `core` is seen, or as
    /// much of its start as there is room for.
    fn new(source: &Source, line: Span, core: (usize, usize), cuts: &[usize], budget: usize) -> Self {
        let text = source.text();
        let start = core.0.clamp(line.start(), line.end());
        let end = core.1.clamp(start, line.end());
        // Enough bytes for any view; the rest of the line is never looked at.
        let reach = budget * 16;
        let from = floor(text, start.saturating_sub(reach)).max(line.start());
        let to = floor(text, end.saturating_add(reach)).clamp(end, line.end());

        let mut shown: Vec<Piece<'_>> = Vec::new();
        let mut width = 0;
        let mut cut_right = false;
        for piece in pieces(source, start, end, cuts) {
            if width + piece.width + 2 > budget {
                cut_right = true;
                break;
            }
            width += piece.width;
            shown.push(piece);
        }
        let slack = budget - width - usize::from(cut_right);
        let backwards = text[from..start].grapheme_indices(true).rev();
        let (mut left, left_width) =
            up_to(slack, backwards.map(|(at, cluster)| piece(text, from + at, cluster)));
        let (mut right, right_width) =
            if cut_right { (Vec::new(), 0) } else { up_to(slack, pieces(source, end, to, &[])) };
        let whole_left = from == line.start() && left_width <= slack;
        let whole_right = cut_right || (to == line.end() && right_width <= slack);
        let (left_room, right_room) = shares(slack, (left_width, whole_left), (right_width, whole_right));
        let cut_left = cut_to(&mut left, left_room) || !whole_left;
        cut_right |= cut_to(&mut right, right_room) || !whole_right;

        let mut view = View { text: String::new(), columns: Vec::new() };
        let mut column = usize::from(cut_left);
        view.text.push_str(if cut_left { "…" } else { "" });
        let mut after = start;
        for piece in left.into_iter().rev().chain(shown).chain(right) {
            view.columns.push((piece.byte, column));
            view.text.push_str(&piece.shown);
            column += piece.width;
            after = piece.byte + 1;
        }
        view.columns.push((after, column));
        view.text.push_str(if cut_right { "…" } else { "" });
        view
    }

    /// The column of `byte`, or the nearest one shown.
    fn column(&self, byte: usize) -> usize {
        let index = self.columns.partition_point(|&(at, _)| at < byte).min(self.columns.len() - 1);
        self.columns[index].1
    }
}

/// The first of `pieces` that fill `columns`, with the one that is too much,
/// and their width: no more is looked at than could be shown.
fn up_to<'t>(columns: usize, pieces: impl Iterator<Item = Piece<'t>>) -> (Vec<Piece<'t>>, usize) {
    let mut width = 0;
    let mut taken = Vec::new();
    for piece in pieces {
        width += piece.width;
        taken.push(piece);
        if width > columns {
            break;
        }
    }
    (taken, width)
}

/// Drops what does not fit in `room` columns; whether there was any.
fn cut_to(pieces: &mut Vec<Piece<'_>>, room: usize) -> bool {
    let mut width = 0;
    let fitting = pieces.iter().take_while(|piece| {
        width += piece.width;
        width <= room
    });
    let fitting = fitting.count();
    let cut = fitting < pieces.len();
    pieces.truncate(fitting);
    cut
}

/// How many of `slack` columns go to the text on the left and on the right,
/// which have these widths and are whole or not. What is cut leaves a column
/// for its ellipsis.
fn shares(
    slack: usize,
    (left, whole_left): (usize, bool),
    (right, whole_right): (usize, bool),
) -> (usize, usize) {
    let half = slack / 2;
    if whole_left && whole_right && left + right <= slack {
        (left, right)
    } else if whole_left && left <= half {
        (left, (slack - left).saturating_sub(1))
    } else if whole_right && right <= half {
        ((slack - right).saturating_sub(1), right)
    } else {
        (half.saturating_sub(1), (slack - half).saturating_sub(1))
    }
}

/// The display units of bytes `from..to`, with an end at each of `cuts`.
fn pieces<'t>(
    source: &'t Source,
    from: usize,
    to: usize,
    cuts: &[usize],
) -> impl Iterator<Item = Piece<'t>> + use<'t> {
    let mut ends: Vec<usize> = cuts.iter().copied().filter(|&cut| from < cut && cut < to).collect();
    ends.push(to);
    ends.sort_unstable();
    let mut start = from;
    let parts = ends.into_iter().map(move |end| {
        let part = (start, end.max(start));
        start = part.1;
        part
    });
    let text = source.text();
    parts.flat_map(move |(start, end)| {
        text[start..end].grapheme_indices(true).map(move |(at, cluster)| piece(text, start + at, cluster))
    })
}

fn piece<'t>(text: &str, byte: usize, cluster: &'t str) -> Piece<'t> {
    // `##[` would be a workflow command; breaking it here keeps the underline
    // in its place.
    if cluster == "[" && text[..byte].ends_with("##") {
        return Piece { byte, shown: Cow::Borrowed("\\["), width: 2 };
    }
    if cluster == "\t" {
        return Piece { byte, shown: Cow::Borrowed(TAB), width: TAB.len() };
    }
    let mut shown = match cluster.chars().next() {
        Some(c) if cluster.len() == c.len_utf8() && is_hidden(c) => {
            let mut sign = String::new();
            push_sign(&mut sign, c);
            Cow::Owned(sign)
        }
        _ => visible(cluster),
    };
    let mut width = shown.width();
    if width == 0 {
        // A combining mark on its own, on the circle that stands for a letter.
        shown = Cow::Owned(format!("\u{25CC}{shown}"));
        width = shown.width().max(1);
    }
    Piece { byte, shown, width }
}

fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
#[path = "snippet_tests.rs"]
mod tests;
