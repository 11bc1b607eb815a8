"""A case's candidates on separate criteria, with what is known to each side, its evidence, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goodoffices.brokers.alternatives import Alternatives, Cell, Criterion
from goodoffices.brokers.arguments import claim_evidence
from goodoffices.brokers.evidence import Evidence, Subject, gather, rating_evidence, subject_of
from goodoffices.case.accepting import accepted
from goodoffices.case.estimates import Estimate
from goodoffices.case.model import Case
from goodoffices.case.record import Rated
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError
from goodoffices.mapping import interest_overlap, tie_network

__all__ = ["CRITERIA", "Profile", "alternatives_of", "check_sides", "profiles", "sides_of"]

CRITERIA = (
    "acceptability", "leverage", "will", "interest", "credibility", "access", "capacity", "cost", "spoiler_risk",
)  # fmt: skip
"""What candidates are judged on. Less cost and less spoiler risk are better, of all others more."""

_RATED = ("interest", "credibility", "access", "capacity", "cost", "spoiler_risk")
_FALLING = ("cost", "spoiler_risk")


@dataclass(frozen=True, eq=False)
class Profile:
    """A candidate between two sides, on separate criteria.

    Attributes
    ----------
    name, label : str
        The candidate's name in the case, and for a reader.
    kind : str
        State, crisis actor, organisation, person or the direct channel.
    roles : tuple of str
        Roles in which the case sees it.
    say : str or None
        What it would do.
    crisis_actor : bool
        Whether it is itself a party to the crisis.
    acceptability, leverage, will : mapping of str to Estimate or None
        For each side; None where the case says nothing.
    ratings : mapping of str to Estimate or None
        On the criteria that are not rated for each side apart.
    ties : mapping of str to (int, int)
        How many kinds of cooperative and of hostile ties it has with each side on the day of the case.
    topics : mapping of str to tuple of str
        What it wants something of, as each side does.
    evidence : tuple of Evidence
        For, against and beside, in the order of the case's sections.
    missing : tuple of str
        The criteria, or ``criterion: side``, on which the case says nothing.
    """

    name: str
    label: str
    kind: str
    roles: tuple[str, ...]
    say: str | None
    crisis_actor: bool
    acceptability: dict[str, Estimate | None]
    leverage: dict[str, Estimate | None]
    will: dict[str, Estimate | None]
    ratings: dict[str, Estimate | None]
    ties: dict[str, tuple[int, int]]
    topics: dict[str, tuple[str, ...]]
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]

    def leverage_in_use(self, side: str) -> Estimate | None:
        """Return leverage times will over a side, as bounds only; it enters no ranking.

        Returns
        -------
        Estimate or None
            None where leverage or will is missing.
        """
        strength, will = self.leverage[side], self.will[side]
        if strength is None or will is None:
            return None
        return Estimate(strength.low * will.low, strength.high * will.high)

    def cell(self, criterion: str) -> Cell:
        """Return what enters the ranking.

        Acceptability has one part for each side, known or not. Leverage, and the will to use it, have one for each
        side over which the case knows some, or one that is missing where it knows none: a side over which nothing is
        known is not taken to be the greater.
        """
        if criterion == "acceptability":
            return tuple(self.acceptability.values())
        if criterion in {"leverage", "will"}:
            known = self.leverage if criterion == "leverage" else self.will
            return tuple(one for one in known.values() if one is not None) or (None,)
        return (self.ratings[criterion],)

    def to_json(self) -> dict[str, Any]:
        """Return the profile as plain data."""
        by_side = {"acceptability": self.acceptability, "leverage": self.leverage, "will": self.will}
        return {
            "name": self.name,
            "label": self.label,
            "kind": self.kind,
            "roles": list(self.roles),
            "say": self.say,
            "crisis_actor": self.crisis_actor,
            **{key: {side: _plain(one) for side, one in values.items()} for key, values in by_side.items()},
            "leverage_in_use": {side: _plain(self.leverage_in_use(side)) for side in self.leverage},
            "ratings": {name: _plain(one) for name, one in self.ratings.items()},
            "ties": {side: {"cooperative": plus, "hostile": minus} for side, (plus, minus) in self.ties.items()},
            "topics": {side: list(names) for side, names in self.topics.items()},
            "evidence": [one.to_json() for one in self.evidence],
            "missing": list(self.missing),
        }


def _plain(one: Estimate | None) -> Any:
    return None if one is None else one.plain()


def check_sides(case: Case, between: Sequence[str]) -> tuple[str, str]:
    """Refuse sides that are not two parties of the case.

    Raises
    ------
    CaseError
        What was found, and what may have been meant.
    """
    if isinstance(between, str) or len(between) != 2:
        raise CaseError(f"found {between!r}, expected two parties between whom to broker, such as ('USA', 'PRK')")
    for side in between:
        if side not in case.parties:
            raise CaseError(
                f"found {side!r} as a side, expected a party of the case {case.case!r}"
                f"{nearest(side, list(case.parties))}"
            )
    if between[0] == between[1]:
        raise CaseError(f"found {between[0]!r} on both sides, expected two different parties")
    return between[0], between[1]


def sides_of(case: Case) -> tuple[str, str] | None:
    """Find between which two sides a case asks for a broker.

    Those that its section ``brokering`` names; else those for which candidates are rated, or else the principals, if
    they are two.

    Returns
    -------
    (str, str) or None
        None where the case leaves it open.

    Examples
    --------
    >>> import goodoffices as go
    >>> sides_of(go.read_case("korea-2017"))
    ('USA', 'PRK')
    """
    if case.brokering is not None:
        return case.brokering.between
    rated = tuple(dict.fromkeys(side for one in case.candidates.values() for side in one.acceptability))
    principals = tuple(name for name, party in case.parties.items() if party.role == "principal")
    found = rated or principals
    return (found[0], found[1]) if len(found) == 2 else None


def profiles(case: Case, between: Sequence[str]) -> tuple[Profile, ...]:
    """Judge the candidates of a case between two sides, from what is accepted; proposed entries do not count.

    Parameters
    ----------
    case : Case
        With the section ``candidates``.
    between
        The two sides, parties of the case.

    Returns
    -------
    tuple of Profile
        In file order. A candidate that is itself one of the sides is left out.

    Raises
    ------
    MissingSectionError
        If the case has no candidates.
    CaseError
        If a side is not a party of the case, or no candidate is left.

    Examples
    --------
    >>> import goodoffices as go
    >>> found = profiles(go.read_case("korea-2017"), ("USA", "PRK"))
    >>> [one.name for one in found]
    ['RUS', 'CHN', 'ROK', 'UNSG', 'SWE', 'CHE', 'direct']
    >>> found[0].leverage["PRK"], found[0].leverage["USA"]
    (Estimate(low=0.15, high=0.5, likely=0.3), Estimate(low=0.1, high=0.35, likely=0.2))
    """
    case.need("candidates")
    sides = check_sides(case, between)
    known = accepted(case)
    subjects = [subject_of(known, name, sides) for name in case.candidates]
    found = tuple(_profile(one) for one in subjects if not one.names & set(sides))
    if not found:
        raise CaseError(f"every candidate of the case {case.case!r} is one of the sides; expected a third, or 'direct'")
    return found


def alternatives_of(found: Sequence[Profile], veto: float, *, worst: bool = False) -> Alternatives:
    """Lay profiles out for the ranking.

    Parameters
    ----------
    found
        The candidates.
    veto
        The acceptability below which a side rejects a candidate.
    worst
        Whether to take the worst for all that is missing.
    """
    criteria = tuple(
        Criterion(
            name,
            rising=name not in _FALLING,
            combine="greatest" if name in {"leverage", "will"} else "least",
            least=veto if name == "acceptability" else 0.0,
        )
        for name in CRITERIA
    )
    filled = {name: Estimate(1.0, 1.0) if name in _FALLING else Estimate(0.0, 0.0) for name in CRITERIA}
    cells = tuple(
        tuple(tuple((part or filled[name]) if worst else part for part in one.cell(name)) for name in CRITERIA)
        for one in found
    )
    return Alternatives(tuple(one.name for one in found), criteria, cells)


def _profile(subject: Subject) -> Profile:
    case, entry, sides = subject.case, subject.entry, subject.sides
    ratings: dict[str, Rated | None] = {name: getattr(entry, name) for name in _RATED}
    acceptability = {side: rated.value if (rated := entry.acceptability.get(side)) else None for side in sides}
    held = [one for one in case.leverage if one.who in subject.names]
    leverage, will = {}, {}
    for side in sides:
        own = [entry.leverage[side].value] if side in entry.leverage else []
        leverage[side] = _greatest([*own, *(one.strength for one in held if one.over == side)])
        own = [entry.will[side].value] if side in entry.will else []
        will[side] = _greatest([*own, *(one.will for one in held if one.over == side and one.will)])
    party = case.parties.get(entry.party or subject.key)
    return Profile(
        name=subject.key,
        label=entry.name or case.name_of(entry.party or subject.key),
        kind=entry.kind,
        roles=entry.roles,
        say=entry.say,
        crisis_actor=entry.kind == "crisis-actor" or (party is not None and party.role == "principal"),
        acceptability=acceptability,
        leverage=leverage,
        will=will,
        ratings={name: rated.value if rated else None for name, rated in ratings.items()},
        ties=_ties(subject),
        topics=_topics(subject),
        evidence=tuple(_evidence(subject, ratings)),
        missing=(
            *(f"acceptability: {side}" for side in sides if acceptability[side] is None),
            *(f"leverage: {side}" for side in sides if leverage[side] is None),
            *(f"will: {side}" for side in sides if will[side] is None),
            *(name for name, rated in ratings.items() if rated is None),
        ),
    )


def _greatest(found: Sequence[Estimate]) -> Estimate | None:
    """Take the greatest of several: of the lows, the highs and the likeliest values."""
    if len(found) < 2:
        return found[0] if found else None
    low, high = max(one.low for one in found), max(one.high for one in found)
    likely = max(one.middle for one in found)
    return Estimate(low, high, likely if low < likely < high else None)


def _evidence(subject: Subject, ratings: dict[str, Rated | None]) -> list[Evidence]:
    """Put ratings first, then the entries of the case, then claims."""
    entry = subject.entry
    rated = [
        rating_evidence(name, one, side)
        for name, by_side in (
            ("acceptability", entry.acceptability),
            ("leverage", entry.leverage),
            ("will", entry.will),
        )
        for side in subject.sides
        if (one := by_side.get(side))
    ]
    rated += [
        rating_evidence(name, one, None, rising=name not in _FALLING)
        for name, one in ratings.items()
        if one is not None
    ]
    return [*rated, *gather(subject), *claim_evidence(subject)]


def _ties(subject: Subject) -> dict[str, tuple[int, int]]:
    """Count the kinds of ties with each side on the day of the case."""
    network = tie_network(subject.case, on=subject.case.as_of)
    own = next((name for name in sorted(subject.names) if name in network.parties), None)
    return {side: network.balance(own, side) if own else (0, 0) for side in subject.sides}


def _topics(subject: Subject) -> dict[str, tuple[str, ...]]:
    """Find what the candidate and each side want something of."""
    topics = interest_overlap(subject.case).topics
    return {
        side: tuple(one.topic for one in topics if side in one.wants and subject.names & set(one.wants))
        for side in subject.sides
    }
