"""Random conflicts, for holding the engine against the definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.oracles import graph_model_oracle as oracle

from goodoffices.case import Case

Literals = tuple[tuple[int, bool], ...]
"""Options that an expression wants taken, or not taken."""

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


def small_conflict(rng: np.random.Generator, makers: tuple[int, ...] = (2, 3), *, most: int = 4) -> dict[str, Any]:
    """Draw the arguments of a model of few options, for what takes brute force long."""
    n, m = int(rng.choice(makers)), int(rng.integers(2, most + 1))
    owner = rng.permutation(np.arange(m) % n) if rng.random() < 0.8 else rng.integers(-1, n, m)
    feasible = rng.random(1 << m) < rng.choice([1.0, 0.7])
    feasible[rng.integers(0, 1 << m)] = True
    directions = rng.choice(["both", "on", "off"], m, p=rng.choice([[1.0, 0.0, 0.0], [0.5, 0.25, 0.25]]))
    return {
        "owners": [[k for k in range(m) if owner[k] == i] for i in range(n)],
        "feasible": feasible,
        "preference": rng.integers(0, int(rng.choice([3, 8, 1000])), (n, 1 << m)),
        "one_way": {k: str(way) for k, way in enumerate(directions) if way != "both"},
    }


def random_arcs(rng: np.random.Generator, makers: tuple[int, ...] = (2, 3, 4), *, most: int = 9) -> dict[str, Any]:
    """Draw the arguments of a model of arcs: any moves between any feasible states, some written twice."""
    n, s = int(rng.choice(makers)), int(rng.integers(3, most + 1))
    feasible = rng.random(s) < rng.choice([1.0, 0.8])
    feasible[rng.integers(0, s)] = True
    pairs = [(p, q) for p in range(s) for q in range(s) if p != q and feasible[p] and feasible[q]]
    density = rng.choice([0.1, 0.2, 0.4])
    arcs = [[pair for pair in pairs if rng.random() < density] for _ in range(n)]
    return {
        "arcs": [own + own[:1] for own in arcs],
        "preference": rng.integers(0, int(rng.choice([3, 1000])), (n, s)),
        "feasible": feasible,
    }


def arcs_conflict(drawn: dict[str, Any]) -> oracle.Conflict:
    """Hand drawn arcs to the oracle."""
    states = [s for s, can in enumerate(drawn["feasible"]) if can]
    worth = [{s: float(row[s]) for s in states} for row in drawn["preference"]]
    return oracle.from_arcs(states, drawn["arcs"], worth)


def random_single_moves(rng: np.random.Generator, drawn: dict[str, Any]) -> dict[str, Any]:
    """Draw single moves to allow and to forbid, and options to fix, for a drawn conflict in option form."""
    m = drawn["feasible"].size.bit_length() - 1
    makers = [i for i, own in enumerate(drawn["owners"]) if own]

    def literals() -> Literals:
        chosen = rng.choice(m, size=int(rng.integers(1, min(m, 3) + 1)), replace=False)
        return tuple((int(k), bool(rng.random() < 0.5)) for k in chosen)

    def moves(most: int) -> list[tuple[int, Literals, Literals]]:
        return [(int(rng.choice(makers)), literals(), literals()) for _ in range(int(rng.integers(0, most + 1)))]

    fixed = {int(rng.integers(0, m)): bool(rng.random() < 0.5)} if rng.random() < 0.2 else {}
    found = {"allow": moves(2), "forbid": moves(3), "fixed": fixed}
    if not found["allow"] and not found["forbid"]:
        found["forbid"] = [(makers[0], literals(), literals())]
    return found


def single_moves_conflict(drawn: dict[str, Any], single: dict[str, Any]) -> oracle.Conflict:
    """Hand the conflict to the oracle with single moves added and taken away, pair by pair."""

    def holds(s: int, wanted: Literals) -> bool:
        return all(bool(s // 2**k % 2) == on for k, on in wanted)

    fixed = tuple(single["fixed"].items())
    states = [s for s, can in enumerate(drawn["feasible"]) if can and holds(s, fixed)]
    worth = [{s: float(row[s]) for s in states} for row in drawn["preference"]]
    arcs: list[list[tuple[int, int]]] = []
    for i, own in enumerate(drawn["owners"]):
        mine: list[tuple[int, int]] = []
        for s in states:
            for q in states:
                changed = {k for k in range(drawn["feasible"].size.bit_length()) if s // 2**k % 2 != q // 2**k % 2}
                can = oracle.may_move(s, q, own, drawn["one_way"])
                for by, before, after in single["allow"]:
                    named = {k for k, _ in (*before, *after)}
                    can = can or (by == i and s != q and changed <= named and holds(s, before) and holds(q, after))
                for by, before, after in single["forbid"]:
                    can = can and not (by == i and holds(s, before) and holds(q, after))
                if can:
                    mine.append((s, q))
        arcs.append(mine)
    return oracle.from_arcs(states, arcs, worth)


def as_case(drawn: dict[str, Any], single: dict[str, Any]) -> Case | None:
    """Write the conflict as a case with one policy, ``P``; None where the policy leaves no state."""
    m = drawn["feasible"].size.bit_length() - 1
    states = np.arange(1 << m)
    kept = drawn["feasible"].copy()
    for k, on in single["fixed"].items():
        kept &= (states >> k & 1).astype(bool) == on
    if not kept.any():
        return None
    # The options of one party stand together in a case: the states of the case are renumbered ones.
    order = [k for own in drawn["owners"] for k in own]
    names = {k: f"D{i}.o{k}" for i, own in enumerate(drawn["owners"]) for k in own}

    def words(wanted: Literals) -> str:
        return " & ".join(f"{'' if on else 'not '}{names[k]}" for k, on in wanted)

    def full(state: int) -> Literals:
        return tuple((k, bool(state >> k & 1)) for k in order)

    number = {int(s): sum(int(s >> k & 1) << place for place, k in enumerate(order)) for s in states}
    return Case.model_validate(
        {
            "case": "drawn",
            "title": "Drawn",
            "as_of": "2020-01-01",
            "parties": {
                f"D{i}": {"name": f"D{i}", "kind": "state", "role": "principal"}
                for i, own in enumerate(drawn["owners"])
                if own
            },
            "options": {f"D{i}": {f"o{k}": {"say": "do"} for k in own} for i, own in enumerate(drawn["owners"]) if own},
            "one_way": {names[k]: way for k, way in drawn["one_way"].items()},
            "feasible": [{"never": words(full(int(s)))} for s in states[~drawn["feasible"]]],
            "preferences": {
                f"D{i}": {"payoffs": {number[int(s)]: float(row[s]) for s in states[drawn["feasible"]]}}
                for i, (own, row) in enumerate(zip(drawn["owners"], drawn["preference"], strict=True))
                if own
            },
            "policies": {
                "P": {
                    "assume": {names[k]: "on" if on else "off" for k, on in single["fixed"].items()},
                    **{
                        field: [
                            {"by": f"D{by}", "from": words(before), "to": words(after)}
                            for by, before, after in single[field]
                        ]
                        for field in ("allow", "forbid")
                    },
                }
            },
        }
    )
