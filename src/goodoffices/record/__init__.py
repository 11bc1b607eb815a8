"""From documents and event feeds to proposed entries with exact anchors: a person accepts them, or not."""

from goodoffices.record.contribution import Contribution, Kept, contribution
from goodoffices.record.drafting import Draft, draft
from goodoffices.record.entries import Dropped, Entry
from goodoffices.record.gold import Gold, read_gold
from goodoffices.record.hints import Hints
from goodoffices.record.identity import Rejected
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.merging import Merged, merge
from goodoffices.record.parts import Layout, Names, Proposal
from goodoffices.record.reviewing import Evidence, State
from goodoffices.record.scoring import Line, Score, score

__all__ = [
    "Contribution",
    "Draft",
    "Dropped",
    "Entry",
    "Evidence",
    "Gold",
    "Hints",
    "Kept",
    "Layout",
    "Lexicon",
    "Line",
    "Merged",
    "Names",
    "Proposal",
    "Rejected",
    "Score",
    "State",
    "contribution",
    "draft",
    "merge",
    "read_gold",
    "score",
]
