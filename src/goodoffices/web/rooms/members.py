"""People: who is in the room, invitations, keys, and one's own passphrase."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from goodoffices.errors import GoodOfficesError
from goodoffices.talks.roles import MEDIATOR, OBSERVERS
from goodoffices.web.rooms.acting import status_of
from goodoffices.web.rooms.doors import too_short
from goodoffices.web.rooms.visit import Visit

__all__ = ["give_key", "invite", "log_out", "passphrase", "people", "recovery_key", "withdraw"]

_Form = FormData | None


def _text(form: _Form, name: str) -> str:
    value = form.get(name) if form else None
    return value if isinstance(value, str) else ""


def people(visit: Visit, form: _Form) -> Response:
    """Show who is in the room, with fingerprints to compare."""
    del form
    return _people(visit)


def _people(visit: Visit, status: int = 200, wrong: str | None = None) -> Response:
    identity = visit.desk.journal.identity
    known = {one.id: one for one in identity.people(visit.keys)}
    groups = [*visit.room.seat_ids, MEDIATOR, OBSERVERS]
    members = sorted(visit.room.members.values(), key=lambda one: (groups.index(one.group), one.role, one.name))
    return visit.page(
        "people.html",
        status,
        members=[(one, known.get(one.person)) for one in members],
        invitations=identity.invitations(visit.keys) if visit.sees("invite") else (),
        places=_places(visit),
        wrong=wrong,
    )


def _places(visit: Visit) -> list[tuple[str, str]]:
    """Return the seat and the role of those whom this person may invite."""
    if visit.mediates:
        headed = {one.group for one in visit.room.members.values() if one.role == "head"}
        heads = [(seat, "head") for seat in visit.room.seat_ids if seat not in headed]
        return [*heads, (MEDIATOR, "mediator"), (OBSERVERS, "observer")]
    return [(visit.keys.group, "member"), (visit.keys.group, "mandator")] if visit.keys.role == "head" else []


def invite(visit: Visit, form: _Form) -> Response:
    """Make an invitation and show its link, once."""
    group, _, role = _text(form, "place").partition(" ")
    if (group, role) not in _places(visit):
        return _people(visit, 409, "there is no such place to invite somebody to, or no longer")
    try:
        made = visit.desk.journal.identity.invite(visit.keys, group, role)  # type: ignore[arg-type]
    except GoodOfficesError as error:
        return _people(visit, status_of(error), str(error))
    return visit.page("invited.html", made=made, link=f"{visit.desk.origin}/enter#{made.token}")


def withdraw(visit: Visit, form: _Form) -> Response:
    """Withdraw an invitation."""
    return _doing(
        visit, lambda: visit.desk.journal.identity.withdraw(visit.keys, _text(form, "invitation")), "withdrawn"
    )


def give_key(visit: Visit, form: _Form) -> Response:
    """Give the key of one's group to somebody of it."""
    return _doing(visit, lambda: visit.desk.journal.identity.give_key(visit.keys, _text(form, "person")), "given")


def passphrase(visit: Visit, form: _Form) -> Response:
    """Set another passphrase."""
    wrong = too_short(_text(form, "new"))
    if wrong is None and _text(form, "new") != _text(form, "again"):
        wrong = "the two passphrases are not the same"
    if wrong:
        return _people(visit, 400, wrong)
    identity = visit.desk.journal.identity
    return _doing(
        visit, lambda: identity.change_passphrase(visit.token, _text(form, "passphrase"), _text(form, "new")), "changed"
    )


def recovery_key(visit: Visit, form: _Form) -> Response:
    """Make another recovery key and show it, once."""
    identity = visit.desk.journal.identity
    try:
        made = identity.new_recovery_key(visit.token, _text(form, "passphrase"))
    except GoodOfficesError as error:
        return _people(visit, status_of(error), str(error))
    mine = next(one for one in identity.people(visit.keys) if one.id == visit.keys.person)
    return visit.desk.page(
        visit.request,
        "entered.html",
        recovery_key=made,
        person=mine,
        name=visit.keys.name,
        origin=visit.desk.origin,
    )


def log_out(visit: Visit, form: _Form) -> Response:
    """End the session."""
    del form
    visit.desk.journal.identity.log_out(visit.token)
    return visit.desk.without_cookie("/")


def _doing(visit: Visit, what: Callable[[], None], done: str) -> Response:
    try:
        what()
    except GoodOfficesError as error:
        return _people(visit, status_of(error), str(error))
    return RedirectResponse(f"/people?done={done}", 303)
