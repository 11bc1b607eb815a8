"""A GENIUS domain as what is to be settled, exactly, and as a case, in whose form everything else reads it.

The first keeps the names and the numbers of the files. A case holds names in letters, digits and dashes and numbers in
decimals: there names are made, the words of the files stand beside them, and a share such as 1/3 is rounded to a float.
"""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from goodoffices.case import Case
from goodoffices.case.base import MAX_NAME, NAME_PATTERN
from goodoffices.case.expressions import And, Expression, Not, Option, Or
from goodoffices.errors import CaseError, LimitError
from goodoffices.store.genius import read_domain
from goodoffices.store.genius_domain import Domain, Profile, Rectangle, words

if TYPE_CHECKING:
    from goodoffices.settle import Problem as Settlement

__all__ = ["case_of_domain", "problem_from_genius", "problem_of"]

MAX_MENTIONS = 2_000_000
_RESERVED = {"not", "never", "requires", "excludes", "iff", "if", "and", "or", "analyst"}
_LONGEST_CONDITION = 4_000
_LONGEST_MADE = 60
Chosen = dict[int, frozenset[int]]
"""For some issues, by position, the positions of the options that are meant."""


def problem_from_genius(path: str | os.PathLike[str]) -> Settlement:
    """Read a GENIUS domain as what is to be settled.

    Parameters
    ----------
    path
        Its folder, or the file in it that lists the issues.

    Returns
    -------
    goodoffices.settle.Problem
        See :func:`problem_of`.

    Raises
    ------
    CaseError
        See :func:`goodoffices.store.read_domain`.
    """
    return problem_of(read_domain(path))


def problem_of(domain: Domain) -> Settlement:
    """Put a domain into whole numbers, with nothing rounded.

    A utility is the sum over issues of the weight's share in all weights times the evaluation's share in the largest of
    its issue; with rectangles, the sum of those a package lies in, divided by what the profile calls the most. It runs
    from 0 to 1. A reservation value that is not given is 0. Discount factors are not used.

    Parameters
    ----------
    domain
        As read from the files.

    Returns
    -------
    goodoffices.settle.Problem
        Parties are called by the names of their files, issues and options as in the domain. What a rectangle over one
        issue is worth is counted with its options; the others are terms.

    Raises
    ------
    LimitError
        If rectangles name more options than this machine should hold.
    """
    from goodoffices.settle import Problem, Term  # noqa: PLC0415 - whoever reads other cases need not wait for it
    from goodoffices.settle.exactness import whole_numbers  # noqa: PLC0415 - likewise

    width = len(domain.profiles)
    tables = [[[Fraction(0)] * width for _ in issue.options] for issue in domain.issues]
    extra: list[list[Fraction]] = [[profile.reserve] for profile in domain.profiles]
    trees: list[list[Expression]] = [[] for _ in domain.profiles]
    spans = _Spans(domain)
    for one, profile in enumerate(domain.profiles):
        for k, row in enumerate(profile.values):
            for j, worth in enumerate(row):
                tables[k][j][one] += worth
        everywhere = Fraction(0)
        for rectangle, chosen in spans.counted(profile):
            worth = rectangle.worth / (profile.most or 1)
            if len(chosen) > 1:
                extra[one].append(worth)
                trees[one].append(spans.tree(chosen, inside=rectangle.inside))
                continue
            everywhere += worth if not (chosen and rectangle.inside) else 0
            for k, options in chosen.items():
                for j in options:
                    tables[k][j][one] += worth if rectangle.inside else -worth
        for row_of_first in tables[0] if everywhere else ():
            row_of_first[one] += everywhere
    values, whole, units = whole_numbers(tables, extra)
    return Problem(
        domain.parties,
        tuple(issue.name for issue in domain.issues),
        tuple(issue.options for issue in domain.issues),
        values,
        units,
        tuple(row[0] for row in whole),
        terms=tuple(
            Term(one, worth, tree)
            for one, row in enumerate(whole)
            for worth, tree in zip(row[1:], trees[one], strict=True)
        ),
        divisible=(False,) * len(domain.issues),
    )


class _Spans:
    """Finds which options lie within the bounds of rectangles; counts them, so that they do not fill the memory."""

    def __init__(self, domain: Domain) -> None:
        self.label = domain.label
        self.options = [[Option(issue.name, option) for option in issue.options] for issue in domain.issues]
        self.order: list[list[tuple[Fraction, int]]] = [
            sorted(zip(issue.numbers or (), range(len(issue.options)), strict=False)) for issue in domain.issues
        ]
        self.mentions = 0

    def counted(self, profile: Profile) -> Iterator[tuple[Rectangle, Chosen]]:
        """Go through the rectangles that ever count, each with the options that are within its bounds.

        Issues of which every option is within bounds are left out; where none is left the rectangle counts everywhere.
        """
        for rectangle in profile.rectangles:
            chosen: Chosen = {}
            for k, low, high in rectangle.bounds:
                own = self.within(k, low, high)
                if own is not None:
                    chosen[k] = own & chosen.get(k, own)
            if not rectangle.worth:
                continue
            if all(chosen.values()) and (chosen or rectangle.inside):
                yield rectangle, chosen
            elif chosen and not rectangle.inside:
                yield replace(rectangle, inside=True), {}

    def within(self, k: int, low: Fraction, high: Fraction) -> frozenset[int] | None:
        """List the options of an issue that are within bounds; None if all of them are."""
        order = self.order[k]
        first, last = bisect_left(order, (low, -1)), bisect_left(order, (high, len(order)))
        if last - first == len(order):
            return None
        self.mentions += last - first
        if self.mentions > MAX_MENTIONS:
            message = f"found rectangles that span more than {MAX_MENTIONS:,} options, expected fewer"
            raise LimitError(f"{self.label}: {message}; make the ranges of the issues shorter")
        return frozenset(j for _, j in order[first:last])

    def tree(self, chosen: Chosen, *, inside: bool) -> Expression:
        """Say that every issue has one of the options that are within bounds, or that one has not."""
        parts = And(tuple(_either([self.options[k][j] for j in sorted(own)]) for k, own in chosen.items()))
        return parts if inside else Not(parts)


def _either(options: Sequence[Option]) -> Expression:
    return options[0] if len(options) == 1 else Or(tuple(options))


def case_of_domain(domain: Domain) -> Case:
    """Put a domain into the form of a case.

    Parameters
    ----------
    domain
        As read from the files.

    Returns
    -------
    Case
        With ``issues`` and ``positions``. Names that a case cannot hold are made into such that it can; the words of
        the files are what options and issues ``say``. Numbers are floats: for exact ones see :func:`problem_of`.

    Raises
    ------
    CaseError
        If something has no place in a case, such as a combination that takes more words than an expression may have.
    """
    parties = _names(domain.parties, "party")
    topics = _names([issue.name for issue in domain.issues], "issue")
    options = [_names(issue.options, "option", digits=True) for issue in domain.issues]
    discounts = [words(str(float(one.discount))) for one in domain.profiles if one.discount not in {None, 1}]
    note = f"Read from the GENIUS domain {words(domain.name) or 'of this folder'}."
    if discounts:
        note += f" Its discount factors ({', '.join(discounts)}) are not used."
    plain = {
        "case": _names([domain.name], "domain")[0],
        "title": words(domain.name) or "A GENIUS domain",
        "as_of": domain.day.isoformat(),
        "note": note,
        "parties": {
            party: {"name": words(profile.party) or party, "kind": "other", "role": "principal"}
            for party, profile in zip(parties, domain.profiles, strict=True)
        },
        "issues": {
            topic: {"say": issue.name, "options": dict(zip(options[k], issue.options, strict=True))}
            for k, (topic, issue) in enumerate(zip(topics, domain.issues, strict=True))
        },
        "positions": {
            party: _position(domain, profile, topics, options)
            for party, profile in zip(parties, domain.profiles, strict=True)
        },
    }
    try:
        return Case.model_validate(plain)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        message = f"{where}: {error.errors()[0]['msg']}; 'goodoffices settle' reads the domain itself"
        raise CaseError(f"{domain.label}: this has no place in a case: {message}") from None


def _position(
    domain: Domain, profile: Profile, topics: Sequence[str], options: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """Write what a party makes of the issues as a case has it."""
    given = "its reservation value" if profile.reservation is not None else "no reservation value is given"
    position: dict[str, Any] = {
        "reserve": {"value": float(profile.reserve), "cite": {"analyst": f"{given} in {profile.file}"}},
        "cite": {"analyst": f"the profile {profile.file}"},
    }
    if profile.most is None:
        # Weights are relative: taking the same power of ten from all of them leaves decimals as they are.
        power = max(len(str(int(max(profile.weights)))), 1) if max(profile.weights) > 1 else 0
        return position | {
            "weights": {
                topic: float(weight / 10**power) for topic, weight in zip(topics, profile.weights, strict=True)
            },
            "values": {topic: list(map(float, row)) for topic, row in zip(topics, profile.shares, strict=True)},
        }
    return position | {
        "weights": {topics[0]: 1.0},
        "values": {topics[0]: [0.0] * len(options[0])},
        "terms": [
            {
                "when": _condition(domain, profile, rectangle, _written(chosen, topics, options)),
                "worth": float(rectangle.worth / profile.most),
            }
            for rectangle, chosen in _Spans(domain).counted(profile)
        ],
    }


def _written(chosen: Chosen, topics: Sequence[str], options: Sequence[Sequence[str]]) -> str:
    """Write the options that are within bounds as an expression; by those that are not where these are fewer."""
    parts = []
    for k, own in (chosen or {0: frozenset(range(len(options[0])))}).items():
        rest = frozenset(range(len(options[k]))) - own
        turned = 0 < len(rest) < len(own)
        named = " | ".join(f'{topics[k]}."{options[k][j]}"' for j in sorted(rest if turned else own))
        parts.append(f"not ({named})" if turned else f"({named})")
    return " & ".join(parts)


def _condition(domain: Domain, profile: Profile, rectangle: Rectangle, text: str) -> str:
    whole = text if rectangle.inside else f"not ({text})"
    if len(whole) > _LONGEST_CONDITION:
        message = f"found a rectangle that takes {len(whole):,} letters as an expression, expected at most"
        where = f"{domain.label}/{profile.file}:{rectangle.line}"
        raise CaseError(f"{where}: {message} {_LONGEST_CONDITION:,}; 'goodoffices settle' reads the domain itself")
    return whole


def _names(texts: Sequence[str], kind: str, *, digits: bool = False) -> list[str]:
    """Make names that a case can hold, all different and as near to the texts as can be.

    A text that is such a name stays, so that what is made of its neighbours never takes it away.
    """
    pattern = r"[A-Za-z0-9_-]+" if digits else NAME_PATTERN
    kept = {text for text in texts if re.fullmatch(pattern, text) and len(text) <= MAX_NAME} - _RESERVED
    taken, names = set(kept), []
    counts: Counter[str] = Counter()
    for k, text in enumerate(texts, start=1):
        if text in kept:
            kept.remove(text)  # whoever is called the same after it has to be told from it
            names.append(text)
            continue
        letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^A-Za-z0-9_]+", "-", letters).strip("-_")
        if not stem or not re.fullmatch(pattern, stem):
            stem = f"{kind}-{stem or k}"
        name = stem = stem[:_LONGEST_MADE].rstrip("-_")
        while name in taken or name in _RESERVED:
            counts[stem] += 1
            name = f"{stem}-{counts[stem] + 1}"
        taken.add(name)
        names.append(name)
    return names
