"""Pictures of event series."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from tests.unit.record.feeds import tally

from goodoffices.case.dates import parse_when
from goodoffices.errors import CaseError
from goodoffices.mapping.timeline import Moment
from goodoffices.record.beside import Beside
from goodoffices.record.event_lanes import Scale
from goodoffices.record.event_pictures import events_picture
from goodoffices.record.feeds_result import DyadEvents, dyad_events
from goodoffices.record.series import Reported

SVG = "{http://www.w3.org/2000/svg}"


def words(picture: str) -> list[str]:
    """Return the lines of text that stand in a picture."""
    return [one.text or "" for one in ET.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314 - our own picture


def edges(picture: str) -> tuple[float, float, float]:
    """Return the width of a sheet, and how far to the left and the right its rectangles reach."""
    root = ET.fromstring(picture)  # noqa: S314 - our own picture
    boxes = [(float(one.get("x", 0)), float(one.get("width", 0))) for one in root.iter(f"{SVG}rect")]
    return float(root.get("width", 0)), min(x for x, _ in boxes), max(x + wide for x, wide in boxes)


def sample(months: int = 36, *, gap: tuple[int, ...] = (20, 21)) -> DyadEvents:
    """Make series with a change, a gap, and acts of mediation."""
    rng = np.random.default_rng(6)
    names = [str(month) for month in np.arange("2015-01", np.datetime64("2015-01") + months, dtype="datetime64[M]")]
    covered = [name for k, name in enumerate(names) if k not in gap]
    counts = [(name, k % 2, "040", int(rng.poisson(9))) for k, name in enumerate(covered)]
    counts += [(name, 0, "190", int(rng.poisson(3 if k < 2 * months // 3 else 25))) for k, name in enumerate(covered)]
    acts = [
        Reported(f"{covered[3]}-04", 0, "108", None, 1),
        Reported(f"{covered[3]}-05", 1, "045", None, 1),
        Reported(f"{covered[-1]}-05", 1, "165", None, 1),
    ]
    return dyad_events(tally([(name, 1000) for name in covered], counts, acts=acts))


def moment(day: str, kind: str, party: str, what: str) -> Moment:
    """Make something said or done."""
    return Moment(parse_when(day), kind, party, party, what, "statements", 0)  # type: ignore[arg-type]


def test_the_picture_tells_all_of_it_in_words_too() -> None:
    """Bars on both sides of a line, levels, changes, acts; and a description for those who cannot see it."""
    picture = events_picture(sample())
    told = words(picture)
    for part in ("cooperation ↑", "conflict ↓", "mediation, for", "mediation, against", "outside the feed",
                 "mean between changes", "no change stands out from the noise", "2015-01"):  # fmt: skip
        assert part in told, part
    assert any(line.startswith("2017-0") and "→" in line for line in told)
    described = ET.fromstring(picture).find(f"{SVG}desc")  # noqa: S314 - our own picture
    assert described is not None
    assert "2 acts for mediation and one act against it" in (described.text or "")
    assert "conflict per 1,000 rows went from" in (described.text or "")


def test_nothing_leaves_the_sheet() -> None:
    """Neither with one month nor with thirty years."""
    for months, gap in ((1, ()), (4, ()), (26, (3,)), (360, (100, 101))):
        picture = events_picture(sample(months, gap=gap)) if months > 3 else events_picture(
            dyad_events(tally([("2018-06", 10)], [("2018-06", 0, "040", 1)]))
        )  # fmt: skip
        width, left, right = edges(picture)
        assert left >= 0
        assert right <= width


def test_a_short_feed_says_why_there_is_no_change_and_no_act() -> None:
    """In its lanes."""
    told = words(events_picture(dyad_events(tally([("2018-06", 10)], [("2018-06", 0, "040", 1)]))))
    assert told.count("none reported") == 2
    assert told.count("the feed covers 1 month, expected at least 24 to look for changes") == 2


def test_a_feed_without_events_is_drawn() -> None:
    """As a line without bars."""
    assert "mediation, for" in words(events_picture(dyad_events(tally([("2018-06", 10), ("2018-07", 10)]))))


def test_how_many_acts_is_written_where_there_is_room() -> None:
    """Two acts of a month are one mark with its number."""
    assert "2" in words(events_picture(sample(8, gap=())))


def test_what_the_case_says_is_numbered_and_listed() -> None:
    """On a lane for each side; what was said on one day together; what is not drawn is counted."""
    moments = (
        moment("2014-05-01", "event", "A", "too early"),
        moment("2015-03-02", "statement", "A", "offers talks"),
        moment("2015-03-02", "statement", "A", "offers a truce"),
        moment("2015-03-03", "event", "B", "closes a road"),
        moment("2017-12-30", "statement", "A", "first of the last day"),
        moment("2017-12-30", "statement", "B", "between"),
        moment("2017-12-30", "statement", "A", "second of the last day"),
        moment("2017-12-31", "statement", "A", "tenth"),
        moment("2019-01-01", "event", "B", "too late"),
    )
    told = words(events_picture(sample(), Beside("made-up", ("A", "B"), {"A": "Alpha", "B": "Beta"}, moments)))
    for line in ("case: Alpha", "case: Beta", "1–2", "4, …", "2 March 2015, Alpha: offers a truce",
                 "statement in the case", "event in the case",
                 "not listed of what the case says: 1 earlier and 1 later"):  # fmt: skip
        assert line in told, line


def test_a_long_list_ends_and_says_so() -> None:
    """After thirty entries."""
    moments = tuple(moment("2015-06-05", "event", "A", f"no. {k}") for k in range(33))
    told = words(events_picture(sample(), Beside("made-up", ("A", "B"), {"A": "Alpha", "B": "Beta"}, moments)))
    assert "not listed of what the case says: 3 within" in told
    assert "statement in the case" not in told


def test_where_all_of_the_case_is_drawn_nothing_is_said_to_be_left_out() -> None:
    """Only what is missing is told."""
    said = Beside("made-up", ("A", "B"), {"A": "Alpha", "B": "Beta"}, (moment("2015-06-05", "event", "A", "one"),))
    assert not any(line.startswith("not listed") for line in words(events_picture(sample(), said)))


def test_marks_that_would_touch_stand_one_above_the_other() -> None:
    """Changes in neighbouring months have rows of their own."""
    rng = np.random.default_rng(3)
    levels = [30 if (k // 8) % 2 else 3 for k in range(240)]
    names = [str(month) for month in np.arange("1998-01", "2018-01", dtype="datetime64[M]")]
    counts = [(name, 0, "190", int(rng.poisson(level))) for name, level in zip(names, levels, strict=True)]
    found = dyad_events(tally([(name, 1000) for name in names], counts))
    assert len(found.changes["conflict_share"].found) > 15
    width, _, right = edges(events_picture(found))
    assert right <= width


def test_days_stand_within_their_months() -> None:
    """In proportion."""
    scale = Scale(np.datetime64("2017-01", "M"), 31.0, 100.0, 2)
    assert scale.day(dt.date(2017, 1, 1)) == 100
    assert scale.day(dt.date(2017, 2, 2)) == 132
    assert scale.right == 162
    assert scale.days == (dt.date(2017, 1, 1), dt.date(2017, 3, 1))


def test_a_narrow_sheet_is_refused() -> None:
    """With the least width."""
    with pytest.raises(CaseError, match="too narrow"):
        events_picture(sample(), width=300)
