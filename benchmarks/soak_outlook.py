"""Hold the engine against brute force for as long as one likes.

Run ``python benchmarks/soak_outlook.py [MODELS] [SEED]``. Model ``k`` of a seed is drawn from its own random numbers,
so that any mismatch can be drawn again by its number. Six kinds take turns: conflicts in option form and the same
written out as arcs; arcs of any kind; cases whose policy allows and forbids single moves; coalitions in option form and
written out; coalitions on arcs; two decision makers that move at once, in both forms.

One comparison is one verdict set: the stable states of one notion, for one decision maker or coalition, in one model
and one form, by the engine and by brute force. Ends with 1 at the first mismatch, whose number it prints.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.oracles import drawn_conflicts as drawn_by
from tests.oracles import graph_model_oracle as oracle

from goodoffices.outlook import (
    CONCEPTS,
    adopt,
    arc_model,
    as_arcs,
    coalition_stability,
    graph_model,
    option_model,
    solve,
)

BATCH = 100
TOGETHER = ("sim", "seq_or_sim")
Verdicts = Mapping[tuple[Any, ...], set[int]]
"""The stable states for each notion and decision maker, or coalition."""


def by_engine(table: Mapping[str, Any]) -> Verdicts:
    """Read the verdicts off a solution, of decision makers or of coalitions."""
    return {
        (concept, who): set(np.flatnonzero(mask).tolist())
        for concept, masks in table.items()
        for who, mask in (masks.items() if isinstance(masks, Mapping) else enumerate(masks))
    }


def by_definition(conflict: oracle.Conflict, concepts: Iterable[str] = CONCEPTS) -> Verdicts:
    """Find the verdicts of decision makers by brute force."""
    found: dict[tuple[Any, ...], set[int]] = {}
    for concept in concepts:
        stable = oracle.stable_together if concept in TOGETHER else oracle.stable_states
        found |= {(concept, i): states for i, states in enumerate(stable(conflict, concept))}
    return found


def by_definition_together(conflict: oracle.Conflict) -> Verdicts:
    """Find the verdicts of coalitions by brute force."""
    found = oracle.coalition_stable_states(conflict)
    return {(concept, group): states for concept, table in found.items() for group, states in table.items()}


def options(rng: np.random.Generator) -> tuple[list[Verdicts], Verdicts]:
    """Draw a conflict in option form, and solve it in both forms."""
    drawn = drawn_by.random_conflict(rng)
    model = option_model(**drawn)
    forms = [by_engine(solve(form).stable) for form in (model, as_arcs(model))]
    return forms, by_definition(drawn_by.as_conflict(drawn))


def arcs(rng: np.random.Generator) -> tuple[list[Verdicts], Verdicts]:
    """Draw a conflict of arcs."""
    drawn = drawn_by.random_arcs(rng)
    return [by_engine(solve(arc_model(**drawn)).stable)], by_definition(drawn_by.arcs_conflict(drawn))


def single_moves(rng: np.random.Generator) -> tuple[list[Verdicts], Verdicts]:
    """Draw a case whose policy allows and forbids single moves."""
    while True:
        drawn = drawn_by.small_conflict(rng)
        single = drawn_by.random_single_moves(rng, drawn) if any(drawn["owners"]) else None
        everything = sum(map(len, drawn["owners"])) == drawn["feasible"].size.bit_length() - 1
        case = drawn_by.as_case(drawn, single) if single and everything else None
        if single and case is not None:
            break
    order = [k for own in drawn["owners"] for k in own]
    makers = [i for i, own in enumerate(drawn["owners"]) if own]
    expected = by_definition(drawn_by.single_moves_conflict(drawn, single))
    # A case numbers its options party by party, and leaves out parties without any.
    renumbered = {
        (concept, makers.index(i)): {sum((s >> k & 1) << place for place, k in enumerate(order)) for s in states}
        for (concept, i), states in expected.items()
        if i in makers
    }
    return [by_engine(solve(adopt(graph_model(case), "P")).stable)], renumbered


def coalitions(rng: np.random.Generator) -> tuple[list[Verdicts], Verdicts]:
    """Draw a conflict in option form, and solve every coalition of it in both forms."""
    drawn = drawn_by.small_conflict(rng, (2, 3, 3, 3, 4))
    model = option_model(**drawn)
    forms = [by_engine(coalition_stability(form).stable) for form in (model, as_arcs(model))]
    return forms, by_definition_together(drawn_by.as_conflict(drawn))


def coalitions_on_arcs(rng: np.random.Generator) -> tuple[list[Verdicts], Verdicts]:
    """Draw a conflict of arcs, and solve every coalition of it."""
    drawn = drawn_by.random_arcs(rng, (2, 3, 3, 3, 4), most=6)
    found = by_engine(coalition_stability(arc_model(**drawn)).stable)
    return [found], by_definition_together(drawn_by.arcs_conflict(drawn))


def at_once(rng: np.random.Generator) -> tuple[list[Verdicts], Verdicts]:
    """Draw a conflict of two decision makers that may move at once, and solve it in both forms."""
    drawn = drawn_by.small_conflict(rng, (2,))
    model = option_model(**drawn)
    forms = [by_engine(solve(form, TOGETHER).stable) for form in (model, as_arcs(model))]
    return forms, by_definition(drawn_by.as_conflict(drawn), TOGETHER)


KINDS = (options, arcs, single_moves, coalitions, coalitions_on_arcs, at_once)


def compare(numbers: range, seed: int) -> tuple[Counter[str], list[str]]:
    """Compare some models; return how many verdict sets of each kind, and what differs."""
    counts: Counter[str] = Counter()
    wrong = []
    for number in numbers:
        kind = KINDS[number % len(KINDS)]
        forms, expected = kind(np.random.default_rng([seed, number]))
        for place, found in enumerate(forms):
            counts[kind.__name__.replace("_", " ")] += len(expected)
            differing = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
            wrong += [f"{kind.__name__} {number} of seed {seed}, form {place}: {key}" for key in differing]
    return counts, wrong


def main() -> None:
    """Compare as many models as asked for, on every core."""
    models = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    batches = [range(first, min(first + BATCH, models)) for first in range(0, models, BATCH)]
    columns = (TextColumn("models"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with ProcessPoolExecutor() as pool, Progress(*columns) as bar:
        task = bar.add_task("models", total=models)
        for batch, (some, wrong) in zip(batches, pool.map(compare, batches, [seed] * len(batches)), strict=True):
            counts += some
            bar.advance(task, len(batch))
            if wrong:
                pool.shutdown(cancel_futures=True)
                sys.exit(f"mismatch: {'; '.join(wrong)}")
    seconds = time.perf_counter() - began
    for kind, count in counts.items():
        print(f"{kind:>20}: {count:>11,}")
    total = counts.total()
    print(
        f"{models:,} models, seed {seed}: {total:,} verdict sets (of one notion, for one decision maker or "
        f"coalition, in one form) compared with brute force, 0 mismatches, {seconds:.0f} s, {total / seconds:,.0f} a "
        "second"
    )


if __name__ == "__main__":
    main()
