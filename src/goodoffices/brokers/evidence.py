"""What the entries of a case say for and against a candidate, each with its citations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from goodoffices.case.citations import Citation
from goodoffices.case.estimates import Estimate
from goodoffices.case.model import Case
from goodoffices.case.record import Measure, Obstacle, Rated, Statement, Tie
from goodoffices.case.settlement import Candidate
from goodoffices.mapping import interest_overlap
from goodoffices.mapping.network import holds_on
from goodoffices.wording import join_words

__all__ = ["Direction", "Evidence", "Subject", "gather", "rating_evidence", "subject_of"]

Direction = Literal["for", "against", "context"]

_TALKING = ("talks", "mediation", "engagement", "assurance")
_PRESSING = ("sanctions", "pressure", "military-pressure")
_TIE_CRITERIA = {"channel": "access", "border": "access", "precedent": "capacity"}
_OBSTACLE_CRITERIA = {"spoiler": "spoiler_risk", "distrust": "acceptability", "rivalry": "acceptability"}


@dataclass(frozen=True)
class Evidence:
    """One thing that is known, and which way it speaks.

    Attributes
    ----------
    direction : {"for", "against", "context"}
        Context is what bears on the candidate and does not speak one way by itself.
    criterion : str
        What it bears on; "argument" for claims, "record" for words, deeds and figures.
    entry : str
        The section of the case it stands in.
    side : str or None
        The side that it concerns.
    text : str
        In words.
    value : Estimate or None
        How strong, where the case says.
    cite : tuple of Citation
        Who says so, and where.
    """

    direction: Direction
    criterion: str
    entry: str
    side: str | None
    text: str
    value: Estimate | None
    cite: tuple[Citation, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the evidence as plain data."""
        return {
            "direction": self.direction,
            "criterion": self.criterion,
            "entry": self.entry,
            "side": self.side,
            "text": self.text,
            "value": None if self.value is None else self.value.plain(),
            "cite": [one.plain() for one in self.cite],
        }


@dataclass(frozen=True, eq=False)
class Subject:
    """A candidate between two sides of a case.

    Attributes
    ----------
    case, key, entry
        The case, and the candidate's name and entry in it.
    names
        All names under which the case speaks of it.
    former
        Names of those whose successor it is.
    sides
        Between whom.
    """

    case: Case
    key: str
    entry: Candidate
    names: frozenset[str]
    former: frozenset[str]
    sides: tuple[str, str]

    def other(self, side: str) -> str:
        """Return the side across the table."""
        return self.sides[1 - self.sides.index(side)]

    def speaks(self, who: str) -> bool:
        """Say whether somebody speaks for the candidate."""
        return who in self.names or self.case.party_of(who) in self.names


def subject_of(case: Case, key: str, sides: tuple[str, str]) -> Subject:
    """Find the names under which a case speaks of a candidate."""
    entry = case.candidates[key]
    names = frozenset({key} | ({entry.party} if entry.party else set()))
    former = frozenset(name for name, party in case.parties.items() if party.successor in names)
    return Subject(case, key, entry, names, former - names, sides)


def gather(subject: Subject) -> Iterator[Evidence]:
    """Go through the entries of a case that bear on a candidate; ratings and claims are told elsewhere."""
    case = subject.case
    for tie in case.ties:
        yield from _tie(subject, tie)
    yield from _leverage(subject)
    yield from _interests(subject)
    for obstacle in case.obstacles:
        if subject.names & set(obstacle.between):
            yield _obstacle(subject, obstacle)
    yield from _demands(subject)
    for statement in case.statements:
        yield from _statement(subject, statement)
    for measure in case.measures:
        if subject.names & set(measure.by):
            yield from _measure(subject, measure)
    yield from _offers(subject)
    yield from _facts(subject)


def rating_evidence(criterion: str, rated: Rated, side: str | None, *, rising: bool = True) -> Evidence:
    """Turn a rating into evidence: for where its likeliest value lies in the better half of the scale.

    Parameters
    ----------
    criterion
        What was rated.
    rated
        The rating.
    side
        By or for which side.
    rising
        Whether more of it is better.
    """
    text = rated.why or rated.what or join_words(rated.cite.reasons) or criterion.replace("_", " ")
    return Evidence(_lean(rated.value, rising=rising), criterion, "candidates", side, text, rated.value, (rated.cite,))


def _lean(value: Estimate, *, rising: bool = True) -> Direction:
    if value.middle == 0.5:
        return "context"
    return "for" if (value.middle > 0.5) == rising else "against"


def _tie(subject: Subject, tie: Tie) -> Iterator[Evidence]:
    """Tell a tie to a side; one that no longer holds, or was a predecessor's, is context."""
    mine = [end for end in tie.ends if end in subject.names | subject.former]
    sides = [end for end in tie.ends if end in subject.sides]
    if not mine or not sides:
        return
    side = sides[0]
    what = f"{tie.kind.replace('-', ' ')}: {tie.what}" if tie.what else tie.kind.replace("-", " ")
    past = mine[0] in subject.former or not holds_on(tie, subject.case.as_of)
    if past:
        what += f" ({subject.case.name_of(mine[0])}, {tie.when})" if tie.when else f" ({subject.case.name_of(mine[0])})"
    direction: Direction = "context" if past or not tie.sign else "for" if tie.sign > 0 else "against"
    criterion = _TIE_CRITERIA.get(tie.kind, "acceptability")
    yield Evidence(direction, criterion, "ties", side, what, tie.strength, (tie.cite,))
    if tie.kind == "chosen-partner" and not past and tie.ends[0] == side:
        rival = subject.other(side)
        chosen = f"the chosen partner of {subject.case.name_of(side)}, an argument and no bar"
        what = f"{chosen}: {tie.what}" if tie.what else chosen
        yield Evidence("against", "acceptability", "ties", rival, what, tie.strength, (tie.cite,))


def _leverage(subject: Subject) -> Iterator[Evidence]:
    for one in subject.case.leverage:
        if one.who in subject.names and one.over in subject.sides:
            over = subject.case.name_of(one.over)
            yield Evidence(
                _lean(one.strength), "leverage", "leverage", one.over, f"over {over}: {one.basis}",
                one.strength, (one.cite,),
            )  # fmt: skip
            if one.will is not None:
                yield Evidence(
                    _lean(one.will), "will", "leverage", one.over, f"to use it over {over}", one.will, (one.cite,)
                )


def _interests(subject: Subject) -> Iterator[Evidence]:
    """Tell what the candidate wants that a side wants too: for where both do."""
    case = subject.case
    shared = {one.topic: set(one.wants) for one in interest_overlap(case).topics}
    for name in sorted(subject.names):
        for interest in case.interests.get(name, ()):
            with_ = [side for side in subject.sides if side in shared.get(interest.topic or "", ())]
            if not with_:
                continue
            whom = join_words([case.name_of(side) for side in with_])
            both = len(with_) > 1
            text = f"{interest.topic}, on which {whom} too {'want' if both else 'wants'} something: {interest.want}"
            yield Evidence(
                "for" if both else "context", "interest", "interests", None if both else with_[0], text, None,
                (interest.cite,),
            )  # fmt: skip


def _obstacle(subject: Subject, one: Obstacle) -> Evidence:
    side = next((side for side in subject.sides if side in one.between), None)
    text = f"{one.kind}: {one.what}" if one.what else one.kind
    criterion = _OBSTACLE_CRITERIA.get(one.kind, "record")
    return Evidence("against", criterion, "obstacles", side, text, one.severity, (one.cite,))


def _demands(subject: Subject) -> Iterator[Evidence]:
    """Tell what a side asks of the candidate, and it of a side; a request to it speaks for it."""
    case = subject.case
    for one in case.demands:
        if one.of is None:
            continue
        if one.by in subject.sides and one.of in subject.names:
            text = f"{one.kind} by {case.name_of(one.by)}: {one.what}"
            direction: Direction = "for" if one.kind == "request" else "context"
            yield Evidence(direction, "acceptability", "demands", one.by, text, None, (one.cite,))
        elif one.by in subject.names and one.of in subject.sides:
            text = f"its own {one.kind} to {case.name_of(one.of)}: {one.what}"
            yield Evidence("context", "cost", "demands", one.of, text, None, (one.cite,))


def _statement(subject: Subject, one: Statement) -> Iterator[Evidence]:
    """Tell what the candidate said, and what a side said to it."""
    case = subject.case
    by = case.party_of(one.who)
    to_it = any(subject.speaks(who) for who in one.to or ())
    if not subject.speaks(one.who) and not (by in subject.sides and to_it):
        return
    heard = [case.party_of(who) for who in one.to or ()]
    side = by if by in subject.sides else next((who for who in heard if who in subject.sides), None)
    when = f", {one.when}" if one.when else ""
    text = f"{case.name_of(one.who)}{when}: {one.gist or one.about or 'words quoted in the source'}"
    cite = tuple(part for part in (one.said, one.reported, one.cite) if part)
    yield Evidence("context", "record", "statements", side, text, None, cite)


def _measure(subject: Subject, one: Measure) -> Iterator[Evidence]:
    """Tell what the candidate has tried with the sides: pressure on one speaks against it there."""
    sides = [side for side in subject.sides if side in one.of]
    text = f"{one.kind.replace('-', ' ')}, {one.when}: {one.what}"
    if one.kind in _PRESSING:
        for side in sides:
            yield Evidence("against", "acceptability", "measures", side, text, None, (one.cite,))
    elif sides and one.kind in _TALKING:
        yield Evidence(
            "context", "capacity", "measures", sides[0] if len(sides) == 1 else None, text, None, (one.cite,)
        )


def _offers(subject: Subject) -> Iterator[Evidence]:
    """Tell what the candidate has offered to do."""
    for name in sorted(subject.names):
        for option in subject.case.options.get(name, {}).values():
            if option.status == "offered":
                cite = (option.cite,) if option.cite else ()
                yield Evidence("context", "interest", "options", None, option.say, None, cite)


def _facts(subject: Subject) -> Iterator[Evidence]:
    """Tell figures with the year that they cover."""
    for text in subject.entry.facts:
        cite = (subject.entry.cite,) if subject.entry.cite else ()
        yield Evidence("context", "record", "candidates", None, text, None, cite)
    for one in subject.case.facts:
        sides = [side for side in subject.sides if side in one.about]
        if sides and subject.names & set(one.about):
            value = ("yes" if one.value else "no") if isinstance(one.value, bool) else one.value
            unit = f" {one.unit}" if one.unit and one.unit != "year" else ""
            text = f"{one.what}: {value}{unit} (covers {one.year})"
            yield Evidence("context", "record", "facts", sides[0], text, None, (one.cite,))
