#!/usr/bin/env bash
# Validates reports with the schemas and readers of those who defined the
# formats. Run by .ci/validate; by hand also on reports of your own:
#
#   .ci/validate reports DIRECTORY
#
# DIRECTORY holds reports named NAME.FORMAT (`seed.sarif`, `seed.junit`, …).
# Without it, the samples of the tests are written and validated.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=${TOOLS:?}

if [ $# -gt 0 ]; then
    reports=$1
else
    reports=$tools/samples
    rm -rf "$reports"
    mkdir -p "$reports"
    CATALINT_REPORT_SAMPLES=$reports cargo test --locked --quiet --lib report::hostile_tests::samples >/dev/null
fi

if [ ! -e "$tools/junit-10.xsd" ]; then
    # The source archive of this pytest carries the schema of Jenkins' xUnit plugin.
    pip download --quiet --no-deps --no-binary :all: --dest "$tools" pytest==8.3.4
    tar -xzOf "$tools/pytest-8.3.4.tar.gz" pytest-8.3.4/testing/example_scripts/junit-10.xsd \
        >"$tools/junit-10.xsd"
fi

echo "json: docs/report.schema.json"
check-jsonschema --quiet --check-metaschema docs/report.schema.json
check-jsonschema --quiet --force-filetype json \
    --schemafile docs/report.schema.json "$reports"/*.json

echo "sarif: the schema of SARIF 2.1.0"
check-jsonschema --quiet --force-filetype json --regex-variant nonunicode \
    --schemafile "$tools/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" \
    "$reports"/*.sarif

echo "sarif: the multitool's rules for SARIF and for GitHub"
chmod +x "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" validate "$reports"/*.sarif \
    --rule-kind 'Sarif;Ghas' --level 'Error;Warning' -o "$tools/multitool.out" --log ForceOverwrite \
    >"$tools/multitool.txt"

echo "rdjson: a validator of reviewdog's format"
node "$tools/node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js" \
    --strict --no-extra-fields "$reports"/*.rdjson >"$tools/rdformat.txt" || {
    cat "$tools/rdformat.txt"
    exit 1
}

python .ci/validators/reports.py "$reports" "$tools"
