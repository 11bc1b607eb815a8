"""Changing a case file where it has changed, and nowhere else: every other line stays, letter for letter."""

from __future__ import annotations

import contextlib
import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from goodoffices.case.model import Case
from goodoffices.store.rewriting import rewrite
from goodoffices.store.yamltext import Document, Path, read_yaml

__all__ = ["rewrite_lines"]

_IDLE = re.compile(r"\s*(#.*)?$")
_NEAR = 200
_DASH = re.compile(r"\s*-\s+$")


Write = Callable[[Any, Path], str]


def rewrite_lines(new: Mapping[str, Any], origin: str, write: Write) -> str:
    """Return the text of a case in which only the lines differ that have to.

    Parameters
    ----------
    new
        The case as it should be, as data read from ``origin`` with changes; what is new is written as it stands here.
    origin
        The text as it is.
    write
        Writes a part of a case as YAML: a key or an entry of what stands at a path.

    Returns
    -------
    str
        Where lines cannot be told apart, as in one long line with everything: the whole, written anew.
    """
    wanted = _plain(new)
    document = read_yaml(origin)
    with contextlib.suppress(_CannotSpliceError, ValueError):
        text = _Splice(origin, document, write).apply(document.data, new)
        if _plain(read_yaml(text).data) == wanted:
            return text
    return rewrite(wanted, origin)


def _plain(data: Any) -> dict[str, Any]:
    return Case.model_validate(data, by_alias=True, by_name=False).plain()


class _CannotSpliceError(Exception):
    """The text is not laid out so that lines can be changed one by one."""


class _Splice:
    """Gathers changes of a text and makes them from the end to the beginning."""

    def __init__(self, text: str, document: Document, write: Write) -> None:
        self.text = text if text.endswith("\n") or not text else text + "\n"
        self.lines = self.text.splitlines(keepends=True)
        self.document, self.write = document, write
        self.offsets = [0]
        for line in self.lines:
            self.offsets.append(self.offsets[-1] + len(line))
        self.changes: list[tuple[int, int, str]] = []

    def apply(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
        """Return the text with everything changed that differs."""
        self._mapping((), old, new, len(self.lines))
        text = self.text
        for start, end, words in sorted(self.changes, reverse=True):
            text = text[:start] + words + text[end:]
        return text

    def _mapping(self, path: Path, old: Mapping[str, Any], new: Mapping[str, Any], end: int) -> None:
        ends = self._ends([(*path, key) for key in self._written(path)], end)
        for key in old:
            child = (*path, key)
            if key not in new:
                self._remove_key(child, old[key], ends[child])
            elif old[key] != new[key]:
                self._change(child, old[key], new[key], ends[child])
        added = {key: value for key, value in new.items() if key not in old}
        if added:
            column = self.document.keys[(*path, next(iter(old)))].column
            gap = "\n" if not path else ""
            text = "".join(gap + _indented(self.write({key: value}, path), column - 1) for key, value in added.items())
            last = max(ends.values())
            self.changes.append((self.offsets[last], self.offsets[last], text))

    def _change(self, path: Path, old: Any, new: Any, end: int) -> None:
        """Go inside as far as the text is laid out in lines; else write the part anew."""
        if isinstance(old, dict) and isinstance(new, dict) and old and self._in_lines(path, old):
            self._mapping(path, old, new, end)
        elif isinstance(old, list) and isinstance(new, list) and old and self._in_lines(path, old):
            self._list(path, old, new, end)
        elif isinstance(old, dict) and isinstance(new, dict) and self._within_one_line(path, old, new):
            return
        elif not self._scalar(path, old, new):
            self._write_anew(path, new, end)

    def _list(self, path: Path, old: Sequence[Any], new: Sequence[Any], end: int) -> None:
        places = [self.document.values[(*path, k)] for k in range(len(old))]
        for place in places:
            if not _DASH.match(self.lines[place.line - 1][: place.column - 1]):
                raise _CannotSpliceError
        ends = self._ends([(*path, k) for k in range(len(old))], end)
        column = len(self.lines[places[0].line - 1]) - len(self.lines[places[0].line - 1].lstrip())
        before, after = ([json.dumps(item, sort_keys=True) for item in items] for items in (old, new))
        for kind, start, stop, begin, until in difflib.SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes():
            if kind == "replace" and stop - start == until - begin:
                for k in range(stop - start):
                    self._change((*path, start + k), old[start + k], new[begin + k], ends[(*path, start + k)])
            elif kind != "equal":
                for k in range(start, stop):
                    self._cut(places[k].line - 1, ends[(*path, k)])
                at = self.offsets[ends[(*path, start - 1)] if start else places[0].line - 1]
                items = "".join(_indented(self.write([item], path), column, dedent=True) for item in new[begin:until])
                self.changes.append((at, at, items))

    def _written(self, path: Path) -> list[Any]:
        part: Any = self.document.data
        for step in path:
            part = part[step]
        return list(part)

    def _ends(self, paths: Sequence[Path], end: int) -> dict[Path, int]:
        """Say for each of several siblings before which line it ends, comments before the next one set aside."""
        starts = sorted((self._line(path), path) for path in paths)
        found: dict[Path, int] = {}
        for (_, path), (after, _) in zip(starts, [*starts[1:], (end, ())], strict=True):
            stop = after
            while stop > 0 and _IDLE.match(self.lines[stop - 1]):
                stop -= 1
            found[path] = max(stop, self._line(path) + 1)
        return found

    def _line(self, path: Path) -> int:
        return (self.document.keys.get(path) or self.document.values[path]).line - 1

    def _in_lines(self, path: Path, old: Any) -> bool:
        """Say whether each part of a mapping or a list stands on a line of its own."""
        place = self.document.values.get(path)
        if place is None or self._at(path)[:1] in {"{", "[", "*", "&"}:
            return False
        lines = [self._line((*path, key)) for key in (old if isinstance(old, dict) else range(len(old)))]
        return len(set(lines)) == len(lines)

    def _at(self, path: Path) -> str:
        """Return the text from where a value stands."""
        place = self.document.values[path]
        return self.text[self.offsets[place.line - 1] + place.column - 1 :]

    def _scalar(self, path: Path, old: Any, new: Any) -> bool:
        """Put one word in the place of another, if both are plain words; say whether that could be done."""
        plain = all(isinstance(one, str) and re.fullmatch(r"[A-Za-z][\w-]*", one) for one in (old, new))
        if not plain or not self._at(path).startswith(old) or new in {"true", "false", "null"}:
            return False
        place = self.document.values[path]
        start = self.offsets[place.line - 1] + place.column - 1
        self.changes.append((start, start + len(old), new))
        return True

    def _within_one_line(self, path: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Change words of a mapping in braces, or strike out a key with one; say whether that is all it takes."""
        gone = [key for key in old if key not in new]
        changed = [key for key in old if key in new and old[key] != new[key]]
        if set(new) - set(old) or len(gone) > 1 or any(not isinstance(old[key], str) for key in (*gone, *changed)):
            return False
        held = len(self.changes)
        done = all(self._scalar((*path, key), old[key], new[key]) for key in changed)
        if done and all(self._strike_out((*path, key), old[key]) for key in gone):
            return True
        del self.changes[held:]
        return False

    def _strike_out(self, path: Path, old: str) -> bool:
        """Take a key with a single word out of a mapping in braces."""
        place = self.document.keys[path]
        at = self.offsets[place.line - 1] + place.column - 1
        last = re.compile(r",\s*$").search(self.text, max(0, at - _NEAR), at)
        found = re.compile(rf"[\w-]+:\s*{re.escape(old)}\s*(,\s*|(?=}}))").match(self.text, at)
        if found is None:
            return False
        start = last.start() if last and not found[1] else at
        self.changes.append((start, found.end(), ""))
        return True

    def _remove_key(self, path: Path, old: Any, end: int) -> None:
        before = self.lines[self._line(path)][: self.document.keys[path].column - 1]
        if _DASH.match(before):  # the first key of an entry: its dash has to stay
            raise _CannotSpliceError
        del old
        self._cut(self._line(path), end)

    def _cut(self, start: int, end: int) -> None:
        self.changes.append((self.offsets[start], self.offsets[end], ""))

    def _write_anew(self, path: Path, new: Any, end: int) -> None:
        """Write a key with its value, or an entry of a list, anew where it stands."""
        start = self._line(path)
        line = self.lines[start]
        if isinstance(path[-1], int):
            column = len(line) - len(line.lstrip())
            text = _indented(self.write([new], path[:-1]), column, dedent=True)
        else:
            column = self.document.keys[path].column - 1
            before = line[:column]
            if before.strip() and not _DASH.match(before):
                raise _CannotSpliceError
            text = before + _indented(self.write({path[-1]: new}, path[:-1]), column)[column:]
        self.changes.append((self.offsets[start], self.offsets[end], text))


def _indented(text: str, column: int, *, dedent: bool = False) -> str:
    lines = text.splitlines(keepends=True)
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0) if dedent else 0
    return "".join(" " * column + line[margin:] if line.strip() else line for line in lines)
