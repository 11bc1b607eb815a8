"""How long five notions of stability take, and how much memory, as the number of states grows.

Run ``python benchmarks/outlook_size.py [--large] [--numpy] [--picture FILE]``; every row is a process of its own, so
that its peak memory is its own. ``--large`` adds 2**24 states, ``--numpy`` does without compiled loops. Times are
printed and never asserted; what is asserted is that the work was done.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress

from goodoffices.drawing.svg import Element, Sheet, TextStyle, document, element, text
from goodoffices.outlook import CONCEPTS, OptionModel, option_model, solve, sweeps

SEED = 20171029


@dataclass(frozen=True)
class Row:
    """One line of the table: options, decision makers, and how many options of each can be taken only once."""

    options: int
    decision_makers: int
    one_way: int
    repeats: int


@dataclass(frozen=True)
class Measured:
    """What a row took, and what it found."""

    first: float
    best: float
    peak: float
    checksum: str
    equilibria: int


ROWS = (Row(12, 3, 0, 20), Row(12, 3, 1, 20), Row(16, 4, 0, 5), Row(16, 4, 1, 5), Row(20, 4, 0, 2), Row(20, 4, 1, 2))
LARGE = (Row(24, 4, 0, 1),)


def make(row: Row) -> OptionModel:
    """Draw a conflict: nine of ten states feasible, options dealt in turn, preferences uniform with ties."""
    rng = np.random.default_rng(SEED)
    states = 1 << row.options
    n = row.decision_makers
    owners = [list(range(i, row.options, n)) for i in range(n)]
    feasible = rng.random(states) < 0.9
    preference = rng.integers(0, states // 2, (n, states), dtype=np.int32)
    return option_model(owners, feasible, preference, {k: "on" for own in owners for k in own[: row.one_way]})


def require(done: object, what: str) -> None:
    """Fail unless the work was done."""
    if not done:
        raise RuntimeError(what)


def solved(model: OptionModel, *, shown: bool) -> tuple[float, str, int]:
    """Solve; return seconds, a checksum and the number of equilibria, if the tables obey the laws of stability."""
    begin = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task(f"{model.feasible.size} states")
        solution = solve(model, progress=lambda done, total: bar.update(task, completed=done, total=total))
    seconds = time.perf_counter() - begin
    stable = solution.stable
    require(set(stable) == set(CONCEPTS), "a notion is missing")
    for stronger, weaker in (("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr"), ("smr", "gmr")):
        require(not (stable[stronger] & ~stable[weaker]).any(), f"{stronger} does not imply {weaker}")
    require(all(not table[:, ~model.feasible].any() for table in stable.values()), "an infeasible state is stable")
    require(stable["nash"].any(axis=1).all(), "somebody is content nowhere")
    code = hashlib.sha256()
    for concept in CONCEPTS:
        code.update(np.packbits(stable[concept]).tobytes())
    return seconds, code.hexdigest()[:12], len(solution.equilibria["seq"])


def measure(row: Row, backend: sweeps.Backend) -> Measured:
    """Measure one row: the first run and the best of those after it, and the peak memory of the process."""
    sweeps.use(backend)
    if backend == "numba":
        # Fetching or compiling the loops is not part of any row.
        solve(make(Row(8, row.decision_makers, row.one_way, 1)))
    model = make(row)
    runs = [solved(model, shown=row.options >= 24) for _ in range(1 + row.repeats if row.options < 24 else 1)]
    require(len({checksum for _, checksum, _ in runs}) == 1, "two runs differ")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Measured(runs[0][0], min(seconds for seconds, _, _ in runs), peak, *runs[0][1:])


def picture(found: list[tuple[Row, Measured]]) -> str:
    """Draw seconds and megabytes over the number of states, both axes in powers, as SVG."""
    marks: list[Element] = []
    style = TextStyle(size=11)
    for exponent in range(10, 26, 2):
        x = 60 + 25 * (exponent - 10)
        marks += [
            element("line", x1=x, x2=x, y1=30, y2=270, stroke="#dddddd"),
            text(x, 288, f"2^{exponent}", TextStyle(size=11, anchor="middle")),
        ]
    for power in range(-3, 4):
        height = 180 - 30 * power
        marks += [
            element("line", x1=60, x2=435, y1=height, y2=height, stroke="#dddddd"),
            text(54, height + 4, f"{10.0**power:g}", TextStyle(size=11, anchor="end")),
        ]
    for row, one in found:
        x = 60 + 25 * (row.options - 10)
        fill = "#22303c" if row.one_way else "#ffffff"
        y = 180 - 30 * math.log10(one.best)
        marks.append(element("circle", cx=x, cy=y, r=4, fill=fill, stroke="#22303c"))
        marks.append(text(x + 8, y + 4, f"{one.peak:.0f} MB", style))
    title = "Seconds for five notions of stability by number of states"
    words = "Open circles: every option reversible. Filled: one option of each decision maker cannot be taken back."
    marks += [text(60, 18, title, TextStyle(size=12, bold=True)), text(60, 306, words, TextStyle(size=10))]
    return document(marks, Sheet(640, 315, title, words))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="add 2**24 states")
    parser.add_argument("--numpy", action="store_true", help="do without compiled loops")
    parser.add_argument("--picture", type=Path, default=Path("build/bench-outlook.svg"), help="where to draw")
    given = parser.parse_args()
    backend: sweeps.Backend = "numpy" if given.numpy else "numba"
    print(f"generator numpy PCG64, seed {SEED}, preferences 0..states/2, 90 % feasible, concepts {', '.join(CONCEPTS)}")
    head = f"{'states':>8} {'DMs':>4} {'one-way/DM':>10} {'first':>8} {'best':>8} {'peak MB':>8} {'SEQ eq.':>9}"
    print(f"back end {backend}\n{head}  checksum")
    found = []
    for row in ROWS + (LARGE if given.large else ()):
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            one = pool.submit(measure, row, backend).result()
        found.append((row, one))
        print(
            f"{1 << row.options:>8} {row.decision_makers:>4} {row.one_way:>10} {one.first:>8.3f} {one.best:>8.3f} "
            f"{one.peak:>8.0f} {one.equilibria:>9}  {one.checksum}",
            flush=True,
        )
    given.picture.parent.mkdir(parents=True, exist_ok=True)
    given.picture.write_text(picture(found), encoding="utf-8")
    print(f"{given.picture} is written")


if __name__ == "__main__":
    main()
