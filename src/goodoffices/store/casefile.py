"""Case files: found by name, folder or path; read with every problem at its line; written back with comments kept."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from goodoffices.case.checks import Problem, problems
from goodoffices.case.model import Case
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError, CaseFileError
from goodoffices.store.files import write_text
from goodoffices.store.genius import DomainFiles, domain_of, find_domain, is_genius
from goodoffices.store.genius_case import case_of_domain, problem_of
from goodoffices.store.gmcr import case_from_gmcr, is_gmcr
from goodoffices.store.messages import explain
from goodoffices.store.rewriting import rewrite
from goodoffices.store.yamltext import Document, YamlError, read_yaml

if TYPE_CHECKING:
    from goodoffices.settle import Problem as Settlement

__all__ = [
    "MAX_BYTES",
    "CaseText",
    "case_from_text",
    "case_of",
    "find_case",
    "place_problems",
    "read_case",
    "settlement_of",
    "shipped_cases",
    "write_case",
]

MAX_BYTES = 8_000_000
_REQUIRED: dict[str, Any] = {"case": "unnamed", "title": "untitled", "as_of": "9998-12-31", "parties": {}}
# A faulty entry that others name is replaced, so that they are not reported as naming what does not exist.
_STAND_INS: dict[str, dict[str, Any]] = {
    "parties": {"name": "unnamed", "kind": "other", "role": "stakeholder"},
    "people": {"name": "unnamed"},
    "sources": {"type": "document"},
}


@dataclass(frozen=True)
class CaseText:
    """The text of a case, and where it stands.

    Attributes
    ----------
    label
        What messages call it.
    text
        The whole text.
    folder
        Where its sources' files would stand; None for a shipped case.
    day
        When the file was last changed.
    domain
        The files of a GENIUS domain, which has no text of its own; None for every other case.
    """

    label: str
    text: str
    folder: Path | None
    day: dt.date | None = None
    domain: DomainFiles | None = None


def shipped_cases() -> tuple[str, ...]:
    """List the names of the cases that come with the program."""
    folder = importlib.resources.files("goodoffices") / "cases"
    return tuple(sorted(entry.name for entry in folder.iterdir() if (entry / "case.yaml").is_file()))


def find_case(what: str | os.PathLike[str]) -> CaseText:
    """Find the text of a case.

    Parameters
    ----------
    what
        A path of a file, a folder that holds one, the folder of a GENIUS domain, or the name of a shipped case.

    Raises
    ------
    CaseError
        If there is none, it is too large, is no regular file, or is not text in UTF-8.
    """
    path = Path(what)
    try:
        if is_genius(path):
            domain = find_domain(path)
            return CaseText(domain.label, "", path if path.is_dir() else path.parent, domain.day, domain)
        if path.is_dir():
            path = _in_folder(path)
        if path.exists() or path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
            day = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC).date() if path.exists() else None
            return CaseText(str(path), _text_of(path), path.parent, day)
    except CaseError:
        raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CaseError(f"{what}: could not be read: {reason}; give a file, a folder or a shipped name") from None
    name = str(what)
    if name in shipped_cases():
        text = (importlib.resources.files("goodoffices") / "cases" / name / "case.yaml").read_text("utf-8")
        return CaseText(f"{name}/case.yaml", text, None)
    raise CaseError(
        f"found no file or folder {name!r} and no shipped case of that name{nearest(name, shipped_cases())}; "
        "'goodoffices new' starts a case of your own"
    )


def _in_folder(folder: Path) -> Path:
    if (folder / "case.yaml").is_file():
        return folder / "case.yaml"
    found = sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found[:5]) or "no .yaml file and no .xml file of a GENIUS domain"
    raise CaseError(f"{folder}: expected case.yaml in this folder, found {names}; name the file itself")


def _text_of(path: Path) -> str:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise CaseError(f"{path}: found something that is not a regular file; give a file, a folder or a shipped name")
    if status.st_size > MAX_BYTES:
        raise CaseError(f"{path}: found {status.st_size:,} bytes, expected at most {MAX_BYTES:,}; is it a case file?")
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CaseError(f"{path}: found UTF-16, expected UTF-8; save it again as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        where = f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
        raise CaseError(
            f"{where}: found the byte 0x{error.object[error.start]:02x}, expected UTF-8; save the file again as UTF-8"
        ) from None


def read_case(what: str | os.PathLike[str]) -> Case:
    """Read a case.

    Parameters
    ----------
    what
        A shipped name, a folder, a case file, a ``.gmcr`` file or the folder of a GENIUS domain.

    Raises
    ------
    CaseFileError
        With every problem of the file, each with file, line, column, path, what was found and what was expected.
    CaseError
        If there is no such case or it is no text.

    Examples
    --------
    >>> read_case("prisoners-dilemma").title
    "The prisoner's dilemma"
    """
    return case_of(find_case(what))


def case_of(found: CaseText) -> Case:
    """Read the case of a text that was found: a case file, a ``.gmcr`` file or a GENIUS domain.

    Raises
    ------
    CaseError
        See :func:`read_case`.
    """
    if found.domain is not None:
        return case_of_domain(domain_of(found.domain))
    if is_gmcr(found.label):
        return case_from_gmcr(found.text, found.label, found.day or dt.date.min)
    return case_from_text(found.text, found.label)


def settlement_of(found: CaseText) -> Settlement:
    """Read what is to be settled off a text that was found; that of a GENIUS domain exactly, not by way of a case.

    Returns
    -------
    goodoffices.settle.Problem
        Its ``case`` is None for a GENIUS domain, which calls parties, issues and options by other names.

    Raises
    ------
    CaseError
        See :func:`read_case`.
    MissingSectionError
        If the case has no issues or positions.
    """
    if found.domain is not None:
        return problem_of(domain_of(found.domain))
    from goodoffices.settle import settlement  # noqa: PLC0415 - whoever reads a case need not wait for it

    return settlement(case_of(found))


def case_from_text(text: str, label: str = "case.yaml") -> Case:
    """Read a case from its text.

    Parameters
    ----------
    text
        YAML 1.2.
    label
        What the messages call it.

    Raises
    ------
    CaseFileError
        With every problem.
    """
    try:
        document = read_yaml(text)
    except YamlError as problem:
        raise CaseFileError([f"{label}:{problem.place.line}:{problem.place.column}: {problem}"]) from None
    if not isinstance(document.data, dict):
        found = "nothing" if document.data is None else f"a {type(document.data).__name__}"
        raise CaseFileError([f"{label}:1:1: found {found}, expected keys such as case, title, as_of and parties"])
    case, wrong = _validate(document)
    lines = [
        ((problem.place.line, problem.place.column), f"{label}:{problem.place.line}:{problem.place.column}: {problem}")
        for problem in document.problems
    ]
    lines += _lines(wrong, document, label)
    if lines or case is None:
        raise CaseFileError([line for _, line in sorted(set(lines))])
    object.__setattr__(case, "_origin", text)
    return case


def place_problems(found: Iterable[Problem], text: str, label: str) -> list[str]:
    """Give problems of a case the line and column at which they stand in its text, where it has one."""
    if not text:
        return [f"{label}: {_dotted(problem.path)}: {problem.message}" for problem in found]
    document = read_yaml(text)
    return [line for _, line in sorted(_lines(found, document, label))]


def _lines(found: Iterable[Problem], document: Document, label: str) -> Iterator[tuple[tuple[int, int], str]]:
    for problem in found:
        place = document.place(problem.path, key=problem.key)
        where = f"{label}:{place.line}:{place.column}: {_dotted(document.written(problem.path))}"
        yield (place.line, place.column), f"{where}: {problem.message}"


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".") or "the file"


def _validate(document: Document) -> tuple[Case | None, list[Problem]]:
    """Check the whole of a document: what is of the wrong form is left out, so that the rest is still looked at."""
    data = dict(document.data)
    try:
        case = Case.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        found = explain(error, data)
    else:
        return case, list(problems(case))
    kept, moved = _without(data, found)
    damaged = {str(problem.path[0]) for problem in found if problem.path}
    damaged -= {section for section in _STAND_INS if isinstance(data.get(section), dict)}
    try:
        rest = Case.model_validate(kept, by_alias=True, by_name=False)
    except ValidationError:
        return None, found
    for problem in problems(rest, damaged=frozenset(damaged)):
        section, *inner = problem.path
        if inner and isinstance(inner[0], int) and section in moved:
            inner[0] = moved[section][inner[0]]
        found.append(Problem((section, *inner), problem.message, problem.key))
    return None, found


def _without(data: dict[Any, Any], found: list[Problem]) -> tuple[dict[Any, Any], dict[str | int, list[int]]]:
    """Leave out the faulty entries; say for shortened lists where the entries that remain stood."""
    kept = {**_REQUIRED, **data}
    gone: dict[Any, set[Any]] = {}
    for problem in found:
        section, *inner = problem.path or ("",)
        if inner and isinstance(data.get(section), dict | list):
            gone.setdefault(section, set()).add(inner[0])
        elif section in _REQUIRED:
            kept[section] = _REQUIRED[section]
        else:
            kept.pop(section, None)
    moved: dict[str | int, list[int]] = {}
    for section, parts in gone.items():
        whole = data[section]
        if isinstance(whole, dict):
            stand_in = dict.fromkeys(parts, _STAND_INS[section]) if section in _STAND_INS else {}
            kept[section] = {key: value for key, value in whole.items() if key not in parts} | stand_in
        else:
            moved[section] = [k for k in range(len(whole)) if k not in parts]
            kept[section] = [whole[k] for k in moved[section]]
    return kept, moved


def write_case(case: Case, path: str | os.PathLike[str] | None = None) -> str:
    """Write a case as YAML; what was read keeps its comments and its order.

    Parameters
    ----------
    path
        Where to; None to return the text only.

    Returns
    -------
    str
        The text: the very text that was read if nothing has changed.

    Raises
    ------
    GoodOfficesError
        If the file cannot be written; it is then left as it was.
    """
    text = rewrite(case.plain(), case._origin)  # noqa: SLF001 - the store is where the origin is for
    if path is not None:
        write_text(Path(path), text)
    return text
