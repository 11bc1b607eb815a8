"""When a clause says that something happened, and the words of the text that say so."""

from __future__ import annotations

from goodoffices.record.grammar import grammar
from goodoffices.record.parsing import Clause, Parsed
from goodoffices.record.parts import Span
from goodoffices.record.reading import Reading

__all__ = ["date_in", "date_of", "evidence_of"]


def date_of(reading: Reading, parsed: Parsed, clause: Clause) -> str | None:
    """Return the date that a clause gives for what it tells, EDTF; never one to come.

    Parameters
    ----------
    reading
        The document.
    parsed
        One of its sentences.
    clause
        A clause of it.
    """
    found = date_in(reading, parsed, range(clause.lead, clause.rest.end))
    if found is not None or not clause.group.finite or clause.opener in grammar(reading.lexicon).among("relatives"):
        return found
    # "On Monday A met B and signed": a date at the head of the sentence is that of all it tells
    return date_in(reading, parsed, range(parsed.clauses[0].subject.start))


def date_in(reading: Reading, parsed: Parsed, places: range, *, modifiers: bool = False) -> str | None:
    """Return the first date of a stretch that says when something happened.

    Parameters
    ----------
    reading
        The document.
    parsed
        One of its sentences.
    places
        Positions of tokens.
    modifiers
        True if the date may stand within a name: "the 2008 accord".
    """
    tokens = parsed.tokens
    not_when = reading.lexicon.words("events", "not-when")
    for k in places:
        when = tokens[k].when
        if when is None or _is_to_come(reading, when):
            continue
        before = tokens[k - 1] if k else None
        bounded = tokens[k].low.split()[0] in not_when or (before is not None and before.low in not_when)
        modifies = (
            before is not None and before.tag == "determiner" and k + 1 < len(tokens) and tokens[k + 1].tag == "word"
        )
        if not bounded and (modifiers or not modifies):
            return when
    return None


def _is_to_come(reading: Reading, when: str) -> bool:
    issued = reading.layout.issued
    return issued is not None and when[: len(issued.when)] > issued.when[: len(when)]


def evidence_of(parsed: Parsed, clause: Clause) -> Span:
    """Return the words of a clause: from its subject, or its verb if the subject stands elsewhere, to its end.

    Parameters
    ----------
    parsed
        A sentence.
    clause
        A clause of it.
    """
    adjoins = clause.own or clause.subject.end == clause.group.start
    start = clause.subject.start if adjoins and clause.subject else clause.group.start
    if clause.own and any(token.when for token in parsed.tokens[clause.lead : start]):
        start = clause.lead
    end = max(clause.rest.end, clause.group.end)
    start += start + 1 < end and parsed.tokens[start].tag in {"conjunction", "subordinator"}
    return parsed.span(start, end)
