"""The words of a sentence with what they are by their form: names, dates, marks and the closed classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from goodoffices.record.inflecting import VerbForm, plurals, verb_forms
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Dated, Mention, Span

__all__ = ["Grammar", "Tag", "Token", "grammar", "tokenise"]

Tag = Literal[
    "name", "date", "number", "mark", "quote", "determiner", "preposition", "subordinator", "relative", "conjunction",
    "modal", "be", "have", "do", "negator", "pronoun", "adverb", "possessive", "to", "word",
]  # fmt: skip

_ENDINGS = r"(?:s|re|ve|ll|d|m)\b"
_WORD = re.compile(
    rf"""(?:[A-Za-z]\.){{2,}}|(?<=[a-z])n['’]t\b|['’]{_ENDINGS}|\d+(?:[.,]\d+)*|\w+?(?=n['’]t\b)
        |\w+(?:[-‑’'](?!{_ENDINGS})\w+)*|\S""",
    re.VERBOSE,
)
_SHORT: Mapping[str, Tag] = {
    "'s": "possessive", "'re": "be", "'m": "be", "'ve": "have", "'ll": "modal", "'d": "modal", "n't": "negator",
    "wo": "modal", "ca": "modal", "sha": "modal",
}  # fmt: skip
_QUOTES = frozenset("\"'“”‘’«»„")
_HYPHENS = frozenset("-‑")
_SHORTEST_ADVERB = 4
_WITHIN_TITLE = frozenset({"of", "for", "the", "to", "'s", "-"})
_MAY_BE_SHORT_IS = frozenset({"pronoun", "adverb", "relative", "determiner"})


@dataclass(frozen=True)
class Token:
    """A word, a mark, or a name of several words.

    Attributes
    ----------
    low
        In small letters, with straight apostrophes and one blank for any white space.
    tag
        What it is by its form; whether a form of a verb is one here is said later.
    mention
        For a name, who is named.
    when
        For a date, EDTF.
    capital
        True if it begins with a capital letter.
    """

    low: str
    span: Span
    tag: Tag
    mention: Mention | None = None
    when: str | None = None
    capital: bool = False


@dataclass(frozen=True, eq=False)
class Grammar:
    """The word lists of ``grammar.yaml``, ready for use.

    Attributes
    ----------
    tags
        What each word of a closed class is.
    longer
        Words of a closed class that are several, the longest first.
    verbs
        For each form the verbs it may belong to, with what form it is.
    phrasal
        Verbs with the first particle or preposition after them, such as ``stand with``.
    doubtful
        Words that are nouns as often as verbs, such as ``attack``, in singular and plural.
    """

    tags: Mapping[str, Tag]
    longer: tuple[tuple[tuple[str, ...], Tag], ...]
    verbs: Mapping[str, tuple[tuple[str, VerbForm], ...]]
    phrasal: frozenset[str]
    doubtful: frozenset[str]
    lists: Mapping[str, frozenset[str]]

    @property
    def nouns(self) -> frozenset[str]:
        """Words that look like forms of verbs and are nouns unless an auxiliary stands before them."""
        return self.among("nouns")

    def among(self, name: str) -> frozenset[str]:
        """Return the words of one of the further lists."""
        return self.lists[name]


_CLASSES: tuple[tuple[str, Tag], ...] = (
    ("adverbs", "adverb"), ("pronouns", "pronoun"), ("determiners", "determiner"), ("subordinators", "subordinator"),
    ("prepositions", "preposition"), ("relatives", "relative"), ("conjunctions", "conjunction"),
    ("negators", "negator"), ("modals", "modal"), ("be", "be"), ("have", "have"), ("do", "do"),
)  # fmt: skip
# Lists of verbs beside those of deeds and ties.
_VERBS = (
    ("grammar", "general"), ("grammar", "saying"), ("grammar", "blaming"), ("events", "happen"), ("events", "phases"),
    ("obstacles", "hindering"), ("obstacles", "opposing"), ("obstacles", "refusing"), ("obstacles", "unwanted"),
    ("obstacles", "disagreement"), ("obstacles", "goes-on"), ("options", "verbs"), ("options", "weighed"),
    ("interests", "wanting"), ("interests", "fearing"), ("interests", "controlling"), ("interests", "depending"),
    ("interests", "using"),
)  # fmt: skip
_LISTS = (
    "nouns", "bodies", "offices", "saying", "blaming", "nominative", "clausal-prepositions", "doers", "before-to-noun",
    "before-sum", "modal-nouns", "relatives", "numerals", "asking",
)  # fmt: skip


@lru_cache(maxsize=8)
def grammar(lexicon: Lexicon) -> Grammar:
    """Prepare the word lists of a language, once."""
    tags: dict[str, Tag] = {}
    longer: list[tuple[tuple[str, ...], Tag]] = []
    for name, tag in _CLASSES:
        for words in lexicon.words("grammar", name):
            if " " in words:
                longer.append((tuple(words.split()), tag))
            else:
                tags[words] = tag
    tags["to"] = "to"
    known = {verb for topic, name in _VERBS for verb in lexicon.words(topic, name)}
    known |= {*_of_deeds_and_ties(lexicon, "verbs"), *_of_combinations(lexicon)}
    return Grammar(
        tags,
        tuple(sorted(longer, key=lambda entry: -len(entry[0]))),
        _forms(lexicon, {verb.split()[0] for verb in known} - set(tags)),
        frozenset(" ".join(verb.split()[:2]) for verb in known if " " in verb),
        _doubtful(lexicon),
        {name: frozenset(lexicon.words("grammar", name)) for name in _LISTS}
        | {"happening": frozenset(verb.split()[0] for verb in lexicon.words("events", "happen"))},
    )


def _forms(lexicon: Lexicon, verbs: Iterable[str]) -> dict[str, tuple[tuple[str, VerbForm], ...]]:
    irregular = lexicon.table("grammar", "irregular")
    doubling = frozenset(lexicon.words("grammar", "doubling"))
    found: dict[str, dict[tuple[str, VerbForm], None]] = {}
    for verb in sorted(verbs):
        for form, kind in verb_forms(verb, irregular, doubling):
            found.setdefault(form, {})[verb, kind] = None
    return {form: tuple(readings) for form, readings in found.items()}


def _of_combinations(lexicon: Lexicon) -> list[str]:
    return [str(verb) for entry in lexicon.topics["events"]["combinations"] for verb in entry["verbs"]]


def _of_deeds_and_ties(lexicon: Lexicon, key: str) -> list[str]:
    tables = (lexicon.table("events", "deeds"), *(lexicon.table("ties", name) for name in ("states", "relations")))
    return [str(words) for table in tables for entry in table.values() for words in entry.get(key, ())]


def _doubtful(lexicon: Lexicon) -> frozenset[str]:
    single = {noun for noun in _of_deeds_and_ties(lexicon, "nouns") if " " not in noun}
    single |= set(lexicon.words("grammar", "doubtful"))
    return frozenset(single | {form for noun in single for form in plurals(noun)})


def tokenise(
    text: str, span: Span, named: Sequence[Mention], dated: Sequence[Dated], words: Grammar
) -> tuple[Token, ...]:
    """Cut a stretch into tokens; a name and a date are one token each, an office before a person's name belongs to it.

    Parameters
    ----------
    text
        The whole text.
    span
        The stretch, mostly a sentence.
    named, dated
        Within the stretch, in the order of the text.
    words
        The lists of the language.
    """
    both: list[Mention | Dated] = [*named, *dated]
    tokens: list[Token] = []
    at = span.start
    for found in sorted(both, key=lambda one: (one.span.start, -one.span.end)):
        if found.span.start < at or found.span.end > span.end:
            continue
        tokens += _plain(text, Span(at, found.span.start), words)
        low = " ".join(text[found.span.start : found.span.end].lower().split())
        if isinstance(found, Mention):
            tokens.append(Token(low, found.span, "name", mention=found, capital=True))
        else:
            tokens.append(Token(low, found.span, "date", when=found.when))
        at = found.span.end
    tokens += _plain(text, Span(at, span.end), words)
    return tuple(_with_offices(_joined(tokens, words), words))


def _plain(text: str, span: Span, words: Grammar) -> list[Token]:
    found = []
    for match in _WORD.finditer(text, span.start, span.end):
        low = match.group().lower().replace("’", "'")
        if low in _HYPHENS and text[match.start() - 1].isspace() and text[match.end() : match.end() + 1].isspace():
            low = "–"  # a dash by its blanks
        found.append(Token(low, Span(*match.span()), _tag(low, words), capital=match.group()[0].isupper()))
    return found


def _tag(low: str, words: Grammar) -> Tag:
    short = _SHORT.get(low) or words.tags.get(low)
    if short is not None:
        return short
    if not low[0].isalpha():
        return "number" if low[0].isdigit() else "quote" if low in _QUOTES else "mark"
    return "adverb" if low.endswith("ly") and len(low) > _SHORTEST_ADVERB else "word"


def _joined(tokens: list[Token], words: Grammar) -> list[Token]:
    """Join prepositions and the like of several words, and read "'s" after a pronoun as "is"."""
    done: list[Token] = []
    k = 0
    while k < len(tokens):
        token, size = _longer_at(tokens, k, words)
        if token.tag == "possessive" and done and done[-1].tag in _MAY_BE_SHORT_IS:
            token = Token("is", token.span, "be")
        done.append(token)
        k += size
    return done


def _longer_at(tokens: list[Token], k: int, words: Grammar) -> tuple[Token, int]:
    token = tokens[k]
    if token.tag not in {"name", "date", "mark"}:
        for parts, tag in words.longer:
            if token.low == parts[0] and tuple(t.low for t in tokens[k : k + len(parts)]) == parts:
                last = tokens[k + len(parts) - 1]
                return Token(" ".join(parts), Span(token.span.start, last.span.end), tag), len(parts)
    return token, 1


def _with_offices(tokens: list[Token], words: Grammar) -> list[Token]:
    """Let a person's name take in the title before it: "Minister of Foreign Affairs and Trade Ann Example"."""
    done: list[Token] = []
    for token in tokens:
        grown = token
        if token.mention is not None and token.mention.what == "person":
            start = _title_start(done, words)
            if start < len(done):
                grown = Token(
                    token.low, Span(done[start].span.start, token.span.end), "name", token.mention, capital=True
                )
                del done[start:]
        done.append(grown)
    return done


def _title_start(before: list[Token], words: Grammar) -> int:
    """Return where the title begins that runs up to a person's name; the length if there is none."""
    start = len(before)
    for k in range(len(before) - 1, -1, -1):
        token = before[k]
        previous = [one.low for one in before[max(k - 2, 0) : k] if one.low != "the"]
        if token.low in words.among("offices"):
            start = k
        elif token.tag == "name":
            if previous and previous[-1] in _WITHIN_TITLE:  # "envoy for the Lands", whose name is within the title
                continue
            return k if start < len(before) and not _is_person(token) else start
        elif not (token.low in _WITHIN_TITLE or (token.tag == "word" and token.capital) or _joins(before, k, words)):
            break
    return start


def _is_person(token: Token) -> bool:
    return token.mention is not None and token.mention.what == "person"


def _joins(before: list[Token], k: int, words: Grammar) -> bool:
    if before[k].low != "and" or k == 0:
        return False
    previous = before[k - 1]
    return previous.low in words.among("offices") or (previous.tag == "word" and previous.capital)
