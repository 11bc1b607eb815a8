"""Files of the older program, read as cases and written from them."""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goodoffices.case import Case, state_space
from goodoffices.errors import CaseError, LimitError, MissingSectionError
from goodoffices.outlook import graph_model, solve
from goodoffices.store import read_case, shipped_cases
from goodoffices.store.gmcr import case_from_gmcr, gmcr_from_case, is_gmcr

DAY = dt.date(2020, 5, 1)
FILE: dict[str, Any] = {
    "options": [
        {"name": "go", "permittedDirection": "fwd"},
        {"name": "Stay put!", "permittedDirection": "both"},
        {"name": "stay put", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {"name": "The Mill", "options": [1, 2], "preferences": [[[0, "Y"]], [[1, "N"], [2, "Y"]]]},
        {"name": "if", "options": [0], "preferences": [{"compound": True, "members": [[[1, "Y"]], [[2, "N"]]]}]},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
}


def read(data: Any) -> Case:
    """Read a file of that content."""
    return case_from_gmcr(json.dumps(data), "a/river 2.gmcr", DAY)


def changed(path: tuple[Any, ...], value: Any) -> Any:
    """Return the file with one part replaced, or taken away."""
    data = copy.deepcopy(FILE)
    here: Any = data
    for step in path[:-1]:
        here = here[step]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return data


def test_a_file_becomes_a_case() -> None:
    """Options stand with their decision makers, in their order; names become names, words stay words."""
    case = read(FILE)
    assert (case.case, case.title, case.as_of) == ("river-2", "river 2", DAY)
    assert {party: entry.name for party, entry in case.parties.items()} == {"The-Mill": "The Mill", "if-2": "if"}
    assert state_space(case).options == ("The-Mill.Stay-put", "The-Mill.stay-put", "if-2.go")
    assert case.options["The-Mill"]["Stay-put"].say == "Stay put!"
    assert case.one_way == {"if-2.go": "on", "The-Mill.stay-put": "off"}
    assert [rule.text for rule in case.feasible] == ["never: if-2.go & The-Mill.Stay-put"]
    assert case.plain()["preferences"] == {
        "The-Mill": ["if-2.go", "not The-Mill.Stay-put & The-Mill.stay-put"],
        "if-2": ["(The-Mill.Stay-put) | (not The-Mill.stay-put)"],
    }


@pytest.mark.parametrize(
    ("switch", "key"),
    [("useManualPreferenceRanking", "preferenceRanking"), ("useManualPreferenceVectors", "preferenceVector")],
)
def test_rankings_by_hand_number_the_feasible_states_from_1(switch: str, key: str) -> None:
    """In both generations; where the switch is off the statements count."""
    data = {**copy.deepcopy(FILE), switch: True}
    data["decisionMakers"][0][key] = [6, [1, 2], 3, 4, 5]
    case = read(data)
    assert case.preferences["The-Mill"].ranking == ((6,), (0, 1), (2,), (3,), (4,))
    assert case.preferences["if-2"].statements is not None
    data[switch] = False
    assert read(data).preferences["The-Mill"].ranking is None


FAULTS: list[tuple[tuple[Any, ...], Any, str]] = [
    (("options",), ..., "expected the list 'options'"),
    (("decisionMakers",), {}, "expected the list 'decisionMakers'"),
    (("decisionMakers",), [1], "expected the list 'decisionMakers'"),
    (("infeasibles",), None, "expected the list 'infeasibles'"),
    (("decisionMakers", 0, "name"), ..., "expected 'name' in"),
    (("decisionMakers", 0, "options"), ..., "expected 'options' in"),
    (("decisionMakers", 0, "options"), [3], "expected whole numbers from 0 to 2"),
    (("decisionMakers", 0, "options"), [True], "expected whole numbers"),
    (("decisionMakers", 0, "options"), [0, 1, 2], "option 0 belongs to The-Mill and to if-2, expected one owner"),
    (("decisionMakers", 0, "options"), [1], "option 2 belongs to no decision maker"),
    (("options", 0, "name"), ..., "expected 'name' in"),
    (("options", 0, "permittedDirection"), "sideways", "found the direction 'sideways' of option 0"),
    (("options", 0, "permittedDirection"), [], "found the direction"),
    (("options", 0, "name"), "x" * 30_000, "at most 20000 characters"),
    (("infeasibles", 0), [], "expected pairs of an option and Y or N"),
    (("infeasibles", 0), 3, "expected pairs of an option and Y or N"),
    (("infeasibles", 0), [[0]], "expected an option from 0 to 2 and Y or N"),
    (("infeasibles", 0), [[9, "Y"]], "expected an option from 0 to 2 and Y or N"),
    (("infeasibles", 0), {"members": []}, "expected 'members'"),
    (("decisionMakers", 0, "preferences"), True, "as the preferences of a decision maker, expected a list"),
]


@pytest.mark.parametrize(
    ("path", "value", "words"), FAULTS, ids=lambda value: str(value)[:40] if isinstance(value, str) else None
)
def test_a_file_that_does_not_fit_together_is_refused(path: tuple[Any, ...], value: Any, words: str) -> None:
    """With the file and what was expected."""
    with pytest.raises(CaseError, match=r"a/river 2\.gmcr: ") as caught:
        read(changed(path, value))
    assert words in str(caught.value)


@pytest.mark.parametrize("group", [0, 7, [1, 9], True, "x", None])
def test_a_ranking_names_states_that_there_are(group: object) -> None:
    """From 1 to their number."""
    data = changed(("decisionMakers", 0, "preferenceRanking"), [group])
    data["useManualPreferenceRanking"] = True
    with pytest.raises(CaseError, match="expected numbers from 1 to 6"):
        read(data)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[]", "3"])
def test_what_is_no_such_file_is_refused(text: str) -> None:
    """However it is broken."""
    with pytest.raises(CaseError, match="expected"):
        case_from_gmcr(text, "x.gmcr", DAY)


def test_a_file_is_known_by_its_name_and_dated_by_its_clock(tmp_path: Path) -> None:
    """The format holds no day."""
    path = tmp_path / "x.GMCR"
    path.write_text(json.dumps(FILE))
    noon = dt.datetime(2019, 3, 2, 12, tzinfo=dt.UTC).timestamp()
    os.utime(path, (noon, noon))
    assert is_gmcr(str(path))
    assert not is_gmcr("x.yaml")
    assert read_case(path).as_of == dt.date(2019, 3, 2)


@pytest.mark.parametrize("name", [name for name in shipped_cases() if name != "korea-2017" and read_case(name).options])
def test_a_case_that_is_written_and_read_has_the_same_equilibria(name: str) -> None:
    """For every shipped case of a size that the older program takes."""
    case = read_case(name)
    again = case_from_gmcr(gmcr_from_case(case), "x.gmcr", case.as_of)
    before, after = graph_model(case), graph_model(again)
    assert (before.feasible == after.feasible).all()
    assert (before.ranks == after.ranks).all()
    assert dict(before.one_way) == dict(after.one_way)
    for concept, states in solve(before).equilibria.items():
        assert np.array_equal(states, solve(after).equilibria[concept])


def test_the_small_case_is_written_with_its_rules(small: Case) -> None:
    """Rules become patterns of what cannot be."""
    data = json.loads(gmcr_from_case(small))
    assert data["infeasibles"] == [[[2, "Y"], [1, "Y"]], [[0, "Y"], [2, "Y"]]]
    assert [maker["name"] for maker in data["decisionMakers"]] == ["Upstream", "Downstream"]
    assert data["decisionMakers"][1]["preferenceRanking"] == [4, [1, 2], 3, 5]
    assert [option["permittedDirection"] for option in data["options"]] == ["both", "both", "fwd"]


@pytest.mark.parametrize(
    ("rule", "patterns"),
    [
        ("UP.release requires DOWN.open", [[[0, "Y"], [1, "N"]]]),
        ("UP.release iff DOWN.open", [[[0, "Y"], [1, "N"]], [[1, "Y"], [0, "N"]]]),
        ("UP.release if DOWN.open & not DOWN.open", []),
        ("{never: not (UP.release | DOWN.open)}", [[[0, "N"], [1, "N"]]]),
    ],
)
def test_every_word_of_the_grammar_has_patterns(rule: str, patterns: list[Any], small: Case) -> None:
    """Those that contradict themselves are left out."""
    constraint = type(small.feasible[0]).model_validate({"never": rule[8:-1]} if rule.startswith("{") else rule)
    wishes = type(small.preferences["UP"]).model_validate([])
    case = small.model_copy(update={"feasible": (constraint,), "preferences": dict.fromkeys(small.options, wishes)})
    found = json.loads(gmcr_from_case(case))["infeasibles"]
    assert sorted(map(sorted, found)) == sorted(map(sorted, patterns))


def test_what_the_format_cannot_hold_is_refused(small: Case) -> None:
    """A case without options, and a rule of too many patterns."""
    with pytest.raises(MissingSectionError):
        gmcr_from_case(small.model_copy(update={"options": {}}))
    rule = type(small.feasible[0]).model_validate({"never": " & ".join(["(UP.release | DOWN.open)"] * 14)})
    wishes = type(small.preferences["UP"]).model_validate([])
    case = small.model_copy(update={"feasible": (rule,), "preferences": dict.fromkeys(small.options, wishes)})
    with pytest.raises(LimitError, match="split the rule"):
        gmcr_from_case(case)
