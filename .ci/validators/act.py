"""Runs workflows by act, as GitHub's runner would, without network."""

import json
import os
import shutil

from conftest import ROOT, Run, without_network

# Whatever a title says, it is text: no shell, no runner may obey it.
TITLE = '"; touch pwned; $(touch pwned) `touch pwned` ::error::from the title\n##[add-mask]x'


class Act:
    """One run of a workflow by act, in a copy of a repository that it takes
    away afterwards; what is to be kept is copied to $RESULT."""

    def __init__(self, consumer, home, workflow, network=False):
        consumer.write(".github/workflows/test.yml", workflow)
        shutil.copytree(ROOT / "packaging/action", consumer.path / ".catalint/packaging/action", dirs_exist_ok=True)
        shutil.copy(ROOT / "action.yml", consumer.path / ".catalint/action.yml")
        consumer.git("add", "--all", "--force")
        consumer.git("commit", "--quiet", "--allow-empty", "--message=x")
        self.folder = home / "result"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        event = home / "event.json"
        event.write_text(json.dumps({"pull_request": {"title": TITLE}}))
        command = ["act", "pull_request", "--platform", "ubuntu-latest=-self-hosted", "--json"]
        command += ["--env", f"RESULT={self.folder}", "--eventpath", str(event)]
        command += ["--action-offline-mode", "--pull=false", "--no-cache-server"]
        command += ["--artifact-server-addr", "127.0.0.1", "--cache-server-addr", "127.0.0.1"]
        environment = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_CONFIG_HOME": str(home)}
        if network:
            environment["HOME"] = os.environ["HOME"]
        else:
            command = without_network(command)
        self.run = Run(command, cwd=consumer.path, env=environment).ends(0)
        log = [json.loads(line) for line in self.run.said.splitlines() if line.startswith("{")]
        self.commands = [line for line in log if line.get("command")]
        self.summary = "".join(line["content"] for line in self.commands if line["command"] == "summary")
        self.commands = [line for line in self.commands if line["command"] != "summary"]
