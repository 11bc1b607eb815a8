"""The names that are known beforehand: states, organisations, media, and other things that sound like them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Span
from goodoffices.record.tokens import Tokens, plain, tokenise

__all__ = ["Form", "Hit", "Known", "Namebook", "PartyKind", "Phrases", "find_phrases", "namebook", "words_of"]

PartyKind = Literal["state", "igo", "ngo", "armed-group", "movement", "company", "person", "other"]
Role = Literal["name", "adjective", "people", "capital", "seat", "medium", "quarter", "undivided", "other", "brief"]

# An abbreviation in capitals is left as it is; names are looked for in capitals from this length on.
_SHOUTED = 4


@dataclass(frozen=True)
class Form:
    """A name and whose it is.

    Attributes
    ----------
    words
        As `tokenise` breaks them.
    of
        The id of the party; empty for other things. What only the whole text can tell stands by its name: "the North".
    role
        What kind of a name it is.
    """

    words: tuple[str, ...]
    of: str
    role: Role


@dataclass(frozen=True)
class Hit:
    """A place where a form stands: words ``first`` up to ``end`` of a stretch."""

    first: int
    end: int
    form: Form


@dataclass(frozen=True)
class Known:
    """A party that is known beforehand.

    Attributes
    ----------
    part
        The party of which it is an organ.
    kin
        For a past state the one that came after it.
    home
        States of which one has to be named where it goes by an abbreviation that others have, too.
    """

    id: str
    name: str
    kind: PartyKind
    part: str | None = None
    kin: str | None = None
    home: tuple[str, ...] = ()


@dataclass(eq=False)
class Phrases:
    """Forms by their first word, the longest first."""

    by_first: dict[str, list[Form]] = field(default_factory=dict)

    def add(self, form: Form) -> None:
        """Add a form, unless its words are there already."""
        forms = self.by_first.setdefault(form.words[0], [])
        if all(other.words != form.words for other in forms):
            forms.append(form)
            forms.sort(key=lambda other: -len(other.words))

    def at(self, tokens: Tokens, place: int) -> Form | None:
        """Find the longest form that stands at a place."""
        for form in self.by_first.get(tokens.words[place], ()):
            end = place + len(form.words)
            if tokens.words[place:end] != form.words:
                continue
            # "the North Koreans" are not of "the North".
            if form.role != "quarter" or not tokens.word(end)[:1].isupper():
                return form
        return None


@dataclass(frozen=True, eq=False)
class Namebook:
    """All names that are known beforehand."""

    parties: Mapping[str, Known]
    phrases: Phrases

    def id_of(self, words: tuple[str, ...]) -> str | None:
        """Find the party that goes by a name."""
        forms = self.phrases.by_first.get(words[0], ())
        return next((form.of for form in forms if form.words == words and form.of), None)


def words_of(name: str) -> tuple[str, ...]:
    """Break a name into words as those of a text are.

    Examples
    --------
    >>> words_of("Côte d'Ivoire"), words_of("U.S.")
    (('Cote', "d'Ivoire"), ('U.S.',))
    """
    folded = plain(name)
    return tokenise(folded, Span(0, len(folded))).words


def find_phrases(tokens: Tokens, *books: Phrases) -> Iterator[Hit]:
    """Find forms from left to right, the longest at each place; of equally long ones that of the first book."""
    at = 0
    while at < len(tokens):
        found = [form for book in books if (form := book.at(tokens, at))]
        if found:
            best = max(found, key=lambda form: len(form.words))
            yield Hit(at, at + len(best.words), best)
            at += len(best.words)
        else:
            at += 1


@lru_cache(maxsize=4)
def namebook(lexicon: Lexicon) -> Namebook:
    """Read the names of the topics ``states`` and ``parties``.

    Raises
    ------
    CaseError
        If a list is missing.
    """
    known: dict[str, Known] = {}
    phrases = Phrases()
    usual = _usual_names(lexicon.language)
    for id_, row in lexicon.table("states", "states").items():
        name = row.get("name") or usual[row["iso2"]]
        known[id_] = Known(id_, name, "state", kin=row.get("kin"))
        _add(phrases, _state_forms(id_, name, row))
    for id_, row in lexicon.table("parties", "organisations").items():
        known[id_] = Known(id_, row["name"], row["kind"], row.get("part"), home=tuple(row.get("home", ())))
        names = [row["name"], *row.get("also", ())]
        names += [name.replace("United Nations ", short) for short in ("UN ", "U.N. ") for name in names]
        _add(phrases, ((name, id_, "name") for name in names))
        _add(phrases, ((name, id_, "adjective") for name in row.get("of", ())))
        _add(phrases, ((name, id_, "capital") for name in row.get("capital", ())))
        _add(phrases, ((name, id_, "brief") for name in row.get("brief", ())))
    _add(phrases, ((name, "", "medium") for name in lexicon.words("parties", "media")))
    _add(phrases, ((name, "", "other") for name in lexicon.words("states", "others")))
    for name in lexicon.table("states", "quarters"):
        _add(phrases, ((form, name, "quarter") for form in (name, name[0].upper() + name[1:])))
    _add(phrases, ((name, name, "undivided") for name in lexicon.table("states", "undivided")))
    return Namebook(known, phrases)


def _usual_names(language: str) -> Mapping[str, str]:
    from babel import Locale  # noqa: PLC0415 - slow to import

    return Locale.parse(language).territories


def _state_forms(id_: str, name: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str, Role]]:
    names = [name, *row.get("also", ())]
    for one in names:
        yield one, id_, "name"
        if " of " not in one:
            yield f"Republic of {one}", id_, "name"
            yield f"Republic of the {one}", id_, "name"
    for one in (*row.get("of", ()), *row.get("alsoof", ())):
        yield one, id_, "adjective"
    people = row.get("people") or [f"{one}s" for one in row.get("of", ()) if one.endswith(("n", "i"))]
    for one in people:
        yield one, id_, "people"
    for one in row.get("capital", ()):
        yield one, id_, "capital"
    for one in row.get("seat", ()):
        yield one, id_, "seat"


def _add(phrases: Phrases, forms: Iterable[tuple[str, str, Role]]) -> None:
    for name, of, role in forms:
        words = words_of(name)
        phrases.add(Form(words, of, role))
        shouted = tuple(word.upper() for word in words)
        if len(name) >= _SHOUTED and role != "medium":
            phrases.add(Form(shouted, of, role))
