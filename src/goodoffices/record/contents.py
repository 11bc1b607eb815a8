"""What somebody is said to have said: where it begins and ends beside its verb."""

from __future__ import annotations

from collections.abc import Sequence

from goodoffices.record.clauses import Cue, is_clause
from goodoffices.record.grammar import Token
from goodoffices.record.parts import Mention, Span
from goodoffices.record.reading import Reading
from goodoffices.record.voices import Subject

__all__ = ["Contents", "Range", "addressed_by", "frame_of", "last", "span_of"]

Range = tuple[int, int]

_FINITE = frozenset({"be", "have", "modal", "do", "quote"})
_NO_CONTENT = frozenset({"as", "when", "after", "while", "before", "who", "which", "because"})
_GOES_ON = frozenset({"but", "and", "if", "unless", "or", "because", "since", "although", "though", "so"})
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "gen", "col"})
_DASHES = frozenset({",", "—", "–", "-"})
# How far from a verb its "that" may stand: "said, however, that".
_NEAR = 14


def span_of(tokens: Sequence[Token], start: int, end: int) -> Span:
    """Return where tokens stand in the text."""
    return Span(tokens[start].span.start, tokens[end - 1].span.end)


def last(tokens: Sequence[Token]) -> int:
    """Return the position after the last word, the full stop left out."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].low in {".", "!", "?", "…"}:
        end -= 1
    return end


class Contents:
    """Finds what was said beside a verb of saying, in the sentences of one text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        words = reading.lexicon.words
        self.takers = frozenset(words("speech", "takers"))
        self.judging = frozenset(words("speech", "judgement")) - frozenset(words("speech", "object"))
        self.described = frozenset(words("speech", "described"))
        self.told = {phrase.split()[-1] for phrase in words("speech", "audiences")} | set(words("speech", "speakers"))

    def start(self, tokens: Sequence[Token], cue: Cue) -> int | None:
        """Say where what was said begins after a verb; None if nothing of the kind follows."""
        end, at = last(tokens), cue.end
        if cue.verb == "ask" and at < end and tokens[at].low in {"not", "to"}:
            return None
        if "request" in cue.kinds and "clause" not in cue.kinds:
            return at if at < end and tokens[at].tag != "mark" else None
        if cue.kinds & {"address", "request"}:
            past = self._past_addressee(tokens, at, end)
            told = past < end and (tokens[past].low == "that" or tokens[past].tag == "quote")
            at = past if told or "clause" not in cue.kinds else at
        at = _past_adverbials(tokens, at, end)
        return _begun(tokens, at, end) if at < end else None

    def _past_addressee(self, tokens: Sequence[Token], at: int, end: int) -> int:
        """Pass over those to whom something is told."""
        k = at
        while k < end:
            step = self._step(tokens, k, at)
            if not step:
                break
            k += step
            if tokens[at].tag == "pronoun":
                break
        return min(k, end)

    def _step(self, tokens: Sequence[Token], k: int, at: int) -> int:
        """Say how many words from a position belong to those who are addressed from position ``at`` on."""
        token, before = tokens[k], tokens[k - 1]
        if k == at and token.tag in {"name", "pronoun", "determiner", "number", "possessive", "word"}:
            return 1
        if token.tag == "conjunction":
            joins = k > at and k + 1 < len(tokens) and tokens[k + 1].tag in {"name", "determiner"}
            return 2 if joins else 0
        allowed = {
            "mark": token.low == "." and before.low in _TITLES,
            "adverb": before.tag == "determiner",
            "determiner": before.tag in {"determiner", "name"},
            "number": before.tag in {"determiner", "name"},
            "possessive": before.tag == "name",
            "word": before.tag in {"determiner", "possessive", "number", "word", "adverb"} and k < at + 5,
            "name": before.low in _TITLES or before.low == ".",
        }
        told = token.low in self.told or (token.tag == "word" and token.capital)
        return int(told or allowed.get(token.tag, False))

    def fits(self, tokens: Sequence[Token], cue: Cue, start: int) -> bool:
        """Say whether what begins at a position is what a verb takes."""
        rest = tokens[start:]
        that = start > cue.end and tokens[start - 1].low in {"that", ":"}
        if cue.verb in self.judging:
            return self._is_judgement(tokens, cue)
        if cue.kinds & {"request", "object"}:
            return True
        if cue.kinds == {"quotation"}:
            return rest[0].tag == "quote"
        if that or any(token.tag == "quote" for token in rest):
            return True
        begins = "address" in cue.kinds or rest[0].tag not in {"preposition", "adverb", "to"}
        return begins and is_clause(self.reading, rest, soon=cue.verb in self.takers)

    def _is_judgement(self, tokens: Sequence[Token], cue: Cue) -> bool:
        """Say whether somebody is called something: "calls it a mistake", not "called a meeting"."""
        end = next((k for k in range(cue.end, len(tokens)) if tokens[k].low in {",", ";", ".", ":"}), len(tokens))
        rest = tokens[cue.end : end]
        if any(token.low == "“…”" or token.tag == "quote" for token in rest):
            return True
        if any(token.low in {"which", "whom"} for token in tokens[max(0, cue.first - 4) : cue.first]):
            return bool(rest)
        if cue.verb in self.described:
            return any(token.low == "as" for token in rest[1:])
        known = {"the", "his", "her", "their", "its", "this", "that"}
        begins = bool(rest) and (rest[0].tag in {"name", "pronoun"} or rest[0].low in known)
        return begins and any(token.low in {"a", "an"} for token in rest[1:])

    def before(self, tokens: Sequence[Token], at: int, *, clause: bool = True) -> Range | None:
        """Return the range of a clause or a quotation that ends before a position; of any words without ``clause``."""
        end = at
        while end and tokens[end - 1].low in _DASHES:
            end -= 1
        if not end or (end == at and tokens[end - 1].tag != "quote"):
            return None
        if tokens[end - 1].tag == "quote":
            return _quotations(tokens, end), end
        start = end
        while start and tokens[start - 1].low != ";" and tokens[start - 1].tag != "quote":
            start -= 1
        if start and tokens[start - 1].tag == "quote":
            start -= 1
        lead = tokens[start:end]
        return (start, end) if not clause or lead[0].tag == "quote" or is_clause(self.reading, lead) else None

    def end(self, tokens: Sequence[Token], start: int) -> int:
        """Say where what was said ends: with the sentence, or with the parenthesis around it."""
        depth, stop = 0, last(tokens)
        for k in range(start, stop):
            if tokens[k].low in {"(", "["}:
                depth += 1
            elif tokens[k].low in {")", "]"}:
                if not depth:
                    stop = k
                    break
                depth -= 1
        while stop > start + 1 and tokens[stop - 1].low in {".", "!", "?"}:
            stop -= 1
        return stop

    def is_object(self, tokens: Sequence[Token], cue: Cue) -> bool:
        """Say whether a noun phrase rather than a clause follows: "denied any part in the bombing"."""
        following = tokens[cue.end : cue.end + 12]
        if not cue.kinds & {"object", "request", "judgement"} or not following or following[0].low in {"that", ":"}:
            return False
        return "clause" not in cue.kinds or not any(token.tag in _FINITE for token in following)


def _begun(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Say where what was said begins, once what tells of the saying is passed over."""
    token = tokens[at]
    if token.low == "that":
        return at + 1 if any(one.tag != "mark" for one in tokens[at + 1 : end]) else None
    if token.low in {":", ","}:
        return _after_mark(tokens, at, end)
    return None if token.tag in {"mark", "conjunction"} or token.low in _NO_CONTENT else at


def _after_mark(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Read on after a comma or a colon: "said: …", "said, however, that …", "he said, but only …"."""
    if at + 1 >= end:
        return None
    following = tokens[at + 1]
    if tokens[at].low == ":" or following.tag == "quote":
        return at + 1
    near = range(at + 1, min(at + _NEAR, end - 1))
    that = next((k for k in near if tokens[k].low == "that" and tokens[k - 1].low == ","), None)
    if that is not None:
        return that + 1
    return at + 1 if following.low in _GOES_ON or following.tag in {"be", "have", "modal"} else None


def _quotations(tokens: Sequence[Token], end: int) -> int:
    """Return where the quotations begin of which the last ends before a position, or the clause whose end it is."""
    start = end - 1
    while start > 1 and tokens[start - 1].low in {",", "and", "…"} and tokens[start - 2].tag == "quote":
        start -= 2
    if start and tokens[start - 1].tag not in {"mark", "quote"}:
        # The pact “will have to wait,” he said.
        return next((k + 1 for k in range(start - 1, -1, -1) if tokens[k].low in {";", ":"}), 0)
    return start


def _past_adverbials(tokens: Sequence[Token], at: int, end: int) -> int:
    """Pass over when, where and how something was said."""
    k = at
    while k < end:
        token = tokens[k]
        if token.tag in {"date", "adverb"}:
            k += 1
        elif token.tag == "preposition" and token.low not in {"that", "as"}:
            k = _past_phrase(tokens, k, end)
        else:
            break
    return k


_ENDS_PHRASE = frozenset({"mark", "quote", "subordinator", "relative", "modal", "be", "have", "do"})


def _past_phrase(tokens: Sequence[Token], at: int, end: int) -> int:
    """Pass over a preposition and what it governs, up to what begins anew."""
    k = at + 1
    while k < end:
        token, before = tokens[k], tokens[k - 1]
        begins = token.tag in {"determiner", "pronoun", "name"}
        if token.tag in _ENDS_PHRASE or token.low == "that":
            break
        if begins and before.tag in {"word", "name", "date", "number"}:
            break
        k += 1
    return k


def addressed_by(tokens: Sequence[Token], cue: Cue) -> tuple[Mention, ...]:
    """Return those who are named right after a verb that says to whom."""
    if not cue.kinds & {"address", "request"}:
        return ()
    found: list[Mention] = []
    for token in tokens[cue.end :]:
        if token.mention is not None:
            found.append(token.mention)
        elif token.tag == "possessive":
            return ()
        elif token.tag not in {"determiner", "conjunction"} and token.low not in {",", ".", *_TITLES}:
            break
    return tuple(mention for mention in found if not mention.adjective)


def frame_of(tokens: Sequence[Token], cue: Cue, subject: Subject, start: int) -> tuple[Range, ...]:
    """Return what is told about the saying: before its subject, between subject and verb, and up to what was said."""
    if subject.pronoun == "same":
        return (0, cue.first), (cue.end, start)
    frame: list[Range] = []
    lead, between = tokens[: subject.start], tokens[subject.end : cue.first]
    aside = bool(lead) and lead[0].tag in {"preposition", "adverb", "date"}
    if aside and not any(token.tag in _FINITE for token in lead):
        frame.append((0, subject.start))
    if between and not any(token.low in {"who", "which", "whose"} for token in between):
        frame.append((subject.end, cue.first))
    return (*frame, (cue.end, start))
