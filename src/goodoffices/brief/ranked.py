"""Who could broker, in what role: the ranking over all that is uncertain, with reasons for and against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from goodoffices.brief.blocks import Block, Cell, Figure, Mark, Paragraph, Sentence, Table, said
from goodoffices.brief.candidates import candidate_name, criterion_name, ratings_tables
from goodoffices.brief.context import Context
from goodoffices.brief.pastcrises import past_crises
from goodoffices.brief.phrasing import capital, ended, in_range, number, quoted, spelled
from goodoffices.brief.record import day
from goodoffices.brief.theories import theories
from goodoffices.brokers import (
    Disqualification,
    Evidence,
    ModelView,
    Profile,
    Ranking,
    Shortlist,
    Theory,
    evaluate_theory,
    model_view,
    rank,
    rank_picture,
    sides_of,
)
from goodoffices.brokers.rank_shares import sampling_error
from goodoffices.brokers.standing import told_apart
from goodoffices.errors import GoodOfficesError
from goodoffices.wording import count, join_words, percent

__all__ = ["Ranked", "brokers", "held_against", "leading", "rank_table", "ranked"]

_SEED = 1
_MOST_ROWS = 8
_REASONS = 2
_RARE = 0.01
_ALL_ROLES = 5
_RATINGS = frozenset({"candidates", "leverage"})
_OPEN = (
    "The case leaves open between which two sides to broker, so that no ranking is made; its section “brokering” can "
    "name them."
)


@dataclass(frozen=True)
class Ranked:
    """What was found about brokers.

    Attributes
    ----------
    ranking
        The candidates, ranked; None where nothing could be.
    theory
        What two small theories say; None where the case gives nothing for them.
    past, view
        What past crises say, and what the precedent model could not have named; None where nothing is known for these
        two sides.
    refusal
        Why there is no ranking; empty where there is one.
    """

    ranking: Ranking | None = None
    theory: Theory | None = None
    past: Shortlist | None = None
    view: ModelView | None = None
    refusal: str = ""


def ranked(context: Context, draws: int, past: Shortlist | None) -> Ranked:
    """Rank the candidates of a case between its two sides.

    Parameters
    ----------
    draws
        How many times what is uncertain is drawn; 0 leaves the ranking out.
    past
        What the tables say of these two sides; passed over if it is about others.
    """
    case = context.case
    if not case.candidates:
        return Ranked()
    between = sides_of(case)
    if between is None:
        return Ranked(refusal=_OPEN)
    theory = evaluate_theory(case, between)
    if draws == 0:
        return Ranked(theory=theory, refusal="No ranking was drawn for this brief.")
    try:
        found = rank(case, between, draws=draws, seed=_SEED)
    except GoodOfficesError as error:
        return Ranked(theory=theory, refusal=f"No ranking could be made: {ended(str(error))}")
    known = past if past is not None and set(past.between) == set(between) else None
    return Ranked(found, theory, known, model_view(found, known) if known else None)


def brokers(context: Context, found: Ranked) -> tuple[Block, ...]:
    """Write the section on candidates."""
    blocks: list[Block] = []
    if found.ranking is None:
        note = "The order is that of the case. Ranges are ratings by the analyst, the likeliest value in brackets."
        blocks += [Paragraph(said(found.refusal)), *ratings_tables(context), Paragraph(said(note))]
    else:
        blocks += [Paragraph(_standing(context, found.ranking)), _figure(found.ranking)]
        blocks += [_reasons(context, found.ranking), *_left_out(context, found.ranking)]
    if found.past is not None and found.view is not None:
        blocks += past_crises(context, found.past, found.view)
    if found.theory is not None:
        blocks += theories(context, found.theory)
    return tuple(blocks)


def leading(context: Context, found: Ranked) -> Sentence | None:
    """Say in one sentence who comes first how often, and how little that tells apart."""
    if found.ranking is None:
        return None
    ranking = found.ranking
    return Sentence(f"{_firsts(context, ranking)} {_apart(context, ranking)}", "computed", (_mark(context, ranking),))


def _sides(context: Context, ranking: Ranking) -> str:
    return context.phrases.parties(ranking.between)


def _mark(context: Context, ranking: Ranking) -> Mark:
    """Give the ranking its number among computed results, with all that a reader has to know beside it."""
    told = [
        Sentence(
            f"Brokers between {_sides(context, ranking)}: {ranking.method}. {count(ranking.shares.done, 'draw')}, seed "
            f"{ranking.seed}, veto below {ranking.veto:g}.",
            "computed",
        ),
        *(Sentence(line, "computed") for line in ranking.cautions),
    ]
    return context.ledger.result("ranking of candidates", tuple(told))


def _firsts(context: Context, ranking: Ranking) -> str:
    """Say who comes first in what share of draws, the most often first."""
    first = ranking.shares.first
    order = sorted(range(len(ranking.profiles)), key=lambda at: (-float(first[at]), at))
    told = []
    for at in order[:3]:
        flag = " (itself a party to the crisis)" if ranking.profiles[at].crisis_actor else ""
        told.append(f"{_name(context, ranking, at)}{flag} in {percent(float(first[at]))}")
    direct = [at for at in order[3:] if ranking.profiles[at].kind == "direct"]
    told += [f"{_name(context, ranking, at)} in {percent(float(first[at]))}" for at in direct]
    many = number(len(ranking.profiles), "candidate")
    return (
        f"{many} between {_sides(context, ranking)}, in {ranking.shares.done:,} draws of ratings and weights: first is "
        f"{join_words(told)}."
    )


def _name(context: Context, ranking: Ranking, at: int) -> str:
    one = ranking.profiles[at]
    name = candidate_name(context, one.name)
    return quoted(name) if one.kind == "direct" else name


def _apart(context: Context, ranking: Ranking) -> str:
    """Say who is told apart from whom; of all other pairs the order is no finding."""
    below: dict[int, list[int]] = {}
    for i, j in np.argwhere(told_apart(ranking.shares)).tolist():
        below.setdefault(i, []).append(j)
    pairs = [
        f"{_name(context, ranking, i)} above {join_words([_name(context, ranking, j) for j in row])}"
        for i, row in below.items()
    ]
    if not pairs:
        return "No two of them can be told apart."
    return f"Told apart: {'; '.join(pairs)}. Between all others the order is no finding."


def _standing(context: Context, ranking: Ranking) -> Cell:
    text = f"{_firsts(context, ranking)} {_apart(context, ranking)} {_field(context, ranking)}"
    missing = sum(len(one.missing) for one in ranking.profiles)
    if missing:
        who = join_words([_name(context, ranking, at) for at, one in enumerate(ranking.profiles) if one.missing])
        text += f" {number(missing, 'rating is', 'ratings are')} missing ({who}) and drawn from the whole scale."
    text += " Shares say how the order hangs on ratings and weights, not how events would turn out."
    own = (
        "Ratings from 0 to 1, the likeliest value in brackets, are the analyst’s judgements, and so is the veto: a "
        f"side rejects whoever it rates below {ranking.veto:g}, and nothing makes up for that."
    )
    return (Sentence(text, "computed", (_mark(context, ranking),)), Sentence(own, "judgement"))


def _field(context: Context, ranking: Ranking) -> str:
    """Say who stays in the field whatever the weights."""
    found = ranking.dominance
    beaten = [_name(context, ranking, at) for at in np.flatnonzero(found.surely.any(axis=0)).tolist()]
    if beaten:
        verb = "is" if len(beaten) == 1 else "are"
        return (
            f"Whatever the weights, {join_words(beaten)} {verb} surely no better on any criterion than some other "
            "candidate; all others are undominated."
        )
    return "Whatever the weights, nobody is surely outdone on every criterion: all are undominated."


def _figure(ranking: Ranking) -> Figure:
    caption = "Who holds which rank how often, from first (dark) to last (light); figures stand in the appendix."
    told = [
        f"{one.label}: first in {percent(float(share))}"
        for one, share in zip(ranking.profiles, ranking.shares.first, strict=True)
    ]
    return Figure(rank_picture(ranking, width=700, compact=True), f"{caption} {'; '.join(told)}.", caption, width=80)


def _left_out(context: Context, ranking: Ranking) -> Iterator[Block]:
    """Say whom the table does not tell, and why."""
    told = []
    if len(ranking.profiles) > _MOST_ROWS:
        told.append(
            f"The {_MOST_ROWS} that stand highest by mean rank are told, and the direct channel; all stand in "
            "the appendix."
        )
    if ranking.left_out:
        names = [candidate_name(context, name) for name in ranking.left_out]
        told.append(f"Left out, being one of the sides: {join_words(names)}.")
    if told:
        yield Paragraph(said(" ".join(told)))


def _reasons(context: Context, ranking: Ranking) -> Table:
    """Tell for each candidate in what role, what speaks for and against it, and what would rule it out."""
    rows = []
    highest = ranking.order[:_MOST_ROWS]
    rest = [name for name in ranking.order[_MOST_ROWS:] if ranking.profile(name).kind == "direct"]
    for name in (*highest, *rest):
        why, one = ranking.why(name), ranking.profile(name)
        rows.append(
            (
                (Sentence(_roles(one.roles), lead=capital(candidate_name(context, name))),),
                _strongest(context, why.speaks_for) or said("–"),
                (*_strongest(context, why.speaks_against), *_lacking(context, one)) or said("–"),
                said(_rule_out(context, ranking, name), "computed"),
            )
        )
    columns = ("Candidate, roles", "Speaks for it", "Speaks against it", "Would rule it out, or cost it most")
    return Table("In what role, for what reasons", columns, tuple(rows), (15, 35, 34, 16))


def _lacking(context: Context, one: Profile) -> Cell:
    """Say on which criteria nothing is known, sides put together."""
    sides: dict[str, list[str]] = {}
    for part in one.missing:
        criterion, _, side = part.partition(": ")
        sides.setdefault(criterion.replace("_", " "), []).extend([context.phrases.party(side)] if side else [])
    told = [f"{name} ({join_words(sides[name])})" if sides[name] else name for name in sides]
    return said(f"Missing: {', '.join(told)}.") if told else ()


def _roles(roles: tuple[str, ...]) -> str:
    """Name the roles, or say that it is all of them."""
    if len(roles) == _ALL_ROLES:
        return "Every role."
    return ended(", ".join(spelled(role) for role in roles)) if roles else ""


def _strongest(context: Context, evidence: tuple[Evidence, ...]) -> Cell:
    """Pick ratings, one for each criterion: acceptability, then those furthest from the middle; then what else is."""
    best: dict[str, Evidence] = {}
    rated = [one for one in evidence if one.entry in _RATINGS and one.value]
    for one in sorted(rated, key=_weight):
        best.setdefault(one.criterion, one)
    others = [one for one in evidence if one not in rated]
    return tuple(_told(context, one) for one in [*best.values(), *others][:_REASONS])


def _weight(one: Evidence) -> tuple[bool, float]:
    assert one.value is not None  # noqa: S101 - only ratings are weighed
    return one.criterion != "acceptability", -round(abs(one.value.middle - 0.5), 6)


def _told(context: Context, one: Evidence) -> Sentence:
    text = ended(one.text)
    if one.value and one.entry in _RATINGS:
        reason = "" if one.text.casefold() == one.criterion.replace("_", " ") else f" {text}"
        text = f"{criterion_name(context, one.criterion, one.side)} {in_range(one.value)}.{reason}"
    return context.ledger.cited(text, *one.cite)


def _rule_out(context: Context, ranking: Ranking, name: str) -> str:
    found: Disqualification = ranking.what_would_disqualify(name)
    nearest = max(found.vetoes, key=lambda one: (one.share, -(one.now.middle if one.now else 0.5)))
    often = f"in {percent(nearest.share)} of draws" if nearest.share else "in no draw"
    lines = [f"Rejected by {context.phrases.party(nearest.side)} {often}."]
    costs = [(criterion, share) for criterion, share in found.first_without.items() if criterion != "acceptability"]
    if found.first >= _RARE and costs:
        criterion, share = costs[0]
        lines.append(f"{criterion_name(context, criterion)} at its worst: first in {percent(share)}.")
    if found.dominated_by:
        names = [candidate_name(context, other) for other in found.dominated_by]
        lines.append(f"Surely no better anywhere than {join_words(names, last='or')}.")
    return " ".join(lines)


def held_against(context: Context, found: Ranked) -> Iterator[Sentence]:
    """Hold the ranking and the precedent model against who brokered after the day of the case."""
    if found.ranking is None:
        return
    ranked_names = {one.name: one.label for one in found.ranking.profiles}
    came = {one.broker: day(one.when) for one in reversed(context.case.aftermath) if one.broker in ranked_names}
    for name, when in came.items():
        assert name is not None  # noqa: S101 - it is among the names
        who, place = candidate_name(context, name), found.ranking.order.index(name) + 1
        first = percent(float(found.ranking.shares.first[list(ranked_names).index(name)]))
        text = f"What is told of {when} came about through {who}: in this brief at place {place} of "
        yield Sentence(f"{text}{len(ranked_names)} by mean rank, first in {first} of draws.", "computed")
        if found.view is not None and found.past is not None:
            yield Sentence(_by_precedent(found.view, found.past, name, ranked_names[name]), "computed")


def _by_precedent(view: ModelView, past: Shortlist, name: str, label: str) -> str:
    """Say where the precedent model had put a broker, or why it could not have named it."""
    outside = dict(view.cannot_name)
    if label in outside:
        return (
            f"The precedent model could not have named it: it is {outside[label]}, and the model names states outside "
            "the crisis only. That is the model’s miss."
        )
    listed = next((one for one in past.candidates if one.party == name), None)
    if listed is None:
        return "The precedent model did not list it."
    return f"The precedent model had it at place {listed.place} of {view.states}."


def rank_table(context: Context, ranking: Ranking) -> Iterator[Table]:
    """Give the figures behind the picture of ranks."""
    shares = ranking.shares
    size = len(ranking.profiles)
    names = [one.name for one in ranking.profiles]
    rows = []
    for name in ranking.order:
        at = names.index(name)
        error = percent(2 * float(sampling_error(shares.first[at], shares.done)), 1)
        worst, best = float(shares.first_if_worst[at]), float(shares.first_if_best[at])
        cells = [
            *(percent(float(one)) for one in shares.ranks[at]),
            percent(float(shares.below_veto[at])),
            error,
            f"{percent(worst)} … {percent(best)}" if best > worst else "–",
            "–" if ranking.at_worst is None else percent(float(ranking.at_worst.first[at])),
        ]
        told = (said(cell.replace("less than ", "<\u202f"), "computed") for cell in cells)
        rows.append((said(capital(candidate_name(context, name))), *told))
    columns = (
        "Candidate",
        *(str(place) for place in range(1, size + 1)),
        "Below the veto",
        "± of first",
        "First if own gaps worst … best",
        "First if all gaps worst",
    )
    caption = f"Share of {shares.done:,} draws in which each holds which rank"
    yield Table(caption, columns, tuple(rows), (22, *(7 for _ in range(size)), 9, 9, 14, 10))
