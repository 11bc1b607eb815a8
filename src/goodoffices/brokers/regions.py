"""Which region a state lies in, which regional organisations it belonged to, and who once ruled it.

Facts of public record, kept short on purpose: they say who is likely to be at hand and who has a past there. State
codes are COW numbers; regions follow their numbering, with North Africa in Africa and in the Middle East. Accession to
the Arab League, ASEAN, the Gulf Cooperation Council, ECOWAS and the Commonwealth of Independent States is by year.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodoffices.brokers.panels import Floats, Ints

__all__ = ["FORMER_RULERS", "MEMBERS", "PERMANENT_FIVE", "former_ruler", "joint_memberships", "same_region"]

PERMANENT_FIVE = (2, 200, 220, 365, 710)
"""United States, United Kingdom, France, Soviet Union or Russia, China."""

_REGIONS = (
    ((2, 199),),  # the Americas
    ((200, 399),),  # Europe
    ((400, 626), (651, 651)),  # Africa
    ((600, 699),),  # the Middle East and North Africa
    ((700, 899),),  # Asia
    ((900, 999),),  # the Pacific
)

# State: (year of accession, year of leaving or suspension, year of return), in pairs of from and to.
_ON = 9999
_Spells: TypeAlias = tuple[tuple[int, int], ...]
MEMBERS: Mapping[str, Mapping[int, _Spells]] = MappingProxyType(
    {
        "Arab League": {
            **dict.fromkeys((645, 652, 660, 663, 670, 678), ((1945, _ON),)),
            651: ((1945, 1978), (1989, _ON)),
            620: ((1953, _ON),), 625: ((1956, _ON),), 600: ((1958, _ON),), 616: ((1958, _ON),), 690: ((1961, _ON),),
            615: ((1962, _ON),), 680: ((1967, _ON),), 692: ((1971, _ON),), 694: ((1971, _ON),), 696: ((1971, _ON),),
            698: ((1971, _ON),), 435: ((1973, _ON),), 520: ((1974, _ON),), 522: ((1977, _ON),), 679: ((1990, _ON),),
            581: ((1993, _ON),),
        },
        "ASEAN": {
            **dict.fromkeys((800, 820, 830, 840, 850), ((1967, _ON),)),
            835: ((1984, _ON),), 816: ((1995, _ON),), 812: ((1997, _ON),), 775: ((1997, _ON),), 811: ((1999, _ON),),
        },
        "Gulf Cooperation Council": dict.fromkeys((670, 690, 692, 694, 696, 698), ((1981, _ON),)),
        "ECOWAS": {
            **dict.fromkeys((404, 420, 432, 433, 434, 436, 437, 438, 439, 450, 451, 452, 461, 475), ((1975, _ON),)),
            435: ((1975, 2000),), 402: ((1977, _ON),),
        },
        "Commonwealth of Independent States": {
            **dict.fromkeys((359, 365, 370, 371, 373, 701, 702, 703, 704, 705), ((1991, _ON),)),
            369: ((1991, 2013),), 372: ((1993, 2009),),
        },
    }
)  # fmt: skip
"""Members of five regional organisations: spells of membership, years included."""

FORMER_RULERS: Mapping[int, tuple[int, ...]] = MappingProxyType(
    {
        200: (
            2, 31, 51, 52, 53, 54, 55, 56, 57, 58, 60, 80, 110, 205, 338, 352, 420, 451, 452, 475, 500, 501, 510, 511,
            520, 551, 552, 553, 560, 570, 571, 572, 590, 591, 625, 645, 651, 663, 666, 680, 690, 692, 694, 696, 750,
            770, 771, 775, 780, 781, 820, 830, 835, 900, 920, 935, 940, 946, 947, 950, 955,
        ),
        220: (
            41, 432, 433, 434, 435, 436, 437, 438, 439, 461, 471, 481, 482, 483, 484, 522, 580, 581, 600, 615, 616,
            652, 660, 811, 812, 816, 817, 935,
        ),
        230: (40, 42, 70, 90, 91, 92, 93, 94, 95, 100, 101, 130, 135, 145, 150, 155, 160, 165, 411, 600, 840),
        235: (140, 402, 403, 404, 540, 541, 860),
        210: (115, 850),
        211: (490, 516, 517),
        325: (520, 531, 620),
        365: (359, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705),
        2: (840, 983, 986, 987),
        740: (713, 731, 732),
        390: (395,),
        560: (565,),
        900: (910,),
        920: (990,),
    }
)  # fmt: skip
"""For each state those that it once ruled as colony, mandate, trust territory, protectorate or union republic."""


def same_region(one: ArrayLike, other: ArrayLike) -> Floats:
    """Say whether states lie in one region.

    Parameters
    ----------
    one, other : int array_like
        COW numbers, broadcast together.

    Returns
    -------
    float array
        1 where they share a region, else 0.

    Examples
    --------
    Egypt lies in Africa and in the Middle East:

    >>> same_region(651, [625, 645, 325]).tolist()
    [1.0, 1.0, 0.0]
    """
    here, there = np.broadcast_arrays(np.asarray(one, dtype=np.int64), np.asarray(other, dtype=np.int64))
    return np.asarray((_regions(here) & _regions(there)).any(axis=0), dtype=np.float64)


def _regions(codes: Ints) -> NDArray[np.bool_]:
    return np.stack([np.any([(low <= codes) & (codes <= high) for low, high in parts], axis=0) for parts in _REGIONS])


def joint_memberships(year: int, one: Ints, other: int) -> Floats:
    """Count the regional organisations that states share with another state in a year.

    Parameters
    ----------
    year
        In which.
    one : (m,) int array
        COW numbers.
    other
        Another COW number.

    Returns
    -------
    (m,) float array
        How many of the five.

    Examples
    --------
    Egypt was suspended from the Arab League from 1979 to 1989:

    >>> joint_memberships(1975, np.array([651, 2]), 670).tolist()
    [1.0, 0.0]
    >>> joint_memberships(1985, np.array([651]), 670).tolist()
    [0.0]
    """
    total = np.zeros(one.shape)
    for members in MEMBERS.values():
        inside = [code for code, spells in members.items() if any(low <= year <= high for low, high in spells)]
        if other in inside:
            total += np.isin(one, inside)
    return total


def former_ruler(one: Ints, other: int) -> Floats:
    """Say which states once ruled another.

    Examples
    --------
    >>> former_ruler(np.array([200, 220, 2]), 660).tolist()
    [0.0, 1.0, 0.0]
    """
    rulers = [code for code, ruled in FORMER_RULERS.items() if other in ruled]
    return np.isin(one, rulers).astype(np.float64)
