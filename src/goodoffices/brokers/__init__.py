"""Who could broker, in what role, and why believe it: candidates on separate criteria, ranked with their uncertainty.

Beside them stand two small theories with their assumptions and limits: what a confidential channel is worth, and
whether a broker who leans to one side is believed.
"""

from __future__ import annotations

from goodoffices.brokers.channel import ChannelValue, channel_value
from goodoffices.brokers.credibility import Advice, CredibleBias, credible_bias
from goodoffices.brokers.criteria import CRITERIA, Profile, profiles
from goodoffices.brokers.evidence import Evidence
from goodoffices.brokers.ranking import Ranking, rank
from goodoffices.brokers.reasons import Disqualification, Reasons

__all__ = [
    "CRITERIA",
    "Advice",
    "ChannelValue",
    "CredibleBias",
    "Disqualification",
    "Evidence",
    "Profile",
    "Ranking",
    "Reasons",
    "channel_value",
    "credible_bias",
    "profiles",
    "rank",
]
