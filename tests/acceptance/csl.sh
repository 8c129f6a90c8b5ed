#!/usr/bin/env bash
# The CSL engine: the official test suite in both directions of its pass list, and, in a sample of
# all styles, the texts of citeproc-js.
#
# usage: tests/acceptance/csl.sh [REFSMITH]
#
# Needs ../shared/csl (or $REFSMITH_SHARED/csl); says what it skips without.

source "$(dirname "${BASH_SOURCE[0]}")/../oracles/lib.sh"
use_binary "$@"
use_work_directory

if [ ! -d "$shared/csl" ]; then
    say "skipped: $shared/csl not found"
    exit 0
fi
run() { cargo run --quiet --profile measure -p refsmith-csl --example "$@"; }

run suite -- --check --quiet "$shared/csl/suite"

need_citeproc
styles=${CSL_STYLES:-40}
node tests/oracles/citeproc/agree.js "$work/agree.jsonl" "$shared/csl/styles" \
    "$shared/csl/locales" --first "$styles" >/dev/null
run agree -- "$work/agree.jsonl" "$shared/csl/styles" >"$work/agree.txt"
grep -E '^(seed|items|citations): (entries|citations) ' "$work/agree.txt"
# What all styles come to is in docs/QUALITY.md; the sample must not fall behind it by much.
awk '
    /^seed: entries/ && $(NF-1) + 0 < 97 { bad = 1 }
    /^items: entries/ && $(NF-1) + 0 < 95 { bad = 1 }
    /^citations: citations/ && $(NF-1) + 0 < 93 { bad = 1 }
    END { exit bad }' "$work/agree.txt" || fail "fewer texts agree with citeproc-js than did"
