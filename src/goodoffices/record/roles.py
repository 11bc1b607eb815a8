"""Who is named in a clause: parties behind names, people and adjectives, each with its preposition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from goodoffices.record.grammar import Grammar, Token, grammar
from goodoffices.record.parsing import Parsed
from goodoffices.record.reading import Reading
from goodoffices.record.subjects import Range

__all__ = ["Role", "acting", "governed", "head_noun", "is_place", "parties_of", "preposition_of", "stands_alone"]

_GENITIVE = frozenset({"of", "from", "for"})
_ARTICLES = frozenset({"determiner", "number", "adverb"})
_PASSED_OVER = _ARTICLES | {"possessive", "name", "word", "pronoun", "conjunction", "date"}
_PASSED_MARKS = frozenset({",", "-", "(", ")"})
_NOT_OWNED = frozenset({"mark", "preposition", "conjunction"})
_APOSTROPHE = "'"
_FAR = 40


@dataclass(frozen=True)
class Role:
    """A party in a clause.

    Attributes
    ----------
    party
        Its id.
    at
        The position of the token that names it.
    preposition
        That under which it stands, or "" for a subject or a direct object.
    person
        The id of the person who acts for it, if one does.
    adjective
        "Russian forces".
    owner
        "Russia's arsenal": it owns what acts or is acted on.
    """

    party: str
    at: int
    preposition: str = ""
    person: str | None = None
    adjective: bool = False
    owner: bool = False


def acting(reading: Reading, parsed: Parsed, within: Range) -> tuple[Role, ...]:
    """Find the parties that a subject names: "Russia and Iran", "the forces of the RSF", "Iran's foreign minister".

    Parameters
    ----------
    reading
        The document.
    parsed
        One of its sentences.
    within
        The tokens of the subject.
    """
    words = grammar(reading.lexicon)
    states = {party.id for party in reading.names.parties if party.kind == "state"}
    rebels = frozenset(reading.lexicon.words("reference", "armed"))
    return tuple(
        role
        for role in governed(reading, parsed, within)
        if _may_act(parsed, role, within, words)
        # a state may only give its name to those who fight it: "the Ruritanian rebels"
        and not (role.party in states and head_noun(parsed.tokens, role.at, within.end) in rebels)
    )


def governed(reading: Reading, parsed: Parsed, within: Range) -> tuple[Role, ...]:
    """Find all parties named in a stretch, each with its preposition, once for each.

    Parameters
    ----------
    reading
        The document.
    parsed
        One of its sentences.
    within
        The tokens of the stretch.
    """
    found: dict[tuple[str, str], Role] = {}
    for role in _roles(reading, parsed.tokens, within):
        found.setdefault((role.party, role.preposition), role)
    return tuple(found.values())


def _roles(reading: Reading, tokens: Sequence[Token], within: Range) -> Iterator[Role]:
    for at in range(within.start, within.end):
        mention = tokens[at].mention
        party = reading.party_of(mention) if mention is not None else None
        if mention is None or party is None or _names_person(tokens, at, within):
            continue
        person = mention.of if mention.what == "person" else None
        preposition = preposition_of(tokens, at, within.start)
        yield Role(party, at, preposition, person, mention.adjective, _owns(tokens, at))


def _owns(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a name owns what follows: "Russia's arsenal", but not "like Russia's"."""
    if at + 2 >= len(tokens) or not _is_genitive(tokens[at + 1]):
        return False
    return tokens[at + 2].tag not in _NOT_OWNED


def _is_genitive(token: Token) -> bool:
    return token.tag == "possessive" or token.low == _APOSTROPHE


def _names_person(tokens: Sequence[Token], at: int, within: Range) -> bool:
    """Say whether a party's name only says whose officer the person is that follows."""
    if _is_person(tokens[at]):
        return False
    after = at + 1
    while after < within.end and (_is_genitive(tokens[after]) or tokens[after].low == "-"):
        after += 1
    return after < within.end and _is_person(tokens[after])


def _is_person(token: Token) -> bool:
    return token.mention is not None and token.mention.what == "person"


def is_place(token: Token) -> bool:
    """Say whether a token names a place only."""
    return token.mention is not None and token.mention.place


def preposition_of(tokens: Sequence[Token], at: int, floor: int) -> str:
    """Return the preposition that governs a position, or "" if none does; "and" and commas carry it on, "of" hides it.

    Parameters
    ----------
    tokens
        Of a sentence.
    at
        The position.
    floor
        Where to stop.
    """
    for token in reversed(tokens[max(floor, at - _FAR) : at]):
        if token.tag in {"preposition", "to"} and token.low != "of":
            return token.low
        if token.tag not in _PASSED_OVER and token.low not in _PASSED_MARKS | {"of", _APOSTROPHE}:
            return ""
    return ""


def _may_act(parsed: Parsed, role: Role, within: Range, words: Grammar) -> bool:
    tokens = parsed.tokens
    if role.adjective or role.owner:
        return _is_body(head_noun(tokens, role.at, within.end), words)
    before = role.at - 1
    while before > within.start and tokens[before].tag in _ARTICLES:
        before -= 1
    genitive = before > within.start and tokens[before].low in _GENITIVE
    of_body = genitive and tokens[before - 1].low in words.among("bodies")
    # "the forces of the RSF" act for it, "the capital of Iran" does not
    return of_body if role.preposition or genitive else True


def _is_body(noun: str, words: Grammar) -> bool:
    return noun in words.among("bodies") or noun in words.among("offices")


def stands_alone(reading: Reading, tokens: Sequence[Token], at: int, end: int) -> bool:
    """Say whether a name is more than the adjective of a thing: "British India" does not name Britain."""
    mention = tokens[at].mention
    if mention is None or not mention.adjective:
        return mention is not None
    return _is_body(head_noun(tokens, at, end), grammar(reading.lexicon))


def head_noun(tokens: Sequence[Token], at: int, end: int) -> str:
    """Return the last word of the phrase that a name begins: "forces" of "Iran's forces"; "leader" for a person.

    Parameters
    ----------
    tokens
        Of a sentence.
    at
        The position of the name.
    end
        Where to stop.
    """
    head = ""
    for token in tokens[at + 1 : min(end, at + _FAR)]:
        if token.tag == "word":
            head = token.low
        elif _is_person(token):
            return "leader"
        elif not (_is_genitive(token) or token.low == "-" or (token.tag in _ARTICLES and not head)):
            break
    return head


def parties_of(roles: Iterable[Role]) -> tuple[str, ...]:
    """Return the parties of some roles, each once."""
    return tuple(dict.fromkeys(role.party for role in roles))
