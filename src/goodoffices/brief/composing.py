"""From a case to a document: what is shown, what is found, and the sections in their order."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from goodoffices.brief.appendix import evidence, tables
from goodoffices.brief.argument import argument
from goodoffices.brief.blocks import Block, Box, Bullets, Paragraph, Section, said
from goodoffices.brief.candidates import candidates_in_full
from goodoffices.brief.citing import Ledger
from goodoffices.brief.context import Context
from goodoffices.brief.document import Document
from goodoffices.brief.filtering import Shown, at_level
from goodoffices.brief.keyjudgements import key_judgements
from goodoffices.brief.method import closing_box, method
from goodoffices.brief.minds import DRAWS, Minds, minds
from goodoffices.brief.pastcrises import past_tables
from goodoffices.brief.phrasing import Phrases, ended
from goodoffices.brief.prospects import prospects
from goodoffices.brief.ranked import Ranked, brokers, held_against, rank_table, ranked
from goodoffices.brief.reading import Reading, readings
from goodoffices.brief.record import record
from goodoffices.brief.settled import Settled, settled, settled_blocks, step_figures
from goodoffices.brief.standing import standing
from goodoffices.brief.watch import watch
from goodoffices.brokers import Shortlist
from goodoffices.case import Case, verify
from goodoffices.case.base import HandlingLevel
from goodoffices.errors import GoodOfficesError
from goodoffices.mapping import map_case
from goodoffices.outlook import PolicyTable, compare_policies

__all__ = ["compose"]

_TITLES = {
    "judgements": "Key judgements",
    "standing": "Who stands where",
    "record": "What was said, done and tried",
    "prospects": "Where it leads",
    "settled": "What could be settled",
    "brokers": "Who could broker, in what role",
    "argument": "The case against",
    "watch": "What would change this view",
}


_SETTLEMENT_DRAWS = 400
_RANKING_DRAWS = 5000
_NOTIONS = ("nash", "gmr", "seq")


def compose(  # noqa: PLR0913 - the case and what stands beside it in three, what to show, and how
    case: Case,
    *,
    texts: Mapping[str, str] | None = None,
    past: Shortlist | None = None,
    progress: Callable[[float], None] | None = None,
    level: HandlingLevel = "confidential",
    version: str | None = None,
    draws: int = DRAWS,
) -> Document:
    """Compose what is found in a case into a brief.

    Parameters
    ----------
    case
        Any case; sections that it has no data for are left out.
    texts
        The texts of sources that are here, by name: citations are verified against them. Their words are never shown.
    past
        What past crises say of brokers between the two sides of the case; without it nothing is said of them.
    progress
        Called with the share of the work done, from 0 to 1.
    level
        Leave out what is handled above this level, and say how much that is.
    version
        The version of the program that is printed; by default this one's.
    draws
        How many model variants of each policy are solved; 0 leaves out all that is drawn.

    Returns
    -------
    Document
        The same for the same case, texts and version.

    Raises
    ------
    BriefError
        If the case as a whole is handled above the level.

    Examples
    --------
    >>> import goodoffices as go
    >>> document = compose(go.read_case("prisoners-dilemma"))
    >>> [section.title for section in document.sections if section.number]
    ['Key judgements', 'Who stands where', 'Where it leads']
    """
    shown = at_level(case, level)
    context, digest = _context(case, shown, texts or {}, progress)
    read = readings(context)
    found = minds(context, read, draws)
    deal = settled(context, _SETTLEMENT_DRAWS if draws else 0)
    third = ranked(context, _RANKING_DRAWS if draws else 0, past)
    if progress:
        progress(0.95)
    draft = Document(
        case.title,
        case.question or "",
        case.as_of.isoformat(),
        shown.handling,
        case.viewpoint or "viewpoint not stated",
        case.case,
        digest,
        version or _version(),
        tuple(_sections(context, read, Studied(found, deal, third))),
    )
    how = Section("Method, limits and checks", method(context, read, draft), appendix=True)
    if progress:
        progress(1.0)
    return replace(draft, sections=(*draft.sections, how))


@dataclass(frozen=True)
class Studied:
    """What was drawn and solved beside the outlook: changes of mind, a settlement, brokers."""

    found: Minds
    deal: Settled
    third: Ranked


def _sections(context: Context, read: tuple[Reading, ...], studied: Studied) -> Iterator[Section]:
    """Write everything but the method, the lists of what was pointed to last."""
    for key, number in context.numbers.items():
        yield Section(_TITLES[key], _blocks(key, context, read, studied), number=number)
    yield from _aftermath(context, studied.third)
    figures = tuple(step_figures(studied.deal))
    if figures:
        yield Section("Settlements in steps", figures, appendix=True)
    yield from _behind_brokers(context, studied.third)
    yield from tables(context)
    yield from evidence(context)


def _context(
    case: Case, shown: Shown, texts: Mapping[str, str], progress: Callable[[float], None] | None
) -> tuple[Context, str]:
    found = map_case(shown.case)
    digest = map_case(case).digest if shown.left_out or shown.proposed else found.digest
    table: PolicyTable | None = None
    refusal = ""
    try:
        table = compare_policies(
            shown.case, concepts=_NOTIONS, progress=(lambda share: progress(0.6 * share)) if progress else None
        )
    except GoodOfficesError as error:
        refusal = f"No outlook could be computed: {ended(str(error))}"
    keys = [key for key in _TITLES if _present(key, shown.case)]
    context = Context(
        shown,
        found,
        table,
        refusal,
        Phrases(shown.case),
        Ledger(shown.case, texts),
        verify(case, texts),
        {key: str(k) for k, key in enumerate(keys, start=1)},
    )
    return context, digest


def _present(key: str, case: Case) -> bool:
    """Say whether a case has data for a section."""
    unsure = [
        line for wish in case.preferences.values() for line in wish.statements or () if line.unknown or line.confidence
    ]
    needed: dict[str, tuple[object, ...]] = {
        "record": (case.statements, case.events, case.measures),
        "prospects": (case.options,),
        "settled": (case.issues and case.positions,),
        "brokers": (case.candidates,),
        "argument": (case.claims,),
        "watch": (case.demands, case.obstacles, case.trends, unsure),
    }
    return key not in needed or any(map(bool, needed[key]))


def _blocks(key: str, context: Context, read: tuple[Reading, ...], studied: Studied) -> tuple[Block, ...]:
    match key:
        case "judgements":
            return key_judgements(context, read, studied.deal, studied.third)
        case "settled":
            return settled_blocks(context, studied.deal)
        case "prospects":
            return prospects(context, read, studied.found)
        case "brokers":
            return brokers(context, studied.third)
        case "watch":
            return watch(context, read, studied.found)
        case _:
            writers = {"standing": standing, "record": record, "argument": argument}
            return writers[key](context)


def _behind_brokers(context: Context, third: Ranked) -> Iterator[Section]:
    """Write what stands behind the ranking: its figures, all ratings, past crises."""
    if third.ranking is not None:
        blocks = (*rank_table(context, third.ranking), *candidates_in_full(context))
        yield Section("Candidates in full", blocks, appendix=True)
    if third.past is not None:
        yield Section("What past crises say of brokers", tuple(past_tables(context, third.past)), appendix=True)


def _aftermath(context: Context, third: Ranked) -> list[Section]:
    told = closing_box(context)
    if not told:
        return []
    warning = Paragraph(
        said(
            "This happened after the date of the case. No engine read it and nothing above rests on it; it "
            "stands here so that a "
            "reader can hold the brief against what came."
        )
    )
    held = tuple(held_against(context, third))
    blocks = (warning, Bullets(told), *((Paragraph(held),) if held else ()))
    return [Section("What happened next", (Box("After the date of this brief", blocks),))]


def _version() -> str:
    # The package stands above this floor, and names its version there.
    return str(importlib.import_module("goodoffices").__version__)
