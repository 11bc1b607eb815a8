"""The languages of the pages: English stands in them, a catalogue of another language takes its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Literal

__all__ = ["ENGLISH", "Language", "preferred"]

_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


@dataclass(frozen=True)
class Language:
    """A language that pages can be shown in.

    Attributes
    ----------
    code
        As in the attribute ``lang`` of a page.
    catalogue
        Its words.
    """

    code: str
    catalogue: NullTranslations = field(default_factory=NullTranslations)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The direction in which it is written.

        Examples
        --------
        >>> Language("ar").direction, Language("fr").direction
        ('rtl', 'ltr')
        """
        return "rtl" if self.code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


ENGLISH = Language("en")


def preferred(accepted: str, known: Sequence[Language]) -> Language:
    """Choose the language that a browser asks for first among those that there are; the first one if it asks for none.

    Parameters
    ----------
    accepted
        What the browser sends as ``Accept-Language``.
    known
        At least one.

    Examples
    --------
    >>> preferred("ar;q=0.8, fr;q=0.9, de", [ENGLISH, Language("ar"), Language("fr")]).code
    'fr'
    """
    by_code: Mapping[str, Language] = {one.code.partition("-")[0]: one for one in known}
    wanted = []
    for place, part in enumerate(accepted[:500].split(",")):
        code, _, weight = part.strip().partition(";q=")
        wanted.append((-_number(weight), place, code.partition("-")[0].lower()))
    return next((by_code[code] for _, _, code in sorted(wanted) if code in by_code), known[0])


def _number(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else 1.0 if not text else 0.0
