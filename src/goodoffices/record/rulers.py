"""Those who rule, named by whom they follow: "the Doe regime", and "the regime" after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from goodoffices.record.appearing import Appearance
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.people import Cast
from goodoffices.record.sighting import Sighting
from goodoffices.record.tokens import Tokens

__all__ = ["see_rulers"]


def see_rulers(
    rows: Sequence[Sequence[Sighting]], cast: Cast, read: Sequence[Tokens], lexicon: Lexicon
) -> tuple[tuple[Sighting, ...], Cast]:
    """Find where a text names a party by who rules it.

    "The regime" alone is a party where the text calls the rule of one party only a regime, a dynasty or a junta.

    Parameters
    ----------
    rows
        The names of parties in each stretch.
    read
        The words of each stretch.

    Returns
    -------
    sightings
        Those to be added.
    cast
        Without the places that are names of rule, and without those who are nothing but such a name.
    """
    ruling = frozenset(lexicon.words("states", "governments"))
    parties = {person.id: person.party for person in cast.people}
    found = [
        Sighting(place.stretch, place.first, place.end + 1, party, "name")
        for id_, party in parties.items()
        for place in cast.places[id_]
        if party and read[place.stretch].word(place.end) in ruling
    ]
    kept = {id_: tuple(_spoken(places, read, ruling, parties[id_])) for id_, places in cast.places.items()}
    people = tuple(person for person in cast.people if kept[person.id])
    found += _bare([*found, *(one for row in rows for one in row if one.of)], read, lexicon)
    return tuple(found), replace(cast, people=people, places={person.id: kept[person.id] for person in people})


def _spoken(
    places: Sequence[Appearance], read: Sequence[Tokens], ruling: frozenset[str], party: str | None
) -> Iterator[Appearance]:
    yield from (place for place in places if not party or read[place.stretch].word(place.end) not in ruling)


def _bare(seen: Sequence[Sighting], read: Sequence[Tokens], lexicon: Lexicon) -> Iterator[Sighting]:
    """Find "the regime" where the text calls one party's rule so."""
    harsh = frozenset(lexicon.words("states", "regimes"))
    called = {one.of for one in seen for k in (one.end - 1, one.end) if read[one.stretch].word(k) in harsh}
    if len(called) != 1:
        return
    (party,) = called
    taken = {(one.stretch, k) for one in seen for k in range(one.first, one.end + 1)}
    for number, tokens in enumerate(read):
        for at in range(1, len(tokens)):
            begins = tokens.words[at] in harsh and tokens.words[at - 1].lower() == "the"
            if begins and (number, at) not in taken and tokens.word(at + 1) != "of":
                yield Sighting(number, at - 1, at + 1, party, "name")
