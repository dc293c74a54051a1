//! Not yet.
use super::Report;
use std::io::{self, Write};
pub(super) fn write(_report: &Report<'_>, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
