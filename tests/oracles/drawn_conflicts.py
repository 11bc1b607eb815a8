"""Random conflicts, for holding the engine against the definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.oracles import graph_model_oracle as oracle

CHANCE_OF_OPTIONS = {2: 0.1, 3: 0.2, 4: 0.33, 5: 0.25, 6: 0.12}


def random_conflict(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the arguments of a model: 2-4 decision makers, 2-6 options, anything that the definitions allow."""
    n = int(rng.integers(2, 5))
    m = int(rng.choice(list(CHANCE_OF_OPTIONS), p=list(CHANCE_OF_OPTIONS.values())))
    unowned = 0.1 if rng.random() < 0.5 else 0.0
    owner = rng.integers(0, n, m)
    if rng.random() < 0.7:
        owner = rng.permutation(np.arange(m) % n)  # so that most often nobody is left without an option
    owner[rng.random(m) < unowned] = -1
    feasible = rng.random(1 << m) < rng.choice([1.0, 0.8, 0.5])
    feasible[rng.integers(0, 1 << m)] = True
    spread = int(rng.choice([3, 8, 1000]))
    directions = rng.choice(["both", "on", "off"], m, p=rng.choice([[1.0, 0.0, 0.0], [0.6, 0.2, 0.2], [0.2, 0.4, 0.4]]))
    return {
        "owners": [[k for k in range(m) if owner[k] == i] for i in range(n)],
        "feasible": feasible,
        "preference": rng.integers(0, spread, (n, 1 << m)),
        "one_way": {k: str(way) for k, way in enumerate(directions) if way != "both"},
    }


def features(drawn: dict[str, Any]) -> dict[str, bool]:
    """Tell which of the difficult things a drawn conflict contains."""
    owners, feasible, one_way = drawn["owners"], drawn["feasible"], drawn["one_way"]
    m = feasible.size.bit_length() - 1
    n = len(owners)
    return {
        f"{n} decision makers": True,
        f"{m} options": True,
        "infeasible states": not feasible.all(),
        "one-way on": "on" in one_way.values(),
        "one-way off": "off" in one_way.values(),
        "both directions with one owner": any({"on", "off"} <= {one_way.get(k) for k in own} for own in owners),
        "ties": any(len(set(row[feasible])) < feasible.sum() for row in drawn["preference"]),
        "option owned by nobody": sum(map(len, owners)) < m,
        "decision maker without options": any(not own for own in owners),
        "decision maker with several options": any(len(own) > 1 for own in owners),
    }


def as_conflict(drawn: dict[str, Any]) -> oracle.Conflict:
    """Hand the drawn conflict to the oracle."""
    states = [s for s, can in enumerate(drawn["feasible"]) if can]
    worth = [{s: float(row[s]) for s in states} for row in drawn["preference"]]
    return oracle.from_options(drawn["owners"], states, worth, drawn["one_way"])
