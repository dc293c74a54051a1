//! How the columns of a section's table are aligned.
//!
//! Owns the words for it and the line of a table that says it. It refuses to
//! know what the columns hold.

/// Where a column's texts stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As the reader likes.
    #[default]
    None,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

impl Align {
    /// All of them.
    pub const ALL: [Align; 4] = [Align::None, Align::Left, Align::Center, Align::Right];

    /// As a catalog writes it.
    pub fn name(self) -> &'static str {
        match self {
            Align::None => "none",
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        }
    }

    /// What stands below the header of such a column, `width` signs, at least
    /// three.
    pub fn rule(self, width: usize) -> String {
        let dashes = |less: usize| "-".repeat(width.max(3) - less);
        match self {
            Align::None => dashes(0),
            Align::Left => format!(":{}", dashes(1)),
            Align::Center => format!(":{}:", dashes(2)),
            Align::Right => format!("{}:", dashes(1)),
        }
    }
}

/// The alignment of all columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aligns {
    /// The same for all.
    Same(Align),
    /// One for each, in order; columns beyond have none.
    Each(Vec<Align>),
}

impl Default for Aligns {
    fn default() -> Self {
        Aligns::Same(Align::None)
    }
}

impl Aligns {
    /// Those of columns in order.
    pub fn of(columns: Vec<Align>) -> Aligns {
        match columns.first() {
            None => Aligns::default(),
            Some(&first) if columns.iter().all(|&align| align == first) => Aligns::Same(first),
            Some(_) => Aligns::Each(columns),
        }
    }

    /// That of the column at `index`.
    pub fn at(&self, index: usize) -> Align {
        match self {
            Aligns::Same(align) => *align,
            Aligns::Each(columns) => columns.get(index).copied().unwrap_or_default(),
        }
    }
}
