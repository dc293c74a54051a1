#!/usr/bin/env bash
# Holds a tag to the draft of its release: the version, the commit that was
# built, the archives.
#
#   packaging/verify-release.sh TAG COMMIT FOLDER
#
# COMMIT is what the draft was built from, FOLDER holds the draft's files.
set -euo pipefail

[ $# -eq 3 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
tag=$1 built=$2 draft=$3
cd "$(dirname "$0")/.."

die() {
  printf 'verify-release: %s\n' "$1" >&2
  exit 1
}

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
[ "$tag" = "v$version" ] || die "the tag is $tag, but Cargo.toml states $version"
grep -qE "^## $version, [0-9]{4}-[0-9]{2}-[0-9]{2}\$" CHANGELOG.md || die "CHANGELOG.md has no day for $version"

# What the draft was built from may differ from the tag in the checksums only:
# those could not be known before.
changed=$(git diff --name-only "$built" HEAD --)
[ "$changed" = packaging/action/checksums.txt ] ||
  die "since the draft was built from $built, not just packaging/action/checksums.txt has changed: $changed"

cmp packaging/action/checksums.txt "$draft/checksums.txt" || die 'the committed checksums are not those of the draft'
packaging/checksums.sh "$draft" | cmp - "$draft/checksums.txt" || die 'the archives of the draft have other checksums'
