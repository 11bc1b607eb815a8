"""Measuring a draft against an annotation of the same text: precision and recall, field by field.

How entries are paired. Each drafted entry is paired with at most one of the annotation and the other way round, so that
as many pairs as possible come about (an assignment), among pairs that overlap enough: half of the shorter stretch, or
any overlap where the same parties act. A tie has to bind the same two parties as well. Parties are compared by their
names and aliases, people by their names, never by ids.

What counts. Precision is the part of the drafted entries that are paired, recall the part of the annotated entries that
are. Neither demanded nor an error are: entries that the annotation marks ``optional``; the further entries where one of
the annotation is proposed in several (for each of its parties, for each of its quotations, or where it says that it
``may_split``); sentences of a document that is as a whole the statement of its speaker, given as statements of that
speaker; names outside the body of the document. An annotated event that consists in a statement is also found where the
draft has that statement.

A line that names fields beside the section counts a pair only if those fields are right. Statements are direct or
indirect as the draft has it for precision, as the annotation has it for recall. Names are found by running the naming
stage on the text again and keeping the parties that the draft has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goodoffices.case.anchoring import Span
from goodoffices.case.model import Case
from goodoffices.record.concordance import concordance
from goodoffices.record.drafted import DraftedEntry, drafted
from goodoffices.record.gold import Gold, GoldEntry, GoldName, check_gold
from goodoffices.record.matching import overlap
from goodoffices.record.pairing import ENOUGH, Comparison
from goodoffices.record.parts import Names
from goodoffices.record.resemblance import names_in_common, same_date

__all__ = ["Line", "Score", "score"]


@dataclass(frozen=True)
class Line:
    """One row of the table.

    Attributes
    ----------
    field
        What is measured.
    right, proposed
        How many of the drafted entries that count are right.
    found, wanted
        How many of the entries that are demanded are found.
    """

    field: str
    right: int
    proposed: int
    found: int
    wanted: int

    @property
    def precision(self) -> float | None:
        """The part of what is proposed that is right; None if nothing is."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """The part of what is wanted that is found; None if nothing is wanted."""
        return self.found / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True)
class Score:
    """How a draft compares with an annotation.

    Attributes
    ----------
    lines
        The table.
    missed
        By section the words of annotated entries that the draft does not have.
    extra
        By section the words of drafted entries that the annotation does not have.
    sha256
        Of the text.
    """

    lines: tuple[Line, ...]
    missed: Mapping[str, tuple[str, ...]]
    extra: Mapping[str, tuple[str, ...]]
    sha256: str | None

    def line(self, field: str) -> Line:
        """Return a row by its field."""
        return next(line for line in self.lines if line.field == field)

    def to_json(self) -> dict[str, Any]:
        """Return the score as plain data."""
        return {
            "sha256": self.sha256,
            "fields": {
                line.field: {
                    "precision": line.precision,
                    "recall": line.recall,
                    "f1": line.f1,
                    "right": line.right,
                    "proposed": line.proposed,
                    "found": line.found,
                    "wanted": line.wanted,
                }
                for line in self.lines
            },
            "missed": {section: list(words) for section, words in self.missed.items()},
            "extra": {section: list(words) for section, words in self.extra.items()},
        }


def score(case: Case, source: str, text: str, gold: Gold, names: Names) -> Score:
    """Measure a draft against an annotation of the same text.

    Parameters
    ----------
    case
        The draft.
    source
        What it calls the text.
    text
        The text that was annotated.
    gold
        The annotation.
    names
        Who is named where, from the stages on the same text.

    Raises
    ------
    CaseError
        If the annotation is about another text.
    """
    check_gold(gold, text)
    compared = Comparison(drafted(case, source, text), concordance(case, gold), gold)
    lines = [*_document(case, source, gold), *_names(compared, case, names)]
    missed: dict[str, tuple[str, ...]] = {}
    extra: dict[str, tuple[str, ...]] = {}
    for section in gold.sections:
        paired = compared.paired(section)
        lines += _statements(compared) if section == "statements" else _section(compared, section)
        wanted = gold.sections[section]
        left = [wanted[k] for k in paired.missing]
        missed[section] = tuple(f"{one.id}: {_words(text, one.spans[0])}" for one in left)
        found = compared.draft.sections[section]
        extra[section] = tuple(_words(text, found[k].spans[0]) for k in paired.surplus)
    lines.append(Line("anchors", compared.draft.exact, compared.draft.anchors, 0, 0))
    return Score(tuple(lines), missed, extra, gold.sha256)


def _words(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


Keep = Callable[[DraftedEntry | GoldEntry], bool]


def _line(compared: Comparison, section: str, field: str, fields: Sequence[str], keep: Keep) -> Line:
    """Count the pairs of a section in which fields are right, among the entries that are kept."""
    paired = compared.paired(section)
    found, wanted = compared.draft.sections[section], compared.gold.sections[section]
    right = {
        (i, j)
        for i, j in paired.pairs.items()
        if all(compared.right(section, found[i], wanted[j], one) for one in fields)
    }
    mine = [i for i in (*paired.pairs, *paired.surplus) if keep(found[i])]
    theirs = [j for j, one in enumerate(wanted) if not one.optional and keep(one)]
    stated = [j for j in theirs if j not in paired.pairs.values() and j not in paired.missing]
    return Line(
        field,
        sum(i in mine for i, _ in right),
        len(mine),
        sum(j in theirs for _, j in right) + len(stated),
        len(theirs),
    )


_MORE: Mapping[str, dict[str, tuple[str, ...]]] = {
    "demands": {"demands: by, of": ("by", "of"), "demands: kind": ("kind",)},
    "events": {"events: who": ("who",), "events: who, date": ("who", "date")},
    "ties": {"ties: direction, sign": ("from", "sign")},
    "options": {"options: by": ("by",)},
    "obstacles": {"obstacles: between": ("between",)},
}


def _everything(one: DraftedEntry | GoldEntry) -> bool:
    del one
    return True


def _direct(one: DraftedEntry | GoldEntry) -> bool:
    return bool(one.said) if isinstance(one, DraftedEntry) else one.direct


def _indirect(one: DraftedEntry | GoldEntry) -> bool:
    return not _direct(one)


def _section(compared: Comparison, section: str) -> list[Line]:
    named: dict[str, tuple[str, ...]] = {section: ()} | _MORE.get(section, {})
    return [_line(compared, section, field, fields, _everything) for field, fields in named.items()]


def _statements(compared: Comparison) -> list[Line]:
    lines = [_quotes(compared)]
    for label, direct in (("direct", True), ("indirect", False)):
        keep = _direct if direct else _indirect
        for fields in ((), ("speaker",), ("speaker", "party", "office", "date")):
            named = f"statements, {label}" + (f": {', '.join(fields)}" if fields else "")
            lines.append(_line(compared, "statements", named, fields, keep))
    return lines


def _quotes(compared: Comparison) -> Line:
    """Count quotations: those of the annotation that are cited as said, and the other way round."""
    entries = compared.gold.sections["statements"]
    wanted = [span for one in entries if one.direct and not one.optional for span in one.spans]
    known = [span for one in entries for span in (*one.spans, *one.wider)]
    paired = compared.paired("statements")
    found = compared.draft.sections["statements"]
    said = [span for k in (*paired.pairs, *paired.surplus) for span in found[k].said]
    return Line(
        "quotations",
        sum(overlap([span], known) >= ENOUGH for span in said),
        len(said),
        sum(overlap([span], said) >= ENOUGH for span in wanted),
        len(wanted),
    )


def _document(case: Case, source: str, gold: Gold) -> list[Line]:
    told = case.sources[source]
    issued = str(told.issued) if told.issued else None
    right = gold.date is not None and same_date(issued, [gold.date])
    authors = [one.literal or f"{one.given or ''} {one.family or ''}".strip() for one in told.author]
    known = [name for name in authors if any(names_in_common([name], [one]) for one in gold.authors)]
    met = [name for name in gold.authors if any(names_in_common([name], [one]) for one in authors)]
    return [
        Line("date", int(right), int(bool(issued and gold.date)), int(right), int(gold.date is not None)),
        Line("authors", len(known), len(authors), len(met), len(gold.authors)),
    ]


def _names(compared: Comparison, case: Case, names: Names) -> list[Line]:
    gold, same = compared.gold, compared.same
    optional = {one.id for one in (*gold.parties, *gold.people) if one.optional or one.author}
    lines = []
    for field, mine, pairs, wanted in (
        ("parties", list(case.parties), same.parties, gold.parties),
        ("people", list(case.people), same.people, gold.people),
    ):
        met = [one for one in pairs.values() if one not in optional]
        counted = len(mine) - sum(one in optional for one in pairs.values())
        generic = [one for one in mine if one not in pairs and field == "parties" and _generic(case, one, gold)]
        lines.append(
            Line(field, len(met), counted - len(generic), len(met), sum(one.id not in optional for one in wanted))
        )
    lines.insert(1, _mentions(compared, case, names, optional))
    return [*lines, *_people(compared, case, optional)]


def _generic(case: Case, party: str, gold: Gold) -> bool:
    return bool(names_in_common([case.parties[party].name], gold.generic))


def _mentions(compared: Comparison, case: Case, names: Names, optional: set[str]) -> Line:
    """Count where parties are named, among the parties that the draft has."""
    gold = compared.gold
    held = {party.id: _in_case(case, names, party.id) for party in names.parties}
    known = {party: compared.same.parties.get(name) for party, name in held.items() if name}
    mine = [(one.span, known[one.of]) for one in names.mentions if one.what == "party" and one.of in known]
    marked = [(span, party.id) for party in gold.parties for span in party.spans]
    hit = [
        any(party == other and overlap([span], [where]) >= ENOUGH for where, other in mine) for span, party in marked
    ]
    met = [
        any(party == other and overlap([span], [where]) >= ENOUGH for where, other in marked) for span, party in mine
    ]
    counted = [
        right
        for right, (span, party) in zip(met, mine, strict=True)
        if party not in optional and (right or _inside(span, gold.body))
    ]
    wanted = [right for right, (_, party) in zip(hit, marked, strict=True) if party not in optional]
    return Line("mentions", sum(counted), len(counted), sum(wanted), len(wanted))


def _in_case(case: Case, names: Names, party: str) -> str:
    """Find a party of the text in the draft, where it may have another id."""
    if party in case.parties:
        return party
    called = names.party(party)
    alike = {
        key: names_in_common((called.name, *called.aliases), (one.name, *one.aliases))
        for key, one in case.parties.items()
    }
    best = max(alike, key=lambda key: alike[key], default="")
    return best if alike.get(best) else ""


def _inside(span: Span, body: Span | None) -> bool:
    return body is None or (body.start <= span.start and span.end <= body.end)


def _people(compared: Comparison, case: Case, optional: set[str]) -> list[Line]:
    gold, same = compared.gold, compared.same
    pairs = {k: v for k, v in same.people.items() if v not in optional}
    theirs = {one.id: one for one in gold.people if one.id not in optional}
    offices = [k for k in pairs if case.people[k].office]
    right = [k for k in offices if same.right("office", case.people[k].office, _offices(theirs[pairs[k]]))]
    extra = [k for k in right if not theirs[pairs[k]].offices]
    wanted = [one for one in theirs.values() if one.offices]
    members = [k for k in pairs if case.people[k].party]
    loyal = [k for k in members if same.same_party(case.people[k].party or "", [theirs[pairs[k]].party])]
    owned = [one for one in theirs.values() if one.party]
    return [
        Line("people: office", len(right), len(offices), len(right) - len(extra), len(wanted)),
        Line("people: party", len(loyal), len(members), len(loyal), len(owned)),
    ]


def _offices(person: GoldName) -> tuple[str, ...]:
    return (*person.offices, *person.other_offices)
