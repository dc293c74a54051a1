"""The archive of a release, its checksums, and how a tag is held to its draft."""

import shutil
import tarfile

import pytest
from conftest import LICENCES, ROOT, VERSION, Repository, Run


def test_the_archive_has_what_its_users_look_for(archive):
    with tarfile.open(archive) as tar:
        names = set(tar.getnames())
    wanted = {"catalint", "man/catalint.1", "README.md", "completions/_catalint", "completions/catalint.fish"}
    assert LICENCES | wanted <= names, names


def test_the_checksums_are_those_that_the_action_reads(archive, tmp_path):
    table = Run([ROOT / "packaging/checksums.sh", archive.parent]).ends(0).said
    (line,) = [line for line in table.splitlines() if not line.startswith("#")]
    assert line.endswith(f"  v{VERSION}/{archive.name}")
    committed = (ROOT / "packaging/action/checksums.txt").read_text().splitlines()
    said = [line for line in table.splitlines() if line.startswith("#")]
    assert said == [line for line in committed if line.startswith("#")], "the two say different things"


class Release:
    """A repository at the tag of its release, and what the draft holds."""

    def __init__(self, folder, offering, archive):
        Run(["git", "clone", "--quiet", offering.path, folder / "release"]).ends(0)
        self.repository = Repository(folder / "release")
        log = self.repository.read("CHANGELOG.md")
        self.repository.write("CHANGELOG.md", log.replace("not yet released", "2026-12-01", 1))
        self.repository.commit_all()
        self.built = self.repository.git("rev-parse", "HEAD").strip()
        self.draft = folder / "draft"
        self.draft.mkdir()
        shutil.copy(archive, self.draft)
        table = Run([ROOT / "packaging/checksums.sh", self.draft]).ends(0).said
        (self.draft / "checksums.txt").write_text(table)
        self.repository.write("packaging/action/checksums.txt", table)
        self.repository.commit_all()

    def verify(self, tag=f"v{VERSION}"):
        script = self.repository.path / "packaging/verify-release.sh"
        return Run([script, tag, self.built, self.draft], env={"GIT_DIR": self.repository.path / ".git"})


@pytest.fixture
def release(tmp_path, offering, archive):
    return Release(tmp_path, offering, archive)


def test_a_tag_is_released_if_it_is_what_was_built(release):
    release.verify().ends(0)


def test_a_tag_of_another_version_is_not_released(release):
    release.verify("v9.9.9").ends(1).says(f"Cargo.toml states {VERSION}")


def test_a_tag_with_other_code_than_was_built_is_not_released(release):
    release.repository.write("src/lib.rs", "//! Other.\n")
    release.repository.commit_all()
    release.verify().ends(1).says("has changed", "src/lib.rs")


def test_a_tag_with_other_checksums_than_were_built_is_not_released(release):
    table = release.repository.read("packaging/action/checksums.txt")
    release.repository.write("packaging/action/checksums.txt", table.replace("  v", "0  v"))
    release.repository.commit_all()
    release.verify().ends(1).says("not those of the draft")


def test_a_draft_whose_archive_was_exchanged_is_not_released(release):
    (archive,) = release.draft.glob("*.tar.gz")
    archive.write_bytes(b"other")
    release.verify().ends(1).says("have other checksums")
