"""Read feeds of events: one pass, in little memory, with nothing reachable but the files themselves."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from goodoffices.errors import CaseError, LimitError
from goodoffices.record.acts import ACTS
from goodoffices.record.series import Tally
from goodoffices.store.feeds.actors import Side, find_side, unknown_side
from goodoffices.store.feeds.connecting import Progress, connect, failures, part, quoted, run
from goodoffices.store.feeds.formats import FORMATS, Arrangement, FeedFormat
from goodoffices.store.feeds.opening import LONGEST_LINE, FeedFile, open_files
from goodoffices.store.feeds.query import QUERY
from goodoffices.store.feeds.tallying import check_readable, rejected, tally_of

__all__ = ["OURS", "STAMP", "Feed", "opened", "read_feed"]

OURS = {
    "day": "DATE", "source": "VARCHAR", "target": "VARCHAR", "code": "VARCHAR", "goldstein": "DOUBLE",
    "story": "VARCHAR", "publisher": "VARCHAR",
}  # fmt: skip
"""Our columns, in a Parquet file as in every query."""
STAMP = ("goodoffices_events", "1")
"""The key in its metadata by which a Parquet file of ours is known, and the version of its columns."""

_MOST_ROWS = 4_000_000_000
_REJECTS = 1000
_DAYS = "DATE '1900-01-01' AND DATE '2100-12-31'"
_CODE = "(0[1-9]|1[0-9]|20)[0-9]{1,2}"  # a code that lost its leading zero is none
_OPENING = 0.2


class Feed(NamedTuple):
    """A feed that can be queried.

    Attributes
    ----------
    connection
        With the relation ``feed``, in our columns.
    format
        The kind of feed.
    files
        What it is made of.
    """

    connection: Any
    format: FeedFormat
    files: tuple[FeedFile, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What messages call its files."""
        return tuple(one.label for one in self.files)

    @property
    def lines(self) -> int:
        """How many rows it should have."""
        return sum(one.lines for one in self.files)

    def unread(self) -> tuple[str, ...]:
        """Say of a few lines why they could not be read, after they were."""
        if all(one.arrangement is None for one in self.files):
            return ()
        return rejected(self.connection, {str(one.path.absolute()): one.label for one in self.files})


def read_feed(
    paths: Sequence[Path], dyad: tuple[str, str], *, name: str = "auto", progress: Progress | None = None
) -> Tally:
    """Count what feeds report of two sides, month by month.

    Parameters
    ----------
    paths
        Files as GDELT 1.0 or 2.0 and ICEWS are published, packed or not, or Parquet made of them; all of one kind.
    dyad
        Two countries, by their letters or English names.
    name
        The format that is expected, or ``auto``.
    progress
        Told the share that is done.

    Returns
    -------
    Tally
        What was counted.

    Raises
    ------
    CaseError
        If a file is no such feed, most of its rows cannot be read, or a country is not known.
    LimitError
        If there is more than the memory holds.
    """
    with opened(paths, name=name, progress=part(progress, 0.0, _OPENING)) as feed:
        sides = tuple(find_side(text, coded=feed.format.coded) for text in dyad)
        shared = set(sides[0].names) & set(sides[1].names)
        if shared:
            raise CaseError(f"found {dyad[0]} and {dyad[1]}, which are one country, expected two")
        with failures(feed.labels, feed.format.title):
            _relations(feed, sides, part(progress, _OPENING, 0.9))
            rows = run(feed.connection, QUERY, part(progress, 0.9, 1.0))
            unread = feed.unread()
    tally = tally_of(rows, feed.format, (sides[0].label, sides[1].label), feed.lines, unread)
    check_readable(tally.read, tally.malformed, unread, feed.format.title)
    for text, side, named in zip(dyad, sides, tally.named, strict=True):
        if not side.known and not named:
            raise unknown_side(text)
    return tally


@contextlib.contextmanager
def opened(
    paths: Sequence[Path], *, name: str = "auto", writable: Sequence[Path] = (), progress: Progress | None = None
) -> Iterator[Feed]:
    """Open feeds so that they can be queried, and nothing else can.

    Parameters
    ----------
    paths, name, progress
        As for :func:`read_feed`.
    writable
        Files that may be written.

    Yields
    ------
    Feed
        With the relation ``feed`` in our columns, for as long as the context lasts.

    Raises
    ------
    CaseError
        If a file is no such feed.
    LimitError
        If files are too many or too large.
    GoodOfficesError
        If DuckDB is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="goodoffices-") as folder:
        files = open_files(paths, Path(folder), progress)
        connection = connect(Path(folder), [*(one.path for one in files), *writable])
        try:
            files = tuple(one if one.arrangement else _described(connection, one) for one in files)
            kind = _format(files, name)
            connection.execute(f"CREATE TEMP VIEW feed AS {_rows(files)}")
            yield Feed(connection, kind, files)
        finally:
            connection.close()


def _format(files: Sequence[FeedFile], name: str) -> FeedFormat:
    """Return the one format that all files have."""
    found: dict[str, FeedFile] = {}
    for one in files:
        found.setdefault(one.kind, one)
    if len(found) > 1:
        said = " and ".join(f"{FORMATS[kind].title} ({one.label})" for kind, one in found.items())
        raise CaseError(
            f"found {said}, expected one kind of feed: they tell the same events in different ways, and would count "
            "double"
        )
    kind, first = next(iter(found.items()))
    if name not in {"auto", kind}:
        wanted = FORMATS[name].title
        raise CaseError(
            f"{first.label}: found {FORMATS[kind].title} by its columns, expected {wanted} as --format says; leave "
            "--format out"
        )
    return FORMATS[kind]


def _described(connection: Any, file: FeedFile) -> FeedFile:
    """Add to a Parquet file of ours what it says of itself."""
    path = quoted(str(file.path.absolute()))
    expected = "expected one made with: goodoffices record convert FEED --out FILE.parquet"
    with failures([file.label], "a Parquet file of events"):
        said = dict(connection.execute(f"SELECT key, value FROM parquet_kv_metadata({path})").fetchall())  # noqa: S608 - a quoted path
        columns = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({path})").fetchall()  # noqa: S608 - as above
        rows = connection.execute(f"SELECT sum(num_rows) FROM parquet_file_metadata({path})").fetchone()[0]  # noqa: S608 - as above
    version, _, kind = said.get(STAMP[0].encode(), b"").decode("utf-8", "replace").partition(" ")
    if version != STAMP[1] or kind not in FORMATS or {name: type_ for name, type_, *_ in columns} != OURS:
        raise CaseError(f"{file.label}: found a Parquet file of another kind, {expected}")
    if rows > _MOST_ROWS:
        raise LimitError(f"{file.label}: found {rows:,} rows, expected at most {_MOST_ROWS:,}")
    return replace(file, kind=kind, lines=int(rows))


def _rows(files: Sequence[FeedFile]) -> str:
    """Write a query for the rows of all files, in our columns."""
    parts = []
    ordered = sorted(files, key=lambda one: _key(one.arrangement))
    for _, group in itertools.groupby(ordered, key=lambda one: _key(one.arrangement)):
        alike = list(group)
        paths = ", ".join(quoted(str(one.path.absolute())) for one in alike)
        arrangement = alike[0].arrangement
        if arrangement is None:
            others = ", ".join(list(OURS)[1:])
            day = f"CASE WHEN day BETWEEN {_DAYS} THEN day END AS day"
            parts.append(f"SELECT {day}, {others} FROM read_parquet([{paths}])")  # noqa: S608 - quoted paths
        else:
            parts.append(_of_text(arrangement, paths))
    return " UNION ALL ".join(parts)


def _key(arrangement: Arrangement | None) -> tuple[Any, ...]:
    """Return what files have in common that DuckDB reads together."""
    if arrangement is None:
        return ()
    places = tuple(sorted(arrangement.places.items()))
    return arrangement.format.name, arrangement.width, places, arrangement.header, arrangement.quoted


def _of_text(arrangement: Arrangement, paths: str) -> str:
    """Write how rows of text become ours; a row whose day or code makes no sense has no day."""
    pattern, length = arrangement.format.day
    place = {ours: f"c{at}" for ours, at in arrangement.places.items()}
    day, code = place["day"], place["code"]
    read = f"try_strptime({day}, '{pattern}')::DATE"
    fine = f"length({day}) = {length} AND regexp_full_match({code}, '{_CODE}') AND {read} BETWEEN {_DAYS}"
    weight = f"TRY_CAST({place['goldstein']} AS DOUBLE)"
    told = [f"nullif(nullif({place[ours]}, ''), 'NA')" if ours in place else "NULL" for ours in ("story", "publisher")]
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(arrangement.width))
    mark = "'\"'" if arrangement.quoted else "''"
    return (
        f"SELECT CASE WHEN {fine} THEN {read} END AS day, {place['source']} AS source, {place['target']} AS target, "  # noqa: S608 - names and numbers of ours, quoted paths
        f"{code} AS code, CASE WHEN {weight} BETWEEN -10 AND 10 THEN {weight} END AS goldstein, "
        f"{told[0]}::VARCHAR AS story, {told[1]}::VARCHAR AS publisher FROM read_csv([{paths}], auto_detect = false, "
        f"header = {arrangement.header}, delim = '\t', quote = {mark}, escape = {mark}, columns = {{{columns}}}, "
        f"max_line_size = {LONGEST_LINE}, store_rejects = true, rejects_limit = {_REJECTS})"
    )


def _relations(feed: Feed, sides: Sequence[Side], progress: Progress | None) -> None:
    """Make the relations that the query reads.

    Text is gone through once, and of other rows than those between the two sides only their number is kept. Parquet is
    asked twice: it gives what is asked for without the rest.
    """
    ask = feed.connection.execute
    names = [", ".join(quoted(name) for name in side.names) for side in sides]
    ends = ", ".join(
        f"CASE WHEN {end} IN ({names[0]}) THEN 0 WHEN {end} IN ({names[1]}) THEN 1 END AS {end}"
        for end in ("source", "target")
    )
    rest = ", ".join(list(OURS)[3:])
    # Both ends are among the names: a condition plain enough for Parquet to skip what does not meet it.
    pair = f"source IN ({', '.join(names)}) AND target IN ({', '.join(names)})"
    ask(f"CREATE TEMP VIEW pair AS SELECT day, {ends}, {rest} FROM feed WHERE {pair}")  # noqa: S608 - quoted names
    ask(f"CREATE TEMP VIEW everybody AS SELECT day, {ends}, {rest} FROM feed")  # noqa: S608 - as above
    if all(one.arrangement is None for one in feed.files):
        ask("CREATE TEMP VIEW events AS SELECT *, 1 AS copies FROM pair WHERE day IS NOT NULL AND source <> target")
        ask("CREATE TEMP VIEW volume AS SELECT day, source, target, count(*) AS copies FROM everybody GROUP BY ALL")
    else:
        kept = ", ".join(
            f"CASE WHEN day IS NOT NULL AND source <> target THEN {name} END AS {name}" for name in list(OURS)[3:]
        )
        once = f"SELECT day, source, target, {kept}, count(*) AS copies FROM everybody GROUP BY ALL"  # noqa: S608 - names of ours
        run(feed.connection, f"CREATE TEMP TABLE once AS {once}", progress)
        ask("CREATE TEMP VIEW events AS SELECT * FROM once WHERE day IS NOT NULL AND source <> target")
        ask("CREATE TEMP VIEW volume AS SELECT day, source, target, copies FROM once")
    ask("CREATE TEMP TABLE acts (code VARCHAR)")
    single = [(act.code,) for act in ACTS.values() if act.topic == "mediation"]
    feed.connection.executemany("INSERT INTO acts VALUES (?)", single)
