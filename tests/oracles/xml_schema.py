"""Validates XML: xml_schema.py SCHEMA FILE; says what is wrong, and exits with 1.

SCHEMA is a DTD, RELAX NG (.rng) or XML Schema (.xsd). A TEI `listBibl` is put into the least document
that TEI allows."""

import sys

from lxml import etree

SCHEMAS = {"dtd": etree.DTD, "rng": etree.RelaxNG, "xsd": etree.XMLSchema}
TEI = "http://www.tei-c.org/ns/1.0"
TEI_DOCUMENT = f"""<TEI xmlns="{TEI}">
<teiHeader><fileDesc>
<titleStmt><title>References</title></titleStmt>
<publicationStmt><p>Not published.</p></publicationStmt>
<sourceDesc><p>A list.</p></sourceDesc>
</fileDesc></teiHeader>
<text><body/></text>
</TEI>"""


def document(path):
    root = etree.parse(path).getroot()
    if root.tag != f"{{{TEI}}}listBibl":
        return root
    whole = etree.fromstring(TEI_DOCUMENT)
    whole.find(f".//{{{TEI}}}body").append(root)
    return whole


path, file = sys.argv[1:]
source = path if path.endswith(".dtd") else etree.parse(path)
schema = SCHEMAS[path.rsplit(".", 1)[1]](source)
if not schema.validate(document(file)):
    for error in schema.error_log.filter_from_errors():
        print(f"{file}:{error.line}: {error.message}")
    sys.exit(1)
