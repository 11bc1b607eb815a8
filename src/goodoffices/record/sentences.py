"""Sentences of the blocks that are read: "U.S." ends none, and a line that was wrapped is no end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Layout, Sentence, Span

__all__ = ["READ_KINDS", "cut", "split"]

READ_KINDS = frozenset({"paragraph", "caption"})

_CLOSING = "\"'”’»)\\]*_"
_OPENING = "\"'“‘«„([*_—–-"
# A mark, the quotation marks and footnotes that close after it, and white space; or none, where it was lost.
_END = re.compile(
    rf"""(?P<mark>[.!?…]+(?:[ \u00a0]\.){{0,3}})(?P<close>[{_CLOSING}]*(?:\[\d{{1,3}}\])*)
        (?:(?=(?P<space>\s+)(?P<open>[{_OPENING}]*)(?P<next>\w[\w’'.-]{{0,80}}))
        |(?<=[a-z]{{2}}\.)(?=(?P<lost>[A-Z][a-z]+\s)))""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[\w.’'-]+$")
_NUMBERED = re.compile(r"(?:\A|[;:\n]\s*)\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})$")
# Words that may decide about a full stop stand this near before it.
_NEAR = 60
# What is longer is no sentence, and is cut at a blank so that nothing takes long over it.
_LONGEST = 4_000


@dataclass(frozen=True)
class _Rules:
    titles: frozenset[str]
    before_numbers: frozenset[str]
    abbreviations: frozenset[str]
    clock: frozenset[str]
    after_clock: frozenset[str]
    starters: frozenset[str]
    attribution: re.Pattern[str]


def split(layout: Layout, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """Split the paragraphs and captions into sentences, in the order of the text.

    Parameters
    ----------
    layout
        Its blocks; headings, boilerplate and front matter have no sentences.
    lexicon
        Its topic ``sentences``.

    Returns
    -------
    tuple of Sentence
        Together they hold every character of the blocks that is no white space; none overlaps another.

    Examples
    --------
    >>> from goodoffices.record.parts import Block
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> text = "He went to the U.S. Embassy. She did not."
    >>> layout = Layout(text, (Block(Span(0, len(text)), "paragraph"),))
    >>> [layout.of(sentence.span) for sentence in split(layout, read_lexicon())]
    ['He went to the U.S. Embassy.', 'She did not.']
    """
    return tuple(
        Sentence(span, number)
        for number, block in enumerate(layout.blocks)
        if block.kind in READ_KINDS
        for span in cut(layout.text, block.span, lexicon)
    )


def cut(text: str, span: Span, lexicon: Lexicon) -> Iterator[Span]:
    """Cut one stretch of a text into sentences.

    Parameters
    ----------
    span
        Without white space around it.
    """
    rules = _rules(lexicon)
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        end = match.end("close")
        if _ends(text, Span(start, span.end), match, rules):
            yield from _short_enough(text, start, end)
            start = end + len(match["space"] or "")
    yield from _short_enough(text, start, span.end)


def _short_enough(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut what is too long at its blanks; neither end of the stretch is one."""
    while end - start > _LONGEST:
        limit = start + _LONGEST
        at = next((at for at in range(limit, start + _LONGEST // 2, -1) if text[at].isspace()), limit)
        yield Span(start, start + len(text[start:at].rstrip()))
        start = at
        while text[start].isspace():
            start += 1
    yield Span(start, end)


def _ends(text: str, span: Span, match: re.Match[str], rules: _Rules) -> bool:
    """Tell whether a sentence that begins with the span ends at a mark."""
    if match["lost"]:
        return not text[: match.start()].endswith("www")
    if match["next"][0].islower():
        return False
    before = text[max(span.start, match.start() - _NEAR) : match.start()]
    if match["mark"] == "." and not match["close"]:
        return _dot_ends(before, match, rules, begins=match.start() - span.start <= _NEAR)
    if match["close"] and match["mark"][-1] in "!?":
        return not rules.attribution.match(text, match.end("space"), span.end)
    return bool(before.strip())


def _dot_ends(before: str, match: re.Match[str], rules: _Rules, *, begins: bool) -> bool:
    numbered = _NUMBERED.search(before)
    if numbered and (begins or numbered.start() > 0):
        return False
    found = _WORD_BEFORE.search(before)
    word = found.group().rpartition("’")[2] if found else ""
    following = match["next"].rstrip(".'’-")
    if word in rules.titles or (following[0].isdigit() and word in rules.before_numbers):
        return False
    if word.lower() in rules.clock:
        return following not in rules.after_clock
    if word in rules.abbreviations or _initials(word):
        return following in rules.starters or bool(match["open"].strip("-–—*_(["))
    return True


def _initials(word: str) -> bool:
    """Tell whether a word is made of single letters and dots, such as W or U.S."""
    letters = word.split(".")
    return all(len(letter) == 1 for letter in letters) and word[0].isalpha() and word != "I"


@lru_cache(maxsize=8)
def _rules(lexicon: Lexicon) -> _Rules:
    lists = {
        name: frozenset(lexicon.words("sentences", name))
        for name in ("titles", "before_numbers", "abbreviations", "clock", "after_clock", "starters")
    }
    verbs = "|".join(map(re.escape, lexicon.words("sentences", "attribution")))
    # Up to five words of a name, the first of them with a capital, then the verb.
    attribution = re.compile(rf"(?:[A-Z][\w.’'-]*\s+){{1,5}}(?:{verbs})\b|(?:{verbs})\s+[A-Z]")
    return _Rules(**lists, attribution=attribution)
