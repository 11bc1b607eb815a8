"""From a document to proposed entries: one pass through the stages, each a function of what came before."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.record.choosing import find_options
from goodoffices.record.dating import find_dates
from goodoffices.record.demanding import find_demands
from goodoffices.record.happening import find_events
from goodoffices.record.hindering import find_obstacles
from goodoffices.record.hints import Hints
from goodoffices.record.layout import lay_out
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.naming import find_names
from goodoffices.record.parts import Layout, Names, Proposal
from goodoffices.record.quoting import find_quotes
from goodoffices.record.reading import Reading
from goodoffices.record.sentences import split
from goodoffices.record.speech import find_statements
from goodoffices.record.tying import find_ties
from goodoffices.record.valuing import find_interests, find_leverage

__all__ = ["Draft", "draft", "name"]


@dataclass(frozen=True)
class Draft:
    """What the stages found in one document.

    Attributes
    ----------
    layout
        The text, its date, its authors.
    names
        Parties and people, and where they are named.
    proposals
        Entries with the words they rest on.
    """

    layout: Layout
    names: Names
    proposals: tuple[Proposal, ...]


def name(text: str, lexicon: Lexicon, hints: Hints | None = None) -> Names:
    """Find who is named in a text: the first stages only."""
    layout = lay_out(text, lexicon, hints)
    return find_names(layout, split(layout, lexicon), lexicon)


def draft(text: str, lexicon: Lexicon, hints: Hints | None = None) -> Draft:
    r"""Read a document and propose entries of a case.

    Parameters
    ----------
    text
        The text as it will be kept beside the case: offsets point into it.
    lexicon
        The words of its language.
    hints
        What is known of it from outside, such as its date.

    Returns
    -------
    Draft
        Proposals only; a person accepts them.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> found = draft("3 May 2020\n\nFrance and Italy signed a treaty on 1 May.", read_lexicon())
    >>> [one.section for one in found.proposals]
    ['events', 'ties']
    """
    layout = lay_out(text, lexicon, hints)
    sentences = split(layout, lexicon)
    dates = find_dates(layout, sentences, lexicon)
    names = find_names(layout, sentences, lexicon)
    quotes = find_quotes(layout, sentences, lexicon)
    reading = Reading(layout, sentences, dates, names, quotes, lexicon)
    statements = find_statements(reading)
    found = (
        statements,
        find_demands(reading, statements),
        find_events(reading),
        find_ties(reading),
        find_obstacles(reading),
        find_options(reading),
        find_interests(reading),
        find_leverage(reading),
    )
    return Draft(layout, names, tuple(proposal for stage in found for proposal in stage))
