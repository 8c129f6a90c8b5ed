"""Compares what other programs read from our exports of `library.json` with the records.

usage: python3 formats.py LIBRARY.json THEIRS KIND

KIND is `csl` (CSL-JSON from pandoc or citation-js), `rispy` or `nbib` (what these packages made, as
JSON). Compared are title, family names of the authors, year, volume, issue, DOI and pages; a format
may have no place for a type's field, so only what they read at all is compared. Prints agreements and
lists differences.
"""

import json
import re
import sys

ours = json.load(open(sys.argv[1], encoding="utf-8"))
theirs = json.load(open(sys.argv[2], encoding="utf-8"))
kind = sys.argv[3]


def plain(text):
    text = re.sub(r"</?(i|b|sub|sup|span)[^>]*>", "", str(text))
    return re.sub(r"[\s\u00a0]+", " ", text.replace("\u2013", "-")).strip().rstrip(".").lower()


def families(names):
    out = []
    for name in names:
        if "literal" in name:
            out.append(plain(name["literal"]))
        else:
            parts = [name.get("non-dropping-particle"), name.get("dropping-particle"), name.get("family")]
            out.append(plain(" ".join(part for part in parts if part)))
    return out


def csl(item):
    date = ((item.get("issued", {}).get("date-parts") or [[]])[0] or [None])[0]
    return {
        "title": plain(item["title"]) if "title" in item else None,
        "author": families(item["author"]) if "author" in item else None,
        "year": int(date) if date else None,
        **{key: plain(item[key]) if key in item else None for key in ("volume", "issue", "DOI", "page")},
    }


def rispy(item):
    pages = "-".join(p for p in (item.get("start_page"), item.get("end_page")) if p)
    names = item.get("authors") or item.get("first_authors")
    year = re.match(r"\d{4}", item.get("year", "") or "")
    return {
        "title": plain(item.get("title") or item.get("primary_title") or "") or None,
        "author": [plain(n.split(",")[0]) for n in names] if names else None,
        "year": int(year[0]) if year else None,
        "volume": item.get("volume") and plain(item["volume"]),
        "issue": item.get("number") and plain(item["number"]),
        "DOI": item.get("doi") and plain(item["doi"]),
        "page": plain(pages) or None,
    }


def nbib(item):
    return {
        "title": plain(item.get("title", "")) or None,
        "author": [plain(a["author"].split(",")[0]) for a in item.get("authors", []) if "author" in a] or None,
        "year": int(item["publication_date"][:4]) if item.get("publication_date") else None,
        "volume": item.get("journal_volume") and plain(item["journal_volume"]),
        "issue": item.get("journal_issue") and plain(item["journal_issue"]),
        "DOI": item.get("doi") and plain(item["doi"]),
        "page": item.get("pages") and plain(item["pages"]),
    }


read = {"csl": csl, "rispy": rispy, "nbib": nbib}[kind]
same = differ = absent = 0
if len(ours) != len(theirs):
    print(f"records: ours {len(ours)}, theirs {len(theirs)}")
for mine, other in zip(ours, theirs):
    a, b = csl(mine), read(other)
    for key, value in a.items():
        if value is None:
            continue
        found = b[key]
        bare = lambda x: [re.sub(r"^(van|von) | (van|von)$", "", n) for n in x] if isinstance(x, list) else x
        if found is None:
            absent += 1
        elif bare(found) == bare(value):
            same += 1
        else:
            differ += 1
            print(f"{mine['id']}: {key}: ours {value!r}, theirs {found!r}")
print(f"{same} same, {differ} different, {absent} not read by them")
