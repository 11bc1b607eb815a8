"""What would change this view: what is least sure, what to look for, what moves with time."""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.brief.blocks import Block, Bullet, Bullets, Mark, Paragraph, Sentence, Table, said
from goodoffices.brief.context import Context
from goodoffices.brief.minds import Minds, changes_of_mind, sound_first
from goodoffices.brief.phrasing import bare, capital, ended, in_range, in_words, quoted, spelled
from goodoffices.brief.reading import CONCEPT, Reading
from goodoffices.case.record import Obstacle
from goodoffices.case.strategic import PreferenceStatement
from goodoffices.wording import join_words

__all__ = ["doubts", "gravest", "obstacle_words", "watch"]

_KINDS = {
    "domestic": "domestic politics",
    "other": "another obstacle",
    "precondition": "preconditions",
    "spoiler": "a spoiler",
}
_MOST_DOUBTS = 5
_MOST_HURDLES = 4


def watch(context: Context, read: tuple[Reading, ...], found: Minds) -> tuple[Block, ...]:
    """Write the section on indicators."""
    return (
        *sound_first(context, found),
        *_doubts(context),
        *changes_of_mind(context, found),
        *_signs(context, read),
        *_obstacles(context),
        *_trends(context),
    )


def doubts(context: Context) -> tuple[tuple[str, PreferenceStatement], ...]:
    """Return preference statements that the analyst marks as unknown or as not sure, the least sure first."""
    found = [
        (maker, line)
        for maker, wish in context.case.preferences.items()
        for line in wish.statements or ()
        if line.unknown or (line.confidence is not None and line.confidence.middle < 1)
    ]
    return tuple(
        sorted(found, key=lambda one: (not one[1].unknown, one[1].confidence.middle if one[1].confidence else 1))
    )


def _doubts(context: Context) -> Iterator[Block]:
    found = doubts(context)[:_MOST_DOUBTS]
    if not found:
        return
    yield Paragraph(
        said(
            "The outlook rests on what each party prefers. These readings are the least sure; a sounding on one "
            "of them is worth "
            "most where the outlook turns on it.",
            lead="What is least sure.",
        )
    )
    rows = tuple(
        (
            said(capital(context.phrases.party(maker))),
            said(ended(context.phrases.condition(line.that)), "judgement", context.ledger.marks(line.cite)),
            said("unknown" if line.unknown else in_range(line.confidence), "judgement"),
        )
        for maker, line in found
    )
    columns = ("Who", "What the case takes it to prefer; the reasons stand in the appendix", "How sure, 0 to 1")
    yield Table("Preferences that are least sure", columns, rows, (17, 67, 16))


def _signs(context: Context, read: tuple[Reading, ...]) -> Iterator[Block]:
    """Name the moves on which the first target turns, and the preconditions."""
    hurdles: dict[str, list[Reading]] = {}
    for name in list(context.case.targets)[:1]:
        for one in read:
            if one.outcome.targets[name].standing(CONCEPT) == "costs":
                hurdles.setdefault(one.hurdle(name), []).append(one)
    items = []
    for words, under in list(hurdles.items())[:_MOST_HURDLES]:
        where = join_words([one.label for one in under])
        text = f"{capital(words)}: it would not pay at once; on the shortest way under {where}."
        items.append(said(text, "computed", _marks(under)))
    if any(demand.kind == "precondition" for demand in context.case.demands):
        where = f" (section {context.numbers['standing']})"
        items.append(said(f"Any of the preconditions{where} being met, eased or given up."))
    if items:
        target = [
            f" on the way to {quoted(capital(spelled(name)))}" for name in list(context.case.targets)[:1] if hurdles
        ]
        yield Paragraph(
            said(f"Moves{''.join(target)} that would show that something has changed.", lead="Signs to look for.")
        )
        yield Bullets(tuple(Bullet(item) for item in items))


def _marks(under: list[Reading]) -> tuple[Mark, ...]:
    return tuple(one.mark for one in under)


def gravest(context: Context) -> tuple[Obstacle, ...]:
    """Return the obstacles, the gravest first."""
    return tuple(sorted(context.case.obstacles, key=lambda one: -one.severity.middle))


def obstacle_words(context: Context, one: Obstacle) -> str:
    """Say what an obstacle is, and between whom."""
    where = {1: "within", 2: "between"}.get(len(one.between), "among")
    what = f": {bare(one.what)}" if one.what else ""
    return f"{_KINDS.get(one.kind, one.kind)} {where} {context.phrases.parties(one.between)}{what}"


def _obstacles(context: Context) -> Iterator[Block]:
    if not context.case.obstacles:
        return
    rows = tuple(
        (
            (context.ledger.cited(ended(obstacle_words(context, one)), one.cite),),
            said(in_range(one.severity), "judgement"),
            said(in_range(one.trust) if one.trust else "–", "judgement"),
        )
        for one in gravest(context)
    )
    columns = ("Obstacle", "Severity", "Trust, each side in the other")
    yield Table("Obstacles by severity, rated from 0 to 1", columns, rows, (66, 16, 18))


def _trends(context: Context) -> Iterator[Block]:
    if not context.case.trends:
        return
    items = tuple(
        Bullet(
            (
                context.ledger.cited(
                    f"{capital(context.phrases.party(one.of))}, {bare(one.what)}: {in_words(one.per_year, 4)} a year"
                    f"{f' ({one.unit})' if one.unit else ''}.",
                    one.cite,
                ),
            )
        )
        for one in context.case.trends
    )
    yield Paragraph((Sentence("", lead="What moves with time."),))
    yield Bullets(items)
