"""The schema of a catalog in the YAML language server, as an editor speaks to it."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest
from conftest import ROOT


class Editor:
    """One session with the server, in a folder with a catalog and its schema."""

    def __init__(self, folder, catalint):
        lists = ROOT / "tests/docs/list"
        shutil.copytree(lists, folder, dirs_exist_ok=True)
        schema = subprocess.run([catalint, "schema"], cwd=folder, check=True, capture_output=True).stdout
        (folder / "catalog.schema.json").write_bytes(schema)
        # As docs/editor.md shows it.
        self.text = "# yaml-language-server: $schema=catalog.schema.json\n" + (folder / "catalog.yaml").read_text()
        self.uri = (folder / "catalog.yaml").as_uri()
        server = pathlib.Path(os.environ["TOOLS"]) / "node_modules/.bin/yaml-language-server"
        self.process = subprocess.Popen(
            [server, "--stdio"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.count = 0
        capabilities = {"textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self.send({"method": "initialized", "params": {}})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.process.stdout.readline().strip()) != b"":
            name, value = line.split(b": ")
            length = int(value) if name == b"Content-Length" else length
        message = json.loads(self.process.stdout.read(length))
        # What the server asks of the editor has no answer here.
        if "id" in message and "method" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def ask(self, method, params):
        self.count += 1
        self.send({"id": self.count, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.count or "method" in message:
            pass
        return message["result"]

    def open(self, text):
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        self.opened = text

    def problems(self):
        while (message := self.receive()).get("method") != "textDocument/publishDiagnostics":
            pass
        return [problem["message"] for problem in message["params"]["diagnostics"]]

    def at(self, method, piece):
        """Asks about the end of this piece of the opened text."""
        before = self.opened[: self.opened.index(piece) + len(piece)]
        position = {"line": before.count("\n"), "character": len(before.rsplit("\n", 1)[-1])}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": self.uri}, "position": position})


@pytest.fixture
def editor(tmp_path, catalint):
    editor = Editor(tmp_path, catalint)
    yield editor
    editor.process.kill()
    editor.process.wait()


def test_a_sound_catalog_has_no_problems(editor):
    editor.open(editor.text)
    assert editor.problems() == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("format: nifti", "format: nifty", "nifti"),
        ("name: LiTS", "nmae: LiTS", "name"),
        ("version: 1", "version: 2", "1"),
    ],
)
def test_what_is_wrong_is_underlined(editor, old, new, says):
    editor.open(editor.text.replace(old, new))
    problems = editor.problems()
    assert problems and any(says in problem for problem in problems), problems


def test_terms_are_offered_with_what_they_mean(editor):
    editor.open(editor.text.replace("format: nifti", "format: "))
    offered = editor.at("completion", "format: ")
    items = {item["label"]: item for item in offered["items"]}
    assert {"nifti", "dicom", "metaimage"} <= set(items), items
    assert "NIfTI" in json.dumps(items["nifti"]), items["nifti"]


def test_a_term_says_what_it_means(editor):
    editor.open(editor.text)
    hover = editor.at("hover", "format: ni")
    assert "NIfTI" in json.dumps(hover), hover
