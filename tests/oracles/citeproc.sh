#!/usr/bin/env bash
# Do we print the bibliographies that the manuals ask for, and that citeproc-js prints?
#
# usage: tests/oracles/citeproc.sh [REFSMITH]
#
# APA and Vancouver are compared with the checked texts in references/; all three styles with
# citeproc-js, when the styles and locales are there (../shared/csl, or $REFSMITH_SHARED/csl).

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
use_work_directory

failed=0
compare() { # NAME EXPECTED FOUND
    if diff -u "$2" "$3"; then
        say "same: $(grep -c . "$3") entries, $1"
    else
        printf 'FAILED: %s\n' "$1" >&2
        failed=1
    fi
}

for style in apa vancouver ieee; do
    "$refsmith" cite references/records.json --style "$style" --as text >"$work/$style.txt" ||
        fail "\`refsmith cite --style $style\` exits with $?"
done
for style in apa vancouver; do
    compare "$style against references/$style.txt" "references/$style.txt" "$work/$style.txt"
done

if [ -d "$shared/csl/styles" ] && [ -d "$shared/csl/locales" ]; then
    need_citeproc
    for pair in apa:apa vancouver:nlm-citation-sequence ieee:ieee; do
        style=${pair%%:*}
        node tests/oracles/bibliography.js references/records.json \
            "$shared/csl/styles/${pair#*:}.csl" "$shared/csl/locales" >"$work/$style.js.txt"
        compare "$style against citeproc-js" "$work/$style.js.txt" "$work/$style.txt"
    done
else
    say "skipped: $shared not found, no comparison with citeproc-js"
fi
exit "$failed"
