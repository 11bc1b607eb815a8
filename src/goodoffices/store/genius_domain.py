"""What the files of a GENIUS domain say, exactly: issues with their options, and what each party makes of them.

All numbers are the fractions that the decimals in the files stand for; none has been through a float.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from goodoffices.store.xmltext import Element

__all__ = ["LONGEST_NAME", "Domain", "DomainIssue", "Profile", "Rectangle", "Tell", "number", "words"]

Tell = Callable[[Element, str], None]
"""Notes what is wrong at an element."""

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 60
_LARGEST = Fraction(10) ** 300
LONGEST_NAME = 1_000


@dataclass(frozen=True)
class DomainIssue:
    """Something to be settled, with its options as the domain lists them.

    Attributes
    ----------
    name
        As in the file.
    index
        The number that weights and rectangles call it by.
    options
        As in the file, each once; for an issue of whole numbers all of them, from the lowest to the highest.
    is_integer
        Whether the options are a range of whole numbers.
    """

    name: str
    index: int
    options: tuple[str, ...]
    is_integer: bool = False

    @cached_property
    def numbers(self) -> tuple[Fraction, ...] | None:
        """The options as numbers; None if one of them is none."""
        found = tuple(Fraction(option) for option in self.options if _is_decimal(option))
        return found if len(found) == len(self.options) else None


@dataclass(frozen=True)
class Rectangle:
    """What a party gets on top where several issues lie within bounds.

    Attributes
    ----------
    worth
        In points, times the weights it stands under; it is divided by the profile's ``most``.
    bounds
        Positions of issues with the least and the largest number that counts.
    inside
        True if it counts where all bounds are kept, False if it counts where one of them is not.
    line
        Where it stands in the profile.
    """

    worth: Fraction
    bounds: tuple[tuple[int, Fraction, Fraction], ...]
    inside: bool = True
    line: int = 1


@dataclass(frozen=True)
class Profile:
    """What one party makes of the options, as its file says.

    Attributes
    ----------
    party
        The name of the file without its ending.
    file
        The name of the file.
    weights
        One for each issue; none where rectangles say everything.
    evaluations
        For each issue and option, as in the file.
    scales
        For each issue what its evaluations are divided by: the largest of them; 1 where a line over whole numbers was
        given, which is on the scale already; 0 if the issue counts nothing.
    rectangles, most
        The worth of combinations in points, and how many points make 1; None where issues count by themselves.
    reservation
        The least acceptable utility; None where none is given, which means 0.
    discount
        What utilities lose in time; it is kept and not used.
    """

    party: str
    file: str
    weights: tuple[Fraction, ...] = ()
    evaluations: tuple[tuple[Fraction, ...], ...] = ()
    scales: tuple[Fraction, ...] = ()
    rectangles: tuple[Rectangle, ...] = ()
    most: Fraction | None = None
    reservation: Fraction | None = None
    discount: Fraction | None = None

    @property
    def reserve(self) -> Fraction:
        """The least acceptable utility, 0 where none is given."""
        return self.reservation or Fraction(0)

    @cached_property
    def shares(self) -> tuple[tuple[Fraction, ...], ...]:
        """What the options of each issue are worth from 0 to 1, before weighing."""
        return tuple(
            tuple(entry / scale if scale else Fraction(0) for entry in row)
            for row, scale in zip(self.evaluations, self.scales, strict=True)
        )

    @cached_property
    def values(self) -> tuple[tuple[Fraction, ...], ...]:
        """What the options of each issue are worth on the scale of a whole package, rectangles apart."""
        total = sum(self.weights, Fraction(0))
        return tuple(
            tuple(weight / total * share for share in row)
            for weight, row in zip(self.weights, self.shares, strict=True)
        )


@dataclass(frozen=True)
class Domain:
    """A negotiation domain of GENIUS with the profiles of its parties.

    Attributes
    ----------
    name
        That of its folder.
    label
        What messages call it.
    issues
        In the order of the domain's file.
    profiles
        One for each party, by the names of their files.
    day
        When the newest of the files was changed.
    unread
        Files of the folder that are neither domain nor profile.
    """

    name: str
    label: str
    issues: tuple[DomainIssue, ...]
    profiles: tuple[Profile, ...]
    day: dt.date
    unread: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """The names of the parties."""
        return tuple(profile.party for profile in self.profiles)


def _is_decimal(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and _DECIMAL.fullmatch(text) is not None


def number(
    element: Element,
    keys: str | Sequence[str],
    tell: Tell,
    *,
    low: Fraction | int | None = None,
    high: Fraction | int | None = None,
    default: Fraction | None = None,
) -> Fraction | None:
    """Read a number exactly as it is written.

    Parameters
    ----------
    element
        Where it stands.
    keys
        The attribute that holds it; several where files differ in what they call it.
    tell
        Notes what is wrong.
    low, high
        The least and the largest that is taken.
    default
        What a missing attribute means; None if it must be there.

    Returns
    -------
    Fraction or None
        None if it is wrong, which has been told.
    """
    names = (keys,) if isinstance(keys, str) else keys
    text = next((element.attributes[key].strip() for key in names if key in element.attributes), None)
    if text is None:
        if default is None:
            tell(element, f'found <{element.tag}> without {names[0]!r}, expected {names[0]}="a number"')
        return default
    wanted = "a decimal number"
    if low is not None:
        wanted += f" from {low} to {high}" if high is not None else f" of at least {low}"
    value = Fraction(text) if _is_decimal(text) else None
    if value is None or (low is not None and value < low) or (high is not None and value > high):
        tell(element, f"found {names[0]}={words(text, 40)!r}, expected {wanted}, such as 0.25")
        return None
    if abs(value) > _LARGEST:
        tell(element, f"found {names[0]}={text!r}, expected a number that is not beyond measure")
        return None
    return value


def words(text: str, most: int = LONGEST_NAME) -> str:
    """Return a text with single spaces, cut where it is too long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
