#!/usr/bin/env bash
# How fast do we render beside hayagriva, citeproc-js and pandoc, on the same machine, in one run?
#
# usage: tests/oracles/csl_speed.sh [REFSMITH] [-- OPTIONS OF csl_speed.py]
#
# Invented records (citeproc/make_records.py), each cited once, and the bibliography, as plain text.
# Whole processes, CPU time of user and system; peers are left out where they need more than a minute.
# hayagriva is run by the example `speed_hayagriva`, built here or found at $SPEED_HAYAGRIVA.
# Styles and locales come from ../shared/csl (or $REFSMITH_SHARED/csl). The answer is Markdown.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
binary=()
if [ "${1:---}" != -- ]; then
    binary=("$1")
    shift
fi
[ "${1:-}" = -- ] && shift
use_binary "${binary[@]}"
use_work_directory
need_citeproc
need_pandoc
[ -d "$shared/csl/styles" ] || fail "expected styles in \`$shared/csl/styles\`, found none"

hayagriva=${SPEED_HAYAGRIVA:-}
if [ -z "$hayagriva" ]; then
    cargo build --quiet --profile measure -p refsmith-csl --example speed_hayagriva
    hayagriva=${CARGO_TARGET_DIR:-target}/measure/examples/speed_hayagriva
fi
python3 tests/oracles/csl_speed.py --refsmith "$refsmith" --hayagriva "$hayagriva" \
    --pandoc "$pandoc" --csl "$shared/csl" --work "$work" "$@"
