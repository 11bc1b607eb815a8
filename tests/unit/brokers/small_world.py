"""A made-up world of a dozen states and some forty crises, small enough to be looked at."""

from __future__ import annotations

import numpy as np

from goodoffices.brokers.panels import Origin, Panel, panel
from goodoffices.brokers.states import Spell, StateBook
from goodoffices.brokers.tables import Crisis, Mediated, Tables

FIRST, LAST = 1945, 1990
SPELLS = (
    Spell(2, "USA", "United States of America", 1816, 2016),
    Spell(20, "CAN", "Canada", 1920, 2016),
    Spell(200, "UKG", "United Kingdom", 1816, 2016),
    Spell(220, "FRN", "France", 1816, 1942),
    Spell(220, "FRN", "France", 1944, 2016),
    Spell(255, "GMY", "Germany", 1990, 2016),
    Spell(260, "GFR", "German Federal Republic", 1955, 1990),
    Spell(305, "AUS", "Austria", 1955, 2016),
    Spell(365, "RUS", "Russia", 1816, 2016),
    Spell(651, "EGY", "Egypt", 1937, 2016),
    Spell(660, "LEB", "Lebanon", 1946, 2016),
    Spell(666, "ISR", "Israel", 1948, 2016),
    Spell(678, "YAR", "Yemen Arab Republic", 1926, 1990),
    Spell(679, "YEM", "Yemen", 1990, 2016),
    Spell(690, "KUW", "Kuwait", 1961, 2016),
    Spell(710, "CHN", "China", 1860, 2016),
    Spell(731, "PRK", "North Korea", 1948, 2016),
    Spell(732, "ROK", "South Korea", 1949, 2016),
    Spell(900, "AUL", "Australia", 1920, 2016),
)
ISO = {"AUS": (900,), "AUT": (305,), "KOR": (732,), "DEU": (255, 260), "YAR": (678,), "YEM": (679,)}
STATES = StateBook(SPELLS, 2016, ISO)
CODES = sorted({one.code for one in SPELLS})


def origin(kind: str, first: int = FIRST, last: int = LAST) -> Origin:
    """Return where a made-up table comes from."""
    return Origin(kind, f"Table of {kind}", "nobody", f"{kind}.csv", "0" * 64, first, last)


def by_state(kind: str, low: float, high: float, seed: int) -> Panel:
    """Draw a figure for each state and year; one state's are unknown."""
    rng = np.random.default_rng(seed)
    rows = [(year, code) for year in range(FIRST, LAST + 1) for code in CODES if code != 690]
    year, one = np.array(rows).T
    level = dict(zip(CODES, rng.uniform(low, high, len(CODES)), strict=True))
    return panel(origin(kind), {"year": year, "one": one, "value": [level[code] for code in one.tolist()]})


def by_pair(kind: str, low: float, high: float, seed: int, *, share: float = 1.0, absent: float = np.nan) -> Panel:
    """Draw a figure for a share of the pairs, the same in all years."""
    rng = np.random.default_rng(seed)
    pairs = [(a, b) for k, a in enumerate(CODES) for b in CODES[k + 1 :]]
    kept = [(*pair, float(np.round(rng.uniform(low, high), 3))) for pair in pairs if rng.random() < share]
    rows = [(year, *one) for year in range(FIRST, LAST + 1) for one in kept]
    year, one, other, value = np.array(rows).T
    return panel(origin(kind), {"year": year, "one": one, "other": other, "value": value}, absent=absent)


def panels() -> dict[str, Panel]:
    """Draw every figure."""
    return {
        "cinc": by_state("capabilities", 0.001, 0.2, 1),
        "ideal": by_state("ideal_points", -2, 2, 2),
        "polyarchy": by_state("regimes", 0, 1, 3),
        "distance": by_pair("distance", 0, 9000, 4),
        "organisations": by_pair("organisations", 0, 60, 5),
        "contiguity": by_pair("contiguity", 1, 5, 6, share=0.2, absent=0),
        "defence": by_pair("alliances", 1, 1, 7, share=0.2, absent=0),
        "offence": by_pair("alliances", 1, 1, 8, share=0.05, absent=0),
        "neutrality": by_pair("alliances", 1, 1, 9, share=0.05, absent=0),
        "consultation": by_pair("alliances", 1, 1, 10, share=0.1, absent=0),
        "disputes": by_pair("disputes", 1, 3, 11, share=0.1, absent=0),
        "rivalry": by_pair("rivalries", 1, 1, 12, share=0.1, absent=0),
    }


def crises() -> tuple[Crisis, ...]:
    """Draw two crises for most years, some with one actor, some of protracted conflicts."""
    rng = np.random.default_rng(13)
    found = []
    for number, year in enumerate(np.repeat(np.arange(1950, 1988), 2).tolist(), start=1):
        pool = [code for code in STATES.in_year(year).tolist() if code not in {2, 20, 900}]
        picked = rng.choice(pool, 2, replace=False).tolist()
        actors = tuple(picked[:1] if number % 7 == 0 else picked)
        outcome = "Formal agreement" if number % 3 else "Unilateral act"
        mediation = "Mediation occurred" if number % 2 else "No mediation"
        conflict = f"Conflict {picked[0] % 3}" if number % 4 else ""
        threats = ((picked[0], picked[1]),)
        found.append(
            Crisis(number, f"CRISIS {number}", year, year + 1, actors, threats, conflict, "Violent act", "Threat",
                   "No violence", outcome, mediation)
        )  # fmt: skip
    return tuple(found)


CRISES = crises()
KINDS = {
    "states", "capabilities", "ideal_points", "regimes", "distance", "organisations", "contiguity", "alliances",
    "disputes", "rivalries", "crises",
}  # fmt: skip


def world() -> Tables:
    """Return the whole world."""
    figures = panels()
    return Tables(STATES, figures, CRISES, {kind: origin(kind) for kind in sorted(KINDS)})


def labels() -> tuple[Mediated, ...]:
    """Say who mediated in the crises with odd numbers: mostly the United States, else a state at hand, or two."""
    rng = np.random.default_rng(14)
    found = []
    for one in CRISES:
        if one.number % 2 == 0:
            continue
        out = {*one.actors, *(code for pair in one.threats for code in pair)}
        pool = [code for code in STATES.in_year(one.year).tolist() if code not in out]
        first = 2 if rng.random() < 0.5 else int(rng.choice(pool))
        second = [int(rng.choice(pool))] if rng.random() < 0.3 else []
        found.append(Mediated(one.number, one.name, one.year, one.actors, tuple(dict.fromkeys([first, *second]))))
    return tuple(found)
