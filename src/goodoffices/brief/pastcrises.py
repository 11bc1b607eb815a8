"""What past crises say of brokers: the precedent model, the nearest crises, base rates, partisans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from goodoffices.brief.blocks import Block, Mark, Paragraph, Sentence, Table, said
from goodoffices.brief.candidates import candidate_name
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import lowered
from goodoffices.brokers import FITTED, ModelView, Shortlist, partisanship
from goodoffices.brokers.shortlist import Listed
from goodoffices.wording import count, join_words, percent

__all__ = ["past_crises", "past_tables"]

_MOST_NEAREST = 3
_RARE = 0.01
_KEY = "precedent model"


def past_crises(context: Context, past: Shortlist, view: ModelView) -> Iterator[Block]:
    """Write what the record of past crises says, beside the ranking and never blended into it."""
    mark = _mark(context, past, view)
    yield Paragraph(
        (
            Sentence(_model(past, view), "computed", lead="Beside it, what past crises would have said."),
            Sentence(f"{_nearest(past)} {_rates(past)}", "computed", (mark,)),
        )
    )
    lines = partisanship(past).sentences()
    if lines:
        yield Paragraph(said(" ".join(lines), "computed", (mark,), "Partisans in the record."))


def _mark(context: Context, past: Shortlist, view: ModelView) -> Mark:
    """Give the record its number among computed results: what the model is, and how it was tested."""
    # Whom it cannot name stands in the main part.
    told = [*replace(view, cannot_name=()).sentences()]
    if view.of_this_model:
        tested = [part.split("\n- ")[0] for part in FITTED.card.split("\n\n") if part.startswith("Tested on")]
        told += [" ".join(part.split()) for part in tested]
    told += [f"{one['title']} ({one['owner']}), {one['first']} to {one['last']}." for one in past.sources]
    return context.ledger.result(_KEY, tuple(Sentence(line, "computed") for line in told))


def _model(past: Shortlist, view: ModelView) -> str:
    first, last, crises = past.training
    text = f"The precedent model, fitted to {count(crises, 'crisis', 'crises')} from {first} to {last} in which some "
    text += f"state mediated, chooses among {past.states} states outside the crisis"
    ours = [one for one in past.candidates if one.party]
    told = [f"{one.name} {_share(one)}, place {one.place}" for one in ours if one.share >= _RARE]
    told += [f"{one.name} place {one.place}" for one in ours if one.share < _RARE]
    if told:
        text += f": of past choices it would give {'; '.join(told)}"
    text += "."
    if view.cannot_name:
        text += f" It cannot name {join_words([label for label, _ in view.cannot_name], last='or')}."
    return text


def _share(one: Listed) -> str:
    return f"{percent(one.share)} (95 %: {percent(one.low)} to {percent(one.high)})"


def _nearest(past: Shortlist) -> str:
    """Name the nearest crises, those between the same two together."""
    pairs: dict[str, list[str]] = {}
    for one in past.precedents["crises"][:_MOST_NEAREST]:
        told = f"{one['year']} ({lowered(one['mediation'])}, {lowered(one['outcome'])})"
        pairs.setdefault(" and ".join(sorted(one["principals"])), []).append(told)
    listed = [f"{names} {', '.join(years)}" for names, years in pairs.items()]
    return f"The nearest of {past.precedents['compared']:,} past crises: {'; '.join(listed)}."


def _rates(past: Shortlist) -> str:
    """Give the first and the last base rate; all stand in the appendix."""
    ends = [past.base_rates[0], *past.base_rates[1:][-1:]]
    told = [f"{percent(one['share'])} of {one['crises']} crises from {one['first']} to {one['last']}" for one in ends]
    return f"There was some mediation in {' and in '.join(told)}: a base rate, no forecast."


def past_tables(context: Context, past: Shortlist) -> Iterator[Table]:
    """Give the figures behind what past crises say."""
    rows = tuple(
        (
            said(one.name),
            said(str(one.place), "computed"),
            said(candidate_name(context, one.party) if one.party in context.case.candidates else "–"),
            said(percent(one.share, 1), "computed"),
            said(f"{percent(one.low, 1)} to {percent(one.high, 1)}", "computed"),
        )
        for one in past.candidates
    )
    columns = ("State", "Place", "In the case", "Share of past choices", "95 % interval")
    yield Table("The precedent model: which states mediated in crises like this", columns, rows, (30, 10, 20, 20, 20))
    yield Table(
        "The nearest past crises, named as in the table of crises; who mediated is known where the labels reach",
        ("Crisis", "Year", "Mediation", "Mediators", "Outcome", "Apart"),
        tuple(_crisis(one) for one in past.precedents["crises"]),
        (32, 8, 18, 18, 16, 8),
    )
    yield Table(
        "How often there was any mediation",
        ("Years", "Crises", "Mediated", "Share", "95 % interval"),
        tuple(_rate(one) for one in past.base_rates),
        (20, 20, 20, 20, 20),
    )


def _crisis(one: Mapping[str, Any]) -> tuple[tuple[Sentence, ...], ...]:
    who = "not known" if one["mediators"] is None else ", ".join(one["mediators"]) or "none"
    cells = (one["name"], str(one["year"]), one["mediation"], who, one["outcome"], f"{one['apart']:.2f}")
    return tuple(said(str(cell), "computed") for cell in cells)


def _rate(one: Mapping[str, Any]) -> tuple[tuple[Sentence, ...], ...]:
    interval = f"{percent(one['low'])} to {percent(one['high'])}"
    cells = (f"{one['first']}–{one['last']}", str(one["crises"]), str(one["mediated"]), percent(one["share"]), interval)
    return tuple(said(cell, "computed") for cell in cells)
