"""Pictures of an outlook."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

import numpy as np
import pytest

from goodoffices import read_case
from goodoffices.outlook import (
    Plan,
    adopt,
    compare_policies,
    graph_model,
    option_model,
    paths_picture,
    policy_picture,
    robustness,
    robustness_picture,
    solve,
    status_quo_paths,
    targets_picture,
)


def texts(svg: str) -> list[str]:
    """Return what is written in a picture; fails if it is not well-formed."""
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    return [text for element in root.iter() if (text := (element.text or "").strip())]


def told(svg: str) -> str:
    """Return all text of a picture in one line."""
    return " ".join(texts(svg))


def test_every_policy_stands_against_every_target() -> None:
    """Rows are policies, columns targets, and the marks are explained."""
    table = compare_policies(read_case("elmira-1991"))
    words = told(policy_picture(table))
    assert all((one.policy or "as it stands") in words for one in table.outcomes)
    assert {"settlement", "closure"} <= set(texts(policy_picture(table)))
    assert "out of reach" in words
    assert policy_picture(table) == policy_picture(table)


def test_a_case_without_today_knows_reach_by_the_rules_alone() -> None:
    """Where today is not said, a target is within reach if any feasible state meets it."""
    case = read_case("elmira-1991").model_copy(update={"now": None})
    words = told(policy_picture(compare_policies(case)))
    assert "within reach, not held" in words


def test_bars_say_shares_and_never_probabilities() -> None:
    """Each bar is worded as a share of model variants; a target out of reach says so."""
    model = graph_model(read_case("korea-2017"))
    plan = Plan(rows=0)
    studies = {
        name: robustness(adopt(model, name), 4, 1, concepts=("seq",), plan=plan)
        for name in ("tighter sanctions", "no change")
    }
    words = told(robustness_picture(studies, "dual-suspension"))
    assert "of model variants" in words
    assert "out of reach" in words
    assert "probab" not in words
    assert all(name in told(targets_picture(studies["no change"])) for name in studies["no change"].targets)


@pytest.mark.parametrize("coalitions", [(), ((0, 1),)])
def test_ways_are_drawn_step_by_step(coalitions: Iterable[tuple[int, ...]]) -> None:
    """Who moves stands on the arrow; states that cannot be reached stand apart."""
    model = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]], now=0)
    found = status_quo_paths(model, np.array([0, 3]), coalitions=tuple(coalitions))
    words = told(paths_picture(found, lambda state: f"state of affairs {state}"))
    assert "0 (today)" in words
    assert ("no way there" in words) != bool(coalitions)
    assert ("decision maker 0 and" in words) == bool(coalitions)


def test_steps_of_one_party_are_drawn_by_any_moves() -> None:
    """The heading says which steps count."""
    model = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]], now=3)
    equilibria = solve(model, ("seq",)).equilibria["seq"]
    assert "any moves" in told(paths_picture(status_quo_paths(model, equilibria, by="moves"), str))
