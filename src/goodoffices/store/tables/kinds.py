"""The kinds of table that can be imported: what each is for, who publishes it, and how it is recognised.

A table is recognised by the names of its columns, whatever its file is called. Where the names of a shape come from a
codebook and were never held against a file, the shape says so, and so does everything read through it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

__all__ = ["KINDS", "Kind", "Shape", "near_miss", "recognise"]


@dataclass(frozen=True)
class Shape:
    """One way in which a table comes.

    Attributes
    ----------
    needs
        The columns by which it is recognised, in small letters.
    select
        For each of our columns the SQL expression that makes it; ``@name`` stands for a column of the file.
    checked
        Whether the names were held against a file.
    wide
        Joint memberships are counted over all columns after the needed ones.
    """

    needs: tuple[str, ...]
    select: Mapping[str, str]
    checked: bool = True
    wide: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of table.

    Attributes
    ----------
    name
        Short; the table in the store is called so.
    title, owner
        What it is called and who publishes it.
    purpose
        What it is for here.
    columns
        Our columns with their SQL types; ``year`` or ``first`` and ``last`` give the coverage.
    keys
        Columns without which a row says nothing.
    shapes
        The ways in which it comes, the preferred one first.
    """

    name: str
    title: str
    owner: str
    purpose: str
    columns: Mapping[str, str]
    keys: tuple[str, ...]
    shapes: tuple[Shape, ...] = field(repr=False)


_COW = "Correlates of War Project"
_ICB = "International Crisis Behavior Project"
_INT, _NUM, _TEXT = "INTEGER", "DOUBLE", "VARCHAR"
_PAIR = {"one": _INT, "other": _INT}


def _whole(name: str) -> str:
    return f"TRY_CAST(TRY_CAST(@{name} AS DOUBLE) AS INTEGER)"


def _number(name: str) -> str:
    return f"TRY_CAST(@{name} AS DOUBLE)"


def _not_negative(name: str) -> str:
    return f"CASE WHEN TRY_CAST(@{name} AS DOUBLE) >= 0 THEN TRY_CAST(@{name} AS DOUBLE) END"


def _year_of(name: str) -> str:
    """Take the year of a date such as 1949-06-01 or 194906."""
    return f"TRY_CAST(substr(CAST(@{name} AS VARCHAR), 1, 4) AS INTEGER)"


def _text(name: str) -> str:
    return f"trim(CAST(@{name} AS VARCHAR))"


def _shape(needs: str, select: Mapping[str, str], *, checked: bool = True, wide: bool = False) -> Shape:
    return Shape(tuple(needs.split()), select, checked, wide)


def _pair(one: str, other: str, year: str = "year") -> dict[str, str]:
    return {"one": _whole(one), "other": _whole(other), "year": _whole(year)}


_TIES = {"defence": "defense", "offence": "offense", "neutrality": "neutral", "nonaggression": "nonagg"}

KINDS: tuple[Kind, ...] = (
    Kind(
        "states", "State system membership", _COW, "which states there were in which year, and their codes",
        {"code": _INT, "letters": _TEXT, "name": _TEXT, "first": _INT, "last": _INT}, ("code", "first", "last"),
        (
            _shape(
                "stateabb ccode statenme styear stmonth stday endyear endmonth endday",
                {"code": _whole("ccode"), "letters": _text("stateabb"), "name": _text("statenme"),
                 "first": _whole("styear"), "last": _whole("endyear")},
            ),
        ),
    ),
    Kind(
        "majors", "Major powers", _COW, "which states counted as major powers",
        {"code": _INT, "first": _INT, "last": _INT}, ("code", "first", "last"),
        (
            _shape(
                "ccode styear stmonth stday endyear endmonth endday version",
                {"code": _whole("ccode"), "first": _whole("styear"), "last": _whole("endyear")},
            ),
        ),
    ),
    Kind(
        "capitals", "Capitals", "peacesciencer, after the Correlates of War Project",
        "where the capital of a state lies", {"code": _INT, "capital": _TEXT, "latitude": _NUM, "longitude": _NUM,
                                               "first": _INT, "last": _INT}, ("code", "first", "last"),
        (
            _shape(
                "ccode capital stdate enddate lat lng",
                {"code": _whole("ccode"), "capital": _text("capital"), "latitude": _number("lat"),
                 "longitude": _number("lng"), "first": _year_of("stdate"), "last": _year_of("enddate")},
            ),
        ),
    ),
    Kind(
        "capabilities", "National material capabilities", _COW, "a state's share of the world's capabilities (CINC)",
        {"code": _INT, "year": _INT, "cinc": _NUM}, ("code", "year"),
        (
            _shape(
                "ccode year milex milper irst pec tpop upop cinc",
                {"code": _whole("ccode"), "year": _whole("year"), "cinc": _not_negative("cinc")},
            ),
        ),
    ),
    Kind(
        "contiguity", "Direct contiguity", _COW, "which states border on one another by land or water",
        {**_PAIR, "type": _INT, "first": _INT, "last": _INT}, ("one", "other", "type", "first", "last"),
        (
            _shape(
                "ccode1 ccode2 conttype stdate enddate",
                {"one": _whole("ccode1"), "other": _whole("ccode2"), "type": _whole("conttype"),
                 "first": _year_of("stdate"), "last": _year_of("enddate")},
            ),
            _shape(
                "state1no state2no year conttype",
                {"one": _whole("state1no"), "other": _whole("state2no"), "type": _whole("conttype"),
                 "first": _whole("year"), "last": _whole("year")}, checked=False,
            ),
            _shape(
                "statelno statehno conttype begin end",
                {"one": _whole("statelno"), "other": _whole("statehno"), "type": _whole("conttype"),
                 "first": _year_of("begin"), "last": _year_of("end")}, checked=False,
            ),
        ),
    ),
    Kind(
        "distance", "Minimum distance between states", "peacesciencer, after CShapes",
        "how far apart two states are at their nearest points, in km", {**_PAIR, "year": _INT, "km": _NUM},
        ("one", "other", "year"),
        (_shape("ccode1 ccode2 year mindist", {**_pair("ccode1", "ccode2"), "km": _not_negative("mindist")}),),
    ),
    Kind(
        "alliances", "Alliance Treaty Obligations and Provisions (ATOP)", "ATOP Project",
        "what two states promised one another",
        {**_PAIR, "year": _INT, **dict.fromkeys(_TIES, _INT), "consultation": _INT}, ("one", "other", "year"),
        (
            _shape(
                "ccode1 ccode2 year atop_defense atop_offense atop_neutral atop_nonagg atop_consul",
                {**_pair("ccode1", "ccode2"), **{ours: _whole(f"atop_{theirs}") for ours, theirs in _TIES.items()},
                 "consultation": _whole("atop_consul")},
            ),
            _shape(
                "mem1 mem2 year atopally defense offense neutral nonagg consul",
                {**_pair("mem1", "mem2"), **{ours: _whole(theirs) for ours, theirs in _TIES.items()},
                 "consultation": _whole("consul")}, checked=False,
            ),
        ),
    ),
    Kind(
        "organisations", "Intergovernmental organisations", _COW, "how many organisations two states share",
        {**_PAIR, "year": _INT, "shared": _NUM}, ("one", "other", "year"),
        (
            _shape("ccode1 ccode2 year dyadigos", {**_pair("ccode1", "ccode2"), "shared": _not_negative("dyadigos")}),
            _shape("ccode1 ccode2 year aalco un", _pair("ccode1", "ccode2"), checked=False, wide=True),
        ),
    ),
    Kind(
        "disputes", "Militarized interstate disputes", _COW, "disputes of two states in the last ten years",
        {"dispute": _INT, **_PAIR, "first": _INT, "last": _INT}, ("dispute", "one", "other", "first", "last"),
        (
            _shape(
                "dispnum ccode1 ccode2 year hostlev1 hostlev2",
                {"dispute": _whole("dispnum"), "one": _whole("ccode1"), "other": _whole("ccode2"),
                 "first": _whole("year"), "last": _whole("year")},
            ),
            _shape(
                "disno statea stateb strtyr endyear",
                {"dispute": _whole("disno"), "one": _whole("statea"), "other": _whole("stateb"),
                 "first": _whole("strtyr"), "last": _whole("endyear")}, checked=False,
            ),
        ),
    ),
    Kind(
        "wars", "Inter-state wars", _COW, "which states fought one another in a war",
        {"war": _INT, **_PAIR, "year": _INT}, ("war", "one", "other", "year"),
        (_shape("warnum ccode1 ccode2 year", {"war": _whole("warnum"), **_pair("ccode1", "ccode2")}),),
    ),
    Kind(
        "ideal_points", "United Nations ideal points", "Bailey, Strezhnev and Voeten",
        "how alike two states vote in the General Assembly: a voting proxy, not a relationship",
        {"code": _INT, "year": _INT, "ideal": _NUM, "iso": _TEXT}, ("code", "year"),
        (
            _shape(
                "ccode session idealpoint iso3c",
                {"code": _whole("ccode"), "year": f"{_whole('session')} + 1945", "ideal": _number("idealpoint"),
                 "iso": _text("iso3c")},
            ),
        ),
    ),
    Kind(
        "regimes", "Electoral democracy", "Varieties of Democracy Institute",
        "how democratic a state is, from 0 to 1 (polyarchy)", {"code": _INT, "year": _INT, "polyarchy": _NUM},
        ("code", "year"),
        (
            _shape(
                "ccode year v2x_polyarchy",
                {"code": _whole("ccode"), "year": _whole("year"), "polyarchy": _not_negative("v2x_polyarchy")},
            ),
            _shape(
                "cowcode year v2x_polyarchy",
                {"code": _whole("cowcode"), "year": _whole("year"), "polyarchy": _not_negative("v2x_polyarchy")},
                checked=False,
            ),
        ),
    ),
    Kind(
        "rivalries", "Strategic rivalries", "Thompson, Sakuwa and Suhas", "which states are rivals",
        {**_PAIR, "first": _INT, "last": _INT}, ("one", "other", "first", "last"),
        (
            _shape(
                "tssr_id ccode1 ccode2 start end",
                {"one": _whole("ccode1"), "other": _whole("ccode2"), "first": _whole("start"), "last": _whole("end")},
            ),
        ),
    ),
    Kind(
        "older_rivalries", "Strategic rivalries, older list", "Thompson and Dreyer", "which states were rivals to 2010",
        {**_PAIR, "first": _INT, "last": _INT}, ("one", "other", "first", "last"),
        (
            _shape(
                "rivalryno ccode1 ccode2 styear endyear",
                {"one": _whole("ccode1"), "other": _whole("ccode2"), "first": _whole("styear"),
                 "last": _whole("endyear")},
            ),
        ),
    ),
    Kind(
        "crises", "International crises, system level", _ICB, "past crises, how they went, any mediation",
        {"crisis": _INT, "name": _TEXT, "first": _INT, "last": _INT, "conflict": _TEXT, "trigger": _TEXT,
         "gravity": _TEXT, "violence": _TEXT, "outcome": _TEXT, "mediation": _TEXT}, ("crisis", "first"),
        (
            _shape(
                "crisno crisname trigger_year termination_year trigger gravity violence outcome protracted_conflict "
                "mediation",
                {"crisis": _whole("crisno"), "name": _text("crisname"), "first": _whole("trigger_year"),
                 "last": f"COALESCE({_whole('termination_year')}, {_whole('trigger_year')})",
                 "conflict": _text("protracted_conflict"), "mediation": _text("mediation"),
                 **{name: _text(name) for name in ("trigger", "gravity", "violence", "outcome")}},
            ),
        ),
    ),
    Kind(
        "crisis_actors", "International crises, actor level", _ICB, "by whom each actor of a crisis felt threatened",
        {"crisis": _INT, "actor": _TEXT, "threat": _TEXT, "year": _INT}, ("crisis", "actor", "year"),
        (
            _shape(
                "actorname threatname triggername trigger_year crisno",
                {"crisis": _whole("crisno"), "actor": _text("actorname"), "threat": _text("threatname"),
                 "year": _whole("trigger_year")},
            ),
        ),
    ),
    Kind(
        "crisis_list", "International crises, list of actors", _ICB, "which states were the actors of a crisis",
        {"crisis": _INT, "actors": _TEXT, "year": _INT}, ("crisis", "actors", "year"),
        (
            _shape(
                "crisisname crisisnum trigger_year actors",
                {"crisis": _whole("crisisnum"), "actors": _text("actors"), "year": _whole("trigger_year")},
            ),
        ),
    ),
    Kind(
        "own", "A table of your own", "you", "dyadic trade, sanctions, arms or whatever else you have figures for",
        {**_PAIR, "year": _INT, "what": _TEXT, "value": _NUM, "unit": _TEXT, "source": _TEXT},
        ("one", "other", "year", "what", "value"),
        (
            _shape(
                "from to year what value unit source",
                {"one": _whole("from"), "other": _whole("to"), "year": _whole("year"), "value": _number("value"),
                 **{name: _text(name) for name in ("what", "unit", "source")}},
            ),
        ),
    ),
)  # fmt: skip


def recognise(columns: Sequence[str]) -> tuple[Kind, Shape] | None:
    """Say what a table is by the names of its columns; of several shapes that fit, the one that needs most.

    Examples
    --------
    >>> kind, shape = recognise(["ccode1", "ccode2", "year", "mindist"])
    >>> kind.name, shape.checked
    ('distance', True)
    >>> recognise(["name", "colour"]) is None
    True
    """
    present = {name.casefold() for name in columns}
    fits = [(kind, shape) for kind in KINDS for shape in kind.shapes if present.issuperset(shape.needs)]
    return max(fits, key=lambda fit: len(fit[1].needs), default=None)


def near_miss(columns: Sequence[str]) -> tuple[Kind, tuple[str, ...]] | None:
    """Say what a table nearly is, and which columns it lacks for that.

    Examples
    --------
    >>> kind, missing = near_miss(["ccode1", "ccode2", "year", "min_dist"])
    >>> kind.name, missing
    ('distance', ('mindist',))
    """
    present = {name.casefold() for name in columns}
    best: tuple[float, Kind, tuple[str, ...]] | None = None
    for kind, shape in [(one, form) for one in KINDS for form in one.shapes]:
        missing = tuple(name for name in shape.needs if name not in present)
        share = 1 - len(missing) / len(shape.needs)
        # Of tables that lack equally much, the one whose missing column is most like one that is there.
        spare = sorted(present.difference(shape.needs))
        alike = max((SequenceMatcher(None, one, two).ratio() for one in missing for two in spare), default=0.0)
        if share >= 0.6 and (best is None or share + 0.1 * alike > best[0]):
            best = share + 0.1 * alike, kind, missing
    return best[1:] if best else None
