#!/usr/bin/env bash
# Validates reports with the schemas and readers of those who defined the
# formats. Needs python3, npm and the package registries; too slow and too far
# from home for every `cargo test`.
#
#   .ci/validate-reports.sh [DIRECTORY]
#
# DIRECTORY holds reports named NAME.FORMAT (`seed.sarif`, `seed.junit`, …).
# Without it, the samples of the tests are written and validated.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${CARGO_TARGET_DIR:-target}/report-tools
mkdir -p "$tools"
tools=$(cd "$tools" && pwd)

if [ $# -gt 0 ]; then
    reports=$(cd "$1" && pwd)
else
    reports=$tools/samples
    rm -rf "$reports"
    mkdir -p "$reports"
    CATALINT_REPORT_SAMPLES=$reports cargo test --quiet --lib report::hostile_tests::samples >/dev/null
fi

# Installs what is not there yet; versions are pinned, so that a change of a
# tool is a change of this file.
if [ ! -x "$tools/venv/bin/check-jsonschema" ]; then
    python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check \
        check-jsonschema==0.39.0 xmlschema==4.3.2 junitparser==5.0.3 cmarkgfm==2025.10.22
fi
if [ ! -e "$tools/junit-10.xsd" ]; then
    # pytest's source archive carries the schema of Jenkins' xUnit plugin.
    "$tools/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
        --dest "$tools" pytest==8.3.4
    tar -xzOf "$tools/pytest-8.3.4.tar.gz" pytest-8.3.4/testing/example_scripts/junit-10.xsd \
        >"$tools/junit-10.xsd"
fi
if [ ! -d "$tools/node_modules/@umbrelladocs" ]; then
    npm install --silent --no-save --no-audit --no-fund --prefix "$tools" \
        @microsoft/sarif-multitool-linux@5.7.0 @microsoft/jest-sarif@1.0.0-beta.0 \
        @umbrelladocs/rdformat-validator@1.0.1
fi

echo "json: docs/report.schema.json"
"$tools/venv/bin/check-jsonschema" --quiet --check-metaschema docs/report.schema.json
"$tools/venv/bin/check-jsonschema" --quiet --force-filetype json \
    --schemafile docs/report.schema.json "$reports"/*.json

echo "sarif: the schema of SARIF 2.1.0"
"$tools/venv/bin/check-jsonschema" --quiet --force-filetype json --regex-variant nonunicode \
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

"$tools/venv/bin/python" .ci/validate_reports.py "$reports" "$tools"
