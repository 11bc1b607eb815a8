"""Finding words in a text, exactly, and saying where they stand.

Offsets are Unicode code points of the text as it is; folding is done on copies that remember where each character came
from.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.case.citations import Locator, Quote
from goodoffices.errors import QuoteError

__all__ = ["Span", "blocks", "digest", "find_quote", "locate", "verify_locator"]

_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"'}
)
_LONG = 2_000
_BLANK = re.compile(r"\n[ \t\r\f\v]*\n\s*")


@dataclass(frozen=True)
class Span:
    """A stretch of a text: characters ``start`` to ``end``, half open."""

    start: int
    end: int


def digest(words: str) -> str:
    """Return the SHA-256 of words in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(words.encode()).hexdigest()


def find_quote(text: str, quote: Quote) -> Span:
    """Find the one place where a quotation stands.

    First exactly; then with straight and curly quotation marks alike; then with any white space alike.

    Parameters
    ----------
    text
        The text of the source.
    quote
        The words, with as much context as it takes to make the place unique.

    Returns
    -------
    Span
        In code points of ``text``.

    Raises
    ------
    QuoteError
        If the words stand nowhere, or in several places; says what to do.

    References
    ----------
    W3C (2017), *Web Annotation Data Model*, section 4.2.4, Text Quote Selector.

    Examples
    --------
    >>> find_quote("He said “yes”.", Quote(exact='"yes"'))
    Span(start=8, end=13)
    """
    for fold in (_as_is, _fold_quotes, _fold_space):
        folded, origin = fold(text)
        words, prefix, suffix = (fold(part or "")[0] for part in (quote.exact, quote.prefix, quote.suffix))
        if fold is _fold_space:
            words = words.strip()
        if not words:
            break
        places = [
            at
            for at in _occurrences(folded, words)
            if _follows(folded, at, prefix.rstrip()) and _precedes(folded, at + len(words), suffix.lstrip())
        ]
        if len(places) > 1:
            raise QuoteError(
                f"found {_short(quote.exact)} in {len(places)} places, expected one; "
                "write {exact: …, prefix: …, suffix: …} with the words around it"
            )
        if places:
            return Span(origin[places[0]], origin[places[0] + len(words) - 1] + 1)
    raise QuoteError(f"did not find {_short(quote.exact)} in the text{_nearest(text, quote.exact)}")


@lru_cache(maxsize=4)
def blocks(text: str) -> tuple[Span, ...]:
    r"""Find the blocks of a text: stretches between blank lines, without the white space around them.

    Examples
    --------
    >>> [("one\n\ntwo"[span.start:span.end]) for span in blocks("one\n\ntwo")]
    ['one', 'two']
    """
    found, at = [], 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        stretch = text[at:end]
        if stretch.strip():
            lead = len(stretch) - len(stretch.lstrip())
            found.append(Span(at + lead, at + len(stretch.rstrip())))
        at = gap.end() if gap else end
    return tuple(found)


def locate(text: str, quote: Quote) -> Locator:
    r"""Turn a quotation into a locator that gives none of its words away.

    Raises
    ------
    QuoteError
        If the words are not found once, or run over a blank line.

    Examples
    --------
    >>> locate("one\n\ntwo words", Quote(exact="words")).start
    4
    """
    span = find_quote(text, quote)
    for number, block in enumerate(blocks(text), start=1):
        if block.start <= span.start and span.end <= block.end:
            start, end = span.start - block.start, span.end - block.start
            return Locator(para=number, start=start, end=end, sha256=digest(text[span.start : span.end]))
    raise QuoteError(f"found {_short(quote.exact)} across a blank line, expected words of one block; cite each block")


def verify_locator(text: str, locator: Locator) -> Span:
    """Check that the words at a locator have its digest.

    Returns
    -------
    Span
        Where the words stand in ``text``.

    Raises
    ------
    QuoteError
        If there is no such block, the block is too short, or the words are others.
    """
    spans = blocks(text)
    if locator.para > len(spans):
        raise QuoteError(f"found {len(spans)} blocks in the text, expected at least {locator.para}")
    block = spans[locator.para - 1]
    span = Span(block.start + locator.start, block.start + locator.end)
    if not span.start < span.end <= block.end:
        length = block.end - block.start
        raise QuoteError(
            f"found {length} characters in block {locator.para}, expected {locator.start} to {locator.end}"
        )
    if digest(text[span.start : span.end]) != locator.sha256:
        raise QuoteError(
            f"the words at block {locator.para}, characters {locator.start} to {locator.end} are not those that were "
            "cited: the text has changed, or the locator is wrong; print a new one with 'goodoffices cite'"
        )
    return span


def _follows(text: str, at: int, prefix: str) -> bool:
    """Say whether words stand before a place, white space in between set aside."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return text.endswith(prefix, 0, at)


def _precedes(text: str, at: int, suffix: str) -> bool:
    """Say whether words stand after a place, white space in between set aside."""
    while at < len(text) and text[at].isspace():
        at += 1
    return text.startswith(suffix, at)


def _occurrences(text: str, words: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _as_is(text: str) -> tuple[str, range]:
    return text, range(len(text))


def _fold_quotes(text: str) -> tuple[str, range]:
    return text.translate(_QUOTES), range(len(text))


def _fold_space(text: str) -> tuple[str, list[int]]:
    return _fold_long(text) if len(text) > _LONG else _fold_short(text)


@lru_cache(maxsize=2)
def _fold_long(text: str) -> tuple[str, list[int]]:
    """Fold a text once, not once for each of its citations."""
    return _fold_short(text)


def _fold_short(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(text.translate(_QUOTES)):
        space = letter.isspace()
        if space and letters and letters[-1] == " ":
            continue
        letters.append(" " if space else letter)
        origin.append(at)
    return "".join(letters), origin


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else words[:57] + "…")


def _nearest(text: str, words: str) -> str:
    """Say how far the words agree with the text, so that the one wrong word is found."""
    folded, origin = _fold_space(text)
    wanted = _fold_space(words)[0].strip()
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in folded else (low, middle - 1)
    if low < 8:
        return "; is it another source, or a paraphrase?"
    at = folded.find(wanted[:low])
    line = text.count("\n", 0, origin[at]) + 1
    there = folded[at + low : at + low + 20]
    return f"; it agrees up to {wanted[:low][-20:]!r} (line {line}), where the text goes on {there!r}"
