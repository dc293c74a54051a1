"""The action, run by act: inputs, outputs, hostile text. How it comes by the
program is in test_install.py."""

import json
import re
import shutil

import pytest
from act import TITLE, Act
from conftest import VERSION, Run

WORKFLOW = """\
name: test
on: pull_request
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - id: catalint
        continue-on-error: true
        uses: ./.catalint
        with:
INPUTS
      - shell: bash
        env:
          OUTPUTS: ${{ toJSON(steps.catalint.outputs) }}
          OUTCOME: ${{ steps.catalint.outcome }}
          TITLE: ${{ github.event.pull_request.title }}
        run: |
          printf '%s\\n' "$OUTPUTS" >outputs.json
          printf '%s' "$OUTCOME" >outcome
          printf '%s' "$TITLE" >title
          cp -R . "$RESULT/"
"""
class Job(Act):
    """One run of the action, with the workflow above."""

    def __init__(self, consumer, home, inputs, network=False):
        lines = "".join(f"          {name}: {json.dumps(value)}\n" for name, value in inputs.items())
        super().__init__(consumer, home, WORKFLOW.replace("INPUTS\n", lines), network)
        self.outcome = (self.folder / "outcome").read_text()
        self.outputs = json.loads((self.folder / "outputs.json").read_text())

    def annotations(self, level):
        return [line for line in self.commands if line["command"] == level]


@pytest.fixture
def job(consumer, tmp_path, catalint):
    def run(network=False, **inputs):
        named = {name.replace("_", "-"): value for name, value in inputs.items()}
        return Job(consumer, tmp_path, {"bin-path": str(catalint), **named}, network)

    return run


def test_a_sound_list_passes_and_says_so_in_its_outputs(job):
    done = job()
    assert done.outcome == "success", done.run.said
    numbers = {"exit-code": "0", "drift": "false", "errors": "0", "warnings": "0", "mendable": "0"}
    files = {"drifted-files": "[]", "sarif-file": "", "report-file": "", "patch-file": ""}
    assert {**files, **done.outputs} == {**numbers, **files, "version": VERSION}
    assert not done.annotations("error") and not done.annotations("warning")


def test_drift_and_findings_are_annotated_summed_up_and_reported(job, consumer):
    consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    consumer.replace("more/shells.yaml", "https://fishshell.com/", "https://")
    done = job(sarif_file="out.sarif", report_file="out.json", patch_file="out.patch")
    assert done.outcome == "failure"
    assert (done.outputs["exit-code"], done.outputs["drift"], done.outputs["errors"]) == ("1", "true", "1")
    assert json.loads(done.outputs["drifted-files"]) == ["README.md"]
    assert done.outputs["patch-file"] == "out.patch"
    places = {(each["kvPairs"]["file"], each["kvPairs"]["line"]) for each in done.annotations("error")}
    assert places == {("README.md", "5"), ("README.md", "15"), ("more/shells.yaml", "6")}, places
    for word in ("catalint render", "<details>", "README.md:5", "link-incomplete"):
        assert word in done.summary, done.summary
    sarif = json.loads((done.folder / "out.sarif").read_text())
    assert sarif["version"] == "2.1.0" and sarif["runs"][0]["results"]
    assert json.loads((done.folder / "out.json").read_text())["summary"]["errors"] == 1


def test_the_patch_makes_the_next_check_pass(job, consumer, catalint):
    consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    done = job(patch_file="out.patch")
    Run([catalint, "check"], cwd=consumer.path).ends(1)
    consumer.git("apply", str(done.folder / "out.patch"))
    Run([catalint, "check", "--strict"], cwd=consumer.path).ends(0)


HOSTILE = [
    "::error::from a name",
    " ::add-mask::e",
    "##[add-mask]e",
    "a%0A::set-output name=x::y",
    "\u001b]0;title\u0007\u001b[31mred",
    "\u202Eevil",
    "$(touch pwned)`touch pwned`",
]


def test_text_of_the_list_is_never_a_command(job, consumer):
    entries = "".join(f"      - name: {json.dumps(text)}\n        link: https://\n" for text in HOSTILE)
    consumer.replace("catalog.yaml", "    entries:\n", "    entries:\n" + entries)
    consumer.replace("README.md", "# Tools", "# Tools\n\n::error::from the README\n##[add-mask]e")
    done = job(sarif_file="out.sarif", patch_file="out.patch")
    assert done.outcome == "failure"
    own = {"set-output", "error", "warning", "notice", "stop-commands"}
    other = [line for line in done.commands if line["command"] not in own and not is_resume(line["command"])]
    assert not other, other
    titles = {line["kvPairs"].get("title", "").split(" ")[0] for line in done.annotations("error")}
    assert titles == {"catalint"}, titles
    assert done.outputs["exit-code"] == "1" and "x" not in done.outputs
    assert "\x1b" not in done.summary and "\u202e" not in done.summary
    assert_untouched(done)


def is_resume(command):
    return re.fullmatch("[0-9a-f]{40}", command)


def assert_untouched(done):
    assert not list(done.folder.rglob("pwned"))
    assert (done.folder / "title").read_text() == TITLE


def test_files_that_drifted_are_told_whatever_they_are_called(job, consumer):
    name = 'a "quoted" \\ name.md'
    consumer.replace("catalog.yaml", "[README.md]", f"[README.md, {json.dumps(name)}]")
    consumer.write(name, "<!-- catalint:begin editors -->\n<!-- catalint:end editors -->\n")
    assert json.loads(job().outputs["drifted-files"]) == [name]


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        ({"command": "check; touch pwned"}, "the input command is none of: check lint render"),
        ({"command": "migrate"}, "the input command is none of"),
        ({"fail_on": "$(touch pwned)"}, "the input fail-on is none of"),
        ({"annotations": "yes\n::error::x"}, "the input annotations is none of"),
        ({"bin_path": "/nowhere/catalint"}, "bin-path is no program"),
        ({"bin_path": "", "find_links": "/nowhere"}, "find-links is no folder"),
        ({"catalog": "a\nb"}, "the input catalog has several lines"),
        ({"args": "--no-such; touch pwned"}, "unexpected argument"),
        ({"args": "--output-format=sarif=$(touch pwned)/x"}, "cannot write"),
        ({"catalog": "$(touch pwned)"}, "$(touch pwned)"),
    ],
)
def test_hostile_inputs_are_refused_and_never_run(job, inputs, says):
    done = job(**inputs)
    assert done.outcome == "failure", done.run.said
    assert says in done.run.said, done.run.said
    assert not done.annotations("error"), done.run.said
    assert_untouched(done)


def test_one_argument_a_line_whatever_is_in_it(job, consumer):
    consumer.replace("catalog.yaml", "link: https://www.vim.org/", "link: http://www.vim.org/")
    consumer.replace("README.md", "https://www.vim.org/", "http://www.vim.org/")
    assert job(fail_on="warning").outcome == "failure"
    done = job(fail_on="warning", args="\n--ignore\nlink-insecure\n\n")
    assert done.outcome == "success", done.run.said


def test_what_fails_the_step_is_for_the_caller_to_say(job, consumer):
    consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    done = job(fail_on="never", annotations="false", summary="false")
    assert (done.outcome, done.outputs["exit-code"]) == ("success", "1")
    assert not done.annotations("error") and not done.summary
    # What could not be done at all fails all the same.
    consumer.write("catalog.yaml", "version: 1\ntitle: 'open\n")
    done = job(fail_on="never")
    assert (done.outcome, done.outputs["exit-code"]) == ("failure", "2")


def test_it_renders_where_that_is_asked(job, consumer):
    consumer.replace("catalog.yaml", "name: Vim", "name: Vi")
    done = job(command="render", args="--force")
    assert done.outcome == "success", done.run.said
    assert "| Vi |" in (done.folder / "README.md").read_text()


def test_a_list_below_the_root_is_told_by_paths_from_the_root(job, consumer, catalint):
    (consumer.path / "list").mkdir()
    consumer.git("mv", "catalog.yaml", "README.md", "more", "list")
    consumer.replace("list/catalog.yaml", "name: Vim", "name: Vi")
    done = job(catalog="list/catalog.yaml", patch_file="out.patch")
    assert json.loads(done.outputs["drifted-files"]) == ["list/README.md"]
    (told,) = done.annotations("error")
    assert told["kvPairs"]["file"] == "list/README.md"
    consumer.git("apply", str(done.folder / "out.patch"))
    Run([catalint, "check", "--catalog=list/catalog.yaml"], cwd=consumer.path).ends(0)


def test_the_wheel_is_installed_from_a_folder(job, wheels):
    done = job(bin_path="", find_links=str(wheels))
    assert (done.outcome, done.outputs["version"]) == ("success", VERSION), done.run.said


def test_it_can_be_installed_and_not_run(job):
    done = job(install_only="true")
    assert done.outcome == "success" and done.outputs["version"] == VERSION, done.run.said
    assert not done.outputs.get("exit-code")


@pytest.mark.slow
def test_the_build_from_source_works(job, offering, consumer):
    shutil.copytree(offering.path, consumer.path / ".catalint", ignore=shutil.ignore_patterns(".git"))
    done = job(bin_path="", network=True)
    assert (done.outcome, done.outputs["version"]) == ("success", VERSION), done.run.said
