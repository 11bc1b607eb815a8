"""Documents that a person drops in: plain text as it is, HTML and PDF as text, from a file or an address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from goodoffices.errors import CaseError, LimitError
from goodoffices.record.hints import Hints
from goodoffices.store.document_fetching import MAX_BYTES, Fetched
from goodoffices.store.document_fetching import fetch as fetch_page
from goodoffices.store.document_parsing import Parsed, parse_html, parse_pdf
from goodoffices.store.document_text import check_size, decode, unseen

__all__ = ["Document", "Fetched", "Hints", "fetch_page", "is_address", "read_document"]

MediaType = Literal["text/plain", "text/html", "application/pdf"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{3,30})", re.IGNORECASE)
_OTHERS = {
    b"PK\x03\x04": "a ZIP archive or a document of an office program",
    b"\xd0\xcf\x11\xe0": "a document of an office program",
    b"{\\rtf": "a document in Rich Text Format",
    b"\x1f\x8b": "compressed data",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_HEAD = 4_096


@dataclass(frozen=True)
class Document:
    """A document, as text.

    Attributes
    ----------
    text
        What entries are anchored in. Plain text stands as it is in the file: line ends, odd blanks and characters
        that cannot be seen are kept; only a byte order mark is no part of it.
    name
        The name of the file, or the last part of the address.
    media_type
        What the text was taken from.
    sha256
        The digest of the text in UTF-8.
    original_sha256
        The digest of the bytes that were read.
    verbatim
        True if the file itself, read again, gives the text: it can be the case's source as it is. Otherwise the text
        has to be stored beside the case.
    hints
        What the page, or the address, says of the document.
    warnings
        What an analyst should know before trusting the text.
    """

    text: str
    name: str
    media_type: MediaType
    sha256: str
    original_sha256: str
    verbatim: bool
    hints: Hints = field(default_factory=Hints)
    warnings: tuple[str, ...] = ()

    @property
    def source_sha256(self) -> str:
        """The digest of the file that the case's source is: this very file, or the text stored beside the case."""
        return self.original_sha256 if self.verbatim else self.sha256


def is_address(source: str | Path) -> bool:
    """Tell whether a source is an address rather than a file.

    Examples
    --------
    >>> is_address("https://example.org/page"), is_address("page.html")
    (True, False)
    """
    return isinstance(source, str) and bool(_ADDRESS.match(source))


def read_document(source: str | Path, *, fetch: Callable[[str], Fetched] = fetch_page) -> Document:
    """Read a document.

    Parameters
    ----------
    source
        A file of text, HTML or PDF; or an address with ``http`` or ``https``, the only case in which a network is used.
    fetch
        What fetches an address.

    Raises
    ------
    CaseError
        If there is no such file or page, or it is no text.
    LimitError
        If it is too large, or takes too long.
    """
    if is_address(source):
        fetched = fetch(str(source))
        path = urlsplit(fetched.url).path.rstrip("/")
        name = unquote(path.rpartition("/")[2]) or urlsplit(fetched.url).hostname or "page"
        return _document(fetched.data, name, fetched.media_type, fetched.charset, url=fetched.url)
    path_ = Path(source)
    return _document(_bytes(path_), path_.name, "", None, url=None)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise CaseError(f"{path}: expected a file of text, HTML or PDF, or an address that begins with https://")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise LimitError(f"{path}: found {size:,} bytes, expected at most {MAX_BYTES:,}; split the document")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, CaseError):
            raise
        raise CaseError(
            f"{path}: this file cannot be read ({type(error).__name__}); check its name and who may read it"
        ) from None


def _document(data: bytes, name: str, declared_type: str, charset: str | None, *, url: str | None) -> Document:
    media_type = _media_type(data, name, declared_type)
    warnings: tuple[str, ...] = ()
    if media_type == "application/pdf":
        parsed = parse_pdf(data, name)
    else:
        found = _CHARSET.search(data[:_HEAD])
        declared = charset or (found.group(1).decode("ascii") if found else None)
        text, warnings = decode(data, declared, name)
        parsed = parse_html(text, name) if media_type == "text/html" else Parsed(text)
    if not parsed.text.strip():
        raise CaseError(f"{name}: found no words, expected a document")
    check_size(parsed.text, name)
    hints = parsed.hints
    if url and not hints.url:
        hints = Hints(hints.title, hints.date, hints.authors, hints.publisher, url)
    return Document(
        text=parsed.text,
        name=name,
        media_type=media_type,
        sha256=hashlib.sha256(parsed.text.encode()).hexdigest(),
        original_sha256=hashlib.sha256(data).hexdigest(),
        verbatim=url is None
        and media_type == "text/plain"
        and data.decode("utf-8-sig", errors="replace") == parsed.text,
        hints=hints,
        warnings=(*warnings, *parsed.warnings, *unseen(parsed.text)),
    )


def _media_type(data: bytes, name: str, declared: str) -> MediaType:
    """Tell what bytes are, by themselves first, then by what was said of them."""
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    for start, what in _OTHERS.items():
        if head.startswith(start):
            raise CaseError(f"{name}: found {what}, expected text, HTML or PDF; save the document as one of these")
    if (
        _HTML.match(head)
        or declared in {"text/html", "application/xhtml+xml"}
        or name.lower().endswith((".html", ".htm", ".xhtml"))
    ):
        return "text/html"
    if declared == "application/pdf" or name.lower().endswith(".pdf"):
        raise CaseError(f"{name}: found no PDF file though it is called one; is it complete? Get it again")
    return "text/plain"
