//! An editor: speaks the Language Server Protocol to the built program, byte by
//! byte as the protocol's frames have it.

use serde_json::{Value as Json, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next: i64,
    /// Notifications that came before they were waited for.
    notes: Vec<Json>,
}

impl Client {
    /// Starts the program in a folder and greets it.
    pub(crate) fn start(folder: &Path) -> Client {
        Client::start_with(folder, &["lsp"])
    }

    /// The same with other arguments.
    pub(crate) fn start_with(folder: &Path, args: &[&str]) -> Client {
        let mut child = Command::new(env!("CARGO_BIN_EXE_catalint"))
            .args(args)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut client = Client { child, input, output, next: 0, notes: Vec::new() };
        let answer =
            client.ask("initialize", &json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        assert_eq!(answer["serverInfo"]["name"], "catalint");
        client.tell("initialized", &json!({}));
        client
    }

    fn send(&mut self, message: &Json) {
        let body = message.to_string();
        let input = self.input.as_mut().expect("not closed yet");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the program listens");
        input.flush().expect("the program listens");
    }

    fn receive(&mut self) -> Json {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).expect("the program speaks") > 0,
                "the program went away"
            );
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().expect("a length"),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a whole message");
        serde_json::from_slice(&body).expect("JSON")
    }

    /// Asks and waits for the whole answer, error or result.
    pub(crate) fn ask_any(&mut self, method: &str, params: &Json) -> Json {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == json!(id) {
                return message;
            }
            self.notes.push(message);
        }
    }

    /// Asks and waits for the result.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: &Json) -> Json {
        let mut answer = self.ask_any(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    pub(crate) fn tell(&mut self, method: &str, params: &Json) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let language = if uri.ends_with(".md") { "markdown" } else { "yaml" };
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i64, text: &str) {
        let document = json!({ "uri": uri, "version": version });
        let changes = json!([{ "text": text }]);
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Waits for the findings of a file at a version of it.
    pub(crate) fn findings(&mut self, uri: &str, version: Option<i64>) -> Vec<Json> {
        loop {
            let wanted = self.notes.iter().position(|note| {
                note["method"] == "textDocument/publishDiagnostics"
                    && note["params"]["uri"] == uri
                    && (version.is_none() || note["params"]["version"] == json!(version))
            });
            if let Some(at) = wanted {
                let note = self.notes.remove(at);
                return note["params"]["diagnostics"].as_array().expect("a list").clone();
            }
            let message = self.receive();
            self.notes.push(message);
        }
    }

    /// Says goodbye, and fails unless the program ends well.
    pub(crate) fn close(mut self) {
        assert_eq!(self.ask("shutdown", &Json::Null), Json::Null);
        self.tell("exit", &Json::Null);
        self.input = None;
        let status = self.child.wait().expect("the program ends");
        assert!(status.success(), "{status}");
    }
}

/// Where `needle` starts in `text`, as an editor counts: lines from 0,
/// characters in UTF-16 units.
pub(crate) fn place(text: &str, needle: &str, by: usize) -> Json {
    let at = text.find(needle).unwrap_or_else(|| panic!("no {needle:?}")) + by;
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}

/// The text after edits as an editor makes them.
pub(crate) fn edited(text: &str, edits: &Json) -> String {
    let offset = |place: &Json| {
        let number = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
        let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        let mut left = number("character");
        let mut at = start;
        for c in text[start..].chars() {
            if left == 0 {
                break;
            }
            left = left.saturating_sub(c.len_utf16());
            at += c.len_utf8();
        }
        at
    };
    let mut edits: Vec<(usize, usize, String)> = edits
        .as_array()
        .expect("a list of edits")
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (
                offset(&range["start"]),
                offset(&range["end"]),
                edit["newText"].as_str().expect("text").to_string(),
            )
        })
        .collect();
    edits.sort();
    let mut out = text.to_string();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, &new);
    }
    out
}
