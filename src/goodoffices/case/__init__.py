"""The model of a crisis: parties, words and deeds with their citations, options, preferences, issues.

Knows no file and no engine; the page on the case file describes each key.
"""

from goodoffices.case.accepting import accepted
from goodoffices.case.anchoring import Span, find_quote, locate, verify_locator
from goodoffices.case.checks import Problem, problems, walk
from goodoffices.case.citations import Citation, Judgement, Locator, Pinpoint, Quote, Source
from goodoffices.case.dates import When, parse_when
from goodoffices.case.estimates import Estimate, parse_estimate
from goodoffices.case.expressions import Condition, evaluate, options_in, parse
from goodoffices.case.model import Case
from goodoffices.case.schema import json_schema
from goodoffices.case.states import StateSpace, ranks, state_space
from goodoffices.case.verification import Verification, verify

__all__ = [
    "Case",
    "Citation",
    "Condition",
    "Estimate",
    "Judgement",
    "Locator",
    "Pinpoint",
    "Problem",
    "Quote",
    "Source",
    "Span",
    "StateSpace",
    "Verification",
    "When",
    "accepted",
    "evaluate",
    "find_quote",
    "json_schema",
    "locate",
    "options_in",
    "parse",
    "parse_estimate",
    "parse_when",
    "problems",
    "ranks",
    "state_space",
    "verify",
    "verify_locator",
    "walk",
]
