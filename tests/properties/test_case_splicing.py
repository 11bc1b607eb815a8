"""Whatever is changed in a case file line by line is what is read back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.test_case_rewriting import edits

from goodoffices.case import Case
from goodoffices.store import case_from_text
from goodoffices.store.drafts import changed_text
from goodoffices.store.yamltext import read_yaml


@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_a_case_changed_line_by_line_is_read_back_as_it_was_changed(small_text: str, data: st.DataObject) -> None:
    """Whatever the change, and once more: nothing is left to change then."""
    wanted = data.draw(edits(read_yaml(small_text).data))
    plain = Case.model_validate(wanted).plain()
    text = changed_text(wanted, small_text)
    assert case_from_text(text).plain() == plain
    assert changed_text(read_yaml(text).data, text) == text
