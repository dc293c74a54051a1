#!/usr/bin/env bash
# Checks the inputs, then finds or installs catalint: the binary that was
# named; else the release's archive, if checksums.txt lists one for this
# platform; else a wheel from a local folder; else a build of this checkout.
set -euo pipefail

die() {
  printf 'catalint action: %s\n' "$1" >&2
  exit 2
}

one_of() {
  local name=$1 value=$2 word
  shift 2
  for word in "$@"; do [ "$value" = "$word" ] && return; done
  # The value is not shown: a runner might obey it.
  die "the input $name is none of: $*"
}

one_of command "$INPUT_COMMAND" check lint render
one_of fail-on "$INPUT_FAIL_ON" error warning never
one_of annotations "$INPUT_ANNOTATIONS" true false
one_of summary "$INPUT_SUMMARY" true false
one_of install-only "$INPUT_INSTALL_ONLY" true false

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
into="${RUNNER_TEMP:?}/catalint"
exe=''
case "${RUNNER_OS:-}" in Windows) exe=.exe ;; esac

target() {
  case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
    Linux-X64) echo x86_64-unknown-linux-gnu ;;
    Linux-ARM64) echo aarch64-unknown-linux-gnu ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    *) echo none ;;
  esac
}

# Neither this nor `tar` below is told a path of Windows, which they would take
# otherwise.
sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1
}

# The release's archive, held to the checksum that this commit states.
from_release() {
  local wanted path archive
  read -r wanted path < <(grep -E "^[0-9a-f]{64}  v[0-9.]+/catalint-$(target)\.tar\.gz$" "$here/checksums.txt") || return 1
  archive="$into/catalint.tar.gz"
  curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 \
    --output "$archive" "https://github.com/momozi1996/catalint/releases/download/$path" ||
    die "cannot download the release's archive"
  [ "$(sha256 "$archive")" = "$wanted" ] || die 'the archive is not the one that was released: its checksum differs'
  mkdir -p "$into/bin"
  (cd "$into/bin" && tar -xzf ../catalint.tar.gz "catalint$exe") || die 'the archive cannot be unpacked'
}

from_wheel() {
  local bin=bin
  [ -d "$INPUT_FIND_LINKS" ] || die 'the input find-links is no folder'
  if [ -n "$exe" ]; then bin=Scripts; fi
  python3 -m venv "$into/venv"
  "$into/venv/$bin/python" -m pip --quiet --disable-pip-version-check install \
    --no-index --find-links "$INPUT_FIND_LINKS" --only-binary :all: catalint ||
    die 'no wheel for this platform in the folder find-links'
  mkdir -p "$into/bin"
  cp "$into/venv/$bin/catalint$exe" "$into/bin/"
}

from_source() {
  command -v cargo >/dev/null || die 'there is no release for this platform, and no cargo to build one; give bin-path'
  echo 'Building catalint from source'
  cargo install --quiet --locked --path "$source_dir" --root "$into" --target-dir "$into/target"
}

mkdir -p "$into"
if [ -n "$INPUT_BIN_PATH" ]; then
  # A block scalar ends with a line end.
  binary=${INPUT_BIN_PATH%$'\n'}
  case "$binary" in *$'\n'*) die 'the input bin-path has several lines' ;; esac
  if [ ! -f "$binary" ] || [ ! -x "$binary" ]; then die 'the input bin-path is no program'; fi
  binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
else
  if [ -n "$INPUT_FIND_LINKS" ]; then from_wheel; else from_release || from_source; fi
  binary="$into/bin/catalint$exe"
fi

version=$("$binary" --version) || die 'the installed catalint does not run'
version=${version#catalint }
[[ $version =~ ^[0-9A-Za-z.+-]+$ ]] || die 'the installed program is no catalint'
printf 'catalint %s\n' "$version"
{
  printf 'version=%s\n' "$version"
  printf 'binary=%s\n' "$binary"
} >>"$GITHUB_OUTPUT"
if [ "$INPUT_INSTALL_ONLY" = true ]; then dirname "$binary" >>"$GITHUB_PATH"; fi
