"""Drafts on the disk: the case file with its comments, the texts beside it, what was rejected, annotations."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from goodoffices.case.base import MAX_NAME
from goodoffices.errors import CaseError
from goodoffices.record.entries import as_name
from goodoffices.record.gold import Gold, read_gold
from goodoffices.record.identity import Rejected
from goodoffices.record.placing import SECTIONS, entry_at
from goodoffices.record.placing import Path as Place
from goodoffices.store.files import write_text
from goodoffices.store.splicing import rewrite_lines
from goodoffices.store.texts import MAX_TEXT_BYTES
from goodoffices.store.yamltext import read_yaml

__all__ = [
    "TEXTS", "case_name", "changed_text", "draft_text", "entry_text", "find_annotated_text", "read_annotation",
    "read_rejected", "rejected_beside", "source_name", "text_file", "write_rejected",
]  # fmt: skip

TEXTS = "texts"
_DELICATE = re.compile("[:?\x85\u2028\u2029]")
_DAY = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
_BRIEF = ("parties", "people")
_ONE_LINE = 96
_HEAD = """\
A draft: everything below was drawn from texts by rules, word for word, and nothing counts until a person accepts it:
goodoffices record review FILE, or strike out `status: proposed` by hand. What a text leaves open is left open.
"""
_NOTES = {
    "sources": "The texts. Say what kind of document each is (type) and how far to trust it (reliability).",
    "parties": "Who. Say with `role` what each is in this crisis; strike out who takes no part in it.",
    "people": "Who speaks and acts, with the office and the party that the texts give.",
    "ties": "What binds (+) or divides (-) them.",
    "leverage": "Who could move whom. A strength of [0, 1] says nothing yet.",
    "interests": "What each wants.",
    "statements": "What was said; where there is no `who`, the text does not name the speaker.",
    "demands": "Who asks what of whom.",
    "events": "What happened. A date such as ../2020-05-01 says that the text gives none: say when.",
    "obstacles": "What stands in the way. A severity of [0, 1] says nothing yet: say how severe.",
    "options": "What each could do, as the texts discuss it. With `entry: proposed` it is no option yet.",
}


def case_name(path: Path) -> str:
    """Make the name of a case out of the name of its file, or of its folder where the file is just called case."""
    return as_name(path.resolve().parent.name if path.stem == "case" else path.stem)


def source_name(what: str, taken: Iterable[str]) -> str:
    """Make a name for a source out of the path or the address of its document.

    Examples
    --------
    >>> source_name("https://example.org/2020/A report.html?page=2", ["a-report"])
    'a-report-2'
    """
    stem = re.split(r"[?#]", what.rstrip("/"))[0].rstrip("/").replace("\\", "/").rpartition("/")[2]
    bare = stem.rpartition(".")[0] or stem
    name = as_name(bare)[: MAX_NAME - 8]
    name = f"{name}-text" if name == "analyst" else name
    others = set(taken)
    found, number = name, 2
    while found in others:
        found, number = f"{name}-{number}", number + 1
    return found


def text_file(source: str) -> str:
    """Say where the text of a source is kept, relative to its case."""
    return f"{TEXTS}/{source}.txt"


def draft_text(data: Mapping[str, Any], asks: Mapping[Place, str]) -> str:
    """Write a draft as YAML that a person likes to go through.

    Parameters
    ----------
    data
        The case as plain data.
    asks
        What a person has to decide about an entry, by its path: a comment where the entry says that it is proposed.
    """
    tree = CommentedMap({key: _section(key, value) for key, value in data.items()})
    tree.yaml_set_start_comment(_HEAD)
    for key, note in _NOTES.items():
        if key in tree:
            tree.yaml_set_comment_before_after_key(key, before=f"\n{note}")
    for path, ask in asks.items():
        entry = entry_at(tree, path)
        entry.yaml_add_eol_comment(ask, key="entry" if path[0] == "options" else "status")
    return _dumped(tree)


def entry_text(entry: Any) -> str:
    """Write an entry as YAML to be edited, or a value of one on one line if there is room."""
    return _dumped(_styled(entry, 1 if isinstance(entry, dict) else 2)).removesuffix("...\n")


def changed_text(data: Mapping[str, Any], origin: str) -> str:
    """Write a case into the text it came from, every line that need not change left as it is."""
    return rewrite_lines(data, origin, _part_text)


def _part_text(part: Any, path: Place) -> str:
    """Write a part of a case: what lies deep on one line, entries of a section on lines of their own."""
    if not path:
        return _dumped(CommentedMap({key: _section(key, value) for key, value in part.items()}))
    return _dumped(_styled(part, len(path) - (path[0] not in _BRIEF)))


def _dumped(tree: Any) -> str:
    yaml = YAML()
    yaml.width = 120
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    text = stream.getvalue()
    bare = re.sub(r" +$", "", text, flags=re.MULTILINE)  # where a long text was broken; seldom it means something
    return bare if read_yaml(bare).data == read_yaml(text).data else text


def _section(key: str, value: Any) -> Any:
    """Write each entry of a section on lines of its own, and what is within it on one."""
    if key in _BRIEF:
        return _styled(value, 1)
    return _styled(value, {"options": -1, "interests": -1}.get(key, 0) if key in {*SECTIONS, "sources"} else 0)


def _styled(item: Any, depth: int) -> Any:
    tree: CommentedMap | CommentedSeq
    if isinstance(item, dict):
        tree = CommentedMap({key: _styled(value, depth + 1) for key, value in item.items()})
    elif isinstance(item, list):
        tree = CommentedSeq([_styled(value, depth + 1) for value in item])
    else:
        if isinstance(item, str) and _DAY.fullmatch(item):
            return dt.date.fromisoformat(item)  # so that it is written without quotation marks, as a person would
        return DoubleQuotedScalarString(item) if isinstance(item, str) and _DELICATE.search(item) else item
    if depth >= 2 and len(json.dumps(item, ensure_ascii=False)) <= _ONE_LINE:
        tree.fa.set_flow_style()
    return tree


def rejected_beside(case: Path) -> Path:
    """Say where the rejections of a case are remembered."""
    return case.with_name(f"{case.stem}.rejected.json")


def read_rejected(case: Path) -> tuple[Rejected, ...]:
    """Read which proposals of a case were rejected before; none if nothing is remembered.

    Raises
    ------
    CaseError
        If what stands beside the case is no list of rejections.
    """
    path = rejected_beside(case)
    if not path.is_file():
        return ()
    try:
        listed = json.loads(path.read_text("utf-8"))["rejected"]
        return tuple(
            Rejected(str(one["section"]), str(one["sha256"]), int(one["start"]), int(one["end"]), tuple(one["who"]))
            for one in listed
        )
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(
            f"{path}: expected the rejections that 'goodoffices record review' writes ({error}); remove the file to "
            "have everything proposed again"
        ) from None


def write_rejected(case: Path, rejected: Iterable[Rejected]) -> None:
    """Remember which proposals were rejected: places in texts, none of the words."""
    told = {"rejected": [one.to_json() for one in rejected]}
    path = rejected_beside(case)
    if told["rejected"] or path.exists():
        write_text(path, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def read_annotation(path: Path) -> Gold:
    """Read an annotation.

    Raises
    ------
    CaseError
        If there is no such file, it is no JSON, or no annotation; says what is wrong.
    """
    if not path.is_file():
        raise CaseError(f"{path}: found no such file, expected an annotation in JSON")
    try:
        data = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise CaseError(f"{path}: expected an annotation in JSON: {error}") from None
    try:
        return read_gold(data)
    except CaseError as error:
        raise CaseError("\n".join(f"{path}: {line}" for line in str(error).splitlines())) from None


def find_annotated_text(gold: Gold, given: Path | None, folders: Iterable[Path]) -> str:
    """Find the text that an annotation is about.

    Parameters
    ----------
    given
        A file that is said to be it; None to look for one with its digest.
    folders
        Where to look, files in ``texts`` below them too.

    Raises
    ------
    CaseError
        If there is none.
    """
    if given is not None:
        if not given.is_file() or given.stat().st_size > MAX_TEXT_BYTES:
            raise CaseError(f"{given}: found no text there, expected the text that was annotated")
        return _decoded(given)
    for folder in folders:
        for path in sorted([*folder.glob("*"), *(folder / TEXTS).glob("*")]):
            small = path.is_file() and path.stat().st_size <= MAX_TEXT_BYTES
            if small and hashlib.sha256(path.read_bytes()).hexdigest() == gold.sha256:
                return _decoded(path)
    raise CaseError(
        f"found no text with the SHA-256 {str(gold.sha256)[:12]}… beside the annotation or the draft; name it with "
        "--text"
    )


def _decoded(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", errors="replace")
