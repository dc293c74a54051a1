//! `unused-silence`: comments that silence nothing. `lint` finds them, since
//! only it knows what all rules found.

use super::Check;
use crate::finding::{Fixable, Level};

rule! {
    /// A `catalint-ignore` that names a rule which finds nothing there, no
    /// rule at all, or one that does not exist.
    ///
    /// ## Why
    ///
    /// What was to be silenced is mended, or stands elsewhere and is told
    /// still. A silence that is left lying will one day hide something new.
    ///
    /// In a catalog, a comment on a line of its own is about the entry or the
    /// field below it; at the end of a line it is about that line. In a README
    /// it is about the row, item or paragraph it stands in, or about the block
    /// below it. A finding is silenced where it is told, not at the other
    /// places that belong to it.
    ///
    /// ## Bad
    ///
    /// ```yaml
    /// - name: A
    ///   # catalint-ignore link-insecure: the host has no certificate
    ///   link: https://example.org/a
    /// ```
    ///
    /// ## Good
    ///
    /// ```yaml
    /// - name: A
    ///   link: https://example.org/a
    /// ```
    ///
    /// ## Fix
    ///
    /// None: take the comment out, or put it above what it is about.
    "unused-silence",
    Some(Level::Warning),
    Fixable::No,
    "a comment that silences nothing",
    Check::Reading
}
