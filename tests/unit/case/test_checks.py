"""What a well-formed case may still get wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from goodoffices.case import Case, Citation, problems, walk
from goodoffices.case.dates import When
from goodoffices.errors import CaseFileError

EXTRA_RULE = ("  - DOWN.complain excludes DOWN.open\n", "  - DOWN.complain excludes DOWN.open\n  - %s\n")

FAULTS = {
    "tie to an unknown party": (
        "{between: [UP, DOWN], kind: treaty",
        "{between: [UP, DOWM], kind: treaty",
        "38:15: ties[0].between: found the unknown party 'DOWM'; did you mean 'DOWN'?",
    ),
    "directed tie": ("{from: NO, to: UP", "{from: NOR, to: UP", "ties[2].from: found the unknown party 'NOR'"),
    "leverage": ("who: NO, over: UP", "who: NO, over: US", "leverage[0].over: found the unknown party 'US'"),
    "demand": ("{id: first, by: UP,", "{id: first, by: envoy,", "demands[0].by: found the unknown party 'envoy'"),
    "measure": ("by: [NO, DOWN], of: UP", "by: [NO, DOWN], of: XX", "measures[0].of: found the unknown party 'XX'"),
    "trend": ("of: UP, what: storage", "of: XX, what: storage", "trends[0].of: found the unknown party 'XX'"),
    "obstacle": ("between: [UP], severity", "between: [XX], severity", "obstacles[1].between: found the unknown party"),
    "fact": ("about: UP, what: dams", "about: XX, what: dams", "facts[0].about: found the unknown party 'XX'"),
    "statement": ("who: DOWN, to: [UP, envoy]", "who: DOWN, to: [UP, envoi]", "did you mean 'envoy'?"),
    "event": ("who: DOWN, type: drought", "who: DAWN, type: drought", "found the unknown party or person 'DAWN'"),
    "person's party": (
        "of Water, party: UP",
        "of Water, party: XX",
        "people.minister.party: found the unknown party 'XX'",
    ),
    "successor": ("successor: DOWN", "successor: XX", "parties.OLD.successor: found the unknown party 'XX'"),
    "interests of nobody": ("  UP: [{want: power", "  XX: [{want: power", "interests.XX: found the unknown party 'XX'"),
    "options of nobody": ("  UP: {release:", "  XX: {release:", "options.XX: found the unknown party 'XX'"),
    "positions of nobody": ("  DOWN: {weights:", "  XX: {weights:", "positions.XX: found the unknown party 'XX'"),
    "party and person": (
        "  envoy: {name: Kim Roe}",
        "  UP: {name: Kim Roe}",
        "people.UP: found 'UP' as a party and as a person",
    ),
    "source called analyst": (
        "  accord:   # its",
        "  analyst:   # its",
        "sources.analyst: the name 'analyst' is reserved",
    ),
    "unknown source": (
        "{report: the canal is open}",
        "{raport: the canal is open}",
        "demands[0].cite.raport: found the unknown source 'raport'; did you mean 'report'?",
    ),
    "event after as_of": (
        "when: 2020-04-10",
        "when: 2020-05-02",
        "events[2].when: found 2020-05-02, which is after as_of (2020-05-01); move the entry to 'aftermath'",
    ),
    "tie that ends after as_of": (
        "2001/2010",
        "2001/2021",
        "ends after as_of (2020-05-01); leave the end open with '/..'",
    ),
    "fact of a later year": (
        "true, year: 2020",
        "true, year: 2021",
        "facts[1].year: found a figure for 2021, after as_of",
    ),
    "claim twice": ("{id: hope,", "{id: patience,", "claims[1].id: found the claim 'patience' a second time"),
    "claim supports nothing": (
        "supports: [hope]",
        "supports: [hop]",
        "claims[0].supports[0]: found the unknown claim 'hop'",
    ),
    "claim attacks itself": (
        "attacks: [patience]",
        "attacks: [hope]",
        "claims[1].attacks[0]: found the unknown claim 'hope'",
    ),
    "claim about nobody": (
        "about: NO, supports",
        "about: XX, supports",
        "claims[0].about: found the unknown candidate or party",
    ),
    "candidate for nobody": (
        "{party: NO, kind",
        "{party: XX, kind",
        "candidates.NO.party: found the unknown party 'XX'",
    ),
    "acceptable to nobody": (
        "acceptability: {UP:",
        "acceptability: {XX:",
        "candidates.NO.acceptability.XX: found the unknown",
    ),
    "leverage over nobody": (
        "leverage: {UP: {value: 0,",
        "leverage: {XX: {value: 0,",
        "candidates.direct.leverage.XX: found the unknown party 'XX'",
    ),
    "will to press nobody": (
        "will: {UP: {value: [0, 0.2]",
        "will: {XX: {value: [0, 0.2]",
        "candidates.direct.will.XX: found the unknown party 'XX'",
    ),
    "brokering with nobody": (
        "  between: [UP, DOWN]\n",
        "  between: [UP, XX]\n",
        "brokering.between[1]: found the unknown party 'XX'",
    ),
    "brokering with oneself": (
        "  between: [UP, DOWN]\n",
        "  between: [DOWN, DOWN]\n",
        "brokering.between: found 'DOWN' on both sides, expected two different parties",
    ),
    "advice by nobody": (
        "      by: NO\n",
        "      by: XX\n",
        "brokering.advice[0].by: found the unknown candidate 'XX'",
    ),
    "advice to a third": ("      to: DOWN ", "      to: NO ", "brokering.advice[0].to: found the unknown side 'NO'"),
    "brokered by nobody": ("broker: NO, cite", "broker: XX, cite", "aftermath[0].broker: found the unknown candidate"),
    "moved by nobody": ("moved_by: [UP]", "moved_by: [XX]", "issues.flow.moved_by[0]: found the unknown party 'XX'"),
    "one option only": (
        "canal: [shut, ajar, 2]",
        "canal: [shut]",
        "issues.canal.options: found the options ['shut'], expected at least two",
    ),
    "an option twice": ("canal: [shut, ajar, 2]", "canal: [shut, ajar, shut]", "expected at least two, all different"),
    "now is no option": (
        "now: none, moved",
        "now: nothing, moved",
        "issues.flow.now: found the unknown option 'nothing'",
    ),
    "weight of no issue": (
        "weights: {flow: 0.4",
        "weights: {flood: 0.4",
        "positions.UP.weights.flood: found the unknown issue",
    ),
    "too few values": (
        "values: {flow: [0, 0.5, 1]",
        "values: {flow: [0, 0.5]",
        "positions.DOWN.values.flow: found 2 values, expected 3, one for each option in order",
    ),
    "values of no issue": (
        "values: {flow: [0, 0.5, 1]",
        "values: {flaw: [0, 0.5]",
        "positions.DOWN.values.flaw: found the unknown issue",
    ),
    "red line over nothing": (
        "red_lines: [not flow.all]",
        "red_lines: [not flow.al]",
        "found the unknown option 'flow.al'; did you mean 'flow.all'? (character 5 of 'not flow.al')",
    ),
    "link over nothing": (
        "  - {never: flow.all",
        "  - {never: flow.some",
        "links[1].never: found the unknown option 'flow.some'",
    ),
    "link in the short form": (
        'flow."half of it" requires',
        'flow."half" requires',
        "links[0]: found the unknown option 'flow.half'",
    ),
    "one way of nothing": (
        "{DOWN.complain: on}",
        "{DOWN.moan: on}",
        "one_way.DOWN.moan: found the unknown option 'DOWN.moan'",
    ),
    "now of nothing": ("now: []\n", "now: [UP.release, UP.realise]\n", "now[1]: found the unknown option 'UP.realise'"),
    "now out of range": ("now: []\n", "now: 8\n", "now: found the state 8, expected 0 to 7 with 3 options"),
    "now against a rule": (
        "now: []\n",
        "now: [DOWN.open, DOWN.complain]\n",
        "now: found a state that the rules forbid: DOWN.complain excludes DOWN.open; change the rule or now",
    ),
    "now against never": ("now: []\n", "now: 5\n", "the rules forbid: never: UP.release & DOWN.complain; change"),
    "assume nothing known": (
        "assume: {UP.release: on}",
        "assume: {UP.relase: on}",
        "policies.water first.assume.UP.relase: found",
    ),
    "preferences without options": (
        "  UP:\n    - {that: DOWN.open",
        "  NO:\n    - {that: DOWN.open",
        "found preferences of 'NO', which has no options",
    ),
    "preferences under a policy": (
        "UP: [UP.release iff",
        "NO: [UP.release iff",
        "policies.changed: mind.prefer.NO: found preferences",
    ),
    "unknown option in a rule": (
        EXTRA_RULE[0],
        EXTRA_RULE[1] % "UP.release requires DOWN.opn",
        "feasible[1]: found the unknown option 'DOWN.opn'; did you mean 'DOWN.open'? (character 21 of",
    ),
    "unknown option in a statement": (
        "    - not DOWN.complain\n",
        "    - not DOWN.moan\n",
        "preferences.UP[1]: found the unknown option",
    ),
    "unknown option in a target": (
        "  deal: UP.release",
        "  deal: UP.relent",
        "targets.deal: found the unknown option 'UP.relent'",
    ),
    "unknown option in what was meant": (
        "means: [UP.release",
        "means: [UP.relent",
        "statements[0].means[0]: found the unknown option",
    ),
    "unknown option in a demand": (
        "needs: DOWN.open,",
        "needs: DOWN.close,",
        "demands[0].needs: found the unknown option 'DOWN.close'",
    ),
    "unknown option in a move": (
        "from: UP.release, to",
        "from: UP.rel, to",
        "policies.barred.allow[0].from: found the unknown option",
    ),
    "unknown mover": (
        "{by: DOWN, from:",
        "{by: NO, from:",
        "policies.barred.forbid[0].by: found the unknown decision maker 'NO'",
    ),
    "unknown option in a ranking": (
        "[[UP.release], 0]",
        "[[UP.relent], 0]",
        "preferences.DOWN.ranking[1]: found the unknown option",
    ),
    "ranking not covering": ("[DOWN.open], 4]", "[DOWN.open]]", "1 feasible states are missing from the ranking"),
    "ranking with an infeasible state": (
        "[DOWN.open], 4]",
        "[DOWN.open], 4, 5]",
        "preferences.DOWN: found the infeasible state 5",
    ),
    "payoffs not covering": (
        "3: 3, 4: 0}",
        "3: 3}",
        "policies.changed: mind.prefer.DOWN: 1 feasible states are missing from the pay",
    ),
    "no feasible state": (
        EXTRA_RULE[0],
        EXTRA_RULE[1] % "{never: DOWN.open | not DOWN.open}",
        "feasible: the rules leave no feasible state",
    ),
    "assumed together against a rule": (
        "assume: {UP.release: on}",
        "assume: {UP.release: on, DOWN.complain: on}",
        "policies.water first.assume: found options that the rules never allow together",
    ),
    "assumed against today": (
        EXTRA_RULE[0],
        EXTRA_RULE[1] % "UP.release requires DOWN.open",
        "policies.water first.assume: with these options today's state breaks the rule UP.release requires DOWN.open",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_line(name: str, changed_text: Callable[..., str], changed: Callable[..., Case]) -> None:
    """What was found, where, and what may have been meant; the line is that of the change."""
    old, new, words = FAULTS[name]
    with pytest.raises(CaseFileError) as caught:
        changed((old, new))
    (line,) = [one for one in caught.value.problems if words in one]
    before = changed_text((old, new)).splitlines()
    place, number, column, _ = line.split(":", 3)
    assert place == "small.yaml"
    assert 1 <= int(column) <= len(before[int(number) - 1])


def test_the_line_is_that_of_the_fault(changed: Callable[..., Case], changed_text: Callable[..., str]) -> None:
    """Exactly, for a key and for a value."""
    text = changed_text(
        ("one_way: {DOWN.complain: on}", "one_way: {DOWN.moan: on}"), ("now: none, moved", "now: nought, moved")
    )
    lines = text.splitlines()
    with pytest.raises(CaseFileError) as caught:
        changed(
            ("one_way: {DOWN.complain: on}", "one_way: {DOWN.moan: on}"), ("now: none, moved", "now: nought, moved")
        )
    first, second = caught.value.problems
    for problem, word in ((first, "DOWN.moan"), (second, "nought")):
        _, line, column, _ = problem.split(":", 3)
        assert lines[int(line) - 1][int(column) - 1 :].startswith(word)


def test_a_sound_case_has_no_problems(small: Case) -> None:
    """The small case holds every section."""
    assert problems(small) == ()


def test_statements_in_the_long_form_stand_under_their_key(changed: Callable[..., Case]) -> None:
    """So that a fault in one of them is found at its own line."""
    old = (
        "    - {that: DOWN.open, confidence: [0.5, 0.9], why: goods pass}\n"
        "    - not DOWN.complain\n"
        "    - {that: not UP.release, unknown: true}\n"
    )
    new = "    statements:\n      - DOWN.open\n      - not DOWN.complane\n    note: in the long form\n"
    with pytest.raises(CaseFileError, match=r"113:9: preferences.UP.statements\[1\]: found the unknown option"):
        changed((old, new))


def test_what_relies_on_a_damaged_section_is_not_looked_at(small: Case) -> None:
    """It would only repeat the fault."""
    bare = small.model_copy(update={"parties": {}})
    assert any("unknown party" in problem.message for problem in problems(bare))
    assert not any("unknown party" in one.message for one in problems(bare, damaged=frozenset({"parties"})))


def test_a_case_without_options_needs_no_states(small: Case) -> None:
    """But what names options then names nothing."""
    empty: dict[str, Any] = {
        "options": {},
        "one_way": {},
        "feasible": (),
        "now": None,
        "preferences": {},
        "targets": {},
        "policies": {},
    }
    found = problems(small.model_copy(update=empty))
    assert {problem.path[0] for problem in found} == {"statements", "demands"}
    assert found[0].message.startswith("found the unknown option 'UP.release' (character 1 of")
    silent = small.model_copy(update={**empty, "statements": (), "demands": ()})
    assert problems(silent) == ()


def test_a_case_without_a_state_of_today_is_sound(small: Case) -> None:
    """Policies are then held against the rules alone."""
    assert problems(small.model_copy(update={"now": None})) == ()


def test_the_walk_names_keys_as_they_are_written(small: Case) -> None:
    """Aliases and not the names of our fields; citations are not taken apart."""
    paths = {path for path, _ in walk(small)}
    assert ("ties", 2, "from") in paths
    assert ("sources", "accord", "container-title") in paths
    assert ("demands", 0, "for") in paths
    assert not any("from_" in path or "for_" in path for path in paths)
    assert isinstance(dict(walk(small))["ties", 0, "cite"], Citation)
    assert isinstance(dict(walk(small))["ties", 0, "when"], When)
    assert not any(path[:3] == ("ties", 0, "cite") and len(path) > 3 for path in paths)
