"""Obstacles that a text names: distrust, conditions, refusals, violence, those who oppose an understanding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goodoffices.record.circumstance import evidence_of
from goodoffices.record.modality import Modality
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.reading import Reading
from goodoffices.record.relations import STATED
from goodoffices.record.roles import is_place, parties_of
from goodoffices.record.spotting import Spotter
from goodoffices.record.study import Studied, study
from goodoffices.record.subjects import Range

__all__ = ["find_obstacles"]

_MAYBE: frozenset[Modality] = STATED | {"possible"}
_NO_NEWS: frozenset[Modality] = frozenset({"denied", "asked", "intended", "weighed"})
_MOST_PARTIES = 3
_NEAR = 3


@dataclass(frozen=True)
class _Obstacle:
    """What stands in the way; ``evidence`` is None if it takes the whole clause."""

    kind: str
    what: str
    cue: str
    evidence: Span | None = None
    between: tuple[str, ...] = ()


def find_obstacles(reading: Reading) -> tuple[Proposal, ...]:
    """Propose the obstacles that a document names.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Proposal
        Section ``obstacles``; what is no kind of its own in a case is ``other`` and said in ``what``.
    """
    seen: list[tuple[str, str, set[str]]] = []
    found: list[Proposal] = []
    for studied in study(reading):
        obstacle = next(_in_clause(reading, studied), None)
        if obstacle is None:
            continue
        between = _between(studied)
        known = any(one[:2] == (obstacle.kind, obstacle.what) and set(between) <= one[2] for one in seen)
        if not known:
            seen.append((obstacle.kind, obstacle.what, set(between)))
            found.append(_proposal(studied, obstacle, between))
    return tuple(found)


def _between(studied: Studied) -> tuple[str, ...]:
    """Return the parties it stands between: those of the clause, places left out."""
    tokens = studied.parsed.tokens
    roles = (*studied.who, *studied.beside, *studied.others)
    return parties_of(role for role in roles if not is_place(tokens[role.at]))[:_MOST_PARTIES]


def _proposal(studied: Studied, obstacle: _Obstacle, between: tuple[str, ...]) -> Proposal:
    entry: dict[str, object] = {"kind": obstacle.kind, "between": list(between)}
    if obstacle.kind == "other":
        entry["what"] = obstacle.what
    evidence = obstacle.evidence or evidence_of(studied.parsed, studied.clause)
    return Proposal("obstacles", entry, (evidence,), cue=obstacle.cue)


def _in_clause(reading: Reading, studied: Studied) -> Iterator[_Obstacle]:
    if studied.modality == "asked":
        return
    spot = Spotter(reading.lexicon, "obstacles", studied)
    ways = (_distrust, _named, _condition, _reluctance, _refusal, _hindering, _disagreement, _violence)
    for way in ways:
        obstacle = way(spot)
        if obstacle is not None:
            yield obstacle


def _distrust(spot: Spotter) -> _Obstacle | None:
    """Read distrust or rivalry between two parties."""
    for kind in ("distrust", "rivalry"):
        at = spot.first(kind, spot.whole)
        if at is not None and spot.studied.modality in _MAYBE and len(_between(spot.studied)) > 1:
            return _Obstacle(kind, kind, spot.words(at))
    return None


def _kind(spot: Spotter) -> str:
    return "domestic" if spot.first("domestic", spot.whole) is not None else "other"


def _named(spot: Spotter) -> _Obstacle | None:
    """Read that something is called an obstacle, a sticking point, a challenge."""
    at = spot.first("named", spot.whole)
    if at is None or spot.studied.modality == "denied" or not spot.verb("being"):
        return None
    return _Obstacle(_kind(spot), "obstacle", spot.words(at))


def _condition(spot: Spotter) -> _Obstacle | None:
    """Read that something has to come first: "would have to suspend", "only once they had left"."""
    clause, tokens = spot.studied.clause, spot.studied.parsed.tokens
    before = [token.low for token in tokens[max(clause.lead - 2, 0) : clause.lead + 1]]
    only = spot.among("only", clause.opener) and "only" in before
    if spot.studied.who and (spot.among("condition-openers", clause.opener) or only):
        return _Obstacle("precondition", "condition", clause.opener)
    if clause.group.verb == "have" and spot.among("first-modals", clause.group.modal) and spot.infinitive_follows():
        return _Obstacle("precondition", "condition", f"{clause.group.modal} have to")
    at = spot.first("conditions", spot.whole)
    if at is None or not spot.verb("setting") or (at.start and spot.among("unconditional", tokens[at.start - 1].low)):
        return None
    return _Obstacle("precondition", "condition", spot.words(at))


def _reluctance(spot: Spotter) -> _Obstacle | None:
    """Read that somebody is reluctant, unwilling, uncomfortable."""
    studied, clause = spot.studied, spot.studied.clause
    at = spot.first("reluctant", Range(clause.rest.start, min(clause.rest.start + _NEAR, clause.rest.end)))
    if at is None or not studied.who or not spot.verb("feeling"):
        return None
    following = studied.parsed.clauses[studied.at + 1 : studied.at + 2]
    ends = [clause.rest.end, *(one.rest.end for one in following if not one.group.finite)]
    return _Obstacle("other", "reluctance", spot.words(at), studied.parsed.span(spot.whole.start, max(ends)))


def _refusal(spot: Spotter) -> _Obstacle | None:
    """Read that somebody refuses to talk, to recognise, to sign, opposes the talks, or wants no mediation."""
    studied, group = spot.studied, spot.studied.clause.group
    goal = spot.first("goals", studied.clause.rest)
    if not studied.who or (group.tense == "infinitive" and not spot.governed_by("refusing")):
        return None
    if studied.modality == "denied":
        will = spot.among("refusing-modals", group.modal) or (goal is not None and not group.modal)
        refuses = will and group.tense != "past" and spot.verb("unwanted") != ()
    else:
        refuses = goal is not None and studied.modality in _MAYBE and spot.verb("refusing") != ()
    if not refuses and goal is not None and studied.modality in _MAYBE and spot.verb("opposing"):
        return _Obstacle("spoiler", "opposition", group.verb)
    return _Obstacle("other", "refusal", group.verb) if refuses else None


def _hindering(spot: Spotter) -> _Obstacle | None:
    """Read that something hampers, blocks, derails an understanding."""
    clause = spot.studied.clause
    goal = spot.first("goals", clause.subject if clause.group.passive else clause.rest)
    if spot.studied.modality in _NO_NEWS or goal is None or not spot.verb("hindering"):
        return None
    return _Obstacle(_kind(spot), "hindrance", clause.group.verb)


def _disagreement(spot: Spotter) -> _Obstacle | None:
    """Read that they disagree, or did not agree."""
    studied = spot.studied
    if studied.clause.group.verb == "agree" and studied.modality == "denied":
        return _Obstacle("other", "disagreement", "not agree")
    if studied.modality in STATED and spot.verb("disagreement") and len(_between(studied)) > 1:
        return _Obstacle("other", "disagreement", studied.clause.group.verb)
    return None


def _violence(spot: Spotter) -> _Obstacle | None:
    """Read that violence goes on."""
    clause = spot.studied.clause
    at = spot.first("violence", clause.subject)
    if at is None or not clause.own or spot.studied.modality != "fact" or not spot.verb("goes-on"):
        return None
    return _Obstacle("other", "violence", f"{spot.words(at)} {clause.group.verb}")
