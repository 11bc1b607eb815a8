"""The words of a language that the stages look for, kept as data so that a newcomer can add one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.errors import CaseError

__all__ = ["Lexicon"]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Word lists and tables of one language.

    Attributes
    ----------
    language : str
        An ISO 639-1 code such as ``en``.
    topics : mapping
        ``topics[topic][name]`` is a list of words, or a table; one topic per file of the folder ``record/words/en``.
    """

    language: str
    topics: Mapping[str, Mapping[str, Any]]

    def words(self, topic: str, name: str) -> tuple[str, ...]:
        """Return a list of words.

        Raises
        ------
        CaseError
            If there is no such list, or it is a table.

        Examples
        --------
        >>> Lexicon("en", {"speech": {"verbs": ["said"]}}).words("speech", "verbs")
        ('said',)
        """
        found = self._entry(topic, name)
        if not isinstance(found, list | tuple):
            raise CaseError(
                f"words/{self.language}/{topic}.yaml: found a table under '{name}', expected a list of words"
            )
        return tuple(str(word) for word in found)

    def table(self, topic: str, name: str) -> Mapping[str, Any]:
        """Return a table, as it stands in the file.

        Raises
        ------
        CaseError
            If there is no such table, or it is a list.
        """
        found = self._entry(topic, name)
        if not isinstance(found, Mapping):
            raise CaseError(f"words/{self.language}/{topic}.yaml: found a list under '{name}', expected a table")
        return found

    def _entry(self, topic: str, name: str) -> Any:
        try:
            return self.topics[topic][name]
        except KeyError:
            raise CaseError(
                f"words/{self.language}/{topic}.yaml: '{name}' is missing, expected a list or a table"
            ) from None
