"""Shortlists of candidates that stand beside a case file."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path

from goodoffices.brokers.shortlist import Shortlist, shortlist_from
from goodoffices.errors import CaseError, LimitError

__all__ = ["SHORTLIST", "read_shortlist"]

SHORTLIST = "candidates.json"
_MOST_BYTES = 4 << 20


def read_shortlist(what: str | Path) -> Shortlist | None:
    """Read the shortlist of a case.

    Parameters
    ----------
    what
        The folder of a case, its file, the shortlist itself, or the name of a shipped case.

    Returns
    -------
    Shortlist or None
        None where the case has none.

    Raises
    ------
    CaseError
        If it is not a shortlist.
    LimitError
        If it is too large.

    Examples
    --------
    >>> short = read_shortlist("korea-2017")
    >>> short.between, short.outside
    (('USA', 'PRK'), ('USA', 'ROK', 'JPN', 'PRK'))
    """
    path = Path(what)
    if path.is_dir():
        path = path / SHORTLIST
    elif path.suffix in {".yaml", ".yml"}:
        path = path.parent / SHORTLIST
    elif not path.suffix and len(path.parts) == 1:
        shipped = importlib.resources.files("goodoffices") / "cases" / path.name / SHORTLIST
        return _parsed(shipped.read_text("utf-8"), f"{path.name}/{SHORTLIST}") if shipped.is_file() else None
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise LimitError(f"{path}: found {path.stat().st_size:,} bytes, expected at most {_MOST_BYTES:,}")
        return _parsed(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: could not be read: {error}; expected a shortlist in UTF-8") from None


def _parsed(text: str, label: str) -> Shortlist:
    try:
        return shortlist_from(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise CaseError(f"{label}: this is not JSON: {error}; make the shortlist anew from the tables") from None
    except CaseError as error:
        raise CaseError(f"{label}: {error}") from None
