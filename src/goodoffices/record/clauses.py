"""The words of a sentence with each quotation as one of them, and the verbs of saying among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from goodoffices.record.grammar import Grammar, Token, grammar, tokenise
from goodoffices.record.inflecting import VerbForm, verb_forms
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Mention, Quoted, Sentence, Span
from goodoffices.record.reading import Reading

__all__ = ["Cue", "Phrases", "cues", "is_clause", "is_finite", "is_modifier", "phrases", "units", "words_of"]

_FINITE = frozenset({"be", "have", "modal", "do", "quote"})
QUOTATION = "“”"
_SCARED = "“…”"


def units(reading: Reading) -> tuple[Sentence, ...]:
    """Join sentences that one quotation runs through, so that its attribution stands with it."""
    joined: list[Sentence] = []
    for sentence in reading.sentences:
        if joined and joined[-1].block == sentence.block:
            quoted = reading.quoted_at(sentence.span.start)
            if quoted is not None and quoted.outer.start < sentence.span.start:
                joined[-1] = Sentence(Span(joined[-1].span.start, sentence.span.end), sentence.block)
                continue
        joined.append(sentence)
    return tuple(joined)


def words_of(reading: Reading, span: Span) -> tuple[Token, ...]:
    """Cut a stretch into tokens; a quotation is one token, whatever it holds.

    A mere phrase within marks is a word like others.
    """
    # A name within marks, such as "Yellow Front", is read as if it had none.
    quotes = [quoted for quoted in reading.quotes_in(span) if not (quoted.scare and reading.mentions_in(quoted.outer))]
    mentions = [mention for mention in reading.mentions_in(span) if not _within(mention.span, quotes)]
    dates = [dated for dated in reading.dates_in(span) if not _within(dated.span, quotes)]
    tokens = tokenise(reading.text, span, mentions, dates, grammar(reading.lexicon))
    return tuple(_with_quotes(tokens, quotes))


def _within(span: Span, quotes: Iterable[Quoted]) -> bool:
    return any(quoted.outer.start <= span.start < quoted.outer.end for quoted in quotes)


def _with_quotes(tokens: Sequence[Token], quotes: Sequence[Quoted]) -> Iterable[Token]:
    """Put one token in the place of those of each quotation."""
    left = list(quotes)
    for token in tokens:
        while left and left[0].outer.end <= token.span.start:
            left.pop(0)
        if left and token.span.start >= left[0].outer.start:
            if token.span.start == left[0].outer.start:
                scare = left[0].scare
                yield Token(_SCARED if scare else QUOTATION, left[0].outer, "word" if scare else "quote")
        elif token.tag != "quote":
            yield token
        elif token.low == "'":
            # "the rebels' envoy"
            yield Token("'s", token.span, "possessive")


def is_clause(reading: Reading, tokens: Sequence[Token], *, soon: bool = False) -> bool:
    """Say whether words hold a verb that can stand with a subject, after the first of them.

    ``soon`` asks for one before the first comma.
    """
    for before, token in pairwise(tokens):
        if token.tag in _FINITE or is_finite(reading, token) or _agrees(reading, before, token):
            return True
        if soon and token.low in {",", ";"}:
            return False
    return False


def _agrees(reading: Reading, before: Token, token: Token) -> bool:
    """Say whether a plural noun and its verb meet: "talks begin"."""
    if before.tag != "word" or token.tag != "word" or not before.low.endswith("s"):
        return False
    return any(kind == "plain" for _, kind in grammar(reading.lexicon).verbs.get(token.low, ()))


def is_finite(reading: Reading, token: Token) -> bool:
    """Say whether a word may be a verb in the past or the third person."""
    return token.tag == "word" and not token.capital and _finite(grammar(reading.lexicon), token.low)


def _finite(words: Grammar, low: str) -> bool:
    kinds = {kind for _, kind in words.verbs.get(low, ())}
    return low not in words.among("nouns") and bool(kinds & {"past", "third"} or (low.endswith("ed") and len(low) > 4))


@dataclass(frozen=True)
class Cue:
    """A verb of saying, where it stands among the tokens.

    Attributes
    ----------
    first, end
        Positions of its first token and after its last.
    kinds
        What it may be followed by: names of lists of the topic ``speech``.
    """

    verb: str
    form: VerbForm
    first: int
    end: int
    kinds: frozenset[str]


@dataclass(frozen=True, eq=False)
class Phrases:
    """Verbs of one or several words in all their forms, found by their first word."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], str, VerbForm], ...]]
    kinds: dict[str, frozenset[str]]

    def at(self, tokens: Sequence[Token], k: int) -> tuple[str, VerbForm, int] | None:
        """Return the longest verb that begins at a token: its plain form, its form here, and where it ends."""
        for words, verb, form in self.by_first.get(tokens[k].low, ()):
            if all(k + i < len(tokens) and tokens[k + i].low == word for i, word in enumerate(words)):
                return verb, form, k + len(words)
        return None


@lru_cache(maxsize=32)
def phrases(lexicon: Lexicon, topic: str, names: tuple[str, ...]) -> Phrases:
    """Prepare the verbs of some lists of a topic.

    Parameters
    ----------
    lexicon
        Its topic ``grammar`` holds the irregular forms.
    topic, names
        Where the lists stand.
    """
    irregular, doubling = lexicon.table("grammar", "irregular"), frozenset(lexicon.words("grammar", "doubling"))
    kinds: dict[str, set[str]] = {}
    for name in names:
        for verb in lexicon.words(topic, name):
            kinds.setdefault(verb, set()).add(name)
    by_first: dict[str, list[tuple[tuple[str, ...], str, VerbForm]]] = {}
    for verb in kinds:
        core, *rest = verb.split()
        forms: dict[str, VerbForm] = {}
        for form, kind in verb_forms(core, irregular, doubling):
            forms.setdefault(form, kind)
        for form, kind in forms.items():
            by_first.setdefault(form, []).append(((form, *rest), verb, kind))
    longest = {form: tuple(sorted(found, key=lambda one: -len(one[0]))) for form, found in by_first.items()}
    return Phrases(longest, {verb: frozenset(found) for verb, found in kinds.items()})


_KINDS = ("clause", "quotation", "address", "request", "object", "judgement")
_AUXILIARY = frozenset({"be", "have", "modal", "do"})
# "While warning", "was quoted as saying".
_BEFORE_SAYING = frozenset({"while", "by", "as"})
_BEFORE_NOUN = frozenset({"determiner", "possessive", "number", "preposition"})


def cues(reading: Reading, tokens: Sequence[Token]) -> tuple[Cue, ...]:
    """Find the verbs of saying by which something is indeed said: no nouns, denials, passives, mere possibilities."""
    listed = phrases(reading.lexicon, "speech", _KINDS)
    nouns = frozenset(reading.lexicon.words("speech", "nouns"))
    found: list[Cue] = []
    k = 0
    while k < len(tokens):
        hit = listed.at(tokens, k) if tokens[k].tag not in {"name", "date", "mark", "quote"} else None
        if hit is None or not _is_said(reading, tokens, k, hit[1], nouns):
            k += 1
            continue
        verb, form, end = hit
        found.append(Cue(verb, _seen_form(tokens, k, form), k, end, listed.kinds[verb]))
        k = end
    return tuple(found)


def _seen_form(tokens: Sequence[Token], k: int, form: VerbForm) -> VerbForm:
    """Tell "is saying" and "has said", which have a subject, from "saying" and "said by", which have none."""
    before, _ = _auxiliaries(tokens, k)
    return "past" if before and form in {"ing", "participle"} else form


def _auxiliaries(tokens: Sequence[Token], k: int) -> tuple[list[Token], int]:
    """List the auxiliaries before a verb, adverbs passed over; also return the position of the first word of all."""
    found: list[Token] = []
    at = k
    while at > 0 and tokens[at - 1].tag in _AUXILIARY | {"adverb", "negator"}:
        at -= 1
        if tokens[at].tag != "adverb":
            found.insert(0, tokens[at])
    return found, at


def _is_said(reading: Reading, tokens: Sequence[Token], k: int, form: VerbForm, nouns: frozenset[str]) -> bool:
    before, start = _auxiliaries(tokens, k)
    if not _is_firm([token.tag for token in before], form) or _is_name(tokens, k, alone=not before):
        return False
    previous = tokens[start - 1] if start else None
    if previous is None:
        return form in {"ing", "past"} or not tokens[k].capital
    if not before and tokens[k].low in nouns and _is_noun(reading, tokens, (start - 1, k), form):
        return False
    if form == "ing" and not before:
        return previous.tag != "to" and _may_chain(tokens, k)
    return previous.tag in _BEFORE_PLAIN or (previous.tag != "to" and (form != "plain" or bool(before)))


_BEFORE_PLAIN = frozenset({"word", "name", "pronoun", "conjunction", "quote", "relative", "mark"})


def _is_firm(auxiliaries: Sequence[str], form: VerbForm) -> bool:
    """Say whether a verb with its auxiliaries says that something was said: not "might say", "was told"."""
    if "negator" in auxiliaries or "modal" in auxiliaries or ("do" in auxiliaries and form != "plain"):
        return False
    return not auxiliaries or auxiliaries[-1] != "be" or form == "ing"


def _is_name(tokens: Sequence[Token], k: int, *, alone: bool) -> bool:
    """Say whether a word with a capital, or before "is" and "has", is part of a name or a noun."""
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    if alone and following is not None and following.tag in {"be", "have", "modal"}:
        return True
    return tokens[k].capital and k > 0 and tokens[k - 1].tag not in {"mark", "quote"}


def _may_chain(tokens: Sequence[Token], k: int) -> bool:
    """Say whether "saying" goes on with a sentence: ", saying that …", "a letter saying that …"."""
    previous = tokens[k - 1]
    if previous.tag in {"mark", "quote", "name", "date", "conjunction"} or previous.low in _BEFORE_SAYING:
        return True
    return (
        previous.tag == "word" and k + 1 < len(tokens) and (tokens[k + 1].low == "that" or tokens[k + 1].tag == "quote")
    )


def _is_noun(reading: Reading, tokens: Sequence[Token], at: tuple[int, int], form: VerbForm) -> bool:
    """Say whether a word that is a noun as often as a verb is one here, by the word before it and its own place."""
    before, k = at
    previous = tokens[before]
    if k + 1 < len(tokens) and (tokens[k + 1].low in {"that", ":"} or tokens[k + 1].tag == "quote"):
        return previous.tag in {"determiner", "possessive"}
    if previous.tag in _BEFORE_NOUN:
        return previous.low not in _BEFORE_SAYING
    if previous.mention is not None and form in {"plain", "third"}:
        listed = before > 0 and tokens[before - 1].tag in {"preposition", "conjunction"}
        return listed or is_modifier(reading, previous.mention)
    if previous.tag == "word" and form == "third":
        # "the rebel promises came", "the pledges of": a verb or a preposition follows the noun
        following = tokens[k + 1] if k + 1 < len(tokens) else None
        words = grammar(reading.lexicon)
        return (
            following is None
            or following.tag == "preposition"
            or (following.tag == "word" and _finite(words, following.low))
        )
    return form == "plain" and previous.tag == "word" and not previous.low.endswith("s")


def is_modifier(reading: Reading, mention: Mention) -> bool:
    """Say whether a name is an adjective by its form, such as "Russian", and no name that could be a subject."""
    if not mention.adjective or mention.what != "party":
        return False
    party = reading.parties.get(mention.of)
    known = {word.lower() for word in party.name.split()} if party is not None else set()
    return reading.of(mention.span).split()[-1].lower() not in known
