"""The picture of rank shares: every candidate, its sampling error, its gaps, and the veto."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from tests.unit.brokers.island_case import island

from goodoffices.brokers import Ranking, rank, rank_picture
from goodoffices.case import Case
from goodoffices.errors import CaseError
from goodoffices.store import read_case

SIDES = ("EAST", "WEST")


@pytest.fixture(scope="module")
def korea() -> Ranking:
    """Rank the shipped case."""
    return rank(read_case("korea-2017"), ("USA", "PRK"), draws=2000)


def test_every_candidate_has_its_row_in_reading_order(korea: Ranking) -> None:
    """With its name, and the party to the crisis marked."""
    drawn = rank_picture(korea)
    places = [drawn.index(f">{korea.profile(name).label}") for name in korea.order if name not in {"direct", "ROK"}]
    assert places == sorted(places)
    assert "South Korea (party to the crisis)" in drawn
    assert "No broker, the New York channel" in drawn


def test_the_picture_is_sound_and_says_what_it_shows(korea: Ranking) -> None:
    """It is well formed, has a title, a key, and the sampling error in words."""
    drawn = rank_picture(korea)
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "Who could broker between United States and North Korea"
    assert "two sampling errors of the first place" in drawn
    assert "all gaps of all candidates at their worst" in drawn
    assert re.search(r"first \d+\s%, ± ", drawn)


def test_the_blocks_of_a_bar_fill_it(korea: Ranking) -> None:
    """Ranks and what is below the veto add up to the whole width."""
    drawn = rank_picture(korea)
    blocks = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="18"', drawn)
    rows: dict[str, float] = {}
    for _, y, width in blocks:
        rows[y] = rows.get(y, 0.0) + float(width)
    assert len(rows) == len(korea.profiles)
    assert max(rows.values()) - min(rows.values()) < 2


def test_without_gaps_there_is_one_bar_and_no_whisker() -> None:
    """The thin bar and the whisker, and their words in the key, are left out where nothing is missing."""
    data = island().plain()
    data["candidates"] = {"BIG": data["candidates"]["BIG"]}
    found = rank(Case.model_validate(data), SIDES, draws=500)
    drawn = rank_picture(found)
    assert found.at_worst is None
    assert "thin bar" not in drawn
    assert "own gaps" not in drawn
    assert "to last" not in drawn


def test_nobody_below_the_veto_draws_no_hatching() -> None:
    """Without a veto every bar is filled by ranks."""
    found = rank(island(), SIDES, draws=500, veto=0.0)
    assert rank_picture(found).count('stroke="#b0461a"') == 2, "only the key has hatching, in two parts"


def test_a_sheet_that_is_too_narrow_is_refused(korea: Ranking) -> None:
    """Bars need room."""
    with pytest.raises(CaseError, match="too narrow"):
        rank_picture(korea, width=300)


def test_a_compact_picture_has_low_rows_and_no_thin_bars(korea: Ranking) -> None:
    """Whiskers of a candidate's own gaps stay, and nothing leaves its row."""
    drawn, whole = rank_picture(korea, compact=True), rank_picture(korea)
    height, tall = (float(re.findall(r'viewBox="0 0 [\d.]+ ([\d.]+)"', one)[0]) for one in (drawn, whole))
    assert height < 0.75 * tall
    assert "thin bar" not in drawn
    assert "all gaps at worst" not in drawn
    assert "own gaps" in drawn
    assert len(re.findall(r'height="18"', drawn)) == len(re.findall(r'height="18"', whole))
