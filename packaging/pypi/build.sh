#!/usr/bin/env bash
# Builds the wheel. Arguments go to `maturin build`, such as `--release --out DIR`.
# The licences are put beside pyproject.toml first, because a project's files
# cannot name anything above it.
set -euo pipefail
cd "$(dirname "$0")"
cp ../../LICENSE-MIT ../../LICENSE-APACHE .
exec maturin build --locked "$@"
