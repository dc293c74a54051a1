#!/usr/bin/env bash
# Runs catalint once, with every report that is wanted, and sets the outputs
# before it fails. What catalint quotes is text of strangers: it is printed
# where the runner takes no commands.
set -uo pipefail

die() {
  printf 'catalint action: %s\n' "$1" >&2
  exit 2
}

# One line of an input, without the line end of a block scalar.
line_of() {
  local value=${2%$'\n'}
  case "$value" in *$'\n'*) die "the input $1 has several lines" ;; esac
  printf '%s' "$value"
}

catalog=$(line_of catalog "$INPUT_CATALOG") || exit 2
sarif=$(line_of sarif-file "$INPUT_SARIF_FILE") || exit 2
report=$(line_of report-file "$INPUT_REPORT_FILE") || exit 2
patch=$(line_of patch-file "$INPUT_PATCH_FILE") || exit 2

work=$(mktemp -d "${RUNNER_TEMP:?}/catalint-run.XXXXXX")
arguments=("$INPUT_COMMAND" --color never)
if [ -n "$catalog" ]; then arguments+=("--catalog=$catalog"); fi
if [ "$INPUT_COMMAND" != render ]; then
  arguments+=("--output-format=full=$work/full" "--output-format=json-lines=$work/lines")
  if [ "$INPUT_ANNOTATIONS" = true ]; then arguments+=("--output-format=github=$work/annotations"); fi
  if [ "$INPUT_SUMMARY" = true ]; then arguments+=("--output-format=summary=$work/summary"); fi
  if [ -n "$sarif" ]; then arguments+=("--output-format=sarif=$sarif"); fi
  if [ -n "$report" ]; then arguments+=("--output-format=json=$report"); fi
  if [ "$INPUT_FAIL_ON" = warning ]; then arguments+=(--strict); fi
fi
if [ "$INPUT_COMMAND" = check ] && [ -n "$patch" ]; then arguments+=("--patch=$patch"); fi
while IFS= read -r argument; do
  if [ -n "$argument" ]; then arguments+=("$argument"); fi
done <<<"$INPUT_ARGS"

# Without GITHUB_ACTIONS, because what keeps its output from being obeyed is
# done below for all of it at once.
env -u GITHUB_ACTIONS "$CATALINT" "${arguments[@]}" >"$work/out" 2>&1
code=$?

token=$(od -An -N 20 -tx1 /dev/urandom | tr -d ' \n')
[ "${#token}" -eq 40 ] || die 'no random bytes to be had'
printf '::stop-commands::%s\n' "$token"
for part in full out; do
  if [ -s "$work/$part" ]; then
    cat "$work/$part"
    if [ -n "$(tail -c 1 "$work/$part")" ]; then echo; fi
  fi
done
printf '::%s::\n' "$token"
if [ -s "$work/annotations" ]; then cat "$work/annotations"; fi
if [ -s "$work/summary" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$work/summary" >>"$GITHUB_STEP_SUMMARY"
fi

# A count of the summary, which is the last of the report's lines.
count() {
  local found
  found=$(tail -n 1 "$work/lines" 2>/dev/null | sed -n "s/.*\"$1\":\([0-9][0-9]*\).*/\1/p")
  printf '%s' "${found:-0}"
}

# The files that drifted, as an array of JSON: the lines hold their names
# escaped already.
drifted() {
  sed -nE 's/^\{"kind":"drift","file":("([^"\\]|\\.)*").*/\1/p' "$work/lines" 2>/dev/null | sort -u | paste -s -d , -
}

drift=false
if [ "$(count drift)" -gt 0 ]; then drift=true; fi
{
  printf 'exit-code=%s\n' "$code"
  printf 'drift=%s\n' "$drift"
  printf 'errors=%s\n' "$(count errors)"
  printf 'warnings=%s\n' "$(count warnings)"
  printf 'mendable=%s\n' "$(count safe)"
  printf 'drifted-files=[%s]\n' "$(drifted)"
  printf 'sarif-file=%s\n' "$sarif"
  printf 'report-file=%s\n' "$report"
  printf 'patch-file=%s\n' "$patch"
} >>"$GITHUB_OUTPUT"

if [ "$code" -eq 1 ] && [ "$INPUT_FAIL_ON" = never ]; then exit 0; fi
exit "$code"
