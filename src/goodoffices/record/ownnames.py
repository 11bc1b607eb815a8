"""The names that a text itself introduces: each gets an id, or goes to the known party that it is another name of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from goodoffices.case.base import MAX_NAME
from goodoffices.record.namebook import Form, Known, Namebook, PartyKind, Phrases, words_of

__all__ = ["Introduced", "OwnNames", "gather", "party_id", "short_id"]

# A text that introduces more is no report on a crisis, but a list.
_MOST = 400
_SHORT = 40


@dataclass(frozen=True)
class Introduced:
    """A name that a text introduces.

    Attributes
    ----------
    words
        As `tokenise` breaks them.
    name
        As the text has it.
    short
        Its abbreviation, or nothing.
    """

    words: tuple[str, ...]
    name: str
    short: str
    kind: PartyKind


@dataclass(frozen=True)
class OwnNames:
    """Names that a text itself introduces, and the parties they are of."""

    parties: Mapping[str, Known]
    phrases: Phrases


def gather(found: Iterable[Introduced], book: Namebook) -> OwnNames:
    """Give each name an id of its own; what names a known party goes to that party.

    Parameters
    ----------
    found
        In the order in which they are to be taken: the first use of an abbreviation holds.
    book
        The names that are known.
    """
    ids: dict[tuple[str, ...], str] = {}
    parties: dict[str, Known] = {}
    phrases = Phrases()
    for one in found:
        if len(parties) >= _MOST:
            break
        short = words_of(one.short)
        id_ = ids.get(_key(one.words)) or book.id_of(one.words) or ids.get(_key(short))
        if id_ is None and one.words == short and one.short in parties:
            id_ = one.short  # the initials of a name that stood without them
        if id_ is None:
            taken = parties.keys() | book.parties.keys()
            # "Kosovo Serbs" are not to go by the id KOSOVO.
            telling = "-".join(one.words) if book.id_of(one.words[:1]) and len(one.words) == 2 else short_id(one.words)
            id_ = party_id(one.short or telling, taken.__contains__)
            parties[id_] = Known(id_, _in_small_letters(one.name), one.kind)
        rest = _rest(one.words, book)
        if rest:
            ids.setdefault(_key(rest), id_)
        for words in (one.words, short):
            if words and ids.setdefault(_key(words), id_) == id_:
                phrases.add(Form(words, id_, "name"))
    return OwnNames(parties, phrases)


def _rest(words: tuple[str, ...], book: Namebook) -> tuple[str, ...]:
    """Return a name without the party that it begins with: "Minsk Group" of "OSCE Minsk Group"."""
    forms = [form for form in book.phrases.by_first.get(words[0], ()) if words[: len(form.words)] == form.words]
    rest = words[len(forms[0].words) :] if forms else ()
    return rest if len(rest) > 1 else ()


def short_id(words: Iterable[str]) -> str:
    """Make a short id of a name: its initials, or the first of two words.

    Examples
    --------
    >>> short_id(["High", "Council", "for", "Peace", "and", "Justice"]), short_id(["Hill", "Council"])
    ('HCPJ', 'Hill')
    """
    given = list(words)
    capitals = [word for word in given if word[:1].isupper()]
    if len(capitals) > 2 or (len(capitals) == 2 and {"of", "for"}.intersection(given)):
        return "".join(word[0] for word in capitals)
    return (capitals[0] if len(capitals[0]) > 2 else "-".join(capitals)) if capitals else ""


def party_id(wanted: str, taken: Callable[[str], bool]) -> str:
    """Make an id that a case file allows and that is not taken.

    Examples
    --------
    >>> party_id("Sant'Egidio", lambda id_: False), party_id("M23", lambda id_: id_ == "M23")
    ('SANT-EGIDIO', 'M23-2')
    """
    letters = re.sub(r"[^A-Za-z0-9]+", "-", wanted.upper()).strip("-")[:_SHORT]
    start = letters if letters[:1].isalpha() else f"PARTY-{letters}".strip("-")
    number, id_ = 1, start
    while taken(id_):
        number += 1
        id_ = f"{start}-{number}"
    return id_[:MAX_NAME]


def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _in_small_letters(name: str) -> str:
    """Write a name that stands in capitals as names are written."""
    if not name.isupper() or " " not in name:
        return name
    small = {"OF", "FOR", "THE", "AND", "IN", "ON", "DE", "DES"}
    return " ".join(word.lower() if word in small else word.capitalize() for word in name.split())
