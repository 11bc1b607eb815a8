"""Find wording that claims more than its basis bears.

That is: likelihood mixed with confidence, computed shares dressed as chances, and verdicts. Words inside quotation
marks are somebody else's and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "Rule", "lint"]

Rule = Literal["likelihood-with-confidence", "likelihood-of-computed", "percentage-as-probability", "verdict"]

_REMEDIES: dict[Rule, str] = {
    "likelihood-with-confidence": "put how likely it is and how confident you are into two sentences",
    "likelihood-of-computed": "say in what share of model variants it holds, or cite the analyst whose judgement it is",
    "percentage-as-probability": "write that it holds in so many per cent of model variants",
    "verdict": "set out the options with their risks and leave the choice to the reader",
}

_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»")
# A full stop ends a sentence unless it follows a single capital (U.S.) or a common abbreviation.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!e\.g)(?<!i\.e)(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bNo)(?<!\bcf)[.!?]+[”\"')\]]*(?=\s)|\n\s*\n"
)

_LIKELIHOOD = re.compile(
    r"\b(?:(?:very|highly|most|more|less|quite|rather)\s+)?(?:un)?likely\b"
    r"|\b(?:(?:very|highly|most|more|less|quite)\s+)?(?:im)?probabl[ey]\b"
    r"|\b(?:almost|nearly|virtually)\s+certain(?:ly)?\b"
    r"|\balmost\s+no\s+chance\b"
    r"|\bremote\s+(?:chance|possibility)\b"
    r"|\b(?:roughly\s+)?even\s+(?:chance|odds)\b|\broughly\s+even\b",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"(?<!\bno )(?<!\bno-)(?<!\bvote of )(?<!\bmutual )(?<!\bself-)"
    r"\b(?:(?:low|moderate|medium|high)(?:\s+to\s+(?:moderate|high))?\s+)?confiden(?:ce|t|tly)\b"
    r"(?![-\s]+(?:build|vote|interval))",
    re.IGNORECASE,
)
_NUMBER = r"\d+(?:[.,]\d+)?(?:\s*[-–]\s*\d+(?:[.,]\d+)?)?\s*(?:%|per\s?cent|percent)"
_CHANCE = re.compile(
    rf"{_NUMBER}\s+(?:chances?|probability|likelihood|odds|certain|sure|confident)\b"
    rf"|\b(?:chances?|probability|likelihood|odds)\s+(?:of|is|are|at)\s+(?:about\s+|around\s+|roughly\s+)?{_NUMBER}"
    r"|\bprobabilit(?:y|ies)\b|(?<!maximum )\blikelihood\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\bthe\s+(?:right\s+|only\s+)?(?:answer|solution)\s+is\b"
    r"|(?<!\ba )(?<!-)\bmust\b(?!-)|\bthe\s+only\s+way\b|\bproves\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One wording to put right.

    Parameters
    ----------
    rule
        Which rule it breaks.
    found
        The words, as they stand.
    start, end
        Where they stand, in characters from 0, ``end`` not included.
    remedy
        What to do instead.
    """

    rule: Rule
    found: str
    start: int
    end: int
    remedy: str


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        yield start, stop.end()
        start = stop.end()
    yield start, len(text)


def lint(text: str, *, computed: bool) -> tuple[Finding, ...]:
    """Find wording that claims more than its basis bears.

    Parameters
    ----------
    text
        Prose of one or more sentences.
    computed
        Whether it reports what a model computed, such as a share of variants, and not an analyst's judgement.

    Returns
    -------
    tuple of Finding
        In the order of the text; empty if nothing was found.

    Examples
    --------
    >>> [(one.rule, one.found) for one in lint("A freeze is very likely in the model.", computed=True)]
    [('likelihood-of-computed', 'very likely')]
    >>> lint("Confidence-building measures are likely to help.", computed=False)
    ()
    """
    # Quoted words are blanked, not cut, so that offsets stay true.
    own = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    spans: list[tuple[int, int, Rule]] = []
    for start, end in _sentences(own):
        if _LIKELIHOOD.search(own, start, end):
            spans += [(*one.span(), "likelihood-with-confidence") for one in _CONFIDENCE.finditer(own, start, end)]
    if computed:
        spans += [(*one.span(), "likelihood-of-computed") for one in _LIKELIHOOD.finditer(own)]
        spans += [(*one.span(), "percentage-as-probability") for one in _CHANCE.finditer(own)]
    spans += [(*one.span(), "verdict") for one in _VERDICT.finditer(own)]
    return tuple(Finding(rule, text[start:end], start, end, _REMEDIES[rule]) for start, end, rule in sorted(spans))
