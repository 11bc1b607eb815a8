"""Ties that a text states between two parties, with their sign and the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from goodoffices.record.circumstance import evidence_of
from goodoffices.record.deeds import Deed, deed_of, deeds
from goodoffices.record.occasions import occasions
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.reading import Reading
from goodoffices.record.relations import STATED, Relation, relations_in, state_of
from goodoffices.record.roles import Role, parties_of
from goodoffices.record.study import Studied, study

__all__ = ["find_ties"]

_NOT_SAYING = frozenset({"deny", "reject"})


@dataclass(frozen=True)
class _Tie:
    ends: tuple[str, str]
    kind: str
    sign: str
    mutual: bool
    evidence: Span
    cue: str
    topic: str = ""


def find_ties(reading: Reading) -> tuple[Proposal, ...]:
    """Propose the ties that a document states; the same tie said again is further evidence for it.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Proposal
        Section ``ties``, each with ``from`` and ``to``, or ``between`` where it goes both ways.

    Examples
    --------
    >>> from goodoffices.case.anchoring import Span
    >>> from goodoffices.record.parts import Block, Layout, Mention, Names, Party, Sentence
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> text = "France distrusts Austria."
    >>> named = [Mention(Span(0, 6), "FRA", "party"), Mention(Span(17, 24), "AUT", "party")]
    >>> parties = [Party(one, one, "state", ()) for one in ("FRA", "AUT")]
    >>> layout = Layout(text, (Block(Span(0, len(text)), "paragraph"),))
    >>> names = Names(tuple(parties), (), tuple(named))
    >>> reading = Reading(layout, (Sentence(Span(0, len(text)), 0),), (), names, (), read_lexicon())
    >>> [(one.entry["from"], one.entry["to"], one.entry["sign"]) for one in find_ties(reading)]
    [('FRA', 'AUT', '-')]
    """
    groups: dict[tuple[frozenset[str], str, str, str], list[_Tie]] = {}
    for studied in study(reading):
        for tie in _once(_in_clause(reading, studied)):
            groups.setdefault((frozenset(tie.ends), tie.kind, tie.sign, tie.topic), []).append(tie)
    return tuple(_proposal(group) for group in groups.values())


def _once(found: Iterator[_Tie]) -> Iterator[_Tie]:
    """Keep what a clause says first of two parties."""
    seen: set[frozenset[str]] = set()
    for tie in found:
        if frozenset(tie.ends) not in seen:
            seen.add(frozenset(tie.ends))
            yield tie


def _in_clause(reading: Reading, studied: Studied) -> Iterator[_Tie]:
    whole = evidence_of(studied.parsed, studied.clause)
    if studied.modality not in STATED:
        for relation in relations_in(reading, studied):
            yield from _of_relation(relation, whole)
        return
    table = deeds(reading.lexicon)
    deed = deed_of(studied, table)
    if deed is not None:
        yield from _of_deed(deed, whole)
        yield from _accusation(studied, deed)
    state = state_of(reading, studied)
    for relation in (*((state,) if state else ()), *relations_in(reading, studied)):
        yield from _of_relation(relation, whole)
    told = deed.cue.split()[-1] if deed is not None else ""
    for occasion in occasions(reading, studied, table):
        if studied.parsed.tokens[occasion.noun].low != told:
            yield from _of_deed(occasion.deed, studied.parsed.span(occasion.start, occasion.end))


def _of_deed(deed: Deed, evidence: Span) -> Iterator[_Tie]:
    if deed.kind.tie is not None:
        kind, sign = deed.kind.tie
        for ends in _pairs(deed.who, deed.whom):
            yield _Tie(ends, kind, sign, deed.kind.mutual, evidence, deed.cue)


def _accusation(studied: Studied, deed: Deed) -> Iterator[_Tie]:
    """Read "A determined that B has bombed": whoever says so accuses B."""
    above = studied.clause.above
    hostile = deed.kind.tie is not None and deed.kind.tie[1] == "-"
    if not hostile or above is None or studied.parsed.clauses[above].group.verb in _NOT_SAYING:
        return
    teller = studied.parsed.clauses[above]
    evidence = studied.parsed.span(teller.lead, max(studied.clause.rest.end, studied.clause.group.end))
    for ends in _pairs(studied.teller, deed.who):
        yield _Tie(ends, "other", "-", mutual=False, evidence=evidence, cue=f"{teller.group.verb} that {deed.cue}")


def _of_relation(relation: Relation, whole: Span) -> Iterator[_Tie]:
    for ends in _pairs(relation.who, relation.whom):
        evidence = relation.evidence or whole
        yield _Tie(ends, relation.kind, relation.sign, relation.mutual, evidence, relation.cue, relation.topic)


def _pairs(who: Sequence[Role], whom: Sequence[Role]) -> Iterator[tuple[str, str]]:
    for one, other in product(parties_of(who), parties_of(whom)):
        if one != other:
            yield one, other


def _proposal(group: Sequence[_Tie]) -> Proposal:
    first = group[0]
    mutual = all(tie.mutual for tie in group)
    ends: dict[str, object] = {"between": list(first.ends)} if mutual else {"from": first.ends[0], "to": first.ends[1]}
    entry = ends | {"kind": first.kind, "sign": 0 if first.sign == "0" else first.sign}
    return Proposal("ties", entry, tuple(dict.fromkeys(tie.evidence for tie in group)), cue=first.cue)
