"""Serving rooms on this machine: opening one on a case, the demonstration, the server itself."""

from __future__ import annotations

import gc
import secrets
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from goodoffices.errors import CaseError

if TYPE_CHECKING:
    from goodoffices.case import Case
    from goodoffices.store.journal import Invitation, Journal

__all__ = ["demonstrate", "link", "open_room", "run"]

_HERE = "127.0.0.1"


def link(found: Invitation, origin: str) -> str:
    """Return the link of an invitation; what stands behind # is not sent to the server, nor kept by a proxy."""
    return f"{origin}/enter#{found.token}"


def open_room(journal: Journal, name: str, between: tuple[str, str] | None) -> str:
    """Open a room on the issues of a case; return its id.

    Raises
    ------
    CaseError
        If the case has no two such parties.
    """
    from goodoffices.store import case_of, find_case
    from goodoffices.talks.commands import IssuePlan, OpenRoom, SeatPlan

    case = case_of(find_case(name))
    seats = between or _principals(case)
    for seat in seats:
        if seat not in case.parties:
            raise CaseError(f"{name}: found no party {seat!r}, expected two of {', '.join(case.parties)}")
    command = OpenRoom(
        room=uuid.uuid4().hex,
        title=case.title,
        # A name of a seat is a name in capitals in the case, and stays so.
        seats=tuple(SeatPlan(id=seat, name=case.parties[seat].name) for seat in seats),
        issues=tuple(
            IssuePlan(id=issue, say=one.say or issue, options=one.names, now=one.now)
            for issue, one in case.issues.items()
        ),
    )
    return journal.create_room(command, key=uuid.uuid4().hex).id


def _principals(case: Case) -> tuple[str, ...]:
    found = tuple(name for name, party in case.parties.items() if party.role == "principal")
    if len(found) < 2:
        raise CaseError(f"{case.case}: found {len(found)} principals, expected two sides; say --between A B")
    return found[:2]


def demonstrate(journal: Journal, name: str, origin: str) -> Iterator[str]:
    """Open a room on a case, and give one-time links for a mediator and the heads of two delegations."""
    room = open_room(journal, name, None)
    first = journal.identity.invite_mediator(room)
    # Nobody knows this passphrase: the first mediator is there to invite, and never comes back.
    opened = journal.identity.redeem(first.token, "The desk", secrets.token_hex(16), address="this machine")
    keys = journal.identity.open(opened.session.token)
    yield "A demonstration: three people, three browsers, or windows that share no cookies. Each link works once."
    yield f"  mediator: {link(journal.identity.invite(keys, 'mediator', 'mediator'), origin)}"
    for seat in next(one.seats for one in journal.rooms() if one.id == room):
        yield f"  head of {seat}: {link(journal.identity.invite(keys, seat, 'head'), origin)}"
    journal.identity.log_out(opened.session.token)


def run(journal: Journal, origin: str, port: int) -> None:
    """Serve until interrupted; on this machine's own address only."""
    import uvicorn

    from goodoffices.web.rooms import application

    # What was loaded stays; looking through it again and again for what can be thrown away would cost every page.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    uvicorn.run(
        application(journal, origin=origin),
        host=_HERE,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=origin.startswith("https://"),
        forwarded_allow_ips=_HERE,
    )
