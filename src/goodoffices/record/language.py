"""Which language a text is in: by its script, or by its smallest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from goodoffices.record.lexicon import Lexicon

__all__ = ["detect", "name_of"]

# So much of a text tells its language.
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
# At least so many of the smallest words, and such a share of all words.
_FEWEST = 3
_SHARE = 0.1


def detect(text: str, lexicon: Lexicon) -> str | None:
    """Tell the language of a text.

    Parameters
    ----------
    text
        Or a part of it that is long enough.
    lexicon
        Its topic ``language``, which knows the smallest words of many languages.

    Returns
    -------
    str or None
        An ISO 639-1 code; None if there are too few words to tell.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> detect("Die Minister haben sich auf eine Waffenruhe geeinigt, und das ist nicht wenig.", read_lexicon())
    'de'
    """
    sample = text[:_SAMPLE]
    script = _script(sample, lexicon)
    if script:
        return script
    words = Counter(_WORD.findall(sample.lower()))
    counts = {language: sum(words[word] for word in small) for language, small in _small_words(lexicon).items()}
    language, found = max(counts.items(), key=lambda one: one[1])
    return language if found >= max(_FEWEST, _SHARE * words.total()) else None


def name_of(language: str, lexicon: Lexicon) -> str:
    """Return the name by which a message calls a language, or its code.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> name_of("de", read_lexicon())
    'German'
    """
    return str(lexicon.table("language", "names").get(language, language))


def _script(sample: str, lexicon: Lexicon) -> str | None:
    """Find the language whose script holds a good part of the letters, where one script means one language."""
    letters = sum(map(str.isalpha, sample))
    for language, pattern in _scripts(lexicon).items():
        if letters and len(pattern.findall(sample)) * 4 > letters:
            return language
    return None


@lru_cache(maxsize=8)
def _scripts(lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    return {
        language: re.compile(f"[{_ranges(listed)}]")
        for language, listed in lexicon.table("language", "scripts").items()
    }


def _ranges(listed: Iterable[str]) -> str:
    pairs = ([chr(int(end, 16)) for end in one.split("-")] for one in listed)
    return "".join("-".join(pair) for pair in pairs)


@lru_cache(maxsize=8)
def _small_words(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in lexicon.table("language", "stop_words").items()}
