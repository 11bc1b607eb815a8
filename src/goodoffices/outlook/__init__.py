"""Which outcomes of a crisis hold, for whom, and why: the graph model for conflict resolution.

A state is an integer, bit ``k`` standing for option ``k``. The five notions of stability are ``nash`` (no improvement),
``gmr`` and ``smr`` (an opponent could sanction every improvement, for ``smr`` beyond repair), ``seq`` and ``sseq`` (the
same with sanctions that the opponents gain from themselves).
"""

from __future__ import annotations

from goodoffices.outlook.cautions import cautions
from goodoffices.outlook.from_case import CaseModel, adopt, graph_model, in_words, states_meant
from goodoffices.outlook.model import OptionModel, option_model
from goodoffices.outlook.moves import Step, reachable, shortest_path, unilateral_improvements, unilateral_moves
from goodoffices.outlook.policies import (
    Comparison,
    PolicyOutcome,
    PolicyTable,
    TargetOutcome,
    compare,
    compare_policies,
    outcome,
)
from goodoffices.outlook.solution import Solution
from goodoffices.outlook.stability import CONCEPTS, solve
from goodoffices.outlook.witness import Deterrence, Witness, why

__all__ = [
    "CONCEPTS",
    "CaseModel",
    "Comparison",
    "Deterrence",
    "OptionModel",
    "PolicyOutcome",
    "PolicyTable",
    "Solution",
    "Step",
    "TargetOutcome",
    "Witness",
    "adopt",
    "cautions",
    "compare",
    "compare_policies",
    "graph_model",
    "in_words",
    "option_model",
    "outcome",
    "reachable",
    "shortest_path",
    "solve",
    "states_meant",
    "unilateral_improvements",
    "unilateral_moves",
    "why",
]
