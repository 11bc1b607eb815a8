"""How long many draws of preferences take.

Run ``python benchmarks/outlook_draws.py [DRAWS]``. Rows: rankings that are all different, a model of statements in
which nearly every draw is different, and one in which few statements are uncertain, so that most draws repeat one
another. Each row solves Nash and SEQ for 2**10 states and 4 decision makers, with one worker per processor. Times are
printed and never asserted; what is asserted is that the work was done.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress

from goodoffices.case import Case
from goodoffices.outlook import OptionModel, graph_model, option_model, solve
from goodoffices.outlook.ensemble import Form
from goodoffices.outlook.robustness import Plan, robustness
from goodoffices.outlook.variants import Chunk, Game, equilibrium_counts

SEED = 20171029
OPTIONS, MAKERS = 10, 4
STATES = 1 << OPTIONS
BATCH = 256


def require(done: object, what: str) -> None:
    """Fail unless the work was done."""
    if not done:
        raise RuntimeError(what)


def bar() -> Progress:
    """Return a progress bar that keeps out of the table."""
    return Progress(console=Console(stderr=True), transient=True)


def conflict() -> OptionModel:
    """Return the conflict: every state feasible, options dealt in turn; its preferences are replaced in every draw."""
    owners = [list(range(i, OPTIONS, MAKERS)) for i in range(MAKERS)]
    return option_model(owners, np.ones(STATES, dtype=bool), np.tile(np.arange(STATES), (MAKERS, 1)))


def rankings(batch: int) -> Any:
    """Draw rankings: uniform whole numbers below 2**30, batch by batch its own stream."""
    stream = np.random.PCG64(np.random.SeedSequence(SEED, spawn_key=(batch,)))
    raw = stream.random_raw(BATCH * MAKERS * STATES // 2).view(np.int32)
    return (raw & ((1 << 30) - 1)).reshape(BATCH * MAKERS, STATES)


def solve_batch(game: Game, batch: int) -> Any:
    """Solve one batch of different rankings; return how often each state is an equilibrium, (2, s) int array."""
    rows = np.arange(BATCH * MAKERS, dtype=np.int32).reshape(BATCH, MAKERS)
    once = np.ones(BATCH, dtype=np.int32)
    chunk = Chunk((), rows, np.arange(BATCH + 1, dtype=np.int32), 0 * once, once, np.zeros(1, dtype=np.int32))
    owner = np.tile(np.arange(MAKERS, dtype=np.int32), BATCH)
    return equilibrium_counts(game, owner, rankings(batch), chunk).counts[0]


def in_order(pool: ThreadPoolExecutor, game: Game, batches: int) -> Iterator[Any]:
    """Solve batches, a few at a time."""
    waiting: deque[Any] = deque()
    for batch in range(batches):
        waiting.append(pool.submit(solve_batch, game, batch))
        if len(waiting) > 8:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


def different_rankings(draws: int, workers: int) -> tuple[float, int, str]:
    """Solve rankings that are all different."""
    model = conflict()
    form: Form = "places"
    game = Game(model, (form,) * MAKERS, (), ("nash", "seq"), np.zeros((0, STATES), dtype=bool), compiled=True)
    first = solve_batch(game, 0)
    check = np.zeros_like(first)
    ranks = rankings(0)
    for b in range(BATCH):
        one = option_model(model.owners, model.feasible, ranks[b * MAKERS : (b + 1) * MAKERS])
        found = solve(one, ("nash", "seq")).stable
        check += np.stack([found[concept].all(axis=0) for concept in ("nash", "seq")])
    require((first == check).all(), "a batch differs from its draws solved one by one")
    batches = -(-draws // BATCH)
    begin, total = time.perf_counter(), np.zeros_like(first)
    with ThreadPoolExecutor(workers) as pool, bar() as shown:
        task = shown.add_task("all different", total=batches)
        for counts in in_order(pool, game, batches):
            total += counts
            shown.advance(task)
    seconds = time.perf_counter() - begin
    require(total[1].min() > 0, "a state is never an equilibrium")
    return seconds, batches * BATCH, f"nash {total[0].sum()}, seq {total[1].sum()}"


def case_of(doubtful: int) -> Case:
    """Return a case of 4 parties with 12 statements each about 3 options, of which the first few are uncertain."""
    rng = np.random.default_rng(SEED)
    makers = [f"P{i}" for i in range(MAKERS)]
    options = {maker: {f"o{k}": {"say": "Yes."} for k in range(i, OPTIONS, MAKERS)} for i, maker in enumerate(makers)}
    names = [f"{maker}.{option}" for maker, own in options.items() for option in own]
    preferences = {}
    for maker in makers:
        lines = []
        for k in range(12):
            a, b, c = rng.choice(names, 3, replace=False)
            lines.append({"that": f"{a} & {b} | not {c}"} | ({"confidence": [0.3, 0.5, 0.7]} if k < doubtful else {}))
        preferences[maker] = {"statements": lines}
    return Case.model_validate(
        {
            "case": "drawn",
            "title": "Drawn statements",
            "as_of": "2017-12-26",
            "parties": {maker: {"name": maker, "kind": "state", "role": "principal"} for maker in makers},
            "options": options,
            "now": 0,
            "preferences": preferences,
            "targets": {"first two": f"{names[0]} & {names[1]}"},
        }
    )


def statements(draws: int, workers: int, doubtful: int) -> tuple[float, int, str]:
    """Solve draws of statements, the first few of each party uncertain."""
    model = graph_model(case_of(doubtful))
    with ThreadPoolExecutor(workers) as pool, bar() as shown:
        # What is compiled once for all is not part of the time.
        robustness(model, 4096, SEED, plan=Plan(rows=0), executor=pool)
        task = shown.add_task(f"{doubtful} uncertain", total=draws)
        begin = time.perf_counter()
        found = robustness(
            model,
            draws,
            SEED,
            plan=Plan(rows=0),
            executor=pool,
            progress=lambda done, _: shown.update(task, completed=done),
        )
        seconds = time.perf_counter() - begin
    require(found.complete and found.done == draws, "draws are missing")
    require(abs(sum(found.states["seq"].values())) > 0, "nothing is ever an equilibrium")
    words = f"{found.different} different, {found.sentence('first two')}".replace("\u202f", " ")
    return seconds, draws, words


def main() -> None:
    """Print the table."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    workers = os.cpu_count() or 1
    print(
        f"generators numpy PCG64 and Philox, seed {SEED}, rankings 0..2**30, confidence 0.3-0.5-0.7, {workers} workers"
    )
    print(f"{STATES} states, {MAKERS} decision makers, nash and seq")
    rows = (
        ("rankings, all different", lambda: different_rankings(draws, workers)),
        ("12 of 12 statements uncertain", lambda: statements(draws, workers, 12)),
        ("3 of 12 statements uncertain", lambda: statements(draws, workers, 3)),
    )
    print(f"{'what is drawn':<30} {'draws':>9} {'seconds':>8} {'us/draw':>8}  result")
    for name, work in rows:
        seconds, done, result = work()
        print(f"{name:<30} {done:>9} {seconds:>8.1f} {seconds / done * 1e6:>8.1f}  {result}")


if __name__ == "__main__":
    main()
