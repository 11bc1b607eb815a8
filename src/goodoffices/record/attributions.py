"""Words put into somebody's mouth: who is said to say what, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goodoffices.record.clauses import Cue, cues, units, words_of
from goodoffices.record.contents import Contents, Range, addressed_by, frame_of, last, span_of
from goodoffices.record.focus import Focus
from goodoffices.record.grammar import Token
from goodoffices.record.parts import Mention, Quoted, Sentence, Span
from goodoffices.record.reading import Reading
from goodoffices.record.voices import Subject, Voice, Voices

__all__ = ["Attribution", "Heard", "listen"]


@dataclass(frozen=True)
class Attribution:
    """That somebody said something.

    Attributes
    ----------
    cue
        The words that show it.
    content
        What was said, as it stands in the sentence; several stretches where the attribution interrupts it.
    frame
        What is told about the saying itself: there its date and its place may stand.
    quotes
        Quotations within the content that were spoken.
    kinds, at
        Of the verb: what it may be followed by, and the position of its first token.
    to
        To whom it was said, or of whom it was asked.
    nested
        True if somebody else is said to have said so: "he said that they had urged …".
    """

    voice: Voice
    cue: str
    verb: str
    content: tuple[Span, ...]
    frame: tuple[Span, ...]
    quotes: tuple[Quoted, ...]
    kinds: frozenset[str] = frozenset()
    at: int = 0
    to: tuple[Mention, ...] = ()
    nested: bool = False


@dataclass(frozen=True)
class Heard:
    """A sentence with what is said in it; a quotation without any attribution has none.

    Attributes
    ----------
    subject
        Whom the sentence is about.
    opens
        Who says what follows in the next paragraph: "…, saying:".
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    attributions: tuple[Attribution, ...]
    subject: Voice | None
    opens: Voice | None = None


def listen(reading: Reading) -> tuple[Heard, ...]:
    """Go through the sentences and find who says what.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Heard
        One for each sentence, in order.
    """
    listener = _Listener(reading)
    return tuple(listener.hear(sentence) for sentence in units(reading))


@dataclass(frozen=True)
class _Found:
    """A verb of saying with its subject, and the tokens of what is said: half-open ranges."""

    cue: Cue
    subject: Subject
    content: tuple[tuple[int, int], ...]
    frame: tuple[tuple[int, int], ...]


_BEGINS_NAME = frozenset({"name", "determiner", "word", "number", "pronoun"})
_CHAINS = frozenset({"and", "but", "while", "although", "though", "whereas", "yet", "or"})


class _Listener:
    """Hears one sentence after the other."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.voices = Voices(reading)
        self.focus = Focus(reading, self.voices)
        self.contents = Contents(reading)
        self.speakers = frozenset(reading.lexicon.words("speech", "speakers"))

    def hear(self, sentence: Sentence) -> Heard:
        """Find what is said in a sentence."""
        tokens = words_of(self.reading, sentence.span)
        subject = self.focus.subject(tokens)
        found: list[Attribution] = []
        reach = 0
        for one in self._found(tokens):
            if _supposed(tokens, one.subject):
                continue
            nested = one.cue.first < reach and not self._chained(tokens, one)
            here = found[-1].voice if found else None if _after_content(one) else subject
            voice = self.focus.resolve(one.subject, here)
            if voice is None:
                continue
            found.append(self._attribution(tokens, one, voice, nested=nested))
            if nested:
                continue
            self.focus.hear(voice)
            if not _aside(tokens, one):
                reach = max([reach, *(end for start, end in one.content if start >= one.cue.first)])
        spoke = [one.voice for one in found if not one.nested]
        self.focus.pass_over(tokens, spoke[-1] if spoke else None)
        opens = self._opens(tokens, found[-1].voice if found else subject)
        return Heard(sentence, tokens, tuple(found), subject, opens)

    def _opens(self, tokens: Sequence[Token], here: Voice | None) -> Voice | None:
        """Say who speaks in the next paragraph, if a sentence breaks off before what is said."""
        if len(tokens) < 3 or tokens[-1].low not in {",", ":"}:
            return None
        last = [cue for cue in cues(self.reading, tokens) if cue.end >= len(tokens) - 6]
        subject = self._subject(tokens, last[-1], 0) if last else None
        return self.focus.resolve(subject, here) if subject is not None else None

    def _chained(self, tokens: Sequence[Token], one: _Found) -> bool:
        """Say whether a verb within what was said goes on with the attribution instead: ", adding that …"."""
        if one.subject.pronoun == "same":
            return True
        start = one.subject.start
        before = tokens[start - 1]
        return (
            before.low == ";"
            or before.tag == "quote"
            or (before.low in _CHAINS and start > 1 and tokens[start - 2].low == ",")
        )

    def _found(self, tokens: Sequence[Token]) -> Iterator[_Found]:
        """Find the verbs of saying that have both a subject and a content."""
        for k, token in enumerate(tokens):
            if token.low == "according to":
                found = self._according(tokens, k)
                if found is not None:
                    yield found
        floor = 0
        for cue in cues(self.reading, tokens):
            found = self._clause(tokens, cue, floor)
            if found is not None:
                yield found
                # The subject of a verb within what was said stands there too.
                floor = max(
                    [floor, *(start for start, _ in found.content if start >= cue.first and not _aside(tokens, found))]
                )

    def _according(self, tokens: Sequence[Token], k: int) -> _Found | None:
        subject = self.voices.after(tokens, k + 1)
        if subject is None or subject.pronoun or (subject.voice.noun and subject.voice.noun not in self.speakers):
            return None
        cue = Cue("according to", "plain", k, k + 1, frozenset({"clause"}))
        end = last(tokens)
        if k and tokens[k - 1].low == ",":
            return _Found(cue, subject, ((0, k - 1),), ((k, end),))
        if k == 0 or tokens[k - 1].tag in {"conjunction", "mark"}:
            after = subject.end
            while after < end and tokens[after].low != ",":
                after += 1
            return _Found(cue, subject, ((after + 1, end),), ((k, after),)) if after + 1 < end else None
        return _Found(cue, subject, ((0, k),), ((k, end),))

    def _clause(self, tokens: Sequence[Token], cue: Cue, floor: int) -> _Found | None:
        """Find subject and content of a verb of saying."""
        if self._is_inverted(tokens, cue):
            subject = self.voices.after(tokens, cue.end)
            if subject is not None:
                return self._inverted(tokens, cue, subject)
        subject = self._subject(tokens, cue, floor)
        if subject is None:
            return None
        start = self.contents.start(tokens, cue)
        if start is None:
            return self._said_before(tokens, cue, subject) if subject.pronoun != "same" else None
        lead = self._lead(tokens, subject, start)
        if lead is None and not self.contents.fits(tokens, cue, start):
            return None
        end = self.contents.end(tokens, start)
        frame = frame_of(tokens, cue, subject, start)
        told = bool(cue.kinds & {"clause", "address", "quotation"}) and not self.contents.is_object(tokens, cue)
        first = start if told else cue.first
        content = ((first, end),) if lead is None else (lead, (start, end))
        return _Found(cue, subject, content, frame)

    def _lead(self, tokens: Sequence[Token], subject: Subject, start: int) -> Range | None:
        """Return what was said before an attribution that interrupts it: "The road, she said, was open"."""
        if subject.pronoun == "same" or not subject.start:
            return None
        interrupts = tokens[start - 1].low == ","
        if not interrupts and tokens[subject.start - 1].tag != "quote":
            return None
        return self.contents.before(tokens, subject.start, clause=not interrupts)

    def _subject(self, tokens: Sequence[Token], cue: Cue, floor: int) -> Subject | None:
        if cue.form == "ing":
            before = tokens[cue.first - 1] if cue.first else None
            if before is not None and before.tag == "word" and before.low in self.voices.mute:
                return None
            quoted = self._quoted_as(tokens, cue)
            return quoted or self._with(tokens, cue) or Subject(cue.first, cue.first, pronoun="same")
        return self.voices.before(tokens, cue.first, floor)

    def _quoted_as(self, tokens: Sequence[Token], cue: Cue) -> Subject | None:
        """Read "the minister was quoted by the agency as saying"."""
        if not cue.first or tokens[cue.first - 1].low != "as":
            return None
        passive = next(
            (k for k in range(cue.first - 1, 0, -1) if tokens[k].low in {"quoted", "cited", "reported"}), None
        )
        return self.voices.before(tokens, passive) if passive is not None else None

    def _with(self, tokens: Sequence[Token], cue: Cue) -> Subject | None:
        """Read "with the spokesman saying"."""
        at = cue.first - 1
        mention = tokens[at].mention if at > 0 else None
        if mention is None or mention.what != "person" or tokens[at - 1].low != "with":
            return None
        return Subject(at, cue.first, Voice(mention.of, self.reading.party_of(mention)))

    def _is_inverted(self, tokens: Sequence[Token], cue: Cue) -> bool:
        """Say whether the subject may stand after the verb: "…," said the minister."""
        if not cue.kinds & {"clause", "quotation"} or cue.form == "ing" or cue.end >= len(tokens) or not cue.first:
            return False
        before, following = tokens[cue.first - 1], tokens[cue.end]
        if following.tag not in _BEGINS_NAME or following.low in {"that", "it", "this"}:
            return False
        if before.tag == "quote" or (before.low == "," and tokens[cue.first - 2].tag == "quote"):
            return True
        if before.low != "," or self.voices.before(tokens, cue.first) is not None:
            return False
        subject = self.voices.after(tokens, cue.end)
        return subject is not None and subject.end < len(tokens) and tokens[subject.end].tag == "mark"

    def _inverted(self, tokens: Sequence[Token], cue: Cue, subject: Subject) -> _Found | None:
        lead = self.contents.before(tokens, cue.first)
        if lead is None:
            return None
        end = last(tokens)
        later = next((k for k in range(subject.end, end) if tokens[k].tag == "quote"), None)
        content = (lead,) if later is None else (lead, (later, self.contents.end(tokens, later)))
        return _Found(cue, subject, content, ((subject.end, end if later is None else later),))

    def _said_before(self, tokens: Sequence[Token], cue: Cue, subject: Subject) -> _Found | None:
        """Read "…, he said in Doha": what is said stands before its attribution."""
        lead = self.contents.before(tokens, subject.start)
        if lead is None or not cue.kinds & {"clause", "quotation", "address"}:
            return None
        end = last(tokens)
        later = next((k for k in range(cue.end, end) if tokens[k].tag == "quote" and tokens[k - 1].tag == "mark"), end)
        content = (lead,) if later == end else (lead, (later, self.contents.end(tokens, later)))
        return _Found(cue, subject, content, ((cue.first, later),))

    def _attribution(self, tokens: Sequence[Token], one: _Found, voice: Voice, *, nested: bool) -> Attribution:
        content = tuple(span_of(tokens, *ends) for ends in one.content)
        quotes = tuple(
            quoted
            for start, end in one.content
            for token in tokens[start:end]
            if token.tag == "quote"
            for quoted in [self.reading.quoted_at(token.span.start)]
            if quoted is not None
        )
        words = " ".join(token.low for token in tokens[one.cue.first : one.cue.end])
        frame = tuple(span_of(tokens, *ends) for ends in one.frame if ends[0] < ends[1])
        return Attribution(
            voice,
            words,
            one.cue.verb,
            content,
            frame,
            quotes,
            one.cue.kinds,
            one.cue.first,
            addressed_by(tokens, one.cue),
            nested,
        )


def _after_content(one: _Found) -> bool:
    """Say whether all that was said stands before its attribution, so that nobody named in it is the speaker."""
    return all(end <= one.subject.start for _, end in one.content)


_SUPPOSING = frozenset({"if", "unless", "whether", "until", "once", "should", "lest"})


def _supposed(tokens: Sequence[Token], subject: Subject) -> bool:
    """Say whether a subject stands in a clause about what may come: "if all parties ask us to"."""
    return any(token.low in _SUPPOSING for token in tokens[max(0, subject.start - 1) : subject.start])


def _aside(tokens: Sequence[Token], one: _Found) -> bool:
    """Say whether a verb stands in a relative clause about a speaker, whose own verb comes later."""
    between = [token.low for token in tokens[one.subject.end : one.cue.first]]
    at = max((k for k, low in enumerate(between) if low in {"who", "which"}), default=None)
    return at is not None and "," not in between[at:]
