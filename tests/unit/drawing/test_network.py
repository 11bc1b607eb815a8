"""The map of a crisis can be read, and says whose reading it is."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodoffices.drawing import MapEdge, MapNode, draw_map
from goodoffices.drawing.svg import clean
from goodoffices.errors import CaseError

SUBTITLE = "As of 15 December 2017, from the viewpoint of an analyst"


@pytest.mark.parametrize(("width", "height"), [(820, 900), (1120, 760), (700, 980)])
def test_a_map_of_eleven_parties_and_thirty_ties_is_readable(
    read: Any, parties: list[MapNode], ties: list[MapEdge], width: float, height: float
) -> None:
    """No label touches another or leaves the sheet; every tie is told on its line, or by number in the list."""
    drawn = read(draw_map(parties, ties, title="Korea", subtitle=SUBTITLE, width=width, height=height))
    drawn.check()
    assert SUBTITLE in drawn.words
    said = " ".join(drawn.words)
    for tie in ties:
        assert all(word in said for word in tie.label.split())


def test_labels_stay_off_the_symbols(read: Any, parties: list[MapNode], ties: list[MapEdge]) -> None:
    """Only its own short name stands inside a circle."""
    drawn = read(draw_map(parties, ties, title="Korea", subtitle=SUBTITLE))
    inside = {node.id for node in parties} | {"Nuclear programme"}
    circles = [
        (float(one.get("cx")), float(one.get("cy")), float(one.get("r")))
        for one in drawn.root.iter("{http://www.w3.org/2000/svg}circle")
        if float(one.get("r")) >= 18
    ]
    assert len(circles) >= 9
    for words, box in drawn.boxes:
        for x, y, r in circles:
            near = max(box.left - x, x - box.right, 0.0), max(box.top - y, y - box.bottom, 0.0)
            assert words in inside or near[0] ** 2 + near[1] ** 2 > r * r


def test_the_legend_explains_every_symbol_in_use(read: Any, parties: list[MapNode], ties: list[MapEdge]) -> None:
    """Sizes, roles, shapes, lines, arrows and signs are all told."""
    told = set(read(draw_map(parties, ties, title="Korea", subtitle=SUBTITLE)).legend())
    assert told >= {
        "larger circle: more power",
        "principal",
        "candidate for broker",
        "other party",
        "distant third party",
        "issue",
        "tie",
        "alliance",
        "conflict",
        "weak tie",
        "influence",
        "arrow: towards whom",
        "wider line: stronger",
        "friendly, hostile",
    }


def test_a_small_map_explains_only_what_it_uses(read: Any) -> None:
    """Two parties without ties need no lines in the legend, which is there all the same."""
    drawn = read(draw_map([MapNode("A"), MapNode("B", "B")], [], title="Two", subtitle=SUBTITLE))
    assert drawn.legend() == ["larger circle: more power", "other party"]


def test_an_empty_map_is_a_sheet_with_its_title(read: Any) -> None:
    """A case without ties yet can be drawn."""
    drawn = read(draw_map([], [], title="Nothing yet", subtitle=SUBTITLE))
    drawn.check()
    assert "Nothing yet" in drawn.words


def test_what_finds_no_room_on_its_line_is_told_in_the_list_below(read: Any) -> None:
    """Many ties of one pair on a small sheet get numbers, and the sheet grows."""
    nodes = [MapNode("A", power=1), MapNode("B", power=1)]
    edges = [MapEdge("A", "B", "tie", (k % 3) - 1, 0.5, f"grievance number {k} of a long list") for k in range(9)]
    drawn = read(draw_map(nodes, edges, title="Two", subtitle=SUBTITLE, width=380, height=340))
    assert drawn.height > 340
    assert any(line.startswith("A – B: grievance") for line in drawn.words)
    assert "named in the list below" in drawn.legend()


def test_signs_do_not_hang_on_colour(read: Any, parties: list[MapNode], ties: list[MapEdge]) -> None:
    """Every signed tie carries a mark of strokes, and says its sign in words."""
    drawn = read(draw_map(parties, ties, title="Korea", subtitle=SUBTITLE))
    strokes = [one for one in drawn.root.iter("{http://www.w3.org/2000/svg}path") if one.get("stroke-width") == "1.4"]
    assert len(strokes) >= sum(bool(tie.sign) for tie in ties)
    assert "USA → PRK: sanctions (tie, hostile)" in drawn.titles
    assert "ROK – PRK: Olympic talks (weak, friendly) since January 2018" in drawn.titles


def test_the_same_map_is_the_same_to_the_byte_in_another_process(parties: list[MapNode], ties: list[MapEdge]) -> None:
    """Neither hash order nor an earlier drawing changes a byte."""
    drawn = draw_map(parties, ties, title="Korea", subtitle=SUBTITLE)
    assert drawn == draw_map(parties, ties, title="Korea", subtitle=SUBTITLE)
    program = (
        "from goodoffices.drawing import *;import zlib;"
        f"print(zlib.crc32(draw_map({parties!r}, {ties!r}, title='Korea', subtitle={SUBTITLE!r}).encode()))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    import zlib  # noqa: PLC0415 - as in the other process

    assert int(other.stdout) == zlib.crc32(drawn.encode())


def test_starting_the_package_does_not_load_numpy() -> None:
    """The room stays light until a map is drawn."""
    program = "import sys, goodoffices.drawing, goodoffices.wording; print('numpy' in sys.modules)"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "False"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.text(max_size=60))
def test_hostile_labels_stay_text(read: Any, raw: str) -> None:
    """Whatever a label says, it is drawn as words and nothing else."""
    hostile = raw + '"/><script>alert(1)</script>&\x00\x1b\u202e]]>'
    nodes = [MapNode("A", hostile, power=0), MapNode("B", code=hostile), MapNode("C", hostile, shape="rectangle")]
    edges = [MapEdge("A", "B", "tie", 1, 0.5, hostile, hostile), MapEdge("B", "C", "weak", 0, 0.1, raw)]
    drawn = read(draw_map(nodes, edges, title=hostile, subtitle=hostile))
    names = {one.tag.partition("}")[2] for one in drawn.root.iter()}
    assert names <= {"svg", "title", "desc", "rect", "g", "path", "circle", "polygon", "line", "text"}
    assert drawn.titles[0] == clean(f"{hostile} – {hostile}")
    for words, box in drawn.boxes:
        assert box.left >= 0, words
        assert box.right <= drawn.width, words


@pytest.mark.parametrize(
    ("nodes", "edges", "size", "message"),
    [
        ([MapNode("A"), MapNode("A")], [], 800, "called 'A'"),
        ([MapNode("A")], [MapEdge("A", "B")], 800, "'B', which is not on the map"),
        ([MapNode("A")], [], 100, "too small"),
    ],
)
def test_a_map_that_does_not_hold_together_is_refused(
    nodes: list[MapNode], edges: list[MapEdge], size: float, message: str
) -> None:
    """The message names what is wrong."""
    with pytest.raises(CaseError, match=message):
        draw_map(nodes, edges, title="", subtitle="", width=size)


def test_numbers_out_of_range_are_refused() -> None:
    """Power and strength run from 0 to 1, and nobody is tied to itself."""
    with pytest.raises(CaseError, match="power of 'A'"):
        MapNode("A", power=2)
    with pytest.raises(CaseError, match="strength of the tie A–B"):
        MapEdge("A", "B", strength=float("nan"))
    with pytest.raises(CaseError, match="with itself"):
        MapEdge("A", "A")
