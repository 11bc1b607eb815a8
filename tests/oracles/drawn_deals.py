"""Random agreed packages with all that makes an order of steps difficult, for holding the engine to the oracle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.oracles.sequence_oracle import Levels, Way

from goodoffices.case import Case
from goodoffices.settle import Problem, settlement

WORDS = ("start", "half", "goal")


@dataclass(frozen=True)
class Drawn:
    """A deal, and the same as the oracle wants it."""

    problem: Problem
    package: tuple[int, ...]
    way: Way
    parts: int


def drawn_case(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a case in which every issue goes from its first option to its last, by 2-3 parties over 2-3 issues."""
    parties = [f"P{one}" for one in range(int(rng.integers(2, 4)))]
    count = int(rng.integers(2, 4))
    issues: dict[str, Any] = {}
    for k in range(count):
        options = list(WORDS[: int(rng.integers(2, 4))])
        movers = [*rng.choice([*parties, "BODY"], int(rng.choice([1, 1, 1, 2])), replace=False)]
        issues[f"I{k}"] = {
            "options": options,
            "now": options[0],
            "means": {option: f"{parties[0]}.{option}{k}" for option in options[1:]},
            "one_way": bool(rng.random() < 0.4),
        }
        if rng.random() < 0.9:
            issues[f"I{k}"]["moved_by"] = [str(one) for one in movers]
        if rng.random() < 0.8:
            issues[f"I{k}"]["verify_days"] = [0, int(rng.choice([0, 10, 100, 365])), 700]
    if rng.random() < 0.3:
        k = int(rng.integers(0, count))
        issues[f"I{k}"]["options"] = ["start", "goal"]
        issues[f"I{k}"]["means"] = {"goal": f"{parties[0]}.goal{k}"}
        issues[f"I{k}"]["divisible"] = True
    return {
        "case": "drawn",
        "title": "Drawn",
        "as_of": "2020-01-01",
        "parties": {one: {"name": one, "kind": "state", "role": "principal"} for one in [*parties, "BODY"]},
        "issues": issues,
        "positions": {one: _position(issues, rng) for one in parties},
        "links": _links(issues, rng),
        "demands": _demands(issues, parties, rng),
    }


def _position(issues: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    position: dict[str, Any] = {
        "weights": {name: int(rng.integers(1, 10)) / 10 for name in issues},
        "values": {
            name: [int(one) / 20 for one in rng.integers(0, 21, len(e["options"]))] for name, e in issues.items()
        },
    }
    if rng.random() < 0.3:
        when = f"I0.{issues['I0']['options'][-1]} & I1.{issues['I1']['options'][-1]}"
        position["terms"] = [{"when": when, "worth": int(rng.integers(-5, 6)) / 10}]
    return position


def _links(issues: dict[str, Any], rng: np.random.Generator) -> list[str]:
    """Draw links that the goal satisfies: one gets no further than another, or both go together."""
    links = []
    for one, other in ((0, 1), (1, 0)):
        if rng.random() < 0.25:
            links.append(f"I{one}.{issues[f'I{one}']['options'][-1]} requires not I{other}.start")
    return links


def _demands(issues: dict[str, Any], parties: list[str], rng: np.random.Generator) -> list[dict[str, Any]]:
    demands = []
    for _ in range(int(rng.choice([0, 0, 1, 2]))):
        first, second = (int(one) for one in rng.choice(len(issues), 2, replace=False))
        needs, before = (f"{parties[0]}.{rng.choice(issues[f'I{k}']['options'][1:])}{k}" for k in (first, second))
        demands.append(
            {"by": parties[0], "of": parties[1], "kind": "precondition", "what": "first", "needs": needs}
            | {"before": before, "cite": {"analyst": "drawn"}}
        )
    return demands


@dataclass(frozen=True)
class _Plain:
    """A drawn case, read by the definitions."""

    plain: dict[str, Any]
    goal: Levels
    split: tuple[int, ...]

    def reached(self, levels: Levels) -> Levels:
        """Return the options fully reached."""
        return tuple(level // part for level, part in zip(levels, self.split, strict=True))

    def under_way(self, levels: Levels) -> Levels:
        """Return the same with every part on its way taken as done."""
        return tuple(-(-level // part) for level, part in zip(levels, self.split, strict=True))

    def utility(self, levels: Levels) -> dict[str, float]:
        """Return what a package is worth; a part on its way counts by its share."""
        found = {}
        first, last = self.reached(levels), self.under_way(levels)
        for party, position in self.plain["positions"].items():
            total, worth = sum(position["weights"].values()), 0.0
            for k, (name, values) in enumerate(position["values"].items()):
                share = levels[k] / self.split[k] - first[k]
                between = values[first[k]] + share * (values[last[k]] - values[first[k]])
                worth += position["weights"][name] / total * between
            terms = position.get("terms", []) if first[:2] == self.goal[:2] else []
            found[party] = worth + sum(term["worth"] for term in terms)
        return found

    def allowed(self, levels: Levels) -> bool:
        """Say whether no link is broken, whether what is on its way counts or not."""
        for here in (self.reached(levels), self.under_way(levels)):
            for link in self.plain["links"]:
                one, other = int(link[1]), 1 - int(link[1])
                if here[one] == self.goal[one] and here[other] == 0:
                    return False
        return True

    def has(self, option: str, levels: Levels) -> bool:
        """Say whether an option of a party is in force."""
        word, k = option.split(".")[1][:-1], int(option[-1])
        return self.reached(levels)[k] >= (1 if word == "half" else self.goal[k])

    def may_follow(self, before: Levels, after: Levels) -> bool:
        """Say whether everybody who asked for something first gets it first, or in a ring at the same time."""
        demands = self.plain["demands"]
        for demand in demands:
            brings = self.has(demand["before"], after) and not self.has(demand["before"], before)
            if brings and not self.has(demand["needs"], after if _in_ring(demands, demand) else before):
                return False
        return True


def drawn_deal(rng: np.random.Generator) -> Drawn:
    """Draw a deal."""
    plain = drawn_case(rng)
    parts = int(rng.integers(1, 4))
    issues = list(plain["issues"].values())
    goal = tuple(len(entry["options"]) - 1 for entry in issues)
    read = _Plain(plain, goal, tuple(parts if entry.get("divisible") else 1 for entry in issues))
    way = Way(
        tuple(last * part for last, part in zip(goal, read.split, strict=True)),
        tuple(frozenset(entry.get("moved_by", plain["positions"])) for entry in issues),
        tuple(entry["one_way"] for entry in issues),
        tuple(float(entry.get("verify_days", [0, 0, 0])[1]) for entry in issues),
        tuple(plain["positions"]),
        read.utility,
        read.allowed,
        read.may_follow,
        float(rng.choice([0.5, 0.9, 0.99])),
    )
    return Drawn(settlement(Case.model_validate(plain)), goal, way, parts)


def _in_ring(demands: list[dict[str, Any]], demand: dict[str, Any]) -> bool:
    """Say whether two demands wait for each other; there are no more than two."""
    return any(one["needs"] == demand["before"] and one["before"] == demand["needs"] for one in demands)
