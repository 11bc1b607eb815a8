"""XML text to a plain tree, with the line of every element in it.

Texts from strangers cannot make this expensive or reach anything else: document types, and with them entities and
references to other files, are refused; so are deep nesting and elements without end. The encoding is the one declared;
bytes that do not belong to it are read as Windows-1252, as older programs wrote them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DTDForbidden
from defusedxml.sax import parseString

from goodoffices.errors import CaseError

__all__ = ["MAX_DEPTH", "MAX_ELEMENTS", "Element", "XmlError", "looks_like_xml", "read_xml"]

MAX_ELEMENTS = 200_000
MAX_DEPTH = 40
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]*\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,40})[\"']")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Python knows encodings that take for ever or run without end; these are the ones that XML is written in.
_KNOWN = ("utf-8", "ascii", "iso8859", "cp125", "cp437", "cp850", "koi8", "mac", "gb", "big5", "shift_jis", "euc_")
_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


class XmlError(CaseError):
    """Something that is not XML, or that we do not take."""

    def __init__(self, message: str, line: int) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True)
class Element:
    """An element of an XML text; the names of tags and attributes in lower case.

    Attributes
    ----------
    tag
        Its name.
    line
        Where it begins, from 1.
    attributes
        Their values by name.
    children
        The elements directly within it, in order; words between them are not kept.
    """

    tag: str
    line: int
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)

    def every(self, *tags: str) -> list[Element]:
        """List the elements directly within it that are called so."""
        return [child for child in self.children if child.tag in tags]

    def first(self, *tags: str) -> Element | None:
        """Return the first element directly within it that is called so."""
        return next(iter(self.every(*tags)), None)


def looks_like_xml(data: bytes) -> bool:
    """Say whether a text is meant as XML: it begins with a bracket, or has an element of a GENIUS file somewhere."""
    plain = data.replace(b"\x00", b"")
    return data.lstrip(_BLANK).startswith(b"<") or b"utility_space" in plain or b"negotiation_template" in plain


def read_xml(data: bytes) -> Element:
    """Read XML.

    Parameters
    ----------
    data
        In the encoding that it declares, else in UTF-8 or UTF-16.

    Returns
    -------
    Element
        The outermost element.

    Raises
    ------
    XmlError
        If it is not well formed, has a document type, or is larger or deeper than any file that is meant well.

    Examples
    --------
    >>> root = read_xml(b'<issue name="price"><item value="10"/></issue>')
    >>> root.attributes["name"], root.children[0].tag
    ('price', 'item')
    """
    tree = _Tree()
    try:
        parseString(_as_utf8(data), tree, forbid_dtd=True)
    except DTDForbidden as error:
        message = f"found a document type (<!DOCTYPE {error.name}>), expected none; delete it and the entities in it"
        raise XmlError(message, tree.line) from None
    except SAXException as error:
        reason = error.getMessage()
        message = f"this is not well-formed XML: {reason}; mend it, or write it anew with the program that made it"
        raise XmlError(message, tree.line) from None
    return tree.root


def _as_utf8(data: bytes) -> bytes:
    """Put a text into UTF-8 and take its declaration away, which no longer holds; lines stay where they are."""
    text = _decoded(data)
    declared = _DECLARATION.match(text)
    if declared:
        text = "\n" * declared.group().count("\n") + text[declared.end() :]
    return text.encode("utf-8", errors="replace")


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    if not encoding and data[:2] in {b"<\x00", b"\x00<"}:
        encoding = "utf-16-le" if data[0] else "utf-16-be"
    declared = _ENCODING.match(data)
    if not encoding and declared:
        encoding = _encoding(declared.group(1).decode("ascii"))
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _encoding(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if name.startswith("utf-16"):
        return "utf-8"  # its declaration could be read byte by byte: whoever wrote UTF-16 there did not write in it
    if not name.startswith(_KNOWN):
        raise XmlError(f"found the encoding {declared!r}, expected one such as UTF-8; save the file again as UTF-8", 1)
    return name


class _Tree(ContentHandler):
    """Builds the tree while the parser reads."""

    root: Element

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.count = 0
        self.locator: Locator | None = None

    @property
    def line(self) -> int:
        """Where the parser is."""
        return (self.locator and self.locator.getLineNumber()) or 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the interface is called so
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the interface is called so
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise XmlError(f"found more than {MAX_ELEMENTS:,} elements, expected fewer; is this a domain?", self.line)
        if len(self.open) >= MAX_DEPTH:
            message = f"found elements more than {MAX_DEPTH} deep, expected at most that; is this a domain?"
            raise XmlError(message, self.line)
        attributes = {key.casefold(): attrs.getValue(key) for key in attrs.getNames()}
        element = Element(name.casefold(), self.line, attributes)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802 - the interface is called so
        del name
        self.open.pop()
