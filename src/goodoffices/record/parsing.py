"""A sentence cut into clauses: each verb with its subject and what follows it, and what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goodoffices.record.grammar import Grammar, Token, grammar, tokenise
from goodoffices.record.parts import Sentence, Span
from goodoffices.record.phrasing import VerbGroup, verb_groups
from goodoffices.record.reading import Reading
from goodoffices.record.subjects import Range, phrase_start, subject_in

__all__ = ["Clause", "Parsed", "Range", "parse", "parse_tokens"]

# Of a longer sentence, which is rather a table, only so many characters are read: time stays bounded.
LONGEST = 6_000
# Cuts that no subject reaches over.
_DASHES = frozenset({";", "—", "–", "--"})
_HARD = _DASHES | {":", "(", ")", "[", "]", "…", "/"}
_OPENERS = frozenset({"subordinator", "relative", "conjunction", "determiner"})
_JOINING = frozenset({"and", "or", "but"})
_NOUNS = frozenset({"word", "name", "pronoun"})
_NOWHERE = Range(0, 0)
# Before the one who is asked to do something: "called on Iran to stop".
_ADDRESSING = frozenset({"on", "upon", "with", "for", "to"})


@dataclass(frozen=True)
class Clause:
    """A verb with what belongs to it.

    Attributes
    ----------
    group
        The verb and its auxiliaries; in a sentence without any, a verb "" before its first word.
    subject
        Before the verb, or taken from the clause it shares it with; for a relative clause the noun it hangs on.
    rest
        After the verb, up to the next clause.
    opener
        ``if``, ``that``, ``who``, ``and`` and the like, or "".
    above
        The position of the clause on which this one hangs, or None.
    own
        True if the subject stands in this clause.
    lead
        Where the clause with its subject begins.
    """

    group: VerbGroup
    subject: Range = _NOWHERE
    rest: Range = _NOWHERE
    opener: str = ""
    above: int | None = None
    own: bool = False
    lead: int = 0


@dataclass(frozen=True)
class Parsed:
    """A sentence with its clauses.

    Attributes
    ----------
    question
        True if it asks.
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    question: bool

    def span(self, start: int, end: int) -> Span:
        """Return where some tokens stand in the text, without marks at their ends."""
        while end > start + 1 and self.tokens[end - 1].tag in {"mark", "quote"} and self.tokens[end - 1].low != ")":
            end -= 1
        while start < end - 1 and self.tokens[start].tag in {"mark", "quote"}:
            start += 1
        return Span(self.tokens[start].span.start, self.tokens[end - 1].span.end)


def parse(reading: Reading, sentence: Sentence) -> Parsed:
    """Cut a sentence of a document into clauses.

    Parameters
    ----------
    reading
        The document, for what is named where.
    sentence
        One of its sentences.
    """
    words = grammar(reading.lexicon)
    span = Span(sentence.span.start, min(sentence.span.end, sentence.span.start + LONGEST))
    tokens = tokenise(reading.text, span, reading.mentions_in(span), reading.dates_in(span), words)
    return parse_tokens(tokens, sentence, words)


def parse_tokens(tokens: Sequence[Token], sentence: Sentence, words: Grammar) -> Parsed:
    """Cut tokens into clauses.

    Parameters
    ----------
    tokens
        Of one sentence.
    sentence
        Where they stand.
    words
        The lists of the language.
    """
    parser = _Parser(tokens, words)
    for group in verb_groups(tokens, words):
        parser.take(group)
    question = any(token.low == "?" for token in tokens[-3:])
    return Parsed(sentence, tuple(tokens), parser.ended(), question)


class _Parser:
    """Reads the verbs of one sentence in order; ``floor`` is where the verb before ends."""

    def __init__(self, tokens: Sequence[Token], words: Grammar) -> None:
        self.tokens, self.words = tokens, words
        self.relatives = words.among("relatives")
        self.before: list[Clause] = []
        self.floor = 0

    def take(self, group: VerbGroup) -> None:
        """Add the clause of the next verb."""
        self.before.append(self._finite(group) if group.finite else self._dependent(group))
        self.floor = group.end

    def ended(self) -> tuple[Clause, ...]:
        """Return the clauses, each with what follows its verb."""
        if not self.before:  # what nouns say may be read all the same, as under a picture
            return (Clause(VerbGroup("", 0, 0, "present", finite=False), rest=Range(0, len(self.tokens))),)
        ends = [*(clause.lead for clause in self.before), len(self.tokens)][1:]
        return tuple(self._with_rest(clause, end) for clause, end in zip(self.before, ends, strict=False))

    def _with_rest(self, clause: Clause, end: int) -> Clause:
        at = clause.group.end
        stops = (j for j in range(at, end) if self._ends_clause(j, at))
        return replace(clause, rest=Range(at, next(stops, max(at, end))))

    def _ends_clause(self, j: int, start: int) -> bool:
        """Say whether a clause ends at a mark: a dash, a bracket opened before it, the end of what is quoted."""
        token = self.tokens[j]
        if token.low == ")":
            return all(other.low != "(" for other in self.tokens[start:j])
        return token.low in _DASHES or (token.tag == "quote" and self.tokens[j - 1].low in {",", ".", "?", "!"})

    def _finite(self, group: VerbGroup) -> Clause:
        cut = self._cut(group.start)
        opener, lead = self._opener(cut)
        open_object = bool(self.before) and cut == self.floor and not opener
        told = open_object and self._is_told(Range(cut, group.start))
        subject = subject_in(self.tokens, Range(cut, group.start), self.words, after_object=open_object and not told)
        if opener in self.relatives and not subject:
            antecedent = self._antecedent(cut - 1)
            if antecedent:
                return Clause(group, antecedent, opener=opener, lead=lead)
        if not subject:
            return self._shared(group, opener, lead)
        lead = min(lead, subject.start) if opener or not self.before else subject.start
        above = self._reported_by(opener, cut)
        return Clause(group, subject, opener=opener, above=above, own=True, lead=lead)

    def _opener(self, cut: int) -> tuple[str, int]:
        """Return the word that opens a clause, or "", and where the clause begins."""
        if cut == 0 or (cut == self.floor and self.before):
            return "", cut
        token = self.tokens[cut - 1]
        if token.low in _HARD:
            return token.low, cut
        opens = token.tag in _OPENERS or token.low in self.words.among("clausal-prepositions")
        return (token.low, cut - 1) if opens else ("", cut)

    def _is_told(self, within: Range) -> bool:
        """Say whether a clause follows a verb of saying at once; "warned him last week, officials said" has none."""
        commas = any(token.low == "," for token in self.tokens[within.start : within.end])
        return self._tells(self.before[-1]) and not commas

    def _tells(self, clause: Clause) -> bool:
        return clause.group.verb in self.words.among("saying")

    def _shared(self, group: VerbGroup, opener: str, lead: int) -> Clause:
        """Give a verb without a subject of its own that of the clause before: "met X and signed Y"."""
        lead = lead if opener else group.start
        partner = next((clause for clause in reversed(self.before) if clause.group.finite), None)
        if self.before and self.before[-1].own and self.before[-1].group.passive and not self.before[-1].group.finite:
            partner = self.before[-1]
        if partner is None:
            return Clause(group, opener=opener, lead=lead)
        carried = partner.opener if opener in {"", ":", *_JOINING} else opener
        subject = partner.subject
        if not opener and carried in self.relatives:
            carried = ""
            if partner.own:  # "the treaty, which they signed, ended"
                subject = self._antecedent(partner.lead) or subject
        return Clause(group, subject, opener=carried, above=partner.above, lead=lead)

    def _dependent(self, group: VerbGroup) -> Clause:
        """Read an infinitive or a participle: its subject is that of the clause before, or the noun right before it."""
        previous = self.tokens[group.start - 1] if group.start else None
        lead, opener = group.start, ""
        if previous is not None and (previous.tag in _OPENERS | {"preposition"} or previous.low == ","):
            opener = previous.low
            lead -= opener != ","
        above = self._governor(group, opener)
        end = group.start - (opener == "," and group.passive)
        if group.tense == "participle" and end > self.floor and self.tokens[end - 1].tag in _NOUNS:
            own = Range(phrase_start(self.tokens, end, self.floor), end)
            return Clause(group, own, opener=opener, above=above, own=True, lead=group.start)
        subject = self._controller(group, self.before[-1]) if self.before else _NOWHERE
        return Clause(group, subject, opener=opener, above=above, lead=lead)

    def _governor(self, group: VerbGroup, opener: str) -> int | None:
        """Return the clause on which an infinitive or a participle hangs; in "to meet and sign" both on the same."""
        if not self.before:
            return None
        last = self.before[-1]
        joined = opener in {",", *_JOINING} and group.tense == "infinitive" == last.group.tense
        return last.above if joined else len(self.before) - 1

    def _controller(self, group: VerbGroup, governor: Clause) -> Range:
        """Say who is to do what an infinitive names: the object, in "urged Iran to stop", else the subject."""
        start, end = governor.group.end, group.start
        if group.tense == "participle":
            blamed = governor.group.verb in self.words.among("blaming") and self.tokens[end - 1].low in {
                "of",
                "from",
                "for",
            }
            return Range(start, end - 1) if blamed and start < end - 1 else governor.subject
        if self.tokens[end - 1].tag in _NOUNS:
            first = phrase_start(self.tokens, end, start)
            if first < end and (first == start or self.tokens[first - 1].low in _ADDRESSING):
                return Range(first, end)
        # "called on both sides — Ruritania and Hentzau — to disarm"
        asked = governor.group.verb in self.words.among("asking")
        named = asked and any(token.tag == "name" for token in self.tokens[start:end])
        return Range(start, end) if named else governor.subject

    def _cut(self, start: int) -> int:
        """Return where the clause of a finite verb begins: after its opener."""
        k = start
        while k > self.floor:
            k -= 1
            if self.tokens[k].low == ")":
                k = self._opened(k)
            elif self._cuts(k, start):
                return k + 1
        return self.floor

    def _cuts(self, k: int, start: int) -> bool:
        token = self.tokens[k]
        if token.low in _HARD or token.tag in {"relative", "subordinator"} or (token.tag == "quote" and k > self.floor):
            return True
        if token.low in {"who", "which", "whom", "what"}:
            return True
        if token.low in self.words.among("clausal-prepositions"):
            return (bool(self.before) or k == 0) and k + 1 < start and self.tokens[k + 1].tag not in {"date", "number"}
        return token.tag == "conjunction" and bool(self.before) and self._joins_clauses(k, start)

    def _opened(self, k: int) -> int:
        """Return where the bracket opens that closes at a position; the position itself if it does not."""
        return next((j for j in range(k - 1, self.floor - 1, -1) if self.tokens[j].low == "("), k)

    def _joins_clauses(self, k: int, start: int) -> bool:
        """Say whether "and" stands between clauses rather than between nouns of one subject."""
        tokens, floor = self.tokens, self.floor
        if k in {floor, start - 1} or tokens[k - 1].low == "," or tokens[k].low in {"but", "yet"}:
            return True
        if tokens[k - 1].tag == tokens[k + 1].tag == "name" and k > floor + 1 and tokens[k - 2].low == ",":
            return False
        if any(token.low == "between" for token in tokens[max(floor, k - 6) : k]):
            return False
        # a clause has begun already between the verb before and here: "— but his close and long-standing ties are"
        if any(t.low in {"but", *_HARD} or t.tag in {"subordinator", "relative"} for t in tokens[floor:k]):
            return False
        if k == floor + 1 and tokens[floor].tag == "pronoun":
            return True
        return not (self._tells(self.before[-1]) and tokens[floor].tag in _NOUNS | {"determiner"})

    def _antecedent(self, at: int) -> Range:
        """Return the noun on which a relative clause hangs."""
        end = at - 1 if at and self.tokens[at - 1].low == "," else at
        start = phrase_start(self.tokens, end, self.floor if self.before and end > self.floor else 0)
        if start == end and self.before and self.before[-1].own:
            return self.before[-1].subject
        return Range(start, end)

    def _reported_by(self, opener: str, cut: int) -> int | None:
        """Return the clause that says, believes or denies this one, or on which it hangs."""
        if not self.before:
            return None
        last = len(self.before) - 1
        if opener == "that":
            joined = cut > 1 and self.tokens[cut - 2].tag == "conjunction"
            return self.before[last].above if joined else last
        if not opener:
            return last if cut == self.floor and self._tells(self.before[last]) else None
        if opener in _JOINING:
            return self.before[last].above
        hangs = self.words.tags.get(opener) == "subordinator" or opener in self.words.among("clausal-prepositions")
        return last if hangs else None
