"""What is wrong with a JSON or an XML file, in a person's words, not in those of a parser."""

from __future__ import annotations

from json import JSONDecodeError
from xml.parsers import expat
from xml.parsers.expat import errors

_ENDS = "not XML: it ends in the middle"
_BROKEN = {code: what for said, what in {  # what expat says → what a person would
    errors.XML_ERROR_NO_ELEMENTS: _ENDS, errors.XML_ERROR_UNCLOSED_TOKEN: _ENDS, errors.XML_ERROR_PARTIAL_CHAR: _ENDS,
    errors.XML_ERROR_UNCLOSED_CDATA_SECTION: _ENDS,
    errors.XML_ERROR_TAG_MISMATCH: "not XML: another element is closed than the one that is open",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "not XML: something stands behind its end",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "not XML: an attribute stands twice",
    errors.XML_ERROR_UNDEFINED_ENTITY: "not XML: an entity (&name;) that XML does not have",
    errors.XML_ERROR_UNKNOWN_ENCODING: "not XML: its encoding cannot be read; save it as UTF-8",
    errors.XML_ERROR_INCORRECT_ENCODING: "not XML: its encoding is not the one that it names",
}.items() if (code := errors.codes[said])}


def broken_json(text: str, error: JSONDecodeError) -> str:
    """Why a text is no JSON; its line is the error's."""
    begins = text.lstrip()[:30].split("\n")[0]
    if begins[:1] not in '[{"':
        return f"not JSON at column {error.colno}; it begins with {begins!r}"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return "not JSON: it ends in the middle"
    if error.msg == "Extra data":
        return "not JSON: something stands behind its end; one value is expected, as a list of all rows"
    return f"not JSON at column {error.colno}"


def broken_xml(error: expat.ExpatError) -> str:
    """Why bytes are no XML; their line is the error's."""
    return _BROKEN.get(error.code, f"not XML at column {error.offset + 1}")
