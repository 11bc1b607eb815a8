"""Statements: who said what, in whose name, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from goodoffices.record.attributions import Attribution, Heard, listen
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.performatives import OwnStatements, own_statements
from goodoffices.record.reading import Reading
from goodoffices.record.saying import about, addressees, date_of, place_of
from goodoffices.record.voices import Voice

__all__ = ["find_statements"]

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_LONGEST_GIST = 400
_FEW = 3
_WHOLE = 10


@dataclass
class _Said:
    """A statement while its parts are gathered."""

    voice: Voice
    block: int
    cue: str
    sentence: Span
    content: list[Span]
    said: list[Span] = field(default_factory=list)
    when: str | None = None
    where: str | None = None
    to: tuple[str, ...] = ()


def find_statements(reading: Reading) -> tuple[Proposal, ...]:
    """Find statements: direct ones with the words said, reported ones with the words that report them.

    Quotations that share an attribution are one statement; so are a quotation without one and the statement that it
    goes on with in its paragraph. A paragraph of quotation alone is said by the speaker of the paragraph before. What a
    caption repeats is left out.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Proposal
        Of the section ``statements``, in the order of the text. ``speaker`` is a person, ``who`` the party.
    """
    own = own_statements(reading)
    gathered = _Gathering(reading, own).gather(listen(reading))
    proposals = [*(_proposal(reading, one) for one in _distinct(reading, gathered)), *own.proposals]
    return tuple(sorted(proposals, key=lambda one: one.evidence[0].start))


class _Gathering:
    """Puts statements together, paragraph by paragraph."""

    def __init__(self, reading: Reading, own: OwnStatements) -> None:
        self.reading, self.own = reading, own
        self.found: list[_Said] = []
        self.waiting: list[Span] = []
        self.opened: Voice | None = None

    def gather(self, heard: Iterable[Heard]) -> list[_Said]:
        """Go through the sentences."""
        block = -1
        for one in heard:
            if one.sentence.block != block:
                block = one.sentence.block
                self.waiting = []
            else:
                self.opened = None
            voiced = [said for said in one.attributions if not said.nested and not self._is_own(said)]
            if voiced:
                for _, run in groupby(voiced, key=lambda said: said.voice):
                    self._add(one, list(run))
            else:
                self._carry(one)
            self.opened = one.opens
        return self.found

    def _is_own(self, said: Attribution) -> bool:
        """Say whether the document itself speaks, of which `own_statements` takes care."""
        if said.quotes or not self.own.proposals:
            return False
        taken = any(one.evidence[0].start <= said.content[0].start < one.evidence[0].end for one in self.own.proposals)
        ours = said.voice.party in self.own.parties or said.voice.person in self.own.people
        return ours or (taken and said.voice.party is None)

    def _add(self, heard: Heard, run: Sequence[Attribution]) -> None:
        """Add what one speaker says in a sentence."""
        first = run[0]
        spoken = list(dict.fromkeys(quoted.span for said in run if self._is_direct(said) for quoted in said.quotes))
        last = self.found[-1] if self.found else None
        same = last is not None and last.voice == first.voice and last.block == heard.sentence.block
        if same and last is not None and not spoken and _is_remark(heard, run):
            last.content += [span for said in run for span in said.content]
            return
        dates = [when for said in run for when in [date_of(self.reading, said)] if when]
        places = [where for said in run for where in [place_of(self.reading, said)] if where]
        new = _Said(
            first.voice,
            heard.sentence.block,
            first.cue,
            heard.sentence.span,
            [_whole([span for said in run for span in said.content])],
            self.waiting + spoken if spoken else [],
            dates[0] if dates else None,
            places[0] if places else None,
            tuple(dict.fromkeys(one for said in run for one in addressees(said))),
        )
        if same and last is not None:
            new.when, new.where = new.when or last.when, new.where or last.where
        if spoken:
            self.waiting = []
        self.found.append(new)

    def _is_direct(self, said: Attribution) -> bool:
        """Say whether what was said stands within quotation marks, but for a few words."""
        inside = sum(_count(self.reading, quoted.span) for quoted in said.quotes)
        outside = sum(_count(self.reading, span) for span in said.content) - inside
        whole = any(self.reading.of(quoted.span)[:1].isupper() for quoted in said.quotes)
        return inside > outside and (whole or (inside >= _WHOLE and inside > 3 * outside) or not outside)

    def _carry(self, heard: Heard) -> None:
        """Find who speaks where a quotation stands without attribution."""
        quotes = [quoted for quoted in self.reading.quotes_in(heard.sentence.span) if not quoted.scare]
        if not quotes:
            return
        inside = sum(_count(self.reading, quoted.span) for quoted in quotes)
        outside = _count(self.reading, heard.sentence.span) - inside
        spans = [quoted.span for quoted in quotes]
        last = self.found[-1] if self.found else None
        if outside > _FEW:
            self._introduced(heard, spans, inside, outside)
        elif self.opened is not None:
            self._new(heard, self.opened, spans, last if last is not None and last.voice == self.opened else None)
        elif last is not None and self._runs_on(last, heard.sentence.block):
            last.said += spans
            last.block = heard.sentence.block
        elif last is not None and last.block == heard.sentence.block:
            if last.said:
                last.said += spans
            else:
                self._new(heard, last.voice, spans, last)
        elif last is not None and self._adjacent(last.block, heard.sentence.block) and not self._answered(heard):
            self._new(heard, last.voice, spans, last)
        else:
            self.waiting += spans

    def _introduced(self, heard: Heard, spans: list[Span], inside: int, outside: int) -> None:
        """Read "Her answer was short: “…”": the subject of the sentence speaks."""
        before = self.reading.of(Span(heard.sentence.span.start, spans[0].start - 1)).rstrip()
        if before.endswith(":") and heard.subject is not None and heard.subject.person and inside > outside // 2:
            self._new(heard, heard.subject, spans, None)

    def _new(self, heard: Heard, voice: Voice, spans: list[Span], source: _Said | None) -> None:
        when, where = (source.when, source.where) if source else (None, None)
        block, sentence = heard.sentence.block, heard.sentence.span
        self.found.append(_Said(voice, block, "", sentence, list(spans), list(spans), when, where))

    def _runs_on(self, last: _Said, block: int) -> bool:
        """Say whether a quotation goes on from the paragraph before, where it was not closed."""
        before = self.reading.quoted_at(last.said[-1].start) if last.said else None
        unclosed = before is not None and before.outer.end == before.span.end
        return unclosed and self._adjacent(last.block, block)

    def _adjacent(self, earlier: int, later: int) -> bool:
        """Say whether a paragraph follows another, with nothing but captions between them."""
        between = self.reading.layout.blocks[earlier + 1 : later]
        return earlier < later and all(block.kind == "caption" for block in between) and not self._is_caption(earlier)

    def _is_caption(self, block: int) -> bool:
        return self.reading.layout.blocks[block].kind == "caption"

    def _answered(self, heard: Heard) -> bool:
        """Say whether an attribution follows in the same paragraph."""
        last = self.reading.sentence_at(heard.sentence.span.end - 1)
        later = self.reading.following(last) if last is not None else None
        if later is None or later.block != heard.sentence.block:
            return False
        return any(mention.what == "person" for mention in self.reading.mentions_in(later.span))


def _is_remark(heard: Heard, run: Sequence[Attribution]) -> bool:
    """Say whether a sentence only adds a phrase: "He called the plan “dead”."."""
    scare = any(token.low == "“…”" for token in heard.tokens)
    return scare and all(said.verb in {"call", "describe", "term", "label"} for said in run)


def _whole(spans: Sequence[Span]) -> Span:
    """Join what was said around its attribution."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _count(reading: Reading, span: Span) -> int:
    return len(_WORD.findall(reading.text, span.start, span.end))


def _distinct(reading: Reading, found: Sequence[_Said]) -> Iterator[_Said]:
    """Leave out what a caption or a pull quote repeats."""
    keys = [_key(reading, one) for one in found]
    captions = {k for k, one in enumerate(found) if reading.layout.blocks[one.block].kind == "caption"}
    texts = [key for k, key in enumerate(keys) if k not in captions]
    seen: set[str] = set()
    for k in sorted(range(len(found)), key=lambda k: (k in captions, k)):
        repeated = keys[k] in seen or (k in captions and any(keys[k] in text for text in texts))
        if not repeated:
            seen.add(keys[k])
            yield found[k]


def _key(reading: Reading, one: _Said) -> str:
    spans = one.said or one.content
    return " ".join(word.lower() for span in spans for word in _WORD.findall(reading.of(span)))


def _proposal(reading: Reading, one: _Said) -> Proposal:
    voice = one.voice
    content = tuple(one.content)
    entry: dict[str, object] = {
        "speaker": voice.person,
        "who": voice.party,
        "when": one.when,
        "where": one.where,
        "to": one.to,
        "gist": _gist(reading, one),
        "about": about(reading, content, voice.party),
    }
    evidence = (one.sentence,) if one.said else content
    known = {key: value for key, value in entry.items() if value not in (None, "", ())}
    return Proposal("statements", known, evidence, tuple(one.said), one.cue)


def _gist(reading: Reading, one: _Said) -> str | None:
    """Say in short what was reported, and who an unnamed speaker is."""
    who = one.voice.words if not one.voice.person else ""
    if one.said:
        return who or None
    words = " … ".join(reading.plain(span) for span in one.content)
    short = words if len(words) <= _LONGEST_GIST else words[: _LONGEST_GIST - 1].rsplit(" ", 1)[0] + "…"
    return f"{who}: {short}" if who else short
