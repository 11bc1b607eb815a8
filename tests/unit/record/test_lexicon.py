"""Word lists as they are asked for."""

from __future__ import annotations

import pytest

from goodoffices.errors import CaseError
from goodoffices.record.lexicon import Lexicon

LEXICON = Lexicon("en", {"speech": {"verbs": ["said", "told"], "forms": {"say": "said"}}})


def test_lists_and_tables_are_given_as_they_stand() -> None:
    """Words in order; a table as a table."""
    assert LEXICON.words("speech", "verbs") == ("said", "told")
    assert LEXICON.table("speech", "forms") == {"say": "said"}


def test_a_list_for_a_table_and_what_is_missing_are_told_with_the_file() -> None:
    """Whoever edits the file learns where."""
    with pytest.raises(CaseError, match=r"words/en/speech.yaml: found a table under 'forms'"):
        LEXICON.words("speech", "forms")
    with pytest.raises(CaseError, match=r"words/en/speech.yaml: found a list under 'verbs'"):
        LEXICON.table("speech", "verbs")
    with pytest.raises(CaseError, match=r"words/en/deeds.yaml: 'verbs' is missing"):
        LEXICON.words("deeds", "verbs")
