"""Offices that stand apart from the name: "The envoy arrived. Mr. Doe said …", "Doe spoke. The foreign minister …"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from goodoffices.record.offices import Office
from goodoffices.record.parts import Person, Words
from goodoffices.record.people import Cast
from goodoffices.record.tokens import Tokens

__all__ = ["attach_offices"]

# How many sentences an office may stand before the name with a form of address that takes it up.
_FAR = 3


@dataclass(frozen=True)
class _Loose:
    """An office beside no name: in which sentence, and whether it begins it."""

    sentence: int
    stretch: int
    office: Office
    begins: bool


def attach_offices(
    cast: Cast, read: Sequence[Tokens], offices: Sequence[Sequence[Office]], starts: Sequence[int]
) -> Cast:
    """Give people the offices that stand in a sentence near the name, where nobody else can be meant.

    Parameters
    ----------
    read, offices
        The words of each stretch, and the offices there.
    starts
        Where sentences begin.

    Returns
    -------
    Cast
        With more offices, and the parties that go with them.
    """
    loose = _loose(cast, read, offices, starts)
    named: dict[int, dict[str, None]] = {}
    for id_, places in cast.places.items():
        for place in places:
            sentence = bisect_right(starts, read[place.stretch].starts[place.first])
            named.setdefault(sentence, {})[id_] = None
    bare = {person.id for person in cast.people if person.office is None}
    found = {**_taken_up(cast, read, loose, named, starts), **dict(_told_after(loose, named))}
    people = (_with(one, read, found[one.id]) if one.id in found and one.id in bare else one for one in cast.people)
    return replace(cast, people=tuple(people))


def _loose(
    cast: Cast, read: Sequence[Tokens], offices: Sequence[Sequence[Office]], starts: Sequence[int]
) -> list[_Loose]:
    """List the offices that one person holds and that stand beside no name."""
    linked = {
        (place.stretch, office.first) for places in cast.places.values() for place in places for office in place.offices
    }
    found = []
    for number, tokens in enumerate(read):
        for office in offices[number]:
            article = tokens.word(office.first - 1)
            definite = office.core > office.first or article in {"the", "The"}
            if (number, office.first) in linked or office.plural or office.trade or office.past or not definite:
                continue
            first = office.first - (article == "The")
            sentence = bisect_right(starts, tokens.starts[office.first])
            begins = sentence > 0 and starts[sentence - 1] == tokens.starts[first]
            found.append(_Loose(sentence, number, office, begins))
    return found


def _taken_up(
    cast: Cast,
    read: Sequence[Tokens],
    loose: Sequence[_Loose],
    named: Mapping[int, Mapping[str, None]],
    starts: Sequence[int],
) -> dict[str, _Loose]:
    """Find the office of whoever is first named after it, with a form of address, or as who had the word before."""
    sentences = [one.sentence for one in loose]
    found: dict[str, _Loose] = {}
    for id_, places in cast.places.items():
        first = places[0]
        sentence = bisect_right(starts, read[first.stretch].starts[first.first])
        near = loose[bisect_right(sentences, sentence - _FAR - 1) : bisect_right(sentences, sentence - 1)]
        if not first.address and not (near and near[-1].begins and sentence - near[-1].sentence < _FAR):
            continue
        others = any(named.get(k) for k in range(near[0].sentence, sentence)) if near else True
        if len({(one.office.head, one.office.party) for one in near}) == 1 and not others:
            found[id_] = near[0]
    return found


def _told_after(loose: Sequence[_Loose], named: Mapping[int, Mapping[str, None]]) -> Iterator[tuple[str, _Loose]]:
    """Find offices that begin the sentence after one that names a single person."""
    for one in loose:
        before = named.get(one.sentence - 1, {})
        if one.begins and len(before) == 1 and not named.get(one.sentence):
            yield next(iter(before)), one


def _with(person: Person, read: Sequence[Tokens], loose: _Loose) -> Person:
    tokens, office = read[loose.stretch], loose.office
    span = tokens.span(office.core, office.end)
    words = Words(tokens.source[span.start : span.end], span)
    return replace(person, office=words, party=person.party or office.party)
