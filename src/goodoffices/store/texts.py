"""The texts of sources: found beside the case, or in a folder by their digest."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from goodoffices.case.checks import Problem
from goodoffices.case.citations import Source
from goodoffices.case.model import Case
from goodoffices.case.states import nearest
from goodoffices.case.verification import bears_out_any
from goodoffices.errors import CaseError
from goodoffices.store.casefile import case_of, find_case

__all__ = ["MAX_TEXT_BYTES", "find_texts", "read_source_text"]

MAX_TEXT_BYTES = 50_000_000
MAX_FILES = 10_000


def find_texts(case: Case, folder: Path | None, sources: Path | None) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Find the texts of the sources of a case.

    Parameters
    ----------
    folder
        Where the case stands; a source's ``file`` is looked for below it. None for a shipped case.
    sources
        A folder whose files are matched by SHA-256, whatever their names; None to look nowhere else.

    Returns
    -------
    texts
        By the name of the source.
    problems
        Files that are there but are not what the case says.

    Raises
    ------
    CaseError
        If ``sources`` is no folder.
    """
    texts: dict[str, str] = {}
    found: list[Problem] = []
    if sources is not None:
        if not sources.is_dir():
            raise CaseError(f"{sources}: expected a folder that holds the texts of the sources")
        found += _matched(case, sources, texts)
    for name, source in case.sources.items():
        if folder is not None and source.file and name not in texts and (folder / source.file).is_file():
            problem = _beside(name, source, folder / source.file, texts)
            found += [problem] if problem else []
    return texts, tuple(found)


def _matched(case: Case, sources: Path, texts: dict[str, str]) -> Iterator[Problem]:
    """Match files by digest; report those that are a source with other words in it."""
    others: list[tuple[Path, str]] = []
    for path in _files(sources):
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        same = [name for name, source in case.sources.items() if source.sha256 == digest]
        texts |= dict.fromkeys(same, _decoded(data) if same else "")
        if not same:
            others.append((path, digest))
    for name, source in case.sources.items():
        if source.sha256 and name not in texts:
            for path, digest in others:
                text = _decoded(path.read_bytes())
                if bears_out_any(case, name, text) or (source.file and path.name == Path(source.file).name):
                    texts[name] = text
                    yield _altered(name, source.sha256, path, digest)
                    break


def _altered(name: str, expected: str, path: Path, digest: str) -> Problem:
    message = (
        f"{path} has the SHA-256 {digest[:12]}…, expected {expected[:12]}…: the text is not, word for word, what "
        "was cited; get the original, or cite this text anew"
    )
    return Problem(("sources", name, "sha256"), message)


def _files(folder: Path) -> Iterator[Path]:
    """Go through the regular files of a folder, not past symbolic links, not without end."""
    seen = 0
    for where, _, names in os.walk(folder, followlinks=False):
        for name in sorted(names):
            path = Path(where, name)
            seen += 1
            if seen > MAX_FILES:
                raise CaseError(f"{folder}: found more than {MAX_FILES:,} files, expected fewer; name a smaller folder")
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_TEXT_BYTES:
                yield path


def _beside(name: str, source: Source, path: Path, texts: dict[str, str]) -> Problem | None:
    if path.stat().st_size > MAX_TEXT_BYTES:
        message = f"{path} has more than {MAX_TEXT_BYTES:,} bytes, expected a text"
        return Problem(("sources", name, "file"), message)
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    texts[name] = _decoded(data)
    if source.sha256 and digest != source.sha256:
        return _altered(name, source.sha256, path, digest)
    return None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace")


def read_source_text(source: str, case_name: str | None, sources: Path | None) -> tuple[str, str]:
    """Read the text that a new citation points into.

    Parameters
    ----------
    source
        A text file; or, with ``case_name``, the name of a source of that case.
    sources
        A folder in which texts are matched by their digest.

    Returns
    -------
    text, name
        The text, and what to call the source in the citation.

    Raises
    ------
    CaseError
        If there is no such source or its text is not here.
    """
    if case_name is None:
        path = Path(source)
        if not path.is_file() or path.stat().st_size > MAX_TEXT_BYTES:
            raise CaseError(f"{source}: expected a text file, or the name of a source together with --case")
        return _decoded(path.read_bytes()), re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).lstrip(
            "-_0123456789"
        ) or "source"
    found = find_case(case_name)
    case = case_of(found)
    if source not in case.sources:
        raise CaseError(f"found the unknown source {source!r}{nearest(source, list(case.sources))}")
    texts, _ = find_texts(case, found.folder, sources)
    if source not in texts:
        raise CaseError(f"the text of {source!r} is not here; name the folder that holds it with --sources")
    return texts[source], source
