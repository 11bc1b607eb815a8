"""Third-party mediation and crisis diplomacy: a cited case in, outcomes with their reasons out.

>>> import goodoffices as go
>>> case = go.read_case("prisoners-dilemma")
>>> go.outlook.solve(go.outlook.graph_model(case)).equilibria["nash"]
array([0])
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goodoffices import brief, brokers, mapping, outlook, record, settle, talks
    from goodoffices.case import Case
    from goodoffices.store import read_case, write_case

__all__ = [
    "Case",
    "__version__",
    "brief",
    "brokers",
    "mapping",
    "outlook",
    "read_case",
    "record",
    "settle",
    "talks",
    "write_case",
]

__version__ = "0.1.0"
_HOMES = {"Case": "goodoffices.case", "read_case": "goodoffices.store", "write_case": "goodoffices.store"}
_ROOMS = ("brief", "brokers", "mapping", "outlook", "record", "settle", "talks")


def __getattr__(name: str) -> Any:
    """Load a room when it is first entered, so that importing the package stays light."""
    if name in _ROOMS:
        return importlib.import_module(f"goodoffices.{name}")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'goodoffices' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
