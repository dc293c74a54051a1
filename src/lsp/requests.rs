//! What an editor may ask, and which part of the house answers.

use super::actions::{actions, workspace_edit};
use super::hover::entry_at;
use super::place::{offset, path_of, range};
use super::state::{State, is_yaml};
use super::{completion, context, hover, navigate, rename};
use crate::catalog::format::format;
use crate::readme;
use crate::text::{FileId, Source, Span};
use lsp_types::{
    CodeActionParams, CompletionParams, DocumentFormattingParams, DocumentSymbolParams, GotoDefinitionParams,
    Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, RenameParams, TextDocumentPositionParams,
    Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use similar::{DiffOp, TextDiff};
use std::path::PathBuf;

/// Why there is no answer.
pub(super) enum Refusal {
    /// Nothing here answers that.
    Unknown,
    /// The question is not as the protocol has it.
    Malformed(String),
    /// It cannot be done; in words for a person.
    Refused(String),
}

/// Answers a request. Where there is nothing to say the answer is null.
pub(super) fn answer(state: &State, method: &str, params: Json) -> Result<Json, Refusal> {
    let answer = match method {
        "textDocument/completion" => {
            let params: CompletionParams = read(params)?;
            complete(state, &params.text_document_position)
        }
        "textDocument/hover" => {
            let params: HoverParams = read(params)?;
            hover(state, &params.text_document_position_params)
        }
        "textDocument/definition" => {
            let params: GotoDefinitionParams = read(params)?;
            definition(state, &params.text_document_position_params)
        }
        "textDocument/documentSymbol" => {
            symbols(state, &read::<DocumentSymbolParams>(params)?.text_document.uri)
        }
        "textDocument/codeAction" => code_actions(state, &read(params)?),
        "textDocument/formatting" => {
            formatting(state, &read::<DocumentFormattingParams>(params)?.text_document.uri)
        }
        "textDocument/prepareRename" => prepare_rename(state, &read(params)?),
        "textDocument/rename" => return rename_section(state, &read(params)?),
        _ => return Err(Refusal::Unknown),
    };
    Ok(answer.unwrap_or(Json::Null))
}

fn read<T: DeserializeOwned>(params: Json) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal::Malformed(error.to_string()))
}

/// An open file, and the byte that a place is.
fn place(state: &State, at: &TextDocumentPositionParams) -> Option<(PathBuf, Source, usize)> {
    let path = path_of(&at.text_document.uri)?;
    let source = state.source(&path)?;
    let offset = offset(&source, at.position);
    Some((path, source, offset))
}

fn complete(state: &State, at: &TextDocumentPositionParams) -> Option<Json> {
    let (path, source, offset) = place(state, at)?;
    let catalog = state.catalog(&path)?;
    let items = if is_yaml(&path) {
        completion::in_catalog(&source, &context::at(source.text(), offset), catalog)
    } else {
        completion::in_readme(&source, offset, &readme::regions(source.text()), Some(catalog))
    };
    Some(json!(items))
}

fn hover(state: &State, at: &TextDocumentPositionParams) -> Option<Json> {
    let (path, source, offset) = place(state, at)?;
    let catalog = state.catalog(&path)?;
    let known = state.file(&path);
    let (span, text) = if is_yaml(&path) {
        let entry = known.and_then(|(project, file)| entry_at(project.catalog()?, file, offset));
        hover::in_catalog(&source, &context::at(source.text(), offset), catalog, entry)?
    } else {
        let (project, file) = known?;
        let output = project.output(file)?;
        let rows = navigate::rows(project, output);
        let row = rows.iter().find(|row| row.row.contains(Span::at(offset)));
        hover::in_readme(catalog, navigate::region_at(output, offset), row, offset)?
    };
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: text });
    Some(json!(Hover { contents, range: Some(range(&source, span)) }))
}

fn definition(state: &State, at: &TextDocumentPositionParams) -> Option<Json> {
    let (path, source, offset) = place(state, at)?;
    let (project, file) = state.file(&path)?;
    let found = match project.output(file) {
        Some(output) => navigate::from_readme(project, output, offset),
        None => navigate::from_catalog(project, file, context::at(source.text(), offset).word, offset),
    };
    Some(json!(found))
}

fn symbols(state: &State, uri: &Uri) -> Option<Json> {
    let (project, file) = state.file(&path_of(uri)?)?;
    let found = match project.output(file) {
        Some(output) => navigate::readme_symbols(project, output),
        None => navigate::catalog_symbols(project, file),
    };
    Some(json!(found))
}

fn code_actions(state: &State, params: &CodeActionParams) -> Option<Json> {
    let (project, file) = state.file(&path_of(&params.text_document.uri)?)?;
    let source = project.sources.get(file);
    let (start, end) = (offset(source, params.range.start), offset(source, params.range.end));
    let mut found = actions(project, file, Span::new(start, end.max(start)));
    // An editor may ask for one kind of actions, or a kind of that kind.
    if let Some(only) = &params.context.only {
        found.retain(|action| {
            let kind = action["kind"].as_str().unwrap_or_default();
            only.iter().any(|wanted| {
                let wanted = wanted.as_str();
                kind == wanted || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
            })
        });
    }
    Some(json!(found))
}

/// The edits, by lines, that lay a catalog out.
fn formatting(state: &State, uri: &Uri) -> Option<Json> {
    let path = path_of(uri)?;
    let source = state.source(&path).filter(|_| is_yaml(&path) && state.of(&path).is_some())?;
    let laid_out = format(source.text(), FileId(0)).ok()?;
    let diff = TextDiff::from_lines(source.text(), laid_out.as_str());
    let (old, new): (Vec<&str>, Vec<&str>) =
        (diff.iter_old_slices().collect(), diff.iter_new_slices().collect());
    let mut starts = vec![0];
    old.iter().for_each(|line| starts.push(starts.last().copied().unwrap_or_default() + line.len()));
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edits: Vec<Json> = changed
        .map(|op| {
            let (before, after) = (op.old_range(), op.new_range());
            let span = Span::new(starts[before.start], starts[before.end]);
            json!({ "range": range(&source, span), "newText": new[after].concat() })
        })
        .collect();
    Some(json!(edits))
}

fn prepare_rename(state: &State, at: &TextDocumentPositionParams) -> Option<Json> {
    let (path, source, offset) = place(state, at)?;
    let (project, file) = state.file(&path)?;
    let target = rename::target(project, file, offset)?;
    Some(json!({ "range": range(&source, target.span), "placeholder": target.section.id }))
}

fn rename_section(state: &State, params: &RenameParams) -> Result<Json, Refusal> {
    let found = || {
        let (path, _, offset) = place(state, &params.text_document_position)?;
        let (project, file) = state.file(&path)?;
        Some((project, project.catalog()?, rename::target(project, file, offset)?))
    };
    let Some((project, catalog, target)) = found() else {
        return Err(Refusal::Refused("only the id of a section can be renamed".to_string()));
    };
    let edits =
        rename::edits(project, catalog, target.section, &params.new_name).map_err(Refusal::Refused)?;
    workspace_edit(project, &edits).ok_or_else(|| Refusal::Refused("a file has no address".to_string()))
}
