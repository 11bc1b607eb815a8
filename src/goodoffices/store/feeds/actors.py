"""Under which names a country goes in feeds: three letters in some, an English name in others."""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from goodoffices.case.states import nearest
from goodoffices.errors import CaseError, GoodOfficesError

__all__ = ["Side", "country_words", "find_side", "unknown_side"]

# What people write for a country beside its two and three letters.
_WRITTEN = {"ROK": "KOR", "DPRK": "PRK", "UK": "GBR", "UAE": "ARE", "PRC": "CHN", "DRC": "COD", "USSR": "SUN"}

# Letters of CAMEO, and letters of former days, that mean a country of today.
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "ROU": ("ROM",), "TLS": ("TMP",), "COD": ("ZAR",), "XKX": ("KSV", "UNK", "XKK"), "IMN": ("IMY",), "MMR": ("BUR",),
    "FRA": ("FXX",),
})  # fmt: skip
_TODAY = {former: letters for letters, formers in _ALSO.items() for former in formers}
_REGIONS = frozenset((
    "WSB", "BAG", "GZS", "AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "EUR", "LAM",
    "MEA", "MDT", "NAF", "NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "SAF", "WAF", "WST", "SUN", "YUG", "SCG", "DDR",
    "CSK", "YMD",
))  # fmt: skip
"""Regions and cities that CAMEO has letters for, and states that are no more."""

# English names that differ from those of the Unicode list by more than accents, "&" and "St.".
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "BRN": ("Brunei Darussalam",), "CAF": ("Central African Republic",), "CIV": ("Ivory Coast",),
    "COD": ("Democratic Republic of Congo", "Democratic Republic of the Congo", "Zaire"),
    "COG": ("Congo", "Republic of Congo", "Republic of the Congo"), "CPV": ("Cabo Verde",),
    "CZE": ("Czech Republic",), "FSM": ("Micronesia, Federated States of", "Federated States of Micronesia"),
    "GBR": ("Great Britain", "Britain"), "GMB": ("The Gambia",), "HKG": ("Hong Kong",), "KOR": ("Republic of Korea",),
    "LAO": ("Lao People's Democratic Republic",), "LBY": ("Libyan Arab Jamahiriya",), "MAC": ("Macao", "Macau"),
    "MDA": ("Moldova, Republic of",), "MKD": ("the former Yugoslav Republic of Macedonia", "Macedonia"),
    "MMR": ("Burma",), "PRK": ("Democratic People's Republic of Korea",),
    "PSE": ("Occupied Palestinian Territory", "Palestinian Territory, Occupied", "Palestine", "Palestinian Territory"),
    "RUS": ("Russian Federation",), "SWZ": ("Swaziland",), "SYR": ("Syrian Arab Republic",),
    "TLS": ("East Timor",), "TUR": ("Türkiye", "Turkey"), "TZA": ("Tanzania, United Republic of",),
    "USA": ("United States of America",), "VAT": ("Holy See", "Vatican"), "VNM": ("Viet Nam",),
    "XKX": ("Kosovo",), "IRN": ("Iran, Islamic Republic of",),
})  # fmt: skip


@dataclass(frozen=True)
class Side:
    """A country as somebody asked for it, and the names under which feeds may have it.

    Attributes
    ----------
    label
        Its three letters, or what was asked for.
    names
        As feeds write it.
    known
        Whether it is a country that we know; a feed may know more.
    """

    label: str
    names: tuple[str, ...]
    known: bool = True


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """Return the English names of countries by their three letters."""
    try:
        core = importlib.import_module("babel.core")
    except ModuleNotFoundError:
        raise GoodOfficesError("telling countries needs Babel; install goodoffices[record]") from None
    territories = core.Locale("en").territories
    found: dict[str, tuple[str, ...]] = {"XKX": ("Kosovo",)}
    for letters, two in core.get_global("territory_aliases").items():
        # A country that fell apart stands there with all its successors.
        three = len(letters) == 3 and letters.isalpha() and letters not in {*_TODAY, *_REGIONS}
        if three and len(two) == 1 and two[0] in territories:
            found[letters] = tuple(_variants(str(territories[two[0]])))
    return found


@cache
def _two_letters() -> Mapping[str, str]:
    core = importlib.import_module("babel.core")
    aliases = core.get_global("territory_aliases")
    return {two[0]: letters for letters, two in aliases.items() if letters in _countries() and len(two) == 1}


def _variants(name: str) -> Iterator[str]:
    """Give a name as it is, and as feeds may write it: in plain letters, with words for signs, without a bracket."""
    plain = _plain(name)
    short = plain.partition(" (")[0].removesuffix(" SAR China")
    yield from dict.fromkeys((name, plain, short))


def _plain(name: str) -> str:
    kept = "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))
    return kept.replace("’", "'").replace("&", "and").replace("St. ", "Saint ")


def _names(letters: str) -> tuple[str, ...]:
    return (*_countries().get(letters, ()), *_NAMES.get(letters, ()))


@cache
def _by_name() -> Mapping[str, str]:
    known = {*_countries(), *_NAMES}
    return {_plain(name).casefold(): letters for letters in sorted(known) for name in _names(letters)}


def find_side(text: str, *, coded: bool) -> Side:
    """Find the names under which a feed may have a country.

    Parameters
    ----------
    text
        Its letters or its English name.
    coded
        Whether the feed tells countries by letters.

    Returns
    -------
    Side
        One that is not known where the text may be letters, or a name, that only the feed knows.

    Raises
    ------
    CaseError
        If a feed with letters is asked for a name that is not known.
    GoodOfficesError
        If Babel is not installed.

    Examples
    --------
    >>> find_side("PRK", coded=False).names, find_side("north korea", coded=True).names
    (('North Korea', "Democratic People's Republic of Korea"), ('PRK',))
    """
    word = " ".join(text.split())
    letters = _letters_of(word)
    if letters in _countries() or letters in _NAMES:
        also = tuple(_ALSO.get(letters, ()))
        return Side(letters, (letters, *also) if coded else _names(letters))
    capitals = word.upper()
    if coded and len(capitals) == 3 and capitals.isascii() and capitals.isalpha():
        return Side(capitals, (capitals,), known=capitals in _REGIONS)
    if coded or not word:
        raise unknown_side(text)
    return Side(word, (word,), known=False)


def country_words(text: str) -> tuple[str, ...]:
    """Return all that a country is called: what was asked for, its letters, its names.

    Examples
    --------
    >>> country_words("ROK")
    ('ROK', 'KOR', 'South Korea', 'Republic of Korea')
    """
    side = find_side(text, coded=False)
    return tuple(dict.fromkeys((text, side.label, *side.names)))


def _letters_of(word: str) -> str:
    """Return the three letters of a country, or the word in capitals where it is none."""
    capitals = word.upper()
    if capitals in _WRITTEN or capitals in _TODAY:
        return _WRITTEN.get(capitals) or _TODAY[capitals]
    return _by_name().get(_plain(word).casefold()) or _two_letters().get(capitals, capitals)


def unknown_side(text: str) -> CaseError:
    """Say that there is no such country, and which may have been meant."""
    known = [*_countries(), *(name for letters in sorted(_countries()) for name in _names(letters))]
    hint = nearest(text, known)
    told = hint if "did you mean" in hint else ""
    return CaseError(f"found no country {text!r}, expected ISO 3166 letters such as USA, or an English name{told}")
