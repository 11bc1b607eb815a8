"""How long five notions of stability take, and how much memory, as the number of states grows.

Run ``python benchmarks/outlook_size.py``; every row is a process of its own, so that its peak memory is its own. Times
are printed and never asserted; what is asserted is that the work was done.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from goodoffices.outlook import CONCEPTS, OptionModel, option_model, solve

SEED = 20171029


@dataclass(frozen=True)
class Row:
    """One line of the table: options, decision makers, and how many options of each can be taken only once."""

    options: int
    decision_makers: int
    one_way: int
    repeats: int


ROWS = (Row(12, 3, 0, 20), Row(12, 3, 1, 20), Row(16, 4, 0, 3), Row(16, 4, 1, 3), Row(20, 4, 0, 1), Row(20, 4, 1, 1))


def make(row: Row) -> OptionModel:
    """Draw a conflict: nine of ten states feasible, options dealt in turn, preferences uniform with ties."""
    rng = np.random.default_rng(SEED)
    states = 1 << row.options
    n = row.decision_makers
    owners = [list(range(i, row.options, n)) for i in range(n)]
    return option_model(
        owners,
        rng.random(states) < 0.9,
        rng.integers(0, states // 2, (n, states)),
        {k: "on" for own in owners for k in own[: row.one_way]},
    )


def require(done: object, what: str) -> None:
    """Fail unless the work was done."""
    if not done:
        raise RuntimeError(what)


def check(model: OptionModel) -> tuple[str, int]:
    """Solve once more; return a checksum and the number of equilibria, if the tables obey the laws of stability."""
    solution = solve(model)
    stable = solution.stable
    require(set(stable) == set(CONCEPTS), "a notion is missing")
    for stronger, weaker in (("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("sseq", "smr"), ("smr", "gmr")):
        require(not (stable[stronger] & ~stable[weaker]).any(), f"{stronger} does not imply {weaker}")
    require(all(not table[:, ~model.feasible].any() for table in stable.values()), "an infeasible state is stable")
    require(stable["nash"].any(axis=1).all(), "somebody is content nowhere")
    tables = np.packbits(np.stack([stable[concept] for concept in CONCEPTS]))
    return hashlib.sha256(tables.tobytes()).hexdigest()[:12], len(solution.equilibria["seq"])


def measure(row: Row) -> tuple[float, float, str, int]:
    """Return seconds of the best run, peak megabytes of the process, checksum and equilibria."""
    model = make(row)
    times = []
    for _ in range(row.repeats):
        begin = time.perf_counter()
        solve(model)
        times.append(time.perf_counter() - begin)
    checksum, equilibria = check(model)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return min(times), peak, checksum, equilibria


def main() -> None:
    """Print the table."""
    print(f"generator numpy PCG64, seed {SEED}, preferences 0..states/2, 90 % feasible, concepts {', '.join(CONCEPTS)}")
    print(f"{'states':>8} {'DMs':>4} {'one-way/DM':>10} {'seconds':>9} {'peak MB':>8} {'SEQ eq.':>8}  checksum")
    for row in ROWS:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            seconds, peak, checksum, equilibria = pool.submit(measure, row).result()
        print(
            f"{1 << row.options:>8} {row.decision_makers:>4} {row.one_way:>10} {seconds:>9.3f} {peak:>8.0f} "
            f"{equilibria:>8}  {checksum}"
        )


if __name__ == "__main__":
    main()
