#!/usr/bin/env bash
# catalint beside other tools on the same README, in one run: the best of
# several runs of each, and how many times catalint's own check that is.
#
#   benches/peers.sh [ROWS] [FOLDER]
#
# Makes a list of ROWS records (10,000) in FOLDER (a temporary one), renders
# its README, and runs what is installed of: rumdl, mado, markdownlint-cli2,
# remark, prettier. Others are named and left out.
set -euo pipefail
cd "$(dirname "$0")/.."

rows="${1:-10000}"
folder="${2:-$(mktemp -d)}"
runs="${RUNS:-5}"

cargo build --locked --release --quiet
catalint="$PWD/target/release/catalint"
mkdir -p "$folder"
cd "$folder"

formats=(nifti dicom nifti-gz png tiff)
tasks=(segmentation classification detection)
{
  printf 'version: 1\npreset: medical-imaging\noutputs: [README.md]\nsections:\n'
  for ((n = 0; n < rows; n++)); do
    if ((n % 100 == 0)); then
      printf '\n  - id: s%d\n    title: Section %d\n    entries:\n' $((n / 100)) $((n / 100))
    fi
    printf '      - name: Dataset %d 数据集\n        labels: [胶质瘤, 肿瘤 %d, oedema]\n        modality: [mri, ct]\n' "$n" "$n"
    printf '        format: %s\n        size: %d train + %d test\n' "${formats[n % 5]}" $((n + 100)) $((n % 50 + 10))
    printf '        tasks: [%s]\n        link: https://data%d.example.org/sets/%d\n' "${tasks[n % 3]}" "$n" "$n"
  done
} >catalog.yaml
{
  printf '# Data sets\n'
  for ((n = 0; n * 100 < rows; n++)); do
    printf '\n## Section %d\n\n<!-- catalint:begin s%d -->\n<!-- catalint:end s%d -->\n' "$n" "$n" "$n"
  done
} >README.md
"$catalint" render >render.out

# Milliseconds of the fastest run, whatever the tool thinks of the file.
fastest() {
  local best='' start took
  for ((run = 0; run < runs; run++)); do
    start=$(date +%s%N)
    "$@" >tool.out 2>&1 </dev/null || true
    took=$((($(date +%s%N) - start) / 1000))
    if [[ -z "$best" || "$took" -lt "$best" ]]; then best="$took"; fi
  done
  echo "$best"
}

printf '%s rows, README of %s bytes, catalog of %s bytes; best of %s runs\n\n' \
  "$rows" "$(wc -c <README.md)" "$(wc -c <catalog.yaml)" "$runs"
own=$(fastest "$catalint" check)
line() { printf '%-42s %10d.%d ms %8s\n' "$1" $(($2 / 1000)) $(($2 / 100 % 10)) "$(awk "BEGIN { printf \"%.2fx\", $2 / $own }")"; }
line 'catalint check (catalog and README)' "$own"
line 'catalint check --catalog-only' "$(fastest "$catalint" check --catalog-only)"
line 'catalint lint README.md' "$(fastest "$catalint" lint README.md)"
line 'cat (both files)' "$(fastest cat catalog.yaml README.md)"

peer() {
  local name="$1"
  shift
  if command -v "$1" >which.out; then line "$name" "$(fastest "$@")"; else printf '%-42s not installed\n' "$name"; fi
}
peer 'rumdl check README.md' rumdl check --no-cache README.md
peer 'mado check README.md' mado check README.md
peer 'prettier --check README.md' prettier --check README.md
peer 'remark README.md' remark --quiet README.md
peer 'markdownlint-cli2 README.md' markdownlint-cli2 README.md
