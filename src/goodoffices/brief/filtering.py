"""What a reader at a given level of handling may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.case import Case
from goodoffices.case.base import HandlingLevel, handling_rank
from goodoffices.case.record import Entry
from goodoffices.case.strategic import OptionEntry
from goodoffices.errors import BriefError

__all__ = ["HIDDEN", "Shown", "at_level"]

HIDDEN = "not shown at this level of handling"
_LISTS = (
    "ties", "leverage", "statements", "demands", "events", "measures", "trends", "obstacles", "facts", "claims",
    "aftermath",
)  # fmt: skip
_MAPPINGS = ("candidates", "policies")


@dataclass(frozen=True)
class Shown:
    """A case as one level of handling may see it.

    Attributes
    ----------
    case
        Without the entries above the level; parties, people, options and sources above it keep their place in the
        model and lose their words.
    left_out
        How many entries that concerns.
    proposed
        How many entries are left out because nobody has accepted them yet.
    handling
        The highest level among what is shown.
    """

    case: Case
    left_out: int
    proposed: int
    handling: HandlingLevel


class _Gate:
    """Decides what may pass, and counts what may not."""

    def __init__(self, case: Case, level: HandlingLevel) -> None:
        self.default, self.level = case.handling, level
        self.highest: HandlingLevel = case.handling
        self.left_out = 0
        self.proposed = 0

    def passes(self, entry: Any) -> bool:
        """Say whether an entry may be shown."""
        own: HandlingLevel = getattr(entry, "handling", None) or self.default
        if handling_rank(own) > handling_rank(self.level):
            self.left_out += 1
            return False
        if isinstance(entry, Entry) and entry.status == "proposed":
            self.proposed += 1
            return False
        self.highest = max(self.highest, own, key=handling_rank)
        return True

    def accepted(self, options: Mapping[str, OptionEntry]) -> dict[str, OptionEntry]:
        """Return the options that are more than proposed."""
        kept = {name: option for name, option in options.items() if option.entry == "accepted"}
        self.proposed += len(options) - len(kept)
        return kept

    def kept(self, entries: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the entries that pass."""
        return tuple(entry for entry in entries if self.passes(entry))

    def veiled(self, entries: Mapping[str, Any], field: str, what: str, **blank: Any) -> dict[str, Any]:
        """Return all entries, those that do not pass without their words."""
        return {
            name: entry if self.passes(entry) else entry.model_copy(update={field: f"{what} {HIDDEN}", **blank})
            for name, entry in entries.items()
        }


def at_level(case: Case, level: HandlingLevel) -> Shown:
    """Leave out what a level of handling may not see.

    Raises
    ------
    BriefError
        If the case as a whole is above the level.
    """
    if handling_rank(case.handling) > handling_rank(level):
        raise BriefError(
            f"the case {case.case!r} is {case.handling} as a whole, and the brief was asked for at the level "
            f"{level!r}; "
            f"ask for it at {case.handling!r}, or make a version of the case for that level"
        )
    gate = _Gate(case, level)
    update: dict[str, Any] = {name: gate.kept(getattr(case, name)) for name in _LISTS}
    update |= {
        name: {key: entry for key, entry in getattr(case, name).items() if gate.passes(entry)} for name in _MAPPINGS
    }
    update["interests"] = {
        party: kept for party, entries in case.interests.items() if (kept := gate.kept(entries)) or not entries
    }
    update["brokering"] = _theories(case, gate, update["candidates"])
    blank = {"note": None}
    update["parties"] = gate.veiled(case.parties, "name", "A party", aliases=(), power=None, **blank)
    update["people"] = gate.veiled(case.people, "name", "A person", office=None, **blank)
    update["options"] = {
        party: gate.veiled(known, "say", "Take an option", cite=None, **blank)
        for party, options in case.options.items()
        if (known := gate.accepted(options)) or not options
    }
    update["sources"] = {
        name: source if gate.passes(source) else _bare(source) for name, source in case.sources.items()
    }
    return Shown(case.model_copy(update=update), gate.left_out, gate.proposed, gate.highest)


def _theories(case: Case, gate: _Gate, candidates: Mapping[str, Any]) -> Any:
    """Keep of what theories ask for what may be shown, and nothing of a candidate that may not."""
    given = case.brokering
    if given is None:
        return None
    advice = tuple(one for one in gate.kept(given.advice) if one.by in candidates)
    channel = given.channel if given.channel is not None and gate.passes(given.channel) else None
    return given.model_copy(update={"advice": advice, "channel": channel})


def _bare(source: Any) -> Any:
    """Keep of a source only that there is one."""
    return type(source)(type=source.type, title=f"A source {HIDDEN}", handling=source.handling)
