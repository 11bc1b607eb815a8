"""What the precedent model can and cannot say of the candidates of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.brokers.island_case import island

from goodoffices.brokers import FITTED, Ranking, Shortlist, model_view, pairs_told_apart, rank
from goodoffices.store import read_case, read_shortlist


@pytest.fixture(scope="module")
def korea() -> Ranking:
    """Rank the shipped case."""
    return rank(read_case("korea-2017"), ("USA", "PRK"), draws=20_000)


@pytest.fixture(scope="module")
def short() -> Shortlist:
    """Read the shortlist beside it."""
    found = read_shortlist("korea-2017")
    assert found is not None
    return found


def test_the_miss_is_said(korea: Ranking, short: Shortlist) -> None:
    """South Korea carried the message; the model could not have named it, nor an organisation, nor nobody."""
    view = model_view(korea, short)
    assert view.cannot_name == (
        ("South Korea", "a party to the crisis"),
        ("UN Secretary-General", "an organisation"),
        ("No broker, the New York channel", "no third party"),
    )
    told = " ".join(view.sentences())
    assert "Its miss" in told
    assert "South Korea (a party to the crisis)" in told
    assert "1921 to 1989" in told


def test_whom_the_model_cannot_tell_apart_is_said(korea: Ranking, short: Shortlist) -> None:
    """Each state of the case with those on the list within two standard errors of it, as the model gives them."""
    view = model_view(korea, short)
    told = dict(view.not_told_apart)
    for one in (one for one in short.candidates if one.party):
        near = {
            other.name
            for other in short.candidates
            if other is not one
            and abs(FITTED.model.apart(one.values, other.values)[0])
            < 2 * FITTED.model.apart(one.values, other.values)[1]
        }
        assert set(told.get(one.name, ())) == near
    assert "cannot tell" in " ".join(view.sentences())


def test_shares_of_another_model_are_marked(korea: Ranking, short: Shortlist) -> None:
    """Their errors are not known, and a reader is told."""
    view = model_view(korea, replace(short, model="other"))
    assert view.not_told_apart == ()
    assert view.sentences()[-1].startswith("These shares come from another model")
    assert view.to_json()["of_this_model"] is False


def test_where_only_states_stand_there_is_no_miss(korea: Ranking, short: Shortlist) -> None:
    """Then the sentence is left out."""
    states = tuple(one for one in korea.profiles if one.kind == "state")
    view = model_view(replace(korea, profiles=states), short)
    assert view.cannot_name == ()
    assert "Its miss" not in " ".join(view.sentences())


def test_pairs_told_apart_stand_above_in_nine_draws_of_ten(korea: Ranking) -> None:
    """By their names for a reader; in the shipped case China stands above some."""
    assert ("China", "Russia") in pairs_told_apart(korea)
    assert {above for above, _ in pairs_told_apart(korea)} == {"China"}
    labels = [one.label for one in korea.profiles]
    for above, below in pairs_told_apart(korea):
        assert korea.shares.above[labels.index(above), labels.index(below)] >= 0.9


def test_a_veto_of_everybody_tells_nobody_apart() -> None:
    """Where nobody is ranked nobody stands above another."""
    assert pairs_told_apart(rank(island(), ("EAST", "WEST"), draws=200, veto=1.0)) == ()
