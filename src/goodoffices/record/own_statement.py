"""Whether a document is itself somebody's statement: a communiqué, a declaration, a speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from goodoffices.record.kinds import Stretch, statement_title
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.phrases import any_of, listed
from goodoffices.record.stretches import TURN

__all__ = ["is_own_statement"]

# Words between quotation marks, never longer than a paragraph; an apostrophe within a word opens nothing.
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|‘[^’]*(?:’(?!\w)|$)|(?<!\w)'[^']*(?:'(?!\w)|$)", re.DOTALL)
_FEWEST_TURNS = 3


def is_own_statement(found: Sequence[Stretch], headings: Sequence[str], tags: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a document is its author's own statement.

    Parameters
    ----------
    found
        The stretches that are read.
    headings
        The title, and the headings above the first paragraph.
    tags
        Kinds and tags of the front matter, and its address.
    """
    if sum(bool(TURN.match(one.words)) for one in found) >= _FEWEST_TURNS:
        return False
    told = [_QUOTED.sub(" ", one.words) for one in found]
    spoken, performed = _first_person(told, lexicon), _performed(told, lexicon)
    reports = sum(len(listed(lexicon, "layout", "reporting", r"\b{}\b").findall(words)) for words in told)
    titled = any(statement_title(words, lexicon) for words in headings) or _announced(found, lexicon)
    if titled or _tagged(tags, lexicon):
        return bool(spoken) or performed > 0 or reports < max(2, len(told) // 3)
    return spoken >= 2 and performed >= 2 and spoken > reports


def _announced(found: Sequence[Stretch], lexicon: Lexicon) -> bool:
    """Tell whether the text begins with "The following statement was issued by"."""
    opening = listed(lexicon, "layout", "statement_openings", r"[^.:]{0,120}\b{}")
    return any(opening.match(one.words) for one in found[:2])


def _tagged(tags: Sequence[str], lexicon: Lexicon) -> bool:
    return any(listed(lexicon, "layout", "statement_tags", r"(?:.*/)?{}(?:/.*)?$").match(tag.strip()) for tag in tags)


def _first_person(told: Sequence[str], lexicon: Lexicon) -> int:
    pattern = re.compile(rf"\b{any_of(lexicon.words('layout', 'first_person'))}\b")
    return sum(len(pattern.findall(re.sub(r"\bWe\b", "we", words))) for words in told)


def _performed(told: Sequence[str], lexicon: Lexicon) -> int:
    return sum(len(_performative(lexicon).findall(words)) for words in told)


@lru_cache(maxsize=8)
def _performative(lexicon: Lexicon) -> re.Pattern[str]:
    """Match "I call on", "we strongly condemn", "the Ministry expresses"."""
    adverbs = any_of(lexicon.words("layout", "performative_adverbs"))
    verbs = lexicon.words("layout", "performatives")
    first = any_of(verb for verb in verbs if not verb.endswith("s") or verb.endswith("ss"))
    third = any_of(verb for verb in verbs if verb.endswith("s") and not verb.endswith("ss"))
    institutions = any_of(lexicon.words("layout", "letterheads"))
    return re.compile(
        rf"\b(?:I|[Ww]e)(?:\s+{adverbs}){{0,3}}\s+{first}\b"
        rf"|\b[A-Z]\w*(?:\s+of\s+[\w\s]{{1,60}}?)?(?:\s+{adverbs}){{0,2}}\s+{third}\s+(?:on|upon|its|their|that|the|all|to|for|as|any)\b"
        rf"|\b(?i:{institutions})(?:\s+{adverbs}){{0,2}}\s+{third}\b"
    )
