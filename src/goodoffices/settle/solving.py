"""Run CP-SAT so that it can be told to end, and answer with packages."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from goodoffices.errors import LimitError
from goodoffices.settle.cpmodel import Query, cp_sat
from goodoffices.settle.problem import Package

__all__ = ["SETTINGS", "Desk", "Ended"]

SETTINGS = {
    "num_workers": 1,
    "random_seed": 20171226,
    "linearization_level": 2,
    "cut_level": 0,
    "max_presolve_iterations": 1,
    "cp_model_probing_level": 0,
    "presolve_inclusion_work_limit": 0,
}
"""How the solver is set.

One thread for each search, so that every run ends alike. The full linear relaxation is what makes bounds tight:
interdependent problems of 40 issues are solved some thirty times faster with it; cuts and long presolving cost more
than they save where many similar questions are asked. The last setting leaves out a step of presolving that is wrong
now and then when numbers are large: with version 9.15 a feasible problem was called infeasible in 6 of 2,000 drawn
ones, and in none with this setting (google/or-tools, issue 5293)."""


_GLANCE = 0.05  # seconds between two looks at whether to stop


class Ended(Exception):  # noqa: N818 - not an error: it was asked for
    """A search was ended before it was done; ``bound`` is what the objective cannot exceed, where that is known."""

    def __init__(self, bound: int | None = None) -> None:
        self.bound = bound
        super().__init__("the search was ended as asked")


@dataclass
class Desk:
    """Where searches run, from which all of them can be ended.

    Attributes
    ----------
    ended
        Whether that was asked for.
    """

    ended: bool = False
    _running: list[Any] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def end(self) -> None:
        """End all searches; may have to be said again, to one that was just beginning."""
        self.ended = True
        with self._lock:
            for solver in self._running:
                solver.stop_search()

    @contextmanager
    def watched(self, stop: Callable[[], bool] | None) -> Iterator[None]:
        """End all searches within as soon as somebody says so.

        Parameters
        ----------
        stop
            Asked now and then, on another thread, whether to stop.
        """
        if stop is None:
            yield
            return
        done = threading.Event()

        def watch() -> None:
            while not done.wait(_GLANCE):
                if stop():
                    self.end()

        if stop():
            self.end()
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def solve(self, query: Query, *, first: bool = False) -> Any:
        """Solve a query.

        Parameters
        ----------
        query : Query
            With what is to be greatest, if anything.
        first
            Whether any answer will do.

        Returns
        -------
        The solver with its answer, or None if it is proven that there is none.

        Raises
        ------
        Ended
            If the desk ended the search.
        """
        solver, answered = self._run(query, first=first)
        return solver if answered else None

    def _run(self, query: Query, *, first: bool) -> tuple[Any, bool]:
        """Run a solver; say also whether it has an answer, or else the proof that there is none."""
        model = cp_sat()
        solver: Any = None
        status: Any = None
        # Presolving may make numbers too large for the solver, which then says so; it is done without then.
        for presolving in (True, False):
            solver = model.CpSolver()
            for name, value in SETTINGS.items():
                setattr(solver.parameters, name, value)
            solver.parameters.cp_model_presolve = presolving
            solver.parameters.stop_after_first_solution = first
            solver.parameters.catch_sigint_signal = False  # an interrupted program ends where Python says so
            status = self.run(solver, query.model)
            if status == model.INFEASIBLE:
                return solver, False
            if status == model.OPTIMAL or (first and status == model.FEASIBLE):
                return solver, True
            if self.ended:
                # Ended before it had an answer, a solver that has no bound yet gives 0, which is none.
                known = query.model.has_objective() and (status == model.FEASIBLE or solver.best_objective_bound)
                bound = solver.best_objective_bound if known else math.inf
                raise Ended(math.floor(bound) if math.isfinite(bound) else None)
        name = solver.status_name(status)
        message = f"found utilities that CP-SAT cannot handle ({name}), expected fewer digits"
        raise LimitError(f"{message}; round weights and values, or use a problem whose issues count by themselves")

    def run(self, solver: Any, model: Any) -> Any:
        """Run a solver where it can be ended.

        Raises
        ------
        Ended
            If the desk had ended all searches before this one began.
        """
        with self._lock:
            self._running.append(solver)
        try:
            if self.ended:
                raise Ended
            return solver.solve(model)
        finally:
            with self._lock:
                self._running.remove(solver)

    def assumed(self, query: Query, literals: Sequence[Any]) -> tuple[Package | None, tuple[int, ...]]:
        """Ask for a package under assumptions.

        Parameters
        ----------
        query : Query
            What holds in any case.
        literals
            What is assumed on top.

        Returns
        -------
        package, core
            Any package that satisfies everything; or None, and by position some of the assumptions that already cannot
            hold together.
        """
        own = Query(query)
        own.model.clear_objective()  # the solver names assumptions only where nothing is to be greatest
        own.model.add_assumptions(list(literals))
        solver, answered = self._run(own, first=True)
        if answered:
            return query.programme.package(solver.boolean_value), ()
        named = set(solver.sufficient_assumptions_for_infeasibility())
        return None, tuple(k for k, literal in enumerate(literals) if literal.index in named)

    def found(self, query: Query) -> Package | None:
        """Return any package that satisfies a query, or None as proof that there is none."""
        own = Query(query)
        # A search with something to gain is guided by the linear relaxation; without, it took ten times as long.
        own.model.maximize(query.programme.worths[0].digits[0])
        answer = self.solve(own, first=True)
        return None if answer is None else query.programme.package(answer.boolean_value)

    def best(self, query: Query, party: int) -> Package | None:
        """Return a package that is worth most to a party among those that satisfy a query, or None as proof.

        Raises
        ------
        Ended
            With what the party cannot exceed, in units.
        """
        worth, own = query.programme.worths[party], Query(query)
        answer: Any = None
        for place, digit in enumerate(worth.digits):
            own.model.maximize(digit)
            try:
                answer = self.solve(own)
            except Ended as ended:
                known = ended.bound is not None and len(worth.digits) == 1
                raise Ended(worth.least + worth.step * int(ended.bound or 0) if known else None) from None
            if answer is None:
                return None
            if place + 1 < len(worth.digits):
                own.model.add(digit >= answer.value(digit))
        return query.programme.package(answer.boolean_value)
