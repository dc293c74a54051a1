//! Where in a catalog's text the cursor is, read from lines alone.
//!
//! People ask for help while the text is half typed and no YAML. Indentation,
//! dashes, keys and brackets say enough: which keys and lists the cursor is
//! in, what word it is on. Nothing here knows what the keys mean.

use crate::text::Span;

/// A step from the root of the catalog to the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an item of a list; its `id`, if it has one nearby.
    Item(Option<String>),
}

/// What the cursor is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Here {
    /// A key.
    Key,
    /// A value.
    Value,
    /// A word that may become a key or a value, or nothing yet.
    Bare,
    /// A comment.
    Comment,
}

/// Where the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Context {
    /// The way from the root: on a key to the mapping that it is in, on a
    /// value to the value.
    pub(super) steps: Vec<Step>,
    pub(super) here: Here,
    /// The word that the cursor is on or after: the whole key, or the value up
    /// to the next comma, bracket or comment. Empty between words.
    pub(super) word: Span,
    /// The other keys of the mapping that the cursor is in.
    pub(super) siblings: Vec<String>,
}

/// Reads where the byte `offset` of `text` is.
pub(super) fn at(text: &str, offset: usize) -> Context {
    let start = text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let cursor = offset - start;
    let read = Line::read(line);
    if read.comment.is_some_and(|comment| comment < cursor) {
        let word = comment_word(text, start, offset);
        return Context { steps: Vec::new(), here: Here::Comment, word, siblings: Vec::new() };
    }
    let mut walk = Walk::default();
    // On an empty line, and left of what stands on a line, the cursor's own
    // column counts.
    let left =
        line.trim().is_empty() || read.marks.first().is_some_and(|mark| cursor <= mark.column && mark.dash);
    let dashes = if left { 0 } else { read.marks.iter().filter(|mark| mark.dash).count() };
    let key = read.key().filter(|_| !left);
    let mut here = match key {
        Some(key) if cursor > key.end => Here::Value,
        Some(_) => Here::Key,
        None => Here::Bare,
    };
    walk.column = match key {
        Some(key) => key.column,
        None if left => cursor,
        None => read.rest,
    };
    let mut token = match key {
        Some(key) if here == Here::Key => start + key.column,
        _ if left => offset,
        _ => (start + read.rest).min(offset),
    };
    if let Some(key) = key.filter(|_| here == Here::Value) {
        walk.enter(key.column, false, Step::Key(key.name.clone()));
    }
    let own = walk.steps.len();
    let around = walk.up(text, start, &read.marks[..dashes]);
    let mut steps = walk.steps;
    let mut siblings = walk.siblings;
    // Brackets may be open since an earlier line, or since this one.
    let mut flow = around.map(|from| Flow::read(text, from, offset)).filter(|flow| flow.open);
    if flow.is_some() {
        steps.drain(..own);
    } else if here == Here::Value || (dashes > 0 && line[read.rest..].starts_with(['[', '{'])) {
        flow = Some(Flow::read(text, token, offset));
    }
    steps.reverse();
    let open = flow.as_ref().is_some_and(|flow| flow.open);
    if let Some(flow) = flow {
        token = flow.token;
        if open {
            siblings = flow.siblings;
            here = if flow.on_key { Here::Key } else { Here::Value };
            steps.extend(flow.steps);
        }
    }
    if !open {
        siblings.extend(below(text, start + line.len(), walk.column_at_first.unwrap_or(walk.column)));
    }
    let word = match key {
        // In what the key is indented by.
        Some(key) if here == Here::Key && !open && cursor < key.column => Span::at(offset),
        Some(key) if here == Here::Key && !open => Span::new(start + key.column, start + key.end),
        _ => word(text, token, offset, open),
    };
    Context { steps, here, word, siblings }
}

/// The word from `token` on that the cursor at `offset` is in.
fn word(text: &str, token: usize, offset: usize, in_brackets: bool) -> Span {
    let start = offset - text[token..offset].trim_start_matches([' ', '\t', '\n', '\r']).len();
    let rest = &text[offset..];
    let ends = |(at, c): (usize, char)| match c {
        '\n' | '\r' => true,
        ',' | ']' | '}' => in_brackets,
        ':' => in_brackets && rest[at + 1..].starts_with([' ', '\n', '\r']),
        '#' => rest[..at].ends_with(' '),
        _ => false,
    };
    let end = rest.char_indices().find(|&found| ends(found)).map_or(rest.len(), |(at, _)| at);
    Span::new(start, offset + rest[..end].trim_end().len())
}

/// The word in a comment that ends at the cursor or goes on after it.
fn comment_word(text: &str, line: usize, offset: usize) -> Span {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let start = text[line..offset].trim_end_matches(part).len() + line;
    let end = text[offset..].find(|c| !part(c)).map_or(text.len(), |length| offset + length);
    Span::new(start, end)
}

/// A dash, or a key with its colon.
#[derive(Clone, Debug)]
struct Mark {
    column: usize,
    /// Empty for a dash.
    name: String,
    dash: bool,
    /// The byte after the key, before its colon.
    end: usize,
}

/// A line of a block: its dashes and key, and where the rest starts.
#[derive(Debug, Default)]
struct Line {
    marks: Vec<Mark>,
    rest: usize,
    comment: Option<usize>,
}

impl Line {
    fn read(line: &str) -> Line {
        let bytes = line.as_bytes();
        let mut read = Line::default();
        let mut at = 0;
        loop {
            while bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            let dash = bytes.get(at) == Some(&b'-') && matches!(bytes.get(at + 1), None | Some(b' ' | b'\r'));
            if !dash {
                break;
            }
            read.marks.push(Mark { column: at, name: String::new(), dash: true, end: at + 1 });
            at += 1;
        }
        read.rest = at;
        if let Some((name, length)) = key(&line[at..]) {
            let end = at + length;
            read.marks.push(Mark { column: at, name, dash: false, end });
            let colon = line[end..].find(':').map_or(end, |colon| end + colon + 1);
            read.rest = line.len() - line[colon..].trim_start_matches(' ').len();
        }
        read.comment = comment(&line[at..]).map(|comment| at + comment);
        read
    }

    fn key(&self) -> Option<&Mark> {
        self.marks.last().filter(|mark| !mark.dash)
    }
}

/// The key that a text starts with, and its length with quotes.
fn key(text: &str) -> Option<(String, usize)> {
    let followed = |rest: &str| {
        let rest = rest.trim_start_matches(' ');
        rest.strip_prefix(':').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
    };
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'') {
        let end = text[1..].find(first)? + 2;
        return followed(&text[end..]).then(|| (text[1..end - 1].to_string(), end));
    }
    if matches!(first, '[' | '{' | '#' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' | ',') {
        return None;
    }
    let mut from = 0;
    while let Some(colon) = text[from..].find(':') {
        let at = from + colon;
        if followed(&text[at..]) {
            let name = text[..at].trim_end();
            return (!name.contains(" #") && !name.is_empty()).then(|| (name.to_string(), name.len()));
        }
        from = at + 1;
    }
    None
}

/// Where a comment starts: a `#` after a blank, not in quotes.
fn comment(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && matches!(before, ' ' | '\t') => return Some(at),
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{' | ',') => quote = Some(c),
            None => {}
        }
        before = c;
    }
    None
}

/// The way up from a place to the root.
#[derive(Default)]
struct Walk {
    column: usize,
    dash: bool,
    steps: Vec<Step>,
    id: Option<String>,
    siblings: Vec<String>,
    /// The column of the mapping that the cursor is in, once it was left.
    column_at_first: Option<usize>,
}

impl Walk {
    fn enter(&mut self, column: usize, dash: bool, step: Step) {
        self.column_at_first.get_or_insert(self.column);
        self.steps.push(step);
        (self.column, self.dash) = (column, dash);
    }

    /// Goes up from the line that starts at `start`, on which `marks` stand
    /// before the place. Returns where the value of the nearest key or dash
    /// starts, if that is in brackets.
    fn up(&mut self, text: &str, start: usize, marks: &[Mark]) -> Option<usize> {
        let mut flow = None;
        let own = self.steps.len();
        self.line(marks, None);
        let mut end = start;
        while end > 0 && (self.column > 0 || self.dash) {
            let line_start = text[..end - 1].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let line = text[line_start..end].trim_end_matches(['\n', '\r']);
            let read = Line::read(line);
            let value = &line[read.rest..];
            let known = self.steps.len();
            self.line(&read.marks, Some(value));
            let is_first = known == own && self.steps.len() > own;
            if is_first && value.starts_with(['[', '{']) {
                flow = Some(line_start + read.rest);
            }
            end = line_start;
        }
        flow
    }

    fn line(&mut self, marks: &[Mark], value: Option<&str>) {
        for mark in marks.iter().rev() {
            let above = mark.column < self.column;
            match (self.dash, mark.dash) {
                (_, true) if above => {
                    let id = self.id.take().filter(|_| !self.dash);
                    self.enter(mark.column, true, Step::Item(id));
                }
                (false, false) if above => {
                    self.id = None;
                    self.enter(mark.column, false, Step::Key(mark.name.clone()));
                }
                (true, false) if mark.column <= self.column && value.is_some() => {
                    self.id = None;
                    self.enter(mark.column, false, Step::Key(mark.name.clone()));
                }
                (false, false) if mark.column == self.column => {
                    if self.column_at_first.is_none() {
                        self.siblings.push(mark.name.clone());
                    }
                    if mark.name == "id" && value.is_some() {
                        self.id = value.map(|value| value.trim_matches([' ', '"', '\'']).to_string());
                    }
                }
                _ => {}
            }
        }
    }
}

/// The keys of the mapping at a column that stand below a place.
fn below(text: &str, from: usize, column: usize) -> Vec<String> {
    let mut found = Vec::new();
    for line in text[from..].split(['\n', '\r']).skip(1) {
        let read = Line::read(line);
        match read.marks.first() {
            Some(mark) if mark.column < column || (mark.dash && mark.column == column) => break,
            Some(mark) if mark.column == column => found.push(mark.name.clone()),
            _ => {}
        }
    }
    found
}

/// What brackets the cursor is in.
#[derive(Default)]
struct Flow {
    open: bool,
    on_key: bool,
    steps: Vec<Step>,
    siblings: Vec<String>,
    /// Where the word at the cursor starts.
    token: usize,
}

impl Flow {
    fn read(text: &str, from: usize, offset: usize) -> Flow {
        // For each bracket that is open: the keys so far if it is a brace, and
        // whether the last of them waits for its value.
        let mut stack: Vec<Option<(Vec<String>, bool)>> = Vec::new();
        let mut token = from;
        let mut chars = text[from.min(offset)..offset].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let at = from + at;
            let empty = text[token..at].trim().is_empty();
            match c {
                '"' | '\'' if empty => while chars.next().is_some_and(|(_, inner)| inner != c) {},
                '[' | '{' if empty => {
                    stack.push((c == '{').then(|| (Vec::new(), false)));
                    token = at + 1;
                }
                ',' if !stack.is_empty() => {
                    if let Some(Some((_, waits))) = stack.last_mut() {
                        *waits = false;
                    }
                    token = at + 1;
                }
                ':' => {
                    let blank = chars.peek().is_none_or(|(_, next)| matches!(next, ' ' | '\t' | '\n' | '\r'));
                    if let Some(Some((keys, waits))) = stack.last_mut()
                        && !*waits
                        && (blank || text[token..at].trim_end().ends_with(['"', '\'']))
                    {
                        keys.push(text[token..at].trim().trim_matches(['"', '\'']).to_string());
                        *waits = true;
                        token = at + 1;
                    }
                }
                ']' | '}' if !stack.is_empty() => {
                    stack.pop();
                    token = at + 1;
                }
                _ => {}
            }
        }
        let mut flow = Flow { open: !stack.is_empty(), token, ..Flow::default() };
        for frame in &stack {
            flow.on_key = false;
            match frame {
                None => flow.steps.push(Step::Item(None)),
                Some((keys, true)) => flow.steps.extend(keys.last().map(|key| Step::Key(key.clone()))),
                Some((_, false)) => flow.on_key = true,
            }
        }
        if let Some(Some((keys, waits))) = stack.pop() {
            flow.siblings = keys;
            if waits {
                flow.siblings.pop();
            }
        }
        flow
    }
}

#[cfg(test)]
mod tests;
