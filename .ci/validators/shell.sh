#!/usr/bin/env bash
# Has the shells themselves read the completions, and mandoc the manual page.
# Run by .ci/validate.
set -euo pipefail
catalint=${CATALINT:?}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for shell in bash zsh fish elvish powershell; do
    "$catalint" completions "$shell" >"$work/catalint.$shell"
done

# Every shell must offer this command for this beginning of it.
offers() {
    local shell=$1 got=$2
    grep -q -w completions <<<"$got" || {
        echo "$shell does not complete 'catalint comp': $got" >&2
        exit 1
    }
}

echo "bash: syntax, and a completion"
bash -n "$work/catalint.bash"
offers bash "$(bash --norc -c '
    source "$1"
    COMP_WORDS=(catalint comp) COMP_CWORD=1
    _catalint catalint comp catalint
    printf "%s\n" "${COMPREPLY[@]}"' bash "$work/catalint.bash")"

echo "zsh: syntax, and the function that completion loads"
zsh -n "$work/catalint.zsh"
mkdir "$work/functions"
cp "$work/catalint.zsh" "$work/functions/_catalint"
offers zsh "$(zsh -f -c '
    fpath=($1 $fpath)
    autoload -Uz compinit && compinit -u -D
    print ${_comps[catalint]}
    autoload +X _catalint && functions _catalint _catalint_commands' zsh "$work/functions")"

echo "fish: syntax, and a completion"
fish --no-config -n "$work/catalint.fish"
offers fish "$(fish --no-config -c "source $work/catalint.fish; complete -C 'catalint comp'")"

echo "mandoc: the manual page"
"$catalint" man >"$work/catalint.1"
mandoc -T lint "$work/catalint.1" || exit 1
mandoc -T html "$work/catalint.1" | grep 'id="EXIT_STATUS"' >/dev/null
