"""Papers and stations: parties of a text only where somebody speaks to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.namebook import Known
from goodoffices.record.ownnames import party_id
from goodoffices.record.sighting import Sighting
from goodoffices.record.tokens import Tokens

__all__ = ["see_media"]

# "In an interview given to X": the word that tells stands so close before the name, at most.
_NEAR = 4


def see_media(
    seen: Sequence[Sighting], read: Sequence[Tokens], taken: frozenset[str], lexicon: Lexicon
) -> tuple[list[Sighting], dict[str, Known]]:
    """Find the papers and stations to which somebody speaks, and make them parties.

    Parameters
    ----------
    seen
        The names in the text.
    read
        The words of each stretch.
    taken
        Ids that are other parties'.

    Returns
    -------
    sightings
        All that were given, in order.
    parties
        The papers and stations by their ids.
    """
    to = frozenset(lexicon.words("parties", "spoken_to"))
    before = frozenset(lexicon.words("parties", "spoken_before"))
    ids: dict[tuple[str, ...], str] = {}
    parties: dict[str, Known] = {}
    for one in seen:
        words = read[one.stretch].words[one.first : one.end]
        if one.role == "medium" and words not in ids and _is_spoken_to(read[one.stretch], one.first, to, before):
            id_ = party_id("-".join(words), lambda id_: id_ in taken or id_ in parties)
            parties[id_] = Known(id_, read[one.stretch].written(one.first, one.end), "company")
            ids[words] = id_
    known = (
        ids.get(read[one.stretch].words[one.first : one.end], "") if one.role == "medium" else one.of for one in seen
    )
    return [replace(one, of=of) for one, of in zip(seen, known, strict=True)], parties


def _is_spoken_to(tokens: Tokens, at: int, to: frozenset[str], before: frozenset[str]) -> bool:
    at -= tokens.word(at - 1).lower() in {"the", "a"}
    near = {tokens.word(k).lower() for k in range(max(0, at - _NEAR), at)}
    return tokens.word(at - 1).lower() in to and not before.isdisjoint(near)
