"""The names, options, states and conditions of a case in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import assert_never

from goodoffices.case import Case, Condition, Estimate, StateSpace
from goodoffices.case.expressions import And, Expression, Not, Option, Or, Relation
from goodoffices.outlook import Step
from goodoffices.wording import estimate, join_words, span

__all__ = ["Phrases", "bare", "capital", "ended", "in_range", "in_words", "lowered", "number", "quoted", "spelled"]

_HYPHEN = re.compile(r"(?<!\bnon)(?<!\binter)(?<!\bself)(?<!\banti)(?<!\bpre)(?<!\bpost)(?<!\bmulti)-")
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# Words by which the name of a party takes an article in a sentence.
_ARTICLE = re.compile(
    r"\b(?:United|Union|Kingdom|Republic|Federation|Emirates|Nations|Netherlands|Philippines|Islands|Council|Secretary-General"
    r"|Organi[sz]ation|Ministry|Government|Committee|Commission|Agency|Assembly|Authority|Movement|Front|Army|Party)\b"
)


def capital(text: str) -> str:
    """Begin with a capital letter.

    Examples
    --------
    >>> capital("the United States")
    'The United States'
    """
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation or stands alone as I does.

    Examples
    --------
    >>> lowered("Come to talks."), lowered("UN forces leave")
    ('come to talks', 'UN forces leave')
    """
    clean = text.strip().rstrip(".;")
    word = clean.partition(" ")[0]
    return clean if word == "I" or word[1:2].isupper() else clean[:1].lower() + clean[1:]


def bare(text: str) -> str:
    """Leave the full stop away, for words within a sentence of ours."""
    return text.strip().rstrip(".;")


def number(count: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun at the beginning of a sentence.

    Examples
    --------
    >>> number(7, "candidate"), number(1, "state"), number(20, "tie")
    ('Seven candidates', 'One state', '20 ties')
    """
    written = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return capital(f"{written} {singular if count == 1 else plural or singular + 's'}")


def spelled(name: str) -> str:
    """Write a name of the case file as words, with the hyphens that belong to a word.

    Examples
    --------
    >>> spelled("freeze-for-talks"), spelled("inter-Korean-opening"), spelled("non-proliferation")
    ('freeze for talks', 'inter-Korean opening', 'non-proliferation')
    """
    return _HYPHEN.sub(" ", name)


def ended(text: str) -> str:
    """Begin with a capital letter and end with a full stop."""
    clean = text.strip()
    return capital(clean if clean.endswith((".", "!", "?", "…")) else f"{clean}.")


def quoted(text: str) -> str:
    """Set words of the case apart from our own."""
    return f"“{text.strip().rstrip('.').replace('“', '‘').replace('”', '’')}”"


def in_range(value: Estimate | None) -> str:
    """Write an estimate for a table: its range, the likeliest value in brackets."""
    if value is None:
        return "missing"
    likely = f" ({span(value.likely, value.likely)})" if value.likely is not None and not value.is_point else ""
    return f"{span(value.low, value.high)}{likely}"


def in_words(value: Estimate, digits: int = 2) -> str:
    """Write an estimate for a sentence."""
    return estimate(value.low, value.high, value.likely, digits)


class Phrases:
    """Words for the parts of one case.

    Parameters
    ----------
    case
        The case.
    """

    def __init__(self, case: Case) -> None:
        self.case = case

    def party(self, name: str) -> str:
        """Name a party or a person within a sentence."""
        said = self.case.name_of(name)
        if said.endswith("at this level of handling"):
            return lowered(said)
        entry = self.case.parties.get(name)
        needs = bool(entry and entry.kind == "igo") or (bool(_ARTICLE.search(said)) and name not in self.case.people)
        return said if said.casefold().startswith("the ") or not needs else f"the {said}"

    def parties(self, names: Sequence[str], last: str = "and") -> str:
        """Name several within a sentence."""
        return join_words([self.party(name) for name in names], last)

    def option(self, full: str) -> str:
        """Say what taking an option is, in the infinitive."""
        owner, _, name = full.partition(".")
        entry = self.case.options.get(owner, {}).get(name.strip('"'))
        return lowered(entry.say) if entry else name.strip('"')

    def owned(self, full: str) -> str:
        """Say whose option it is, and what it is."""
        return f"{self.party(full.partition('.')[0])}: {quoted(self.option(full))}"

    def would(self, party: str, take: Sequence[str], drop: Sequence[str] = ()) -> str:
        """Say what a party would do and no longer do."""
        parts = []
        if take:
            parts.append(f"would {join_words([self.option(one) for one in take])}")
        if drop:
            parts.append(f"would no longer {join_words([self.option(one) for one in drop], 'or')}")
        return f"{self.party(party)} {' and '.join(parts)}"

    def state(self, space: StateSpace, state: int) -> str:
        """Tell a state: who would do what."""
        told = []
        for party, own in space.owners.items():
            taken = [space.options[k] for k in own if state >> k & 1]
            if taken:
                told.append(self.would(party, taken))
        return "; ".join(told) or "nobody would take any of the options"

    def today(self, space: StateSpace, state: int) -> str:
        """Tell the state of today."""
        told = []
        for party, own in space.owners.items():
            taken = [self.option(space.options[k]) for k in own if state >> k & 1]
            if taken:
                told.append(f"{self.party(party)} has chosen to {join_words(taken)}")
        return "; ".join(told) or "nobody has taken any of the options"

    def change(self, space: StateSpace, before: int, after: int) -> str:
        """Tell what is different between two states, party by party."""
        told = []
        for party, own in space.owners.items():
            take = [space.options[k] for k in own if after >> k & 1 and not before >> k & 1]
            drop = [space.options[k] for k in own if before >> k & 1 and not after >> k & 1]
            if take or drop:
                told.append(self.would(party, take, drop))
        return "; ".join(told)

    def step(self, space: StateSpace, step: Step) -> str:
        """Tell one move."""
        return self.change(space, step.before, step.after)

    def condition(self, condition: Condition) -> str:
        """Tell a condition over options."""
        return self._tree(condition.tree)

    def _tree(self, tree: Expression) -> str:
        match tree:
            case Option():
                return f"{self.party(tree.owner)} would {self.option(tree.full)}"
            case Not(part=Option() as option):
                return f"{self.party(option.owner)} would not {self.option(option.full)}"
            case Not():
                return f"not ({self._tree(tree.part)})"
            case And():
                return self._joined(tree.parts, "and")
            case Or():
                return self._joined(tree.parts, "or")
            case Relation():
                return self._related(tree)
            case _:
                assert_never(tree)

    def _joined(self, parts: Sequence[Expression], word: str) -> str:
        """Join parts; what one party would do stands in one clause."""
        told: list[str] = []
        for part in parts:
            inner = self._inner(part)
            clause = f"{self.party(part.owner)} would " if isinstance(part, Option) else ""
            if clause and told and told[-1].startswith(clause):
                inner = f"{told.pop()} {word} {inner.removeprefix(clause)}"
            told.append(inner)
        return f" {word} ".join(told)

    def _related(self, tree: Relation) -> str:
        left = self._inner(tree.left)
        if tree.word == "iff" and isinstance(tree.right, Not):
            return f"{left} except where {self._tree(tree.right.part)}"
        joined = {
            "requires": "only where",
            "excludes": "never together with this:",
            "iff": "where, and only where,",
            "if": "where",
        }
        right = self._tree(tree.right) if not isinstance(tree.right, Relation) else self._inner(tree.right)
        return f"{left} {joined[tree.word]} {right}"

    def _inner(self, tree: Expression) -> str:
        told = self._tree(tree)
        return told if isinstance(tree, Option | Not) else f"({told})"
