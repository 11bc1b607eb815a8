"""Whose word a text is, where it is a party's own: told by its address, its publisher or the place of its issue."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.namebook import Phrases, find_phrases
from goodoffices.record.parts import Layout
from goodoffices.record.tokens import Tokens, plain, tokenise

__all__ = ["is_transcript", "own_party"]

_HOST = re.compile(r"(?:[a-z]+://)?(?:[^/@\s]*@)?([^/:\s]+)", re.IGNORECASE)
# A place of issue stands in a line of its own.
_SHORT = 6
_LABELS = 2


def own_party(layout: Layout, read: Sequence[Tokens], books: Sequence[Phrases], lexicon: Lexicon) -> str | None:
    """Find the party whose own word a text is: a government's statement, the transcript of its briefing.

    Parameters
    ----------
    read
        The words of the text.
    books
        The names of the text's own, then those that are known.

    Returns
    -------
    str or None
        The id of a party; None for press and others.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> layout = Layout("We will act.", (), url="https://mfa.gov.no/a", own_statement=True)
    >>> own_party(layout, (), (), read_lexicon())
    'NOR'
    """
    if layout.url and (found := _of_address(layout.url, lexicon)):
        return found
    if not (layout.own_statement or is_transcript(read)):
        return None
    folded = plain(layout.text)
    if layout.publisher:
        tokens = tokenise(folded, layout.publisher.span)
        named = [hit.form.of for hit in find_phrases(tokens, *books) if hit.form.of and hit.form.role != "quarter"]
        if named:
            return named[0]
    for block in layout.blocks:
        tokens = tokenise(folded, block.span)
        hits = list(find_phrases(tokens, *books)) if 0 < len(tokens) <= _SHORT else []
        if hits and hits[0].first == 0 and hits[0].form.role == "capital":
            return hits[0].form.of
    return None


def is_transcript(read: Sequence[Tokens]) -> bool:
    """Tell whether a text gives what was said, speaker by speaker: "MS. DOE: Good morning."."""
    labels = 0
    for tokens in read:
        colon = next((k for k in range(1, min(len(tokens), _SHORT)) if tokens.words[k] == ":"), 0)
        words = [word for word in tokens.words[:colon] if word[0].isalpha()]
        labels += bool(words) and all(word.isupper() for word in words)
        if labels > _LABELS:
            return True
    return False


def _of_address(url: str, lexicon: Lexicon) -> str | None:
    host = _HOST.match(url)
    parts = host[1].lower().split(".") if host else []
    sites = lexicon.table("parties", "sites")
    for k in range(len(parts)):
        if ".".join(parts[k:]) in sites:
            return str(sites[".".join(parts[k:])])
    if parts and not frozenset(lexicon.words("parties", "official")).isdisjoint(parts[:-1]):
        return _lands(lexicon).get(parts[-1])
    return None


@lru_cache(maxsize=4)
def _lands(lexicon: Lexicon) -> Mapping[str, str]:
    rows = lexicon.table("states", "states").items()
    return {row["iso2"].lower(): id_ for id_, row in rows if "iso2" in row} | {"uk": "GBR"}
