"""How long the series of two countries take, and how much memory, from ten million rows of a feed.

Run ``python benchmarks/record_events.py [--rows N] [--keep FOLDER]``. A feed as GDELT 1.0 publishes it (58 columns with
tabs, no header) is drawn by a seeded NumPy generator and written once; every figure is a process of its own, so that
its peak memory is its own. Each counts the whole feed by month for one pair of countries: both directions, all
measures, acts of mediation, changes. Times are printed and never asserted; what is asserted is that the work was done:
the rows and the pair's rows are those that were drawn, and all forms give the same digest.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from goodoffices.record.feeds_result import dyad_events
from goodoffices.store.feeds import convert_feed, read_feed

SEED = 20171226
PAIR = ("USA", "PRK")
COUNTRIES = (
    "", "USA", "RUS", "CHN", "PRK", "KOR", "JPN", "IRN", "ISR", "GBR", "FRA", "DEU", "IND", "PAK", "TUR", "SYR",
)  # fmt: skip
CODES = (
    "010", "020", "028", "036", "040", "042", "043", "045", "046", "051", "057", "0231", "071", "108", "111", "112",
    "126", "138", "165", "173", "190", "193",
)  # fmt: skip
DAYS = 5 * 365
FIRST_DAY = "2013-01-01"
HOSTS = 5000
TARGETS = {"parquet": 1.5, "tsv": 12.0}
PEAK_TARGET_MB = 2000


def draw(rows: int) -> dict[str, Any]:
    """Draw a feed: countries fall off as one over their place, every address is told about three times."""
    rng = np.random.default_rng(SEED)
    weights = 1 / (np.arange(120) + 2)
    weights /= weights.sum()
    return {
        "day": rng.integers(0, DAYS, rows, dtype=np.int32),
        "one": rng.choice(120, rows, p=weights).astype(np.int32),
        "other": rng.choice(120, rows, p=weights).astype(np.int32),
        "code": rng.integers(0, len(CODES), rows, dtype=np.int32),
        "page": rng.integers(0, max(rows // 3, 1), rows, dtype=np.int32),
        "weight": rng.integers(-100, 101, rows, dtype=np.int32),
    }


def write(path: Path, rows: int) -> int:
    """Write a drawn feed; return how many of its rows are about the pair."""
    drawn = draw(rows)
    names = [*COUNTRIES, *(f"X{a}{b}" for a in "ABCDEFGHIJKLM" for b in "ABCDEFGH")]
    day = f"strftime(DATE '{FIRST_DAY}' + day, '%Y%m%d')"
    one, other, code = "countries[one + 1]", "countries[other + 1]", "codes[code + 1]"
    place = "'Washington, District of Columbia, United States'"
    page = (
        f"'http://www.site' || (page % {HOSTS}) || '.example/news/2017/09/a-title-of-some-length-' || page || '.html'"
    )
    columns = {
        0: "row_number() OVER ()", 1: day, 2: f"{day}[:6]", 3: f"{day}[:4]", 4: "'2017.1'", 5: one, 6: "'A NAME'",
        7: one, 15: other, 16: "'GOVERNMENT'", 17: other, 25: "1", 26: code, 27: f"{code}[:3]", 28: f"{code}[:2]",
        29: "1", 30: "weight / 10.0", 31: "10", 32: "1", 33: "10", 34: "-3.19", 35: "2", 36: place, 37: "'US'",
        38: "'USDC'", 39: "38.8951", 40: "-77.0364", 49: "2", 50: place, 51: "'US'", 53: "38.8951", 54: "-77.0364",
        56: day, 57: page,
    }  # fmt: skip
    select = ", ".join(f"{columns.get(k, 'NULL')} AS c{k}" for k in range(58))
    table = f"(SELECT *, {names[:120]} AS countries, {list(CODES)} AS codes FROM drawn)"  # noqa: S608 - names of ours
    copy = f"COPY (SELECT {select} FROM {table}) TO '{path}' (DELIMITER '\t', HEADER false, QUOTE '')"  # noqa: S608 - as above
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.register("drawn", drawn)
    connection.execute(copy)
    connection.close()
    first, second = (names.index(name) for name in PAIR)
    forth = (drawn["one"] == first) & (drawn["other"] == second)
    back = (drawn["one"] == second) & (drawn["other"] == first)
    return int((forth | back).sum())


def measure(path: Path, to: Path | None = None) -> dict[str, Any]:
    """Read a feed, or convert it to a file; return what was found, seconds, processor seconds and peak memory."""
    # What is loaded once in a session is not counted: a small feed first.
    small = path.with_name("small.tsv")
    dyad_events(read_feed([small], PAIR))
    begin, used = time.perf_counter(), time.process_time()
    if to:
        done = convert_feed([path], to)
        found: dict[str, Any] = {"rows": done.rows, "of_pair": None, "digest": None, "months": None}
    else:
        result = dyad_events(read_feed([path], PAIR))
        found = {
            "rows": result.read, "of_pair": result.monthly.rows, "digest": result.digest,
            "months": int(result.monthly.months.size),
        }  # fmt: skip
    seconds, processor = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**found, "seconds": seconds, "processor": processor, "peak_mb": peak}


def alone(work: Callable[..., Any], *given: object) -> Any:
    """Work in a process of its own: this one stays small, because a peak is handed down to those that it starts."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def require(done: object, what: str) -> None:
    """Fail unless the work was done."""
    if not done:
        raise RuntimeError(what)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--keep", type=Path, help="a folder for the feed; what is there is used again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = asked.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        tsv, parquet, note = (place / f"feed{asked.rows}.{end}" for end in ("tsv", "parquet", "json"))
        alone(write, place / "small.tsv", 1000)
        if not note.exists():
            note.write_text(json.dumps({"of_pair": alone(write, tsv, asked.rows)}))
        of_pair = json.loads(note.read_text())["of_pair"]
        print(
            f"numpy default_rng, seed {SEED}; {asked.rows:,} rows, {of_pair:,} of {' and '.join(PAIR)}; {DAYS} days "
            f"from {FIRST_DAY}; 120 countries, {len(CODES)} codes, addresses told 3 times, {HOSTS} hosts"
        )
        print(f"python {sys.version.split()[0]}, duckdb {duckdb.__version__}, {multiprocessing.cpu_count()} processors")
        print(f"{'':10} {'rows':>12} {'seconds':>9} {'processor s':>12} {'peak MB':>9}   target")
        digests = set()
        for name, path, to in (("convert", tsv, parquet), ("parquet", parquet, None), ("tsv", tsv, None)):
            found = alone(measure, path, to)
            require(found["rows"] == asked.rows, f"{name}: {found['rows']} rows, expected {asked.rows}")
            target = f"< {TARGETS[name]} s, < {PEAK_TARGET_MB} MB at 10^7 rows" if name in TARGETS else "once"
            print(f"{name:10} {found['rows']:>12,} {found['seconds']:>9.2f} {found['processor']:>12.2f} "
                  f"{found['peak_mb']:>9.0f}   {target}", flush=True)  # fmt: skip
            if found["digest"]:
                require(found["of_pair"] == of_pair, f"{name}: {found['of_pair']} of the pair, expected {of_pair}")
                digests.add(found["digest"])
        require(len(digests) == 1, "text and Parquet give different series")


if __name__ == "__main__":
    main()
