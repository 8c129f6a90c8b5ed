#!/usr/bin/env bash
# Does tidying a .bib file leave its meaning alone, does it do what bibtex-tidy does, and how fast?
#
# usage: tests/oracles/bib_files.sh [REFSMITH]
#
# 1. pandoc reads the same records from a file before and after its layout was made anew.
# 2. bibtex-tidy 1.14.0 and we, asked for the same actions, give the same lines (differences are
#    counted and printed; at least 99 of 100 must be the same).
# 3. CPU time of both on 10,000 entries, in one run.
# 4. biber reads forty-five works, one of each type, that we write as BibLaTeX without a word, and
#    bibtex those that we write as BibTeX without an error. Its warnings are of what a style wants and
#    a work has not.
# 5. biber reads the same entries from a file after one edit of ours.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
use_work_directory
need_pandoc
need_biber
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

library=crates/formats/tests/library.json
read_by_biber() {
    biber --tool --output-file "$1.biber" --logfile "$1.log" "$1" >"$1.out" 2>&1 ||
        { cat "$1.out"; fail "biber could not read $1"; }
    if grep -E '(WARN|ERROR) - ' "$1.out"; then fail "biber complains about $1"; fi
}
convert "$library" biblatex "$work/library.bib"
read_by_biber "$work/library.bib"
say "same: $(grep -c '^@' "$work/library.bib.biber") entries of our BibLaTeX read by biber, no warning"

"$refsmith" tidy "$work/library.bib" --omit=abstract -o "$work/edited.bib" -q
read_by_biber "$work/edited.bib"
diff <(grep -v '^  ABSTRACT' "$work/library.bib.biber") "$work/edited.bib.biber" ||
    fail 'biber reads something else after an edit'
say 'same: what biber reads after an edit, but for what was edited'

convert "$library" bibtex "$work/classic.bib"
if command -v bibtex >/dev/null; then
    for style in plain alpha unsrt; do
        printf '\\citation{*}\n\\bibdata{classic}\n\\bibstyle{%s}\n' "$style" >"$work/classic.aux"
        (cd "$work" && bibtex classic >classic.out) || { cat "$work/classic.out"; fail "bibtex: $style"; }
        say "same: read by bibtex with $style, $(grep -c '^Warning' "$work/classic.out") warnings"
    done
else
    say 'skipped: bibtex is not here'
fi
