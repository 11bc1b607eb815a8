"""Hand-made annotations of a text, against which drafts are measured.

A gold file is JSON: ``document`` with the ``sha256`` of its text, and lists of ``parties``, ``people``, ``statements``,
``demands``, ``events``, ``ties``, ``options``, ``obstacles``, ``leverage`` and ``interests``. A stretch is
``{"quote": …, "start": …, "end": …}`` in Unicode code points, half open. Beside the value of a field there may be
others that are as good: ``X_also`` and ``X_ok`` beside ``X``, null for none; ``also`` lists other places that say the
same; ``optional`` marks what is neither demanded nor an error, ``may_split`` what may be proposed in several entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.case.anchoring import Span, digest
from goodoffices.errors import CaseError

__all__ = ["Gold", "GoldEntry", "GoldName", "check_gold", "read_gold"]

_SHOWN = 12

# For each section: where its stretches stand, and which of its keys hold which of our fields.
_SPANS = {
    "statements": ("quotes",), "demands": ("span",), "events": ("span",), "ties": ("evidence",), "options": ("span",),
    "obstacles": ("span",), "leverage": ("span",), "interests": ("span",),
}  # fmt: skip
_WIDER = {"statements": ("paraphrase", "sentence", "fragments")}
# A position is what a party wants, without saying of whom or in what tone.
_POSITION = ("aim", "request", "red-line")
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "statements": {"speaker": "speaker", "party": "party", "date": "date", "office": "role"},
    "demands": {"by": "by", "of": "of", "kind": "kind"},
    "events": {"who": "actor", "to": "target", "date": "date"},
    "ties": {"from": "from", "to": "to", "sign": "polarity"},
    "options": {"by": "by"},
    "obstacles": {"between": "between"},
    "leverage": {"who": "holder", "over": "over"},
    "interests": {"party": "party"},
}


@dataclass(frozen=True)
class GoldName:
    """A party or a person of the annotation.

    Attributes
    ----------
    names
        All names that count as the same.
    spans
        Where a party is named.
    party
        For a person the party, for a party that of which it is a part.
    offices
        For a person the office, in the ways in which the text gives it.
    other_offices
        Those that a person is known to hold or has held: no error, and not demanded.
    """

    id: str
    names: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    party: str | None = None
    offices: tuple[str, ...] = ()
    other_offices: tuple[str, ...] = ()
    optional: bool = False
    author: bool = False


@dataclass(frozen=True)
class GoldEntry:
    """An entry of the annotation.

    Attributes
    ----------
    spans
        The places to be cited.
    wider
        What may be cited as well: the sentence around, other places that say the same.
    values
        For each field all values that are right, None for none at all.
    statement
        The statement that an event consists in.
    """

    id: str
    spans: tuple[Span, ...]
    wider: tuple[Span, ...]
    values: Mapping[str, tuple[Any, ...]]
    optional: bool = False
    may_split: bool = False
    symmetric: bool = False
    direct: bool = False
    statement: str | None = None


@dataclass(frozen=True)
class Gold:
    """An annotated text.

    Attributes
    ----------
    sha256
        Of the bytes of the text.
    date, authors
        What the document says of itself, and None or nothing where it does not.
    body
        Names are only marked within it.
    spoken_by
        Whose statement the whole text is, where it is one.
    generic
        Groups that the text names and that are no parties: neither demanded nor errors.
    sections
        The entries, by the section of the case file.
    quoted
        Every stretch with its words and where it stands in the file.
    """

    sha256: str | None
    date: str | None
    authors: tuple[str, ...]
    body: Span | None
    spoken_by: str | None
    parties: tuple[GoldName, ...]
    people: tuple[GoldName, ...]
    generic: tuple[str, ...]
    sections: Mapping[str, tuple[GoldEntry, ...]]
    quoted: tuple[tuple[str, Span, str], ...]


class _Reader:
    """Reads parts of the file and remembers what is wrong."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.quoted: list[tuple[str, Span, str]] = []

    def entries(self, data: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Go through the entries of a list, each with its place."""
        listed = data.get(key, [])
        if not isinstance(listed, list):
            self.problems.append(f"{key}: found {type(listed).__name__}, expected a list")
            return
        for k, entry in enumerate(listed):
            if isinstance(entry, dict):
                yield f"{key}[{k}]", entry
            else:
                self.problems.append(f"{key}[{k}]: found {type(entry).__name__}, expected keys and values")

    def text(self, entry: Mapping[str, Any], key: str, where: str) -> str:
        """Read a text that has to be there."""
        found = entry.get(key)
        if isinstance(found, str) and found:
            return found
        self.problems.append(f"{where}: found {found!r} under '{key}', expected a text")
        return ""

    def span(self, found: Any, where: str) -> Span | None:
        """Read a stretch: ``{quote, start, end}`` or ``[start, end]``."""
        quote = None
        ends = found
        if isinstance(found, dict):
            quote, ends = found.get("quote"), [found.get("start"), found.get("end")]
        if (
            not isinstance(ends, list)
            or len(ends) != 2
            or not all(type(end) is int for end in ends)
            or not 0 <= ends[0] < ends[1]
        ):
            self.problems.append(f"{where}: expected a stretch with 'start' and 'end', the end after the start")
            return None
        span = Span(*ends)
        if isinstance(quote, str):
            self.quoted.append((where, span, quote))
        return span

    def spans(self, entry: Mapping[str, Any], key: str, where: str) -> tuple[Span, ...]:
        """Read one stretch or a list of them; none where the key is absent or null."""
        found = entry.get(key)
        if found is None:
            return ()
        if not isinstance(found, list):
            return tuple(span for span in [self.span(found, f"{where}.{key}")] if span)
        read = [self.span(one, f"{where}.{key}[{k}]") for k, one in enumerate(found)]
        return tuple(span for span in read if span)


def read_gold(data: Any) -> Gold:
    """Read an annotation.

    Parameters
    ----------
    data
        The file as plain data.

    Raises
    ------
    CaseError
        With every key that is missing or of the wrong form.

    Examples
    --------
    >>> read_gold({"document": {"date": "2020-05-01"}, "parties": [{"id": "UP", "name": "Upstream"}]}).parties[0].names
    ('UP', 'Upstream')
    """
    if not isinstance(data, dict) or not isinstance(data.get("document"), dict):
        raise CaseError(
            "expected an annotation: JSON with the key 'document' and lists of 'parties', 'people' and so on"
        )
    reader = _Reader()
    document = data["document"]
    parties = tuple(_party(reader, entry, where) for where, entry in reader.entries(data, "parties"))
    people = tuple(_person(reader, entry, where) for where, entry in reader.entries(data, "people"))
    sections = {
        name: tuple(_entry(reader, name, entry, where) for where, entry in reader.entries(data, name))
        for name in _SPANS
        if name in data
    }
    authors = tuple(reader.text(one, "name", where) for where, one in reader.entries(document, "authors"))
    generic = tuple(reader.text(one, "text", where) for where, one in reader.entries(data, "generic_actors"))
    body = reader.spans(document, "body", "document")
    reader.spans(document, "date_span", "document")
    if reader.problems:
        raise CaseError("\n".join(_listed(reader.problems)))
    return Gold(
        sha256=document.get("sha256"),
        date=document.get("date"),
        authors=authors,
        body=body[0] if body else None,
        spoken_by=document.get("all_text_is_speech"),
        parties=parties,
        people=people,
        generic=generic,
        sections=sections,
        quoted=tuple(reader.quoted),
    )


def check_gold(gold: Gold, text: str) -> None:
    """Make sure that an annotation is about a text.

    Raises
    ------
    CaseError
        If the text is another one, or stretches do not hold the words that the annotation gives; names each.
    """
    wrong = [
        f"{where}: found {text[span.start : span.end]!r} at {span.start} to {span.end}, expected {quote!r}"
        for where, span, quote in gold.quoted
        if text[span.start : span.end] != quote
    ]
    ends = [span.end for party in gold.parties for span in party.spans]
    if max(ends, default=0) > len(text):
        wrong.append(f"parties: found a stretch that ends at {max(ends)}, expected at most {len(text)}")
    if wrong:
        other = gold.sha256 is not None and gold.sha256 != digest(text)
        hint = ["the text is not the one that was annotated (another SHA-256)"] if other else []
        raise CaseError("\n".join([*hint, *_listed(wrong)]))


def _listed(problems: list[str]) -> list[str]:
    more = len(problems) - _SHOWN
    return problems[:_SHOWN] + ([f"and {more} more"] if more > 0 else [])


def _party(reader: _Reader, entry: Mapping[str, Any], where: str) -> GoldName:
    spans: list[Span] = []
    names = [reader.text(entry, "id", where), reader.text(entry, "name", where), entry.get("full_name")]
    for at, alias in reader.entries({f"{where}.aliases": entry.get("aliases", [])}, f"{where}.aliases"):
        names.append(reader.text(alias, "text", at))
        spans += reader.spans(alias, "spans", at)
    return GoldName(
        id=names[0] or "",
        names=_distinct([*names, entry.get("iso3"), *_texts(entry.get("aka"))]),
        spans=tuple(spans),
        party=entry.get("part_of"),
        optional=bool(entry.get("optional")),
    )


def _person(reader: _Reader, entry: Mapping[str, Any], where: str) -> GoldName:
    names = [reader.text(entry, "name", where), *_texts(entry.get("aka"))]
    return GoldName(
        id=reader.text(entry, "id", where),
        names=_distinct(names),
        spans=reader.spans(entry, "spans", where),
        party=entry.get("party"),
        offices=_distinct([entry.get("role"), entry.get("role_text")]),
        other_offices=_distinct([entry.get("role_known"), entry.get("role_former")]),
        optional=bool(entry.get("optional")),
        author=bool(entry.get("is_author")),
    )


def _entry(reader: _Reader, section: str, entry: Mapping[str, Any], where: str) -> GoldEntry:
    spans = tuple(span for key in _SPANS[section] for span in reader.spans(entry, key, where))
    wider = tuple(span for key in (*_WIDER.get(section, ()), "also") for span in reader.spans(entry, key, where))
    if not spans and not wider:
        reader.problems.append(f"{where}: expected a stretch under {' or '.join(_SPANS[section])}")
    values = {field: _values(entry, key) for field, key in _FIELDS[section].items()}
    if section == "demands" and "position" in values["kind"]:
        values["kind"] += _POSITION
    return GoldEntry(
        id=str(entry.get("id", where)),
        spans=spans or wider,
        wider=wider,
        values=values,
        optional=bool(entry.get("optional")),
        may_split=bool(entry.get("may_split")),
        symmetric=bool(entry.get("symmetric")),
        direct=entry.get("mode") == "direct",
        statement=entry.get("statement"),
    )


def _values(entry: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    """Gather every value of a field that is right."""
    found: list[Any] = []
    for name in (key, f"{key}_also", f"{key}_ok"):
        value = entry.get(name)
        found += value if isinstance(value, list) else [value] if name in entry or name == key else []
    return tuple(dict.fromkeys(found))


def _texts(found: Any) -> list[str]:
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _distinct(names: list[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))
