"""The graph model by brute force: explicit sets and the definitions as they are printed, nothing clever.

It shares nothing with the engine and is far too slow to use; it is there to be right. It also takes conflicts whose
moves are given as a list of arcs, where the rule that nobody moves twice in a row matters, coalitions, and two decision
makers that move at once.

References
----------
Fang, Hipel and Kilgour (1993), *Interactive Decision Making*; Xu, Hipel, Kilgour and Fang (2018), *Conflict Resolution
Using the Graph Model*, ch. 4; Rego and Vieira (2017); Inohara and Hipel (2008) for coalitions; Fraser and Hipel (1984)
for simultaneous moves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
COALITION_CONCEPTS = ("cnash", "cgmr", "csmr", "cseq")
Mover = TypeVar("Mover", bound=Hashable)


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

    def moves(j: int, s: int) -> Iterable[int]:
        return improvements(conflict, j, s) if improving else conflict.arcs[j][s]

    return last_movers(tuple(coalition), moves, start)


def last_movers(
    movers: Sequence[Mover], moves: Callable[[Mover, int], Iterable[int]], start: int
) -> dict[int, set[Mover]]:
    """Close over moves of which no two in a row are the same mover's; return each state with its last movers."""
    omega: dict[int, set[Mover]] = {}
    fresh = [(q, j) for j in movers for q in moves(j, start)]  # rule (i)
    while fresh:
        state, last = fresh.pop()
        if last in omega.setdefault(state, set()):
            continue
        omega[state].add(last)
        # Rule (ii): j may go on from a state with a last mover other than j, that is, where Omega is not {j} alone.
        fresh.extend((q, j) for j in movers if omega[state] != {j} for q in moves(j, state))
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


# ---- two that move at once


def together(s: int, one: int, other: int) -> int:
    """Return the state with every option changed that either of two moves from a state changes."""
    options = range(max(s, one, other).bit_length())
    changed = {k for k in options if _taken(s, k) != _taken(one, k) or _taken(s, k) != _taken(other, k)}
    return sum(2**k for k in options if _taken(s, k) != (k in changed))


def is_held_by_simultaneous_moves(conflict: Conflict, i: int, s: int) -> bool:
    """Tell whether both would leave a state (it is SEQ-unstable for each), and moving at once spoils what i wants."""
    if any(is_stable(conflict, j, s, "seq") for j in (0, 1)):
        return False
    return all(
        any(
            together(s, a, b) in conflict.states and _no_better(conflict, i, s, together(s, a, b))
            for b in improvements(conflict, 1 - i, s)
        )
        for a in improvements(conflict, i, s)
    )


def stable_together(conflict: Conflict, concept: str) -> list[set[int]]:
    """Return the states that sim, or seq_or_sim, holds for each of two decision makers."""
    held = [{s for s in conflict.states if is_held_by_simultaneous_moves(conflict, i, s)} for i in (0, 1)]
    if concept == "sim":
        return held
    return [one | other for one, other in zip(held, stable_states(conflict, "seq"), strict=True)]


# ---- coalitions


def subsets(members: Iterable[int]) -> list[tuple[int, ...]]:
    """List all non-empty coalitions."""
    everyone = tuple(members)
    return [group for size in range(1, len(everyone) + 1) for group in combinations(everyone, size)]


@dataclass(frozen=True)
class Coalitions:
    """R_H(s) and R_H++(s) for every coalition H and state s."""

    moves: Mapping[tuple[tuple[int, ...], int], frozenset[int]]
    improvements: Mapping[tuple[tuple[int, ...], int], frozenset[int]]


def joint_tables(conflict: Conflict) -> Coalitions:
    """Write out what every coalition can bring about, and what of it every member prefers."""
    moves, better = {}, {}
    for group in subsets(range(len(conflict.arcs))):
        for s in conflict.states:
            reached = frozenset(joint_moves(conflict, group, s, improving=False))
            moves[group, s] = reached
            better[group, s] = frozenset(
                q for q in reached if all(conflict.worth[i][q] > conflict.worth[i][s] for i in group)
            )
    return Coalitions(moves, better)


def is_coalition_stable(conflict: Conflict, tables: Coalitions, group: tuple[int, ...], s: int, concept: str) -> bool:
    """Tell whether a state is stable for a coalition, by the definition of the notion."""
    tempting = tables.improvements[group, s]
    others = tuple(j for j in range(len(conflict.arcs)) if j not in group)
    if concept == "cnash":
        return not tempting

    def no_better(q: int) -> bool:
        return any(_no_better(conflict, i, s, q) for i in group)

    def sanctions(s1: int) -> Iterable[int]:
        if not others:
            return ()
        if concept == "cseq":
            return last_movers(subsets(others), lambda group, s: tables.improvements[group, s], s1)
        return tables.moves[others, s1]

    def final(s2: int) -> bool:
        return concept != "csmr" or all(no_better(s3) for s3 in tables.moves[group, s2])

    return all(any(no_better(s2) and final(s2) for s2 in sanctions(s1)) for s1 in tempting)


def coalition_stable_states(conflict: Conflict) -> dict[str, dict[tuple[int, ...], set[int]]]:
    """Return the stable states of each coalition, for each notion."""
    tables = joint_tables(conflict)
    return {
        concept: {
            group: {s for s in conflict.states if is_coalition_stable(conflict, tables, group, s, concept)}
            for group in subsets(range(len(conflict.arcs)))
        }
        for concept in COALITION_CONCEPTS
    }
