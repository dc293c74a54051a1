"""The workflows and jobs that the pages show, read by validators and run."""

import json
import re

import pytest
from act import Act
from conftest import ROOT, VERSION, Repository, Run


def shown(page, name):
    """The workflow of that name on a page."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)
    (workflow,) = [block for block in blocks if block.startswith(f"name: {name}\n")]
    return workflow


SHOWN = [("docs/gate-in-ci.md", "catalog"), ("docs/absorbing.md", "absorb")]


@pytest.mark.parametrize(("page", "name"), SHOWN)
def test_workflows_of_the_pages_pass_the_validators(page, name, tmp_path):
    repository = Repository(tmp_path)
    # The pages say to pin the commit.
    pinned = shown(page, name).replace(f"catalint@v{VERSION}", "catalint@" + 40 * "0")
    repository.write(".github/workflows/shown.yml", pinned)
    Run(["actionlint"], cwd=tmp_path).ends(0)
    Run(["zizmor", "--offline", "--quiet", "--collect=default", "."], cwd=tmp_path).ends(0)


def test_the_page_on_absorbing_shows_a_workflow_that_offers_the_edit_as_a_patch(consumer, tmp_path, catalint):
    workflow = shown(*SHOWN[1]).replace(f"momozi1996/catalint@v{VERSION}", "./.catalint")
    workflow = workflow.replace("install-only: true\n", f"install-only: true\n          bin-path: {catalint}\n")
    # What uploads has to be downloaded first; here the file is taken as it is.
    before, upload = workflow.split("      - uses: actions/upload-artifact@")
    assert "path: absorb.patch" in upload
    workflow = before + '      - run: cp absorb.patch "$RESULT"\n'
    consumer.replace("README.md", "| Vim |", "| Neovim |")
    done = Act(consumer, tmp_path, workflow)
    consumer.git("apply", str(done.folder / "absorb.patch"))
    assert "name: Neovim" in consumer.read("catalog.yaml")
    Run([catalint, "check", "--strict"], cwd=consumer.path).ends(0)
    assert "nothing to report" in done.summary


def test_the_page_on_ci_shows_a_job_that_gitlab_reads(consumer, tmp_path, catalint):
    page = (ROOT / "docs/gate-in-ci.md").read_text()
    (job,) = re.findall(r"^```yaml\n(catalint:.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / ".gitlab-ci.yml").write_text(job)
    Run(["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", tmp_path / ".gitlab-ci.yml"]).ends(0)
    (command,) = re.findall(r"^    - (catalint .*)$", job, re.MULTILINE)
    consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    Run([catalint, *command.split()[1:]], cwd=consumer.path).ends(1)
    assert len(json.loads(consumer.read("catalint.json"))) == 1
