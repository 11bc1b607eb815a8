"""The pages of the documentation as their tests see them: prose, and the code blocks that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DOCS", "PROJECT", "Block", "blocks", "code_words", "heading_of", "pages", "sections"]

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
_FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<info>.*)$")
_COMMENT = re.compile(r"^<!-- (?P<words>.*) -->$")
_OPTION = re.compile(r"^:(?P<key>[a-z-]+):\s*(?P<value>.*)$")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page.

    Attributes
    ----------
    language
        The word after the fence, or after ``{code-block}``.
    text
        What stands between the fences, without the options of a directive.
    caption
        The name of the file that the block shows, if it has one; where there are no directives a comment
        ``file: NAME`` on the line before says it.
    mark
        The comment on the line before the block, if there is one: ``compared`` or ``refused``.
    line
        Where the block begins, from 1.
    """

    language: str
    text: str
    caption: str | None
    mark: str | None
    line: int


def pages() -> list[Path]:
    """List the README and every page of the documentation."""
    return [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """Go through the fenced blocks of a page, in order."""
    lines = page.read_text("utf-8").splitlines()
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        at += 1
        if fence is None:
            continue
        start, inner = at, []
        while lines[at].strip() != fence["ticks"]:
            inner.append(lines[at])
            at += 1
        at += 1
        comment = _COMMENT.match(lines[start - 2]) if start > 1 else None
        options: dict[str, str] = {}
        while fence["info"].startswith("{") and inner and (option := _OPTION.match(inner[0])):
            options[option["key"]] = option["value"]
            inner.pop(0)
        language = fence["info"].removeprefix("{code-block}").strip()
        mark = comment["words"] if comment else None
        if mark and mark.startswith("file: "):
            options["caption"] = mark.removeprefix("file: ")
        yield Block(language, "\n".join(inner), options.get("caption"), mark, start)


def sections(page: Path, level: int = 2) -> dict[str, str]:
    """Split a page at its headings of one level; what stands before the first has an empty heading."""
    mark = "#" * level + " "
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in page.read_text("utf-8").splitlines():
        if line.startswith(mark):
            heading = line.removeprefix(mark)
            found[heading] = []
        else:
            found[heading].append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}


def heading_of(page: Path) -> str:
    """Return the title of a page."""
    return next(line[2:] for line in page.read_text("utf-8").splitlines() if line.startswith("# "))


def code_words(text: str) -> set[str]:
    """List the words that stand in code, in the line or in a block."""
    in_blocks = re.findall(r"```[^\n]*\n(.*?)```", text, flags=re.DOTALL)
    in_lines = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return {word for code in in_blocks + in_lines for word in re.findall(r"[A-Za-z_][A-Za-z0-9_-]*", code)}
