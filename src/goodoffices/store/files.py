"""Writing results: whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from goodoffices.errors import GoodOfficesError

__all__ = ["write_bytes", "write_text"]


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file in one step, so that a reader never sees half of it.

    Raises
    ------
    GoodOfficesError
        If it cannot be written; what was there before is left as it was.
    """
    if not path.name:
        raise GoodOfficesError(f"{path}: could not be written: expected the name of a file")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise GoodOfficesError(f"{path}: could not be written: {error.strerror}; nothing was changed there") from None


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 in one step; see :func:`write_bytes`."""
    write_bytes(path, text.encode())
