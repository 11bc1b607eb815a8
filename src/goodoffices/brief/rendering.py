"""A document as the bytes of a file."""

from __future__ import annotations

import json

from goodoffices.brief.document import Document
from goodoffices.brief.page import html_page
from goodoffices.brief.paper import pdf
from goodoffices.errors import BriefError

__all__ = ["FORMATS", "render"]

FORMATS = (".pdf", ".html", ".md", ".json")


def render(document: Document, suffix: str) -> bytes:
    """Return the bytes of a file: the same for the same document.

    Parameters
    ----------
    suffix
        One of :data:`FORMATS`.

    Raises
    ------
    BriefError
        If the suffix is another one, or a package that this format needs is missing.
    """
    match suffix:
        case ".pdf":
            return pdf(document)
        case ".html":
            return html_page(document).encode()
        case ".md":
            return document.markdown().encode()
        case ".json":
            return (json.dumps(document.to_json(), indent=1, ensure_ascii=False) + "\n").encode()
        case _:
            raise BriefError(f"found the ending {suffix!r}, expected one of {', '.join(FORMATS)}")
