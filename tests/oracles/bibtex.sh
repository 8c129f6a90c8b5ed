#!/usr/bin/env bash
# Is the BibTeX we write what two other programs take it for?
#
# usage: tests/oracles/bibtex.sh [REFSMITH]
#
# 1. It equals the hand-written references/references.bib.
# 2. biber reads it without a word; its data model misses only what the references do not say.
# 3. pandoc reads the same records from it as we write as CSL-JSON (differences: bibtex.py).

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
use_work_directory
need_biber
need_pandoc

convert references/article.md bibtex "$work/ours.bib"
convert references/article.md csl-json "$work/ours.json"

diff -u references/references.bib "$work/ours.bib" ||
    fail 'the BibTeX of references/article.md is not references/references.bib'
say "same: $(grep -c '^@' "$work/ours.bib") entries as in references/references.bib"

# biber exits 0 on warnings, so its words decide.
biber --tool --output-file "$work/biber.bib" --logfile "$work/biber.log" "$work/ours.bib" \
    >"$work/biber.out" 2>&1 || { cat "$work/biber.out"; fail 'biber could not read our BibTeX'; }
if grep -E '(WARN|ERROR) - ' "$work/biber.out"; then
    fail 'biber complains about our BibTeX'
fi
entries=$(grep -c '^@' "$work/biber.bib")
[ "$entries" = 16 ] || fail "expected 16 entries from biber, found $entries"
say "same: $entries entries read by $(biber --version), no warning"

# The data model asks for an editor of every @incollection; reference 16 names none.
biber --tool --validate-datamodel --output-file "$work/model.bib" --logfile "$work/model.log" \
    "$work/ours.bib" >"$work/model.out" 2>&1
grep -E '(WARN|ERROR) - ' "$work/model.out" | sed 's/(.*): //' >"$work/model.found" || true
echo "WARN - Datamodel: Entry 'schore2013' Missing mandatory field 'editor'" >"$work/model.expected"
diff -u "$work/model.expected" "$work/model.found" ||
    fail "biber's data model finds something else than the one missing editor"
say "same: biber's data model misses the editor of schore2013 and nothing else"

"$pandoc" -f bibtex -t csljson "$work/ours.bib" >"$work/pandoc.json"
say "comparing with $("$pandoc" --version | head -n 1)"
python3 tests/oracles/bibtex.py "$work/ours.json" "$work/pandoc.json"
