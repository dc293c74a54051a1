"""How the action comes by the archive of a release: its script, with a `curl`
that takes the archive from a folder."""

import hashlib
import os
import shutil

import pytest
from conftest import VERSION, Run, without_network


class Install:
    """The script in a checkout whose checksums.txt says what the test wants."""

    def __init__(self, folder, offering, archive):
        self.folder, self.archive = folder, archive
        self.checkout = folder / "checkout"
        shutil.copytree(offering.path, self.checkout, ignore=shutil.ignore_patterns(".git"))
        tools = folder / "tools"
        tools.mkdir()
        self.stub(tools / "curl", f"""\
            while [ "$1" != --output ]; do shift; done
            case "${{@: -1}}" in https://github.com/*/releases/download/v{VERSION}/*) ;; *) exit 22 ;; esac
            cp '{archive}' "$2" """)
        self.stub(tools / "cargo", "echo 'cargo was called' >&2; exit 101")
        self.tools = tools

    def stub(self, path, script):
        path.write_text("#!/usr/bin/env bash\n" + script + "\n")
        path.chmod(0o755)

    def run(self, checksum, version=VERSION):
        if checksum:
            with (self.checkout / "packaging/action/checksums.txt").open("a") as file:
                file.write(f"{checksum}  v{version}/{self.archive.name}\n")
        names = ("COMMAND", "FAIL_ON", "ANNOTATIONS", "SUMMARY", "INSTALL_ONLY", "BIN_PATH", "FIND_LINKS")
        values = ("check", "error", "true", "true", "true", "", "")
        environment = {f"INPUT_{name}": value for name, value in zip(names, values)}
        for name in ("GITHUB_OUTPUT", "GITHUB_PATH"):
            environment[name] = str(self.folder / name)
        environment["RUNNER_TEMP"] = str(self.folder / "temp")
        environment.update(RUNNER_OS="Linux", RUNNER_ARCH="X64", PATH=f"{self.tools}{os.pathsep}{os.environ['PATH']}")
        script = self.checkout / "packaging/action/install.sh"
        return Run(without_network(["bash", str(script)]), env=environment)


@pytest.fixture
def install(tmp_path, offering, archive):
    return Install(tmp_path, offering, archive)


def test_the_archive_of_the_release_is_taken_if_its_checksum_is_the_committed_one(install):
    checksum = hashlib.sha256(install.archive.read_bytes()).hexdigest()
    install.run(checksum).ends(0).says(f"catalint {VERSION}").does_not_say("cargo was called")
    folder = (install.folder / "GITHUB_PATH").read_text().strip()
    Run([f"{folder}/catalint", "--version"]).ends(0).says(VERSION)


def test_another_archive_is_refused_and_nothing_else_is_tried(install):
    install.run("0" * 64).ends(2).says("its checksum differs").does_not_say("cargo was called")
    assert not (install.folder / "temp/catalint/bin").exists()


def test_an_archive_that_cannot_be_had_fails(install):
    install.run("0" * 64, version="9.9.9").ends(2).says("cannot download").does_not_say("cargo was called")


def test_without_a_release_the_checkout_is_built(install):
    install.run(None).ends(101).says("Building catalint from source", "cargo was called")
