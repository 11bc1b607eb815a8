"""Labels of who mediated: read, or refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodoffices.brokers.states import Spell, StateBook
from goodoffices.brokers.tables import Mediated
from goodoffices.errors import CaseError, LimitError
from goodoffices.store.tables import read_labels
from goodoffices.store.tables.crises import actor_code

STATES = StateBook(
    (
        Spell(2, "USA", "United States of America", 1816, 2016),
        Spell(255, "GMY", "Germany", 1990, 2016),
        Spell(260, "GFR", "German Federal Republic", 1955, 1990),
        Spell(345, "YUG", "Yugoslavia", 1944, 2016),
        Spell(678, "YAR", "Yemen Arab Republic", 1926, 1990),
        Spell(679, "YEM", "Yemen", 1990, 2016),
    ),
    2016,
    {},
)
HEAD = "crisno,crisname,year,actors,mediator_ccode,mediator\n"


def read(tmp_path: Path, text: str | bytes) -> tuple[Mediated, ...]:
    """Write labels and read them."""
    path = tmp_path / "labels.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_labels(path, STATES)


def test_rows_of_a_crisis_are_put_together(tmp_path: Path) -> None:
    """By year and number; a mediator named twice counts once, and more columns do no harm."""
    text = (
        HEAD.replace("\n", ",note\n")
        + "9,B,1980,YEM; GFR,2,USA,x\n9,B,1980,YEM; GFR,345,YUG,\n9,B,1980,YEM; GFR,2,USA,\n"
        "3,A,1980,GFR,2,USA,\n1,C,1999,SER; GFR,255,GMY,\n"
    )
    assert read(tmp_path, text) == (
        Mediated(3, "A", 1980, (260,), (2,)),
        Mediated(9, "B", 1980, (678, 260), (2, 345)),
        Mediated(1, "C", 1999, (345, 260), (255,)),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "labels.csv:1: found the columns a, b, expected crisno, crisname, year"),
        ("", "labels.csv:1: found the columns none"),
        (HEAD + "1,A,x,GFR,2,USA\n", "labels.csv:2: expected whole numbers for crisno, year and mediator_ccode"),
        (HEAD + "1,A,1980,GFR,999,XXX\n", "labels.csv:2: found the mediator code 999, expected a number of the Corr"),
        (
            HEAD + "1,A,1980,GFR,260,GMY\n",
            r"labels.csv:2: found 260 \(German Federal Republic\) beside 'GMY', which is 255",
        ),
        (HEAD + "1,A,1980,QQQ,2,USA\n", "labels.csv: crisis 1, A: found the actor 'QQQ', expected COW letters"),
        (HEAD + "1,A,1980,GFR,2,USA\n1,A,1981,GFR,2,USA\n", "labels.csv:3: crisis 1 has another year or other actors"),
        (HEAD + "1,A,1980,GFR,2\n", "labels.csv:2: found too few or too many values, expected 6"),
        (HEAD + "1,A,1980,GFR,2,USA,x\n", "labels.csv:2: found too few or too many values"),
        (HEAD + '1,A,1980,GFR,2,"US"A\n', "labels.csv: this is not CSV"),
        (b"\xff\xfe", "found bytes that are not UTF-8"),
    ],
)
def test_wrong_labels_are_refused(tmp_path: Path, text: str | bytes, message: str) -> None:
    """With the line, what was found and what was expected."""
    with pytest.raises(CaseError, match=message):
        read(tmp_path, text)


def test_files_that_are_missing_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are named."""
    with pytest.raises(CaseError, match=r"none\.csv: cannot be read"):
        read_labels(tmp_path / "none.csv", STATES)
    monkeypatch.setattr("goodoffices.store.tables.crises._MOST_BYTES", 3)
    with pytest.raises(LimitError, match="expected at most 3"):
        read(tmp_path, HEAD)


def test_letters_of_actors() -> None:
    """Those of the year where there are several, another list's where the own has none, none for what is no state."""
    assert actor_code("yem", 1980, STATES) == 678
    assert actor_code("YEM", 1995, STATES) == 679
    assert actor_code(" GER ", 1995, STATES) == 255
    assert actor_code("GMY", 1980, STATES) == 255
    assert actor_code("HIJ", 1924, STATES) is None
    with pytest.raises(CaseError, match="found the actor 'RUM'"):
        actor_code("RUM", 1930, STATES)
