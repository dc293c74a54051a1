#!/usr/bin/env bash
# Has the validators of others read what `catalint init` writes, and the schema
# that `catalint schema` prints of it. Run by .ci/validate.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
catalint=$(realpath "${CATALINT:?}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
git init --quiet .
"$catalint" init --quiet

echo "catalint: its own gate"
"$catalint" check --strict --quiet
"$catalint" fmt --check --quiet

echo "actionlint, zizmor, check-jsonschema: the workflow"
actionlint
zizmor --offline --quiet --persona pedantic --collect=default .
check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/catalint.yml

echo "pre-commit: the configuration"
pre-commit validate-config .pre-commit-config.yaml

echo "check-jsonschema: the schema, and catalogs by it"
"$catalint" schema >catalog.schema.json
check-jsonschema --quiet --check-metaschema catalog.schema.json
check-jsonschema --quiet --schemafile catalog.schema.json catalog.yaml
"$catalint" schema --catalog "$root/catalog.yaml" >own.schema.json
check-jsonschema --quiet --check-metaschema own.schema.json
check-jsonschema --quiet --schemafile own.schema.json "$root/catalog.yaml"
for broken in 's/modality: \[mri\]/modality: [mrj]/' 's/^version: 1/version: 2/' 's/format: dicom/fromat: dicom/' \
    's/link: null/link: none/'; do
    sed "$broken" "$root/catalog.yaml" >broken.yaml
    if cmp --quiet "$root/catalog.yaml" broken.yaml ||
        check-jsonschema --quiet --schemafile own.schema.json broken.yaml >/dev/null; then
        echo "the schema takes the catalog after: $broken" >&2
        exit 1
    fi
done
