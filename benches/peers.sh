#!/usr/bin/env bash
# catalint beside other tools on the same files: how many times catalint's
# time each of them takes.
#
#   benches/peers.sh [ROWS]    on a list of ROWS records (10,000)
#   benches/peers.sh FILE...   on READMEs that are there
#
# Runs what is found on PATH of rumdl, mado, markdownlint-cli2, prettier,
# remark (with remark-gfm and remark-preset-lint-recommended beside it) and,
# on the list, best-of, which renders the same records; names the others and
# leaves them out. The tools take turns, RUNS (5) times; one that once needs
# more than LIMIT (60) seconds is stopped and told as slower than that. All
# ratios are of the fastest runs. Put the programs themselves on PATH: what a
# wrapper such as a version manager's shim takes counts too. Every tool has its own default rules, and
# nothing is written to the files.
set -euo pipefail

runs="${RUNS:-5}"
limit="${LIMIT:-60}"
files=()
rows=10000
if [[ "${1:-}" =~ ^[0-9]+$ ]]; then
  rows="$1"
else
  for file in "$@"; do files+=("$(realpath -- "$file")"); done
fi

cd "$(dirname "$0")/.."
cargo build --locked --release --quiet
PATH="$PWD/target/release:$PATH"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
if [[ ${#files[@]} -eq 0 ]]; then
  cargo bench --locked --quiet --bench phases -- --write "$folder" "$rows"
fi
cd "$folder"

# remark looks for its plugins in the folders above the file and the caller.
modules=''
if remark="$(command -v remark)"; then
  modules="$(realpath "$remark")"
  modules="${modules%/remark-cli/*}"
  ln -s "$modules" node_modules
fi

names=()
commands=()
# The name of a run, and its command; FILE stands for the README.
add() {
  names+=("$1")
  commands+=("$2")
}
# The same, if the program is there.
peer() {
  local program="${2%% *}"
  if command -v "$program" >/dev/null; then
    local version
    version="$("$program" --version 2>/dev/null </dev/null | grep -Eo '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1 || true)"
    add "$program $version $1" "$2"
  else
    missing+=("$program")
  fi
}
missing=()
if [[ ${#files[@]} -eq 0 ]]; then
  add 'catalint check' 'catalint check'
  add 'catalint check --catalog-only' 'catalint check --catalog-only'
fi
add 'catalint lint FILE' 'catalint lint FILE'
peer 'check' 'rumdl check --no-cache FILE'
peer 'check' 'mado check FILE'
peer '' 'markdownlint-cli2 FILE'
peer '--check' 'prettier --check FILE'
peer 'with gfm and the recommended rules' 'remark --quiet --no-stdout --use remark-gfm --use remark-preset-lint-recommended FILE'
if [[ ${#files[@]} -eq 0 ]]; then
  # The records as best-of takes them: none of them asks the network.
  {
    printf 'configuration:\n  output_file: best-of.md\n  projects_history_folder: null\ncategories:\n'
    sed -n 's/^  - id: \(s[0-9]*\)$/  - category: \1\n    title: \1/p' catalog.yaml
    printf 'projects:\n'
    awk '/^  - id: / { id = $3 }
      sub(/^      - name: /, "  - name: ")
      sub(/^        link: /, "    homepage: ") {
        printf "%s\n    category: %s\n    resource: true\n", $0, id
      }' catalog.yaml
  } >projects.yaml
  add 'catalint render' 'catalint render'
  peer 'generate' 'best-of generate projects.yaml'
fi

# Microseconds of one run, whatever the tool thinks of the file; nothing if it
# takes too long, or is not able to do it.
once() {
  local start status=0
  start=$(date +%s%N)
  timeout "$limit" "$@" >tool.out 2>&1 </dev/null || status=$?
  if [[ "$status" -lt 124 ]]; then echo $((($(date +%s%N) - start) / 1000)); fi
}

# Runs every command on a README by turns, and prints a table.
compare() {
  local file="$1" best=() slow=() run at took words
  for ((run = 0; run < runs; run++)); do
    for at in "${!names[@]}"; do
      if [[ -n "${slow[at]:-}" ]]; then continue; fi
      read -ra words <<<"${commands[at]}"
      took="$(once "${words[@]/#FILE/$file}")"
      if [[ -z "$took" ]]; then
        slow[at]=yes
      elif [[ -z "${best[at]:-}" || "$took" -lt "${best[at]}" ]]; then
        best[at]="$took"
      fi
    done
  done
  # What people run in CI: check where there is a catalog, else lint.
  local own="${best[0]}"
  for at in "${!names[@]}"; do
    if [[ -n "${slow[at]:-}" ]]; then
      awk -v name="${names[at]}" -v limit="$limit" -v own="$own" \
        'BEGIN { printf "%-58s %10s   > %.0fx\n", name, "> " limit " s", limit * 1e6 / own }'
    else
      awk -v name="${names[at]}" -v took="${best[at]}" -v own="$own" \
        'BEGIN { printf "%-58s %7.1f ms %7.2fx\n", name, took / 1e3, took / own }'
    fi
  done
}

catalint --version
printf 'best of %s runs by turns; times of the first line\n' "$runs"
for tool in "${missing[@]}"; do printf '%s: not installed\n' "$tool"; done
if [[ ${#files[@]} -eq 0 ]]; then
  printf '\n%s rows: README of %s bytes, catalog of %s bytes\n' "$rows" "$(wc -c <README.md)" "$(wc -c <catalog.yaml)"
  compare README.md
else
  # Copies, away from the settings that lie beside the originals.
  for file in "${files[@]}"; do
    cp -- "$file" README.md
    printf '\n%s: %s bytes\n' "$(basename -- "$file")" "$(wc -c <README.md)"
    compare README.md
  done
fi
