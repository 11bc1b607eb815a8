"""How far an outlook depends on what is uncertain: shares of model variants, which doubts matter, whom to sound first.

A share of variants says how robust the model is. It is not the probability of an event.
"""

from __future__ import annotations

import hashlib
import html
import importlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from goodoffices.errors import CaseError, LimitError
from goodoffices.outlook.ensemble import View, check_draws, variants, views
from goodoffices.outlook.from_case import CaseModel
from goodoffices.outlook.influence import By, Influence, check_rows, influences
from goodoffices.outlook.model import BoolArray
from goodoffices.outlook.moves import reachable
from goodoffices.outlook.stability import check_concept
from goodoffices.outlook.variants import Game, Run, Tallied, game_of, tally
from goodoffices.wording import share_of_variants

__all__ = ["Plan", "Robustness", "TargetShare", "robustness"]

_MOST_SHOWN = 20


@dataclass(frozen=True)
class Plan:
    """What is rarely changed about a study of robustness.

    Attributes
    ----------
    noise : float
        The chance of each place to trade with the next in rankings and payoffs for which no confidence is given.
    rows : int
        The rows of the sample that tells which doubts matter, a power of two; 0 leaves that out.
    chunk : int
        The most variants that are solved at a time; 0 means as many as suit the size of the conflict.
    """

    noise: float = 0.0
    rows: int = 256
    chunk: int = 0


@dataclass(frozen=True)
class TargetShare:
    """In how many variants a target is held.

    Attributes
    ----------
    states : int
        How many feasible states meet it.
    reachable : bool
        Whether moves lead from today to one of them, whatever anybody prefers; true where today is not known.
    held : mapping of str to float
        For each notion the share of draws in which an equilibrium that can be reached from today meets the target.
    error : mapping of str to float
        The standard error of these shares, from the number of draws alone.
    """

    states: int
    reachable: bool
    held: Mapping[str, float]
    error: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Robustness:
    """What holds in how many variants of a case.

    Attributes
    ----------
    states : mapping of str to mapping of int to float
        For each notion the share of draws in which a state is an equilibrium, the largest first; states that never are
        one are left out.
    targets : mapping of str to TargetShare
        In how many draws each target is held.
    influences : tuple of Influence
        Which doubts matter for which target: see :meth:`sound_first`.
    draws, done : int
        How many draws were asked for, and how many are counted.
    complete : bool
        False if the run was interrupted; what is there holds for the first ``done`` draws.
    different : int
        How many different variants the draws were.
    uncertain : int
        How many things are uncertain; if none is, every draw is the case as it stands.
    model : CaseModel
        The conflict.
    seed : int
        Where the randomness came from.
    method : str
        How it was computed.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the conflict and of all that may be preferred.
    """

    states: Mapping[str, Mapping[int, float]]
    targets: Mapping[str, TargetShare]
    influences: tuple[Influence, ...]
    draws: int
    done: int
    complete: bool
    different: int
    uncertain: int
    model: CaseModel
    seed: int
    method: str
    parameters: Mapping[str, Any]
    digest: str

    def sound_first(self, target: str, concept: str = "seq", by: By = "view") -> tuple[tuple[Influence, ...], ...]:
        """Return whose view, or which statement, to learn more about first.

        Parameters
        ----------
        target : str
            What it is to be learnt for.
        concept : str, optional
            In the sense of which notion the target is held.
        by : {"view", "statement"}, optional
            Whole views, or single statements.

        Returns
        -------
        tuple of tuple of Influence
            The most valuable first; those that the sample cannot tell apart stand together. Empty where nothing is to
            be learnt: the target is held in all variants, or in none.

        Raises
        ------
        CaseError
            If there is no such target or notion in this result.
        """
        self._check(target, concept)
        rows = [one for one in self.influences if (one.target, one.concept, one.by) == (target, concept, by)]
        places = sorted({one.place for one in rows})
        return tuple(tuple(one for one in rows if one.place == place) for place in places)

    def sentence(self, target: str, concept: str = "seq") -> str:
        """Say in how many variants a target is held.

        Raises
        ------
        CaseError
            If there is no such target or notion in this result.
        """
        self._check(target, concept)
        return f"{target} ({concept}) {share_of_variants(self.targets[target].held[concept])}"

    def _check(self, target: str, concept: str) -> None:
        """Refuse what the result is not about."""
        if target not in self.targets:
            raise CaseError(f"found the target {target!r}, expected one of {', '.join(self.targets) or 'none at all'}")
        if concept not in self.states:
            raise CaseError(f"found the notion {concept!r}, expected one of {', '.join(self.states)}")

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "policy": self.model.policy,
            "draws": self.draws,
            "done": self.done,
            "complete": self.complete,
            "different_variants": self.different,
            "uncertain_inputs": self.uncertain,
            "states": {
                concept: [{"state": state, "share": share} for state, share in shares.items()]
                for concept, shares in self.states.items()
            },
            "targets": {name: asdict(target) for name, target in self.targets.items()},
            "influences": [asdict(one) for one in self.influences],
            "seed": self.seed,
            "method": self.method,
            "parameters": dict(self.parameters),
            "digest": self.digest,
        }

    def to_frame(self) -> Any:
        """Return one row per notion and state that is an equilibrium in some draw, as a pandas DataFrame."""
        pandas = importlib.import_module("pandas")
        rows = [(concept, state, share) for concept, shares in self.states.items() for state, share in shares.items()]
        return pandas.DataFrame(rows, columns=["concept", "state", "share"])

    def _repr_html_(self) -> str:
        """Return a table of the targets, and one of the states that hold most often."""
        concepts = list(self.states)
        targets = [
            [name, *(share_of_variants(one.held[concept]) for concept in concepts)]
            for name, one in self.targets.items()
        ]
        often = sorted({s for shares in self.states.values() for s in list(shares)[:_MOST_SHOWN]})
        states = [
            [str(s), *(share_of_variants(self.states[concept].get(s, 0.0)) for concept in concepts)] for s in often
        ]
        rest = "" if self.complete else f", interrupted after {self.done:,}"
        return f"<p>{self.draws:,} draws{rest}</p>" + "".join(
            _table([first, *concepts], rows) for first, rows in (("target", targets), ("state", states)) if rows
        )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of plain texts."""
    lines = [("th", head), *(("td", row) for row in rows)]
    return (
        "<table>"
        + "".join(
            "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>" for tag, cells in lines
        )
        + "</table>"
    )


def robustness(  # noqa: PLR0913 - the question in three, where it runs in three, what is rarely changed in one
    model: CaseModel,
    draws: int,
    seed: int,
    *,
    concepts: Sequence[str] = ("nash", "seq"),
    targets: Sequence[str] | None = None,
    plan: Plan | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Robustness:
    """Solve many variants of a case, and say what holds in how many of them.

    Parameters
    ----------
    model : CaseModel
        The case, under a policy or none.
    draws : int
        How many variants to draw. What may vary, and how, is said in :mod:`goodoffices.outlook.ensemble`.
    seed : int
        Draw ``k`` depends on ``seed`` and ``k`` alone.
    concepts : sequence of {"nash", "gmr", "smr", "seq", "sseq"}, optional
        Which notions of stability.
    targets : sequence of str, optional
        Which targets of the case; all by default.
    plan : Plan, optional
        What is rarely changed.
    executor : Executor, optional
        A thread or process pool, or that of a Dask cluster; None means this thread. The numbers are the same.
    progress : callable, optional
        Called as ``progress(done, total)``: in draws, and after them in rows of the sample for the influences.
    stop : callable, optional
        Asked often; once it returns true, or at Ctrl-C, what is done is returned.

    Returns
    -------
    Robustness
        Shares of variants, and which doubts matter.

    Raises
    ------
    CaseError
        If draws, seed, plan, a notion or a target do not fit, or the model was not made from a case.
    LimitError
        If the run was interrupted before a first part of the draws was done.

    Examples
    --------
    >>> from goodoffices.store import read_case
    >>> from goodoffices.outlook.from_case import graph_model
    >>> found = robustness(graph_model(read_case("prisoners-dilemma")), 100, seed=1)
    >>> found.different, found.targets["both speak"].held
    (1, {'nash': 1.0, 'seq': 1.0})
    """
    check_draws(draws, seed)
    plan = plan or Plan()
    check_rows(plan.rows)
    wanted = tuple(dict.fromkeys(check_concept(concept) for concept in concepts))
    known = views(model, noise=plan.noise)
    masks = _masks(model, targets)
    reach = reachable(model, model.now) if model.now is not None else model.feasible
    within = np.array([mask & reach for mask in masks.values()], dtype=np.bool_).reshape(
        len(masks), model.feasible.size
    )
    game = game_of(model, known, wanted, within)
    found = tally(game, variants(model, draws, seed, noise=plan.noise), Run(executor, progress, stop, plan.chunk))
    if not found.done:
        raise LimitError(f"interrupted before the first part of {draws} draws was done; allow more time, or draw fewer")
    matter: tuple[Influence, ...] | None = None
    if found.done == draws:
        matter = influences(known, game, list(masks), plan.rows, seed, Run(executor, progress, stop, plan.chunk))
    return Robustness(
        states=_shares(game, found),
        targets=_target_shares(game, found, masks, within),
        influences=matter or (),
        draws=draws,
        done=found.done,
        complete=matter is not None,
        different=found.different,
        uncertain=sum(view.chances.size for view in known),
        model=model,
        seed=seed,
        method="preferences drawn by doubt (statements trade places, unknown ones turn), every variant solved exactly",
        parameters={"concepts": list(wanted), **asdict(plan)},
        digest=_digest(model, game, known),
    )


def _masks(model: CaseModel, targets: Sequence[str] | None) -> dict[str, BoolArray]:
    """Return where each target holds, (s,) bool arrays."""
    case, space = model.origin
    names = list(case.targets) if targets is None else list(dict.fromkeys(targets))
    unknown = [name for name in names if name not in case.targets]
    if unknown:
        known = ", ".join(repr(name) for name in case.targets) or "none: the case has no targets"
        raise CaseError(f"found the unknown target {unknown[0]!r}, expected one of {known}")
    return {name: space.mask(case.targets[name].that) & model.feasible for name in names}


def _shares(game: Game, found: Tallied) -> dict[str, dict[int, float]]:
    """Return the shares of the states that are an equilibrium at least once, the largest first."""
    states = np.flatnonzero(game.model.feasible)
    shares = {}
    for concept, counts in zip(game.concepts, found.counts, strict=True):
        order = np.argsort(-counts, kind="stable")
        shares[concept] = {int(states[k]): int(counts[k]) / found.done for k in order[: np.count_nonzero(counts)]}
    return shares


def _target_shares(
    game: Game, found: Tallied, masks: Mapping[str, BoolArray], within: BoolArray
) -> dict[str, TargetShare]:
    """Return in how many draws each target is held."""
    shares = {}
    for t, (name, mask) in enumerate(masks.items()):
        held = {c: float(found.held[:, k, t].mean()) for k, c in enumerate(game.concepts)}
        error = {c: float(np.sqrt(share * (1 - share) / found.done)) for c, share in held.items()}
        shares[name] = TargetShare(int(mask.sum()), bool(within[t].any()), held, error)
    return shares


def _digest(model: CaseModel, game: Game, known: Sequence[View]) -> str:
    """Return the SHA-256 of the conflict and of all that may be preferred."""
    code = hashlib.sha256(b"goodoffices ensemble 1\n" + model.digest().encode())
    for view, columns in zip(known, game.columns, strict=True):
        code.update(f"{view.form} {columns.shape}\n".encode())
        for array in (view.falls.astype("<f8"), view.turns.astype("<f8"), columns.astype("<i4")):
            code.update(np.ascontiguousarray(array).tobytes())
    return code.hexdigest()
