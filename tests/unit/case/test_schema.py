"""The JSON Schema for editors accepts what the loader accepts, and refuses unknown keys."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest

from goodoffices.case import Case, json_schema
from goodoffices.store import find_case, shipped_cases
from goodoffices.store.yamltext import read_yaml

HEAD = {
    "case": "x",
    "title": "t",
    "as_of": "2020-01-01",
    "parties": {"A": {"name": "a", "kind": "state", "role": "principal"}},
}
WHY = {"analyst": "w"}
SHORT_FORMS: list[dict[str, Any]] = [
    {"feasible": ["A.x", {"never": "A.x"}, {"rule": "A.x", "why": "w"}]},
    {"preferences": {"A": ["A.x", {"that": "A.x", "confidence": [0, 0.5, 1], "unknown": True}]}},
    {"preferences": {"A": {"ranking": [3, ["A.x"], [["A.x"], 2], []]}}},
    {"preferences": {"A": {"payoffs": {"0": 1, "1": 2.5}}}},
    {"preferences": {"A": {"payoffs": [1, 2.5]}}},
    {"preferences": {"A": {"statements": ["A.x"], "note": "n", "confidence": 0.5}}},
    {"targets": {"t": "A.x", "u v": {"that": "A.x", "say": "s"}}},
    {"now": 3},
    {"now": ["A.x"]},
    {"now": []},
    {"one_way": {"A.x": "on"}},
    {"one_way": {"A.x": True}},
    {
        "policies": {
            "p": {
                "assume": {"A.x": "off", "A.y": False},
                "prefer": {"A": ["A.x"]},
                "forbid": [{"by": "A", "from": "A.x", "to": "A.y"}],
            }
        }
    },
    {"issues": {"i": ["a", 2, 0.5]}},
    {"issues": {"i": {"options": {"a": "b"}, "now": "a"}}},
    {"issues": {"i": {"options": ["a", 1], "now": 1}}},
    {"ties": [{"between": ["A", "B"], "kind": "war", "sign": sign, "cite": WHY} for sign in ("+", "-", 0, "0", 1, -1)]},
    {
        "ties": [
            {"from": "A", "to": "B", "kind": "war", "sign": "+", "strength": 0.5, "when": 2017, "cite": {"wt": "words"}}
        ]
    },
    {
        "ties": [
            {
                "from": "A",
                "to": "B",
                "kind": "war",
                "sign": "+",
                "cite": {"wt": {"exact": "w", "prefix": "p", "suffix": "s"}},
            }
        ]
    },
    {
        "ties": [
            {
                "from": "A",
                "to": "B",
                "kind": "war",
                "sign": "+",
                "cite": {"wt": ["w", {"at": "p"}], "analyst": ["a", "b"]},
            }
        ]
    },
    {
        "ties": [
            {
                "from": "A",
                "to": "B",
                "kind": "war",
                "sign": "+",
                "cite": {"wt": {"para": 1, "start": 0, "end": 1, "sha256": "0" * 64}},
            }
        ]
    },
    {
        "measures": [
            {"by": "A", "of": ["A"], "kind": "talks", "what": "w", "when": "2017", "meant_to": "m", "cite": WHY}
        ]
    },
    {"statements": [{"who": "A", "to": "B", "said": WHY}, {"who": "A", "to": ["B"], "said": WHY}]},
    {
        "facts": [
            {"about": "A", "what": "w", "value": value, "year": 2000, "cite": WHY} for value in (1, 0.5, "x", True)
        ]
    },
    {
        "positions": {
            "A": {
                "values": {"i": [0, [0, 1], [0, 0.5, 1]]},
                "red_lines": ["i.a"],
                "reserve": {"value": 0.5, "cite": WHY},
            }
        }
    },
    {
        "sources": {
            "s": {"type": "book", "issued": 2017, "volume": 7, "number": "7", "version": 1.5, "container-title": "c"}
        }
    },
]


@pytest.fixture(scope="module")
def validator() -> Any:
    """Return a validator of draft 2020-12 for the schema, which is itself a sound schema."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_json(text: str) -> Any:
    """Return the data of a case file as an editor sees it."""
    return json.loads(json.dumps(read_yaml(text).data))


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_fit_the_schema(validator: Any, name: str) -> None:
    """All of them, as they are written."""
    assert [error.message for error in validator.iter_errors(as_json(find_case(name).text))] == []


def test_the_small_case_fits_the_schema(validator: Any, small_text: str) -> None:
    """It holds every section."""
    assert [error.message for error in validator.iter_errors(as_json(small_text))] == []


@pytest.mark.parametrize("form", SHORT_FORMS, ids=json.dumps)
def test_every_form_fits_the_schema_as_it_fits_the_models(validator: Any, form: dict[str, Any]) -> None:
    """Short and long."""
    assert [error.message for error in validator.iter_errors({**HEAD, **form})] == []
    assert Case.model_validate({**HEAD, **form}).title == "t"


def test_required_keys_are_required(validator: Any) -> None:
    """These four and no others."""
    assert validator.is_valid(HEAD)
    for key in HEAD:
        assert not validator.is_valid({name: value for name, value in HEAD.items() if name != key})


def test_an_unknown_key_does_not_fit_anywhere(validator: Any, small_text: str) -> None:
    """In no mapping that has fixed keys: adding one to it, wherever it stands, is seen."""
    whole = as_json(small_text)
    spots = [path for path in _mappings(whole, ()) if not _free(path)]
    assert len(spots) > 60
    for path in spots:
        changed = copy.deepcopy(whole)
        here = changed
        for part in path:
            here = here[part]
        here["surplus"] = "x"
        assert not validator.is_valid(changed), path


def _mappings(part: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    if isinstance(part, dict):
        return [path, *(found for key, value in part.items() for found in _mappings(value, (*path, key)))]
    if isinstance(part, list):
        return [found for k, value in enumerate(part) for found in _mappings(value, (*path, k))]
    return []


def _free(path: tuple[Any, ...]) -> bool:
    """Say whether the keys of a mapping are names that the author chooses."""
    names = {
        "sources",
        "parties",
        "people",
        "options",
        "one_way",
        "targets",
        "policies",
        "issues",
        "positions",
        "candidates",
    }
    chosen = {
        "cite",
        "said",
        "reported",
        "assume",
        "prefer",
        "payoffs",
        "weights",
        "values",
        "acceptability",
        "options",
    }
    sections = {"interests", "preferences"}
    return bool(path) and (
        path[-1] in chosen
        or (len(path) == 1 and path[0] in names | sections)
        or (len(path) == 2 and path[0] == "options")
    )
