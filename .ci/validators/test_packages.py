"""The packages, built, inspected and installed where there is no network."""

import email
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest
from conftest import LICENCES, ROOT, TARGET, VERSION, Run, without_network

# The wheel


@pytest.fixture(scope="session")
def wheel(wheels):
    (path,) = wheels.glob("*.whl")
    return path


def test_the_wheel_holds_the_program_its_licences_and_this_version(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = [name for name in names if name.endswith("/METADATA")]
        stated = email.message_from_bytes(archive.read(metadata))
        for licence in LICENCES:
            (inside,) = [name for name in names if name.endswith(f"/licenses/{licence}")]
            assert archive.read(inside) == (ROOT / licence).read_bytes()
    assert (stated["Name"], stated["Version"]) == ("catalint", VERSION)
    assert set(stated.get_all("License-File")) == LICENCES


def test_the_wheel_passes_the_checkers(wheel):
    Run([sys.executable, "-m", "twine", "check", "--strict", wheel]).ends(0)
    # W007: it is a program and has no library.
    Run(["check-wheel-contents", "--ignore", "W007", wheel]).ends(0)
    Run(["auditwheel", "show", wheel]).ends(0)


def test_the_wheel_is_installed_and_runs_in_a_clean_environment(wheels, tmp_path):
    Run([sys.executable, "-m", "venv", tmp_path / "venv"]).ends(0)
    binaries = tmp_path / "venv/bin"
    install = [binaries / "pip", "install", "--no-index", "--find-links", wheels, "catalint"]
    Run(without_network(install), cwd=tmp_path).ends(0)
    Run(without_network([binaries / "catalint", "--version"])).ends(0).says(VERSION)
    Run([binaries / "catalint", "init", "--quiet"], cwd=tmp_path).ends(0)
    Run([binaries / "catalint", "check", "--strict"], cwd=tmp_path).ends(0)


# The npm packages


@pytest.fixture(scope="session")
def npm(archive, tmp_path_factory):
    """A project with the two packages, installed from their files."""
    folder = tmp_path_factory.mktemp("npm")
    build = ROOT / "packaging/npm/build.mjs"
    Run(["node", build, archive.parent, folder / "all"]).ends(1).says("there is no")
    Run(["node", build, "--partial", archive.parent, folder / "packages"]).ends(0)
    packed = []
    for package in sorted((folder / "packages").iterdir()):
        Run(["npm", "pack", "--silent", "--offline", package], cwd=folder).ends(0)
    packed = sorted(folder.glob("*.tgz"))
    assert len(packed) == 2, packed
    project = folder / "project"
    project.mkdir()
    (project / "package.json").write_text('{"private": true}')
    install = ["npm", "install", "--offline", "--no-audit", "--no-fund", *map(str, packed)]
    Run(without_network(install), cwd=project, env={"npm_config_cache": str(folder / "cache")}).ends(0)
    return project


def node(script):
    """The launcher is a script for node; this is how npm's link runs it."""
    return [shutil.which("node"), script]


def test_npm_installs_a_program_that_runs(npm):
    Run(without_network([str(npm / "node_modules/.bin/catalint"), "--version"])).ends(0).says(VERSION)
    for package in ("catalint", "@catalint/linux-x64"):
        folder = npm / "node_modules" / package
        stated = json.loads((folder / "package.json").read_text())
        assert (stated["version"], stated["license"]) == (VERSION, "MIT OR Apache-2.0")
        assert "scripts" not in stated and LICENCES <= {path.name for path in folder.iterdir()}


def test_npm_passes_the_status_on(npm, consumer):
    program = npm / "node_modules/.bin/catalint"
    Run([program, "check"], cwd=consumer.path).ends(0)
    consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    Run([program, "check"], cwd=consumer.path).ends(1).says("catalint render")
    Run([program, "no-such-command"], cwd=consumer.path).ends(2)


def test_npm_passes_signals_on_and_dies_of_what_the_program_died_of(npm, consumer):
    started = subprocess.Popen(
        node(npm / "node_modules/catalint/launcher.js") + ["lsp"], cwd=consumer.path, stdin=subprocess.PIPE
    )
    children = pathlib.Path(f"/proc/{started.pid}/task/{started.pid}/children")
    wait_for(lambda: children.read_text().split())
    (child,) = children.read_text().split()
    wait_for(lambda: os.readlink(f"/proc/{child}/exe").endswith("/catalint"))
    started.send_signal(signal.SIGTERM)
    assert started.wait(timeout=30) == -signal.SIGTERM
    assert not pathlib.Path(f"/proc/{child}").exists()


def wait_for(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_npm_without_the_platforms_package_says_what_to_do(npm, tmp_path):
    alone = tmp_path / "node_modules/catalint"
    shutil.copytree(npm / "node_modules/catalint", alone)
    Run(node(alone / "launcher.js")).ends(2).says("@catalint/linux-x64", "--omit=optional")


# The container


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("buildah") is None, reason="there is no buildah")
def test_the_container_holds_the_program_alone_and_runs(tmp_path, consumer):
    target = "x86_64-unknown-linux-gnu"
    build = ["cargo", "build", "--release", "--locked", "--target", target, "--target-dir", TARGET]
    Run(build, cwd=ROOT, env={"RUSTFLAGS": "-C target-feature=+crt-static"}).ends(0)
    context = tmp_path / "context"
    context.mkdir()
    shutil.copy(TARGET / target / "release/catalint", context)
    for licence in LICENCES:
        shutil.copy(ROOT / licence, context)
    environment = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
    stored = ["--root", tmp_path / "root", "--runroot", tmp_path / "runroot"]

    def buildah(*words):
        return Run(["buildah", *stored, *words], env=environment).ends(0).said.strip()

    file = ROOT / "packaging/container/Containerfile"
    buildah("build", "--build-arg", f"VERSION={VERSION}", "--file", file, "--tag", "catalint", context)
    labels = json.loads(buildah("inspect", "--type", "image", "catalint"))["OCIv1"]["config"]["Labels"]
    assert labels["org.opencontainers.image.version"] == VERSION
    container = buildah("from", "catalint")
    mount = ["--volume", f"{consumer.path}:/work"]
    assert VERSION in buildah("run", *mount, container, "--", "/usr/bin/catalint", "--version")
    buildah("run", *mount, container, "--", "/usr/bin/catalint", "check", "--strict")
    buildah("rm", container)


# The crate. It comes last, because it is built in the same folder, and what is
# built for it takes the place of what was built before.


def test_the_crate_can_be_published_and_holds_what_it_is_built_from():
    options = ["--locked", "--allow-dirty", "--target-dir", TARGET]
    run = Run(["cargo", "publish", "--dry-run", *options], cwd=ROOT)
    run.ends(0).says(f"Uploading catalint v{VERSION}")
    # The last warning says that this was a dry run.
    assert run.said.count("warning: ") == 1, run.said
    names = set(Run(["cargo", "package", "--list", *options[:2]], cwd=ROOT).ends(0).said.splitlines())
    assert LICENCES | {"README.md", "Cargo.lock", "src/repair/data/model.bin"} <= names
    assert not any(name.startswith((".ci/", ".github/", "fuzz/")) for name in names)
