"""Validates a TEI `listBibl` against a RELAX NG schema: tei.py SCHEMA FILE; says what is wrong, and
exits with 1. The list is put into the least document that the schema allows."""

import sys

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
DOCUMENT = f"""<TEI xmlns="{TEI}">
<teiHeader><fileDesc>
<titleStmt><title>References</title></titleStmt>
<publicationStmt><p>Not published.</p></publicationStmt>
<sourceDesc><p>A list.</p></sourceDesc>
</fileDesc></teiHeader>
<text><body/></text>
</TEI>"""

schema = etree.RelaxNG(etree.parse(sys.argv[1]))
document = etree.fromstring(DOCUMENT)
document.find(f".//{{{TEI}}}body").append(etree.parse(sys.argv[2]).getroot())
if not schema.validate(document):
    for error in schema.error_log:
        print(f"{sys.argv[2]}:{error.line}: {error.message}")
    sys.exit(1)
