#!/usr/bin/env bash
# Has the validators of others read our workflows, our action and our hooks.
set -euo pipefail
cd "$(dirname "$0")/../.."

echo "actionlint: the workflows"
actionlint

echo "zizmor: workflows, action, hooks"
zizmor --offline --quiet --no-progress --persona pedantic --collect=default .

echo "check-jsonschema: workflows, action, dependabot"
check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
check-jsonschema --quiet --builtin-schema vendor.github-actions action.yml

check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml

echo "shellcheck: every script"
mapfile -t scripts < <(git ls-files -z | xargs -0 grep -lE '^#!/usr/bin/env bash' --)
shellcheck --severity style "${scripts[@]}"
