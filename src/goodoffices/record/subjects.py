"""Finding the subject in what stands before a verb, and the noun on which a relative clause hangs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.record.grammar import Grammar, Token

__all__ = ["Range", "phrase_start", "subject_in"]

_LEADS_ASIDE = frozenset({"preposition", "adverb", "date", "number", "to", "subordinator", "negator"})
_BEGINS_NOUN = frozenset({"determiner", "name", "pronoun", "word"})
_ENDS_PHRASE = frozenset({"mark", "conjunction", "subordinator", "relative", "date", "to"})


@dataclass(frozen=True)
class Range:
    """Some tokens of a sentence: ``start`` to ``end``, half open; empty if they meet."""

    start: int
    end: int

    def __bool__(self) -> bool:
        """Say whether there is any token."""
        return self.start < self.end

    def __contains__(self, at: object) -> bool:
        """Say whether a position lies within."""
        return isinstance(at, int) and self.start <= at < self.end


def subject_in(tokens: Sequence[Token], within: Range, words: Grammar, *, after_object: bool) -> Range:
    """Find the subject; leading circumstances and appositions are left aside.

    Parameters
    ----------
    tokens
        Of a sentence.
    within
        What stands before the verb.
    words
        The lists of the language.
    after_object
        True if what comes first, up to a comma, still belongs to the verb before.

    Returns
    -------
    Range
        Empty if there is none.
    """
    if within and tokens[within.end - 1].low in words.among("nominative"):
        return Range(within.end - 1, within.end)
    parts = _parts(tokens, within)[after_object:]
    kept = [part for part in parts if part and tokens[_inner(tokens, part)].tag not in _LEADS_ASIDE]
    if not kept:
        # "In 2010 the group split": the circumstance runs into the subject without a comma
        kept = [late for part in parts if (late := _after_date(tokens, part))]
    if not kept:
        return Range(0, 0)
    if len(kept) > 1 and _is_list(tokens, kept, within):
        return Range(kept[0].start, within.end)
    chosen = _main_part(tokens, kept, within)
    return Range(_inner(tokens, chosen), chosen.end)


def _parts(tokens: Sequence[Token], within: Range) -> list[Range]:
    """Cut at commas."""
    cuts = [k for k in range(within.start, within.end) if tokens[k].low == ","]
    starts = [within.start, *(cut + 1 for cut in cuts)]
    return [Range(start, end) for start, end in zip(starts, [*cuts, within.end], strict=True)]


def _main_part(tokens: Sequence[Token], kept: Sequence[Range], within: Range) -> Range:
    """Choose among parts: the first with a name, of which the others say more; but the last in "the day after, he"."""
    named = [part for part in kept if any(tokens[k].tag in {"name", "pronoun"} for k in range(part.start, part.end))]
    last = kept[-1]
    if not named:
        return last if last.end == within.end else kept[0]
    chosen = named[0]
    named_last = last.end == within.end and tokens[last.start].tag == "name"
    apposed = tokens[chosen.start].tag == "name" or chosen.end - chosen.start == 1
    return last if named_last and not apposed else chosen


def _inner(tokens: Sequence[Token], part: Range) -> int:
    """Pass over "and", "finally" at the head of a part."""
    at = part.start
    while at + 1 < part.end and tokens[at].tag in {"conjunction", "quote", "adverb"}:
        at += 1
    return at


def _after_date(tokens: Sequence[Token], part: Range) -> Range:
    """Return what follows a date or an adverb at the head of a part: "In 2010 the group"."""
    for k in range(part.start, part.end - 1):
        dated = tokens[k].tag in {"date", "adverb"} or (tokens[k].tag == "number" and k == part.start + 1)
        if dated and tokens[k + 1].tag in _BEGINS_NOUN:
            return Range(k + 1, part.end)
    return Range(0, 0)


def _is_list(tokens: Sequence[Token], kept: Sequence[Range], within: Range) -> bool:
    """Say whether the parts are a list of subjects: "A, B and C met"."""
    last = kept[-1]
    joined = last.end == within.end and any(tokens[k].low == "and" for k in range(last.start, last.end))
    return joined and all(tokens[_inner(tokens, part)].tag == "name" for part in kept)


def phrase_start(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Return where the noun phrase begins that ends here, back to a preposition or a mark.

    "Of" belongs to it, and "and" between two names.
    """
    k = end
    while k > floor:
        token = tokens[k - 1]
        joins = token.low == "-" or (token.low == "and" and _between_names(tokens, k - 1, floor, end))
        if (token.tag in _ENDS_PHRASE and not joins) or (token.tag == "preposition" and token.low != "of"):
            break
        k -= 1
    return k


def _between_names(tokens: Sequence[Token], k: int, floor: int, end: int) -> bool:
    return floor < k < end - 1 and tokens[k - 1].tag == tokens[k + 1].tag == "name"
