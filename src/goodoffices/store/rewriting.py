"""Writing a case back: only what has changed is touched, so that comments and order stay."""

from __future__ import annotations

import difflib
import io
import re
import warnings
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from goodoffices.case.model import Case
from goodoffices.store.yamltext import read_yaml

__all__ = ["rewrite"]

# What stands without quotation marks elsewhere, but not within brackets, and what breaks lines in YAML 1.1.
_DELICATE = re.compile("[:?\x85\u2028\u2029]")


def rewrite(new: Any, origin: str | None) -> str:
    """Return the text for a case.

    Parameters
    ----------
    new
        The case in plain data, as it should be.
    origin
        The text it came from, if any.
    """
    if origin is None:
        return _text(_styled(new))
    old = _plain(origin)
    if old == new:
        return origin
    tree = _tree(origin)
    if tree is not None:
        _patch(tree, old, new)
        text = _text(tree)
        if _plain(text) == new:
            return text
    return _text(_styled(new))  # rather no comments than other words


def _tree(origin: str) -> Any:
    """Read a text with its comments; None where this reader is stricter than ours, as with tabs between words."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of an anchor that is defined twice
            return _yaml().load(origin)
    except (YAMLError, ValueError):
        return None


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 120
    yaml.preserve_quotes = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _text(tree: Any) -> str:
    stream = io.StringIO()
    _yaml().dump(tree, stream)
    return stream.getvalue()


def _plain(text: str) -> dict[str, Any] | None:
    """Read a text back; None if it is no case."""
    try:
        return Case.model_validate(read_yaml(text).data).plain()
    except ValueError:
        return None


def _patch(tree: Any, old: Any, new: Any) -> None:
    """Change a tree in place from what it says to what it should say."""
    if isinstance(new, dict):
        _patch_mapping(tree, old, new)
    else:
        _patch_list(tree, old, new)


def _patch_mapping(tree: Any, old: Any, new: Any) -> None:
    for key in [key for key in old if key not in new]:
        del tree[key]
    for key, value in new.items():
        if key not in old:
            tree[key] = _styled(value, depth=1)
        elif old[key] != value:
            _replace(tree, key, old[key], value)


def _patch_list(tree: Any, old: Any, new: Any) -> None:
    """Touch only the entries that differ, so that the comments of the others stay."""
    before, after = ([_frozen(item) for item in items] for items in (old, new))
    changes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, start, end, begin, stop in reversed(changes):
        if kind == "replace" and end - start == stop - begin:
            for k in range(end - start):
                _replace(tree, start + k, old[start + k], new[begin + k])
        elif kind != "equal":
            for k in range(end - 1, start - 1, -1):
                del tree[k]
            for k, item in enumerate(new[begin:stop]):
                tree.insert(start + k, _styled(item, depth=1))


def _replace(tree: Any, key: Any, old: Any, new: Any) -> None:
    """Go on inside where the text has the same shape as the data; else write the part anew."""
    inner = tree[key]
    mappings = isinstance(inner, CommentedMap) and isinstance(old, dict) and isinstance(new, dict)
    lists = isinstance(inner, CommentedSeq) and isinstance(old, list) and isinstance(new, list)
    same_shape = (mappings and set(inner) == set(old)) or (lists and len(inner) == len(old))
    if same_shape and new and inner.anchor.value is None:  # what has an anchor is also used elsewhere
        _patch(inner, old, new)
    else:
        if new in ({}, []):
            tree.ca.items.pop(key, None)  # a comment that stood before the first entry
        tree[key] = _styled(new, depth=1)


def _frozen(item: Any) -> Any:
    if isinstance(item, dict):
        return tuple((key, _frozen(value)) for key, value in item.items())
    return tuple(_frozen(value) for value in item) if isinstance(item, list) else (type(item).__name__, item)


def _styled(item: Any, depth: int = 0) -> Any:
    """Write small inner parts on one line, as a person would."""
    tree: CommentedMap | CommentedSeq
    if isinstance(item, dict):
        tree = CommentedMap({key: _styled(value, depth + 1) for key, value in item.items()})
    elif isinstance(item, list):
        tree = CommentedSeq([_styled(value, depth + 1) for value in item])
    else:
        return DoubleQuotedScalarString(item) if isinstance(item, str) and _DELICATE.search(item) else item
    if depth >= 2:
        tree.fa.set_flow_style()
    return tree
