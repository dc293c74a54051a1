"""The part of reports.sh that needs a language: what the SARIF
multitool found, JUnit against Jenkins' schema and by a reader, GitLab's keys,
and the job summary as GitHub's Markdown renders it.

    reports.py REPORTS TOOLS
"""

import json
import pathlib
import re
import sys

import cmarkgfm
import junitparser
import xmlschema
from cmarkgfm.cmark import Options

reports, tools = map(pathlib.Path, sys.argv[1:])
bad = []


def told(path, what):
    bad.append(f"{path.name}: {what}")


print("sarif: nothing found by the multitool")
log = json.loads((tools / "multitool.out").read_text(encoding="utf-8-sig"))
for result in log["runs"][0].get("results", []):
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    bad.append(f"{place}: {result.get('level', 'warning')} {result['ruleId']} {result['message']}")

print("junit: the schema of Jenkins, and a reader")
schema = xmlschema.XMLSchema(str(tools / "junit-10.xsd"))
for path in sorted(reports.glob("*.junit")):
    for error in schema.iter_errors(str(path)):
        told(path, error.reason)
    suites = junitparser.JUnitXml.fromfile(str(path))
    cases = [case for suite in suites for case in suite]
    failures = [case for case in cases if any(isinstance(r, junitparser.Failure) for r in case.result)]
    if (suites.tests, suites.failures) != (len(cases), len(failures)):
        told(path, f"{suites.tests} tests, {suites.failures} failures are not what it holds")

print("gitlab: the keys that GitLab reads")
for path in sorted(reports.glob("*.gitlab")):
    issues = json.loads(path.read_text())
    prints = {issue["fingerprint"] for issue in issues}
    if len(prints) != len(issues):
        told(path, "two issues share a fingerprint")
    for issue in issues:
        lines = issue["location"]["lines"]
        if set(issue) != {"description", "check_name", "fingerprint", "severity", "location"}:
            told(path, f"keys {sorted(issue)}")
        if issue["severity"] not in {"info", "minor", "major", "critical", "blocker"}:
            told(path, f"severity {issue['severity']}")
        if not 1 <= lines["begin"] <= lines["end"] or not issue["description"]:
            told(path, f"{issue}")

print("summary: as GitHub's Markdown renders it")
options = Options.CMARK_OPT_UNSAFE
ours = {"details", "summary", "code", "pre", "h2", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"}
ours |= {"ul", "li", "a", "br"}
for path in sorted(reports.glob("*.summary")):
    html = cmarkgfm.github_flavored_markdown_to_html(path.read_text(), options)
    for tag in re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", html):
        if tag not in ours:
            told(path, f"<{tag}>")
    for href in re.findall(r'href="([^"]*)"', html):
        if not re.fullmatch(r"https://github\.com/[\w./-]+/docs/rules\.md#[a-z-]+", href):
            told(path, f"link to {href}")
    prose = re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.S)
    if re.search(r"@\w", prose):
        told(path, "a mention")

for line in bad:
    print(line, file=sys.stderr)
sys.exit(1 if bad else 0)
