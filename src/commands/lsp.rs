//! `catalint lsp`: a language server on standard input and output.

use super::{Exit, Failure};
use crate::cli::Global;
use crate::lsp;

pub(super) fn run(global: &Global) -> Result<Exit, Failure> {
    let goodbye = lsp::serve_stdio(global.catalog.clone()).map_err(Failure::message)?;
    // The protocol has 1 for an editor that left without a word.
    Ok(Exit::from_found(!goodbye))
}
