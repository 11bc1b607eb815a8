"""How firmly a clause is stated: as a fact, or as something denied, weighed, intended, possible, to come, or asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parsing import Clause, Parsed

__all__ = ["Modality", "hedged", "modality", "wished_by"]

Modality = Literal["fact", "alleged", "denied", "weighed", "intended", "possible", "future", "asked"]

_LISTS = (
    "denying", "weighing", "intending", "wishing", "accusing", "future", "undone", "openers", "hedges", "none",
    "factual-before-gerund", "wished",
)  # fmt: skip
_BY_GOVERNOR: tuple[tuple[str, Modality], ...] = (
    ("denying", "denied"),
    ("weighing", "weighed"),
    ("intending", "intended"),
)
_STOPS_HEDGE = frozenset({"preposition", "mark", "conjunction", "determiner"})
_REACH = 5

_Cues = Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    lists = {name: frozenset(lexicon.words("modality", name)) for name in _LISTS}
    return lists | {"phases": frozenset(lexicon.words("events", "phases"))}


def modality(parsed: Parsed, k: int, lexicon: Lexicon) -> Modality:
    """Say how firmly a clause is stated.

    Parameters
    ----------
    parsed
        A sentence in clauses.
    k
        The position of the clause.
    lexicon
        Its topic ``modality``.

    Returns
    -------
    str
        ``fact`` if the sentence states that it is or was so; whoever says it may still be wrong. ``alleged`` if
        somebody is accused of it.
    """
    return "asked" if parsed.question else _firmness(parsed, k, _cues(lexicon))


def _firmness(parsed: Parsed, k: int, cues: _Cues) -> Modality:
    clause = parsed.clauses[k]
    group = clause.group
    if group.negated or _has_none(parsed, clause, cues):
        return "denied"
    if group.modal:
        return "future" if group.modal in cues["future"] else "possible"
    if clause.opener in cues["openers"]:
        return "possible"
    if clause.above is None:
        return "intended" if group.tense == "infinitive" else "fact"
    return _told(parsed, clause.above, clause, cues) if group.finite else _governed(parsed, clause.above, clause, cues)


def _has_none(parsed: Parsed, clause: Clause, cues: _Cues) -> bool:
    """Say whether "no" stands before the subject or the object."""
    heads = [part.start for part in (clause.subject, clause.rest) if part]
    return any(parsed.tokens[head].low in cues["none"] for head in heads)


def _told(parsed: Parsed, above: int, clause: Clause, cues: _Cues) -> Modality:
    """Read a clause that another tells: "said that it had", "denied that", "hoped that"."""
    teller = parsed.clauses[above]
    if teller.group.verb == "deny":
        return "denied"
    if teller.group.verb in cues["wishing"] and clause.opener in {"that", ""}:
        return "intended" if clause.group.tense == "present" else "possible"
    return "possible" if teller.opener in cues["openers"] else "fact"


def _governed(parsed: Parsed, above: int, clause: Clause, cues: _Cues) -> Modality:
    """Read an infinitive or a gerund: it depends on what governs it."""
    governor = parsed.clauses[above].group
    if clause.group.tense != "infinitive":
        return _gerund(parsed, above, clause, cues)
    before = parsed.tokens[clause.lead - 1].low
    word = before if any(before in cues[name] for name, _ in _BY_GOVERNOR) else governor.verb
    for name, said in _BY_GOVERNOR:
        if word in cues[name]:
            return said
    return _firmness(parsed, above, cues) if word in cues["phases"] else "intended"


def _gerund(parsed: Parsed, above: int, clause: Clause, cues: _Cues) -> Modality:
    verb = parsed.clauses[above].group.verb
    if verb in cues["accusing"] and clause.opener in {"of", "for"}:
        return "alleged"
    if clause.opener in cues["undone"] or (verb in cues["denying"] and clause.opener in {"", "from"}):
        return "denied"
    if verb in cues["weighing"] and not clause.group.passive:
        return "weighed"
    if clause.own:  # "a pact signed in May", "those shelling it"
        return "fact"
    open_end = verb in cues["intending"] and clause.opener == ""
    return (
        "intended" if open_end or clause.opener not in cues["factual-before-gerund"] else _firmness(parsed, above, cues)
    )


def wished_by(verb: str, lexicon: Lexicon) -> bool:
    """Say whether what a verb has for its object is denied, weighed or wanted: "ruled out talks", "seeks a truce".

    Parameters
    ----------
    verb
        In its plain form.
    lexicon
        Its topic ``modality``.
    """
    return verb in _cues(lexicon)["wished"]


def hedged(parsed: Parsed, at: int, lexicon: Lexicon) -> bool:
    """Say whether a noun is called "possible", "alleged" or "planned", or there is none of it.

    Parameters
    ----------
    parsed
        A sentence in clauses.
    at
        The position of the noun.
    lexicon
        Its topic ``modality``.
    """
    cues = _cues(lexicon)
    for token in reversed(parsed.tokens[max(at - _REACH, 0) : at]):
        if token.low in cues["hedges"] | cues["none"]:
            return True
        if token.tag in _STOPS_HEDGE:
            return False
    return False
