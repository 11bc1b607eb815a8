"""Which feeds are recognised, and by what."""

from __future__ import annotations

import pytest

from goodoffices.errors import CaseError
from goodoffices.store.feeds.formats import FORMATS, recognise, refusal


def test_the_columns_are_those_of_the_codebooks() -> None:
    """GDELT 1.0 has 58 columns, 2.0 has 61, ICEWS 20; ours stand where they belong."""
    assert {name: len(one.columns) for name, one in FORMATS.items()} == {"gdelt1": 58, "gdelt2": 61, "icews": 20}
    assert [FORMATS["gdelt1"].columns[k] for k in (1, 7, 17, 26, 29, 30, 56, 57)] == [
        "SQLDATE", "Actor1CountryCode", "Actor2CountryCode", "EventCode", "QuadClass", "GoldsteinScale", "DATEADDED",
        "SOURCEURL",
    ]  # fmt: skip
    assert FORMATS["gdelt2"].columns[-2:] == ("DATEADDED", "SOURCEURL")


@pytest.mark.parametrize(("width", "name"), [(57, "gdelt1"), (58, "gdelt1"), (61, "gdelt2")])
def test_gdelt_is_recognised_by_its_width(width: int, name: str) -> None:
    """It has no header; the oldest files have no address."""
    found = recognise(["12", "20170903", *[""] * (width - 2)])
    assert found is not None
    assert found.format.name == name
    assert not found.header
    assert ("story" in found.places) == (width != 57)


@pytest.mark.parametrize(
    "fields",
    [
        ["12", "20170903", *[""] * 40],
        ["x", "20170903", *[""] * 56],
        ["12", "2017-09-03", *[""] * 56],
        ["12"],
        [""],
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(fields: list[str]) -> None:
    """Another width, no number, no day."""
    assert recognise(fields) is None


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_header_is_recognised_in_any_order(name: str) -> None:
    """Columns are found by their names; others may stand among them."""
    columns = [*reversed(FORMATS[name].columns), "another"]
    found = recognise(columns, quoted=True)
    assert found is not None
    assert (found.format.name, found.width, found.header, found.quoted) == (name, len(columns), True, True)
    assert columns[found.places["code"]] == FORMATS[name].ours["code"]


def test_gdelt_with_a_header_may_lack_addresses() -> None:
    """As its oldest files do."""
    found = recognise(FORMATS["gdelt1"].columns[:57])
    assert found is not None
    assert "story" not in found.places


def test_a_header_without_a_needed_column_is_refused() -> None:
    """With its name, and the name that may be meant."""
    columns = ["CAMEO Codes" if name == "CAMEO Code" else name for name in FORMATS["icews"].columns]
    with pytest.raises(CaseError, match="header of ICEWS without the column CAMEO Code; is it the one called 'CAMEO C"):
        recognise(columns)
    with pytest.raises(CaseError, match=r"header of ICEWS without the column Story ID$"):
        recognise([name for name in FORMATS["icews"].columns if name != "Story ID"])


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code"], "PLOVER merges mediation"),
        (["eventType", "eventMode"], "PLOVER merges mediation"),
        (["event_id_cnty", "event_date", "event_type"], "ACLED actors are not directional"),
        (["event_type", "actor1", "actor2", "fatalities"], "ACLED actors are not directional"),
    ],
)
def test_feeds_that_are_known_and_not_read_are_explained(names: list[str], why: str) -> None:
    """What they lack, not only that they are unknown."""
    assert why in (refusal(names) or "")


def test_feeds_that_are_read_are_not_refused() -> None:
    """None of their headers looks like another feed's."""
    assert [refusal(one.columns) for one in FORMATS.values()] == [None, None, None]
