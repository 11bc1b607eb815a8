"""Word likelihood, confidence, numbers and dates for people, and find wording that claims too much."""

from goodoffices.wording.dates import date_text
from goodoffices.wording.likelihood import ConfidenceLevel, confidence, likelihood, share_of_variants
from goodoffices.wording.linter import Finding, Rule, lint
from goodoffices.wording.numbers import count, decimal, estimate, join_words, percent, span

__all__ = [
    "ConfidenceLevel",
    "Finding",
    "Rule",
    "confidence",
    "count",
    "date_text",
    "decimal",
    "estimate",
    "join_words",
    "likelihood",
    "lint",
    "percent",
    "share_of_variants",
    "span",
]
