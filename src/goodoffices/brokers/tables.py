"""What the broker's tables hold, as arrays: states, figures by year, and past crises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from goodoffices.brokers.panels import Origin, Panel
from goodoffices.brokers.states import StateBook
from goodoffices.errors import CaseError, MissingSectionError

__all__ = ["Crisis", "Mediated", "OwnFigure", "Tables", "principal_pair"]


@dataclass(frozen=True)
class Crisis:
    """A past crisis as a table of crises has it.

    Attributes
    ----------
    number, name
        Its number and name in the table.
    year, ended
        The year of its trigger and of its end.
    actors
        COW numbers of its actors, in the order of the table, each once.
    threats
        Pairs (actor, state it felt threatened by); both COW numbers.
    conflict
        The protracted conflict it is part of, or nothing.
    trigger, gravity, violence
        How it began, what was at stake, how violent it was, in the table's words.
    outcome, mediation
        How it ended and whether there was mediation, in the table's words.
    """

    number: int
    name: str
    year: int
    ended: int
    actors: tuple[int, ...]
    threats: tuple[tuple[int, int], ...] = ()
    conflict: str = ""
    trigger: str = ""
    gravity: str = ""
    violence: str = ""
    outcome: str = ""
    mediation: str = ""


@dataclass(frozen=True)
class Mediated:
    """A crisis with the states that mediated in it.

    Attributes
    ----------
    number, name, year
        Of the crisis.
    actors
        COW numbers of its actors, each once.
    mediators
        COW numbers of the mediating states, each once.
    """

    number: int
    name: str
    year: int
    actors: tuple[int, ...]
    mediators: tuple[int, ...]


@dataclass(frozen=True)
class OwnFigure:
    """A figure from a table of the user's own: trade, sanctions, arms or anything else between two states.

    Attributes
    ----------
    one, other
        COW numbers, from and to.
    year, what, value, unit
        The figure.
    source
        Where the user has it from.
    """

    one: int
    other: int
    year: int
    what: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True, eq=False)
class Tables:
    """Everything that candidate facts and the precedent model read.

    Attributes
    ----------
    states : StateBook
        The states of the world.
    panels : mapping of str to Panel
        Figures by name, such as ``distance``.
    crises : tuple of Crisis
        Past crises by number.
    origins : mapping of str to Origin
        Where each table comes from, by its kind.
    own : tuple of OwnFigure
        Figures from a table of the user's own.
    """

    states: StateBook
    panels: Mapping[str, Panel]
    crises: tuple[Crisis, ...]
    origins: Mapping[str, Origin]
    own: tuple[OwnFigure, ...] = ()

    @cached_property
    def by_number(self) -> dict[int, Crisis]:
        """Past crises by their number."""
        return {crisis.number: crisis for crisis in self.crises}

    def need(self, *names: str) -> tuple[Panel, ...]:
        """Return figures by name.

        Raises
        ------
        MissingSectionError
            If some are not there; names all of them.
        """
        missing = [name for name in names if name not in self.panels]
        if missing:
            raise MissingSectionError(
                f"found no table for {', '.join(missing)}, expected all of {', '.join(names)}; import the files that "
                "hold them"
            )
        return tuple(self.panels[name] for name in names)


def principal_pair(actors: Sequence[int], threats: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Name the two principals of a crisis.

    They are the two actors that most often name one another as the source of the threat; where that does not tell, the
    pair whose members come first in the list of actors. A crisis with one actor is that actor and the state which it
    felt threatened by most often.

    Parameters
    ----------
    actors
        COW numbers, in the order of the list, each once.
    threats
        Pairs (actor, state it felt threatened by).

    Returns
    -------
    tuple of int
        The two principals; the one actor twice where no other state is known.

    Raises
    ------
    CaseError
        If there is no actor.

    Examples
    --------
    Israel and Egypt, not the superpowers behind them:

    >>> principal_pair([666, 652, 2, 651, 365], [(2, 365), (666, 651), (365, 666), (652, 666), (651, 666)])
    (666, 651)
    """
    if not actors:
        raise CaseError("found a crisis without actors, expected at least one")
    named = Counter(frozenset(pair) for pair in threats if pair[0] != pair[1])
    if len(actors) == 1:
        others = [next(iter(pair - {actors[0]})) for pair, _ in named.most_common() if actors[0] in pair]
        return actors[0], others[0] if others else actors[0]
    pairs = [(one, other) for k, one in enumerate(actors) for other in actors[k + 1 :]]
    return max(pairs, key=lambda pair: named[frozenset(pair)])
