"""What counts: the entries of a case that somebody has accepted."""

from __future__ import annotations

from typing import Any

from goodoffices.case.model import Case

__all__ = ["accepted"]

_LISTS = (
    "ties", "leverage", "statements", "demands", "events", "measures", "trends", "obstacles", "facts", "claims",
    "aftermath",
)  # fmt: skip


def accepted(case: Case) -> Case:
    """Leave out what is only proposed: no engine reads it.

    Returns
    -------
    Case
        The very case if nothing in it is proposed; else a copy without those entries. Parties and people stay.

    Examples
    --------
    >>> import goodoffices as go
    >>> case = go.read_case("korea-2017")
    >>> accepted(case) is case
    True
    """
    update: dict[str, Any] = {}
    for name in _LISTS:
        entries = getattr(case, name)
        kept = tuple(entry for entry in entries if entry.status == "accepted")
        if len(kept) < len(entries):
            update[name] = kept
    wants = {party: tuple(one for one in each if one.status == "accepted") for party, each in case.interests.items()}
    if wants != case.interests:
        update["interests"] = {party: kept for party, kept in wants.items() if kept or not case.interests[party]}
    options = {
        party: {name: one for name, one in each.items() if one.entry == "accepted"}
        for party, each in case.options.items()
    }
    if options != case.options:
        update["options"] = {party: kept for party, kept in options.items() if kept or not case.options[party]}
    return case.model_copy(update=update) if update else case
