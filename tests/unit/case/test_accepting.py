"""What is only proposed stands in a case, says less if it must, and is read by no engine."""

from __future__ import annotations

from typing import Any

import pytest

from goodoffices.brief import compose
from goodoffices.brief.filtering import at_level
from goodoffices.case import Case, accepted, problems, state_space
from goodoffices.mapping import (
    find_preconditions,
    interest_overlap,
    map_case,
    set_against_events,
    tie_network,
    timeline,
)
from goodoffices.outlook import cautions, graph_model
from goodoffices.settle.assurance import trust_reading

CITE = {"analyst": "a reason"}
PROPOSED: dict[str, dict[str, Any]] = {
    "ties": {"between": ["UP", "NO"], "kind": "war", "sign": "-", "cite": CITE},
    "leverage": {"who": "UP", "over": "DOWN", "basis": "water", "strength": [0, 1], "cite": CITE},
    "statements": {"when": "2020-04-01", "cite": CITE},
    "demands": {"kind": "precondition", "what": "leave", "cite": CITE},
    "events": {"when": "2020-04-02", "type": "closure", "cite": CITE},
    "measures": {"by": "UP", "of": "DOWN", "kind": "other", "what": "w", "when": "2020", "meant_to": "m", "cite": CITE},
    "trends": {"of": "UP", "what": "w", "per_year": 1, "cite": CITE},
    "obstacles": {"kind": "distrust", "between": ["UP", "DOWN"], "severity": [0, 1], "trust": 0, "cite": CITE},
    "facts": {"about": "UP", "what": "w", "value": 1, "year": 2019, "cite": CITE},
    "claims": {"id": "new", "text": "t", "cite": CITE},
    "aftermath": {"when": "2021", "what": "w", "cite": CITE},
}


def with_proposals(small: Case) -> Case:
    """Add a proposal to every section."""
    data = accepted(small).plain()
    for section, entry in PROPOSED.items():
        data[section] = [entry | {"status": "proposed"}, *data.get(section, [])]
    data["interests"]["NO"] = [{"want": "fish", "topic": "quiet", "cite": CITE, "status": "proposed"}]
    data["interests"]["UP"].append({"want": "more", "cite": CITE, "status": "proposed"})
    data["options"]["NO"] = {"ask": {"say": "Ask", "entry": "proposed"}}
    data["options"]["UP"]["sell"] = {"say": "Sell", "entry": "proposed"}
    return Case.model_validate(data)


def test_what_is_accepted_is_the_case_without_proposals(small: Case) -> None:
    """Every section; parties left without any option or interest are left out of these sections."""
    plain = accepted(small)
    more = with_proposals(small)
    assert accepted(more).plain() == plain.plain()
    assert accepted(plain) is plain
    assert more.demands[0].status == "proposed"


def test_a_party_with_an_empty_list_keeps_it(small: Case) -> None:
    """Only what proposals leave empty is left out."""
    data = with_proposals(small).plain()
    data["interests"]["town"] = []
    data["options"]["town"] = {}
    found = accepted(Case.model_validate(data))
    assert found.interests["town"] == ()
    assert found.options["town"] == {}


def test_proposals_are_sound(small: Case) -> None:
    """They are checked like everything else: an unknown party is one in a proposal too."""
    assert not problems(with_proposals(small))
    data = with_proposals(small).plain()
    data["events"][0]["who"] = "XX"
    assert "unknown party or person 'XX'" in problems(Case.model_validate(data))[0].message


@pytest.mark.parametrize(
    ("section", "gone", "expected"),
    [
        ("statements", "who", "found no 'who'"),
        ("events", "who", "found no 'who'"),
        ("demands", "by", "found no 'by'"),
    ],
)
def test_an_accepted_entry_says_who(small: Case, section: str, gone: str, expected: str) -> None:
    """A proposed one may leave that to the person who accepts it."""
    entry = {"who": "UP", "by": "UP"} | PROPOSED[section] | {"kind": "aim"}
    keys = set(type(getattr(small, section)[0]).model_fields)
    full = {key: value for key, value in entry.items() if key in keys}
    model = type(getattr(small, section)[0])
    model.model_validate(full)
    del full[gone]
    model.model_validate(full | {"status": "proposed"})
    with pytest.raises(ValueError, match=expected):
        model.model_validate(full)


def test_only_a_precondition_has_to_say_of_whom(small: Case) -> None:
    """A request may be of nobody by name; who is waited for has to be known."""
    model = type(small.demands[0])
    entry = {"by": "UP", "what": "w", "cite": CITE}
    assert model.model_validate(entry | {"kind": "request"}).of is None
    with pytest.raises(ValueError, match="a precondition without 'of'"):
        model.model_validate(entry | {"kind": "precondition"})


def test_a_proposed_option_is_none_yet(small: Case) -> None:
    """It adds no state; an expression that names it is told that there is no such option."""
    more = with_proposals(small)
    assert state_space(more).options == state_space(small).options
    data = more.plain()
    data["targets"]["sold"] = "UP.sell"
    assert "unknown option 'UP.sell'" in problems(Case.model_validate(data))[0].message
    assert cautions(more) == cautions(accepted(small))


def test_no_engine_reads_proposals(small: Case) -> None:
    """The map, its parts, the graph model and the reading of trust are those of what is accepted."""
    plain, more = accepted(small), with_proposals(small)
    assert map_case(more).to_json() == map_case(plain).to_json()
    assert tie_network(more).to_json() == tie_network(plain).to_json()
    assert interest_overlap(more).to_json() == interest_overlap(plain).to_json()
    assert find_preconditions(more).to_json() == find_preconditions(plain).to_json()
    assert timeline(more) == timeline(plain)
    assert [row.to_json() for row in set_against_events(more)] == [row.to_json() for row in set_against_events(plain)]
    assert graph_model(more).options == graph_model(plain).options
    assert trust_reading(more, []) == trust_reading(plain, [])


def test_a_brief_leaves_proposals_out_and_counts_them(small: Case) -> None:
    """Options among them; a party without a role is called undecided."""
    shown = at_level(with_proposals(small), "confidential")
    assert "NO" not in shown.case.options
    assert set(shown.case.options["UP"]) == {"release"}
    assert shown.proposed == len(PROPOSED) + 4
    data = accepted(small).plain()
    data["parties"]["A"] = data["parties"]["B"] = {"name": "New", "kind": "other", "role": "undecided"}
    assert "undecided: New and New" in compose(Case.model_validate(data)).markdown()


def test_a_party_may_be_undecided(small: Case) -> None:
    """Until a person has said what it is in the crisis."""
    data = small.plain()
    data["parties"]["NEW"] = {"name": "New", "kind": "other", "role": "undecided"}
    assert Case.model_validate(data).parties["NEW"].role == "undecided"
