"""Compares the CSL-JSON we write with what pandoc reads from the BibTeX we write.

usage: python3 bibtex.py OURS.json PANDOC.json

Every field of every record must be equal, apart from the differences in `DIFFERENCES`: each is a
function that is given both values of a field and says whether it explains them, and its first
line of documentation is the reason. Exits 1 with one line per unexplained difference.
"""

import json
import re
import sys


def sentence_case(field, ours, theirs, record):
    """pandoc turns English titles into sentence case, with a capital after the colon"""
    if field not in ("title", "container-title") or not (ours and theirs):
        return False

    def lowered(title):
        title = re.sub(r"</?span[^>]*>", "", title)
        return re.sub(r"([:?!] )(\w)", lambda found: found[1] + found[2].lower(), title)

    return lowered(ours) == lowered(theirs)


def short_title(field, ours, theirs, record):
    """pandoc derives `title-short` from the words before the colon; the source has none"""
    return field == "title-short" and ours is None and record["title"].startswith(theirs + ": ")


def cut_list(field, ours, theirs, record):
    """pandoc takes `and others` for a person; in our CSL-JSON the cut is `custom`"""
    cut = record.get("custom", {}).get("author-truncated-after")
    return field == "author" and cut is not None and theirs == ours + [{"literal": "others"}]


def custom(field, ours, theirs, record):
    """BibTeX holds that a list is cut (`and others`), but not after which name"""
    return field == "custom" and theirs is None and set(ours) == {"author-truncated-after"}


def article_number(field, ours, theirs, record):
    """BibTeX's `number` is the issue, so the article number stands in `pages` alone"""
    return field == "number" and theirs is None and ours == record.get("page")


def american_english(field, ours, theirs, record):
    """pandoc takes BibLaTeX's `english` for American English"""
    return field == "language" and ours == "en" and theirs == "en-US"


DIFFERENCES = [sentence_case, short_title, cut_list, custom, article_number, american_english]


def main(ours_path, theirs_path):
    """Compares two files and returns the exit code."""
    with open(ours_path, encoding="utf-8") as file:
        ours = json.load(file)
    with open(theirs_path, encoding="utf-8") as file:
        theirs = json.load(file)
    failures, fields, seen = [], 0, {}
    ids = [[record["id"] for record in records] for records in (ours, theirs)]
    if ids[0] != ids[1]:
        failures.append(f"ids: expected {ids[0]}, pandoc has {ids[1]}")
    by_id = {record["id"]: record for record in theirs}
    for record in ours:
        other = by_id.get(record["id"], {})
        for field in dict.fromkeys([*record, *other]):
            fields += 1
            pair = record.get(field), other.get(field)
            if pair[0] == pair[1]:
                continue
            reason = next((d for d in DIFFERENCES if d(field, *pair, record)), None)
            if reason is None:
                failures.append(
                    f"{record['id']}: `{field}` differs\n"
                    f"  - ours:   {json.dumps(pair[0], ensure_ascii=False)}\n"
                    f"  + pandoc: {json.dumps(pair[1], ensure_ascii=False)}"
                )
            else:
                seen.setdefault(reason, []).append(record["id"])
    for reason in DIFFERENCES:
        if reason in seen:
            print(f"known difference, {len(seen[reason])}: {reason.__doc__}")
    for failure in failures:
        print(failure, file=sys.stderr)
    if failures:
        print(f"FAILED: {len(failures)} unexplained differences from pandoc", file=sys.stderr)
        return 1
    explained = sum(map(len, seen.values()))
    print(f"same: {fields - explained} of {fields} fields of {len(ours)} records as pandoc reads them")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
