//! The same library, spoken to an editor: a language server for catalogs and
//! their READMEs.
//!
//! Speaks the Language Server Protocol 3.17. One thread answers in the order
//! of what is asked; findings are told when nothing waits to be answered.
//! Nothing is decided here that the command line would decide otherwise: what
//! is told, and how it is mended, comes from the same rules.

mod actions;
mod completion;
mod context;
mod hover;
mod navigate;
mod place;
mod project;
mod rename;
mod requests;
mod role;
mod state;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    HoverProviderCapability, OneOf, PublishDiagnosticsParams, RenameOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    Uri, WorkDoneProgressOptions,
};
use state::{Buffer, State};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Serves one editor on standard input and output until it leaves. `catalog`
/// is the catalog, if it is not the nearest one above each file. Returns
/// whether the editor said goodbye, as the protocol asks, before it left.
///
/// # Errors
/// In words, if what comes in is not the protocol, or nobody listens.
pub fn serve_stdio(catalog: Option<PathBuf>) -> Result<bool, String> {
    let (connection, threads) = Connection::stdio();
    let goodbye = serve(&connection, catalog)?;
    drop(connection);
    threads.join().map_err(|error| error.to_string())?;
    Ok(goodbye)
}

/// Serves one editor on a connection.
fn serve(connection: &Connection, catalog: Option<PathBuf>) -> Result<bool, String> {
    let capabilities = serde_json::to_value(capabilities()).map_err(|error| error.to_string())?;
    let (id, _) = match connection.initialize_start() {
        Ok(started) => started,
        // The editor left before it said anything.
        Err(error) if error.channel_is_disconnected() => return Ok(false),
        Err(error) => return Err(error.to_string()),
    };
    let info = serde_json::json!({
        "capabilities": capabilities,
        "serverInfo": { "name": "catalint", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, info).map_err(|error| error.to_string())?;
    let mut server = Server { connection, state: State::new(catalog), told: BTreeMap::new() };
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request).map_err(|error| error.to_string())? {
                    return Ok(true);
                }
                let response = server.answer(request);
                server.send(Message::Response(response))?;
            }
            Message::Notification(notification) => server.note(notification),
            Message::Response(_) => {}
        }
        if connection.receiver.is_empty() && server.state.stale {
            server.publish()?;
        }
    }
    Ok(false)
}

fn capabilities() -> ServerCapabilities {
    let no_progress = WorkDoneProgressOptions::default();
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([" ", ":", "[", "{", ","].map(String::from).to_vec()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
            ..CodeActionOptions::default()
        })),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: no_progress,
        })),
        ..ServerCapabilities::default()
    }
}

struct Server<'c> {
    connection: &'c Connection,
    state: State,
    /// The files that findings were told of, and how many.
    told: BTreeMap<String, usize>,
}

impl Server<'_> {
    fn send(&self, message: Message) -> Result<(), String> {
        self.connection.sender.send(message).map_err(|error| error.to_string())
    }

    fn answer(&mut self, request: Request) -> Response {
        self.state.refresh();
        let Request { id, method, params } = request;
        match requests::answer(&self.state, &method, params) {
            Ok(result) => Response::new_ok(id, result),
            Err(requests::Refusal::Unknown) => {
                let message = format!("`{method}` is not served");
                Response::new_err(id, ErrorCode::MethodNotFound as i32, message)
            }
            Err(requests::Refusal::Malformed(why)) => {
                Response::new_err(id, ErrorCode::InvalidParams as i32, why)
            }
            Err(requests::Refusal::Refused(why)) => {
                Response::new_err(id, ErrorCode::RequestFailed as i32, why)
            }
        }
    }

    /// Takes note of what the editor did. What cannot be read is passed over:
    /// notifications have no answer.
    fn note(&mut self, notification: Notification) {
        let params = notification.params;
        match notification.method.as_str() {
            "textDocument/didOpen" => {
                if let Ok(params) = serde_json::from_value::<DidOpenTextDocumentParams>(params) {
                    let document = params.text_document;
                    self.put(document.uri, document.version, document.text);
                }
            }
            "textDocument/didChange" => {
                if let Ok(params) = serde_json::from_value::<DidChangeTextDocumentParams>(params) {
                    let document = params.text_document;
                    if let Some(change) = params.content_changes.into_iter().next_back() {
                        self.put(document.uri, document.version, change.text);
                    }
                }
            }
            "textDocument/didClose" => {
                if let Ok(params) = serde_json::from_value::<DidCloseTextDocumentParams>(params)
                    && let Some(path) = place::path_of(&params.text_document.uri)
                {
                    self.state.buffers.remove(&path);
                    self.state.stale = true;
                }
            }
            // Files that are not open are read from the disk each time.
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => self.state.stale = true,
            _ => {}
        }
    }

    fn put(&mut self, uri: Uri, version: i32, text: String) {
        if let Some(path) = place::path_of(&uri)
            && text.len() <= crate::text::MAX_LEN
        {
            self.state.buffers.insert(path, Buffer { uri, version, text });
            self.state.stale = true;
        }
    }

    /// Tells the findings of every file of every project, and of files that
    /// are in none any more that there are none.
    fn publish(&mut self) -> Result<(), String> {
        self.state.refresh();
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        let mut news = Vec::new();
        for loaded in self.state.projects() {
            for (file, path) in loaded.now.files() {
                let Some(uri) = loaded.now.uri(file) else { continue };
                let diagnostics = actions::diagnostics(&loaded.now, file);
                let version = self.state.buffers.get(path).map(|buffer| buffer.version);
                let known = self.told.get(uri.as_str()).copied().unwrap_or_default();
                // A file that is not open and has nothing to tell of stays so.
                if version.is_none() && diagnostics.is_empty() && known == 0 {
                    continue;
                }
                told.insert(uri.as_str().to_string(), diagnostics.len());
                news.push(PublishDiagnosticsParams { uri, diagnostics, version });
            }
        }
        for uri in self
            .told
            .iter()
            .filter(|(uri, count)| **count > 0 && !told.contains_key(*uri))
            .map(|(uri, _)| uri)
        {
            if let Ok(uri) = uri.parse() {
                news.push(PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None });
            }
        }
        self.told = told;
        for params in news {
            let method = "textDocument/publishDiagnostics".to_string();
            self.send(Message::Notification(Notification::new(method, params)))?;
        }
        Ok(())
    }
}
