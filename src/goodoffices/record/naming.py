"""Who is named in a text: states, organisations, people, and every place where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from goodoffices.record.afar import attach_offices
from goodoffices.record.appearing import find_appearances
from goodoffices.record.homes import Homes
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.media import see_media
from goodoffices.record.namebook import Known, namebook
from goodoffices.record.offices import Office, find_offices
from goodoffices.record.organisations import find_organisations
from goodoffices.record.parts import Layout, Mention, Names, Party, Sentence
from goodoffices.record.people import Cast, Context, cast_people
from goodoffices.record.publishing import own_party
from goodoffices.record.rulers import see_rulers
from goodoffices.record.sighting import Sighting, see, settle
from goodoffices.record.tokens import Tokens, plain, read_parts, tokenise

__all__ = ["find_names"]


def find_names(layout: Layout, sentences: Sequence[Sentence], lexicon: Lexicon) -> Names:
    """Find the parties and the people that a text names, and every place where it does.

    Parameters
    ----------
    layout
        Paragraphs, captions, headings and the title are read.
    sentences
        Of the paragraphs and captions.
    lexicon
        Its topics ``states``, ``parties``, ``offices`` and ``people``.

    Returns
    -------
    Names
        Parties in the order in which they are first named, mentions in the order of the text. The longest name at a
        place is the one that counts.

    Examples
    --------
    >>> from goodoffices.record.parts import Block, Span
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> text = "Norway's foreign minister, Jo Doe, flew to Quito."
    >>> span = Span(0, len(text))
    >>> names = find_names(Layout(text, (Block(span, "paragraph"),)), (Sentence(span, 0),), read_lexicon())
    >>> [(person.name, person.office.words, person.party) for person in names.people]
    [('Jo Doe', 'foreign minister', 'NOR')]
    """
    book = namebook(lexicon)
    folded = plain(layout.text)
    read = tuple(tokenise(folded, span, kind, layout.text) for span, kind in read_parts(layout))
    own = find_organisations(read, book, lexicon)
    text = _Text(layout, sentences, read, {**book.parties, **own.parties})
    books = (own.phrases, book.phrases)
    words = frozenset(word for tokens in read for word in tokens.words)
    seen = [one for number, tokens in enumerate(read) for one in see(number, tokens, books, lexicon)]
    settled, media = see_media(settle(seen, words, text.known, lexicon), read, frozenset(text.known), lexicon)
    text.known.update(media)
    by_stretch = text.arranged(settled)
    speaks = text.speaks(by_stretch)
    offices = [find_offices(tokens, there, speaks, lexicon) for tokens, there in zip(read, by_stretch, strict=True)]
    by_stretch = [_owning(*of_one) for of_one in zip(read, by_stretch, offices, strict=True)]
    appearances = [
        one
        for number, tokens in enumerate(read)
        for one in find_appearances(number, tokens, by_stretch[number], offices[number], lexicon)
    ]
    context = text.context(by_stretch, offices, speaks, own_party(layout, read, books, lexicon))
    cast = cast_people(appearances, read, context, lexicon)
    cast = attach_offices(cast, read, offices, text.starts)
    rulers, cast = see_rulers(by_stretch, cast, read, lexicon)
    return _names(text, [*(one for row in by_stretch for one in row), *rulers], cast)


def _owning(tokens: Tokens, seen: Sequence[Sighting], offices: Sequence[Office]) -> list[Sighting]:
    """Mark the names that only say whose an office is: "EU envoy"."""
    owning = {k for office in offices for k in range(office.first, office.core)}
    return [
        replace(one, adjective=True, place=False) if one.first in owning and tokens.word(one.end) != "'s" else one
        for one in seen
    ]


class _Text:
    """What is known of the whole text."""

    def __init__(
        self, layout: Layout, sentences: Sequence[Sentence], read: Sequence[Tokens], known: dict[str, Known]
    ) -> None:
        self.layout = layout
        self.read = read
        self.known = known
        self.starts = [sentence.span.start for sentence in sentences]

    def arranged(self, seen: Sequence[Sighting]) -> list[list[Sighting]]:
        """Arrange sightings by stretch."""
        rows: list[list[Sighting]] = [[] for _ in self.read]
        for one in seen:
            rows[one.stretch].append(one)
        return rows

    def speaks(self, rows: Sequence[Sequence[Sighting]]) -> dict[str, str]:
        """Return for each party that is named the one for which it speaks: of an organ that of which it is one."""
        named = {one.of for row in rows for one in row if one.of}
        return {id_: self.known[id_].part or id_ for id_ in named}

    def context(
        self,
        rows: Sequence[Sequence[Sighting]],
        offices: Sequence[Sequence[Office]],
        speaks: Mapping[str, str],
        own: str | None,
    ) -> Context:
        """Gather what the text says that bears on its people."""
        states = frozenset(id_ for id_, known in self.known.items() if known.kind == "state")
        homes = Homes(self.read, rows, offices, states=states, speaks=speaks, starts=self.starts)
        authors = () if self.layout.own_statement else tuple(author.words for author in self.layout.authors)
        return Context(speaks, homes.of, states, own, authors)


def _names(text: _Text, seen: Sequence[Sighting], cast: Cast) -> Names:
    """Put together what was found."""
    mentions: list[Mention] = []
    aliases: dict[str, dict[str, None]] = {}
    persons = {
        (place.stretch, k) for places in cast.places.values() for place in places for k in range(place.first, place.end)
    }
    for one in sorted(seen, key=lambda one: (one.stretch, one.first)):
        tokens = text.read[one.stretch]
        if one.of and tokens.kind != "title" and (one.stretch, one.first) not in persons:
            aliases.setdefault(one.of, {})[tokens.written(one.first, one.end)] = None
            mentions.append(Mention(tokens.span(one.first, one.end), one.of, "party", one.adjective, one.place))
    for id_, places in cast.places.items():
        spans = [text.read[place.stretch].span(place.begin, place.end) for place in places]
        mentions += [Mention(span, id_, "person") for span in spans]
    for person in cast.people:
        if person.party:
            aliases.setdefault(person.party, {})
    mentions.sort(key=lambda mention: (mention.span.start, mention.span.end))
    parties = tuple(
        Party(id_, text.known[id_].name, text.known[id_].kind, tuple(named) or (text.known[id_].name,))
        for id_, named in aliases.items()
    )
    return Names(parties, cast.people, tuple(mentions))
