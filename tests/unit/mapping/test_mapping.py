"""Ties as matrices, shared interests, rings of preconditions, measures against events, the order of time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import numpy as np
import pytest

from goodoffices.case import Case
from goodoffices.mapping import (
    find_preconditions,
    interest_overlap,
    map_case,
    set_against_events,
    tie_network,
    timeline,
)

Changed = Callable[..., Case]


def test_ties_stand_in_a_matrix_for_each_kind(small: Case) -> None:
    """From row to column; a tie without a direction stands in both."""
    network = tie_network(small)
    assert network.parties == ("UP", "DOWN", "NO", "OLD", "town")
    assert network.kinds == ("channel", "distrust", "economic", "treaty")
    assert network.sign.shape == (4, 5, 5)
    assert [tuple(map(int, one)) for one in zip(*np.nonzero(network.present), strict=True)] == [
        (0, 2, 1), (1, 0, 1), (1, 1, 0), (2, 2, 0), (3, 0, 1), (3, 1, 0),
    ]  # fmt: skip
    assert network.sign[1, 0, 1] == network.sign[1, 1, 0] == -1
    assert network.sign[2, 2, 0] == 1
    assert network.sign[0, 2, 1] == 0
    assert (network.low[1, 0, 1], network.high[1, 0, 1]) == (0.5, 0.9)
    assert np.isnan(network.low[0]).all()
    assert network.balance("UP", "DOWN") == network.balance("DOWN", "UP") == (1, 1)
    assert network.balance("NO", "UP") == (1, 0)
    assert network.balance("NO", "DOWN") == (0, 0)


def test_ties_of_a_kind_that_disagree_have_the_sign_of_their_sum(changed: Changed) -> None:
    """Weighted by their strength; the bounds are those of the strongest."""
    both = "  - {between: [UP, DOWN], kind: distrust, sign: +, strength: %s, cite: {analyst: x}}\n  - {from: NO, to: UP"
    found = {
        strength: tie_network(changed(("  - {from: NO, to: UP", both % strength)))
        for strength in ("0.1", "0.6", "0.95")
    }
    assert [int(network.sign[1, 0, 1]) for network in found.values()] == [-1, 0, 1]
    network = found["0.95"]
    assert (network.low[1, 0, 1], network.high[1, 0, 1]) == (0.95, 0.95)
    strong = tie_network(
        changed(
            ("  - {from: NO, to: UP", both.replace(", strength: %s", "")),
            ('sign: "-", strength: [0.5, 0.6, 0.9]', 'sign: "-"'),
        )
    )
    assert strong.sign[1, 0, 1] == 0
    assert strong.present[1, 0, 1]


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("1946-12-31", ("distrust",)),
        ("1947-01-01", ("distrust", "treaty")),
        ("2000-12-31", ("distrust", "treaty")),
        ("2001-01-01", ("distrust", "economic", "treaty")),
        ("2010-12-31", ("distrust", "economic", "treaty")),
        ("2011-01-01", ("distrust", "treaty")),
        ("2020-05-01", ("channel", "distrust", "treaty")),
    ],
)
def test_ties_may_be_those_of_one_day(small: Case, day: str, kinds: tuple[str, ...]) -> None:
    """One date holds from then on, two hold between them, an open end goes on, none holds always."""
    network = tie_network(small, on=dt.date.fromisoformat(day))
    assert network.kinds == kinds
    assert network.to_json()["on"] == day


def test_a_case_without_ties_has_an_empty_network(changed: Changed, small: Case) -> None:
    """And not an error."""
    network = tie_network(small.model_copy(update={"ties": ()}))
    assert network.sign.shape == (0, 5, 5)
    assert network.balance("UP", "DOWN") == (0, 0)
    assert network.to_json() == {"parties": list(network.parties), "on": None, "ties": []}
    assert changed(("2001/2010", "../2010")).ties[2].when is not None


def test_a_tie_with_an_open_beginning_held_before(changed: Changed) -> None:
    """Until its end."""
    case = changed(("2001/2010", "../2010"))
    assert "economic" in tie_network(case, on=dt.date(1500, 1, 1)).kinds
    assert "economic" not in tie_network(case, on=dt.date(2011, 1, 1)).kinds


def test_topics_are_shared_by_those_who_want_something_of_them(small: Case) -> None:
    """The most widely shared first; interests without a topic are left out."""
    overlap = interest_overlap(small)
    assert [(one.topic, one.parties) for one in overlap.topics] == [("quiet", ("UP", "DOWN")), ("power", ("UP",))]
    assert overlap.pairs == {("UP", "DOWN"): ("quiet",)}
    assert overlap.to_json() == {
        "topics": [
            {
                "topic": "quiet",
                "parties": {
                    "UP": {"want": "quiet", "weight": None},
                    "DOWN": {"want": "quiet on the border", "weight": [2, 3]},
                },
            },
            {"topic": "power", "parties": {"UP": {"want": "power in winter", "weight": 4}}},
        ],
        "pairs": [{"between": ["UP", "DOWN"], "topics": ["quiet"]}],
    }


def test_parties_that_share_nothing_make_no_pair(changed: Changed) -> None:
    """Only topics of the same name count."""
    overlap = interest_overlap(changed(("{want: quiet, topic: quiet,", "{want: quiet, topic: calm,")))
    assert overlap.pairs == {}


def test_preconditions_lock_in_a_ring(small: Case) -> None:
    """The upper country waits for the canal, the lower one for the water."""
    found = find_preconditions(small)
    assert [(one.demand, one.by, one.of, one.needs, one.before) for one in found.preconditions] == [
        (0, "UP", "DOWN", ("DOWN.open",), ("UP.release",)),
        (1, "DOWN", "UP", ("UP.release",), ("DOWN.open",)),
    ]
    assert found.cycles == (("DOWN.open", "UP.release"),)
    assert found.mutual == (("DOWN", "UP"),)
    assert found.to_json()["cycles"] == [["DOWN.open", "UP.release"]]


def test_rings_of_three_and_rings_that_share_an_option_are_all_found(changed: Changed) -> None:
    """Each once, from its alphabetically first option; a chain is no ring."""
    demand = "  - {by: UP, of: DOWN, kind: precondition, what: w, needs: %s, before: %s, cite: {analyst: x}}\n"
    more = "".join(
        demand % pair
        for pair in [
            ("DOWN.open", "DOWN.complain"),
            ("DOWN.complain & DOWN.open", "UP.release"),
            ("UP.release", "DOWN.complain"),
        ]
    )
    found = find_preconditions(changed(("  - {by: DOWN, of: UP, kind: aim", more + "  - {by: DOWN, of: UP, kind: aim")))
    assert found.cycles == (
        ("DOWN.complain", "DOWN.open", "UP.release"),
        ("DOWN.complain", "UP.release"),
        ("DOWN.open", "UP.release"),
    )


def test_what_waits_for_itself_is_a_ring_of_one(changed: Changed) -> None:
    """And a demand that only needs is part of none."""
    found = find_preconditions(
        changed(
            ("needs: DOWN.open, before: UP.release", "needs: UP.release, before: UP.release"),
            ("needs: UP.release, before: DOWN.open", "needs: UP.release"),
        )
    )
    assert found.cycles == (("UP.release",),)
    assert found.preconditions[1].before == ()
    bare = find_preconditions(
        changed(("needs: DOWN.open, before: UP.release,", ""), ("of: UP, kind: precondition", "of: UP, kind: request"))
    )
    assert (bare.preconditions[0].needs, bare.cycles, bare.mutual) == ((), (), ())


@pytest.mark.parametrize(
    ("needs", "locks"),
    [
        ("UP.release", True),
        ("UP.release & DOWN.complain", True),
        ("UP.release | DOWN.complain", False),
        ("not (UP.release & DOWN.complain)", False),
        ("not (not UP.release | DOWN.complain)", True),
        ("not UP.release", False),
        ("UP.release if DOWN.complain", False),
        ("DOWN.complain requires UP.release", False),
        ("UP.release iff not UP.release", True),
    ],
)
def test_a_ring_locks_where_there_is_no_other_way(changed: Changed, needs: str, *, locks: bool) -> None:
    """Whoever can have what it needs otherwise, or by nobody moving, waits for nobody."""
    case = changed(("needs: UP.release, before: DOWN.open,", f'needs: "{needs}", before: DOWN.open,'))
    assert find_preconditions(case).cycles == ((("DOWN.open", "UP.release"),) if locks else ())


def test_measures_are_set_against_the_events_they_were_to_change(small: Case) -> None:
    """As many days before as after, by the day on which each began; what followed is not what was caused."""
    first, second = set_against_events(small)
    assert (first.measure, first.begins, first.days) == (1, dt.date(2018, 1, 1), 851)
    assert (first.before, first.after) == ((), ())
    assert (second.measure, second.begins, second.days) == (0, dt.date(2020, 3, 1), 61)
    assert (second.before, second.after) == ((1,), (2,))
    assert second.to_json() == {
        "what": "shuttle talks", "by": ["NO", "DOWN"], "of": ["UP"], "kind": "talks", "when": "2020-03-01/..",
        "meant_to": "open the gates", "watch": ["closure"], "days": 61, "events_before": [1], "events_after": [2],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        ("2020-03-01", (1, 2), ()),
        ("2020-03-02", (1,), (2,)),
        ("2020-03", (1, 2), ()),
        ("2019-12-31", (1, 2), ()),
        ("2019-12-30", (1,), ()),
        ("../2020-04-10", (1, 2), ()),
    ],
)
def test_an_event_is_after_if_it_surely_was(
    changed: Changed, when: str, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    """One known only to the month of the measure counts as before; one before the window is left out."""
    row = set_against_events(changed(("when: 2020-04-10", f"when: {when}")))[1]
    assert (row.before, row.after) == (before, after)


def test_events_of_others_and_of_other_types_do_not_count(changed: Changed) -> None:
    """A person counts for its party."""
    assert set_against_events(changed(("when: 2020-04-10, who: UP", "when: 2020-04-10, who: DOWN")))[1].after == ()
    assert set_against_events(changed(("when: 2020-04-10, who: UP", "when: 2020-04-10, who: minister")))[1].after == (
        2,
    )
    assert set_against_events(changed(("watch: [closure]", "watch: [drought]")))[1].after == ()


def test_a_measure_without_a_beginning_is_looked_at_from_its_last_day(changed: Changed) -> None:
    """And one older than half of all time has all of it before it."""
    row = set_against_events(changed(("when: 2018, meant_to", "when: ../0004, meant_to")))[0]
    assert row.begins == dt.date(4, 12, 31)
    assert row.before == ()


def test_what_has_a_date_is_put_in_order(small: Case) -> None:
    """Statements, events and measures; whoever speaks does so for a party."""
    assert [(str(one.when), one.kind, one.party, one.who, one.what) for one in timeline(small)] == [
        ("2018", "measure", "UP", "UP", "a seminar"),
        ("2019-08", "event", "DOWN", "DOWN", "low water"),
        ("2020-02-01", "event", "UP", "minister", "closure"),
        ("2020-03-01/..", "measure", "NO", "NO", "shuttle talks"),
        ("2020-04-03", "statement", "UP", "minister", "offers water for the canal"),
        ("2020-04-10", "event", "UP", "UP", "closure"),
    ]
    assert timeline(small)[2].to_json()["party"] == "UP"


def test_a_statement_without_our_words_is_called_by_what_it_is_about(changed: Changed) -> None:
    """Or just a statement."""
    first = changed(("gist: offers water for the canal, about: water", "about: water"))
    assert timeline(first)[4].what == "water"
    bare = changed(("gist: offers water for the canal, about: water,", ""))
    assert timeline(bare)[4].what == "statement"


def test_the_map_is_one_result(small: Case) -> None:
    """Plain data that say which case they are of; the digest changes with the case."""
    found = map_case(small)
    plain = found.to_json()
    assert json.loads(json.dumps(plain)) == plain
    assert set(plain) == {"case", "digest", "network", "leverage", "interests", "preconditions", "measures", "timeline"}
    assert [one["will"] for one in plain["leverage"]] == [0.4, None]
    assert map_case(small).digest == found.digest
    assert map_case(small.model_copy(update={"title": "Another"})).digest != found.digest
    assert map_case(small, on=dt.date(1900, 1, 1)).network.kinds == ("distrust",)


def test_the_notebook_shows_counts_with_names_made_safe(small: Case) -> None:
    """Titles are words, not markup."""
    shown = map_case(small.model_copy(update={"title": "<b>x</b>"}))._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in shown
    assert "4 ties, 2 topics, 1 cycles of preconditions, 6 moments" in shown


def test_the_frame_has_a_row_for_each_tie(small: Case) -> None:
    """In both directions where it has none."""
    pytest.importorskip("pandas", reason="pandas is an extra")
    frame = map_case(small).to_frame()
    assert list(frame.columns) == ["kind", "from", "to", "sign", "strength"]
    assert len(frame) == 6
