#!/usr/bin/env bash
# Do other programs read our exports as what they are?
#
# usage: tests/oracles/formats.sh
#
# Forty-five works, one of each CSL type (crates/formats/tests/library.json), are written in each
# format and read by programs of others; title, authors, year, volume, issue, DOI and pages are
# compared. What a program does not read at all is counted apart.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_work_directory
need_pandoc

python="$tools/venv/bin/python"
"$python" -c 'import rispy, nbib' 2>/dev/null ||
    "$python" -m pip install --quiet --disable-pip-version-check rispy nbib

library=crates/formats/tests/library.json
cargo build --quiet --profile measure -p refsmith-formats --example convert
program=${CARGO_TARGET_DIR:-target}/measure/examples/convert
compare() { python3 tests/oracles/formats.py "$library" "$1" "$2"; }

say '--- RIS, read by rispy'
"$program" csl-json ris <"$library" >"$work/a.ris"
"$python" -c 'import json, rispy, sys; json.dump(rispy.loads(open(sys.argv[1], encoding="utf-8").read()), open(sys.argv[2], "w"))' \
    "$work/a.ris" "$work/rispy.json"
compare "$work/rispy.json" rispy

say '--- RIS, read by pandoc'
"$pandoc" -f ris -t csljson "$work/a.ris" >"$work/pandoc.json"
compare "$work/pandoc.json" csl

say '--- EndNote XML, read by pandoc'
"$program" csl-json endnote-xml <"$library" >"$work/a.xml"
"$pandoc" -f endnotexml -t csljson "$work/a.xml" >"$work/endnote.json"
compare "$work/endnote.json" csl

say '--- CSL-YAML, read by pandoc'
"$program" csl-json csl-yaml <"$library" >"$work/a.yaml"
"$pandoc" -f markdown -t csljson "$work/a.yaml" >"$work/yaml.json"
compare "$work/yaml.json" csl

say '--- MEDLINE, read by nbib'
"$program" csl-json nbib <"$library" >"$work/a.nbib"
"$python" -c 'import json, nbib, sys; json.dump(nbib.read(open(sys.argv[1], encoding="utf-8").read()), open(sys.argv[2], "w"), default=str)' \
    "$work/a.nbib" "$work/nbib.json" && compare "$work/nbib.json" nbib

if [ ! -d "$tools/node/node_modules/@citation-js/core" ]; then
    npm install --silent --no-audit --no-fund --prefix "$tools/node" @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2
fi
for dialect in biblatex bibtex; do
    "$program" csl-json "$dialect" <"$library" >"$work/a.$dialect"
    say "--- $dialect, read by pandoc"
    "$pandoc" -f "$dialect" -t csljson "$work/a.$dialect" >"$work/pandoc.$dialect"
    compare "$work/pandoc.$dialect" csl
    say "--- $dialect, read by citation-js"
    NODE_PATH="$tools/node/node_modules" node tests/oracles/bibliography_citation_js.js "$work/a.$dialect" "$dialect" >"$work/citation.$dialect"
    compare "$work/citation.$dialect" csl
done

if command -v xml2bib >/dev/null; then
    say '--- MODS, read by bibutils, through BibTeX'
    "$program" csl-json mods <"$library" >"$work/a.mods"
    xml2bib -nb -w "$work/a.mods" >"$work/mods.bib" 2>/dev/null
    "$program" bibtex csl-json <"$work/mods.bib" >"$work/mods.json"
    compare "$work/mods.json" csl
    say '--- EndNote XML, read by bibutils, through BibTeX'
    "$program" csl-json endnote-xml <"$library" >"$work/b.xml"
    endx2xml "$work/b.xml" 2>/dev/null | xml2bib -nb -w >"$work/endx.bib" 2>/dev/null
    "$program" bibtex csl-json <"$work/endx.bib" >"$work/endx.json"
    compare "$work/endx.json" csl
fi

say '--- CITATION.cff, validated by cffconvert, read by PyYAML'
"$python" -c 'import cffconvert, mwparserfromhell, openpyxl, pymarc, rdflib, yaml' 2>/dev/null ||
    "$python" -m pip install --quiet --disable-pip-version-check cffconvert mwparserfromhell openpyxl pymarc rdflib pyyaml
"$program" csl-json cff <"$library" >"$work/CITATION.cff"
"$tools/venv/bin/cffconvert" --validate -i "$work/CITATION.cff"
read_as() { "$python" tests/oracles/read_as_csl.py "$1" "$2" "$library" >"$work/$1.json" && compare "$work/$1.json" csl; }
read_as cff "$work/CITATION.cff"

say '--- Zotero RDF, read by rdflib'
"$program" csl-json zotero-rdf <"$library" >"$work/a.rdf"
read_as zotero-rdf "$work/a.rdf"

say '--- schema.org, read by rdflib as linked data'
"$program" csl-json schema-org <"$library" >"$work/a.jsonld"
read_as json-ld "$work/a.jsonld"

say '--- XLSX, read by openpyxl'
"$program" csl-json xlsx <"$library" >"$work/a.xlsx"
read_as xlsx "$work/a.xlsx"

say '--- Wikipedia, read by mwparserfromhell'
"$program" csl-json wikipedia <"$library" >"$work/a.wiki"
read_as wikitext "$work/a.wiki"

say '--- MARC 21 and MARCXML, written by pymarc, read by us'
"$python" tests/oracles/read_as_csl.py catalog "$work/a.mrc" "$work/a.marcxml" <"$library"
"$program" marc21 csl-json <"$work/a.mrc" >"$work/marc21.json"
compare "$work/marc21.json" csl
"$program" marcxml csl-json <"$work/a.marcxml" >"$work/marcxml.json"
compare "$work/marcxml.json" csl
