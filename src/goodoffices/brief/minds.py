"""How far the outlook depends on uncertain readings, whom to sound first, and whose mind would have to change."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

from goodoffices.brief.blocks import Block, Bullet, Bullets, Cell, Figure, Paragraph, Sentence, Table, said
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import capital, quoted, spelled
from goodoffices.brief.reading import CONCEPT, Reading
from goodoffices.case.expressions import Condition
from goodoffices.outlook import (
    OptionCase,
    Plan,
    Robustness,
    SmallestChanges,
    robustness,
    robustness_picture,
    smallest_changes,
)
from goodoffices.wording import join_words, share_of_variants

__all__ = ["DRAWS", "Minds", "changes_of_mind", "minds", "shares", "sound_first"]

DRAWS = 64
_SEED = 1
_ROWS = 16
_MOST_POLICIES = 12
_MOST_CHANGES = 2
_THREADS = 2


@dataclass(frozen=True)
class Minds:
    """What was studied of uncertain readings.

    Attributes
    ----------
    studies
        For each policy that was read the shares of variants; empty where nothing is uncertain.
    doubtful
        The policy under which the first target is most in doubt, with the influences of each view; None if it is in
        doubt under none.
    changes
        For policies under which the first target is within reach but not held: the smallest changes.
    """

    studies: tuple[tuple[Reading, Robustness], ...]
    doubtful: tuple[Reading, Robustness] | None
    changes: tuple[tuple[Reading, SmallestChanges], ...]


def minds(context: Context, read: tuple[Reading, ...], draws: int = DRAWS) -> Minds:
    """Study the uncertain readings of a case under each of its policies.

    Parameters
    ----------
    draws
        How many variants of each policy; 0 leaves the study out.
    """
    first = next(iter(context.case.targets), None)
    if first is None or not read or draws == 0:
        return Minds((), None, ())
    plan = Plan(rows=0)
    with ThreadPoolExecutor(_THREADS) as executor:
        asked = (
            (one, robustness(one.outcome.model, draws, _SEED, concepts=(CONCEPT,), plan=plan, executor=executor))
            for one in read[:_MOST_POLICIES]
        )
        studies = [(one, study) for one, study in asked if study.uncertain]
        return Minds(tuple(studies), _doubtful(studies, first, draws, executor), tuple(_changes(read, first)))


def _doubtful(
    studies: list[tuple[Reading, Robustness]], target: str, draws: int, executor: Executor
) -> tuple[Reading, Robustness] | None:
    """Find the policy whose share is nearest to a half, and study there which view matters."""
    if not studies:
        return None
    one, study = min(studies, key=lambda pair: abs(pair[1].targets[target].held[CONCEPT] - 0.5))
    if not 0.02 < study.targets[target].held[CONCEPT] < 0.98:
        return None
    plan = Plan(rows=_ROWS)
    again = robustness(
        one.outcome.model, draws, _SEED, concepts=(CONCEPT,), targets=(target,), plan=plan, executor=executor
    )
    return one, again


def _changes(read: tuple[Reading, ...], target: str) -> Iterator[tuple[Reading, SmallestChanges]]:
    wanting = [
        one
        for one in read
        if one.outcome.targets[target].standing(CONCEPT) == "unheld" and isinstance(one.outcome.model, OptionCase)
    ]
    for one in wanting[:_MOST_CHANGES]:
        yield one, smallest_changes(one.outcome.model, target, CONCEPT, limit=1)


def shares(context: Context, found: Minds) -> Iterator[Block]:
    """Write in how many model variants each target holds."""
    if not found.studies:
        return
    names = list(context.case.targets)
    first = found.studies[0][1]
    error = max(one.error[CONCEPT] for _, study in found.studies for one in study.targets.values())
    text = (
        f"Preferences are uncertain. For each policy {first.done:,} variants were drawn in which uncertain "
        "statements of the parties' priorities trade places with their neighbours, the more often the lower the "
        f"analyst's confidence (seed {_SEED}). A share of variants says how far the model depends on these "
        f"readings; it says nothing of how often something happens. Sampling error: up to {100 * error:.0f} points."
    )
    yield Paragraph(said(text, "computed", lead="How far this depends on uncertain readings."))
    named = {capital(one.name): study for one, study in found.studies}
    told = join_words(
        [f"{name}: {share_of_variants(study.targets[names[0]].held[CONCEPT])}" for name, study in named.items()]
    )
    caption = (
        f"{quoted(capital(spelled(names[0])))} in model variants, by policy; whiskers are twice the sampling error."
    )
    yield Figure(robustness_picture(named, names[0], CONCEPT), f"{caption} {told}.", caption, width=86)
    rows = tuple(
        (
            said(capital(one.name), "computed", (one.mark,)),
            *(said(_share(study, name), "computed") for name in names[:8]),
        )
        for one, study in found.studies
    )
    columns = ("Policy", *(spelled(name) for name in names[:8]))
    yield Table("Share of model variants in which each target holds", columns, rows, (28, *(12 for _ in names[:8])))


def _share(study: Robustness, name: str) -> str:
    target = study.targets[name]
    if not target.reachable:
        return "–"
    return share_of_variants(target.held[CONCEPT]).removeprefix("holds in ").removesuffix(" of model variants")


def sound_first(context: Context, found: Minds) -> Iterator[Block]:
    """Write whose view to sound first."""
    if found.doubtful is None:
        return
    one, study = found.doubtful
    target = next(iter(context.case.targets))
    groups = study.sound_first(target, CONCEPT)
    if not groups:
        return
    names = [join_words([context.phrases.party(row.decision_maker) for row in group], last="or") for group in groups]
    text = f"Under {one.label} {one.target_name(target)} {share_of_variants(study.targets[target].held[CONCEPT])}. "
    text += f"To know more of the view of {names[0]} would settle most of that doubt"
    text += f"; then of {names[1]}." if len(names) > 1 else "."
    if any(len(group) > 1 for group in groups[:2]):
        text += " Parties joined by “or” cannot be told apart by this sample."
    yield Paragraph(said(text, "computed", (one.mark,), lead="Whom to sound first."))


def changes_of_mind(context: Context, found: Minds) -> Iterator[Block]:
    """Write whose priorities would have to change by how little for the first target to hold."""
    items = [Bullet(_change(context, one, changes)) for one, changes in found.changes]
    if not items:
        return
    target = quoted(capital(spelled(next(iter(context.case.targets)))))
    text = f"The smallest changes of priorities under which {target} would hold where it is within reach and does not."
    yield Paragraph(said(text, "computed", lead="Whose mind would have to change."))
    yield Bullets(tuple(items))


def _change(context: Context, one: Reading, found: SmallestChanges) -> Cell:
    phrases, answer = context.phrases, found.answers[0]
    makers = one.outcome.model.decision_makers
    told = []
    for change in answer.statements:
        party = phrases.party(makers[change.decision_maker])
        moves = [
            f"{quoted(phrases.condition(Condition(text)))} moves from place {before} to place {after}"
            for text, before, after in change.alternatives[0].moves
            if before is not None and after is not None
        ]
        dropped = [
            f"{quoted(phrases.condition(Condition(text)))} no longer counts"
            for text, _, after in change.alternatives[0].moves
            if after is None
        ]
        surely = "no smaller change is enough" if change.proven == "minimum" else "a smaller one may exist"
        told.append(
            f"it would be enough that among the priorities of {party} {join_words([*moves, *dropped])} ({surely})"
        )
    if not told:
        pairs = sum(lift.distance for lift in answer.lifts)
        told.append(f"{pairs:g} pairs of states would have to change their order")
    return (Sentence(f"{'; '.join(told)}.", "computed", (one.mark,), lead=f"{capital(one.name)}:"),)
