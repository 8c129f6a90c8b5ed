#!/usr/bin/env bash
# Is the CSL-JSON we write CSL-JSON 1.0.2, and are its records the expected ones?
#
# usage: tests/oracles/schema.sh [REFSMITH]

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
use_work_directory

for input in article.md article.html references.txt references.bib records.json; do
    convert "references/$input" csl-json "$work/$input.json"
done
python3 tests/oracles/csl_json.py references/records.json "$work"/*.json
python3 tests/oracles/csl_json.py --equal references/records.json \
    "$work/article.md.json" "$work/article.html.json" "$work/references.txt.json" \
    "$work/records.json.json"
