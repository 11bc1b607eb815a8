"""How a document is laid out: what is read, what it says of itself, and whether it is itself a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from goodoffices.case.anchoring import Span
from goodoffices.record.bylines import Bylines, find_bylines, found_in
from goodoffices.record.dating import find_absolute
from goodoffices.record.front_matter import FrontMatter, read_front_matter
from goodoffices.record.hints import Hints
from goodoffices.record.issuing import (
    Dateline,
    date_in_address,
    find_dateline,
    issued_in,
    metadata_date,
)
from goodoffices.record.kinds import Stretch, kinds_of, statement_title, top_of
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.mastheads import find_copyright, header_line, is_letterhead, is_office, masthead
from goodoffices.record.own_statement import is_own_statement
from goodoffices.record.parts import Block, BlockKind, Dated, Layout, Words
from goodoffices.record.phrases import listed
from goodoffices.record.reckoning import is_date, precision_of
from goodoffices.record.stretches import stretches

__all__ = ["lay_out"]

_LONGEST_TOP_LINE = 15
_LAST = 5
_NOWHERE = Span(0, 0)
_PLACE = re.compile(r"(?:[^\W\d_][\w.'’-]*\s?){1,5},(?=\s)|[\w.]+(?:\s[A-Z][\w.]*)?,\s[A-Z.]+(?=\s)")
_CREDIT = re.compile(
    r"\s+(?P<credit>[(\[](?i:(?:additional\s+)?(?:reporting|writing|editing|compiled|written)\b)[^()\[\]]*[)\]])\s*$"
)
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:\s|$)")


@dataclass(frozen=True)
class _Found:
    """What was found in a text on the way."""

    text: str
    front: FrontMatter
    known: Hints
    stretches: Sequence[Stretch]
    top: int
    kinds: Sequence[BlockKind]
    bylines: Bylines
    datelines: Mapping[int, Dateline]


def lay_out(text: str, lexicon: Lexicon, hints: Hints | None = None) -> Layout:
    r"""Lay a document out.

    Parameters
    ----------
    text
        As it is stored; every offset points into it.
    lexicon
        Its topics ``layout``, ``dates`` and ``sentences``.
    hints
        What is known from outside the text. Its date goes before what the text says; a title, authors or a publisher
        are taken where the text has their words.

    Returns
    -------
    Layout
        Each block lies within one block of `goodoffices.case.anchoring.blocks`. A date that is known from outside
        only, or from an address, has the empty span at 0.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> layout = lay_out("# A truce\n\nBy Ana Roy\n\n3 May 2019\n\nThe two sides agreed to stop.", read_lexicon())
    >>> layout.title.words, layout.authors[0].words, layout.issued.when
    ('A truce', 'Ana Roy', '2019-05-03')
    >>> [block.kind for block in layout.blocks]
    ['heading', 'front-matter', 'front-matter', 'paragraph']
    """
    found = _found(text, lexicon, hints or Hints())
    title = _title(found, lexicon)
    read = [one for one, kind in zip(found.stretches, found.kinds, strict=True) if kind in {"paragraph", "caption"}]
    headings = [one.words for one, kind in _above(found) if kind == "heading"]
    tags = [words.words for words in found.front.all(lexicon.words("layout", "kind_keys"))]
    url = found.front.first(lexicon.words("layout", "url_keys"))
    address = url.words if url else found.known.url
    titles = [title.words.replace("\\_", " ")] if title else [found.known.title or ""]
    return Layout(
        text=text,
        blocks=tuple(_blocks(found)),
        title=title,
        issued=_issued(found, address, lexicon),
        authors=found.bylines.authors or _authors(found, lexicon),
        publisher=_publisher(found, lexicon),
        url=address,
        own_statement=is_own_statement(read, [*titles, *headings], [*tags, address or ""], lexicon),
    )


def _found(text: str, lexicon: Lexicon, known: Hints) -> _Found:
    front = read_front_matter(text, lexicon)
    listed_stretches = [
        Stretch(text, part) for span in stretches(text, front.end) for part in _credit_apart(text, span)
    ]
    top = top_of(listed_stretches)
    kinds = kinds_of(listed_stretches, lexicon)
    bylines = find_bylines(listed_stretches, kinds, top, lexicon)
    for at, one in enumerate(listed_stretches):
        above, below = at < top, at >= len(listed_stretches) - _LAST and not one.paragraph
        itself = (above or below) and kinds[at] != "boilerplate" and _about_itself(text, one, lexicon)
        if at in bylines.about or itself or (above and _place_or_time(one)):
            kinds[at] = "front-matter" if at <= top else "boilerplate"
    near_top = range(top, min(top + 2, len(listed_stretches)))
    datelines = {at: line for at in near_top if (line := find_dateline(text, listed_stretches[at], lexicon))}
    return _Found(text, front, known, listed_stretches, top, kinds, bylines, datelines)


def _credit_apart(text: str, span: Span) -> Iterator[Span]:
    """Part a paragraph from the credits in brackets that follow its last sentence."""
    match = _CREDIT.search(text, max(span.start, span.end - 300), span.end)
    if match and match.start() > span.start:
        yield Span(span.start, match.start())
        yield Span(match.start("credit"), span.end)
    else:
        yield span


def _about_itself(text: str, one: Stretch, lexicon: Lexicon) -> bool:
    """Tell whether a line above the text is about the document: a date, or "For immediate release"."""
    if one.count > _LONGEST_TOP_LINE or one.marked or statement_title(one.words, lexicon):
        return False
    if listed(lexicon, "layout", "top_lines", r"\W*{}\b").match(one.words) and one.count <= 6:
        return True
    if listed(lexicon, "layout", "agencies", r"\W*{}\W*$").match(one.words):
        return True
    if listed(lexicon, "layout", "header_keys", r"{}\s*:\s").match(one.words):
        return True
    dated = find_absolute(text, one.span, lexicon)
    if dated is None:
        return False
    # What is left are words such as "published", numbers, and a place before a comma.
    rest = _PLACE.sub(" ", text[one.span.start : dated.span.start]) + " " + text[dated.span.end : one.span.end]
    rest = listed(lexicon, "layout", "top_lines", r"\b{}\b").sub(" ", rest)
    known = listed(lexicon, "layout", "date_line_words", r"{}$")
    return all(known.match(word) for word in re.findall(r"[^\W\d]\w*", _without_dates(rest, lexicon)))


def _without_dates(words: str, lexicon: Lexicon) -> str:
    """Leave out further dates, such as that of an update."""
    dated = find_absolute(words, Span(0, len(words)), lexicon)
    return words[: dated.span.start] + " " + words[dated.span.end :] if dated else words


def _place_or_time(one: Stretch) -> bool:
    """Tell whether a line is no more than "Washington, D.C." or "2:11 p.m."."""
    words = one.plain.split()
    named = one.terminated and all(word[0].isupper() for word in words) and not one.plain.endswith(("!", "?", ":"))
    return len(words) <= 5 and (named or bool(_TIME.match(one.plain)))


def _above(found: _Found) -> Iterator[tuple[Stretch, BlockKind]]:
    return zip(found.stretches[: found.top + 1], found.kinds[: found.top + 1], strict=True)


def _blocks(found: _Found) -> Iterator[Block]:
    """Write the blocks; a dateline is one of its own, so that its place and date are not read as part of the news."""
    if found.front.end:
        lead = len(found.text) - len(found.text.lstrip())
        yield Block(Span(lead, len(found.text[: found.front.end].rstrip())), "front-matter")
    for at, (one, kind) in enumerate(zip(found.stretches, found.kinds, strict=True)):
        line = found.datelines.get(at)
        if line and kind == "paragraph":
            end = line.span.start + len(found.text[line.span.start : line.span.end].rstrip())
            yield Block(Span(line.span.start, end), "front-matter")
            yield Block(Span(line.span.end, one.span.end), kind)
        else:
            yield Block(one.span, kind)


def _title(found: _Found, lexicon: Lexicon) -> Words | None:
    """Find the title: in the front matter, among the headings above the text, or as it is known from outside."""
    named = found.front.first(lexicon.words("layout", "title_keys"))
    if named:
        return named
    outside = found_in(found.text, [found.known.title or ""])
    if outside:
        return outside[0]
    headings = [one for one, kind in _above(found) if kind == "heading"]
    named_so = (
        next((one for one in headings if statement_title(one.plain, lexicon)), None)
        or next((one for one in headings if one.marked), None)
        or next((one for one in headings if one.count > 2 and not is_letterhead(one, lexicon)), None)
    )
    # The name of an office is a title where nothing else is.
    chosen = named_so or next((one for one in headings if one.count > 2 and not is_office(one, lexicon)), None)
    if chosen is None:
        return None
    # A page often gives its title twice, once with its own name after it.
    shorter = (one for one in headings if one.count > 2 and chosen.plain.startswith(one.plain))
    return _bare(found.text, min(shorter, key=lambda one: one.count, default=chosen))


def _bare(text: str, one: Stretch) -> Words:
    at = text.index(one.words, one.span.start)
    return Words(one.words, Span(at, at + len(one.words)))


def _issued(found: _Found, address: str | None, lexicon: Lexicon) -> Dated | None:
    """Find the date, from the most to the least certain of those who say it."""
    given = found.known.date
    if given and is_date(given):
        return Dated(_NOWHERE, given, precision_of(given))
    for words in found.front.all(lexicon.words("layout", "date_keys")):
        if dated := metadata_date(found.text, words, lexicon):
            return dated
    said = issued_in(found.text, found.stretches, found.top, lexicon)
    if said:
        return said
    when = date_in_address(address or "")
    return Dated(_NOWHERE, when, precision_of(when)) if when else None


def _authors(found: _Found, lexicon: Lexicon) -> tuple[Words, ...]:
    return found.front.all(lexicon.words("layout", "author_keys")) or found_in(found.text, found.known.authors)


def _publisher(found: _Found, lexicon: Lexicon) -> Words | None:
    named = found.front.first(lexicon.words("layout", "publisher_keys"))
    if named:
        return named
    outside = found_in(found.text, [found.known.publisher or ""])
    if outside:
        return outside[0]
    agency = next((line.source for line in found.datelines.values() if line.source), None)
    above = [one for one, _ in _above(found)]
    return agency or header_line(above, lexicon) or find_copyright(found.stretches) or masthead(above, lexicon)
