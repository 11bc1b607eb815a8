"""The graph model by brute force: explicit sets and the definitions as they are printed, nothing clever.

It shares nothing with the engine and is far too slow to use; it is there to be right. It also takes conflicts whose
moves are given as a list of arcs, where the rule that nobody moves twice in a row matters.

References
----------
Fang, Hipel and Kilgour (1993), *Interactive Decision Making*; Xu, Hipel, Kilgour and Fang (2018), *Conflict Resolution
Using the Graph Model*, ch. 4; Rego and Vieira (2017).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


@dataclass(frozen=True)
class Conflict:
    """States, and for each decision maker its arcs and how much it likes each state."""

    states: frozenset[int]
    arcs: tuple[Mapping[int, frozenset[int]], ...]
    worth: tuple[Mapping[int, float], ...]


def from_arcs(
    states: Iterable[int], arcs: Sequence[Iterable[tuple[int, int]]], worth: Sequence[Mapping[int, float]]
) -> Conflict:
    """Build a conflict from a list of arcs for each decision maker."""
    known = frozenset(states)
    tables = []
    for own in arcs:
        listed = set(own)
        tables.append({s: frozenset(q for p, q in listed if p == s) for s in known})
    return Conflict(known, tuple(tables), tuple(dict(one) for one in worth))


def from_options(
    owners: Sequence[Sequence[int]],
    feasible: Iterable[int],
    worth: Sequence[Mapping[int, float]],
    one_way: Mapping[int, str],
) -> Conflict:
    """Build a conflict from options by comparing every pair of feasible states."""
    states = frozenset(feasible)
    arcs = [[(s, q) for s in states for q in states if may_move(s, q, own, one_way)] for own in owners]
    return from_arcs(states, arcs, worth)


def may_move(before: int, after: int, own: Sequence[int], one_way: Mapping[int, str]) -> bool:
    """Tell whether whoever owns these options can bring one state about from another."""
    changed = {k for k in range(max(before, after).bit_length()) if _taken(before, k) != _taken(after, k)}
    right_way = all(one_way.get(k, "both") in {"both", "on" if _taken(after, k) else "off"} for k in changed)
    return bool(changed) and changed <= set(own) and right_way


def _taken(state: int, option: int) -> bool:
    """Tell whether an option is taken in a state."""
    return bool(state // 2**option % 2)


def improvements(conflict: Conflict, i: int, s: int) -> set[int]:
    """R_i+(s)."""
    return {q for q in conflict.arcs[i][s] if conflict.worth[i][q] > conflict.worth[i][s]}


def joint_moves(conflict: Conflict, coalition: Iterable[int], start: int, *, improving: bool) -> dict[int, set[int]]:
    """R_H(s), or R_H+(s), as a mapping from each state reached to Omega_H(s, state), the set of its last movers."""
    members = tuple(coalition)

    def moves(j: int, s: int) -> Iterable[int]:
        return improvements(conflict, j, s) if improving else conflict.arcs[j][s]

    omega: dict[int, set[int]] = {}
    fresh = [(q, j) for j in members for q in moves(j, start)]  # rule (i)
    while fresh:
        state, last = fresh.pop()
        if last in omega.setdefault(state, set()):
            continue
        omega[state].add(last)
        # Rule (ii): j may go on from a state with a last mover other than j, that is, where Omega is not {j} alone.
        fresh.extend((q, j) for j in members if omega[state] != {j} for q in moves(j, state))
    return omega


def is_stable(conflict: Conflict, i: int, s: int, concept: str) -> bool:
    """Tell whether a state is stable for a decision maker, by the definition of the notion."""
    tempting = improvements(conflict, i, s)
    if concept == "nash":
        return not tempting
    others = [j for j in range(len(conflict.arcs)) if j != i]
    return all(
        any(
            _no_better(conflict, i, s, s2)
            and (concept in {"gmr", "seq"} or all(_no_better(conflict, i, s, s3) for s3 in conflict.arcs[i][s2]))
            for s2 in joint_moves(conflict, others, s1, improving=concept in {"seq", "sseq"})
        )
        for s1 in tempting
    )


def _no_better(conflict: Conflict, i: int, s: int, other: int) -> bool:
    """Tell whether a decision maker likes a state no less than another: s >=_i other."""
    return conflict.worth[i][s] >= conflict.worth[i][other]


def stable_states(conflict: Conflict, concept: str) -> list[set[int]]:
    """Return the stable states of each decision maker."""
    return [{s for s in conflict.states if is_stable(conflict, i, s, concept)} for i in range(len(conflict.arcs))]
