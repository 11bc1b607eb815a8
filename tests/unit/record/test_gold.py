"""Annotations: what they hold, and what is wrong with one that is not well formed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.record.river import QUOTE, SHA, TEXT, annotation, at

from goodoffices.errors import CaseError
from goodoffices.record.gold import check_gold, read_gold


def test_an_annotation_is_read_with_all_its_sections() -> None:
    """Parties with every name, people with their offices, entries with the values that are right."""
    gold = read_gold(annotation())
    assert gold.sha256 == SHA
    assert (gold.date, gold.authors, gold.spoken_by) == ("2020-05-03", ("Alex Poe",), None)
    assert gold.parties[0].names == ("U", "Upland", "upstream")
    assert gold.people[0].offices == ("Minister of Water", "the upstream Minister of Water")
    assert gold.people[2].author
    statement = gold.sections["statements"][0]
    assert statement.spans == (at(QUOTE),)
    assert statement.direct
    assert gold.sections["events"][1].statement == "st1"
    assert set(gold.sections) == {
        "statements", "demands", "events", "ties", "options", "obstacles", "interests",
    }  # fmt: skip
    check_gold(gold, TEXT)


def test_values_beside_the_value_are_as_good() -> None:
    """`_also`, `_ok` and null are gathered; a position is also an aim, a request or a red line."""
    data = annotation()
    data["demands"][0] |= {"of": None, "of_also": ["U"], "by_ok": "U", "kind": "position"}
    values = read_gold(data).sections["demands"][0].values
    assert values["of"] == (None, "U")
    assert values["by"] == ("D", "U")
    assert values["kind"] == ("position", "aim", "request", "red-line")


def test_an_indirect_statement_stands_where_its_sentence_does() -> None:
    """What has no stretch of its own kind is found by its sentence, its paraphrase or its fragments."""
    data = annotation()
    data["statements"][1]["fragments"] = [{"quote": "will not wait", "start": 0, "end": 1}]
    entry = read_gold(data).sections["statements"][1]
    assert len(entry.spans) == 2
    assert not entry.direct


def _without(data: dict[str, Any], *path: Any) -> dict[str, Any]:
    *way, last = path
    inner: Any = data
    for step in way:
        inner = inner[step]
    del inner[last]
    return data


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([], "expected an annotation: JSON"),
        ({"document": 3}, "with the key 'document'"),
        ({"document": {}, "parties": {}}, "parties: found dict, expected a list"),
        ({"document": {}, "parties": [1]}, "parties[0]: found int, expected keys and values"),
        (_without(annotation(), "parties", 0, "name"), "parties[0]: found None under 'name', expected a text"),
        (_without(annotation(), "events", 0, "span"), "events[0]: expected a stretch under span"),
        (_without(annotation(), "ties", 0, "evidence", "end"), "ties[0].evidence: expected a stretch with 'start'"),
        ({"document": {}, "parties": [{"id": "A", "name": "A", "aliases": [{"text": "A", "spans": [[4, 2]]}]}]},
         "parties[0].aliases[0].spans[0]: expected a stretch"),
        ({"document": {"authors": [{}]}}, "authors[0]: found None under 'name'"),
    ],
)  # fmt: skip
def test_what_is_missing_or_of_the_wrong_form_is_said(data: Any, expected: str) -> None:
    """Each problem with its place."""
    with pytest.raises(CaseError) as refused:
        read_gold(data)
    assert expected in str(refused.value)


def test_many_problems_are_not_all_listed() -> None:
    """The first dozen, and how many more."""
    with pytest.raises(CaseError, match="and 18 more"):
        read_gold({"document": {}, "people": [{}] * 15})


def test_stretches_have_to_hold_their_words() -> None:
    """An offset that is wrong by one is reported with both words; so is another text."""
    data = annotation()
    data["events"][0]["span"]["start"] += 1
    data["events"][0]["span"]["end"] += 1
    with pytest.raises(CaseError, match=r"events\[0\].span: found 'ownland closed"):
        check_gold(read_gold(data), TEXT)
    with pytest.raises(CaseError, match="another SHA-256"):
        check_gold(read_gold(annotation()), TEXT[1:])


def test_a_mention_beyond_the_text_is_reported() -> None:
    """Mentions give no words; their offsets are looked at all the same."""
    party = {"id": "A", "name": "A", "aliases": [{"text": "A", "spans": [[3, 9]]}]}
    gold = read_gold({"document": {}, "parties": [party]})
    with pytest.raises(CaseError, match="ends at 9, expected at most 5"):
        check_gold(gold, "short")
    check_gold(gold, "long enough")
