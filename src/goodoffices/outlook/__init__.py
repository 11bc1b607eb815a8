"""Which outcomes of a crisis hold, for whom, and why: the graph model for conflict resolution.

A state is an integer, bit ``k`` standing for option ``k``. The five notions of stability are ``nash`` (no improvement),
``gmr`` and ``smr`` (an opponent could sanction every improvement, for ``smr`` beyond repair), ``seq`` and ``sseq`` (the
same with sanctions that the opponents gain from themselves). For two decision makers ``sim`` and ``seq_or_sim`` let
both move at once; for coalitions there are ``cnash``, ``cgmr``, ``csmr`` and ``cseq``. A model is in option form or,
where its moves are given one by one, a list of arcs; both are solved alike.
"""

from __future__ import annotations

from goodoffices.outlook.arcs import ArcModel, arc_model, as_arcs
from goodoffices.outlook.cautions import cautions
from goodoffices.outlook.coalition_solution import CoalitionSolution
from goodoffices.outlook.coalition_witness import CoalitionDeterrence, CoalitionWitness, JointMove
from goodoffices.outlook.coalitions import COALITION_CONCEPTS, coalition_stability, solve_coalition
from goodoffices.outlook.from_case import ArcCase, CaseModel, OptionCase, adopt, graph_model, in_words, states_meant
from goodoffices.outlook.influence import Influence
from goodoffices.outlook.inverse import smallest_changes
from goodoffices.outlook.model import OptionModel, option_model
from goodoffices.outlook.moves import Step, reachable, unilateral_improvements, unilateral_moves
from goodoffices.outlook.paths import GoalPath, PathTable, status_quo_paths
from goodoffices.outlook.pictures import paths_picture, policy_picture, robustness_picture, targets_picture
from goodoffices.outlook.policies import (
    Comparison,
    PolicyOutcome,
    PolicyTable,
    TargetOutcome,
    compare,
    compare_policies,
    outcome,
)
from goodoffices.outlook.robustness import Plan, Robustness, TargetShare, robustness
from goodoffices.outlook.routes import shortest_path
from goodoffices.outlook.smallest import SmallestChanges
from goodoffices.outlook.solution import Solution
from goodoffices.outlook.stability import CONCEPTS, solve
from goodoffices.outlook.witness import Deterrence, Witness, why

__all__ = [
    "COALITION_CONCEPTS",
    "CONCEPTS",
    "ArcCase",
    "ArcModel",
    "CaseModel",
    "CoalitionDeterrence",
    "CoalitionSolution",
    "CoalitionWitness",
    "Comparison",
    "Deterrence",
    "GoalPath",
    "Influence",
    "JointMove",
    "OptionCase",
    "OptionModel",
    "PathTable",
    "Plan",
    "PolicyOutcome",
    "PolicyTable",
    "Robustness",
    "SmallestChanges",
    "Solution",
    "Step",
    "TargetOutcome",
    "TargetShare",
    "Witness",
    "adopt",
    "arc_model",
    "as_arcs",
    "cautions",
    "coalition_stability",
    "compare",
    "compare_policies",
    "graph_model",
    "in_words",
    "option_model",
    "outcome",
    "paths_picture",
    "policy_picture",
    "reachable",
    "robustness",
    "robustness_picture",
    "shortest_path",
    "smallest_changes",
    "solve",
    "solve_coalition",
    "states_meant",
    "status_quo_paths",
    "targets_picture",
    "unilateral_improvements",
    "unilateral_moves",
    "why",
]
