"""The words of a language, read from the package: one folder per language, one topic per file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from goodoffices.errors import CaseError
from goodoffices.record.lexicon import Lexicon
from goodoffices.store.yamltext import YamlError, read_yaml

__all__ = ["languages", "read_lexicon"]


def languages() -> tuple[str, ...]:
    """Name the languages that have words.

    Examples
    --------
    >>> "en" in languages()
    True
    """
    return tuple(sorted(folder.name for folder in _folder().iterdir() if folder.is_dir() and _topics(folder)))


@cache
def read_lexicon(language: str = "en") -> Lexicon:
    """Read the words of a language.

    Parameters
    ----------
    language
        An ISO 639-1 code; `languages` names those that are there.

    Raises
    ------
    CaseError
        If there are no words of that language, or a file of words is not well formed.

    Examples
    --------
    >>> "Gen" in read_lexicon().words("sentences", "titles")
    True
    """
    if language not in languages():
        raise CaseError(
            f"found the language {language!r}, expected one that has words: {', '.join(languages())}; "
            "a folder record/words/<language> with the same files as record/words/en adds one"
        )
    topics = _topics(_folder() / language)
    return Lexicon(language, {topic: _read(language, topic, file) for topic, file in sorted(topics.items())})


def _folder() -> Traversable:
    return files("goodoffices.record") / "words"


def _topics(folder: Traversable) -> dict[str, Traversable]:
    found = ((file.name, file) for file in folder.iterdir())
    return {name.removesuffix(".yaml"): file for name, file in found if name.endswith(".yaml")}


def _read(language: str, topic: str, file: Traversable) -> dict[str, Any]:
    where = f"words/{language}/{topic}.yaml"
    try:
        document = read_yaml(file.read_text(encoding="utf-8"))
    except YamlError as error:
        raise CaseError(f"{where}, line {error.place.line}: {error}") from None
    for problem in document.problems:
        raise CaseError(f"{where}, line {problem.place.line}: {problem}")
    if not isinstance(document.data, dict):
        raise CaseError(f"{where}: expected names with lists or tables of words, found none")
    wrong = [name for name, words in document.data.items() if not isinstance(words, dict | list)]
    if wrong:
        raise CaseError(f"{where}: found a single value under {wrong[0]!r}, expected a list or a table of words")
    return {str(name): words for name, words in document.data.items()}
