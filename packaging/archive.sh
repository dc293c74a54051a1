#!/usr/bin/env bash
# Makes the archive of a release: the program, its licences, the manual page
# and the completions. The program is run once, so it must be of this machine.
#
#   packaging/archive.sh BINARY TARGET FOLDER    writes FOLDER/catalint-TARGET.tar.gz
#
# The action, cargo binstall and the npm packages look for the program at the
# top of the archive.
set -euo pipefail

[ $# -eq 3 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
binary=$1 target=$2 folder=$3
root=$(cd "$(dirname "$0")/.." && pwd)
exe=''
case "$target" in *-windows-*) exe=.exe ;; esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder" "$work/completions" "$work/man"
cp "$binary" "$work/catalint$exe"
cp "$root/LICENSE-MIT" "$root/LICENSE-APACHE" "$root/README.md" "$root/CHANGELOG.md" "$work/"
"$binary" completions bash >"$work/completions/catalint.bash"
"$binary" completions zsh >"$work/completions/_catalint"
"$binary" completions fish >"$work/completions/catalint.fish"
"$binary" completions elvish >"$work/completions/catalint.elv"
"$binary" completions powershell >"$work/completions/_catalint.ps1"
"$binary" man >"$work/man/catalint.1"
# macOS would add files of its own.
export COPYFILE_DISABLE=1
tar -czf "$folder/catalint-$target.tar.gz" -C "$work" \
  "catalint$exe" LICENSE-MIT LICENSE-APACHE README.md CHANGELOG.md completions man
