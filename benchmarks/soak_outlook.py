"""Hold the engine against brute force for as long as one likes.

Run ``python benchmarks/soak_outlook.py [MODELS] [SEED]``: random conflicts of 2-4 decision makers and 2-6 options, each
notion of stability, every decision maker, every state. Ends with 1 at the first mismatch, whose number it prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from rich.progress import track

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.oracles import graph_model_oracle as oracle
from tests.oracles.drawn_conflicts import as_conflict, random_conflict

from goodoffices.outlook import CONCEPTS, option_model, solve


def mismatches(number: int, seed: int) -> tuple[int, list[str]]:
    """Solve one conflict both ways; return how many verdicts were compared and which notions differ."""
    drawn = random_conflict(np.random.default_rng([seed, number]))
    found = solve(option_model(**drawn))
    conflict = as_conflict(drawn)
    wrong = []
    for concept in CONCEPTS:
        sets = [set(np.flatnonzero(row).tolist()) for row in found.stable[concept]]
        if sets != oracle.stable_states(conflict, concept):
            wrong.append(concept)
    return len(CONCEPTS) * len(drawn["owners"]) * int(drawn["feasible"].sum()), wrong


def main() -> None:
    """Compare as many conflicts as asked for."""
    models = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    verdicts = 0
    for number in track(range(models), description="conflicts"):
        count, wrong = mismatches(number, seed)
        verdicts += count
        if wrong:
            sys.exit(f"mismatch: conflict {number} of seed {seed}, {', '.join(wrong)}")
    print(f"{models:,} conflicts, seed {seed}: {verdicts:,} verdicts compared, 0 mismatches")


if __name__ == "__main__":
    main()
