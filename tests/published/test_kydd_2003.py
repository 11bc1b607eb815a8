"""In the spirit of Kydd (2003), "Which Side Are You On?": when a biased broker is believed.

The example is that of the design of this program, worked out by hand from the conditions in the module.
"""

from __future__ import annotations

from goodoffices.brokers import Advice, credible_bias

EXAMPLE = Advice(advised_cost=0.1, tough_cost=0.05, weak_cost=0.3, broker_cost=0.2, weak_wrong=0.1, tough_wrong=0.3)


def test_the_example() -> None:
    """The threshold is (.05 + .1) / (.3 + .1); the bounds are .02 / .22 and .14 / .04."""
    found = credible_bias(EXAMPLE)
    assert round(found.threshold.middle, 4) == 0.375
    assert round(found.least.middle, 4) == 0.0909
    assert found.most is not None
    assert round(found.most.middle, 4) == 3.5


def test_a_broker_who_cares_for_peace_alone_is_not_believed() -> None:
    """It would say tough in any case, to keep the peace."""
    found = credible_bias(EXAMPLE)
    assert found.believed(0) == "no"
    assert "A broker who cares for peace alone is not believed" in " ".join(found.sentences())


def test_a_moderate_lean_is_believed_and_a_strong_one_is_not() -> None:
    """Between the bounds, bounds included."""
    found = credible_bias(EXAMPLE)
    assert [found.believed(bias) for bias in (0.09, 0.091, 3.49, 3.51)] == ["no", "yes", "yes", "no"]


def test_it_says_whose_spirit_it_is_in() -> None:
    """The label travels with the numbers."""
    assert credible_bias(EXAMPLE).assumptions[0].startswith("In the spirit of Kydd (2003)")
