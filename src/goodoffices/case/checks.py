"""What a well-formed case may still get wrong: names, dates, rules and preferences that do not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from goodoffices.case.citations import ANALYST, Citation
from goodoffices.case.dates import When
from goodoffices.case.expressions import Condition, options_in
from goodoffices.case.model import Case
from goodoffices.case.settlement import Issue
from goodoffices.case.states import StateSpace, nearest, ranks, state_space
from goodoffices.case.strategic import Constraint, Preferences, StateRef
from goodoffices.errors import CaseError, LimitError

__all__ = ["Path", "Problem", "problems", "walk"]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something wrong at a path of the case.

    Attributes
    ----------
    path
        Keys and positions from the top of the file.
    message
        What was found, what was expected, what to do.
    key
        True if the key is at fault, not the value.
    """

    path: Path
    message: str
    key: bool = False


def problems(case: Case, *, damaged: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Find everything that makes a case unfit for use.

    Parameters
    ----------
    damaged
        Sections from which entries had to be left out: what relies on them is not looked at, since it would only report
        the same fault again.

    Returns
    -------
    tuple of Problem
        In the order of the sections; empty if the case is sound.
    """
    return tuple(problem for look, relies in _LOOKS if not damaged & relies for problem in look(case))


def walk(part: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Go through every model, list and mapping of a case with its path, keys as they are written."""
    yield path, part
    if isinstance(part, Citation):
        return
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from walk(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from walk(value, (*path, key))
    elif isinstance(part, list | tuple):
        for k, value in enumerate(part):
            yield from walk(value, (*path, k))


_PARTY_FIELDS = {
    "ties": ("from", "to", "between"), "leverage": ("who", "over"), "demands": ("by", "of"), "measures": ("by", "of"),
    "trends": ("of",), "obstacles": ("between",), "facts": ("about",),
}  # fmt: skip
_ANYONE_FIELDS = {"statements": ("who", "to"), "events": ("who", "to")}
Mention = tuple[Path, str]


def _known(what: str, known: Sequence[str], mentions: Iterable[Mention], *, key: bool = False) -> Iterator[Problem]:
    """Report the names that are mentioned but do not exist."""
    for path, name in mentions:
        if name not in known:
            yield Problem(path, _unknown(what, name, known), key=key)


def _mentions(case: Case, fields: Mapping[str, Sequence[str]]) -> Iterator[Mention]:
    """Go through the names that entries of listed sections mention in some fields."""
    for section, names in fields.items():
        for k, entry in enumerate(getattr(case, section)):
            for name in names:
                value = getattr(entry, "from_" if name == "from" else name)
                for who in value if isinstance(value, tuple) else (value,):
                    if who:  # who it is may be left out while an entry is only proposed
                        yield (section, k, name), who


def _names(case: Case) -> Iterator[Problem]:
    parties = list(case.parties)
    everyone = [*parties, *case.people]
    yield from _known("party", parties, _mentions(case, _PARTY_FIELDS))
    yield from _known("party or person", everyone, _mentions(case, _ANYONE_FIELDS))
    members = ((("people", name, "party"), one.party) for name, one in case.people.items() if one.party)
    yield from _known("party", parties, members)
    heirs = ((("parties", name, "successor"), one.successor) for name, one in case.parties.items() if one.successor)
    yield from _known("party", parties, heirs)
    heads = (((section, party), party) for section in _BY_PARTY for party in getattr(case, section))
    yield from _known("party", parties, heads, key=True)
    for party in case.parties:
        if party in case.people:
            yield Problem(("people", party), f"found {party!r} as a party and as a person; rename one", key=True)


_BY_PARTY = ("interests", "options", "positions")


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    return f"found the unknown {what} {name!r}{nearest(name, known)}"


def _citations(case: Case) -> Iterator[Problem]:
    if ANALYST in case.sources:
        message = "the name 'analyst' is reserved for judgements; rename this source"
        yield Problem(("sources", ANALYST), message, key=True)
    known = list(case.sources)
    for path, part in walk(case):
        if isinstance(part, Citation):
            for source in part.source_names:
                if source not in case.sources:
                    yield Problem((*path, source), _unknown("source", source, known), key=True)


def _dates(case: Case) -> Iterator[Problem]:
    for path, part in walk(case):
        if path[:1] in {("aftermath",), ("sources",)}:
            continue
        if isinstance(part, When) and part.earliest and part.earliest > case.as_of:
            message = f"found {part}, which is after as_of ({case.as_of}); move the entry to 'aftermath'"
            yield Problem(path, message)
        elif isinstance(part, When) and part.latest and part.latest > case.as_of and part.is_interval:
            message = f"found {part}, which ends after as_of ({case.as_of}); leave the end open with '/..'"
            yield Problem(path, message)
    for k, fact in enumerate(case.facts):
        if fact.year > case.as_of.year:
            message = f"found a figure for {fact.year}, after as_of ({case.as_of}); leave it out"
            yield Problem(("facts", k, "year"), message)


def _claims(case: Case) -> Iterator[Problem]:
    known = [claim.id for claim in case.claims]
    for k, claim in enumerate(case.claims):
        others = [other for other in known if other != claim.id]
        if known.index(claim.id) != k:
            yield Problem(("claims", k, "id"), f"found the claim {claim.id!r} a second time; rename one")
        links = (
            (("claims", k, link, j), other)
            for link in ("supports", "attacks")
            for j, other in enumerate(getattr(claim, link))
        )
        yield from _known("claim", others, links)
    about = ((("claims", k, "about"), claim.about) for k, claim in enumerate(case.claims) if claim.about)
    yield from _known("candidate or party", [*case.candidates, *case.parties], about)


def _candidates(case: Case) -> Iterator[Problem]:
    parties = list(case.parties)
    stand_for = ((("candidates", name, "party"), one.party) for name, one in case.candidates.items() if one.party)
    yield from _known("party", parties, stand_for)
    sides = (
        (("candidates", name, criterion, side), side)
        for name, one in case.candidates.items()
        for criterion in ("acceptability", "leverage", "will")
        for side in getattr(one, criterion)
    )
    yield from _known("party", parties, sides, key=True)


def _brokering(case: Case) -> Iterator[Problem]:
    known, path = list(case.candidates), ("brokering", "between")
    later = ((("aftermath", k, "broker"), one.broker) for k, one in enumerate(case.aftermath) if one.broker)
    yield from _known("candidate", known, later)
    sides: tuple[str, ...] = case.brokering.between if case.brokering else ()
    advice = case.brokering.advice if case.brokering else ()
    yield from _known("party", list(case.parties), (((*path, k), side) for k, side in enumerate(sides)))
    if len(set(sides)) < len(sides):
        yield Problem(path, f"found {sides[0]!r} on both sides, expected two different parties")
    yield from _known("candidate", known, ((("brokering", "advice", k, "by"), one.by) for k, one in enumerate(advice)))
    yield from _known("side", sides, ((("brokering", "advice", k, "to"), one.to) for k, one in enumerate(advice)))


def _issues(case: Case) -> Iterator[Problem]:
    movers = (
        (("issues", issue, "moved_by", k), party)
        for issue, entry in case.issues.items()
        for k, party in enumerate(entry.moved_by)
    )
    yield from _known("party", list(case.parties), movers)
    acts = [f"{party}.{option}" for party, named in case.options.items() for option in named]
    for issue, entry in case.issues.items():
        path = ("issues", issue)
        if len(set(entry.names)) < max(2, len(entry.names)):
            message = f"found the options {list(entry.names)}, expected at least two, all different"
            yield Problem((*path, "options"), message)
        if entry.now is not None and entry.now not in entry.names:
            yield Problem((*path, "now"), _unknown("option", entry.now, entry.names))
        reached = (((*path, "means", option), option) for option in entry.means)
        yield from _known("option", entry.names, reached, key=True)
        for option, condition in entry.means.items():
            yield from _conditions(condition, acts, (*path, "means", option))


def _positions(case: Case) -> Iterator[Problem]:
    names = [f"{issue}.{option}" for issue, entry in case.issues.items() for option in entry.names]
    for party, position in case.positions.items():
        valued = (
            (("positions", party, field, issue), issue)
            for field in ("weights", "values")
            for issue in getattr(position, field)
        )
        yield from _known("issue", list(case.issues), valued, key=True)
        yield from _lengths(case.issues, party, position.values)
        for k, line in enumerate(position.red_lines):
            yield from _conditions(line, names, ("positions", party, "red_lines", k))
        for k, term in enumerate(position.terms):
            yield from _conditions(term.when, names, ("positions", party, "terms", k, "when"))
    for k, link in enumerate(case.links):
        yield from _conditions(link.condition, names, _constraint_path("links", k, link))


def _lengths(issues: dict[str, Issue], party: str, values: dict[str, tuple[Any, ...]]) -> Iterator[Problem]:
    for issue, row in values.items():
        if issue in issues and len(row) != len(issues[issue].names):
            message = f"found {len(row)} values, expected {len(issues[issue].names)}, one for each option in order"
            yield Problem(("positions", party, "values", issue), message)


def _conditions(condition: Condition, known: Sequence[str], path: Path) -> Iterator[Problem]:
    for option in options_in(condition.tree):
        if option.full not in known:
            message = f"{_unknown('option', option.full, known)} (character {option.at + 1} of {condition.text!r})"
            yield Problem(path, message)


def _constraint_path(section: str, k: int, constraint: Constraint) -> Path:
    return (section, k, "never") if constraint.never else (section, k, "rule")


def _moves(case: Case) -> list[Problem]:
    try:
        space = state_space(case)
    except LimitError as error:
        return [Problem(("options",), str(error))]
    return [*_option_names(case, space), *_rules(case, space)]


def _outlook(case: Case) -> list[Problem]:
    if not case.options or _moves(case):
        return []  # it would only repeat these
    space = state_space(case)
    if not space.feasible.any():
        message = (
            "the rules leave no feasible state: leave rules out one by one to find those that contradict each other"
        )
        return [Problem(("feasible",), message, key=True)]
    return [*_now(case, space), *_preferences(case.preferences, space, ("preferences",)), *_policies(case, space)]


def _option_names(case: Case, space: StateSpace) -> Iterator[Problem]:
    one_way = ((("one_way", option), option) for option in case.one_way)
    yield from _known("option", space.options, one_way, key=True)
    if isinstance(case.now, tuple):
        yield from _known("option", space.options, ((("now", k), option) for k, option in enumerate(case.now)))
    elif case.now is not None:
        yield from _states((case.now,), space, ("now",))
    assumed = (
        (("policies", name, "assume", option), option)
        for name, policy in case.policies.items()
        for option in policy.assume
    )
    yield from _known("option", space.options, assumed, key=True)
    for path, maker, _ in _wishes(case):
        if maker not in space.owners:
            message = f"found preferences of {maker!r}, which has no options{nearest(maker, list(space.owners))}"
            yield Problem(path, message, key=True)


def _wishes(case: Case) -> Iterator[tuple[Path, str, Preferences]]:
    """Go through all preferences, those under policies too."""
    for maker, preferences in case.preferences.items():
        yield ("preferences", maker), maker, preferences
    for name, policy in case.policies.items():
        for maker, preferences in policy.prefer.items():
            yield ("policies", name, "prefer", maker), maker, preferences


def _rules(case: Case, space: StateSpace) -> Iterator[Problem]:
    for path, condition in _all_conditions(case):
        yield from _conditions(condition, space.options, path)
    movers = (
        (("policies", name, field, k, "by"), move.by)
        for name, policy in case.policies.items()
        for field in ("allow", "forbid")
        for k, move in enumerate(getattr(policy, field))
    )
    yield from _known("decision maker", list(space.owners), movers)
    for path, _, preferences in _wishes(case):
        yield from _rankings(preferences, space, path)


def _all_conditions(case: Case) -> Iterator[tuple[Path, Condition]]:
    """Go through every expression over options."""
    for k, rule in enumerate(case.feasible):
        yield _constraint_path("feasible", k, rule), rule.condition
    for path, part in walk({"targets": case.targets, "statements": case.statements, "demands": case.demands}):
        if isinstance(part, Condition):
            yield path, part
    for name, policy in case.policies.items():
        for path, part in walk((policy.allow, policy.forbid)):
            if isinstance(part, Condition):
                yield ("policies", name, ("allow", "forbid")[int(path[0])], *path[1:]), part
    for path, _, preferences in _wishes(case):
        inner = path if preferences.model_fields_set == {"statements"} else (*path, "statements")
        for k, statement in enumerate(preferences.statements or ()):
            yield (*inner, k), statement.that


def _rankings(preferences: Preferences, space: StateSpace, path: Path) -> Iterator[Problem]:
    for k, group in enumerate(preferences.ranking or ()):
        yield from _states(group, space, (*path, "ranking", k))


def _states(refs: Iterable[StateRef], space: StateSpace, path: Path) -> Iterator[Problem]:
    for ref in refs:
        try:
            space.state(ref)
        except CaseError as error:
            yield Problem(path, str(error))


def _now(case: Case, space: StateSpace) -> Iterator[Problem]:
    state = None if case.now is None else space.state(case.now)
    if state is not None and not space.feasible[state]:
        yield Problem(("now",), f"found a state that the rules forbid: {_broken(space, state)}; change the rule or now")


def _broken(space: StateSpace, state: int) -> str:
    """Name the first rule that an infeasible state breaks."""
    return next(
        rule.text for rule in space.constraints if bool(space.mask(rule.condition)[state]) == (rule.never is not None)
    )


def _preferences(preferences: dict[str, Preferences], space: StateSpace, path: Path) -> Iterator[Problem]:
    for maker, wish in preferences.items():
        try:
            ranks(space, wish)
        except CaseError as error:
            yield Problem((*path, maker), str(error))


def _policies(case: Case, space: StateSpace) -> Iterator[Problem]:
    for name, policy in case.policies.items():
        path = ("policies", name)
        yield from _preferences(policy.prefer, space, (*path, "prefer"))
        on = sum(1 << space.index(option) for option, value in policy.assume.items() if value == "on")
        fixed = sum(1 << space.index(option) for option in policy.assume)
        allowed = space.feasible & ((space.states & fixed) == on)
        if not allowed.any():
            yield Problem((*path, "assume"), "found options that the rules never allow together; change one of them")
        elif case.now is not None:
            state = space.state(case.now) & ~fixed | on
            if not space.feasible[state]:
                message = (
                    f"with these options today's state breaks the rule {_broken(space, state)}; assume more or less"
                )
                yield Problem((*path, "assume"), message)


_LOOKS: tuple[tuple[Callable[[Case], Iterable[Problem]], frozenset[str]], ...] = (
    (_names, frozenset({"parties", "people"})),
    (_citations, frozenset({"sources"})),
    (_dates, frozenset({"as_of"})),
    (_claims, frozenset({"claims", "candidates", "parties"})),
    (_candidates, frozenset({"parties"})),
    (_brokering, frozenset({"parties", "candidates", "brokering"})),
    (_issues, frozenset({"parties", "options"})),
    (_positions, frozenset({"issues"})),
    (_moves, frozenset({"options"})),
    (_outlook, frozenset({"options", "feasible"})),
)
