#!/usr/bin/env bash
# Does tidying a .bib file leave its meaning alone, does it do what bibtex-tidy does, and how fast?
#
# usage: tests/oracles/bib_files.sh [REFSMITH]
#
# 1. pandoc reads the same records from a file before and after its layout was made anew.
# 2. bibtex-tidy 1.14.0 and we, asked for the same actions, give the same lines (differences are
#    counted and printed; at least 99 of 100 must be the same).
# 3. CPU time of both on 10,000 entries, in one run.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
use_work_directory
need_pandoc
if [ ! -d "$tools/node/node_modules/bibtex-tidy" ]; then
    npm install --silent --no-audit --no-fund --prefix "$tools/node" bibtex-tidy@1.14.0
fi

bib=$shared/bib/tugboat.bib
[ -f "$bib" ] || bib=references/references.bib

layout=(--space=2 --align=14 --curly --trailing-commas --blank-lines --tidy-comments --lowercase)
"$refsmith" tidy "$bib" "${layout[@]}" -o "$work/tidy.bib" -q || [ $? = 1 ]
"$pandoc" -f biblatex -t csljson "$bib" >"$work/before.json" 2>/dev/null
"$pandoc" -f biblatex -t csljson "$work/tidy.bib" >"$work/after.json" 2>/dev/null
cmp "$work/before.json" "$work/after.json" || fail 'pandoc reads something else from the tidied file'
say "same: $(grep -c '"id":' "$work/before.json") records that pandoc reads before and after"

python3 tests/oracles/bib_files.py make "$bib" 10000 "$work/large.bib"
actions=(--curly --numeric --months --space=2 --align=14 --trailing-commas --remove-empty-fields)
cp "$work/large.bib" "$work/theirs.bib"
python3 tests/oracles/bib_files.py time "bibtex-tidy 1.14.0" \
    node "$tools/node/node_modules/bibtex-tidy/bin/bibtex-tidy" "$work/theirs.bib" --modify \
    --no-escape --no-remove-dupe-fields "${actions[@]}"
python3 tests/oracles/bib_files.py time refsmith \
    "$refsmith" tidy "$work/large.bib" -o "$work/ours.bib" -q --lowercase --page-dashes "${actions[@]}"
python3 tests/oracles/bib_files.py compare "$work/ours.bib" "$work/theirs.bib"
