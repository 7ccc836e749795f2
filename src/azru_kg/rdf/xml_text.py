"""Looks at RDF/XML before it is parsed: well-formed, flat enough, without entities, as UTF-8.

Oxigraph reads UTF-8 alone, tells no place of an error, and would expand the entities of a DOCTYPE
without end. Expat reads every encoding that readers of XML have to, and is stopped at a DOCTYPE.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

from azru_kg.errors import DataError
from azru_kg.files import drop_mark

DEEPEST = 1000
"""So many elements may stand within one another."""

_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_BROKEN = "not well-formed XML"


def read_xml(path: Path, data: bytes) -> bytes:
    """Return the bytes of a file of XML in UTF-8; raise DataError, with line and column.

    >>> read_xml(Path("a.rdf"), '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"))
    b'<a/>'
    """
    encoding = _check(path, data)
    if encoding is None:
        return drop_mark(data)
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise DataError(path, f"not in {encoding}, as it says. Save it as UTF-8") from error
    # Lines keep their numbers: the declaration goes without its line end.
    text = text.removeprefix("\ufeff")
    declaration = _DECLARATION.match(text)
    return text[declaration.end() if declaration else 0 :].encode()


def _check(path: Path, data: bytes) -> str | None:
    """Return the encoding of well-formed XML, or None for UTF-8; raise DataError for any other."""
    reader = expat.ParserCreate()
    declared: list[str] = []
    depth = 0

    def refuse(reason: str) -> None:
        line, column = reader.CurrentLineNumber, reader.CurrentColumnNumber + 1
        raise DataError(path, reason, line=line, column=column)

    def declare(version: str, encoding: str | None, standalone: int) -> None:
        declared.append(encoding or "")

    def refuse_doctype(*parts: object) -> None:
        refuse("a DOCTYPE is refused. Write the entities out and remove it")

    def start(name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            refuse(f"elements nested deeper than {DEEPEST:,}. Give some of the nodes rdf:about")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    reader.ordered_attributes = True
    reader.XmlDeclHandler = declare
    reader.StartDoctypeDeclHandler = refuse_doctype
    reader.StartElementHandler = start
    reader.EndElementHandler = end
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        reason = f"{_BROKEN}: {expat.ErrorString(error.code)}"
        raise DataError(path, reason, line=error.lineno, column=error.offset + 1) from error
    except (LookupError, ValueError) as error:
        raise DataError(path, f"{_BROKEN}: {error}. Save it as UTF-8", line=1, column=1) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    encoding = (declared[0] if declared else "").lower()
    return None if encoding in ("", "utf-8", "utf8") else encoding
