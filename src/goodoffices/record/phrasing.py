"""Verbs of a sentence with their auxiliaries: which words act as verbs, in what voice, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from goodoffices.record.grammar import Grammar, Token
from goodoffices.record.inflecting import VerbForm

__all__ = ["Tense", "VerbGroup", "verb_groups"]

Tense = Literal["present", "past", "perfect", "progressive", "infinitive", "participle", "bare"]

_AUXILIARIES = frozenset({"be", "have", "do", "modal"})
_BEFORE_NOUN = frozenset({"determiner", "possessive", "preposition", "number", "adjective"})
_BEFORE_GERUND = frozenset({"mark", "preposition", "subordinator"})
_BEFORE_FINITE = frozenset({"name", "word", "pronoun", "relative", "conjunction", "mark", "quote", "subordinator"})
_SUBJECTS = frozenset({"name", "pronoun", "relative"})
_BEGINS_OBJECT = frozenset({"determiner", "name", "pronoun", "number", "date", "quote"})
_GOES_ON = frozenset({"relative", "preposition", "word", "to", "subordinator", "adverb"})
_JOINING = frozenset({"conjunction", "mark"})
_MONEY = frozenset("$€£")
# A form that ends like a verb is one after an auxiliary though no list has it.
_AGENT_FAR = 8
_SHORTEST_ED, _SHORTEST_ING = 5, 6
# What may follow each auxiliary.
_AFTER: dict[str, frozenset[VerbForm]] = {
    "be": frozenset({"participle", "ing"}),
    "have": frozenset({"participle"}),
    "do": frozenset({"plain"}),
    "modal": frozenset({"plain"}),
    "to": frozenset({"plain"}),
}


@dataclass(frozen=True)
class VerbGroup:
    """A verb with what stands before it: "has not been attacked" is one, "met" another.

    Attributes
    ----------
    verb
        Its plain form; "" where a modal verb stands alone.
    start, end
        Positions of its first token and after its last.
    passive
        "was attacked", "attacked by".
    negated
        "did not", "never".
    modal
        The modal verb, or "".
    finite
        True if it has a subject of its own.
    """

    verb: str
    start: int
    end: int
    tense: Tense
    passive: bool = False
    negated: bool = False
    modal: str = ""
    finite: bool = True

    @property
    def head(self) -> int:
        """The position of the verb itself."""
        return self.end - 1


def verb_groups(tokens: Sequence[Token], words: Grammar) -> tuple[VerbGroup, ...]:
    """Find the verbs of a sentence.

    Parameters
    ----------
    tokens
        Of one sentence.
    words
        The lists of the language.
    """
    finder = _Finder(tokens, words)
    k = 0
    while k < len(tokens):
        group = finder.at(k)
        if group is not None:
            finder.found.append(group)
        k = group.end if group is not None else k + 1
    return tuple(finder.found)


class _Finder:
    """Reads one sentence from left to right."""

    def __init__(self, tokens: Sequence[Token], words: Grammar) -> None:
        self.tokens, self.words = tokens, words
        self.found: list[VerbGroup] = []

    def at(self, k: int) -> VerbGroup | None:
        """Return the verb that begins at a position."""
        tag = self.tokens[k].tag
        if tag in _AUXILIARIES and not self._is_month(k):
            return self._with_auxiliaries(k)
        if tag == "to":
            return self._infinitive(k)
        return self._alone(k) if tag == "word" else None

    def _tag(self, k: int) -> str:
        return self.tokens[k].tag if k < len(self.tokens) else "mark"

    def _low(self, k: int) -> str:
        return self.tokens[k].low if 0 <= k < len(self.tokens) else ""

    def _is_month(self, k: int) -> bool:
        """Say whether "May" or "will" is no verb here."""
        if k == 0 or self._low(k) not in self.words.among("modal-nouns"):
            return False
        return self.tokens[k].capital or self._tag(k - 1) in {"determiner", "possessive"}

    def _skip(self, k: int) -> tuple[int, bool]:
        """Pass over adverbs; also say whether something there denies."""
        negated = False
        while self._tag(k) in {"adverb", "negator"} or self._low(k) == "since":
            negated = negated or self._tag(k) == "negator"
            k += 1
        return k, negated

    def _with_auxiliaries(self, start: int) -> VerbGroup:
        chain: list[Token] = []
        negated, k = False, start
        while self._tag(k) in _AUXILIARIES and not (chain and self._is_month(k)):
            chain.append(self.tokens[k])
            k, denied = self._skip(k + 1)
            negated = negated or denied
        last = chain[-1].tag
        modal = next((token.low for token in chain if token.tag == "modal"), "")
        verb = self._fitting(k, _AFTER[last])
        if verb is None:
            alone = "" if last == "modal" else last
            return VerbGroup(alone, start, k, _tense(chain, None), negated=negated, modal=modal)
        name, form = verb
        passive = last == "be" and form == "participle"
        return VerbGroup(name, start, k + 1, _tense(chain, form), passive, negated, modal)

    def _fitting(self, k: int, kinds: frozenset[VerbForm]) -> tuple[str, VerbForm] | None:
        """Return the verb that fits after an auxiliary, if there is one."""
        if self._tag(k) not in {"word", "preposition"}:  # "following" is a verb after "is"
            return None
        token = self.tokens[k]
        for verb, kind in self.words.verbs.get(token.low, ()):
            if kind in kinds:
                return verb, kind
        if token.tag != "word" or token.capital or token.low in self.words.nouns:
            return None
        if "participle" in kinds and token.low.endswith("ed") and len(token.low) >= _SHORTEST_ED:
            return token.low, "participle"
        if "ing" in kinds and token.low.endswith("ing") and len(token.low) >= _SHORTEST_ING:
            return token.low, "ing"
        return None

    def _infinitive(self, start: int) -> VerbGroup | None:
        k, negated = self._skip(start + 1)
        k += self._tag(k) == "quote"
        negated = negated or (start > 0 and self._tag(start - 1) == "negator")
        if self._low(k) in {"be", "have", "do"}:
            inner = self._with_auxiliaries(k)
            return replace(inner, start=start, tense="infinitive", negated=negated or inner.negated, finite=False)
        verb = self._fitting(k, _AFTER["to"])
        if verb is None or self._is_goal(start, k):
            return None
        return VerbGroup(verb[0], start, k + 1, "infinitive", negated=negated, finite=False)

    def _is_goal(self, start: int, k: int) -> bool:
        """Say whether "to" leads to a noun: "the road to war", "in response to attack"."""
        ends = self._tag(k + 1) in {"mark", "preposition", "conjunction"}
        noun = self._low(k) in self.words.doubtful
        return noun and ends and self._low(start - 1) in self.words.among("before-to-noun")

    def _alone(self, k: int) -> VerbGroup | None:
        """Read a verb without auxiliary: "met", "meets", "signed by", "sharing a border"."""
        if self._is_part_of_name(k):
            return None
        previous = self._previous(k)
        object_of_verb = bool(self.found) and self.found[-1].end == k  # "opened fire on"
        for verb, kind in self._readings(k, previous):
            phrasal = f"{verb} {self._low(k + 1)}" in self.words.phrasal
            particle = phrasal and previous not in _BEFORE_NOUN and not object_of_verb
            if particle or self._acts(kind, k, previous):
                return self._read(verb, kind, k, previous)
        return None

    def _readings(self, k: int, previous: str) -> tuple[tuple[str, VerbForm], ...]:
        """Return what verbs a word may be."""
        token = self.tokens[k]
        gerund = previous in _BEFORE_GERUND and self._tag(k + 1) in _BEGINS_OBJECT
        if token.low in self.words.nouns and not gerund:
            return ()
        known = self.words.verbs.get(token.low, ())
        if not known and token.low.endswith("ed") and len(token.low) >= _SHORTEST_ED and not token.capital:
            return ((token.low, "past"), (token.low, "participle"))
        return known

    def _is_part_of_name(self, k: int) -> bool:
        """Say whether the word is a part of a compound or of a name in capitals, or stands alone in brackets."""
        before, after = self._low(k - 1), self._low(k + 1)
        if before == "-" or after == "-" or (before == "(" and after == ")"):
            return True
        return self.tokens[k].capital and k > 0 and self._tag(k - 1) not in {"mark", "quote"}

    def _previous(self, k: int) -> str:
        """Return the tag of what stands before, adverbs left aside; ``adjective`` for "Russian" and its like."""
        at = k - 1
        while at >= 0 and self._tag(at) == "adverb":
            at -= 1
        if at < 0:
            return "start"
        mention = self.tokens[at].mention
        return "adjective" if mention is not None and mention.adjective else self._tag(at)

    def _acts(self, kind: VerbForm, k: int, previous: str) -> bool:
        """Say whether a form is a verb where it stands."""
        doubtful = self._low(k) in self.words.doubtful
        object_follows = self._tag(k + 1) in _BEGINS_OBJECT or self._sum_follows(k)
        if kind == "ing":
            noun = previous in _BEFORE_NOUN - {"preposition"} or (previous == "name" and self._tag(k + 1) == "word")
            return not noun and (object_follows or not doubtful)
        if kind in {"past", "participle"}:
            return self._past_acts(k, kind, previous, doubtful=doubtful)
        if previous in _BEFORE_NOUN or previous == "start":
            return False
        if kind == "plain" and self._shares(previous) and (object_follows or not doubtful):
            return True
        if doubtful:
            return object_follows or (previous in _SUBJECTS and self._stands_in_clause(k))
        return previous in _BEFORE_FINITE and (kind == "third" or object_follows or self._clause_goes_on(k, previous))

    def _stands_in_clause(self, k: int) -> bool:
        """Say whether a clause is begun before or after a doubtful word: "if Iran attacks", "Iran claims that"."""
        follows = self._tag(k + 1) in {"to", "relative", "subordinator"}
        return follows or (k > 1 and self._tag(k - 2) in {"relative", "subordinator"} and self._tag(k + 1) == "mark")

    def _shares(self, previous: str) -> bool:
        """Say whether a plain form may share "to" or a modal verb with the verb before: "to meet and sign"."""
        if not self.found:
            return False
        last = self.found[-1]
        return (not last.verb) or (previous in _JOINING and (bool(last.modal) or last.tense == "infinitive"))

    def _clause_goes_on(self, k: int, previous: str) -> bool:
        return self._tag(k + 1) in _GOES_ON or (self._tag(k + 1) == "mark" and previous != "word")

    def _past_acts(self, k: int, kind: VerbForm, previous: str, *, doubtful: bool) -> bool:
        """Say whether a past form acts: "wounded civilians" after a conjunction has an adjective."""
        before_noun = self._tag(k + 1) == "word"
        if kind == "past" and self._low(k - 1) in self.words.among("numerals"):
            return not before_noun  # "the two signed"
        if previous in _BEFORE_NOUN or previous == "start":
            return previous == "start" and kind == "past" and self._tag(k + 1) == "preposition"
        return not (before_noun and previous == ("word" if doubtful else "conjunction"))

    def _sum_follows(self, k: int) -> bool:
        """Say whether a number follows, as in "funding over $5 million"."""
        ahead = self.tokens[k + 1 : k + 4]
        number = any(token.low in _MONEY or token.tag == "number" for token in ahead)
        return number and (self._low(k + 1) in _MONEY or self._low(k + 1) in self.words.among("before-sum"))

    def _read(self, verb: str, kind: VerbForm, k: int, previous: str) -> VerbGroup | None:
        if kind in {"plain", "third"}:
            return self._plain(verb, kind, k, previous)
        last = self.found[-1] if self.found else None
        if kind == "ing":
            return VerbGroup(verb, k, k + 1, "participle", finite=False)
        if last is not None and last.end == k and self._tag(k + 1) == "word":
            return None  # "bombed suspected positions"
        only_participle = all(form != "past" for _, form in self._readings(k, previous))
        if only_participle or self._low(k + 1) == "by" or self._is_reduced(verb, k, previous):
            return VerbGroup(verb, k, k + 1, "participle", passive=True, finite=False)
        return VerbGroup(verb, k, k + 1, "past")

    def _plain(self, verb: str, kind: VerbForm, k: int, previous: str) -> VerbGroup:
        """Read a plain form: present tense, or one more after "to" or a modal verb: "to meet and sign"."""
        last = self.found[-1] if self.found else None
        if kind == "plain" and last is not None and self._shares(previous):
            if not last.modal:
                return VerbGroup(verb, k, k + 1, "infinitive", finite=False)
            return VerbGroup(verb, k, k + 1, "bare", modal=last.modal, negated=last.negated)
        return VerbGroup(verb, k, k + 1, "present")

    def _is_reduced(self, verb: str, k: int, previous: str) -> bool:
        """Say whether a past form is rather a participle: "a pact signed between", "the accord reached in May"."""
        if previous in {"word", "mark"} and self._low(k + 1) in {"between", "among"}:
            return True
        noun = self._low(k - 1)
        deed = noun in self.words.doubtful and noun not in self.words.among("doers")
        happens = verb in self.words.among("happening")
        if previous != "word" or not deed or happens:
            return False
        agent = any(token.low == "by" for token in self.tokens[k + 2 : k + 2 + _AGENT_FAR])
        return self._tag(k + 1) in {"preposition", "date"} or (self._tag(k + 1) == "to" and agent)


def _tense(chain: Sequence[Token], form: VerbForm | None) -> Tense:
    first = chain[0]
    if first.tag == "modal":
        return "bare"
    if any(token.tag == "have" for token in (chain if form is not None else chain[:-1])):
        return "perfect"
    if first.low in {"was", "were", "had", "did"}:
        return "past"
    if form == "ing":
        return "progressive"
    return "participle" if first.low in {"being", "having", "be", "been"} else "present"
