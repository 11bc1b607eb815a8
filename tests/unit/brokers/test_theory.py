"""The two small theories, applied to what a case says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from goodoffices.brokers import channel_value, credible_bias, evaluate_theory
from goodoffices.brokers.advice import Advice
from goodoffices.case import Case
from goodoffices.errors import CaseFileError
from goodoffices.store import read_case
from goodoffices.wording import lint

SIDES = ("UP", "DOWN")
Changed = Callable[..., Case]


def test_both_theories_are_worked_through(small: Case) -> None:
    """They give what the functions give with the numbers of the case."""
    found = evaluate_theory(small, SIDES)
    assert found is not None
    assert found.channel is not None
    assert found.channel.value is not None
    assert found.channel.value.digest == channel_value([0.7, 0.8], 0.8, [0.4, 0.5]).digest
    (advice,) = found.advice
    assert advice.found is not None
    alone = credible_bias(Advice(0.1, 0.05, 0.3, [0.1, 0.3], 0.1, 0.3), prior=0.35, bias=[0.5, 1.5])
    assert advice.found.digest == alone.digest
    assert advice.labels == ("Norway", "Downstream", "Upstream")
    assert advice.about == "UP"


def test_the_result_as_data_and_in_words(small: Case) -> None:
    """JSON that any reader takes, a frame, HTML, and words that claim no likelihood; assumptions once."""
    found = evaluate_theory(small, SIDES)
    assert found is not None
    plain = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert plain["channel"]["about"] == "strength"
    assert plain["advice"][0]["found"]["believed"] == "yes"
    lines = found.sentences()
    assert lines[0] == "neither knows the other's stores."
    assert "Norway advises Downstream about Upstream." in lines
    assert any("lies within the bounds whatever the inputs" in one for one in lines)
    assert len(lines) == len(set(lines))
    assert lint(" ".join(lines), computed=True) == ()
    assert list(found.to_frame()["by"]) == ["NO"]
    assert found._repr_html_().count("<p>") == len(lines)


@pytest.mark.parametrize(
    ("bias", "says"),
    [
        ("[0.5, 1.5]", "whatever the inputs"),
        ("[9, 10]", "lies outside the bounds whatever the inputs"),
        ("[0.1, 2.5]", "of draws"),
    ],
)
def test_the_candidate_s_own_bias(changed: Changed, bias: str, says: str) -> None:
    """Within the bounds, outside them, or depending on the inputs."""
    found = evaluate_theory(changed(("bias: {value: [0.5, 1.5]", f"bias: {{value: {bias}")), SIDES)
    assert found is not None
    assert says in " ".join(found.advice[0].sentences())


def test_without_a_bias_only_the_bounds_are_told(changed: Changed) -> None:
    """And no prior either."""
    case = changed(
        ("      bias: {value: [0.5, 1.5], cite: {analyst: aid}}\n", ""),
        ("      prior: {value: 0.35, cite: {analyst: a guess}}\n", ""),
    )
    found = evaluate_theory(case, SIDES)
    assert found is not None
    assert not any("Its own bias" in one for one in found.sentences())


def test_a_channel_about_values_is_refused(changed: Changed) -> None:
    """A mediator who carries only the parties' own information adds nothing there; no number is computed."""
    case = changed(("about: strength", "about: values"), ("    why: neither knows the other's stores\n", ""))
    found = evaluate_theory(case, SIDES)
    assert found is not None
    assert found.channel is not None
    assert found.channel.value is None
    assert "adds nothing (Fey and Ramsay 2010)" in found.channel.sentences()[0]
    assert found.to_json()["channel"]["value"] is None


def test_a_channel_where_half_and_half_needs_no_talks_is_refused(changed: Changed) -> None:
    """The model is used only where a strong side would rather fight."""
    case = changed(("strong_share: {value: [0.4, 0.5]", "strong_share: {value: [0.95, 0.99]"))
    found = evaluate_theory(case, SIDES)
    assert found is not None
    assert found.channel is not None
    assert "half and half needs no talks" in found.channel.refusal


def test_advice_outside_the_conditions_of_the_model_is_refused(changed: Changed) -> None:
    """With the reason, and nothing is made up in its place."""
    found = evaluate_theory(changed(("weak_cost: {value: 0.3", "weak_cost: {value: 0.05")), SIDES)
    assert found is not None
    assert found.advice[0].found is None
    assert found.advice[0].sentences()[1].startswith("The model of advice is not used: ")
    assert found.to_json()["advice"][0]["found"] is None
    assert found.to_frame()["least_bias"].isna().all()


def test_what_is_not_there_or_not_accepted_is_not_used(small: Case, changed: Changed) -> None:
    """Other sides, no section, nothing in it, or only proposals."""
    assert evaluate_theory(small, ("UP", "NO")) is None
    assert evaluate_theory(small, ("DOWN", "UP")) is not None
    assert evaluate_theory(small.model_copy(update={"brokering": None}), SIDES) is None
    proposed = changed(
        ("    about: strength\n", "    about: strength\n    status: proposed\n"),
        ("      by: NO\n", "      by: NO\n      status: proposed\n"),
    )
    assert evaluate_theory(proposed, SIDES) is None
    half = changed(("    about: strength\n", "    about: strength\n    status: proposed\n"))
    found = evaluate_theory(half, SIDES)
    assert found is not None
    assert found.channel is None
    assert found.to_json()["channel"] is None
    assert found.sentences()[0].startswith("Norway advises")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    pie_after_war: {value: [0.7, 0.8], cite: {analyst: mills stand still}}\n", "", "expected pie_after_war"),
        ("weak_cost: {value: 0.3", "weak_cost: {value: -0.3", "expected values from 0"),
        ("weak_wrong: {value: 0.1", "weak_wrong: {value: 1.1", "from 0 to 1"),
    ],
)
def test_inputs_that_make_no_sense_are_refused(changed: Changed, old: str, new: str, says: str) -> None:
    """Where the case is read."""
    with pytest.raises(CaseFileError, match=says):
        changed((old, new))


def test_in_the_shipped_case_what_is_hidden_are_values() -> None:
    """And it asks which friend should bring which message."""
    found = evaluate_theory(read_case("korea-2017"), ("USA", "PRK"))
    assert found is not None
    assert found.channel is not None
    assert found.channel.value is None
    assert [(one.given.by, one.given.to) for one in found.advice] == [("RUS", "PRK"), ("ROK", "USA")]
