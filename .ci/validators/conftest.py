"""What the tests here share: the program, its wheel, a repository that offers
hooks and action, and one that uses them."""

import functools
import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
VERSION = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
LICENCES = {"LICENSE-MIT", "LICENSE-APACHE"}

# An environment of one's own: no settings of this machine, no caches of others.
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "t",
    "GIT_AUTHOR_EMAIL": "t@example.org",
    "GIT_COMMITTER_NAME": "t",
    "GIT_COMMITTER_EMAIL": "t@example.org",
}


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run also what compiles in release mode")


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: compiles in release mode")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: .ci/validate --slow"))


class Run:
    """How a command ended and what it said, on both streams together."""

    def __init__(self, command, **options):
        environment = {**os.environ, **GIT, **options.pop("env", {})}
        done = subprocess.run(
            [str(word) for word in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **options,
        )
        self.code = done.returncode
        self.said = done.stdout.decode(errors="replace")

    def ends(self, code):
        assert self.code == code, f"ended with {self.code}, not {code}:\n{self.said}"
        return self

    def says(self, *words):
        for word in words:
            assert word in self.said, f"does not say {word!r}:\n{self.said}"
        return self

    def does_not_say(self, *words):
        for word in words:
            assert word not in self.said, f"says {word!r}:\n{self.said}"
        return self


@functools.cache
def can_be_without_network():
    """Not every machine lets everyone make a network of their own."""
    return shutil.which("unshare") is not None and Run(["unshare", "-rn", "true"]).code == 0


def without_network(command):
    """The command where there is no network, if this machine can do that."""
    return ["unshare", "-rn", *command] if can_be_without_network() else command


class Repository:
    """A git repository in a folder."""

    def __init__(self, path):
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words):
        return Run(["git", *words], cwd=self.path).ends(0).said

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def read(self, name):
        return (self.path / name).read_text()

    def replace(self, name, old, new):
        text = self.read(name)
        assert old in text, f"no {old!r} in {name}"
        self.write(name, text.replace(old, new, 1))

    def commit_all(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message=x")


CATALOG = """\
version: 1
title: Tools
outputs: [README.md]
include: more/*.yaml
sections:
  - id: editors
    title: Editors
    entries:
      - name: Vim
        link: https://www.vim.org/
"""
MORE = """\
sections:
  - id: shells
    title: Shells
    entries:
      - name: fish
        link: https://fishshell.com/
"""
README = """\
# Tools

## Editors

<!-- catalint:begin editors -->
<!-- catalint:end editors -->

## Shells

<!-- catalint:begin shells -->
<!-- catalint:end shells -->
"""


@pytest.fixture(scope="session")
def catalint():
    """The program that .ci/validate built."""
    return pathlib.Path(os.environ["CATALINT"]).resolve()


@pytest.fixture(scope="session")
def wheels(catalint, tmp_path_factory):
    """A folder with the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("wheels")
    Run([ROOT / "packaging/pypi/build.sh", "--profile", "dev", "--out", folder]).ends(0)
    return folder


@pytest.fixture(scope="session")
def archive(catalint, tmp_path_factory):
    """The archive of a release for this machine, which is taken for Linux on x86-64."""
    folder = tmp_path_factory.mktemp("archives")
    target = "x86_64-unknown-linux-gnu"
    Run([ROOT / "packaging/archive.sh", catalint, target, folder]).ends(0)
    return folder / f"catalint-{target}.tar.gz"


@pytest.fixture(scope="session")
def offering(tmp_path_factory):
    """This work tree as a repository with the tag of its version."""
    repository = Repository(tmp_path_factory.mktemp("offering"))
    files = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in filter(None, files.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            into = repository.path / name
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into)
    repository.commit_all()
    repository.git("tag", f"v{VERSION}")
    return repository


@pytest.fixture
def consumer(tmp_path, catalint):
    """A repository with a small list, rendered and committed."""
    repository = Repository(tmp_path / "consumer")
    repository.write("catalog.yaml", CATALOG)
    repository.write("more/shells.yaml", MORE)
    repository.write("README.md", README)
    Run([catalint, "render", "--quiet"], cwd=repository.path).ends(0)
    repository.commit_all()
    return repository
