"""Adjusted Winner: who gets what, what is split, what holds of it, what shading one's points could bring."""

from __future__ import annotations

import dataclasses
import importlib
import json
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

import goodoffices as go
from goodoffices.case.expressions import parse
from goodoffices.errors import CaseError
from goodoffices.settle import AdjustedWinner, Problem, Rule, Term, additive, adjusted_winner, settlement
from goodoffices.settle.mixtures import Pair, best_against

HALF = Fraction(50)


def divisible(values: Sequence[Sequence[Sequence[int]]], able: Sequence[bool] | None = None) -> Problem:
    """Make a problem whose issues can be split, all of them by default."""
    names = tuple("abcdefghij"[: len(values)])
    problem = additive(values, parties=("ONE", "TWO"), issues=names)
    return dataclasses.replace(problem, divisible=tuple(able or (True,) * len(values)))


def opposed(points: Sequence[tuple[int, int]], able: Sequence[bool] | None = None) -> Problem:
    """Make issues with two sides each: points of the first party, points of the second."""
    return divisible([[[first, 0], [0, second]] for first, second in points], able)


def drawn(rng: np.random.Generator, *, sides: int | None = None) -> Problem:
    """Draw issues with any number of options, or with two sides each."""
    count = int(rng.integers(1, 6))
    while True:
        tables = [rng.integers(0, 9, (sides or int(rng.integers(1, 5)), 2)) for _ in range(count)]
        if sides == 2:
            tables = [np.array([[one[0, 0], 0], [0, one[0, 1]]]) for one in tables]
        if all(sum(int(np.ptp(table[:, one])) for table in tables) for one in (0, 1)):
            return divisible([table.tolist() for table in tables])


def test_the_shipped_case_has_equal_points_in_exact_fractions() -> None:
    """Camp David: 65 5/6 each, a sixth of Sinai to Israel."""
    found = adjusted_winner(settlement(go.read_case("camp-david-1978")))
    assert found.points == (Fraction(395, 6), Fraction(395, 6))
    assert found.utilities == (Fraction(395, 600), Fraction(395, 600))
    assert (found.split, found.possible, found.envy_free, found.efficient) == ("sinai", True, True, True)
    assert found.shares["sinai"] == Fraction(1, 6)
    told = found.sentences()
    assert told[:7] == (
        "Israel gives more points to recognition, west-bank, linkage and jerusalem.",
        "Egypt gives more points to sinai and palestinian-rights.",
        "Israel has its way on recognition, west-bank, linkage and jerusalem.",
        "Egypt has its way on palestinian-rights.",
        "Of sinai 1/6 goes to Israel, 5/6 to Egypt.",
        "Each then has 65 5/6 of its 100 points: the division is equitable, and leaves nobody less than half.",
        "No other division gives one party more and the other no less.",
    )
    assert [one.split("if it knew them, ")[1] for one in told[7:]] == [
        "Israel could come as near as it likes to 75 10/11: 10 5/66 more.",
        "Egypt could come as near as it likes to 80: 14 1/6 more.",
    ]


def test_json_has_floats_and_fractions() -> None:
    """All that the sentences say, as data."""
    told = adjusted_winner(go.read_case("camp-david-1978")).to_json()
    assert json.loads(json.dumps(told)) == told
    assert told["points"]["Israel"] == {"value": 395 / 6, "exact": "395/6"}
    assert told["issues"]["sinai"]["share"]["Israel"]["exact"] == "1/6"
    assert told["issues"]["sinai"]["points"]["Egypt"]["exact"] == "55"
    assert told["issues"]["sinai"]["options"] == {"Israel": "Israel", "Egypt": "Egypt"}
    assert [told[key] for key in ("equitable", "at_least_half", "envy_free", "efficient", "possible")] == [True] * 5
    assert told["manipulation"]["Egypt"]["gain"] == {"value": 85 / 6, "exact": "85/6"}
    assert told["manipulation"]["Egypt"]["near"] is True
    assert told["acceptable"] == {"Israel": True, "Egypt": True}


def test_every_division_is_equitable_leaves_half_and_splits_one_issue_at_most() -> None:
    """Whatever the points, and however many options there are."""
    rng = np.random.default_rng(1)
    for _ in range(300):
        found = adjusted_winner(drawn(rng))
        assert found.points[0] == found.points[1] >= HALF
        assert sum(side.is_split for side in found.sides) <= 1
        assert all(0 <= share <= 1 for share in found.shares.values())
        assert sum(side.points[0] for side in found.sides) == 100
        assert sum(side.points[1] for side in found.sides) == 100


def test_with_two_sides_to_each_issue_it_is_efficient_and_free_of_envy() -> None:
    """The theorem of Brams and Taylor."""
    rng = np.random.default_rng(2)
    for _ in range(300):
        found = adjusted_winner(drawn(rng, sides=2))
        assert found.efficient
        assert found.envy_free
        assert all(one.near and one.gain >= 0 for one in found.announcing)


def most_by_programme(worth: Sequence[Sequence[Pair]], party: int, floor: Fraction) -> float:
    """Find the most by a linear programme over shares of all options."""
    rows = [row for table in worth for row in table]
    equal = np.zeros((len(worth), len(rows)))
    at = 0
    for k, table in enumerate(worth):
        equal[k, at : at + len(table)] = 1
        at += len(table)
    found = importlib.import_module("scipy.optimize").linprog(
        [-float(row[party]) for row in rows],
        A_ub=[[-float(row[1 - party]) for row in rows]],
        b_ub=[-float(floor)],
        A_eq=equal,
        b_eq=np.ones(len(worth)),
        method="highs",
    )
    return float(-found.fun)


def test_the_most_against_a_floor_is_that_of_the_linear_programme() -> None:
    """For either party, any floor that can be met, and any options."""
    rng = np.random.default_rng(3)
    for _ in range(100):
        worth = [
            [(Fraction(int(a)), Fraction(int(b))) for a, b in rng.integers(0, 9, (int(rng.integers(1, 6)), 2))]
            for _ in range(int(rng.integers(1, 5)))
        ]
        for party in (0, 1):
            top = sum(max(row[1 - party] for row in table) for table in worth)
            floor = Fraction(int(rng.integers(0, int(top) + 1)))
            wanted = most_by_programme(worth, party, floor)
            assert float(best_against(worth, party, floor).total) == pytest.approx(wanted, abs=1e-7)


def announced(true: Sequence[tuple[int, int]], short: Fraction) -> list[Fraction]:
    """Build what the first party announces to win what is best for it, with little more than half left to the other.

    What it wants is the fractional knapsack with the other keeping half of its points and a little. Each issue that it
    wants whole is announced a little above the other's points, each that it does not want a little below, all others in
    between; sums are such that both then have the same number of announced points.
    """
    mine, theirs = ([Fraction(100 * row[one], sum(x[one] for x in true)) for row in true] for one in (0, 1))
    order = sorted(range(len(true)), key=lambda k: mine[k] / theirs[k], reverse=True)
    left, shares = HALF - short, [Fraction(0)] * len(true)
    for k in order:
        shares[k] = min(Fraction(1), left / theirs[k])
        left -= shares[k] * theirs[k]
    taken = HALF - short
    won, split, lost = ([k for k in order if test(shares[k])] for test in (_whole, _part, _none))
    low, high = taken / (100 - taken), (100 - taken) / taken
    ratio = high if not won else low if not lost else (low + high) / 2
    points = [ratio * points for points in theirs]
    over = 100 - taken - sum((shares[k] * points[k] for k in split), start=Fraction(0))
    under = 100 - over - sum((points[k] for k in split), start=Fraction(0))
    for some, whole in ((won, over), (lost, under)):
        for k in some:
            points[k] = whole * theirs[k] / sum(theirs[j] for j in some)
    return points


def _whole(share: Fraction) -> bool:
    return share == 1


def _part(share: Fraction) -> bool:
    return 0 < share < 1


def _none(share: Fraction) -> bool:
    return share == 0


def true_points(problem: Problem, found: AdjustedWinner) -> Fraction:
    """Say what a division is worth to the first party in its true points."""
    total = sum(int(np.ptp(table[:, 0])) for table in problem.values)
    return sum(
        (
            found.shares[issue] * int(table[0, 0]) * 100 / total
            for issue, table in zip(problem.issues, problem.values, strict=True)
        ),
        start=Fraction(0),
    )


def test_shading_comes_as_near_to_the_most_as_one_likes() -> None:
    """An announcement is built and played: a thousandth of the other's points short of the most, no more."""
    rng = np.random.default_rng(4)
    for _ in range(60):
        true = [(int(a), int(b)) for a, b in rng.integers(1, 30, (int(rng.integers(2, 6)), 2))]
        honest = adjusted_winner(opposed(true))
        points = announced(true, Fraction(1, 1000))
        assert sum(points) == 100
        assert min(points) >= 0
        scale = np.lcm.reduce([one.denominator for one in points], dtype=object)
        shaded = opposed([(int(one * scale), pair[1]) for one, pair in zip(points, true, strict=True)])
        got = true_points(opposed(true), adjusted_winner(shaded))
        most = honest.announcing[0].most
        assert most - Fraction(1) < got <= most


def test_no_announcement_brings_more_than_the_most() -> None:
    """Points announced at random, against the bound."""
    rng = np.random.default_rng(5)
    for _ in range(100):
        true = [(int(a), int(b)) for a, b in rng.integers(1, 9, (int(rng.integers(2, 5)), 2))]
        honest = adjusted_winner(opposed(true))
        for _ in range(10):
            points = rng.integers(1, 9, len(true))
            shaded = opposed([(int(one), pair[1]) for one, pair in zip(points, true, strict=True)])
            assert true_points(opposed(true), adjusted_winner(shaded)) <= honest.announcing[0].most


def test_honest_points_cannot_be_bettered_where_one_issue_is_all_there_is() -> None:
    """Half of it each, whatever is announced."""
    found = adjusted_winner(opposed([(7, 3)]))
    assert found.points == (HALF, HALF)
    assert "ONE could gain nothing by announcing other points, even if it knew the other's." in found.sentences()


def test_what_both_like_best_is_settled_so() -> None:
    """They need not like it alone: among its equals a party takes what the other likes best."""
    found = adjusted_winner(divisible([[[5, 2], [5, 4], [0, 0]], [[5, 0], [0, 6]]]))
    assert found.sides[0].options == ("2", "2")
    assert found.sides[0].share is None
    assert list(found.shares) == ["b"]
    assert found.sentences()[0] == "Both like the same best on a."
    assert found.to_json()["issues"]["a"]["share"] is None
    assert "<td>a</td><td>agreed</td><td>agreed</td>" in found._repr_html_()


def test_an_issue_to_which_one_gives_no_points_is_the_others() -> None:
    """Of its options the other gets its best; it counts as won, not as agreed."""
    found = adjusted_winner(divisible([[[0, 0], [0, 3], [0, 1]], [[5, 0], [1, 0], [3, 0]], [[2, 0], [0, 2]], [[1, 1]]]))
    assert found.sides[0].options == ("1", "2")
    assert found.sides[1].options == ("1", "2")
    assert found.shares == {"a": Fraction(0), "b": Fraction(1), "c": Fraction(5, 11)}
    assert found.points == (Fraction(900, 11), Fraction(900, 11))
    assert "TWO gives more points to a and c." in found.sentences()


def test_agreement_on_what_matters_to_one_side_most_can_leave_it_little_of_the_rest() -> None:
    """It has half of its points, yet less than half of what is contested; and the sentences say so."""
    found = adjusted_winner(divisible([[[8, 1], [0, 0]], [[2, 0], [0, 6]]]))
    assert found.shares == {"b": Fraction(7, 37)}
    assert not found.envy_free
    assert any(one.startswith("Of what is contested somebody has less than half") for one in found.sentences())


def test_an_option_between_the_extremes_can_be_better_than_a_split() -> None:
    """The result says how much better, and is not called efficient."""
    found = adjusted_winner(divisible([[[10, 0], [9, 9], [0, 10]]]))
    assert found.points == (HALF, HALF)
    assert not found.efficient
    assert found.better == (Fraction(850, 9), Fraction(850, 9))
    told = " ".join(found.sentences())
    assert "Options between the two extremes would be better for both than a split: with the other keeping" in told
    assert "its points, ONE 94 4/9 or TWO 94 4/9 could be reached." in told
    assert any("ONE could not get more than 94 4/9: 44 4/9 more." in one for one in found.sentences())
    assert not found.announcing[0].near


def test_issues_with_equal_points_are_given_where_they_are_needed() -> None:
    """The order of issues does not change what both get."""
    points = [(10, 10), (30, 20), (25, 25), (35, 45)]
    found = [adjusted_winner(opposed(order)).points for order in (points, points[::-1])]
    assert found[0] == found[1]
    assert any(one == "Both give the same number to a and c." for one in adjusted_winner(opposed(points)).sentences())


def test_among_equal_ratios_what_cannot_be_split_moves_whole() -> None:
    """The split falls on what can be split, where that works out."""
    points = [(40, 40), (20, 20), (40, 40)]
    found = adjusted_winner(opposed(points, [False, True, False]))
    assert found.split == "b"
    assert found.possible
    assert found.shares == {"a": Fraction(1), "b": Fraction(1, 2), "c": Fraction(0)}


def test_an_issue_that_cannot_be_split_is_named() -> None:
    """If another can, the result says that the division is not possible; if none can, it is refused."""
    points = [(60, 60), (30, 20), (10, 20)]
    found = adjusted_winner(opposed(points, [False, True, True]))
    assert (found.split, found.possible) == ("a", False)
    assert "But a would have to be split and cannot be: as it stands the division is not possible." in found.sentences()
    with pytest.raises(CaseError, match=r"'a' has to be split"):
        adjusted_winner(opposed(points, [False, False, False]))
    with pytest.raises(CaseError, match=r"has to be split"):
        adjusted_winner(dataclasses.replace(opposed(points), divisible=()))


def test_nothing_needs_to_be_divisible_if_nothing_is_split() -> None:
    """Each gets what matters to it."""
    found = adjusted_winner(opposed([(60, 40), (40, 60)], [False, False]))
    assert found.points == (Fraction(60), Fraction(60))
    assert (found.split, found.possible) == (None, True)


def test_a_division_below_the_reservation_value_says_so() -> None:
    """Points know nothing of reservation values."""
    found = adjusted_winner(dataclasses.replace(opposed([(60, 40), (40, 60)]), reserve=(70, 60)))
    assert found.acceptable == (False, True)
    assert "It is worth less than its reservation value to ONE." in found.sentences()


def test_options_that_a_rule_forbids_do_not_count() -> None:
    """Neither as the best nor as the worst."""
    plain = divisible([[[9, 0], [5, 0], [0, 5]], [[1, 0], [0, 1]]])
    ruled = dataclasses.replace(plain, rules=(Rule(parse('not a."1"'), 'not a."1"', 1),))
    assert adjusted_winner(ruled).sides[0].options == ("2", "3")
    assert adjusted_winner(ruled).points == adjusted_winner(opposed([(5, 5), (1, 1)])).points


def test_what_it_is_not_for_is_refused() -> None:
    """Three parties, issues tied together, nothing at stake, an issue without options."""
    with pytest.raises(CaseError, match=r"found 3 parties, expected two"):
        adjusted_winner(go.read_case("korea-2017"))
    plain = opposed([(60, 40), (40, 60)])
    text = 'a."1" requires b."1"'
    for tied in ({"rules": (Rule(parse(text), text),)}, {"terms": (Term(0, 1, parse(text)),)}):
        with pytest.raises(CaseError, match=r"issues that count by themselves"):
            adjusted_winner(dataclasses.replace(plain, **tied))
    with pytest.raises(CaseError, match=r"nothing at stake for TWO"):
        adjusted_winner(opposed([(1, 0), (2, 0)]))
    none = tuple(Rule(parse(f'not a."{j}"'), "no") for j in (1, 2))
    with pytest.raises(CaseError, match=r"no option of 'a'"):
        adjusted_winner(dataclasses.replace(plain, rules=none))


def test_a_page_shows_shares_and_sentences() -> None:
    """Shares as people write them."""
    page = adjusted_winner(go.read_case("camp-david-1978"))._repr_html_()
    assert "<td>sinai</td><td>1/6</td><td>5/6</td>" in page
    assert "<p>Israel gives more points to recognition" in page
