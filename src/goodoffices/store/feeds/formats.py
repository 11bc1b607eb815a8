"""Which feeds of events can be read, how each is recognised, and what the others lack.

A feed is recognised by its columns, not by the name of its file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from goodoffices.errors import CaseError

__all__ = ["FORMATS", "Arrangement", "FeedFormat", "recognise", "refusal"]


@dataclass(frozen=True)
class FeedFormat:
    """A kind of feed.

    Attributes
    ----------
    name, title
        What it is called on the command line, and by people.
    columns
        Their names in order; where the feed has no header they are told by number.
    widths
        How many of them a row has.
    ours
        For each of our columns the name of theirs; a feed may lack the last one.
    day
        How days are written, in the letters of strptime, and in how many characters.
    coded
        True if countries are told by three letters, False if by English names.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    ours: Mapping[str, str]
    day: tuple[str, int]
    coded: bool


@dataclass(frozen=True)
class Arrangement:
    """How the rows of a file are arranged.

    Attributes
    ----------
    format
        The kind of feed.
    width
        How many columns it has.
    places
        Where each of our columns stands, from 0; one that the file lacks is not there.
    header, quoted
        Whether the first line has names, and whether texts may stand in quotation marks.
    """

    format: FeedFormat
    width: int
    places: Mapping[str, int]
    header: bool = False
    quoted: bool = False


def _geo(which: str, *, second: bool) -> str:
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", *(("ADM2Code",) if second else ()), "Lat", "Long")
    return " ".join(f"{which}Geo_{part}" for part in (*parts, "FeatureID"))


def _actor(which: str) -> str:
    parts = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
    return " ".join(which + part for part in parts.split())


def _gdelt(*, second: bool) -> tuple[str, ...]:
    parts = (
        "GLOBALEVENTID SQLDATE MonthYear Year FractionDate", _actor("Actor1"), _actor("Actor2"),
        "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles",
        "AvgTone", *(_geo(which, second=second) for which in ("Actor1", "Actor2", "Action")), "DATEADDED SOURCEURL",
    )  # fmt: skip
    return tuple(" ".join(parts).split())


_GDELT = {
    "day": "SQLDATE", "source": "Actor1CountryCode", "target": "Actor2CountryCode", "code": "EventCode",
    "goldstein": "GoldsteinScale", "story": "SOURCEURL",
}  # fmt: skip
FORMATS: Mapping[str, FeedFormat] = {
    one.name: one
    for one in (
        # Files to March 2013 end before the address of the report.
        FeedFormat("gdelt1", "GDELT 1.0", _gdelt(second=False), (57, 58), _GDELT, ("%Y%m%d", 8), coded=True),
        FeedFormat("gdelt2", "GDELT 2.0", _gdelt(second=True), (61,), _GDELT, ("%Y%m%d", 8), coded=True),
        FeedFormat(
            "icews",
            "ICEWS",
            (
                "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
                "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number",
                "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude",
            ),
            (20,),
            {
                "day": "Event Date", "source": "Source Country", "target": "Target Country", "code": "CAMEO Code",
                "goldstein": "Intensity", "story": "Story ID", "publisher": "Publisher",
            },
            ("%Y-%m-%d", 10),
            coded=False,
        ),
    )
}  # fmt: skip

# What gives other feeds away, in small letters.
_POLECAT = ({"event type", "event mode"}, {"eventtype", "eventmode"}, {"event type", "quad code"})
_ACLED = ({"event_id_cnty"}, {"event_type", "actor1", "actor2", "fatalities"})


def refusal(names: Sequence[str]) -> str | None:
    """Say why a feed that is known, and not read, is not.

    Examples
    --------
    >>> refusal(["event_id_cnty", "event_date", "actor1"])[:34]
    'ACLED: ACLED actors are not direct'
    """
    present = {name.strip().casefold() for name in names}
    if any(given <= present for given in _POLECAT):
        return (
            "POLECAT, whose events are coded in PLOVER: PLOVER merges mediation codes away, so that a mediator cannot "
            "be told from other consultation"
        )
    if any(given <= present for given in _ACLED):
        return (
            "ACLED: ACLED actors are not directional, nobody is said to act upon somebody, so there is no series from "
            "one side to the other"
        )
    return None


def recognise(fields: Sequence[str], *, quoted: bool = False) -> Arrangement | None:
    """Say how the rows of a file are arranged, by the fields of one of its first lines.

    Parameters
    ----------
    fields
        Of a header, or of a row of a feed without one.
    quoted
        Whether they stood in quotation marks.

    Returns
    -------
    Arrangement or None
        None if it is no feed that is known.

    Raises
    ------
    CaseError
        If it is the header of a known feed without a column that is needed.

    Examples
    --------
    >>> recognise(["7", "20170903", *[""] * 56]).format.title
    'GDELT 1.0'
    """
    names = [field.strip() for field in fields]
    for one in FORMATS.values():
        if names[:1] == [one.columns[0]] or len(set(names) & set(one.columns)) > len(one.columns) // 2:
            return _by_header(names, quoted=quoted)
    return _by_width(names)


def _by_header(names: list[str], *, quoted: bool) -> Arrangement:
    # All names of GDELT 1.0 are names of GDELT 2.0 too: where both fit, the first is meant.
    best = max(FORMATS.values(), key=lambda one: len(set(names) & set(one.columns)))
    places = {ours: names.index(theirs) for ours, theirs in best.ours.items() if theirs in names}
    spare = {"story"} if best.coded else set()
    missing = [theirs for ours, theirs in best.ours.items() if ours not in {*places, *spare}]
    if missing:
        meant = get_close_matches(missing[0], names, n=1, cutoff=0.7)
        hint = f"; is it the one called {meant[0]!r}?" if meant else ""
        raise CaseError(f"found a header of {best.title} without the column {', '.join(missing)}{hint}")
    return Arrangement(best, len(names), places, header=True, quoted=quoted)


def _by_width(fields: list[str]) -> Arrangement | None:
    """Recognise GDELT, which has no header: a number, a day, and the right number of columns."""
    digits = len(fields) > 1 and all(field.isascii() and field.isdigit() for field in fields[:2])
    if not digits or len(fields[1]) != 8:
        return None
    for one in FORMATS.values():
        if one.coded and len(fields) in one.widths:
            columns = one.columns[: len(fields)]
            places = {ours: columns.index(theirs) for ours, theirs in one.ours.items() if theirs in columns}
            return Arrangement(one, len(fields), places)
    return None
