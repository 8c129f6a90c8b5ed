"""Writes styles/repository.tsv and styles/renamed.tsv from the data shared between projects.

    python3 tests/oracles/style_names.py ../shared/csl styles

Names and titles are facts about the styles of the official repository; no text of a style is used.
"""

import html
import json
import pathlib
import re
import sys
import unicodedata

SMALL = set("a an and de der des du en et for in la le of on the to und y".split())

REPOSITORY = """\
# The styles of the official repository, https://github.com/citation-style-language/styles, by id:
# the style it follows (empty: none, it stands alone; `=id`: no style, but the title of that one),
# its language (empty: en-US, `-`: it names none), its title (empty: the id in words).
"""

RENAMED = """\
# Styles of the official repository that were renamed: former id, present id.
"""


def words(title):
    """The title in the form ids have; `names.rs` does the same."""
    table = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
    text = re.sub("['`\u2018\u2019\u02bc\u2032\u00b4]", "", title.replace("&", " and ").lower())
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(table)
    return "-".join(part for part in re.split(r"[\W_]+", text) if part)


def spelled(style):
    """The title an id stands for when nothing else is said; `names.rs` does the same."""
    parts = style.split("-")
    return " ".join(w if n and w in SMALL else w[:1].upper() + w[1:] for n, w in enumerate(parts))


def main(shared, out):
    rows = {}
    for file in sorted((shared / "styles").glob("*.csl")):
        title = re.search(r"<title>(.*?)</title>", file.read_text(encoding="utf-8"), re.S).group(1)
        rows[file.stem] = ("", "", " ".join(html.unescape(title).split()))
    for line in (shared / "dependents.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        style, parent, locale, title = line.split("\t")
        locale = {"en-US": "", "": "-"}.get(locale, locale)
        rows[style] = (parent, locale, " ".join(html.unescape(title).split()))
    renamed = json.loads((shared / "renamed-styles.json").read_text(encoding="utf-8"))
    # Titles that are not the id in words, of journals: those people know by nothing else.
    titles = {}
    for style, (parent, _, title) in sorted(rows.items()):
        if parent:
            titles.setdefault(words(title), style)
    for name, style in titles.items():
        if name and name.isascii() and name not in rows and name not in renamed:
            rows[name] = ("=" + style, "", spelled(name))
    with open(out / "repository.tsv", "w", encoding="utf-8", newline="\n") as file:
        file.write(REPOSITORY)
        for style, (parent, locale, title) in sorted(rows.items()):
            title = "" if title == spelled(style) else title
            file.write("\t".join((style, parent, locale, title)).rstrip("\t") + "\n")
    with open(out / "renamed.tsv", "w", encoding="utf-8", newline="\n") as file:
        file.write(RENAMED)
        for old, new in sorted(renamed.items()):
            file.write(f"{old}\t{new}\n")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
