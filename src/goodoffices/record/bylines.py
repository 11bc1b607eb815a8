"""Who wrote a document, as its bylines and its last lines say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.case.anchoring import Span
from goodoffices.record.kinds import Stretch
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import BlockKind, Words
from goodoffices.record.phrases import any_of
from goodoffices.record.sentences import cut

__all__ = ["Bylines", "find_bylines", "found_in"]

_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
_LONGEST_BYLINE = 20
# Biographies stand among the last stretches that are read.
_LAST = 6


@dataclass(frozen=True)
class Bylines:
    """What is known of the authors.

    Attributes
    ----------
    authors
        In the order of the text.
    about
        The stretches that speak of nothing else, by their position.
    """

    authors: tuple[Words, ...]
    about: frozenset[int]


@dataclass(frozen=True)
class _Forms:
    name: re.Pattern[str]
    byline: re.Pattern[str]
    broken: re.Pattern[str]
    biography: re.Pattern[str]
    nobody: frozenset[str]


def find_bylines(found: Sequence[Stretch], kinds: Sequence[BlockKind], top: int, lexicon: Lexicon) -> Bylines:
    """Find the authors of a document.

    Parameters
    ----------
    found, kinds
        The stretches after the front matter, and what they are for.
    top
        How many of them stand before the first paragraph.

    Returns
    -------
    Bylines
        From "By NAME" at the top, "Reporting by NAME" and "NAME is a senior fellow at …" at the end.
    """
    forms = _forms(lexicon)
    authors: list[Words] = []
    about: set[int] = set()
    for at, one in enumerate(found):
        if at <= top or at >= len(found) - _LAST:
            names = _byline(one, forms)
            authors += names
            about |= {at} if names else set()
    for at in range(len(found) - 1, top, -1):
        if kinds[at] != "paragraph":
            continue
        names = _biography(found[at], forms, lexicon)
        if not names:
            break
        authors += names
        about.add(at)
    return Bylines(tuple(_once(authors)), frozenset(about))


def found_in(text: str, names: Sequence[str]) -> tuple[Words, ...]:
    """Find names that are known from elsewhere, where the text has them."""
    places = ((name, text.find(name)) for name in names if name.strip())
    return tuple(Words(name, Span(at, at + len(name))) for name, at in places if at >= 0)


def _byline(one: Stretch, forms: _Forms) -> list[Words]:
    """Read "By NAME and NAME, Agency"; a credit within brackets names no author unless it says "Reporting by"."""
    text = one.text
    if one.count > _LONGEST_BYLINE:
        return []
    start = forms.byline.match(text, one.span.start, one.span.end)
    if not start:
        return []
    stop = forms.broken.search(text, start.end(), one.span.end)
    return list(_names(text, Span(start.end(), stop.start() if stop else one.span.end), forms))


def _names(text: str, span: Span, forms: _Forms) -> Iterator[Words]:
    for match in forms.name.finditer(text, span.start, span.end):
        if not forms.nobody & set(match.group().lower().split()):
            yield Words(match.group(), Span(*match.span()))


def _biography(one: Stretch, forms: _Forms, lexicon: Lexicon) -> list[Words]:
    """Read sentences about people whom the text has not named before, each with an office that authors have."""
    names: list[Words] = []
    for span in cut(one.text, one.span, lexicon):
        match = forms.biography.match(one.text, span.start, span.end)
        if match and _new(one, match["name"]):
            names.append(Words(match["name"], Span(*match.span("name"))))
        elif not names:
            return []
    return names


def _new(one: Stretch, name: str) -> bool:
    """Tell whether the text names nobody so before, but for a byline."""
    before = one.text[: one.span.start]
    surname = re.escape(name.rsplit(maxsplit=1)[-1])
    return len(re.findall(rf"\b{surname}\b", before)) == len(
        re.findall(rf"(?im)^\W*by\s.{{0,60}}\b{surname}\b", before)
    )


def _once(names: Sequence[Words]) -> Iterator[Words]:
    seen: set[str] = set()
    for name in sorted(names, key=lambda words: words.span.start):
        if name.words.lower() not in seen:
            seen.add(name.words.lower())
            yield name


@lru_cache(maxsize=8)
def _forms(lexicon: Lexicon) -> _Forms:
    particles = any_of(lexicon.words("layout", "name_particles"))
    token = rf"(?!AND\b)[{_UPPER}][\w’'-]*\.?"
    last = rf"(?!AND\b)[{_UPPER}][\w’'-]+"
    name = rf"\b{token}(?:\s+(?:{token}|{particles}))*?\s+{last}(?:\s+{last})*"
    starts = any_of(
        [*lexicon.words("layout", "byline_starts"), "reporting by", "writing by", "reporting and writing by"]
    )
    verbs, roles, works = (any_of(lexicon.words("layout", f"author_{key}")) for key in ("verbs", "roles", "works"))
    return _Forms(
        name=re.compile(name),
        byline=re.compile(
            rf"[\s*_#>(—–-]*(?:(?i:{starts})\s+(?=[\s*_\[]*[{_UPPER}])|(?i:from)\s+(?={name}\s+in\s))[\s*_\[]*"
        ),
        broken=re.compile(
            rf"[;|•·/(\n]|,(?!\s+{token}\s+{last}\s*(?:,|and\b|&|$))|\s[-–—]\s|\s(?i:in|for|at|of|published|updated|posted)\s"
        ),
        biography=re.compile(
            rf"[\s*_(—–-]*(?!The\b|A\b|An\b)(?P<name>{name})(?:,[^,.]{{3,120}},)?\s+"
            rf"(?:(?:{verbs})\s+(?:(?:also|currently|now)\s+)?(?:a|an|the|one\s+of)?\s*[^.,;]{{0,80}}?\b(?i:{roles})\b|(?:{works})\s)"
        ),
        nobody=frozenset(
            {"staff", "editorial", "board", "agencies", "correspondent", "news", "service", "desk", "the"}
        ),
    )
