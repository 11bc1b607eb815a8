"""Words of the lists of a topic in a clause: among its tokens, or as its verb with the particles after it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon
from goodoffices.record.study import Studied
from goodoffices.record.subjects import Range

__all__ = ["Spotter"]


@lru_cache(maxsize=64)
def _listed(lexicon: Lexicon, topic: str, name: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the entries of a list by their first word, each as its words, the longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for entry in sorted((tuple(words.split()) for words in lexicon.words(topic, name)), key=lambda words: -len(words)):
        found[entry[0]] = (*found.get(entry[0], ()), entry)
    return found


class Spotter:
    """Looks for the words of a topic in one clause.

    Parameters
    ----------
    lexicon
        The words of the language.
    topic
        The topic whose lists are meant.
    studied
        The clause.
    """

    def __init__(self, lexicon: Lexicon, topic: str, studied: Studied) -> None:
        self.lexicon, self.topic, self.studied = lexicon, topic, studied

    @property
    def whole(self) -> Range:
        """All tokens of the clause, its subject among them if it stands there."""
        clause = self.studied.clause
        start = clause.subject.start if clause.own else clause.group.start
        return Range(start, max(clause.rest.end, clause.group.end))

    def words(self, within: Range) -> str:
        """Return the words of a stretch, in small letters."""
        return " ".join(token.low for token in self.studied.parsed.tokens[within.start : within.end])

    def among(self, name: str, word: str) -> bool:
        """Say whether a word is in a list."""
        return word in self.lexicon.words(self.topic, name)

    def first(self, name: str, within: Range) -> Range | None:
        """Return where the first word of a list stands in a stretch, or None."""
        tokens = self.studied.parsed.tokens
        listed = _listed(self.lexicon, self.topic, name)
        for k in range(within.start, within.end):
            for entry in listed.get(tokens[k].low, ()):
                end = k + len(entry)
                if end <= within.end and tuple(token.low for token in tokens[k:end]) == entry:
                    return Range(k, end)
        return None

    def verb(self, name: str) -> tuple[str, ...]:
        """Return the entry of a list that the verb of the clause is, with its particles; () if it is none."""
        group, tokens = self.studied.clause.group, self.studied.parsed.tokens
        for entry in _listed(self.lexicon, self.topic, name).get(group.verb, ()):
            end = group.end + len(entry) - 1
            if tuple(token.low for token in tokens[group.end : end]) == entry[1:]:
                return entry
        return ()

    def governed_by(self, name: str) -> bool:
        """Say whether the clause hangs on a verb of a list."""
        above = self.studied.clause.above
        return above is not None and self.among(name, self.studied.parsed.clauses[above].group.verb)

    def infinitive_follows(self) -> bool:
        """Say whether an infinitive hangs on the clause: "have to suspend"."""
        following = self.studied.parsed.clauses[self.studied.at + 1 : self.studied.at + 2]
        return any(one.group.tense == "infinitive" and one.above == self.studied.at for one in following)
