"""Negotiation domains of GENIUS: folders of XML files, one that lists the issues and one for each party.

They are read exactly and tolerantly: profiles may be called anyhow and be any number; issues may count from any number;
an option may stand twice (the last evaluation of it counts); weights may stand before issues or after them; items
within ``similarity_function`` are not options; other files of the folder are left alone. What is wrong is told at its
line, everything at once.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path, PurePath

from goodoffices.errors import CaseError, CaseFileError, LimitError
from goodoffices.store.genius_domain import LONGEST_NAME, Domain, DomainIssue, Profile, words
from goodoffices.store.genius_profile import bounds_of, holder, indices, is_profile, read_profile
from goodoffices.store.xmltext import Element, XmlError, looks_like_xml, read_xml

__all__ = ["DomainFiles", "domain_of", "find_domain", "is_genius", "read_domain"]

MAX_BYTES = 8_000_000
MAX_FILES = 200
MAX_FOLDER_BYTES = 32_000_000
MAX_ISSUES = 1_000
MAX_OPTIONS = 10_000
MAX_EVALUATIONS = 500_000
_MOST_TOLD = 100
_ENDING = ".xml"


@dataclass(frozen=True)
class DomainFiles:
    """The files of a domain, as they were found.

    Attributes
    ----------
    label
        What messages call the folder.
    name
        The name of the folder.
    files
        Names and contents of the XML files, in the order of their names, numbers in them by size.
    day
        When the newest was changed.
    named
        The file that was asked for, if it was not the folder.
    """

    label: str
    name: str
    files: tuple[tuple[str, bytes], ...]
    day: dt.date
    named: str | None = None


def is_genius(path: Path) -> bool:
    """Say whether a path is an XML file, or a folder that holds one and no case file."""
    if path.is_dir():
        names = [entry.suffix.casefold() for entry in path.iterdir() if entry.is_file()]
        return _ENDING in names and not {".yaml", ".yml"} & set(names)
    return path.suffix.casefold() == _ENDING and path.is_file()


def find_domain(path: Path) -> DomainFiles:
    """Read the XML files of a folder.

    Parameters
    ----------
    path
        The folder, or the file in it that lists the issues.

    Raises
    ------
    CaseError
        If there is none, or if they are larger or more than any that are meant well.
    """
    if not path.is_dir():
        path.stat()  # what is not there is told as such, though its folder may hold a domain
    folder = path if path.is_dir() else path.parent
    paths = sorted(
        (entry for entry in folder.iterdir() if entry.suffix.casefold() == _ENDING and entry.is_file()),
        key=lambda entry: _natural(entry.name),
    )
    if not paths:
        raise CaseError(f"{folder}: found no .xml file, expected those of a GENIUS domain")
    if len(paths) > MAX_FILES:
        raise CaseError(f"{folder}: found {len(paths):,} XML files, expected at most {MAX_FILES}; is it one domain?")
    files = []
    for entry in paths:
        data = _bytes_of(entry)
        files.append((_shown(entry.name), data))
        if sum(len(one) for _, one in files) > MAX_FOLDER_BYTES:
            raise CaseError(f"{folder}: found XML files of more than {MAX_FOLDER_BYTES:,} bytes; is it one domain?")
    newest = max(entry.stat().st_mtime for entry in paths)
    day = dt.datetime.fromtimestamp(newest, tz=dt.UTC).date()
    named = None if path.is_dir() else _shown(path.name)
    return DomainFiles(_shown(str(folder)), _shown(folder.resolve().name), tuple(files), day, named)


def _bytes_of(path: Path) -> bytes:
    """Read a file; one that is too large is refused if it is XML, and left alone if it is something else."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) <= MAX_BYTES:
        return data
    if looks_like_xml(data):
        message = f"found {path.stat().st_size:,} bytes, expected at most {MAX_BYTES:,}; move it if it is no profile"
        raise CaseError(f"{path}: {message}")
    return b""


def _natural(name: str) -> tuple[list[tuple[str, int]], str]:
    """Order names as people do: party2 before party10."""
    parts = re.split(r"([0-9]+)", name.casefold())
    texts, numbers = parts[::2], [*map(int, parts[1::2]), -1]
    return list(zip(texts, numbers, strict=True)), name


def _shown(name: str) -> str:
    """Return a name in letters that can be printed, whatever bytes it has on the disk."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def read_domain(path: str | os.PathLike[str]) -> Domain:
    """Read a GENIUS domain with the profiles of its parties.

    Parameters
    ----------
    path
        Its folder, or the file in it that lists the issues.

    Raises
    ------
    CaseFileError
        With everything that is wrong, each with file, line, what was found and what was expected.
    CaseError
        If there is no such folder, or no domain in it.
    LimitError
        If parties times options are more than this machine should hold.
    """
    try:
        return domain_of(find_domain(Path(path)))
    except (OSError, ValueError) as error:
        if isinstance(error, CaseError):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CaseError(f"{path}: could not be read: {reason}; give the folder of a GENIUS domain") from None


def domain_of(found: DomainFiles) -> Domain:
    """Read a domain from files that were found.

    Raises
    ------
    CaseFileError
        See :func:`read_domain`.
    """
    reading = _Reading(found)
    domain = reading.domain()
    if reading.problems or domain is None:
        lines = [text for _, _, text in sorted(set(reading.problems))]
        more = len(lines) - _MOST_TOLD
        raise CaseFileError([*lines[:_MOST_TOLD], *([f"{found.label}: and {more} more problems"] if more > 0 else [])])
    return domain


@dataclass
class _Reading:
    """Reads one folder; collects what is wrong, in the order of files and lines."""

    found: DomainFiles
    problems: list[tuple[int, int, str]] = field(default_factory=list)
    order: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.order = {name: k for k, (name, _) in enumerate(self.found.files)}

    def tell(self, file: str, line: int, message: str) -> None:
        """Note what is wrong at a line; no file where the folder is at fault."""
        where = f"{self.found.label}/{file}:{line}" if file else self.found.label
        self.problems.append((self.order.get(file, -1), line, f"{where}: {message}"))

    def domain(self) -> Domain | None:
        """Read the domain and every profile; None if something was told."""
        roots = self.roots()
        spaces = {file: root for file, root in roots.items() if root.tag == "utility_space"}
        templates = {file: root for file, root in roots.items() if root.tag == "negotiation_template"}
        if not templates:
            templates = {file: root for file, root in spaces.items() if not is_profile(root)}
        profiles = {file: root for file, root in spaces.items() if file not in templates}
        self.look_at_named(roots, templates, profiles)
        if not profiles:
            self.tell_of_no_profile(roots, templates)
            return None
        file, root = next(iter((templates or profiles).items()))
        issues = self.issues(file, root)
        for other, again in list(templates.items())[1:]:
            if self.issues(other, again) != issues:
                self.tell(other, again.line, f"found a second domain beside {file}, expected one; move one of them")
        if issues is None:
            return None
        if len(profiles) * sum(len(issue.options) for issue in issues) > MAX_EVALUATIONS:
            raise LimitError(f"{self.found.label}: found more than {MAX_EVALUATIONS:,} evaluations, expected fewer")
        read = tuple(self.profile(name, root, issues) for name, root in profiles.items())
        unread = tuple(name for name, _ in self.found.files if name not in templates and name not in profiles)
        return Domain(self.found.name, self.found.label, issues, read, self.found.day, unread)

    def roots(self) -> dict[str, Element]:
        """Read every file that is meant as XML."""
        roots = {}
        for file, data in self.found.files:
            try:
                if looks_like_xml(data):
                    roots[file] = read_xml(data)
            except XmlError as error:
                self.tell(file, error.line, str(error))
        return roots

    def look_at_named(
        self, roots: Mapping[str, Element], templates: Mapping[str, Element], profiles: Mapping[str, Element]
    ) -> None:
        """Tell if the file that was asked for stands for no domain; and if two files stand for one party."""
        named = self.found.named
        if named is not None and named in profiles:
            message = f"found the profile of one party, expected the domain; give the folder {self.found.label}"
            self.tell(named, 1, f"{message}, whose profiles ({len(profiles)}) are read together")
        elif named is not None and named not in templates and not self.problems:
            what = f"<{words(roots[named].tag, 40)}>" if named in roots else "something else than XML"
            self.tell(named, 1, f"found {what}, expected <negotiation_template> or <utility_space> of GENIUS")
        parties = [PurePath(file).stem for file in profiles]
        for file, party in zip(profiles, parties, strict=True):
            if parties.count(party) > 1:
                self.tell(file, 1, f"found two profiles of the party {party!r}, expected one; rename one of the files")

    def tell_of_no_profile(self, roots: Mapping[str, Element], templates: Mapping[str, Element]) -> None:
        """Tell that nobody's view is there, unless something was told that may be the reason."""
        if self.problems:
            return
        wanted = "expected a file with <utility_space> and evaluations for each party"
        others = ", ".join(f"{file} (<{words(root.tag, 40)}>)" for file, root in list(roots.items())[:5])
        if templates:
            self.tell("", 1, f"found the domain {next(iter(templates))} but no utility profile, {wanted}")
        else:
            self.tell("", 1, f"found no GENIUS domain among its XML files{f': {others}' if others else ''}; {wanted}")

    def issues(self, file: str, root: Element) -> tuple[DomainIssue, ...] | None:
        """Read the issues that a file lists; None if it lists them wrongly."""
        before = len(self.problems)
        inside = holder(root)
        for element in inside.every("objective"):
            self.tell(file, element.line, "found an objective within an objective, expected issues; take it away")
        elements = inside.every("issue")
        if not elements:
            self.tell(file, inside.line, 'found no issue, expected at least one <issue index="…" name="…">')
        if len(elements) > MAX_ISSUES:
            self.tell(file, inside.line, f"found {len(elements):,} issues, expected at most {MAX_ISSUES:,}")
            return None
        numbers = indices(elements, lambda element, message: self.tell(file, element.line, message))
        issues = tuple(self.issue(file, element, index) for element, index in zip(elements, numbers, strict=True))
        seen: set[str] = set()
        for element, issue in zip(elements, issues, strict=True):
            if words(issue.name) in seen:
                message = f"found the issue {words(issue.name, 80)!r} a second time; rename one of them"
                self.tell(file, element.line, message)
            seen.add(words(issue.name))
        return issues if len(self.problems) == before else None

    def issue(self, file: str, element: Element, index: int) -> DomainIssue:
        """Read one issue with its options."""

        def tell(where: Element, message: str) -> None:
            self.tell(file, where.line, message)

        name = self.text(file, element, "name")
        kinds = {element.attributes.get(key, "").strip().casefold() for key in ("type", "vtype", "etype")}
        items = element.every("item")
        bounds = None if items else bounds_of(element, tell)
        if "real" in kinds or (bounds and any(one.denominator > 1 for one in bounds)):
            message = f"found the issue {words(name, 80)!r} of real numbers, which is not supported; list the values"
            tell(element, f"{message} that could be agreed as options of a discrete issue")
            return DomainIssue(name, index, ("",))
        options = tuple(dict.fromkeys(self.text(file, item, "value") for item in items))
        if bounds:
            options = self.whole_numbers(file, element, bounds)
        elif not items:
            message = f"found no option of the issue {words(name, 80)!r}"
            tell(element, f'{message}, expected at least one <item value="…">, or bounds of whole numbers')
        if len(options) > MAX_OPTIONS:
            tell(element, f"found {len(options):,} options of {words(name, 80)!r}, expected at most {MAX_OPTIONS:,}")
        return DomainIssue(name, index, options, is_integer=bounds is not None)

    def whole_numbers(self, file: str, element: Element, bounds: tuple[Fraction, Fraction]) -> tuple[str, ...]:
        """List the whole numbers between bounds."""
        low, high = map(int, bounds)
        if high - low < MAX_OPTIONS:
            return tuple(map(str, range(low, high + 1)))
        message = f"found the bounds {low} to {high}, expected at most {MAX_OPTIONS:,} whole numbers"
        self.tell(file, element.line, f"{message}; list those that could be agreed as options of a discrete issue")
        return ("",)

    def text(self, file: str, element: Element, key: str) -> str:
        """Read the name of an issue or of an option."""
        text = element.attributes.get(key, "").strip()
        if not text:
            self.tell(file, element.line, f'found <{element.tag}> without a {key}, expected {key}="…"')
        elif len(text) > LONGEST_NAME:
            self.tell(
                file, element.line, f"found a {key} of {len(text):,} characters, expected at most {LONGEST_NAME:,}"
            )
        return text

    def profile(self, file: str, root: Element, issues: Iterable[DomainIssue]) -> Profile:
        """Read the profile of a party."""
        return read_profile(root, file, tuple(issues), lambda element, message: self.tell(file, element.line, message))
