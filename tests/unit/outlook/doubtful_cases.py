"""Small cases in which something is uncertain."""

from __future__ import annotations

from typing import Any

from goodoffices.case import Case
from goodoffices.outlook import OptionCase, graph_model

TALKS = {"A": {"talk": {"say": "A talks."}, "arm": {"say": "A arms."}}, "B": {"talk": {"say": "B talks."}}}


def case_with(preferences: dict[str, Any], **more: Any) -> Case:
    """Return a case of two parties that may talk, and one of which may arm."""
    plain = {
        "case": "doubtful",
        "title": "Two that may talk",
        "as_of": "2017-12-26",
        "parties": {name: {"name": name, "kind": "state", "role": "principal"} for name in "AB"},
        "options": TALKS,
        "now": 0,
        "preferences": preferences,
        "targets": {"both talk": "A.talk & B.talk", "nobody arms": "not A.arm", "never": "A.arm & not A.arm"},
    }
    return Case.model_validate(plain | more)


def doubtful(**more: Any) -> OptionCase:
    """Return a model in which confidences differ, one statement is unknown and B ranks states."""
    wishes = {
        "A": [
            {"that": "B.talk", "confidence": [0.5, 0.7, 0.9]},
            {"that": "A.talk iff B.talk", "confidence": 0.6, "unknown": True},
            {"that": "not A.arm", "confidence": [0.7, 0.9]},
        ],
        "B": {"ranking": [5, 7, [1, 3], 4, 6, 0, 2], "confidence": 0.75},
    }
    return graph_model(case_with(wishes, **more))
