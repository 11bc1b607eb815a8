"""Draws of what is uncertain: shares of packages, proofs for every reading, and what is said about them."""

from __future__ import annotations

import dataclasses
import importlib
import itertools
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pytest

import goodoffices as go
from goodoffices.case import Case
from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError, LimitError
from goodoffices.settle import additive, frontier, robustness, settlement
from goodoffices.settle.drawn import doubts, survives_all
from goodoffices.settle.exactness import as_fraction

OPTIONS = ("now", "some", "most")


def case_of(positions: dict[str, Any], *, today: bool = True, issues: int = 2, links: tuple[str, ...] = ()) -> Case:
    """Make a case with issues a, b and so on, of three options each, and positions as given."""
    entry = {"options": list(OPTIONS)} | ({"now": "now"} if today else {})
    return Case.model_validate(
        {
            "case": "doubts",
            "title": "Doubts",
            "as_of": "2020-01-01",
            "parties": {name: {"name": name, "kind": "state", "role": "principal"} for name in positions},
            "issues": {"abcdefghij"[k]: entry for k in range(issues)},
            "positions": positions,
            "links": list(links),
        }
    )


def drawn_case(rng: np.random.Generator, *, doubt: float) -> Case:
    """Draw positions of two or three parties, each number an estimate with so much probability."""

    def number(low: float = 0.0) -> Any:
        ends = sorted(round(float(x), 1) for x in rng.uniform(low, 1, 2))
        return ends if rng.random() < doubt else ends[0]

    positions: dict[str, Any] = {}
    for name in ("A", "B", "C")[: int(rng.integers(2, 4))]:
        positions[name] = {
            "weights": {"a": number(0.1), "b": number(0.1)},
            "values": {issue: [number() for _ in OPTIONS] for issue in "ab"},
        }
        if rng.random() < 0.4:
            when = str(rng.choice(["a.most & b.most", "a.now", "not b.now"]))
            positions[name]["terms"] = [{"when": when, "worth": number() if rng.random() < 0.5 else -0.2}]
        if rng.random() < 0.3:
            positions[name]["reserve"] = {"value": number(), "cite": {"analyst": "drawn"}}
    return case_of(positions, today=bool(rng.random() < 0.8))


def every_package(count: int = 2) -> np.ndarray[Any, Any]:
    """List all packages of so many issues."""
    return np.array(list(itertools.product(range(3), repeat=count)))


def corners(case: Case) -> Iterator[np.ndarray[Any, Any]]:
    """Say for every package and party whether it is acceptable, with all estimates at bounds, each in turn."""
    rows = every_package()
    known = [one for view in doubts(case).views for one in view if not one.is_point]
    for ends in itertools.product((False, True), repeat=len(known)):
        high = {id(one): end for one, end in zip(known, ends, strict=True)}

        def read(one: Estimate, high: dict[int, bool] = high) -> Fraction:
            return as_fraction(one.high if high.get(id(one)) else one.low)

        problem = settlement(case, read=read)
        worth = problem.utilities(rows)
        yield np.stack(
            [
                np.ones(len(rows), dtype=bool) if least is None else worth[:, one] >= least
                for one, least in enumerate(problem.reserve)
            ],
            axis=1,
        )


def test_what_survives_is_acceptable_at_all_corners_and_nothing_else_is() -> None:
    """What a package is worth is smallest at some corner of the estimates: all of them are looked at."""
    rng = np.random.default_rng(1)
    seen = np.zeros(2, dtype=int)
    for _ in range(60):
        case = drawn_case(rng, doubt=0.3)
        if doubts(case).uncertain > 7:
            continue
        wanted = np.all(list(corners(case)), axis=0)
        np.testing.assert_array_equal(survives_all(case, every_package()), wanted)
        seen += [wanted.sum(), (~wanted).sum()]
    assert seen.min() > 100


def test_what_survives_is_accepted_in_every_draw() -> None:
    """A share below 1 would contradict the proof."""
    rng = np.random.default_rng(2)
    for _ in range(20):
        found = robustness(drawn_case(rng, doubt=0.7), 600, 1)
        for one in found.packages:
            assert all(share == 1 for share, always in zip(one.accepting, one.always, strict=True) if always)
        assert found.survivors is not None
        for row in found.survivors.tolist():
            if tuple(row) in [one.package for one in found.packages]:
                assert found.of(row).acceptable == 1


def test_without_doubts_draws_are_the_problem_itself() -> None:
    """Shares are 0 or 1, as exact computation has it: acceptable, and on the frontier."""
    rng = np.random.default_rng(3)
    for _ in range(40):
        case = drawn_case(rng, doubt=0.0)
        problem = settlement(case)
        found = robustness(case, 3, 1)
        known = frontier(problem)
        points = {tuple(row) for row in known.utilities.tolist()}
        rows = every_package()
        accepted = problem.acceptable(rows)
        assert found.uncertain == 0
        assert found.sentences()[0] == "Nothing in the case is uncertain: every draw is the same."
        assert found.zone == float(accepted.any())
        for one in found.packages:
            good = bool(problem.acceptable([one.package])[0])
            assert one.acceptable == float(good)
            worth = tuple(problem.utilities([one.package])[0].tolist())
            assert one.undominated == float(good and worth in points)
        assert found.survivors is not None
        assert {tuple(row) for row in found.survivors.tolist()} == {tuple(row) for row in rows[accepted].tolist()}


def undominated_slowly(worth: np.ndarray[Any, Any], accepted: np.ndarray[Any, Any]) -> list[int]:
    """Count for each package the draws in which nothing that is acceptable dominates it, from the definition."""
    counts = [0] * worth.shape[2]
    for draw in range(worth.shape[1]):
        here = [k for k in range(worth.shape[2]) if accepted[draw, k]]
        points = {k: tuple(worth[:, draw, k].tolist()) for k in here}
        for k in here:
            counts[k] += not any(
                points[j] != points[k] and all(a >= b for a, b in zip(points[j], points[k], strict=True)) for j in here
            )
    return counts


@pytest.fixture
def plain_loops(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the loop once more, without compiling it."""
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    monkeypatch.delitem(sys.modules, "goodoffices.settle.tallies", raising=False)
    return importlib.import_module("goodoffices.settle.tallies")


def test_the_frontier_of_each_draw_is_counted_by_the_definition(plain_loops: ModuleType) -> None:
    """The loop as plain Python, against a search through all pairs, with ties."""
    assert not hasattr(plain_loops.count_undominated, "py_func")
    rng = np.random.default_rng(4)
    for parties in (1, 2, 3):
        worth = rng.integers(0, 4, (parties, 20, 9))
        accepted = rng.random((20, 9)) < 0.6
        order = np.argsort(np.where(accepted, worth.sum(axis=0), -1), axis=1)[:, ::-1]
        counts = np.zeros(9, dtype=np.int64)
        plain_loops.count_undominated(worth, order, accepted.sum(axis=1), counts)
        assert counts.tolist() == undominated_slowly(worth, accepted)


def test_the_loop_does_without_a_place_for_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written it is compiled anew."""
    real = numba.njit

    def refuses(*, cache: bool = False, nogil: bool) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(nogil=nogil)

    monkeypatch.setattr(numba, "njit", refuses)
    monkeypatch.delitem(sys.modules, "goodoffices.settle.tallies", raising=False)
    assert importlib.import_module("goodoffices.settle.tallies").count_undominated


def test_shares_are_those_of_the_draws(plain_loops: ModuleType) -> None:
    """Drawn once more with the same seed and counted from the definitions."""
    del plain_loops
    case = drawn_case(np.random.default_rng(8), doubt=0.9)
    found = robustness(case, 40, 5)
    rows = every_package()
    drawn = doubts(case).draw(rows, 512, rng=np.random.default_rng(5))
    worth, least = drawn.worth[:, :40], drawn.least[:, :40]
    accepts = np.asarray(worth >= least[:, :, None])
    everybody = np.asarray(accepts.all(axis=0))
    slow = undominated_slowly(worth, everybody)
    for one in found.packages:
        k = rows.tolist().index(list(one.package))
        assert one.acceptable == everybody[:, k].sum() / 40
        assert one.undominated == slow[k] / 40
        assert one.accepting == tuple((accepts[:, :, k].sum(axis=1) / 40).tolist())
    assert found.zone == everybody.any(axis=1).sum() / 40
    better = np.asarray(np.all(worth > least[:, :, None], axis=0))
    assert found.gain_for_all == better.any(axis=1).sum() / 40


def test_a_share_is_what_the_estimate_says() -> None:
    """A value is uniform from 0 to 1 and the reservation value 0.3: seven in ten draws, within three errors."""
    positions = {
        "A": {
            "weights": {"a": 1},
            "values": {"a": [0, [0, 1], 0]},
            "reserve": {"value": 0.3, "cite": {"analyst": "x"}},
        },
        "B": {"weights": {"a": 1}, "values": {"a": [0, 1, 0]}},
    }
    found = robustness(case_of(positions, issues=1), 4000, 7)
    share = found.of((1,)).acceptable
    assert abs(share - 0.7) < 3 * found.error(share)
    assert found.zone == share
    assert found.closing == pytest.approx((1 - share, 0))
    assert found.of((1,)).refuses_most == 0
    told = found.sentences()
    assert any(one.endswith("only the reservation value of A is in the way of such a package.") for one in told)
    assert "A is the party most often in the way of 2 of 2 packages listed." in told
    assert told[-1] == "No package besides today's is accepted by every party on every reading within the estimates."


def test_the_same_seed_gives_the_same_numbers_and_fewer_draws_are_the_first_ones() -> None:
    """A draw depends on the seed and its number."""
    case = go.read_case("korea-2017")
    first, again, other = robustness(case, 700, 1), robustness(case, 700, 1), robustness(case, 700, 2)
    assert first.to_json() == again.to_json()
    assert first.to_json() != other.to_json()
    rows = every_package()
    small = drawn_case(np.random.default_rng(8), doubt=0.9)
    few, many = (doubts(small).draw(rows, 512, rng=np.random.default_rng(1)).worth for _ in range(2))
    np.testing.assert_array_equal(few, many)
    assert first.digest == other.digest


def test_the_korea_case_has_today_its_solutions_and_its_frontier() -> None:
    """Today's package is acceptable in every draw, as reservation values follow it; red lines always hold."""
    case = go.read_case("korea-2017")
    known = frontier(settlement(case))
    found = robustness(case, 2000, 1, frontier=known)
    assert found.problem.now is not None
    today = found.of(found.problem.now)
    assert (today.called, today.acceptable, today.refuses_most) == (("today",), 1, None)
    assert found.zone == 1
    names = {name for one in found.packages for name in one.called}
    assert names >= {"today", "nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "frontier", "often"}
    assert found.problem.permitted([one.package for one in found.packages]).all()
    shares = [one.acceptable for one in found.packages]
    assert shares == sorted(shares, reverse=True)
    assert found.whole
    assert found.complete


def test_json_frame_and_page() -> None:
    """Shares come with their sampling error, packages in words."""
    found = robustness(go.read_case("korea-2017"), 300, 1)
    told = found.to_json()
    assert json.loads(json.dumps(told)) == told
    assert told["zone"] == {"share": 1.0, "error": 0.0}
    assert told["packages"][0]["package"]["testing"] == "unrestricted"
    assert told["packages"][1]["accepting"]["PRK"]["error"] > 0
    assert told["survivors"] == [told["packages"][0]["package"]]
    assert (told["draws"], told["done"], told["seed"]) == (300, 300, 1)
    frame = found.to_frame()
    assert list(frame["acceptable to all"]) == [one.acceptable for one in found.packages]
    assert "accepted by ROK" in frame
    page = found._repr_html_()
    assert "<caption>shares of 300 draws</caption>" in page
    assert "<th>un-sanctions</th>" in page


def test_a_package_that_is_not_listed_is_refused() -> None:
    """The message says how many are."""
    found = robustness(go.read_case("korea-2017"), 10, 1)
    with pytest.raises(CaseError, match=r"found the package \(0, 2, 0, 0, 0\), expected one of the"):
        found.of((0, 2, 0, 0, 0))


def test_progress_and_stop() -> None:
    """What is counted when it is stopped is returned; before that there is nothing to return."""
    case = go.read_case("korea-2017")
    told: list[float] = []
    assert robustness(case, 1200, 1, progress=told.append).complete
    assert told == sorted(told)
    assert told[-1] == 1
    answers = iter([False, True])
    found = robustness(case, 1200, 1, frontier=frontier(settlement(case)), stop=lambda: next(answers))
    assert (found.done, found.complete) == (512, False)
    assert found.sentences()[0] == "The run was interrupted: shares are of 512 draws, not 1,200."
    with pytest.raises(LimitError, match=r"before the first of 10 draws"):
        robustness(case, 10, 1, stop=lambda: True)


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (True, 1), (1.5, 1), (1, -1), (1, None)])
def test_draws_and_seed_are_checked(draws: Any, seed: Any) -> None:
    """Whole numbers, at least one draw."""
    with pytest.raises(CaseError, match=r"expected a whole number from"):
        robustness(go.read_case("korea-2017"), draws, seed)


def test_numbers_that_are_all_certain_are_not_drawn() -> None:
    """A problem without a case has no estimates."""
    with pytest.raises(CaseError, match=r"not read from a case"):
        robustness(additive([[[1, 0]]]), 10, 1)
    problem = settlement(go.read_case("korea-2017"))
    assert robustness(problem, 10, 1).problem.digest() == problem.digest()


def test_a_weight_without_values_is_refused() -> None:
    """Also where the likeliest weight is 0."""
    positions = {
        "A": {"weights": {"a": 1, "b": [0, 0, 0.5]}, "values": {"a": [0, 1, 0]}},
        "B": {"weights": {"a": 1}, "values": {"a": [0, 1, 0]}},
    }
    with pytest.raises(CaseError, match=r"positions.A: found a weight but no values for the issue 'b'"):
        doubts(case_of(positions))


def test_too_many_packages_to_go_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only those with a name are looked at, and shares are lower bounds; nothing is said of the frontier."""
    module = sys.modules[robustness.__module__]
    monkeypatch.setattr(module, "_MOST_PACKAGES", 10)
    found = robustness(go.read_case("korea-2017"), 300, 1)
    assert not found.whole
    assert found.survivors is None
    assert all(one.undominated is None for one in found.packages)
    assert found.sentences()[0].startswith("In at least ")
    told = found.to_json()
    assert told["packages"][0]["undominated"] is None
    assert told["survivors"] is None
    assert "<td></td>" in found._repr_html_()


def test_rules_that_leave_nothing() -> None:
    """All shares are 0, and there is nothing to list."""
    positions = {
        name: {"weights": {"a": 1}, "values": {"a": [0, 1, 0]}, "red_lines": [f"not a.{option}" for option in OPTIONS]}
        for name in "AB"
    }
    found = robustness(case_of(positions, issues=1), 10, 1)
    assert (found.zone, found.packages) == (0, ())
    assert survives_all(case_of(positions, issues=1), []).shape == (0, 2)


def test_who_refuses_most_is_told() -> None:
    """Once for each party, the one that does so for most packages first; of several survivors how many there are."""
    positions = {
        "A": {"weights": {"a": 1}, "values": {"a": [0.5, [0.4, 0.9], [0.6, 0.7]]}},
        "B": {"weights": {"a": 1}, "values": {"a": [0.5, 1, 1]}},
    }
    found = robustness(case_of(positions, issues=1), 500, 1)
    told = found.sentences()
    assert "A is the party most often in the way of 1 of 3 packages listed." in told
    assert told[0].endswith(" of draws some package is acceptable to all, if only today's.")
    assert told[-1] == "One package besides today's is accepted by every party on every reading within the estimates."
    nothing = robustness(case_of(positions, issues=1, today=False), 10, 1)
    assert nothing.sentences()[-1] == "3 packages are accepted by every party on every reading within the estimates."


def test_the_result_cannot_be_changed() -> None:
    """Arrays and settings are read-only."""
    found = robustness(go.read_case("korea-2017"), 10, 1)
    assert found.survivors is not None
    with pytest.raises(ValueError, match="read-only"):
        found.survivors[0, 0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.zone = 0  # type: ignore[misc]
