"""When two names, offices or dates count as the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from goodoffices.case.dates import parse_when
from goodoffices.errors import DateError

__all__ = ["folded", "names_in_common", "person_likeness", "same_date", "same_office"]

_ASIDE = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*", re.UNICODE)
_SLIGHT = frozenset({"the", "of", "for", "and", "a", "an", "s", "to"})


def folded(name: str) -> tuple[str, ...]:
    r"""Break a name into words that can be compared: no case, accents, full stops, asides or article.

    Examples
    --------
    >>> folded("the U.S. (America)")
    ('us',)
    >>> folded("Jo\\_Doe")
    ('jo', 'doe')
    """
    plain = unicodedata.normalize("NFKD", _ASIDE.sub(" ", name)).replace("’", "'").replace("'s", " ")
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word.replace(".", "").casefold() for word in _WORD.findall(bare)]
    return tuple(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def names_in_common(some: Iterable[str], others: Iterable[str]) -> int:
    """Count the names that two sets of names have in common.

    Examples
    --------
    >>> names_in_common(["the United States", "U.S."], ["US", "America"])
    1
    """
    mine, theirs = ({folded(name) for name in names} - {()} for names in (some, others))
    return len(mine & theirs)


def person_likeness(some: Iterable[str], others: Iterable[str]) -> int:
    """Say how alike the names of two people are, from 0 for not at all.

    A name in common counts most; then one name that holds another; then the same last word, as a family name.

    Examples
    --------
    >>> person_likeness(["Mr. Doe"], ["Jo Doe"]), person_likeness(["Roe"], ["Jo Doe"])
    (1, 0)
    """
    mine, theirs = ({folded(name) for name in names} - {()} for names in (some, others))
    best = 100 * len(mine & theirs)
    for one in mine:
        for other in theirs:
            if set(one) <= set(other) or set(other) <= set(one):
                best = max(best, 10 * min(len(one), len(other)))
            elif one[-1] == other[-1]:
                best = max(best, 1)
    return best


def same_office(found: str, right: Iterable[str], parties: Iterable[str]) -> bool:
    """Say whether an office is one of those that are right, the names of parties in it set aside.

    Examples
    --------
    >>> same_office("Minister of Water", ["Upstream Water Minister"], ["Upstream"])
    True
    """
    slight = _SLIGHT.union(*(set(folded(party)) for party in parties))
    mine = set(folded(found)) - slight
    wanted = [set(folded(one)) - slight for one in right]
    return any(one <= mine if one else mine == one for one in wanted)


def same_date(found: str | None, right: Iterable[str | None]) -> bool:
    """Say whether a date is one of those that are right; one with an open beginning counts as none.

    A stretch of time is right where it lies within the date that is right, and none of its ends is closer to a day than
    the text says.

    Examples
    --------
    >>> same_date("2020-05", ["2020-05"]), same_date("../2020-05-01", [None]), same_date("2020", ["2020-05"])
    (True, True, False)
    """
    wanted = list(right)
    if found is None or found.startswith(("..", "/")):
        return None in wanted or any(one and one.startswith(("..", "/")) for one in wanted)
    return any(one is not None and (found == one or _within(found, one)) for one in wanted)


def _within(found: str, right: str) -> bool:
    try:
        inner, outer = parse_when(found), parse_when(right)
    except DateError:
        return False
    if not inner.is_interval:
        return inner.earliest == outer.earliest and inner.latest == outer.latest
    return bool(
        inner.earliest
        and inner.latest
        and outer.earliest
        and outer.latest
        and outer.earliest <= inner.earliest
        and inner.latest <= outer.latest
    )
