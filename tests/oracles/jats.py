"""Validates JATS against a DTD: jats.py DTD FILE; says what is wrong, and exits with 1."""

import sys

from lxml import etree

dtd = etree.DTD(sys.argv[1])
if not dtd.validate(etree.parse(sys.argv[2])):
    for error in dtd.error_log.filter_from_errors():
        print(f"{sys.argv[2]}:{error.line}: {error.message}")
    sys.exit(1)
