"""Search the whole frontier with CP-SAT, two searches at a time, until it is proven that no point is left.

Two parties: from either end. What is best for one party, and of that what is best for the other, is a point of the
frontier; whatever is missing still gives the other more. The two searches narrow the same range of what may be missing.

More parties, or one: a package is asked for that gives some party more than each point found so far does, with the
greatest sum of utilities. It is undominated: what dominates it would give some party more than each point found, too,
and its sum would be greater. Where sums are too large for the solver the best for the first party, of that the best
for the second and so on, is taken instead, for which the same holds. When no such package is left, every package is
dominated by, or equal to, a point found.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from typing import Any

from goodoffices.settle.cpmodel import Programme, Query
from goodoffices.settle.firsts import first_package
from goodoffices.settle.problem import Package
from goodoffices.settle.solving import Desk, Ended

__all__ = ["Search", "Watcher"]

Point = tuple[int, ...]

_SEARCHES = 2
_GLANCE = 0.05  # seconds between two looks at whether to stop
_POINTS, _FIRSTS = 0.7, 0.3  # of the work: finding points, and the first package of each


@dataclass
class Watcher:
    """Who is told how far the search has come, and who is asked whether to stop."""

    progress: Callable[[float], None] | None = None
    stop: Callable[[], bool] | None = None
    told: float = 0.0

    @property
    def glance(self) -> float | None:
        """Seconds between two looks; None if nobody has to be told or asked anything."""
        return None if self.progress is None and self.stop is None else _GLANCE

    def tell(self, share: float) -> None:
        """Report which share is done, never less than before."""
        self.told = max(self.told, min(1.0, share))
        if self.progress is not None:
            self.progress(self.told)

    @property
    def stopping(self) -> bool:
        """Whether to stop."""
        return self.stop is not None and self.stop()


@dataclass
class Search:
    """The frontier as far as it is found.

    Attributes
    ----------
    programme : Programme
        What is to be settled.
    points
        The points found, all proven undominated, each with a package.
    low, high
        Within which range all points that may be missing lie, by party and in units.
    proven
        Whether it is proven that none is missing.
    first
        The points whose package is proven to be the first of its equals.
    """

    programme: Programme
    points: dict[Point, Package] = field(default_factory=dict)
    low: list[int] = field(init=False)
    high: list[int] = field(init=False)
    proven: bool = False
    first: set[Point] = field(default_factory=set)

    def __post_init__(self) -> None:
        reserve = self.programme.problem.reserve
        self.low = [
            worth.least if least is None else max(least, worth.least)
            for worth, least in zip(self.programme.worths, reserve, strict=True)
        ]
        self.high = [worth.most for worth in self.programme.worths]
        self.proven = not self.programme.possible
        self._desk = Desk()
        self._lock = threading.Lock()
        self._todo: queue.SimpleQueue[Point | None] = queue.SimpleQueue()
        self._begin = (list(self.low), list(self.high))
        two = len(self.high) == _SEARCHES
        self._finders: list[Callable[[], None]] = [self._from_first, self._from_second] if two else [self._by_sum]
        self._finding = len(self._finders)

    def run(self, watcher: Watcher) -> None:
        """Search until everything is proven, or until it is stopped."""
        if watcher.stopping:
            self._desk.end()
        jobs = [*self._finders, *[None] * (_SEARCHES - len(self._finders))]
        with ThreadPoolExecutor(_SEARCHES) as pool:
            try:
                running = {pool.submit(self._work, job) for job in jobs}
                self._wait(running, watcher)
            finally:
                # Also when the one who is told or asked raised something: no search is left running.
                self._desk.end()
        for one in running:
            one.result()
        watcher.tell(self.share())

    def _wait(self, running: set[Future[None]], watcher: Watcher) -> None:
        while running:
            running = wait_for(running, timeout=watcher.glance).not_done
            watcher.tell(self.share())
            if self._desk.ended or watcher.stopping:
                self._desk.end()

    def share(self) -> float:
        """Estimate which share of the work is done."""
        with self._lock:
            firsts = len(self.first) / max(1, len(self.points))
            if self.proven:
                return _POINTS + _FIRSTS * firsts if self.points else 1.0
            spans = [max(1, high - low) for low, high in zip(*self._begin, strict=True)]
            left = [max(0, high - low) / span for low, high, span in zip(self.low, self.high, spans, strict=True)]
            return _POINTS * (1 - min(left)) if self.points else 0.0

    def _work(self, finder: Callable[[], None] | None) -> None:
        """Find points, then the first packages of points found."""
        try:
            if finder is not None:
                try:
                    finder()
                finally:
                    with self._lock:
                        self._finding -= 1
                        last = not self._finding
                    for _ in range(_SEARCHES if last else 0):
                        self._todo.put(None)
            while (point := self._todo.get()) is not None:
                package = first_package(self.programme, self._desk, self.points[point], point)
                with self._lock:
                    self.points[point] = package
                    self.first.add(point)
        except Ended:
            return
        except BaseException:
            self._desk.end()
            raise

    def _add(self, package: Package, point: Point) -> None:
        """Note a point; the lock is held."""
        if point not in self.points:
            self.points[point] = package
            self._todo.put(point)

    def _from_first(self) -> None:
        self._from_end(0, 1)

    def _from_second(self) -> None:
        self._from_end(1, 0)

    def _from_end(self, mine: int, other: int) -> None:
        """Find the points that are best for one of two parties, from the best on."""
        hint: Package | None = None
        while True:
            with self._lock:
                if self.proven:
                    return
                low, high = list(self.low), list(self.high)
            package = self._best(mine, low, high[mine], hint)
            if package is None:
                with self._lock:
                    self.proven = True
                return
            low[mine] = self.programme.utilities(package)[mine]
            low[other] = self.programme.utilities(package)[other]
            # There is one, for the package just found is.
            package = self._best(other, low, None, package) or package
            point = self.programme.utilities(package)
            with self._lock:
                self._add(package, point)
                self.low[other] = max(self.low[other], point[other] + 1)
                self.high[mine] = min(self.high[mine], point[mine] - 1)
                self.proven |= any(low > high for low, high in zip(self.low, self.high, strict=True))
            hint = package

    def _best(self, party: int, low: Sequence[int], high: int | None, hint: Package | None) -> Package | None:
        """Find what is best for a party where everybody gets at least so much."""
        query = Query(self.programme)
        for one, units in enumerate(low):
            query.at_least(one, units)
        if high is not None:
            query.at_most(party, high)
        if hint is not None:
            query.hint(hint)
        try:
            package = self._desk.best(query, party)
        except Ended as ended:
            if high is not None and ended.bound is not None:
                with self._lock:
                    self.high[party] = min(self.high[party], ended.bound)
            raise
        if package is not None and high is not None:
            with self._lock:
                self.high[party] = min(self.high[party], self.programme.utilities(package)[party])
        return package

    def _by_sum(self) -> None:
        """Find points with the greatest sum among what no point found covers."""
        for party in range(len(self.high)):
            if self._best(party, self.low, self.high[party], None) is None:
                with self._lock:
                    self.proven = True
                return
        query = Query(self.programme)
        for party, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
            query.at_least(party, low)
            query.at_most(party, high)
        more: dict[tuple[int, int], Any] = {}
        while (package := self._greatest(query)) is not None:
            point = self.programme.utilities(package)
            for key in enumerate(point):
                if key not in more:
                    more[key] = query.reaches(key[0], key[1] + 1)
            query.model.add_bool_or([more[key] for key in enumerate(point)])
            query.hint(package)
            with self._lock:
                self._add(package, point)
        with self._lock:
            self.proven = True

    def _greatest(self, query: Query) -> Package | None:
        if self.programme.plain:
            query.model.maximize(sum(worth.digits[0] for worth in self.programme.worths))
            answer = self._desk.solve(query)
            if answer is None:
                return None
            query.model.add(sum(worth.digits[0] for worth in self.programme.worths) <= round(answer.objective_value))
            return self.programme.package(answer.boolean_value)
        own, package = Query(query), None
        for party in range(len(self.high)):
            package = self._desk.best(own, party)
            if package is None:
                return None
            own.at_least(party, self.programme.utilities(package)[party])
        return package
