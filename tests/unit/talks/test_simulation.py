"""Scripted delegations in rooms with the real rules."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.properties.talks_histories import START, play
from tests.properties.talks_histories import opening as opening_acts

from goodoffices.errors import CaseError, LimitError
from goodoffices.talks import simulation
from goodoffices.talks.bodies import Sounding
from goodoffices.talks.commands import IssuePlan
from goodoffices.talks.deciding import decide
from goodoffices.talks.delegations import BEHAVIOURS, Behaviour, Delegation, draw_delegation, draw_issues
from goodoffices.talks.disclosed import Disclosed, consented
from goodoffices.talks.events import DisclosureGiven, RoomOpened
from goodoffices.talks.evolving import fold
from goodoffices.talks.simulation import negotiate, simulate, weighed

ISSUES = (IssuePlan(id="water", say="Water", options=("none", "all"), now="none"),)


def party(behaviour: Behaviour, worth: int = 10) -> Delegation:
    """Return a delegation that gains by water."""
    return Delegation("north", behaviour, {"water": {"none": 0, "all": worth}}, {"water": "none"})


def test_the_same_seed_gives_the_same_negotiations() -> None:
    """Another seed gives others; every pair of manners comes up, and nothing crosses."""
    first, again, other = (simulate(20, seed=seed) for seed in (5, 5, 6))
    assert first == again
    assert first != other
    told = first.to_json()
    assert told["cross_seat_bytes"] == 0
    assert len(told["outcomes"]) == 10
    assert told["complete"]


def test_manners_differ_as_they_are_described() -> None:
    """Honest sides agree mostly; with a spoiler nobody does, and no question is put."""
    outcomes = {tuple(one["delegations"]): one for one in simulate(100, seed=1).to_json()["outcomes"]}
    assert outcomes["honest", "honest"]["agreed"] > outcomes["hard-line", "honest"]["agreed"]
    assert outcomes["honest", "spoiling"]["agreed"] == 0
    assert outcomes["honest", "spoiling"]["questions"] == 0
    assert outcomes["honest", "honest"]["missed_joint_gain"] < outcomes["probing", "probing"]["missed_joint_gain"]


def test_a_leak_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the other seat were told of soundings, the bytes would be counted."""

    def leaky(*arguments: object) -> tuple[object, ...]:
        events = decide(*arguments)  # type: ignore[arg-type]
        return tuple(event.model_copy(update={"audience": frozenset({"seat-1", "seat-2"})}) for event in events)

    monkeypatch.setattr(simulation, "decide", leaky)
    assert negotiate(("honest", "honest"), choose=weighed, rng=np.random.default_rng(1)).crossed > 0


def test_a_simulation_can_be_stopped_and_says_so() -> None:
    """What was played until then stays."""
    shares: list[float] = []
    stopped = simulate(10, seed=1, progress=shares.append, stop=lambda: len(shares) == 3)
    assert (len(stopped.negotiations), stopped.complete) == (3, False)
    assert shares == [0.1, 0.2, 0.3]


def test_numbers_out_of_range_are_refused() -> None:
    """No room at all, or more than memory holds."""
    with pytest.raises(CaseError, match="at least one"):
        simulate(0, seed=1)
    with pytest.raises(LimitError, match="at most 100,000"):
        simulate(10**6, seed=1)


@pytest.mark.parametrize(
    ("behaviour", "accepts", "answers", "discloses"),
    [
        ("honest", True, True, True),
        ("hard-line", True, True, True),
        ("probing", True, True, False),
        ("spoiling", False, False, False),
    ],
)
def test_each_manner_answers_in_its_way(behaviour: Behaviour, *, accepts: bool, answers: bool, discloses: bool) -> None:
    """To a package that gives it all it wants."""
    one = party(behaviour)
    assert one.accepts({"water": "all"}) is accepts
    assert one.answers({"water": "all"}) is answers
    assert (one.discloses("water") is not None) is discloses
    assert one.answers({"water": "none"}) is (behaviour == "probing")


def test_what_is_disclosed_holds_no_secret_and_a_sounding_does() -> None:
    """The secret is what is looked for elsewhere."""
    told = party("honest").discloses("water")
    assert told is not None
    assert told.notes is None
    assert party("honest").sounding("water").notes == party("honest").secret


def test_drawn_wishes_are_within_their_range() -> None:
    """Three to five issues, of three or four options, from 0 to 100 points."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        issues = draw_issues(rng)
        one = draw_delegation("north", "honest", issues, rng=rng)
        assert 3 <= len(issues) <= 5
        assert {len(issue.options) for issue in issues} <= {3, 4}
        assert 0 <= one.today <= one.best <= 500


def test_packages_that_a_seat_will_never_accept_are_not_tried() -> None:
    """The rest stands in the order of the seat that gets least; an issue nobody spoke of counts for nothing."""
    issues = (*ISSUES, IssuePlan(id="land", say="Land", options=("none", "all"), now="none"))
    north = Disclosed("north", {"water": Sounding(answers={"all": "must", "none": "never"}, importance=5)})
    south = Disclosed("south", {"land": Sounding(answers={"all": "reluctant"}, importance=5)})
    found = list(weighed(issues, (north, south)))
    assert found == [{"water": "all", "land": "all"}, {"water": "all", "land": "none"}]


def test_nothing_to_gain_is_no_missed_gain() -> None:
    """Where today is best for a seat there was nothing to miss."""
    content = Delegation("north", "honest", {"water": {"none": 5, "all": 5}}, {"water": "none"})
    greedy = party("honest")
    assert simulation._missed(ISSUES, (content, greedy), None) is None
    assert simulation._missed(ISSUES, (greedy, greedy), None) == 1.0
    assert simulation._missed(ISSUES, (greedy, greedy), (1.0, 1.0)) == 0.0


def test_the_mediator_may_use_what_was_disclosed_and_not_withdrawn() -> None:
    """For each seat; what cannot be opened is not there."""
    events = [event for outcome in play(opening_acts()) for event in outcome.events]
    assert isinstance(events[0], RoomOpened)
    for seat, body in (("north", Sounding(answers={"all": "never"})), ("south", None)):
        audience = frozenset({seat, "mediator"})
        events.append(DisclosureGiven(at=START, audience=audience, id="1" * 32, seat=seat, issue="water", body=body))
    north, south = consented(fold(events))
    assert north.refuses("water", "all")
    assert not north.refuses("land", "all")
    assert south == Disclosed("south", {})


def test_every_pair_of_manners_can_be_played() -> None:
    """In either order."""
    for pair in itertools.product(BEHAVIOURS, repeat=2):
        assert negotiate(pair, choose=weighed, rng=np.random.default_rng(2)).crossed == 0
