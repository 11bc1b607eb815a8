"""A case under review on the disk: every decision is written at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from goodoffices.errors import CaseError
from goodoffices.record.placing import Path as Place
from goodoffices.record.placing import entry_at
from goodoffices.record.reviewing import (
    Evidence,
    State,
    accept,
    edit,
    evidence,
    is_complete,
    named_by,
    pending,
    reject,
    settle_role,
)
from goodoffices.store.casefile import case_from_text, case_of, find_case
from goodoffices.store.drafts import changed_text, entry_text, read_rejected, write_rejected
from goodoffices.store.files import write_text
from goodoffices.store.texts import find_texts
from goodoffices.store.yamltext import read_yaml

__all__ = ["Review", "open_review"]


class Review:
    """A case under review.

    Parameters
    ----------
    path
        Its file.
    text
        What stands in it.
    texts
        The texts of its sources that are here.
    """

    def __init__(self, path: Path, text: str, texts: Mapping[str, str]) -> None:
        self.path, self.texts = path, texts
        self._text = text
        self._state = State(read_yaml(text).data, read_rejected(path))
        self._before: list[tuple[str, State]] = []

    def pending(self) -> tuple[Place, ...]:
        """List what is still to be decided."""
        return pending(self._state.data)

    def complete(self, path: Place) -> bool:
        """Say whether a proposal says enough to be accepted."""
        return is_complete(self._state.data, path)

    def entry(self, path: Place) -> dict[str, Any]:
        """Return what stands at a path."""
        return dict(entry_at(self._state.data, path))

    def evidence(self, path: Place) -> tuple[Evidence, ...]:
        """Show the words that an entry cites within the words around them."""
        return () if path[0] == "parties" else evidence(self._state.data, path, self.texts)

    def named_by(self, party: str) -> int:
        """Count the entries that name a party."""
        return len(named_by(self._state.data, party))

    def named(self, who: str) -> str:
        """Return the name of a party or a person."""
        data = self._state.data
        return str({**data.get("people", {}), **data["parties"]}.get(who, {}).get("name", who))

    def accept(self, *paths: Place) -> None:
        """Accept proposals, all of them or none.

        Raises
        ------
        CaseError
            If one of them says too little to be accepted; says what is missing.
        """
        state = self._state
        for path in paths:
            state = accept(state, path)
        self._write(state)

    def settle_role(self, path: Place, role: str) -> None:
        """Say what a party is in the crisis."""
        self._write(settle_role(self._state, path, role))

    def edit(self, path: Place, entry: Mapping[str, Any]) -> None:
        """Put another entry in the place of a proposal.

        Raises
        ------
        CaseError
            If the case would not be well formed.
        """
        self._write(edit(self._state, path, entry))

    def reject(self, path: Place) -> None:
        """Turn a proposal down."""
        self._write(reject(self._state, path, self.texts))

    def undo(self) -> bool:
        """Take the last decision back; say whether there was one."""
        if not self._before:
            return False
        text, state = self._before.pop()
        self._put(text, state)
        return True

    def _write(self, state: State) -> None:
        case_from_text(entry_text(state.data), str(self.path))  # says what is wrong before anything is written
        text = changed_text(state.data, self._text)
        self._before.append((self._text, self._state))
        self._put(text, state)

    def _put(self, text: str, state: State) -> None:
        """Write what was decided, the rejections first: rather one too many than one forgotten."""
        if self.path.read_text("utf-8-sig") != self._text.removeprefix("\ufeff"):
            raise CaseError(
                f"{self.path} has been changed by somebody else meanwhile; nothing was written, start again"
            )
        if state.rejected != self._state.rejected:
            write_rejected(self.path, state.rejected)
        write_text(self.path, text)
        self._text, self._state = text, state


def open_review(what: str, sources: Path | None = None) -> Review:
    """Open a case for review.

    Parameters
    ----------
    what
        A file, or a folder that holds it.
    sources
        A folder with texts, matched by their SHA-256.

    Raises
    ------
    CaseError
        If it is no case, or none that can be written.
    """
    found = find_case(what)
    case = case_of(found)
    path = Path(found.label)
    if found.folder is None or not path.is_file() or path.suffix not in {".yaml", ".yml"}:
        raise CaseError(f"{found.label}: expected a case file of your own, which decisions can be written to")
    texts, _ = find_texts(case, found.folder, sources)
    return Review(path, found.text, texts)
