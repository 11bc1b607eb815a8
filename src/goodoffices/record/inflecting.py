"""The forms of a verb, made by rule from its plain form, so that a word list names each verb once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

__all__ = ["VerbForm", "plurals", "verb_forms"]

VerbForm = Literal["plain", "third", "past", "participle", "ing"]

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh|o)$")
_SHORT = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprtv]$")


def verb_forms(
    verb: str, irregular: Mapping[str, Sequence[str]], doubling: Collection[str]
) -> tuple[tuple[str, VerbForm], ...]:
    """Return the forms of a verb; with a hyphen, its last part is inflected.

    Parameters
    ----------
    verb
        In its plain form, such as ``sign`` or ``test-fire``.
    irregular
        Past tense and past participle of verbs that do not follow the rule.
    doubling
        Verbs of several syllables that double their last consonant.

    Returns
    -------
    tuple of (str, str)
        Each form with what it is.

    Examples
    --------
    >>> [form for form, _ in verb_forms("deny", {}, ())]
    ['deny', 'denies', 'denied', 'denied', 'denying']
    >>> [form for form, _ in verb_forms("meet", {"meet": ["met", "met"]}, ())]
    ['meet', 'meets', 'met', 'met', 'meeting']
    """
    lead, hyphen, core = verb.rpartition("-")
    regular_past = _past(core, doubling)
    past, participle = irregular.get(verb) or irregular.get(core) or (regular_past, regular_past)
    forms: tuple[tuple[str, VerbForm], ...] = (
        (core, "plain"),
        (_third(core), "third"),
        (past, "past"),
        (participle, "participle"),
        (_ing(core, doubling), "ing"),
    )
    return tuple(
        (form if form.startswith(lead + hyphen) and lead else lead + hyphen + form, kind) for form, kind in forms
    )


def _third(verb: str) -> str:
    if _SIBILANT.search(verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if _ends_in_consonant_y(verb) else f"{verb}s"


def _past(verb: str, doubling: Collection[str]) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if _ends_in_consonant_y(verb):
        return f"{verb[:-1]}ied"
    return f"{_stem(verb, doubling)}ed"


def _ing(verb: str, doubling: Collection[str]) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    return f"{_stem(verb, doubling)}ing"


def _stem(verb: str, doubling: Collection[str]) -> str:
    return verb + verb[-1] if _SHORT.match(verb) or verb in doubling else verb


def _ends_in_consonant_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2:-1] not in set("aeiou")


def plurals(word: str) -> tuple[str, ...]:
    """Return how the plural of a noun may be written.

    Examples
    --------
    >>> plurals("treaty"), plurals("clash")
    (('treaties',), ('clashes',))
    """
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (f"{word[:-1]}ies",)
    return (f"{word}es",) if word.endswith(("s", "x", "z", "ch", "sh")) else (f"{word}s",)
