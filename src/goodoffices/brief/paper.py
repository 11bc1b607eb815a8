"""A brief as a PDF that a screen reader can read aloud (PDF/UA-1), set by Typst in its own fonts."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from typing import Any

from goodoffices.brief.document import Document
from goodoffices.brief.page import package, template
from goodoffices.errors import BriefError
from goodoffices.wording import date_text

__all__ = ["pdf", "printable"]

# What the fonts inside Typst can show; found by setting every character once.
_COVERED = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x4FF), (0x1D00, 0x1F15),
    (0x2010, 0x2027), (0x202F, 0x2040), (0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20C0), (0x2190, 0x23FF),
    (0x2460, 0x262F), (0x27F5, 0x27FF), (0x2A00, 0x2AFF), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
)  # fmt: skip
_MISSING = "□"


def printable(text: str) -> str:
    """Replace characters that the fonts lack, by their plain letter where there is one.

    Examples
    --------
    >>> printable("Ri Yong-ho (리용호)"), printable("ℌ")
    ('Ri Yong-ho (□□□)', 'H')
    """
    return text if text.isascii() else "".join(map(_shown, unicodedata.normalize("NFC", text)))


def _shown(one: str) -> str:
    if _has(one):
        return one
    plainer = unicodedata.normalize("NFKD", one)
    return plainer if plainer != one and all(map(_has, plainer)) else _MISSING


def _has(one: str) -> bool:
    return any(low <= ord(one) <= high for low, high in _COVERED)


def _printable(part: Any) -> Any:
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, dict):
        return {key: _printable(value) for key, value in part.items()}
    return [_printable(value) for value in part] if isinstance(part, list | tuple) else part


def pdf(document: Document) -> bytes:
    """Return a document as a tagged PDF; the words reach Typst as data and never as markup.

    Raises
    ------
    BriefError
        If Typst is not installed, or refuses the document, as it does with a picture without a text beside it.
    """
    typst = package("typst")
    content = {**document.to_json(), "as_of_words": date_text(document.as_of), "year": int(document.as_of[:4])}
    moment = dt.datetime.combine(dt.date.fromisoformat(document.as_of), dt.time(), dt.UTC)
    try:
        made: bytes = typst.compile(
            template("brief.typ").encode(),
            sys_inputs={"data": json.dumps(_printable(content), ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        raise BriefError(f"the PDF could not be made: {error}; the HTML and the Markdown do not need Typst") from error
    return made
