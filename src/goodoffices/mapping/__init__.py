"""Who stands where: ties, leverage and will, interests, preconditions, what was tried, and when."""

from goodoffices.mapping.interests import Overlap, SharedTopic, interest_overlap
from goodoffices.mapping.measures import Followed, set_against_events
from goodoffices.mapping.network import TieNetwork, tie_network
from goodoffices.mapping.overview import CaseMap, map_case
from goodoffices.mapping.pictures import conflict_map, leverage_chart, timeline_picture
from goodoffices.mapping.preconditions import Precondition, Standoffs, find_preconditions
from goodoffices.mapping.timeline import Moment, timeline

__all__ = [
    "CaseMap",
    "Followed",
    "Moment",
    "Overlap",
    "Precondition",
    "SharedTopic",
    "Standoffs",
    "TieNetwork",
    "conflict_map",
    "find_preconditions",
    "interest_overlap",
    "leverage_chart",
    "map_case",
    "set_against_events",
    "tie_network",
    "timeline",
    "timeline_picture",
]
