"""Organisations that nobody listed: found by how a text writes them, "Long Name (LN)" or "Northern Salvation Front"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.namebook import Hit, Namebook, PartyKind, find_phrases, words_of
from goodoffices.record.ownnames import Introduced, OwnNames, gather
from goodoffices.record.tokens import Tokens

__all__ = ["find_organisations"]

# The most words of a long name.
_LONGEST = 14
# The most words of a description: ", a small and little known rebel group".
_DESCRIBING = 7
# How many places are tried for the long name of "the ABC Group".
_TRIES = 2000
_ABBREVIATION = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z]{0,4}[A-Z0-9]{1,8}")


@dataclass(frozen=True)
class _Rules:
    kinds: Mapping[str, PartyKind]
    organs: frozenset[str]
    bodies: frozenset[str]
    nobody: frozenset[tuple[str, ...]]
    no_names: frozenset[str]
    joining: frozenset[str]
    acting: frozenset[str]
    never: frozenset[str]
    owners: frozenset[str]
    fighters: frozenset[str]
    small: frozenset[str]
    groups: Mapping[str, PartyKind]
    armed: frozenset[str]
    causes: frozenset[str]
    dealing: frozenset[str]
    offices: frozenset[str]
    addresses: frozenset[str]
    or_else: frozenset[str]


def find_organisations(stretches: Sequence[Tokens], book: Namebook, lexicon: Lexicon) -> OwnNames:
    """Find the organisations that a text introduces.

    Parameters
    ----------
    stretches
        The words of the whole text.
    book
        The names that are known.

    Returns
    -------
    OwnNames
        Those not known, and further names of those known.
    """
    rules = _rules(lexicon)
    hits = [{hit.first: hit for hit in find_phrases(tokens, book.phrases)} for tokens in stretches]
    found: list[Introduced] = []
    for tokens, there in zip(stretches, hits, strict=True):
        found += _defined(tokens, there, rules)
    shorts = {one.short for one in found}
    for tokens, there in zip(stretches, hits, strict=True):
        if tokens.kind in {"paragraph", "caption"}:
            found += _headed(tokens, there, rules)
            found += _described(tokens, there, rules)
            found += _minorities(tokens, there)
    labelled = _labelled(stretches, hits, rules)
    return gather([*labelled, *found, *_abbreviated(stretches, hits, shorts, rules)], book)


@lru_cache(maxsize=4)
def _rules(lexicon: Lexicon) -> _Rules:
    def words(name: str, topic: str = "parties") -> frozenset[str]:
        return frozenset(lexicon.words(topic, name))

    heads: Mapping[Any, list[str]] = lexicon.table("parties", "heads")
    return _Rules(
        kinds={head: kind for kind, listed in heads.items() for head in listed},
        organs=words("organs"),
        bodies=words("bodies"),
        nobody=frozenset(words_of(name) for name in lexicon.words("parties", "nobody")),
        no_names=words("no_names") | words("no_names", "people"),
        joining=words("joining"),
        acting=words("acting"),
        never=words("never"),
        owners=words("owners"),
        fighters=words("fighters"),
        small=words("small_words", "people"),
        groups=dict(lexicon.table("parties", "groups")),
        armed=words("armed"),
        causes=words("causes"),
        dealing=words("dealing"),
        offices=words("heads", "offices") | words("plurals", "offices"),
        addresses=words("honorifics", "people") | words("ranks", "offices"),
        or_else=words("or_else"),
    )


# With an abbreviation: "Long Name (LN)"


def _defined(tokens: Tokens, hits: Mapping[int, Hit], rules: _Rules) -> Iterator[Introduced]:
    for at in range(2, len(tokens) - 1):
        last = _before_short(tokens, at, rules)
        if last is None or not _is_abbreviation(tokens.words[at], rules):
            continue
        first = _long_form(tokens, last, tokens.words[at], hits, rules)
        if first is None:
            continue
        end = at + 1
        while end < at + 5 and tokens.word(end) in {"-", "/"} and tokens.glued(end + 1):  # "SPLM-N"
            end += 2
        words = tokens.words[first:last]
        kind = _kind(words, rules)
        if kind or not rules.never.intersection(words):
            yield Introduced(words, tokens.written(first, last), tokens.written(at, end), kind or "other")


def _before_short(tokens: Tokens, at: int, rules: _Rules) -> int | None:
    """Find the end of the name before an abbreviation: "Long Name (LN)", "Long Name, or LN"."""
    if tokens.words[at - 1] == "(":
        return at - 1
    end = at
    while end > 1 and tokens.words[end - 1] in rules.or_else:
        end -= 1
    return end - 1 if end < at and tokens.words[end - 1] == "," else None


def _is_abbreviation(word: str, rules: _Rules) -> bool:
    return word not in rules.no_names and len(word) <= 12 and _ABBREVIATION.fullmatch(word) is not None


def _long_form(tokens: Tokens, end: int, short: str, hits: Mapping[int, Hit], rules: _Rules) -> int | None:
    """Find where the name begins of which an abbreviation stands after it: the nearest place from which it fits."""
    letters = [letter for letter in short.upper() if letter.isalpha()]
    row = end
    for first in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
        word = tokens.words[first]
        if not (word[0].isalpha() or word in {"'", "'s", "-", "&"}):
            break
        if word[0].isupper() and word not in rules.small:
            row = first
            if word[0] == letters[0] and _fits(tokens.words[first:end], letters):
                return first
        elif word.lower() not in rules.joining and word[0].isalpha():
            break
    known = next((k for k in range(row, end) if k in hits and hits[k].end == end and hits[k].form.role == "name"), None)
    if known is not None and _kind(tokens.words[known:end], rules):
        return known
    capitals = [word for word in tokens.words[row:end] if word[0].isupper()]
    return row if len(capitals) > 1 and _kind(tokens.words[row:end], rules) else None


def _fits(words: Sequence[str], letters: Sequence[str]) -> bool:
    """Tell whether letters are initials of words, in their order; most words with a capital have to give theirs."""
    initials = iter([word[0].upper() for word in words if word[0].isalpha()])
    capitals = sum(word[0].isupper() for word in words)
    return capitals > 1 and capitals <= len(letters) + 2 and all(letter in initials for letter in letters)


def _kind(words: Sequence[str], rules: _Rules) -> PartyKind | None:
    """Tell the kind of an organisation from the word that its name turns on: the last, or the one before "of"."""
    found = [rules.kinds[key] for word in words if (key := word.capitalize()) in rules.kinds and word[0].isupper()]
    return found[-1] if found else None


# By the word it turns on: "Northern Salvation Front", "Movement for Renewal"


def _headed(tokens: Tokens, hits: Mapping[int, Hit], rules: _Rules) -> Iterator[Introduced]:
    at = 0
    while at < len(tokens):
        end = _row(tokens, at, rules)
        if end == at:
            at += 1
            continue
        yield from _in_row(tokens, at, end, hits, rules)
        at = end


def _row(tokens: Tokens, at: int, rules: _Rules) -> int:
    """Find the end of a row of capitals that begins here."""
    end = at
    while end < len(tokens):
        word = tokens.words[end]
        own = word == "'s" and tokens.words[end - 1] in rules.owners and tokens.word(end + 1)[:1].isupper()
        hyphen = word == "-" and tokens.glued(end) and tokens.glued(end + 1) and tokens.word(end + 1)[:1].isupper()
        if not (word[0].isupper() or (end > at and (own or hyphen))):
            break
        end += 1
    return end


def _in_row(tokens: Tokens, at: int, end: int, hits: Mapping[int, Hit], rules: _Rules) -> Iterator[Introduced]:
    first = at
    while first < end and tokens.words[first] in rules.small:
        first += 1
    head = next((k for k in range(end - 1, first, -1) if _turns(tokens, k, end, rules)), first)
    if head == end or tokens.words[head] not in rules.kinds or _covered(head, hits):
        return
    last = _extended(tokens, head + 1, rules) if head + 1 == end else head + 1
    words = tokens.words[first:last]
    kind = rules.kinds[tokens.words[head]]
    own = tokens.words[head] in rules.organs or kind in {"other", "company"}
    if (own and last > head + 1 and _covered(last - 1, hits)) or (tokens.words[head] in rules.organs and first in hits):
        return  # a state's own, or "the Group of X, Y and Z"
    if _is_organisation(words, head - first, rules):
        yield Introduced(words, tokens.written(first, last), "", kind)


def _turns(tokens: Tokens, at: int, end: int, rules: _Rules) -> bool:
    """Tell whether a name turns on a word: it is the last in the row, or an office goes on after it."""
    last = at + 1 == end or tokens.words[at + 1].lower() in rules.offices or tokens.words[at + 1] in rules.addresses
    return last and tokens.words[at] in rules.kinds


def _covered(place: int, hits: Mapping[int, Hit]) -> bool:
    """Tell whether a word belongs to a name that is known."""
    return any(k in hits and hits[k].end > place for k in range(max(0, place - _LONGEST), place + 1))


def _extended(tokens: Tokens, at: int, rules: _Rules) -> int:
    """Find the end of a name that goes on with "of" or "for" and capitals."""
    while tokens.word(at) in {"of", "for", "against"}:
        after = at + 2 if tokens.word(at + 1) == "the" else at + 1
        end = _row(tokens, after, rules)
        if end == after:
            break
        at = end
        if tokens.word(at) == "and" and tokens.word((joined := _row(tokens, at + 1, rules)) - 1) in rules.causes:
            at = joined
    return at


def _is_organisation(words: tuple[str, ...], head: int, rules: _Rules) -> bool:
    """Tell whether a row of capitals is an organisation of its own, and no body that every state has."""
    turning = words[head]
    if sum(word[0].isupper() for word in words) < 2 or words in rules.nobody or turning in rules.bodies:
        return False
    return head > 0 or words[1:2] == ("for",) or turning not in rules.organs


# By what it is called: "Ahrar al-X, a rebel group", "the X rebel coalition"


def _described(tokens: Tokens, hits: Mapping[int, Hit], rules: _Rules) -> Iterator[Introduced]:
    at = 0
    while at < len(tokens):
        end = _name(tokens, at, hits, rules)
        addressed = tokens.words[at] in rules.addresses or tokens.word(at - 1) in rules.addresses
        kind = _description(tokens, end, rules) if end > at and not addressed else None
        if kind:
            yield Introduced(tokens.words[at:end], tokens.written(at, end), "", kind)
        at = max(end, at + 1)


def _name(tokens: Tokens, at: int, hits: Mapping[int, Hit], rules: _Rules) -> int:
    """Find the end of a row of capitals that nobody knows, with "al-" in it."""
    end = at
    while end < len(tokens) and end not in hits:
        word = tokens.words[end]
        joint = word == "-" or word in {"al", "el", "ul", "as", "ash", "an", "ar"}
        bound = joint and (tokens.glued(end + 1) or tokens.glued(end)) and tokens.word(end + 1) not in {"", ","}
        if not (bound or (word[0].isupper() and word not in rules.small and word not in rules.no_names)):
            break
        end += 1
    return end


def _description(tokens: Tokens, end: int, rules: _Rules) -> PartyKind | None:
    """Tell what words after a name say that it is."""
    if tokens.word(end) in rules.armed and tokens.word(end + 1) in rules.groups:
        return rules.groups[tokens.word(end + 1)]
    if tokens.word(end) != "," or tokens.word(end + 1) not in {"a", "an", "the"}:
        return None
    for at in range(end + 2, end + 2 + _DESCRIBING):
        word = tokens.word(at)
        if word in rules.groups and tokens.word(at + 1) != "-" and tokens.word(at + 1) not in rules.offices:
            return rules.groups[word]
        if not word[:1].isalpha() and word not in {"'s", "-"}:
            break
    return None


# By where its people live: "the Kosovo Serbs"


def _minorities(tokens: Tokens, hits: Mapping[int, Hit]) -> Iterator[Introduced]:
    for first, hit in hits.items():
        after = hits.get(hit.end)
        if hit.form.role in {"name", "adjective"} and after and after.form.role == "people":
            yield Introduced(tokens.words[first : after.end], tokens.written(first, after.end), "", "other")


# With an abbreviation before the last word: "the ABC Group", of which the long name stands elsewhere


def _labelled(stretches: Sequence[Tokens], hits: Sequence[Mapping[int, Hit]], rules: _Rules) -> Iterator[Introduced]:
    labels: dict[str, set[str]] = {}
    for tokens, there in zip(stretches, hits, strict=True):
        for at in range(1, len(tokens)):
            short, head = tokens.words[at - 1 : at + 1]
            if head in rules.kinds and short.isupper() and at - 1 not in there and _is_abbreviation(short, rules):
                labels.setdefault(head, set()).add(short)
    tried = 0
    for tokens in stretches:
        for at, head in enumerate(tokens.words):
            for short in labels.get(head, ()):
                tried += 1
                first = _long_form(tokens, at, short, {}, rules) if tried < _TRIES else None
                if first is not None and tokens.words[first] != short:
                    words = tokens.words[first : at + 1]
                    yield Introduced(words, tokens.written(first, at + 1), f"{short} {head}", rules.kinds[head])


# By an abbreviation alone: "the ABC said"


def _abbreviated(
    stretches: Sequence[Tokens], hits: Sequence[Mapping[int, Hit]], known: set[str], rules: _Rules
) -> Iterator[Introduced]:
    seen: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    fights: set[str] = set()
    for tokens, there in zip(stretches, hits, strict=True):
        for at, word in enumerate(tokens.words):
            if at in there or word in known or not word.isupper() or not _is_abbreviation(word, rules):
                continue
            seen[word] += 1
            after = tokens.word(at + 1)
            dealt = tokens.word(at - 1) in rules.dealing and not after.islower()
            acts[word] += dealt or after in rules.acting or after == "'s" or after in rules.fighters
            if after in rules.fighters:
                fights.add(word)
    for word, count in seen.items():
        if count > 1 and acts[word]:
            yield Introduced((word,), word, word, "armed-group" if word in fights else "other")
