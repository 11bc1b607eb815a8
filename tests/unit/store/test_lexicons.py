"""Words of a language, read from the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodoffices.errors import CaseError
from goodoffices.store import lexicons
from goodoffices.store.lexicons import languages, read_lexicon


def test_english() -> None:
    """English is there, and read once."""
    words = read_lexicon("en")
    assert words.language == "en"
    assert "Gen" in words.words("sentences", "titles")
    assert words.table("dates", "months")["september"] == 9
    assert read_lexicon("en") is words


def test_unknown_language() -> None:
    """A language without words is refused, with those that have some, and how to add one."""
    with pytest.raises(CaseError, match=r"found the language 'xx', expected one that has words: .*en.*record/words"):
        read_lexicon("xx")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("verbs: [said\nnouns: [a]", r"words/zz/speech.yaml, line 2: this is not YAML"),
        ("verbs: [said]\nverbs: [told]", r"words/zz/speech.yaml, line 2: .*verbs"),
        ("- said", r"words/zz/speech.yaml: expected names with lists or tables of words, found none"),
        ("verbs: said", r"words/zz/speech.yaml: found a single value under 'verbs', expected a list or a table"),
    ],
)
def test_broken_words(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of words that is not well formed is refused with its name and line."""
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "speech.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "zz" / "README.md").write_text("not words", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(lexicons, "_folder", lambda: tmp_path)
    assert languages() == ("zz",)
    with pytest.raises(CaseError, match=message):
        read_lexicon("zz")
