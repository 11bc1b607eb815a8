"""Parting an event into what the rules need, which lies in clear, and words, which are sealed.

In clear lie kinds, ids (of seats, issues, clauses and steps too), who and when, digests and signatures. Titles, the
names of people and seats, what the issues are, and reasons are sealed; so is every body.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from pydantic import ValidationError

from goodoffices.store.journal.faults import DamagedError
from goodoffices.talks.events import Event, event_of

__all__ = ["VEILED", "Parted", "joined", "parted", "veiled"]

VEILED = "sealed"
"""What stands where words are that could not be opened."""
Parted = tuple[dict[str, Any], dict[str, Any] | None, Any]
"""The head; the words, if it has any; the body, or None."""


def parted(event: Event) -> Parted:
    """Part an event.

    Examples
    --------
    >>> from goodoffices.talks import event_of
    >>> head, words, body = parted(
    ...     event_of(
    ...         {
    ...             "kind": "admitted", "at": "2026-05-01T12:00:00Z", "audience": ["north"], "person": "0" * 32,
    ...             "name": "Anna", "group": "north", "role": "member",
    ...         }
    ...     )
    ... )
    >>> head["name"], words, body
    ('sealed', {'name': 'Anna'}, None)
    """
    head = event.model_dump(mode="json")
    head["audience"] = sorted(head["audience"])
    body = head.pop("body", None)
    words: dict[str, Any] = {}
    for name in ("title", "name", "reason"):
        if name in head:
            words[name], head[name] = head[name], VEILED
    if head["kind"] == "room-opened":
        words |= {"seats": [seat["name"] for seat in head["seats"]], "issues": head["issues"]}
        head |= {"seats": [{**seat, "name": VEILED} for seat in head["seats"]], "issues": []}
    if head.get("shown_first"):
        words["reasons"] = [reason for _, reason in head["shown_first"]]
        head["shown_first"] = [[seat, VEILED] for seat, _ in head["shown_first"]]
    return head, words or None, body


def joined(head: str, words: dict[str, Any] | None, body: Any) -> Event:
    """Put an event together again; what could not be opened stays veiled.

    Parameters
    ----------
    head
        As it was kept, in JSON.
    words, body
        None where they could not be opened, or were none.

    Raises
    ------
    DamagedError
        If that is no event.
    """
    try:
        data = json.loads(head)
        if words is not None:
            data |= {name: words[name] for name in ("title", "name", "reason", "issues") if name in words}
            if "seats" in words:
                named = zip(data["seats"], words["seats"], strict=True)
                data["seats"] = [{**seat, "name": name} for seat, name in named]
            if "reasons" in words:
                pairs = zip(data["shown_first"], words["reasons"], strict=True)
                data["shown_first"] = [[seat, reason] for (seat, _), reason in pairs]
        if data["kind"] in _WITH_BODY:
            data["body"] = body
        return event_of(data)
    except (ValidationError, ValueError, TypeError, KeyError):
        raise DamagedError("an entry of the journal is not what was written; restore the last backup") from None


def veiled(event: Event) -> Event:
    """Return an event as the server keeps it in memory: without words."""
    head, _, _ = parted(event)
    return joined(json.dumps(head), None, None)


_WITH_BODY = frozenset(one.model_fields["kind"].default for one in get_args(Event) if "body" in one.model_fields)
