"""Holding citations against the texts that are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goodoffices.case.anchoring import find_quote, verify_locator
from goodoffices.case.checks import Path, Problem, walk
from goodoffices.case.citations import Anchor, Citation, Judgement, Locator, Pinpoint, Quote
from goodoffices.case.model import Case
from goodoffices.errors import QuoteError

__all__ = ["Verification", "bears_out_any", "verify"]


@dataclass(frozen=True)
class Verification:
    """What became of the citations of a case.

    Attributes
    ----------
    verified
        How many anchors were found in their text.
    without_text
        How many point into a source whose text is not here, for each source.
    judgements
        How many are the analyst's own.
    failures
        Anchors that their text does not bear out.
    """

    verified: int
    without_text: Mapping[str, int]
    judgements: int
    failures: tuple[Problem, ...]

    @property
    def not_verified(self) -> int:
        """How many anchors have no text here."""
        return sum(self.without_text.values())


def verify(case: Case, texts: Mapping[str, str]) -> Verification:
    """Look every anchor up in the text of its source.

    Parameters
    ----------
    texts
        The texts that are here, by the name of their source.

    Returns
    -------
    Verification
        Anchors without a text are counted, never passed over.
    """
    verified, judgements = 0, 0
    without: dict[str, int] = {}
    failures: list[Problem] = []
    for path, source, anchor in _anchors(case):
        text = texts.get(source)
        if isinstance(anchor, Judgement):
            judgements += 1
        elif text is None or isinstance(anchor, Pinpoint):
            without[source] = without.get(source, 0) + 1
        elif failure := _failure(text, anchor):
            failures.append(Problem((*path, source), failure))
        else:
            verified += 1
    return Verification(verified, without, judgements, tuple(failures))


def bears_out_any(case: Case, source: str, text: str) -> bool:
    """Say whether a text bears out at least one citation of a source: then it is that source, or a copy of it."""
    return any(
        cited == source and isinstance(anchor, Quote | Locator) and _failure(text, anchor) is None
        for _, cited, anchor in _anchors(case)
    )


def _anchors(case: Case) -> Iterator[tuple[Path, str, Anchor]]:
    for path, part in walk(case):
        if isinstance(part, Citation):
            for source, anchor in part.anchors():
                yield path, source, anchor


def _failure(text: str, anchor: Quote | Locator) -> str | None:
    try:
        if isinstance(anchor, Quote):
            find_quote(text, anchor)
        else:
            verify_locator(text, anchor)
    except QuoteError as error:
        return str(error)
    return None
