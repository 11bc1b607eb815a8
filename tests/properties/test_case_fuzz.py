"""Damaged case files: read, or refused in words; never anything else."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from goodoffices.cli import main
from goodoffices.errors import CaseFileError, GoodOfficesError
from goodoffices.store import case_from_text, find_case, read_case, write_case

VALUES = [
    "",
    "~",
    "3",
    "-1",
    "0.5",
    "1e400",
    "0x" + "f" * 260,
    "true",
    "NO",
    "[]",
    "{}",
    "[1, 2]",
    "{a: b}",
    "[[[]]]",
    "044",
    "2017-13",
    "..",
    "'",
    '"',
    "*a",
    "&a x",
    "!!str x",
    "!x y",
    "|",
    ">-",
    "? x",
    "- -",
    "A.x &",
    "not",
    "never: A.x",
    "\u2028",
    "🏔",
    "9" * 30,
    "null",
    "UP",
    "[UP, DOWN]",
    "UP.release",
    "on",
    "{exact: x}",
    "{para: 0}",
    "{at: x}",
    "analyst",
    "x" * 21_000,
]


def flip(rng: np.random.Generator, text: str) -> bytes:
    """Flip bits of a few bytes."""
    data = bytearray(text.encode())
    for _ in range(rng.integers(1, 5)):
        data[rng.integers(len(data))] ^= 1 << int(rng.integers(8))
    return bytes(data)


def lines(rng: np.random.Generator, text: str) -> bytes:
    """Delete, double, move, outdent or indent lines."""
    parts = text.split("\n")
    for _ in range(rng.integers(1, 4)):
        k = int(rng.integers(len(parts)))
        match int(rng.integers(5)):
            case 0:
                del parts[k]
            case 1:
                parts.insert(k, parts[k])
            case 2:
                parts.insert(int(rng.integers(len(parts))), parts.pop(k))
            case 3:
                parts[k] = parts[k][2:]
            case _:
                parts[k] = "  " + parts[k]
    return "\n".join(parts).encode()


def tokens(rng: np.random.Generator, text: str) -> bytes:
    """Swap two words or marks."""
    parts = re.split(r"(\w+|[^\w\s])", text)
    words = [k for k, part in enumerate(parts) if part.strip()]
    for _ in range(rng.integers(1, 4)):
        a, b = rng.choice(words, 2, replace=False)
        parts[a], parts[b] = parts[b], parts[a]
    return "".join(parts).encode()


def values(rng: np.random.Generator, text: str) -> bytes:
    """Put something of another kind in the place of a value."""
    return replaced(
        rng, text, r"(?<=: )[^,{}\[\]\n#]+|(?<=[\[,] )[^,{}\[\]\n:]+", lambda _: VALUES[rng.integers(len(VALUES))]
    )


def keys(rng: np.random.Generator, text: str) -> bytes:
    """Rename keys: to another key of the file, to a near one, or to something that is no name."""
    known: list[str] = re.findall(r"[A-Za-z_][\w-]*(?=:)", text)

    def other(key: str) -> str:
        names: list[str] = [
            known[rng.integers(len(known))],
            key + "s",
            key[:-1],
            "7",
            "true",
            "~",
            "[x]",
            "a b",
            "x" * 99,
        ]
        return names[int(rng.integers(len(names)))]

    return replaced(rng, text, r"[A-Za-z_][\w-]*(?=:)", other)


def replaced(rng: np.random.Generator, text: str, pattern: str, new: Callable[[str], str]) -> bytes:
    """Put something else in one to four of the places that a pattern finds."""
    found = list(re.finditer(pattern, text))
    for k in sorted(rng.choice(len(found), rng.integers(1, 5), replace=False), reverse=True):
        text = text[: found[k].start()] + new(found[k].group()) + text[found[k].end() :]
    return text.encode()


Mutation = Callable[[np.random.Generator, str], bytes]
MUTATIONS: list[Mutation] = [flip, lines, tokens, values, keys]


def survives(path: Path, data: bytes) -> bool:
    """Read damaged bytes: say whether they are still a case; let nothing but our own errors pass as a refusal."""
    path.write_bytes(data)
    fault: GoodOfficesError | None = None
    try:
        assert write_case(read_case(path)) == path.read_bytes().decode("utf-8-sig")
    except GoodOfficesError as error:
        fault = error
    if isinstance(fault, CaseFileError):
        assert fault.problems
        for problem in fault.problems:
            assert re.match(rf"{re.escape(str(path))}:\d+:\d+: ", problem), problem
    return fault is None


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_the_small_case_damaged_is_read_or_refused(mutate: Mutation, small_text: str, tmp_path: Path) -> None:
    """In each of five ways, 120 times; most of it is refused, and with a place."""
    rng = np.random.default_rng(MUTATIONS.index(mutate))
    read = sum(survives(tmp_path / "case.yaml", mutate(rng, small_text)) for _ in range(120))
    assert read < 100


@pytest.mark.parametrize(
    ("name", "times"),
    [("prisoners-dilemma", 12), ("elmira-1991", 12), ("us-dprk-2017-teaching", 12), ("korea-2017", 3)],
)
def test_shipped_cases_damaged_are_read_or_refused(name: str, times: int, tmp_path: Path) -> None:
    """In all five ways."""
    text, rng = find_case(name).text, np.random.default_rng(times)
    read = [survives(tmp_path / "case.yaml", mutate(rng, text)) for mutate in MUTATIONS for _ in range(times)]
    assert not all(read)


def test_what_survives_can_be_changed_and_written(small_text: str) -> None:
    """A damaged case that is still one is written back with its damage."""
    rng, done = np.random.default_rng(17), 0
    while done < 12:
        text = MUTATIONS[rng.integers(5)](rng, small_text).decode(errors="replace")
        try:
            case = case_from_text(text)
        except GoodOfficesError:
            continue
        changed = case.model_copy(update={"title": "Changed", "trends": ()})
        assert case_from_text(write_case(changed)).plain() == changed.plain()
        done += 1


def test_check_ends_with_0_or_1_and_shows_no_traceback(
    small_text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the command itself, 100 times: 0 for a sound case, 1 for a damaged one, both in words."""
    rng, path, codes = np.random.default_rng(18), tmp_path / "case.yaml", set()
    monkeypatch.delenv("GOODOFFICES_DEBUG", raising=False)
    for k in range(100):
        path.write_bytes(MUTATIONS[k % 5](rng, small_text))
        monkeypatch.setattr(sys, "argv", ["goodoffices", "check", str(path), *(["--json"] if k % 7 == 0 else [])])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        assert ended.value.code in {0, 1}
        assert "Traceback" not in shown.out + shown.err
        assert "this is a fault of goodoffices" not in shown.err, (k, shown.err)
        assert shown.out.strip() or shown.err.strip()
        codes.add(ended.value.code)
    assert codes == {0, 1}
