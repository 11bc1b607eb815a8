"""Read one HTML page or PDF file in a process of its own, which may fail, hang or die without harm.

Run as a script with the kind of document; the bytes come in on standard input, one JSON object goes out. It imports
nothing of this package, so that it starts quickly.
"""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
import sys
from typing import Any

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "MAX_PAGES",
    "MEMORY_BYTES",
    "limit_memory",
    "main",
    "read_html",
    "read_pdf",
    "read_plain",
]

MEMORY_BYTES = 3_000_000_000
MAX_PAGES = 3_000
MAX_CHARACTERS = 20_000_000
# Trees deeper than this are no page of text; parsers written in C may not come back from them.
MAX_DEPTH = 1_000

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "title", "textarea"})
# Elements without an end, and those that often go without one: they make no page deeper.
_OPEN = frozenset({
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "td", "th", "tr", "track", "wbr",
})  # fmt: skip
_TAG = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,30})[^<>]*>?")


def limit_memory() -> None:
    """Let the system refuse what a document should never need."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class _Plain:
    """The words of a page, a paragraph for each element that stands apart; how deep its elements lie.

    It looks at no character twice, whatever is opened and never closed.
    """

    def __init__(self, page: str) -> None:
        self.page = page
        self.lower = page.lower()
        self.parts: list[str] = []
        self.depth = 0
        self.deepest = 0
        # What was sought in vain once is not there further on.
        self.missing: set[str] = set()

    def read(self) -> None:
        """Go through the page once."""
        at = 0
        while at < len(self.page):
            start = self.page.find("<", at)
            start = len(self.page) if start < 0 else start
            self.parts.append(self.page[at:start])
            at = self.markup(start) if start < len(self.page) else start

    def markup(self, start: int) -> int:
        """Take one tag, comment or declaration, and say where it ends."""
        for opening, closing in (("<!--", "-->"), ("<![cdata[", "]]>"), ("<!", ">"), ("<?", ">")):
            if self.lower.startswith(opening, start):
                return self.after(closing, start)
        match = _TAG.match(self.page, start)
        if not match:
            self.parts.append("<")
            return start + 1
        tag, is_end = match["tag"].lower(), bool(match["end"])
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        if tag not in _OPEN:
            self.depth = max(0, self.depth + (-1 if is_end else 1))
            self.deepest = max(self.deepest, self.depth)
        return self.after(f"</{tag}", match.end()) if tag in _SILENT and not is_end else match.end()

    def after(self, closing: str, start: int) -> int:
        """Find the end of what is not read; what has none ends the page, or is one sign if it only looked like it."""
        found = -1 if closing in self.missing else self.lower.find(closing, start)
        if found < 0:
            self.missing.add(closing)
            return len(self.page) if closing.startswith("</") else start + 1
        return found if closing.startswith("</") else found + len(closing)

    def text(self) -> str:
        """Return the paragraphs, with blank lines between them."""
        paragraphs = (" ".join(html.unescape(part).split()) for part in "".join(self.parts).split("\n\n"))
        return "\n\n".join(part for part in paragraphs if part)


def read_plain(page: str) -> dict[str, Any]:
    """Take the words out of a page, with nothing known of its form."""
    plain = _Plain(page)
    plain.read()
    return {"text": plain.text(), "depth": plain.deepest}


def read_html(page: str) -> dict[str, Any]:
    """Find the article of a page and what is said of it."""
    plain = read_plain(page)
    if plain["depth"] > MAX_DEPTH:
        return plain | {"plain": True}
    from trafilatura import bare_extraction  # noqa: PLC0415  # heavy

    dates = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
    found = bare_extraction(page, include_comments=False, with_metadata=True, date_extraction_params=dates)
    known = {key: getattr(found, key, None) for key in ("text", "title", "author", "date", "sitename", "url")}
    text = _paragraphs(known["text"] or "")
    return known | {"text": text} if text else plain | {"plain": True}


def _paragraphs(text: str) -> str:
    """Put a blank line between lines; one that goes on with a small letter or a full stop belongs to that before it."""
    paragraphs: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if paragraphs and (line[0].islower() or line[0] in ".,;:)"):
            paragraphs[-1] += (" " if line[0].islower() else "") + line
        else:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)


def read_pdf(data: bytes) -> dict[str, Any]:
    """Take the text of each page out of a PDF file."""
    from pypdf import PdfReader  # noqa: PLC0415  # heavy

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"encrypted": True}
    if len(reader.pages) > MAX_PAGES:
        return {"many_pages": len(reader.pages)}
    pages: list[str] = []
    unread = length = 0
    for page in reader.pages:
        try:
            pages.append(page.extract_text())
        except Exception:  # noqa: BLE001  # a page that cannot be read must not hide the others; they are counted
            unread += 1
            pages.append("")
        length += len(pages[-1])
        if length > MAX_CHARACTERS:
            return {"many_characters": length}
    return {"pages": pages, "unread": unread}


def main() -> None:
    """Answer with one JSON object; an error is an object that names it."""
    limit_memory()
    sys.setrecursionlimit(3_000)
    kind, data = sys.argv[1], sys.stdin.buffer.read()
    try:
        found = (
            read_pdf(data) if kind == "pdf" else {"html": read_html, "plain": read_plain}[kind](data.decode("utf-8"))
        )
    except MemoryError:
        found = {"error": "more memory than it may have"}
    except ImportError as error:
        found = {"missing": error.name}
    except Exception as error:  # noqa: BLE001  # whatever a parser raises is told, and nothing else
        found = {"error": f"{type(error).__name__}: {error}"[:200]}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
