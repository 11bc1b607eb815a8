"""Small cases in which two parties give each other something, for tests of the order of steps."""

from __future__ import annotations

from typing import Any, NamedTuple

from goodoffices.case import Case
from goodoffices.settle import Problem, settlement


class Agreed(NamedTuple):
    """A package of a problem."""

    problem: Problem
    package: tuple[int, ...]


def swap_case(**changes: Any) -> Case:
    """Let A give land in two steps and B arms in one; each wants what the other gives twice as much as its own."""
    plain: dict[str, Any] = {
        "case": "swap",
        "title": "Swap",
        "as_of": "2020-01-01",
        "parties": {
            name: {"name": name.title(), "kind": "state", "role": "principal"} for name in ("A", "B", "C", "BODY")
        },
        "options": {"A": {"leave": {"say": "Leave"}, "talk": {"say": "Talk"}}, "B": {"disarm": {"say": "Disarm"}}},
        "issues": {
            "land": {
                "options": ["held", "half", "given"],
                "now": "held",
                "moved_by": ["A"],
                "verify_days": [5, 10, 30],
                "means": {"given": "A.leave"},
            },
            "arms": {
                "options": ["kept", "gone"],
                "now": "kept",
                "moved_by": ["B"],
                "verify_days": 100,
                "means": {"gone": "B.disarm"},
            },
        },
        "positions": {
            "A": {"weights": {"land": 1, "arms": 1}, "values": {"land": [0.5, 0.25, 0], "arms": [0, 1]}},
            "B": {"weights": {"land": 1, "arms": 1}, "values": {"land": [0, 0.5, 1], "arms": [0.5, 0]}},
        },
    }
    return Case.model_validate(plain | changes)


def changed(base: Case | None = None, **issues: dict[str, Any]) -> Case:
    """Change entries of issues; None takes a key away."""
    plain = (base or swap_case()).plain()
    for name, entry in issues.items():
        plain["issues"][name] = {k: v for k, v in (plain["issues"].get(name, {}) | entry).items() if v is not None}
    return Case.model_validate(plain)


def with_sections(base: Case, **sections: Any) -> Case:
    """Replace whole sections."""
    return Case.model_validate(base.plain() | sections)


def agreed(case: Case | None = None, **package: str) -> Agreed:
    """Agree that all goes from one end to the other, or what is named."""
    problem = settlement(case or swap_case())
    names = {issue: options[-1] for issue, options in zip(problem.issues, problem.options, strict=True)} | package
    return Agreed(problem, problem.package(names))
