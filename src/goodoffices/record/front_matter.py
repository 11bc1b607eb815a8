"""What stands before a text about the text: keys and values between lines of dashes, or mail-like header lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from goodoffices.case.anchoring import Span
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Words

__all__ = ["FrontMatter", "read_front_matter"]

# Nobody has so much front matter; a line of dashes further down is a line of dashes.
_LONGEST = 20_000
_FENCED = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<inner>.*?)\n(?P=fence)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w.: -]{0,30}?)[\"']?[ \t]*[:=][ \t]*(?P<value>\S.*?)?[ \t]*\r?$", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>\S.*?)[ \t]*\r?$", re.MULTILINE)
_HEADER = re.compile(r"(?:\*\*)?(?P<key>[A-Za-z][A-Za-z ]{1,20}?)(?:\*\*)?:(?:\*\*)?[ \t]+(?P<value>\S.*?)[ \t]*\r?\n")


@dataclass(frozen=True)
class FrontMatter:
    """The front matter of a text.

    Attributes
    ----------
    end
        Where it ends; 0 if there is none.
    values
        By key in lower case, in the order of the text; each value without quotation marks.
    """

    end: int = 0
    values: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)

    def first(self, keys: tuple[str, ...]) -> Words | None:
        """Return the value of the first of some keys that is there."""
        return next((self.values[key][0] for key in keys if self.values.get(key)), None)

    def all(self, keys: tuple[str, ...]) -> tuple[Words, ...]:
        """Return the values of the first of some keys that is there."""
        return next((self.values[key] for key in keys if self.values.get(key)), ())


def read_front_matter(text: str, lexicon: Lexicon) -> FrontMatter:
    r"""Read the front matter of a text, if it has any.

    Parameters
    ----------
    text
        The whole text.
    lexicon
        Its topic ``layout``: which keys mark header lines that stand between no dashes.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> found = read_front_matter("---\ntitle: 'A river'\n---\nIt flows.", read_lexicon())
    >>> found.end, found.values["title"][0].words
    (25, 'A river')
    """
    fenced = _FENCED.match(text, 0, _LONGEST)
    if fenced:
        return FrontMatter(fenced.end(), _collected(_pairs(text, fenced.start("inner"), fenced.end("inner"))))
    return _headers(text, frozenset(lexicon.words("layout", "header_keys")))


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[str, Words]]:
    """Go through keys and values; a list under a key gives it several."""
    key = ""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        pair, item = _PAIR.match(text, at, stop), _ITEM.match(text, at, stop)
        if item and key:
            yield key, _unquoted(text, *item.span("value"))
        elif pair:
            key = pair["key"].strip().lower()
            if pair["value"]:
                yield from ((key, words) for words in _values(text, *pair.span("value")))
        at = stop + 1


def _values(text: str, start: int, end: int) -> Iterator[Words]:
    """Split a list in brackets; leave anything else whole."""
    if not (text[start] == "[" and text[end - 1] == "]"):
        yield _unquoted(text, start, end)
        return
    for part in re.finditer(r"[^,\[\]]+", text[start:end]):
        if part.group().strip():
            yield _unquoted(text, start + part.start(), start + part.end())


def _unquoted(text: str, start: int, end: int) -> Words:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if end - start > 1 and text[start] in "\"'" and text[end - 1] == text[start]:
        start, end = start + 1, end - 1
    return Words(text[start:end], Span(start, end))


def _headers(text: str, keys: frozenset[str]) -> FrontMatter:
    """Read lines such as "Date: 3 May 2019" at the very top; two of them at least."""
    pairs: list[tuple[str, Words]] = []
    at = len(text) - len(text.lstrip())
    while (match := _HEADER.match(text, at, _LONGEST)) and match["key"].strip().lower() in keys:
        pairs.append((match["key"].strip().lower(), _unquoted(text, *match.span("value"))))
        at = match.end()
    return FrontMatter(at, _collected(iter(pairs))) if len(pairs) > 1 else FrontMatter()


def _collected(pairs: Iterator[tuple[str, Words]]) -> dict[str, tuple[Words, ...]]:
    values: dict[str, tuple[Words, ...]] = {}
    for key, words in pairs:
        if words.words:
            values[key] = (*values.get(key, ()), words)
    return values
