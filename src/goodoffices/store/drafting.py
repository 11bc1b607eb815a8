"""Drafting a case from documents, from reading them to the file that is written."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from goodoffices.case.model import Case
from goodoffices.errors import CaseError
from goodoffices.record.contribution import Contribution, Kept, contribution, day_of
from goodoffices.record.drafting import Draft, draft, name
from goodoffices.record.language import detect, name_of
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.merging import Merged, merge
from goodoffices.record.scoring import Score, score
from goodoffices.store.casefile import CaseText, case_from_text, case_of, find_case
from goodoffices.store.documents import Document, is_address, read_document
from goodoffices.store.drafts import (
    case_name,
    changed_text,
    draft_text,
    find_annotated_text,
    read_annotation,
    read_rejected,
    source_name,
    text_file,
)
from goodoffices.store.files import write_bytes, write_text
from goodoffices.store.lexicons import read_lexicon
from goodoffices.store.yamltext import read_yaml

__all__ = ["Drafted", "draft_case", "score_draft"]


@dataclass(frozen=True)
class Drafted:
    """A draft that was written.

    Attributes
    ----------
    path
        The case file.
    texts
        The files in which texts are kept, by the name of their source.
    merged
        What was proposed, and what was not.
    parts
        One for each document.
    warnings
        What to know before trusting the texts.
    """

    path: Path
    texts: Mapping[str, Path]
    merged: Merged
    parts: tuple[Contribution, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Read:
    """A document with what was found in it."""

    source: str
    document: Document
    found: Draft
    data: bytes


def draft_case(
    documents: Sequence[str],
    out: Path | None,
    *,
    into: str | None = None,
    days: Sequence[str] = (),
    locators: bool = False,
    force: bool = False,
) -> Drafted:
    """Read documents and write what they contribute as proposals of a case.

    Parameters
    ----------
    documents
        Paths and addresses.
    out
        The case file to write; None to write ``into`` back.
    into
        A case to which what is new is added; its comments and its order stay.
    days
        The days of the documents, in their order, where they do not give them.
    locators
        Whether to cite places in place of words.
    force
        Whether what is there may be written over.

    Returns
    -------
    Drafted
        What was written, and what was left out. Nothing is written unless all of it can be.

    Raises
    ------
    GoodOfficesError
        If a document cannot be read or gives no day, or a file is in the way.
    """
    base = find_case(into) if into is not None else None
    target = _target(out, base)
    if out is not None and target.exists() and not force:
        raise CaseError(f"{target} is there already; choose another file, add to it with --into, or give --force")
    existing = case_of(base) if base is not None else None
    read = _read_all(documents, days, set(existing.sources) if existing else set())
    as_of = existing.as_of if existing else max(_day(one) for one in read)
    parts = tuple(contribution(one.found, _kept(one, locators=locators), as_of) for one in read)
    start = read_yaml(base.text).data if base is not None else _start(target, read[0], as_of)
    rejected = read_rejected(Path(base.label) if base is not None and base.folder is not None else target)
    merged = merge(start, parts, rejected=rejected, all_names=existing is None)
    text = changed_text(merged.data, base.text) if base is not None else draft_text(merged.data, merged.asks)
    case = case_from_text(text, str(target))
    texts = _texts_to_write(case, read, target.parent, force=force)
    for path, data in texts.values():
        write_bytes(path, data)
    write_text(target, text)
    warnings = tuple(f"{one.source}: {words}" for one in read for words in one.document.warnings)
    return Drafted(target, {source: path for source, (path, _) in texts.items()}, merged, parts, warnings)


def _target(out: Path | None, base: CaseText | None) -> Path:
    """Say which file is written."""
    if base is not None and Path(base.label).suffix not in {".yaml", ".yml"}:
        raise CaseError(f"{base.label}: expected a case file in YAML, to which proposals can be added")
    if out is not None:
        return out / "case.yaml" if out.is_dir() else out
    if base is None:
        raise CaseError("expected a file to write: give --out case.yaml, or a case to add to with --into")
    if base.folder is None or not Path(base.label).is_file():
        raise CaseError(f"{base.label} is no file of your own: say with --out where the case with the additions goes")
    return Path(base.label)


def _read_all(documents: Sequence[str], days: Sequence[str], taken: set[str]) -> list[_Read]:
    if len(days) > len(documents):
        raise CaseError(f"found {len(days)} dates for {len(documents)} documents, expected at most one for each")
    lexicon = read_lexicon()
    read: list[_Read] = []
    for k, what in enumerate(documents):
        document = read_document(what)
        _in_a_language_with_rules(document, lexicon)
        hints = replace(document.hints, date=_checked_day(days[k])) if k < len(days) else document.hints
        source = source_name(document.name, taken)
        taken.add(source)
        read.append(_Read(source, document, draft(document.text, lexicon, hints), _bytes(what, document)))
    return read


def _in_a_language_with_rules(document: Document, lexicon: Lexicon) -> None:
    language = detect(document.text, lexicon)
    if language not in {None, lexicon.language}:
        raise CaseError(
            f"{document.name}: found a text in {name_of(str(language), lexicon)}, expected one in "
            f"{name_of(lexicon.language, lexicon)}: there are rules for no other; write the case by hand, with "
            "citations by 'goodoffices cite', or draft from a translation and say so in its source"
        )


def _checked_day(day: str) -> str:
    try:
        return dt.date.fromisoformat(day).isoformat()
    except ValueError:
        raise CaseError(f"found the date {day!r}, expected a day such as 2017-12-26") from None


def _bytes(what: str, document: Document) -> bytes:
    """Return the bytes to be kept: those of the file where it is this very text, so that its digest is the file's."""
    data = Path(what).read_bytes() if document.verbatim and not is_address(what) else b""
    return data if hashlib.sha256(data).hexdigest() == document.source_sha256 else document.text.encode()


def _kept(one: _Read, *, locators: bool) -> Kept:
    return Kept(one.source, hashlib.sha256(one.data).hexdigest(), text_file(one.source), locators)


def _day(one: _Read) -> dt.date:
    """Return the day of a document, as :func:`contribution` will ask for it."""
    day = day_of(one.found.layout)
    if day is None:
        raise CaseError(
            f"{one.source}: found no day on which the document was issued, and a case has to say as of when it is; "
            "give it with --date, such as --date 2017-12-26, once for each document in their order"
        )
    return day


def _start(target: Path, first: _Read, as_of: dt.date) -> dict[str, Any]:
    title = first.found.layout.title
    words = " ".join(title.words.replace("\\_", " ").split()) if title else ""
    return {"case": case_name(target), "title": words or f"Draft from {first.source}", "as_of": as_of.isoformat()}


def _texts_to_write(case: Case, read: Sequence[_Read], folder: Path, *, force: bool) -> dict[str, tuple[Path, bytes]]:
    """Say which texts are kept in which files; what is there already is not written again."""
    found: dict[str, tuple[Path, bytes]] = {}
    for one in read:
        digest = hashlib.sha256(one.data).hexdigest()
        source = next(name for name, each in case.sources.items() if each.sha256 == digest)
        held = case.sources[source].file
        path = folder / held if held else None
        if path is None or path.is_symlink() or (path.is_file() and path.read_bytes() == one.data):
            continue
        if path.exists() and not force:
            raise CaseError(
                f"{path} is there already and holds another text; give --force, or write the case elsewhere"
            )
        found[source] = (path, one.data)
    return found


def score_draft(case: str, gold: Path, text: Path | None = None) -> Score:
    """Measure a draft against an annotation.

    Parameters
    ----------
    case
        The draft.
    gold
        The annotation.
    text
        The text that both are about; None to look for it beside them.

    Raises
    ------
    CaseError
        If one of them cannot be read, the text is not here, or the draft does not draw on it.
    """
    found = find_case(case)
    model = case_of(found)
    annotation = read_annotation(gold)
    folders = [gold.parent, *([found.folder] if found.folder else [])]
    words = find_annotated_text(annotation, text, folders)
    digests = {annotation.sha256, hashlib.sha256(words.encode()).hexdigest()}
    source = next((name for name, one in model.sources.items() if one.sha256 in digests), None)
    if source is None:
        raise CaseError(
            f"{found.label}: found no source with the SHA-256 of the text that was annotated; expected a draft of that "
            "very text"
        )
    lexicon = read_lexicon()
    return score(model, source, words, annotation, name(words, lexicon))
