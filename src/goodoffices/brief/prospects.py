"""Where it leads: every policy against every target, with the reason for each verdict."""

from __future__ import annotations

from goodoffices.brief.blocks import Block, Bullet, Bullets, Cell, Mark, Paragraph, Sentence, Table, said
from goodoffices.brief.context import Context
from goodoffices.brief.minds import Minds, shares
from goodoffices.brief.phrasing import capital, ended, spelled
from goodoffices.brief.reading import CONCEPT, Reading
from goodoffices.outlook.policies import Standing
from goodoffices.wording import count

__all__ = ["prospects", "span_of"]

_WORDS: dict[Standing, str] = {
    "gains": "● held",
    "costs": "◐ at a cost",
    "held": "● held",
    "unheld": "○ not held",
    "shut": "– out of reach",
}
_TARGETS_IN_A_TABLE = 8


def prospects(context: Context, read: tuple[Reading, ...], found: Minds) -> tuple[Block, ...]:
    """Write the section on what holds under each policy."""
    if not read:
        return (Paragraph(said(context.refusal)),)
    first = read[0]
    blocks: list[Block] = [Paragraph(_model(first)), Paragraph(_today(context, first))]
    if context.case.targets:
        blocks += [_table(context, read), Paragraph(_legend(first))]
    if not any(one.witnesses for one in read):
        calm = "In none of the states that are named below can anybody improve by a move of its own."
        blocks.append(Paragraph(said(calm, "computed", span_of(read))))
    blocks.append(Bullets(tuple(Bullet(_policy(context, one)) for one in read)))
    blocks += shares(context, found)
    refused = context.table.refused if context.table else {}
    blocks += [Paragraph(said(ended(f"{name}: {reason}"), lead="Not solved.")) for name, reason in refused.items()]
    return tuple(blocks)


def _model(first: Reading) -> Cell:
    model = first.outcome.model
    size = (
        f"{count(len(model.decision_makers), 'decision maker')} with {count(len(model.options), 'option')} "
        f"and {int(model.feasible.sum()):,} feasible states"
    )
    return (
        Sentence(
            f"The model has {size}. A state holds where nobody has a move that pays once the others have answered "
            "it to "
            "their own gain (sequential stability, SEQ). What holds in the model follows from the preferences "
            "and rules of "
            "the case; it is not a forecast.",
            "computed",
            (first.mark,),
        ),
    )


def _today(context: Context, first: Reading) -> Cell:
    now = first.outcome.model.now
    if now is None:
        return (Sentence("The case does not say what is so today; reach is therefore not judged.", "editorial"),)
    words = context.phrases.today(first.space, now)
    return (Sentence(f"Today {words}.", "computed", (first.mark,)), first.today())


def _table(context: Context, read: tuple[Reading, ...]) -> Table:
    names = list(context.case.targets)[:_TARGETS_IN_A_TABLE]
    rows = tuple(
        (
            said(capital(one.name), "computed", (one.mark,)),
            said(_counts(one), "computed"),
            *(said(_WORDS[one.outcome.targets[name].standing(CONCEPT)], "computed") for name in names),
        )
        for one in read
    )
    columns = ("Policy", "SEQ · Nash · GMR", *(spelled(name) for name in names))
    return Table("Policies and targets", columns, rows, (25, 14, *(11 for _ in names)))


def _counts(one: Reading) -> str:
    within = one.outcome.within_reach
    return " · ".join(f"{len(within[concept]):,}" for concept in (CONCEPT, "nash", "gmr"))


def _legend(first: Reading) -> Cell:
    ways = (
        "● some state that meets the target holds, and every move there pays for whoever makes it; ◐ it holds, "
        "but on the "
        "shortest way some move does not pay at once for whoever makes it; "
    )
    if first.outcome.model.now is None:
        ways = "● some state that meets the target holds; "
    told = Sentence(
        f"{ways}○ it can be reached and does not hold; – no sequence of moves leads there. The numbers count the "
        "states within "
        "reach that hold by SEQ and by two other notions: Nash (nobody has a move that pays at all) and GMR "
        "(somebody could "
        "answer every such move, at whatever cost to itself)."
    )
    targets = [
        f"{first.target_name(name)}: {first.target_words(name)}"
        for name, target in first.context.case.targets.items()
        if target.say
    ]
    return (told, Sentence(f"{'; '.join(targets)}.", lead="Targets.")) if targets else (told,)


def span_of(read: tuple[Reading, ...]) -> tuple[Mark, ...]:
    """Mark the results of all policies at once."""
    labels = [one.mark.label for one in read]
    return (Mark(labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"),)


def _policy(context: Context, one: Reading) -> Cell:
    entry = context.case.policies.get(one.outcome.policy or "")
    sentences = []
    if entry and entry.say:
        sentences.append(context.ledger.cited(ended(entry.say), entry.cite, lead=f"{capital(one.name)}."))
    else:
        sentences.append(Sentence("", lead=f"{capital(one.name)}."))
    sentences += [one.holding(), *one.reason()]
    for name in list(context.case.targets)[:1]:
        sentences.append(one.outlook_for(name))
    return tuple(sentences)
