"""Checks files of CSL-JSON against CSL 1.0.2: variables, types, names, dates, shapes.

usage: python3 csl_json.py FILE...
       python3 csl_json.py --equal EXPECTED FILE...

The tables below are the variables of the specification's appendix IV and the item types of its
appendix III; `id`, `type`, `categories` and `custom` are what the data schema adds. With
`--equal` the records of every file must also be those of the first. Exits 1 with one line per
fault.
"""

import json
import sys

TYPES = set(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
    """.split()
)

TEXTS = set(
    """
    abstract annote archive archive_collection archive_location archive-place authority
    call-number citation-key citation-label collection-title container-title
    container-title-short dimensions division DOI event-title event-place genre ISBN ISSN
    jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher publisher-place
    references reviewed-genre reviewed-title scale source status title title-short URL
    volume-title year-suffix
    """.split()
)

NUMBERS = set(
    """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    section supplement-number version volume
    """.split()
)

NAMES = set(
    """
    author chair collection-editor compiler composer container-author contributor curator director
    editor editorial-director editor-translator executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator
    """.split()
)

DATES = set("accessed available-date event-date issued original-date submitted".split())

# Still read everywhere, but no longer to be written.
REPLACED = {
    "event": "event-title",
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
}

NAME_TEXTS = {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}
NAME_FLAGS = {"comma-suffix", "static-ordering", "parse-names"}
DATE_PARTS = {"date-parts", "season", "circa", "literal", "raw"}


def is_text(value):
    """Says whether a value is a text with something in it."""
    return isinstance(value, str) and value.strip() != ""


def is_number(value):
    """Says whether a value is a whole number; `true` is none, though Python thinks so."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_whole(value, low, high):
    """Says whether a value is a whole number, or the text of one, within bounds."""
    try:
        return not isinstance(value, (bool, float)) and low <= int(value) <= high
    except (TypeError, ValueError):
        return False


def name_faults(name):
    """Yields what is wrong with one name."""
    if not isinstance(name, dict):
        yield f"expected an object, found {name!r}"
        return
    for part, value in name.items():
        if part in NAME_TEXTS:
            if not is_text(value):
                yield f"`{part}`: expected a text, found {value!r}"
        elif part in NAME_FLAGS:
            if not isinstance(value, (bool, str, int)):
                yield f"`{part}`: expected true or false, found {value!r}"
        else:
            yield f"unknown part `{part}`"
    if "literal" in name:
        if name.keys() & {"family", "given"}:
            yield "`literal` beside `family` or `given`"
    elif not name.keys() & {"family", "given"}:
        yield "neither `family`, `given` nor `literal`"


def date_faults(date):
    """Yields what is wrong with a date."""
    if not isinstance(date, dict):
        yield f"expected an object, found {date!r}"
        return
    for part in date.keys() - DATE_PARTS:
        yield f"unknown part `{part}`"
    if not date.keys() & {"date-parts", "literal", "raw"}:
        yield "neither `date-parts`, `literal` nor `raw`"
    for part in ("literal", "raw"):
        if part in date and not is_text(date[part]):
            yield f"`{part}`: expected a text, found {date[part]!r}"
    if "season" in date and not is_text(date["season"]) and not is_whole(date["season"], 1, 4):
        yield f"`season`: expected 1 to 4 or a text, found {date['season']!r}"
    if "circa" in date and not isinstance(date["circa"], (bool, str, int)):
        yield f"`circa`: expected true or false, found {date['circa']!r}"
    if "date-parts" not in date:
        return
    ends = date["date-parts"]
    if not isinstance(ends, list) or not 1 <= len(ends) <= 2:
        yield f"`date-parts`: expected one or two dates, found {ends!r}"
        return
    for end in ends:
        bounds = [(-9999, 9999), (1, 12), (1, 31)]
        if not isinstance(end, list) or not 1 <= len(end) <= 3:
            yield f"`date-parts`: expected year, month and day, found {end!r}"
        elif not all(is_whole(part, *bound) for part, bound in zip(end, bounds)):
            yield f"`date-parts`: expected numbers of a calendar, found {end!r}"


def field_faults(field, value):
    """Yields what is wrong with one field of a record."""
    if field == "id":
        if not is_text(value) and not is_number(value):
            yield f"`id`: expected a text or a number, found {value!r}"
    elif field == "type":
        if value not in TYPES:
            yield f"`type`: {value!r} is no type of CSL 1.0.2"
    elif field == "categories":
        if not isinstance(value, list) or not all(map(is_text, value)):
            yield f"`categories`: expected a list of texts, found {value!r}"
    elif field == "custom":
        if not isinstance(value, dict):
            yield f"`custom`: expected an object, found {value!r}"
    elif field in TEXTS:
        if not is_text(value):
            yield f"`{field}`: expected a text, found {value!r}"
    elif field in NUMBERS:
        if not is_text(value) and not is_number(value):
            yield f"`{field}`: expected a text or a whole number, found {value!r}"
    elif field in NAMES:
        if not isinstance(value, list) or not value:
            yield f"`{field}`: expected a list of names, found {value!r}"
        else:
            for n, name in enumerate(value, 1):
                yield from (f"`{field}` {n}: {fault}" for fault in name_faults(name))
    elif field in DATES:
        yield from (f"`{field}`: {fault}" for fault in date_faults(value))
    elif field in REPLACED:
        yield f"`{field}` is an old name, expected `{REPLACED[field]}`"
    else:
        yield f"`{field}` is no variable of CSL 1.0.2"


def faults(records):
    """Yields what is wrong with the content of a file."""
    if not isinstance(records, list):
        yield "expected a list of records"
        return
    seen = set()
    for n, record in enumerate(records, 1):
        if not isinstance(record, dict):
            yield f"record {n}: expected an object, found {record!r}"
            continue
        place = f"record {n} ({record.get('id')})"
        for field in ("id", "type"):
            if field not in record:
                yield f"{place}: no `{field}`"
        for field, value in record.items():
            yield from (f"{place}: {fault}" for fault in field_faults(field, value))
        # Processors look records up by the text of the id.
        if str(record.get("id")) in seen:
            yield f"{place}: the id is taken by another record"
        seen.add(str(record.get("id")))


def differences(expected, found):
    """Yields where two lists of records differ."""
    if len(expected) != len(found):
        yield f"expected {len(expected)} records, found {len(found)}"
    for ours, theirs in zip(expected, found):
        for field in dict.fromkeys([*ours, *theirs]):
            if ours.get(field) != theirs.get(field):
                yield (
                    f"{ours.get('id')}: `{field}`\n"
                    f"  - expected: {json.dumps(ours.get(field), ensure_ascii=False)}\n"
                    f"  + found:    {json.dumps(theirs.get(field), ensure_ascii=False)}"
                )


def load(path):
    """Reads a file; names given twice and `NaN` are not JSON that other programs read."""

    def unique(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the same name twice in one object: {', '.join(twice)}")
        return dict(pairs)

    def refuse(constant):
        raise ValueError(f"`{constant}` is no JSON")

    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=unique, parse_constant=refuse)


def main(arguments):
    """Checks the files named and returns the exit code."""
    expected = None
    if arguments[:1] == ["--equal"]:
        expected = load(arguments[1])
        arguments = arguments[2:]
    failed = 0
    for path in arguments:
        try:
            records = load(path)
            found = list(faults(records))
            if expected is not None and not found:
                found = list(differences(expected, records))
        except (OSError, ValueError) as error:
            found = [str(error)]
        for fault in found:
            print(f"{path}: {fault}", file=sys.stderr)
        if found:
            failed += 1
        else:
            what = "records as expected" if expected is not None else "records of CSL-JSON 1.0.2"
            print(f"same: {len(records)} {what}, {path.rsplit('/', 1)[-1]}")
    if failed:
        print(f"FAILED: {failed} of {len(arguments)} files", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
