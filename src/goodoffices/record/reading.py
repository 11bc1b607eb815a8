"""A document as read so far: its sentences, dates, names and quotations, to be looked up by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Block, Dated, Layout, Mention, Names, Party, Person, Quoted, Sentence, Span

__all__ = ["Reading"]


@dataclass(frozen=True, eq=False)
class Reading:
    """All that is known of a document before entries are proposed.

    Attributes
    ----------
    layout, sentences, dates, names, quotes
        What the stages before found; sentences, dates and quotations in the order of the text.
    lexicon
        The words of its language.

    Examples
    --------
    >>> text = "Upstream said no. It left."
    >>> layout = Layout(text, (Block(Span(0, 26), "paragraph"),))
    >>> sentences = (Sentence(Span(0, 17), 0), Sentence(Span(18, 26), 0))
    >>> reading = Reading(layout, sentences, (), Names((), (), ()), (), Lexicon("en", {}))
    >>> reading.of(reading.sentence_at(20).span), reading.previous(sentences[1]) == sentences[0]
    ('It left.', True)
    """

    layout: Layout
    sentences: tuple[Sentence, ...]
    dates: tuple[Dated, ...]
    names: Names
    quotes: tuple[Quoted, ...]
    lexicon: Lexicon

    @property
    def text(self) -> str:
        """The whole text."""
        return self.layout.text

    def of(self, span: Span) -> str:
        """Return the words of a stretch, as they stand."""
        return self.layout.of(span)

    def plain(self, span: Span) -> str:
        """Return the words of a stretch on one line."""
        return " ".join(self.layout.of(span).split())

    def block_of(self, sentence: Sentence) -> Block:
        """Return the block in which a sentence stands."""
        return self.layout.blocks[sentence.block]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds a character, or None between sentences and in headings."""
        at = bisect_right(self._sentence_starts, offset) - 1
        if at < 0 or self.sentences[at].span.end <= offset:
            return None
        return self.sentences[at]

    def sentences_in(self, span: Span) -> tuple[Sentence, ...]:
        """Return the sentences of which any part lies in a stretch."""
        first = max(bisect_right(self._sentence_starts, span.start) - 1, 0)
        last = bisect_left(self._sentence_starts, span.end)
        return tuple(one for one in self.sentences[first:last] if one.span.end > span.start)

    def previous(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before, in whatever block, or None."""
        at = bisect_left(self._sentence_starts, sentence.span.start) - 1
        return self.sentences[at] if at >= 0 else None

    def following(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence after, in whatever block, or None."""
        at = bisect_right(self._sentence_starts, sentence.span.start)
        return self.sentences[at] if at < len(self.sentences) else None

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """Return what is named within a stretch, in the order of the text, the longer first of two that begin alike."""
        found = self._mentions[
            bisect_left(self._mention_starts, span.start) : bisect_left(self._mention_starts, span.end)
        ]
        return tuple(one for one in found if one.span.end <= span.end)

    def parties_in(self, span: Span) -> tuple[str, ...]:
        """Return the ids of the parties named in a stretch, or whose people are, each once; places are left out."""
        found = (self.party_of(one) for one in self.mentions_in(span) if not one.place)
        return tuple(dict.fromkeys(party for party in found if party is not None))

    def party_of(self, mention: Mention) -> str | None:
        """Return the party that is named, or the party of the person who is."""
        return mention.of if mention.what == "party" else self.people[mention.of].party

    def kind_of(self, party: str) -> str:
        """Return the kind of a party, ``other`` for one that is not listed."""
        return self.parties[party].kind if party in self.parties else "other"

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The parties by id."""
        return {party.id: party for party in self.names.parties}

    @cached_property
    def people(self) -> dict[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.names.people}

    def dates_in(self, span: Span) -> tuple[Dated, ...]:
        """Return the dates named within a stretch, in the order of the text."""
        found = self.dates[bisect_left(self._date_starts, span.start) : bisect_left(self._date_starts, span.end)]
        return tuple(one for one in found if one.span.end <= span.end)

    def quotes_in(self, span: Span) -> tuple[Quoted, ...]:
        """Return the quotations that begin within a stretch, in the order of the text."""
        return self.quotes[bisect_left(self._quote_starts, span.start) : bisect_left(self._quote_starts, span.end)]

    def quoted_at(self, offset: int) -> Quoted | None:
        """Return the quotation that holds a character, its marks included, or None."""
        at = bisect_right(self._quote_starts, offset) - 1
        return self.quotes[at] if at >= 0 and offset < self.quotes[at].outer.end else None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        return tuple(sorted(self.names.mentions, key=lambda one: (one.span.start, -one.span.end)))

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.span.start for mention in self._mentions]

    @cached_property
    def _date_starts(self) -> list[int]:
        return [dated.span.start for dated in self.dates]

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quoted.outer.start for quoted in self.quotes]
