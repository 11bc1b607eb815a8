"""Whatever is changed in a case is what is read back, and the rest stays."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.case import Case
from goodoffices.store import case_from_text, write_case

WORDS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.text(alphabet="0123456789.eE+-xo_~:TZ", min_size=1, max_size=8),
    st.sampled_from(
        [
            "NO",
            "on",
            "044",
            "true",
            "null",
            "~",
            "- x",
            "a: b",
            "# x",
            "[x",
            "{x}",
            "x #y",
            "'",
            '"',
            "? x",
            "x\ny",
            "x " * 90,
        ]
    ),
).filter(lambda words: bool(words.strip()) and words.isprintable() | ("\n" in words))
CITE = {"analyst": "a reason"}
FRESH: dict[str, Any] = {
    "ties": {"between": ["UP", "NO"], "kind": "other", "sign": "-", "strength": [0.1, 0.2], "cite": CITE},
    "events": {
        "when": "2019-01~",
        "who": "UP",
        "to": ["DOWN"],
        "type": "x",
        "cameo": "057",
        "cite": {"report": {"at": "p. 1"}},
    },
    "facts": {"about": ["NO"], "what": "w", "value": 3, "year": 1999, "cite": CITE},
    "claims": {"id": "fresh", "text": "t", "cite": {"analyst": ["one", "two"]}},
    "aftermath": {"when": "2021/..", "what": "w", "cite": CITE},
    "people": {"name": "A name", "party": "NO"},
    "sources": {"type": "book", "author": [{"family": "Doe"}], "container-title": "c"},
    "targets": "UP.release | DOWN.open",
}


@st.composite
def edits(draw: st.DrawFn, plain: dict[str, Any]) -> dict[str, Any]:
    """Draw a few changes of a case: words replaced, entries added, taken away, moved, put in another order."""
    data = copy.deepcopy(plain)
    for _ in range(draw(st.integers(1, 4))):
        section = draw(st.sampled_from([*FRESH, "words"]))
        part = data.get(section)
        if isinstance(part, list):
            kind = draw(st.sampled_from(["add", "remove", "move", "say", "clear"]))
            k = draw(st.integers(0, len(part)))
            if kind == "add" and (section != "claims" or all(one["id"] != "fresh" for one in part)):
                part.insert(k, copy.deepcopy(FRESH[section]))
            elif kind == "remove" and k < len(part) and section != "claims":
                del part[k]
            elif kind == "move":
                data[section] = draw(st.permutations(part))
            elif kind == "say" and k < len(part):
                part[k]["note"] = draw(WORDS)
            elif kind == "clear" and section != "claims":
                data[section] = []
        elif isinstance(part, dict):
            name = draw(st.sampled_from(["Fresh-1", "true", "NO2", "x"]))
            part[name] = copy.deepcopy(FRESH[section])
            if section == "people" and draw(st.booleans()):
                part.pop("envoy", None)
                data["statements"] = [one for one in data["statements"] if "envoy" not in one.get("to", [])]
        else:
            where, key = draw(
                st.sampled_from(
                    [
                        (data, "title"),
                        (data, "question"),
                        (data, "note"),
                        (data["parties"]["UP"], "name"),
                        (data["options"]["DOWN"]["open"], "say"),
                        (data["issues"]["flow"]["options"], "all"),
                        (data["sources"]["report"]["author"][1], "literal"),
                    ]
                )
            )
            where[key] = draw(WORDS)
    return data


@given(data=st.data())
@settings(deadline=None, max_examples=45)
def test_a_changed_case_is_read_back_as_it_was_changed(small: Case, small_text: str, data: st.DataObject) -> None:
    """From the file that it was read from and from a new one; the first comment and the last stay."""
    wanted = Case.model_validate(data.draw(edits(small.plain())))
    changed = small.model_copy(update={name: getattr(wanted, name) for name in wanted.model_fields_set})
    text = write_case(changed)
    assert case_from_text(text).plain() == wanted.plain()
    assert text.startswith(small_text.splitlines()[0] + "\n")
    assert "# Two neighbours and a river: every section" in text


@given(data=st.data())
@settings(deadline=None, max_examples=20)
def test_a_changed_case_without_its_text_is_read_back_too(small: Case, data: st.DataObject) -> None:
    """Written anew."""
    wanted = Case.model_validate(data.draw(edits(small.plain())))
    assert case_from_text(write_case(wanted)).plain() == wanted.plain()


@given(data=st.data())
@settings(deadline=None, max_examples=15)
def test_writing_twice_changes_nothing_more(small: Case, data: st.DataObject) -> None:
    """What has been written back once is written back as it is."""
    wanted = Case.model_validate(data.draw(edits(small.plain())))
    changed = small.model_copy(update={name: getattr(wanted, name) for name in wanted.model_fields_set})
    text = write_case(changed)
    assert write_case(case_from_text(text)) == text
