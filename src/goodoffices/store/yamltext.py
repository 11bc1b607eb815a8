"""YAML 1.2 text to plain data, with the line and column of everything in it.

The events come from libyaml; the scalars are read by the YAML 1.2 core schema, so that ``NO`` stays Norway, ``on``
stays a word, ``1:30`` stays text and ``044`` keeps its zero. Texts from strangers cannot make this expensive: tags,
deep nesting and aliases that unfold without end are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import events
from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]  # it is the documented way in
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from goodoffices.errors import CaseError

__all__ = ["MAX_DEPTH", "MAX_VALUES", "Document", "Place", "YamlError", "read_yaml"]

MAX_VALUES = 100_000
MAX_DEPTH = 40
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """A line and a column, both from 1."""

    line: int
    column: int


class YamlError(CaseError):
    """Something that is not YAML 1.2, or that we do not take."""

    def __init__(self, message: str, place: Place) -> None:
        self.place = place
        super().__init__(message)


@dataclass(frozen=True)
class Document:
    """What a YAML text holds.

    Attributes
    ----------
    data
        Mappings, lists, text, numbers, booleans and None.
    keys, values
        Where the key, and where the value, of a path stands.
    problems
        What is wrong though it could be read, such as duplicate keys.
    """

    data: Any
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: tuple[YamlError, ...] = ()

    def written(self, path: Path) -> Path:
        """Shorten a path to the part that is written out; short forms leave their inner keys unsaid."""
        inner = path
        while inner and inner[:-1] not in self.values:
            inner = inner[:-1]
        parent = self.values.get(inner[:-1])
        is_short = parent is not None and inner not in self.values and not self._holds_parts(inner[:-1])
        return inner[:-1] if is_short else inner

    def _holds_parts(self, path: Path) -> bool:
        part = self.data
        for step in path:
            part = part[step]
        return isinstance(part, dict | list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Find the nearest place that is known for a path."""
        for length in range(len(path), -1, -1):
            short = path[:length]
            place = self.keys.get(short) if key and length == len(path) else None
            place = place or self.values.get(short) or self.keys.get(short)
            if place:
                return place
        return Place(1, 1)


@dataclass
class _Node:
    place: Place
    scalar: Any = None
    items: list[_Node] | None = None
    pairs: list[tuple[_Node, _Node]] | None = None


_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_HEX = re.compile(r"0(x[0-9a-fA-F]+|o[0-7]+)$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= 200:  # so that every number fits a float
        if _INT.match(text):
            return int(text)
        if _HEX.match(text):
            return int(text[2:], 16 if text[1] == "x" else 8)
        if _FLOAT.match(text):
            return float(text)
    return text


class _Composer:
    """Turns events into nodes; remembers anchors."""

    def __init__(self, text: str) -> None:
        self.events = _events(text)
        self.anchors: dict[str, _Node] = {}
        self.count = 0

    def document(self) -> _Node | None:
        root: _Node | None = None
        for event in self.events:
            if isinstance(event, events.DocumentStartEvent):
                if root is not None:
                    raise YamlError("found a second document, expected one; leave out the line '---'", _mark(event))
                if event.version not in {None, (1, 2)}:
                    raise YamlError("found another version than YAML 1.2; leave out the line '%YAML'", _mark(event))
                root = self.node(next(self.events), 0)
        return root

    def node(self, event: Any, depth: int) -> _Node:
        place = _mark(event)
        self.count += 1
        if self.count > MAX_VALUES:
            raise YamlError(f"found more than {MAX_VALUES:,} values, expected fewer; split the case", place)
        if depth > MAX_DEPTH:
            raise YamlError(f"found more than {MAX_DEPTH} levels of nesting, expected fewer", place)
        if isinstance(event, events.AliasEvent):
            if event.anchor not in self.anchors:
                raise YamlError(f"found the alias *{event.anchor}, but nothing before it is named so", place)
            return self.anchors[event.anchor]
        if getattr(event, "tag", None) and str(event.tag) not in ("!", "tag:yaml.org,2002:str"):
            raise YamlError(f"found the tag {event.tag}, expected none; a case file is plain data", place)
        node = _Node(place)
        self.fill(node, event, depth)
        if getattr(event, "anchor", None):
            self.anchors[event.anchor] = node
        return node

    def fill(self, node: _Node, event: Any, depth: int) -> None:
        if isinstance(event, events.ScalarEvent):
            is_plain = event.implicit[0] and not event.style
            node.scalar = _plain(event.value) if is_plain and not event.tag else event.value
        elif isinstance(event, events.SequenceStartEvent):
            node.items = []
            while not isinstance(inner := next(self.events), events.SequenceEndEvent):
                node.items.append(self.node(inner, depth + 1))
        else:
            node.pairs = []
            while not isinstance(inner := next(self.events), events.MappingEndEvent):
                key = self.node(inner, depth + 1)
                node.pairs.append((key, self.node(next(self.events), depth + 1)))


def _events(text: str) -> Iterator[Any]:
    try:
        parser = CParser(text)
        while not isinstance(event := parser.get_event(), events.StreamEndEvent):
            yield event
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        context = f" {error.context}" if error.context else ""
        raise YamlError(f"this is not YAML: {error.problem}{context}; {_advice(error)}", place) from None
    except YAMLError as error:
        match = re.search(r"position (\d+)", str(error))
        before = text.encode()[: int(match.group(1))].decode(errors="ignore") if match else ""
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise YamlError(f"this is not YAML: {str(error).splitlines()[0]}; remove it", place) from None


def _advice(error: MarkedYAMLError) -> str:
    problem = f"{error.problem} {error.context or ''}"
    if "mapping values" in problem or "unexpected ':'" in problem:
        return "put text that holds ':' in quotation marks"
    if "expected ','" in problem:
        return "close the bracket, and put text that holds '?', ':' or a bracket in quotation marks"
    if "cannot start any token" in problem:
        return "indent with spaces, and put text that begins with @, `, % or a tab in quotation marks"
    if "block sequence entries" in problem or "block mapping" in problem or "block end" in problem:
        return 'check the indentation, and write "-" in quotation marks where it is a sign'
    return "check brackets, quotation marks and indentation just before it"


def _mark(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


class _Builder:
    """Turns nodes into plain data and remembers where everything stands."""

    def __init__(self) -> None:
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.problems: list[YamlError] = []
        self.count = 0

    def build(self, node: _Node, path: Path) -> Any:
        self.count += 1
        if self.count > MAX_VALUES:
            raise YamlError(f"the aliases unfold into more than {MAX_VALUES:,} values; write them out", node.place)
        if len(path) > MAX_DEPTH:
            raise YamlError(f"the aliases unfold into more than {MAX_DEPTH} levels; write them out", node.place)
        self.values[path] = node.place
        if node.items is not None:
            return [self.build(item, (*path, k)) for k, item in enumerate(node.items)]
        if node.pairs is not None:
            return self.mapping(node.pairs, path)
        return node.scalar

    def mapping(self, pairs: list[tuple[_Node, _Node]], path: Path) -> dict[Any, Any]:
        data: dict[Any, Any] = {}
        lines: dict[str, int] = {}
        for key, value in pairs:
            name = key.scalar
            if key.items is not None or key.pairs is not None:
                self.problems.append(YamlError("found a list or mapping as a key, expected a name", key.place))
            elif isinstance(name, bool) or not isinstance(name, str | int):
                message = f"found the key {name!r}, expected a name; put it in quotation marks if it is meant as text"
                self.problems.append(YamlError(message, key.place))
            elif str(name) in lines:
                message = f"found the key {name!r} a second time (first in line {lines[str(name)]}); keep one of them"
                self.problems.append(YamlError(message, key.place))
            else:
                lines[str(name)] = key.place.line
                self.keys[(*path, name)] = key.place
                data[name] = self.build(value, (*path, name))
        return data


def read_yaml(text: str) -> Document:
    r"""Read a YAML 1.2 text.

    Raises
    ------
    YamlError
        At the first place that is not YAML, or is not taken: tags, several documents, more than 40 levels, aliases that
        unfold into more than 100,000 values.

    Examples
    --------
    >>> read_yaml("NO: {on: off, code: 044}\nat: 1:30").data
    {'NO': {'on': 'off', 'code': '044'}, 'at': '1:30'}
    """
    try:
        root = _Composer(text).document()
    except UnicodeEncodeError:
        raise YamlError("found half of a surrogate pair, expected text in UTF-8", Place(1, 1)) from None
    if root is None:
        return Document(None)
    builder = _Builder()
    data = builder.build(root, ())
    return Document(data, builder.keys, builder.values, tuple(builder.problems))
