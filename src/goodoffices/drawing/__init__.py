"""Draw maps, timelines and charts as SVG text; knows nothing of cases, files or pages."""

from goodoffices.drawing.charts import Bar, Column, IntervalRow, Range, draw_bars, draw_intervals
from goodoffices.drawing.frontier import FrontierPlot, NamedPoint, draw_frontier
from goodoffices.drawing.matrix import Cell, Matrix, draw_matrix
from goodoffices.drawing.network import MapEdge, MapNode, draw_map
from goodoffices.drawing.packages import PackageRow, PartyAxis, draw_packages
from goodoffices.drawing.steps import Concession, Stake, StepRow, draw_steps
from goodoffices.drawing.timeline import Lane, TimelineEntry, draw_timeline

__all__ = [
    "Bar",
    "Cell",
    "Column",
    "Concession",
    "FrontierPlot",
    "IntervalRow",
    "Lane",
    "MapEdge",
    "MapNode",
    "Matrix",
    "NamedPoint",
    "PackageRow",
    "PartyAxis",
    "Range",
    "Stake",
    "StepRow",
    "TimelineEntry",
    "draw_bars",
    "draw_frontier",
    "draw_intervals",
    "draw_map",
    "draw_matrix",
    "draw_packages",
    "draw_steps",
    "draw_timeline",
]
