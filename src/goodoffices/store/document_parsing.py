"""HTML and PDF to text, each in a child process with limits on time and memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from goodoffices.errors import CaseError, GoodOfficesError, LimitError
from goodoffices.record.hints import Hints
from goodoffices.record.reckoning import is_date

__all__ = ["Parsed", "parse_html", "parse_pdf"]

SECONDS = 30
_WORKER = Path(__file__).with_name("document_worker.py")
# Fewer letters a page than these are a picture of a page.
_FEWEST_LETTERS = 20
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Parsed:
    """What was found in a page or a file.

    Attributes
    ----------
    text
        Paragraphs with blank lines between them.
    """

    text: str
    hints: Hints = field(default_factory=Hints)
    warnings: tuple[str, ...] = ()


def parse_html(page: str, name: str) -> Parsed:
    """Find the article of a page.

    Parameters
    ----------
    name
        What to call the page in a message.

    Raises
    ------
    CaseError
        If no words are found.
    LimitError
        If it takes too long.
    """
    found = _ask("html", page.encode("utf-8", errors="replace"))
    warnings = []
    if "text" not in found:
        found = _ask("plain", page.encode("utf-8", errors="replace")) | {"plain": True}
    if "text" not in found:
        raise LimitError(f"{name}: this page cannot be read ({_reason(found)}); save its text in a file of plain text")
    if not found["text"].strip():
        raise CaseError(
            f"{name}: found a page without words, expected an article; is it made by a script? Save its text in a file"
        )
    if found.get("plain"):
        warnings.append("found no article in the page: all of its words were taken, menus and notices too")
    return Parsed(_clean(found["text"]), _hints(found), tuple(warnings))


def parse_pdf(data: bytes, name: str) -> Parsed:
    """Take the text out of a PDF file.

    Raises
    ------
    CaseError
        If it is broken, encrypted, or a picture of a text.
    LimitError
        If it is too long, or takes too long.
    """
    found = _ask("pdf", data)
    if found.get("encrypted"):
        raise CaseError(
            f"{name}: found an encrypted PDF file, expected one that opens without a password; save it without one"
        )
    for key, what in (("many_pages", "pages"), ("many_characters", "characters")):
        if key in found:
            raise LimitError(f"{name}: found {found[key]:,} {what}, more than are read at once; split the file")
    if "pages" not in found:
        if "time" in found:
            raise LimitError(
                f"{name}: this PDF file cannot be read ({_reason(found)}); save its text in a file of plain text"
            )
        raise CaseError(
            f"{name}: this PDF file cannot be read ({_reason(found)}); is it complete? Get it again, or save its text"
        )
    pages = [_clean(page) for page in found["pages"]]
    letters = sum(letter.isalpha() for page in pages for letter in page)
    if letters < _FEWEST_LETTERS * max(1, len(pages)):
        raise CaseError(
            f"{name}: found {letters} letters on {len(pages)} pages, expected text; is it a scan? "
            "Let a program for text recognition (OCR) read it first"
        )
    unread = found.get("unread", 0)
    warnings = (f"{unread} of {len(pages)} pages could not be read",) if unread else ()
    return Parsed(_joined(pages), warnings=warnings)


def _ask(kind: Literal["html", "plain", "pdf"], data: bytes) -> dict[str, Any]:
    """Let a child process read a document."""
    # -P: the folder of the script is no place to import from.
    command = [sys.executable, "-P", str(_WORKER), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # our own script
    except subprocess.TimeoutExpired:
        return {"error": f"it took more than {SECONDS} seconds", "time": True}
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": "its structure breaks the program that reads it"}
    if "missing" in found:
        raise GoodOfficesError(f"reading HTML and PDF needs {found['missing']}; install goodoffices[record]")
    return found


def _reason(found: dict[str, Any]) -> str:
    return str(found.get("error", "nothing was found"))


def _clean(text: str) -> str:
    """Take out halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _hints(found: dict[str, Any]) -> Hints:
    texts = {key: _line(found.get(key)) for key in ("title", "author", "date", "sitename", "url")}
    date = texts["date"]
    return Hints(
        title=texts["title"],
        date=date if date and is_date(date) else None,
        authors=tuple(name.strip() for name in (texts["author"] or "").split(";") if name.strip()),
        publisher=texts["sitename"],
        url=texts["url"],
    )


def _line(value: object) -> str | None:
    words = " ".join(_clean(value).split()) if isinstance(value, str) else ""
    return words[:500] or None


def _joined(pages: list[str]) -> str:
    """Join pages; leave out their numbers, and lines that stand at the head or the foot of most of them."""
    split = [[line.rstrip() for line in page.strip().split("\n")] for page in pages]
    edges = Counter(line.strip() for lines in split for line in {lines[0], lines[-1]})
    running = {line for line, times in edges.items() if times > max(2, len(pages) // 2)}
    kept = ("\n".join(_without_edges(lines, running)) for lines in split)
    return "\n\n".join(part for part in kept if part.strip()) + "\n"


def _without_edges(lines: list[str], running: set[str]) -> list[str]:
    """Leave out running heads and page numbers."""
    first, last = 0, len(lines)
    while first < last and (lines[first].strip() in running or _PAGE_NUMBER.fullmatch(lines[first])):
        first += 1
    while last > first and (lines[last - 1].strip() in running or _PAGE_NUMBER.fullmatch(lines[last - 1])):
        last -= 1
    return lines[first:last]
