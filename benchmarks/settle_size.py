"""How long a frontier takes, and how much memory, as parties and packages grow.

Run ``python benchmarks/settle_size.py [--negmas PYTHON]``; every row is a process of its own, so that its peak memory
is its own. ``--negmas`` names the interpreter of an environment in which NegMAS is installed; it then computes the
frontier of the first row as well. Times are printed and never asserted; what is asserted is that the work was done.

Linked problems come from ``settle_linked.py`` beside this file, where it is: its ``PROBLEMS`` maps the name of a row to
a function without arguments that makes the problem.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import json
import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.settle import Frontier, Problem, additive, frontier

SEED = 20171029
_SAMPLE = 2000

# Reads values (issues, options, parties) as JSON; prints seconds, the number of points and peak memory in MB.
_NEGMAS = """
import json, resource, sys, time
from negmas import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import pareto_frontier
from negmas.preferences.value_fun import TableFun

values = json.load(sys.stdin)
issues = [make_issue([str(j) for j in range(len(table))], name=f"i{k}") for k, table in enumerate(values)]
space = make_os(issues)
functions = [
    LinearAdditiveUtilityFunction(
        values={f"i{k}": TableFun({str(j): float(row[one]) for j, row in enumerate(table)})
                for k, table in enumerate(values)},
        weights={f"i{k}": 1.0 for k in range(len(values))},
        outcome_space=space,
    )
    for one in range(len(values[0][0]))
]
begin = time.perf_counter()
points, _ = pareto_frontier(functions, issues=issues)
seconds = time.perf_counter() - begin
found = sorted({tuple(float(one) for one in point) for point in points}, reverse=True)
print(json.dumps([seconds, found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``top`` is the greatest value, ``share`` the part of its best that each party insists on; ``split`` lets every
    option share out the same among the parties, so that nothing is dominated and only equal sums coincide. ``linked``
    names a problem of ``settle_linked.py`` instead.
    """

    name: str
    target: float | None
    parties: int = 2
    issues: int = 0
    options: int = 0
    top: int = 100
    share: float = 0.0
    split: bool = False
    linked: str = ""


@dataclass(frozen=True)
class Measured:
    """What a row took, and what it found."""

    first: float
    best: float
    peak: float
    points: int
    outcomes: int
    checksum: str
    method: str


ROWS = (
    Row("2 parties, 10^6", 0.005, 2, 6, 10),
    Row("2 parties, 10^20", 0.01, 2, 20, 10),
    Row("2 parties, 10^100", 1.0, 2, 100, 10),
    Row("3 parties, 10^12", 0.1, 3, 12, 10),
    Row("4 parties, 10^8", 0.5, 4, 8, 10),
    Row("5 parties, 10^6", 2.0, 5, 6, 10),
    Row("6 parties, 5^8, reserve", 2.0, 6, 8, 5, share=0.5),
    Row("2 parties, 10^100", None, 2, 100, 10, top=10**6),
    Row("3 parties, 10^12", None, 3, 12, 10, top=10**6),
    Row("4 parties, 10^8", None, 4, 8, 10, top=10**6),
    Row("5 parties, 10^6", None, 5, 6, 10, top=10**6),
    Row("6 parties, 5^8", None, 6, 8, 5, top=10**6),
    Row("6 parties, 5^10", None, 6, 10, 5),
    Row("4 parties, 10^8, big", None, 4, 8, 10, top=10**30),
    Row("2 parties, 10^100, split", None, 2, 100, 10, split=True),
    Row("3 parties, 10^12, split", None, 3, 12, 10, top=20, split=True),
)
WARM = (Row("", None, 3, 8, 8), Row("", None, 6, 8, 5, top=10**9))


def require(done: object, what: str) -> None:
    """Fail unless the work was done."""
    if not done:
        raise RuntimeError(what)


def tables(row: Row) -> Any:
    """Draw what each option of an issue is worth to each party: uniform whole numbers, or uniform splits of a sum."""
    rng = np.random.default_rng(SEED)
    shape = (row.issues, row.options, row.parties)
    if row.split:
        cuts = np.sort(rng.integers(0, row.top + 1, (*shape[:2], row.parties - 1)), axis=2)
        edges = np.concatenate([np.zeros((*shape[:2], 1), int), cuts, np.full((*shape[:2], 1), row.top)], axis=2)
        return np.diff(edges, axis=2)
    if row.top >= 1 << 62:
        high, low = rng.integers(0, 1 << 50, shape).astype(object), rng.integers(0, 1 << 50, shape).astype(object)
        return ((high << 50) | low) % (row.top + 1)
    return rng.integers(0, row.top + 1, shape)


def make(row: Row) -> Problem:
    """Make the problem of a row."""
    if row.linked:
        made: Problem = importlib.import_module("settle_linked").PROBLEMS[row.linked]()
        return made
    values = list(tables(row))
    best = sum(table.max(axis=0) for table in values)
    return additive(values, [int(row.share * int(one)) for one in best] if row.share else None)


def checked(problem: Problem, found: Frontier) -> str:
    """Return a checksum if the frontier is complete, exact, and nothing in a sample of packages is missing from it."""
    require(found.complete, "the frontier is partial")
    worth = problem.utilities(found.packages)
    require((worth == found.utilities).all(), "a utility is not that of its package")
    require(problem.acceptable(found.packages).all(), "a package is not acceptable")
    require(found.ties is None or sum(found.ties) <= problem.outcomes, "too many packages are counted")
    rng = np.random.default_rng(SEED)
    rows = np.column_stack([rng.integers(0, count, _SAMPLE) for count in problem.shape])
    # Half of the sample lies close to the frontier: packages of it with one issue settled otherwise.
    if len(found):
        near = found.packages[rng.integers(0, len(found), _SAMPLE // 2)].copy()
        issue = rng.integers(0, len(problem.shape), len(near))
        near[np.arange(len(near)), issue] = rng.integers(0, np.array(problem.shape)[issue])
        rows = np.concatenate([rows[: _SAMPLE // 2], near])
    for own in problem.utilities(rows[problem.acceptable(rows)]):
        covers = (worth >= own).all(axis=1)
        require(covers.any(), "a package is dominated by none of the frontier and not on it")
        require(covers.sum() == 1 or not (worth == own).all(axis=1).any(), "a point of the frontier is dominated")
    return hashlib.sha256(repr(worth.tolist()).encode()).hexdigest()[:12]


def measure(row: Row) -> Measured:
    """Measure one row: the first run and the best of those after it, and the peak memory of the process."""
    for warm in WARM if row.parties > 2 else ():  # fetching or compiling the loops is not part of any row
        frontier(make(warm))
    problem = make(row)
    begin = time.perf_counter()
    found = frontier(problem)
    seconds = [time.perf_counter() - begin]
    while len(seconds) < 2 or (sum(seconds) < 2 and len(seconds) < 20):
        begin = time.perf_counter()
        frontier(problem)
        seconds.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    checksum = checked(problem, found)
    return Measured(seconds[0], min(seconds[1:]), peak, len(found), problem.outcomes, checksum, found.method)


def apart(row: Row) -> Measured:
    """Measure a row in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, row).result()


def with_negmas(python: str, row: Row) -> str:
    """Let NegMAS, in another environment, compute the frontier of a row; return the line to print."""
    command, given = [python, "-c", _NEGMAS], json.dumps(tables(row).tolist())
    # The interpreter is the user's choice.
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        return f"NegMAS is left out: {python} ended with {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    seconds, points, peak = json.loads(done.stdout)
    same = points == frontier(make(row)).utilities.tolist()
    told = "the same points" if same else "other points"
    return f"NegMAS on {row.name}: {seconds:.3f} s, {peak:.0f} MB, {len(points)} points, {told}"


def linked_rows() -> list[Row]:
    """Return the rows of linked problems, where there are any."""
    if importlib.util.find_spec("settle_linked") is None:
        print("linked problems are left out: settle_linked.py is not there")
        return []
    problems: dict[str, Callable[[], Problem]] = importlib.import_module("settle_linked").PROBLEMS
    targets: dict[str, float] = getattr(importlib.import_module("settle_linked"), "TARGETS", {})
    return [Row(name, targets.get(name), linked=name) for name in problems]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--negmas", metavar="PYTHON", help="interpreter of an environment with NegMAS")
    given = parser.parse_args()
    print(f"generator numpy PCG64, seed {SEED}; values uniform 0..top for each issue, option and party;")
    print("split: uniform splits of top between the parties; reserve: half of each party's best; times in seconds")
    head = f"{'row':<26} {'top':>8} {'points':>7} {'first':>8} {'best':>8} {'target':>7} {'peak MB':>8}"
    print(f"{head}  {'checksum':<12}  method")
    for row in [*ROWS, *linked_rows()]:
        one = apart(row)
        top = "linked" if row.linked else str(row.top) if row.top < 10**7 else f"10^{len(str(row.top)) - 1}"
        target = "" if row.target is None else f"{row.target:g}"
        print(
            f"{row.name:<26} {top:>8} {one.points:>7} {one.first:>8.4f} {one.best:>8.4f} {target:>7} {one.peak:>8.0f}  "
            f"{one.checksum:<12}  {one.method}",
            flush=True,
        )
    print(with_negmas(given.negmas, ROWS[0]) if given.negmas else "NegMAS is left out: no --negmas PYTHON was given")


if __name__ == "__main__":
    main()
