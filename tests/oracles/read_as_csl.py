"""Reads an export with a program that is not ours and gives titles, names, years and numbers as CSL-JSON.

usage: python3 read_as_csl.py KIND FILE

KIND is `cff` (PyYAML), `zotero-rdf` and `json-ld` (rdflib), `xlsx` (openpyxl), `wikitext`
(mwparserfromhell). `catalog OUT.mrc OUT.xml` as KIND and FILEs instead reads CSL-JSON from standard
input and writes catalog records with pymarc, for our reader.
"""

import json
import re
import sys


def date(text):
    year = re.search(r"-?\d{4}", str(text or ""))
    if not year:
        return {}
    # EDTF has a year 0, CSL has not.
    number = int(year[0])
    return {"date-parts": [[number if number > 0 else number - 1]]}


def item(**fields):
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


def name(family, given=None):
    return {"family": family, "given": given} if given else {"literal": family}


def cff(path):
    import yaml

    root = yaml.safe_load(open(path, encoding="utf-8"))
    for work in root.get("references", []):
        people = [
            name(" ".join(p[k] for k in ("name-particle", "family-names") if k in p), p.get("given-names", " "))
            if "family-names" in p else name(p["name"])
            for p in work["authors"] if p.get("name") != "anonymous"
        ]
        yield item(
            title=work.get("title"), author=people, issued=date(work.get("date-published") or work.get("date-released") or work.get("year")),
            volume=work.get("volume"), issue=work.get("issue"), DOI=work.get("doi"),
            page="-".join(str(work[k]) for k in ("start", "end") if k in work),
        )


def zotero_rdf(path):
    from rdflib import Graph, Namespace, RDF

    graph = Graph().parse(path, format="xml")
    z = Namespace("http://www.zotero.org/namespaces/export#")
    dc = Namespace("http://purl.org/dc/elements/1.1/")
    bib = Namespace("http://purl.org/net/biblio#")
    dcterms = Namespace("http://purl.org/dc/terms/")
    prism = Namespace("http://prismstandard.org/namespaces/1.2/basic/")
    foaf = Namespace("http://xmlns.com/foaf/0.1/")
    works = {str(graph.value(work, z.citationKey)): work for work in graph.subjects(z.itemType, None)}
    for mine in json.load(open(sys.argv[3], encoding="utf-8")):
        work = works[mine["id"]]
        people = []
        for role in (bib.authors, z.inventors, z.artists, z.cartographers, z.programmers, z.sponsors, z.presenters):
            for sequence in graph.objects(work, role):
                members = sorted((str(k), v) for k, v in graph.predicate_objects(sequence) if k != RDF.type)
                people = [name(str(graph.value(p, foaf.surname)), str(graph.value(p, foaf.givenName) or "")) for _, p in members]
        holders = [work, *graph.objects(work, dcterms.isPartOf)]
        first = lambda key: next((str(v) for h in holders for v in graph.objects(h, key)), None)
        ids = [str(v) for h in holders for v in graph.objects(h, dc.identifier)]
        # The number of a report stands where the issue of a journal stands.
        issue = first(prism.number) if mine["type"].startswith("article") else first(z.issue)
        yield item(
            title=str(graph.value(work, dc.title)), author=people, issued=date(graph.value(work, dc.date)), volume=first(prism.volume),
            issue=issue, DOI=next((i[4:] for i in ids if i.startswith("DOI ")), None), page=first(bib.pages),
        )


def json_ld(path):
    from rdflib import Graph, Namespace, RDF

    text = open(path, encoding="utf-8").read()
    # The context of schema.org lies in the network; for these properties it is a vocabulary.
    text = text.replace('"https://schema.org"', '{"@vocab": "https://schema.org/", "author": {"@container": "@list"}}', 1)
    graph = Graph().parse(data=text, format="json-ld")
    s = Namespace("https://schema.org/")
    keys = {}
    for work, node in graph.subject_objects(s.identifier):
        keys.setdefault(str(graph.value(node, s.propertyID)), {})[work] = str(graph.value(node, s.value))
    works = {key: work for work, key in keys["citation-key"].items()}
    for mine in json.load(open(sys.argv[3], encoding="utf-8")):
        work = works[mine["id"]]
        people = [
            name(str(graph.value(p, s.familyName)), str(graph.value(p, s.givenName) or " ")) if graph.value(p, s.familyName)
            else name(str(graph.value(p, s.name)))
            for p in graph.items(graph.value(work, s.author)) if str(graph.value(p, s.name)) != "et al."
        ]
        chain = [work]
        for holder in chain:
            chain.extend(graph.objects(holder, s.isPartOf))
        first = lambda key: next((str(v) for h in chain for v in graph.objects(h, key)), None)
        yield item(
            title=str(graph.value(work, s.name)), author=people, issued=date(graph.value(work, s.datePublished)),
            volume=first(s.volumeNumber), issue=first(s.issueNumber), DOI=keys["doi"].get(work), page=first(s.pagination),
        )


def xlsx(path):
    import openpyxl

    rows = list(openpyxl.load_workbook(path).active.values)
    for row in rows[1:]:
        cells = {key: value for key, value in zip(rows[0], row) if value}
        people = [name(*p.split(", ", 1)) for p in cells.get("author", "").split("; ") if p and p != "et al."]
        yield item(
            title=cells.get("title"), author=people, issued=date(cells.get("issued")), volume=cells.get("volume"),
            issue=cells.get("issue"), DOI=cells.get("DOI"), page=cells.get("page"),
        )


def wikitext(path):
    import mwparserfromhell

    for template in mwparserfromhell.parse(open(path, encoding="utf-8").read()).filter_templates(recursive=False):
        plain = lambda key: template.get(key).value.strip_code().strip() if template.has(key) else None
        people = []
        for n in range(1, 100):
            if template.has(f"last{n}"):
                people.append(name(plain(f"last{n}"), plain(f"first{n}") or " "))
            elif template.has(f"author{n}"):
                people.append(name(plain(f"author{n}").strip("()")))
        yield item(
            title=plain("chapter") or plain("title"), author=people, issued=date(plain("date")), volume=plain("volume"),
            issue=plain("issue"), DOI=plain("doi"), page=plain("pages"),
        )


def catalog(binary, xml):
    from pymarc import Field, Indicators, MARCWriter, Record, Subfield, XMLWriter

    writers = [MARCWriter(open(binary, "wb")), XMLWriter(open(xml, "wb"))]
    for work in json.load(sys.stdin):
        record = Record(force_utf8=True, leader="00000naa a2200000 i 4500")
        add = lambda tag, ind, *parts: record.add_field(
            Field(tag=tag, indicators=Indicators(*ind), subfields=[Subfield(code=c, value=v) for c, v in parts])
        )
        year = work.get("issued", {}).get("date-parts", [[None]])[0][0]
        if year:
            record.add_field(Field(tag="008", data=f"000101s{year:04}    xx            000 0 eng  "))
        for n, who in enumerate(work.get("author", [])):
            if "literal" in who:
                add("110" if n == 0 else "710", "2 ", ("a", who["literal"] + "."), ("4", "aut"))
            else:
                family = " ".join(who[k] for k in ("non-dropping-particle", "family") if k in who)
                add("100" if n == 0 else "700", "1 ", ("a", f"{family}, {who.get('given', '')},"), ("4", "aut"))
        add("245", "10", ("a", re.sub("<[^>]*>", "", work["title"]) + " /"), ("c", "somebody."))
        place = ", ".join(f"{label} {work[key]}" for label, key in (("Vol.", "volume"), ("no.", "issue"), ("p.", "page")) if key in work)
        add("773", "0 ", ("t", work.get("container-title", "A host")), ("g", place), ("x", "1234-5679"))
        if "DOI" in work:
            add("024", "7 ", ("a", work["DOI"]), ("2", "doi"))
        for writer in writers:
            writer.write(record)
    for writer in writers:
        writer.close()


kind = sys.argv[1]
if kind == "catalog":
    catalog(sys.argv[2], sys.argv[3])
else:
    read = {"cff": cff, "zotero-rdf": zotero_rdf, "json-ld": json_ld, "xlsx": xlsx, "wikitext": wikitext}[kind]
    print(json.dumps(list(read(sys.argv[2])), ensure_ascii=False))
