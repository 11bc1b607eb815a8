"""What could be settled: packages that nobody has to refuse, in steps; or who stands in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from goodoffices.brief.blocks import Block, Bullet, Bullets, Cell, Figure, Paragraph, Sentence, Table, said
from goodoffices.brief.candidates import candidate_name
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import bare, capital, ended, lowered, number, spelled
from goodoffices.errors import GoodOfficesError
from goodoffices.settle import (
    Agreement,
    Deal,
    Robustness,
    Sequence,
    Step,
    Zone,
    agreement_zone,
    robustness,
    sequence,
    sequence_picture,
    settlement,
    solutions,
)
from goodoffices.settle.problem import Package
from goodoffices.wording import count, decimal, join_words, percent, span

__all__ = ["Settled", "gist", "settled", "settled_blocks", "step_figures"]

_MOST_PACKAGES = 8
_MOST_REASONS = 6
_SEED = 1


@dataclass(frozen=True)
class Settled:
    """What was found about a settlement.

    Attributes
    ----------
    zone
        The agreement zone; None where the case has none to compute.
    chosen
        The solutions, by name.
    sequences
        Orders in which a package could be carried out: that of the Nash solution, then that of the package of the
        frontier that settles most issues, if it is another.
    study
        In how many draws of what is uncertain packages are acceptable; None where nothing was drawn.
    refusal
        Why something is missing; empty where nothing is.
    """

    zone: Zone | None = None
    chosen: Mapping[str, Deal] | None = None
    sequences: tuple[Sequence, ...] = ()
    study: Robustness | None = None
    refusal: str = ""


def settled(context: Context, draws: int) -> Settled:
    """Look for a settlement, for the order of its steps, and for how far it depends on uncertain values.

    Parameters
    ----------
    draws
        How many times what is uncertain is drawn; 0 leaves that study out.
    """
    case = context.case
    if not (case.issues and case.positions):
        return Settled()
    try:
        zone = agreement_zone(settlement(case))
    except GoodOfficesError as error:
        return Settled(refusal=f"No agreement zone could be computed: {ended(str(error))}")
    if not zone.exists:
        return Settled(zone)
    chosen = solutions(zone.frontier)
    found, refusal = [], ""
    for package in _carried_out(zone, chosen):
        try:
            found.append(sequence(Agreement(zone.problem, package)))
        except GoodOfficesError as error:
            refusal = f"No order of steps could be computed: {ended(str(error))}"
    study = robustness(zone.problem, draws, _SEED) if draws else None
    return Settled(zone, chosen, tuple(found), study, refusal)


def _carried_out(zone: Zone, chosen: Mapping[str, Deal]) -> list[Package]:
    """Choose the packages whose steps are told: the Nash solution, and the one that settles most issues."""
    now = zone.problem.now
    packages = [tuple(map(int, row)) for row in zone.frontier.packages]
    if now is None:
        return []
    first = [chosen["nash"].package] if "nash" in chosen else []
    moved = {one: sum(a != b for a, b in zip(one, now, strict=True)) for one in packages}
    widest = max(packages, key=lambda one: moved[one])
    return [one for one in dict.fromkeys([*first, widest]) if moved[one]]


def settled_blocks(context: Context, found: Settled) -> tuple[Block, ...]:
    """Write the section on what could be settled."""
    zone = found.zone
    if zone is None:
        return (Paragraph(said(found.refusal)),)
    blocks: list[Block] = [Paragraph(_size(context, zone))]
    if found.chosen:
        blocks += [_packages(context, found), Paragraph(_legend(zone))]
    blocks += _blocked(context, zone)
    told: set[str] = set()
    for steps in found.sequences:
        blocks += _order(context, steps, found, told)
    if found.refusal:
        blocks.append(Paragraph(said(found.refusal)))
    return tuple(blocks)


def gist(context: Context, found: Settled) -> Iterator[Sentence]:
    """Say for the first page whether there is a deal and what it would take."""
    zone = found.zone
    if zone is None:
        return
    on = count(len(zone.problem.issues), "issue")
    yield Sentence(ended(f"On {on} {lowered(zone.sentence())}"), "computed")
    if found.sequences:
        steps = found.sequences[0]
        told = f"The package by Nash’s criterion ({_words(context, steps.agreed, zone)}) takes "
        told += (
            f"{count(len(steps.steps), 'step')} and about {decimal(steps.days[1], 0)} days; {_needs(context, steps)}"
        )
        yield Sentence(told, "computed")
    if zone.opening is not None:
        yield Sentence(ended(_named(context, next(iter(zone.opening.sentences())))), "computed")


def step_figures(found: Settled) -> Iterator[Figure]:
    """Draw the orders of steps."""
    for steps in found.sequences:
        agreed = ", ".join(f"{issue} {option}" for issue, option in _changed(steps).items())
        caption = f"In steps: {agreed}."
        slack = "" if steps.smallest_slack is None else f" The smallest slack is {decimal(steps.smallest_slack, 3)}."
        yield Figure(sequence_picture(steps), f"{caption}{slack} The table in the main part tells each step.", caption)


def _size(context: Context, zone: Zone) -> Cell:
    problem = zone.problem
    parties = context.phrases.parties(problem.parties)
    text = f"{number(len(problem.issues), 'issue')} with {problem.outcomes:,} packages, valued for {parties}. "
    least = "No party is asked to accept less than it has today, or than its position says it needs. "
    text += f"{least if any(one is not None for one in problem.reserve) else ''}{zone.sentence()}"
    own = "Values and weights are the analyst’s judgements, read at their middle; what follows is true of these only."
    return (Sentence(text, "computed"), Sentence(own, "judgement"))


def _legend(zone: Zone) -> Cell:
    proof = "proven complete" if zone.frontier.complete else "possibly incomplete"
    return said(
        f"The packages that no other improves on for everybody ({proof}: {zone.frontier.method}). Figures are gains "
        "over the reservation value on each party’s own scale from 0 to 1. N marks the package by Nash’s criterion, K "
        "Kalai and Smorodinsky’s, E the egalitarian, U the utilitarian; E and U compare amounts of different parties. "
        "The last column says how much hangs on ranges in the case: weights and values were drawn anew within them; "
        "it is a share of draws and says nothing of how often anything happens.",
        "computed",
    )


def _packages(context: Context, found: Settled) -> Table:
    zone, chosen = found.zone, found.chosen or {}
    assert zone is not None  # noqa: S101 - a table is only written where there is a zone
    shares = {one.package: percent(one.acceptable) for one in found.study.packages} if found.study else {}
    letters: dict[Package, str] = {}
    for name, deal in chosen.items():
        letters[deal.package] = letters.get(deal.package, "") + name[0].upper()
    rows = []
    least = zone.problem.disagreement()
    for package, units in zip(zone.frontier.packages, zone.frontier.utilities, strict=True):
        key = tuple(map(int, package))
        gains = zone.problem.exact([int(one) - low for one, low in zip(units, least, strict=True)])
        rows.append((key, gains))
    kept = [row for row in rows if row[0] in letters]
    kept += [row for row in rows if row[0] not in letters][: max(_MOST_PACKAGES - len(kept), 0)]
    told = tuple(
        (
            said(letters.get(key, ""), "computed"),
            said(capital(_words(context, key, zone)), "computed"),
            *(said(_gain(one), "computed") for one in gains),
            *([said(shares.get(key, "–"), "computed")] if found.study else []),
        )
        for key, gains in kept
    )
    columns = (
        "",
        "Package: what changes against today",
        *(capital(context.phrases.party(one)) for one in zone.problem.parties),
        *([f"Acceptable to all in draws (of {found.study.done})"] if found.study else []),
    )
    left = len(rows) - len(kept)
    caption = "Packages and what each party gains" + (f" ({left} more not shown)" if left else "")
    return Table(caption, columns, told, (5, 60, *(12 for _ in columns[2:])))


def _gain(value: Fraction) -> str:
    return decimal(float(value), 3)


def _words(context: Context, package: Package, zone: Zone) -> str:
    """Tell what a package changes against today, in the words of the case."""
    problem, issues = zone.problem, context.case.issues
    told = []
    for k, issue in enumerate(problem.issues):
        if problem.now is None or package[k] != problem.now[k]:
            entry, option = issues[issue], problem.options[k][package[k]]
            words = entry.options[option] if isinstance(entry.options, dict) else spelled(option)
            told.append(f"{lowered(bare(entry.say or spelled(issue)))}: {lowered(bare(words))}")
    return "; ".join(told) or "nothing"


def _changed(steps: Sequence) -> dict[str, str]:
    problem = steps.problem
    today = problem.in_words(problem.now or steps.agreed)
    return {issue: option for issue, option in problem.in_words(steps.agreed).items() if today[issue] != option}


def _blocked(context: Context, zone: Zone) -> Iterator[Block]:
    if zone.conflicts is not None:
        yield Paragraph(said("What cannot be met together:", "computed", lead="Who stands in the way."))
        yield Bullets(
            tuple(Bullet(said(ended(_named(context, one)), "computed")) for one in zone.conflicts.sentences())
        )
    if zone.opening is not None:
        yield Paragraph(said("The smallest change of mandate:", "computed", lead="What would open a zone."))
        yield Bullets(tuple(Bullet(said(ended(_named(context, one)), "computed")) for one in zone.opening.sentences()))


def _order(context: Context, steps: Sequence, found: Settled, told: set[str]) -> Iterator[Block]:
    """Write one order of steps; what was said of an earlier one is not said again."""
    assert found.zone is not None  # noqa: S101 - there is no order without a package
    kind = "by Nash’s criterion" if steps is found.sequences[0] else "that settles most issues"
    columns = ("", "Who gives what", "Seen by day", "Exposed", "Slack", "Guarantee")
    rows = tuple(_row(context, step) for step in steps.steps)
    caption = f"The package {kind}, in steps"
    opening = [capital(context.phrases.owned(one)) for one in steps.opening]
    if opening:
        rows = (
            tuple(said(cell, "computed") for cell in ("0", f"Announced together: {join_words(opening)}", *"0–––")),
            *rows,
        )
    yield Table(caption, columns, rows, (4, 52, 16, 18, 18, 20))
    yield Paragraph(said(_reading(context, steps, first=steps is found.sequences[0]), "computed"))
    reasons = [one.told for one in steps.resolved if one.ring]
    reasons += [one.sentence() for one in (steps.trust, steps.commitment) if one is not None]
    lines = [ended(_named(context, one)) for one in [*reasons, *steps.cautions][:_MOST_REASONS]]
    new = [line for line in lines if line not in told]
    told.update(new)
    if new:
        yield Bullets(tuple(Bullet(said(line, "computed")) for line in new))


def _row(context: Context, step: Step) -> tuple[Cell, ...]:
    name = context.phrases.party
    gives = "; ".join(
        f"{capital(context.phrases.parties(one.movers))}: {one.issue}, {spelled(one.start)} to {spelled(one.end)}"
        for one in step.gives
    )
    low, likely, high = step.verified_days
    when = decimal(likely, 0) if low == high else f"{decimal(likely, 0)} ({span(low, high, 0)})"
    exposed = ", ".join(f"{name(who)} {decimal(float(one), 3)}" for who, one in step.exposure.items() if one)
    slack = ", ".join(f"{name(who)} {decimal(one, 3)}" for who, one in step.slack.items())
    held = "; ".join(
        f"{decimal(one.amount, 3)} from {name(one.party)}, held by {_holders(context, one.by)}"
        for one in step.guarantees
    )
    cells = (str(step.number), gives, when, exposed or "–", slack or "–", held or "–")
    return tuple(said(cell, "computed") for cell in cells)


def _holders(context: Context, names: tuple[str, ...]) -> str:
    return join_words([candidate_name(context, one) for one in names], "or") or "nobody that the case names"


def _named(context: Context, text: str) -> str:
    """Put names in place of the case's short forms."""
    case = context.case
    for full in {f"{party}.{option}" for party, options in case.options.items() for option in options}:
        text = re.sub(rf"\b{re.escape(full)}\b", lambda _, full=full: context.phrases.owned(full), text)  # type: ignore[misc]
    for party in case.parties:
        text = re.sub(rf"(?<![“\w]){re.escape(party)}\b", lambda _, party=party: context.phrases.party(party), text)  # type: ignore[misc]
    return text.replace(" | ", " or ").replace(" & ", " and ")


def _needs(context: Context, steps: Sequence) -> str:
    """Say what a guarantor must stand by."""
    if not steps.bonds:
        return "at no step would a modelled party gain by breaking off, so no guarantee is needed on these figures."
    bonds = [f"{decimal(size, 3)} from {context.phrases.party(who)}" for who, size in steps.bonds.items()]
    who = join_words([one.called for one in steps.guarantors], "or") or "nobody that the case names"
    return f"a guarantor ({who}) would have to hold {join_words(bonds)}, in the units of the party that gives it."


def _reading(context: Context, steps: Sequence, *, first: bool) -> str:
    plain = next((one for one in steps.compared if one.smallest_slack is not None), None)
    text = ""
    if first:
        text = "Exposed is what a party has lost against today if all others stop right after its move; slack is what "
        text += "it gains by going on rather than by breaking off; a guarantee is needed where that is negative. "
    if steps.smallest_slack is not None:
        text += f"The smallest slack is {decimal(steps.smallest_slack, 3)}"
        text += ", and no other order of these moves has a larger one" if steps.proven else ""
        slower = steps.smallest_if[2]
        text += "" if slower is None else f"; if verification is slow it is {decimal(slower, 3)}"
        text += ". "
    if plain is not None and plain.smallest_slack is not None:
        text += f"Made {plain.name}, the same moves have {decimal(plain.smallest_slack, 3)}. "
    return text + capital(_needs(context, steps))
