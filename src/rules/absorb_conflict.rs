//! `absorb-conflict`.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// An edit of a managed region that `absorb` cannot carry into the
    /// catalog: catalog and README changed one value in two ways, a row may be
    /// one entry renamed or another, a column is new, a row has too many
    /// cells.
    ///
    /// ## Why
    ///
    /// A guess could throw somebody's work away, so nothing is written until
    /// a person decides.
    ///
    /// ## Bad
    ///
    /// The catalog says `size: 500` and the README `600`, where both said
    /// `400` when they last agreed.
    ///
    /// ## Good
    ///
    /// One of the two is changed back, or `catalint absorb --assume readme`
    /// (or `catalog`) says which is right.
    ///
    /// ## Fix
    ///
    /// None: the finding says what can be done.
    "absorb-conflict",
    Some(Level::Error),
    Fixable::No,
    "an edit that cannot be absorbed without a person's word",
    Check::Reading
}
