"""What is known of a document from outside its text, such as the metadata of a web page."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Hints"]


@dataclass(frozen=True)
class Hints:
    """What whoever fetched the document was told; anything may be missing.

    Attributes
    ----------
    title, publisher, url
        As they were given.
    date
        EDTF, such as ``2017-12-26``.
    authors
        Their names.
    """

    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
