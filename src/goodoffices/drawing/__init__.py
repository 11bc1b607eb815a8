"""Draw maps, timelines and charts as SVG text; knows nothing of cases, files or pages."""

from goodoffices.drawing.charts import Bar, Column, IntervalRow, Range, draw_bars, draw_intervals
from goodoffices.drawing.matrix import Cell, Matrix, draw_matrix
from goodoffices.drawing.network import MapEdge, MapNode, draw_map
from goodoffices.drawing.timeline import Lane, TimelineEntry, draw_timeline

__all__ = [
    "Bar",
    "Cell",
    "Column",
    "IntervalRow",
    "Lane",
    "MapEdge",
    "MapNode",
    "Matrix",
    "Range",
    "TimelineEntry",
    "draw_bars",
    "draw_intervals",
    "draw_map",
    "draw_matrix",
    "draw_timeline",
]
