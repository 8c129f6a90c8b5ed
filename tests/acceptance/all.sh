#!/usr/bin/env bash
# Runs every acceptance script with the binary given: comparisons with other programs (installed as
# needed), bad input, the register over a loopback server, and cost.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-target/release/refsmith}")
failed=()
for script in tests/oracles/{schema,bibtex,citeproc,bad_input,style_lint}.sh tests/acceptance/{cost,enrich,resume,index,hallmark,csl,zotero}.sh; do
    echo "-- $script"
    "$script" "$binary" || failed+=("$script")
done
if [ "${#failed[@]}" -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}"
    exit 1
fi
echo "all acceptance scripts passed"
