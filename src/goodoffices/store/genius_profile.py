"""Utility profiles of GENIUS: what a party makes of the options of a domain.

A profile is additive (a weight for each issue, an evaluation for each option) or a sum of rectangles over issues whose
options are numbers. Its issues and options are those of the domain, by name; names that differ in spaces, capitals or
by a wrong encoding are matched too, and issues also by their number if their options are the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from goodoffices.store.genius_domain import DomainIssue, Profile, Rectangle, Tell, number, words
from goodoffices.store.xmltext import Element

__all__ = ["bounds_of", "holder", "indices", "is_profile", "read_profile"]

MAX_RECTANGLES = 20_000
_FUNCTIONS = ("utility", "utility_function")
_WORTH = ("utility", "utility_function")
_WHOLE = re.compile(r"-?[0-9]{1,9}")


def holder(root: Element) -> Element:
    """Return the element that holds the issues, whether or not an objective stands around them."""
    space = root if root.tag == "utility_space" else root.first("utility_space") or root
    return space.first("objective") or space


def is_profile(root: Element) -> bool:
    """Say whether a space of utilities says what somebody makes of it, or lists issues only."""
    inside = holder(root)
    marks = ("weight", "reservation", "discount_factor", *_FUNCTIONS)
    evaluated = any(
        child.tag == "evaluator" or "evaluation" in child.attributes
        for issue in inside.every("issue")
        for child in issue.every("item", "evaluator")
    )
    return evaluated or bool(inside.every(*marks) or root.every(*marks)) or _is_nonlinear(root)


def _is_nonlinear(root: Element) -> bool:
    return root.attributes.get("type", "").strip().casefold() == "nonlinear"


def indices(issues: Sequence[Element], tell: Tell) -> list[int]:
    """Read the numbers by which issues are called; they count from 1 where they are not given.

    Parameters
    ----------
    issues
        In file order.
    tell
        Notes what is wrong: a number that stands twice.
    """
    given = [issue.attributes.get("index", "").strip() for issue in issues]
    if not all(_WHOLE.fullmatch(text) for text in given):
        return list(range(1, len(issues) + 1))
    found = [int(text) for text in given]
    seen: set[int] = set()
    for issue, one in zip(issues, found, strict=True):
        if one in seen:
            tell(issue, f'found index="{one}" a second time, expected another number for each issue')
        seen.add(one)
    return found


def bounds_of(issue: Element, tell: Tell) -> tuple[Fraction, Fraction] | None:
    """Read the lowest and the highest value of an issue that is a range.

    Parameters
    ----------
    issue
        With ``lowerbound`` and ``upperbound``, in it or in a ``range`` within it.
    tell
        Notes what is wrong.

    Returns
    -------
    pair of Fraction, or None
        None if there are no bounds, or wrong ones.
    """
    inner = issue.first("range")
    where = inner if inner and "lowerbound" in inner.attributes else issue
    if not {"lowerbound", "upperbound"} & set(where.attributes):
        return None
    low, high = number(where, "lowerbound", tell), number(where, "upperbound", tell)
    if low is None or high is None:
        return None
    if low > high:
        tell(where, f"found the bounds {low} to {high}, expected the lower one first")
        return None
    return low, high


def read_profile(root: Element, file: str, issues: Sequence[DomainIssue], tell: Tell) -> Profile:
    """Read what a party makes of a domain.

    Parameters
    ----------
    root
        The outermost element of the file.
    file
        Its name; without its ending it names the party.
    issues
        Those of the domain.
    tell
        Notes what is wrong; a profile about which something was told is of no use.
    """
    reader = _Reader(root, issues, tell)
    given: dict[str, Any] = {
        "party": PurePath(file).stem,
        "file": file,
        "reservation": reader.kept("reservation", high=1),
        "discount": reader.kept("discount_factor"),
    }
    if reader.functions or _is_nonlinear(root):
        rectangles, most = reader.rectangles()
        return Profile(**given, rectangles=rectangles, most=most)
    rows = [reader.evaluations(k) if k in reader.own else ((), Fraction(0)) for k in range(len(issues))]
    return Profile(
        **given,
        weights=reader.weights(),
        evaluations=tuple(row for row, _ in rows),
        scales=tuple(scale for _, scale in rows),
    )


class _Reader:
    """Reads one profile; remembers which of its elements stands for which issue of the domain."""

    def __init__(self, root: Element, issues: Sequence[DomainIssue], tell: Tell) -> None:
        self.root = root
        self.inside = holder(root)
        self.issues = issues
        self.tell = tell
        self.functions = self.inside.every(*_FUNCTIONS) or root.every(*_FUNCTIONS)
        elements = self.inside.every("issue")
        self.numbers = indices(elements, tell)
        self.own: dict[int, Element] = {}
        self.position: dict[int, int] = {}
        if self.functions and not elements:
            self.numbers = [issue.index for issue in issues]
            self.position = {issue.index: k for k, issue in enumerate(issues)}
        else:
            self.match(elements)

    def kept(self, tag: str, *, high: int | None = None) -> Fraction | None:
        """Read the reservation value or the discount factor."""
        found = [*self.root.every(tag), *self.inside.every(tag)]
        return number(found[-1], "value", self.tell, low=0, high=high) if found else None

    def match(self, elements: Sequence[Element]) -> None:
        """Find the profile's element for each issue of the domain."""
        called = [element.attributes.get("name", "") for element in elements]
        pairs = _pairs(called, [issue.name for issue in self.issues])
        loose = {issue.index: k for k, issue in enumerate(self.issues) if k not in pairs.values()}
        for j, (element, one) in enumerate(zip(elements, self.numbers, strict=True)):
            k = pairs.get(j, loose.get(one))
            if k is None or (j not in pairs and not _fits(element, self.issues[k])):
                known = ", ".join(repr(words(issue.name, 40)) for issue in self.issues[:8])
                self.tell(element, f"found the issue {words(called[j], 80)!r}, expected those of the domain: {known}")
            elif k in self.own:
                self.tell(element, f"found the issue {words(called[j], 80)!r} a second time; keep one of them")
            else:
                self.own[k] = element
                self.position[one] = k
        for k, issue in enumerate(self.issues):
            if k not in self.own:
                self.tell(self.inside, f"found no issue {words(issue.name, 80)!r}, expected each issue of the domain")

    def weights(self) -> tuple[Fraction, ...]:
        """Read one weight for each issue; where two issues share a number it is not clear which is whose."""
        if len(set(self.numbers)) < len(self.numbers):
            return ()
        elements = self.inside.every("weight")
        called = [self.called(element) for element in elements]
        shift = self.shift(called)
        found: dict[int, Fraction | None] = {}
        for element, one in zip(elements, called, strict=True):
            value = number(element, "value", self.tell, low=0)
            if one is None:
                continue
            k = self.position.get(one - shift)
            if one - shift not in self.numbers:
                self.tell(element, f"found the weight of issue {one}, expected one of {self.known()}")
            elif k in found:
                self.tell(element, f"found the weight of issue {one} a second time; keep one of them")
            elif k is not None:
                found[k] = value
        for k, element in self.own.items():
            if k not in found and None not in called:
                message = (
                    f"found no weight of the issue {words(self.issues[k].name, 80)!r}, expected a <weight> with its"
                )
                self.tell(element, f"{message} index; write 0 if it does not matter to this party")
        if found.keys() == self.own.keys() and not any(value is None or value for value in found.values()):
            self.tell(self.inside, "found weights that are all 0, expected one above 0")
        return tuple(found.get(k) or Fraction(0) for k in range(len(self.issues)))

    def called(self, element: Element) -> int | None:
        """Read the number by which an issue is called."""
        text = element.attributes.get("index", "").strip()
        if _WHOLE.fullmatch(text):
            return int(text)
        self.tell(element, f"found <{element.tag}> with the index {words(text, 40)!r}, expected the number of an issue")
        return None

    def known(self) -> str:
        """List the numbers of the issues."""
        return ", ".join(map(str, self.numbers[:12])) + (", …" if len(self.numbers) > 12 else "")

    def shift(self, called: Sequence[int | None]) -> int:
        """Say by how much weights count from another number than issues do: from 0 where these count from 1."""
        whole = sorted(one for one in called if one is not None)
        if len(whole) != len(self.numbers):
            return 0
        gaps = {one - other for one, other in zip(whole, sorted(self.numbers), strict=True)}
        return gaps.pop() if len(gaps) == 1 else 0

    def evaluations(self, k: int) -> tuple[tuple[Fraction, ...], Fraction]:
        """Read what the options of an issue are worth, and what that is divided by."""
        element, issue = self.own[k], self.issues[k]
        items = element.every("item")
        if not items and issue.is_integer:
            return self.line(element, issue), Fraction(1)
        pairs = _pairs([item.attributes.get("value", "") for item in items], issue.options)
        worth: dict[int, Fraction | None] = {}
        for j, item in enumerate(items):
            if j not in pairs:
                option = words(item.attributes.get("value", ""), 80)
                known = ", ".join(repr(words(name, 40)) for name in issue.options[:8])
                self.tell(item, f"found the option {option!r}, expected those of the domain: {known}")
            elif item.attributes.get("evaluation", "null").strip() not in {"", "null"}:
                worth[pairs[j]] = number(item, "evaluation", self.tell, low=0)
        for j, option in enumerate(issue.options):
            if j not in worth:
                message = f"found no evaluation of the option {words(option, 80)!r} of {words(issue.name, 80)!r}"
                self.tell(element, f"{message}, expected one for each option of the domain")
        row = tuple(worth.get(j) or Fraction(0) for j in range(len(issue.options)))
        return row, max(row)

    def line(self, element: Element, issue: DomainIssue) -> tuple[Fraction, ...]:
        """Read what whole numbers are worth: a line through the lowest of them, kept between 0 and 1."""
        numbers = issue.numbers or ()
        self.same_bounds(element, issue)
        evaluator = element.first("evaluator")
        kind = evaluator.attributes.get("ftype", "linear").strip().casefold() if evaluator else ""
        if evaluator is None or kind not in {"linear", "constant"}:
            message = f"found {f'an evaluator of type {words(kind, 40)!r}' if kind else 'no evaluator'}"
            self.tell(evaluator or element, f'{message}, expected <evaluator ftype="linear" offset="…" slope="…"/>')
            return ()
        offset = number(evaluator, "offset", self.tell, default=Fraction(0) if kind == "linear" else None)
        slope = number(evaluator, "slope", self.tell) if kind == "linear" else Fraction(0)
        if offset is None or slope is None:
            return ()
        return tuple(min(max(offset + slope * (one - numbers[0]), Fraction(0)), Fraction(1)) for one in numbers)

    def same_bounds(self, element: Element, issue: DomainIssue) -> None:
        """Tell of bounds that are not those of the domain."""
        bounds, numbers = bounds_of(element, self.tell), issue.numbers
        if bounds and numbers and issue.is_integer and bounds != (numbers[0], numbers[-1]):
            message = f"found the bounds {bounds[0]} to {bounds[1]} of {words(issue.name, 80)!r}"
            self.tell(element, f"{message}, expected {numbers[0]} to {numbers[-1]} as in the domain")

    def rectangles(self) -> tuple[tuple[Rectangle, ...], Fraction | None]:
        """Read the rectangles, and how many points make 1."""
        for k, element in self.own.items():
            self.same_bounds(element, self.issues[k])
        for element in self.inside.every("weight")[:1]:
            self.tell(element, "found weights of issues beside <utility>, expected either these or rectangles")
        if not self.functions:
            self.tell(
                self.root, 'found type="nonlinear" without <utility>, expected <utility maxutility="…"> with <ufun>'
            )
            return (), None
        for element in self.functions[1:]:
            self.tell(element, f"found a second <{element.tag}>; keep one of them")
        most = number(self.functions[0], "maxutility", self.tell, low=0)
        if most == 0:
            self.tell(self.functions[0], 'found maxutility="0", expected the points that make a utility of 1')
        parts = self.functions[0].every("ufun")
        found = tuple(one for part in parts for one in self.sum_of(part, Fraction(1)))
        if not found:
            self.tell(self.functions[0], "found no rectangle, expected <ufun> with at least one <hyperRectangle>")
        if len(found) > MAX_RECTANGLES:
            self.tell(self.functions[0], f"found {len(found):,} rectangles, expected at most {MAX_RECTANGLES:,}")
        return found, most or Fraction(1)

    def sum_of(self, part: Element, outer: Fraction) -> Iterator[Rectangle]:
        """Read a sum of rectangles and of further sums; what they weigh is multiplied."""
        kind = part.attributes.get("aggregation", "sum").strip().casefold()
        if kind != "sum":
            self.tell(part, f'found aggregation="{words(kind, 40)}", expected "sum"; nothing else is supported')
        weight = number(part, "weight", self.tell, low=0, default=Fraction(1))
        for child in part.children:
            if child.tag == "ufun":
                yield from self.sum_of(child, outer * (weight or 0))
            elif child.tag == "hyperrectangle":
                yield self.rectangle(child, outer * (weight or 0))
            else:
                self.tell(
                    child, f"found <{words(child.tag, 40)}>, expected <hyperRectangle>; nothing else is supported"
                )

    def rectangle(self, element: Element, outer: Fraction) -> Rectangle:
        """Read one rectangle."""
        worth = number(element, _WORTH, self.tell) or Fraction(0)
        weight = number(element, "weight", self.tell, low=0, default=Fraction(1)) or Fraction(0)
        kinds = {child.tag for child in element.children}
        if kinds - {"includes", "excludes"} or len(kinds) > 1:
            names = ", ".join(sorted(f"<{words(kind, 40).upper()}>" for kind in kinds))
            self.tell(element, f"found {names} in a rectangle, expected <INCLUDES> only, or <EXCLUDES> only")
        bounds = tuple(bound for child in element.children for bound in self.bound(child))
        return Rectangle(worth * weight * outer, bounds, "excludes" not in kinds, element.line)

    def bound(self, element: Element) -> Iterator[tuple[int, Fraction, Fraction]]:
        """Read between which numbers an issue has to lie."""
        one = self.called(element)
        low, high = number(element, "min", self.tell), number(element, "max", self.tell)
        if one is not None and one not in self.numbers:
            self.tell(element, f"found the index {one}, expected that of an issue: {self.known()}")
        if low is not None and high is not None and low > high:
            self.tell(element, f'found min="{low}" above max="{high}", expected the lower one first')
        k = self.position.get(one) if one is not None else None
        if k is None or low is None or high is None:
            return
        if self.issues[k].numbers is None:
            name = words(self.issues[k].name, 80)
            self.tell(element, f"found bounds on the issue {name!r}, whose options are not numbers, expected numbers")
            return
        yield k, low, high


def _fits(element: Element, issue: DomainIssue) -> bool:
    """Say whether an issue of another name has the options of the domain's issue, and so is the same."""
    items = dict.fromkeys(item.attributes.get("value", "") for item in element.every("item"))
    if not items:
        return issue.is_integer
    return sorted(_pairs(list(items), issue.options).values()) == list(range(len(issue.options)))


def _pairs(found: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    """Match names by position: the same ones first, then those that differ in spaces and capitals, then garbled ones.

    Garbled names were written in one encoding and read in another, which leaves what is in ASCII as it was.
    """
    pairs: dict[int, int] = {}
    keys: tuple[Callable[[str], str], ...] = (str, lambda text: words(text).casefold(), _ascii)
    for key in keys:
        taken = set(pairs.values())
        left = [k for k in range(len(wanted)) if k not in taken]
        called = [key(wanted[k]) for k in left]
        single = {name for name, count in Counter(called).items() if count == 1 and name}
        place = {name: k for name, k in zip(called, left, strict=True) if name in single}
        first: dict[int, str] = {}
        for j, text in enumerate(found):
            k = place.get(key(text))
            # Two spellings of one name are a mistake to be told; a repetition of the same is not.
            if j not in pairs and k is not None and first.setdefault(k, text) == text:
                pairs[j] = k
    return pairs


def _ascii(text: str) -> str:
    return re.sub(r"[^\x21-\x7e]", "", text).casefold()
