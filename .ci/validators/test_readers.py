"""Catalogs that are written, in the eyes of common readers of YAML 1.1 and 1.2."""

import pytest
import yaml
from conftest import Repository, Run
from ruamel.yaml import YAML

# What some reader takes for no text where it stands without quotes.
NAMES = ["no", "On", "1:30", "2001-12-14", "0x1F", "1e3", "a: b", "C#", "x # y", "@x", "%y", "it's", '"q"', "{x}, y",
         "- z", "? z", "=", "why?", "脑瘤", "👩‍⚕️", "a:", "1_000"]
QUERY = "https://a.example.org/?x=1&y={}#z"


def ruamel(version):
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return reader.load


READERS = {
    "pyyaml": yaml.safe_load,
    "libyaml": lambda text: yaml.load(text, yaml.CSafeLoader),
    "ruamel-1.1": ruamel((1, 1)),
    "ruamel-1.2": ruamel((1, 2)),
}


@pytest.mark.parametrize("reader", READERS)
def test_what_migration_writes_is_read_as_it_is_meant(reader, tmp_path, catalint):
    repository = Repository(tmp_path)
    rows = [f"| {name} | [more]({QUERY.format(at)}) | <{QUERY.format(at)}> |" for at, name in enumerate(NAMES)]
    repository.write("README.md", "\n".join(["# T", "", "| Name | Page | Link |", "| --- | --- | --- |", *rows, ""]))
    Run([catalint, "migrate", "README.md"], cwd=tmp_path).ends(0)
    read = READERS[reader](repository.read("catalog.yaml"))
    entries = read["sections"][0]["entries"]
    assert [entry["name"] for entry in entries] == NAMES
    assert [entry["page"] for entry in entries] == [
        {"url": QUERY.format(at), "text": "more"} for at in range(len(NAMES))
    ]
    assert [entry["link"] for entry in entries] == [QUERY.format(at) for at in range(len(NAMES))]
