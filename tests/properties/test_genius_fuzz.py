"""Damaged GENIUS files: read, or refused in words; never anything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.unit.store.genius_samples import BOX_DOMAIN, BOXES, FILES

from goodoffices.errors import CaseFileError, GoodOfficesError
from goodoffices.store import case_of_domain, problem_of, read_domain, write_case

SAMPLES: dict[str, Mapping[str, str]] = {"river": FILES, "box": {"domain.xml": BOX_DOMAIN, "p.xml": BOXES}}
VALUES = [
    "", " ", "0", "1", "2", "-1", "1e-5", "1e5", "1E300", "1e999", "9" * 300, "0." + "3" * 50, "0x10", "1_0", "٣", "½",
    "NaN", "-inf", "Infinity", "null", "true", "1/3", "0,5", "real", "integer", "discrete", "nonlinear", "sum", "max",
    "&lt;", "&amp;&quot;", "&#0;", "&lol;", "&#x1F3D4;", "\u2028", "’", "â€™", "'", '"', "<", "none", "shut",
    "Canal", "a", "x" * 2_000, "not", "a.b", "../../etc", "100000000", "-999999999", "1.5", "\t", "é",
]  # fmt: skip
PARTS = [
    "<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "<![CDATA[x]]>", "<?a b?>", "<!-- - -->",
    "<item/>", "<issue/>", "<weight/>", "<objective>", "</objective>", "<utility/>", "<ufun/>", "<hyperRectangle/>",
    "<INCLUDES/>", '<reservation value="2"/>', '<utility maxutility="1"/>', "<range/>", "<evaluator/>",
    "<a:b/>", "\x00",
]  # fmt: skip


def flip(rng: np.random.Generator, text: str) -> bytes:
    """Flip bits of a few bytes."""
    data = bytearray(text.encode())
    for _ in range(rng.integers(1, 4)):
        data[rng.integers(len(data))] ^= 1 << int(rng.integers(8))
    return bytes(data)


def lines(rng: np.random.Generator, text: str) -> bytes:
    """Delete, double or move lines, or cut the text off."""
    parts = text.split("\n")
    for _ in range(rng.integers(1, 3)):
        k = int(rng.integers(len(parts)))
        match int(rng.integers(4)):
            case 0 if len(parts) > 1:
                del parts[k]
            case 1:
                parts.insert(k, parts[k])
            case 2:
                parts.insert(int(rng.integers(len(parts))), parts.pop(k))
            case _:
                parts = parts[: k + 1]
    return "\n".join(parts).encode()


def values(rng: np.random.Generator, text: str) -> bytes:
    """Put something else in the place of a value."""
    return replaced(rng, text, r'(?<==")[^"]*(?=")', lambda _: VALUES[rng.integers(len(VALUES))])


def names(rng: np.random.Generator, text: str) -> bytes:
    """Rename elements and attributes: to others of the file, or to something else."""
    known: list[str] = re.findall(r"\w+(?==)|(?<=<)\w+", text)
    return replaced(rng, text, r"\w+(?==)|(?<=<)\w+|(?<=</)\w+", lambda _: known[rng.integers(len(known))])


def parts(rng: np.random.Generator, text: str) -> bytes:
    """Put something in where an element begins."""
    return replaced(rng, text, r"<(?=\w)", lambda old: PARTS[rng.integers(len(PARTS))] + old)


def replaced(rng: np.random.Generator, text: str, pattern: str, new: Callable[[str], str]) -> bytes:
    """Put something else in one to three of the places that a pattern finds."""
    found = list(re.finditer(pattern, text))
    for k in sorted(rng.choice(len(found), rng.integers(1, 4), replace=False), reverse=True):
        text = text[: found[k].start()] + new(found[k].group()) + text[found[k].end() :]
    return text.encode()


Mutation = Callable[[np.random.Generator, str], bytes]
MUTATIONS: list[Mutation] = [flip, lines, values, names, parts]


def settles(folder: Path) -> bool:
    """Read a damaged domain in both forms: say whether it is still one; only our own errors are a refusal."""
    try:
        domain = read_domain(folder)
        problem = problem_of(domain)
        best = problem.utilities([[0] * len(problem.issues)])
        assert all(isinstance(worth, Fraction) for worth in problem.exact(best[0].tolist()))
    except CaseFileError as error:
        for line in error.problems:
            assert line.startswith(str(folder)), line
            assert re.match(rf"{re.escape(str(folder))}(/[^/]+:\d+)?: \S", line), line
            assert len(line) < 1_000
        return False
    except GoodOfficesError:
        return False
    try:
        write_case(case_of_domain(domain))
    except GoodOfficesError as error:
        assert "no place in a case" in str(error)  # noqa: PT017 - a case may refuse what can be settled
    return True


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_damaged_domain_is_read_or_refused(mutate: Mutation, sample: str, tmp_path: Path) -> None:
    """In each of five ways, 80 times each file; some of it is refused, with file and line."""
    rng = np.random.default_rng(MUTATIONS.index(mutate))
    folder = tmp_path / "domain"
    folder.mkdir()
    files = SAMPLES[sample]
    read = []
    for name, text in files.items():
        for other, whole in files.items():
            (folder / other).write_text(whole, encoding="utf-8")
        for _ in range(80):
            (folder / name).write_bytes(mutate(rng, text))
            read.append(settles(folder))
    assert not all(read)
    assert any(read)
