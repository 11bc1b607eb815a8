"""Files of the older program for graph models (``.gmcr``), read as a case and written from one.

Both generations of the format are read: rankings by hand under ``useManualPreferenceRanking`` with
``preferenceRanking``, or under ``useManualPreferenceVectors`` with ``preferenceVector``. Both number the feasible
states from 1, in ascending order, after putting the options in the order of their decision makers.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

import numpy as np
from pydantic import ValidationError

from goodoffices.case import Case, state_space
from goodoffices.case.expressions import And, Expression, Not, Option, Or, Relation, spelt_out
from goodoffices.case.states import ranks
from goodoffices.errors import CaseError, LimitError

__all__ = ["case_from_gmcr", "gmcr_from_case", "is_gmcr"]

_MOST_PATTERNS = 10_000
_DIRECTIONS = {"fwd": "on", "back": "off", "forward": "on", "backward": "off"}


def is_gmcr(name: str) -> bool:
    """Say whether a file is one of these by its name."""
    return name.casefold().endswith(".gmcr")


def case_from_gmcr(text: str, label: str, as_of: dt.date) -> Case:
    """Read a ``.gmcr`` file as a case.

    Parameters
    ----------
    text
        The file.
    label
        What messages call it.
    as_of
        The day of the file, which the format does not hold.

    Raises
    ------
    CaseError
        If it is no such file, or does not fit together.
    """
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise CaseError(f"{label}: this is not JSON: {error}; expected a .gmcr file") from None
    if not isinstance(data, dict):
        raise CaseError(f"{label}: found a {type(data).__name__}, expected decisionMakers, options and infeasibles")
    try:
        return _Reader(data, label).case(as_of)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise CaseError(f"{label}: {where}: {error.errors()[0]['msg']}; mend it in the program that wrote it") from None


class _Reader:
    """Turns one file into a case; remembers what each option is called."""

    def __init__(self, data: Mapping[str, Any], label: str) -> None:
        self.data = data
        self.label = label
        self.makers = self.part("decisionMakers")
        self.options = self.part("options")
        self.ids = _identifiers([str(self.field(maker, "name")) for maker in self.makers])
        self.names = self.option_names()

    def fail(self, message: str) -> CaseError:
        return CaseError(f"{self.label}: {message}")

    def part(self, key: str) -> list[dict[str, Any]]:
        value = self.data.get(key)
        if not isinstance(value, list) or (key != "infeasibles" and not all(isinstance(one, dict) for one in value)):
            raise self.fail(f"expected the list {key!r}")
        return value

    def field(self, entry: Mapping[str, Any], key: str) -> Any:
        if key not in entry:
            raise self.fail(f"expected {key!r} in {json.dumps(entry)[:80]}")
        return entry[key]

    def numbers(self, maker: Mapping[str, Any]) -> list[int]:
        found = self.field(maker, "options")
        if not isinstance(found, list) or not all(_is_index(k, len(self.options)) for k in found):
            raise self.fail(f"found the options {found!r}, expected whole numbers from 0 to {len(self.options) - 1}")
        return found

    def option_names(self) -> dict[int, tuple[str, str]]:
        """Give every option its owner and its name in the case."""
        names: dict[int, tuple[str, str]] = {}
        for party, maker in zip(self.ids, self.makers, strict=True):
            own = self.numbers(maker)
            called = _identifiers([str(self.field(self.options[k], "name")) for k in own])
            for k, name in zip(own, called, strict=True):
                if k in names:
                    raise self.fail(f"option {k} belongs to {names[k][0]} and to {party}, expected one owner")
                names[k] = (party, name)
        loose = sorted(set(range(len(self.options))) - set(names))
        if loose:
            raise self.fail(f"option {loose[0]} belongs to no decision maker")
        return names

    def condition(self, entry: Any) -> str:
        """Write a condition as an expression: a list of options and Y or N, or a compound of such lists."""
        if isinstance(entry, dict):
            members = entry.get("members")
            if not isinstance(members, list) or not members:
                raise self.fail(f"found the compound {json.dumps(entry)[:80]}, expected 'members'")
            return " | ".join(f"({self.condition(member)})" for member in members)
        if not isinstance(entry, list) or not entry:
            raise self.fail(f"found the condition {entry!r}, expected pairs of an option and Y or N")
        parts = []
        for pair in entry:
            if not isinstance(pair, list) or len(pair) != 2 or not _is_index(pair[0], len(self.options)):
                raise self.fail(f"found {pair!r}, expected an option from 0 to {len(self.options) - 1} and Y or N")
            party, name = self.names[pair[0]]
            parts.append(f"{'' if pair[1] == 'Y' else 'not '}{party}.{name}")
        return " & ".join(parts)

    def case(self, as_of: dt.date) -> Case:
        title = re.sub(r"\.gmcr$", "", self.label.replace("\\", "/").rsplit("/", 1)[-1])
        plain: dict[str, Any] = {
            "case": _identifiers([title])[0],
            "title": title,
            "as_of": as_of.isoformat(),
            "parties": {
                party: {"name": str(maker["name"]).strip() or party, "kind": "other", "role": "principal"}
                for party, maker in zip(self.ids, self.makers, strict=True)
            },
            "options": {
                party: {self.names[k][1]: {"say": str(self.options[k]["name"]).strip() or f"option {k}"} for k in own}
                for party, own in ((p, self.numbers(m)) for p, m in zip(self.ids, self.makers, strict=True))
            },
            "one_way": self.one_way(),
            "feasible": [{"never": self.condition(entry)} for entry in self.part("infeasibles")],
        }
        plain["preferences"] = self.preferences(Case.model_validate(plain))
        return Case.model_validate(plain)

    def one_way(self) -> dict[str, str]:
        """Read the options that can be changed in one direction only."""
        found = {}
        for k, option in enumerate(self.options):
            direction = option.get("permittedDirection", "both")
            if isinstance(direction, str) and direction in _DIRECTIONS:
                found[".".join(self.names[k])] = _DIRECTIONS[direction]
            elif direction != "both":
                raise self.fail(f"found the direction {direction!r} of option {k}, expected both, fwd or back")
        return found

    def preferences(self, case: Case) -> dict[str, Any]:
        by_hand = self.data.get("useManualPreferenceRanking", self.data.get("useManualPreferenceVectors", False))
        wishes: dict[str, Any] = {}
        states = np.flatnonzero(state_space(case).feasible)
        for party, maker in zip(self.ids, self.makers, strict=True):
            ranking = maker.get("preferenceRanking", maker.get("preferenceVector"))
            if by_hand and ranking is not None:
                wishes[party] = {"ranking": [self.rank(group, states) for group in self.listed(ranking)]}
            else:
                wishes[party] = [self.condition(entry) for entry in self.listed(maker.get("preferences") or [])]
        return wishes

    def listed(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.fail(f"found {value!r} as the preferences of a decision maker, expected a list")
        return value

    def rank(self, group: Any, states: Sequence[int] | Any) -> list[int]:
        """Turn ordinals from 1 into states."""
        ordinals = group if isinstance(group, list) else [group]
        if not all(_is_index(k, len(states) + 1) and k > 0 for k in ordinals):
            raise self.fail(f"found {group!r} in a ranking, expected numbers from 1 to {len(states)}")
        return [int(states[k - 1]) for k in ordinals]


def _is_index(value: Any, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def _identifiers(names: Sequence[str]) -> list[str]:
    """Make names of letters, digits and dashes, all different."""
    found: list[str] = []
    for name in names:
        base = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:60] or "x"
        base = base if base[0].isalpha() else f"x-{base}"
        unique, k = base, 2
        while unique in found or unique in {"not", "never", "requires", "excludes", "iff", "if"}:
            unique, k = f"{base}-{k}", k + 1
        found.append(unique)
    return found


def gmcr_from_case(case: Case) -> str:
    """Write the model of a case as a ``.gmcr`` file.

    Preferences are written as rankings, which every generation of the program reads; rules become infeasible patterns.

    Raises
    ------
    MissingSectionError
        If the case has no options or preferences.
    """
    case.need("options", "preferences")
    space = state_space(case)
    states = np.flatnonzero(space.feasible)
    ordinal = {int(state): k for k, state in enumerate(states, start=1)}
    directions = {"on": "fwd", "off": "back"}
    makers = []
    for party, own in space.owners.items():
        rank = ranks(space, case.preferences[party])[states]
        groups = [[ordinal[int(state)] for state in states[rank == value]] for value in np.unique(rank)[::-1]]
        makers.append(
            {
                "name": case.name_of(party),
                "options": list(own),
                "preferences": [],
                "preferenceRanking": [group[0] if len(group) == 1 else group for group in groups],
            }
        )
    data = {
        "program": "gmcr-py",
        "version": "0.3.6",
        "useManualPreferenceRanking": True,
        "options": [
            {
                "name": entry.say,
                "permittedDirection": directions.get(case.one_way.get(f"{party}.{name}", ""), "both"),
            }
            for party, options in case.options.items()
            for name, entry in options.items()
        ],
        "decisionMakers": makers,
        "infeasibles": [
            [[space.index(name), "Y" if on else "N"] for name, on in pattern.items()]
            for rule in case.feasible
            for pattern in _patterns(rule.condition.tree, wanted=rule.never is not None)
        ],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _patterns(tree: Expression, *, wanted: bool) -> list[dict[str, bool]]:
    """List the combinations of options that make an expression true, or false: its disjunctive normal form."""
    match tree:
        case Option():
            return [{tree.full: wanted}]
        case Not(part):
            return _patterns(part, wanted=not wanted)
        case And(parts) | Or(parts):
            each = [_patterns(part, wanted=wanted) for part in parts]
            if isinstance(tree, Or) == wanted:
                return [pattern for some in each for pattern in some]
            return _together(each)
        case Relation():
            return _patterns(spelt_out(tree), wanted=wanted)
        case _:
            assert_never(tree)


def _together(each: Sequence[Sequence[dict[str, bool]]]) -> list[dict[str, bool]]:
    found: list[dict[str, bool]] = [{}]
    for some in each:
        found = [
            {**one, **other}
            for one in found
            for other in some
            if all(one.get(name, value) == value for name, value in other.items())
        ]
        if len(found) > _MOST_PATTERNS:
            raise LimitError(
                f"found a rule of more than {_MOST_PATTERNS} patterns, which a .gmcr file cannot hold; split the rule"
            )
    return found
