"""The hooks by the runners themselves, pre-commit and prek, in a repository
that uses them, without network."""

import os
import re
import time

import pytest
from conftest import ROOT, VERSION, Repository, Run, without_network

RUNNERS = ["pre-commit", "prek"]


class Hooks:
    """A consumer with hooks of one kind, run by one runner."""

    def __init__(self, runner, consumer, offering, environment):
        self.runner, self.consumer, self.offering, self.environment = runner, consumer, offering, environment

    def uses(self, *hooks):
        """Configures these hooks."""
        lines = "".join(f"      - id: {hook}\n" for hook in hooks)
        self.consumer.write(
            ".pre-commit-config.yaml",
            f"repos:\n  - repo: {self.offering.path}\n    rev: v{VERSION}\n    hooks:\n{lines}",
        )
        self.consumer.commit_all()
        return self

    def call(self, *words, offline=True):
        command = [self.runner, *words]
        return Run(
            without_network(command) if offline else command, cwd=self.consumer.path, env=self.environment
        )

    def run(self, *words):
        """Runs the hooks on what is staged."""
        return self.call("run", *words)


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """A cache for each runner, kept from test to test as people keep theirs."""
    return {runner: tmp_path_factory.mktemp(runner) for runner in RUNNERS}


@pytest.fixture(params=RUNNERS)
def hooks(request, consumer, offering, wheels, catalint, homes):
    home = homes[request.param]
    settings = home / "config" / "uv" / "uv.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'no-index = true\nfind-links = ["{wheels}"]\n')
    environment = {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PREK_HOME": str(home / "prek"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        # pre-commit installs by pip, prek by uv; both from the folder alone.
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PATH": f"{catalint.parent}{os.pathsep}{os.environ['PATH']}",
    }
    return Hooks(request.param, consumer, offering, environment)


ALL = ["catalint-check", "catalint-lint", "catalint-render", "catalint-absorb"]


def test_every_hook_installs_from_the_wheel_and_passes_on_a_sound_list(hooks):
    hooks.uses(*ALL)
    began = time.monotonic()
    hooks.call("install-hooks").ends(0)
    print(f"{hooks.runner}: installed in {time.monotonic() - began:.1f} s")
    for _ in ("first run", "second run"):
        began = time.monotonic()
        run = hooks.run("--all-files").ends(0)
        print(f"{hooks.runner}: four hooks in {time.monotonic() - began:.2f} s")
        assert run.said.count("Passed") == 4, run.said


def test_drift_fails_the_commit_and_is_shown_with_the_command_that_ends_it(hooks):
    hooks.uses("catalint-check").call("install").ends(0)
    hooks.consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    hooks.consumer.git("add", "catalog.yaml")
    commit = Run(
        without_network(["git", "commit", "--message=x"]), cwd=hooks.consumer.path, env=hooks.environment
    )
    commit.ends(1).says("-| Vim |", "+| Vi |", "catalint render")
    assert "| Vim |" in hooks.consumer.read("README.md")


def test_a_change_of_the_catalog_alone_is_rendered_and_the_second_run_passes(hooks):
    hooks.uses("catalint-render")
    hooks.consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    hooks.consumer.git("add", "catalog.yaml")
    hooks.run().ends(1).says("Failed", "README.md")
    assert "| Vi |" in hooks.consumer.read("README.md")
    hooks.consumer.git("add", "README.md")
    hooks.run().ends(0).says("Passed")


def test_a_change_of_an_included_file_alone_fires_the_hook(hooks):
    hooks.uses("catalint-check")
    hooks.consumer.replace("more/shells.yaml", "name: fish", "name: nu")
    hooks.consumer.git("add", "more/shells.yaml")
    hooks.run().ends(1).says("+| nu |")


def test_an_output_that_is_written_for_the_first_time_fails_the_run(hooks):
    hooks.uses("catalint-render")
    hooks.consumer.replace("catalog.yaml", "outputs: [README.md]", "outputs: [README.md, docs/list.md]")
    hooks.consumer.write("docs/list.md", "<!-- catalint:begin editors -->\n<!-- catalint:end editors -->\n")
    hooks.consumer.git("add", "catalog.yaml")
    hooks.run().ends(1).says("Failed", "docs/list.md")
    assert "docs/list.md" not in hooks.consumer.git("ls-files")
    assert "| Vim |" in hooks.consumer.read("docs/list.md")


def test_an_edit_of_the_readme_is_absorbed_and_then_passes(hooks):
    hooks.uses("catalint-absorb", "catalint-check")
    hooks.consumer.replace("README.md", "| Vim |", "| Neovim |")
    hooks.consumer.git("add", "README.md")
    hooks.run().ends(1).says("catalog.yaml")
    assert "name: Neovim" in hooks.consumer.read("catalog.yaml")
    hooks.consumer.git("add", "catalog.yaml")
    hooks.run().ends(0)


def test_what_is_not_staged_is_neither_checked_nor_lost(hooks):
    hooks.uses("catalint-render")
    hooks.consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    hooks.consumer.git("add", "catalog.yaml")
    # Not staged: a line of the same README, outside its regions.
    hooks.consumer.replace("README.md", "# Tools", "# My tools")
    run = hooks.run().ends(1)
    staged = hooks.consumer.git("show", ":README.md")
    assert "# Tools" in staged and "| Vim |" in staged, staged
    readme = hooks.consumer.read("README.md")
    # The runner puts the unstaged line back; where it cannot it undoes the
    # hook's writing and says so. Either way nothing of the person's is lost.
    assert "# My tools" in readme, run.said
    assert "| Vi |" in readme or re.search("[Cc]onflict|rolling back|[Rr]olled back", run.said), run.said


def test_findings_fail_the_run_and_a_mended_catalog_passes(hooks):
    hooks.uses("catalint-lint")
    hooks.consumer.replace("catalog.yaml", "https://www.vim.org/", "https://")
    hooks.consumer.git("add", "catalog.yaml")
    hooks.run().ends(1).says("catalog.yaml:10:", "link-incomplete")
    hooks.consumer.replace("catalog.yaml", "https://", "https://www.vim.org/")
    hooks.consumer.git("add", "catalog.yaml")
    # As it was committed: there is nothing left to commit.
    hooks.run("--all-files").ends(0)


def test_other_files_do_not_fire_the_hook(hooks):
    hooks.uses("catalint-check")
    hooks.consumer.write("main.py", "print()\n")
    hooks.consumer.git("add", "main.py")
    hooks.run().ends(0).says("Skipped")


def test_the_installed_program_serves_too(hooks):
    hooks.uses(*[f"{hook}-system" for hook in ALL])
    run = hooks.run("--all-files").ends(0)
    assert run.said.count("Passed") == 4, run.said


@pytest.mark.slow
def test_the_hooks_are_built_from_source(hooks):
    hooks.uses("catalint-check-src", "catalint-render-src")
    began = time.monotonic()
    # Crates come from where cargo keeps them, which is below HOME.
    hooks.environment.update(HOME=os.environ["HOME"])
    hooks.call("install-hooks", offline=False).ends(0)
    print(f"{hooks.runner}: built in {time.monotonic() - began:.0f} s")
    hooks.run("--all-files").ends(0)


@pytest.mark.slow
def test_the_hook_that_init_writes_runs(hooks, tmp_path, catalint):
    Run([catalint, "init", "--quiet", "started"], cwd=tmp_path).ends(0)
    hooks.consumer = Repository(tmp_path / "started")
    hooks.consumer.commit_all()
    # The address it names leads to this repository, which has the commit.
    hooks.environment.update(
        HOME=os.environ["HOME"],
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.{ROOT}.insteadOf",
        GIT_CONFIG_VALUE_0="https://github.com/momozi1996/catalint",
    )
    hooks.call("run", "--all-files", offline=False).ends(0).says("Passed")


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_manifest_is_valid(runner):
    Run([runner, "validate-manifest", ROOT / ".pre-commit-hooks.yaml"]).ends(0)
