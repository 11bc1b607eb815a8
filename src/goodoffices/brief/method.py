"""How the brief was made, what it does not know, and what was verified."""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.brief.blocks import Block, Bullet, Bullets, Paragraph, Sentence, said
from goodoffices.brief.context import Context
from goodoffices.brief.document import Document
from goodoffices.brief.phrasing import ended, number, quoted
from goodoffices.brief.reading import Reading
from goodoffices.brief.record import day
from goodoffices.errors import GoodOfficesError
from goodoffices.outlook import cautions
from goodoffices.wording import count, join_words

__all__ = ["closing_box", "method"]

_SECTIONS = (
    "sources", "ties", "leverage", "interests", "statements", "demands", "events", "measures", "obstacles", "options",
    "preferences", "targets", "policies", "candidates", "claims",
)  # fmt: skip
_MOST_LISTED = 12


def method(context: Context, read: tuple[Reading, ...], draft: Document) -> tuple[Block, ...]:
    """Write the section on method, limits, verification and provenance."""
    blocks: list[Block] = []
    if read:
        blocks.append(Paragraph(tuple(_how())))
    blocks.append(Bullets(tuple(Bullet((one,)) for one in _limits(context))))
    blocks.append(Bullets(tuple(Bullet((one,)) for one in _checked(context))))
    doubtful = tuple(_doubtful(context, draft))
    if doubtful:
        blocks += [Paragraph((Sentence("", lead="What the author of the case may look at again."),)), Bullets(doubtful)]
    solved = f" Digest of the model as it stands: {read[0].outcome.solution.digest}." if read else ""
    made = (
        f"Made by goodoffices {draft.version} from the case {draft.case}. Digest of the case (SHA-256): {draft.digest}."
    )
    return (*blocks, Paragraph(said(made + solved)))


def _how() -> Iterator[Sentence]:
    yield Sentence(
        "The outlook is a graph model of the conflict (Fang, Hipel and Kilgour 1993). A state says which options "
        "are in force. A "
        "move is what one decision maker can change alone, by its own options and within the rules. An "
        "improvement is a move to a "
        "state that it prefers. A state holds for a decision maker by the notion Nash if it has no improvement; "
        "by GMR if the "
        "others could answer every improvement so that it ends no better off; by SEQ if they could do so with "
        "moves that are "
        "improvements for themselves; SMR and SSEQ ask in addition that it could not repair the damage. A state "
        "that holds for "
        "all is an equilibrium. A policy fixes options or changes preferences, and the whole model is solved anew.",
        lead="Outlook.",
    )
    yield Sentence(
        "Within reach means that some sequence of moves leads there from today, whether or not each serves its "
        "mover. Preferences "
        "are read lexicographically: the first statement on which two states differ decides.",
    )


def _limits(context: Context) -> Iterator[Sentence]:
    yield Sentence(
        "Ranges are estimates of the analyst; they are shown as ranges and never multiplied into a score.",
        lead="Limits.",
    )
    if context.table is not None:
        yield Sentence(
            "The model knows no time, no chance and no learning between moves; each verdict holds for the "
            "preferences on file and "
            "may fall with one of them."
        )
    lacking = [name for name in _SECTIONS if not getattr(context.case, name)]
    if lacking:
        yield Sentence(f"The case holds no {join_words(lacking, 'or')}; what needs them is left out.")
    if context.shown.left_out:
        yield Sentence(
            f"{number(context.shown.left_out, 'entry is', 'entries are')} left out or without words, being above "
            "the level "
            "of handling of this copy; the outlook was computed with all options."
        )
    if context.shown.proposed:
        yield Sentence(f"{number(context.shown.proposed, 'entry is', 'entries are')} left out as only proposed.")


def _checked(context: Context) -> Iterator[Sentence]:
    result = context.verification
    yield Sentence(
        f"{number(result.verified, 'citation was', 'citations were')} found word for word in the text of the source; "
        f"{count(result.not_verified, 'citation is', 'citations are')} not verified, the text not being here; "
        f"{count(result.judgements, 'judgement is', 'judgements are')} the analyst’s own.",
        lead="Citations.",
    )
    if result.failures:
        yield Sentence(
            f"Not borne out by the text: {count(len(result.failures), 'citation')}. Run the check of the case for each."
        )
    if context.ledger.not_cited:
        unused = number(context.ledger.not_cited, "source of the case is", "sources of the case are")
        yield Sentence(f"{unused} not cited by anything shown here.")


def _doubtful(context: Context, draft: Document) -> Iterator[Bullet]:
    if not context.shown.left_out:
        try:
            found = cautions(context.case)
        except GoodOfficesError as error:
            yield Bullet(said(ended(str(error))))
            found = ()
        for problem in found[:_MOST_LISTED]:
            yield Bullet(said(f"{'.'.join(map(str, problem.path))}: {ended(problem.message)}"))
    for one, fault in draft.findings()[:_MOST_LISTED]:
        yield Bullet(said(f"The words {quoted(fault.found)} in {quoted(one.text or one.lead)}: {fault.remedy}."))


def closing_box(context: Context) -> tuple[Bullet, ...]:
    """Tell what happened after the date of the case."""
    return tuple(
        Bullet((context.ledger.cited(ended(one.what), one.cite, lead=f"{ended(day(one.when))}"),))
        for one in sorted(context.case.aftermath, key=lambda one: one.when.start)
    )
