"""Lists of words as patterns: one compiled alternation for each list, made once for a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon

__all__ = ["any_of", "listed"]


def any_of(words: Iterable[str]) -> str:
    r"""Write a pattern that matches any of the words, the longest first, with any white space and either apostrophe.

    Examples
    --------
    >>> any_of(["to", "to be"])
    '(?:to\\s+be|to)'
    """
    longest = sorted(words, key=lambda word: (-len(word), word))
    parts = (re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in longest)
    return f"(?:{'|'.join(parts)})"


@lru_cache(maxsize=256)
def listed(lexicon: Lexicon, topic: str, name: str, form: str = r"{}\b") -> re.Pattern[str]:
    """Compile a list of a lexicon.

    Parameters
    ----------
    form
        What stands around the words, which take the place of ``{}``.
    """
    return re.compile(form.replace("{}", any_of(lexicon.words(topic, name))), re.IGNORECASE)
