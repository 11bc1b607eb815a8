"""From a stretch of a text to the citation that finds it again: its exact words, or a locator."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from typing import Any

from goodoffices.case.anchoring import Span, blocks, digest, find_quote, verify_locator
from goodoffices.case.citations import Locator, Quote
from goodoffices.errors import QuoteError

__all__ = ["Citing"]

_LONGEST = 4_000
_CONTEXT = 400
_MOST = 200
_WORD = re.compile(r"\S*\w\S*")


class Citing:
    """Cites stretches of one text.

    Parameters
    ----------
    text
        The text of the source.
    locators
        True to give none of its words away, for a text that may not be redistributed.

    Examples
    --------
    >>> Citing("It would wait. It would wait, it said.").anchor(Span(3, 13))
    {'exact': 'would wait', 'suffix': '. It'}
    """

    def __init__(self, text: str, *, locators: bool = False) -> None:
        self.text = text
        self._locators = locators
        self._blocks = blocks(text)
        self._starts = [block.start for block in self._blocks]

    def anchor(self, span: Span) -> str | dict[str, Any] | None:
        """Cite a stretch, as a case file has it; None if there is nothing in it, or no anchor finds it."""
        span = self._trimmed(span)
        if span.start >= span.end:
            return None
        if self._locators or span.end - span.start > _LONGEST:
            return self._locator(span)
        for form in self._forms(span):
            if self._found(form) == span:
                return form if set(form) > {"exact"} else form["exact"]
        return self._locator(span)

    def place(self, anchor: Any) -> Span | None:
        """Say where an anchor as a case file has it points; None if that is nowhere, or not one place."""
        if isinstance(anchor, dict) and "para" in anchor:
            try:
                return verify_locator(self.text, Locator(**anchor))
            except (QuoteError, ValueError):
                return None
        return self._found({"exact": anchor} if isinstance(anchor, str) else anchor)

    def _found(self, form: Any) -> Span | None:
        try:
            return find_quote(self.text, Quote(**form))
        except (QuoteError, TypeError, ValueError):
            return None

    def _trimmed(self, span: Span) -> Span:
        words = self.text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, max(start, span.start + len(words.rstrip())))

    def _forms(self, span: Span) -> Iterator[dict[str, str]]:
        """Go through anchors that may find a stretch: on one line, as it stands, with the least context it takes."""
        words = self.text[span.start : span.end]
        line = " ".join(words.split())
        if line != words:
            yield {"exact": line}
        others = self._elsewhere(span, words)
        if not others:
            yield from [] if others is None else [{"exact": words}]
            return
        before, after = self.text[max(0, span.start - _CONTEXT) : span.start], self.text[span.end : span.end + _CONTEXT]
        heads = [before[match.start() :] for match in _WORD.finditer(before)][::-1]
        tails = [after[: match.end()] for match in _WORD.finditer(after)]
        sides = [({"suffix": tail}, {"prefix": head}) for tail, head in zip_longest(tails, heads)]
        either = (side for pair in sides for side in pair if None not in side.values())
        both = ({"prefix": head, "suffix": tail} for head, tail in zip(heads, tails, strict=False))
        telling = (
            context
            for context in chain(either, both)
            if not any(self._alike(at, len(words), **context) for at in others)
        )
        yield from ({"exact": words} | context for context in islice(telling, 1))

    def _elsewhere(self, span: Span, words: str) -> list[int] | None:
        """List the other places of the same words; None where they are too many to tell apart."""
        found: list[int] = []
        at = self.text.find(words)
        while at >= 0 and len(found) <= _MOST:
            found += [at] if at != span.start else []
            at = self.text.find(words, at + 1)
        return found if len(found) <= _MOST else None

    def _alike(self, at: int, length: int, prefix: str = "", suffix: str = "") -> bool:
        """Say whether the words at a place have a context, white space next to them set aside."""
        room = _CONTEXT * 2
        before, after = self.text[max(0, at - room) : at], self.text[at + length : at + length + room]
        return before.rstrip().endswith(prefix.rstrip()) and after.lstrip().startswith(suffix.lstrip())

    def _locator(self, span: Span) -> dict[str, Any] | None:
        number = bisect_right(self._starts, span.start) - 1
        if number < 0 or span.end > self._blocks[number].end:
            return None
        start = self._blocks[number].start
        words = self.text[span.start : span.end]
        return {"para": number + 1, "start": span.start - start, "end": span.end - start, "sha256": digest(words)}
