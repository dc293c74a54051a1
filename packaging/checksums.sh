#!/usr/bin/env bash
# Prints packaging/action/checksums.txt for the archives of a release.
#
#   packaging/checksums.sh FOLDER    FOLDER holds catalint-TARGET.tar.gz
set -euo pipefail

[ $# -eq 1 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
cd "$1"
grep '^#' "$root/packaging/action/checksums.txt"
for archive in catalint-*.tar.gz; do
  if command -v sha256sum >/dev/null; then sha256sum "$archive"; else shasum -a 256 "$archive"; fi
done | sed "s|  catalint-|  v$version/catalint-|"
