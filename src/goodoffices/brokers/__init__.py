"""Who could broker, in what role, and why believe it: candidates on separate criteria, ranked with their uncertainty.

Beside them stand what the record of past crises would have guessed, tested against simple rules, with the tables'
facts behind it; and two small theories with their assumptions and limits: what a confidential channel is worth, and
whether a broker who leans to one side is believed.
"""

from __future__ import annotations

from goodoffices.brokers.advice import Advice
from goodoffices.brokers.backtest import backtest
from goodoffices.brokers.backtest_result import Backtest
from goodoffices.brokers.case_states import crisis_year, party_states, situation_between
from goodoffices.brokers.channel import ChannelValue, channel_value
from goodoffices.brokers.credibility import CredibleBias, credible_bias
from goodoffices.brokers.criteria import CRITERIA, Profile, profiles, sides_of
from goodoffices.brokers.evidence import Evidence
from goodoffices.brokers.fact import Fact
from goodoffices.brokers.facts import candidate_facts, dyad_facts, state_facts
from goodoffices.brokers.fitted import FITTED
from goodoffices.brokers.fitting import Fitted, fit, module_text
from goodoffices.brokers.modelview import ModelView, model_view, pairs_told_apart
from goodoffices.brokers.nearest import base_rates, nearest_crises
from goodoffices.brokers.partisanship import Effect, Lean, Partisanship, partisanship
from goodoffices.brokers.pictures import rank_picture
from goodoffices.brokers.proposed import Proposed, propose
from goodoffices.brokers.ranking import Ranking, rank
from goodoffices.brokers.reasons import Disqualification, Reasons
from goodoffices.brokers.shortlist import Shortlist, shortlist
from goodoffices.brokers.theory import ChannelTheory, CredibleAdvice, Theory, evaluate_theory

__all__ = [
    "CRITERIA",
    "FITTED",
    "Advice",
    "Backtest",
    "ChannelTheory",
    "ChannelValue",
    "CredibleAdvice",
    "CredibleBias",
    "Disqualification",
    "Effect",
    "Evidence",
    "Fact",
    "Fitted",
    "Lean",
    "ModelView",
    "Partisanship",
    "Profile",
    "Proposed",
    "Ranking",
    "Reasons",
    "Shortlist",
    "Theory",
    "backtest",
    "base_rates",
    "candidate_facts",
    "channel_value",
    "credible_bias",
    "crisis_year",
    "dyad_facts",
    "evaluate_theory",
    "fit",
    "model_view",
    "module_text",
    "nearest_crises",
    "pairs_told_apart",
    "partisanship",
    "party_states",
    "profiles",
    "propose",
    "rank",
    "rank_picture",
    "shortlist",
    "sides_of",
    "situation_between",
    "state_facts",
]
