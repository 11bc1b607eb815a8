"""What could be agreed, in which packages, and in what order parties without trust could carry it out."""

from __future__ import annotations

from goodoffices.settle.adjusted_winner import adjusted_winner
from goodoffices.settle.agreement import Agreement
from goodoffices.settle.assurance import Commitment, Guarantor, TrustReading
from goodoffices.settle.commitment import BargainingRange, CommitmentProblem, bargaining_range, commitment_problem
from goodoffices.settle.conflicts import Conflict, Conflicts, conflicts
from goodoffices.settle.deal import Deal
from goodoffices.settle.division import AdjustedWinner
from goodoffices.settle.drawn import survives_all
from goodoffices.settle.from_case import settlement
from goodoffices.settle.frontiers import frontier
from goodoffices.settle.gradualism import (
    GradualSchedule,
    TrancheSizes,
    gradual_schedule,
    last_steps_guarantee,
    tranche_sizes,
)
from goodoffices.settle.improvement import Dominance, dominating, improvements
from goodoffices.settle.opening import Change, Opening, Shortfall, opening
from goodoffices.settle.pictures import frontier_picture, packages_picture, sequence_picture
from goodoffices.settle.problem import Problem, Rule, Term, additive
from goodoffices.settle.result import Frontier
from goodoffices.settle.robustness import robustness
from goodoffices.settle.sequencing import Sequence, sequence
from goodoffices.settle.share_picture import robustness_picture
from goodoffices.settle.shares import PackageShare, Robustness
from goodoffices.settle.solutions import Solutions, egalitarian, kalai_smorodinsky, nash, solutions, utilitarian
from goodoffices.settle.steps import Given, Guarantee, PlainOrder, Step
from goodoffices.settle.trust import StakeWindow, stake_window, trust_threshold
from goodoffices.settle.waiting import Resolved
from goodoffices.settle.zone import Zone, agreement_zone

__all__ = [
    "AdjustedWinner",
    "Agreement",
    "BargainingRange",
    "Change",
    "Commitment",
    "CommitmentProblem",
    "Conflict",
    "Conflicts",
    "Deal",
    "Dominance",
    "Frontier",
    "Given",
    "GradualSchedule",
    "Guarantee",
    "Guarantor",
    "Opening",
    "PackageShare",
    "PlainOrder",
    "Problem",
    "Resolved",
    "Robustness",
    "Rule",
    "Sequence",
    "Shortfall",
    "Solutions",
    "StakeWindow",
    "Step",
    "Term",
    "TrancheSizes",
    "TrustReading",
    "Zone",
    "additive",
    "adjusted_winner",
    "agreement_zone",
    "bargaining_range",
    "commitment_problem",
    "conflicts",
    "dominating",
    "egalitarian",
    "frontier",
    "frontier_picture",
    "gradual_schedule",
    "improvements",
    "kalai_smorodinsky",
    "last_steps_guarantee",
    "nash",
    "opening",
    "packages_picture",
    "robustness",
    "robustness_picture",
    "sequence",
    "sequence_picture",
    "settlement",
    "solutions",
    "stake_window",
    "survives_all",
    "tranche_sizes",
    "trust_threshold",
    "utilitarian",
]
