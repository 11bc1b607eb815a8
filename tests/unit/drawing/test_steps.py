"""A sequence of steps can be read without colour: who gives what, when, at what risk, and who has to vouch."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.drawing import Concession, Range, Stake, StepRow, draw_steps
from goodoffices.drawing.geometry import Box
from goodoffices.drawing.swatches import draw_key, figure, hatched, nice_step, tick
from goodoffices.errors import CaseError

LONG = [
    "United States of America",
    "Democratic People’s Republic of Korea",
    "Organisation for Security and Co-operation in Europe",
    "People’s Republic of China",
    "Russian Federation",
    "Donaudampfschifffahrtsgesellschaft",
]
NOW = Range(0, 0)


def korea() -> list[StepRow]:
    """Three steps of a freeze, with what it takes to trust each."""
    return [
        StepRow(
            (Concession("PRK", "testing: declared halt"), Concession("ROK", "exercises: put off over the Games")),
            NOW,
            Range(1, 60, 14),
            (Stake(0.05, 0.12), Stake(0.08, 0.03), Stake(0.02, 0.2)),
            "both at once",
        ),
        StepRow(
            (Concession("USA", "assurances: written declaration"),),
            Range(1, 60, 14),
            Range(2, 74, 19),
            (Stake(0.06, -0.02, 0.02, "United Nations Security Council"), Stake(0, 0.15), Stake(0, None)),
        ),
        StepRow(
            (Concession("PRK", "inspections: visits to named sites"),),
            Range(2, 74),
            Range(154, 154),
            (Stake(0, 0), Stake(0.18, -0.11, 0.11), Stake(0.03, 0.02)),
        ),
    ]


def long_steps(steps: int, parties: int) -> list[StepRow]:
    """Make steps with several givers, long words, and stakes of every kind."""
    return [
        StepRow(
            tuple(
                Concession(LONG[(k + j) % parties], "withdraws its formations behind the line and reports " * (1 + j))
                for j in range(1 + k % 3)
            ),
            Range(10 * k, 10 * k + 5),
            Range(10 * k + 5, 30 * k + 40, 20 * k + 20),
            tuple(
                Stake(
                    abs(math.sin(i + k)),
                    math.cos(i * k) if (i + k) % 5 else None,
                    max(0.0, -math.cos(i * k)),
                    LONG[i] * (k % 2),
                )
                for i in range(parties)
            ),
            "held until both are verified " * (k % 4),
        )
        for k in range(steps)
    ]


def test_each_step_says_who_gives_what_and_when(read: Any) -> None:
    """Givers, words, days with their uncertainty, and a note stand in the row."""
    drawn = read(draw_steps(korea(), ["USA", "PRK", "ROK"], title="Korea", subtitle="in steps"))
    drawn.check()
    words = set(drawn.words)
    assert {"PRK", "testing: declared halt", "ROK", "both at once", "days 0–14 (1–60)", "days 38–154"} <= words


def test_stakes_are_written_beside_their_bars(read: Any) -> None:
    """Exposure, slack and guarantee have figures; who reads by ear or points gets the same in words."""
    drawn = read(draw_steps(korea(), ["USA", "PRK", "ROK"], title="Korea"))
    assert {"0.06", "−0.02", "0.18", "−0.11", "0.11"} <= set(drawn.words)
    told = next(one for one in drawn.titles if one.startswith("step 2"))
    assert "USA: exposure 0.06, slack −0.02, guarantee of 0.02 needed by United Nations Security Council" in told
    assert told.endswith("ROK: exposure 0")
    assert next(one for one in drawn.titles if one.startswith("step 3")).count("guarantee of 0.11 needed") == 1


def test_the_legend_tells_only_what_is_drawn(read: Any) -> None:
    """A sequence that needs no guarantee has none in its legend, and nothing is told of nothing."""
    whole = read(draw_steps(korea(), ["USA", "PRK", "ROK"], title="Korea")).legend()
    assert [one.split(":")[0].split(",")[0] for one in whole] == [
        "likeliest duration; from earliest to latest end",
        "exposure",
        "slack",
        "slack below 0",
        "guarantee needed",
    ]
    calm = StepRow((Concession("A", "stops"),), NOW, NOW, (Stake(0, 0), Stake(0.1, 0.1)))
    assert len(read(draw_steps([calm], ["A", "B"], title="Calm")).legend()) == 3
    tense = StepRow((Concession("A", "stops"),), NOW, Range(1, 1), (Stake(0, -1), Stake(0.1, None)))
    assert "slack below 0: leaving pays more" in read(draw_steps([tense], ["A", "B"], title="Tense")).legend()
    empty = draw_steps([], ["A", "B"], title="Nothing")
    read(empty).check()
    assert "legend" not in empty
    read(draw_steps([StepRow((), NOW, NOW, ())], [], title="Nobody")).check()


def test_an_announcement_has_no_stakes(read: Any) -> None:
    """It stands in a row of its own, with the number it is given, and the steps after it count on from there."""
    told = StepRow((Concession("PRK", "comes to talks"),), NOW, NOW, (), "announced before the first step", number=0)
    drawn = read(draw_steps([told, replace(korea()[0], number=1)], ["USA", "PRK", "ROK"], title="Korea"))
    drawn.check()
    assert "step 0, day 0. PRK: comes to talks. announced before the first step" in drawn.titles
    assert any(one.startswith("step 1, days 0–14") for one in drawn.titles)


@pytest.mark.parametrize("steps", [2, 10])
@pytest.mark.parametrize("parties", [2, 3, 6])
@pytest.mark.parametrize("width", [840, 1040])
def test_ten_steps_of_six_parties_with_long_names_are_readable(
    read: Any, steps: int, parties: int, width: float
) -> None:
    """No words touch each other or leave the sheet."""
    read(draw_steps(long_steps(steps, parties), LONG[:parties], title="T " * 200, width=width)).check()


def test_a_slack_below_nothing_is_hatched_and_others_are_not() -> None:
    """In grey print a lack still differs from a surplus by its slanted lines."""

    def drawn(slack: float) -> str:
        row = StepRow((Concession("A", "stops"),), NOW, Range(1, 1), (Stake(0.1, slack), Stake(0.1, slack)))
        return draw_steps([row], ["A", "B"], title="")

    lines = "".join(map(str, hatched(Box(0, 0, 24, 9)))).count("L")
    assert lines > 3
    assert drawn(-0.5).count("L") > drawn(0.5).count("L") + 2 * lines


def test_hatching_stays_within_its_rectangle() -> None:
    """Every slanted line ends on the rim."""
    for width in (0.3, 3.0, 9.0, 40.0):
        _, lines = hatched(Box(10, 20, 10 + width, 29))
        ends = [part.split(" ") for part in dict(lines.attributes)["d"].replace("L", "M").split("M") if part]
        assert all(10 <= float(x) <= 10.01 + width for x, _ in ends)
        assert all(20 <= float(y) <= 29 for _, y in ends)


numbers = st.floats(0, 1e12, allow_nan=False)


@settings(max_examples=30, deadline=None)
@given(
    raw=st.text(max_size=60), days=st.lists(numbers, min_size=4, max_size=4), worth=st.floats(-1e9, 1e9), size=numbers
)
def test_any_step_is_drawn_apart(read: Any, raw: str, days: list[float], worth: float, size: float) -> None:
    """Whatever the names and the numbers, words keep apart and nothing gets into the markup."""
    first, *rest = sorted(days)
    stake = Stake(size, worth, size, raw)
    row = StepRow((Concession(raw, raw), Concession("B", "pays")), Range(first, first), Range(*rest[::2]), (stake,) * 2)
    read(draw_steps([row, row], [raw, "B"], title=raw, subtitle=raw)).check()


def test_figures_are_short_and_honest() -> None:
    """Halves round up, small numbers do not read as nothing, ticks differ from their neighbours."""
    assert [figure(one) for one in (0.0625, -0.0625, -0.0, 0.00001, 31.44, 12345.6, -2.5e12)] == [
        "0.063",
        "−0.063",
        "0",
        "< 0.001",
        "31.4",
        "12,346",
        "−2.5e12",
    ]
    assert [tick(one, 0.005) for one in (0.005, 0.01, 0.015, 0.0)] == ["0.005", "0.010", "0.015", "0"]
    assert tick(3e9, 1e9) == "3e9"
    assert nice_step(1e5, 3) == 50000


def test_a_key_too_wide_for_the_sheet_takes_more_rows(read: Any) -> None:
    """Entries that do not fit go below, and an entry wider than the sheet is cut."""
    svg = draw_steps(korea(), ["USA", "PRK", "ROK"], title="Korea", width=640)
    read(svg).check()
    none = draw_key([], 10, 100)
    assert none == ([], 28)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Stake(-0.1, 0), "an exposure of -0.1"),
        (lambda: Stake(0, 0, -1), "a guarantee of -1"),
        (lambda: Stake(math.nan, 0), "from 0 up"),
        (lambda: Stake(0, math.inf), "a slack of inf"),
        (lambda: StepRow((), Range(5, 9), Range(3, 4), ()), "expected it to end after it starts"),
        (lambda: StepRow((), NOW, Range(3, math.inf), ()), "expected finite numbers"),
        (lambda: draw_steps(korea(), ["USA", "PRK"], title=""), "step 1 tells the stakes of 3 parties, expected 2"),
        (lambda: draw_steps([], LONG, title="", width=760), "too narrow for 6 parties: expected at least 836"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, message: str) -> None:
    """The message says what was found and what was expected."""
    with pytest.raises(CaseError, match=message):
        make()
