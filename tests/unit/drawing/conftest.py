"""A crisis to draw, and a reader of drawings."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import pytest

from goodoffices.drawing import MapEdge, MapNode
from goodoffices.drawing.geometry import Box
from goodoffices.drawing.svg import text_width

_NS = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Drawn:
    """A drawing that was read back."""

    root: ET.Element
    width: float
    height: float

    @property
    def words(self) -> list[str]:
        """Every line of text, in drawing order."""
        return [one.text or "" for one in self.root.iter(f"{_NS}text")]

    @property
    def titles(self) -> list[str]:
        """What those who point at a shape read, the picture's own title first."""
        return [one.text or "" for one in self.root.iter(f"{_NS}title")]

    @property
    def boxes(self) -> list[tuple[str, Box]]:
        """Where each line of upright text stands, by our own measure without its margin for wider fonts."""
        turned = {id(text) for group in self.root.iter(f"{_NS}g") if group.get("transform") for text in group.iter()}
        found = []
        for one in self.root.iter(f"{_NS}text"):
            if id(one) in turned:
                continue
            size, x, y = (float(one.get(key, "0")) for key in ("font-size", "x", "y"))
            wide = text_width(one.text or "", size, bold=one.get("font-weight") == "bold") / 1.07
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[one.get("text-anchor", "start")]
            found.append((one.text or "", Box(left, y - 0.72 * size, left + wide, y + 0.2 * size)))
        return found

    def legend(self) -> list[str]:
        """Read the lines of the legend."""
        (found,) = [one for one in self.root.iter(f"{_NS}g") if one.get("data-part") == "legend"]
        return [one.text or "" for one in found.iter(f"{_NS}text")]

    def check(self) -> None:
        """Assert that all text stands on the sheet and none on other text, and that the picture has a spoken name."""
        sheet = Box(0, 0, self.width, self.height)
        for words, box in self.boxes:
            assert box.within(sheet), f"{words!r} leaves the sheet"
        for (first, a), (second, b) in combinations(self.boxes, 2):
            assert not a.meets(b), f"{first!r} stands on {second!r}"
        ids = {one.get("id") for one in self.root if one.get("id")}
        assert set((self.root.get("aria-labelledby") or "").split()) == ids
        assert self.root.get("role") == "img"


@pytest.fixture(scope="session")
def read() -> Callable[[str], Drawn]:
    """Read a drawing back, which fails unless it is well-formed XML."""

    def parse(svg: str) -> Drawn:
        root = ET.fromstring(svg)  # noqa: S314 - reads only what we drew
        return Drawn(root, float(root.get("width", "0")), float(root.get("height", "0")))

    return parse


@pytest.fixture(scope="session")
def parties() -> list[MapNode]:
    """Korea in December 2017: principals, candidates for broker, neighbours, a private channel and an issue."""
    return [
        MapNode("USA", "United States", power=1, role="principal"),
        MapNode("PRK", "North Korea", power=0.35, role="principal", note="de facto nuclear power"),
        MapNode("ROK", "South Korea", power=0.45),
        MapNode("CHN", "China", power=0.85, role="candidate"),
        MapNode("RUS", "Russia", power=0.65, role="candidate"),
        MapNode("JPN", "Japan", power=0.5),
        MapNode("UNSG", "UN Secretary-General", power=0.2, role="candidate"),
        MapNode("SWE", "Sweden", power=0.1, role="candidate"),
        MapNode("CHE", "Switzerland", power=0.1, role="candidate"),
        MapNode("SCO", "Scholars’ channel", power=0.1, shape="half"),
        MapNode("nuclear", "Nuclear programme", shape="rectangle"),
    ]


@pytest.fixture(scope="session")
def ties() -> list[MapEdge]:
    """Thirty ties of every style."""
    return [
        MapEdge("USA", "ROK", "alliance", 1, 0.95, "mutual defence treaty"),
        MapEdge("USA", "JPN", "alliance", 1, 0.9, "security treaty"),
        MapEdge("CHN", "PRK", "alliance", 1, 0.5, "treaty of 1961"),
        MapEdge("USA", "PRK", "conflict", -1, 1, "nuclear threats"),
        MapEdge("USA", "PRK", "tie", -1, 0.8, "sanctions", directed=True),
        MapEdge("USA", "PRK", "weak", 0, 0.2, "New York channel"),
        MapEdge("ROK", "PRK", "conflict", -1, 0.7, "armed border"),
        MapEdge("ROK", "PRK", "weak", 1, 0.2, "Olympic talks", note="since January 2018"),
        MapEdge("JPN", "PRK", "conflict", -1, 0.6, "missile overflights"),
        MapEdge("CHN", "PRK", "influence", 1, 0.8, "trade, fuel"),
        MapEdge("CHN", "PRK", "tie", -1, 0.5, "UN sanctions", directed=True),
        MapEdge("RUS", "PRK", "tie", 1, 0.4, "border, labour"),
        MapEdge("RUS", "USA", "conflict", -1, 0.5, "sanctions over Ukraine"),
        MapEdge("CHN", "USA", "tie", 1, 0.8, "trade"),
        MapEdge("CHN", "USA", "conflict", -1, 0.5, "rivalry"),
        MapEdge("RUS", "CHN", "tie", 1, 0.7, "double freeze proposal"),
        MapEdge("CHN", "ROK", "conflict", -1, 0.5, "THAAD dispute"),
        MapEdge("CHN", "ROK", "tie", 1, 0.6, "trade"),
        MapEdge("JPN", "ROK", "weak", -1, 0.4, "history dispute"),
        MapEdge("UNSG", "PRK", "weak", 0, 0.3, "Feltman visit"),
        MapEdge("UNSG", "USA", "tie", 1, 0.4, "access"),
        MapEdge("SWE", "PRK", "tie", 1, 0.4, "embassy since 1975"),
        MapEdge("SWE", "USA", "tie", 1, 0.5, "protecting power"),
        MapEdge("CHE", "PRK", "weak", 1, 0.2, "aid, schooling"),
        MapEdge("CHE", "USA", "tie", 1, 0.3, "protecting power elsewhere"),
        MapEdge("UNSG", "SWE", "weak", 1, 0.3),
        MapEdge("RUS", "ROK", "weak", 1, 0.3, "trade"),
        MapEdge("SCO", "PRK", "weak", 0, 0.1, "track two"),
        MapEdge("PRK", "nuclear", "tie", 0, 0.9),
        MapEdge("USA", "nuclear", "influence", -1, 0.7, "seeks to end"),
    ]
