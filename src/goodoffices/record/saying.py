"""When, where and to whom something was said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from goodoffices.record.attributions import Attribution
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Span
from goodoffices.record.reading import Reading

__all__ = ["about", "addressees", "date_of", "place_of"]

_TRAILING = re.compile(
    r"[\s,;:(]+(?:(?:that|and|with|but|noting|where|who|the|a|an|of|on|in|at|late|early|earlier)\b[\s,]*)*\Z"
)


def date_of(reading: Reading, said: Attribution) -> str | None:
    """Return the date of a saying: one that stands beside its verb, never one that belongs to what was said."""
    dates = [dated for span in reversed(said.frame) for dated in reading.dates_in(span)]
    return dates[0].when if dates else None


def place_of(reading: Reading, said: Attribution) -> str | None:
    """Return where something was said: an occasion such as "a meeting at the port", or a place such as "Doha"."""
    for span in said.frame:
        occasion = _occasion(reading, span)
        if occasion:
            return occasion
    for span in said.frame:
        for mention in reading.mentions_in(span):
            before = reading.text[span.start : mention.span.start]
            near = re.search(r"\b(?:in|at)\s+\Z", before, re.IGNORECASE) and "," not in before
            if mention.what == "party" and mention.place and near:
                return reading.plain(mention.span)
    return None


def _occasion(reading: Reading, span: Span) -> str | None:
    words = reading.of(span)
    # What comes after a date tells of something else.
    cuts = [(dated.span.start - span.start, dated.span.end - span.start) for dated in reading.dates_in(span)]
    parts, at = [], 0
    for start, end in cuts:
        parts.append(words[at:start])
        at = end
    parts.append(words[at:])
    for part in parts:
        match = _occasions(reading.lexicon).search(" ".join(part.split()))
        if match:
            return _TRAILING.sub("", match["occasion"] + " ").strip()
    return None


@lru_cache(maxsize=8)
def _occasions(lexicon: Lexicon) -> re.Pattern[str]:
    lasting = set(lexicon.words("speech", "lasting"))
    nouns = _either(word for word in lexicon.words("speech", "occasions") if word not in lasting)
    long = _either(lasting)
    before = _either(lexicon.words("speech", "occasion_prepositions"))
    # "a five-hour meeting in the capital of the rebels"; "told a news conference in Kinshasa"
    return re.compile(
        rf"""(?:(?:\b(?:{before})|\btold)\s+(?=(?:(?!(?:{before})\b)[\w’'.-]+\s+){{0,6}}?(?:{nouns})\b)
              |\b(?:during|after|following)\s+(?=(?:[\w’'.-]+\s+){{0,6}}?(?:{long})\b))
            (?P<occasion>(?:[\w’'.-]+\s+){{0,6}}?(?:{nouns}|{long})\b(?:\s+(?:{nouns})\b)?(?:\s+(?:of|at|in|with|for|on|to|by)\s+[^,;:()“”"]*)?)""",
        re.IGNORECASE | re.VERBOSE,
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def addressees(said: Attribution) -> tuple[str, ...]:
    """Return the ids of the people and parties to whom something was said."""
    speaking = {said.voice.person, said.voice.party}
    return tuple(dict.fromkeys(mention.of for mention in said.to if mention.of not in speaking))


def about(reading: Reading, content: tuple[Span, ...], own: str | None) -> tuple[str, ...]:
    """Return the parties that are named in what was said, the speaker's own left out."""
    found = (party for span in content for party in reading.parties_in(span))
    return tuple(dict.fromkeys(party for party in found if party != own))
