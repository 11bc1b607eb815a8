"""Where interests overlap: topics that several parties want something of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from goodoffices.case.accepting import accepted
from goodoffices.case.estimates import Estimate
from goodoffices.case.model import Case

__all__ = ["Overlap", "SharedTopic", "interest_overlap"]


@dataclass(frozen=True)
class SharedTopic:
    """A topic, and who cares how much.

    Attributes
    ----------
    topic
        Its name.
    weights
        For each party with this interest its weight from 0 to 5, None where none is given.
    wants
        For each party what it wants, in words.
    """

    topic: str
    weights: dict[str, Estimate | None]
    wants: dict[str, str]

    @property
    def parties(self) -> tuple[str, ...]:
        """Who has this interest."""
        return tuple(self.wants)


@dataclass(frozen=True)
class Overlap:
    """All topics, and for each pair of parties those that they share.

    Attributes
    ----------
    topics
        The most widely shared first.
    pairs
        Shared topics of each pair that has any.
    """

    topics: tuple[SharedTopic, ...]
    pairs: dict[tuple[str, str], tuple[str, ...]]

    def to_json(self) -> dict[str, Any]:
        """Return the overlap as plain data."""
        return {
            "topics": [
                {
                    "topic": one.topic,
                    "parties": {
                        party: {"want": want, "weight": weight.plain() if (weight := one.weights[party]) else None}
                        for party, want in one.wants.items()
                    },
                }
                for one in self.topics
            ],
            "pairs": [{"between": list(pair), "topics": list(topics)} for pair, topics in self.pairs.items()],
        }


def interest_overlap(case: Case) -> Overlap:
    """Find the topics that parties share.

    Interests without a ``topic`` cannot be compared and are left out.
    """
    found: dict[str, SharedTopic] = {}
    case = accepted(case)
    for party, interests in case.interests.items():
        for interest in interests:
            if interest.topic is not None:
                topic = found.setdefault(interest.topic, SharedTopic(interest.topic, {}, {}))
                topic.weights[party] = interest.weight
                topic.wants[party] = interest.want
    topics = tuple(sorted(found.values(), key=lambda one: (-len(one.wants), one.topic)))
    pairs = {
        (a, b): shared
        for a, b in combinations(case.interests, 2)
        if (shared := tuple(one.topic for one in topics if a in one.wants and b in one.wants))
    }
    return Overlap(topics, pairs)
