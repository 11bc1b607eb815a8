"""What a reader at a given level may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goodoffices.brief import Document, compose
from goodoffices.brief.filtering import at_level
from goodoffices.case import Case
from goodoffices.errors import BriefError

CITE = {"analyst": "Secret reason"}


def test_entries_above_the_level_are_left_out_and_counted(make: Callable[..., Case]) -> None:
    """What the case's own level allows stays."""
    secret = {"text": "Hidden claim", "cite": CITE, "handling": "confidential"}
    case = make(claims=[{"id": "a", "text": "Open claim", "cite": CITE}, {"id": "b", **secret}])
    shown = at_level(case, "internal")
    assert [claim.id for claim in shown.case.claims] == ["a"]
    assert (shown.left_out, shown.handling) == (1, "open")


def test_the_whole_case_carries_its_highest_level(make: Callable[..., Case]) -> None:
    """A confidential entry in an open case makes a confidential brief."""
    case = make(aftermath=[{"when": "2021", "what": "x", "cite": CITE, "handling": "confidential"}])
    assert compose(case).handling == "confidential"
    assert compose(case, level="open").handling == "open"


def test_a_case_above_the_level_is_refused(make: Callable[..., Case]) -> None:
    """Its title alone may be too much."""
    with pytest.raises(BriefError, match="internal as a whole"):
        compose(make(handling="internal"), level="open")


def test_proposed_entries_are_left_out(make: Callable[..., Case], words: Callable[[Document], str]) -> None:
    """Nobody has accepted them yet; the brief says how many there are."""
    case = make(trends=[{"of": "UP", "what": "restlessness", "per_year": 1, "cite": CITE, "status": "proposed"}])
    told = words(compose(case))
    assert "restlessness" not in told
    assert "One entry is left out as only proposed." in told


def test_words_above_the_level_do_not_leak(make: Callable[..., Case], words: Callable[[Document], str]) -> None:
    """Parties, people, options and sources keep their place in the model and lose their words."""
    plain = make().model_dump(mode="json", by_alias=True, exclude_unset=True)
    for path in (("parties", "DOWN"), ("people", "mayor"), ("options", "UP", "build"), ("sources", "paper"),
        ("policies", "wait"),
                 ("candidates", "SEA")):  # fmt: skip
        part = plain
        for key in path:
            part = part[key]
        part["handling"] = "confidential"
    plain["interests"]["DOWN"] = [entry | {"handling": "confidential"} for entry in plain["interests"]["DOWN"]]
    case = Case.model_validate(plain)
    told = words(compose(case, level="open")) + compose(case, level="open").markdown()
    for secret in (
        "Lowland",
        "Ada",
        "uild higher",
        "River Post",
        "Nobody does a thing",
        "New to it",
        "light too",
        "targets.shared",
    ):
        assert secret not in told.replace("Lowland must wait", "").replace("Lowland takes", "")
    assert "8 entries are left out" in told or "Eight entries are left out" in told
    assert "take an option not shown at this level of handling" in told
