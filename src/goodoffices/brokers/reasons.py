"""Why a candidate stands where it stands, and what would rule it out."""

from __future__ import annotations

import html
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goodoffices.brokers.evidence import Evidence
from goodoffices.case.citations import Citation, Judgement, Locator, Pinpoint
from goodoffices.case.estimates import Estimate
from goodoffices.wording import estimate, join_words, percent

__all__ = ["Disqualification", "Reasons", "VetoLine", "cited", "share_below", "told"]

_RARE = 0.01
_SECTIONS = {"options": "offer"}


@dataclass(frozen=True, eq=False)
class Reasons:
    """What speaks for a candidate, what against it, what else is known, and what is not.

    Attributes
    ----------
    candidate, label : str
        Its name in the case, and for a reader.
    standing : tuple of str
        Where it stands in the ranking, in words.
    speaks_for, speaks_against, context : tuple of Evidence
        Each with its citations. A rating speaks for it where its likeliest value lies in the better half of the scale.
    missing : tuple of str
        The criteria, or ``criterion: side``, on which the case says nothing.
    """

    candidate: str
    label: str
    standing: tuple[str, ...]
    speaks_for: tuple[Evidence, ...]
    speaks_against: tuple[Evidence, ...]
    context: tuple[Evidence, ...]
    missing: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"{self.label}. {' '.join(self.standing)}"]
        for head, found in self._lists():
            parts += [head, *(f"  {one}" for one in found)]
        return "\n".join(parts)

    def _lists(self) -> list[tuple[str, list[str]]]:
        lists = [
            ("For", [told(one) for one in self.speaks_for]),
            ("Against", [told(one) for one in self.speaks_against]),
            ("Context", [told(one) for one in self.context]),
            ("Missing", [one.replace("_", " ") for one in self.missing]),
        ]
        return [(head, found) for head, found in lists if found]

    def to_json(self) -> dict[str, Any]:
        """Return the reasons as plain data."""
        return {
            "candidate": self.candidate,
            "label": self.label,
            "standing": list(self.standing),
            "for": [one.to_json() for one in self.speaks_for],
            "against": [one.to_json() for one in self.speaks_against],
            "context": [one.to_json() for one in self.context],
            "missing": list(self.missing),
        }

    def to_frame(self) -> Any:
        """Return one row for each piece of evidence, as a pandas DataFrame."""
        rows = [
            (one.direction, one.criterion, one.entry, one.side, one.text, cited(one.cite))
            for one in (*self.speaks_for, *self.speaks_against, *self.context)
        ]
        columns = ["direction", "criterion", "entry", "side", "text", "cite"]
        return importlib.import_module("pandas").DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        head = f"<p><b>{html.escape(self.label)}</b>. {html.escape(' '.join(self.standing))}</p>"
        return head + "".join(f"<p>{title}</p>{_items(found)}" for title, found in self._lists())


@dataclass(frozen=True, eq=False)
class VetoLine:
    """Below which acceptability a side rejects a candidate, and how near that is.

    Attributes
    ----------
    side, label : str
        Which side, and its name for a reader.
    below : float
        The veto threshold.
    now : Estimate or None
        The acceptability; None where the case says nothing.
    share : float
        How much of what is held possible lies below the threshold, weighed as it is drawn.
    objections : tuple of Evidence
        What speaks against the candidate with this side.
    """

    side: str
    label: str
    below: float
    now: Estimate | None
    share: float
    objections: tuple[Evidence, ...]

    def sentence(self) -> str:
        """Say it in words."""
        now = "not known" if self.now is None else estimate(self.now.low, self.now.high, self.now.likely)
        below = "never below it" if self.share == 0 else f"below it in {percent(self.share)} of draws"
        return (
            f"{self.label}: rejects the candidate where acceptability falls below {self.below:g}; it is {now}, {below}."
        )

    def to_json(self) -> dict[str, Any]:
        """Return the line as plain data."""
        return {
            "side": self.side,
            "below": self.below,
            "now": None if self.now is None else self.now.plain(),
            "share": self.share,
            "objections": [one.to_json() for one in self.objections],
        }


@dataclass(frozen=True, eq=False)
class Disqualification:
    """What would rule a candidate out, or cost it its place.

    Attributes
    ----------
    candidate, label : str
        Its name in the case, and for a reader.
    vetoes : tuple of VetoLine
        For each side the acceptability at which it is rejected; nothing else makes up for that.
    first : float
        The share of draws in which it is first.
    first_without : mapping of str to float
        The share in which it would be first if it had the worst value on a criterion on which something is known of it,
        the heaviest loss first.
    dominated_by : tuple of str
        Who is surely at least as good on every criterion and better on one.
    """

    candidate: str
    label: str
    vetoes: tuple[VetoLine, ...]
    first: float
    first_without: dict[str, float]
    dominated_by: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Say in words what would rule the candidate out."""
        lines = [one.sentence() for one in self.vetoes]
        if self.first >= _RARE:
            costs = [
                f"{name.replace('_', ' ')} ({percent(share)})"
                for name, share in self.first_without.items()
                if name != "acceptability"
            ]
            lines.append(
                f"First in {percent(self.first)} of draws; what it can least afford to lose, with the share that is "
                f"left at the worst value: {join_words(costs[:3])}."
            )
        if self.dominated_by:
            lines.append(f"Surely no better on any criterion than {join_words(self.dominated_by, last='or')}.")
        return tuple(lines)

    def __str__(self) -> str:
        return "\n".join((f"{self.label}.", *self.sentences()))

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "candidate": self.candidate,
            "label": self.label,
            "vetoes": [one.to_json() for one in self.vetoes],
            "first": self.first,
            "first_without": dict(self.first_without),
            "dominated_by": list(self.dominated_by),
        }

    def to_frame(self) -> Any:
        """Return one row for each side's veto, as a pandas DataFrame."""
        rows = [
            (one.side, one.below, one.now and one.now.low, one.now and one.now.high, one.share) for one in self.vetoes
        ]
        columns = ["side", "below", "low", "high", "share"]
        return importlib.import_module("pandas").DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        lines: list[str] = []
        for one in self.vetoes:
            lines += [one.sentence(), *(f"{one.label} objects: {told(part)}" for part in one.objections)]
        return f"<p><b>{html.escape(self.label)}</b></p>" + _items([*lines, *self.sentences()[len(self.vetoes) :]])


def _items(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{html.escape(one)}</li>" for one in lines) + "</ul>"


def told(one: Evidence) -> str:
    """Tell a piece of evidence in one line, with where it comes from."""
    rated = one.entry in {"candidates", "leverage"}
    head = one.criterion.replace("_", " ") if rated else _SECTIONS.get(one.entry, one.entry.removesuffix("s"))
    side = f" ({one.side})" if one.side else ""
    value = ""
    if one.value:
        # A rating is a value on its criterion; of anything else the case says how strong it is.
        value = f"{' ' if rated else ', strength '}{estimate(one.value.low, one.value.high, one.value.likely)}"
    source = cited(one.cite)
    return f"{head}{side}{value}: {one.text}{f' [{source}]' if source else ''}"


def cited(cite: Sequence[Citation]) -> str:
    """Write citations briefly: the sources with the places in them, and the analyst by that name.

    Examples
    --------
    >>> cited([Citation.model_validate({"accord": {"at": "article 2"}, "analyst": "a reading"})])
    'accord, article 2; analyst'
    """
    places: dict[str, list[str]] = {}
    for citation in cite:
        for source, anchor in citation.anchors():
            found = places.setdefault(source, [])
            match anchor:
                case Locator():
                    found.append(f"para. {anchor.para}")
                case Pinpoint():
                    found.append(anchor.at)
                case Judgement():
                    pass
                case _:
                    found.append("quoted")
    return "; ".join(", ".join([source, *dict.fromkeys(found)]) for source, found in places.items())


def share_below(found: Estimate | None, level: float) -> float:
    """Return how much of what is drawn from an estimate lies below a level; None stands for the whole scale.

    Examples
    --------
    >>> share_below(Estimate(0.0, 0.4), 0.1), share_below(None, 0.2), share_below(Estimate(0.3, 0.3), 0.3)
    (0.25, 0.2, 0.0)
    """
    one = found or Estimate(0.0, 1.0)
    if one.is_point:
        return float(one.low < level)
    place = min(max((level - one.low) / (one.high - one.low), 0.0), 1.0)
    if one.likely is None:
        return place
    # Heavy, and only this needs it.
    betainc = importlib.import_module("scipy.special").betainc
    peak = (one.likely - one.low) / (one.high - one.low)
    return float(betainc(1 + 4 * peak, 5 - 4 * peak, place))
